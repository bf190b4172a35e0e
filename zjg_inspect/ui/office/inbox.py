"""收件: bundles in, what became of each of them, and what a person has to do about it; bundles out for the laptops."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QScrollArea, QVBoxLayout, QWidget

from zjg_inspect.model.clock import SHANGHAI, today
from zjg_inspect.service import delivery, enrol, received, setup
from zjg_inspect.service.enrol import UnknownDevice
from zjg_inspect.service.exchange import FileReport
from zjg_inspect.service.intake import Taken
from zjg_inspect.ui.office.conflict_cards import ConflictCards
from zjg_inspect.ui.office.inbox_aside import AsidePanel
from zjg_inspect.ui.office.inbox_cards import StrangerCard, TodoCard
from zjg_inspect.ui.office.inbox_report import BatchCard
from zjg_inspect.ui.office.inbox_rescue import Rescue
from zjg_inspect.ui.office.inbox_todo import Todo, quiet_words, todos
from zjg_inspect.ui.office.inbox_watch import WatchLine, problem_words, watch_words
from zjg_inspect.ui.office.inbox_words import (
    after_acceptance,
    came_words,
    from_stranger,
    received_words,
    restored_words,
)
from zjg_inspect.ui.office.inbox_writing import Writing
from zjg_inspect.ui.office.page import Desk, Page, empty_out
from zjg_inspect.ui.receiving import Received, Receiving
from zjg_inspect.ui.sticks import Stick
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import EmptyState, ProgressLine
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.search import touch_scroll
from zjg_inspect.ui.widgets.stick_button import StickButton
from zjg_inspect.ui.widgets.text import InlineError, Label

FILTER = "核查包 (*.zjgb);;所有文件 (*)"
EMPTY = "还没有收过包。插上U盘点“从U盘收”，或选文件，或把文件、文件夹拖到这个窗口上；一次多少个都行。"
SIDE_BY_SIDE = 900
MOST_CAME = 60
STRANGERS = 400


class Inbox(Page):
    keys = (("Ctrl+O", "选文件"),)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "收件", parent)
        self._accepted = ""
        self._later: list[tuple[list[Path], str]] = []
        self._was_gone = bool(desk.watch.wrong)
        theme = current()
        self.write_button = KeyButton("给网格员写包", "hard-drive-upload", parent=self)
        self.write_button.setObjectName("writeBundle")
        self.stick_button = StickButton(self)
        self.stick_button.chosen.connect(self._receive_stick)
        self.stick_button.none_found.connect(self._choose_folder)
        self.choose_button = KeyButton("选文件", "folder-open", "Ctrl+O", parent=self)
        self.choose_button.setObjectName("chooseBundles")
        self.choose_button.clicked.connect(self.choose)
        for button in (self.write_button, self.stick_button, self.choose_button):
            self.top.add_action(button)
        self.shortcut("Ctrl+O", self.choose)
        self.shortcut("Esc", self.cancel)
        self.progress = ProgressLine(self)
        self.error = InlineError(parent=self)
        self.watching = WatchLine(self, desk.watch)
        desk.watch.came.connect(self._came)
        desk.watch.changed.connect(self._watch_changed)
        for widget in (self.watching, self.progress, self.error):
            self.body.addWidget(widget)
        self._receiving = Receiving(self.db, self.progress, self)
        self._receiving.grew.connect(self._show_growing)
        self._receiving.ended.connect(self._received)
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
        self._build_inside(inside)
        self.aside = AsidePanel(self)
        self.writing = Writing(self)
        self.write_button.clicked.connect(lambda: self.writing.open())
        self.writing.busy.connect(self._turn)
        self._restore()

    def _build_inside(self, inside: QWidget) -> None:
        theme = current()
        self.empty = EmptyState(EMPTY, "选文件", "folder-open", inside)
        self.empty.acted.connect(self.choose)
        self._card = BatchCard(self.db.key.device, inside)
        self.table = self._card.table
        self._card.review_asked.connect(lambda: self.went.emit("review", None))
        self._card.aside_asked.connect(self._show_aside)
        self._card.said.connect(lambda sentence: self.said.emit(sentence, False))
        self._card.failed.connect(self.say_error)
        self.rescue = Rescue(self, self.progress)
        self._card.rescue_asked.connect(self._start_rescue)
        self.rescue.rescued.connect(self._rescued)
        self.rescue.busy.connect(self._turn)
        self._todo = Label("", "look", strong=True, parent=inside)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._strangers_at, self._todos_at = QVBoxLayout(), QVBoxLayout()
        for layout in (self._across, self._strangers_at, self._todos_at):
            layout.setSpacing(theme.px(12))
        self._across.addLayout(self._strangers_at)
        self._across.addLayout(self._todos_at, 1)
        for each in (self.empty, self._card, self._todo):
            self._rows.addWidget(each)
        self._rows.addLayout(self._across)
        self.conflicts = ConflictCards(self, inside)
        self._rows.addWidget(self.conflicts)
        self._quiet = Label("", "secondary", "ink-2", wrap=True, parent=inside)
        self._quiet.setObjectName("quietWords")
        self._rows.addWidget(self._quiet)
        self._rows.addStretch(1)

    # -- showing ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        first = self.choose_button if self._card.isHidden() else self.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """The report as it stands, and what is to be done."""
        memory = self.desk.memory
        lost = {each.device: each for each in delivery.lost_bundles(self.db)}
        title = "上次收的一批" if memory.restored else "刚收的一批"
        if memory.watched_on is not None:
            title = "放进文件夹、自己收的"
        self._card.show_reports(title, memory.received_at, memory.reports, lost, memory.rescued)
        if self._accepted:
            self._card.choose_last_of(self._accepted)
            self._accepted = ""
        self._show_cards()
        reveal(self.empty, not memory.reports and self._todo.isHidden())
        self.writing.refresh()

    def todo(self) -> int:
        """How many things here wait for a person."""
        return len(self._strangers()) + len(todos(self.db)) + self.conflicts.todo()

    def _strangers(self) -> list[UnknownDevice]:
        """Laptops that an office may accept; another office is not one of them."""
        return [each for each in enrol.unknown_devices(self.db) if each.card.tier == "field"]

    def _show_cards(self) -> None:
        for layout in (self._strangers_at, self._todos_at):
            empty_out(layout)
        strangers, waiting = self._strangers(), todos(self.db)
        for number, stranger in enumerate(strangers, 1):
            card = StrangerCard(number, stranger, setup.own_card(self.db).fingerprint, self)
            card.accepted.connect(lambda card: self.went.emit("laptops", card))
            self._strangers_at.addWidget(card)
        for number, each in enumerate(waiting, len(strangers) + 1):
            thing = TodoCard(number, each, self)
            thing.acted.connect(lambda each=each: self._act(each))
            self._todos_at.addWidget(thing)
        for layout in (self._strangers_at, self._todos_at):
            layout.addStretch(1)
        count = len(strangers) + len(waiting)
        count += self.conflicts.refresh(count + 1, leads=not count)
        self._todo.setText(f"要你看的 {count} 件")
        reveal(self._todo, count > 0)
        quiet = quiet_words(self.db)
        self._quiet.setText("\n".join(quiet))
        reveal(self._quiet, bool(quiet))
        self._lay_out()

    def _act(self, todo: Todo) -> None:
        if todo.act == "laptop":
            self.went.emit("laptops", enrol.card_of(self.db, todo.device))
        else:
            self.writing.open(todo.device)

    def _show_aside(self, report: FileReport) -> None:
        self.writing.close()
        self.aside.show_report(report)

    def _lay_out(self) -> None:
        """Strangers, with their numbers to compare, beside the rest where there is room."""
        wide = self.width() >= current().px(SIDE_BY_SIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._across.setDirection(way)
        for at in range(self._strangers_at.count()):
            item = self._strangers_at.itemAt(at)
            card = item.widget() if item is not None else None
            if card is not None:
                card.setMaximumWidth(current().px(STRANGERS) if wide else 16777215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _restore(self) -> None:
        """What was received before the program was started, once for all the page is built anew."""
        memory = self.desk.memory
        batch = received.last_batch(self.db) if not memory.reports else None
        if batch is None:
            return
        memory.reports, memory.restored = list(batch.reports), True
        memory.received_at = restored_words(batch.at, today())
        known = {laptop.device for laptop in enrol.laptops(self.db)}
        for device in {report.sender for report in batch.reports if from_stranger(report)} & known:
            self.note_accepted(device)

    def note_accepted(self, device: str) -> None:
        """A laptop was accepted: what was held of it shows as received."""
        memory = self.desk.memory
        waiting, brought = enrol.waiting_of(self.db, device), received.brought(self.db, device)
        memory.reports = after_acceptance(memory.reports, device, waiting, brought)
        self._accepted = device

    def sentence(self) -> str:
        return self.error.text() or self.writing.sentence()

    # -- receiving -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        start = self.desk.preferences.folder("import")
        paths, _ = QFileDialog.getOpenFileNames(self, "选要收的包", str(start or ""), FILTER)
        if paths:
            self.desk.preferences.remember_folder("import", Path(paths[0]).parent)
            self.receive([Path(path) for path in paths])

    def _choose_folder(self) -> None:
        """No stick that the system tells of: the person says where."""
        start = self.desk.preferences.folder("import")
        chosen = QFileDialog.getExistingDirectory(self, "从哪个U盘或文件夹收", str(start or ""))
        if chosen:
            self.desk.preferences.remember_folder("import", Path(chosen))
            self.receive([Path(chosen)], f"“{Path(chosen).name or chosen}”")

    def _receive_stick(self, stick: Stick) -> None:
        self.receive([stick.root], f"U盘“{stick.name}”")

    def show_thing(self, thing: Any) -> None:
        """Paths that were dropped on the window."""
        if isinstance(thing, list):
            self.receive(thing)

    def receive(self, paths: list[Path], source: str = "") -> None:
        """Take these in, and the bundles in these folders, off the window's thread; what comes meanwhile is next."""
        if self.writing.is_busy() or self.rescue.is_busy():
            self._later.append((paths, source))
            return
        if not self._receiving.is_busy():
            self.error.set_text("")
        self.aside.close_panel()
        self._receiving.start(paths, source)
        self._lock()

    def _show_growing(self, reports: list[FileReport]) -> None:
        if reports and len(reports) != len(self.table.values()) - 2:
            self._card.show_reports("正在收", "收完的先列在这里", reports)

    def _received(self, batch: Received) -> None:
        if batch.reports:
            memory = self.desk.memory
            memory.reports, memory.restored, memory.watched_on = batch.reports, False, None
            memory.rescued.clear()
            memory.received_at = received_words(batch.began, batch.seconds, batch.source)
            self.changed.emit()
        self.error.set_text(batch.wrong)
        self._lock()
        self.refresh()

    def _came(self, taken: list[Taken]) -> None:
        """What came into the watched folder stands with what came there before on the same day."""
        memory, day = self.desk.memory, today()
        reports = [
            msgspec.structs.replace(each.report, file=str(each.moved)) if each.moved is not None else each.report
            for each in taken
        ]
        before = memory.reports if memory.watched_on == day else []
        if memory.watched_on != day:
            memory.rescued.clear()
        memory.reports, memory.restored, memory.watched_on = [*before, *reports][-MOST_CAME:], False, day
        memory.received_at = came_words(datetime.now(SHANGHAI))
        problems = [words for each in taken if (words := problem_words(each))]
        self.error.set_text("\n".join(problems))
        self.changed.emit()
        self.refresh()

    def _watch_changed(self) -> None:
        """A folder that is gone is said on whatever page one is, once; that it is back, too."""
        watch = self.desk.watch
        if bool(watch.wrong) != self._was_gone:
            self._was_gone = bool(watch.wrong)
            words, _ = watch_words(watch)
            self.said.emit(words if watch.folder is not None else "", self._was_gone)

    def _start_rescue(self, report: FileReport) -> None:
        if not self.is_busy():
            self.rescue.start(report)

    def _rescued(self, refused: FileReport, report: FileReport) -> None:
        """What was rescued stands under the file that it came from."""
        memory = self.desk.memory
        memory.rescued.add(refused.file)
        if refused in memory.reports:
            memory.reports.insert(memory.reports.index(refused) + 1, report)
        self.changed.emit()
        self.refresh()

    def is_busy(self) -> bool:
        return self._receiving.is_busy() or self.writing.is_busy() or self.rescue.is_busy()

    def cancel(self) -> None:
        """Stop what is under way; else put away what lies over the page."""
        if self.is_busy():
            self._later.clear()
            for each in (self._receiving, self.writing, self.rescue):
                each.cancel()
        else:
            self.aside.close_panel()
            self.writing.close()

    def _lock(self) -> None:
        """Writing and taking in wait for each other; more files may be dropped at any time."""
        taking = self._receiving.is_busy() or self.rescue.is_busy()
        self.writing.lock(taking)
        self.write_button.setEnabled(not taking)
        for button in (self.choose_button, self.stick_button):
            button.setEnabled(not self.is_busy())

    def _turn(self) -> None:
        """Something else has begun or ended: what was dropped meanwhile is taken in now."""
        self._lock()
        while self._later and not self.writing.is_busy() and not self.rescue.is_busy():
            self.receive(*self._later.pop(0))

    # -- writing for the laptops -----------------------------------------------------------------------------------

    def write_to(self, folder: Path) -> None:
        """A bundle for each laptop in use, into this folder."""
        self.writing.open()
        self.writing.write_to(folder)
