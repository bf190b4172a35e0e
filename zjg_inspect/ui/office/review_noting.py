"""What the reviewer decides of the visit that is shown, and that he has opened it: kept as he goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zjg_inspect.service import review_desk, review_queue
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.review_keeper import Keeper

if TYPE_CHECKING:
    from zjg_inspect.ui.office.review import Review


class Noting:
    """Of the page's visit and reviewer."""

    def __init__(self, page: Review) -> None:
        self._page = page
        self._keeper = Keeper(page, self._kept)
        self._opened: set[str] = set()

    def decisions(self) -> Decisions:
        """Of the visit that is shown, as they were kept."""
        shown = self._page.shown
        version, kept = (shown.version, shown.noted) if shown else ("", None)
        return self._page.desk.memory.decisions.setdefault(version, Decisions.of(kept))

    def opened(self) -> None:
        """The reviewer, if there is one who may review it, has it before him."""
        page = self._page
        shown, reviewer = page.shown, page.reviewer()
        if shown is None or reviewer is None or shown.review is not None or not page.may_review():
            return
        self._opened.add(shown.version)
        self._keeper.put(("opened", shown.inspection), lambda: review_desk.note_opened(page.db, shown, reviewer))

    def keep(self) -> None:
        """Bring what is decided so far to the disk."""
        page, shown = self._page, self._page.shown
        if shown is None or page.is_readonly():
            return
        decided = self.decisions()
        returned, answers, opinion = dict(decided.returned), dict(decided.answers), decided.opinion
        self._keeper.put(
            ("decided", shown.inspection),
            lambda: review_desk.keep_decisions(
                page.db, shown.inspection, shown.version, returned=returned, answers=answers, opinion=opinion
            ),
        )

    def forget(self) -> None:
        """Another reviewer has opened other visits."""
        self._opened.clear()

    def flush(self) -> None:
        """Bring to the disk what still waits."""
        self._keeper.flush()

    def _kept(self) -> None:
        page = self._page
        reviewer = page.reviewer()
        if reviewer is not None and not page.done:
            plain = review_queue.plain_count(page.db, reviewer)
            page.queue.show_opened(self._opened)
            page.queue.show_plain(plain)
            page.narrow.show_plain(plain)
