"""The door to Excel workbooks that people bring: what the reader must not be given is refused before it is read."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from zjg_inspect.errors import NotReadable, ZjgError

Read = TypeVar("Read")

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_NO_WORKBOOK = "不是 Excel 工作簿（.xlsx）"
_VALUED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]+)(\d+)[\"'][^>]*(?<!/)>\s*<(?:\w+:)?(?:v|f|is)\b")


class Limits(NamedTuple):
    """How large a workbook may be.

    The reader lays a sheet out as a full grid from its first cell to its last, and runs out of memory, which ends the
    program, where one stray cell stands in the farthest corner: hence `cells`.
    """

    file_bytes: int
    unpacked: int
    cells: int


def read_workbook(
    path: Path | str, limits: Limits, read: Callable[[bytes], Read], wrong: Callable[[str], ZjgError]
) -> Read:
    """What `read` makes of the file's bytes.

    Raises:
        NotReadable: the file is gone or may not be read.
        wrong(reason): no workbook, an old .xls, damaged, locked by a password, or larger than the limits.
    """
    file = str(path)
    try:
        with Path(path).open("rb") as opened:
            data = opened.read(limits.file_bytes + 1)
    except OSError as error:
        raise NotReadable(path=file, detail=error.strerror or str(error)) from error
    try:
        if reason := _fault(data, limits):
            raise wrong(reason)
        return read(data)
    except (ZjgError, KeyboardInterrupt, SystemExit):
        raise
    # The reader is Rust: besides its own errors it raises panics, which are no Exception.
    except BaseException as error:
        raise wrong("文件已损坏") from error


def _fault(data: bytes, limits: Limits) -> str | None:
    """Why the reader must not be given this, or could only call it damaged."""
    if len(data) > limits.file_bytes:
        return f"文件超过 {limits.file_bytes >> 20} MB"
    if not data:
        return "文件是空的"
    if data.startswith(_OLE):
        # An .xlsx with a password is an OLE file around the encrypted package. The old .xls is one too, and the reader
        # asks for any amount of memory, which ends the program, where one row or column number in it is damaged.
        if _ole_name("EncryptedPackage") in data:
            return "文件有打开密码"
        if _ole_name("Workbook") in data or _ole_name("Book") in data:
            return "旧版 .xls 工作簿，请另存为 .xlsx"
    if not data.startswith(b"PK"):
        return _NO_WORKBOOK
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            return _NO_WORKBOOK
        if sum(part.file_size for part in parts) > limits.unpacked:
            return "内容过大"
        if sum(_grid(package.read(part)) for part in parts if part.filename.endswith(".xml")) > limits.cells:
            return "工作表过大，可能是表格以外很远处还有内容"
    return None


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
