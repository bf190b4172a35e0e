"""Beside a sealed visit's sheet: that it is in conflict, that it was corrected, and the earlier versions to look at."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import conflicts, history
from zjg_inspect.service.lists import SealedVisit
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.version_words import corrected_words, version_words
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label, Mark

IN_CONFLICT = "这次检查有两份不同的更正。定下用哪一份之前，镇里审了也不算数。"
PRESENT = "现在这版"


class VisitVersions(QWidget):
    """`settle_requested` to settle the conflict; `chosen` gives the version to show, "" for the present one."""

    settle_requested = Signal()
    chosen = Signal(str)

    def __init__(self, db: Database, visit: SealedVisit, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("visitVersions")
        theme = current()
        conflict = conflicts.conflict(db, "inspection", visit.inspection)
        self._earlier = history.earlier_versions(db, visit.inspection)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        rows.setSpacing(theme.px(8))
        panel = QFrame(self)
        panel.setProperty("frame", "panel")
        across = QHBoxLayout(panel)
        across.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        across.setSpacing(theme.px(12))
        across.addWidget(Mark("git-compare", "attention", panel))
        across.addWidget(Label(IN_CONFLICT, "body", wrap=True, parent=panel), 1)
        self.settle = KeyButton("去定", parent=panel)
        self.settle.setObjectName("settleConflict")
        self.settle.setAccessibleName("去定下用哪一份")
        self.settle.clicked.connect(self.settle_requested)
        across.addWidget(self.settle)
        rows.addWidget(panel)
        reveal(panel, conflict is not None and conflict.may_merge)
        line = QWidget(self)
        words = QHBoxLayout(line)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(theme.px(12))
        self.words = Label(corrected_words(self._earlier, bool(visit.decision)), "body", wrap=True, parent=line)
        self.words.setObjectName("correctedWords")
        words.addWidget(self.words, 1)
        self.box = QComboBox(line)
        self.box.setObjectName("versionBox")
        self.box.setAccessibleName("看哪一版")
        self.box.addItem(PRESENT)
        for place, each in enumerate(self._earlier):
            self.box.addItem(version_words(place, each, today()))
        self.box.activated.connect(lambda at: self.chosen.emit(self._earlier[at - 1].version if at else ""))
        self.box.setMaximumWidth(theme.px(420))
        words.addWidget(self.box)
        rows.addWidget(line)
        reveal(line, bool(self._earlier))
        reveal(self, bool(self._earlier) or conflict is not None)
