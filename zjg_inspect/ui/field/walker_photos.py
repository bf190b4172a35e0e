"""Photos for the screens of a visit: small pictures, made off the window's thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from zjg_inspect.model.inspection import Photo
from zjg_inspect.service import visit as service
from zjg_inspect.service.setup import Database
from zjg_inspect.ui.small_pictures import SmallPictures
from zjg_inspect.ui.widgets.photo_view import PhotoView

# The long sides that are asked for: a thumbnail, the photo beside an item, a photo on its own.
THUMB, BESIDE, LARGE = 240, 720, 1600


class Pictures(QObject):
    """Small JPEGs of kept photos. What is not at hand yet is made in the background; `came` gives its hash then."""

    came = Signal(str)

    def __init__(self, db: Database, parent: QObject) -> None:
        super().__init__(parent)
        self._db = db
        self.small = SmallPictures(self)
        self.small.came.connect(self._came)

    def get(self, sha256: str, side: int = THUMB) -> bytes | None:
        """The picture with this long side; None while it is being made, or when the photo has not arrived."""
        return self.small.get((sha256, side), partial(service.photo_thumbnail, self._db, sha256, side))

    def is_missing(self, sha256: str, side: int = THUMB) -> bool:
        """Whether it is known that the photo cannot be shown."""
        return self.small.is_missing((sha256, side))

    def _came(self, key: tuple[str, int]) -> None:
        self.came.emit(key[0])


def show_photo(view: PhotoView, pictures: Pictures, photo: Photo, side: int) -> None:
    """The photo, or in words why it is not there yet."""
    jpeg = pictures.get(photo.sha256, side)
    missing = pictures.is_missing(photo.sha256, side)
    view.set_photo(jpeg, photo.caption or ("照片还没到" if missing else "照片"))
