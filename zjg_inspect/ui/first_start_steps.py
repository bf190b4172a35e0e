"""The steps of the first start: what they have in common, and the office's name and mark."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import setup
from zjg_inspect.service.setup import Database, Standing
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import RADIUS_CARD, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_key, draw_text, key_size
from zjg_inspect.ui.widgets.text import InlineError, Label

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
    """A step that ends with `became`, or goes on to another step; what is wrong is said under the fields."""

    became = Signal(Standing)
    went_on = Signal(QWidget)

    def __init__(self, db: Database, title: str, act: str) -> None:
        super().__init__(24, 10)
        self.db = db
        self.labels: list[Label] = []
        self.add(Label(title, "title", parent=self))
        self._act = act

    def finish_building(self, missing: Callable[[], Missing | None], become: Callable[[], Standing] | None) -> None:
        """The error line and the main action stand last; `become` writes it down, off the window's thread.

        Without it the main action calls `go_on`.
        """
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
        self.labels.append(Label(label, "body", strong=True, parent=self))
        self.add(self.labels[-1])
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
        if (become := self._become) is None:
            self.go_on()
            return
        self.button.setEnabled(False)
        tasks.run(self, lambda _: become(), self.became.emit, self._failed)

    def go_on(self) -> None:
        """What follows where nothing is written yet."""

    def before(self) -> "StepPage | None":
        """The step to go back to; None is the choice of the role."""
        return None

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
