"""The board's zones: sorted, each with its bar to the line, and the shortest way to both halves under them."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from zjg_inspect.service.verdicts import Overview, ZoneVerdict
from zjg_inspect.ui.office.board_looks import ZoneLook
from zjg_inspect.ui.office.page import spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.office.why import TownSum, by_township, nearest, ranked, shortest_way
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, Label

PAST = "这是 {day} 当天结束时的样子；后来的检查、审核和整改没有算进来。"


class ZonesCard(Card):
    """`opened` gives the zone that was tapped, or Enter was pressed at; `chosen` the one that became the current."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        spare_edge(self)
        self.setObjectName("zoneCard")
        theme = current()
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(12))
        head.setFixedHeight(max(theme.px(46), theme.height("small") + theme.px(4)))
        row.addWidget(Label("各集中区", "look", strong=True, parent=head))
        self._legend = ElidedLabel("", "secondary", "ink-2", parent=head)
        row.addWidget(self._legend, 1)
        orders = [("share", "按占比", ""), ("missing", "按还差", ""), ("name", "按村名", "")]
        self.order = Segmented(orders, "排列", "small", head)
        self.order.set_value("share")
        self.order.changed.connect(lambda _by: self._fill())
        row.addWidget(self.order)
        self.look = ZoneLook()
        self.list = PaintedList("zones", "各集中区", self.look, parent=self)
        self.list.setUniformItemSizes(True)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.opened)
        self.list.clicked.connect(lambda index: self._tapped(index.row()))
        foot = QWidget(self)
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
        self.add(head)
        self.add(Rule(self))
        self.add(self.list, 1)
        self.add(Rule(self))
        self.add(foot)
        self._found: Overview | None = None
        self._day: date | None = None

    def show_overview(self, found: Overview, day: date | None) -> None:
        """As it stands, or stood at the end of a past day."""
        self._found, self._day = found, day
        self._legend.setText(f"竖线是 {found.city.enterprises.target}%；实心为达到，斜线为未达到")
        past = "" if day is None else PAST.format(day=day.isoformat())
        way = shortest_way(found.zones, found.city) if day is None else ((past, False),)
        self.way.set_parts([Part(text, "ink", bold) for text, bold in way])
        self._fill()

    def zones_shown(self) -> list[ZoneVerdict | TownSum]:
        """In the order that is chosen; where there are several townships, by name each under its sum."""
        if self._found is None:
            return []
        if self.order.value() == "name" and self._has_towns():
            return by_township(self._found.zones, self._found.programme.targets)
        return list(ranked(self._found.zones, self.order.value() or "share"))

    def _has_towns(self) -> bool:
        return self._found is not None and len({zone.township for zone in self._found.zones}) > 1

    def legend(self) -> str:
        return self._legend.text()

    def zone(self, own: str) -> ZoneVerdict | None:
        zones: Sequence[ZoneVerdict] = self._found.zones if self._found is not None else ()
        return next((zone for zone in zones if zone.id == own), None)

    def _fill(self) -> None:
        if self._found is None:
            return
        zones = self._found.zones
        near = nearest(zones)
        self.look.nearest = near[0].id if near and self._day is None else ""
        # under its sum a township need not be named again
        self.look.towns = self._has_towns() and self.order.value() != "name"
        self.look.rank = {zone.id: place for place, zone in enumerate(ranked(zones, "share"), 1)}
        reveal(self.go, bool(near) and self._day is None)
        shown, before = self.zones_shown(), self.list.current()
        own = before.id if before is not None else (near[0].id if near else "")
        self.list.set_values(shown)
        plain = [row for row in shown if isinstance(row, ZoneVerdict)]
        row = next((zone for zone in plain if zone.id == own), plain[0] if plain else None)
        if row is not None:
            self.list.choose(row, tell=False)
            self.chosen.emit(row)

    def _tapped(self, row: int) -> None:
        value = self.list.values()[row]
        if isinstance(value, ZoneVerdict):
            self.opened.emit(value)

    def _show_nearest(self) -> None:
        near = nearest(self._found.zones) if self._found is not None else []
        if near:
            self.list.choose(near[0])
            self.opened.emit(near[0])
