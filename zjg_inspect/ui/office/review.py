"""审核: the queue, one visit in front of its reviewer, and the decision that ends it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.model.inspection import Someone
from zjg_inspect.service import facts, review
from zjg_inspect.service.review import Reviewing, Waiting
from zjg_inspect.service.visit import photo_bytes
from zjg_inspect.ui import messages
from zjg_inspect.ui.large_photos import LargePhotos, Picture
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.found_facts import answer
from zjg_inspect.ui.office.page import Desk, Page
from zjg_inspect.ui.office.review_case import Case
from zjg_inspect.ui.office.review_foot import Foot
from zjg_inspect.ui.office.review_photos import load_thumbs
from zjg_inspect.ui.office.review_queue import EMPTY, Queue, QueueBox
from zjg_inspect.ui.office.review_skipped import signed_opinion
from zjg_inspect.ui.office.review_who import ReviewerPicker
from zjg_inspect.ui.office.review_words import back_to, effect_words, outcome_words
from zjg_inspect.ui.office.sheet_page import SheetPage, save_sheet
from zjg_inspect.ui.theme import MARGIN, current
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
        self._done = False
        self._shown: Reviewing | None = None
        self._again = ""
        self._busy = False
        self._make_top()
        self.body.setContentsMargins(0, 0, 0, 0)
        across = QHBoxLayout()
        across.setSpacing(0)
        self.queue = Queue(self)
        across.addWidget(self.queue)
        self._stack = QStackedWidget(self)
        across.addWidget(self._stack, 1)
        self.body.addLayout(across, 1)
        self._work = QWidget(self)
        rows = QVBoxLayout(self._work)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.case = Case(self._work)
        self.foot = Foot(self._work)
        self.empty = EmptyState(EMPTY, parent=self._work)
        rows.addWidget(self.narrow_head)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self.case, 1)
        rows.addWidget(self.foot)
        self.photos = LargePhotos("回到审核", self)
        self.sheet = SheetPage(self.db, "回到审核", self)
        for page in (self._work, self.photos, self.sheet):
            self._stack.addWidget(page)
        self._connect()

    def _make_top(self) -> None:
        theme = current()
        self.narrow_head = QWidget(self)
        across = QHBoxLayout(self.narrow_head)
        across.setContentsMargins(MARGIN, theme.px(10), MARGIN, 0)
        across.setSpacing(theme.px(12))
        self.queue_box = QueueBox(self.narrow_head)
        self.switch = KeyButton("看已审的", parent=self.narrow_head)
        across.addWidget(self.queue_box, 1)
        across.addWidget(self.switch)
        self.switch.setObjectName("switchQueue")
        self.switch.clicked.connect(lambda: self._switch(not self._done))
        self.who = ReviewerPicker(self.desk, self)
        self.who.picked.connect(self._picked)
        self.who.people_asked.connect(lambda: self.went.emit("people", None))
        self.top.add_action(self.who)

    def _connect(self) -> None:
        self.queue.chosen.connect(self._choose)
        self.queue.switched.connect(self._switch)
        self.queue_box.picked.connect(self._choose)
        self.case.decided.connect(self._show_foot)
        self.case.opened.connect(self._enlarge)
        self.case.sheet.connect(self._show_sheet)
        self.case.facts_told.connect(self._tell_facts)
        self.foot.returned.connect(self._send_back)
        self.foot.approved.connect(self._approve)
        self.foot.opinion_typed.connect(self._note_opinion)
        self.foot.again.connect(self._review_again)
        self.foot.owing.connect(self.case.show_question)
        self.photos.left.connect(self._leave)
        self.photos.wanted.connect(self._load_large)
        self.sheet.left.connect(self._leave)
        self.sheet.save_asked.connect(lambda visit, name: save_sheet(self, visit, name, self.sheet.version))
        acts = {
            "J": lambda: self._move(1), "K": lambda: self._move(-1),
            "Up": lambda: self._step(-1), "Down": lambda: self._step(1),
            "Y": lambda: self._decide(False), "R": lambda: self._decide(True),
            "Ctrl+Return": self._act, "Ctrl+Enter": self._act, "Esc": self._escape,
        }  # fmt: skip
        for keys, act in acts.items():
            self.shortcut(keys, act)

    # -- showing ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """On the item that is looked at, so that the keys work at once."""
        self.case.take_keyboard()

    def refresh(self) -> None:
        self.who.load()
        rows = review.visits_to_review(self.db, done=self._done)
        waiting = len(review.visits_to_review(self.db)) if self._done else len(rows)
        if self._done:
            rows = rows[::-1]
        self.queue.set_rows(rows, self._done, waiting)
        self.queue_box.set_visits(self.queue.visits())
        self.queue_box.setEnabled(bool(rows))
        self.switch.set_words("看待审的" if self._done else "看已审的")
        visits = self.queue.visits()
        before = self._shown.inspection if self._shown else ""
        chosen = next((row for row in visits if row.inspection == before), visits[0] if visits else None)
        if chosen is None:
            self._shown = None
            self.empty.set_words(self.queue.empty.sentence())
        else:
            self._open(chosen)
        for widget in (self.case, self.foot):
            reveal(widget, chosen is not None)
        reveal(self.empty, chosen is None)
        self._say_standing()

    def show_thing(self, thing: Any) -> None:
        """An inspection's id; waiting or reviewed."""
        if not thing:
            return
        for done in (False, True):
            found = [row for row in review.visits_to_review(self.db, done=done) if row.inspection == thing]
            if found:
                self._done, self._shown = done, None
                self.refresh()
                self._open(found[0])
                return

    def _open(self, row: Waiting) -> None:
        if row in self.queue.list.values():
            self.queue.list.choose(row, tell=False)
        self.queue_box.show_visit(row.inspection)
        if self._shown is None or self._shown.inspection != row.inspection:
            self._again = ""
        try:
            self._shown = review.open_review(self.db, row.inspection)
        except errors.ZjgError as error:
            self.say_error(error)
            return
        self._show_case()

    def _show_case(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self.foot.close_pad()
        self._leave()
        found = facts.facts_found(self.db, shown.body.content.enterprise)
        own = found if found is not None and found.inspection == shown.inspection else None
        self.case.show_visit(shown, self._shown_decisions(), self._is_readonly(), own)
        load_thumbs(self, self.case.thumbs())
        self._say_standing()
        self._show_foot()

    def _choose(self, row: Waiting) -> None:
        if self._shown is None or row.inspection != self._shown.inspection:
            self._open(row)
            self.start()

    def _switch(self, done: bool) -> None:
        self._done, self._shown, self._again = done, None, ""
        self.refresh()

    def _is_readonly(self) -> bool:
        return self._shown is not None and self._shown.review is not None and self._again != self._shown.version

    def decisions(self) -> Decisions:
        """Of the visit that is shown."""
        version = self._shown.version if self._shown else ""
        return self.desk.memory.decisions.setdefault(version, Decisions())

    def _shown_decisions(self) -> Decisions:
        """What was decided, for a visit that has its review."""
        given = self._shown.review if self._shown else None
        if given is None or not self._is_readonly():
            return self.decisions()
        return Decisions({remark.item: remark.reason for remark in given.items}, given.opinion)

    def _show_foot(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if self._is_readonly():
            self.foot.show_outcome(outcome_words(shown), self._may())
            return
        reviewer = self.reviewer()
        if reviewer is not None:
            self.foot.set_signer(reviewer.name, shown.body.content_hash)
        self.foot.show_decisions(self.decisions(), back_to(shown), self._may(), self.case.owed())

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
        self._say_standing()
        self._show_foot()

    def _may(self) -> bool:
        reviewer = self.reviewer()
        return reviewer is not None and self._shown is not None and not review.took_part(self._shown, reviewer)

    def standing(self) -> str:
        """Whether the reviewer may review what is shown, in words."""
        reviewer = self.reviewer()
        if self.who.is_empty():
            return NOBODY
        if reviewer is None:
            return "先选审核人：没有参加这次检查的人。"
        if self._shown is None:
            return ""
        if review.took_part(self._shown, reviewer):
            return "你参加了这次检查，请换人审。"
        return "" if self._is_readonly() else "你没有参加这次检查，可以审。"

    def _say_standing(self) -> None:
        self.set_facts(self.standing())
        refused = self._shown is not None and self.reviewer() is not None and not self._may()
        self.top.set_facts_tone("fail" if refused else "ink-2")

    # -- keys ------------------------------------------------------------------------------------------------------

    def _working(self) -> bool:
        return self._stack.currentWidget() is self._work and self._shown is not None

    def _move(self, by: int) -> None:
        visits = self.queue.visits()
        if self._working() and self._shown is not None and visits:
            at = next((n for n, row in enumerate(visits) if row.inspection == self._shown.inspection), 0)
            self._choose(visits[max(0, min(len(visits) - 1, at + by))])

    def _step(self, by: int) -> None:
        if self._working():
            self.case.step(by)

    def _decide(self, returned: bool) -> None:
        if self._working() and not self.foot.is_signing():
            self.case.decide_current(returned)

    def _act(self) -> None:
        if self._working() and not self._is_readonly():
            self.foot.act()

    def _escape(self) -> None:
        if self._stack.currentWidget() is self._work:
            self.foot.close_pad()
        else:
            self._leave()

    def _note_opinion(self, text: str) -> None:
        self.decisions().opinion = text

    def _review_again(self) -> None:
        if self._shown is not None:
            self._again = self._shown.version
            self._show_case()

    # -- ending the review -----------------------------------------------------------------------------------------

    def _send_back(self) -> None:
        shown, reviewer = self._shown, self.reviewer()
        if shown is None or reviewer is None or self._busy:
            return
        decided = self.decisions()
        missing = decided.without_reason()
        sentence = messages.sentence(errors.ReviewReasonMissing())
        if missing:
            self.case.ask_for_reason(missing[0], sentence)
            return
        if not decided.returned and not decided.opinion.strip():
            self.foot.error.set_text(sentence)
            self.foot.opinion.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        remarks = decided.remarks(tuple(item.code for item in shown.items))
        what = f"退回 {len(remarks)} 条" if remarks else "整份退回"
        said = f"{shown.body.content.name}：{what}给{back_to(shown)}。写一份包带回去，他更正后再送来。"
        self._end(
            lambda: review.send_back(self.db, shown.inspection, shown.version, reviewer, decided.opinion, remarks), said
        )

    def _approve(self) -> None:
        shown, reviewer = self._shown, self.reviewer()
        if shown is None or reviewer is None or self._busy:
            return
        if self.foot.pad.is_empty():
            self.foot.error.set_text("框里还没有笔迹，所以没有记为已签。请在框内签名。")
            return
        strokes, opinion = self.foot.pad.strokes(), signed_opinion(shown.overused, self.decisions())
        self._end(lambda: review.approve(self.db, shown.inspection, shown.version, reviewer, strokes, opinion), "")

    def _end(self, work: Any, said: str) -> None:
        """Write the review off the window's thread, then say what it changed."""
        shown = self._shown
        if shown is None:
            return

        def both(_step: Any) -> str:
            work()
            return said or effect_words(self.db, shown)

        def done(words: str) -> None:
            self._set_busy(False)
            self.desk.memory.decisions.pop(shown.version, None)
            self._again, self._shown = "", None
            self.said.emit(words, False)
            self.changed.emit()
            self.refresh()
            self.start()

        def failed(error: Exception) -> None:
            self._set_busy(False)
            self.foot.error.set_text(messages.sentence(error))

        self._set_busy(True)
        self.in_background(both, done, failed)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.foot.set_busy(busy)

    # -- photos and the sheet --------------------------------------------------------------------------------------

    def _enlarge(self, pictures: list[Picture]) -> None:
        self._stack.setCurrentWidget(self.photos)
        self.photos.show_pictures(pictures)

    def _load_large(self, sha: str) -> None:
        self.in_background(lambda _step: photo_bytes(self.db, sha), lambda jpeg: self.photos.take(sha, jpeg))

    def _show_sheet(self, version: str) -> None:
        if self._shown is not None:
            self._stack.setCurrentWidget(self.sheet)
            self.sheet.show_inspection(self._shown.inspection, self._shown.body.content.name, version)

    def _leave(self) -> None:
        self._stack.setCurrentWidget(self._work)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(NARROW)
        reveal(self.queue, not narrow)
        self.queue.set_wide(self.width() >= current().px(ROOMY))
        reveal(self.narrow_head, narrow)
