"""The photos of a hazard: one large, its caption, the others beneath it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.draft import DraftPhoto
from zjg_inspect.ui.field.photo_viewer import TOOLS
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker_note import NoteField
from zjg_inspect.ui.field.walker_photos import LARGE, Pictures, show_photo
from zjg_inspect.ui.field.walker_words import not_added, taken
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import reveal
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.text import InlineError, Label
from zjg_inspect.ui.words import MARKED


class HazardPhotos(QWidget):
    """The item's photos are the hazard's photos. `large_requested` gives the one to see large, and the tool to draw
    with or None."""

    large_requested = Signal(int, object)

    def __init__(self, session: VisitSession, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hazardPhotos")
        self.setAcceptDrops(True)
        self.session, self._code = session, code
        self.pictures = Pictures(session.db, self)
        self._at = 0
        self._refusals: list[Exception] = []
        self._shown: tuple[str, ...] = ()
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        head = QHBoxLayout()
        self._count = Label("", "body", strong=True, parent=self)
        self._taken = Label("", "secondary", "ink-2", parent=self)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._taken)
        rows.addLayout(head)
        self.view = PhotoView(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        rows.addWidget(self.view, 1)
        self.marked = Label(MARKED, "secondary", "ink-2", parent=self)
        rows.addWidget(self.marked)
        rows.addWidget(self._drawing())
        self.caption = NoteField(parent=self)
        self.caption.line.setObjectName("caption")
        self.caption.line.setAccessibleName("照片说明")
        self.caption.line.setPlaceholderText("说明：照片上看什么，可不填")
        rows.addWidget(self.caption)
        self.strip = PhotoStrip(self)
        rows.addWidget(self.strip)
        self.error = InlineError(parent=self)
        rows.addWidget(self.error)
        self.caption.edited.connect(self._caption_edited)
        self.strip.added.connect(self._add_files)
        self.strip.pasted.connect(lambda picture: session.add_photo(code, picture, "粘贴的照片"))
        self.strip.opened.connect(self.turn_to)
        self.strip.removed.connect(lambda at: session.remove_photo(self._photos()[at]))
        self.view.clicked.connect(lambda: self.large_requested.emit(self._at, None))
        session.item_changed.connect(self._item_changed)
        session.photo_refused.connect(self._refused)
        # decoded in a turn of their own: the keys wait already while the screen is being built
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_pictures)
        self.pictures.came.connect(lambda _sha: self._soon.start())
        self._known = {each.id for each in self._photos()}
        self._show()

    def _drawing(self) -> QWidget:
        """The tools that draw on a copy; pressed, the photo opens large with that tool in the hand."""
        self._tools = QWidget(self)
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        for kind, word, icon, _ in TOOLS:
            button = KeyButton(word, icon, parent=self._tools)
            button.setObjectName(f"draw_{kind}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, kind=kind: self.large_requested.emit(self._at, kind))
            row.addWidget(button)
        row.addStretch(1)
        return self._tools

    def turn(self, by: int) -> None:
        self.turn_to(self._at + by)

    def turn_to(self, at: int) -> None:
        self.flush()
        self._at = max(0, min(len(self._photos()) - 1, at))
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A photo may be let go anywhere here, not only on the strip."""
        self.strip.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.strip.dropEvent(event)

    def flush(self) -> None:
        self.caption.flush()

    def _photos(self) -> list[DraftPhoto]:
        return self.session.seen_photos(self._code)

    def _add_files(self, files: list[Path]) -> None:
        self.error.set_text("")
        self._refusals = []
        for file in files:
            self.session.add_photo(self._code, file, file.name)

    def _refused(self, code: str, error: Exception) -> None:
        if code == self._code:
            self._refusals.append(error)
            self.error.set_text(not_added(self._refusals))

    def _caption_edited(self, text: str) -> None:
        photos = self._photos()
        if self._at < len(photos):
            self.session.caption_photo(photos[self._at], text)

    def _item_changed(self, code: str) -> None:
        if code != self._code:
            return
        photos = self._photos()
        fresh = [at for at, each in enumerate(photos) if each.id not in self._known]
        self._known = {each.id for each in photos}
        # what was just added is what one wants to see
        self._at = fresh[-1] if fresh else min(self._at, max(0, len(photos) - 1))
        self._show()

    def _show(self) -> None:
        photos, adding = self._photos(), self.session.adding(self._code)
        self._count.setText(
            (f"照片 {len(photos)} 张" if photos else "还没有照片") + (f"，正在加 {adding} 张" if adding else "")
        )
        reveal(self.caption, bool(photos))
        reveal(self._tools, bool(photos))
        reveal(self.marked, bool(photos) and bool(photos[self._at].photo.of))
        self._soon.start()
        if not photos:
            self.view.set_photo(None, "拍一张最能说明问题的")
            self._taken.setText("")
            return
        one = photos[self._at].photo
        self.caption.set_text(one.caption)
        self._taken.setText(f"{taken(one)} 拍摄" if one.taken_at else taken(one))

    def _show_pictures(self) -> None:
        photos = self._photos()
        jpegs = [self.pictures.get(each.photo.sha256) or b"" for each in photos]
        state = (*(each.photo.sha256 for each in photos), str(self._at), str(sum(map(bool, jpegs))))
        if state != self._shown:
            self._shown = state
            self.strip.set_photos(jpegs, self._at, [at for at, each in enumerate(photos) if each.photo.of])
        if photos:
            show_photo(self.view, self.pictures, photos[self._at].photo, LARGE)
