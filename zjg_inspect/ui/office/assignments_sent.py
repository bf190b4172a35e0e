"""已派的: what each laptop was sent to do and how far it is; taken back, or handed over to another one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import months_earlier
from zjg_inspect.service import assignments
from zjg_inspect.service.assignments import Assigned
from zjg_inspect.service.to_visit import SHOWN_DONE, InHand
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.assignments_looks import ALL, HandLook, SentLook
from zjg_inspect.ui.office.assignments_words import NONE_SENT, STATES, Listed
from zjg_inspect.ui.office.page import Desk, Page, spare_edge
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import Card, EmptyState, Rule
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label

SHOWN = 300
LEAST = 250
WHOM = "没选改派给哪台电脑，所以没有改派。选一台再点一次。"


class SentView(QWidget):
    """`written` gives a sentence after something was taken back or handed over."""

    written = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._hands: Sequence[InHand] = ()
        self._asked = 0
        self.ticked: dict[str, Assigned] = {}
        theme = current()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(12))
        hands = spare_edge(Card(parent=self))
        self.hands = PaintedList("sentHands", "哪台电脑", HandLook(), parent=hands)
        self.hands.chosen.connect(lambda _hand: self._choose())
        hands.add(self.hands, 1)
        hands.setMinimumWidth(theme.px(LEAST))
        across.addWidget(hands, 4)
        right = QVBoxLayout()
        right.setSpacing(theme.px(12))
        self.states = Segmented([(key, word, "") for key, word in STATES.items()], "哪些单子", "small", self)
        self.states.set_value("all_open")
        self.states.changed.connect(lambda _state: self._choose())
        right.addWidget(self.states, 0, Qt.AlignmentFlag.AlignLeft)
        card = spare_edge(Card(parent=self))
        self._look = SentLook(lambda: self._device() == "")
        self._look.ticked = self.ticked
        self.list = PaintedList("sent", "单子", self._look, parent=card)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._tick)
        self.empty = EmptyState("", parent=card)
        self._more = Label("", "secondary", "ink-2", wrap=True, parent=card)
        self._more.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        card.add(self.list, 1)
        card.add(self.empty, 1)
        card.add(self._more)
        card.add(Rule(card))
        card.rows.addLayout(self._foot(card))
        right.addWidget(card, 1)
        across.addLayout(right, 7)

    def _foot(self, card: Card) -> QVBoxLayout:
        theme = current()
        rows = QVBoxLayout()
        rows.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(6))
        rows.setSpacing(theme.px(8))
        self.error = InlineError(parent=card)
        rows.addWidget(self.error)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.count = ElidedLabel("", "secondary", "ink-2", parent=card)
        self.back_button = KeyButton("撤回", "undo-2", parent=card)
        self.back_button.setObjectName("withdraw")
        self.back_button.clicked.connect(self.withdraw)
        self.to = QComboBox(card)
        self.to.setObjectName("reassignTo")
        self.to.setAccessibleName("改派给哪台电脑")
        self.to.setPlaceholderText("改派给…")
        self.to.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.to.setMinimumContentsLength(8)
        self.due = DateField("改到哪天前，不选就不变", card)
        self.due.setObjectName("reassignDue")
        self.due.setSpecialValueText("日子不变")
        self.move_button = KeyButton("改派", "user-check", parent=card)
        self.move_button.setObjectName("reassign")
        self.move_button.clicked.connect(self.reassign)
        rows.addWidget(self.count)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.to)
        row.addWidget(self.due)
        row.addWidget(self.move_button)
        rows.addLayout(row)
        return rows

    # -- what it shows ---------------------------------------------------------------------------------------------

    def show_hands(self, hands: Sequence[InHand]) -> None:
        before = self._device()
        self._hands = hands
        self.hands.set_values([ALL, *hands])
        kept = next((hand for hand in hands if hand.device == before), ALL)
        self.hands.choose(kept, tell=False)
        to = self.to.currentData()
        self.to.clear()
        for hand in hands:
            if hand.in_use:
                self.to.addItem(f"{hand.name} {hand.letters}", hand.device)
        self.to.setCurrentIndex(self.to.findData(to) if to else -1)
        if self.isVisible():
            self._fill()

    def show_hand(self, device: str) -> None:
        """This laptop's, those on hand."""
        hand = next((each for each in self._hands if each.device == device), None)
        if hand is not None:
            self.states.set_value("all_open")
            self.hands.choose(hand)

    def start(self) -> None:
        self.hands.setFocus(Qt.FocusReason.OtherFocusReason)

    def _device(self) -> str:
        """The chosen laptop; empty for all."""
        chosen = self.hands.current()
        return chosen.device if isinstance(chosen, InHand) else ""

    def _choose(self) -> None:
        self.ticked.clear()
        self.error.set_text("")
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Nobody waits for it while it is not seen."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        device = self._device()
        state = next(each for each in STATES if each == self.states.value())
        own = [hand for hand in self._hands if device in ("", hand.device)]
        for key, word in STATES.items():
            count = sum(getattr(hand, key) for hand in own)
            self.states.buttons[key].setText(f"{word} {count}")
            self.states.buttons[key].setAccessibleName(f"{word}，{count} 单")
            self.states.buttons[key].updateGeometry()
        self._asked += 1
        asked = self._asked
        since = months_earlier(today(), SHOWN_DONE).isoformat() if state == "done" else ""

        def done(found: list[Assigned]) -> None:
            # an answer that was overtaken by another question is none
            if asked == self._asked:
                self._show(found, state)

        self._page.in_background(
            lambda _step: assignments.assignments(
                self._desk.db, device, state=None if state == "all_open" else state, since=since, limit=SHOWN + 1
            ),
            done,
        )

    def _show(self, found: list[Assigned], state: Listed) -> None:
        here = {each.id for each in found}
        for gone in [own for own in self.ticked if own not in here]:
            del self.ticked[gone]
        self.list.set_values(found[:SHOWN], keep=self.list.current())
        self.empty.set_words(NONE_SENT[state])
        self._more.setText(f"只列出前 {SHOWN} 单；在左边选一台电脑，就只列它的。")
        reveal(self._more, len(found) > SHOWN)
        reveal(self.list, bool(found))
        reveal(self.empty, not found)
        self._ticks_changed()

    # -- ticking ---------------------------------------------------------------------------------------------------

    def _tick(self, each: Assigned) -> None:
        if each.state != "done":
            if self.ticked.pop(each.id, None) is None:
                self.ticked[each.id] = each
            self.error.set_text("")
            self._ticks_changed()

    def _ticks_changed(self) -> None:
        self.list.viewport().update()
        chosen = len(self.ticked)
        self.count.setText(f"选了 {chosen} 单" if chosen else "打勾后可撤回、改派")
        done = self.states.value() == "done"
        for each in (self.back_button, self.to, self.due, self.move_button):
            reveal(each, not done)
            each.setEnabled(bool(chosen))
        if done:
            self.count.setText("完成的单子只看，不改")

    # -- what it does ----------------------------------------------------------------------------------------------

    def withdraw(self) -> None:
        own, count = list(self.ticked), len(self.ticked)
        if own:
            self._write(
                lambda: assignments.withdraw(self._desk.db, *own),
                f"已撤回 {count} 单。他们收下下一份包，就不再列出来。",
            )

    def reassign(self) -> None:
        own, device, due = list(self.ticked), self.to.currentData(), self.due.value()
        if not own:
            return
        if not device:
            self.error.set_text(WHOM)
            self.to.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        said = f"已改派 {len(own)} 单给 {self.to.currentText()}。两边收下下一份包，就照新的列。"
        self._write(lambda: assignments.reassign(self._desk.db, own, device, due), said)

    def _write(self, work: Callable[[], object], said: str) -> None:
        """Off the window's thread: it may have to wait for an import that is under way."""

        def done(_nothing: object) -> None:
            self.ticked.clear()
            self.error.set_text("")
            self.due.set_value(None)
            self.written.emit(said)

        def failed(error: Exception) -> None:
            self._ticks_changed()
            self.error.set_text(messages.sentence(error))

        for each in (self.back_button, self.move_button):
            each.setEnabled(False)
        self._page.in_background(lambda _step: work(), done, failed)
