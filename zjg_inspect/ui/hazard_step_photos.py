"""The photos of one step of a hazard, small and whole; pressed one is seen large, one that has not come says so."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.marks import as_seen
from zjg_inspect.service import visit
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import tasks
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.photo_view import PhotoView

SIDE = 132
MOST = 4


class StepPhotos(QWidget):
    """The first few; how many there are the step's words say. `opened` gives the one that was pressed."""

    opened = Signal(object)

    def __init__(self, db: Database, photos: Sequence[Photo], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepPhotos")
        theme = current()
        row = QHBoxLayout(self)
        ring = sum(theme.ring)
        row.setContentsMargins(ring, theme.px(4) + ring, ring, theme.px(4) + ring)
        row.setSpacing(theme.px(8) + 2 * ring)
        shown = as_seen(photos)[:MOST]
        self.pictures = [PhotoView(self) for _ in shown]
        for number, (view, photo) in enumerate(zip(self.pictures, shown, strict=True), 1):
            view.setFixedSize(theme.px(SIDE), theme.px(SIDE) * 3 // 4)
            view.set_photo(None, "")
            view.setAccessibleName(f"第 {number} 张照片")
            view.clicked.connect(partial(self.opened.emit, photo))
            row.addWidget(view)
        row.addStretch(1)
        side = round(theme.px(SIDE) * self.devicePixelRatio())

        def work(_step: tasks.Step) -> list[bytes | None]:
            return [visit.photo_thumbnail(db, photo.sha256, side) for photo in shown]

        tasks.run(self, work, self._came, self._failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as a tap and the space bar do."""
        view = next((view for view in self.pictures if view.hasFocus()), None)
        if view is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            view.click()
        else:
            super().keyPressEvent(event)

    def _came(self, jpegs: list[bytes | None]) -> None:
        for number, (view, jpeg) in enumerate(zip(self.pictures, jpegs, strict=True), 1):
            view.set_photo(jpeg, f"第 {number} 张照片，看大图" if jpeg else "缺照片")

    def _failed(self, _error: Exception) -> None:
        for view in self.pictures:
            view.set_photo(None, "照片打不开")
