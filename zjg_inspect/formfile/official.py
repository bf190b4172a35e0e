"""A plain official inspection table becomes a draft form; nothing below its head is dropped without a word."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zjg_inspect.formfile import numbering
from zjg_inspect.formfile.gathering import Asked, Codes, Notes, form_faults, item_faults, section_faults
from zjg_inspect.formfile.official_headings import find_head
from zjg_inspect.formfile.official_items import ALL_MET, LOOK, ItemMaker
from zjg_inspect.formfile.official_rest import say_of_the_rest
from zjg_inspect.formfile.official_rows import Entry, Table, read_table
from zjg_inspect.formfile.workbook_cells import Sheet
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formreading import Reading

_TITLE_LIMIT, _SECTION_LIMIT, _SOURCE_LIMIT = 60, 30, 200
_ID = "official"
_ANNEX = re.compile("附(?:件|表|录)[0-9０-９一二三四五六七八九十]{0,3}")
_NO_NAME = re.compile("(?:Sheet|工作表|表)[0-9]*", re.IGNORECASE)
# Where what stands in a column of the table can be put right in an item.
_FIELDS = {
    "number": "source", "content": "text", "method": "look_at", "both": "look_at", "standard": "met", "basis": "source",
    "remark": "weight",
}  # fmt: skip
_LIKE_A_TITLE = re.compile("(?:表|清单|标准|细则|办法|要点|目录|手册)(?:[(（【《].*)?$")


def read_official(sheets: Sequence[Sheet], asked: Asked, file: str) -> Reading | None:
    """The form in the workbook's tables, one table after the other; None where no sheet has one."""
    notes = Notes()
    tables = []
    for sheet in sheets:
        head = find_head(sheet)
        notes.comments(sheet)
        if head and not sheet.hidden:
            tables.append(read_table(sheet, head, notes))
        elif any(sheet.filled()):
            said = "这张工作表隐藏着，没有读" if sheet.hidden else "这张工作表里没有检查表的表头，没有读"
            notes.doubt(sheet.name, -1, None, said)
    tables = [table for table in tables if table.entries]
    if not tables:
        return None
    form = _Assembly(tables, asked, file, notes).form()
    if form:
        for table in tables:
            say_of_the_rest(table, form, notes)
    return notes.reading(form, sheets)


