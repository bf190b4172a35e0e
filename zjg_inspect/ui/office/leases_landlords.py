"""出租方: who lets works; one of them in full with premises, tenants, their filings and verdicts."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect.service import landlords, rented
from zjg_inspect.service.landlords import LandlordPage, LandlordRow, PremisesRow
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.leases_landlord_form import LandlordForm, PremisesForm
from zjg_inspect.ui.office.leases_rows import LandlordLook, TenancyLook
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import SearchField, page_area
from zjg_inspect.ui.widgets.text import InlineError, Label

NONE_YET = "还没有出租方。收下一份租约，或自己添一个。"
LIMIT = 300
MISTAKEN = "登错了"


class LandlordTab(QWidget):
    """`lease_asked` gives a lease to be shown."""

    lease_asked = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setObjectName("landlordTab")
        self._page, self.db = page, page.db
        self._total = 0
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.search = SearchField("名称、拼音首字母、电话、村", "查找出租方", self)
        self.add_button = KeyButton("添出租方…", "plus", parent=self)
        self.add_button.setObjectName("addLandlord")
        self.add_button.clicked.connect(self.enter)
        head.addWidget(self.search, 1)
        head.addWidget(self.add_button)
        left.addLayout(head)
        card = spare_edge(Card(parent=self))
        self.list = PaintedList("landlords", "出租方", LandlordLook(), parent=card)
        self.empty = EmptyState("", parent=card)
        self.empty.acted.connect(self._act_on_empty)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        left.addWidget(card, 1)
        across.addLayout(left, 5)
        self.view = LandlordView(self)
        self.form, self.works = LandlordForm(page, self), PremisesForm(page, self)
        self._beside = QStackedWidget(self)
        for widget in (self.view, self.form, self.works):
            self._beside.addWidget(widget)
        across.addWidget(self._beside, 6)
        self._connect()

    def _connect(self) -> None:
        self.search.changed.connect(lambda _text: self._fill())
        self.search.stepped.connect(self.list.step)
        self.list.chosen.connect(self._show)
        view = self.view
        view.edit_asked.connect(self._edit)
        view.works_asked.connect(self._works)
        view.lease_asked.connect(self.lease_asked)
        view.removal_asked.connect(self._remove)
        for form in (self.form, self.works):
            form.saved.connect(self._saved)
            form.left.connect(self.leave_form)

    # -- the list --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self) -> None:
        form = self._beside.currentWidget()
        if isinstance(form, LandlordForm | PremisesForm):
            form.save()

    def refresh(self) -> None:
        self._fill()

    def show_landlord(self, entity: str) -> None:
        self.leave_form()
        self.search.line.blockSignals(True)
        self.search.line.clear()
        self.search.line.blockSignals(False)
        self._fill(entity)

    def _fill(self, choose: str = "") -> None:
        before: LandlordRow | None = self.list.current()
        wanted = choose or (before.id if before is not None else "")
        text = self.search.text().strip()
        found = landlords.landlords(self.db, text)
        # the one that is asked for is among those that are listed
        rows = found[:LIMIT] + [row for row in found[LIMIT:] if row.id == choose]
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        self.empty.set_words(f"没找到“{text}”。" if text else NONE_YET, "看全部出租方" if text else "添出租方…")
        reveal(self._beside, bool(rows) or self._beside.currentWidget() is not self.view)
        late = sum(bool(row.overdue) for row in found)
        more = f"先列 {LIMIT} 个，" if len(found) > LIMIT else ""
        self._page.set_facts(f"{more}共 {len(found)} 个" + (f"，{late} 个有逾期没备案的" if late else ""))
        if rows:
            chosen = next((row for row in rows if row.id == wanted), rows[0])
            self.list.choose(chosen, tell=False)
            self._show(chosen)

    def _act_on_empty(self) -> None:
        if self.search.text().strip():
            self.search.line.clear()
        else:
            self.enter()

    def _show(self, row: LandlordRow) -> None:
        self.view.show_page(landlords.landlord(self.db, row.id))

    # -- entering and changing -------------------------------------------------------------------------------------

    def enter(self) -> None:
        self.form.begin()
        self._open(self.form)

    def _edit(self) -> None:
        page = self.view.page
        if page is not None:
            self.form.begin(page.body, page.id)
            self._open(self.form)

    def _works(self, row: PremisesRow | None) -> None:
        """New premises, or those of a row to be changed."""
        page = self.view.page
        if page is not None:
            self.works.begin(page, row)
            self._open(self.works)

    def _open(self, form: LandlordForm | PremisesForm) -> None:
        self._beside.setCurrentWidget(form)
        reveal(self._beside, True)
        form.start()

    def leave_form(self) -> bool:
        """Whether there was a form to leave."""
        if self._beside.currentWidget() is self.view:
            return False
        self._beside.setCurrentWidget(self.view)
        reveal(self._beside, bool(self.list.values()))
        return True

    def _saved(self, landlord: str, said: str) -> None:
        self.leave_form()
        self._page.changed.emit()
        self.show_landlord(landlord)
        self._page.said.emit(said, False)

    def _remove(self, kind: rented.Kept, entity: str, name: str) -> None:
        def done(_nothing: object) -> None:
            self._page.changed.emit()
            self._fill()
            self._page.said.emit(f"{name}已从登记里删去。", False)

        def failed(error: Exception) -> None:
            self.view.error.set_text(messages.sentence(error))

        work: Callable[[Any], object] = lambda _step: rented.decline(self.db, kind, entity, MISTAKEN)  # noqa: E731
        self._page.in_background(work, done, failed)


class LandlordView(Card):
    """`edit_asked` nothing; `works_asked` premises to change, or None for new ones; `lease_asked` a lease;
    `removal_asked` kind, id and name of what was entered by mistake."""

    edit_asked = Signal()
    works_asked = Signal(object)
    lease_asked = Signal(str)
    removal_asked = Signal(str, str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setObjectName("landlordView")
        spare_edge(self)
        self.page: LandlordPage | None = None
        self.lists: list[PaintedList] = []
        self.error = InlineError(parent=self)
        self._area = page_area(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.add(self._area, 1)
        self.add(self.error)

    def show_page(self, page: LandlordPage) -> None:
        theme = current()
        self.page = page
        self.error.set_text("")
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        rows.setSpacing(theme.px(8))
        rows.addLayout(_inset(RichLabel([Part(page.body.name, "ink", True)], "look", inside)))
        rows.addLayout(_inset(RichLabel([Part(_who(page), "ink-2")], "secondary", inside)))
        rows.addLayout(self._ways(inside, page))
        self.lists = []
        for each in page.premises:
            rows.addWidget(Rule(inside))
            rows.addLayout(self._place(inside, each))
            if each.tenancies:
                tenants = PaintedList("tenancies", f"{each.body.address}的租约", TenancyLook(), True, inside)
                tenants.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
                tenants.set_values(each.tenancies)
                for asked in (tenants.acted, tenants.opened):
                    asked.connect(lambda tenancy: self.lease_asked.emit(tenancy.lease.id))
                rows.addWidget(tenants)
                self.lists.append(tenants)
            else:
                rows.addLayout(_inset(Label("现在没有租约。", "secondary", "ink-2", parent=inside)))
        if not page.premises:
            rows.addWidget(Rule(inside))
            rows.addLayout(_inset(Label("名下还没有厂房。", "body", "ink-2", parent=inside)))
        rows.addStretch(1)
        self._area.setWidget(inside)

    def _ways(self, inside: QWidget, page: LandlordPage) -> QHBoxLayout:
        theme = current()
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        across.setSpacing(theme.px(6))
        edit = _small("改出租方", "editLandlord", inside)
        edit.clicked.connect(self.edit_asked)
        add = _small("添厂房", "addPremises", inside)
        add.clicked.connect(lambda: self.works_asked.emit(None))
        across.addWidget(edit)
        across.addWidget(add)
        if not page.premises:
            out = _small("登错了，删掉", "removeLandlord", inside)
            out.clicked.connect(lambda: self.removal_asked.emit("landlord", page.id, page.body.name))
            across.addWidget(out)
        across.addStretch(1)
        return across

    def _place(self, inside: QWidget, each: PremisesRow) -> QHBoxLayout:
        theme = current()
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        across.setSpacing(theme.px(8))
        area = f"　{each.body.area} m²" if each.body.area else ""
        where = Part(f"{each.village} {each.body.address or '地址没写'}", "ink", True)
        across.addWidget(RichLabel([where, Part(area, "ink-2")], "body", inside), 1)
        edit = _small("改厂房", "editPremises", inside)
        edit.setAccessibleName(f"改厂房{each.body.address}")
        edit.clicked.connect(lambda: self.works_asked.emit(each))
        across.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        if not each.tenancies:
            out = _small("删掉", "removePremises", inside)
            out.setAccessibleName(f"删掉厂房{each.body.address}")
            out.clicked.connect(lambda: self.removal_asked.emit("premises", each.id, each.body.address or "这处厂房"))
            across.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        return across


def _who(page: LandlordPage) -> str:
    """产权方 · 欧阳某某 0512-58000000 · 信用代码 … · 某某路 1 号"""
    body = page.body
    parts = (
        "管理人" if body.manager else "产权方", f"{body.contact} {body.phone}".strip(),
        f"信用代码 {body.code}" if body.code else "", body.address, body.remark,
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def _inset(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(current().px(16), 0, current().px(16), 0)
    row.addWidget(widget)
    return row


def _small(word: str, name: str, parent: QWidget) -> KeyButton:
    button = KeyButton(word, height="small", parent=parent)
    button.setObjectName(name)
    return button
