"""The walker's keys: commands only while no text field has the keyboard.

A shortcut is offered to the widget that has the keyboard first, and text fields take letters, digits, Ctrl+V and Ctrl+Z
for themselves; an input method's composition never gets here at all.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui.field.walker_note import PHRASES

if TYPE_CHECKING:
    from zjg_inspect.ui.field.walker import WalkerScreen


class Commands:
    def __init__(self, screen: "WalkerScreen") -> None:
        self._made: list[QShortcut] = []
        self._screen = screen
        for key, verdict in (("1", Verdict.PASS), ("2", Verdict.FAIL), ("3", Verdict.NOT_APPLICABLE)):
            self._add(key, partial(screen.answer, verdict))
        self._add("Up", partial(screen.step, -1), repeats=True)
        self._add("Down", partial(screen.step, 1), repeats=True)
        self._add("U", screen.go_next)
        self._add("N", screen.write_note)
        self._add("R", screen.write_reason)
        for n in range(PHRASES):
            self._add(f"Alt+{n + 1}", partial(screen.take_phrase, n))
        self._add("P", screen.take_photo)
        self._add("H", screen.record_hazard)
        self._add("F2", screen.open_facts)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._add(key, screen.go_to_sign)
        self._add("Ctrl+V", screen.view.strip.paste)
        self._add("Ctrl+Z", screen.undo)
        self._add("Ctrl+Y", screen.redo)
        self._help = self._shortcut("F1", screen.toggle_help)

    def set_enabled(self, enabled: bool) -> None:
        """Off while a panel is open; F1 stays, it also puts the help away."""
        for each in self._made:
            each.setEnabled(enabled)

    def _add(self, key: str, do: Callable[[], object], repeats: bool = False) -> None:
        self._made.append(self._shortcut(key, do, repeats))

    def _shortcut(self, key: str, do: Callable[[], object], repeats: bool = False) -> QShortcut:
        made = QShortcut(QKeySequence(key), self._screen)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        # a finger that rests on 1 must not answer the whole checklist
        made.setAutoRepeat(repeats)
        made.activated.connect(do)
        return made
