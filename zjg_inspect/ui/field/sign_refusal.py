"""本人拒签: a full way to finish. The reason, a witness, and the witness's signature."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.ui.field.sign_pad import PadPanel
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.text import InlineError, Label

REASONS = ("对结果有意见", "说要等负责人回来", "没有说原因")


class RefusalPanel(QWidget):
    """`recorded` gives reason, the witness's name and strokes; `given_up` that the person signs after all."""

    recorded = Signal(str, str, list)
    given_up = Signal()

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        rows.addWidget(Label(f"{person}拒签", "look", strong=True, parent=self))
        self.reason = self._line(rows, "refusalReason", "为什么不签", "写明原因")
        phrases = QHBoxLayout()
        phrases.setSpacing(theme.px(8))
        for number, words in enumerate(REASONS):
            button = KeyButton(words, parent=self, height="small")
            button.setObjectName(f"reason_{number}")
            button.clicked.connect(lambda _checked=False, words=words: self.reason.setText(words))
            phrases.addWidget(button)
        phrases.addStretch(1)
        rows.addLayout(phrases)
        self._reason_wrong = InlineError(parent=self)
        rows.addWidget(self._reason_wrong)
        self.witness = self._line(rows, "witnessName", "见证人姓名", "见证人姓名，不能是核查人")
        self._witness_wrong = InlineError(parent=self)
        rows.addWidget(self._witness_wrong)
        self.pad = PadPanel(self)
        self.pad.ask("请见证人在框内签名", "")
        rows.addWidget(self.pad, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.give_up = KeyButton("不拒签了", height="main", parent=self)
        self.give_up.setObjectName("giveUpRefusal")
        self.give_up.clicked.connect(self.given_up)
        self.record = KeyButton("记下拒签", key="Ctrl+Enter", kind="main", parent=self)
        self.record.setObjectName("recordRefusal")
        self.record.clicked.connect(self.try_to_record)
        row.addWidget(self.give_up)
        row.addWidget(self.record, 1)
        rows.addLayout(row)
        self.witness.textChanged.connect(lambda text: self.pad.pad.set_name(text.strip()))
        self._others: set[str] = set()
        lead_focus(self, lambda: self.reason)

    def _line(self, rows: QVBoxLayout, name: str, spoken: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(spoken)
        line.setPlaceholderText(hint)
        line.textChanged.connect(lambda: self._say("", ""))
        rows.addWidget(line)
        return line

    def set_inspectors(self, names: set[str]) -> None:
        """Who cannot be the witness."""
        self._others = names

    def try_to_record(self) -> None:
        """What is missing is said under its field."""
        reason, witness = self.reason.text().strip(), self.witness.text().strip()
        if not reason:
            self._say("写明为什么不签，再记下。", "")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not witness:
            self._say("", "写上见证人的名字，再请他签。")
            self.witness.setFocus(Qt.FocusReason.OtherFocusReason)
        elif witness in self._others:
            self._say("", f"{witness}是核查人，见证要换一个人。")
            self.witness.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.pad.is_empty():
            self.pad.say_wrong(f"框里还没有笔迹，请{witness}在框内签名。")
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.recorded.emit(reason, witness, self.pad.strokes())

    def _say(self, reason: str, witness: str) -> None:
        self._reason_wrong.set_text(reason)
        self._witness_wrong.set_text(witness)
