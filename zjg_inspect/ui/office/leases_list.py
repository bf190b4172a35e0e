"""租约备案: all leases with how their filing stands, filtered and found as one types; filed from the row."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import filings, lists, rented
from zjg_inspect.service.filings import LeaseRow
from zjg_inspect.service.letting import Letting, enter_lease
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.leases_details import LeaseDetails
from zjg_inspect.ui.office.leases_fields import Choice
from zjg_inspect.ui.office.leases_form import LeaseForm
from zjg_inspect.ui.office.leases_rows import LeaseLook
from zjg_inspect.ui.office.leases_words import FILTERS, count_of, filed_words
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import SearchField

LIMIT = 300
SOON_MS = 80
NARROW = 980
NONE_YET = "还没有租约。底数表里写着的、网格员发现的，在“待确认”里收；也可以自己登记一份。"


class LeaseTab(QWidget):
    """`receipt_asked` gives the lease, `went` another page or tab and what to show there."""

    receipt_asked = Signal(object)
    went = Signal(str, object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setObjectName("leaseTab")
        self._page, self.db = page, page.db
        self._rows: list[LeaseRow] = []
        self._filter = "all"
        theme = current()
        across = self._across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.search = SearchField("企业、出租方、地址、回执编号，拼音首字母也行", "查找租约", self)
        self.zone = QComboBox(self)
        self.zone.setObjectName("leaseZone")
        self.zone.setAccessibleName("只看哪个村")
        self.zone.activated.connect(lambda _at: self._fill())
        head.addWidget(self.search, 1)
        head.addWidget(self.zone)
        left.addLayout(head)
        left.addLayout(self._filters())
        card = spare_edge(Card(parent=self))
        self._look = LeaseLook()
        self.list = PaintedList("leases", "租约", self._look, parent=card)
        self.empty = EmptyState("", parent=card)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        left.addWidget(card, 1)
        self.details, self.form = LeaseDetails(self), LeaseForm(self.db, self)
        self._beside = QStackedWidget(self)
        self._beside.addWidget(self.details)
        self._beside.addWidget(self.form)
        across.addLayout(left, 6)
        across.addWidget(self._beside, 5)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._connect()

    def _filters(self) -> QGridLayout:
        self._grid = QGridLayout()
        self._grid.setSpacing(current().px(4))
        self.filters: dict[str, KeyButton] = {}
        for key, word, _ in FILTERS:
            button = KeyButton(word, height="small", parent=self)
            button.setObjectName(f"filter_{key}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, key=key: self.choose_filter(key))
            self.filters[key] = button
        self._place_filters(len(FILTERS))
        return self._grid

    def _place_filters(self, columns: int) -> None:
        """In one row, or in two where the window is narrow."""
        for at, button in enumerate(self.filters.values()):
            self._grid.addWidget(button, at // columns, at % columns)
        for column in range(len(FILTERS) + 1):
            self._grid.setColumnStretch(column, column == columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(NARROW)
        self._place_filters((len(FILTERS) + 1) // 2 if narrow else len(FILTERS))
        self._across.setStretch(0, 1 if narrow else 6)
        self._across.setStretch(1, 1 if narrow else 5)

    def _connect(self) -> None:
        self.search.changed.connect(lambda _text: self._fill())
        self.search.stepped.connect(self.list.step)
        self.list.chosen.connect(lambda _row: self._soon.start())
        self.list.acted.connect(self._act)
        self._soon.timeout.connect(self._show_chosen)
        self.empty.acted.connect(self._act_on_empty)
        details = self.details
        details.filed.connect(self._file)
        details.receipt_asked.connect(lambda: self.receipt_asked.emit(details.row()))
        details.taken_back.connect(lambda: self._do(rented.take_back_filing, "备案已撤回，编号留着，下次备案还用它。"))
        details.edited.connect(self._edit)
        details.ended.connect(self._end)
        details.mistaken.connect(self._decline)
        details.landlord_asked.connect(lambda own: self.went.emit("landlords", own))
        details.tenant_asked.connect(lambda own: self.went.emit("register", own))
        self.form.saved.connect(self._saved)
        self.form.left.connect(self.leave_form)

    # -- the list --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self) -> None:
        if self._beside.currentWidget() is self.form:
            self.form.save()
        else:
            self.details.file()

    def refresh(self) -> None:
        zones = lists.zones(self.db)
        if [self.zone.itemData(at) for at in range(1, self.zone.count())] != [zone.id for zone in zones]:
            before = self.zone.currentData()
            self.zone.clear()
            self.zone.addItem("全部村", "")
            for zone in zones:
                self.zone.addItem(zone.village, zone.id)
            self.zone.setCurrentIndex(max(0, self.zone.findData(before)))
        self._fill()

    def show_lease(self, entity: str) -> None:
        """Show this lease, whatever was being looked for."""
        self.leave_form()
        self._filter = "all"
        self.zone.setCurrentIndex(0)
        row, _ = filings.lease_of(self.db, entity)
        self.search.line.blockSignals(True)
        self.search.line.setText(row.name)
        self.search.line.blockSignals(False)
        self._fill(entity)

    def show_filter(self, key: str) -> None:
        self.leave_form()
        self.search.line.clear()
        self.choose_filter(key)

    def choose_filter(self, key: str) -> None:
        self._filter = key
        self._fill()

    def facts(self) -> str:
        """What the page's head says of the list."""
        shown, whole = len(self._shown()), len(self._rows)
        if shown > LIMIT:
            return f"先列 {LIMIT} 份，共 {shown} 份，再输几个字"
        return f"共 {whole} 份" if shown == whole else f"列出 {shown} 份，共 {whole} 份"

    def _shown(self) -> list[LeaseRow]:
        states = next(states for key, _, states in FILTERS if key == self._filter)
        return [row for row in self._rows if not states or row.state in states]

    def _fill(self, choose: str = "") -> None:
        before: LeaseRow | None = self.list.current()
        wanted = choose or (before.id if before is not None else "")
        self._look.on = today()
        self._rows = filings.lease_rows(self.db, text=self.search.text(), zone=self.zone.currentData() or "")
        counts = filings.counts(self._rows)
        for key, word, _ in FILTERS:
            count = count_of(key, counts)
            self.filters[key].set_words(f"{word} {count}")
            self.filters[key].setChecked(key == self._filter)
        rows = self._shown()[:LIMIT]
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        if rows:
            self.list.choose(next((row for row in rows if row.id == wanted), rows[0]), tell=False)
            self._show_chosen()
        elif self.search.text().strip() or self._filter != "all" or self.zone.currentData():
            self.empty.set_words("没有这样的租约。", "看全部租约")
        else:
            self.empty.set_words(NONE_YET, "登记一份租约…")
        reveal(self._beside, bool(rows) or self._beside.currentWidget() is self.form)
        self._page.set_facts(self.facts())

    def _act_on_empty(self) -> None:
        if self.search.text().strip() or self._filter != "all" or self.zone.currentData():
            self._filter = "all"
            self.zone.setCurrentIndex(0)
            self.search.line.clear()
            self._fill()
        else:
            self.enter()

    def _show_chosen(self) -> None:
        self._soon.stop()
        row: LeaseRow | None = self.list.current()
        if row is not None:
            self.details.show_lease(*filings.lease_of(self.db, row.id))

    # -- what is done ----------------------------------------------------------------------------------------------

    def _act(self, row: LeaseRow) -> None:
        """The row's own button: filed in one step as of the day that is shown, or its receipt."""
        self.leave_form()
        self.list.choose(row, tell=False)
        before = self.details.row()
        if before is None or before.id != row.id:
            self._show_chosen()
        if row.state in ("done", "done_late"):
            self.receipt_asked.emit(row)
        else:
            self.details.file()

    def _file(self, day: date, by: rented.By, again: bool) -> None:
        row = self.details.row()
        if row is None:
            return

        def done(number: str) -> None:
            filed, _ = filings.lease_of(self.db, row.id)
            self._wrote(filed_words(row.name, number, filed.late))

        self._run(lambda: rented.file_lease(self.db, row.id, day, by, again), done)

    def _end(self, day: date | None) -> None:
        row = self.details.row()
        if row is not None:
            said = f"{row.name}的租约从 {day} 起终止。" if day is not None else f"{row.name}的租约没有终止。"
            self._run(lambda: rented.end_lease(self.db, row.id, day), lambda _: self._wrote(said))

    def _decline(self, why: str) -> None:
        row = self.details.row()
        if row is not None:
            said = f"{row.name}的这份租约已从登记里删去。"
            self._run(lambda: rented.decline(self.db, "lease", row.id, why), lambda _: self._wrote(said))

    def _do(self, verb: Callable[..., object], said: str) -> None:
        row = self.details.row()
        if row is not None:
            self._run(lambda: verb(self.db, row.id), lambda _: self._wrote(said))

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Off the window's thread: it may have to wait for an import that is under way."""

        def failed(error: Exception) -> None:
            self.details.refuse(messages.sentence(error))

        self._page.in_background(lambda _step: work(), done, failed)

    def _wrote(self, said: str) -> None:
        self._page.changed.emit()
        self._fill()
        self._page.said.emit(said, False)

    # -- entering and changing -------------------------------------------------------------------------------------

    def enter(self) -> None:
        """A lease that is new."""
        zone = self.zone.currentData() or ""
        self.form.begin("登记一份租约", lambda tenant, made: enter_lease(self.db, tenant, made), zone=zone)
        self._open_form()

    def _edit(self) -> None:
        row = self.details.row()
        if row is None:
            return
        _, body = filings.lease_of(self.db, row.id)
        self.form.begin(
            "改租约",
            lambda tenant, made: enter_lease(self.db, tenant, made, row.id),
            tenant=Choice(row.tenant, row.name, row.village),
            zone=row.zone,
            letting=Letting(premises=row.premises, signed=body.signed, until=body.until, remark=body.remark),
            landlord=Choice(row.landlord, row.landlord_name, row.village),
        )
        self._open_form()

    def _open_form(self) -> None:
        self._beside.setCurrentWidget(self.form)
        reveal(self._beside, True)
        self.form.start()

    def leave_form(self) -> bool:
        """Whether there was a form to leave."""
        if self._beside.currentWidget() is not self.form:
            return False
        self._beside.setCurrentWidget(self.details)
        reveal(self._beside, bool(self.list.values()))
        return True

    def _saved(self) -> None:
        self.leave_form()
        self._wrote("租约已存好。")
