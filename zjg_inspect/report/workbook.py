"""Excel workbooks as plain cells, whatever is wrong with the file said in one typed error."""

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from zjg_inspect.errors import NotReadable, RosterUnreadable
from zjg_inspect.model.roster_cells import Cell

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_BYTES = 64 << 20
MOST_UNPACKED = 256 << 20
MOST_CELLS = 5_000_000
"""As many as 100,000 enterprises of 50 columns. The reader lays a sheet out as a full grid from its first cell to its
last, and runs out of memory, which ends the program, where one stray cell stands in the farthest corner."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_NO_WORKBOOK = "不是 Excel 工作簿（.xlsx）"
_VALUED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]+)(\d+)[\"'][^>]*(?<!/)>\s*<(?:\w+:)?(?:v|f|is)\b")


def read_sheets(path: Path | str) -> list[tuple[str, list[list[Cell]]]]:
    """All sheets of an .xlsx workbook by name; a row's index is its number in the sheet less one.

    An empty cell, or one with an Excel error in it, is "". A cell merged over several rows stands in each of them.

    Raises:
        NotReadable: the file is gone or may not be read.
        RosterUnreadable: no workbook, an old .xls, damaged, locked by a password, or larger than any register.
    """
    file = str(path)
    try:
        with Path(path).open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotReadable(path=file, detail=error.strerror or str(error)) from error
    try:
        _check(file, data)
        return _sheets(data)
    except (RosterUnreadable, KeyboardInterrupt, SystemExit):
        raise
    # The reader is Rust: besides its own errors it raises panics, which are no Exception.
    except BaseException as error:
        raise RosterUnreadable(file=file, reason="文件已损坏") from error


def _sheets(data: bytes) -> list[tuple[str, list[list[Cell]]]]:
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


def _check(file: str, data: bytes) -> None:
    """Refuse what the reader must not be given, or could only call damaged."""

    def refuse(reason: str) -> NoReturn:
        raise RosterUnreadable(file=file, reason=reason)

    if len(data) > MOST_BYTES:
        refuse(f"文件超过 {MOST_BYTES >> 20} MB")
    if not data:
        refuse("文件是空的")
    if data.startswith(_OLE):
        # An .xlsx with a password is an OLE file around the encrypted package. The old .xls is one too, and the reader
        # asks for any amount of memory, which ends the program, where one row or column number in it is damaged.
        if _ole_name("EncryptedPackage") in data:
            refuse("文件有打开密码")
        if _ole_name("Workbook") in data or _ole_name("Book") in data:
            refuse("旧版 .xls 工作簿，请另存为 .xlsx")
    if not data.startswith(b"PK"):
        refuse(_NO_WORKBOOK)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            refuse(_NO_WORKBOOK)
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            refuse("内容过大")
        if sum(_grid(package.read(part)) for part in parts if part.filename.endswith(".xml")) > MOST_CELLS:
            refuse("工作表过大，可能是表格以外很远处还有内容")


def _ole_name(stream: str) -> bytes:
    return (stream + "\0").encode("utf-16-le")


def _grid(sheet_xml: bytes) -> int:
    """How many cells a grid from A1 to the last row and column with a value has."""
    last_row, columns = 0, set()
    for column, row in _VALUED_CELL.findall(sheet_xml):
        columns.add(column)
        last_row = max(last_row, int(row))
    return last_row * max((_column_number(letters) for letters in columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
