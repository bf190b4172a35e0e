"""A line of text with its key and the phrases that a thumb can reach: notes, reasons, a hazard's fields."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from zjg_inspect.ui.focus import ring_on_parent
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.badge import KeyHint
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal

# What is typed is saved when the hand rests this long, or leaves the field.
IDLE_MS = 500
LONGEST = 500
PHRASES = 3


class _Line(QLineEdit):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteField(QFrame):
    """One line of text in a frame with its key. `edited` gives the text while it is typed, `left` when it is done."""

    edited = Signal(str)
    left = Signal()

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme = current()
        self.setFixedHeight(theme.height("control"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(8), 0)
        self.line = _Line(self)
        self.line.setProperty("bare", True)
        self.line.setMaxLength(LONGEST)
        ring_on_parent(self.line)
        row.addWidget(self.line, 1)
        if key:
            row.addWidget(KeyHint(key, "", self))
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._tell)
        self.line.textEdited.connect(lambda _text: self._idle.start())
        self.line.left.connect(self.left)
        self.line.editingFinished.connect(self.flush)
        self.setFocusProxy(self.line)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show what is saved; what is being typed stays."""
        if not self._idle.isActive() and text != self.line.text():
            self.line.setText(text)
            if not self.line.hasFocus():
                # a long one is read from its beginning
                self.line.setCursorPosition(0)

    def flush(self) -> None:
        """Hand over what was typed; a composition that is open is taken as it stands."""
        if self.line.hasFocus():
            QGuiApplication.inputMethod().commit()
        if self._idle.isActive():
            self._idle.stop()
            self._tell()

    def _tell(self) -> None:
        self.edited.emit(self.line.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class NoteRow(QWidget):
    """A line of text with its phrases beside it; a phrase tapped is put behind what stands there.

    `edited` gives the whole text, `left` that the person is done with the field.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        key: str = "",
        name: str = "note",
        least: int = 190,
        phrases: int = PHRASES,
        parent: QWidget | None = None,
    ) -> None:
        """`least`: how wide the field stays beside its phrases, of which there are at most so many."""
        super().__init__(parent)
        self._least = current().px(least)
        self.setObjectName(f"{name}Row")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self.field = NoteField(key, self)
        self.field.line.setObjectName(name)
        row.addWidget(self.field, 1)
        self.phrases: list[KeyButton] = []
        for n in range(phrases):
            button = KeyButton("", parent=self)
            button.setObjectName(f"{name}_phrase_{n}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, n=n: self._say(self.phrases[n].text()))
            row.addWidget(button)
            self.phrases.append(button)
        self._said: tuple[str, ...] = ()
        self._room = phrases
        self._whole: tuple[str, ...] = ()
        self.field.edited.connect(self.edited)
        self.field.left.connect(self.left)
        self.setFocusProxy(self.field)

    def show_for(self, text: str, phrases: Sequence[str], placeholder: str, whole: Sequence[str] = ()) -> None:
        """`whole`: the phrases that say all by themselves (a reason, 不需资金); the others are added up."""
        self._said, self._whole = tuple(phrases[: len(self.phrases)]), tuple(whole)
        self.field.set_text(text)
        self.field.line.setPlaceholderText(placeholder)
        self.field.line.setAccessibleName(placeholder)
        for button, phrase in zip(self.phrases, self._said, strict=False):
            button.set_words(phrase)
        self._fit()

    def set_room(self, phrases: int) -> None:
        """How many phrases there is room for."""
        self._room = phrases
        self._fit()

    def _fit(self) -> None:
        """As many phrases as leave the field room for a short sentence."""
        room, gap = self.width() - self._least, current().px(8)
        for n, button in enumerate(self.phrases):
            room -= button.sizeHint().width() + gap
            reveal(button, n < len(self._said) and n < self._room and room >= 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, current().height("control"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _say(self, phrase: str) -> None:
        self.field.flush()
        before = self.field.text().strip()
        alone = not before or phrase in self._whole or before in self._whole
        text = phrase if alone else f"{before}，{phrase}"
        if phrase not in before.split("，"):
            self.field.line.setText(text)
            self.edited.emit(text)
            self.left.emit()

    def say(self, n: int) -> bool:
        """Tap the n-th phrase, from 0; False when there is none."""
        if there := n < len(self.phrases) and not self.phrases[n].isHidden():
            self.phrases[n].click()
        return there
