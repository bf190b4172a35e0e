"""What a reviewer marks and writes, on disk as he goes: in its order, off the window's thread, the newest alone."""

import threading
from collections.abc import Callable, Hashable

from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.tasks import Step

Job = Callable[[], None]


class Keeper:
    """`put` a job under a name: one that still waits under it is replaced. `kept` is called when some were done."""

    def __init__(self, page: Page, kept: Callable[[], None]) -> None:
        self._page, self._kept = page, kept
        self._jobs: dict[Hashable, Job] = {}
        self._changing, self._turn = threading.Lock(), threading.Lock()
        self._running = False

    def put(self, name: Hashable, job: Job) -> None:
        with self._changing:
            self._jobs.pop(name, None)
            self._jobs[name] = job
        self._go()

    def flush(self) -> None:
        """Do here and now what still waits, behind what is under way."""
        self._do()

    def _go(self) -> None:
        if not self._running and self._jobs:
            self._running = True
            self._page.in_background(self._work, lambda _none: self._done(), self._failed)

    def _work(self, _step: Step) -> None:
        self._do()

    def _do(self) -> None:
        with self._turn:
            while (job := self._next()) is not None:
                job()

    def _next(self) -> Job | None:
        with self._changing:
            return self._jobs.pop(next(iter(self._jobs))) if self._jobs else None

    def _done(self) -> None:
        self._running = False
        self._kept()
        self._go()

    def _failed(self, error: Exception) -> None:
        self._running = False
        self._page.say_error(error)
        self._go()
