"""Photos with the words that stand under them, seen whole one at a time."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.marks import as_seen, original_of
from zjg_inspect.ui.theme import MARGIN, current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.text import ElidedLabel, Label
from zjg_inspect.ui.words import MARKED


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


class LargePhotos(QWidget):
    """Photos whole, one at a time; `left` when the person goes back. `wanted` asks for a photo's bytes."""

    left = Signal()
    wanted = Signal(str)

    def __init__(self, back: str, parent: QWidget | None = None) -> None:
        """`back`: the words of the way back."""
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
        self.back = KeyButton(back, "chevron-left", "Esc", kind="quiet", parent=self)
        self.back.setObjectName("leavePhotos")
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
