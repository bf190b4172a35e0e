"""The pad for signatures: pen, finger or mouse; the palm is ignored; strokes stay whatever happens to the window."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from zjg_inspect.ui.theme import RADIUS_CARD, current
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text
from zjg_inspect.ui.widgets.strokes import MEDIUM, Sheet, Stroke, width_at

PEN = 3.4
"""Width of the line on a pad of its first size, in pixels."""
PALM = 90
"""A contact wider than this many pixels (about 24 mm) is no fingertip."""


class SignaturePad(QWidget):
    """A box with a base line and the printed name, to be signed in.

    While a pen is near, touch counts for nothing; of several contacts only the first draws. `changed` after every
    stroke, undo and clear.
    """

    changed = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signaturePad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._sheet = Sheet()
        self._drawing = ""
        self._contact = -1
        self._pen_near = False
        self._name = ""
        self.set_name(name)

    def sizeHint(self) -> QSize:
        return QSize(current().px(480), current().px(206))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(240), current().px(120))

    def set_name(self, name: str) -> None:
        """The printed name at the foot: who signs here."""
        self._name = name
        self.setAccessibleName(f"{name}签名" if name else "签名")
        self.update()

    def strokes(self) -> list[Stroke]:
        """[x0, y0, x1, y1, …] a stroke, in 0.01 mm from the upper left corner of the pad as it was first signed."""
        return [list(stroke) for stroke in self._sheet.strokes]

    def pressures(self) -> list[list[int]]:
        """0 to 100 for each point of each stroke; empty where nothing told how hard it was pressed."""
        told = any(each != MEDIUM for stroke in self._sheet.pressures for each in stroke)
        return [list(each) for each in self._sheet.pressures] if told else []

    def set_strokes(
        self, strokes: list[Stroke], width: float, height: float, pressures: Sequence[Sequence[int]] = ()
    ) -> None:
        """Show strokes drawn before, on a pad of that many pixels."""
        self._sheet = Sheet()
        self._sheet.strokes = [list(stroke) for stroke in strokes]
        medium = [[MEDIUM] * (len(stroke) // 2) for stroke in strokes]
        fits = [len(each) for each in pressures] == [len(each) for each in medium]
        self._sheet.pressures = [list(each) for each in pressures] if fits else medium
        self._sheet.size = (width, height)
        self._told()

    def pad_size(self) -> tuple[float, float]:
        """Width and height, in pixels, of the pad as it was first signed."""
        return self._sheet.size

    def is_empty(self) -> bool:
        """True until there is a stroke with some length; a lone dot is no signature."""
        return not any(len(stroke) > 2 for stroke in self._sheet.strokes)

    def undo(self) -> None:
        """Take the last stroke back."""
        self._drawing = ""
        if self._sheet.undo():
            self._told()

    def redo(self) -> None:
        """What was taken back last stands again."""
        if not self._drawing and self._sheet.redo():
            self._told()

    def clear(self) -> None:
        self._drawing = ""
        self._sheet = Sheet()
        self._told()

    def _told(self) -> None:
        self.setAccessibleDescription("还没签" if self.is_empty() else "已有笔迹")
        self.update()
        self.changed.emit()

    # -- drawing: one source at a time ---------------------------------------------------------------------------

    def _down(self, source: str, at: QPointF, pressure: int = MEDIUM) -> None:
        if self._drawing:
            return
        self._drawing = source
        self._sheet.begin(at.x(), at.y(), self.width(), self.height(), pressure)
        self.update()

    def _moved(self, source: str, at: QPointF, pressure: int = MEDIUM) -> None:
        if self._drawing == source:
            self._sheet.extend(at.x(), at.y(), self.width(), self.height(), pressure)
            self.update()

    def _up(self, source: str) -> None:
        if self._drawing == source:
            self._drawing = ""
            self._told()

    def _drop(self, source: str) -> None:
        """Take back a stroke that turned out to be no writing (a palm before the pen, a cancelled touch)."""
        if self._drawing == source:
            self._drawing = ""
            self._sheet.drop()
            self._told()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.TabletEnterProximity:
            self._pen_near = True
            self._drop("touch")
        elif event.type() == QEvent.Type.TabletLeaveProximity:
            self._pen_near = False
        return False

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()
        if event.type() == QEvent.Type.TabletPress:
            self._pen_near = True
            self._drop("touch")
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._down("pen", event.position(), _pressure(event))
        elif event.type() == QEvent.Type.TabletMove:
            self._moved("pen", event.position(), _pressure(event))
        else:
            self._up("pen")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # what the system makes of a finger or a pen came as touch or pen already
        if (
            event.source() == Qt.MouseEventSource.MouseEventNotSynthesized
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self._down("mouse", event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._moved("mouse", event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._up("mouse")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._drop("touch")
            self._contact = -1
            return
        for point in event.points():
            state = point.state()
            if state == QEventPoint.State.Pressed and self._contact < 0:
                self._contact = point.id()
                if not self._pen_near and not _is_palm(point):
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    self._down("touch", point.position())
            elif point.id() == self._contact and state == QEventPoint.State.Updated:
                if _is_palm(point):
                    self._drop("touch")
                self._moved("touch", point.position())
            elif point.id() == self._contact and state == QEventPoint.State.Released:
                self._moved("touch", point.position())
                self._up("touch")
                self._contact = -1

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (app := QApplication.instance()) is not None:
            # a pen's coming near is told to the application, not to the widget
            app.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._pen_near = False
        # the end of this stroke will never be told
        self._up(self._drawing)
        self._contact = -1
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            super().keyPressEvent(event)

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        draw_box(painter, self.rect(), theme.colour("surface"), theme.colour("edge"), theme.line, RADIUS_CARD)
        base = self.height() - theme.px(38)
        pen = QPen(theme.colour("edge"), theme.line, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(theme.px(26), base, self.width() - theme.px(26), base)
        words = self.rect().adjusted(theme.px(16), self.height() - theme.px(34), -theme.px(16), -theme.px(4))
        draw_text(painter, words, self._name, theme.font("secondary"), "ink-2")
        factor, _, _ = self._sheet.fit(self.width(), self.height())
        ink = QPen(theme.colour("ink"), PEN * factor)
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for stroke, pressures in zip(self._sheet.strokes, self._sheet.pressures, strict=True):
            points = self._sheet.points(stroke, self.width(), self.height())
            for path, pressure in _parts(points, pressures):
                ink.setWidthF(PEN * factor * width_at(pressure))
                painter.setPen(ink)
                painter.drawPath(path)


def _is_palm(point: QEventPoint) -> bool:
    contact = point.ellipseDiameters()
    return max(contact.width(), contact.height()) > PALM


def _pressure(event: QTabletEvent) -> int:
    return min(100, max(0, round(event.pressure() * 100)))


def _parts(points: list[tuple[float, float]], pressures: Sequence[int]) -> Iterator[tuple[QPainterPath, int]]:
    """The stroke in parts of one pressure each; as long as it stays the same, in one."""
    if len(set(pressures)) <= 1:
        yield _curve(points), pressures[0] if pressures else MEDIUM
        return
    at = QPointF(*points[0])
    for ((x0, y0), (x1, y1)), pressure in zip(pairwise(points), pressures[1:], strict=True):
        path = QPainterPath(at)
        at = QPointF((x0 + x1) / 2, (y0 + y1) / 2)
        path.quadTo(QPointF(x0, y0), at)
        yield path, pressure
    path = QPainterPath(at)
    path.lineTo(*points[-1])
    yield path, pressures[-1]


def _curve(points: list[tuple[float, float]]) -> QPainterPath:
    """A smooth line through the middles between the points."""
    path = QPainterPath(QPointF(*points[0]))
    if len(points) == 1:
        path.lineTo(points[0][0] + 0.1, points[0][1])
        return path
    for (x0, y0), (x1, y1) in pairwise(points[1:]):
        path.quadTo(x0, y0, (x0 + x1) / 2, (y0 + y1) / 2)
    path.lineTo(*points[-1])
    return path
