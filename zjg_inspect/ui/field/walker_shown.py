"""What the walker shows of the visit: item, answer, photos, the rows around, the rail, and how saving goes."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from zjg_inspect.model.form import Facts
from zjg_inspect.model.inspection import Grade, Verdict
from zjg_inspect.model.marks import as_seen
from zjg_inspect.ui import messages, trace
from zjg_inspect.ui.field.last_visit import LastBeside
from zjg_inspect.ui.field.photo_viewer import PhotoViewer
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker_layout import WalkerLayout
from zjg_inspect.ui.field.walker_rows import neighbours
from zjg_inspect.ui.field.walker_words import (
    REASONS,
    corrected_words,
    missing,
    not_added,
    offered,
    photo_note,
    to_heed,
)
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.rail import Section

# A save that takes longer than this is said in words.
SLOW_MS = 300


class WalkerShown(WalkerLayout):
    """The session on the walker's parts, whenever it changes; what the person does is the screen's."""

    def __init__(self, session: VisitSession, parent: QWidget | None) -> None:
        super().__init__(session, parent)
        # the item whose answer led to the one shown
        self.came_from = ""
        self._shown: tuple[str, ...] = ()
        # what could not be added since something was last added here
        self._refused: list[Exception] = []
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._say_slow)
        session.item_changed.connect(self._item_changed)
        session.place_changed.connect(self._place_changed)
        session.steps_changed.connect(self._show_steps)
        session.used_changed.connect(lambda: self._item_changed(session.item))
        session.photo_refused.connect(self._photo_refused)
        session.saver.failed.connect(self._show_saving)
        session.saver.saved.connect(self._show_saving)
        self.pictures.came.connect(self._picture_came)

    def _show_all(self) -> None:
        self.form_line.show_visit(self.session.visit)
        self._show_progress()
        self._show_item()
        self._show_steps()
        self._show_facts()

    def _place_changed(self, _code: str) -> None:
        self._show_item()

    def _item_changed(self, code: str) -> None:
        self._show_progress()
        self._show_neighbours()
        if code and code == self.session.item:
            self._show_answer()
            self._show_photos()
        self._show_saving()

    def _show_item(self) -> None:
        session = self.session
        if not session.item:
            return
        item = session.item_of(session.item)
        trace.note("item", item=item.code)
        facts: Facts = session.visit.draft.head.facts
        self.view.show_item(item, facts, session.position(item.code), len(session.items))
        self._shown = ()
        self._refused = []
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
        heed = to_heed(session.remark(code), known, answer.verdict, session.recurring(code))
        view.show_known(heed + corrected_words(session.before_correction(code)))
        if self._asks_reason(code):
            view.show_reason(answer.reason, offered(session.used.reasons.get(code, ()), REASONS))
        else:
            view.show_note(answer.note, offered(session.used.notes.get(code, ()), item.phrases))
        self.verdicts.set_verdict(session.saved_verdict(code))
        opens = session.opens_hazard(code)
        view.show_owing(missing(session.owed(code)) if opens else "", opens and session.hazard(code) is not None)

    def _asks_reason(self, code: str) -> bool:
        return self.session.answer_of(code).verdict is Verdict.NOT_APPLICABLE

    def _show_photos(self) -> None:
        session = self.session
        photos = session.seen_photos(session.item)
        shown = tuple(each.photo.sha256 for each in photos)
        jpegs = [self.pictures.get(sha) or b"" for sha in shown]
        if (state := (*shown, str(sum(map(bool, jpegs))))) != self._shown:
            self._shown = state
            marked = [at for at, each in enumerate(photos) if each.photo.of]
            self.view.strip.set_photos(jpegs, marked=marked)
        then, day = session.found_then(session.item)
        first = as_seen(then)[:1]
        found = self.pictures.get(first[0].sha256) or b"" if first else None
        self.view.strip.set_then(found, f"查出时 {day[5:]}")
        if viewer := self.made(PhotoViewer):
            viewer.refresh(session.pictures(session.item))
        wanted = session.item_of(session.item).evidence == "photo" and not photos
        note = photo_note(photos, session.adding(session.item))
        # what is owed stands there first
        owing = session.opens_hazard(session.item)
        self.view.strip.set_note("" if owing else note or ("这一条要拍照" if wanted else ""))

    def _picture_came(self, sha256: str) -> None:
        then, _ = self.session.found_then(self.session.item)
        shown = [*self.session.pictures(self.session.item), *then]
        if any(photo.sha256 == sha256 for photo in shown):
            self._show_photos()

    def _show_neighbours(self) -> None:
        before, after = neighbours(self.session, self.came_from)
        for row, shown in zip(reversed(self.before), before, strict=True):
            row.show_item(shown)
        for row, shown in zip(self.after, after, strict=True):
            row.show_item(shown)
        self.fit_neighbours()

    def _show_last(self) -> None:
        session = self.session
        answer, beside = session.last_answer(session.item), self.made(LastBeside)
        for part in (self.last, self.last_line, beside.last if beside else None):
            if part is not None:
                part.show_last(session.visit, session.item, answer)

    def _show_progress(self) -> None:
        parts = self.session.progress()
        self.rail.set_sections(
            [Section(p.numeral, p.title, p.answered, len(p.items), p.failed, p.owed, p.again) for p in parts]
        )
        self.rail.set_aside(len(self.session.aside))
        self.top.show_open(bool(self.session.next_open("")), bool(self.session.next_owing("")))

    def _show_steps(self) -> None:
        self.top.undo.setEnabled(self.session.can_undo)
        self.top.redo.setEnabled(self.session.can_redo)
        if viewer := self.made(PhotoViewer):
            viewer.set_undo(self.session.undoes(self.session.item))

    def _show_facts(self) -> None:
        head = self.session.visit.draft.head
        self.facts.show_facts(head.facts, len(self.session.items))
        self.top.show_site(self.session.visit)

    def _photo_refused(self, code: str, error: Exception) -> None:
        if code == self.session.item:
            self._refused.append(error)
            self.view.error.set_text(not_added(self._refused))
            if viewer := self.made(PhotoViewer):
                viewer.refuse(messages.sentence(error))

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

    def say_if_slow(self) -> None:
        """Call it when something goes to the disk."""
        self._slow.start()

    def _say_slow(self) -> None:
        if self.session.saver.pending and self.session.saver.failure is None:
            self.saving.set_tone("attention")
            self.saving.setText("正在往磁盘上写，可以接着查。")
            reveal(self.saving, True)
