"""Taking bundles in, off the window's thread: one batch after another, with progress; cancel rolls one file back."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from zjg_inspect.model.clock import SHANGHAI
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import messages, tasks, trace
from zjg_inspect.ui.sticks import bundles_in
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.widgets.form import ProgressLine


class Received(NamedTuple):
    """How a batch ended: a report for each file, and a sentence where something kept it from its end.

    `source` is where it came from as a person says it, or empty.
    """

    reports: list[Any]
    began: datetime
    seconds: int
    source: str
    wrong: str


class Receiving(QObject):
    """`grew` gives the reports of the batch so far, `ended` the whole of it; then the next batch begins by itself."""

    grew = Signal(list)
    ended = Signal(object)

    def __init__(self, db: Database, line: ProgressLine, parent: QObject) -> None:
        super().__init__(parent)
        self._db, self._line = db, line
        self._task: Task | None = None
        self._next: list[tuple[list[Path], str]] = []
        line.cancelled.connect(self.cancel)

    def is_busy(self) -> bool:
        return self._task is not None

    def start(self, paths: list[Path], source: str = "") -> None:
        """Take these files in, and the bundles in these folders; what comes meanwhile is next."""
        if self.is_busy():
            self._next.append((paths, source))
            return
        self._line.start("正在收包")
        began = datetime.now(SHANGHAI)
        reports: list[Any] = []
        files: list[Path] = []

        def work(step: Step) -> None:
            from zjg_inspect.service.exchange import import_bundles

            for path in paths:
                files.extend(bundles_in(path) if os.path.isdir(path) else [path])
            import_bundles(self._db, files, step, reports.append)

        def progressed(done: int, total: int) -> None:
            self._line.set_share(done, total, len(files))
            self.grew.emit(list(reports))

        def end(wrong: str) -> None:
            self._task = None
            self._line.finish()
            trace.note("received", files=[[Path(each.file).name, each.status] for each in reports])
            seconds = max(1, round((datetime.now(SHANGHAI) - began).total_seconds()))
            self.ended.emit(Received(reports, began, seconds, source, wrong))
            if self._next and not self.is_busy():
                self.start(*self._next.pop(0))

        def done(_nothing: None) -> None:
            end("" if files else f"{source or '这个文件夹'}里没有核查包，什么也没有收。")

        def failed(error: Exception) -> None:
            end(messages.sentence(error) + _rest(len(reports), len(files)))

        self._task = tasks.run(self, work, done, failed, progressed)

    def cancel(self) -> None:
        """Roll back the file under way; those before it stay, and what waits is not begun."""
        self._next.clear()
        if self._task is not None:
            self._task.cancel()


def _rest(done: int, of: int) -> str:
    """What became of the other files of a batch that was stopped."""
    left = of - done - 1
    before = f"前 {done} 个已收好" if done else ""
    after = f"后面 {left} 个没动" if left > 0 else ""
    said = "，".join(part for part in (before, after) if part)
    return f"{said}。" if said else ""
