"""看板: both halves of 双七十, the zones with what is missing, the trend, what failed, inspectors' progress; and the
list behind each figure."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import Period, period_of
from zjg_inspect.service import figures, inapplicable, planning, progress, trend, verdicts
from zjg_inspect.service.figures import FailureFigures
from zjg_inspect.service.inapplicable import Overused
from zjg_inspect.service.planning import Planned, ZonePlan
from zjg_inspect.service.trend import TrendPoint
from zjg_inspect.service.verdicts import EnterpriseStanding, Overview, ZoneVerdict
from zjg_inspect.ui.office.behind import BehindList
from zjg_inspect.ui.office.behind_words import ZONE, Behind, Listed
from zjg_inspect.ui.office.board_behind import (
    enterprises_behind,
    failures_behind,
    progress_behind,
    zones_behind,
)
from zjg_inspect.ui.office.board_cards import FailureBar, FailureCard, ReportCard, TrendCard, span_words
from zjg_inspect.ui.office.board_day import DayChoice
from zjg_inspect.ui.office.board_looks import ENTERPRISES, ZONES, FigureCard
from zjg_inspect.ui.office.board_progress import WORDS, Asked, ProgressPanel
from zjg_inspect.ui.office.board_save import Saving
from zjg_inspect.ui.office.board_zone import ZonePanel
from zjg_inspect.ui.office.board_zones import ZonesCard
from zjg_inspect.ui.office.page import Desk, Page
from zjg_inspect.ui.office.programme_words import board_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.paint import reveal

WIDE = 900


class Board(Page):
    keys = (("↑ ↓", "换集中区"), ("Enter", "看企业"), ("Esc", "回来"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "看板", parent)
        self._day = desk.memory.board_day
        self._view, self._open_zone, self._behind = "zones", False, False
        self._overview: Overview | None = None
        self._shown: ZoneVerdict | None = None
        self._period: Period | None = None
        self._failures: FailureFigures | None = None
        self._came_from: QWidget | None = None
        self._make_top()
        self.stack = QStackedWidget(self)
        self.body.addWidget(self.stack, 1)
        self.progress = ProgressPanel(self)
        self.behind = BehindList(self)
        for widget in (self._make_overview(), self.progress, self.behind):
            self.stack.addWidget(widget)
        self._connect()
        self._lay_out()

    def _make_top(self) -> None:
        self.view = Segmented(
            [("zones", "集中区", ""), ("trend", "走势", ""), ("progress", "进度", "")], "看什么", "small", self
        )
        self.view.setObjectName("boardView")
        self.view.set_value("zones")
        self.day = DayChoice(self._day, self)
        self.saving = Saving(self)
        self.top.add_action(self.view)
        self.top.add_action(self.day)
        for button in (self.saving.picture, self.saving.paper):
            self.top.add_action(button)

    def _make_overview(self) -> QWidget:
        theme = current()
        inside = QWidget(self)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        self.enterprises = FigureCard(ENTERPRISES, "figureEnterprises", inside)
        self.zones_reached = FigureCard(ZONES, "figureZones", inside)
        both = QHBoxLayout()
        both.setSpacing(theme.px(12))
        both.addWidget(self.enterprises, 1)
        both.addWidget(self.zones_reached, 1)
        rows.addLayout(both)
        lower = QHBoxLayout()
        lower.setSpacing(theme.px(12))
        self.zone_card = ZonesCard(inside)
        self.zones = self.zone_card.list
        self.panel = ZonePanel(inside)
        self.aside = QWidget(inside)
        cards = QVBoxLayout(self.aside)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(theme.px(12))
        self.trend, self.failures, self.report = TrendCard(self.aside), FailureCard(self.aside), ReportCard(self.aside)
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(theme.px(12))
        self._cards.addWidget(self.trend, 222)
        self._cards.addWidget(self.failures, 232)
        cards.addLayout(self._cards, 1)
        cards.addWidget(self.report)
        lower.addWidget(self.zone_card, 65)
        lower.addWidget(self.aside, 52)
        lower.addWidget(self.panel, 52)
        rows.addLayout(lower, 1)
        return inside

    def _connect(self) -> None:
        self.view.changed.connect(self._show_view)
        self.day.chosen.connect(self._show_day)
        self.enterprises.opened.connect(self._see_enterprises)
        self.zones_reached.opened.connect(self._see_zones)
        self.zone_card.chosen.connect(self._choose)
        self.zone_card.opened.connect(self._open)
        self.panel.opened.connect(lambda enterprise: self.went.emit("register", enterprise))
        self.panel.stepped.connect(self._step)
        self.panel.looked.connect(lambda visit: self.went.emit("review", visit))
        self.panel.acted.connect(lambda one: self.went.emit("review", one.verdict.inspection))
        self.panel.left.connect(self._close)
        self.trend.asked.connect(self.day.choose)
        self.failures.asked.connect(self._see_failures)
        self.report.asked.connect(lambda some: self.went.emit("reports", some))
        self.progress.asked.connect(self._see_progress)
        self.behind.left.connect(self._back)
        self.behind.opened.connect(self._go)
        self.behind.failed.connect(self.say_error)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.panel)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._close)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        if self._behind:
            self.behind.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._view == "progress":
            self.progress.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.zones.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        day = self._day
        self.in_background(lambda _step: verdicts.overview(self.db, day), lambda found: self._take(found, day))
        if self._behind:
            self.behind.refresh()

    def _take(self, found: Overview, day: date | None) -> None:
        if day != self._day:
            return
        self._overview = found
        on = day or today()
        self._period = some = period_of(on, found.programme.report_day)
        then = f"{day.isoformat()} 那天 · " if day is not None else ""
        self.set_facts(then + board_words(found.programme, on, past=day is not None))
        self.enterprises.set_half(found.city.enterprises)
        self.zones_reached.set_half(found.city.zones)
        self.zone_card.show_overview(found, day)
        self.report.set_period(some, today())
        # one after the other: what is seen first comes first
        self.in_background(
            lambda _step: figures.failure_figures(self.db, some), lambda failed: self._take_failures(some, failed)
        )
        self._read_progress()

    def _read_progress(self) -> None:
        """Inspectors' progress, while its page is in front."""
        some = self._period
        if some is not None and self._view == "progress":
            self.in_background(
                lambda _step: progress.progress(self.db, some, today()), lambda made: self._take_progress(some, made)
            )

    def _take_progress(self, some: Period, made: progress.Progress) -> None:
        if some == self._period:
            facts = f"{some.month} 月（{span_words(some, today())}）；待审核、退回、派单是现在的"
            self.progress.set_progress(made, facts)

    def _take_failures(self, some: Period, failed: FailureFigures) -> None:
        if some != self._period:
            return
        self._failures = failed
        self.failures.set_figures(failed, some)
        day = self._day
        self.in_background(
            lambda step: (trend.trend(self.db, day, step), trend.months(self.db, today())),
            lambda told: self._take_trend(day, *told),
            progressed=lambda done, total: self.trend.say(f"正在算以前的月份：{done} 家，共 {total} 家"),
        )

    def _take_trend(self, day: date | None, points: tuple[TrendPoint, ...], months: list[Period]) -> None:
        if day == self._day:
            self.trend.set_points(points, past=day is not None)
            self.day.set_months(months)
            self.saving.set_ready(True)

    def _show_day(self, day: date | None) -> None:
        self._day = self.desk.memory.board_day = day
        self.set_facts(f"正在算 {day.isoformat()} 那天" if day is not None else "")
        self._back()
        self.refresh()

    def _show_view(self, view: str) -> None:
        self._view, self._open_zone = view, False
        self._back()
        self.start()
        self._read_progress()

    def show_thing(self, thing: Any) -> None:
        """A zone's id: its enterprises."""
        if (found := self.zone_card.zone(thing)) is not None:
            self._view = "zones"
            self.zones.choose(found, tell=False)
            self._back()
            self._open(found)

    # -- one zone ------------------------------------------------------------------------------------------------------

    def _choose(self, zone: ZoneVerdict) -> None:
        self._shown, day = zone, self._day
        if self._open_zone:
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
            # the keyboard goes where it was asked to once there is something to go to
            if self.panel.back.hasFocus():
                self.panel.front().setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, planned: Planned) -> None:
        """Go where the plan's first step at an enterprise is done."""
        first = planned.steps[0]
        self.went.emit("review", first.about[0]) if first.kind == "review" else self.went.emit("inbox", None)

    def _open(self, zone: ZoneVerdict) -> None:
        again = self._open_zone and self._shown is not None and self._shown.id == zone.id
        self._open_zone = True
        self._lay_out()
        if not again:
            self._choose(zone)
        front = self.panel.front()
        (front if front.isVisible() else self.panel.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._open_zone = False
        self._lay_out()
        self.zones.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the lists behind the figures ----------------------------------------------------------------------------------

    def _see(self, behind: Behind) -> None:
        self._came_from = QApplication.focusWidget()
        self._behind = True
        self._lay_out()
        self.behind.show_behind(behind)

    def _see_enterprises(self, which: str) -> None:
        if self._overview is not None:
            self._see(enterprises_behind(self.db, self._overview.city.enterprises, self._day, which))

    def _see_zones(self, which: str) -> None:
        if self._overview is not None:
            self._see(zones_behind(self._overview.zones, which))

    def _see_failures(self, bar: FailureBar | None) -> None:
        if self._period is not None and self._failures is not None:
            which = (bar.form, bar.area, bar.item) if bar is not None else ("", "", "")
            self._see(failures_behind(self.db, self._period, self._failures, *which))

    def _see_progress(self, asked: Asked) -> None:
        if self._period is not None:
            whose = asked.device, asked.person, asked.name
            self._see(progress_behind(self.db, self._period, today(), *whose, asked.which, WORDS[asked.which]))

    def _go(self, row: Listed) -> None:
        if row.page == ZONE:
            self.show_thing(row.thing)
        else:
            self.went.emit(row.page, row.thing)

    def _back(self) -> None:
        before, self._behind = self._behind, False
        self._lay_out()
        if before and self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        elif before:
            self.start()

    def _lay_out(self) -> None:
        """Zones and cards side by side where there is room, else one at a time; an open zone takes the cards' place."""
        wide = self.width() >= current().px(WIDE)
        view = "zones" if wide and self._view == "trend" else self._view
        self.view.set_value(view)
        reveal(self.view.buttons["trend"], not wide)
        beside = self.top.minimumSizeHint().width() - self.day.field.width() * self.day.field.isVisibleTo(self.day)
        self.day.set_wide(wide, self.width() - beside)
        self.stack.setCurrentIndex(2 if self._behind else 1 if view == "progress" else 0)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._cards.setDirection(down if wide else across)
        zones = view == "zones"
        reveal(self.zone_card, wide or (zones and not self._open_zone))
        reveal(self.panel, zones and self._open_zone)
        reveal(self.aside, not self._open_zone if wide else not zones)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
