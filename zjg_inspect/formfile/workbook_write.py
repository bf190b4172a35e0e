"""A checklist as an Excel workbook for an office person to edit; workbook_read takes it back, exactly."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from zjg_inspect.formfile.workbook_columns import (
    ABOUT,
    ABOUT_HELP,
    ADVISORY,
    COLUMNS,
    DERIVED,
    HELP,
    ID,
    INDEX,
    ITEMS,
    NO,
    PASS_RATE,
    REQUIRED,
    SECTION_HEADINGS,
    SECTION_HELP,
    SECTION_WIDTHS,
    SECTIONS,
    SOURCE,
    TITLE,
    VERSION,
    YES,
)
from zjg_inspect.model.conditiontext import condition_text
from zjg_inspect.model.facts import FACT_HELP, FACT_LABELS
from zjg_inspect.model.form import FormDef, Item, Section

_SPARE_ROWS = 60
_LAST_ROW = 2000

_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_TOP_CENTRE = Alignment(horizontal="center", vertical="top", wrap_text=True)
_HEI = Font(name="黑体", size=11)
_SONG = Font(name="宋体", size=11)
_TITLE_FONT = Font(name="黑体", size=14)
_HEAD_FILL = PatternFill("solid", fgColor="E4ECF4")
_CENTRED = ("code", "weight", "key", "evidence")
# What must stay text as typed: Excel takes 1-01 for a date. Longer texts are left alone, some releases show them as #.
_AS_TEXT = ("code", "title", "applies_when")


def workbook_bytes(form: FormDef) -> bytes:
    """The workbook's bytes: the sheets 清单, 部分, 基本信息 and 说明."""
    book = Workbook()
    book.remove(book.worksheets[0])
    items, sections, about, manual = (book.create_sheet(name) for name in (ITEMS, SECTIONS, ABOUT, HELP))
    _items(items, form)
    _sections(sections, form)
    _about(about, form)
    _help(manual)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def section_label(section: Section) -> str:
    """How a section is named in the column 部分: 1 安管体系."""
    return f"{section.code} {section.title}"


def _items(sheet: Any, form: FormDef) -> None:
    _widths(sheet, [column.width for column in COLUMNS])
    _head(sheet, 1, [column.heading for column in COLUMNS])
    row = 1
    for section in form.sections:
        for item in section.items:
            row += 1
            _row(sheet, row, _values(section, item))
    for spare in range(row + 1, row + 1 + _SPARE_ROWS):
        _row(sheet, spare, [""] * len(COLUMNS))
    for number, column in enumerate(COLUMNS, 1):
        for line in range(2, row + 1 + _SPARE_ROWS):
            cell = sheet.cell(line, number)
            cell.alignment = _TOP_CENTRE if column.field in _CENTRED else _TOP
            if column.field in _AS_TEXT:
                cell.number_format = "@"
    _drop_down(sheet, "section", f"'{SECTIONS}'!$A$2:$A$100", "请从下拉框里选；要加一个部分，先到“部分”表里添一行。")
    _drop_down(sheet, "weight", f'"{REQUIRED},{ADVISORY}"', f"只能写“{REQUIRED}”或“{ADVISORY}”。")
    for field in ("key", "evidence"):
        _drop_down(sheet, field, f'"{YES},{NO}"', f"只能写“{YES}”或“{NO}”。")
    _set_up(sheet, form.title, landscape=True)
    sheet.freeze_panes = "D2"
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{get_column_letter(len(COLUMNS))}{row}"


def _values(section: Section, item: Item) -> list[str]:
    said = {
        "code": item.code,
        "section": section_label(section),
        "title": item.title,
        "text": item.text,
        "look_at": "\n".join(item.look_at),
        "met": item.met,
        "source": item.source,
        "applies_when": condition_text(item.applies_when),
        "weight": REQUIRED if item.counts else ADVISORY,
        "key": YES if item.key else NO,
        "evidence": YES if item.evidence == "photo" else NO,
        "phrases": "\n".join(item.phrases),
    }
    return [said[column.field] for column in COLUMNS]


def _drop_down(sheet: Any, field: str, formula: str, otherwise: str) -> None:
    column = get_column_letter(INDEX[field] + 1)
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = COLUMNS[INDEX[field]].heading, otherwise
    rule.add(f"{column}2:{column}{_LAST_ROW}")
    sheet.add_data_validation(rule)


def _sections(sheet: Any, form: FormDef) -> None:
    _widths(sheet, SECTION_WIDTHS)
    _head(sheet, 1, SECTION_HEADINGS)
    for row, section in enumerate(form.sections, 2):
        last = max(int(item.code.partition("-")[2]) for item in section.items)
        _row(sheet, row, [section_label(section), section.source, last])
    for spare in range(len(form.sections) + 2, len(form.sections) + 10):
        _row(sheet, spare, ["", "", ""])
    _set_up(sheet, form.title)
    sheet.freeze_panes = "A2"


