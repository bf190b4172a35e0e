"""Who signs: the inspectors, chosen from the office's people or written in, and the enterprise's person."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Someone
from zjg_inspect.service.people import PersonRow
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.search import DropDown
from zjg_inspect.ui.widgets.text import InlineError, Label

ALONE = "一般两人同去。一个人也能签，不会挡住。"


class PeopleForm(QWidget):
    """Two inspectors are the rule: one warns, none is refused. `changed` at every keystroke."""

    changed = Signal()

    def __init__(
        self,
        known: Sequence[PersonRow],
        with_enterprise: bool = True,
        parent: QWidget | None = None,
        *,
        bare: bool = False,
        host: str = "企业",
    ) -> None:
        """`bare`: only the two fields, where nobody signs. `host`: whose person is there: 企业, or 村（社区）."""
        super().__init__(parent)
        self.setObjectName("peopleForm")
        self._known = {_shown(person): person for person in known}
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        self.inspectors = [self._combo(number) for number in (1, 2)]
        if not bare:
            rows.addWidget(Label("核查人", "body", strong=True, parent=self))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for combo in self.inspectors:
            row.addWidget(combo, 1)
        rows.addLayout(row)
        self._alone = Label(ALONE, "secondary", "attention", wrap=True, parent=self)
        rows.addWidget(self._alone)
        self._inspectors_wrong = InlineError(parent=self)
        rows.addWidget(self._inspectors_wrong)
        self.name = _field("enterprisePerson", f"{host}人员姓名", "姓名", self)
        such_as = "车间主任" if host == "企业" else "村主任"
        self.title = _field("enterpriseTitle", f"{host}人员职务", f"职务，如 {such_as}", self)
        self._enterprise_wrong = InlineError(parent=self)
        if with_enterprise:
            rows.addSpacing(theme.px(10))
            rows.addWidget(Label(f"{host}人员", "body", strong=True, parent=self))
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            row.addWidget(self.name, 1)
            row.addWidget(self.title, 1)
            rows.addLayout(row)
            rows.addWidget(self._enterprise_wrong)
        else:
            self.name.hide()
            self.title.hide()
        self._with_enterprise, self._bare, self._host = with_enterprise, bare, host
        for line in (self.name, self.title):
            line.textChanged.connect(self._told)
        lead_focus(self, lambda: self.inspectors[0])
        self._told()

    def _combo(self, number: int) -> QComboBox:
        combo = DropDown(self)
        combo.setObjectName(f"inspector{number}")
        combo.setAccessibleName(f"核查人 {number}")
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.addItems(list(self._known))
        combo.setCurrentIndex(-1)
        line = combo.lineEdit()
        if line is not None:
            line.setObjectName(f"inspectorName{number}")
            line.setPlaceholderText("选一位，或写名字" if number == 1 else "同去的一位")
            line.setAccessibleName(f"核查人 {number}")
        combo.editTextChanged.connect(self._told)
        return combo

    def show_people(self, inspectors: Sequence[Someone], enterprise: Someone | None) -> None:
        """What the draft's head says so far."""
        for combo, person in zip(self.inspectors, [*inspectors, None, None][:2], strict=True):
            combo.setEditText(_shown(person) if person else "")
        self.name.setText(enterprise.name if enterprise else "")
        self.title.setText(enterprise.title if enterprise else "")

    def people(self) -> tuple[Someone, ...]:
        """The inspectors; one of the office's people with id and agency."""
        found: list[Someone] = []
        for combo in self.inspectors:
            text = combo.currentText().strip()
            known = self._known.get(text)
            if known is not None:
                found.append(Someone(known.name, known.id, known.agency))
            elif text:
                found.append(Someone(text))
        return tuple(found)

    def enterprise_person(self) -> Someone | None:
        name = self.name.text().strip()
        return Someone(name, title=self.title.text().strip()) if name else None

    def check(self) -> bool:
        """Whether one may go on; what is missing is said under its field, which gets the keyboard."""
        people = self.people()
        wrong = "写上核查人的名字再签。" if not people else ""
        if len({person.name for person in people}) < len(people):
            wrong = "两位核查人是同一个名字，改掉一个。"
        nobody = self._with_enterprise and self.enterprise_person() is None
        self._inspectors_wrong.set_text(wrong)
        owed = f"写上{self._host}在场人员的名字；不肯签也要写，再选“本人拒签”。"
        self._enterprise_wrong.set_text(owed if nobody else "")
        if wrong:
            self.inspectors[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif nobody:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong and not nobody

    def _told(self) -> None:
        self._alone.setVisible(len(self.people()) == 1 and not self._bare)
        self._inspectors_wrong.set_text("")
        self._enterprise_wrong.set_text("")
        self.changed.emit()


def _field(name: str, spoken: str, hint: str, parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setObjectName(name)
    line.setAccessibleName(spoken)
    line.setPlaceholderText(hint)
    return line


def _shown(person: PersonRow | Someone) -> str:
    return f"{person.name}（{person.agency}）" if person.agency else person.name
