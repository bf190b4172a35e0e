"""Why a sealed visit is corrected: owed before anybody signs, and printed on the sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

RETURNED = "按镇里退回的意见补正"
PHRASES = ("当时写错了", "又到现场看过")
OWED = "写上为什么更正，再签。"


class ReasonLine(QWidget):
    """The reason with the usual ones beside it; out of sight where nothing is corrected."""

    def __init__(self, reason: str, *, corrects: bool, returned: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("correctionReason")
        self._asked = corrects
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        rows.addWidget(Label("为什么更正", "body", strong=True, parent=self))
        self.line = QLineEdit(reason, self)
        self.line.setObjectName("whyCorrected")
        self.line.setAccessibleName("为什么更正")
        self.line.setPlaceholderText("会印在表上，审核的人也看得到")
        rows.addWidget(self.line)
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        for number, words in enumerate((RETURNED, *PHRASES) if returned else PHRASES):
            button = KeyButton(words, height="small", parent=self)
            button.setObjectName(f"why_{number}")
            button.clicked.connect(lambda _checked=False, words=words: self.line.setText(words))
            across.addWidget(button)
        across.addStretch(1)
        rows.addLayout(across)
        self.wrong = InlineError(parent=self)
        rows.addWidget(self.wrong)
        self.line.textChanged.connect(lambda: self.wrong.set_text(""))
        lead_focus(self, lambda: self.line)
        reveal(self, corrects)

    def reason(self) -> str:
        return self.line.text().strip()

    def check(self) -> bool:
        """Whether one may go on; what is missing is said under the field, which gets the keyboard."""
        if not self._asked or self.reason():
            return True
        self.wrong.set_text(OWED)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return False
