"""摸排: an enterprise, a tenant or a lease that no list has is entered on the spot, and inspected at once if wanted."""

import logging
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect import errors
from zjg_inspect.model.clock import civil_now
from zjg_inspect.model.inspection import Photo
from zjg_inspect.service import lists, people, survey
from zjg_inspect.service.setup import Database
from zjg_inspect.service.survey import Entry, Likely, Proposal
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.field import survey_words as words
from zjg_inspect.ui.field.photo_sources import PhotoSources
from zjg_inspect.ui.field.photo_viewer import PhotoViewer
from zjg_inspect.ui.field.survey_form import SurveyForm
from zjg_inspect.ui.field.survey_layout import SurveyLayout
from zjg_inspect.ui.field.walker_photos import Pictures
from zjg_inspect.ui.help import add_help, add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.paint import reveal

# Likely doubles are looked for when the hand rests this long.
SOON_MS = 200
COLUMN = 900

log = logging.getLogger(__name__)


class SurveyScreen(SurveyLayout):
    """`entered` gives the enterprise, whether it is to be inspected at once, and what to say; `known` the one that it
    is after all, with what had been entered."""

    entered = Signal(str, bool, str)
    known = Signal(Likely, Entry)
    back = Signal()

    def __init__(self, db: Database, wanted: Entry, saver: Saver, parent: QWidget | None = None) -> None:
        """What was left half entered stands first; `wanted` once it is cleared."""
        super().__init__(parent)
        self.keys = [
            ("Enter", "下一格"), ("Ctrl+V", "粘贴照片"), ("Ctrl+Enter", "登记"), ("Esc", "回到今日"), ("F1", "帮助"),
        ]  # fmt: skip
        self._db, self._saver = db, saver
        kept = survey.entry(db)
        self._entry = kept or wanted
        # what stands there once the form is cleared
        self._next = words.emptied(wanted) if kept is None else wanted
        # how what was just cleared or taken away comes back; whoever goes on has let it go
        self._put_back: Callable[[], None] | None = None
        self._adding = self._turn = self._seen = 0
        self._pictures = Pictures(db, self)
        self._pictures.came.connect(lambda _sha: self._show_photos())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look)
        self._connect()
        self._show_entry(words.LEFT if kept is not None else "", undo=False)
        self._keys = add_keys(
            self,
            {
                "Ctrl+Return": lambda: self.enter(inspect=True),
                "Ctrl+Enter": lambda: self.enter(inspect=True),
                "Ctrl+S": lambda: self.enter(inspect=False),
                "Ctrl+V": lambda: self.form.photos.paste(),
                "P": lambda: self._sources.take(),
                "Ctrl+P": lambda: self._sources.take(),
                "Ctrl+Z": self.undo,
            },
        )
        self.help = add_help(
            self,
            [
                ("Enter", "到下一格；Tab 也行"),
                ("Ctrl+P", "拍或选执照、大门的照片；光标不在格子里的时候 P 也行"),
                ("Ctrl+V", "粘贴照片（光标不在格子里的时候）"),
                ("Enter、Del", "光标在照片上的时候，看大图、移走"),
                ("Ctrl+Z", "移走的照片放回来，清空的也是（光标不在格子里的时候）"),
                ("Ctrl+Enter", "登记并检查"),
                ("Ctrl+S", "只登记"),
                ("Esc", "回到今日，填好的都在"),
            ],
            [
                "名称、在哪个村、谁发现的要写，其余知道多少写多少，检查时还可以补。",
                "登记的企业先标“待确认”，镇里收进底数库以前不计数；检查、隐患、签字都和别的企业一样。",
            ],
        )

    def _connect(self) -> None:
        self.head.back.connect(self.back)
        self.clear_button.clicked.connect(self.clear)
        self.undo_button.clicked.connect(self.undo)
        self.doubles.chosen.connect(lambda each: self.known.emit(each, self._entry))
        self.only.clicked.connect(lambda: self.enter(inspect=False))
        self.inspect.clicked.connect(lambda: self.enter(inspect=True))
        lead_focus(self, lambda: self.form.first_empty())

    def _new_form(self, page: QWidget) -> SurveyForm:
        of_enterprise, own = self._entry.body.found is not None, self._entry.proposal
        form = SurveyForm(
            of_enterprise,
            lists.zones(self._db),
            people.people(self._db),
            lambda zone, chosen: survey.hosts(self._db, zone, chosen, own),
            page,
        )
        form.edited.connect(self._edited)
        form.finished.connect(lambda: self.inspect.setFocus(Qt.FocusReason.TabFocusReason))
        form.photos.added.connect(self._add_files)
        form.photos.pasted.connect(lambda raw: self._add(raw, "粘贴的照片"))
        form.photos.opened.connect(self._see_large)
        form.photos.removed.connect(self._remove)
        self._sources = PhotoSources(form.photos, self)
        self._watch(self._sources)
        self._sources.shot.connect(lambda jpeg: self._add(jpeg, "刚拍的照片", civil_now()))
        return form

    def _show_entry(self, said: str, undo: bool) -> None:
        """The form of what is being entered, made anew: another one may ask for other things."""
        theme, entry = current(), self._entry
        # empty: what is moved with all that is in it is styled twice
        page = QWidget(self._area)
        self._area.setWidget(page)
        self.form = self._new_form(page)
        inset = QHBoxLayout(page)
        inset.setContentsMargins(MARGIN, theme.px(8), MARGIN, theme.px(8))
        self.form.setMaximumWidth(theme.px(COLUMN))
        inset.addWidget(self.form, 1000)
        inset.addStretch(1)
        self.form.show_body(entry.body)
        self._show_photos()
        site = lists.enterprise(self._db, entry.body.tenant) if entry.body.tenant else None
        self._tenant = site.name if site is not None else ""
        self.head.set_title(words.title_of(entry), self._tenant)
        alone = bool(entry.proposal or entry.body.tenant)
        reveal(self.only, not alone)
        self.inspect.set_words("登记" if alone else "登记并检查")
        self.clear_button.set_words(words.BACK if entry.proposal else words.CLEAR)
        for widget in (self._edge, self.doubles):
            reveal(widget, entry.body.found is not None)
        self._say(said, undo)
        self._error.set_text("")
        self._soon.start()

    def start(self) -> None:
        self.form.first_empty().setFocus(Qt.FocusReason.OtherFocusReason)

    def entry(self) -> Entry:
        return self._entry

    def escape(self) -> None:
        self.back.emit()

    def flush(self) -> None:
        """A composition that is open is taken as it stands; nothing is looked for any more."""
        self.form.commit()
        self._soon.stop()

    # -- kept at every change --------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._put(self.form.body(self._entry.body))
        self._soon.start()

    def _put(self, body: Proposal) -> None:
        if body != self._entry.body:
            self._entry = Entry(body, self._entry.proposal)
            self._put_back = None
            self._say("")
            self._error.set_text("")
            self._keep()

    def _keep(self) -> None:
        self._saver.put(partial(survey.keep_entry, self._db, self._entry.body, self._entry.proposal))

    def clear(self) -> None:
        """Empty the form; one tap brings all of it back."""
        self.flush()
        before, self._entry = self._entry, self._next
        self._saver.put(partial(survey.discard_entry, self._db))
        self._show_entry(words.CLEARED_BACK if self._next.proposal else words.CLEARED, undo=True)
        self._next = words.emptied(self._next)
        self._put_back = partial(self._unclear, before)
        self.start()

    def undo(self) -> None:
        put_back, self._put_back = self._put_back, None
        if put_back is not None:
            put_back()

    def _unclear(self, before: Entry) -> None:
        self._entry = before
        self._keep()
        self._show_entry("", undo=False)
        self.start()

    # -- photos: on the disk before they are shown -----------------------------------------------------------------

    def _add_files(self, files: list[Path]) -> None:
        for file in files:
            self._add(file, file.name)

    def _add(self, source: Path | bytes, name: str, taken_at: str = "") -> None:
        self.form.rows["photos"].set_error("")
        self._adding += 1
        work = partial(survey.take_photo, self._db, source, name, taken_at)
        self._saver.attempt(work, self._added, self._not_added)
        self._show_photos()

    def _added(self, photo: Photo) -> None:
        self._adding -= 1
        self._take_photos([*self._entry.body.photos, photo])

    def _not_added(self, error: Exception) -> None:
        self._adding -= 1
        self.form.rows["photos"].set_error(messages.sentence(error))
        self._show_photos()

    def _remove(self, at: int) -> None:
        photos = self._entry.body.photos
        self._take_photos([*photos[:at], *photos[at + 1 :]])
        self._put_back = partial(self._return_photo, at, photos[at])
        self.form.photos.show_thumb(min(at, len(photos) - 2))
        self._say(words.REMOVED.format(number=at + 1), undo=True)

    def _return_photo(self, at: int, photo: Photo) -> None:
        photos = self._entry.body.photos
        self._take_photos([*photos[:at], photo, *photos[at:]])
        self.form.photos.show_thumb(at)

    def _take_photos(self, photos: list[Photo]) -> None:
        self._put(msgspec.structs.replace(self._entry.body, photos=tuple(photos)))
        self._show_photos()

    @cached_property
    def viewer(self) -> PhotoViewer:
        """A photo over the whole screen; made when it is asked for the first time."""
        viewer = PhotoViewer(self._pictures, self)
        self._watch(viewer)
        return viewer

    def _see_large(self, at: int) -> None:
        self._seen = at
        self.viewer.show_photos(list(self._entry.body.photos), at, may_change=False)

    def _watch(self, part: PhotoViewer | PhotoSources) -> None:
        """The form's keys rest while a photo is seen large or taken; then the keyboard is at the photos again."""
        part.opened.connect(lambda: self._rest_keys(True))
        part.closed.connect(lambda: self._rest_keys(False))

    def _rest_keys(self, rest: bool) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(not rest)
        if not rest:
            self.form.photos.show_thumb(self._seen)

    def _show_photos(self) -> None:
        photos = self._entry.body.photos
        self.form.show_photos(photos, [self._pictures.get(each.sha256) or b"" for each in photos], self._adding)

    # -- likely doubles --------------------------------------------------------------------------------------------

    def _look(self) -> None:
        found = self._entry.body.found
        if found is None:
            return
        self._turn += 1
        turn, own = self._turn, self._entry.proposal

        def done(likely: list[Likely]) -> None:
            # who typed on meanwhile is answered by the next one
            if turn == self._turn:
                others = [each for each in likely if each.id != own]
                self.doubles.show_likely(others, bool(found.name.strip() or found.code.strip()))

        tasks.run(self, lambda _: survey.likely_doubles(self._db, found), done, log.warning)

    # -- entering --------------------------------------------------------------------------------------------------

    def enter(self, inspect: bool) -> None:
        """Enter it once all that was typed and photographed is on the disk; what is missing is said in place."""
        self.flush()
        if self._busy or not self.form.settle():
            return
        self._error.set_text("")
        self._set_busy(True)
        self._saver.when_saved(lambda: self._enter_now(inspect and self.only.isVisibleTo(self)))

    def _enter_now(self, inspect: bool) -> None:
        body, proposal = self._entry.body, self._entry.proposal

        def done(entity: str) -> None:
            self.entered.emit(body.tenant or entity, inspect, words.entered(body, self._tenant))

        tasks.run(self, lambda _: survey.propose(self._db, body, proposal), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        self._soon.start()
        if isinstance(error, errors.SurveyIncomplete):
            self.form.say_owed(error.missing)
        else:
            self._error.set_text(messages.sentence(error))
