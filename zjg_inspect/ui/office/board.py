"""看板: both halves of 双七十, the zones with what is missing, and the enterprises behind each figure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import period_of, previous
from zjg_inspect.service import inapplicable, planning, verdicts
from zjg_inspect.service.inapplicable import Overused
from zjg_inspect.service.planning import Planned, ZonePlan
from zjg_inspect.service.verdicts import EnterpriseStanding, Overview, ZoneVerdict
from zjg_inspect.ui.office.board_day import DayChoice
from zjg_inspect.ui.office.board_looks import FigureCard, ZoneLook
from zjg_inspect.ui.office.board_zone import ZonePanel
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.programme_words import board_words
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.office.why import nearest, ranked, shortest_way
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

WIDE = 900
PAST = "这是 {day} 当天结束时的样子；后来的检查、审核和整改没有算进来。"


class Board(Page):
    keys = (("↑ ↓", "换集中区"), ("Enter", "看企业"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "看板", parent)
        theme = current()
        self._day = desk.memory.board_day
        self.day = DayChoice(self._day, self)
        self.day.chosen.connect(self._show_day)
        self.top.add_action(self.day)
        self.enterprises = FigureCard("规范化管理企业", "家", "家", self)
        self.zones_reached = FigureCard("规范化管理集中区", "个", "个集中区", self)
        figures = QHBoxLayout()
        figures.setSpacing(theme.px(12))
        figures.addWidget(self.enterprises, 1)
        figures.addWidget(self.zones_reached, 1)
        self.body.addLayout(figures)
        self._zones: Sequence[ZoneVerdict] = ()
        self._shown: ZoneVerdict | None = None
        self._only_one = False
        lower = QHBoxLayout()
        lower.setSpacing(theme.px(12))
        self.zone_card = self._make_zones()
        self.panel = ZonePanel(self)
        lower.addWidget(self.zone_card, 65)
        lower.addWidget(self.panel, 52)
        self.body.addLayout(lower, 1)
        self.panel.opened.connect(lambda enterprise: self.went.emit("register", enterprise))
        self.panel.stepped.connect(self._step)
        self.panel.looked.connect(lambda visit: self.went.emit("review", visit))
        self.panel.acted.connect(lambda one: self.went.emit("review", one.verdict.inspection))
        self.panel.left.connect(self._back)
        self._lay_out()

    def _make_zones(self) -> Card:
        theme = current()
        card = spare_edge(Card(parent=self))
        card.setObjectName("zoneCard")
        head = QWidget(card)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(12))
        head.setFixedHeight(max(theme.px(46), theme.height("small") + theme.px(4)))
        row.addWidget(Label("各集中区", "look", strong=True, parent=head))
        self._legend = ElidedLabel("", "secondary", "ink-2", parent=head)
        row.addWidget(self._legend, 1)
        self.order = Segmented([("share", "按占比", ""), ("name", "按名称", "")], "排列", "small", head)
        self.order.set_value("share")
        self.order.changed.connect(lambda _by: self._fill())
        row.addWidget(self.order)
        self._look = ZoneLook()
        self.zones = PaintedList("zones", "各集中区", self._look, parent=card)
        self.zones.chosen.connect(self._choose)
        self.zones.opened.connect(self._open)
        self.zones.clicked.connect(lambda index: self._open(self.zones.values()[index.row()]))
        foot = QWidget(card)
        words = QHBoxLayout(foot)
        words.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        words.setSpacing(theme.px(12))
        self.way = RichLabel((), "secondary", foot)
        self.way.setObjectName("shortestWay")
        words.addWidget(self.way, 1)
        self.go = KeyButton("看最近的", height="small", parent=foot)
        self.go.setObjectName("showNearest")
        self.go.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.go.clicked.connect(self._show_nearest)
        words.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)
        for widget in (head, Rule(card)):
            card.add(widget)
        card.add(self.zones, 1)
        card.add(Rule(card))
        card.add(foot)
        return card

    def start(self) -> None:
        self.zones.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        day = self._day
        self.in_background(lambda _step: verdicts.overview(self.db, day), lambda found: self._take(found, day))

    def _show_day(self, day: date | None) -> None:
        self._day = self.desk.memory.board_day = day
        self.set_facts(f"正在算 {day.isoformat()} 那天" if day is not None else "")
        self.refresh()

    def show_thing(self, thing: Any) -> None:
        """A zone's id: its enterprises."""
        found = next((zone for zone in self._zones if zone.id == thing), None)
        if found is not None:
            self.zones.choose(found)

    def _take(self, found: Overview, day: date | None) -> None:
        if day != self._day:
            return
        self._zones, city = found.zones, found.city
        on, report_day = today(), found.programme.report_day
        then = f"{day.isoformat()} 那天 · " if day is not None else ""
        self.set_facts(then + board_words(found.programme, day or on, past=day is not None))
        self.day.set_reported(previous(period_of(on, report_day), report_day))
        self._legend.setText(f"竖线是 {city.enterprises.target}%；实心为达到，斜线为未达到")
        self.enterprises.set_half(city.enterprises)
        self.zones_reached.set_half(city.zones)
        way = shortest_way(found.zones, city) if day is None else ((PAST.format(day=day.isoformat()), False),)
        self.way.set_parts([Part(text, "ink", bold) for text, bold in way])
        self._fill()

    def _fill(self) -> None:
        near = nearest(self._zones)
        rows = ranked(self._zones, self.order.value() or "share")
        by_share = [zone.id for zone in ranked(self._zones, "share")]
        self._look.nearest = near[0].id if near and self._day is None else ""
        self._look.towns = len({zone.township for zone in self._zones}) > 1
        self._look.rank = {zone: place for place, zone in enumerate(by_share, 1)}
        reveal(self.go, bool(near) and self._day is None)
        before = self._shown.id if self._shown else (near[0].id if near else rows[0].id if rows else "")
        self.zones.set_values(rows)
        chosen = next((zone for zone in rows if zone.id == before), rows[0] if rows else None)
        if chosen is not None:
            self.zones.choose(chosen, tell=False)
            self._choose(chosen)

    def _show_nearest(self) -> None:
        near = nearest(self._zones)
        if near:
            self.zones.choose(near[0])
            self._open(near[0])

    def _choose(self, zone: ZoneVerdict) -> None:
        self._shown, day = zone, self._day
        self.in_background(lambda _step: self._read(zone, day), lambda found: self._show(zone, day, *found))

    def _read(
        self, zone: ZoneVerdict, day: date | None
    ) -> tuple[list[EnterpriseStanding], ZonePlan | None, list[Overused]]:  # fmt: skip
        """What the panel shows; of a past day there is nothing to plan or to ask."""
        found = verdicts.zone_enterprises(self.db, zone.id, day)
        if day is not None:
            return found, None, []
        plan = planning.zone_plan(self.db, zone.id) if zone.missing else None
        return found, plan, inapplicable.zone_overused(self.db, zone.id)

    def _show(
        self,
        zone: ZoneVerdict,
        day: date | None,
        found: list[EnterpriseStanding],
        plan: ZonePlan | None,
        doubts: list[Overused],
    ) -> None:
        if self._shown is not None and self._shown.id == zone.id and self._day == day:
            self.panel.show_zone(zone, found, day, plan, doubts)

    def _step(self, planned: Planned) -> None:
        """Go where the plan's first step at an enterprise is done."""
        first = planned.steps[0]
        self.went.emit("review", first.about[0]) if first.kind == "review" else self.went.emit("inbox", None)

    def _open(self, _zone: ZoneVerdict) -> None:
        self._only_one = True
        self._lay_out()
        if self.panel.front().isVisible():
            self.panel.front().setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._only_one = False
        self._lay_out()
        self.zones.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        """Side by side where there is room, else one after the other."""
        wide = self.width() >= current().px(WIDE)
        reveal(self.zone_card, wide or not self._only_one)
        reveal(self.panel, wide or self._only_one)
        reveal(self.panel.back, not wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
