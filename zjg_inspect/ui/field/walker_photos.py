"""Photos for the screens of a visit: small pictures made off the window's thread, and one photo seen large."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo
from zjg_inspect.service import visit as service
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import tasks
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.field.walker_words import taken
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import Label

# The long sides that are asked for: a thumbnail, the photo beside an item, a photo on its own.
THUMB, BESIDE, LARGE = 240, 720, 1600
_KEPT = 120


class Pictures(QObject):
    """Small JPEGs of kept photos. What is not at hand yet is made in the background; `came` gives its hash then."""

    came = Signal(str)

    def __init__(self, db: Database, parent: QObject) -> None:
        super().__init__(parent)
        self._db = db
        self._made: OrderedDict[tuple[str, int], bytes | None] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()

    def get(self, sha256: str, side: int = THUMB) -> bytes | None:
        """The picture with this long side; None while it is being made, or when the photo has not arrived."""
        key = (sha256, side)
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        if key not in self._asked:
            self._asked.add(key)
            make = partial(service.photo_thumbnail, self._db, sha256, side)
            tasks.run(self, lambda _step: make(), partial(self._take, key), lambda _: self._take(key, None))
        return None

    def is_missing(self, sha256: str, side: int = THUMB) -> bool:
        """Whether it is known that the photo cannot be shown."""
        return self._made.get((sha256, side), b"") is None

    def _take(self, key: tuple[str, int], made: bytes | None) -> None:
        self._asked.discard(key)
        self._made[key] = made
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self.came.emit(key[0])


class PhotoViewer(SidePanel):
    """One photo as large as the screen; the arrows turn over, Delete takes it away. `removed` gives the index."""

    removed = Signal(int)

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__("照片", 0, parent)
        self.setObjectName("photoViewer")
        self._pictures = pictures
        self._photos: list[Photo] = []
        self._at = 0
        self.view = PhotoView(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.caption = Label("", "body", wrap=True, parent=self)
        self.before = KeyButton("上一张", "chevron-left", "←", parent=self)
        self.after = KeyButton("下一张", "chevron-right", "→", parent=self)
        self.remove = KeyButton("移走这张", "x", parent=self)
        for button, name in ((self.before, "before"), (self.after, "after"), (self.remove, "remove")):
            button.setObjectName(f"photo_{name}")
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.caption, 1)
        for button in (self.remove, self.before, self.after):
            foot.addWidget(button)
        rows.addLayout(foot)
        self.set_body(body)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.remove.clicked.connect(lambda: self.removed.emit(self._at))
        pictures.came.connect(self._came)

    def show_photos(self, photos: list[Photo], at: int, may_remove: bool = True) -> None:
        self._photos, self._at = photos, max(0, min(at, len(photos) - 1))
        self.remove.setVisible(may_remove)
        if photos:
            self.open()
            self._show()
        else:
            self.close_panel()

    def _turn(self, by: int) -> None:
        self._at = max(0, min(len(self._photos) - 1, self._at + by))
        self._show()

    def _came(self, sha256: str) -> None:
        if self.isVisible() and self._photos and self._photos[self._at].sha256 == sha256:
            self._show()

    def _show(self) -> None:
        photo = self._photos[self._at]
        self.set_title(f"第 {self._at + 1} 张，共 {len(self._photos)} 张")
        show_photo(self.view, self._pictures, photo, LARGE)
        self.caption.setText(" · ".join(part for part in (taken(photo), photo.caption) if part))
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(self._photos) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._turn(step)
        elif event.key() == Qt.Key.Key_Delete and not self.remove.isHidden():
            self.removed.emit(self._at)
        else:
            super().keyPressEvent(event)


def show_photo(view: PhotoView, pictures: Pictures, photo: Photo, side: int) -> None:
    """The photo, or in words why it is not there yet."""
    jpeg = pictures.get(photo.sha256, side)
    missing = pictures.is_missing(photo.sha256, side)
    view.set_photo(jpeg, photo.caption or ("照片还没到" if missing else "照片"))
