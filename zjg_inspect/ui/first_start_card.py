"""The last step of the first start: this computer's own card, as a file and as a code."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from zjg_inspect.service import setup
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import CodeView, DeviceNumber
from zjg_inspect.ui.widgets.text import InlineError, Label

OFFICE_WORDS = "把办公室的名片存到U盘，给每台检查用的电脑选一次。以后随时可以再存。"
LAPTOP_WORDS = "把这台电脑的名片存到U盘，交给镇安监办。镇里接受后，会给一包企业底数和编号字母。"
CODE_WORDS = "没有U盘时，用手机扫，把扫到的字存成以 .zjgcard 结尾的文件，发过去也一样。"


class CardStep(Card):
    """This computer's own card, to be handed over; it can be saved again later."""

    finished = Signal()

    def __init__(self, db: Database, own: Standing, preferences: Preferences) -> None:
        super().__init__(24, 10)
        self._db, self._preferences = db, preferences
        office = own.role == "office"
        card = setup.own_card(db)
        across = QHBoxLayout()
        across.setSpacing(current().px(24))
        left = QVBoxLayout()
        left.setSpacing(current().px(10))
        left.addWidget(Label("都定好了" if office else "还差一步：交名片", "title", parent=self))
        left.addWidget(Label(OFFICE_WORDS if office else LAPTOP_WORDS, "body", wrap=True, parent=self))
        whose = "本办的编号，网格员打电话来时念给他对" if office else "这台电脑的编号，镇里打电话来时念给他对"
        self.number = DeviceNumber(whose, card.fingerprint, self)
        left.addWidget(self.number)
        left.addWidget(Label(CODE_WORDS, "hint", "ink-2", wrap=True, parent=self))
        left.addStretch(1)
        across.addLayout(left, 1)
        self.code = CodeView(setup.card_code(db), "名片的二维码", self)
        across.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(across)
        self.save_button = KeyButton("存名片…", "key-round", kind="main", parent=self)
        self.save_button.setObjectName("saveCard")
        self.save_button.setAutoDefault(True)
        self.save_button.clicked.connect(self._choose)
        self._said = Label("", "body", wrap=True, parent=self)
        self._said.setObjectName("cardSaved")
        self._error = InlineError(parent=self)
        self.go_on = KeyButton("以后再存，先开始用", parent=self)
        self.go_on.setObjectName("goOn")
        self.go_on.setAutoDefault(True)
        self.go_on.clicked.connect(self.finished)
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        row.addWidget(self.save_button)
        row.addWidget(self.go_on)
        row.addStretch(1)
        self.rows.addSpacing(current().px(8))
        self.rows.addLayout(row)
        self.add(self._said)
        self.add(self._error)
        self._said.hide()
        lead_focus(self, lambda: self.save_button)

    def said(self) -> str:
        return self._said.text()

    def say_wrong(self, sentence: str) -> None:
        self._error.set_text(sentence)

    def wrong(self) -> str:
        return self._error.text()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "名片存到哪里", str(self._preferences.folder("card") or ""))
        if folder:
            self.save_to(Path(folder))

    def save_to(self, folder: Path) -> None:
        try:
            path = setup.write_card(self._db, folder)
        except Exception as error:
            self.say_wrong(messages.sentence(error))
            return
        self._preferences.remember_folder("card", folder)
        self.say_wrong("")
        self._said.setText(f"名片已存好：“{path.name}”。")
        self._said.show()
        self.save_button.set_kind("plain")
        self.save_button.set_words("再存一份…")
        self.go_on.set_words("开始用")
        self.go_on.set_kind("main")
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)
