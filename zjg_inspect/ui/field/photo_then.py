"""How a hazard's place looked when it was found, beside how it looks now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.marks import as_seen
from zjg_inspect.ui.field.walker_photos import LARGE, Pictures, show_photo
from zjg_inspect.ui.field.walker_words import taken
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import Label


class ThenColumn(QWidget):
    """One of the photos of then; pressed it shows the next, where there are several."""

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("photoThen")
        self._pictures = pictures
        self._photos: list[Photo] = []
        self._day = ""
        self._at = 0
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(current().px(4))
        self.words = Label("", "body", strong=True, wrap=True, parent=self)
        self.view = PhotoView(self)
        self.view.setObjectName("photoThenView")
        self.view.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        rows.addWidget(self.words)
        rows.addWidget(self.view, 1)
        self.view.clicked.connect(lambda: self.step(1))
        pictures.came.connect(self._came)

    def show_then(self, photos: list[Photo], day: str) -> None:
        self._photos, self._day, self._at = as_seen(photos), day, 0
        self._show()

    def has_any(self) -> bool:
        return bool(self._photos)

    def step(self, by: int) -> None:
        """The next of them, from the first again behind the last."""
        if self._photos:
            self._at = (self._at + by) % len(self._photos)
            self._show()

    def _came(self, sha256: str) -> None:
        if self._photos and self._photos[self._at].sha256 == sha256:
            self._show()

    def _show(self) -> None:
        if not self._photos:
            return
        photo = self._photos[self._at]
        show_photo(self.view, self._pictures, photo, LARGE)
        which = f"第 {self._at + 1} 张，共 {len(self._photos)} 张" if len(self._photos) > 1 else ""
        parts = (f"查出时 {self._day}", which, "" if photo.taken_at else taken(photo), photo.caption)
        self.words.setText(" · ".join(part for part in parts if part))
