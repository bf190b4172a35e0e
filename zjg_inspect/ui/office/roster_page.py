"""核对: what taking a register in would do, put right by hand, before anything is taken in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.service import roster_import, roster_kept
from zjg_inspect.service.roster_import import Book, ByHand, Left, Rehearsal
from zjg_inspect.service.roster_kept import Kept
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.office import roster_words
from zjg_inspect.ui.office.page import Page, spare_edge
from zjg_inspect.ui.office.roster_columns import ColumnsPart, unread_count
from zjg_inspect.ui.office.roster_parts import CellsPart, ChangedPart, GonePart, NewPart, Part, SamePart
from zjg_inspect.ui.office.roster_words import CellLine, cell_lines, is_right
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card, ProgressLine
from zjg_inspect.ui.widgets.nav import TopTabs
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.text import ElidedLabel, InlineError, Label

T = TypeVar("T")


class Underway(NamedTuple):
    """A rehearsal as it was left."""

    book: Book
    rehearsal: Rehearsal
    lines: list[CellLine]
    left: dict[str, Left]
    tab: str


class RehearsalView(QWidget):
    """`left` back to the list; `refused` an error for which there is nothing to show; `taken` once all is taken in."""

    left = Signal()
    refused = Signal(Exception)
    taken = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setObjectName("rehearsal")
        self._page = page
        self.book: Book | None = None
        self.rehearsal: Rehearsal | None = None
        self._said = ByHand()
        self._lines: list[CellLine] = []
        self._task: tasks.Task | None = None
        self._turn = 0
        self._again = False
        self.taking = False
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = KeyButton("回到企业", "chevron-left", kind="quiet", parent=self)
        self.back.setObjectName("leaveRehearsal")
        self.back.clicked.connect(self.leave)
        self._title = ElidedLabel("", "look", strong=True, parent=self)
        self.sheets = QComboBox(self)
        self.sheets.setObjectName("rosterSheet")
        self.sheets.setAccessibleName("收哪一张工作表")
        self.sheets.activated.connect(self._choose_sheet)
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(self.sheets)
        rows.addLayout(head)
        self.note = Label("", "secondary", "attention", wrap=True, parent=self)
        rows.addWidget(self.note)
        card = spare_edge(Card(parent=self))
        self.tabs = TopTabs(list(roster_words.TABS), card)
        self.tabs.setFixedHeight(theme.height("nav"))
        self.tabs.chosen.connect(self.show_tab)
        tabs = QHBoxLayout()
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        card.rows.addLayout(tabs)
        self._stack = QStackedWidget(card)
        card.add(self._stack, 1)
        self.columns, self.cells, self.new = ColumnsPart(self), CellsPart(self), NewPart(self)
        self.changed, self.gone, self.same = ChangedPart(self), GonePart(self), SamePart(self)
        self.parts: dict[str, QWidget] = {
            "columns": self.columns, "cells": self.cells, "new": self.new, "changed": self.changed, "gone": self.gone,
            "same": self.same,
        }  # fmt: skip
        for part in self.parts.values():
            self._stack.addWidget(part)
        rows.addWidget(card, 1)
        self.error = InlineError(parent=self)
        rows.addWidget(self.error)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        self.sums = Label("", "body", strong=True, parent=self)
        self.progress = ProgressLine(self)
        self.progress.cancelled.connect(self._stop)
        self.main = KeyButton("收入", "", "Ctrl+Enter", kind="main", parent=self)
        self.main.setObjectName("takeIn")
        self.main.clicked.connect(self.take_in)
        foot.addWidget(self.sums)
        foot.addWidget(self.progress, 1)
        foot.addStretch(1)
        foot.addWidget(self.main)
        rows.addLayout(foot)
        self.columns.chosen.connect(self._map)
        self.columns.whole.connect(self._whole)
        for part in (self.cells, self.new):
            part.corrected.connect(self._correct)
        self.cells.renamed.connect(self._rename)
        self.gone.changed.connect(self._left_changed)

    # -- opening ---------------------------------------------------------------------------------------------------

    def open(self, file: Path) -> None:
        """Read the file and rehearse it; `refused` where that is no register."""
        self._stop()
        self.book, self.rehearsal, self._said, self._lines = None, None, ByHand(), []
        self.gone.left = {}
        self._page.desk.memory.rehearsal = None
        self.error.set_text("")
        self._title.setText(f"正在读“{file.name}”")
        self._show_nothing()
        self.progress.start("正在读表")

        def work(step: tasks.Step) -> tuple[Book, Rehearsal, list[CellLine], Kept | None]:
            book = roster_import.open_book(file)
            step(1, 2)
            plain = found = roster_import.rehearse(self._page.db, book)
            step(2, 2)
            kept = roster_kept.kept(self._page.db, book)
            if kept is not None:
                found = roster_import.rehearse(self._page.db, book, kept.said, plain)
            return book, found, cell_lines(plain), kept

        def done(found: tuple[Book, Rehearsal, list[CellLine], Kept | None]) -> None:
            self.book, rehearsal, lines, kept = found
            if kept is not None:
                # what was put right stands in its line, as when it was typed
                self._said, self._lines, self.gone.left = kept.said, lines, dict(kept.left)
            self._show(rehearsal)
            self.show_tab(self._first_tab(rehearsal))

        self._run(work, done, self.refused.emit)

    def resume(self) -> bool:
        """Go on with what was being rehearsed; whether there is anything."""
        kept: Underway | None = self._page.desk.memory.rehearsal
        if kept is None or self._task is not None:
            return kept is not None
        self.book, self._said, self._lines = kept.book, kept.rehearsal.said, kept.lines
        self.gone.left = dict(kept.left)
        self._show(kept.rehearsal)
        self.show_tab(kept.tab)
        self.rehearse()
        return True

    def _keep(self) -> None:
        """So that nothing put right by hand is lost while another page, or another size of words, is looked at."""
        if self.book is not None and self.rehearsal is not None:
            kept = Underway(self.book, self.rehearsal, self._lines, dict(self.gone.left), self.tab())
            self._page.desk.memory.rehearsal = kept

    def _run(
        self,
        work: Callable[[tasks.Step], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do this off the window's thread; what was begun before it and stopped is not heard of any more."""
        self._turn += 1
        turn = self._turn

        def finished(result: T) -> None:
            if turn == self._turn:
                self._task = None
                self.progress.finish()
                done(result)

        def gave_up(error: Exception) -> None:
            if turn == self._turn:
                self._task = None
                self.progress.finish()
                failed(error)

        self._task = self._page.in_background(work, finished, gave_up, self.progress.set_part)

    def _show_nothing(self) -> None:
        reveal(self.note, False)
        reveal(self.sheets, False)
        self.sums.setText("")
        self.main.setEnabled(False)
        self.main.set_words("收入")
        for key, _ in roster_words.TABS:
            self.tabs.set_count(key, 0)
        self._stack.hide()

    @staticmethod
    def _first_tab(found: Rehearsal) -> str:
        """Where there is something to do: a column is missing, cells, what is new, what is changed."""
        if found.missing:
            return "columns"
        m = found.matched
        order = (("cells", m.table.refused or m.table.doubts), ("new", m.new), ("changed", m.changed), ("gone", m.gone))
        return next((key for key, there in order if there), "same")

    def show_tab(self, key: str) -> None:
        self.tabs.set_current(key)
        part = self.parts[key]
        self._stack.setCurrentWidget(part)
        if isinstance(part, Part):
            part.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.columns.start()

    def tab(self) -> str:
        return next(key for key, part in self.parts.items() if part is self._stack.currentWidget())

    # -- what a person says ----------------------------------------------------------------------------------------

    def _choose_sheet(self, at: int) -> None:
        self._lines = []
        self._say(ByHand(sheet=self.sheets.itemText(at)))

    def _map(self, index: int, field: str) -> None:
        columns = {column: said for column, said in self._said.columns.items() if not field or said != field}
        self._say(replace(self._said, columns=columns | {index: field}))

    def _whole(self, field: str, text: str) -> None:
        whole = {name: said for name, said in self._said.whole.items() if name != field}
        whole |= {field: text} if text else {}
        if whole != self._said.whole:
            self._say(replace(self._said, whole=whole))

    def _correct(self, row: int, field: str, text: str | None) -> None:
        cells = {key: said for key, said in self._said.cells.items() if key != (row, field)}
        cells |= {(row, field): text} if text is not None else {}
        self._say(replace(self._said, cells=cells))

    def _rename(self, row: int, same: bool) -> None:
        self._say(replace(self._said, renamed=self._said.renamed | {row} if same else self._said.renamed - {row}))

    def _left_changed(self) -> None:
        book, said, left = self.book, self._said, dict(self.gone.left)
        self._keep()
        if book is not None and self._task is None:
            keep = partial(roster_kept.keep, self._page.db, book, said, left)
            self._run(lambda _step: keep(), lambda _nothing: self._say_main(), self._page.say_error)
        self._say_main()

    def _say(self, said: ByHand) -> None:
        self._said = said
        self.rehearse()

    def rehearse(self) -> None:
        """Rehearse anew with what a person said; the file is not read again. While that goes on, once more after it."""
        if self._task is not None:
            self._again = True
            return
        book, said, earlier, left = self.book, self._said, self.rehearsal, dict(self.gone.left)
        if book is None:
            return
        self.main.setEnabled(False)

        def done(found: Rehearsal) -> None:
            self._show(found)
            if self._again:
                self._again = False
                self.rehearse()

        def failed(error: Exception) -> None:
            self._again = False
            self.error.set_text(messages.sentence(error))

        def work(_step: tasks.Step) -> Rehearsal:
            roster_kept.keep(self._page.db, book, said, left)
            return roster_import.rehearse(self._page.db, book, said, earlier)

        self._run(work, done, failed)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self, found: Rehearsal) -> None:
        self.rehearsal = found
        self._stack.show()
        m = found.matched
        self._lines = cell_lines(found, self._lines)
        self._title.setText(f"核对“{found.file}”：还没有收入，底数库没有动")
        self._show_sheets(found)
        only_new = not (m.changed or m.unchanged or m.gone)
        note = (
            roster_words.missing_words(found.missing) if found.missing else roster_words.zones_words(m.zones, only_new)
        )
        self.note.setText(note)
        reveal(self.note, bool(note))
        self.columns.show_columns(found)
        self.cells.show_lines(self._lines, found.said)
        self.new.set_values(m.new)
        self.changed.set_values(m.changed)
        self.same.set_values(m.unchanged)
        self.gone.show_gone(found)
        counts = {
            "columns": unread_count(found.read.columns), "cells": sum(not is_right(line) for line in self._lines),
            "new": len(m.new), "changed": len(m.changed), "gone": len(m.gone), "same": len(m.unchanged),
        }  # fmt: skip
        for key, count in counts.items():
            self.tabs.set_count(key, count)
        self.sums.setText("" if found.missing else roster_words.sums(found))
        self._say_main()
        self._keep()

    def _show_sheets(self, found: Rehearsal) -> None:
        names = (
            [name for name, _ in self.book.sheets if name in (found.read.sheet, *found.read.unread)]
            if self.book
            else []
        )
        self.sheets.clear()
        self.sheets.addItems(names)
        self.sheets.setCurrentIndex(self.sheets.findText(found.read.sheet))
        reveal(self.sheets, len(names) > 1)

    def _say_main(self) -> None:
        found = self.rehearsal
        if found is None:
            return
        count = len(found.changes) + len(self.gone.left)
        self.main.set_words(f"收入 {count} 家" if count else "没有要收入的")
        self.main.setEnabled(bool(count) and self._task is None)

    # -- taking in -------------------------------------------------------------------------------------------------

    def take_in(self) -> None:
        found, left = self.rehearsal, dict(self.gone.left)
        if found is None or self._task is not None or not self.main.isEnabled():
            return
        self.error.set_text("")
        self.main.setEnabled(False)
        self.progress.start("正在收入")

        def done(report: roster_import.RosterReport) -> None:
            self.taking = False
            self.book = self.rehearsal = self._page.desk.memory.rehearsal = None
            self.taken.emit(report)

        def failed(error: Exception) -> None:
            self.taking = False
            self.error.set_text(messages.sentence(error))
            self._say_main()
            if isinstance(error, errors.RosterOutdated):
                self.rehearse()

        self.taking = True
        self._run(lambda step: roster_import.take_in(self._page.db, found, left, step), done, failed)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def leave(self) -> None:
        """Back to the list; what was put right by hand is kept until another file is opened."""
        if self.book is None:
            self._stop()
        self._keep()
        self.left.emit()
