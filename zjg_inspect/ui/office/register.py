"""登记: the enterprises, found as one types; one of them in full, and edited; what waits to be taken in; Excel."""

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import (
    assignments,
    facts,
    filings,
    hazards,
    lists,
    programme,
    register,
    register_list,
    survey,
    verdicts,
)
from zjg_inspect.service.assignments import Assigned
from zjg_inspect.service.hazard_rows import HazardRow
from zjg_inspect.service.lists import EnterpriseRow, SealedVisit
from zjg_inspect.ui.hazard_panel import HazardPanel
from zjg_inspect.ui.office.found_facts import answer
from zjg_inspect.ui.office.leases_words import rented_facts
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.register_acts import Acts, acts_of, around_of
from zjg_inspect.ui.office.register_assign import AssignPanel
from zjg_inspect.ui.office.register_details import Details
from zjg_inspect.ui.office.register_filters import Filters
from zjg_inspect.ui.office.register_import import Importing
from zjg_inspect.ui.office.register_rows import EnterpriseLook
from zjg_inspect.ui.office.register_views import Views
from zjg_inspect.ui.office.register_words import by_words
from zjg_inspect.ui.office.sheet_page import SheetPage, save_sheet
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import SearchField

LIMIT = 200
SOON_MS = 80
NARROW = 940
NONE_YET = "还没有企业。导入底数表，各村的企业就都在这里了。"


