"""The question before what cannot be undone: buttons are verbs, the safe one has the focus, Esc is the safe one."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.text import Label


class Question(QDialog):
    """Opens over the window and blocks nothing else of the program; `yes` is called when the act is chosen."""

    def __init__(self, parent: QWidget, title: str, words: str, act: str, keep: str, yes: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        theme = current()
        rows = QVBoxLayout(self)
        margin = theme.px(24)
        rows.setContentsMargins(margin, margin, margin, margin)
        rows.setSpacing(theme.px(16))
        rows.addWidget(Label(title, "title", wrap=True, parent=self))
        rows.addWidget(Label(words, "body", wrap=True, parent=self))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(12))
        buttons.addStretch(1)
        self.keep = KeyButton(keep, key="Esc", parent=self)
        self.keep.setObjectName("keep")
        self.act = KeyButton(act, parent=self)
        self.act.setObjectName("act")
        buttons.addWidget(self.keep)
        buttons.addWidget(self.act)
        rows.addLayout(buttons)
        self.setFixedWidth(theme.px(520))
        self.keep.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.accepted.connect(yes)
        self.keep.setAutoDefault(True)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()
