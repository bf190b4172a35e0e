"""The pad with what belongs to it: who signs, one stroke back, anew, and over the whole window."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Signature
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.pad import SignaturePad
from zjg_inspect.ui.widgets.strokes import PER_PIXEL
from zjg_inspect.ui.widgets.text import InlineError, Label


class PadPanel(QWidget):
    """`changed` after every stroke."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("padPanel")
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self._words = Label("", "body", strong=True, wrap=True, parent=self)
        self.undo_button = KeyButton("退一笔", "undo-2", parent=self)
        self.undo_button.setObjectName("undoStroke")
        self.clear_button = KeyButton("重签", "eraser", parent=self)
        self.clear_button.setObjectName("clearPad")
        self.large_button = KeyButton("放大签", "zoom-in", parent=self)
        self.large_button.setObjectName("largePad")
        head.addWidget(self._words, 1)
        for button in (self.large_button, self.undo_button, self.clear_button):
            head.addWidget(button)
        rows.addLayout(head)
        self.pad = SignaturePad("", self)
        rows.addWidget(self.pad, 1)
        self.error = InlineError(parent=self)
        rows.addWidget(self.error)
        self.undo_button.clicked.connect(self.pad.undo)
        self.clear_button.clicked.connect(self.pad.clear)
        self.large_button.clicked.connect(self.open_large)
        self.pad.changed.connect(self._told)
        self._large: LargePad | None = None
        lead_focus(self, lambda: self.pad)
        self._told()

    def ask(self, words: str, name: str) -> None:
        """An empty pad for this person."""
        self._words.setText(words)
        self.error.set_text("")
        self.pad.set_name(name)
        self.pad.setEnabled(True)
        self.pad.clear()

    def show_given(self, words: str, name: str, signature: Signature) -> None:
        """What this person drew, to be looked at."""
        self._words.setText(words)
        self.error.set_text("")
        self.pad.set_name(name)
        strokes = [list(stroke) for stroke in signature.strokes]
        points = [point for stroke in strokes for point in zip(stroke[::2], stroke[1::2], strict=True)]
        hint = self.pad.sizeHint()
        width = max([hint.width(), *(x / PER_PIXEL + 8 for x, _ in points)])
        height = max([hint.height(), *(y / PER_PIXEL + 8 for _, y in points)])
        self.pad.set_strokes(strokes, width, height, signature.pressures)
        self.pad.setEnabled(False)
        self._told()

    def strokes(self) -> list[list[int]]:
        return self.pad.strokes()

    def pressures(self) -> list[list[int]]:
        return self.pad.pressures()

    def is_empty(self) -> bool:
        return self.pad.is_empty()

    def say_wrong(self, sentence: str) -> None:
        self.error.set_text(sentence)

    def open_large(self) -> None:
        """The pad over the whole window; what was drawn comes along, and back."""
        window = self.window()
        self._large = LargePad(self.pad, window)
        self._large.closed.connect(self._back_from_large)

    def large(self) -> "LargePad | None":
        return self._large

    def _back_from_large(self) -> None:
        if self._large is not None:
            if self._large.pad.strokes():
                drawn = self._large.pad
                self.pad.set_strokes(drawn.strokes(), *drawn.pad_size(), drawn.pressures())
            else:
                self.pad.clear()
            self._large.deleteLater()
            self._large = None
            self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _told(self) -> None:
        drawn = bool(self.pad.strokes()) and self.pad.isEnabled()
        self.undo_button.setEnabled(drawn)
        self.clear_button.setEnabled(drawn)
        self.large_button.setEnabled(self.pad.isEnabled())
        if drawn:
            self.error.set_text("")
        self.changed.emit()


class LargePad(QWidget):
    """Covers its window until it is put away; `closed` then."""

    closed = Signal()

    def __init__(self, small: SignaturePad, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("largePadCover")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(20))
        rows.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label(f"请{small.accessibleName().removesuffix('签名')}在框内签名", "title", parent=self), 1)
        undo = KeyButton("退一笔", "undo-2", parent=self)
        undo.setObjectName("largeUndo")
        clear = KeyButton("重签", "eraser", parent=self)
        clear.setObjectName("largeClear")
        self.close_button = KeyButton("写好了", "check", "Ctrl+Enter", kind="main", height="control", parent=self)
        self.close_button.setObjectName("largeDone")
        for button in (undo, clear, self.close_button):
            head.addWidget(button)
        rows.addLayout(head)
        self.pad = SignaturePad(small.accessibleName().removesuffix("签名"), self)
        self.pad.setObjectName("largeSignaturePad")
        rows.addWidget(self.pad, 1)
        if small.strokes():
            self.pad.set_strokes(small.strokes(), *small.pad_size(), small.pressures())
        undo.clicked.connect(self.pad.undo)
        clear.clicked.connect(self.pad.clear)
        self.close_button.clicked.connect(self.put_away)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.put_away()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False