class Register(Page):
    keys = (("↑ ↓", "选企业"), ("空格", "打勾"), ("Ctrl+D", "派给"), ("Ctrl+F", "查找"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "登记", parent)
        theme = current()
        self._stack = QStackedWidget(self)
        self._list_page = QWidget(self)
        self._stack.addWidget(self._list_page)
        self.importing = Importing(self, self._stack, self._leave)
        self.assign_button = KeyButton("派给…", "user-check", "Ctrl+D", parent=self)
        self.assign_button.setObjectName("assign")
        self.assign_button.clicked.connect(self.open_assigning)
        self.top.add_action(self.assign_button)
        self.shortcut("Ctrl+D", self.open_assigning)
        self.shortcut("Ctrl+F", self._find)
        self.shortcut("Esc", self._leave)
        self.shortcut("Ctrl+E", lambda: self._ask("edit"))
        self.views = Views(self, self._stack, self._list_page, self._new)
        self.body.addLayout(self.views.head)
        for line in self.importing.head:
            self.body.addWidget(line)
        self.body.addWidget(self._stack, 1)
        across = QHBoxLayout(self._list_page)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        self._left = QWidget(self._list_page)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(12))
        self.search = SearchField("名称、拼音首字母、信用代码后几位、村", "查找企业", self._left)
        left.addWidget(self.search)
        self.filters = Filters(self._left)
        left.addWidget(self.filters)
        self._card = spare_edge(Card(parent=self._left))
        self._look = EnterpriseLook()
        self.list = PaintedList("enterprises", "企业", self._look, parent=self._card)
        self.empty = EmptyState("", parent=self._card)
        self._card.add(self.list, 1)
        self._card.add(self.empty, 1)
        left.addWidget(self._card, 1)
        self.details = Details(self._list_page)
        self.assigning = AssignPanel(desk, self._list_page)
        self.assigning.hide()
        self._beside = QVBoxLayout()
        self.acts = Acts(self, self._beside, self._list_page)
        self._beside.addWidget(self.details)
        self._beside.addWidget(self.assigning)
        self.hazard = HazardPanel(self.db, "回到企业", self._list_page)
        self.hazard.hide()
        self._beside.addWidget(self.hazard)
        across.addWidget(self._left, 6)
        across.addLayout(self._beside, 5)
        self.sheet = SheetPage(self.db, "回到企业", self)
        self._stack.addWidget(self.sheet)
        # who types on does not wait for the details of what is passed by
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._connect()
        self._total = self._proposed = 0
        self._found = ""
        self._ticked: dict[str, EnterpriseRow] = {}
        self._look.ticked = self._ticked

    def _connect(self) -> None:
        self.search.changed.connect(lambda _text: self._fill())
        self.filters.changed.connect(self._fill)
        self.search.stepped.connect(self.list.step)
        self.list.chosen.connect(self._choose)
        self.list.ticked.connect(self._tick)
        self._soon.timeout.connect(self._show_chosen)
        self.empty.acted.connect(self._act_on_empty)
        self.details.opened.connect(self._open_sheet)
        self.details.withdrawn.connect(self._withdraw)
        self.details.hazard_asked.connect(self._open_hazard)
        self.hazard.left.connect(self._leave_hazard)
        self.hazard.recorded.connect(self._hazard_recorded)
        self.details.facts_told.connect(self._tell_facts)
        self.details.asked.connect(self._ask)
        self.acts.opened.connect(self._acting)
        self.acts.closed.connect(self._acted)
        self.acts.done.connect(self._done)
        self.views.changed.connect(self._decided)
        self.views.shops_asked.connect(self._list_shops)
        self.assigning.assigned.connect(self._assigned)
        self.assigning.left.connect(self._leave_assigning)
        self.sheet.left.connect(self._leave)
        self.sheet.save_asked.connect(lambda inspection: save_sheet(self, inspection))

    # -- the list --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        figures = lists.figures(self.db)
        self._total, self._proposed = figures.enterprises, figures.proposed
        self.views.refresh(self._proposed)
        self.filters.set_zones(lists.zones(self.db))
        self.importing.refresh(self._total)
        self._look.assigned = {}
        for each in assignments.assignments(self.db):
            self._look.assigned.setdefault(each.enterprise, []).append(each)
        self._fill()

    def show_thing(self, thing: Any) -> None:
        """An enterprise's id, or a register's file."""
        if isinstance(thing, Path):
            self.importing.load(thing)
        elif isinstance(thing, str):
            row = lists.enterprise(self.db, thing)
            if row is not None:
                self._leave()
                self.filters.clear()
                self.search.line.setText(row.name)
                found = next((each for each in self.list.values() if each.id == thing), None)
                if found is not None:
                    self.list.choose(found)

    def _fill(self) -> None:
        before: EnterpriseRow | None = self.list.current()
        text = self.search.text().strip()
        which = self.filters.value()
        if which.narrows:
            narrowed = register_list.find(self.db, which, text, LIMIT)
            rows, among = narrowed.rows, narrowed.total
        else:
            rows = lists.enterprises(self.db, text, limit=LIMIT)
            among = self._total + self._proposed
        self._look.query = text
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        if rows:
            chosen = next((row for row in rows if before and row.id == before.id), rows[0])
            self.list.choose(chosen, tell=False)
            self._soon.start()
        elif self._total or self._proposed:
            missed = (
                f"没找到“{text}”。试试少输一个字母，或输入信用代码后几位。"
                if text
                else "没有这样的企业。换个条件看看。"
            )
            self.empty.set_words(missed, "看全部企业")
        else:
            self.empty.set_words(NONE_YET, "导入底数表…")
        reveal(self.details, bool(rows) and self._is_free())
        self.assign_button.setEnabled(bool(rows or self._ticked))
        # those that wait to be taken in are listed, and counted apart
        whole = f"共 {self._total} 家" + (f"，待确认 {self._proposed} 家" if self._proposed else "")
        found = f"找到 {among if which.narrows else len(rows)} 家，{whole}" if text or which.narrows else whole
        some = f"先列 {LIMIT} 家，{found if which.narrows else whole}，再输几个字"
        self._found = some if len(rows) == LIMIT < among else found if self._total + self._proposed else ""
        self._say_facts()

    def _say_facts(self) -> None:
        ticked = f"选了 {len(self._ticked)} 家" if self._ticked else ""
        self.set_facts("，".join(part for part in (self._found, ticked) if part))

    def _act_on_empty(self) -> None:
        if self._total or self._proposed:
            self.filters.clear()
            self.search.line.clear()
            self._fill()
        else:
            self.importing.choose()

    def _show_chosen(self) -> None:
        if (row := self.list.current()) is not None:
            self._choose(row)

    def _choose(self, row: EnterpriseRow) -> None:
        self._soon.stop()
        site, zone = register.enterprise_details(self.db, row.id)
        standing = verdicts.enterprise_standing(self.db, row.id)
        visits, sent = lists.sealed_visits(self.db, row.id), self._look.assigned.get(row.id, [])
        found, open_or_over = facts.facts_found(self.db, row.id), hazards.hazards_at(self.db, row.id)
        due = programme.filing_due(self.db, site.lease_signed)
        waiting = survey.waiting_at(self.db, row.id)
        host = survey.host_name(self.db, waiting)
        around = around_of(self.db, row.id, site)
        if rented := filings.lease_rows(self.db, tenant=row.id):
            # the leases themselves say more than the words of the roster
            site = msgspec.structs.replace(site, landlord="", lease_signed="")
            around = [*around, *rented_facts(rented, today())]
        self.details.show_enterprise(
            site, zone, standing, visits, sent, found, open_or_over, due, waiting, host, around, acts_of(row)
        )  # fmt: skip
        if not self.hazard.isHidden() and self.hazard.enterprise() != row.id:
            self._leave_hazard()

    def _tell_facts(self, took: bool, names: tuple[str, ...]) -> None:
        if self.details.found is not None:
            answer(self, self.details.found, took, names, self.refresh)

    def _find(self) -> None:
        self._leave()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def _open_sheet(self, visit: SealedVisit) -> None:
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_inspection(visit.inspection, visit.name)

    def _open_hazard(self, row: HazardRow) -> None:
        self.hazard.show_hazard(row.id)
        self.details.hide()
        self.hazard.show()
        self.hazard.start()

    def _leave_hazard(self) -> None:
        self.hazard.hide()
        reveal(self.details, bool(self.list.values()))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hazard_recorded(self, sentence: str) -> None:
        self.changed.emit()
        self.said.emit(sentence, False)

    def _leave(self) -> None:
        if self.views.leave():
            return
        if self._stack.currentWidget() is self._list_page and self.acts.panel() is not None:
            self.acts.leave()
            return
        if self._stack.currentWidget() is self._list_page and not self.hazard.isHidden():
            self.hazard.leave()
            return
        if self._stack.currentWidget() is self._list_page and not self.assigning.isHidden():
            self._leave_assigning()
        self._stack.setCurrentWidget(self._list_page)
        self.importing.refresh(self._total)

    # -- editing, and what waits to be taken in ----------------------------------------------------------------------

    def _is_free(self) -> bool:
        """Whether the details are what stands beside the list."""
        return self.assigning.isHidden() and self.hazard.isHidden() and self.acts.panel() is None

    def _ask(self, what: str) -> None:
        if self.views.front() is self.views.proposals:
            self.views.proposals.correct()
            return
        row: EnterpriseRow | None = self.list.current()
        if row is None or self._stack.currentWidget() is not self._list_page or not self._is_free():
            return
        if row.is_zone:
            self.views.turn("zones")
            self.views.zones.refresh(row.id)
        elif row.proposed:
            self.views.turn("proposals")
        else:
            self.acts.ask(row.id, what)

    def _new(self) -> None:
        row: EnterpriseRow | None = self.list.current()
        if self._is_free():
            self.acts.new(row.zone if row is not None else "")

    def _acting(self) -> None:
        """What is being written is of the enterprise that is chosen: until it is stored no other one is."""
        self.details.hide()
        self._left.setEnabled(False)

    def _acted(self) -> None:
        self._left.setEnabled(True)
        reveal(self.details, bool(self.list.values()) and self._is_free())
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, enterprise: str, sentence: str) -> None:
        self.changed.emit()
        self.refresh()
        row = next((row for row in self.list.values() if row.id == enterprise), None)
        if row is not None:
            self.list.choose(row)
        else:
            self.show_thing(enterprise)
        self.said.emit(sentence, False)

    def _list_shops(self, village: str) -> None:
        self.filters.clear()
        self.search.line.setText(village)
        self._fill()

    def _decided(self) -> None:
        self.changed.emit()
        self.refresh()

    # -- assigning -------------------------------------------------------------------------------------------------

    def open_assigning(self) -> None:
        """Assign what is ticked; where nothing is, the chosen one gets its tick."""
        if self.acts.panel() is not None:
            return
        self._stack.setCurrentWidget(self._list_page)
        row = self.list.current()
        if not self._ticked and row is not None:
            self._tick(row)
        if self._ticked:
            self.assigning.show_rows(list(self._ticked.values()), self._look.assigned)
            self.details.hide()
            self.hazard.hide()
            self.assigning.show()
            self.assigning.start()

    def _tick(self, row: EnterpriseRow) -> None:
        if self._ticked.pop(row.id, None) is None:
            self._ticked[row.id] = row
        self._ticks_changed()

    def _ticks_changed(self) -> None:
        self.list.viewport().update()
        self._say_facts()
        if not self.assigning.isHidden():
            self.assigning.show_rows(list(self._ticked.values()), self._look.assigned)

    def _leave_assigning(self) -> None:
        self._ticked.clear()
        self.assigning.hide()
        reveal(self.details, bool(self.list.values()))
        self._ticks_changed()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _assigned(self, laptop: str, due: str) -> None:
        count = len(self._ticked)
        self._leave_assigning()
        self.changed.emit()
        self.refresh()
        self.said.emit(f"已派 {count} 家给 {laptop}，{by_words(due, today())}。下一份给它的包会带去。", False)

    def _withdraw(self, each: Assigned) -> None:
        """Off the window's thread: it may have to wait for an import that is under way."""

        def done(_nothing: object) -> None:
            self.changed.emit()
            self.refresh()
            self.said.emit(f"{each.name}：派给 {each.laptop} 的已撤回。它收下下一份包，就不再列出来。", False)

        self.in_background(lambda _step: assignments.withdraw(self.db, each.id), done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(NARROW)
        layout = self._list_page.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretch(0, 1 if narrow else 6)
            layout.setStretch(1, 1 if narrow else 5)
