"""Excel workbooks as plain cells, whatever is wrong with the file said in one typed error."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from zjg_inspect.errors import RosterUnreadable
from zjg_inspect.model.roster_cells import Cell
from zjg_inspect.xlsx import Limits, read_workbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Sheets = list[tuple[str, list[list[Cell]]]]

LIMITS = Limits(file_bytes=64 << 20, unpacked=256 << 20, cells=5_000_000)
"""As many as 100,000 enterprises of 50 columns."""


def read_sheets(path: Path | str) -> Sheets:
    """All sheets of an .xlsx workbook by name; a row's index is its number in the sheet less one.

    An empty cell, or one with an Excel error in it, is "". A cell merged over several rows stands in each of them.

    Raises:
        NotReadable: the file is gone or may not be read.
        RosterUnreadable: no workbook, an old .xls, damaged, locked by a password, or larger than any register.
    """
    return read_workbook(path, LIMITS, _sheets, lambda reason: RosterUnreadable(file=str(path), reason=reason))


def _sheets(data: bytes) -> Sheets:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [(name, _rows(book.get_sheet_by_name(name))) for name in book.sheet_names]


def _rows(sheet: "CalamineSheet") -> list[list[Cell]]:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows
