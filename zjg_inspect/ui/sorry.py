"""The data could not be opened: one sentence, and the way out."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.text import Label


class Sorry(QWidget):
    """Fills the window; `leave` is called when the person has read it."""

    def __init__(self, title: str, sentence: str, leave: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("sorry")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(TopBar(title, parent=self))
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, look.px(24), look.px(200), look.px(24))
        body.setSpacing(look.px(20))
        self._label = Label(sentence, "look", wrap=True, parent=self)
        self._label.setObjectName("sentence")
        body.addWidget(self._label)
        leaving = KeyButton("退出", "x", parent=self)
        leaving.setObjectName("leave")
        leaving.clicked.connect(leave)
        body.addWidget(leaving, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        rows.addLayout(body)
        lead_focus(self, lambda: leaving)

    def say(self, sentence: str) -> None:
        self._label.setText(sentence)

    def shut(self) -> bool:
        return True
