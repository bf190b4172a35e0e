"""Rows of a rehearsal as a table: thousands of them, some of whose cells are typed over in place."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.search import touch_scroll

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


NARROW = 960


class Col(NamedTuple):
    """A column: its heading, what it says of a row, its width in pixels (0: what is left), in which colour.

    `field`: what typing over a cell of it corrects, by the field's name of the row; None where nothing is typed.
    `begins`: with what the typing begins, where that is not what the cell says. `spare`: left out where there is little
    room. One without a heading is left out while it says nothing of any row.
    """

    heading: str
    says: Callable[[Any], str]
    width: int = 0
    tone: Callable[[Any], Token] | None = None
    field: Callable[[Any], str] | None = None
    right: bool = False
    begins: Callable[[Any], str] | None = None
    spare: bool = False


class Rows(QAbstractTableModel):
    """`typed` gives row value, field and text of a cell that was typed over; the model itself stays as it is."""

    typed = Signal(object, str, str)

    def __init__(self, columns: Sequence[Col], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = columns
        self.values: list[Any] = []

    def set_values(self, values: Sequence[Any]) -> None:
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.values)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.columns[section].heading
        if orientation == Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return self._align(self.columns[section])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, value = self.columns[index.column()], self.values[index.row()]
        match role:
            case Role.EditRole if column.begins is not None:
                return column.begins(value)
            case Role.DisplayRole | Role.EditRole | Role.ToolTipRole:
                return column.says(value)
            case Role.AccessibleTextRole:
                return f"{column.heading} {column.says(value)}"
            case Role.ForegroundRole if column.tone is not None:
                return current().colour(column.tone(value))
            case Role.TextAlignmentRole:
                return self._align(column)
        return None

    @staticmethod
    def _align(column: Col) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.isValid() and self.columns[index.column()].field is not None
        return usual | Qt.ItemFlag.ItemIsEditable if editable else usual

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        column, row = self.columns[index.column()], self.values[index.row()]
        if role != Role.EditRole or column.field is None or value == self.data(index, Role.EditRole):
            return False
        self.typed.emit(row, column.field(row), str(value))
        return True


class RowsTable(QTableView):
    """The table of `columns`; a cell that may be typed over opens at a second click, at Enter or as one types."""

    def __init__(self, name: str, spoken: str, columns: Sequence[Col], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self.rows = Rows(columns, self)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setProperty("rows", "ruled")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(theme.font("secondary"))
        upright = self.verticalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(theme.height("row"))
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        for number, column in enumerate(columns):
            if column.width:
                self.setColumnWidth(number, theme.px(column.width))
            else:
                across.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        without_ring(self)
        touch_scroll(self)

    def values(self) -> list[Any]:
        return self.rows.values

    def set_values(self, values: Sequence[Any]) -> None:
        """Show these; the row that was current stays so by its place."""
        at = self.currentIndex()
        row, column, top = at.row(), at.column(), self.verticalScrollBar().value()
        self.rows.set_values(values)
        if 0 <= row < len(values):
            index = self.rows.index(row, max(0, column))
            select = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, select.ClearAndSelect | select.Rows)
            self.verticalScrollBar().setValue(top)

        self._leave_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        narrow = self.width() < current().px(NARROW)
        for number, column in enumerate(self.rows.columns):
            silent = not column.heading and not any(column.says(value) for value in self.rows.values)
            self.setColumnHidden(number, silent or (narrow and column.spare))

    def chosen(self) -> list[Any]:
        """The values of the rows that are selected, in their order."""
        return [self.rows.values[row] for row in sorted(index.row() for index in self.selectionModel().selectedRows())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row's cell that may be typed over, wherever in the row one is."""
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        at = self.currentIndex()
        # of a cell that is being typed over, Enter comes here too
        under_way = self.state() == QAbstractItemView.State.EditingState or not at.isValid()
        if not opens or under_way or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        columns = [number for number, column in enumerate(self.rows.columns) if column.field is not None]
        if columns:
            self.edit_cell(at.row(), at.column() if at.column() in columns else columns[0])

    def edit_cell(self, row: int, column: int) -> None:
        index = self.rows.index(row, column)
        self.setCurrentIndex(index)
        self.edit(index)
