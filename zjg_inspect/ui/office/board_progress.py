"""Inspectors' progress as a table: a row for each laptop or person; every figure opens the list behind it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from zjg_inspect.service.progress import LaptopProgress, PersonProgress, Progress
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import draw_text, reveal, text_width
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

Index = QModelIndex | QPersistentModelIndex
Row = LaptopProgress | PersonProgress
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

# of the period, and as it is now
DONE = (
    ("done", "检查"), ("assessments", "核查"), ("reinspections", "复查"), ("guidance", "指导"), ("duty", "履职"),
    ("tries", "没查成"),
)  # fmt: skip
NOW = (("waiting", "待审核"), ("returned", "退回"))
GIVEN = (("assigned", "派单"), ("overdue", "逾期"))
WORDS = dict((*DONE, *NOW, *GIVEN))
SUM = "合计"


class Asked(NamedTuple):
    """A figure that was opened: whose (both empty: all), and which."""

    device: str
    person: str
    name: str
    which: str
    number: int


class ProgressModel(QAbstractTableModel):
    """Of people there is no sum: a visit of two counts for both."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.columns: Sequence[tuple[str, str]] = ()
        self._sums: dict[str, int] = {}

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        laptops = not rows or isinstance(rows[0], LaptopProgress)
        self.columns = (*DONE, *NOW, *GIVEN) if laptops else (*DONE, *NOW)
        self._sums = {key: sum(getattr(row, key) for row in rows) for key, _ in self.columns} if laptops else {}
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows) + bool(self._sums and self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            head = "人" if self.rows and isinstance(self.rows[0], PersonProgress) else "电脑"
            return head if not section else self.columns[section - 1][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        return None

    def number(self, index: Index) -> int:
        key = self.columns[index.column() - 1][0]
        number: int = self._sums[key] if index.row() >= len(self.rows) else getattr(self.rows[index.row()], key)
        return number

    def name(self, row: int) -> tuple[str, str]:
        """Whose row it is, and what stands under that."""
        if row >= len(self.rows):
            return SUM, ""
        own = self.rows[row]
        return (own.name, "、".join(own.people)) if isinstance(own, LaptopProgress) else (own.name, "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.number(index)) if index.column() else self.name(index.row())[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name, under = self.name(index.row())
            if not index.column():
                return "，".join(part for part in (name, under) if part)
            return f"{name}，{self.columns[index.column() - 1][1]} {self.number(index)}"
        return None

    def asked(self, index: Index) -> Asked | None:
        """The figure in this place; of a name all that was done. None where it is nought."""
        which = self.columns[index.column() - 1][0] if index.column() else "done"
        number = self.number(self.index(index.row(), 1 + [key for key, _ in self.columns].index(which)))
        if not number:
            return None
        if index.row() >= len(self.rows):
            return Asked("", "", SUM, which, number)
        row = self.rows[index.row()]
        if isinstance(row, LaptopProgress):
            return Asked(row.device, "", row.name, which, number)
        return Asked("", row.name, row.name, which, number)


class _Delegate(QStyledItemDelegate):
    def __init__(self, model: ProgressModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current().px(56), current().px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = current(), option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        last = index.row() >= len(self._model.rows)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour("selection" if chosen else "bg" if last else "surface"))
        painter.fillRect(rect.x(), rect.bottom() + 1 - theme.line, rect.width(), theme.line, theme.colour("line"))
        box = rect.adjusted(theme.px(16) if not index.column() else theme.px(4), 0, -theme.px(12), 0)
        if not index.column():
            name, under = self._model.name(index.row())
            font = theme.font("body", last)
            if not under:
                draw_text(painter, box, name, font, "ink")
            else:
                draw_text(painter, box.adjusted(0, theme.px(2), 0, -theme.px(20)), name, font, "ink")
                draw_text(painter, box.adjusted(0, theme.px(21), 0, -theme.px(2)), under, theme.font("hint"), "ink-2")
        else:
            number = self._model.number(index)
            late = self._model.columns[index.column() - 1][0] == "overdue"
            font = theme.font("body", bool(number))
            draw_text(
                painter, box, str(number), font, "fail" if number and late else "ink" if number else "ink-2", _RIGHT
            )
        painter.restore()


class _Table(QTableView):
    """`opened` gives the cell that was tapped, or Enter was pressed at."""

    opened = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ProgressPanel(Card):
    """`asked` gives an Asked: the figure whose list is to be seen."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("progressPanel")
        spare_edge(self)
        theme = current()
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(Label("检查进度", "look", strong=True, parent=head))
        self._facts = ElidedLabel("", "secondary", "ink-2", parent=head)
        row.addWidget(self._facts, 1)
        self.by = Segmented([("laptop", "按电脑", ""), ("person", "按人", "")], "进度怎么排", "small", head)
        self.by.setObjectName("progressBy")
        self.by.set_value("laptop")
        self.by.changed.connect(lambda _by: self._fill())
        row.addWidget(self.by)
        self.model = ProgressModel(self)
        self.table = _Table(self)
        self.table.setObjectName("progressTable")
        self.table.setAccessibleName("检查进度")
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Delegate(self.model, self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setCornerButtonEnabled(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(44))
        across = self.table.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        without_ring(self.table)
        touch_scroll(self.table)
        self.table.clicked.connect(self._open)
        self.table.opened.connect(self._open)
        self.empty = EmptyState("还没有收下的电脑，也没有收到检查。", parent=self)
        self.add(head)
        self.add(Rule(self))
        self.add(self.table, 1)
        self.add(self.empty, 1)
        self._progress = Progress((), ())

    def set_progress(self, progress: Progress, facts: str) -> None:
        self._progress = progress
        self._facts.setText(facts)
        self._fill()

    def _fill(self) -> None:
        at = self.table.currentIndex().row(), self.table.currentIndex().column()
        rows: Sequence[Row] = self._progress.laptops if self.by.value() == "laptop" else self._progress.people
        self.model.set_rows(rows)
        across = self.table.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        theme = current()
        for column, (_, word) in enumerate(self.model.columns, 1):
            need = text_width(word, theme.label_font("secondary")) + theme.px(30)
            self.table.setColumnWidth(column, max(theme.px(60), need))
        reveal(self.empty, not rows)
        reveal(self.table, bool(rows))
        if rows:
            row, column = (min(max(at[0], 0), len(rows) - 1), min(max(at[1], 1), len(self.model.columns)))
            self.table.setCurrentIndex(self.model.index(row, column))

    def _open(self, index: QModelIndex) -> None:
        if (asked := self.model.asked(index)) is not None:
            self.asked.emit(asked)
