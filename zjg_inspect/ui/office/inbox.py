"""收件: bundles in, what became of each of them, and what a person has to do about it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.clock import SHANGHAI
from zjg_inspect.service import enrol, setup
from zjg_inspect.service.enrol import UnknownDevice
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.ui import messages
from zjg_inspect.ui.office.conflict_cards import ConflictCards
from zjg_inspect.ui.office.inbox_cards import AsideCard, StrangerCard, things_to_do
from zjg_inspect.ui.office.inbox_look import HEAD, ReportLook
from zjg_inspect.ui.office.inbox_words import after_acceptance, sums, written_words
from zjg_inspect.ui.office.page import Desk, Page, empty_out
from zjg_inspect.ui.office.painted import PaintedList
from zjg_inspect.ui.tasks import Step, Task
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, EmptyState, ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.text import InlineError, Label

FILTER = "核查包 (*.zjgb);;所有文件 (*)"
EMPTY = "还没有收过包。点“选文件”，或把U盘里的包拖到这个窗口上，可以一次拖好几个。"


class Inbox(Page):
    keys = (("Ctrl+O", "选文件"),)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "收件", parent)
        self._task: Task | None = None
        self._waiting: list[Path] = []
        theme = current()
        self.choose_button = KeyButton("选文件", "folder-open", "Ctrl+O", parent=self)
        self.choose_button.setObjectName("chooseBundles")
        self.choose_button.clicked.connect(self.choose)
        self.write_button = KeyButton("给网格员写包", "hard-drive-upload", parent=self)
        self.write_button.setObjectName("writeBundle")
        self.write_button.clicked.connect(self.choose_target)
        self.top.add_action(self.write_button)
        self.top.add_action(self.choose_button)
        self.shortcut("Ctrl+O", self.choose)
        self.shortcut("Esc", self.cancel)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self.cancel)
        self.error = InlineError(parent=self)
        self._done = Label("", "body", wrap=True, parent=self)
        self._done.setObjectName("inboxSentence")
        self._done.hide()
        for widget in (self.progress, self.error, self._done):
            self.body.addWidget(widget)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        touch_scroll(self._scroll)
        inside = QWidget(self._scroll)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(12))
        self._scroll.setWidget(inside)
        self.body.addWidget(self._scroll, 1)
        self._build_report(inside)

    def _build_report(self, inside: QWidget) -> None:
        theme = current()
        self.empty = EmptyState(EMPTY, "选文件", "folder-open", inside)
        self.empty.acted.connect(self.choose)
        self._card = Card(parent=inside)
        self._card.rows.setContentsMargins(theme.line, theme.line, theme.line, theme.line)
        head = QWidget(self._card)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), 0)
        row.setSpacing(theme.px(12))
        row.addWidget(Label("刚收的一批", "look", strong=True, parent=head))
        self._when = Label("", "secondary", "ink-2", parent=head)
        row.addWidget(self._when, 1)
        self._card.add(head)
        self.table = PaintedList("report", "收到的包", ReportLook(), grows=True, parent=self._card)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.acted.connect(lambda _report: self.went.emit("review", None))
        self._card.add(self.table)
        self._todo = Label("", "look", strong=True, parent=inside)
        self._cards = QHBoxLayout()
        self._cards.setSpacing(theme.px(12))
        for each in (self.empty, self._card, self._todo):
            self._rows.addWidget(each)
        self._rows.addLayout(self._cards)
        self.conflicts = ConflictCards(self, inside)
        self._rows.addWidget(self.conflicts)
        self._rows.addStretch(1)

    # -- showing ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        first = self.choose_button if self._card.isHidden() else self.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """The report as it stands, and what is to be done."""
        memory = self.desk.memory
        reports: list[FileReport] = memory.reports
        reveal(self._card, bool(reports))
        self.table.set_values([HEAD, *reports, sums(reports)] if reports else [], keep=self.table.current())
        self._when.setText(memory.received_at)
        strangers = self._strangers()
        self._show_cards(strangers, reports)
        reveal(self.empty, not reports and self._todo.isHidden())

    def todo(self) -> int:
        """How many things here wait for a person."""
        return len(self._strangers()) + self.conflicts.todo()

    def _strangers(self) -> list[UnknownDevice]:
        """Laptops that an office may accept; another office is not one of them."""
        return [each for each in enrol.unknown_devices(self.db) if each.card.tier == "field"]

    def _show_cards(self, strangers: list[UnknownDevice], reports: list[FileReport]) -> None:
        empty_out(self._cards)
        aside = things_to_do(reports)
        cards: list[QWidget] = []
        for number, stranger in enumerate(strangers, 1):
            card = StrangerCard(number, stranger, setup.own_card(self.db).fingerprint, self)
            card.accepted.connect(lambda card: self.went.emit("laptops", card))
            cards.append(card)
        for number, words in enumerate(aside, len(strangers) + 1):
            cards.append(AsideCard(number, *words, self))
        for each in cards:
            each.setMaximumWidth(current().px(589))
            self._cards.addWidget(each, 1, Qt.AlignmentFlag.AlignTop)
        self._cards.addStretch(1)
        shown = len(cards) + self.conflicts.refresh(len(cards) + 1, leads=not strangers)
        self._todo.setText(f"要你看的 {shown} 件")
        reveal(self._todo, shown > 0)

    def note_accepted(self, device: str) -> None:
        """A laptop was accepted: what was held of it shows as received."""
        memory = self.desk.memory
        memory.reports = after_acceptance(memory.reports, device, enrol.waiting_of(self.db, device))

    def sentence(self) -> str:
        return self.error.text() or (self._done.text() if not self._done.isHidden() else "")

    # -- receiving -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        start = self.desk.preferences.folder("import")
        paths, _ = QFileDialog.getOpenFileNames(self, "选要收的包", str(start or ""), FILTER)
        if paths:
            self.receive([Path(path) for path in paths])

    def show_thing(self, thing: Any) -> None:
        """Paths that were dropped on the window."""
        if isinstance(thing, list):
            self.receive(thing)

    def receive(self, paths: list[Path]) -> None:
        """Take these in, off the window's thread; files that come meanwhile are next."""
        if self.is_busy():
            self._waiting += paths
            return
        self.desk.preferences.remember_folder("import", paths[0].parent)
        self._say("")
        self.progress.start("正在收包")
        began = datetime.now(SHANGHAI)
        read: list[FileReport] = []

        def work(step: Step) -> list[FileReport]:
            from zjg_inspect.service.exchange import import_bundles

            # one by one, so that the files before a cancelled one keep their place in the report
            for number, path in enumerate(paths):

                def within(_done: int, _total: int, number: int = number) -> None:
                    step(number, len(paths))

                read.extend(import_bundles(self.db, [path], within))
            return read

        def done(_reports: Any) -> None:
            self._rest(began, read)

        def failed(error: Exception) -> None:
            self._rest(began, read)
            left = len(paths) - len(read)
            rest = f"前 {len(read)} 个已收好，这一个退回了，还有 {left - 1} 个没动。" if read and left > 1 else ""
            self._say("", messages.sentence(error) + rest)

        self._task = self.in_background(work, done, failed, self.progress.set_progress)
        self._lock()

    def _rest(self, began: datetime, reports: list[FileReport]) -> None:
        self.progress.finish()
        if reports:
            seconds = max(1, round((datetime.now(SHANGHAI) - began).total_seconds()))
            self.desk.memory.reports = reports
            self.desk.memory.received_at = f"{began:%H:%M}，用了 {seconds} 秒；原文件没有动过"
            self.changed.emit()
        self._task = None
        self._lock()
        self.refresh()
        if self._waiting:
            paths, self._waiting = self._waiting, []
            self.receive(paths)

    def is_busy(self) -> bool:
        return self._task is not None and self._task.is_running()

    def cancel(self) -> None:
        if self._task is not None:
            self._waiting = []
            self._task.cancel()

    def _lock(self) -> None:
        for button in (self.choose_button, self.write_button):
            button.setEnabled(not self.is_busy())

    # -- writing for the laptops -----------------------------------------------------------------------------------

    def choose_target(self) -> None:
        start = self.desk.preferences.folder("export")
        chosen = QFileDialog.getExistingDirectory(self, "写到哪里", str(start or ""))
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, folder: Path) -> None:
        """Register, people and reviews for the laptops, into this folder."""
        self.desk.preferences.remember_folder("export", folder)
        self._say("")
        self.progress.start("正在写包")

        def work(step: Step) -> Any:
            from zjg_inspect.service.exchange import export_bundles

            return export_bundles(self.db, folder, step=step)

        def done(exported: Any) -> None:
            self._end_writing()
            self._say(written_words(exported))

        def failed(error: Exception) -> None:
            self._end_writing()
            self._say("", messages.sentence(error))

        self._task = self.in_background(work, done, failed, self.progress.set_progress)
        self._lock()

    def _end_writing(self) -> None:
        self.progress.finish()
        self._task = None
        self._lock()

    def _say(self, done: str, wrong: str = "") -> None:
        self._done.setText(done)
        reveal(self._done, bool(done))
        self.error.set_text(wrong)
