"""Plain lists as an Excel workbook: a title, a line under it, and tables, each on a sheet of its own to print."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties

from zjg_inspect.places import write_whole
from zjg_inspect.report.listed import Listed, Table

_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE, _HEI = Font(name="方正小标宋简体", size=18, bold=True), Font(name="黑体", size=10)
_SONG, _BOLD = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
_HEAD_FILL, _SUM_FILL = PatternFill("solid", fgColor="EDEDED"), PatternFill("solid", fgColor="F5F5F5")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")
# A column of so many mm on paper is about so many characters wide in Excel.
_MM_A_CHARACTER = 1.9
_HEAD_ROWS = 3


def write_list(path: Path, made: Listed) -> None:
    """Write the workbook, under a temporary name first, so that an older one stands until the new one is whole.

    Raises:
        DiskFull, NotWritable: no half file is left.
    """
    write_whole(path, _workbook(made))


def _workbook(made: Listed) -> bytes:
    book = Workbook(write_only=True)
    for table in made.tables:
        _sheet(book.create_sheet(table.title), made, table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Any, made: Listed, table: Table) -> None:
    wide = len(table.headings)
    for number, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width / _MM_A_CHARACTER
    sheet.freeze_panes = f"A{_HEAD_ROWS + 1}"
    sheet.print_title_rows = f"{_HEAD_ROWS}:{_HEAD_ROWS}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    for number, height in enumerate((32, 34, 22), 1):
        sheet.row_dimensions[number].height = height
    sheet.append([text_cell(sheet, f"{made.title}：{table.title}", _TITLE, _CENTRE)])
    said = f"填报单位：{made.office}　{made.under}\n{made.summary}"
    sheet.append([text_cell(sheet, said, _SONG, _LEFT)])
    for number in (1, 2):
        sheet.merged_cells.add(CellRange(min_row=number, min_col=1, max_row=number, max_col=wide).coord)
    head = [text_cell(sheet, heading, _HEI, _CENTRE) for heading in table.headings]
    for cell in head:
        cell.border, cell.fill = _GRID, _HEAD_FILL
    sheet.append(head)
    for at, row in enumerate(table.rows, 1):
        sums = table.total and at == len(table.rows)
        cells = _cells(sheet, row, _BOLD if sums else _SONG)
        if sums:
            for cell in cells:
                cell.fill = _SUM_FILL
        sheet.append(cells)
    if not table.rows:
        sheet.append([text_cell(sheet, table.none, _SONG, _LEFT)])


def _cells(sheet: Any, values: Sequence[Any], font: Font) -> list[Any]:
    cells = []
    for number, value in enumerate(values):
        if isinstance(value, str):
            cell = text_cell(sheet, value, font, _LEFT)
        else:
            cell = WriteOnlyCell(sheet, value)
            cell.font, cell.alignment, cell.number_format = font, _CENTRE if number == 0 else _RIGHT, "0"
        cell.border = _GRID
        cells.append(cell)
    return cells


def text_cell(sheet: Any, value: str, font: Font, alignment: Alignment) -> Any:
    """A cell of text that stays text, also where it begins with = + - @."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("�", value) or None)
    if value:
        cell.data_type = "s"
    cell.font, cell.alignment = font, alignment
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    return cell