def _about(sheet: Any, form: FormDef) -> None:
    _widths(sheet, (12, 60, 50))
    _head(sheet, 1, ("项目", "内容", "怎么写"))
    values = {
        ID: form.id,
        VERSION: form.version,
        TITLE: form.title,
        SOURCE: form.source,
        DERIVED: YES if form.derived else NO,
        PASS_RATE: form.pass_rate,
    }
    for row, (name, value) in enumerate(values.items(), 2):
        _row(sheet, row, [name, value, ABOUT_HELP[name]])
    line = {name: f"B{row}" for row, name in enumerate(values, 2)}
    choice = DataValidation(type="list", formula1=f'"{YES},{NO}"', showErrorMessage=True)
    choice.add(line[DERIVED])
    sheet.add_data_validation(choice)
    for name, most in ((VERSION, 9999), (PASS_RATE, 100)):
        whole = DataValidation(
            type="whole", operator="between", formula1="1", formula2=str(most), showErrorMessage=True
        )
        whole.errorTitle, whole.error = name, f"要写 1 到 {most} 的整数。"
        whole.add(line[name])
        sheet.add_data_validation(whole)
    _set_up(sheet, form.title, landscape=True)


def _help(sheet: Any) -> None:
    """What each column means, and the words that a condition may use."""
    _widths(sheet, (22, 64, 44))
    row = 1

    def part(title: str, said: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        nonlocal row
        _text(sheet, row, 1, title, _TITLE_FONT, _TOP)
        if said:
            row += 1
            _text(sheet, row, 1, said, _SONG, _TOP)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
            sheet.row_dimensions[row].height = 16 * (1 + len(said) // 62)
        row += 1
        _head(sheet, row, heads)
        for line in rows:
            row += 1
            _row(sheet, row, line)
        row += 2

    part(
        "怎样改这份清单",
        "“清单”表一行一条。可以改字，可以把行调换次序、添行、删行；空行不算。改好存盘，再在程序里读回，读不准的地方会按"
        "工作表、行、列一处一处指出来。已经发布的条目，意思变了就删掉原来的一行，另加一行，编号空着。",
        ("列", "怎么写"),
        [(column.heading, column.help) for column in COLUMNS],
    )
    part("部分和基本信息", SECTION_HELP, ("基本信息", "怎么写"), [*ABOUT_HELP.items()])
    part(
        "适用条件的写法",
        "用下面的词写，词与词之间空格可有可无，括号和符号全角半角都可以。“或”和“并且”混用时要加括号。企业的情况"
        "不清楚的，照样查。",
        ("例子", "意思"),
        [
            ("粉尘涉爆", "有粉尘涉爆的企业才查"),
            ("从业人数 >= 50", "50 人以上（含 50 人）才查；还可以用 <=、>、<、=="),
            ("从业人数 >= 50 或 粉尘涉爆", "两样里有一样就查"),
            ("租用厂房 并且 动火作业", "两样都有才查"),
            ("从业人数 < 50 并且 没有(粉尘涉爆 或 液氨制冷)", "不到 50 人，而且粉尘涉爆、液氨制冷都没有，才查"),
        ],
    )
    facts = [(FACT_LABELS[name], told.definition, told.how) for name, told in FACT_HELP.items()]
    part("能用的词", "", ("词", "指什么", "怎样看出来"), facts)
    _set_up(sheet, HELP, landscape=True)


# -- cells ---------------------------------------------------------------------------------------------------------


def _widths(sheet: Any, widths: Any) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _head(sheet: Any, row: int, headings: Any) -> None:
    for column, heading in enumerate(headings, 1):
        cell = _text(sheet, row, column, heading, _HEI, _CENTRE)
        cell.border, cell.fill = _GRID, _HEAD_FILL
    sheet.row_dimensions[row].height = 30


def _row(sheet: Any, row: int, values: Any) -> None:
    for column, value in enumerate(values, 1):
        if isinstance(value, str):
            cell = _text(sheet, row, column, value, _SONG, _TOP)
        else:
            cell = sheet.cell(row, column, value)
            cell.font, cell.alignment = _SONG, _TOP
        cell.border = _GRID


def _text(sheet: Any, row: int, column: int, value: str, font: Font, alignment: Alignment) -> Any:
    """A cell of text that stays text, also where it begins with = + - @."""
    cell = sheet.cell(row, column)
    if value:
        cell.value = escaped(value)
        cell.data_type = "s"
    cell.font, cell.alignment = font, alignment
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    return cell


def escaped(text: str) -> str:
    """The text as a workbook keeps it: there _x000D_ stands for the character of that number (ECMA-376, ST_Xstring)."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def _set_up(sheet: Any, title: str, landscape: bool = False) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.center.text = title.replace("&", "&&")
    sheet.oddHeader.center.size = 14
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
