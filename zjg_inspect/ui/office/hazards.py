"""隐患: the ledger of all hazards by state, deadline, village and grade; the chosen one with its whole life."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.service import hazards, ledger, lists
from zjg_inspect.service.ledger import Choice, Columns, LedgerRow
from zjg_inspect.service.lists import ZoneName
from zjg_inspect.ui import tasks
from zjg_inspect.ui.hazard_panel import HazardPanel
from zjg_inspect.ui.office.ledger_filters import LedgerFilters
from zjg_inspect.ui.office.ledger_rows import LedgerLook
from zjg_inspect.ui.office.ledger_words import NONE_FITS, NONE_YET, is_narrowed
from zjg_inspect.ui.office.notices import NoticePage
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.sheet_page import SheetPage, save_sheet
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal

WIDE = 900
SOON_MS = 80


class HazardLedger(Page):
    keys = (("↑ ↓", "换一条"), ("空格", "打勾"), ("Ctrl+P", "通知单"), ("Ctrl+F", "查找"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "隐患", parent)
        theme = current()
        self.notice_button = KeyButton("整改通知单…", "printer", "Ctrl+P", parent=self)
        self.notice_button.setObjectName("notices")
        self.notice_button.clicked.connect(self.open_notices)
        self.top.add_action(self.notice_button)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self._list_page = QWidget(self)
        rows = QVBoxLayout(self._list_page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        self.filters = LedgerFilters(self._list_page)
        rows.addWidget(self.filters)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        rows.addLayout(across, 1)
        self._card = spare_edge(Card(parent=self._list_page))
        self._look = LedgerLook()
        self.list = PaintedList("ledger", "隐患", self._look, parent=self._card)
        self.empty = EmptyState("", parent=self._card)
        self._card.add(self.list, 1)
        self._card.add(self.empty, 1)
        self.panel = HazardPanel(self.db, "回到台账", self._list_page, sheets=True)
        across.addWidget(self._card, 6)
        across.addWidget(self.panel, 5)
        self.sheet = SheetPage(self.db, "回到隐患", self)
        self.notices = NoticePage(desk, self)
        for page in (self._list_page, self.sheet, self.notices):
            self._stack.addWidget(page)
        # who steps on does not wait for the steps of what is passed by
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._task: tasks.Task | None = None
        self._zones: list[ZoneName] = []
        self._wanted = ""
        self._opened = False
        self._listed = 0
        # by enterprise the name of each one ticked
        self._ticked: dict[str, str] = {}
        self._look.ticked = self._ticked
        self.shortcut("Ctrl+P", self.open_notices)
        self.shortcut("Ctrl+Return", self._act)
        self.shortcut("Ctrl+F", self._find)
        self.shortcut("Esc", self._leave)
        self.filters.changed.connect(lambda _choice: self._read())
        self.filters.search.stepped.connect(self.list.step)
        self.list.chosen.connect(lambda _row: self._soon.start())
        self.list.opened.connect(self._open)
        self.list.acted.connect(self._open)
        self.list.ticked.connect(self._tick)
        self._soon.timeout.connect(self._show_chosen)
        self.empty.acted.connect(self._show_all)
        self.panel.left.connect(self._leave_panel)
        self.panel.recorded.connect(self._recorded)
        self.panel.sheet_asked.connect(self._open_sheet)
        self.panel.enterprise_asked.connect(lambda enterprise: self.went.emit("register", enterprise))
        self.notices.left.connect(self._leave)
        self.notices.said.connect(self.said)
        self.sheet.left.connect(self._leave)
        self.sheet.save_asked.connect(lambda inspection: save_sheet(self, inspection))
        self._lay_out()

    # -- the list --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._read()

    def show_thing(self, thing: Any) -> None:
        """What to list (a Choice), or a hazard's id: it alone is then looked at."""
        if isinstance(thing, Choice):
            self._leave()
            self.filters.set_choice(thing)
            self._read()
        elif isinstance(thing, str):
            row = hazards.hazard_story(self.db, thing).row
            self._wanted, self._opened = thing, True
            self.filters.set_choice(Choice(stage="", text=row.name))
            self._read()

    def _read(self) -> None:
        """Off the window's thread; of several changes after each other the newest is shown."""
        choice = self.filters.choice()
        if self._task is not None:
            self._task.cancel()

        def work(step: tasks.Step) -> tuple[Columns, list[LedgerRow], list[ZoneName]]:
            step(0, 1)
            return *ledger.ledger_page(self.db, choice), lists.zones(self.db)

        self._task = self.in_background(work, lambda found: self._show(choice, *found), self._not_read)

    def _not_read(self, error: Exception) -> None:
        if self._task is not None and not self._task.is_cancelled():
            self.say_error(error)

    def _show(self, choice: Choice, found: Columns, rows: list[LedgerRow], zones: list[ZoneName]) -> None:
        if choice != self.filters.choice():
            return
        self._zones = zones
        self.filters.set_figures(zones, found)
        before: LedgerRow | None = self.list.current()
        wanted = self._wanted or (before.hazard.id if before else "")
        self._wanted = ""
        self.list.set_values(rows, more=lambda have: ledger.ledger_rows(self.db, choice, have))
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        self.notice_button.setEnabled(bool(rows or self._ticked))
        self._listed = found.listed
        if rows:
            self.list.choose(next((row for row in rows if row.hazard.id == wanted), rows[0]), tell=False)
            self._show_chosen()
        elif is_narrowed(choice):
            self.empty.set_words(NONE_FITS, "看全部没销号的")
        else:
            self.empty.set_words(NONE_YET)
        self._lay_out()
        self._say_facts()

    def _say_facts(self) -> None:
        ticked = f"选了 {len(self._ticked)} 家" if self._ticked else ""
        self.set_facts("，".join(part for part in (f"列出 {self._listed} 条", ticked) if part))

    def _show_all(self) -> None:
        self.filters.set_choice(Choice())
        self._read()

    def _find(self) -> None:
        self._leave()
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.line.selectAll()

    def _tick(self, row: LedgerRow) -> None:
        """Its enterprise, with all of its rows: a notice is an enterprise's."""
        if self._ticked.pop(row.hazard.enterprise, None) is None:
            self._ticked[row.hazard.enterprise] = row.hazard.name
        self.list.viewport().update()
        self._say_facts()

    # -- on paper --------------------------------------------------------------------------------------------------

    def open_notices(self) -> None:
        """For the enterprises that are ticked; else for those of what is listed."""
        if self.notice_button.isEnabled() and self._stack.currentWidget() is self._list_page:
            self._turn(self.notices)
            self.notices.show_for(list(self._ticked), self.filters.choice())

    def _act(self) -> None:
        if self._stack.currentWidget() is self.notices:
            self.notices.act()

    # -- the chosen one --------------------------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        self._soon.stop()
        row: LedgerRow | None = self.list.current()
        if row is not None:
            self.panel.show_hazard(row.hazard.id)

    def _open(self, row: LedgerRow) -> None:
        self.list.choose(row, tell=False)
        self._show_chosen()
        self._opened = True
        self._lay_out()
        self.panel.start()

    def _leave_panel(self) -> None:
        self._opened = False
        self._lay_out()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recorded(self, sentence: str) -> None:
        self.changed.emit()
        self._read()
        self.said.emit(sentence, False)

    def _open_sheet(self, inspection: str) -> None:
        row: LedgerRow | None = self.list.current()
        self._turn(self.sheet)
        self.sheet.show_inspection(inspection, row.hazard.name if row is not None else "")

    def _turn(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        reveal(self.notice_button, page is self._list_page)

    def _leave(self) -> None:
        if self._stack.currentWidget() is self.notices and self.notices.is_busy():
            self.notices.cancel()
        elif self._stack.currentWidget() is not self._list_page:
            self._turn(self._list_page)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.panel.isVisible():
            self.panel.leave()

    def _lay_out(self) -> None:
        """Side by side where there is room, else one after the other."""
        wide, any_ = self.width() >= current().px(WIDE), bool(self.list.values())
        for part in (self.filters, self._card):
            reveal(part, wide or not self._opened or not any_)
        reveal(self.panel, any_ and (wide or self._opened))
        reveal(self.panel.back, not wide)
        if self._look.narrow == wide:
            self._look.narrow = not wide
            self.list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
