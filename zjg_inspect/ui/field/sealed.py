"""已签: the sealed visits with number and result; from here a sheet is seen again, saved or corrected."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from zjg_inspect.service import lists
from zjg_inspect.service.lists import EnterpriseRow, SealedVisit
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.field.conflicts import ConflictLine
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_rows import Cell, Heading, Line
from zjg_inspect.ui.field.today_words import TYPES, found_cell
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import MARGIN, Token, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel

# The groups of the list in their order, each with what it means for the inspector.
GROUPS = {"镇里退回的": "点开看原因，更正后重新签字", "未发送": "下次写入U盘就带走", "已发送": ""}
_STATES: dict[str, tuple[str, str, Token]] = {
    "approved": ("已审核", "", "ink-2"),
    "returned": ("已退回", "", "attention"),
}
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
        self.list = RowList("sealedList", "签完的检查", (170, 210, 100), self._card)
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

    def refresh(self) -> None:
        self.conflicts.refresh()
        chosen = self.list.selected()
        found = lists.sealed_visits(self._db, self._only.id if self._only else "")
        self.list.set_rows(_rows(found))
        self.list.select_id(chosen.id if chosen else "")
        reveal(self._head, self._only is not None)
        self._words.setText(f"{self._only.name} 的检查" if self._only else "")
        reveal(self._card, bool(found))
        reveal(self.empty, not found)

    def _ask_again(self) -> None:
        if self._only is not None:
            self.again.emit(self._only)


def _rows(found: list[SealedVisit]) -> list[Heading | Line]:
    columns = ("结果", "编号", "")
    rows: list[Heading | Line] = []
    for title, rest in GROUPS.items():
        members = [visit for visit in found if _group(visit) == title]
        if members:
            rows.append(Heading(title, f"{len(members)} 次", rest, columns if not rows else ("", "", "")))
            rows += [_line(visit) for visit in members]
    return rows


def _group(visit: SealedVisit) -> str:
    return "镇里退回的" if visit.decision == "returned" else "已发送" if visit.sent else "未发送"


def _line(visit: SealedVisit) -> Line:
    facts = [visit.village, TYPES.get(visit.type, ""), visit.inspectors]
    return Line(
        id=visit.inspection,
        name=visit.name,
        facts=" · ".join(part for part in facts if part),
        cells=(
            found_cell(visit.outcome, visit.failed, visit.date),
            Cell(visit.number, f"{visit.photos} 张照片" if visit.photos else "没有照片"),
            Cell(*_STATES[visit.decision])
            if visit.decision
            else Cell("待审核" if visit.sent else "未发送", tone="ink-2"),
        ),
        action="看表",
        badge=f"重大 {visit.majors}" if visit.majors else "",
    )
