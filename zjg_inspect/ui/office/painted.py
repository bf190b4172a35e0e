"""A list of painted rows over a model of plain values: chosen by finger, mouse or the arrows, with row actions."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import RADIUS, RADIUS_SMALL, Token, current
from zjg_inspect.ui.widgets.paint import SIGN_STROKE, draw_box, draw_text, text_width
from zjg_inspect.ui.widgets.search import touch_scroll

VALUE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class RowLook:
    """How the values of one list look; a screen overrides what it needs."""

    def height(self, value: Any, width: int) -> int:
        return current().height("row")

    def choosable(self, value: Any) -> bool:
        """Headings and sums are not."""
        return True

    def spoken(self, value: Any) -> str:
        """The row as a sentence, for the screen reader."""
        return str(value)

    def action(self, value: Any) -> str:
        """The word on the row's own button; "" for none."""
        return ""

    def tick(self, value: Any) -> bool | None:
        """Whether the row's box is ticked; None where it has none."""
        return None

    def paint(self, painter: QPainter, rect: QRect, value: Any, selected: bool) -> None:
        draw_ground(painter, rect, selected)
        inset = current().px(16)
        words = rect.adjusted(inset, 0, -inset, 0)
        draw_text(painter, words, self.spoken(value), current().label_font("body", selected), "ink")


class Values(QAbstractListModel):
    """Plain values, one a row."""

    def __init__(self, look: RowLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.values: list[Any] = []
        self._more: Callable[[int], list[Any]] | None = None

    def set_values(self, values: Iterable[Any], more: Callable[[int], list[Any]] | None = None) -> None:
        """`more` gives those that follow the first so many; none when there are no more."""
        self.beginResetModel()
        self.values = list(values)
        self._more = more if self.values else None
        self.endResetModel()

    def canFetchMore(self, _parent: Index) -> bool:
        return self._more is not None

    def fetchMore(self, _parent: Index) -> None:
        found = self._more(len(self.values)) if self._more is not None else []
        if not found:
            self._more = None
            return
        have = len(self.values)
        self.beginInsertRows(QModelIndex(), have, have + len(found) - 1)
        self.values += found
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.values)

    def data(self, index: Index, role: int = VALUE) -> Any:
        if not index.isValid():
            return None
        value = self.values[index.row()]
        if role == VALUE:
            return value
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._look.spoken(value)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled
        chosen = index.isValid() and self._look.choosable(self.values[index.row()])
        return usual | Qt.ItemFlag.ItemIsSelectable if chosen else usual


