"""What an official table asks in a row becomes an item; what had to be cut, guessed or left out is said at its cell."""

import re
from typing import Any

from zjg_inspect.formfile import numbering
from zjg_inspect.formfile.gathering import Notes
from zjg_inspect.formfile.official_rows import Entry, Part, Table
from zjg_inspect.formfile.shortening import MET, TEXT, TITLE, cut, lines, look_and_met, short_title
from zjg_inspect.model.facts import FACT_LABELS
from zjg_inspect.model.roster_cells import tight

LOOK = "看现场，查有关记录。"
ALL_MET = "检查内容里要求的都做到了，现场和记录一致。"
"""What stands where the table says nothing about it: true of any item."""

_SOURCE = 200
_KEY = re.compile("否决")
# How a note under the table says that a sign decides alone.
_DECIDES = re.compile("否决|一票|[即则就](?:判定?|视|评定?)?[为作]?不(?:合格|达标|通过)")
_ADVISORY = re.compile("鼓励|提倡|推荐|倡导|建议项")
# A question whose yes is the fault: 是否占用通道.
_BAD = re.compile(
    "(?:是否|有无)[^，。；？]{0,12}(?:占用|锁闭|封堵|堵塞|私拉|乱接|混存|混放|混用|违规|违章|违反|违法|超|擅自|淘汰|同一座|三合一|"
    "堆物|堆放杂物|过期|失效|破损|损坏|老化|泄漏|渗漏|有积|裸露|松动|隐瞒|挪用|缺失|脱落)"
)
_STAR = re.compile("[★▲*※●◆☆]")
# What a remark may name without the fact's own label in it.
_FACT_WORDS = {
    "粉尘": "粉尘涉爆",
    "涉粉": "粉尘涉爆",
    "涉爆": "粉尘涉爆",
    "液氨": "液氨制冷",
    "涉氨": "液氨制冷",
    "储罐": "易燃易爆危化品储罐",
    "危化": "危化品仓库",
    "危险化学品": "危化品仓库",
    "有限空间": "有限空间",
    "动火": "动火作业",
    "高处": "高处作业",
    "登高": "高处作业",
    "临时用电": "临时用电",
    "临电": "临时用电",
    "外包": "委外作业",
    "委外": "委外作业",
    "承包": "委外作业",
    "租赁": "租用厂房",
    "承租": "租用厂房",
    "出租": "出租厂房",
    "改扩建": "新改扩建项目",
}


