"""Long work off the window's thread, with progress and cancel.

The work raises nothing into the window: what it gives, or what went wrong, is delivered in the window's thread. It
calls nothing of Qt, not even QImage: decoding asks every plugin, and one of them took a lock of Qt's while it held the
interpreter's, which the window's thread held the other way round: both stood still.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject

from zjg_inspect.errors import Cancelled, ZjgError
from zjg_inspect.ui import mailbox

T = TypeVar("T")
Step = Callable[[int, int], None]

log = logging.getLogger(__name__)
_running: set["Task"] = set()


class Task:
    """Work under way. Its callbacks run in the window's thread, or not at all once its parent is gone."""

    def __init__(
        self,
        work: Callable[[Step], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[int, int], None] | None,
    ) -> None:
        self._work, self._done, self._failed, self._tell = work, done, failed, progressed
        self._cancel = threading.Event()
        self._orphan = self._telling = False
        self._progress = 0, 0
        self._outcome: tuple[Any, Exception | None] = (None, None)
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)

    def cancel(self) -> None:
        """Stop at the next step; the work then ends with Cancelled, unless it was through already."""
        self._cancel.set()

    def is_cancelled(self) -> bool:
        return self._cancel.is_set()

    def is_running(self) -> bool:
        return self in _running

    def _start(self) -> None:
        _running.add(self)
        self._thread.start()

    def _abandon(self) -> None:
        """Nobody is left to be told."""
        self._orphan = True
        self.cancel()

    def _run(self) -> None:
        result: Any = None
        error: Exception | None = None
        try:
            result = self._work(self._step)
        except ZjgError as known:
            error = known
        except Exception as unknown:
            log.exception("unexpected error in long work")
            error = unknown
        self._outcome = result, error
        mailbox.post(self._deliver_end)

    def _step(self, done: int, total: int) -> None:
        if self._cancel.is_set():
            raise Cancelled()
        self._progress = done, total
        if not self._telling:
            self._telling = True
            mailbox.post(self._deliver_progress)

    def _deliver_progress(self) -> None:
        # the newest alone: how far it was before is no news
        self._telling = False
        done, total = self._progress
        if self._tell is not None and not self._orphan and not self._cancel.is_set():
            self._tell(done, total)

    def _deliver_end(self) -> None:
        # what the thread still held goes here, not there: a widget may die with it
        self._thread.join()
        result, error = self._outcome
        _running.discard(self)
        if self._orphan:
            return
        if error is None:
            self._done(result)
        else:
            self._failed(error)


def run(
    parent: QObject,
    work: Callable[[Step], T],
    done: Callable[[T], None],
    failed: Callable[[Exception], None],
    progressed: Callable[[int, int], None] | None = None,
) -> Task:
    """Start `work(step)` in a thread of its own; it calls `step(done, total)` as often as it can be stopped.

    `failed` gets a ZjgError, Cancelled among them, or an unexpected exception, which is logged with its traceback;
    messages.sentence has words for each. When the parent is destroyed the work is cancelled and nothing is called.
    """
    mailbox.open_here()
    task = Task(work, done, failed, progressed)
    parent.destroyed.connect(task._abandon)
    _wait_at_close()
    task._start()
    return task


def wait_all() -> None:
    """Cancel what runs and wait for its end: for the close of the program."""
    for task in list(_running):
        task._abandon()
        task._thread.join()
        _running.discard(task)


def _wait_at_close() -> None:
    app = QCoreApplication.instance()
    if app is not None and not app.property("tasksWaited"):
        app.setProperty("tasksWaited", True)
        app.aboutToQuit.connect(wait_all)
