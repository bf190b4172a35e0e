"""The photos of one step of a hazard, small and whole; one that has not arrived says so."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from zjg_inspect.service import visit
from zjg_inspect.service.setup import Database
from zjg_inspect.ui import tasks
from zjg_inspect.ui.theme import current

SIDE = 132
MOST = 4


class StepPhotos(QWidget):
    """The first few; how many there are the step's words say."""

    def __init__(self, db: Database, photos: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepPhotos")
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        row.setSpacing(theme.px(8))
        shown = list(photos[:MOST])
        self.pictures = [QLabel(self) for _ in shown]
        for number, label in enumerate(self.pictures, 1):
            label.setAccessibleName(f"第 {number} 张照片")
            label.setMinimumHeight(theme.px(SIDE) * 3 // 4)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            row.addWidget(label)
        row.addStretch(1)
        side = theme.px(SIDE)

        def work(_step: tasks.Step) -> list[bytes | None]:
            return [visit.photo_thumbnail(db, sha, side) for sha in shown]

        tasks.run(self, work, self._came, self._failed)

    def _came(self, jpegs: list[bytes | None]) -> None:
        for label, jpeg in zip(self.pictures, jpegs, strict=True):
            picture = QPixmap()
            if jpeg and picture.loadFromData(jpeg):
                label.setPixmap(picture)
            else:
                self._say(label, "缺照片")

    def _failed(self, _error: Exception) -> None:
        for label in self.pictures:
            self._say(label, "照片打不开")

    @staticmethod
    def _say(label: QLabel, words: str) -> None:
        theme = current()
        label.setFixedWidth(theme.px(SIDE))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setText(words)
