"""A finger on a list: one that moves scrolls it, one that does not is a tap."""

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QTouchEvent

FINGER = 12


class Taps:
    """Fed with a list's touch events and where its bar stands, it tells where a tap was."""

    def __init__(self) -> None:
        self._finger: QPointF | None = None
        self._scrolled = 0

    def take(self, event: QTouchEvent, bar: int) -> QPoint | None:
        """Where the finger was lifted that had not moved; None otherwise. The event is accepted."""
        at = event.points()[0].position() if event.points() else QPointF()
        tapped = None
        if event.type() == QEvent.Type.TouchBegin:
            self._finger, self._scrolled = at, bar
        elif self._finger is not None:
            still = (at - self._finger).manhattanLength() <= FINGER and bar == self._scrolled
            if not still or event.type() != QEvent.Type.TouchUpdate:
                self._finger = None
            if still and event.type() == QEvent.Type.TouchEnd:
                tapped = at.toPoint()
        event.accept()
        return tapped
