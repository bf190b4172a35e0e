"""The chart of shares month by month: solid with dots and dashed with squares, named at the lines; readable in grey."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from zjg_inspect.model.verdict import Half
from zjg_inspect.service.trend import TrendPoint
from zjg_inspect.ui.theme import Token, current
from zjg_inspect.ui.widgets.paint import begin, draw_text, text_width

_RIGHT, _MIDDLE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


class _Line(NamedTuple):
    name: str
    halves: tuple[Half, ...]
    token: Token
    dashed: bool


def month_words(day: date, before: date | None) -> str:
    """8月; the year before it where it is another than that of the month labelled before: 23年1月."""
    year = "" if before is not None and before.year == day.year else f"{day.year % 100:02}年"
    return f"{year}{day.month}月"


def point_words(point: TrendPoint) -> str:
    """2023-03-28：企业 52.1%（219 / 420），集中区 41.6%（5 / 12）"""
    said = [
        f"{name} {half.share}（{half.reached} / {half.total}）" if half.total else f"{name}还没有"
        for name, half in (("企业", point.enterprises), ("集中区", point.zones))
    ]
    return f"{point.day.isoformat()}：{'，'.join(said)}"


def short_words(point: TrendPoint) -> str:
    """2023-03-28：企业 52.1%，集中区 41.6%"""
    said = [f"{name} {half.share or '还没有'}" for name, half in (("企业", point.enterprises), ("集中区", point.zones))]
    return f"{point.day.isoformat()}：{'，'.join(said)}"


class _Frame(NamedTuple):
    """Where the chart's field lies and how its points are spread."""

    field: QRectF
    points: int

    def x(self, at: int) -> float:
        width = self.field.width()
        return self.field.left() + (width * at / (self.points - 1) if self.points > 1 else width / 2)

    def y(self, share: float) -> float:
        return self.field.bottom() - self.field.height() * share / 100


def frame_of(rect: QRect, points: int) -> _Frame:
    theme = current()
    inset = theme.px(34), theme.px(10), -theme.px(54), -theme.px(26)
    return _Frame(QRectF(rect.adjusted(*inset)), points)


def draw_trend(painter: QPainter, rect: QRect, points: Sequence[TrendPoint], marked: int = -1) -> None:
    """Paint the chart; the marked point has an upright line."""
    theme = current()
    frame = frame_of(rect, len(points))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_scale(painter, frame, points)
    _draw_months(painter, frame, points)
    if 0 <= marked < len(points):
        painter.setPen(QPen(theme.colour("ink"), theme.line))
        x = round(frame.x(marked))
        painter.drawLine(x, round(frame.field.top()), x, round(frame.field.bottom()))
    lines = (
        _Line("企业", tuple(each.enterprises for each in points), "action", dashed=False),
        _Line("集中区", tuple(each.zones for each in points), "ink", dashed=True),
    )
    for line in lines:
        _draw_line(painter, frame, line)
    _name_lines(painter, frame, lines)
    _draw_ends(painter, frame, lines)
    painter.restore()


