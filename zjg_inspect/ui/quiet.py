"""A sentence that concerns the whole window, in place, above the status line; it stays until it is put away."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from zjg_inspect.ui.theme import MARGIN, Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.text import Label, Mark


class QuietLine(QFrame):
    """`told` when a sentence is shown."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quietLine")
        self.setProperty("fill", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        row.setSpacing(theme.px(12))
        self._marks: dict[bool, Mark] = {
            True: Mark("circle-alert", "fail", self),
            False: Mark("circle-check", "pass", self),
        }
        for mark in self._marks.values():
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._label = Label("", "body", wrap=True, parent=self)
        row.addWidget(self._label, 1)
        self.undo = KeyButton("撤销", "undo-2", parent=self)
        self.undo.setObjectName("undoSaid")
        self.undo.clicked.connect(self._take_back)
        self._undo: Callable[[], object] | None = None
        row.addWidget(self.undo)
        self._close = KeyButton("知道了", parent=self)
        self._close.setObjectName("putAway")
        self._close.clicked.connect(self.put_away)
        row.addWidget(self._close)
        self.hide()

    def text(self) -> str:
        return self._label.text() if not self.isHidden() else ""

    def say(self, sentence: str, wrong: bool = True, undo: Callable[[], object] | None = None) -> None:
        """`wrong`: something could not be done; else something is done, which `undo` takes back."""
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self._label.setText(sentence)
        tone: Token = "fail" if wrong else "ink"
        self._label.set_tone(tone)
        for kind, mark in self._marks.items():
            mark.setVisible(kind == wrong)
        self.setAccessibleName(sentence)
        self.show()
        self.told.emit(sentence)

    def _take_back(self) -> None:
        undo = self._undo
        self.put_away()
        if undo is not None:
            undo()

    def put_away(self) -> None:
        self._undo = None
        self.hide()
