"""How a review ends: signed, sent back, or signed together with others; off the window's thread, then said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from zjg_inspect import errors
from zjg_inspect.service import review, review_batch
from zjg_inspect.service.review_batch import Chosen
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.review_opinion import signed_opinion
from zjg_inspect.ui.office.review_words import back_to, effect_words, together_effect

if TYPE_CHECKING:
    from zjg_inspect.ui.office.review import Review

EMPTY_PAD = "框里还没有笔迹，所以没有记为已签。请在框内签名。"


class Ending:
    """Of the visit that the page shows, by the reviewer that it names."""

    def __init__(self, page: Review) -> None:
        self._page, self._busy = page, False

    def send_back(self) -> None:
        page, shown, reviewer = self._page, self._page.shown, self._page.reviewer()
        if shown is None or reviewer is None or self._busy:
            return
        decided = page.noting.decisions()
        missing = decided.without_reason()
        sentence = messages.sentence(errors.ReviewReasonMissing())
        if missing:
            page.case.ask_for_reason(missing[0], sentence)
            return
        if not decided.returned and not decided.opinion.strip():
            page.foot.error.set_text(sentence)
            page.foot.opinion.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        remarks = decided.remarks(tuple(item.code for item in shown.items))
        what = f"退回 {len(remarks)} 条" if remarks else "整份退回"
        said = f"{shown.body.content.name}：{what}给{back_to(shown)}。写一份包带回去，他更正后再送来。"
        opinion = decided.opinion

        def work() -> str:
            review.send_back(page.db, shown.inspection, shown.version, reviewer, opinion, remarks)
            return said

        self._end(work, [shown.version])

    def approve(self) -> None:
        page, shown, reviewer = self._page, self._page.shown, self._page.reviewer()
        if shown is None or reviewer is None or self._busy:
            return
        if page.foot.pad.is_empty():
            page.foot.error.set_text(EMPTY_PAD)
            return
        strokes = page.foot.pad.strokes()
        opinion = signed_opinion(shown.overused, shown.same_photos, page.noting.decisions())

        def work() -> str:
            review.approve(page.db, shown.inspection, shown.version, reviewer, strokes, opinion)
            return effect_words(page.db, shown)

        self._end(work, [shown.version])

    def open_together(self) -> None:
        """Look anew at what was opened, then offer it for signing."""
        page, reviewer = self._page, self._page.reviewer()
        if reviewer is None or self._busy:
            return
        page.noting.flush()

        def show(found: list[review_batch.Together]) -> None:
            page.stage.batch.show_visits(found, reviewer)
            page.stage.setCurrentWidget(page.stage.batch)

        page.in_background(lambda _step: review_batch.opened_visits(page.db, reviewer), show)

    def approve_together(self, chosen: Sequence[Chosen], strokes: list[list[int]]) -> None:
        page, reviewer = self._page, self._page.reviewer()
        if reviewer is None or self._busy:
            return
        enterprises = [each.row.enterprise for each in page.stage.batch.ticked()]

        def work() -> str:
            review_batch.approve_together(page.db, chosen, reviewer, strokes)
            return together_effect(page.db, len(chosen), enterprises)

        self._end(work, [each.version for each in chosen])

    def _end(self, work: Callable[[], str], versions: Sequence[str]) -> None:
        page = self._page
        page.noting.flush()

        def done(words: str) -> None:
            self._set_busy(False)
            for version in versions:
                page.desk.memory.decisions.pop(version, None)
            page.said.emit(words, False)
            page.changed.emit()
            page.ended()

        def failed(error: Exception) -> None:
            self._set_busy(False)
            together = page.stage.is_signing_together()
            (page.stage.batch.error if together else page.foot.error).set_text(messages.sentence(error))

        self._set_busy(True)
        page.in_background(lambda _step: work(), done, failed)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._page.foot.set_busy(busy)
        self._page.stage.batch.set_busy(busy)
