"""The rows of an official table, told apart: what is asked, what is a heading, what is a note or a signature."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from zjg_inspect.formfile import numbering
from zjg_inspect.formfile.gathering import Notes
from zjg_inspect.formfile.official_headings import Head
from zjg_inspect.formfile.workbook_cells import Sheet, cell_text
from zjg_inspect.model.roster_cells import tight

_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填写说明|填报|填表|制表|审核|复核|检查人|检查组|检查单位|被检查|受检|企业负责人|单位负责人|负责人"
    r"|陪同|签名|签字|评审组|评审人|组长|联系人|联系电话|日期|盖章|检查结论|结论|处理意见|检查意见|整改意见)[^:]{0,14}:"
    r"|.{0,14}(?:签名|签字|盖章).{0,6}:|注\d|备注\d|续表|\(续\)|第\d+页"
)
_SUM = re.compile(r"(?:合计|总计|小计|共计|累计|总分|得分)[:0-9分]*.{0,3}")
_LONGEST_BANNER = 40
_ENDED = tuple("。；！？;!?.")


class Part(NamedTuple):
    """Text out of one cell, and which."""

    row: int
    column: int
    text: str


@dataclass
class Entry:
    """What is asked in one row (or in several that belong together), still in the table's own columns."""

    row: int
    number: str
    path: tuple[str, ...]
    parts: dict[str, list[Part]] = field(default_factory=dict)

    def add(self, name: str, part: Part) -> None:
        self.parts.setdefault(name, []).append(part)

    def text(self, name: str) -> str:
        return "\n".join(part.text for part in self.parts.get(name, ()))


class Table(NamedTuple):
    """A sheet's table: what is asked, the notes below and between, what stands above its head."""

    sheet: Sheet
    head: Head
    entries: list[Entry]
    remarks: list[str]
    above: list[Part]


def read_table(sheet: Sheet, head: Head, notes: Notes) -> Table:
    """Every row below the head is asked, a heading, or named in the notes."""
    return _Rows(sheet, head, notes).read()


