"""The walker: one item at a time, answered with 1 2 3, saved at every tap, reopened exactly where it was left."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from zjg_inspect.model.draft import DraftPhoto
from zjg_inspect.model.inspection import Photo, Verdict
from zjg_inspect.ui.field.amending import Amending
from zjg_inspect.ui.field.last_visit import LastBeside, LastRecord, LastVisitPanel
from zjg_inspect.ui.field.photo_sources import PhotoSources
from zjg_inspect.ui.field.photo_viewer import PhotoViewer
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.field.walker_aside import AsidePanel
from zjg_inspect.ui.field.walker_keys import Commands
from zjg_inspect.ui.field.walker_layout import P
from zjg_inspect.ui.field.walker_shown import WalkerShown


class WalkerScreen(WalkerShown):
    """`hazard_requested` gives the item whose hazard is to be recorded."""

    back_requested = Signal()
    sign_requested = Signal()
    hazard_requested = Signal(str)

    keys: ClassVar[list[tuple[str, str]]] = [
        ("↑ ↓", "换条"), ("N", "备注"), ("Alt+1 2 3", "常用语"), ("H", "记隐患"), ("F1", "帮助"),
    ]  # fmt: skip

    def __init__(self, session: VisitSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._amending = Amending(session)
        # where to go on once a reason is written
        self._back_to = ""
        self.commands = Commands(self)
        self._connect()
        self._show_all()

    def start(self) -> None:
        """Give the keyboard to the item, or to what it still owes; never to a verdict."""
        self.view.next_step().setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        session, view = self.session, self.view
        self.top.back.connect(self._go_back)
        self.top.undo.clicked.connect(self.undo)
        self.top.redo.clicked.connect(self.redo)
        self.top.next.clicked.connect(self.go_next)
        self.top.sign.clicked.connect(self.go_to_sign)
        self.top.facts.clicked.connect(self.open_facts)
        self.rail.chosen.connect(self._go_to_section)
        self.rail.aside_chosen.connect(self._open_aside)
        for row in (*self.before, *self.after):
            row.chosen.connect(self.go)
            row.amended.connect(self._amend)
        self.verdicts.chosen.connect(lambda verdict: self.answer(Verdict(verdict)))
        view.note.edited.connect(self._note_edited)
        view.note.left.connect(self._note_left)
        view.hazard.connect(self.record_hazard)
        view.undone.connect(self.undo)
        view.strip.added.connect(self._add_files)
        view.strip.pasted.connect(lambda picture: session.add_photo(session.item, picture, "粘贴的照片"))
        view.strip.opened.connect(self._open_photo)
        view.strip.then_opened.connect(self._open_then)
        self.sources = PhotoSources(view.strip, self)
        self.sources.shot.connect(lambda jpeg: session.add_shot(session.item, jpeg))
        self.sources.opened.connect(self._panel_opened)
        self.sources.closed.connect(self._panel_closed)
        view.strip.removed.connect(self._remove_photo)
        self.facts.changed.connect(session.set_facts)
        self.form_line.taken.connect(lambda form: self._change_form(lambda: session.carry_over(form)))
        self.form_line.stayed.connect(lambda: self._change_form(session.stay_with_form))
        self.form_line.went_back.connect(lambda: self._change_form(session.go_back_to_form))
        self.form_line.written.connect(lambda: self._change_form(session.write_down_left_out))
        self.last_line.clicked.connect(lambda: self.last_panel.open())
        if self.last is not None:
            self._follow_last(self.last)
        for panel in self.panels():
            self._rests_keys(panel)
        self.facts.closed.connect(self._facts_amended)
        session.items_changed.connect(self._items_changed)

    # -- what lies over it, made when it is asked for the first time -------------------------------------------------

    @cached_property
    def viewer(self) -> PhotoViewer:
        """A photo over the whole screen."""
        session, viewer = self.session, PhotoViewer(self.pictures, self)
        viewer.removed.connect(self._remove_photo)
        viewer.marked.connect(lambda at, drawn: session.mark_photo(self._seen_photos()[at], drawn))
        viewer.captioned.connect(lambda at, text: session.caption_photo(self._seen_photos()[at], text))
        viewer.undo_requested.connect(self._undo_photo)
        viewer.set_undo(session.undoes(session.item))
        return self._lay_over(viewer)

    @cached_property
    def aside(self) -> AsidePanel:
        """What was answered and does not apply any more."""
        aside = AsidePanel(self)
        aside.photos_requested.connect(self._look_at)
        return self._lay_over(aside)

    @cached_property
    def record(self) -> LastRecord:
        """All that was answered last time."""
        return self._lay_over(LastRecord(self.session.visit, self))

    @cached_property
    def last_panel(self) -> LastBeside:
        """The last visit where there is no room beside the item."""
        beside, session = LastBeside(self.pictures, self), self.session
        self._follow_last(beside.last)
        beside.last.show_last(session.visit, session.item, session.last_answer(session.item))
        return self._lay_over(beside)

    def _lay_over(self, panel: P) -> P:
        self._late[type(panel)] = panel
        self._rests_keys(panel)
        return panel

    def _rests_keys(self, panel: SidePanel) -> None:
        panel.opened.connect(self._panel_opened)
        panel.closed.connect(self._panel_closed)

    def _follow_last(self, last: LastVisitPanel) -> None:
        last.record_requested.connect(lambda: self.record.open())
        last.photo_requested.connect(self._look_at)

    def _look_at(self, photos: list[Photo]) -> None:
        """Photos that are not of this visit's item: to be seen, not to be changed."""
        self.viewer.show_photos(photos, 0, may_change=False)

    # -- what the person does --------------------------------------------------------------------------------------

    def answer(self, verdict: Verdict) -> None:
        if self.session.item:
            self._leave_item()
            self.came_from = self.session.item
            self.session.answer(verdict)
            self.say_if_slow()
            self.start()

    def _leave_item(self) -> None:
        """What is being typed belongs to the item that is left."""
        self.view.flush()
        self.came_from = self._back_to = ""

    def go(self, code: str) -> None:
        self._leave_item()
        self.session.go(code)
        self.start()

    def step(self, by: int) -> None:
        self._leave_item()
        self.session.step(by)
        self.start()

    def go_next(self) -> None:
        self._leave_item()
        self.session.go_next()
        self.start()

    def undo(self) -> None:
        self._leave_item()
        self.session.undo()
        self.start()

    def redo(self) -> None:
        self._leave_item()
        self.session.redo()
        self.start()

    def write_note(self) -> None:
        self.view.note.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_phrase(self, n: int) -> None:
        """The n-th phrase beside the note, from 0, as if it were tapped."""
        self.view.note.say(n)

    def write_reason(self) -> None:
        """Why this item is 不适用, else the one so judged last; then it goes on from here."""
        here = self.session.item
        if target := here if self.session.owes_reason(here) else self.session.last_unexplained():
            self._amend(target)

    def take_photo(self) -> None:
        self.sources.take()

    def record_hazard(self) -> None:
        """Of this item if it has failed, else of the one failed last."""
        self.view.flush()
        if target := self.session.hazard_target():
            self.hazard_requested.emit(target)

    def toggle_help(self) -> None:
        if self.help.isVisible():
            self.help.close_panel()
        else:
            self.help.open()

    def flush(self) -> None:
        """Hand over what is being typed or drawn."""
        self.view.flush()
        if viewer := self.made(PhotoViewer):
            viewer.flush()

    def escape(self) -> None:
        self._go_back()

    def _go_back(self) -> None:
        self.view.flush()
        self.back_requested.emit()

    def go_to_sign(self) -> None:
        self.view.flush()
        self.sign_requested.emit()

    def _go_to_section(self, index: int) -> None:
        """To its first open item, else to its first."""
        codes = self.session.progress()[index].items
        self.go(next((code for code in codes if self.session.is_open(code)), codes[0]))

    def _amend(self, code: str) -> None:
        if self.session.opens_hazard(code):
            self.hazard_requested.emit(code)
        else:
            here = self.session.item
            self.go(code)
            self._back_to = here if here != code else ""
            self.write_note()

    def _note_edited(self, text: str) -> None:
        code = self.session.item
        if self._asks_reason(code):
            self.session.set_reason(code, text)
        else:
            self.session.set_note(code, text)
        self.say_if_slow()

    def _note_left(self) -> None:
        self.view.flush()
        self.session.end_step()
        if self._back_to:
            self.go(self._back_to)
        else:
            self.start()

    def _add_files(self, files: list[Path]) -> None:
        self.view.error.set_text("")
        self._refused = []
        for file in files:
            self.session.add_photo(self.session.item, file, file.name)

    def _open_photo(self, index: int) -> None:
        self.viewer.show_photos(
            self.session.pictures(self.session.item), index, then=self.session.found_then(self.session.item)
        )

    def _open_then(self) -> None:
        """Beside what was photographed now, or alone where nothing was yet."""
        if self.session.photos(self.session.item):
            self._open_photo(0)
        else:
            then, _ = self.session.found_then(self.session.item)
            self._look_at(then)

    def _seen_photos(self) -> list[DraftPhoto]:
        return self.session.seen_photos(self.session.item)

    def _remove_photo(self, index: int) -> None:
        gone = self._seen_photos()[index]
        self.session.remove_photo(gone)
        self.view.say_undoable("移走了标注，原图还在。" if gone.photo.of else "移走了 1 张照片。")

    def _undo_photo(self) -> None:
        if self.session.undoes(self.session.item):
            self.session.undo()

    def open_facts(self) -> None:
        self.view.flush()
        self.session.end_step()
        self._amending.begin()
        self._show_facts()
        self.facts.say_amended("")
        self.facts.open()

    def _facts_amended(self) -> None:
        """All that was changed while the panel was open is one step."""
        self.session.end_step()
        self.view.say_undoable(self._amending.words())

    def _open_aside(self) -> None:
        self.view.flush()
        self.aside.show_aside(self.session)
        self.aside.open()

    def _change_form(self, change: Callable[[], None]) -> None:
        self._leave_item()
        change()
        self.start()

    def _panel_opened(self) -> None:
        self.commands.set_enabled(False)

    def _panel_closed(self) -> None:
        open_ones = [panel for panel in (*self.panels(), *self.sources.panels()) if panel.isVisible()]
        self.commands.set_enabled(not open_ones)
        if open_ones:
            open_ones[-1].setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self.start()

    def _items_changed(self) -> None:
        self._show_all()
        self.facts.say_amended(self._amending.words())