class _Assembly:
    def __init__(self, tables: list[Table], asked: Asked, file: str, notes: Notes) -> None:
        self._tables = tables
        self._asked = asked
        self._file = file
        self._notes = notes
        self._codes = Codes(asked.used)
        self._sections: dict[str, dict[str, Any]] = {}
        self._asked_at: dict[str, tuple[str, int]] = {}

    def form(self) -> FormDef | None:
        document = self._about()
        for table in self._tables:
            self._say_of_columns(table)
            self._take(table)
        if len(self._sections) > 99:
            self._notes.refuse(self._tables[0].sheet.name, -1, None, f"有 {len(self._sections)} 类，最多 99 类")
        for section in self._sections.values():
            if len(section["items"]) > 999:
                self._notes.refuse(self._tables[0].sheet.name, -1, None, f"“{section['title']}”的条目超过 999 条")
        if self._notes.refused:
            return None
        return FormDef.from_document(document | {"sections": [*self._sections.values()]}, self._file)

    # -- the form's own fields -------------------------------------------------------------------------------------

    def _about(self) -> dict[str, Any]:
        first = self._tables[0]
        sheet, top = first.sheet.name, first.head.top
        title = self._asked.title or self._title()
        annex = _annex(first)
        source = f"{annex}《{title}》，从“{self._file}”录入" if annex else f"《{title}》，从“{self._file}”录入"
        document = {
            "id": self._asked.id or _ID,
            "version": self._asked.version or 1,
            "title": title,
            "source": source[:300],
            "derived": False,
            "pass_rate": 100,
        }
        if not self._asked.id:
            self._notes.doubt(sheet, -1, None, f"表里没有清单标识，写了“{_ID}”", field="id")
        if any(table.head.columns("points") for table in self._tables):
            self._notes.doubt(
                sheet, -1, None, "原表按分数评定，这里按条判定；合格率写了 100%，请按需要改", field="pass_rate"
            )
        else:
            self._notes.doubt(sheet, -1, None, "合格率写了 100%，请按原表的规定改", field="pass_rate")
        self._notes.doubt(sheet, -1, None, "按官方清单收的；如果是自己编写的，“自编”要写“是”", field="derived")
        for field, reason in form_faults(document):
            self._notes.refuse(sheet, top, None, reason, {"id": "清单标识", "title": "名称"}.get(field, field))
        return document

    def _title(self) -> str:
        """The table's title above its head, else the sheet's name, else the file's."""
        first = self._tables[0]
        rows: dict[int, str] = {}
        for part in first.above:
            rows.setdefault(part.row, "")
            rows[part.row] += part.text.replace("\n", "")
        likely = [row for row, text in rows.items() if _LIKE_A_TITLE.search(text) and ":" not in text]
        likely = likely or [row for row, text in rows.items() if "：" not in text and not _ANNEX.fullmatch(text)]
        chosen = likely[0] if likely else None
        named = Path(self._file).stem if _NO_NAME.fullmatch(first.sheet.name) else first.sheet.name
        title = rows[chosen] if chosen is not None else named
        if chosen is None or len(title) > _TITLE_LIMIT:
            row, said = chosen if chosen is not None else -1, f"名称写了“{title[:_TITLE_LIMIT]}”"
            self._notes.doubt(first.sheet.name, row, None, said, field="title")
        for row, text in rows.items():
            if row != chosen and not _ANNEX.fullmatch(text):
                self._notes.doubt(first.sheet.name, row, None, f"表头上面的这一行没有收：“{text}”")
        return " ".join(title[:_TITLE_LIMIT].split())

    # -- parts and items -------------------------------------------------------------------------------------------

    def _take(self, table: Table) -> None:
        annex = _annex(table) or f"“{table.sheet.name}”"
        maker = ItemMaker(table, annex, self._notes)
        tops = {entry.path[0] for entry in table.entries if entry.path}
        # One heading over everything tells nothing apart.
        skip = 1 if len(tops) == 1 and all(len(entry.path) > 1 for entry in table.entries) else 0
        last = ""
        for entry in table.entries:
            named = entry.path[skip] if entry.path else ""
            key = f"{table.sheet.name}\0{named}"
            section = self._sections.get(key) or self._section(table, entry, key, named, annex, entry.path[:skip])
            if section["items"] and last != key:
                self._notes.doubt(table.sheet.name, entry.row, None, f"“{section['title']}”前面已经有过，并到一起")
            last = key
            item = maker.made(entry, entry.path[skip + 1 :], section["title"])
            item["code"] = self._codes.next(section["code"])
            self._say_of_doubled(table, entry, item["text"])
            for field, reason in item_faults(item):
                self._notes.refuse(table.sheet.name, entry.row, None, f"“{field}”{reason}")
            section["items"].append(item)
            for row in {entry.row, *(part.row for parts in entry.parts.values() for part in parts)}:
                self._notes.became(table.sheet.name, row, item["code"])
        for column, name in table.head.fields.items():
            self._notes.column_is(table.sheet.name, column, _FIELDS.get(name, ""))
        self._say_of_defaults(table, maker)

    def _say_of_doubled(self, table: Table, entry: Entry, text: str) -> None:
        words = "".join(text.split())
        if words in self._asked_at:
            sheet, row = self._asked_at[words]
            where = f"第 {row + 1} 行" if sheet == table.sheet.name else f"“{sheet}”第 {row + 1} 行"
            column = table.head.columns("content")[0]
            said = f"和{where}问的一样，两条都收了；要删一条，在 Excel 里删好再导入"
            self._notes.doubt(table.sheet.name, entry.row, column, said, table.head.written[column])
        self._asked_at.setdefault(words, (table.sheet.name, entry.row))

    def _section(
        self, table: Table, entry: Entry, key: str, named: str, annex: str, above: tuple[str, ...]
    ) -> dict[str, Any]:
        code = str(len(self._sections) + 1)
        title = (numbering.split(named)[1] or named) if named else self._of_sheet(table)
        if len(title) > _SECTION_LIMIT:
            columns = table.head.columns("category")
            reason = f"类别名称超过 {_SECTION_LIMIT} 个字，写成了“{title[:_SECTION_LIMIT].strip()}”，全文在来源里"
            self._notes.doubt(table.sheet.name, entry.row, columns[0] if columns else None, reason)
        source = annex + "".join(f"“{heading}”" for heading in (*above, named) if heading)
        section = {
            "code": code,
            "title": title[:_SECTION_LIMIT].strip(),
            "source": source[:_SOURCE_LIMIT].strip(),
            "items": [],
        }
        if len(source) > _SOURCE_LIMIT:
            self._notes.doubt(
                table.sheet.name, entry.row, None, f"类别名称太长，没有收的是：“{source[_SOURCE_LIMIT:]}”"
            )
        for field, reason in section_faults({name: section[name] for name in ("code", "title", "source")}):
            if len(self._sections) < 99:
                self._notes.refuse(table.sheet.name, entry.row, None, f"“{field}”{reason}")
        self._sections[key] = section
        return section

    def _of_sheet(self, table: Table) -> str:
        """What a table without categories is called as a part."""
        return table.sheet.name if len(self._tables) > 1 else "检查内容"

    # -- whole columns ---------------------------------------------------------------------------------------------

    def _say_of_columns(self, table: Table) -> None:
        head = table.head
        for column, name in head.fields.items():
            said = {
                "result": "这一栏是检查时填的，没有收",
                "points": "分值没有收：这里按条判定，不计分",
                "": "不认识这一栏，没有收",
            }.get(name)
            if said and (name != "" or _filled(table.sheet, head.first, column)):
                self._column(table, column, said)
            elif name and table.sheet.column_hidden(column):
                self._column(table, column, "这一列在表里隐藏着，照样读了")
            reckoned = {row for row, at in table.sheet.outline.formulas if at == column and row >= head.first}
            if reckoned and not said:
                self._formulas(table, column, name, sorted(reckoned))
        content = head.columns("content")[0]
        self._column(table, content, "“标题”都是从检查内容截取的，发布前请看一遍")
        if not head.columns("method") and head.columns("both", "standard"):
            column = head.columns("both", "standard")[0]
            self._column(table, column, "这一栏按句子分成了“看什么”和“算符合”，发布前请看一遍")

    def _say_of_defaults(self, table: Table, maker: ItemMaker) -> None:
        """How often the table left open what to look at or what is met."""
        column = next(iter(table.head.columns("both", "standard", "method", "content")))
        if maker.default_looks:
            self._column(table, column, f"有 {maker.default_looks} 条没有写怎么查，“看什么”写了“{LOOK}”")
        if maker.default_mets:
            self._column(table, column, f"有 {maker.default_mets} 条没有写怎样算符合，“算符合”写了“{ALL_MET}”")

    def _formulas(self, table: Table, column: int, name: str, rows: list[int]) -> None:
        if name == "number" and all(table.sheet.cell(row, column) != "" for row in rows):
            return
        for row in rows:
            value = table.sheet.cell(row, column)
            said = "这一格是公式，没有算出来的值" if value == "" else "这一格是公式，取了算出来的值"
            self._notes.doubt(table.sheet.name, row, column, said, table.head.written[column])

    def _column(self, table: Table, column: int, reason: str) -> None:
        self._notes.doubt(table.sheet.name, table.head.top, column, reason, table.head.written[column])


def _annex(table: Table) -> str:
    """What the table calls itself: 附件2; "" where it does not."""
    for part in table.above:
        if found := _ANNEX.match("".join(part.text.split())):
            return found[0]
    return ""


def _filled(sheet: Sheet, first: int, column: int) -> bool:
    return any(sheet.cell(row, column) != "" for row in range(first, len(sheet.rows)))
