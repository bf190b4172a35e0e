"""What may have to change on a laptop: its office's card, compared first; its own number, where it was copied."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.card import Card as DeviceCard
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.number import DeviceNumber, NumberPair
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label, Mark

COPIED_TITLE = "这台电脑的数据被复制过"
COPIED = (
    "另一台电脑也在用这个编号写检查。两边写的都在，没有少，但新签的先存不进去。"
    "换一个新编号，把新名片交给镇里接受，就照常用；没签完的草稿都留着。"
)
ASK = "打电话给镇安监办，号码用平常联系的那个。两边的编号都念一遍，一组一组对上才换："
RESTORED = "镇里的电脑恢复过，名片就会换：原来那张名片写的照样算数。原来那张要是错的，才勾下面这一条。"
WRONG = "原来那张名片是错的，它写的都不算"


class CopiedAlarm(QFrame):
    """The alarm in plain words, and what to do."""

    renew_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("copiedAlarm")
        self.setProperty("frame", "panel")
        self.setAccessibleName(COPIED_TITLE)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Mark("triangle-alert", "fail", self))
        head.addWidget(Label(COPIED_TITLE, "look", "fail", strong=True, parent=self), 1)
        rows.addLayout(head)
        rows.addWidget(Label(COPIED, "body", wrap=True, parent=self))
        self.button = KeyButton("换新编号…", "refresh-cw", parent=self)
        self.button.setObjectName("renewCopied")
        self.button.clicked.connect(self.renew_asked)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)


class NewOfficeCard(QFrame):
    """Another card of the office beside the own number; `taken` once a person has said that both are right."""

    taken = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("newOfficeCard")
        self.setProperty("frame", "note")
        self._card: DeviceCard | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), theme.px(12))
        rows.setSpacing(theme.px(8))
        self._title = Label("", "look", strong=True, wrap=True, parent=self)
        rows.addWidget(self._title)
        rows.addWidget(Label(ASK, "body", wrap=True, parent=self))
        self.numbers = NumberPair(self)
        rows.addWidget(self.numbers)
        rows.addWidget(Label(RESTORED, "secondary", "ink-2", wrap=True, parent=self))
        self.wrong = QCheckBox(WRONG, self)
        self.wrong.setObjectName("formerWrong")
        self.wrong.setAccessibleName(WRONG)
        rows.addWidget(self.wrong)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.leave = KeyButton("不换", key="Esc", parent=self)
        self.leave.setObjectName("keepOffice")
        self.leave.setAutoDefault(True)
        self.leave.clicked.connect(self.put_away)
        self.button = KeyButton("编号都对，换成这张", parent=self)
        self.button.setObjectName("takeOffice")
        self.button.clicked.connect(self.taken)
        row.addWidget(self.leave)
        row.addWidget(self.button)
        row.addStretch(1)
        rows.addLayout(row)

    def show_card(self, card: DeviceCard, own: str) -> None:
        """`own` is this laptop's number. The safe answer has the keyboard."""
        self._card = card
        self._title.setText(f"换成“{card.name}”的这张名片吗？")
        self.setAccessibleName(self._title.text())
        self.numbers.set_numbers(
            DeviceNumber("镇里新名片的编号，他念你对", card.fingerprint, self.numbers),
            DeviceNumber("这台电脑的编号，你念他对", own, self.numbers),
        )
        self.wrong.setChecked(False)
        reveal(self, True)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def card(self) -> DeviceCard | None:
        return self._card

    def keeps_former(self) -> bool:
        """Whether what came with the card before goes on to count."""
        return not self.wrong.isChecked()

    def put_away(self) -> None:
        self._card = None
        reveal(self, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)
