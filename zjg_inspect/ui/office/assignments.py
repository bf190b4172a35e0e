"""派单: whom to visit next, what was sent out and how far it is, a balanced proposal, bundles for all laptops."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import to_visit
from zjg_inspect.service.to_visit import InHand, Overview, Waiting
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.office.assignments_proposal import ProposalView
from zjg_inspect.ui.office.assignments_sent import SentView
from zjg_inspect.ui.office.assignments_waiting import WaitingView
from zjg_inspect.ui.office.inbox_writing import Writing
from zjg_inspect.ui.office.page import Desk, Page
from zjg_inspect.ui.office.register_words import by_words
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.nav import TopTabs

NEXT = "下一份给它的包会带去。"


class Assignments(Page):
    keys = (("↑ ↓", "选企业"), ("空格", "打勾"), ("Ctrl+B", "均衡分派"), ("Ctrl+Enter", "派出"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "派单", parent)
        self._found: Overview | None = None
        self._months = to_visit.MONTHS
        self._asked = 0
        self.tabs = TopTabs([("waiting", "未派的"), ("sent", "已派的")], self)
        self.tabs.chosen.connect(self.show_tab)
        self.top.add_tabs(self.tabs)
        self.write_button = KeyButton("写出所有的包", "hard-drive-upload", parent=self)
        self.write_button.setObjectName("writeAllBundles")
        self.top.add_action(self.write_button)
        self.stack = QStackedWidget(self)
        self.body.addWidget(self.stack, 1)
        self.waiting = WaitingView(desk, self)
        self.sent = SentView(desk, self)
        self.proposal = ProposalView(desk, self)
        for view in (self.waiting, self.sent, self.proposal):
            self.stack.addWidget(view)
        self.writing = Writing(self)
        self.write_button.clicked.connect(lambda: self.writing.open())
        self._connect()
        self.tabs.set_current("waiting")

    def _connect(self) -> None:
        self.waiting.assigned.connect(self._assigned)
        self.waiting.balance_asked.connect(self._share_out)
        self.waiting.months_changed.connect(self._older_than)
        self.waiting.hand_asked.connect(self._show_hand)
        self.sent.written.connect(self._written)
        self.proposal.sent.connect(self._sent_out)
        self.proposal.left.connect(self._leave)
        self.shortcut("Ctrl+B", self._share_out_filtered)
        # of the view itself: the panel beside the list has the same key
        add_keys(self.proposal, {"Ctrl+Return": self.proposal.send_out})
        self.shortcut("Esc", self._leave)

    # -- what it shows ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.stack.currentWidget().start()  # type: ignore[attr-defined]

    def refresh(self) -> None:
        months = self._months
        self._asked += 1
        asked = self._asked

        def done(found: Overview) -> None:
            # an answer that was overtaken by another question is none
            if asked == self._asked:
                self._take(found)

        self.in_background(lambda _step: to_visit.overview(self.db, months), done)

    def _take(self, found: Overview) -> None:
        self._found = found
        open_, late = (sum(getattr(hand, name) for hand in found.hands) for name in ("all_open", "overdue"))
        self.tabs.set_count("sent", open_)
        self.tabs.set_count("waiting", len({each.id for some in found.waiting.values() for each in some}))
        self.set_facts(f"逾期 {late} 单" if late else "")
        self.top.set_facts_tone("fail" if late else "ink-2")
        self.waiting.show_overview(found)
        self.sent.show_hands(found.hands)
        self.writing.refresh()

    def show_tab(self, key: str) -> None:
        self.tabs.set_current(key)
        self.stack.setCurrentWidget(self.waiting if key == "waiting" else self.sent)
        self.start()

    def show_thing(self, thing: Any) -> None:
        """A laptop's device id: what it was sent to do."""
        if isinstance(thing, str):
            self.show_tab("sent")
            self.sent.show_hand(thing)

    def _show_hand(self, hand: InHand) -> None:
        self.show_thing(hand.device)

    def _older_than(self, months: int) -> None:
        self._months = months
        self.refresh()

    # -- sending out -----------------------------------------------------------------------------------------------

    def _share_out(self, waiting: list[Waiting]) -> None:
        if self._found is not None:
            self.proposal.begin(waiting, self._found.hands)
            self.stack.setCurrentWidget(self.proposal)
            self.proposal.start()

    def _share_out_filtered(self) -> None:
        if self.stack.currentWidget() is self.waiting:
            self.waiting.share_out()

    def _leave(self) -> None:
        """Back to where one came from; what is written goes on."""
        if self.writing.is_busy():
            self.writing.cancel()
        elif not self.writing.panel.isHidden():
            self.writing.close()
        elif self.stack.currentWidget() is self.proposal:
            self.show_tab("waiting")
        elif self.stack.currentWidget() is self.waiting and self.waiting.ticked:
            self.waiting.untick()

    def _sent_out(self, sentence: str) -> None:
        self.waiting.ticked.clear()
        self.show_tab("waiting")
        self._written(sentence)

    def _assigned(self, laptop: str, due: str, count: str) -> None:
        self._written(f"已派 {count}给 {laptop}，{by_words(due, today())}。{NEXT}")
        self.waiting.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, sentence: str) -> None:
        self.changed.emit()
        self.refresh()
        self.said.emit(sentence, False)
