"""A workbook with a checklist in it, as plain cells: what stands where, what is merged, hidden or reckoned."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from zjg_inspect.errors import FormUnreadable
from zjg_inspect.model.formreading import column_letter
from zjg_inspect.model.roster_cells import Cell
from zjg_inspect.xlsx import Limits, read_workbook

LIMITS = Limits(file_bytes=16 << 20, unpacked=128 << 20, cells=1_000_000)
"""Pictures in a checklist make its file large, never its table."""


class Span(NamedTuple):
    """A merged cell: its first and last row and column, as indices."""

    top: int
    left: int
    bottom: int
    right: int


class Outline(NamedTuple):
    """What a sheet's XML says besides its values; all indices."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    comments: tuple[tuple[int, int, str], ...] = ()


class Sheet:
    """One sheet; rows and columns are counted from 0, an empty cell is "". A merged cell stands at its first place."""

    def __init__(self, name: str, rows: list[list[Cell]], merged: list[Span], outline: Outline, hidden: bool) -> None:
        self.name = name
        self.rows = rows
        self.merged = merged
        self.outline = outline
        self.hidden = hidden

    def cell(self, row: int, column: int) -> Cell:
        """What stands there itself."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def shown(self, row: int, column: int) -> Cell:
        """What a person sees there: in a merged cell what stands at its first place."""
        span = self.spans.get((row, column))
        return self.cell(span.top, span.left) if span else self.cell(row, column)

    @cached_property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @cached_property
    def spans(self) -> dict[tuple[int, int], Span]:
        """Each place that lies in a merged cell, within the rows and columns that have something in them."""
        found: dict[tuple[int, int], Span] = {}
        # Honest ones do not overlap.
        room = len(self.rows) * self.width
        for span in self.merged:
            rows = range(span.top, min(span.bottom + 1, len(self.rows)))
            columns = range(span.left, min(span.right + 1, self.width))
            room -= len(rows) * len(columns)
            if room < 0:
                break
            found.update(((row, column), span) for row in rows for column in columns)
        return found

    def filled(self) -> Iterator[tuple[int, int]]:
        """The places where something stands."""
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if cell_text(cell):
                    yield row, column

    def column_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.outline.hidden_columns)


def letter(column: int) -> str:
    return column_letter(column)


def cell_text(cell: Cell) -> str:
    """The cell's lines without blanks around them and without empty ones between; a number as a person reads it."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.15g}"
    lines = (line.strip() for line in _CLEAN.sub(" ", str(cell).replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return "\n".join(line for line in lines if line)


# What no line of a form holds (model/formfields.py), line breaks aside; a tab is a blank.
_CLEAN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def read_sheets(path: Path | str) -> list[Sheet]:
    """All sheets of an .xlsx workbook in their order.

    Raises:
        NotReadable: the file is gone or may not be read.
        FormUnreadable: no workbook, an old .xls, damaged, locked by a password, or larger than any checklist.
    """
    return read_workbook(path, LIMITS, _sheets, lambda reason: FormUnreadable(file=Path(path).name, reason=reason))


def _sheets(data: bytes) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    outlines = _outlines(data)
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        found = []
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
            merged = [Span(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            outline = outlines.get(about.name, Outline())
            found.append(Sheet(about.name, rows, merged, outline, about.visible != SheetVisibleEnum.Visible))
        return found


# -- what only the XML says ----------------------------------------------------------------------------------------


def _outlines(data: bytes) -> dict[str, Outline]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        targets = {
            each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:]
            for each in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        }
        found = {}
        for each in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
            if _local(each.tag) == "sheet":
                relation = next((value for name, value in each.items() if name.endswith("}id")), None)
                part = targets.get(relation, "")
                if part in names:
                    with package.open(part) as opened:
                        outline = _outline(ElementTree.iterparse(opened, events=("start", "end")))
                    found[each.get("name", "")] = outline._replace(comments=_comments(package, part, names))
        return found


def _comments(package: zipfile.ZipFile, part: str, names: set[str]) -> tuple[tuple[int, int, str], ...]:
    """The notes that hang on a sheet's cells: row, column, words."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    found = []
    for each in ElementTree.fromstring(package.read(relations)) if relations in names else ():
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:]
        if each.get("Type", "").endswith("/comments") and target in names:
            for comment in ElementTree.fromstring(package.read(target)).iter():
                row = re.search("[0-9]{1,7}$", comment.get("ref", ""))
                if _local(comment.tag) == "comment" and row:
                    words = "".join(text.text or "" for text in comment.iter() if _local(text.tag) == "t")
                    found.append((int(row[0]) - 1, _column(comment.get("ref", ""), 0), words))
    return tuple(found)


def _outline(events: Iterator[tuple[str, ElementTree.Element]]) -> Outline:
    rows, columns, formulas = set(), [], set()
    row = column = -1
    for event, element in events:
        tag = _local(element.tag)
        if event == "end":
            if tag == "row":
                element.clear()
        elif tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
            if element.get("hidden") in ("1", "true"):
                rows.add(row)
        elif tag == "c":
            column = _column(element.get("r", ""), column + 1)
        elif tag == "f":
            formulas.add((row, column))
        elif tag == "col" and element.get("hidden") in ("1", "true"):
            columns.append((int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1))
    return Outline(frozenset(rows), tuple(columns), frozenset(formulas))


def _column(reference: str, otherwise: int) -> int:
    letters = re.match("[A-Z]{1,3}", reference)
    if letters is None:
        return otherwise
    number = 0
    for each in letters[0]:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
