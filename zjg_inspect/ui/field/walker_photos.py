"""Photos for the screens of a visit: small pictures, made off the window's thread."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal

from zjg_inspect.model.inspection import Photo
from zjg_inspect.service import visit as service
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import tasks
from zjg_inspect.ui.widgets.photo_view import PhotoView

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


def show_photo(view: PhotoView, pictures: Pictures, photo: Photo, side: int) -> None:
    """The photo, or in words why it is not there yet."""
    jpeg = pictures.get(photo.sha256, side)
    missing = pictures.is_missing(photo.sha256, side)
    view.set_photo(jpeg, photo.caption or ("照片还没到" if missing else "照片"))
