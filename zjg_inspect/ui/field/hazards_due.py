"""隐患: what is open, major hazards first, then by deadline; from here a re-inspection begins."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import is_past
from zjg_inspect.service import due
from zjg_inspect.service.hazard_rows import HazardRow
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.field.conflicts import ConflictLine
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_rows import Cell, Heading, Line
from zjg_inspect.ui.field.today_words import due_of, short_date
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal

NONE_OPEN = "没有没改好的隐患。检查时记下的隐患会按期限排在这里。"


class HazardsScreen(QWidget):
    """`opened` gives the enterprise of the hazard that was chosen."""

    opened = Signal(str)

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hazards")
        self.keys = [("↑ ↓", "选隐患"), ("Enter", "去复查"), ("F1", "帮助")]
        self._db = db
        self._enterprise_of: dict[str, str] = {}
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(16), MARGIN, theme.px(16))
        rows.setSpacing(theme.px(12))
        self.conflicts = ConflictLine(db, "hazard", self)
        rows.addWidget(self.conflicts)
        self._card = Card(parent=self)
        self.list = RowList("hazardList", "没改好的隐患", (140, 250, 190), self._card)
        self._card.add(self.list)
        self._card.rows.setSizeConstraint(QLayout.SizeConstraint.SetMaximumSize)
        self.empty = EmptyState(NONE_OPEN, parent=self)
        rows.addWidget(self._card, 1)
        rows.addWidget(self.empty, 1)
        rows.addStretch(0)
        self.list.opened.connect(lambda id: self.opened.emit(self._enterprise_of[id]))
        lead_focus(self, lambda: self.list)

    def refresh(self) -> None:
        self.conflicts.refresh()
        chosen = self.list.selected()
        found = due.open_hazards(self._db)
        self._enterprise_of = {hazard.id: hazard.enterprise for hazard in found}
        self.list.set_rows(_rows(found))
        self.list.select_id(chosen.id if chosen else "")
        reveal(self._card, bool(found))
        reveal(self.empty, not found)


def _rows(found: list[HazardRow]) -> list[Heading | Line]:
    on = today()
    late = sum(is_past(hazard.deadline, on) for hazard in found)
    columns = ("期限", "企业", "条目")
    rows: list[Heading | Line] = []
    for grade, title in (("major", "重大隐患"), ("general", "一般隐患")):
        members = [hazard for hazard in found if hazard.grade == grade]
        if members:
            rest = f"逾期 {late} 条，重大在前，按期限先后" if late and not rows else ""
            rows.append(Heading(title, f"{len(members)} 条", rest, columns if not rows else ("", "", "")))
            rows += [_line(hazard) for hazard in members]
    return rows


def _line(hazard: HazardRow) -> Line:
    rectified = "企业报已改好，等复查" if hazard.state == "rectified" else "还没改好"
    return Line(
        id=hazard.id,
        name=hazard.what or hazard.title,
        facts=" · ".join(part for part in (hazard.where, rectified, _found(hazard)) if part),
        cells=(
            due_of(hazard.deadline, today()),
            Cell(hazard.name, hazard.village),
            Cell(hazard.title, hazard.item),
        ),
        action="复查",
        badge="重大" if hazard.grade == "major" else "",
    )


def _found(hazard: HazardRow) -> str:
    """张某、李某 08-14 查出"""
    return f"{hazard.inspectors} {short_date(hazard.found, today())} 查出" if hazard.inspectors else ""