class ItemMaker:
    """Makes the items of one table, and counts those for which it had to say itself what to look at or what is met."""

    def __init__(self, table: Table, annex: str, notes: Notes) -> None:
        self._table = table
        self._annex = annex
        self._notes = notes
        numbers = [entry.number for entry in table.entries if entry.number]
        self._unique = {number for number in numbers if numbers.count(number) == 1}
        self._starred = any(_STAR.search(note) and _DECIDES.search(note) for note in table.remarks)
        fields = set(table.head.fields.values())
        self.default_looks = self.default_mets = 0
        self._split = "both" in fields or ("standard" in fields and "method" not in fields)

    def made(self, entry: Entry, group: tuple[str, ...], inside: str) -> dict[str, Any]:
        """The item's document; `group` are the headings below the part's, `inside` the part's own."""
        content = entry.text("content")
        number, plain = entry.number, content
        if not number:
            number, plain = numbering.split(content)
            plain = plain or content
        text, over = cut(plain, TEXT)
        look_text, met_text = self._look_and_met(entry)
        looks, left = lines("\n".join(filter(None, (over, look_text))))
        if over:
            self._doubt(entry, "content", f"有 {len(plain)} 个字，后面的 {len(over)} 个字写到了“看什么”里")
        met, lost = cut("\n".join(filter(None, (left, met_text))), MET)
        if left:
            self._doubt(entry, self._standards(), "太长，后一部分写到了“算符合”里")
        if lost:
            self._doubt(entry, self._standards(), f"太长，没有收的是：“{lost}”")
        said = " ".join(filter(None, (numbering.split(heading)[1] or heading for heading in group)))
        short = short_title(plain)
        title = f"{said}：{short}" if said and len(said) + 1 + len(short) <= TITLE else short[:TITLE]
        kept = () if title.startswith(f"{said}：") else group
        source = self._source(entry, number, kept, inside)
        weight, key = self._marks(entry, content)
        if found := _BAD.search(plain):
            self._doubt(entry, "content", f"“{found[0]}”问的是不该有的事，“符合”会看反，请改成不问的说法")
        self.default_looks += not looks
        self.default_mets += not met
        return {
            "title": title.strip(),
            "text": text,
            "look_at": looks or [LOOK],
            "met": met or ALL_MET,
            "source": source,
            "weight": weight,
            "key": key,
        }

    def _standards(self) -> str:
        return next(name for name in ("method", "both", "standard", "content") if self._table.head.columns(name))

    def _look_and_met(self, entry: Entry) -> tuple[str, str]:
        standard = "\n".join(filter(None, (entry.text("both"), entry.text("standard"))))
        if self._split:
            return look_and_met(standard)
        return entry.text("method"), standard

    def _source(self, entry: Entry, number: str, group: tuple[str, ...], inside: str) -> str:
        """Where it stood in the table, then what it rests on: 附件2第1.1.1条; 《安全生产法》第二十二条."""
        names = "".join(f"“{heading}”" for heading in group)
        if number and number not in self._unique and not names:
            names = f"“{(entry.path or (inside,))[-1]}”"
        place = f"第{number.rstrip('、.．')}条" if number else f"第 {entry.row + 1} 行"
        basis = re.sub("[;；\n]+", "; ", entry.text("basis")).strip("; ")
        whole = f"{self._annex}{names}{place}".replace(";", "，").replace("；", "，") + (f"; {basis}" if basis else "")
        if len(whole) > _SOURCE:
            self._doubt(entry, "basis", f"太长，没有收的是：“{whole[_SOURCE:]}”")
        parts = [part for each in whole[:_SOURCE].split(";") if (part := each.strip())]
        return "; ".join(parts)

    def _marks(self, entry: Entry, content: str) -> tuple[str, bool]:
        """Whether it counts and whether it decides alone, as far as remarks and stars tell: to be confirmed, always."""
        key, weight = False, "required"
        for part in entry.parts.get("remark", ()):
            said = part.text.replace("\n", " ")
            if numbering.marked(said) == said.strip():
                key = key or self._starred
                self._at(part, f"备注“{said}”：{self._meaning()}", "weight")
            elif _KEY.search(said) and "非否决" not in said:
                key = True
                self._at(part, f"备注“{said}”：按否决项收了，请确认")
            elif _ADVISORY.search(said):
                weight = "advisory"
                self._at(part, f"备注“{said}”：按提倡收了，不影响结论，请确认")
            else:
                hint = _hint(said)
                self._at(part, f"备注“{said}”没有收{hint}", "applies_when" if hint else "")
        marks = numbering.marked(entry.number) + numbering.marked(content)
        if marks and not key:
            key = self._starred
            said = self._meaning()
            name = "number" if numbering.marked(entry.number) else "content"
            self._doubt(entry, name, f"标了“{marks}”：{said}", "weight")
        return ("required", True) if key else (weight, False)

    def _meaning(self) -> str:
        """What a sign is taken for."""
        starred = "按附注当作否决项收了，请确认"
        return starred if self._starred else "不知道什么意思，当作一般条目收了，请确认"

    def _at(self, part: Part, reason: str, field: str = "") -> None:
        heading = self._table.head.written.get(part.column, "")
        self._notes.doubt(self._table.sheet.name, part.row, part.column, reason, heading, field)

    def _doubt(self, entry: Entry, name: str, reason: str, field: str = "") -> None:
        columns = self._table.head.columns(name)
        column = columns[0] if columns else None
        heading = self._table.head.written.get(column, "") if column is not None else ""
        self._notes.doubt(self._table.sheet.name, entry.row, column, reason, heading, field)


def _hint(said: str) -> str:
    """Which condition a remark seems to mean."""
    labels = [label for label in FACT_LABELS.values() if label in said]
    labels += [label for word, label in _FACT_WORDS.items() if word in tight(said) and label not in labels]
    return f"；如果只查一部分企业，“适用条件”写“{labels[0]}”" if labels else ""
