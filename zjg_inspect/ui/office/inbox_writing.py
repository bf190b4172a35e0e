"""Writing bundles for the laptops, off the window's thread: where to, for whom, and what came of it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from zjg_inspect.service import enrol, outbox
from zjg_inspect.service.sending import Handed
from zjg_inspect.ui.office.inbox_outbox import OutboxPanel
from zjg_inspect.ui.office.inbox_words import failed_words, written_words
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.stick_words import not_written
from zjg_inspect.ui.sticks import sticks
from zjg_inspect.ui.tasks import Step, Task

AGAIN = "写包"
WATCHED = "这个文件夹正看着收件，写在这里的包会被当成送来的收走，所以没有写。换一个地方再写。"


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
        if not self.is_busy():
            self.panel.say("")
            self.panel.show_handed(())
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
        """A bundle for each of these laptops, or for all in use; one that fails keeps no other from its own."""
        if self.is_busy():
            return
        watched = self._page.desk.watch.folder
        if watched is not None and watched.resolve() == folder.resolve():
            self.panel.say("", WATCHED)
            return
        wanted = devices
        if wanted is None:
            wanted = [laptop.device for laptop in outbox.outbox(self._page.db) if laptop.in_use]
        self._page.desk.preferences.remember_folder("export", folder)
        self.panel.say("")
        self.panel.show_handed(())
        self.panel.progress.start("正在写包")
        self.panel.set_busy(True)
        handed: list[Handed] = []

        def work(step: Step) -> None:
            from zjg_inspect.service.exchange import export_each

            export_each(self._page.db, folder, wanted, step, handed.append)

        def told(stopped: Exception | None = None) -> None:
            written = [each.written for each in handed if each.written is not None]
            names = {laptop.device: laptop.name for laptop in outbox.outbox(self._page.db)}
            failures = [
                (names.get(each.device, ""), not_written(each.error, folder, AGAIN))
                for each in handed
                if each.error is not None
            ]
            if stopped is not None:
                failures.append(("", not_written(stopped, folder, AGAIN)))
            self.panel.show_handed(handed)
            self._end(written_words(written, len(wanted)), failed_words(failures, len(wanted)))

        def progressed(so_far: int, total: int) -> None:
            self.panel.progress.set_share(so_far, total, len(wanted))
            self.panel.show_handed(list(handed))

        self._task = self._page.in_background(work, lambda _nothing: told(), told, progressed)
        self.busy.emit()

    def _end(self, said: str, wrong: str = "") -> None:
        self._task = None
        self.panel.progress.finish()
        self.panel.set_busy(False)
        self.panel.say(said, wrong)
        if self.panel.isVisible():
            # its buttons rested meanwhile, and the keyboard had gone elsewhere
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()
        self.busy.emit()
