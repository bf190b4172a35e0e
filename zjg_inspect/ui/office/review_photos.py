"""Photos beside a reviewed item: a thumbnail with how many there are, and all of them large."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPaintEvent, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from zjg_inspect.errors import PhotoError
from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.marks import as_seen, original_of
from zjg_inspect.service.visit import photo_thumbnail
from zjg_inspect.ui.office.page import Page
from zjg_inspect.ui.tasks import Step
from zjg_inspect.ui.theme import MARGIN, RADIUS_SMALL, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text, text_width
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import ElidedLabel, Label
from zjg_inspect.ui.words import MARKED

THUMB = (64, 48)
MISSING = "缺照片"


class Picture(NamedTuple):
    """A photo with the words that stand under it."""

    photo: Photo
    words: str
    is_original: bool = False


def pictures_of(photos: Sequence[Photo], item: str) -> list[Picture]:
    """A marked copy first, then its original, so that the evidence is one step away."""
    found = []
    for photo in as_seen(photos):
        marked = f"{MARKED} · " if photo.of else ""
        found.append(Picture(photo, f"{item} · {marked}{photo_words(photo)}"))
        if (unmarked := original_of(photos, photo)) is not None:
            found.append(Picture(unmarked, f"{item} · 原图，没有标注 · {photo_words(unmarked)}", True))
    return found


def photo_words(photo: Photo) -> str:
    """2026-11-20 10:42 拍摄 · 北纬 31.87°，东经 120.55°"""
    taken = photo.taken_at.replace("T", " ")[:16]
    parts = [photo.caption.strip(), f"{taken} 拍摄" if taken else "无拍摄时间"]
    if photo.place is not None:
        latitude, longitude = (degrees / 1e7 for degrees in photo.place)
        parts.append(f"位置 {latitude:.4f}，{longitude:.4f}")
    return " · ".join(part for part in parts if part)


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


class LargePhotos(QWidget):
    """Photos whole, one at a time; `left` when the reviewer goes back. `wanted` asks for a photo's bytes."""

    left = Signal()
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("largePhotos")
        self._pictures: list[Picture] = []
        self._at = 0
        theme = current()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, theme.px(12), MARGIN, theme.px(12))
        rows.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        self.back = KeyButton("回到审核", "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("backToReview")
        self.back.clicked.connect(self.left)
        self._count = Label("", "body", strong=True, parent=self)
        self._words = ElidedLabel("", "body", "ink-2", parent=self)
        self.before = KeyButton("上一张", "chevron-left", "←", parent=self)
        self.after = KeyButton("下一张", "chevron-right", "→", parent=self)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        head.addWidget(self.back)
        head.addWidget(self._count)
        head.addWidget(self._words, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        rows.addLayout(head)
        self.view = PhotoView(self)
        rows.addWidget(self.view, 1)
        for keys, by in (("Left", -1), ("Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self, lambda by=by: self.step(by))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_pictures(self, pictures: Sequence[Picture], at: int = 0) -> None:
        self._pictures, self._at = list(pictures), at
        self._show()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        self._at = max(0, min(len(self._pictures) - 1, self._at + by))
        self._show()

    def current(self) -> Picture:
        return self._pictures[self._at]

    def take(self, sha: str, jpeg: bytes | None) -> None:
        """The bytes that were asked for; None where the photo has not arrived."""
        if self._pictures and self.current().photo.sha256 == sha:
            self.view.set_photo(jpeg, self.current().words if jpeg else "这张照片还没有到")

    def _show(self) -> None:
        picture = self.current()
        self._count.setText(f"第 {self._at + 1} 张，共 {len(self._pictures)} 张")
        self._words.setText(picture.words)
        for button in (self.before, self.after):
            button.setVisible(len(self._pictures) > 1)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(self._pictures) - 1)
        self.wanted.emit(picture.photo.sha256)


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
