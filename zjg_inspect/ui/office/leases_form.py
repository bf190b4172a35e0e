"""A lease as it is entered, changed, or taken in from what was found: tenant, landlord, premises, days."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.rented import Landlord
from zjg_inspect.service import landlords, lists
from zjg_inspect.service.landlords import LikelyLandlord, Place
from zjg_inspect.service.letting import Letting
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office.leases_fields import Choice, Lines, Picker, fit, line_edit
from zjg_inspect.ui.office.leases_words import likely_words
from zjg_inspect.ui.office.page import empty_out
from zjg_inspect.ui.office.register_words import Fact
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import InlineError, Label

NEW_PLACE = "新的一处，地址写在下面"
SAME = "登记里已有叫这个名称的出租方。是它，就点上面的“就是…”；真是另一家，再点一次。"
NO_TENANT = "还没选是哪家企业，所以没有记。输入名称，在下面点一家。"
_TENANTS = 5

Save = Callable[[str, Letting], object]


class LeaseForm(Card):
    """`saved` when it is in the register, `left` when it is not to be; `turned_down` gives the reason why not."""

    saved = Signal()
    left = Signal()
    turned_down = Signal(str)

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("leaseForm")
        self._db = db
        self._save: Save | None = None
        self._places: list[Place] = []
        self._zones = lists.zones(db)
        self._zone = self._warned = ""
        theme = current()
        area = page_area(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(area)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8))
        rows.setSpacing(theme.px(8))
        self.title = Label("", "look", strong=True, wrap=True, parent=inside)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.px(2))
        rows.addWidget(self.title)
        rows.addLayout(self._facts)
        # what was photographed of a found lease
        self.photos = QHBoxLayout()
        self.photos.setSpacing(theme.px(8))
        rows.addLayout(self.photos)
        rows.addLayout(self._fields(inside))
        rows.addStretch(1)
        area.setWidget(inside)
        self.add(area, 1)
        self.rows.addLayout(self._foot())

    def _fields(self, inside: QWidget) -> Lines:
        lines = Lines()
        self.tenant = Picker("tenant", "承租企业", "名称或拼音首字母", self._tenants, inside)
        self.tenant.changed.connect(self._tenant_changed)
        self._tenant_label = lines.add_field("承租企业", self.tenant)
        self.landlord = Picker("landlordName", "出租方", "名称；登记里有的会列在下面", self._landlords, inside)
        self.landlord.changed.connect(self._landlord_changed)
        lines.add_field("出租方", self.landlord)
        self._new = QWidget(inside)
        new = QVBoxLayout(self._new)
        new.setContentsMargins(0, 0, 0, 0)
        new.setSpacing(current().px(8))
        kinds = [("owner", "产权方", ""), ("manager", "管理人", "")]
        self.kind = Segmented(kinds, "是产权方还是管理人", "control", self._new)
        self.kind.set_value("owner")
        self.phone = line_edit("landlordPhone", "出租方电话", "电话", self._new, 40)
        new.addWidget(self.kind)
        new.addWidget(self.phone)
        self._new_label = lines.add_field("新登记", self._new)
        self.place = QComboBox(inside)
        self.place.setObjectName("place")
        self.place.setAccessibleName("厂房")
        self.place.activated.connect(lambda _at: self._show_place())
        fit(self.place)
        lines.add_field("厂房", self.place)
        self._works = QWidget(inside)
        works = QVBoxLayout(self._works)
        works.setContentsMargins(0, 0, 0, 0)
        works.setSpacing(current().px(8))
        self.address = line_edit("address", "厂房地址", "地址：哪条路几号、几幢", self._works)
        self.zone = QComboBox(self._works)
        self.zone.setObjectName("placeZone")
        self.zone.setAccessibleName("厂房在哪个村")
        self.zone.addItems([f"{each.township} {each.village}" for each in self._zones])
        fit(self.zone)
        self.area = line_edit("area", "面积，平方米", "面积 m²", self._works, 7)
        self.area.setValidator(QIntValidator(0, 9_999_999, self.area))
        beside = QHBoxLayout()
        beside.setSpacing(current().px(8))
        beside.addWidget(self.zone, 2)
        beside.addWidget(self.area, 1)
        works.addWidget(self.address)
        works.addLayout(beside)
        self._works_label = lines.add_field("", self._works)
        self.signed, self.until = DateField("签订的日子", inside), DateField("租期到哪天", inside)
        self.signed.setObjectName("signed")
        self.until.setObjectName("until")
        lines.add_field("签订", self.signed)
        lines.add_field("租期到", self.until)
        self.remark = line_edit("leaseRemark", "备注", "可以不填；不知道哪天签的，日子就空着", inside)
        lines.add_field("备注", self.remark)
        return lines

    def _foot(self) -> QVBoxLayout:
        theme = current()
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(16))
        foot.setSpacing(theme.px(8))
        self.why = line_edit("declineWhy", "不收的原因", "不收的话，写一句为什么", self)
        self.decline = KeyButton("不收", "x", parent=self)
        self.decline.setObjectName("declineLease")
        self.decline.clicked.connect(lambda: self.turned_down.emit(self.why.text()))
        self._declining = QWidget(self)
        beside = QHBoxLayout(self._declining)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.px(8))
        beside.addWidget(self.why, 1)
        beside.addWidget(self.decline)
        self.error = InlineError(parent=self)
        self.leave = KeyButton("不改了", height="main", parent=self)
        self.leave.setObjectName("leaveLease")
        self.leave.clicked.connect(self.left)
        self.button = KeyButton("存好", "check", "Ctrl+Enter", kind="main", parent=self)
        self.button.setObjectName("saveLease")
        self.button.clicked.connect(self.save)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.leave)
        buttons.addWidget(self.button, 1)
        foot.addWidget(self._declining)
        foot.addWidget(self.error)
        foot.addLayout(buttons)
        return foot

    # -- what it begins with ---------------------------------------------------------------------------------------

    def begin(
        self,
        title: str,
        save: Save,
        *,
        tenant: Choice | None = None,
        zone: str = "",
        letting: Letting | None = None,
        landlord: Choice | None = None,
        found: str = "",
        facts: tuple[Fact, ...] = (),
        button: str = "存好",
        may_decline: bool = False,
    ) -> None:
        """Everything anew. `zone`: where new premises are; `found`: the landlord's name as it was told."""
        letting = letting or Letting()
        self._save, self._zone, self._warned = save, zone, ""
        self.title.setText(title)
        empty_out(self._facts)
        for fact in facts:
            words = [Part(f"{fact.name}　", "ink-2"), Part(fact.value, "attention" if fact.name == "注意" else "ink")]
            self._facts.addWidget(RichLabel(words, "secondary", self.title.parentWidget()))
        empty_out(self.photos)
        self.tenant.begin(tenant)
        reveal(self.tenant.again, tenant is None)
        self.landlord.begin(landlord, found)
        self.kind.set_value("owner")
        self.phone.setText(letting.new_landlord.phone if letting.new_landlord is not None else "")
        self.address.setText(letting.address)
        self.area.setText(str(letting.area) if letting.area else "")
        for field, day in ((self.signed, letting.signed), (self.until, letting.until)):
            field.set_value(_date(day))
        self.remark.setText(letting.remark)
        self.why.clear()
        reveal(self._declining, may_decline)
        self.leave.set_words("先放着" if may_decline else "不改了")
        self.error.set_text("")
        self.button.set_words(button)
        self.button.setEnabled(True)
        self._tenant_zone()
        self._fill_places(letting.premises)

    def start(self) -> None:
        field = self.landlord.line if self.tenant.chosen() is not None else self.tenant.line
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tenants(self, text: str) -> list[Choice]:
        rows = lists.enterprises(self._db, text, limit=2 * _TENANTS, zones=False)
        found = [each for each in rows if not each.proposed]
        return [Choice(each.id, each.name, each.village) for each in found[:_TENANTS]]

    def _landlords(self, text: str) -> list[Choice]:
        """Those that may be the one first, then those whose name holds the text."""
        found: dict[str, LikelyLandlord] = {}
        for each in (*landlords.likely_landlords(self._db, text), *landlords.named(self._db, text)):
            found.setdefault(each.id, each)
        return [Choice(each.id, each.name, likely_words(each)) for each in list(found.values())[:_TENANTS]]

    def _tenant_changed(self) -> None:
        self.error.set_text("")
        chosen = self.tenant.chosen()
        row = lists.enterprise(self._db, chosen.id) if chosen is not None else None
        if row is not None:
            self._zone = row.zone
            self._tenant_zone()

    def _tenant_zone(self) -> None:
        at = next((at for at, each in enumerate(self._zones) if each.id == self._zone), 0)
        self.zone.setCurrentIndex(at if self._zones else -1)

    def _landlord_changed(self) -> None:
        self.error.set_text("")
        self._fill_places("")

    def _fill_places(self, premises: str) -> None:
        chosen = self.landlord.chosen()
        self._places = landlords.places(self._db, chosen.id) if chosen is not None else []
        # those in the tenant's village first
        self._places.sort(key=lambda each: each.zone != self._zone)
        self.place.clear()
        self.place.addItems([f"{each.village} {each.address or '地址没写'}" for each in self._places] + [NEW_PLACE])
        here = next((at for at, each in enumerate(self._places) if each.id == premises), None)
        usual = 0 if not premises and self._places and self._places[0].zone == self._zone else len(self._places)
        self.place.setCurrentIndex(usual if here is None else here)
        reveal(self._new, chosen is None)
        reveal(self._new_label, chosen is None)
        self._show_place()

    def _show_place(self) -> None:
        new = self.place.currentIndex() == len(self._places)
        reveal(self._works, new)
        reveal(self._works_label, new)

    # -- what comes of it ------------------------------------------------------------------------------------------

    def letting(self) -> Letting:
        """What is filled in."""
        chosen, at = self.landlord.chosen(), self.place.currentIndex()
        new = None
        if chosen is None:
            new = Landlord(self.landlord.text(), manager=self.kind.value() == "manager", phone=self.phone.text())
        old = 0 <= at < len(self._places)
        zone = self._zones[self.zone.currentIndex()].id if self._zones else ""
        return Letting(
            landlord="" if chosen is None else chosen.id,
            new_landlord=new,
            premises=self._places[at].id if old else "",
            zone="" if old else zone,
            address="" if old else self.address.text(),
            area=0 if old else int(self.area.text() or 0),
            signed=_text(self.signed),
            until=_text(self.until),
            remark=self.remark.text(),
        )

    def save(self) -> None:
        """Off the window's thread: it may have to wait for an import that is under way."""
        tenant, save = self.tenant.chosen(), self._save
        if save is None or not self.button.isEnabled():
            return
        if tenant is None:
            self.error.set_text(NO_TENANT)
            self.tenant.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        name = self.landlord.text()
        if self.landlord.chosen() is None and self.landlord.has_same(name) and self._warned != name:
            self._warned = name
            self.error.set_text(SAME)
            return
        self.button.setEnabled(False)
        self.error.set_text("")
        letting = self.letting()

        def done(_made: object) -> None:
            self.button.setEnabled(True)
            self.saved.emit()

        tasks.run(self, lambda _step: save(tenant.id, letting), done, self.say_error)

    def say_error(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.error.set_text(messages.sentence(error))


def _date(day: str) -> date | None:
    return date.fromisoformat(day) if day else None


def _text(field: DateField) -> str:
    day = field.value()
    return "" if day is None else day.isoformat()
