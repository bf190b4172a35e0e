"""Of a visit that comes back corrected: what the version said that was reviewed before, and what is changed since."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.service.history import Reviewed
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.version_words import changes_told, day_words, reviewed_words
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.compare import Column, CompareTable, Row
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.text import Label, Mark

FEW = 6


class EarlierPanel(Card):
    """`looked` gives the version whose sheet is to be seen."""

    looked = Signal(str)

    def __init__(self, before: Reviewed, review: ReviewBody | None, parent: QWidget) -> None:
        """`review`: of the version that is shown, where it has one."""
        super().__init__(12, 8, parent)
        self.setObjectName("earlier")
        theme = current()
        told = changes_told(before)
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(Mark("git-compare", "action", head), 0, Qt.AlignmentFlag.AlignVCenter)
        self.title = Label(
            f"更正后再送：和审过的上一版比，改了 {len(told)} 处", "body", strong=True, wrap=True, parent=head
        )
        row.addWidget(self.title, 1)
        self.button = KeyButton("看上一版的表", "file-text", height="small", parent=head)
        self.button.setObjectName("earlierSheet")
        self.button.clicked.connect(lambda: self.looked.emit(before.earlier.version))
        row.addWidget(self.button)
        self.add(head)
        when = day_words(before.earlier.made_at, today())
        self._columns = [
            Column("上一版", f"{when}，{reviewed_words(before.earlier.review)}"),
            Column("这一版", reviewed_words(review) if review else "等你审"),
        ]
        self._rows = [Row(each.name, each.cells, (False, True)) for each in told]
        self.more = KeyButton("", "chevron-down", height="small", parent=self)
        self.more.setObjectName("moreChanges")
        self.more.clicked.connect(self._show_all)
        few = self._rows if len(self._rows) <= FEW else self._rows[: FEW - 1]
        self.more.set_words(f"还有 {len(self._rows) - len(few)} 处")
        self.more.setVisible(len(few) < len(self._rows))
        self.table = CompareTable(self._columns, few, parent=self)
        self.add(self.table)
        self.rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        whole = CompareTable(self._columns, self._rows, parent=self)
        self.rows.replaceWidget(self.table, whole)
        self.table.hide()
        self.table.deleteLater()
        self.table = whole
        self.more.hide()
