"""The form of what is found on the spot: the enterprise, from whom it rents, the licence, who found it."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.facts import HEADCOUNT_LIMIT
from zjg_inspect.model.inspection import Photo
from zjg_inspect.service.lists import ZoneName
from zjg_inspect.service.people import PersonRow
from zjg_inspect.service.survey import Host, LeaseFound, Proposal
from zjg_inspect.ui.field.sign_people import PeopleForm
from zjg_inspect.ui.field.survey_host import NOT_CHOSEN, HostField
from zjg_inspect.ui.field.survey_words import code_told, owed
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, FormRow
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.search import DropDown, bring_into_view
from zjg_inspect.ui.widgets.text import Label, Mark

LONGEST = 200
_RENTS = [("yes", "是", ""), ("no", "否", ""), ("unknown", "不清楚", "")]
_VALUES = {"yes": True, "no": False, "unknown": None}
_WORDS = {value: word for word, value in _VALUES.items()}
_ROW_OF = {"name": "name", "zone": "village", "landlord": "landlord", "by": "by"}


class SurveyForm(QWidget):
    """Shows and says; it saves nothing. `edited` at every change by the person, `finished` after the last field."""

    edited = Signal()
    finished = Signal()

    def __init__(
        self,
        of_enterprise: bool,
        zones: Sequence[ZoneName],
        people: Sequence[PersonRow],
        hosts: Callable[[str, str], Sequence[Host]],
        parent: QWidget,
    ) -> None:
        """`of_enterprise`: one was found; else it is the lease of a known one. `hosts` gives those of a village in
        whose works it may be, and the one that was chosen."""
        super().__init__(parent)
        self.setObjectName("surveyForm")
        self._of_enterprise = of_enterprise
        self._hosts = hosts
        self._showing = False
        self._fields: list[QWidget] = []
        self.rows: dict[str, FormRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(8))
        if of_enterprise:
            self._enterprise(zones)
        self._lease()
        self._rest(people)
        self._column.addStretch(1)

    # -- what stands there -----------------------------------------------------------------------------------------

    def _enterprise(self, zones: Sequence[ZoneName]) -> None:
        theme, card = current(), Card(parent=self)
        self.name = self._line("name", "企业名称", "照执照或门牌写")
        self._row(card, "name", "名称").add(self.name, 1)
        self.code = self._line("code", "统一社会信用代码", "没有执照就空着")
        self.code.setMaxLength(40)
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhPreferUppercase | Qt.InputMethodHint.ImhNoPredictiveText)
        self._right = Mark("check", "pass", card)
        self._beside = Label("", "secondary", "ink-2", parent=card)
        self._beside.setMinimumWidth(theme.px(116))
        row = self._row(card, "code", "信用代码", "18 位")
        row.add(self.code, 1)
        row.add(self._right)
        row.add(self._beside)
        self._right.hide()
        self.village = DropDown(card)
        self.village.setObjectName("zone")
        self.village.setAccessibleName("在哪个村")
        self.village.setPlaceholderText("选一个村")
        for zone in zones:
            self.village.addItem(zone.village, zone.id)
        self._follow(self.village)
        row = self._row(card, "village", "所在村")
        row.add(self.village, 1)
        self.address = self._line("address", "地址", "路名门牌，或厂区里第几幢")
        row.add(self.address, 2)
        self.beside = HostField(card)
        # it goes on by itself: Enter takes what is marked in its list first
        self._fields.append(self.beside.line)
        self.beside.done.connect(lambda: self._on(self.beside.line))
        row = self._row(card, "beside", "在谁的厂里", "厂中厂")
        row.add(self.beside, 1)
        self.beside.typed.connect(lambda row=row: row.set_error(""))
        self.beside.left_open.connect(lambda text, row=row: row.set_error(NOT_CHOSEN.format(text=text)))
        self.principal, self.phone = self._line("principal", "负责人", "负责人"), self._line("phone", "电话", "电话")
        self.phone.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        row = self._row(card, "principal", "负责人")
        row.add(self.principal, 1)
        row.add(self.phone, 1)
        self.industry = self._line("industry", "行业", "做什么，如 冲压、注塑")
        self.headcount = self._line("headcount", "从业人数", "多少人")
        self.headcount.setValidator(QIntValidator(0, HEADCOUNT_LIMIT, self))
        self.headcount.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        row = self._row(card, "industry", "行业")
        row.add(self.industry, 2)
        row.add(self.headcount, 1)
        self.code.textChanged.connect(lambda _text: self._judge_code())
        self.village.currentIndexChanged.connect(lambda _at: self._village_chosen())
        self.beside.changed.connect(self._edited)
        self._column.addWidget(card)

    def _lease(self) -> None:
        card = Card(parent=self)
        self.rents = Segmented(_RENTS, "租用厂房", parent=card)
        if self._of_enterprise:
            row = self._row(card, "rents", "租用厂房")
            row.add(self.rents)
            row.add_stretch()
            self.rents.changed.connect(lambda _value: self._rents_chosen())
            for button in self.rents.buttons.values():
                self._follow(button)
        else:
            self.rents.hide()
        self.landlord = self._line("landlord", "出租方", "谁家的厂房")
        self.landlord_phone = self._line("landlordPhone", "出租方电话", "电话")
        self.premises = self._line("premises", "租的哪里", "如 工业路 18 号 3 号房")
        self.signed, self.until = DateField("签订日", card), DateField("到期日", card)
        # in a card of its own, so that the line over it comes and goes with it
        self._landlord = Card(parent=self)
        row = self._row(self._landlord, "landlord", "出租方")
        row.add(self.landlord, 2)
        row.add(self.landlord_phone, 1)
        self._row(self._landlord, "premises", "租的哪里").add(self.premises, 1)
        row = self._row(self._landlord, "term", "租期", "签订、到期")
        for each, name in ((self.signed, "leaseSigned"), (self.until, "leaseUntil")):
            each.setObjectName(name)
            row.add(each, 1)
            self._follow(each)
            each.changed.connect(lambda _day: self._edited())
        reveal(card, self._of_enterprise)
        self._column.addWidget(card)
        self._column.addWidget(self._landlord)

    def _rest(self, people: Sequence[PersonRow]) -> None:
        card = Card(parent=self)
        self.photos = PhotoStrip(card)
        self._row(card, "photos", "照片", "执照、大门").add(self.photos, 1)
        self.note = self._line("surveyNote", "说明", "可不填")
        self._row(card, "note", "说明").add(self.note, 1)
        self.by = PeopleForm(people, with_enterprise=False, bare=True, parent=card)
        for combo in self.by.inspectors:
            self._follow(combo)
        self._row(card, "by", "谁发现的").add(self.by, 1)
        self.by.changed.connect(self._edited)
        self._column.addWidget(card)

    def _row(self, card: Card, name: str, title: str, question: str = "") -> FormRow:
        row = self.rows[name] = FormRow(title, question, card)
        card.add_row(row)
        return row

    def _line(self, name: str, spoken: str, hint: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(spoken)
        line.setPlaceholderText(hint)
        line.setMaxLength(LONGEST)
        line.textChanged.connect(lambda _text: self._edited())
        self._follow(line)
        return line

    def _follow(self, field: QWidget) -> None:
        """Enter leads from here to the next field."""
        self._fields.append(field)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._on(watched)
                return True
        return super().eventFilter(watched, event)

    def _on(self, at: QObject) -> None:
        order = self._fields
        behind = order[order.index(at) + 1 :] if isinstance(at, QWidget) and at in order else []
        segments = set(self.rents.buttons.values())
        for field in behind:
            # of a switch the chosen part stands for all
            part = field in segments and not getattr(field, "isChecked", lambda: True)()
            if field.isVisible() and not part and not (at in segments and field in segments):
                field.setFocus(Qt.FocusReason.TabFocusReason)
                bring_into_view(field)
                return
        self.finished.emit()

    # -- as a proposal ---------------------------------------------------------------------------------------------

    def show_body(self, body: Proposal) -> None:
        """Show all of it; says nothing."""
        self._showing = True
        found, lease = body.found, body.lease
        if found is not None:
            texts = (
                (self.name, found.name), (self.code, found.code), (self.address, found.address),
                (self.principal, found.principal), (self.phone, found.phone), (self.industry, found.industry),
            )  # fmt: skip
            for line, text in texts:
                line.setText(text)
            heads = found.facts.headcount
            self.headcount.setText("" if heads is None else str(heads))
            self.village.setCurrentIndex(self.village.findData(found.zone) if found.zone else -1)
            self._fill_hosts(found.zone, body.beside)
            self.rents.set_value("yes" if lease is not None else _WORDS[found.facts.rents])
        lease = lease or LeaseFound("")
        for line, text in (
            (self.landlord, lease.landlord), (self.landlord_phone, lease.phone), (self.premises, lease.address),
            (self.note, body.note),
        ):  # fmt: skip
            line.setText(text)
        for field, day in ((self.signed, lease.signed), (self.until, lease.until)):
            field.set_value(date.fromisoformat(day) if day else None)
        self.by.show_people(body.by, None)
        self._showing = False
        for row in self.rows.values():
            row.set_error("")
        self._show_landlord()
        if found is not None:
            self._judge_code()

    def body(self, base: Proposal) -> Proposal:
        """What stands there, over what the form does not ask."""
        lease = LeaseFound(
            self.landlord.text(), self.landlord_phone.text(), self.premises.text(), _day(self.signed), _day(self.until)
        )
        told: LeaseFound | None = lease
        found, beside = base.found, base.beside
        if found is not None:
            beside = self.beside.value()
            rents = _VALUES[self.rents.value() or "unknown"]
            if not rents or lease == LeaseFound(""):
                told = None
            heads = self.headcount.text()
            number = min(int(heads), HEADCOUNT_LIMIT) if heads.isdecimal() else None
            found = msgspec.structs.replace(
                found,
                name=self.name.text(),
                code=self.code.text(),
                zone=self.village.currentData() or "",
                address=self.address.text(),
                principal=self.principal.text(),
                phone=self.phone.text(),
                industry=self.industry.text(),
                facts=msgspec.structs.replace(found.facts, headcount=number, rents=rents),
                landlord="",
                lease_signed="",
            )
        people, note = self.by.people(), self.note.text()
        return msgspec.structs.replace(base, found=found, lease=told, by=people, beside=beside, note=note)

    def show_photos(self, photos: Sequence[Photo], jpegs: Sequence[bytes], adding: int) -> None:
        self.photos.set_photos(jpegs)
        count = f"{len(photos)} 张" if photos else ""
        more = f"正在加 {adding} 张" if adding else ""
        self.photos.set_note("，".join(part for part in (count, more) if part))

    def say_owed(self, missing: str) -> None:
        """Under its field, which gets the keyboard."""
        row = _ROW_OF[missing]
        self.rows[row].set_error(owed(missing))
        field: dict[str, QWidget] = {"landlord": self.landlord, "by": self.by}
        if self._of_enterprise:
            field |= {"name": self.name, "village": self.village}
        field[row].setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(field[row])

    def first_empty(self) -> QWidget:
        """Where to go on writing: the name, or what follows it."""
        if not self._of_enterprise:
            return self.landlord
        return self.name if not self.name.text() else self.code if not self.code.text() else self.address

    def settle(self) -> bool:
        """Whether nothing is half chosen; else that is said, and its field has the keyboard."""
        if not self._of_enterprise or self.beside.settle():
            return True
        self.beside.line.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self.beside)
        return False

    def commit(self) -> None:
        """A composition that is open is taken as it stands."""
        QGuiApplication.inputMethod().commit()

    def _judge_code(self) -> None:
        told = code_told(self.code.text())
        self._beside.setText(told.beside)
        self._beside.set_tone("pass" if told.right else "ink-2")
        reveal(self._right, told.right)
        self.rows["code"].set_error(told.wrong)

    def _village_chosen(self) -> None:
        if not self._showing:
            self._fill_hosts(self.village.currentData() or "", "")
        self._edited()

    def _fill_hosts(self, zone: str, chosen: str) -> None:
        self.beside.set_hosts(self._hosts(zone, chosen), chosen)
        self.rows["beside"].set_error("")

    def _rents_chosen(self) -> None:
        self._show_landlord()
        if not self._landlord.isHidden():
            bring_into_view(self._landlord)
        self._edited()

    def _show_landlord(self) -> None:
        reveal(self._landlord, not self._of_enterprise or self.rents.value() == "yes")

    def _edited(self) -> None:
        if self._showing:
            return
        for name in _ROW_OF.values():
            if name in self.rows:
                self.rows[name].set_error("")
        self.edited.emit()


def _day(field: DateField) -> str:
    chosen = field.value()
    return chosen.isoformat() if chosen is not None else ""
