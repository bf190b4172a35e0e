"""Writing an entry of the register: a field for each of its members, its facts, those that may be the same beside."""

from datetime import date
from typing import Any, cast

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from zjg_inspect.model import creditcode
from zjg_inspect.model.facts import FACT_LABELS, FACT_NAMES, HEADCOUNT_LIMIT
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service.lists import ZoneName
from zjg_inspect.service.survey import Likely
from zjg_inspect.ui import words
from zjg_inspect.ui.office.register_edit_words import code_words, likely_words
from zjg_inspect.ui.office.register_panel import Panel, ZoneBox, line
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import FormRow
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import Label

SOON_MS = 250
_LINES = (
    ("name", "营业执照上的全称"), ("code", "18 位，没有就空着"), ("address", "门牌号，哪一幢"), ("industry", ""),
    ("principal", "企业主要负责人"), ("legal_person", ""), ("phone", ""), ("landlord", "租厂房的才写"),
)  # fmt: skip
_KNOWN = ("yes", "no", "unknown")


class EntryForm(Panel):
    """`written` gives the enterprise as it was written once the person stores it; `typed` while the name or the code is
    being typed, for those that may be the same."""

    written = Signal(object)
    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("entryForm", parent)
        self._base = Enterprise("", "")
        self._new = False
        self.acted.connect(self._written)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(lambda: self.typed.emit(self.body()))

    def edit(
        self, body: Enterprise, zones: list[ZoneName], title: str, main: str = "存下", choose_zone: bool = False
    ) -> None:
        """Show the body in the fields; `choose_zone`: it is new, so that its zone is chosen as well."""
        self._base, self._new = body, choose_zone
        rows = self.fresh(title, main=main)
        self.rows_of: dict[str, FormRow] = {}
        self.lines: dict[str, QLineEdit] = {}
        if choose_zone:
            row = self.rows_of["zone"] = FormRow("集中区", parent=self.inside)
            self.zone = ZoneBox(zones, body.zone, row)
            row.add(self.zone, 1)
            rows.addWidget(row)
        for name, hint in _LINES:
            row = self.rows_of[name] = FormRow(words.ENTRY[name], parent=self.inside)
            field = self.lines[name] = line(getattr(body, name), words.ENTRY[name], hint, row)
            field.setObjectName(f"entry_{name}")
            row.add(field, 1)
            rows.addWidget(row)
        self._likely = Label("", "secondary", "attention", wrap=True, parent=self.inside)
        self._likely.setContentsMargins(current().px(140), 0, current().px(16), 0)
        reveal(self._likely, False)
        rows.insertWidget(rows.indexOf(self.rows_of["code"]) + 1, self._likely)
        row = self.rows_of["lease_signed"] = FormRow(words.ENTRY["lease_signed"], parent=self.inside)
        self.signed = DateField(words.ENTRY["lease_signed"], row)
        self.signed.set_value(date.fromisoformat(body.lease_signed) if body.lease_signed else None)
        row.add(self.signed)
        row.add_stretch()
        rows.addWidget(row)
        row = self.rows_of["remark"] = FormRow(words.ENTRY["remark"], parent=self.inside)
        self.lines["remark"] = line(body.remark, words.ENTRY["remark"], "", row)
        self.lines["remark"].setObjectName("entry_remark")
        row.add(self.lines["remark"], 1)
        rows.addWidget(row)
        self._facts(rows)
        rows.addStretch(1)
        for name in ("name", "code"):
            self.lines[name].textChanged.connect(self._typed)
        self._tell_code()

    def _facts(self, rows: Any) -> None:
        row = FormRow(FACT_LABELS["headcount"], parent=self.inside)
        heads = self._base.facts.headcount
        self.headcount = line("" if heads is None else str(heads), FACT_LABELS["headcount"], "不清楚就空着", row)
        self.headcount.setObjectName("entry_headcount")
        row.add(self.headcount)
        row.add(Label("人", "body", "ink-2", parent=row))
        row.add_stretch()
        self.rows_of["headcount"] = row
        rows.addWidget(row)
        self.facts: dict[str, Segmented] = {}
        for name in FACT_NAMES:
            if name != "headcount":
                rows.addLayout(self._fact(name))

    def _fact(self, name: str) -> QHBoxLayout:
        """The label takes what the switch leaves: the names are longer than those of the members."""
        theme = current()
        across = QHBoxLayout()
        across.setContentsMargins(theme.px(16), theme.px(3), theme.px(16), theme.px(3))
        across.setSpacing(theme.px(12))
        choices = [(value, word, "") for value, word in zip(_KNOWN, ("有", "没有", "不清楚"), strict=True)]
        switch = self.facts[name] = Segmented(choices, FACT_LABELS[name], "small", self.inside)
        switch.setObjectName(f"fact_{name}")
        known = self._base.facts.value(name)
        switch.set_value("unknown" if known is None else "yes" if known else "no")
        across.addWidget(Label(FACT_LABELS[name], "body", wrap=True, parent=self.inside), 1)
        across.addWidget(switch)
        return across

    def body(self) -> Enterprise:
        """As it is written by now, right or not."""
        members = {name: field.text().strip() for name, field in self.lines.items()}
        facts: dict[str, Any] = {
            name: {"yes": True, "no": False}.get(switch.value() or "") for name, switch in self.facts.items()
        }
        heads = self.headcount.text().strip()
        facts["headcount"] = int(heads) if heads.isdecimal() and int(heads) <= HEADCOUNT_LIMIT else None
        signed = self.signed.value()
        return msgspec.structs.replace(
            self._base,
            zone=self.zone.zone() if self._new else self._base.zone,
            lease_signed=signed.isoformat() if signed else "",
            facts=msgspec.structs.replace(self._base.facts, **facts),
            **members,
        )

    def _written(self) -> None:
        heads = self.headcount.text().strip()
        wrong = bool(heads) and not (heads.isdecimal() and int(heads) <= HEADCOUNT_LIMIT)
        self.rows_of["headcount"].set_error("人数只写数字。不清楚就空着。" if wrong else "")
        if wrong:
            self.bring(self.rows_of["headcount"])
            self.headcount.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.written.emit(self.body())

    def show_likely(self, found: list[Likely]) -> None:
        said = likely_words(found)
        self._likely.setText(said)
        reveal(self._likely, bool(said))

    def likely(self) -> str:
        return self._likely.text()

    def show_faults(self, faults: tuple[str, ...]) -> None:
        """Under each field what is wrong with it; the first one is gone to."""
        for name, row in self.rows_of.items():
            row.set_error(_FAULTS.get(name, "还没有填。补上再存，写好的都在。") if name in faults else "")
        first = next((name for name in self.rows_of if name in faults), "")
        if first:
            self.bring(self.rows_of[first])
            field = self.zone if first == "zone" else self.lines.get(first)
            if field is not None:
                cast(QWidget, field).setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        self.lines["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._tell_code()
        self._soon.start()

    def _tell_code(self) -> None:
        code = creditcode.normalise(self.lines["code"].text())
        self.rows_of["code"].set_error(code_words(code))


_FAULTS = {
    "code": "最后一位和前面对不上，看清再改；拿不准就空着，写在备注里。",
    "zone": "还没有选。选它在哪个村。",
}
