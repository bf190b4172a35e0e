"""Saving while the person works: the service's calls in their order, off the window's thread, none given up silently.

The tick belongs to the callback, not to the tap: by then it is on the disk.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from zjg_inspect.errors import NotFound, Sealed, StoreError, ZjgError
from zjg_inspect.model.clock import SHANGHAI
from zjg_inspect.ui import mailbox

T = TypeVar("T")
Tell = Callable[[Any], None]

# How long a write that failed is left alone before it is tried again by itself.
RETRY_AFTER = 2.0

log = logging.getLogger(__name__)


class _Job(NamedTuple):
    work: Callable[[], Any]
    done: Tell | None
    refused: Callable[[Exception], None] | None
    writes: bool = True


_Outcome = tuple[_Job, Any, Exception | None]


class _Outcomes:
    """What the threads hand to the window's, which must be the last to hold it: with a callback a widget may die."""

    def __init__(self) -> None:
        self.handing = threading.Lock()
        self.came: deque[_Outcome] = deque()

    def take(self) -> _Outcome | None:
        with self.handing:
            return self.came.popleft() if self.came else None


class _Lane:
    """One thread and its queue. A job stands in the queue until it is on disk or given up."""

    def __init__(self, name: str, outcomes: "_Outcomes", tell: Callable[[], None]) -> None:
        self._name, self._outcomes, self._tell = name, outcomes, tell
        self._jobs: deque[_Job] = deque()
        self._turn = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ending = self._again = False
        self.stuck = False

    def put(self, job: _Job) -> None:
        with self._turn:
            self._jobs.append(job)
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def __len__(self) -> int:
        return len(self._jobs)

    def retry(self) -> None:
        with self._turn:
            self._again = True
            self._turn.notify_all()

    def wait(self) -> bool:
        """Until all is done, or the job in front has failed once more; whether all is done."""
        with self._turn:
            if not self._jobs:
                return True
            self.stuck = False
            self._again = True
            self._turn.notify_all()
            self._turn.wait_for(lambda: not self._jobs or self.stuck)
            return not self._jobs

    def end(self) -> None:
        with self._turn:
            self._ending = True
            self._turn.notify_all()
        if self._thread is not None and not self.stuck:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._jobs or self._ending)
                if not self._jobs:
                    return
                job = self._jobs[0]
                self._again = False
            result, error = _tried(job.work)
            again = error is not None and job.refused is None and _may_work_later(error)
            with self._turn:
                if not again:
                    self._jobs.popleft()
                self.stuck = again
                with self._outcomes.handing:
                    self._outcomes.came.append((job, result, error))
                    del job, result, error
                self._turn.notify_all()
            self._tell()
            if again:
                with self._turn:
                    self._turn.wait_for(lambda: self._again or self._ending, RETRY_AFTER)
                    if self._ending:
                        return


def _tried(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return work(), None
    except ZjgError as known:
        return None, known
    except Exception as unknown:
        log.exception("unexpected error while saving")
        return None, unknown


def _may_work_later(error: Exception) -> bool:
    """A full or read-only disk may get better; a draft that is gone does not."""
    return isinstance(error, StoreError) and not isinstance(error, NotFound | Sealed)


class Saver(QObject):
    """Runs what is `put` one after the other; what is `attempt`ed runs beside it, so that a photo delays no tick.

    `saved` gives the time (HH:MM) at which something reached the disk and nothing before it is missing. `failed` gives
    the error of a save; then nothing is told as saved until that save has worked. It is tried again by itself and at
    every further tap, and what was put after it waits.
    """

    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outcomes = _Outcomes()
        self._saves = _Lane("saver", self._outcomes, self._tell)
        self._beside = _Lane("saver-beside", self._outcomes, self._tell)
        self._failure: Exception | None = None
        self._given_up = False
        # how many saves there have been: who reads something can tell whether another has come since
        self.asked = 0
        mailbox.open_here()

    def put(self, work: Callable[[], T], done: Callable[[T], None] | None = None) -> None:
        """Save after all that was put before; `done` gets what `work` gave, once it is on disk."""
        self.asked += 1
        self._saves.put(_Job(work, done, None))

    def attempt(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        refused: Callable[[Exception], None] = lambda _error: None,
    ) -> None:
        """Work that may be refused (a damaged photo): not tried again, its error goes to `refused`."""
        self.asked += 1
        self._beside.put(_Job(work, done, refused))

    def look_up(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Read something beside the saves; where it cannot be read, nothing is told."""
        self._beside.put(_Job(work, done, lambda _: None, writes=False))

    def when_saved(self, then: Callable[[], None]) -> None:
        """Call it as soon as all that was put or attempted until now is on disk; freezes nothing."""
        self.when_read(lambda: None, lambda _: then())

    def when_read(self, read: Callable[[], T], then: Callable[[T], None]) -> None:
        """The same, with what `read` gives: it is read then, beside the window's thread."""

        def behind_the_photos(_: Any) -> None:
            self._saves.put(_Job(read, then, None, writes=False))

        self._beside.put(_Job(lambda: None, behind_the_photos, lambda _: None, writes=False))

    @property
    def pending(self) -> int:
        """How many saves are not on disk yet."""
        return len(self._saves) + len(self._beside)

    @property
    def failure(self) -> Exception | None:
        """Why the last save is not on disk; None when there is nothing of the kind."""
        return self._failure

    def retry(self) -> None:
        """Try at once what could not be saved."""
        self._saves.retry()

    def forget(self) -> None:
        """The person has read why something was given up, and its visit is closed."""
        self._given_up = False
        if not self._saves.stuck:
            self._failure = None

    def flush(self) -> bool:
        """Wait until everything is on disk; False when the disk refuses: then the rest still waits. For the close."""
        done = self._beside.wait() and self._saves.wait()
        while self._deliver():
            pass
        # what was delivered may have put more (an answer's photo, a remembered place)
        return done and (not self.pending or self.flush())

    def close(self) -> None:
        """Flush, then end the threads; nothing is told afterwards."""
        self.flush()
        self._saves.end()
        self._beside.end()

    def _tell(self) -> None:
        mailbox.post(self._deliver)

    def _deliver(self) -> bool:
        """Tell of one job that has ended, in a turn of its own; whether there was one."""
        if not isValid(self) or (outcome := self._outcomes.take()) is None:
            return False
        job, result, error = outcome
        if error is None:
            self._told(job, result)
        elif job.refused is not None:
            job.refused(error)
        else:
            self._failure = error
            self._given_up = self._given_up or not _may_work_later(error)
            self.failed.emit(error)
        return True

    def _told(self, job: _Job, result: Any) -> None:
        # what was given up stays said; anything else that reached the disk means that the disk works again
        if job.refused is None and not self._given_up:
            self._failure = None
        if job.done is not None:
            job.done(result)
        if job.writes and self._failure is None:
            self.saved.emit(datetime.now(SHANGHAI).strftime("%H:%M"))
