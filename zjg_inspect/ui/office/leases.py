"""租赁: leases and their filing, landlords, the filing of zones, what waits to be taken in; receipts, monthly lists."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.period import Period
from zjg_inspect.service import figures, filings, filings_paper, found_leases
from zjg_inspect.service.filings import LeaseRow
from zjg_inspect.ui.office.leases_landlords import LandlordTab
from zjg_inspect.ui.office.leases_list import LeaseTab
from zjg_inspect.ui.office.leases_waiting import WaitingTab
from zjg_inspect.ui.office.leases_zones import ZoneTab
from zjg_inspect.ui.office.page import Desk, Page
from zjg_inspect.ui.office.paper_page import PaperPage
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import TopTabs
from zjg_inspect.ui.widgets.paint import reveal

TABS = (("leases", "租约备案"), ("landlords", "出租方"), ("zones", "集中区备案"), ("waiting", "待确认"))


class Leases(Page):
    keys = (("↑ ↓", "选一份"), ("Ctrl+Enter", "备案"), ("Ctrl+F", "查找"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "租赁", parent)
        self.tabs = TopTabs(list(TABS), self)
        self.tabs.chosen.connect(self.show_tab)
        self.top.add_tabs(self.tabs)
        self.new = KeyButton("登记租约…", "plus", parent=self)
        self.new.setObjectName("newLease")
        self.new.clicked.connect(self._enter)
        self.month = KeyButton("月清单…", "file-text", parent=self)
        self.month.setObjectName("monthlyList")
        self.month.setAccessibleDescription("每月的备案清单")
        self.month.clicked.connect(self.open_month)
        self.top.add_action(self.new)
        self.top.add_action(self.month)
        self.leases, self.landlords = LeaseTab(self), LandlordTab(self)
        self.zones, self.waiting = ZoneTab(self), WaitingTab(self)
        self._tabs: dict[str, LeaseTab | LandlordTab | ZoneTab | WaitingTab] = {
            "leases": self.leases, "landlords": self.landlords, "zones": self.zones, "waiting": self.waiting,
        }  # fmt: skip
        self._front = QStackedWidget(self)
        for tab in self._tabs.values():
            self._front.addWidget(tab)
        self.receipt = PaperPage(self, "回到租约", "备案回执", self)
        self.list_page = MonthPage(self)
        self._stack = QStackedWidget(self)
        for page in (self._front, self.receipt, self.list_page):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self._shown = "leases"
        self._connect()

    def _connect(self) -> None:
        self.shortcut("Ctrl+F", lambda: self._tabs[self._shown].start())
        self.shortcut("Ctrl+Return", self._act)
        self.shortcut("Esc", self._leave)
        self.leases.receipt_asked.connect(self.open_receipt)
        self.leases.went.connect(self._go)
        self.landlords.lease_asked.connect(lambda lease: self._go("leases", lease))
        self.waiting.went.connect(self.went)
        self.waiting.counted.connect(lambda count: self.tabs.set_count("waiting", count))
        for paper in (self.receipt, self.list_page):
            paper.left.connect(self._leave)
        self.list_page.receipts_asked.connect(self.open_receipts)

    # -- tabs ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        if self._stack.currentWidget() is self._front:
            self._tabs[self._shown].start()

    def refresh(self) -> None:
        self.tabs.set_count("waiting", len(found_leases.found_leases(self.db)))
        self.tabs.set_count("zones", sum(row.state in filings.WAITING for row in filings.zone_rows(self.db)))
        self.tabs.set_current(self._shown)
        if self._stack.currentWidget() is self._front:
            self._tabs[self._shown].refresh()

    def show_tab(self, key: str) -> None:
        self._shown = key
        self._stack.setCurrentWidget(self._front)
        self._front.setCurrentWidget(self._tabs[key])
        reveal(self.new, key == "leases")
        self.refresh()
        self.start()

    def show_thing(self, thing: Any) -> None:
        """A tab's key; a lease's state (overdue, soon …) or id, or a zone's or landlord's, as a pair with its tab."""
        if isinstance(thing, tuple):
            self._go(*thing)
        elif thing in self._tabs:
            self.show_tab(thing)

    def _go(self, where: str, thing: Any) -> None:
        if where not in self._tabs:
            self.went.emit(where, thing)
            return
        self.show_tab(where)
        if where == "landlords":
            self.landlords.show_landlord(thing)
        elif where == "zones":
            self.zones.show_zone(thing)
        elif thing in self.leases.filters:
            self.leases.show_filter(thing)
        else:
            self.leases.show_lease(thing)

    def _enter(self) -> None:
        self.leases.enter()

    def _act(self) -> None:
        """The main step of what is in front: one key for all of them, else none of them would have it."""
        if self._stack.currentWidget() is self._front:
            self._tabs[self._shown].act()

    def _leave(self) -> None:
        if self._stack.currentWidget() is not self._front:
            self._stack.setCurrentWidget(self._front)
            self.refresh()
            self.start()
        elif self._shown == "leases":
            self.leases.leave_form()
        elif self._shown == "landlords":
            self.landlords.leave_form()
        elif self._shown == "waiting":
            self.waiting.leave()

    # -- paper -----------------------------------------------------------------------------------------------------

    def open_receipt(self, row: LeaseRow) -> None:
        self._stack.setCurrentWidget(self.receipt)
        self.receipt.show_paper(
            f"{row.name} · 回执 {row.number}",
            lambda: filings_paper.receipts_pdf(self.db, [row.id]),
            f"{row.name}备案回执",
            lambda to: filings_paper.write_receipts(self.db, [row.id], to),
        )

    def open_receipts(self, some: Period, rows: list[LeaseRow]) -> None:
        """The receipts of a period's filings, in the order of its list, to be printed in one go."""
        wanted = [row.id for row in rows]
        self._stack.setCurrentWidget(self.receipt)
        self.receipt.show_paper(
            f"{some.name}的回执 {len(wanted)} 张",
            lambda: filings_paper.receipts_pdf(self.db, wanted),
            f"{some.name}备案回执",
            lambda to: filings_paper.write_receipts(self.db, wanted, to),
        )

    def open_month(self) -> None:
        self._stack.setCurrentWidget(self.list_page)
        self.list_page.show_period(figures.reported_on(self.db, today()))


