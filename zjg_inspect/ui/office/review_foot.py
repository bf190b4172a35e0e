"""The end of a review: the opinion, the main action that follows the decisions, and the pad to sign on, in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.pad import SignaturePad
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

SIGN, SIGNED = "审核签字", "签好了，审核通过"


class Foot(QWidget):
    """`returned` when the visit (or its returned items) goes back, `approved` when the pad was signed; `opinion_typed`
    gives the opinion; `again` when a review that was given is to be given anew; `owing` when it was to be signed while
    an answer is owed."""

    returned = Signal()
    approved = Signal()
    opinion_typed = Signal(str)
    again = Signal()
    owing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reviewFoot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.line + theme.px(8), MARGIN, theme.px(8))
        rows.setSpacing(theme.px(8))
        self._panel = self._make_panel()
        rows.addWidget(self._panel)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        self._words = Label("", "body", wrap=True, parent=self)
        self._label = Label("审核意见", "body", "ink-2", parent=self)
        self.opinion = QLineEdit(self)
        self.opinion.setObjectName("opinion")
        self.opinion.setAccessibleName("审核意见")
        self.opinion.setPlaceholderText("可不填")
        self.opinion.textEdited.connect(self._typed)
        self.anew = KeyButton("重新审核", "rotate-cw", parent=self)
        self.anew.setObjectName("reviewAgain")
        self.anew.clicked.connect(self.again)
        self.back_all = KeyButton("退回整份", "undo-2", height="main", parent=self)
        self.back_all.setObjectName("returnAll")
        self.back_all.clicked.connect(self.returned)
        self.rest = KeyButton(SIGN, height="main", parent=self)
        self.rest.setObjectName("signResting")
        self.rest.setEnabled(False)
        self.rest.setToolTip("有条目要退回，先退回")
        self.main = KeyButton(SIGN, key="Ctrl+Enter", kind="main", parent=self)
        self.main.setObjectName("reviewMain")
        self.main.clicked.connect(self.act)
        across.addWidget(self._words, 1)
        across.addWidget(self._label)
        across.addWidget(self.opinion, 1)
        for button in (self.anew, self.back_all, self.rest, self.main):
            across.addWidget(button)
        rows.addLayout(across)
        self.still = RichLabel([], "secondary", self)
        self.still.setObjectName("questionsLeft")
        self.still.hide()
        rows.insertWidget(1, self.still)
        self.error = InlineError(parent=self)
        rows.addWidget(self.error)
        self._returning, self._may, self._owed = 0, True, ""

    def _make_panel(self) -> QWidget:
        theme = current()
        panel = QWidget(self)
        panel.setObjectName("signPanel")
        across = QHBoxLayout(panel)
        across.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        across.setSpacing(theme.px(20))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        self._who = Label("", "look", strong=True, parent=panel)
        self._what = Label("", "body", "ink-2", wrap=True, parent=panel)
        left.addWidget(self._who)
        left.addWidget(self._what)
        left.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        self.leave = KeyButton("先不签", key="Esc", parent=panel)
        self.leave.setObjectName("leavePad")
        self.leave.clicked.connect(self.close_pad)
        self.wipe = KeyButton("擦掉重签", "eraser", parent=panel)
        self.wipe.setObjectName("wipePad")
        buttons.addWidget(self.leave)
        buttons.addWidget(self.wipe)
        buttons.addStretch(1)
        left.addLayout(buttons)
        self.pad = SignaturePad(parent=panel)
        self.pad.setFixedHeight(theme.px(176))
        self.wipe.clicked.connect(self.pad.clear)
        self.pad.changed.connect(self._drawn)
        across.addLayout(left, 1)
        across.addWidget(self.pad, 1)
        panel.hide()
        return panel

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_decisions(self, decisions: Decisions, person: str, may: bool, owed: str = "", questions: int = 0) -> None:
        """`may`: the reviewer is somebody, and took no part in the visit. `owed`: what is to be answered first, of so
        many `questions` that have no answer."""
        self.still.set_parts(
            [Part("还有 "), Part(f"{questions} 个问题", "attention", True), Part("没有回答，答完才能签字。")]
        )
        reveal(self.still, bool(questions) and may)
        self._returning, self._may = len(decisions.returned), may
        if self._owed != owed:
            self._owed = owed
            self.error.set_text("")
        if self.opinion.text() != decisions.opinion:
            self.opinion.setText(decisions.opinion)
        for widget in (self._label, self.opinion):
            reveal(widget, True)
        for hidden in (self._words, self.anew):
            reveal(hidden, False)
        if self._returning or not may or owed:
            self.close_pad()
        signing = self.is_signing()
        reveal(self.back_all, not self._returning and not signing)
        reveal(self.rest, bool(self._returning))
        words = f"退回 {self._returning} 条给{person}" if self._returning else SIGNED if signing else SIGN
        self.main.set_words(words)
        reveal(self.main, True)
        for button in (self.main, self.back_all):
            button.setEnabled(may)

    def show_outcome(self, words: str, may: bool) -> None:
        """A review that was given before."""
        self.close_pad()
        self._may = False
        self._words.setText(words)
        reveal(self._words, True)
        reveal(self.anew, may)
        for widget in (self._label, self.opinion, self.back_all, self.rest, self.main, self.still):
            reveal(widget, False)
        self.error.set_text("")

    def set_signer(self, name: str, content_hash: str) -> None:
        self.pad.set_name(name)
        self._who.setText(f"请{name}在框内签名")
        self._what.setText(
            f"签的是这份检查的内容（内容码 {content_hash[:12]}）。检查以后有更正，这个签名就不再算数，要重新审。"
        )

    def set_busy(self, busy: bool) -> None:
        for button in (self.main, self.back_all, self.leave, self.wipe):
            button.setEnabled(not busy and self._may)

    # -- acting ----------------------------------------------------------------------------------------------------

    def is_signing(self) -> bool:
        return not self._panel.isHidden()

    def act(self) -> None:
        """The main action: return the items, open the pad, or take the signature on it."""
        if not self._may or not self.main.isEnabled():
            return
        if self._returning:
            self.returned.emit()
        elif self._owed:
            self.error.set_text(self._owed)
            self.owing.emit()
        elif self.is_signing():
            self.approved.emit()
        else:
            self.error.set_text("")
            self._panel.show()
            self.main.set_words(SIGNED)
            self.back_all.hide()
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_pad(self) -> None:
        if self.is_signing():
            self.pad.clear()
            self._panel.hide()
            self.main.set_words(SIGN)
            reveal(self.back_all, not self._returning)
            self.error.set_text("")

    def _drawn(self) -> None:
        if not self.pad.is_empty():
            self.error.set_text("")

    def _typed(self, text: str) -> None:
        if text.strip():
            self.error.set_text("")
        self.opinion_typed.emit(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), theme.line, theme.colour("line"))
