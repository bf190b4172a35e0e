"""审核: the queue, one visit in front of its reviewer, and the decision that ends it."""

from typing import Any

from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.model.inspection import Someone
from zjg_inspect.service import facts, review
from zjg_inspect.service.review import Reviewing
from zjg_inspect.service.review_queue import Waiting
from zjg_inspect.service.same_photos import SamePhotos
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.found_facts import answer
from zjg_inspect.ui.office.page import Desk, Page
from zjg_inspect.ui.office.review_case import Case
from zjg_inspect.ui.office.review_ending import Ending
from zjg_inspect.ui.office.review_find import FindLine
from zjg_inspect.ui.office.review_foot import Foot
from zjg_inspect.ui.office.review_narrow import NarrowHead
from zjg_inspect.ui.office.review_noting import Noting
from zjg_inspect.ui.office.review_photos import load_thumbs
from zjg_inspect.ui.office.review_queue import EMPTY, Queue, order_of
from zjg_inspect.ui.office.review_seeking import Seeking
from zjg_inspect.ui.office.review_stage import Stage
from zjg_inspect.ui.office.review_who import ReviewerPicker
from zjg_inspect.ui.office.review_words import back_to, outcome_words
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import EmptyState
from zjg_inspect.ui.widgets.paint import reveal

NARROW = 1080
ROOMY = 1600
NOBODY = "还没有能审核的人。先到“人员”里添一位本办的人。"


