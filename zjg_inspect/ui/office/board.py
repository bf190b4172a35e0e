"""看板: both halves of 双七十, the zones with what is missing, and the enterprises behind each figure."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import verdicts
from zjg_inspect.service.verdicts import EnterpriseStanding, Overview, ZoneVerdict
from zjg_inspect.ui.office.board_looks import FigureCard, StandingLook, ZoneLook
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.programme_words import board_words
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.office.why import nearest, ranked, shortest_way
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

WIDE = 900


class ZonePanel(Card):
    """The enterprises of one zone; `opened` an enterprise, `acted` one whose visit waits for its review, `left` back to
    the zones."""

    opened = Signal(object)
    acted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("zonePanel")
        spare_edge(self)
        theme = current()
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(10))
        self.back = KeyButton("各集中区", "chevron-left", kind="quiet", parent=head)
        self.back.setObjectName("backToZones")
        self.back.clicked.connect(self.left)
        self._name = ElidedLabel("", "look", strong=True, parent=head)
        self._missing = Label("", "body", strong=True, parent=head)
        row.addWidget(self.back)
        row.addWidget(self._name, 1)
        row.addWidget(self._missing)
        head.setFixedHeight(theme.px(52))
        self.list = PaintedList("zoneEnterprises", "这个集中区的企业", StandingLook(), parent=self)
        self._empty = EmptyState("", parent=self)
        self.add(head)
        self.add(Rule(self))
        self.add(self.list, 1)
        self.add(self._empty, 1)
        self.list.opened.connect(self.opened)
        self.list.acted.connect(self.acted)

    def show_zone(self, zone: ZoneVerdict, enterprises: list[EnterpriseStanding]) -> None:
        self._name.setText(f"{zone.village}的企业")
        self._missing.setText("" if not zone.total else "达到" if zone.standardised_zone else f"还差 {zone.missing} 家")
        self._missing.set_tone("pass" if zone.standardised_zone else "ink")
        self.list.set_values(enterprises, keep=self.list.current())
        reveal(self.list, bool(enterprises))
        reveal(self._empty, not enterprises)
        self._empty.set_words(f"{zone.village}没有企业，不算在双七十里。")

    def words(self) -> str:
        return f"{self._name.text()} {self._missing.text()}".strip()


class Board(Page):
    keys = (("↑ ↓", "换集中区"), ("Enter", "看企业"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "看板", parent)
        theme = current()
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
        self.panel.opened.connect(lambda one: self.went.emit("register", one.id))
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
        head.setFixedHeight(theme.px(46))
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
        self.in_background(lambda _step: verdicts.overview(self.db), self._take)

    def show_thing(self, thing: Any) -> None:
        """A zone's id: its enterprises."""
        found = next((zone for zone in self._zones if zone.id == thing), None)
        if found is not None:
            self.zones.choose(found)

    def _take(self, found: Overview) -> None:
        self._zones, city = found.zones, found.city
        self.set_facts(board_words(found.programme, today()))
        self._legend.setText(f"竖线是 {city.enterprises.target}%；实心为达到，斜线为未达到")
        self.enterprises.set_half(city.enterprises)
        self.zones_reached.set_half(city.zones)
        self.way.set_parts([Part(text, "ink", bold) for text, bold in shortest_way(found.zones, city)])
        self._fill()

    def _fill(self) -> None:
        near = nearest(self._zones)
        rows = ranked(self._zones, self.order.value() or "share")
        by_share = [zone.id for zone in ranked(self._zones, "share")]
        self._look.nearest = near[0].id if near else ""
        self._look.towns = len({zone.township for zone in self._zones}) > 1
        self._look.rank = {zone: place for place, zone in enumerate(by_share, 1)}
        reveal(self.go, bool(near))
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
        self._shown = zone
        self.in_background(
            lambda _step: verdicts.zone_enterprises(self.db, zone.id), lambda found: self._show(zone, found)
        )

    def _show(self, zone: ZoneVerdict, found: list[EnterpriseStanding]) -> None:
        if self._shown is not None and self._shown.id == zone.id:
            self.panel.show_zone(zone, found)

    def _open(self, _zone: ZoneVerdict) -> None:
        self._only_one = True
        self._lay_out()
        if self.panel.list.isVisible():
            self.panel.list.setFocus(Qt.FocusReason.OtherFocusReason)

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
