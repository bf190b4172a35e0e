"""One lease: how its filing stands, filing it, its receipt, what is known of it, ending it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.rented import Lease
from zjg_inspect.service.filings import LeaseRow
from zjg_inspect.ui.office.leases_fields import Lines, line_edit
from zjg_inspect.ui.office.leases_words import lease_facts, state_of, state_sentence
from zjg_inspect.ui.office.page import empty_out
from zjg_inspect.ui.office.register_words import Fact
from zjg_inspect.ui.office.rich import Part, RichLabel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import page_area
from zjg_inspect.ui.widgets.text import InlineError, Label, Mark

NO_DAY = "还没选备案的日子，所以没有记。选一天再点一次。"


class LeaseDetails(Card):
    """`filed` gives day, by whom, and whether a filing is put right; `edited`, `receipt_asked`, `taken_back` nothing;
    `ended` a day (None: not ended after all); `mistaken` why it is out; `landlord_asked`, `tenant_asked` an id.
    """

    filed = Signal(object, str, bool)
    receipt_asked = Signal()
    taken_back = Signal()
    edited = Signal()
    ended = Signal(object)
    mistaken = Signal(str)
    landlord_asked = Signal(str)
    tenant_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("leaseDetails")
        self._row: LeaseRow | None = None
        self._again = False
        theme = current()
        area = page_area(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(area)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        rows.setSpacing(theme.px(10))
        self.name = RichLabel([], "look", inside)
        rows.addWidget(self.name)
        self._state = QHBoxLayout()
        self._state.setSpacing(theme.px(8))
        rows.addLayout(self._state)
        self._mark: QWidget | None = None
        self.sentence = RichLabel([], "body", inside)
        self._state.addWidget(self.sentence, 1)
        rows.addWidget(self._filing(inside))
        rows.addWidget(self._is_filed(inside))
        self.error = InlineError(parent=inside)
        rows.addWidget(self.error)
        rows.addWidget(Rule(inside))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.px(12))
        self._facts.setVerticalSpacing(theme.px(4))
        self._facts.setColumnMinimumWidth(0, theme.px(66))
        self._facts.setColumnStretch(1, 1)
        rows.addLayout(self._facts)
        rows.addLayout(self._ways(inside))
        rows.addWidget(self._asking(inside))
        rows.addStretch(1)
        self._inside = inside
        area.setWidget(inside)
        self.add(area, 1)

    def _filing(self, inside: QWidget) -> QWidget:
        """The day, by whom, and the one main action."""
        theme = current()
        self._box = QFrame(inside)
        self._box.setProperty("frame", "note")
        rows = QVBoxLayout(self._box)
        rows.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(12))
        rows.setSpacing(theme.px(8))
        self.day = DateField("备案日期", self._box)
        self.day.setObjectName("filingDay")
        self.by = Segmented([("owner", "产权方", ""), ("manager", "管理人", "")], "谁来备案的", parent=self._box)
        self.button = KeyButton("备案", "check", "Ctrl+Enter", kind="main", parent=self._box)
        self.button.setObjectName("fileLease")
        self.button.clicked.connect(self.file)
        lines = Lines()
        lines.add_field("备案日期", self.day)
        lines.add_field("备案人", self.by)
        rows.addLayout(lines)
        rows.addWidget(self.button)
        return self._box

    def _is_filed(self, inside: QWidget) -> QWidget:
        theme = current()
        self._done = QWidget(inside)
        rows = QVBoxLayout(self._done)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        self.receipt = KeyButton("看回执", "printer", kind="main", parent=self._done)
        self.receipt.setObjectName("seeReceipt")
        self.receipt.clicked.connect(self.receipt_asked)
        self.right = KeyButton("改备案", "pencil", parent=self._done)
        self.right.setObjectName("correctFiling")
        self.right.clicked.connect(self._put_right)
        self.back = KeyButton("撤回备案", "undo-2", kind="quiet", parent=self._done)
        self.back.setObjectName("takeBackFiling")
        self.back.clicked.connect(self.taken_back)
        rows.addWidget(self.receipt)
        across.addWidget(self.right)
        across.addWidget(self.back)
        across.addStretch(1)
        rows.addLayout(across)
        return self._done

    def _ways(self, inside: QWidget) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(current().px(4))
        self.edit = _small("改租约", "editLease", inside)
        self.edit.clicked.connect(self.edited)
        self.end = _small("终止租约", "endLease", inside)
        self.end.clicked.connect(lambda: self._ask("end"))
        self.wrong = _small("登错了", "mistakenLease", inside)
        self.wrong.clicked.connect(lambda: self._ask("wrong"))
        self.landlord = _small("出租方", "toLandlord", inside)
        self.landlord.clicked.connect(self._to_landlord)
        self.tenant = _small("企业", "toTenant", inside)
        self.tenant.clicked.connect(self._to_tenant)
        for button in (self.edit, self.end, self.wrong, self.landlord, self.tenant):
            across.addWidget(button)
        across.addStretch(1)
        return across

    def _asking(self, inside: QWidget) -> QWidget:
        """On which day it ends, or why it is out of the register."""
        theme = current()
        self._asked = QWidget(inside)
        across = QHBoxLayout(self._asked)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        self.end_day = DateField("终止的日子", self._asked)
        self.end_day.setObjectName("endDay")
        self.why = line_edit("mistakenWhy", "为什么删", "为什么删，写一句", self._asked)
        self.yes = KeyButton("", parent=self._asked)
        self.yes.setObjectName("confirmAsked")
        self.yes.clicked.connect(self._confirmed)
        across.addWidget(self.end_day, 1)
        across.addWidget(self.why, 1)
        across.addWidget(self.yes)
        self._asked.hide()
        return self._asked

    # -- what it shows ---------------------------------------------------------------------------------------------

    def show_lease(self, row: LeaseRow, body: Lease) -> None:
        """All of a lease; the day of filing is today until a person says another."""
        on = today()
        same = self._row is not None and self._row.id == row.id
        self._row, self._again = row, False
        said = state_of(row, on)
        self.name.set_parts([Part(row.name, "ink", True)])
        if self._mark is not None:
            self._state.removeWidget(self._mark)
            self._mark.deleteLater()
            self._mark = None
        if said.icon:
            self._mark = Mark(said.icon, said.token, self._inside)
            self._state.insertWidget(0, self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words = state_sentence(row, on) + ("　两个人改得不一样，先到“收件”定下" if row.in_conflict else "")
        strong = row.state in ("overdue", "done_late", "soon")
        self.sentence.set_parts([Part(words, said.token if said.token != "ink-2" else "ink", strong)])
        filed = row.state in ("done", "done_late")
        if not same or filed:
            self.day.set_value(date.fromisoformat(row.filed) if filed else on)
            self.by.set_value(body.filed_by or ("manager" if row.manager else "owner"))
        self.button.set_words("备案")
        self.button.setEnabled(True)
        reveal(self._box, not filed and row.state != "ended")
        reveal(self._done, filed)
        self._show_facts(lease_facts(row, body.remark, body.filed_by))
        self.end.set_words("没有终止" if row.ended else "终止租约")
        self._asked.hide()
        self.error.set_text("")

    def _show_facts(self, facts: list[Fact]) -> None:
        empty_out(self._facts)
        for at, fact in enumerate(facts):
            name = Label(fact.name, "secondary", "ink-2", parent=self._inside)
            self._facts.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(RichLabel([Part(fact.value)], "secondary", self._inside), at, 1)

    def row(self) -> LeaseRow | None:
        return self._row

    # -- what it asks ----------------------------------------------------------------------------------------------

    def file(self) -> None:
        day = self.day.value()
        if self._row is None or not self.button.isEnabled() or self._box.isHidden():
            return
        if day is None:
            self.error.set_text(NO_DAY)
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.button.setEnabled(False)
        self.filed.emit(day, self.by.value() or "owner", self._again)

    def _put_right(self) -> None:
        self._again = True
        self._done.hide()
        self.button.set_words("存好改动")
        reveal(self._box, True)
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, what: str) -> None:
        if what == "end" and self._row is not None and self._row.ended:
            self.ended.emit(None)
            return
        self.end_day.set_value(today())
        self.why.clear()
        reveal(self.end_day, what == "end")
        reveal(self.why, what == "wrong")
        self.yes.set_words("从这天起终止" if what == "end" else "删掉这份租约")
        reveal(self._asked, True)
        (self.end_day if what == "end" else self.why).setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirmed(self) -> None:
        if self.why.isHidden():
            self.ended.emit(self.end_day.value())
        else:
            self.mistaken.emit(self.why.text())

    def _to_landlord(self) -> None:
        if self._row is not None:
            self.landlord_asked.emit(self._row.landlord)

    def _to_tenant(self) -> None:
        if self._row is not None:
            self.tenant_asked.emit(self._row.tenant)

    def refuse(self, sentence: str) -> None:
        """Why it was not done."""
        self.button.setEnabled(True)
        self.error.set_text(sentence)


def _small(word: str, name: str, parent: QWidget) -> KeyButton:
    button = KeyButton(word, height="small", parent=parent)
    button.setObjectName(name)
    return button
