"""Where the keyboard goes when a whole screen is given it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class _Lead(QObject):
    def __init__(self, widget: QWidget, target: Callable[[], QWidget]) -> None:
        super().__init__(widget)
        self._target = target
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            target = self._target()
            if isValid(target):
                target.setFocus(event.reason())
        return False


def lead_focus(widget: QWidget, target: Callable[[], QWidget]) -> None:
    """Hand the keyboard on to a part of the widget.

    Not a focus proxy: Tab leaves all parts of a widget out whose proxy is one of them.
    """
    _Lead(widget, target)