class MonthPage(PaperPage):
    """The list of any month's filings: seen, and saved as Excel or PDF; `receipts_asked` gives it and what it filed."""

    receipts_asked = Signal(object, object)

    def __init__(self, page: Page) -> None:
        super().__init__(page, "返回", "月备案清单", page)
        self._db = page.db
        self.period: Period | None = None
        self.before = KeyButton("上月", "chevron-left", parent=self)
        self.before.setObjectName("monthBefore")
        self.before.clicked.connect(lambda: self._move(-1))
        self.after = KeyButton("下月", "chevron-right", parent=self)
        self.after.setObjectName("monthAfter")
        self.after.clicked.connect(lambda: self._move(1))
        self._filed: list[LeaseRow] = []
        self.receipts = KeyButton("回执", "printer", height="main", parent=self)
        self.receipts.setObjectName("monthReceipts")
        self.receipts.setAccessibleDescription("这个月备案的回执，一次打出来")
        self.receipts.clicked.connect(lambda: self.receipts_asked.emit(self.period, self._filed))
        self.excel = KeyButton("存表格…", "file-text", height="main", parent=self)
        self.excel.setObjectName("saveExcel")
        self.excel.clicked.connect(lambda: self.ask(".xlsx"))
        at = self.head.indexOf(self.save)
        for button in (self.excel, self.receipts, self.after, self.before):
            self.head.insertWidget(at, button)

    def show_period(self, some: Period) -> None:
        self.period = some
        span = f"{some.first.isoformat()} 至 {some.last.isoformat()}"
        self.after.setEnabled(some.last < today())
        self._count([])
        self._page.in_background(lambda _step: filings.filings_in(self._db, some), self._read)
        self.show_paper(
            f"{some.month}月备案清单 · {span}",
            lambda: filings_paper.monthly_pdf(self._db, some),
            f"{some.name}告知性备案清单",
            lambda to: self._written(some, to),
        )

    def _read(self, made: filings.Filings) -> None:
        if made.period == self.period:
            self._count([each.lease for each in made.leases])

    def _count(self, rows: list[LeaseRow]) -> None:
        """What was filed in it, each with its receipt."""
        self._filed = rows
        self.receipts.set_words(f"回执 {len(rows)} 张" if rows else "回执")
        self.receipts.setEnabled(bool(rows))

    def _written(self, some: Period, to: Path) -> Path:
        return filings_paper.write_monthly(self._db, some, to)

    def _move(self, months: int) -> None:
        if self.period is None:
            return
        years, month = divmod(self.period.year * 12 + self.period.month - 1 + months, 12)
        self.show_period(figures.reported_in(self._db, years, month + 1))
