"""Rows of the field's lists as values, and the model that holds them: a name, its facts, three columns, one action."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from zjg_inspect.ui.theme import Token

Index = QModelIndex | QPersistentModelIndex
Span = tuple[int, int]
ROW = Qt.ItemDataRole.UserRole


class Cell(NamedTuple):
    """A column of a row: words, and other words under them; `sign` an icon before; `bar` answered and total."""

    words: str = ""
    under: str = ""
    tone: Token = "ink"
    bold: bool = False
    sign: tuple[str, Token] | None = None
    bar: tuple[int, int] | None = None

    def spoken(self) -> str:
        figures = f" {self.bar[0]}/{self.bar[1]}" if self.bar else ""
        return f"{self.words}{figures} {self.under}".strip()


class Line(NamedTuple):
    """One row; the spans are where a search hit."""

    id: str
    name: str
    facts: str
    cells: tuple[Cell, Cell, Cell]
    action: str
    badge: str = ""
    name_hit: Span | None = None
    facts_hit: Span | None = None
    # an enterprise that no register has yet bears a soft badge, a major hazard a solid one
    badge_is_soft: bool = False

    def spoken(self) -> str:
        """What a screen reader says."""
        badge = self.badge.replace("重大", "重大隐患")
        parts = [self.name, badge, self.facts, *(cell.spoken() for cell in self.cells), self.action]
        return "，".join(part for part in parts if part and part != "—")


class Heading(NamedTuple):
    """Over a group; the first of a list also heads the columns."""

    title: str
    amount: str
    rest: str = ""
    columns: tuple[str, str, str] = ("", "", "")

    def spoken(self) -> str:
        return f"{self.title} {self.amount}"


class RowModel(QAbstractListModel):
    """`UserRole` gives a Heading or a Line, `DisplayRole` what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Heading | Line] = []

    def set_rows(self, rows: Iterable[Heading | Line]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken()
        return row.name if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Line) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Line):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemNeverHasChildren

    def row(self, row: int) -> Heading | Line:
        return self._rows[row]

    def line(self, row: int) -> Line | None:
        """What stands in this row; None for a heading, and beyond the end."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Line) else None

    def rows(self) -> list[Heading | Line]:
        return list(self._rows)

    def row_of(self, id: str) -> int:
        """-1 where it is not in the list."""
        return next((i for i, row in enumerate(self._rows) if isinstance(row, Line) and row.id == id), -1)

    def next_line(self, start: int, step: int) -> int:
        """The row that is `step` lines on from `start`, as far as there are any; -1 in an empty list."""
        places = [i for i, row in enumerate(self._rows) if isinstance(row, Line)]
        if not places:
            return -1
        if start not in places:
            return places[0]
        return places[max(0, min(len(places) - 1, places.index(start) + step))]
