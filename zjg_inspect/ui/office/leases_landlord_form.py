"""Landlords and premises as they are entered or changed, beside their list."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.rented import Landlord, Premises
from zjg_inspect.service import landlords, lists, rented
from zjg_inspect.service.landlords import LandlordPage, PremisesRow
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.leases_fields import Lines, fit, line_edit
from zjg_inspect.ui.office.leases_words import likely_words
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import InlineError, Label


class _Form(Card):
    """`saved` gives the landlord and what to say; `left` when nothing is to be changed."""

    saved = Signal(str, str)
    left = Signal()

    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(16, 10, parent)
        self._page, self.db = page, page.db
        self.title = Label("", "look", strong=True, wrap=True, parent=self)
        self.add(self.title)
        # in a low window the buttons stay, and what is above them is scrolled
        area = page_area(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(area)
        inside.setProperty("fill", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, current().px(8), 0)
        rows.setSpacing(current().px(10))
        self.lines = Lines()
        rows.addLayout(self.lines)
        rows.addStretch(1)
        area.setWidget(inside)
        self.rows.addWidget(area, 1)
        self.hint = Label("", "secondary", "attention", wrap=True, parent=self)
        self.error = InlineError(parent=self)
        self.add(self.hint)
        self.add(self.error)
        buttons = QHBoxLayout()
        buttons.setSpacing(current().px(8))
        self.leave = KeyButton("不改了", height="main", parent=self)
        self.leave.setObjectName("leaveForm")
        self.leave.clicked.connect(self.left)
        self.button = KeyButton("存好", "check", "Ctrl+Enter", kind="main", parent=self)
        self.button.setObjectName("saveForm")
        self.button.clicked.connect(self.save)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.button, 1)
        self.rows.addLayout(buttons)

    def save(self) -> None:
        """What the form holds, into the register."""

    def _write(self, work: Callable[[], str], landlord: str, said: str) -> None:
        """`landlord` is empty of a new one: the work then gives it."""
        self.button.setEnabled(False)

        def done(made: str) -> None:
            self.button.setEnabled(True)
            self.saved.emit(landlord or made, said)

        def failed(error: Exception) -> None:
            self.button.setEnabled(True)
            self.error.set_text(messages.sentence(error))

        self._page.in_background(lambda _step: work(), done, failed)

    def _clean(self, title: str) -> None:
        self.title.setText(title)
        self.error.set_text("")
        self.button.setEnabled(True)


class LandlordForm(_Form):
    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(page, parent)
        self.setObjectName("landlordForm")
        self._entity = ""
        self.name = line_edit("nameOfLandlord", "名称", "村股份经济合作社、公司，或个人的姓名", self)
        self.name.textChanged.connect(lambda _text: self._look_for_doubles())
        kinds = [("owner", "产权方", ""), ("manager", "管理人", "")]
        self.kind = Segmented(kinds, "是产权方还是管理人", "control", self)
        kind = QWidget(self)
        across = QHBoxLayout(kind)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.kind)
        across.addStretch(1)
        self.code = line_edit("codeOfLandlord", "信用代码", "可以不填", self, 30)
        self.contact = line_edit("contactOfLandlord", "联系人", "可以不填", self, 40)
        self.phone = line_edit("phoneOfLandlord", "电话", "催备案要用", self, 40)
        self.address = line_edit("addressOfLandlord", "地址", "可以不填", self)
        self.remark = line_edit("remarkOfLandlord", "备注", "可以不填", self)
        for name, field in (
            ("名称", self.name), ("身份", kind), ("信用代码", self.code), ("联系人", self.contact),
            ("电话", self.phone), ("地址", self.address), ("备注", self.remark),
        ):  # fmt: skip
            self.lines.add_field(name, field)

    def begin(self, body: Landlord | None = None, entity: str = "") -> None:
        """A new one, or one to be changed."""
        self._entity = entity
        body = body or Landlord("")
        self._clean("改出租方" if entity else "添出租方")
        for name in ("name", "code", "contact", "phone", "address", "remark"):
            getattr(self, name).setText(getattr(body, name))
        self.kind.set_value("manager" if body.manager else "owner")
        self._look_for_doubles()

    def start(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_for_doubles(self) -> None:
        """Those that may be the one being entered; nothing is refused."""
        self.error.set_text("")
        text = self.name.text().strip()
        found = landlords.likely_landlords(self.db, text, self.code.text()) if text else []
        others = [each for each in found if each.id != self._entity]
        names = "；".join(f"{each.name}（{likely_words(each)}）" for each in others)
        self.hint.setText(f"登记里有名称相近的，看看是不是它：{names}" if names else "")
        reveal(self.hint, bool(names))

    def save(self) -> None:
        if not self.button.isEnabled():
            return
        texts = {name: getattr(self, name).text() for name in ("name", "code", "contact", "phone", "address", "remark")}
        body = Landlord(manager=self.kind.value() == "manager", **texts)
        said = f"出租方“{body.name.strip()}”已存好。"
        self._write(lambda: rented.put_landlord(self.db, body, self._entity), self._entity, said)


class PremisesForm(_Form):
    def __init__(self, page: Page, parent: QWidget) -> None:
        super().__init__(page, parent)
        self.setObjectName("premisesForm")
        self._row: PremisesRow | None = None
        self._landlord = ""
        self._zones = lists.zones(self.db)
        self.zone = QComboBox(self)
        self.zone.setObjectName("zoneOfPremises")
        self.zone.setAccessibleName("在哪个村")
        self.zone.setPlaceholderText("选一个村")
        fit(self.zone)
        self.address = line_edit("addressOfPremises", "地址", "哪条路几号、几幢", self)
        self.area = line_edit("areaOfPremises", "面积，平方米", "平方米，可以不填", self, 7)
        self.area.setValidator(QIntValidator(0, 9_999_999, self.area))
        self.remark = line_edit("remarkOfPremises", "备注", "可以不填", self)
        for name, field in (
            ("村", self.zone), ("地址", self.address), ("面积", self.area), ("备注", self.remark)
        ):  # fmt: skip
            self.lines.add_field(name, field)
        reveal(self.hint, False)

    def begin(self, page: LandlordPage, row: PremisesRow | None) -> None:
        """New premises of this landlord, or those of a row to be changed."""
        self._landlord, self._row = page.id, row
        self._zones = lists.zones(self.db)
        self.zone.clear()
        self.zone.addItems([f"{each.township} {each.village}" for each in self._zones])
        zone = row.body.zone if row is not None else page.premises[0].body.zone if page.premises else ""
        self.zone.setCurrentIndex(next((at for at, each in enumerate(self._zones) if each.id == zone), -1))
        body = row.body if row is not None else None
        self.address.setText(body.address if body is not None else "")
        self.area.setText(str(body.area) if body is not None and body.area else "")
        self.remark.setText(body.remark if body is not None else "")
        self._clean(f"改“{page.body.name}”的厂房" if row is not None else f"给“{page.body.name}”添厂房")

    def start(self) -> None:
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        if not self.button.isEnabled():
            return
        at = self.zone.currentIndex()
        zone = self._zones[at].id if at >= 0 else ""
        body = Premises(self._landlord, zone, self.address.text(), int(self.area.text() or 0), self.remark.text())
        entity = self._row.id if self._row is not None else ""
        self._write(lambda: rented.put_premises(self.db, body, entity), self._landlord, "厂房已存好。")
