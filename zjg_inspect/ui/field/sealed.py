"""已签: the sealed visits with number and result; from here a sheet is seen again, saved or corrected."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from zjg_inspect.service import lists
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.field.conflicts import ConflictLine
from zjg_inspect.ui.field.sealed_words import rows_of
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel

# how far it has come, what was found, the sheet's number
WIDTHS = (156, 150, 210)
NONE_SEALED = "还没有签完的检查。在“今日”选一家企业，查完、签好，就会排在这里。"


class SealedScreen(QWidget):
    """`opened` gives a visit; `again` asks for another visit at the enterprise that the list is narrowed to."""

    opened = Signal(str)
    again = Signal(EnterpriseRow)

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sealed")
        self.keys = [("↑ ↓", "选检查"), ("Enter", "看表"), ("F1", "帮助")]
        self._db = db
        self._only: EnterpriseRow | None = None
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        rows.setSpacing(theme.px(12))
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.px(8))
        self._words = ElidedLabel("", "body", strong=True, parent=self._head)
        self.all_button = KeyButton("看全部", parent=self._head)
        self.all_button.setObjectName("allSealed")
        self.all_button.clicked.connect(lambda: self.narrow(None))
        self.again_button = KeyButton("再查一次", parent=self._head)
        self.again_button.setObjectName("visitAgain")
        self.again_button.clicked.connect(self._ask_again)
        head.addWidget(self._words, 1)
        head.addWidget(self.again_button)
        head.addWidget(self.all_button)
        self.conflicts = ConflictLine(db, "inspection", self)
        rows.addWidget(self.conflicts)
        rows.addWidget(self._head)
        self._card = Card(parent=self)
        self.list = RowList("sealedList", "签完的检查", WIDTHS, self._card)
        self._card.add(self.list)
        self._card.rows.setSizeConstraint(QLayout.SizeConstraint.SetMaximumSize)
        self.empty = EmptyState(NONE_SEALED, parent=self)
        rows.addWidget(self._card, 1)
        rows.addWidget(self.empty, 1)
        rows.addStretch(0)
        self.list.opened.connect(self.opened)
        lead_focus(self, lambda: self.list)

    def narrow(self, enterprise: EnterpriseRow | None) -> None:
        """Only the visits of this enterprise, or all."""
        self._only = enterprise
        self.refresh()

    def show_all(self) -> None:
        """Of all enterprises, when it is read next."""
        self._only = None

    def refresh(self) -> None:
        self.conflicts.refresh()
        chosen = self.list.selected()
        found = lists.sealed_visits(self._db, self._only.id if self._only else "")
        self.list.set_rows(rows_of(found))
        self.list.select_id(chosen.id if chosen else "")
        reveal(self._head, self._only is not None)
        self._words.setText(f"{self._only.name} 的检查" if self._only else "")
        reveal(self._card, bool(found))
        reveal(self.empty, not found)

    def _ask_again(self) -> None:
        if self._only is not None:
            self.again.emit(self._only)
