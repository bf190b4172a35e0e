"""Photos beside a reviewed item: a thumbnail with how many there are."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from zjg_inspect.errors import PhotoError
from zjg_inspect.service.visit import photo_thumbnail
from zjg_inspect.ui.large_photos import Picture
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.tasks import Step
from zjg_inspect.ui.theme import RADIUS_SMALL, current
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text, text_width

THUMB = (64, 48)
MISSING = "缺照片"


class Thumb(QPushButton):
    """The first of an item's photos, cut to fill, and how many there are; pressed it shows them large."""

    def __init__(self, pictures: Sequence[Picture], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = list(pictures)
        self._count = sum(not picture.is_original for picture in pictures)
        self._image: QPixmap | None = None
        self._waiting = True
        self.setObjectName("reviewPhoto")
        self.setAccessibleName(f"照片 {self._count} 张，看大图")
        self.setToolTip("看大图")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(THUMB[0]), current().px(THUMB[1]))

    def set_image(self, image: QImage | None) -> None:
        """None: the photo has not arrived."""
        self._waiting = False
        self._image = None
        if image is not None and not image.isNull():
            size = self.sizeHint() * self.devicePixelRatio()
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            large = image.scaled(size, keep, smooth)
            x, y = (large.width() - size.width()) // 2, (large.height() - size.height()) // 2
            self._image = QPixmap.fromImage(large.copy(x, y, size.width(), size.height()))
        self.update()

    def is_missing(self) -> bool:
        return not self._waiting and self._image is None

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.fillRect(self.rect(), theme.colour("sunk"))
        if self._image is not None:
            painter.drawPixmap(self.rect(), self._image)
        elif not self._waiting:
            middle = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, self.rect(), MISSING, theme.font("hint"), "attention", middle)
        if theme.sunlight or self._image is None:
            draw_box(painter, self.rect(), None, theme.colour("line"), theme.line, 0.5)
        if self._count > 1:
            words, font = f"{self._count} 张", theme.font("hint", True)
            wide = text_width(words, font) + theme.px(8)
            box = QRect(self.width() - wide, self.height() - theme.px(18), wide, theme.px(18))
            draw_box(painter, box, theme.colour("ink"), None, 0, RADIUS_SMALL)
            draw_text(painter, box, words, font, "on-fill", Qt.AlignmentFlag.AlignHCenter)


def load_thumbs(page: Page, thumbs: list[Thumb]) -> None:
    """Read and scale the photos off the window's thread, then show them where the thumbnails still are."""
    wanted = [(thumb, thumb.pictures[0].photo.sha256) for thumb in thumbs]
    ratio = page.devicePixelRatio()
    # twice what a square would need: a panorama fills its thumbnail, too
    side = round(2 * current().px(max(THUMB)) * ratio)

    def load(step: Step) -> dict[str, bytes | None]:
        found: dict[str, bytes | None] = {}
        for number, sha in enumerate(dict.fromkeys(sha for _, sha in wanted)):
            step(number, len(wanted))
            found[sha] = _small(page, sha, side)
        return found

    def show(found: dict[str, bytes | None]) -> None:
        for thumb, sha in wanted:
            if isValid(thumb):
                jpeg = found[sha]
                thumb.set_image(None if jpeg is None else QImage.fromData(jpeg))

    if wanted:
        page.in_background(load, show)


def _small(page: Page, sha: str, side: int) -> bytes | None:
    """The photo scaled down; None where it has not arrived or cannot be read."""
    try:
        return photo_thumbnail(page.db, sha, side)
    except PhotoError:
        return None
