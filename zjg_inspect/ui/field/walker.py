"""The walker: one item at a time, answered with 1 2 3, saved at every tap, reopened exactly where it was left."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from zjg_inspect.model.form import Facts
from zjg_inspect.model.inspection import Grade, Photo, Verdict
from zjg_inspect.ui import messages
from zjg_inspect.ui.field.amending import Amending
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker_keys import Commands
from zjg_inspect.ui.field.walker_layout import WalkerLayout
from zjg_inspect.ui.field.walker_rows import neighbours
from zjg_inspect.ui.field.walker_words import REASONS, missing, photo_note, to_heed
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.rail import Section

# A save that takes longer than this is said in words.
SLOW_MS = 300


class WalkerScreen(WalkerLayout):
    """`hazard_requested` gives the item whose hazard is to be recorded."""

    back_requested = Signal()
    sign_requested = Signal()
    hazard_requested = Signal(str)

    keys: ClassVar[list[tuple[str, str]]] = [
        ("↑ ↓", "换条"), ("N", "备注"), ("P", "选照片"), ("H", "记隐患"), ("F1", "帮助"),
    ]  # fmt: skip

    def __init__(self, session: VisitSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._came_from = ""
        self._shown: tuple[str, ...] = ()
        self._amending = Amending(session)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
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
        self.top.sign.clicked.connect(self._go_to_sign)
        self.top.facts.clicked.connect(self.open_facts)
        self.rail.chosen.connect(self._go_to_section)
        self.rail.aside_chosen.connect(self._open_aside)
        self.aside.photos_requested.connect(lambda photos: self.viewer.show_photos(photos, 0, may_remove=False))
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
        view.strip.removed.connect(self._remove_photo)
        self.viewer.removed.connect(self._remove_seen_photo)
        self.facts.changed.connect(session.set_facts)
        self.form_line.taken.connect(lambda form: self._change_form(lambda: session.carry_over(form)))
        self.form_line.stayed.connect(lambda: self._change_form(session.stay_with_form))
        self.form_line.went_back.connect(lambda: self._change_form(session.go_back_to_form))
        self.form_line.written.connect(lambda: self._change_form(session.write_down_left_out))
        self.last_line.clicked.connect(self.last_panel.open)
        for last in (self.last, self._last_beside):
            last.record_requested.connect(self.record.open)
            last.photo_requested.connect(lambda photos: self.viewer.show_photos(photos, 0, may_remove=False))
        for panel in self.panels():
            panel.opened.connect(self._panel_opened)
            panel.closed.connect(self._panel_closed)
        self.facts.closed.connect(self._facts_amended)
        session.item_changed.connect(self._item_changed)
        session.place_changed.connect(self._place_changed)
        session.items_changed.connect(self._items_changed)
        session.steps_changed.connect(self._show_steps)
        session.photo_refused.connect(self._photo_refused)
        session.saver.failed.connect(self._show_saving)
        session.saver.saved.connect(self._show_saving)
        self.pictures.came.connect(self._picture_came)

    # -- what the person does --------------------------------------------------------------------------------------

    def answer(self, verdict: Verdict) -> None:
        if self.session.item:
            self.view.flush()
            self._came_from = self.session.item
            self.session.answer(verdict)
            self._slow.start()
            self.start()

    def go(self, code: str) -> None:
        self.view.flush()
        self._came_from = ""
        self.session.go(code)
        self.start()

    def step(self, by: int) -> None:
        self.view.flush()
        self._came_from = ""
        self.session.step(by)
        self.start()

    def go_next(self) -> None:
        self.view.flush()
        self._came_from = ""
        self.session.go_next()
        self.start()

    def undo(self) -> None:
        self.view.flush()
        self._came_from = ""
        self.session.undo()
        self.start()

    def redo(self) -> None:
        self.view.flush()
        self._came_from = ""
        self.session.redo()
        self.start()

    def write_note(self) -> None:
        self.view.note.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_photo(self) -> None:
        self.view.strip.choose()

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

    def _go_back(self) -> None:
        self.view.flush()
        self.back_requested.emit()

    def _go_to_sign(self) -> None:
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
            self.go(code)
            self.write_note()

    def _note_edited(self, text: str) -> None:
        code = self.session.item
        if self._asks_reason(code):
            self.session.set_reason(code, text)
        else:
            self.session.set_note(code, text)
        self._slow.start()

    def _note_left(self) -> None:
        self.view.flush()
        self.session.end_step()
        self.start()

    def _asks_reason(self, code: str) -> bool:
        return self.session.answer_of(code).verdict is Verdict.NOT_APPLICABLE

    def _add_files(self, files: list[Path]) -> None:
        self.view.error.set_text("")
        for file in files:
            self.session.add_photo(self.session.item, file, file.name)

    def _open_photo(self, index: int) -> None:
        self.viewer.show_photos(self._photos(), index)

    def _photos(self) -> list[Photo]:
        return [each.photo for each in self.session.photos(self.session.item)]

    def _remove_photo(self, index: int) -> None:
        self.session.remove_photo(self.session.photos(self.session.item)[index])
        self.view.say_undoable("移走了 1 张照片。")

    def _remove_seen_photo(self, index: int) -> None:
        self.viewer.close_panel()
        self._remove_photo(index)

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
        self.view.flush()
        self._came_from = ""
        change()
        self.start()

    def _panel_opened(self) -> None:
        self.commands.set_enabled(False)

    def _panel_closed(self) -> None:
        open_ones = [panel for panel in self.panels() if panel.isVisible()]
        self.commands.set_enabled(not open_ones)
        if open_ones:
            open_ones[-1].setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self.start()

    # -- what it shows ---------------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        self.form_line.show_visit(self.session.visit)
        self._show_progress()
        self._show_item()
        self._show_steps()
        self._show_facts()

    def _items_changed(self) -> None:
        self._show_all()
        self.facts.say_amended(self._amending.words())

    def _place_changed(self, _code: str) -> None:
        self._show_item()

    def _item_changed(self, code: str) -> None:
        self._show_progress()
        self._show_neighbours()
        if code == self.session.item:
            self._show_answer()
            self._show_photos()
        self._show_saving()

    def _show_item(self) -> None:
        session = self.session
        if not session.item:
            return
        item = session.item_of(session.item)
        facts: Facts = session.visit.draft.head.facts
        self.view.show_item(item, facts, session.position(item.code), len(session.items))
        self._shown = ()
        self._show_answer()
        self._show_photos()
        self._show_neighbours()
        self._show_last()
        progress = session.progress()
        self.rail.set_current(next((n for n, part in enumerate(progress) if item.code in part.items), -1))
        self._show_saving()

    def _show_answer(self) -> None:
        session, view = self.session, self.view
        code = session.item
        item, answer, known = session.item_of(code), session.answer_of(code), session.known(code)
        last = session.last_answer(code)
        if session.looks_again(code):
            view.show_badge("说法改了，请再看一眼", "attention")
        elif known is not None:
            major = known.rectification.grade is Grade.MAJOR
            view.show_badge("重大隐患未关闭" if major else "隐患未关闭，复查", "major" if major else "attention")
        elif last is not None and last.verdict is Verdict.FAIL:
            view.show_badge("上次不符合，复查", "attention")
        else:
            view.show_badge("" if item.counts else "提倡，不影响结论", "neutral")
        view.show_known(to_heed(session.remark(code), known, answer.verdict, session.recurring(code)))
        if self._asks_reason(code):
            view.show_reason(answer.reason, REASONS)
        else:
            view.show_note(answer.note, item.phrases)
        self.verdicts.set_verdict(session.saved_verdict(code))
        opens = session.opens_hazard(code)
        view.show_owing(missing(session.owed(code)) if opens else "", opens and session.hazard(code) is not None)

    def _show_photos(self) -> None:
        session = self.session
        photos = session.photos(session.item)
        shown = tuple(each.photo.sha256 for each in photos)
        jpegs = [self.pictures.get(sha) or b"" for sha in shown]
        if (state := (*shown, str(sum(map(bool, jpegs))))) != self._shown:
            self._shown = state
            self.view.strip.set_photos(jpegs)
        wanted = session.item_of(session.item).evidence == "photo" and not photos
        note = photo_note(photos, session.adding(session.item))
        # what is owed stands there first
        owing = session.opens_hazard(session.item)
        self.view.strip.set_note("" if owing else note or ("这一条要拍照" if wanted else ""))

    def _picture_came(self, sha256: str) -> None:
        if any(each.photo.sha256 == sha256 for each in self.session.photos(self.session.item)):
            self._show_photos()

    def _show_neighbours(self) -> None:
        before, after = neighbours(self.session, self._came_from)
        for row, shown in zip(reversed(self.before), before, strict=True):
            row.show_item(shown)
        for row, shown in zip(self.after, after, strict=True):
            row.show_item(shown)
        self.fit_neighbours()

    def _show_last(self) -> None:
        session = self.session
        answer = session.last_answer(session.item)
        for part in (self.last, self.last_line, self._last_beside):
            part.show_last(session.visit, session.item, answer)

    def _show_progress(self) -> None:
        parts = self.session.progress()
        self.rail.set_sections([Section(p.numeral, p.title, p.answered, len(p.items), p.failed, p.owed) for p in parts])
        self.rail.set_aside(len(self.session.aside))
        self.top.show_open(bool(self.session.next_open("")), bool(self.session.next_owing("")))

    def _show_steps(self) -> None:
        self.top.undo.setEnabled(self.session.can_undo)
        self.top.redo.setEnabled(self.session.can_redo)

    def _show_facts(self) -> None:
        head = self.session.visit.draft.head
        self.facts.show_facts(head.facts, len(self.session.items))
        self.top.show_site(self.session.visit)

    def _photo_refused(self, code: str, error: Exception) -> None:
        if code == self.session.item:
            self.view.error.set_text(messages.sentence(error))

    # -- the disk --------------------------------------------------------------------------------------------------

    def _show_saving(self, _: object = None) -> None:
        """Words only for what is slow or has failed; a tick needs none."""
        saver = self.session.saver
        if saver.failure is not None:
            self.saving.set_tone("fail")
            self.saving.setText(messages.sentence(saver.failure))
        elif not saver.pending:
            self.saving.setText("")
        reveal(self.saving, bool(self.saving.text()))

    def _say_slow(self) -> None:
        if self.session.saver.pending and self.session.saver.failure is None:
            self.saving.set_tone("attention")
            self.saving.setText("正在往磁盘上写，可以接着查。")
            reveal(self.saving, True)