class _Delegate(QStyledItemDelegate):
    acted = Signal(int)
    ticked = Signal(int)

    def __init__(self, look: RowLook, view: "PaintedList") -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(current().px(120), self._look.height(index.data(VALUE), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        value = index.data(VALUE)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._look.paint(painter, rect, value, bool(state & QStyle.StateFlag.State_Selected))
        if word := self._look.action(value):
            draw_action(painter, action_rect(rect, word), word)
        if (on := self._look.tick(value)) is not None:
            draw_tick(painter, tick_rect(rect), on)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        word = self._look.action(index.data(VALUE))
        if self._look.tick(index.data(VALUE)) is not None and isinstance(event, QMouseEvent):
            row: QRect = option.rect  # type: ignore[attr-defined]
            if event.button() == Qt.MouseButton.LeftButton and tick_rect(row).contains(event.position().toPoint()):
                # of a second tap soon after the first neither press nor release comes
                if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
                    self.ticked.emit(index.row())
                return True
        if word and isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            rect: QRect = option.rect  # type: ignore[attr-defined]
            # a finger needs more than the drawn edge
            if action_rect(rect, word).adjusted(-6, -6, 6, 6).contains(event.position().toPoint()):
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self.acted.emit(index.row())
                return True
        return False


def action_width(word: str) -> int:
    theme = current()
    return text_width(word, theme.label_font("secondary")) + 2 * theme.px(12)


def action_rect(rect: QRect, word: str) -> QRect:
    """Where a row's own button stands: at the right, in the middle of the height."""
    theme = current()
    box = QRect(0, 0, action_width(word), theme.height("small"))
    box.moveRight(rect.right() - theme.px(16))
    box.moveTop(rect.y() + (rect.height() - box.height()) // 2)
    return box


def draw_action(painter: QPainter, box: QRect, word: str) -> None:
    theme = current()
    draw_box(painter, box, theme.colour("surface"), theme.colour("edge"), theme.line, RADIUS)
    draw_text(painter, box, word, theme.label_font("secondary"), "ink", Qt.AlignmentFlag.AlignHCenter)


def tick_rect(rect: QRect) -> QRect:
    """Where a row's box is ticked: at the left, over the whole height, wide enough for a finger."""
    return QRect(rect.x(), rect.y(), current().px(44), rect.height())


def draw_tick(painter: QPainter, room: QRect, on: bool) -> None:
    """The box in the middle of its room; a ticked one is filled with ink, as every choice is."""
    theme = current()
    side = theme.px(20)
    box = QRect(room.x() + theme.px(14), room.y() + (room.height() - side) // 2, side, side)
    edge = None if on else theme.colour("edge")
    draw_box(painter, box, theme.colour("ink" if on else "surface"), edge, theme.line, RADIUS_SMALL)
    if on:
        draw_icon(painter, box.adjusted(2, 2, -2, -2), "check", "on-fill", SIGN_STROKE)


def draw_ground(painter: QPainter, rect: QRect, selected: bool, fill: Token = "surface") -> None:
    """A row's fill, its blue edge when chosen, and the line under it."""
    theme = current()
    painter.fillRect(rect, theme.colour("selection" if selected else fill))
    if selected:
        painter.fillRect(rect.x(), rect.y(), theme.px(4), rect.height(), theme.colour("action"))
    painter.fillRect(rect.x(), rect.bottom() + 1 - theme.line, rect.width(), theme.line, theme.colour("line"))


class PaintedList(QListView):
    """`chosen` gives the value that became the current one; `opened` the one of Enter or a double click; `acted` the
    one whose button was pressed; `ticked` the one whose box was, or that Space was pressed at."""

    chosen = Signal(object)
    opened = Signal(object)
    acted = Signal(object)
    ticked = Signal(object)

    def __init__(
        self, name: str, spoken: str, look: RowLook, grows: bool = False, parent: QWidget | None = None
    ) -> None:
        """`grows`: as high as its rows, up to what the layout gives."""
        super().__init__(parent)
        self._look, self._grows = look, grows
        self.rows = Values(look, self)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(self.rows)
        delegate = _Delegate(look, self)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        if grows:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        without_ring(self)
        touch_scroll(self)
        delegate.acted.connect(lambda row: self.acted.emit(self.rows.values[row]))
        delegate.ticked.connect(lambda row: self.ticked.emit(self.rows.values[row]))
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentChanged.connect(self._moved)

    def values(self) -> list[Any]:
        return self.rows.values

    def set_values(
        self, values: Iterable[Any], keep: Any = None, more: Callable[[int], list[Any]] | None = None
    ) -> None:
        """Show these; `keep` is chosen again when it is among them, without telling. `more` gives those that follow the
        first so many, asked for when the person comes to the end of the list."""
        self.rows.set_values(values, more)
        if keep is not None and keep in self.rows.values:
            self.choose(keep, tell=False)
        self.updateGeometry()

    def current(self) -> Any:
        return self.currentIndex().data(VALUE)

    def choose(self, value: Any, tell: bool = True) -> None:
        """Make this value the current one and bring it into sight."""
        model = self.selectionModel()
        blocked = model.blockSignals(not tell)
        index = self.rows.index(self.rows.values.index(value), 0)
        self.setCurrentIndex(index)
        model.blockSignals(blocked)
        self.scrollTo(index)
        self.viewport().update()

    def step(self, by: int) -> None:
        """Move over headings to the next value that can be chosen."""
        row = self.currentIndex().row()
        way = 1 if by > 0 else -1
        left = abs(by)
        at = row
        while left and 0 <= at + way < len(self.rows.values):
            at += way
            if self._look.choosable(self.rows.values[at]):
                row, left = at, left - 1
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))
            if row == next((n for n, v in enumerate(self.rows.values) if self._look.choosable(v)), -1):
                self.scrollToTop()

    def point_of(self, value: Any) -> QPoint:
        """The middle of a row, in the viewport."""
        return self.visualRect(self.rows.index(self.rows.values.index(value), 0)).center()

    def action_point(self, value: Any) -> QPoint:
        """The middle of a row's button, in the viewport."""
        rect = self.visualRect(self.rows.index(self.rows.values.index(value), 0))
        return action_rect(rect, self._look.action(value)).center()

    def tick_point(self, value: Any) -> QPoint:
        """The middle of a row's box, in the viewport."""
        return tick_rect(self.visualRect(self.rows.index(self.rows.values.index(value), 0))).center()

    def sizeHint(self) -> QSize:
        if not self._grows:
            return super().sizeHint()
        width = self.viewport().width()
        return QSize(current().px(300), sum(self._look.height(value, width) for value in self.rows.values))

    def minimumSizeHint(self) -> QSize:
        least = current().px(80)
        return QSize(least, min(least, self.sizeHint().height()) if self._grows else least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Space and self._look.tick(self.current()) is not None:
            self.ticked.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.rows.values) and self._look.choosable(self.rows.values[row]):
            self.opened.emit(self.rows.values[row])

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        value = now.data(VALUE)
        if now.isValid() and self._look.choosable(value):
            self.chosen.emit(value)
