"""One photo whole, and the marks that are being drawn on it; the copy itself is made below the window."""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from zjg_inspect.model import marks
from zjg_inspect.model.marks import Mark, MarkKind, Size
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import begin
from zjg_inspect.ui.widgets.photo_view import PhotoView

# How near a finger must come to a point of a mark to take hold of it, and what is a tap and not a stroke.
_REACH, _TAP = 22, 8
_HANDLE = 12

_Grip = Literal["new", "begin", "end", "whole"]


class MarkView(PhotoView):
    """With a tool, a stroke of finger, pen or mouse draws a mark and a tap places one; the last one can be taken by its
    ends or, with its own tool, as a whole. `changed` tells of every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []
        self._tool: MarkKind | None = None
        self._grip: _Grip | None = None
        self._from = self._at = QPointF()

    def marks(self) -> list[Mark]:
        return list(self._marks)

    def tool(self) -> MarkKind | None:
        return self._tool

    def set_tool(self, tool: MarkKind | None) -> None:
        """None: what was drawn stays to be seen and cannot be changed any more."""
        self._tool, self._grip = tool, None
        self.setCursor(Qt.CursorShape.CrossCursor if tool else Qt.CursorShape.ArrowCursor)
        self.update()

    def clear(self) -> None:
        if self._marks:
            self._marks = []
            self._tell()

    # -- by keyboard -----------------------------------------------------------------------------------------------

    def place(self) -> None:
        """A mark of the tool's kind in the middle, a little aside for each that is there."""
        if self._tool is not None and not self._image.isNull():
            width, height = self._size()
            aside = len(self._marks) % 5 * 4 * marks.stroke((width, height))
            self._marks.append(marks.placed(self._tool, width / 2 + aside, height / 2 + aside, (width, height)))
            self._tell()

    def move_last(self, dx: int, dy: int, only_end: bool = False) -> None:
        """Move the last mark, or only its end, by this many steps of 1 % of the photo."""
        if self._marks:
            size, last = self._size(), self._marks[-1]
            step = max(2, max(size) // 100)
            moved = last.moved(dx * step, dy * step, size)
            stretched = last.ending(last.x1 + dx * step, last.y1 + dy * step, size)
            self._marks[-1] = stretched if only_end else moved
            self._tell()

    def take_back(self) -> bool:
        """Without the last mark; False when there is none."""
        if not self._marks:
            return False
        self._marks.pop()
        self._tell()
        return True

    # -- by hand ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._tool is None or self._image.isNull():
            super().mousePressEvent(event)
            return
        at = self._on_photo(event.position())
        self._from, self._at = event.position(), at
        self._grip = self._grip_at(event.position())
        if self._grip == "new":
            x, y = round(at.x()), round(at.y())
            self._marks.append(marks.within(Mark(self._tool, x, y, x, y), self._size()))
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            super().mouseMoveEvent(event)
            return
        at, size, last = self._on_photo(event.position()), self._size(), self._marks[-1]
        if self._grip == "whole":
            dx, dy = round(at.x() - self._at.x()), round(at.y() - self._at.y())
            self._marks[-1] = last.moved(dx, dy, size)
            self._at += QPointF(dx, dy)
        elif self._grip == "begin":
            self._marks[-1] = last.beginning(at.x(), at.y(), size)
        else:
            self._marks[-1] = last.ending(at.x(), at.y(), size)
        self._tell()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            super().mouseReleaseEvent(event)
            return
        went = event.position() - self._from
        if self._grip == "new" and math.hypot(went.x(), went.y()) < current().px(_TAP):
            at, last = self._on_photo(event.position()), self._marks[-1]
            self._marks[-1] = marks.placed(last.kind, at.x(), at.y(), self._size())
        self._grip = None
        self._tell()

    def _grip_at(self, at: QPointF) -> _Grip:
        if not self._marks:
            return "new"
        last, reach = self._marks[-1], current().px(_REACH)
        begin_at, end_at = self._in_view(last.x0, last.y0), self._in_view(last.x1, last.y1)
        if _apart(at, end_at) <= reach:
            return "end"
        if _apart(at, begin_at) <= reach:
            return "begin"
        around = QRectF(begin_at, end_at).normalized()
        inside = _beside(at, begin_at, end_at) <= reach / 2 if last.kind == "arrow" else around.contains(at)
        return "whole" if inside and last.kind == self._tool else "new"

    def _tell(self) -> None:
        self.setAccessibleDescription(f"{len(self._marks)} 处标注" if self._marks else "")
        self.update()
        self.changed.emit()

    # -- where it is -----------------------------------------------------------------------------------------------

    def _size(self) -> Size:
        return self._image.width(), self._image.height()

    def _scale(self) -> float:
        return self.photo_rect().width() / max(1, self._image.width())

    def _on_photo(self, at: QPointF) -> QPointF:
        return (at - QPointF(self.photo_rect().topLeft())) * (1 / max(self._scale(), 1e-6))

    def _in_view(self, x: float, y: float) -> QPointF:
        return QPointF(self.photo_rect().topLeft()) + QPointF(x, y) * self._scale()

    # -- how it looks ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._marks or self._image.isNull():
            return
        painter, rect = begin(self), self.photo_rect()
        painter.setClipRect(rect)
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(self._scale(), self._scale())
        self._draw(painter)
        painter.restore()
        if self._tool is not None:
            self._draw_handles(painter)

    def _draw(self, painter: QPainter) -> None:
        size = self._size()
        ignore = Qt.AspectRatioMode.IgnoreAspectRatio
        for mark in self._marks:
            if mark.kind == "mosaic":
                left, top, right, bottom = area = marks.hidden(mark, size)
                where = QRect(left, top, right - left, bottom - top)
                coarse = self._image.copy(where)
                coarse = coarse.scaled(*marks.blocks(area), ignore, Qt.TransformationMode.SmoothTransformation)
                painter.drawImage(where, coarse.scaled(where.size(), ignore))
        wide, edge = marks.stroke(size), marks.rim(size)
        for colour, more in ((QColor(*marks.WHITE), 2 * edge), (QColor(*marks.RED), 0)):
            for mark in self._marks:
                if mark.kind == "arrow":
                    painter.setBrush(colour)
                    painter.setPen(QPen(colour, more) if more else Qt.PenStyle.NoPen)
                    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in marks.arrow(mark, size)]))
                elif mark.kind == "circle":
                    left, top, right, bottom = marks.box(mark, size)
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(colour, wide + more))
                    half = wide / 2
                    painter.drawEllipse(QRectF(left + half, top + half, right - left - wide, bottom - top - wide))

    def _draw_handles(self, painter: QPainter) -> None:
        """At the ends of the mark that can be taken hold of."""
        theme, last = current(), self._marks[-1]
        side = theme.px(_HANDLE)
        painter.setBrush(theme.colour("on-fill"))
        painter.setPen(QPen(theme.colour("ink"), theme.verdict_line))
        for x, y in ((last.x0, last.y0), (last.x1, last.y1)):
            at = self._in_view(x, y)
            painter.drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side))


def _apart(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())


def _beside(at: QPointF, begin_at: QPointF, end_at: QPointF) -> float:
    """How far a point is from the line between two others."""
    along = end_at - begin_at
    length = along.x() ** 2 + along.y() ** 2
    share = QPointF.dotProduct(at - begin_at, along) / length if length else 0
    return _apart(at, begin_at + along * max(0.0, min(1.0, share)))
