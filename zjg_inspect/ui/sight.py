"""For testers: which named parts of the windows are in sight, where on the screen and with which words.

Only what has changed since the last look is noted, so a still window writes nothing.
"""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from zjg_inspect.ui import trace

LOOK_MS = 50

# where it is, its words, whether it can be used, how far it is scrolled
Seen = dict[str, Any]


class Sight(QObject):
    """Looks at the windows again and again, for as long as the application lives."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._seen: dict[str, Seen] = {}
        self._focus = ""
        timer = QTimer(self)
        timer.setInterval(LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Note what came, what changed, what went, and who has the keyboard."""
        now: dict[str, Seen] = {}
        for top in QApplication.topLevelWidgets():
            if top.isVisible():
                for part in _named(top):
                    _add(now, part)
        for name in self._seen.keys() - now.keys():
            trace.note("gone", name=name)
        for name, seen in now.items():
            if self._seen.get(name) != seen:
                trace.note("seen", name=name, **seen)
        self._seen = now
        holder = QApplication.focusWidget()
        focus = holder.objectName() if holder is not None else ""
        if focus != self._focus:
            self._focus = focus
            trace.note("focus", name=focus)


def _named(widget: QWidget) -> Iterator[QWidget]:
    if widget.objectName() and not widget.objectName().startswith("qt_"):
        yield widget
    for child in widget.children():
        # a dialog has a parent and is a window of its own
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield from _named(child)


def _add(now: dict[str, Seen], part: QWidget) -> None:
    """A name that is there already gets a number behind it, in the order of the window."""
    room = part.visibleRegion().boundingRect()
    if room.isEmpty():
        return
    corner = part.mapToGlobal(room.topLeft())
    words = part.property("text")
    if not isinstance(words, str) or (not words and not isinstance(part, QLineEdit)):
        # what paints its words by hand says them to who cannot see them
        words = part.accessibleName()
    seen: Seen = {"at": [corner.x(), corner.y(), room.width(), room.height()], "words": words}
    if description := part.accessibleDescription():
        seen["more"] = description
    if not part.isEnabled():
        seen["off"] = True
    if part.property("checked") is True:
        seen["checked"] = True
    if isinstance(part, QAbstractScrollArea):
        seen["scrolled"] = part.verticalScrollBar().value()
    name, number = part.objectName(), 1
    while name in now:
        number += 1
        name = f"{part.objectName()} {number}"
    now[name] = seen
