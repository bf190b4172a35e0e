"""What pages are put together from: cards, form rows with their question, empty places, the line of long work."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import begin, draw_text, reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

LABEL_COLUMN = 112
SHOWN_AFTER_MS = 300


class Rule(QFrame):
    """A line that separates."""

    def __init__(self, parent: QWidget | None = None, upright: bool = False) -> None:
        super().__init__(parent)
        self._upright = upright
        self.setProperty("frame", "rule")
        fixed, open_ = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(*((fixed, open_) if upright else (open_, fixed)))

    def sizeHint(self) -> QSize:
        line = current().line
        return QSize(line, 0) if self._upright else QSize(0, line)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Card(QFrame):
    """A white panel with an edge; `add_row` puts a line between rows, `add` does not."""

    def __init__(self, padding: int = 0, gap: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "card")
        theme = current()
        self.rows = QVBoxLayout(self)
        inset = theme.px(padding)
        self.rows.setContentsMargins(inset, inset, inset, inset)
        self.rows.setSpacing(theme.px(gap))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.rows.addWidget(widget, stretch)

    def add_row(self, widget: QWidget) -> None:
        if self.rows.count():
            self.rows.addWidget(Rule(self))
        self.rows.addWidget(widget)


class _NameColumn(QWidget):
    """As wide as the names of all rows, as high as the fields beside it; painted, since a form has many of them."""

    def __init__(self, name: str, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._question = name, question
        self.setAccessibleName("，".join(part for part in (name, question) if part))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _heights(self) -> tuple[int, int]:
        """Of the name and of the question under it."""
        theme = current()
        return theme.metrics("body", True).height(), theme.metrics("hint").height() if self._question else 0

    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(LABEL_COLUMN), max(theme.height("control"), sum(self._heights())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        name, question = self._heights()
        top, wide = (self.height() - name - question + 1) // 2, self.width()
        draw_text(painter, QRect(0, top, wide, name), self._name, theme.font("body", True), "ink")
        draw_text(painter, QRect(0, top + name, wide, question), self._question, theme.font("hint"), "ink-2")


class FormRow(QWidget):
    """A row of a form: at the left the name and under it its question, at the right the fields; errors below these."""

    def __init__(self, name: str, question: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(12))
        right = QVBoxLayout()
        right.setSpacing(0)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(theme.px(8))
        self._error = InlineError(parent=self)
        right.addLayout(self._fields)
        right.addWidget(self._error)
        row.addWidget(_NameColumn(name, question, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self._name = name

    def add(self, field: QWidget, stretch: int = 0) -> None:
        """A field, or a proposal beside it; a field without an accessible name takes the row's."""
        if not field.accessibleName():
            field.setAccessibleName(self._name)
        self._fields.addWidget(field, stretch)

    def add_stretch(self) -> None:
        self._fields.addStretch(1)

    def set_error(self, text: str) -> None:
        """What is missing and how to go on; "" when nothing is."""
        self._error.set_text(text)

    def error(self) -> str:
        return self._error.text()


class EmptyState(QWidget):
    """Where a list would begin: one sentence and one button, or none; `acted` when it is pressed, `other_acted` when
    the second one is, where there is one."""

    acted = Signal()
    other_acted = Signal()

    def __init__(self, sentence: str, action: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(16), theme.px(20), theme.px(16), theme.px(20))
        rows.setSpacing(theme.px(12))
        self._label = Label(sentence, "body", "ink-2", wrap=True, parent=self)
        self.button = KeyButton(action, icon, parent=self)
        self.button.setObjectName("emptyAction")
        self.button.clicked.connect(self.acted)
        self.other = KeyButton("", parent=self)
        self.other.setObjectName("emptyOtherAction")
        # until it is offered under words of its own
        self.other.setAccessibleName(sentence)
        self.other.clicked.connect(self.other_acted)
        self.other.hide()
        rows.addWidget(self._label)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(12))
        buttons.addWidget(self.button)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        rows.addLayout(buttons)
        rows.addStretch(1)
        self.set_words(sentence, action)

    def offer(self, action: str, icon: str = "", key: str = "") -> None:
        """The second button; "" for none."""
        self.other.set_words(action, icon, key)
        reveal(self.other, bool(action))

    def set_words(self, sentence: str, action: str = "") -> None:
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.set_words(action)
        reveal(self.button, bool(action))

    def sentence(self) -> str:
        return self._label.text()


class _Bar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.done, self.total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(160), current().px(10 if current().sunlight else 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.fillRect(self.rect(), theme.colour("edge" if theme.sunlight else "sunk"))
        if theme.sunlight:
            painter.fillRect(self.rect().adjusted(2, 2, -2, -2), theme.colour("surface"))
        width = self.width() * min(self.done, self.total) // self.total if self.total else 0
        painter.fillRect(QRect(0, 0, width, self.height()), theme.colour("ink" if theme.sunlight else "action"))


class ProgressLine(QWidget):
    """Long work in place: what is being done, 第 3 个，共 5 个, a bar, and 取消. Work under 0.3 s shows nothing."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progressLine")
        self.setAccessibleName("进度")
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        self._what = ""
        self._words = Label("", "body", parent=self)
        self._bar = _Bar(self)
        self.cancel = KeyButton("取消", key="Esc", parent=self)
        self.cancel.setObjectName("cancel")
        self.cancel.clicked.connect(self._cancel)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self.cancel)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOWN_AFTER_MS)
        self._delay.timeout.connect(self.show)
        self.hide()

    def start(self, what: str) -> None:
        """`what` is being done, as a person says it: 正在写入U盘."""
        self._what = what
        self.cancel.setEnabled(True)
        self.set_progress(0, 0)
        self._delay.start()

    def set_progress(self, done: int, total: int) -> None:
        """`done` of `total` are finished, so that the next is being worked on."""
        self._say(done, total, done, total)

    def set_share(self, done: int, total: int, pieces: int = 1) -> None:
        """`done` of `total` of the whole, which is this many pieces; one piece is not counted."""
        self._say(done, total, done * pieces // total if total else 0, pieces if pieces > 1 else 0)

    def _say(self, done: int, total: int, finished: int, pieces: int) -> None:
        if not self.cancel.isEnabled():
            return
        count = f"：第 {min(finished + 1, pieces)} 个，共 {pieces} 个" if pieces else ""
        self._words.setText(self._what + count)
        self.setAccessibleDescription(self._words.text())
        self._bar.done, self._bar.total = done, total
        self._bar.update()

    def set_part(self, done: int, total: int) -> None:
        """`done` of `total`, of something that nobody counts (bytes): only how far it is."""
        self._words.setText(f"{self._what}：{100 * done // total}%" if total else self._what)
        self.setAccessibleDescription(self._words.text())
        self._bar.done, self._bar.total = done, total
        self._bar.update()

    def finish(self) -> None:
        self._delay.stop()
        self.hide()

    def words(self) -> str:
        return self._words.text()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._words.setText("正在停下，已做的会退回")
        self.cancelled.emit()