def _draw_scale(painter: QPainter, frame: _Frame, points: Sequence[TrendPoint]) -> None:
    """Thin lines, and the target in ink with a white gap at each side."""
    theme = current()
    targets = {half.target for each in points[-1:] for half in (each.enterprises, each.zones)}
    left, right = round(frame.field.left()), round(frame.field.right())
    for share in (0, 35, 100):
        if any(abs(share - target) < 12 for target in targets if share):
            continue
        y = round(frame.y(share))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(left, y, right, y)
        draw_text(
            painter,
            QRect(0, y - theme.px(9), left - theme.px(6), theme.px(18)),
            str(share),
            theme.font("hint"),
            "ink-2",
            _RIGHT,
        )
    for target in targets:
        y, thick = round(frame.y(target)), theme.px(4 if theme.sunlight else 2)
        painter.fillRect(QRect(left, y - thick // 2 - 2, right - left, thick + 4), theme.colour("surface"))
        painter.fillRect(QRect(left, y - thick // 2, right - left, thick), theme.colour("ink"))
        words = QRect(0, y - theme.px(9), left - theme.px(6), theme.px(18))
        draw_text(painter, words, str(target), theme.font("hint", True), "ink", _RIGHT)


def _draw_months(painter: QPainter, frame: _Frame, points: Sequence[TrendPoint]) -> None:
    """As many months as have room; the first and the last are named in any case."""
    theme = current()
    if not points:
        return
    room, last = theme.px(62), len(points) - 1
    apart = frame.field.width() / max(1, last)
    step = next(each for each in (1, 2, 3, 4, 6, 12, 24, 48) if apart * each >= room or each == 48)
    shown = [at for at in range(0, last, step) if frame.x(last) - frame.x(at) >= room] + [last]
    before: date | None = None
    for at in shown:
        day = points[at].period.last
        words = month_words(day, before)
        before = day
        width = text_width(words, theme.font("hint")) + theme.px(4)
        box = QRect(round(frame.x(at)) - width // 2, round(frame.field.bottom()) + theme.px(6), width, theme.px(18))
        draw_text(painter, box, words, theme.font("hint"), "ink-2", _MIDDLE)


def _spots(frame: _Frame, line: _Line) -> list[QPointF]:
    """Of a month in which there was nothing to count there is no point."""
    return [QPointF(frame.x(at), frame.y(_share(half))) for at, half in enumerate(line.halves) if half.total]


def _draw_line(painter: QPainter, frame: _Frame, line: _Line) -> None:
    theme = current()
    spots, colour = _spots(frame, line), theme.colour(line.token)
    pen = QPen(colour, theme.px(2))
    if line.dashed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.5, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(spots))
    side = theme.px(6)
    for spot in spots:
        if line.dashed:
            painter.setPen(QPen(colour, theme.px(1.5)))
            painter.setBrush(theme.colour("surface"))
            painter.drawRect(QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(spot, side / 2, side / 2)


def _name_lines(painter: QPainter, frame: _Frame, lines: Sequence[_Line]) -> None:
    """Each line's name at the line: over the upper and under the lower one where they are farthest apart; where they
    run together, over both, at two places. What grows leaves room at the left over it and at the right under it."""
    theme = current()
    both = [at for at in range(frame.points) if all(line.halves[at].total for line in lines)]
    inner = both[1:-2] or both
    if not inner:
        return
    y = [[frame.y(_share(half)) for half in line.halves] for line in lines]
    at = max(inner, key=lambda each: (abs(y[0][each] - y[1][each]), each))
    apart = abs(y[0][at] - y[1][at]) >= theme.px(20)
    spots = (at, at) if apart else (inner[len(inner) // 3], inner[2 * len(inner) // 3])
    upper = 0 if y[0][at] <= y[1][at] else 1
    high = theme.px(18)
    for number, (line, spot) in enumerate(zip(lines, spots, strict=True)):
        font = theme.font("hint", True)
        width, here = text_width(line.name, font) + theme.px(4), y[number][spot]
        under = apart and number != upper and here + theme.px(6) + high <= frame.field.bottom()
        x = frame.x(spot) + (theme.px(2) if under else -width)
        top = here + theme.px(6) if under else max(here - theme.px(8) - high, frame.field.top() - theme.px(8))
        x = min(max(x, frame.field.left() + theme.px(2)), frame.field.right() - width)
        draw_text(painter, QRect(round(x), round(top), width, high), line.name, font, line.token, _MIDDLE)


def _share(half: Half) -> float:
    return 100 * half.reached / half.total if half.total else 0.0


def _draw_ends(painter: QPainter, frame: _Frame, lines: Sequence[_Line]) -> None:
    """The last shares at the right, never one over the other."""
    theme = current()
    high = theme.px(20)
    ends = sorted(
        ((frame.y(_share(line.halves[-1])), line) for line in lines if line.halves and line.halves[-1].total),
        key=lambda each: each[0],
    )
    tops = [y - high / 2 for y, _ in ends]
    if len(tops) > 1 and tops[1] - tops[0] < high:
        middle = (tops[0] + tops[1]) / 2
        tops = [middle - high / 2, middle + high / 2]
    for top, (_, line) in zip(tops, ends, strict=True):
        left = round(frame.field.right()) + theme.px(9)
        box = QRect(left, round(top), theme.px(46), high)
        draw_text(painter, box, line.halves[-1].share.rstrip("%"), theme.font("hint", True), line.token)


class TrendChart(QWidget):
    """`marked` gives the point that was tapped or come to by ← →; `opened` the one of Enter or a double click."""

    marked = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trendChart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._points: tuple[TrendPoint, ...] = ()
        self._marked = -1
        self.set_points(())

    def points(self) -> tuple[TrendPoint, ...]:
        return self._points

    def current(self) -> TrendPoint | None:
        """The marked point."""
        return self._points[self._marked] if 0 <= self._marked < len(self._points) else None

    def set_points(self, points: tuple[TrendPoint, ...]) -> None:
        self._points, self._marked = points, -1
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(current().px(440), current().px(176))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(280), current().px(120))

    def point_at(self, at: int) -> QPointF:
        """Where a month stands, in the middle of the height."""
        return QPointF(frame_of(self.rect(), len(self._points)).x(at), self.height() / 2)

    def _say(self) -> None:
        point = self.current() or (self._points[-1] if self._points else None)
        self.setAccessibleName("逐月达标占比" + (f"，{point_words(point)}" if point is not None else ""))
        self.update()

    def _mark(self, at: int) -> None:
        self._marked = min(max(at, 0), len(self._points) - 1)
        self._say()
        if (point := self.current()) is not None:
            self.marked.emit(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame = frame_of(self.rect(), len(self._points))
        if self._points:
            self._mark(min(range(len(self._points)), key=lambda at: abs(frame.x(at) - event.position().x())))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        if (point := self.current()) is not None:
            self.opened.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._points:
            self._mark((len(self._points) - 1 if self._marked < 0 else self._marked) + step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (point := self.current()) is not None:
            self.opened.emit(point)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_trend(begin(self), self.rect(), self._points, self._marked)
