"""One enterprise of the register: its verdict with why, its facts, what is in doubt, its visits."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service.assignments import Assigned
from zjg_inspect.service.facts import FactsFound
from zjg_inspect.service.hazard_rows import HazardRow
from zjg_inspect.service.lists import SealedVisit
from zjg_inspect.service.survey import Proposal
from zjg_inspect.service.verdicts import EnterpriseStanding
from zjg_inspect.ui.office.found_facts import FoundFacts, source_words
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList, RowLook, draw_ground
from zjg_inspect.ui.office.reason_words import reasons_line
from zjg_inspect.ui.office.register_hazards import HazardLook, hazards_heading
from zjg_inspect.ui.office.register_words import (
    Fact,
    assigned_parts,
    facts_of,
    found_words,
    kinds_of,
    visit_words,
    waiting_facts,
)
from zjg_inspect.ui.office.review_words import TYPES
from zjg_inspect.ui.office.rich import Part, RichLabel, draw_rich, plain, rich_height
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import Label, Mark


class VisitLook(RowLook):
    def height(self, value: SealedVisit, width: int) -> int:
        theme = current()
        words = rich_height(visit_words(value), width - theme.px(104))
        return max(theme.height("small") + theme.px(10), words + theme.px(12))

    def spoken(self, value: SealedVisit) -> str:
        return plain(visit_words(value))

    def action(self, value: SealedVisit) -> str:
        return "看表"

    def paint(self, painter: QPainter, rect: QRect, value: SealedVisit, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        draw_rich(painter, rect.adjusted(theme.px(16), 0, -theme.px(88), 0), visit_words(value))


class AssignedLook(RowLook):
    """An open assignment, and the button that takes it back."""

    def height(self, value: Assigned, width: int) -> int:
        theme = current()
        words = rich_height(assigned_parts(value, today()), width - theme.px(104))
        return max(theme.height("small") + theme.px(10), words + theme.px(12))

    def spoken(self, value: Assigned) -> str:
        return plain(assigned_parts(value, today()))

    def action(self, value: Assigned) -> str:
        return "撤回"

    def paint(self, painter: QPainter, rect: QRect, value: Assigned, selected: bool) -> None:
        theme = current()
        draw_ground(painter, rect, selected)
        draw_rich(painter, rect.adjusted(theme.px(16), 0, -theme.px(88), 0), assigned_parts(value, today()))


class Details(Card):
    """`opened` gives the visit whose sheet is to be seen, `withdrawn` the assignment that is to be taken back,
    `hazard_asked` the hazard whose steps are.

    `asked`: one of its acts.
    `facts_told`: what the office says to facts that a visit found otherwise (see FoundFacts).
    """

    opened = Signal(object)
    hazard_asked = Signal(object)
    withdrawn = Signal(object)
    facts_told = Signal(bool, object)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("details")
        spare_edge(self)
        self._area = page_area(self)
        self.add(self._area, 1)
        self.visits: PaintedList | None = None
        self.assigned: PaintedList | None = None
        self.hazards: PaintedList | None = None
        self.found: FoundFacts | None = None
        self._verdict = ""

    def verdict(self) -> str:
        return self._verdict

    def show_enterprise(
        self,
        site: Enterprise,
        zone: Zone,
        standing: EnterpriseStanding,
        visits: list[SealedVisit],
        assigned: list[Assigned],
        found: FactsFound | None = None,
        hazards: Sequence[HazardRow] = (),
        filing_due: str = "",
        waiting: Sequence[Proposal] = (),
        host: str = "",
        around: Sequence[Fact] = (),
        acts: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`waiting`: what was found of it on the spot and is not in the register yet; `host`: in whose works. `around`:
        whom it is linked with. `acts`: what can be done with it, and how that is called."""
        theme = current()
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        rows.setSpacing(theme.px(8))
        pad = theme.px(16)
        name = RichLabel([Part(site.name, "ink", True)], "look", inside)
        rows.addLayout(_inset(name, pad))
        proposed = next((each for each in waiting if each.found is not None), None)
        rows.addLayout(_inset(self._verdict_line(inside, standing, proposed), pad))
        rows.addLayout(_inset(self._acts(inside, acts), pad))
        self.found = None
        if found is not None:
            rows.addLayout(_inset(self._found_facts(inside, found), pad))
        rows.addWidget(Rule(inside))
        self.assigned = None
        if assigned:
            rows.addLayout(_inset(Label(f"派单 {len(assigned)}", "body", strong=True, parent=inside), pad))
            self.assigned = _grown(PaintedList("assigned", "派单", AssignedLook(), grows=True, parent=inside), assigned)
            self.assigned.acted.connect(self.withdrawn)
            rows.addWidget(self.assigned)
        self.hazards = None
        if hazards:
            rows.addLayout(_inset(Label(hazards_heading(list(hazards)), "body", strong=True, parent=inside), pad))
            self.hazards = _grown(
                PaintedList("enterpriseHazards", "隐患", HazardLook(), grows=True, parent=inside), list(hazards)
            )
            self.hazards.acted.connect(self.hazard_asked)
            self.hazards.opened.connect(self.hazard_asked)
            rows.addWidget(self.hazards)
            rows.addWidget(Rule(inside))
        rows.addLayout(
            self._facts(inside, [*facts_of(site, zone, filing_due), *around, *waiting_facts(waiting, host)], pad)
        )
        rows.addWidget(Rule(inside))
        rows.addLayout(self._facts(inside, kinds_of(site.facts), pad))
        if site.doubts:
            rows.addWidget(Rule(inside))
            rows.addLayout(_inset(Label(f"存疑 {len(site.doubts)} 处", "body", "attention", True, parent=inside), pad))
            for doubt in site.doubts:
                words = [Part(f"“{doubt.text}”", "ink", True), Part(f"　{doubt.reason}")]
                rows.addLayout(_inset(RichLabel(words, "secondary", inside), pad))
        rows.addWidget(Rule(inside))
        head = f"检查 {len(visits)} 次" if visits else "还没有检查过"
        rows.addLayout(_inset(Label(head, "body", strong=True, parent=inside), pad))
        self.visits = _grown(PaintedList("visits", "检查", VisitLook(), grows=True, parent=inside), visits)
        self.visits.acted.connect(self.opened)
        self.visits.opened.connect(self.opened)
        self.visits.setVisible(bool(visits))
        rows.addWidget(self.visits)
        rows.addStretch(1)
        self._area.setWidget(inside)

    def _acts(self, inside: QWidget, acts: Sequence[tuple[str, str]]) -> QWidget:
        box = QWidget(inside)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(current().px(4))
        # large words in a narrow window take two rows
        columns = 7 if current().px(100) <= 100 and not current().sunlight else 4
        self.acts: dict[str, KeyButton] = {}
        for at, (what, word) in enumerate(acts):
            button = self.acts[what] = KeyButton(word, height="small", parent=box)
            button.setObjectName(f"act_{what}")
            button.clicked.connect(lambda _checked=False, what=what: self.asked.emit(what))
            grid.addWidget(button, at // columns, at % columns)
        grid.setColumnStretch(columns, 1)
        return box

    def _found_facts(self, inside: QWidget, found: FactsFound) -> QWidget:
        theme = current()
        panel = QFrame(inside)
        panel.setProperty("frame", "panel")
        rows = QVBoxLayout(panel)
        rows.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        rows.setSpacing(theme.px(6))
        words = [Part("现场发现", "ink", True), Part(f"　{source_words(found, TYPES[found.type])}", "ink-2")]
        rows.addWidget(RichLabel(words, "secondary", panel))
        self.found = FoundFacts(found, narrow=True, parent=panel)
        self.found.told.connect(self.facts_told)
        rows.addWidget(self.found)
        return panel

    def _verdict_line(self, inside: QWidget, standing: EnterpriseStanding, proposed: Proposal | None) -> QWidget:
        box = QWidget(inside)
        across = QHBoxLayout(box)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(current().px(8))
        if proposed is not None:
            parts = [Part("待确认：", "attention", True), Part(found_words(proposed))]
        elif standing.verdict.standardised:
            parts = [Part("规范化管理企业", "pass", True), Part(f"，{standing.verdict.date} 的核查已审核")]
            across.addWidget(Mark("check", "pass", box), 0, Qt.AlignmentFlag.AlignTop)
        else:
            parts = [Part("还没达到：", "ink", True), Part(reasons_line(standing.reasons))]
        across.addWidget(RichLabel(parts, "body", box), 1)
        self._verdict = plain(parts)
        return box

    @staticmethod
    def _facts(inside: QWidget, facts: list[Fact], pad: int) -> QGridLayout:
        theme = current()
        grid = QGridLayout()
        grid.setContentsMargins(pad, 0, pad, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnMinimumWidth(0, theme.px(86))
        grid.setColumnStretch(1, 1)
        for at, fact in enumerate(facts):
            words = Label(fact.name, "secondary", "ink-2", wrap=len(fact.name) > 6, parent=inside)
            words.setMaximumWidth(theme.px(86))
            grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(RichLabel([Part(fact.value)], "secondary", inside), at, 1)
        return grid


def _grown(rows: PaintedList, values: list[Any]) -> PaintedList:
    """As high as its rows: the page around it scrolls."""
    rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.set_values(values)
    return rows


def _inset(widget: QWidget, pad: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(pad, 0, pad, 0)
    row.addWidget(widget)
    return row
