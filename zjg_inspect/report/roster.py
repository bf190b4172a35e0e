"""The register as an Excel workbook, with the headings by which it is read again."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from zjg_inspect.places import write_whole

_HEAD_ROWS = 3
_WIDE = {"企业名称": 34, "统一社会信用代码": 22, "地址": 28, "联系电话": 14, "出租方": 20, "备注": 24}
_WIDTH = 11
_TITLE, _HEI = Font(name="方正小标宋简体", size=18, bold=True), Font(name="黑体", size=10)
_FILL = PatternFill("solid", fgColor="EDEDED")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_register(
    path: Path, title: str, under: str, headings: Sequence[str], rows: Sequence[Sequence[str | int | None]]
) -> None:
    """Write the workbook; text stays text, also where it looks like a formula.

    Raises:
        DiskFull, NotWritable: an older file of that name is as it was.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("底数表")
    for number, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(heading, _WIDTH)
    sheet.freeze_panes = f"E{_HEAD_ROWS + 1}"
    sheet.print_title_rows = f"{_HEAD_ROWS}:{_HEAD_ROWS}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.append([_styled(sheet, title, _TITLE)])
    sheet.append([under])
    for number in (1, 2):
        sheet.merged_cells.add(CellRange(min_row=number, min_col=1, max_row=number, max_col=len(headings)).coord)
    head = [_styled(sheet, heading, _HEI) for heading in headings]
    for cell in head:
        cell.fill = _FILL
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    write_whole(path, out.getvalue())


def _styled(sheet: Any, value: str, font: Font) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.font, cell.alignment = font, _CENTRE
    return cell


def _cell(sheet: Any, value: str | int | None) -> Any:
    """What is plain goes as it is, which is many times quicker than a cell made for it."""
    if not isinstance(value, str):
        return value
    said = ILLEGAL_CHARACTERS_RE.sub("�", value)
    if said[:1] not in ("=", "+", "-", "@", "#"):
        return said or None
    cell = WriteOnlyCell(sheet, said)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
