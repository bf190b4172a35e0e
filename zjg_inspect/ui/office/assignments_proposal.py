"""The balanced proposal before it is sent out: what each laptop would get, changed by who knows better."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import shifted
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments, to_visit
from zjg_inspect.service.assignments import Order
from zjg_inspect.service.to_visit import InHand, Proposal, Proposed, Waiting
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.assignments_looks import ProposedLook, ShareLook
from zjg_inspect.ui.office.assignments_words import NO_LAPTOP, balance_words, sent_out_words, type_words
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, ProgressLine, Rule
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label
from zjg_inspect.ui.words import VISIT_TYPES

DAYS = (7, 15, 30)
USUAL = 15
AS_THEY_WAIT, GUIDANCE = "own", VisitType.GUIDANCE.value
NO_PERIOD = "从哪天到哪天还没定好，所以没有分。最早从今天起，到的那天不能更早。"


class ProposalView(QWidget):
    """`sent` gives a sentence when all was sent out, `left` that it was given up."""

    sent = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._waiting: Sequence[Waiting] = ()
        self._hands: Sequence[InHand] = ()
        self._loads: dict[str, int] = {}
        self._visits: dict[str, Proposed] = {}
        self._asked, self._busy = 0, False
        self.ticked: dict[str, Proposed] = {}
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        rows.addLayout(self._options())
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        left = spare_edge(Card(parent=self))
        self._shares = ShareLook()
        self.hands = PaintedList("shares", "各台电脑分到的", self._shares, parent=left)
        self.hands.chosen.connect(lambda _hand: self._choose())
        left.add(self.hands, 1)
        across.addWidget(left, 6)
        right = spare_edge(Card(parent=self))
        self._look = ProposedLook()
        self._look.ticked = self.ticked
        self.list = PaintedList("proposed", "分给它的企业", self._look, parent=right)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._tick)
        right.add(self.list, 1)
        right.add(Rule(right))
        right.rows.addLayout(self._changing(right))
        across.addWidget(right, 7)
        rows.addLayout(across, 1)
        # all or nothing, and nobody can stop half-way
        self.progress = ProgressLine(self)
        self.progress.cancel.hide()
        rows.addWidget(self.progress)
        rows.addLayout(self._foot())

    def _options(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self.first = DateField("从哪天", self)
        self.first.setObjectName("firstDay")
        self.last = DateField("到哪天", self)
        self.last.setObjectName("lastDay")
        for name, field in (("从", self.first), ("到", self.last)):
            row.addWidget(Label(name, "body", parent=self))
            row.addWidget(field)
            field.changed.connect(lambda _day: self._again())
        self.days: dict[int, KeyButton] = {}
        for days in DAYS:
            button = KeyButton(f"{days} 天", height="small", parent=self)
            button.setObjectName(f"within_{days}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, days=days: self._within(days))
            self.days[days] = button
            row.addWidget(button)
        row.addStretch(1)
        self.type = Segmented([(AS_THEY_WAIT, "核查", ""), (GUIDANCE, "指导", "")], "做什么", "small", self)
        self.type.set_value(AS_THEY_WAIT)
        self.type.changed.connect(lambda _type: self._again())
        row.addWidget(self.type)
        return row

    def _changing(self, card: Card) -> QHBoxLayout:
        theme = current()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(8))
        self.count = ElidedLabel("", "secondary", "ink-2", parent=card)
        self.drop_button = KeyButton("这次不派", parent=card)
        self.drop_button.setObjectName("dropProposed")
        self.drop_button.clicked.connect(self.drop)
        self.to = QComboBox(card)
        self.to.setObjectName("giveTo")
        self.to.setAccessibleName("改给哪台电脑")
        self.to.setPlaceholderText("改给…")
        self.to.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.to.setMinimumContentsLength(8)
        self.to.activated.connect(self._give)
        row.addWidget(self.count, 1)
        row.addWidget(self.drop_button)
        row.addWidget(self.to)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.summary = Label("", "secondary", "ink-2", wrap=True, parent=self)
        self.summary.setObjectName("balanceSummary")
        self.error = InlineError(parent=self)
        words.addWidget(self.summary)
        words.addWidget(self.error)
        self.leave_button = KeyButton("不派了", key="Esc", height="main", parent=self)
        self.leave_button.setObjectName("leaveProposal")
        self.leave_button.clicked.connect(self.left)
        self.button = KeyButton("派出", "user-check", "Ctrl+Enter", kind="main", parent=self)
        self.button.setObjectName("sendOut")
        self.button.clicked.connect(self.send_out)
        row.addLayout(words, 1)
        row.addWidget(self.leave_button)
        row.addWidget(self.button)
        return row

    # -- what is proposed ------------------------------------------------------------------------------------------

    def begin(self, waiting: Sequence[Waiting], hands: Sequence[InHand]) -> None:
        """Share these out among the laptops that are in use."""
        self._waiting = waiting
        self._hands = [hand for hand in hands if hand.in_use]
        own = waiting[0].type if waiting else VisitType.ASSESSMENT
        self.type.buttons[AS_THEY_WAIT].setText(VISIT_TYPES[own])
        zones = any(each.id == each.zone for each in waiting)
        self.type.offer([AS_THEY_WAIT] if zones else [AS_THEY_WAIT, GUIDANCE])
        self.type.buttons[AS_THEY_WAIT].setAccessibleName(self.type.buttons[AS_THEY_WAIT].text())
        self.type.set_value(AS_THEY_WAIT)
        self.to.clear()
        for hand in self._hands:
            self.to.addItem(f"改给 {hand.name} {hand.letters}", hand.device)
        self._visits, self._loads = {}, {}
        self.first.set_value(today())
        self._within(USUAL)

    def start(self) -> None:
        self.hands.setFocus(Qt.FocusReason.OtherFocusReason)

    def _within(self, days: int) -> None:
        self.last.set_value(shifted(self.first.value() or today(), days))
        self._again()

    def _period(self) -> tuple[date, date] | None:
        first, last = self.first.value(), self.last.value()
        return (first, last) if first is not None and last is not None and today() <= first <= last else None

    def _again(self) -> None:
        """Shared out anew: what was changed by hand is shared out with the rest."""
        period = self._period()
        for days, button in self.days.items():
            button.setChecked(period is not None and period[1] == shifted(period[0], days))
        self._asked += 1
        asked = self._asked
        if period is None:
            self._take(Proposal((), {}))
            self.error.set_text(NO_PERIOD)
            return
        self.error.set_text("")
        type = VisitType.GUIDANCE if self.type.value() == GUIDANCE else None

        def done(found: Proposal) -> None:
            # an answer that was overtaken by another question is none
            if asked == self._asked:
                self._take(found)

        self._page.in_background(
            lambda _step: to_visit.propose(self._desk.db, self._waiting, period[0], period[1], type), done
        )

    def _take(self, found: Proposal) -> None:
        self._visits = {each.waiting.id: each for each in found.visits}
        self._loads = dict(found.loads)
        self.ticked.clear()
        self._show(None)

    def by_laptop(self) -> dict[str, list[Proposed]]:
        """What each would get, the first day first; under "" those that nobody gets."""
        found: dict[str, list[Proposed]] = defaultdict(list)
        for each in sorted(self._visits.values(), key=lambda each: (each.due, each.waiting.village, each.waiting.name)):
            found[each.device].append(each)
        return dict(found)

    def _show(self, chosen: str | None) -> None:
        """All anew; `chosen`: the laptop whose list is to be seen, None for the first."""
        parts = self.by_laptop()
        self._shares.visits, self._shares.loads = parts, self._loads
        values: list[InHand | str] = [*self._hands, *([NO_LAPTOP] if "" in parts else [])]
        self.hands.set_values(values)
        keep = next((each for each in values if chosen is not None and _device(each) == chosen), None)
        if keep is None and values:
            keep = next((each for each in values if parts.get(_device(each))), values[0])
        if keep is not None:
            self.hands.choose(keep, tell=False)
        self._show_list()
        sent = [each for each in self._visits.values() if each.device]
        laptops = len({each.device for each in sent})
        loads = [
            self._loads.get(hand.device, 0) + sum(each.weight for each in parts.get(hand.device, ()))
            for hand in self._hands
        ]
        left = len(self._visits) - len(sent)
        unsent = f"还有 {left} 家没有电脑去，不派。" if left else ""
        self.summary.setText(
            f"{type_words(each.type for each in sent)}。{balance_words(loads)}{unsent}" if sent else unsent
        )
        self.button.set_words(f"派出 {len(sent)} 单，给 {laptops} 台" if sent else "派出")
        self.button.setEnabled(bool(sent) and not self._busy)

    def _choose(self) -> None:
        self.ticked.clear()
        self._show_list()

    def _show_list(self) -> None:
        own = self.by_laptop().get(_device(self.hands.current()), [])
        self.list.set_values(own, keep=self.list.current())
        self._ticks_changed()

    # -- changed by hand -------------------------------------------------------------------------------------------

    def _tick(self, each: Proposed) -> None:
        if self.ticked.pop(each.waiting.id, None) is None:
            self.ticked[each.waiting.id] = each
        self._ticks_changed()

    def _ticks_changed(self) -> None:
        self.list.viewport().update()
        chosen = len(self.ticked)
        self.count.setText(f"选了 {chosen} 家" if chosen else "打勾后可改")
        self.to.setCurrentIndex(-1)
        for each in (self.drop_button, self.to):
            each.setEnabled(bool(chosen))

    def _give(self, at: int) -> None:
        device = self.to.itemData(at)
        for own in self.ticked:
            self._visits[own] = msgspec.structs.replace(self._visits[own], device=device)
        self._changed()

    def drop(self) -> None:
        for own in self.ticked:
            del self._visits[own]
        self._changed()

    def _changed(self) -> None:
        self.ticked.clear()
        self.error.set_text("")
        self._show(_device(self.hands.current()))

    # -- sent out --------------------------------------------------------------------------------------------------

    def send_out(self) -> None:
        """All of it in one piece, off the window's thread."""
        if not self.button.isEnabled():
            return
        orders = [
            Order(each.waiting.id, each.device, each.type, date.fromisoformat(each.due))
            for each in self._visits.values()
            if each.device
        ]
        laptops = len({order.device for order in orders})

        def done(given: list[str]) -> None:
            self._rest()
            self.sent.emit(sent_out_words(len(given), laptops))

        def failed(error: Exception) -> None:
            self._rest()
            self.button.setEnabled(True)
            self.error.set_text(messages.sentence(error))

        self._busy = True
        self.progress.start(f"正在派出 {len(orders)} 单")
        self.button.setEnabled(False)
        self._page.in_background(lambda _step: assignments.send_out(self._desk.db, orders), done, failed)

    def _rest(self) -> None:
        self._busy = False
        self.progress.finish()


def _device(value: InHand | str | None) -> str:
    return value.device if isinstance(value, InHand) else ""
