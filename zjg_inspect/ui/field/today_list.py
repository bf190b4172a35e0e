"""A list of painted rows, chosen by finger, mouse or the arrows; each row has its own button."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QTouchEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from zjg_inspect.ui.field.today_paint import HEADING, columns, paint_heading, paint_line
from zjg_inspect.ui.field.today_rows import ROW, Heading, Index, Line, RowModel
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.taps import Taps

PAGE = 8


def row_height(row: Heading | Line) -> int:
    theme = current()
    return theme.px(HEADING) if isinstance(row, Heading) else theme.height("row")


class _Delegate(QStyledItemDelegate):
    acted = Signal(int)

    def __init__(self, widths: tuple[int, int, int], rows: RowModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.widths, self._rows = widths, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # asked for every row at every sign that is typed, so the model itself is asked, not through the index
        return QSize(0, row_height(self._rows.row(index.row())))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if isinstance(row, Heading):
            paint_heading(painter, rect, row, self.widths)
        elif isinstance(row, Line):
            paint_line(painter, rect, row, self.widths, bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if isinstance(event, QMouseEvent) and isinstance(index.data(ROW), Line):
            rect: QRect = option.rect  # type: ignore[attr-defined]
            tapped = columns(rect, self.widths).action.contains(event.position().toPoint())
            if tapped and event.button() == Qt.MouseButton.LeftButton:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self.acted.emit(index.row())
                return True
        return False


class RowList(QListView):
    """`opened` gives the id of the row chosen by its button, Enter or a double click."""

    opened = Signal(str)

    def __init__(self, name: str, spoken: str, widths: tuple[int, int, int], parent: QWidget | None = None) -> None:
        """`widths` of the three columns, in unscaled pixels."""
        super().__init__(parent)
        self.rows = RowModel()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(self.rows)
        self._delegate = _Delegate(widths, self.rows, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._taps = Taps()
        without_ring(self)
        touch_scroll(self)
        self._delegate.acted.connect(self._open_row)
        self.doubleClicked.connect(self._double_clicked)

    def set_rows(self, rows: Iterable[Heading | Line]) -> None:
        """Show these; the list is no taller than they are."""
        self.rows.set_rows(rows)
        self.setMaximumHeight(sum(map(row_height, self.rows.rows())))

    def selected(self) -> Line | None:
        return self.rows.line(self.currentIndex().row())

    def select(self, row: int) -> None:
        """Choose this row and have it in sight; the first one with its heading."""
        if row < 0:
            return
        index = self.rows.index(row, 0)
        self.setCurrentIndex(index)
        if row == self.rows.next_line(-1, 0):
            self.scrollToTop()
        else:
            self.scrollTo(index)

    def select_id(self, id: str) -> None:
        """Choose this one, else the first."""
        place = self.rows.row_of(id)
        self.select(place if place >= 0 else self.rows.next_line(-1, 0))

    def move_selection(self, step: int) -> None:
        self.select(self.rows.next_line(self.currentIndex().row(), step))

    def open_selected(self) -> None:
        self._open_row(self.currentIndex().row())

    def action_point(self, row: int) -> QPoint:
        """The middle of a row's button, in the viewport."""
        return columns(self.visualRect(self.rows.index(row, 0)), self._delegate.widths).action.center()

    def viewportEvent(self, event: QEvent) -> bool:
        """A finger that does not move is a tap: a row's button acts, elsewhere the row is chosen."""
        if not isinstance(event, QTouchEvent):
            return super().viewportEvent(event)
        at = self._taps.take(event, self.verticalScrollBar().value())
        if at is not None:
            self._tapped(at)
        return True

    def _tapped(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if self.rows.line(index.row()) is None:
            return
        self.select(index.row())
        if columns(self.visualRect(index), self._delegate.widths).action.contains(at):
            self._open_row(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -PAGE, Qt.Key.Key_PageDown: PAGE}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.move_selection(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_selected()
        else:
            super().keyPressEvent(event)

    def _double_clicked(self, index: Index) -> None:
        self._open_row(index.row())

    def _open_row(self, row: int) -> None:
        line = self.rows.line(row)
        if line is not None:
            self.select(row)
            self.opened.emit(line.id)
