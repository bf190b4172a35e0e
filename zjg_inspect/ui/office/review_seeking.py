"""What the queue is asked for, and what it lists: searched, sorted, only major ones, further ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from zjg_inspect.service import review_queue
from zjg_inspect.service.review_queue import PAGE, Sought

if TYPE_CHECKING:
    from zjg_inspect.ui.office.review import Review


class Seeking:
    """Of the page's queue; what is asked for stays while the pages are built anew."""

    def __init__(self, page: Review) -> None:
        self._page, self._limit, self._waiting = page, PAGE, 0

    def sought(self) -> Sought:
        """What the queue is asked for."""
        done = self._page.done
        begin = Sought(done=done, order="newest" if done else "first")
        return self._page.desk.memory.sought.setdefault(done, begin)

    def seek(self, **changes: Any) -> None:
        """Ask for something else."""
        page = self._page
        page.desk.memory.sought[page.done] = replace(self.sought(), **changes)
        self._limit = PAGE
        if "text" in changes:
            # what somebody only types past is not opened; how many wait is no news meanwhile
            self._list(self._waiting)
        else:
            page.refresh()

    def seek_all(self) -> None:
        """Nothing in particular, in the usual order."""
        self._page.desk.memory.sought.pop(self._page.done, None)
        self._limit = PAGE

    def begin_anew(self) -> None:
        """The first page again."""
        self._limit = PAGE

    def list(self) -> None:
        """Read the queue anew; what is shown beside it stays."""
        self._list(None)

    def _list(self, waiting: int | None) -> None:
        """`waiting`: how many wait in all, None where that is to be read."""
        page, sought = self._page, self.sought()
        queued = review_queue.queued(page.db, sought, limit=self._limit, reviewer=page.reviewer())
        whole = not (sought.done or sought.majors or sought.text.strip())
        if waiting is None or whole:
            waiting = queued.total if whole else review_queue.waiting_count(page.db)
        self._waiting = waiting
        page.queue.show_queued(queued, sought, waiting)
        page.narrow.show_queued(queued, sought)
        page.majors.setChecked(sought.majors)
        page.finder.say_found(queued.total)
        self.mark_shown()

    def list_more(self) -> None:
        """As many again, beginning where the list ended."""
        self._limit += PAGE
        before = len(self._page.queue.visits())
        self.list()
        visits, listing = self._page.queue.visits(), self._page.queue.list
        if before < len(visits):
            listing.scrollTo(listing.rows.index(listing.values().index(visits[before]), 0))

    def mark_shown(self) -> None:
        """The row of what is shown, if it is listed."""
        page = self._page
        own = page.shown.inspection if page.shown else ""
        row = next((row for row in page.queue.visits() if row.inspection == own), None)
        if row is not None:
            page.queue.list.choose(row, tell=False)
        page.narrow.box.show_visit(own)

    def begin(self) -> None:
        """The keyboard to the line in which is searched."""
        self._page.leave()
        self._page.finder.begin()

    def end(self) -> None:
        """All of them again."""
        self._page.finder.end()
        self._page.refresh()
        self._page.start()

    def take_first(self) -> None:
        """What Enter does: open the first that was found, unless one of them is open."""
        page = self._page
        visits = page.queue.visits()
        own = page.shown.inspection if page.shown else ""
        if visits and all(row.inspection != own for row in visits):
            page.open_visit(visits[0].inspection)
        page.start()
