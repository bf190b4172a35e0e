"""The card in 收发 that says who this laptop is: its number and its office's, its card as a file and as a code."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import setup
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.number import CodeView, DeviceNumber
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

WHAT_FOR = "交给镇安监办一次；镇里接受后，这台电脑写的检查才并入。"
BY_CODE = "用手机扫，把扫到的字存成以 .zjgcard 结尾的文件，发给镇里也一样。"


class OwnCard(Card):
    """The laptop's card, to be handed over, and the two numbers that are compared on the telephone."""

    def __init__(self, db: Database, own: Standing, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(16, 8, parent)
        self._db, self._preferences = db, preferences
        theme = current()
        self.add(Label("这台电脑的名片", "look", strong=True, parent=self))
        self.add(Label(WHAT_FOR, "secondary", "ink-2", wrap=True, parent=self))
        across = QHBoxLayout()
        across.setSpacing(theme.px(24))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        self.number = DeviceNumber("这台电脑的编号，镇里打电话来时念给他对", setup.own_card(db).fingerprint, self)
        left.addWidget(self.number)
        self.office_number: DeviceNumber | None = None
        if own.card is not None:
            self.office_number = DeviceNumber(f"“{own.card.name}”的编号，他念你对", own.card.fingerprint, self)
            left.addWidget(self.office_number)
        left.addStretch(1)
        across.addLayout(left, 1)
        self._code_place = QVBoxLayout()
        across.addLayout(self._code_place)
        self.rows.addLayout(across)
        self._code_words = Label(BY_CODE, "hint", "ink-2", wrap=True, parent=self)
        self.add(self._code_words)
        self._code_words.hide()
        self.save_card = KeyButton("存一份名片…", "key-round", parent=self)
        self.save_card.setObjectName("saveCard")
        self.save_card.clicked.connect(self._save_card)
        self.show_code = KeyButton("看二维码", "grid-2x2", parent=self)
        self.show_code.setObjectName("showCode")
        self.show_code.setCheckable(True)
        self.show_code.clicked.connect(self._show_code)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.save_card)
        row.addWidget(self.show_code)
        row.addStretch(1)
        self.rows.addLayout(row)
        self._said = Label("", "body", wrap=True, parent=self)
        self._error = InlineError(parent=self)
        self.add(self._said)
        self.add(self._error)
        self._said.hide()
        self.code: CodeView | None = None

    def said(self) -> str:
        return self._error.text() or self._said.text()

    def _show_code(self, wanted: bool) -> None:
        """Made when it is first asked for: the start has no time for it."""
        if self.code is None:
            self.code = CodeView(setup.card_code(self._db), "名片的二维码", self)
            self._code_place.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        reveal(self.code, wanted)
        reveal(self._code_words, wanted)

    def _save_card(self) -> None:
        start = self._preferences.folder("card") or self._preferences.folder("export")
        folder = QFileDialog.getExistingDirectory(self, "名片存到哪里", str(start or ""))
        if folder:
            self._preferences.remember_folder("card", Path(folder))
            self.save_card_to(Path(folder))

    def save_card_to(self, folder: Path) -> None:
        try:
            path = setup.write_card(self._db, folder)
        except Exception as error:
            self._error.set_text(messages.sentence(error))
            self._said.hide()
        else:
            self._error.set_text("")
            self._said.setText(f"名片已存好：“{path.name}”。把它交给镇安监办。")
            self._said.show()
