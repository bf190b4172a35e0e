"""The line over the register after a register was taken in: what came, and the way back."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from zjg_inspect.model import clock
from zjg_inspect.service.roster_import import Import
from zjg_inspect.ui.office import roster_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

WEEK = timedelta(days=7)


class UndoLine(QFrame):
    """`undo` when the import is to be taken back, `report` when its report is to be read."""

    undo = Signal()
    report = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("importLine")
        self.setAccessibleName("上一次导入")
        self.setProperty("frame", "card")
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(4), theme.px(8), theme.px(4))
        row.setSpacing(theme.px(8))
        self._words = Label("", "body", wrap=True, parent=self)
        self.undo_button = KeyButton("撤销这次导入", "undo-2", kind="quiet", parent=self)
        self.undo_button.setObjectName("undoImport")
        self.undo_button.clicked.connect(self.undo)
        self.report_button = KeyButton("看报告", "file-text", kind="quiet", parent=self)
        self.report_button.setObjectName("importReport")
        self.report_button.clicked.connect(self.report)
        self.close_button = KeyButton("收起", "x", kind="quiet", parent=self)
        self.close_button.setObjectName("closeImportLine")
        self.close_button.clicked.connect(self._put_away)
        row.addWidget(self._words, 1)
        for button in (self.undo_button, self.report_button, self.close_button):
            row.addWidget(button)
        self._away = self._at = ""
        self.hide()

    def show_import(self, done: Import | None, always: bool = False) -> None:
        """Shown while it can be taken back, for a week or until it is put away; `always`: beside its report."""
        self._at = "" if done is None else done.at
        if done is not None:
            self._words.setText(roster_words.taken_words(done))
        recent = done is not None and done.at != self._away and clock.today() - clock.local(done.at).date() <= WEEK
        reveal(self.close_button, not always)
        reveal(self, done is not None and done.can_undo and (always or recent))

    def words(self) -> str:
        return self._words.text()

    def _put_away(self) -> None:
        self._away = self._at
        self.hide()
