"""How the survey's screen is laid out: the form, the likely doubles beside it, what is said over and under it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.ui.field import survey_words as words
from zjg_inspect.ui.field.survey_doubles import DoublesPanel
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Rule
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import InlineError, Label

BESIDE, NARROW_BESIDE, NARROW = 360, 292, 1100


class SurveyLayout(QWidget):
    """The parts, where they stand; it does nothing by itself."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("survey")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._busy = False
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.head = TopBar("", "", "今日", self)
        self.clear_button = KeyButton("清空", "eraser", kind="quiet", parent=self.head)
        self.clear_button.setObjectName("clearEntry")
        self.head.add_action(self.clear_button)
        rows.addWidget(self.head)
        across = QHBoxLayout()
        across.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        self._line = QWidget(self)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(MARGIN, theme.px(12), MARGIN, theme.px(4))
        line.setSpacing(theme.px(12))
        self._said = Label("", "body", parent=self._line)
        self.undo_button = KeyButton("撤销", "undo-2", parent=self._line)
        self.undo_button.setObjectName("undoClear")
        line.addWidget(self._said)
        line.addWidget(self.undo_button)
        line.addStretch(1)
        left.addWidget(self._line)
        self._area = page_area(self)
        left.addWidget(self._area, 1)
        left.addWidget(Rule(self))
        left.addWidget(self._foot())
        across.addLayout(left, 1)
        self._edge = Rule(self, upright=True)
        self.doubles = DoublesPanel(self)
        across.addWidget(self._edge)
        across.addWidget(self.doubles)
        rows.addLayout(across, 1)

    def _foot(self) -> QWidget:
        theme = current()
        foot = QWidget(self)
        foot.setProperty("fill", "surface")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(foot)
        row.setContentsMargins(MARGIN, theme.px(10), MARGIN, theme.px(10))
        row.setSpacing(theme.px(12))
        words_ = QVBoxLayout()
        self._kept = Label(words.KEPT, "secondary", "ink-2", wrap=True, parent=foot)
        self._error = InlineError(parent=foot)
        words_.addWidget(self._kept)
        words_.addWidget(self._error)
        row.addLayout(words_, 1)
        self.only = KeyButton("只登记", key="Ctrl+S", height="main", parent=foot)
        self.only.setObjectName("enterOnly")
        self.inspect = KeyButton("登记并检查", key="Ctrl+Enter", kind="main", parent=foot)
        self.inspect.setObjectName("enterAndInspect")
        row.addWidget(self.only)
        row.addWidget(self.inspect)
        return foot

    def _say(self, said: str, undo: bool = False) -> None:
        self._said.setText(said)
        reveal(self._line, bool(said))
        reveal(self.undo_button, undo)

    def error(self) -> str:
        return self._error.text()

    def said(self) -> str:
        """What stands over the form."""
        return "" if self._line.isHidden() else self._said.text()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._area.setEnabled(not busy)
        for button in (self.only, self.inspect, self.clear_button):
            button.setEnabled(not busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current()
        self.doubles.setFixedWidth(theme.px(NARROW_BESIDE if self.width() < theme.px(NARROW) else BESIDE))
