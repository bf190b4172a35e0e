"""A try (门锁, 停产, 拒检, 查无此户): a photo, who was there, a remark, and it is sealed; nobody signs."""

from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from zjg_inspect.model.clock import civil_now, today
from zjg_inspect.model.draft import DraftPhoto
from zjg_inspect.model.inspection import Outcome, Photo
from zjg_inspect.model.marks import Mark, seen
from zjg_inspect.service import people, signing
from zjg_inspect.service import visit as service
from zjg_inspect.service.setup import Database
from zjg_inspect.service.visit_opened import Visit
from zjg_inspect.ui import messages, tasks
from zjg_inspect.ui.field.photo_sources import PhotoSources
from zjg_inspect.ui.field.photo_viewer import PhotoViewer
from zjg_inspect.ui.field.sign_date import clock_words, date_doubt, day_words
from zjg_inspect.ui.field.sign_people import PeopleForm
from zjg_inspect.ui.field.sign_reason import ReasonLine
from zjg_inspect.ui.field.start import MET
from zjg_inspect.ui.field.today_words import OUTCOMES
from zjg_inspect.ui.field.walker_photos import Pictures
from zjg_inspect.ui.help import add_help, add_keys
from zjg_inspect.ui.lead import lead_focus
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.form import Card
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.text import InlineError, Label

COLUMN = 760


