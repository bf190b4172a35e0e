"""A laptop's first start: who uses it and the office's card; then two people compare the numbers by telephone."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from zjg_inspect.model import ids
from zjg_inspect.model.card import Card as DeviceCard
from zjg_inspect.service import setup
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages, sticks
from zjg_inspect.ui.first_start_steps import Missing, StepPage
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.number import DeviceNumber
from zjg_inspect.ui.widgets.text import Label

CARDS = "名片 (*.zjgcard);;所有文件 (*)"
ASK = "打电话给镇安监办，号码用平常联系的那个。请他念他的编号，你再念你的，两边都一组一组对上才用。"
IF_NOT = "有一组不对，名片可能在路上被换过：不要用，请镇里重给一张。"


class LaptopStep(StepPage):
    """Who uses this laptop, and the office's card, chosen or dropped."""

    def __init__(self, db: Database, name: str = "", card: DeviceCard | None = None) -> None:
        super().__init__(db, "网格员", "下一步")
        self._chosen = card
        self.setAcceptDrops(True)
        theme = current()
        self.name = self.field("谁用这台电脑", "如 张某", "laptopName")
        self.add(Label("镇安监办的名片", "body", strong=True, parent=self))
        words = "镇里给的、以 .zjgcard 结尾的文件。可以拖到这里。"
        self.add(Label(words, "secondary", "ink-2", wrap=True, parent=self))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.choose_button = KeyButton("选名片…", "folder-open", parent=self)
        self.choose_button.setObjectName("chooseCard")
        self.choose_button.clicked.connect(self.choose)
        self._card = Label("", "body", "ink-2", parent=self)
        self._card.setObjectName("cardChosen")
        row.addWidget(self.choose_button)
        row.addWidget(self._card, 1)
        self.rows.addLayout(row)
        self.finish_building(self._lacks, None)
        self.name.setText(name)
        self._say_chosen()
        lead_focus(self, lambda: self.name)

    def choose(self) -> None:
        # the card comes on a stick, as a rule
        start = next((str(stick.root) for stick in sticks.sticks()), "")
        path, _ = QFileDialog.getOpenFileName(self, "选镇安监办的名片", start, CARDS)
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Read the card and show whose it is; a wrong one is refused with a sentence and not kept."""
        try:
            self._chosen = setup.read_card(path, "office")
        except Exception as error:
            self._chosen = None
            self.say_wrong(messages.sentence(error))
        else:
            self.say_wrong("")
        self._say_chosen()

    def _say_chosen(self) -> None:
        self._card.setText(f"已选：{self._chosen.name}" if self._chosen is not None else "还没有选")

    def chosen(self) -> str:
        return self._card.text()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(files[0])

    def _lacks(self) -> Missing | None:
        if not self.name.text().strip():
            return self.name, "写上用这台电脑的人的名字。"
        if self._chosen is None:
            return self.choose_button, "还没有镇安监办的名片。向镇里要来文件，选一下。"
        return None

    def go_on(self) -> None:
        if self._chosen is not None:
            self.went_on.emit(CompareStep(self.db, self.name.text(), self._chosen))


class CompareStep(StepPage):
    """Both numbers, to be compared by telephone. The safe answer has the keyboard: Enter alone takes no card."""

    def __init__(self, db: Database, name: str, card: DeviceCard) -> None:
        super().__init__(db, "打电话核对编号", "编号都对，就用这张")
        self._name, self._card = name, card
        self.add(Label(ASK, "body", wrap=True, parent=self))
        self.office_number = DeviceNumber(f"“{card.name}”的编号，他念你对", card.fingerprint, self)
        self.own_number = DeviceNumber("这台电脑的编号，你念他对", ids.fingerprint(db.key.public), self)
        self.add(self.office_number)
        self.add(self.own_number)
        self.add(Label(IF_NOT, "secondary", "ink-2", wrap=True, parent=self))
        self.finish_building(lambda: None, self._write)
        self.button.set_words("编号都对，就用这张", key="Ctrl+Enter")
        self.button.setAutoDefault(False)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.try_to_become)
        self.other = KeyButton("换一张名片", key="Esc", parent=self)
        self.other.setObjectName("otherCard")
        self.other.setAutoDefault(True)
        self.other.clicked.connect(lambda: self.went_on.emit(self.before()))
        self.rows.removeWidget(self.button)
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        row.addStretch(1)
        row.addWidget(self.other)
        row.addWidget(self.button)
        self.rows.addLayout(row)
        self.setTabOrder(self.other, self.button)
        lead_focus(self, lambda: self.other)

    def before(self) -> StepPage:
        return LaptopStep(self.db, self._name, self._card)

    def _write(self) -> Standing:
        return setup.become_laptop(self.db, self._name, self._card)
