"""Who reviews: one of the office's own people, remembered on this computer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from zjg_inspect.model.inspection import Someone
from zjg_inspect.service import people
from zjg_inspect.ui.office.page import Desk
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label


class ReviewerPicker(QWidget):
    """`picked` when another reviewer was chosen; `people_asked` when there is nobody to choose."""

    picked = Signal()
    people_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[people.PersonRow] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self._label = Label("审核人", "secondary", "ink-2", parent=self)
        self.box = QComboBox(self)
        self.box.setObjectName("reviewer")
        self.box.setAccessibleName("审核人")
        self.box.setPlaceholderText("选审核人")
        self.box.setMinimumWidth(current().px(124))
        self.box.activated.connect(self._pick)
        self.add = KeyButton("去添人员", "users", parent=self)
        self.add.setObjectName("toPeople")
        self.add.clicked.connect(self.people_asked)
        for widget in (self._label, self.box, self.add):
            row.addWidget(widget)

    def load(self) -> None:
        """The office's own people; a third party's review nothing."""
        self._rows = [row for row in people.people(self._desk.db) if not row.agency]
        self.box.clear()
        self.box.addItems([row.name for row in self._rows])
        remembered = self._desk.preferences.reviewer
        self.box.setCurrentIndex(next((n for n, row in enumerate(self._rows) if row.id == remembered), -1))
        reveal(self.add, not self._rows)
        for widget in (self._label, self.box):
            reveal(widget, bool(self._rows))

    def is_empty(self) -> bool:
        return not self._rows

    def reviewer(self) -> Someone | None:
        at = self.box.currentIndex()
        return Someone(self._rows[at].name, self._rows[at].id) if 0 <= at < len(self._rows) else None

    def _pick(self, at: int) -> None:
        self._desk.preferences.reviewer = self._rows[at].id
        self.picked.emit()