class Review(Page):
    keys = (("J K", "换企业"), ("↑ ↓", "换条"), ("Y", "认可"), ("R", "退回"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "审核", parent)
        self.done = False
        self.shown: Reviewing | None = None
        self._again = ""
        self.seeking, self.noting = Seeking(self), Noting(self)
        self.ending = Ending(self)
        self._make_top()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.finder = FindLine(self)
        self.finder.hide()
        self.body.addWidget(self.finder)
        across = QHBoxLayout()
        across.setSpacing(0)
        self.queue = Queue(self)
        across.addWidget(self.queue)
        self._work = QWidget(self)
        rows = QVBoxLayout(self._work)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.case = Case(self._work)
        self.foot = Foot(self._work)
        self.empty = EmptyState(EMPTY, parent=self._work)
        rows.addWidget(self.narrow)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self.case, 1)
        rows.addWidget(self.foot)
        self.stage = Stage(self, self._work)
        across.addWidget(self.stage, 1)
        self.body.addLayout(across, 1)
        self._connect()

    def _make_top(self) -> None:
        self.narrow = NarrowHead(self)
        self.majors = KeyButton("只看重大", "filter", parent=self)
        self.majors.setObjectName("onlyMajors")
        self.majors.setCheckable(True)
        self.majors.clicked.connect(lambda: self.seeking.seek(majors=self.majors.isChecked()))
        self.search = KeyButton("查企业", "search", parent=self)
        self.search.setObjectName("findInQueue")
        self.search.setAccessibleDescription("快捷键 Ctrl+F")
        self.search.clicked.connect(lambda: self.seeking.begin())
        self.who = ReviewerPicker(self.desk, self)
        self.who.picked.connect(self._picked)
        self.who.people_asked.connect(lambda: self.went.emit("people", None))
        for widget in (self.majors, self.search, self.who):
            self.top.add_action(widget)

    def _connect(self) -> None:
        self.queue.chosen.connect(self._choose)
        self.queue.switched.connect(self._switch)
        for sorts in (self.queue.order, self.narrow.order):
            sorts.picked.connect(lambda order: self.seeking.seek(order=order_of(order)))
        self.narrow.box.picked.connect(self._choose)
        self.narrow.switch.clicked.connect(lambda: self._switch(not self.done))
        for asks in (self.queue, self.narrow.box):
            asks.more.connect(self.seeking.list_more)
        for asked in (self.queue.together, self.narrow.together.clicked):
            asked.connect(self.ending.open_together)
        self.finder.sought.connect(lambda text: self.seeking.seek(text=text))
        self.finder.stepped.connect(self._move)
        self.finder.accepted.connect(self.seeking.take_first)
        self.finder.left.connect(self.seeking.end)
        self.case.decided.connect(self._decided)
        self.case.opened.connect(self.stage.enlarge)
        self.case.compared.connect(self._compare)
        self.case.sheet.connect(self._show_sheet)
        self.case.facts_told.connect(self._tell_facts)
        self.foot.returned.connect(self.ending.send_back)
        self.foot.approved.connect(self.ending.approve)
        self.foot.opinion_typed.connect(self._note_opinion)
        self.foot.again.connect(self._review_again)
        self.foot.owing.connect(self.case.show_question)
        self.stage.batch.left.connect(self.leave)
        self.stage.batch.signed.connect(self.ending.approve_together)
        acts = {
            "J": lambda: self._move(1), "K": lambda: self._move(-1),
            "Up": lambda: self._step(-1), "Down": lambda: self._step(1),
            "Y": lambda: self._decide(False), "R": lambda: self._decide(True), "B": self._compare_current,
            "Ctrl+Return": self._act, "Ctrl+Enter": self._act, "Ctrl+F": self.seeking.begin, "Esc": self._escape,
        }  # fmt: skip
        for keys, act in acts.items():
            self.shortcut(keys, act)

    # -- the queue -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """On the item that is looked at, so that the keys work at once."""
        self.case.take_keyboard()

    def refresh(self) -> None:
        self.who.load()
        self.seeking.list()
        visits = self.queue.visits()
        before = self.shown.inspection if self.shown else ""
        chosen = next((row for row in visits if row.inspection == before), visits[0] if visits else None)
        if chosen is None:
            self.shown = None
            self.empty.set_words(self.queue.empty.sentence())
        else:
            self.open_visit(chosen.inspection)
        for widget in (self.case, self.foot):
            reveal(widget, chosen is not None)
        reveal(self.empty, chosen is None)
        self._say_standing()

    def show_thing(self, thing: Any) -> None:
        """An inspection's id; waiting or reviewed."""
        if not thing:
            return
        try:
            found = review.open_review(self.db, thing)
        except errors.ZjgError as error:
            self.say_error(error)
            return
        self.done, self.shown = found.review is not None, None
        self.finder.end()
        self.seeking.seek_all()
        self.refresh()
        self.open_visit(thing)

    # -- showing ---------------------------------------------------------------------------------------------------

    def open_visit(self, inspection: str) -> None:
        if self.shown is None or self.shown.inspection != inspection:
            self._again = ""
        try:
            self.shown = review.open_review(self.db, inspection)
        except errors.ZjgError as error:
            self.say_error(error)
            return
        self.seeking.mark_shown()
        self._show_case()

    def _show_case(self) -> None:
        shown = self.shown
        if shown is None:
            return
        self.foot.close_pad()
        self.leave()
        found = facts.facts_found(self.db, shown.body.content.enterprise)
        own = found if found is not None and found.inspection == shown.inspection else None
        self.case.show_visit(shown, self._shown_decisions(), self.is_readonly(), own)
        load_thumbs(self, self.case.thumbs())
        self._say_standing()
        self._show_foot()
        self.noting.opened()

    def _choose(self, row: Waiting) -> None:
        self.leave()
        if self.shown is None or row.inspection != self.shown.inspection:
            self.open_visit(row.inspection)
            self.start()

    def _switch(self, done: bool) -> None:
        self.done, self.shown, self._again = done, None, ""
        self.seeking.begin_anew()
        self.finder.end()
        self.refresh()

    def is_readonly(self) -> bool:
        return self.shown is not None and self.shown.review is not None and self._again != self.shown.version

    def _shown_decisions(self) -> Decisions:
        """What was decided, for a visit that has its review."""
        given = self.shown.review if self.shown else None
        if given is None or not self.is_readonly():
            return self.noting.decisions()
        return Decisions({remark.item: remark.reason for remark in given.items}, given.opinion)

    def _decided(self) -> None:
        self._show_foot()
        self.noting.keep()

    def _show_foot(self) -> None:
        shown = self.shown
        if shown is None:
            return
        if self.is_readonly():
            self.foot.show_outcome(outcome_words(shown), self.may_review())
            return
        reviewer = self.reviewer()
        if reviewer is not None:
            self.foot.set_signer(reviewer.name, shown.body.content_hash)
        owed, left = self.case.owed(), self.case.questions_left()
        self.foot.show_decisions(self.noting.decisions(), back_to(shown), self.may_review(), owed, left)

    def _tell_facts(self, took: bool, names: tuple[str, ...]) -> None:
        panel = self.case.found

        def done() -> None:
            if panel is not None and self.case.found is panel:
                panel.set_busy(False)
                panel.answered(took, names)

        if panel is not None:
            answer(self, panel, took, names, done)

    # -- who reviews -----------------------------------------------------------------------------------------------

    def reviewer(self) -> Someone | None:
        return self.who.reviewer()

    def _picked(self) -> None:
        self.foot.close_pad()
        self.leave()
        self.noting.forget()
        self.seeking.list()
        self._say_standing()
        self._show_foot()
        self.noting.opened()

    def may_review(self) -> bool:
        reviewer = self.reviewer()
        return reviewer is not None and self.shown is not None and not review.took_part(self.shown, reviewer)

    def standing(self) -> str:
        """Whether the reviewer may review what is shown, in words."""
        reviewer = self.reviewer()
        if self.who.is_empty():
            return NOBODY
        if reviewer is None:
            return "先选审核人：没有参加这次检查的人。"
        if self.shown is None:
            return ""
        if review.took_part(self.shown, reviewer):
            return "你参加了这次检查，请换人审。"
        return "" if self.is_readonly() else "你没有参加这次检查，可以审。"

    def _say_standing(self) -> None:
        self.set_facts(self.standing())
        refused = self.shown is not None and self.reviewer() is not None and not self.may_review()
        self.top.set_facts_tone("fail" if refused else "ink-2")

    # -- keys ------------------------------------------------------------------------------------------------------

    def _working(self) -> bool:
        return self.stage.is_working() and self.shown is not None

    def _move(self, by: int) -> None:
        visits = self.queue.visits()
        if self.stage.is_working() and visits:
            own = self.shown.inspection if self.shown else ""
            at = next((n for n, row in enumerate(visits) if row.inspection == own), -1 if by > 0 else 0)
            row = visits[max(0, min(len(visits) - 1, at + by))]
            if row.inspection != own:
                self.open_visit(row.inspection)
                if not self.finder.field.line.hasFocus():
                    self.start()

    def _step(self, by: int) -> None:
        if self.finder.field.line.hasFocus():
            self._move(by)
        elif self._working():
            self.case.step(by)
        else:
            self.stage.step_item(by)

    def _decide(self, returned: bool) -> None:
        if self._working() and not self.foot.is_signing():
            self.case.decide_current(returned)

    def _compare_current(self) -> None:
        row = self.case.current_item()
        if self._working() and row is not None and row in self.case.beside():
            self._compare(row)

    def _act(self) -> None:
        if self.stage.is_signing_together():
            self.stage.batch.act()
        elif self._working() and not self.is_readonly():
            self.foot.act()

    def _escape(self) -> None:
        if not self.stage.is_working():
            self.leave()
        elif self.foot.is_signing():
            self.foot.close_pad()
        elif not self.finder.isHidden():
            self.seeking.end()

    def _note_opinion(self, text: str) -> None:
        self.noting.decisions().opinion = text
        self.noting.keep()

    def _review_again(self) -> None:
        if self.shown is not None:
            self._again = self.shown.version
            self._show_case()

    def ended(self) -> None:
        """After a review was given: on with the next one."""
        self._again, self.shown = "", None
        self.leave()
        self.refresh()
        self.start()

    # -- what is seen beside ---------------------------------------------------------------------------------------

    def _compare(self, what: Any) -> None:
        if self.shown is None:
            return
        if isinstance(what, SamePhotos):
            self.stage.show_same(self.shown, what)
        else:
            self.stage.show_item(self.shown, what, self.case.beside())

    def _show_sheet(self, version: str) -> None:
        if self.shown is not None:
            self.stage.show_sheet(self.shown, version)

    def leave(self) -> None:
        self.stage.leave()

    def hideEvent(self, event: QHideEvent) -> None:
        self.noting.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(NARROW)
        reveal(self.queue, not narrow)
        self.queue.set_wide(self.width() >= current().px(ROOMY))
        reveal(self.narrow, narrow)
