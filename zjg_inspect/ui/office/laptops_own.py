"""This office itself: its number for the telephone, its card as a file and as a code, its recovery key, its backups."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.service import setup
from zjg_inspect.ui.backup_part import BackupSection
from zjg_inspect.ui.office.laptops_recovery import RecoverySection
from zjg_inspect.ui.office.page import Desk
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.number import CodeView, DeviceNumber
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import Label

CARD_WORDS = "每台检查用的电脑第一次打开时要用它。打电话核对时，念这个编号给他对。"
RESTORED_WORDS = "本办从备份恢复过，编号变了：还没换名片的电脑，要在“收发”里换一次镇里的名片。"
CODE_WORDS = "用手机扫，把扫到的字存成以 .zjgcard 结尾的文件，发给网格员也一样。"


class OwnPanel(Card):
    card_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(0, 0, parent)
        self.setObjectName("ownPanel")
        self._desk = desk
        theme = current()
        area = page_area(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(area)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        self._rows.setSpacing(theme.px(8))
        area.setWidget(inside)
        self.add(area, 1)
        self._build_card(inside)
        self._rows.addWidget(Rule(inside))
        self.recovery = RecoverySection(desk, inside)
        self._rows.addWidget(self.recovery)
        self._rows.addWidget(Rule(inside))
        self.backup = BackupSection(desk.db, desk.preferences, inside)
        self._rows.addWidget(self.backup)
        self._rows.addStretch(1)

    def refresh(self) -> None:
        self.recovery.refresh()
        self.backup.refresh()

    def _build_card(self, inside: QWidget) -> None:
        self._rows.addWidget(Label("本办的名片", "look", strong=True, parent=inside))
        self._rows.addWidget(Label(CARD_WORDS, "body", "ink-2", wrap=True, parent=inside))
        self.number = DeviceNumber("本办的编号", setup.own_card(self._desk.db).fingerprint, inside)
        self._rows.addWidget(self.number)
        own = setup.standing(self._desk.db)
        if own is not None and own.former:
            self._rows.addWidget(Label(RESTORED_WORDS, "body", "attention", wrap=True, parent=inside))
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self.card_button = KeyButton("导出名片…", "key-round", parent=inside)
        self.card_button.setObjectName("writeCard")
        self.card_button.clicked.connect(self.card_asked)
        self.show_code = KeyButton("看二维码", "grid-2x2", parent=inside)
        self.show_code.setObjectName("showCode")
        self.show_code.setCheckable(True)
        self.show_code.clicked.connect(self._show_code)
        row.addWidget(self.card_button)
        row.addWidget(self.show_code)
        row.addStretch(1)
        self._rows.addLayout(row)
        self._code_words = Label(CODE_WORDS, "hint", "ink-2", wrap=True, parent=inside)
        self._code_words.hide()
        self._code_place = QVBoxLayout()
        self._rows.addWidget(self._code_words)
        self._rows.addLayout(self._code_place)
        self.code: CodeView | None = None

    def _show_code(self, wanted: bool) -> None:
        if self.code is None:
            self.code = CodeView(setup.card_code(self._desk.db), "本办名片的二维码", self)
            self._code_place.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        reveal(self.code, wanted)
        reveal(self._code_words, wanted)