class TryScreen(QWidget):
    """`sealed` gives the inspection; `visit_possible`: the gate was opened after all; both give the draft's id."""

    sealed = Signal(str)
    visit_possible = Signal(str)
    discard_requested = Signal(str)
    back = Signal()

    def __init__(self, db: Database, draft: str, saver: Saver, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("try")
        self.setProperty("fill", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.keys = [("P", "选照片"), ("Ctrl+V", "粘贴"), ("Ctrl+Enter", "封存"), ("Esc", "回到今日"), ("F1", "帮助")]
        self._db, self._draft, self._saver = db, draft, saver
        visit = service.open_visit(db, draft)
        self._head = visit.draft.head
        self._photos: list[DraftPhoto] = [each for each in visit.draft.photos if not each.item]
        self._busy = False
        self._pictures = Pictures(db, self)
        self._pictures.came.connect(lambda _sha: self._show_photos())
        self._build(visit)
        self._show_photos()
        self._keys = add_keys(
            self,
            {
                "Ctrl+Return": self.seal,
                "Ctrl+Enter": self.seal,
                "P": self.sources.take,
                "Ctrl+V": self.photos.paste,
            },
        )
        self.help = add_help(
            self,
            [
                ("P", "拍照；没有摄像头就选照片"),
                ("Ctrl+V", "粘贴照片"),
                ("Ctrl+Enter", "封存"),
                ("Esc", "回到今日，已填的都在"),
            ],
            ["没查成也要留一份：一张照片、谁去的。封存后和检查一样交给镇里。"],
        )

    def _build(self, visit: Visit) -> None:
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        title = f"{OUTCOMES[self._head.outcome]} · {visit.site.name}"
        self.head = TopBar(title, f"{visit.zone.village} · {self._head.date}", "今日", self)
        self.head.back.connect(self.back)
        rows.addWidget(self.head)
        discard = KeyButton("删除这份草稿…", kind="quiet", parent=self.head)
        discard.setObjectName("discard")
        discard.clicked.connect(lambda: self.discard_requested.emit(self._draft))
        self.head.add_action(discard)
        again = KeyButton("改成正常检查", parent=self.head)
        again.setObjectName("visitPossible")
        again.clicked.connect(self._open_gate)
        self.head.add_action(again)
        side = QHBoxLayout()
        side.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        card = Card(20, 8, self)
        card.setMaximumWidth(theme.px(COLUMN))
        side.addWidget(card, 10)
        side.addStretch(1)
        rows.addLayout(side)
        rows.addStretch(1)
        card.add(Label(MET[self._head.outcome], "body", wrap=True, parent=card))
        self.photos = PhotoStrip(card)
        self._photo_error = InlineError(parent=card)
        card.add(self.photos)
        card.add(self._photo_error)
        self.people = PeopleForm(people.people(self._db), with_enterprise=False, parent=card)
        self.people.show_people(self._head.inspectors, None)
        card.add(self.people)
        self.reason = ReasonLine(
            self._head.correction, corrects=bool(self._head.parents), returned=bool(visit.remarks), parent=card
        )
        card.add(self.reason)
        card.add(Label("说明，可不填", "body", strong=True, parent=card))
        self.remark = QPlainTextEdit(self._head.remark, card)
        self.remark.setObjectName("remark")
        self.remark.setAccessibleName("说明")
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(theme.px(72))
        self.remark.setPlaceholderText("如 邻居说上周起没开工")
        card.add(self.remark)
        self._error = InlineError(parent=card)
        card.add(self._error)
        self.seal_button = KeyButton("封存", "lock", "Ctrl+Enter", kind="main", parent=card)
        self.seal_button.setObjectName("seal")
        self.seal_button.clicked.connect(self.seal)
        card.rows.addWidget(self.seal_button, 0, Qt.AlignmentFlag.AlignRight)
        self.photos.added.connect(self._add_files)
        self.photos.pasted.connect(lambda raw: self._add(raw, "粘贴的照片"))
        self.photos.removed.connect(self._remove)
        self._see_large()
        lead_focus(self, lambda: self.photos.choose_button)

    def _see_large(self) -> None:
        """A photo over the whole screen, and the other ways of adding one."""
        self.viewer = PhotoViewer(self._pictures, self)
        self.photos.opened.connect(lambda at: self.viewer.show_photos(self._all(), at))
        self.viewer.removed.connect(self._remove)
        self.viewer.captioned.connect(self._caption)
        self.viewer.marked.connect(self._mark)
        self.sources = PhotoSources(self.photos, self)
        self.sources.shot.connect(lambda jpeg: self._add(jpeg, "刚拍的照片", civil_now()))
        for part in (self.viewer, self.sources):
            part.opened.connect(lambda: self._rest_keys(True))
            part.closed.connect(lambda: self._rest_keys(False))

    def _rest_keys(self, rest: bool) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(not rest)
        if not rest:
            self.photos.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def error(self) -> str:
        return self._photo_error.text() or self._error.text()

    def escape(self) -> None:
        self.back.emit()

    # -- photos: on the disk before they are shown ---------------------------------------------------------------

    def _add_files(self, paths: list[Path]) -> None:
        for path in paths:
            self._add(path, path.name)

    def _all(self) -> list[Photo]:
        return [each.photo for each in self._photos]

    def _seen(self) -> list[DraftPhoto]:
        return [self._photos[at] for at in seen(self._all())]

    def _add(self, source: Path | bytes, name: str, taken_at: str = "") -> None:
        self._photo_error.set_text("")
        work = partial(service.add_photo, self._db, self._draft, "", source, name, taken_at)
        self._saver.attempt(work, self._added, lambda error: self._photo_error.set_text(messages.sentence(error)))

    def _added(self, photo: DraftPhoto) -> None:
        self._photos.append(photo)
        self._error.set_text("")
        self._show_photos()

    def _remove(self, at: int) -> None:
        gone = self._seen()[at]
        self._photos.remove(gone)
        self._saver.put(partial(service.remove_photo, self._db, self._draft, gone.id))
        self._show_photos()

    def _caption(self, at: int, text: str) -> None:
        each = self._seen()[at]
        changed = msgspec.structs.replace(each, photo=msgspec.structs.replace(each.photo, caption=text.strip()))
        if changed != each:
            self._photos[self._photos.index(each)] = changed
            self._saver.put(partial(service.caption_photo, self._db, self._draft, each, text))
            self._show_photos()

    def _mark(self, at: int, drawn: list[Mark]) -> None:
        each = self._seen()[at]
        work = partial(service.mark_photo, self._db, self._draft, each, drawn)
        self._saver.attempt(work, partial(self._marked, each), self._not_marked)

    def _marked(self, before: DraftPhoto, made: DraftPhoto) -> None:
        self._photos = [each for each in self._photos if each.id != before.id or not before.photo.of]
        self._added(made)

    def _not_marked(self, error: Exception) -> None:
        self.viewer.refuse(messages.sentence(error))

    def _show_photos(self) -> None:
        shown = self._seen()
        jpegs = [self._pictures.get(each.photo.sha256) or b"" for each in shown]
        self.photos.set_photos(jpegs, marked=[at for at, each in enumerate(shown) if each.photo.of])
        self.viewer.refresh(self._all())
        self.photos.set_note(f"{len(jpegs)} 张" if jpegs else "还没有照片")

    # -- sealing ---------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Save what was written or drawn, complete or not."""
        self.viewer.flush()
        self._save_head(self._head.outcome)

    def _save_head(self, outcome: Outcome) -> None:
        head = msgspec.structs.replace(
            self._head,
            outcome=outcome,
            inspectors=self.people.people(),
            remark=self.remark.toPlainText().strip(),
            correction=self.reason.reason(),
        )
        if head != self._head:
            self._head = head
            self._saver.put(partial(service.put_head, self._db, self._draft, head))

    def seal(self) -> None:
        """Save what was written, then seal; what is missing is said in place."""
        if self._busy:
            return
        if not self._photos:
            self._error.set_text("还缺一张照片：拍大门或门牌，再封存。")
            self.photos.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.people.check() or not self.reason.check():
            return
        behind = signing.clock_behind(self._db)
        words = date_doubt(self._head.date, today(), bool(self._head.parents))
        words += clock_words(*behind) if behind[0] else ""
        if words:
            Question(self, f"检查日期是{day_words(self._head.date)}，对吗？", words, "封存", "再想想", self._seal)
        else:
            self._seal()

    def _seal(self) -> None:
        self._busy = True
        self.seal_button.setEnabled(False)
        self._save_head(self._head.outcome)
        self._saver.when_saved(self._seal_now)

    def _seal_now(self) -> None:
        tasks.run(self, lambda _: signing.seal(self._db, self._draft), self._done, self._failed)

    def _open_gate(self) -> None:
        self._save_head(Outcome.DONE)
        self._saver.when_saved(lambda: self.visit_possible.emit(self._draft))

    def _done(self, _version: str) -> None:
        self.sealed.emit(self._draft)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.seal_button.setEnabled(True)
        self._error.set_text(messages.sentence(error))
