"""抢救完好的: what is whole of a damaged bundle is taken in, off the window's thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from zjg_inspect.service.exchange import FileReport
from zjg_inspect.service.rescuing import Rescued, rescue
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.inbox_words import rescued_words
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.tasks import Task
from zjg_inspect.ui.widgets.form import ProgressLine


class Rescue(QObject):
    """`busy` when it begins and ends; `rescued` gives the refused report and that of what was taken in."""

    busy = Signal()
    rescued = Signal(object, object)

    def __init__(self, page: Page, line: ProgressLine) -> None:
        super().__init__(page)
        self._page, self._line = page, line
        self._task: Task | None = None
        line.cancelled.connect(self.cancel)

    def is_busy(self) -> bool:
        return self._task is not None

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def start(self, report: FileReport) -> None:
        if self.is_busy():
            return
        self._line.start("正在抢救")

        def done(found: Rescued) -> None:
            self._end()
            self._page.said.emit(rescued_words(found.salvaged), False)
            self.rescued.emit(report, found.report)

        def failed(error: Exception) -> None:
            self._end()
            self._page.said.emit(messages.sentence(error), True)

        db, file = self._page.db, Path(report.file)
        self._task = self._page.in_background(
            lambda step: rescue(db, file, step), done, failed, self._line.set_share
        )  # fmt: skip
        self.busy.emit()

    def _end(self) -> None:
        self._task = None
        self._line.finish()
        self.busy.emit()
