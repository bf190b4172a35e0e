"""One turn at the pad: whose it is, what is signed, 签好了; and when all have signed, the seal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.service.signing import Signing
from zjg_inspect.ui.field.sign_date import day_words
from zjg_inspect.ui.field.sign_pad import PadPanel
from zjg_inspect.ui.field.sign_slots import Slot
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import Label, Mark

VOIDS = "之后改动任何一处，已签的名都会标为作废，要重新签。"
SEALED = "封存以后谁也改不了；要改点“更正”，会留下两份。"


def content_code(content_hash: str) -> str:
    """7F3A-91C2-0B5E: as it stands at the foot of every page."""
    short = content_hash[:12].upper()
    return "-".join(short[i : i + 4] for i in range(0, 12, 4))


class TurnPanel(QWidget):
    """`signed` gives the strokes; `taken_back`, `refused`, `paper_asked` and `seal_asked` what the person wants;
    `scan_opened` the scan to see large."""

    signed = Signal(list)
    taken_back = Signal()
    refused = Signal()
    paper_asked = Signal()
    scan_opened = Signal(str)
    seal_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("turn")
        theme = current()
        rows = QVBoxLayout(self)
        # room for the focus ring at the sides
        rows.setContentsMargins(0, theme.px(4), 0, 0)
        rows.setSpacing(theme.px(8))
        self._witness = QLineEdit(self)
        self._witness.setObjectName("lateWitness")
        self._witness.setAccessibleName("见证人姓名")
        self._witness.setPlaceholderText("见证人姓名")
        rows.addWidget(self._witness)
        self.pad = PadPanel(self)
        rows.addWidget(self.pad, 1)
        self.on_paper = Label("", "body", strong=True, wrap=True, parent=self)
        rows.addWidget(self.on_paper)
        self.scan = PhotoView(self)
        self.scan.setObjectName("paperScan")
        self.scan.clicked.connect(self._open_scan)
        rows.addWidget(self.scan, 1)
        self._ready = Label("", "look", strong=True, wrap=True, parent=self)
        rows.addWidget(self._ready)
        rows.addStretch(0)
        rows.addWidget(self._lock())
        self._may_refuse = Label("拒签也能办完：写明原因，请一位见证人签名。", "secondary", "ink-2", parent=self)
        rows.addWidget(self._may_refuse)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        self.refuse = KeyButton("本人拒签…", height="main", parent=self)
        self.refuse.setObjectName("refuse")
        self.refuse.clicked.connect(self.refused)
        self.paper = KeyButton("纸上签…", height="main", parent=self)
        self.paper.setObjectName("onPaper")
        self.paper.clicked.connect(self.paper_asked)
        self.again = KeyButton("收回重签", "eraser", height="main", parent=self)
        self.again.setObjectName("takeBack")
        self.again.clicked.connect(self.taken_back)
        self.main = KeyButton("签好了", key="Ctrl+Enter", kind="main", parent=self)
        self.main.setObjectName("signed")
        self.main.clicked.connect(self.go_on)
        foot.addWidget(self.refuse)
        foot.addWidget(self.paper)
        foot.addWidget(self.again)
        foot.addWidget(self.main, 1)
        rows.addLayout(foot)
        self._slot: Slot | None = None
        self._all_signed = False
        self._short = False
        self._witness.textChanged.connect(lambda text: self.pad.pad.set_name(text.strip()))
        self._first: QWidget = self.pad
        lead_focus(self, lambda: self._first)

    def _lock(self) -> QFrame:
        theme = current()
        frame = QFrame(self)
        frame.setProperty("frame", "note")
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(Mark("lock", "ink", frame), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._code = Label("", "secondary", strong=True, parent=frame)
        self._code.setObjectName("contentCode")
        self._voids = Label(VOIDS, "secondary", wrap=True, parent=frame)
        words.addWidget(self._code)
        words.addWidget(self._voids)
        row.addLayout(words, 1)
        return frame

    def witness(self) -> str:
        """Who witnesses a refusal that was recorded without one."""
        return self._witness.text().strip()

    def show_turn(self, signing: Signing, slot: Slot | None, all_signed: bool) -> None:
        """The pad for whose turn it is; with nobody left, the seal."""
        self._slot, self._all_signed = slot, all_signed
        sealing = all_signed and (slot is None or not slot.waits)
        self._code.setText(f"签的是这一份内容：{content_code(signing.content_hash)}")
        self._voids.setText(SEALED if sealing else VOIDS)
        paper = slot is not None and slot.state == "paper"
        reveal(self.pad, slot is not None and not paper)
        for each in (self.on_paper, self.scan):
            reveal(each, paper)
        self._ready.setText(f"都签好了。检查日期是{day_words(signing.content.date)}，对的话就封存。")
        reveal(self._ready, slot is None)
        enterprise = slot is not None and slot.role == "enterprise" and slot.waits
        late_witness = slot is not None and slot.role == "witness" and slot.waits
        given = slot is not None and slot.signature is not None and not slot.waits
        reveal(self._witness, late_witness)
        reveal(self._may_refuse, enterprise and not self._short)
        reveal(self.refuse, enterprise)
        reveal(self.paper, slot is not None and slot.waits and not late_witness)
        reveal(self.again, given)
        self.main.set_words("封存" if sealing else "签好了", "lock" if sealing else "")
        self.main.setObjectName("seal" if sealing else "signed")
        self.main.setEnabled(sealing or not given)
        if slot is None:
            self._first = self.main
            return
        self._first = self.again if given else self._witness if late_witness else self.pad
        name = slot.person.name
        if paper:
            self.on_paper.setText(f"{name} {slot.at} 纸质签字，扫描件已附")
        elif given and slot.signature is not None:
            words = f"{name}拒签：{slot.signature.reason}" if slot.state == "refused" else f"{name} {slot.at} 已签"
            self.pad.show_given(words, name, slot.signature)
        else:
            void = "（原来的已作废）" if slot.state == "void" else ""
            self.pad.ask(f"请{name or '见证人'}在框内签名{void}", name)

    def _open_scan(self) -> None:
        if self._slot is not None and self._slot.signature is not None:
            self.scan_opened.emit(self._slot.signature.scan)

    def set_short(self, short: bool) -> None:
        """Where there is little height, the pad keeps its room and the explanations go."""
        self._short = short
        reveal(self._voids, not short)
        reveal(self._may_refuse, not short and not self.refuse.isHidden())

    def set_busy(self, busy: bool) -> None:
        """While it is being written the buttons rest; but the one that has the keyboard keeps it, for else Qt would
        hand it to whatever is next. Who is asked twice is to look whether it is busy."""
        for button in (self.main, self.refuse, self.paper, self.again):
            button.setEnabled(not busy or button.hasFocus())

    def say_sealing(self, sealing: bool) -> None:
        """On the button that was pressed, which keeps the keyboard until the sealed sheet is there."""
        if sealing:
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.main.objectName() == "seal":
            self.main.set_words("正在封存" if sealing else "封存", "lock")

    def go_on(self) -> None:
        """Give the signature, or ask for the seal; an empty pad is no signature."""
        slot = self._slot
        if not self.main.isEnabled():
            return
        if slot is None or not slot.waits:
            if self._all_signed:
                self.seal_asked.emit()
            return
        if slot.role == "witness" and not self.witness():
            self.pad.say_wrong("写上见证人的名字，再请他签。")
        elif self.pad.is_empty():
            name = slot.person.name or self.witness()
            refuse = "，不肯签就点“本人拒签”" if slot.role == "enterprise" else ""
            self.pad.say_wrong(f"框里还没有笔迹。请{name}在框内签名{refuse}。")
        else:
            self.signed.emit(self.pad.strokes())
