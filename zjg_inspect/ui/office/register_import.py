"""The register from Excel and back, on the page 登记: rehearsed, taken in, its report, taken back; written out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from zjg_inspect.model.clock import today
from zjg_inspect.service import roster_export, roster_import, roster_undo
from zjg_inspect.service.roster_undo import Undone
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.help import add_keys
from zjg_inspect.ui.office import roster_words
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.office.register_report import ReportView
from zjg_inspect.ui.office.roster_page import RehearsalView
from zjg_inspect.ui.office.roster_undo import UndoLine
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import InlineError

FILTER = "Excel (*.xlsx *.xls *.xlsm);;所有文件 (*)"


class Importing(QObject):
    """`stack` shows the list of `page`, the rehearsal or the report; `leave` goes back to the list.

    `head`: what stands over the stack: the line of the last import, the progress of what takes long, an error.
    """

    def __init__(self, page: Page, stack: QStackedWidget, leave: Callable[[], None]) -> None:
        super().__init__(page)
        self._page, self._stack, self._leave = page, stack, leave
        self.view, self.report = RehearsalView(page), ReportView(page)
        self.line, self.progress, self.error = UndoLine(page), ProgressLine(page), InlineError(parent=page)
        self.head: tuple[QWidget, ...] = (self.line, self.progress, self.error)
        for shown in (self.view, self.report):
            stack.addWidget(shown)
        self.report_button = KeyButton("上次的导入报告", "file-text", parent=page)
        self.report_button.setObjectName("lastReport")
        self.report_button.clicked.connect(self.show_report)
        self.load_button = KeyButton("导入底数表…", "folder-open", "Ctrl+O", parent=page)
        self.load_button.setObjectName("loadRoster")
        self.load_button.clicked.connect(self.choose)
        self.export_button = KeyButton("导出底数表…", "file-text", parent=page)
        self.export_button.setObjectName("exportRoster")
        self.export_button.clicked.connect(self.choose_target)
        self.resume_button = KeyButton("接着核对", "chevron-right", parent=page)
        self.resume_button.setObjectName("resumeRehearsal")
        self.resume_button.clicked.connect(self.resume)
        for button in (self.report_button, self.resume_button, self.load_button, self.export_button):
            page.top.add_action(button)
        page.shortcut("Ctrl+O", self.choose)
        add_keys(self.view, {"Ctrl+Return": self.take_in})
        self._task: tasks.Task | None = None
        self.progress.cancelled.connect(self._stop)
        self.view.left.connect(leave)
        self.view.refused.connect(self._refused)
        self.view.taken.connect(lambda _report: self._taken())
        self.report.left.connect(leave)
        self.report.said.connect(page.said)
        self.report.failed.connect(page.say_error)
        self.line.undo.connect(self.undo)
        self.line.report.connect(self.show_report)

    def refresh(self, enterprises: int) -> None:
        """As the store has it now; `enterprises`: how many there are to be written out."""
        last = roster_import.last_import(self._page.db)
        memory = self._page.desk.memory
        if last is not None:
            memory.roster, memory.roster_file = last.report, last.file
        shown = self._stack.currentWidget() is not self.view
        self.line.show_import(last if shown else None, self._stack.currentWidget() is self.report)
        under_way = memory.rehearsal is not None
        reveal(self.report_button, memory.roster is not None and self.line.isHidden() and not under_way)
        reveal(self.resume_button, under_way and shown)
        self.export_button.setEnabled(enterprises > 0)

    # -- in --------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        preferences = self._page.desk.preferences
        start = preferences.folder("roster")
        path, _ = QFileDialog.getOpenFileName(self._page, "选底数表", str(start or ""), FILTER)
        if path:
            self.load(Path(path))

    def load(self, file: Path) -> None:
        """Rehearse this register; nothing is taken in before a person says so."""
        if self.view.taking:
            self._page.said.emit("正在收入前一份，收完再导入这一份。", False)
            return
        self._page.desk.preferences.remember_folder("roster", file.parent)
        self.error.set_text("")
        self._show_view()
        self.view.open(file)

    def resume(self) -> None:
        """Back to what was being rehearsed."""
        if self.view.resume():
            self._show_view()

    def _show_view(self) -> None:
        for widget in (self.line, self.report_button, self.resume_button):
            widget.hide()
        self._stack.setCurrentWidget(self.view)

    def _refused(self, error: Exception) -> None:
        self._leave()
        self.error.set_text(messages.sentence(error))

    def take_in(self) -> None:
        if self._stack.currentWidget() is self.view:
            self.view.take_in()

    def _taken(self) -> None:
        self._leave()
        self._page.changed.emit()
        self._page.refresh()
        self.line.undo_button.setFocus()

    def show_report(self) -> None:
        memory = self._page.desk.memory
        if memory.roster is not None:
            self.report.show_report(memory.roster, memory.roster_file)
            self._stack.setCurrentWidget(self.report)
            self.line.show_import(roster_import.last_import(self._page.db), always=True)

    def undo(self) -> None:
        """Take the last import back, off the window's thread."""
        last = roster_import.last_import(self._page.db)
        file = last.file if last is not None else ""

        def done(undone: Undone) -> None:
            self._leave()
            self._page.changed.emit()
            self._page.refresh()
            self._page.said.emit(roster_words.undone_words(file, undone.removed, undone.restored), False)

        self._work("正在撤销", lambda step: roster_undo.undo_import(self._page.db, step), done)

    # -- out -------------------------------------------------------------------------------------------------------

    def choose_target(self) -> None:
        folder = self._page.desk.preferences.folder("roster") or Path.home()
        name = folder / f"企业底数表 {today().isoformat()}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self._page, "底数表写到哪里", str(name), "Excel (*.xlsx)")
        if path:
            self.export(Path(path))

    def export(self, to: Path) -> None:
        self._page.desk.preferences.remember_folder("roster", to.parent)

        def done(count: int) -> None:
            self._page.said.emit(f"{count} 家已写到“{to.name}”，在“{to.parent}”。改好再导入，没改的不会变。", False)

        self._work("正在写底数表", lambda step: roster_export.export_register(self._page.db, to, step), done)

    # -- both ------------------------------------------------------------------------------------------------------

    def _work(self, what: str, work: Callable[[tasks.Step], object], done: Callable[..., None]) -> None:
        if self._task is not None:
            return
        self.error.set_text("")
        self.progress.start(what)

        def finished(result: object) -> None:
            self._rest()
            done(result)

        def failed(error: Exception) -> None:
            self._rest()
            self.error.set_text(messages.sentence(error))

        self._task = self._page.in_background(work, finished, failed, self.progress.set_part)

    def _rest(self) -> None:
        self._task = None
        self.progress.finish()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
