"""Writing bundles for the laptops, off the window's thread: where to, for whom, and what came of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from zjg_inspect.service import enrol, outbox
from zjg_inspect.ui.office.inbox_outbox import OutboxPanel
from zjg_inspect.ui.office.inbox_words import written_words
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.stick_words import not_written
from zjg_inspect.ui.sticks import sticks
from zjg_inspect.ui.tasks import Step, Task

AGAIN = "写包"


class Writing(QObject):
    """The panel over a page, and the work behind its buttons; `busy` when it begins and ends."""

    busy = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._task: Task | None = None
        self.panel = OutboxPanel(page)
        self.panel.write_asked.connect(self._write)
        self.panel.folder_asked.connect(self._choose)
        self.panel.progress.cancelled.connect(self.cancel)

    def open(self, device: str = "") -> None:
        """The panel, with this laptop's row chosen."""
        self.panel.say("")
        self.panel.open()
        self.refresh()
        if device:
            self.panel.choose(device)

    def close(self) -> None:
        self.panel.close_panel()

    def lock(self, locked: bool) -> None:
        """Something else has the store for itself."""
        self.panel.set_busy(locked or self.is_busy())

    def refresh(self) -> None:
        if self.panel.isHidden() or self.is_busy():
            return
        known = {laptop.device: laptop for laptop in enrol.laptops(self._page.db)}
        self.panel.show_laptops(outbox.outbox(self._page.db), known, self._folder())

    def sentence(self) -> str:
        return self.panel.sentence()

    def is_busy(self) -> bool:
        return self._task is not None

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _folder(self) -> Path | None:
        return self._page.desk.preferences.folder("export")

    def _choose(self) -> None:
        if self._asked() is not None:
            self.refresh()

    def _asked(self) -> Path | None:
        """The folder chosen by the person, who begins at the one used last, or where a stick is."""
        found = [stick.root for stick in sticks() if stick.writable]
        start = self._folder() or (found[0] if found else "")
        chosen = QFileDialog.getExistingDirectory(self._page, "写到哪里", str(start))
        if not chosen:
            return None
        self._page.desk.preferences.remember_folder("export", Path(chosen))
        return Path(chosen)

    def _write(self, devices: list[str]) -> None:
        folder = self._folder() or self._asked()
        if folder is not None:
            self.write_to(folder, devices)

    def write_to(self, folder: Path, devices: list[str] | None = None) -> None:
        """A bundle for each of these laptops, or for all that are in use; one that fails leaves those before it."""
        if self.is_busy():
            return
        wanted = devices
        if wanted is None:
            wanted = [laptop.device for laptop in outbox.outbox(self._page.db) if laptop.in_use]
        self._page.desk.preferences.remember_folder("export", folder)
        self.panel.say("")
        self.panel.progress.start("正在写包")
        self.panel.set_busy(True)
        written: list[Any] = []

        def work(step: Step) -> None:
            from zjg_inspect.service.exchange import export_bundle

            for number, device in enumerate(wanted):
                written.append(export_bundle(self._page.db, folder, device, _share(step, number, len(wanted))))

        def done(_nothing: None) -> None:
            self._end(written_words(written, len(wanted)))

        def failed(error: Exception) -> None:
            self._end(written_words(written, len(wanted)), not_written(error, folder, AGAIN))

        def progressed(so_far: int, total: int) -> None:
            self.panel.progress.set_share(so_far, total, len(wanted))

        self._task = self._page.in_background(work, done, failed, progressed)
        self.busy.emit()

    def _end(self, said: str, wrong: str = "") -> None:
        self._task = None
        self.panel.progress.finish()
        self.panel.set_busy(False)
        self.panel.say(said, wrong)
        self.refresh()
        self.busy.emit()


def _share(step: Step, number: int, of: int) -> Callable[[int, int], None]:
    """Progress of one bundle as its share of all, in thousandths."""
    return lambda done, total: step(number * 1000 + (done * 1000 // total if total else 0), of * 1000)
