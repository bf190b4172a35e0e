"""The last look at an official table: what is neither in the form nor named yet is named."""

import re

from zjg_inspect.formfile import numbering
from zjg_inspect.formfile.gathering import Notes
from zjg_inspect.formfile.official_rows import Table
from zjg_inspect.formfile.shortening import pieces
from zjg_inspect.formfile.workbook_cells import cell_text, letter
from zjg_inspect.model.form import FormDef

_EDGES = " 　。；;，,、.．：:！!？?"


def say_of_the_rest(table: Table, form: FormDef, notes: Notes) -> None:
    """A doubt for each cell below the head whose words the form does not have and that no doubt names."""
    said = {(doubt.row, doubt.column) for doubt in notes.doubts if doubt.sheet == table.sheet.name}
    columns = {column for row, column in said if row == table.head.top + 1 and column and not _read(table, column)}
    held = _words(form)
    for row, column in table.sheet.filled():
        if row < table.head.first or letter(column) in columns or {(row + 1, ""), (row + 1, letter(column))} & said:
            continue
        text = cell_text(table.sheet.cell(row, column))
        if not all(_tight(piece) in held for piece in _parts(text)):
            notes.doubt(table.sheet.name, row, column, f"没有收：“{text}”", table.head.written.get(column, ""))


def _read(table: Table, column: str) -> bool:
    """Whether the column's cells are taken, so that a doubt about the column does not stand for each of them."""
    return any(letter(number) == column and name not in ("", "points", "result") for number, name in _fields(table))


def _fields(table: Table) -> list[tuple[int, str]]:
    return [*table.head.fields.items()]


def _parts(text: str) -> list[str]:
    """What of a cell must be found again: its sentences, without the number in front."""
    number, rest = numbering.split(text)
    return [*pieces(rest), *([number] if number and not rest else [])]


def _words(form: FormDef) -> str:
    texts = [form.title, form.source]
    for section in form.sections:
        texts += [section.title, section.source]
        for item in section.items:
            texts += [item.text + "".join(item.look_at) + item.met, item.title, item.source]
    return "\0".join(map(_tight, texts))


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text).strip(_EDGES)