class _Rows:
    def __init__(self, sheet: Sheet, head: Head, notes: Notes) -> None:
        self._sheet = sheet
        self._head = head
        self._notes = notes
        self._content = head.columns("content")[0]
        self._numbers = head.columns("number")
        self._categories = head.columns("category")
        self._entries: list[Entry] = []
        self._remarks: list[str] = []
        self._banners: list[tuple[int, str]] = []
        self._idle: dict[str, int] = {}
        self._carried: dict[int, str] = {}
        self._noting = False
        above = [(row, column) for row, column in sheet.filled() if row < head.top]
        self._above = [Part(row, column, cell_text(sheet.cell(row, column))) for row, column in above]
        self._titles = {"".join(part.text.split()) for part in self._above}

    def read(self) -> Table:
        for row in range(self._head.first, len(self._sheet.rows)):
            if own := self._own(row):
                self._row(row, own)
                if row in self._sheet.outline.hidden_rows:
                    self._notes.doubt(self._sheet.name, row, None, "这一行在表里隐藏着，照样读了，请看看要不要")
        self._say_of_shortened_numbers()
        for heading, row in self._idle.items():
            self._doubt(row, None, f"“{heading}”下面没有条目，没有收")
        return Table(self._sheet, self._head, self._entries, self._remarks, self._above)

    def _row(self, row: int, own: dict[int, str]) -> None:
        if self._is_head_again(own):
            self._doubt(row, None, "表头又写了一遍，没有收")
        elif len(own) == 1 and "".join(next(iter(own.values())).split()) in self._titles:
            self._doubt(row, None, "表的标题又写了一遍，没有收")
        elif self._is_note(row, own):
            self._noting = self._noting or not _SUM.fullmatch(tight(own[min(own)]))
            said = "　".join(own.values())
            self._remarks.append(said)
            self._doubt(row, None, f"像是附注、合计或签名，没有收：“{said}”")
        elif heading := self._banner(row, own):
            self._push(row, heading)
        elif self._content in own or self._shared(row, own):
            self._asked(row, own)
        else:
            self._without_content(row, own)

    # -- what a row is ---------------------------------------------------------------------------------------------

    def _is_head_again(self, own: dict[int, str]) -> bool:
        lines = range(self._head.top, self._head.first)
        return any(
            all(tight(text) == tight(self._sheet.cell(line, column)) for column, text in own.items()) for line in lines
        )

    def _is_note(self, row: int, own: dict[int, str]) -> bool:
        first = tight(own[min(own)])
        if _NOTE.match(first):
            return True
        if any(_SUM.fullmatch(tight(text)) for column, text in own.items() if column != self._content or len(own) < 3):
            return True
        # A note of several lines: 注：1.… and below it 2.…
        further = len(first) > _LONGEST_BANNER or numbering.rank(first) not in (None, 0, 1, 2)
        return self._noting and len(own) == 1 and further

    def _banner(self, row: int, own: dict[int, str]) -> str | None:
        """The heading that a row is by itself: alone in it, or a shallower number with its name and nothing else."""
        unread = ("points", "result") if len(own) > 1 else ()
        texts = {c: text for c, text in own.items() if self._head.fields.get(c) not in unread}
        if len(texts) == 1:
            [(column, text)] = texts.items()
            span = self._sheet.spans.get((row, column))
            across = span is not None and 2 * (span.right - span.left + 1) >= self._used_width()
            downward = span is not None and span.bottom > span.top
            alone = self._head.fields.get(column) in ("number", "category") and not downward
            numbered = numbering.rank(text) in (0, 1, 2) and not self._numbers
            if (across or alone or numbered) and len(text) <= _LONGEST_BANNER and numbering.split(text)[1]:
                self._say_lost(row, own, texts)
                return text
        if len(texts) == 2 and self._content in texts and self._numbers and self._numbers[0] in texts:
            number, name = texts[self._numbers[0]], texts[self._content]
            if len(name) <= _LONGEST_BANNER and (numbering.rank(number) in (0, 1, 2) or self._leads(row, number)):
                self._say_lost(row, own, texts)
                return f"{number}{'' if number[-1:] in '、.)）' else '、'}{name}"
        return None

    def _used_width(self) -> int:
        return sum(bool(written) for written in self._head.written.values())

    def _say_lost(self, row: int, own: dict[int, str], texts: dict[int, str]) -> None:
        for column in own.keys() - texts.keys():
            self._doubt(row, column, f"“{own[column]}”没有收")

    def _leads(self, row: int, number: str) -> bool:
        """Whether the next numbered row stands below this one: 1.2 before 1.2.1."""
        mine = numbering.depth(numbering.split(number)[0])
        for later in range(row + 1, min(row + 4, len(self._sheet.rows))):
            if text := cell_text(self._sheet.cell(later, self._numbers[0])):
                next_ = numbering.depth(numbering.split(text)[0])
                return bool(mine) and len(next_) == len(mine) + 1 and next_[: len(mine)] == mine
        return False

    def _push(self, row: int, heading: str) -> None:
        level = numbering.rank(heading)
        level = 1 if level is None else level
        while self._banners and self._banners[-1][0] >= level:
            self._banners.pop()
        heading = heading.replace("\n", "")
        self._banners.append((level, heading))
        self._idle[heading] = row
        self._carried.clear()
        self._noting = False

    # -- what is asked ---------------------------------------------------------------------------------------------

    def _asked(self, row: int, own: dict[int, str]) -> None:
        number = self._number(row, own)
        last = self._entries[-1] if self._entries else None
        alone = own.keys() == {self._content}
        if alone and last and self._numbers and last.number and not number and not self._ended(last):
            last.add("content", Part(row, self._content, own[self._content]))
            self._doubt(row, self._content, f"没有编号，接在第 {last.row + 1} 行后面")
            return
        entry = Entry(row, number, self._path(row, own))
        self._entries.append(entry)
        if self._shared(row, own):
            self._ask_apart(entry, row, own)
        else:
            self._fill(entry, row, own)
        self._noting = False

    def _shared(self, row: int, own: dict[int, str]) -> bool:
        """Whether the cell of contents stands for several rows, each with its own number and its own standard."""
        span = self._sheet.spans.get((row, self._content))
        if span is None or span.left < self._content or span.bottom == span.top or not self._standards(own):
            return False
        numbers = [row for row in range(span.top, span.bottom + 1) if self._number(row, self._own(row))]
        return len(numbers) > 1 and row in numbers

    def _standards(self, own: dict[int, str]) -> list[int]:
        return [column for column in own if self._head.fields.get(column) in ("standard", "both", "method")]

    def _own(self, row: int) -> dict[int, str]:
        cells = self._sheet.rows[row] if row < len(self._sheet.rows) else []
        return {column: text for column, cell in enumerate(cells) if (text := cell_text(cell))}

    def _ask_apart(self, entry: Entry, row: int, own: dict[int, str]) -> None:
        """What is asked is the contents together with the row's own standard."""
        shared = cell_text(self._sheet.shown(row, self._content))
        column = self._standards(own)[0]
        entry.add("content", Part(row, column, f"{shared.rstrip('：:')}：{own[column]}"))
        self._fill(entry, row, {at: text for at, text in own.items() if at not in (self._content, column)})
        if self._content not in own:
            self._doubt(row, self._content, "和上面合成一格，检查内容写成了合并格里的字加上这一行的标准")

    def _say_of_shortened_numbers(self) -> None:
        """Excel keeps 1.10 as 1.1, so that one number comes twice."""
        for column in self._numbers:
            seen: dict[float, int] = {}
            for row in range(self._head.first, len(self._sheet.rows)):
                cell = self._sheet.cell(row, column)
                if isinstance(cell, float) and not cell.is_integer():
                    if cell in seen:
                        said = f"编号 {cell:.15g} 和第 {seen[cell] + 1} 行一样"
                        self._doubt(row, column, f"{said}，Excel 可能把 {cell:.15g}0 存成了它，请对照原表")
                    seen.setdefault(cell, row)

    @staticmethod
    def _ended(entry: Entry) -> bool:
        return entry.text("content").rstrip("”」』）)").endswith(_ENDED)

    def _without_content(self, row: int, own: dict[int, str]) -> None:
        """A row that goes on with the one before, or whose category is all that it asks."""
        last = self._entries[-1] if self._entries else None
        texts = {c for c in own if self._head.fields.get(c) in ("method", "standard", "both", "basis", "remark")}
        categories = [column for column in own if column in self._categories]
        if categories and texts:
            column = categories[-1]
            entry = Entry(row, self._number(row, own), self._path(row, own)[:-1])
            entry.add("content", Part(row, column, own[column]))
            self._entries.append(entry)
            self._fill(entry, row, own)
            self._doubt(row, self._content, f"空着，用“{own[column]}”作检查内容")
        elif texts and last:
            self._fill(last, row, own)
            self._doubt(row, None, f"没有检查内容，并到第 {last.row + 1} 行的一条里")
        else:
            said = "　".join(own.values())
            self._doubt(row, None, f"没有检查内容，没有收：“{said}”")

    def _number(self, row: int, own: dict[int, str]) -> str:
        for column in self._numbers:
            if column in own:
                return "".join(own[column].split())
        return ""

    def _path(self, row: int, own: dict[int, str]) -> tuple[str, ...]:
        """The headings that the row stands under, the widest first: rows between, then columns, empty ones as above."""
        changed = False
        for column in self._categories:
            text = cell_text(self._sheet.shown(row, column)).replace("\n", "")
            if text and text != self._carried.get(column):
                changed = True
                self._carried[column] = text
            elif not text and changed:
                self._carried.pop(column, None)
        texts = [self._carried[column] for column in self._categories if column in self._carried]
        for _, heading in self._banners:
            self._idle.pop(heading, None)
        return (*(heading for _, heading in self._banners), *dict.fromkeys(texts))

    def _fill(self, entry: Entry, row: int, own: dict[int, str]) -> None:
        for column, text in own.items():
            name = self._head.fields.get(column, "")
            if name not in ("number", "category"):
                entry.add(name, Part(row, column, text))

    def _doubt(self, row: int, column: int | None, reason: str) -> None:
        heading = "" if column is None else self._head.written.get(column, "")
        self._notes.doubt(self._sheet.name, row, column, reason, heading)
