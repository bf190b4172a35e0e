"""Long work off the window's thread, with progress and cancel, and saving in order on a slow disk.

The work raises nothing into the window: what it gives, or what went wrong, is delivered in the window's thread.
"""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from zjg_inspect.errors import Cancelled, ZjgError

T = TypeVar("T")
Step = Callable[[int, int], None]

log = logging.getLogger(__name__)
_running: set["Task"] = set()


class Task(QObject):
    """Work under way. Its callbacks run in the window's thread, or not at all once its parent is gone."""

    _progressed = Signal(int, int)
    _ended = Signal(object, object)

    def __init__(
        self,
        work: Callable[[Step], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[int, int], None] | None,
    ) -> None:
        super().__init__()
        self._work, self._done, self._failed, self._tell = work, done, failed, progressed
        self._cancel = threading.Event()
        self._orphan = False
        queued = Qt.ConnectionType.QueuedConnection
        self._progressed.connect(self._deliver_progress, queued)
        self._ended.connect(self._deliver_end, queued)
        self._thread = threading.Thread(target=self._run, name="task", daemon=True)

    def cancel(self) -> None:
        """Stop at the next step; the work then ends with Cancelled, unless it was through already."""
        self._cancel.set()

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
        self._ended.emit(result, error)

    def _step(self, done: int, total: int) -> None:
        if self._cancel.is_set():
            raise Cancelled()
        self._progressed.emit(done, total)

    def _deliver_progress(self, done: int, total: int) -> None:
        if self._tell is not None and not self._orphan and not self._cancel.is_set():
            self._tell(done, total)

    def _deliver_end(self, result: Any, error: Exception | None) -> None:
        self._thread.join()
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


class Writer(QObject):
    """Saves one after the other, in the order they were put, off the window's thread.

    The tick belongs to `saved`, not to the tap: by then it is on disk.
    """

    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        # no child of the parent: that is destroyed while a save may still be under way
        super().__init__()
        self._orphan = False
        parent.destroyed.connect(lambda: self._abandon())
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Any, Any] | None] = queue.SimpleQueue()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._open = True
        self._waiting = 0
        self._thread = threading.Thread(target=self._run, name="writer")
        self._thread.start()
        _writers.add(self)
        _wait_at_close()

    def put(self, work: Callable[[], T], saved: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Do `work` after all that was put before."""
        self._waiting += 1
        self._jobs.put((work, saved, failed))

    def waiting(self) -> int:
        """How many are not told to be saved yet."""
        return self._waiting

    def _abandon(self) -> None:
        self._orphan = True
        self.close()

    def close(self) -> None:
        """Finish all that was put, then end; what was saved is still told while the parent lives."""
        if self._open:
            self._open = False
            self._jobs.put(None)
            self._thread.join()
            _writers.discard(self)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, saved, failed = job
            try:
                self._ended.emit(saved, work(), None)
            except ZjgError as known:
                self._ended.emit(failed, None, known)
            except Exception as unknown:
                log.exception("unexpected error while saving")
                self._ended.emit(failed, None, unknown)

    def _deliver(self, tell: Callable[[Any], None], result: Any, error: Exception | None) -> None:
        self._waiting -= 1
        if not self._orphan:
            tell(result if error is None else error)


_writers: set[Writer] = set()


def _wait_at_close() -> None:
    app = QCoreApplication.instance()
    if app is not None and not app.property("tasksWaited"):
        app.setProperty("tasksWaited", True)
        app.aboutToQuit.connect(_close_all)


def _close_all() -> None:
    wait_all()
    for writer in list(_writers):
        writer.close()
