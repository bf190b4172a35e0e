"""Taking in by itself what arrives in a folder, off the window's thread: as the command line's intake, the same work.

The system tells of new names; what grows without a new name, and shares that tell of nothing, a slow timer looks for.
"""

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from zjg_inspect import errors
from zjg_inspect.service import intake, watched
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.service.intake import Seen, Taken
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.sticks import stick_of
from zjg_inspect.ui.tasks import Step, Task

IDLE_MS = 20_000
"""Between two looks of its own while nothing is on its way."""
WAITING_MS = 2_000
"""While a file grows there."""
SOON_MS = 150
"""After the system told of something: several names that come at once are one look."""


class FolderWatch(QObject):
    """`came` gives what became of files (Taken); `changed` when it watches another folder, when the
    folder is gone or back, and when something began or ceased to wait there. `wrong`: why nothing can be taken in now.
    """

    came = Signal(list)
    changed = Signal()

    def __init__(self, db: Database, parent: QObject) -> None:
        super().__init__(parent)
        self._db = db
        self._task: Task | None = None
        self._again = self._listens = False
        self._seen: Seen = {}
        self.folder: Path | None = None
        self.waiting: list[str] = []
        self.wrong: Exception | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _path: self.look_soon())
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)
        self._take_up(watched.watched_folder(db))

    def watch(self, folder: Path | None) -> None:
        """This folder from now on, or none; what is being taken in is finished first. Raises NoRole and the like."""
        watched.watch_folder(self._db, folder)
        self._take_up(folder)

    def _take_up(self, folder: Path | None) -> None:
        self.timer.stop()
        if self._task is not None:
            self._task.cancel()
        for path in self._watcher.directories():
            self._watcher.removePath(path)
        # a look that is under way keeps its own
        self._seen, self.folder, self.waiting, self.wrong = {}, folder, [], None
        # who listens to a stick keeps it from being ejected (Windows): there the timer alone looks
        self._listens = folder is not None and stick_of(folder) is None
        self.changed.emit()
        if folder is not None:
            self.look_soon()

    def is_busy(self) -> bool:
        return self._task is not None

    def look_soon(self) -> None:
        """At once, but for a folder that is gone: what it lies in may be a busy place."""
        wait = WAITING_MS if self.wrong else SOON_MS
        if self.folder is not None and not 0 <= self.timer.remainingTime() <= wait:
            self.timer.start(wait)

    def look(self) -> None:
        """Take in what is complete there. One look at a time; another one that was asked for meanwhile follows."""
        self.timer.stop()
        folder, seen = self.folder, self._seen
        if folder is None:
            return
        if self._task is not None:
            self._again = True
            return
        taken: list[Taken] = []

        def work(step: Step) -> list[str]:
            def stopped() -> bool:
                try:
                    step(0, 0)
                except errors.Cancelled:
                    return True
                return False

            for each in intake.sweep(self._db, folder, seen, file_words, still=intake.STILL, stopped=stopped):
                taken.append(each)
            return intake.waiting(seen)

        def done(waiting: list[str]) -> None:
            self._end(folder, taken, waiting, None)

        def failed(error: Exception) -> None:
            self._end(folder, taken, [], error)

        self._task = tasks.run(self, work, done, failed)

    def _end(self, folder: Path, taken: list[Taken], waiting: list[str], wrong: Exception | None) -> None:
        self._task = None
        if taken:
            self.came.emit(taken)
        if folder == self.folder:
            told = (self.waiting, str(self.wrong)) != (waiting, str(wrong))
            self.waiting, self.wrong = waiting, wrong
            if self._listens:
                self._listen(folder)
            if told:
                self.changed.emit()
        if self.folder is not None and not self.timer.isActive():
            again = self._again or folder != self.folder
            self.timer.start(SOON_MS if again else WAITING_MS if self.waiting else IDLE_MS)
        self._again = False

    def _listen(self, folder: Path) -> None:
        """To the folder; while it is gone to what it lies in, which tells when it is back."""
        wanted = folder if os.path.isdir(folder) else next((up for up in folder.parents if os.path.isdir(up)), None)
        heard = {Path(path) for path in self._watcher.directories()}
        for path in heard - {wanted}:
            self._watcher.removePath(str(path))
        if wanted is not None and wanted not in heard:
            self._watcher.addPath(str(wanted))


def file_words(report: FileReport) -> str:
    """Why a file was refused, or what of it was set aside and why."""
    return messages.sentence(report.error) if report.error is not None else messages.aside_words(report.aside)
