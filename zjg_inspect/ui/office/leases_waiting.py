"""待确认的租约: those that inspectors found, and those that the register only has as text, village by village."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from zjg_inspect.model.rented import Landlord
from zjg_inspect.service import found_leases, lease_texts
from zjg_inspect.service.found_leases import FoundLease, Letting
from zjg_inspect.service.lease_texts import Taken, VillageTexts
from zjg_inspect.service.visit import photo_bytes
from zjg_inspect.ui import messages
from zjg_inspect.ui.large_photos import LargePhotos, Picture, pictures_of
from zjg_inspect.ui.office.leases_fields import Choice
from zjg_inspect.ui.office.leases_form import LeaseForm
from zjg_inspect.ui.office.leases_rows import TextLook, WaitingLook
from zjg_inspect.ui.office.leases_words import found_facts, taken_words, texts_line, texts_notes
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.office.review_photos import Thumb, load_thumbs
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError, Label

NONE = "没有待确认的租约。网格员新发现的，收下包就会出现在这里；底数表里写着出租方的，也在这里收。"


class WaitingTab(QStackedWidget):
    """`went` another page and what to show there; `counted` how many leases that were found wait."""

    went = Signal(str, object)
    counted = Signal(int)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setObjectName("waitingTab")
        self._page, self.db = page, page.db
        self._found: list[FoundLease] = []
        self._texts: list[VillageTexts] = []
        self._chosen: FoundLease | VillageTexts | None = None
        theme = current()
        self._both, self.large = QWidget(self), LargePhotos("回到租约", self)
        self.addWidget(self._both)
        self.addWidget(self.large)
        self.thumbs: list[Thumb] = []
        across = QHBoxLayout(self._both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        card = spare_edge(Card(parent=self._both))
        self.list = PaintedList("waitingLeases", "待确认的租约", WaitingLook(), parent=card)
        self.empty = EmptyState(NONE, parent=card)
        card.add(self.list, 1)
        card.add(self.empty, 1)
        across.addWidget(card, 5)
        self._beside = QStackedWidget(self._both)
        self.form, self.texts = LeaseForm(self.db, self._beside), _Texts(self._beside)
        self.first = _TenantFirst(self._beside)
        for widget in (self.form, self.texts, self.first):
            self._beside.addWidget(widget)
        across.addWidget(self._beside, 6)
        self.list.chosen.connect(self._show)
        self.form.saved.connect(self._taken_in)
        self.form.left.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.form.turned_down.connect(self._turn_down)
        self.texts.button.clicked.connect(self._take_texts)
        self.first.button.clicked.connect(self._to_register)
        self.large.left.connect(self.leave)
        self.large.wanted.connect(self._load)

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Whether a photo was put away."""
        if self.currentWidget() is self._both:
            return False
        self.setCurrentWidget(self._both)
        return True

    def act(self) -> None:
        if self._beside.isHidden() or self.currentWidget() is not self._both:
            return
        if self._beside.currentWidget() is self.form:
            self.form.save()
        elif self._beside.currentWidget() is self.texts and self.texts.button.isEnabled():
            self._take_texts()

    def refresh(self) -> None:
        """What was found at once; what the texts say once it has been read, off the window's thread."""
        self._found = found_leases.found_leases(self.db)
        self.counted.emit(len(self._found))
        self._fill()

        def done(texts: list[VillageTexts]) -> None:
            self._texts = texts
            self._fill()

        self._page.in_background(lambda _step: lease_texts.village_texts(self.db), done)

    def _fill(self) -> None:
        rows: list[Any] = []
        if self._found:
            rows += [f"现场发现的 {len(self._found)} 份", *self._found]
        if self._texts:
            rows += [f"底数表里写着的，{len(self._texts)} 个村", *self._texts]
        before = self._key(self._chosen)
        self.list.set_values(rows)
        reveal(self.list, bool(rows))
        reveal(self.empty, not rows)
        reveal(self._beside, bool(rows))
        tenants = sum(each.tenants for each in self._texts)
        self._page.set_facts(f"现场发现的 {len(self._found)} 份，底数表里写着的 {tenants} 家")
        if not rows:
            self._chosen = None
            return
        there = [row for row in rows if not isinstance(row, str)]
        chosen = next((row for row in there if self._key(row) == before), there[0])
        self.list.choose(chosen, tell=False)
        if chosen != self._chosen:
            self._show(chosen)

    @staticmethod
    def _key(row: FoundLease | VillageTexts | None) -> str:
        return "" if row is None else row.id if isinstance(row, FoundLease) else row.zone

    def _show(self, row: FoundLease | VillageTexts) -> None:
        self._chosen = row
        if isinstance(row, VillageTexts):
            self.texts.show_texts(lease_texts.texts_of(self.db, row.zone) or row)
            self._beside.setCurrentWidget(self.texts)
        elif row.tenant_waits:
            self.first.show_found(row)
            self._beside.setCurrentWidget(self.first)
        else:
            lease = row.lease
            new = Landlord(lease.landlord, phone=lease.phone)
            letting = Letting(
                new_landlord=new, address=lease.address, signed=lease.signed, until=lease.until, remark=row.note
            )  # fmt: skip
            self.form.begin(
                f"{row.name}的租约",
                lambda _tenant, made: found_leases.take_in(self.db, row.id, made),
                tenant=Choice(row.tenant, row.name, row.village),
                zone=row.zone,
                letting=letting,
                found=lease.landlord,
                facts=tuple(found_facts(row)),
                button="收进登记",
                may_decline=True,
            )
            self._show_photos(row)
            self._beside.setCurrentWidget(self.form)

    def _show_photos(self, row: FoundLease) -> None:
        pictures = [pic for n, photo in enumerate(row.photos, 1) for pic in pictures_of([photo], f"第 {n} 张")]
        self.thumbs = [Thumb([picture], self.form) for picture in pictures]
        for at, thumb in enumerate(self.thumbs):
            thumb.clicked.connect(partial(self._look, pictures, at))
            self.form.photos.addWidget(thumb)
        if self.thumbs:
            self.form.photos.addStretch(1)
            load_thumbs(self._page, self.thumbs)

    def _look(self, pictures: list[Picture], at: int) -> None:
        self.setCurrentWidget(self.large)
        self.large.show_pictures(pictures, at)

    def _load(self, sha: str) -> None:
        self._page.in_background(
            lambda _step: photo_bytes(self.db, sha), lambda jpeg: self.large.take(sha, jpeg)
        )  # fmt: skip

    # -- deciding --------------------------------------------------------------------------------------------------

    def _taken_in(self) -> None:
        row = self._chosen
        if isinstance(row, FoundLease):
            self._decided(f"{row.name}的租约已收进登记。")

    def _turn_down(self, why: str) -> None:
        row = self._chosen
        if isinstance(row, FoundLease):
            said = f"{row.name}的这份租约没有收，原因会随包带给网格员。"
            self._page.in_background(
                lambda _step: found_leases.turn_down(self.db, row.id, why), lambda _: self._decided(said),
                self.form.say_error,
            )  # fmt: skip

    def _take_texts(self) -> None:
        row = self._chosen
        if not isinstance(row, VillageTexts):
            return
        shown = [tenant.id for each in row.landlords for tenant in each.tenants]
        self.texts.button.setEnabled(False)

        def done(taken: Taken) -> None:
            self._decided(taken_words(row.village, taken))

        def failed(error: Exception) -> None:
            self.texts.button.setEnabled(True)
            self.texts.error.set_text(messages.sentence(error))

        self._page.in_background(lambda _step: lease_texts.take_texts(self.db, row.zone, shown), done, failed)

    def _decided(self, said: str) -> None:
        self._chosen = None
        self._page.changed.emit()
        self.refresh()
        self._page.said.emit(said, False)

    def _to_register(self) -> None:
        if isinstance(self._chosen, FoundLease):
            self.went.emit("register", self._chosen.tenant)


