"""The steps of the first start: the office's name and mark, the laptop's name and the office's card, the own card."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import setup
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.preferences import Preferences
from zjg_inspect.ui.theme import RADIUS_CARD, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_key, draw_text, key_size
from zjg_inspect.ui.widgets.text import InlineError, Label
from zjg_inspect.ui.words import device_groups

CARDS = "名片 (*.zjgcard);;所有文件 (*)"


# The field that is still empty, and the sentence for it.
Missing = tuple[QWidget, str]


class ChoiceButton(QPushButton):
    """A large choice: icon, word, and a sentence under it."""

    def __init__(self, word: str, sentence: str, icon: str, key: str, parent: QWidget) -> None:
        super().__init__(word, parent)
        self._sentence, self._icon, self._key = sentence, icon, key
        self.setAccessibleName(word)
        self.setAccessibleDescription(f"{sentence}。快捷键 {key}")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(480), theme.px(104))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(300), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        fill = theme.colour("selection" if self.isDown() else "surface")
        draw_box(painter, self.rect(), fill, theme.colour("edge"), theme.line, RADIUS_CARD)
        side, x = theme.px(36), theme.px(24)
        draw_icon(painter, QRect(x, (self.height() - side) // 2, side, side), self._icon, "action")
        x += side + theme.px(24)
        middle = self.height() // 2
        right = self.width() - theme.px(24) - key_size(self._key, big=True).width()
        words = QRect(x, middle - theme.px(34), right - x, theme.px(34))
        draw_text(painter, words, self.text(), theme.font("title"), "ink")
        under = QRect(x, middle + theme.px(4), right - x - theme.px(8), theme.px(26))
        draw_text(painter, under, self._sentence, theme.label_font("secondary"), "ink-2")
        at = QRect(right, middle, 0, 0).topLeft().toPointF()
        draw_key(painter, at, self._key, "ink", "edge", big=True)


class StepPage(Card):
    """A step that ends with `became`; what is wrong is said under the fields."""

    became = Signal(Standing)

    def __init__(self, db: Database, title: str, act: str) -> None:
        super().__init__(24, 10)
        self.db = db
        self.add(Label(title, "title", parent=self))
        self._act = act

    def finish_building(self, missing: Callable[[], Missing | None], become: Callable[[], Standing]) -> None:
        """The error line and the main action stand last; `become` writes it down, off the window's thread."""
        self._missing, self._become = missing, become
        self._error = InlineError(parent=self)
        self.add(self._error)
        self.button = KeyButton(self._act, key="Enter", kind="main", parent=self)
        self.button.setObjectName("become")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.try_to_become)
        self.rows.addSpacing(current().px(8))
        self.rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)

    def field(self, label: str, hint: str, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(label)
        line.setPlaceholderText(hint)
        line.returnPressed.connect(self.try_to_become)
        line.textChanged.connect(lambda: self._error.set_text(""))
        self.add(Label(label, "body", strong=True, parent=self))
        self.add(line)
        return line

    def say_wrong(self, sentence: str) -> None:
        self._error.set_text(sentence)

    def wrong(self) -> str:
        return self._error.text()

    def try_to_become(self) -> None:
        if not self.button.isEnabled():
            return
        lacking = self._missing()
        if lacking is not None:
            self.say_wrong(lacking[1])
            lacking[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.button.setEnabled(False)
        tasks.run(self, lambda _: self._become(), self.became.emit, self._failed)

    def _failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.say_wrong(messages.sentence(error))


class OfficeStep(StepPage):
    """Name and mark of an office; the number that sheets will have is shown as it is typed."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, "镇安监办", "就这样")
        self.name = self.field("办公室名称", "如 塘桥镇安监办", "officeName")
        self.mark = self.field("编号前的字", "如 张塘核", "sheetMark")
        self.mark.setMaxLength(12)
        self._preview = Label("", "body", "ink-2", parent=self)
        self._preview.setObjectName("numberPreview")
        self.add(self._preview)
        self.finish_building(self._lacks, self._write)
        self.mark.textChanged.connect(self._show_number)
        self._show_number("")
        lead_focus(self, lambda: self.name)

    def _show_number(self, mark: str) -> None:
        self._preview.setText(f"核查表的编号会是　{mark.strip() or '张塘核'}〔{today().year}〕A01-0001")

    def _lacks(self) -> Missing | None:
        if not self.name.text().strip():
            return self.name, "写上办公室的名称，它会印在核查表上。"
        if not self.mark.text().strip():
            return self.mark, "写上编号前的字，如 张塘核，定了不能改。"
        return None

    def _write(self) -> Standing:
        return setup.become_office(self.db, self.name.text(), self.mark.text())


class LaptopStep(StepPage):
    """Who uses this laptop, and the office's card, chosen or dropped."""

    def __init__(self, db: Database, preferences: Preferences) -> None:
        super().__init__(db, "网格员", "就这样")
        self._preferences = preferences
        self._path: Path | None = None
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
        self._card = Label("还没有选", "body", "ink-2", parent=self)
        self._card.setObjectName("cardChosen")
        row.addWidget(self.choose_button)
        row.addWidget(self._card, 1)
        self.rows.addLayout(row)
        self.finish_building(self._lacks, self._write)
        lead_focus(self, lambda: self.name)

    def choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选镇安监办的名片", "", CARDS)
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Read the card and show whose it is; a wrong one is refused with a sentence and not kept."""
        try:
            card = setup.read_card(path, "office")
        except Exception as error:
            self._path = None
            self._card.setText("还没有选")
            self.say_wrong(messages.sentence(error))
        else:
            self._path = path
            self._card.setText(f"已选：{card.name}")
            self.say_wrong("")

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
        if self._path is None:
            return self.choose_button, "还没有镇安监办的名片。向镇里要来文件，选一下。"
        return None

    def _write(self) -> Standing:
        assert self._path is not None
        return setup.become_laptop(self.db, self.name.text(), self._path)


class CardStep(Card):
    """This computer's own card, to be handed over; it can be saved again later."""

    finished = Signal()

    def __init__(self, db: Database, own: Standing, preferences: Preferences) -> None:
        super().__init__(24, 10)
        self._db, self._preferences = db, preferences
        office = own.role == "office"
        self.add(Label("都定好了" if office else "还差一步：交名片", "title", parent=self))
        words = (
            "把办公室的名片存到U盘，给每台检查用的电脑选一次。以后随时可以再存。"
            if office
            else "把这台电脑的名片存到U盘，交给镇安监办。镇里接受后，会给一包企业底数和编号字母。"
        )
        self.add(Label(words, "body", wrap=True, parent=self))
        if not office:
            said = "电脑编号：" + " ".join(device_groups(db.key.device)) + "。镇里打电话来核对时，一组一组念。"
            self.add(Label(said, "secondary", "ink-2", wrap=True, parent=self))
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
