"""The keys of a screen, and F1: what they do, on one quiet panel over it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import KeyHint
from zjg_inspect.ui.widgets.text import Label


class HelpPanel(SidePanel):
    """`keys`: (keys with blanks between them, what they do) each; `words` stand under them."""

    def __init__(self, keys: Sequence[tuple[str, str]], words: Sequence[str], parent: QWidget) -> None:
        super().__init__("帮助", 480, parent)
        self.setObjectName("helpPanel")
        without_ring(self)
        self._keys, self._words = [*keys, ("F1", "打开或关上这一页")], words

    def open(self) -> None:
        if self.area is None:
            self._fill()
        super().open()

    def _fill(self) -> None:
        """What hardly anybody opens need not be made with every screen."""
        body = self.page()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(current().px(10))
        for key, word in self._keys:
            line = QHBoxLayout()
            line.setSpacing(0)
            line.addWidget(KeyHint(key, "", body), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(word, "secondary", "ink-2", wrap=True, parent=body), 1)
            rows.addLayout(line)
        rows.addSpacing(current().px(8))
        for sentence in self._words:
            rows.addWidget(Label(sentence, "body", "ink-2", wrap=True, parent=body))
        rows.addStretch(1)

    def toggle(self) -> None:
        if self.isHidden():
            self.open()
        else:
            self.close_panel()


def add_keys(
    screen: QWidget, commands: Mapping[str, Callable[[], object]], repeated: Sequence[str] = ()
) -> list[QShortcut]:
    """Keys of this screen and of nothing else; text fields take theirs first. Gives them, to be rested."""
    made = []
    for key, do in commands.items():
        shortcut = QShortcut(QKeySequence(key), screen)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(key in repeated)
        shortcut.activated.connect(do)
        made.append(shortcut)
    return made


def add_help(screen: QWidget, keys: Sequence[tuple[str, str]], words: Sequence[str]) -> HelpPanel:
    """F1 opens and closes what is said here."""
    panel = HelpPanel(keys, words, screen)
    panel.closed.connect(lambda: screen.setFocus(Qt.FocusReason.OtherFocusReason))
    add_keys(screen, {"F1": panel.toggle})
    return panel