class _Texts(Card):
    """What a village's texts would become, before anything is made."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 8, parent)
        self.setObjectName("villageTexts")
        theme = current()
        inset = theme.px(16)
        self.title = Label("", "look", strong=True, wrap=True, parent=self)
        self.notes = Label("", "secondary", "attention", wrap=True, parent=self)
        for label in (self.title, self.notes):
            label.setContentsMargins(inset, theme.px(10), inset, 0)
            self.add(label)
        self.list = PaintedList("textLandlords", "底数表里写着的出租方", TextLook(), parent=self)
        self.add(self.list, 1)
        self.error = InlineError(parent=self)
        self.add(self.error)
        self.button = KeyButton("", "check", "Ctrl+Enter", kind="main", parent=self)
        self.button.setObjectName("takeTexts")
        foot = QHBoxLayout()
        foot.setContentsMargins(inset, 0, inset, inset)
        foot.addWidget(self.button, 1)
        self.rows.addLayout(foot)

    def show_texts(self, texts: VillageTexts) -> None:
        self.title.setText(f"{texts.village}：{texts_line(texts)}")
        notes = "\n".join(texts_notes(texts))
        self.notes.setText(notes)
        reveal(self.notes, bool(notes))
        self.list.set_values(texts.landlords)
        new = sum(not each.known for each in texts.landlords)
        self.button.set_words(f"收进登记：{texts.tenants} 份租约，新出租方 {new} 个")
        self.button.setEnabled(texts.tenants > 0)
        self.error.set_text("")


class _TenantFirst(Card):
    """The tenant itself waits: it is taken in on the register's page first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(16, 10, parent)
        self.setObjectName("tenantFirst")
        self.title = Label("", "look", strong=True, wrap=True, parent=self)
        self.words = Label(
            "这家企业自己还在待确认。先把企业收进登记，再来收租约。", "body", "ink-2", wrap=True, parent=self
        )
        self.facts = RichLabel([], "secondary", self)
        self.button = KeyButton("去登记里看这家企业", "building-2", parent=self)
        self.button.setObjectName("toRegister")
        self.add(self.title)
        self.add(self.words)
        self.add(self.facts)
        self.rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addStretch(1)

    def show_found(self, row: FoundLease) -> None:
        self.title.setText(f"{row.name}的租约")
        said = "；".join(f"{fact.name} {fact.value}" for fact in found_facts(row))
        self.facts.set_parts([Part(said, "ink-2")])
