"""What reading a checklist out of a workbook gives: the form, and every cell that a person should look at."""

from collections.abc import Iterable

import msgspec

from zjg_inspect.model.form import FormDef


class Doubt(msgspec.Struct, frozen=True, order=True):
    """One cell, row or sheet, and what about it: `row` 0 is the sheet as a whole, `column` "" the row as a whole.

    `column` is the column's letter in Excel, `heading` what stands above it, "" where nothing does. `item` and `field`
    are what came of the cell, where something did: an item's code and its field, or a field of the form itself.
    """

    sheet: str
    row: int
    column: str
    reason: str
    heading: str = ""
    item: str = ""
    field: str = ""

    @property
    def place(self) -> str:
        """Where to look: “清单”第 12 行 H 列“适用条件”."""
        said = f"“{self.sheet}”"
        if self.row:
            said += f"第 {self.row} 行"
        if self.column:
            said += f" {self.column} 列"
        return said + (f"“{self.heading}”" if self.heading else "")

    @property
    def sentence(self) -> str:
        return f"{self.place}：{self.reason}"


class Reading(msgspec.Struct, frozen=True):
    """A workbook as read. `refused`: what stands in the way of a form; `doubts`: what was guessed, cut or left out."""

    form: FormDef | None
    doubts: tuple[Doubt, ...] = ()
    refused: tuple[Doubt, ...] = ()


def in_order(doubts: Iterable[Doubt], sheets: Iterable[str]) -> tuple[Doubt, ...]:
    """Each once, by sheet as the workbook has them, then by row and column."""
    rank = {name: n for n, name in enumerate(sheets)}
    unique = dict.fromkeys(doubts)
    return tuple(sorted(unique, key=lambda d: (rank.get(d.sheet, len(rank)), d.row, len(d.column), d.column)))


def column_letter(index: int) -> str:
    """What Excel calls the column of this index, counted from 0: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
