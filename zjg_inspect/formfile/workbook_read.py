"""The workbook that workbook_write has written, as an office person gives it back: reordered, added to, retyped."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from zjg_inspect.errors import FormConditionWrong
from zjg_inspect.formfile.gathering import (
    Asked,
    Codes,
    Notes,
    form_faults,
    is_code,
    item_faults,
    section_faults,
    section_of,
)
from zjg_inspect.formfile.shortening import short_title
from zjg_inspect.formfile.workbook_cells import Sheet, cell_text
from zjg_inspect.formfile.workbook_columns import (
    ABOUT,
    ABOUT_HELP,
    ADVISORY,
    COLUMNS,
    DERIVED,
    HEADINGS,
    HELP,
    ID,
    ITEMS,
    PASS_RATE,
    REQUIRED,
    SECTION_HEADINGS,
    SECTIONS,
    SOURCE,
    TITLE,
    VERSION,
)
from zjg_inspect.model.conditiontext import condition_from_text
from zjg_inspect.model.creditcode import half_width
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formreading import Reading
from zjg_inspect.model.roster_cells import flag, tight

_KNOWN_BY = {"标题", "检查内容", "看什么", "算符合"}
_LABEL = re.compile(r"([1-9１-９][0-9０-９]?)(?:\s|[、.．])\s*(.*)", re.DOTALL)
_FIELDS = {"id": ID, "version": VERSION, "title": TITLE, "source": SOURCE, "derived": DERIVED, "pass_rate": PASS_RATE}


class _Section(NamedTuple):
    code: str
    title: str
    source: str
    row: int


def is_own(sheets: Sequence[Sheet]) -> bool:
    """Whether this is a workbook that this program wrote, however much was changed in it since."""
    return any(sheet.name == ITEMS and _head_row(sheet) is not None for sheet in sheets)


def read_own(sheets: Sequence[Sheet], asked: Asked) -> Reading:
    """The form in it. What is wrong in a cell stands in the way; what could be put right by itself is a doubt."""
    return _Own(sheets, asked).read()


def _sheet(sheets: Sequence[Sheet], name: str) -> Sheet:
    return next(sheet for sheet in sheets if sheet.name == name)


def _head_row(sheet: Sheet) -> int | None:
    for row, cells in enumerate(sheet.rows):
        if {tight(cell) for cell in cells} >= _KNOWN_BY:
            return row
    return None


class _Own:
    def __init__(self, sheets: Sequence[Sheet], asked: Asked) -> None:
        self._sheets = sheets
        self._asked = asked
        self._notes = Notes()
        self._codes = Codes(asked.used)
        self._sections: dict[str, _Section] = {}
        self._rows: dict[str, int] = {}

    def read(self) -> Reading:
        missing = {SECTIONS, ABOUT} - {sheet.name for sheet in self._sheets}
        for name in sorted(missing):
            self._notes.refuse(name, -1, None, "少了这张工作表，请从写出的工作簿里复制回来")
        if missing:
            return self._notes.reading(None, self._sheets)
        about = self._about()
        self._read_sections()
        items = self._items()
        for sheet in self._sheets:
            self._notes.comments(sheet)
            if sheet.name not in (ITEMS, SECTIONS, ABOUT, HELP) and any(sheet.filled()):
                self._notes.doubt(sheet.name, -1, None, "这张工作表不是清单的一部分，没有读")
        sections = []
        for section in self._sections.values():
            if section.code in items:
                own = {"code": section.code, "title": section.title, "source": section.source}
                sections.append(own | {"items": items[section.code]})
            else:
                self._notes.doubt(SECTIONS, section.row, None, f"“{section.title}”里一条也没有，没有收这个部分")
        if not sections and not self._notes.refused:
            self._notes.refuse(ITEMS, -1, None, "一条也没有")
        form = None if self._notes.refused else FormDef.from_document(about | {"sections": sections})
        return self._notes.reading(form, self._sheets)

    # -- 基本信息 --------------------------------------------------------------------------------------------------

    def _about(self) -> dict[str, Any]:
        sheet = _sheet(self._sheets, ABOUT)
        said: dict[str, tuple[int, Any]] = {}
        for row in range(len(sheet.rows)):
            name = tight(sheet.shown(row, 0))
            if name in ABOUT_HELP:
                said.setdefault(name, (row, sheet.shown(row, 1)))
            elif name != "项目" and (name or cell_text(sheet.cell(row, 1))):
                self._notes.doubt(ABOUT, row, None, f"“{name}”不是这张表里的项目，没有收")
            self._formula(
                sheet, row, 1, name, next((field for field, said_as in _FIELDS.items() if said_as == name), "")
            )
        document: dict[str, Any] = {}
        for field, name in _FIELDS.items():
            row, cell = said.get(name, (-1, ""))
            document[field] = self._about_value(field, name, row, cell)
        for field, asked in (("id", self._asked.id), ("version", self._asked.version), ("title", self._asked.title)):
            if asked:
                document[field] = asked
        for field, reason in form_faults(document):
            name = _FIELDS.get(field, field)
            self._notes.refuse(ABOUT, said.get(name, (-1, ""))[0], 1 if name in said else None, reason, name)
        return document

    def _about_value(self, field: str, name: str, row: int, cell: Any) -> Any:
        if field == "derived":
            return self._flag(ABOUT, row, 1, name, cell, otherwise=True)
        typed = half_width(cell_text(cell)).strip()
        if field in ("version", "pass_rate"):
            digits = typed.rstrip("%版 ").removeprefix("第").strip()
            return int(digits) if re.fullmatch("[0-9]{1,9}", digits) else typed
        return typed if field == "id" else self._line(cell)

    # -- 部分 ------------------------------------------------------------------------------------------------------

    def _read_sections(self) -> None:
        sheet = _sheet(self._sheets, SECTIONS)
        for row in range(len(sheet.rows)):
            label, source = (self._line(sheet.shown(row, column)) for column in (0, 1))
            if not label and not source:
                continue
            if tight(label) == SECTION_HEADINGS[0]:
                continue
            found = _LABEL.match(label)
            if found is None:
                self._notes.refuse(SECTIONS, row, 0, f"“{label}”要写成“1 安管体系”这样：号，空格，名称", "部分")
                continue
            code, title = half_width(found[1]), found[2]
            if code in self._sections:
                earlier = self._sections[code].row + 1
                self._notes.refuse(SECTIONS, row, 0, f"第 {code} 部分和第 {earlier} 行重复", "部分")
                continue
            for field, reason in section_faults({"code": code, "title": title, "source": source}):
                column = 1 if field == "source" else 0
                self._notes.refuse(SECTIONS, row, column, reason, SECTION_HEADINGS[column])
            self._sections[code] = _Section(code, title, source, row)
            last = half_width(cell_text(sheet.shown(row, 2)))
            if re.fullmatch("[0-9]{1,3}", last):
                self._codes.reach(code, int(last))
            elif last:
                self._notes.refuse(SECTIONS, row, 2, f"“{last}”要写这个部分已经用到的号，0 到 999", "编号用到")
            for column in range(3):
                self._formula(sheet, row, column, SECTION_HEADINGS[column])

    # -- 清单 ------------------------------------------------------------------------------------------------------

    def _items(self) -> dict[str, list[dict[str, Any]]]:
        sheet = _sheet(self._sheets, ITEMS)
        head = _head_row(sheet) or 0
        columns: dict[str, int] = {}
        for number, cell in enumerate(sheet.rows[head]):
            column = HEADINGS.get(tight(cell))
            if column and column.field not in columns:
                columns[column.field] = number
            elif any(cell_text(sheet.cell(row, number)) for row in range(head + 1, len(sheet.rows))):
                self._notes.doubt(ITEMS, head, number, "这一列不是清单的一列，没有读", tight(cell))
        for column in COLUMNS:
            if column.field not in columns and column.field not in ("code", "applies_when", "phrases"):
                self._notes.refuse(ITEMS, head, None, f"没有“{column.heading}”这一列")
        if self._notes.refused and len(columns) < len(COLUMNS):
            return {}
        for field, number in columns.items():
            self._notes.column_is(ITEMS, number, field)
        raws = [(row, self._raw(sheet, row, columns)) for row in range(head + 1, len(sheet.rows))]
        filled = [(row, raw) for row, raw in raws if any(cell_text(raw[field]) for field in raw if field != "section")]
        self._know_codes(filled, columns)
        items: dict[str, list[dict[str, Any]]] = {}
        above = ""
        for row, raw in filled:
            section, document = self._item(row, raw, columns, above)
            above = section or above
            if section:
                items.setdefault(section, []).append(document)
            if row in sheet.outline.hidden_rows:
                self._notes.doubt(ITEMS, row, None, "这一行在表里隐藏着，照样收了")
            for field, number in columns.items():
                self._formula(sheet, row, number, COLUMNS_BY_FIELD[field])
        return items

    @staticmethod
    def _raw(sheet: Sheet, row: int, columns: dict[str, int]) -> dict[str, Any]:
        # A merged cell speaks for all its rows where it names the part; elsewhere it would be one item twice.
        return {
            field: sheet.shown(row, column) if field == "section" else sheet.cell(row, column)
            for field, column in columns.items()
        }

    def _know_codes(self, filled: list[tuple[int, dict[str, Any]]], columns: dict[str, int]) -> None:
        for _, raw in filled:
            self._codes.take(_code(raw.get("code", "")))

    def _item(self, row: int, raw: dict[str, Any], columns: dict[str, int], above: str) -> tuple[str, dict[str, Any]]:
        def refuse(field: str, reason: str) -> None:
            self._notes.refuse(ITEMS, row, columns.get(field), reason, COLUMNS_BY_FIELD.get(field, ""))

        def doubt(field: str, reason: str) -> None:
            self._notes.doubt(ITEMS, row, columns.get(field), reason, COLUMNS_BY_FIELD.get(field, ""))

        code = _code(raw.get("code", ""))
        if isinstance(raw.get("code"), dt.date | dt.datetime):
            doubt("code", f"Excel 把它当成了日期，按编号 {code} 收了")
        section = self._section(row, raw, columns, code, above)
        if section and code and is_code(code) and section_of(code) != section:
            doubt("code", f"编号 {code} 不是第 {section} 部分的，已按新条目给了下一个编号")
            code = ""
        if code in self._rows:
            refuse("code", f"编号 {code} 和第 {self._rows[code] + 1} 行重复；新加的条目编号空着就行")
        elif code:
            self._rows[code] = row
        elif section:
            code = self._codes.next(section)
            doubt("code", f"新加的条目，给了编号 {code}")
        self._notes.became(ITEMS, row, code)
        document: dict[str, Any] = {"code": code}
        for field in ("title", "text", "met", "source"):
            document[field] = self._line(raw.get(field, ""))
        if not document["title"] and document["text"]:
            document["title"] = short_title(document["text"])
            doubt("title", f"空着，按检查内容写成了“{document['title']}”")
        if not document["source"] and section in self._sections:
            document["source"] = self._sections[section].source
            doubt("source", "空着，按这个部分的来源写了")
        for field in ("look_at", "phrases"):
            document[field] = cell_text(raw.get(field, "")).split("\n") if cell_text(raw.get(field, "")) else []
        try:
            document["applies_when"] = condition_from_text(cell_text(raw.get("applies_when", "")))
        except FormConditionWrong as error:
            refuse("applies_when", f"“{error.condition}”：{error.reason}")
        weight = tight(raw.get("weight", ""))
        if weight not in ("", REQUIRED, ADVISORY):
            refuse("weight", f"“{weight}”要写“{REQUIRED}”或“{ADVISORY}”")
        document["weight"] = "advisory" if weight == ADVISORY else "required"
        for field, value in (("key", True), ("evidence", "photo")):
            said = self._flag(ITEMS, row, columns.get(field), COLUMNS_BY_FIELD[field], raw.get(field, ""))
            if said:
                document[field] = value
        for field, reason in item_faults(document):
            if field != "code" or not code or not is_code(code):
                refuse(field, reason)
        return section, document

    def _section(self, row: int, raw: dict[str, Any], columns: dict[str, int], code: str, above: str) -> str:
        label = self._line(raw.get("section", ""))
        place = (ITEMS, row, columns.get("section"))
        if not label:
            if is_code(code) and section_of(code) in self._sections:
                return section_of(code)
            if above:
                self._notes.doubt(*place, f"空着，按上一行算在第 {above} 部分", "部分")
                return above
            self._notes.refuse(*place, "不能空着", "部分")
            return ""
        found = _LABEL.match(label)
        number = half_width(found[1] if found else label)
        if number in self._sections:
            title = self._sections[number].title
            if found and "".join(found[2].split()) != "".join(title.split()):
                self._notes.doubt(*place, f"“{found[2]}”和“部分”表里的“{title}”不同，按“部分”表", "部分")
            return number
        named = [section.code for section in self._sections.values() if section.title == label]
        if len(named) == 1:
            return named[0]
        self._notes.refuse(*place, f"“部分”表里没有“{label}”，请先到那里添一行", "部分")
        return ""

    # -- cells -----------------------------------------------------------------------------------------------------

    def _flag(self, sheet: str, row: int, column: int | None, heading: str, cell: Any, otherwise: bool = False) -> bool:
        said, _ = flag(cell)
        if said is None and tight(cell):
            self._notes.refuse(sheet, row, column, f"“{cell_text(cell)}”要写“是”或“否”", heading)
        return otherwise if said is None else said

    @staticmethod
    def _line(cell: Any) -> str:
        """A line break in the middle was made to fit the cell."""
        return "".join(cell_text(cell).split("\n"))

    def _formula(self, sheet: Sheet, row: int, column: int, heading: str, field: str = "") -> None:
        if (row, column) in sheet.outline.formulas:
            value = cell_text(sheet.cell(row, column))
            reason = f"这一格是公式，取了算出来的“{value}”" if value else "这一格是公式，没有算出来的值，按空着算"
            self._notes.doubt(sheet.name, row, column, reason, heading, field)


COLUMNS_BY_FIELD = {column.field: column.heading for column in COLUMNS}


def _code(cell: Any) -> str:
    if isinstance(cell, dt.date | dt.datetime):
        return f"{cell.month}-{cell.day:02d}"
    typed = tight(cell)
    for stroke in "－—–−_":
        typed = typed.replace(stroke, "-")
    return typed
