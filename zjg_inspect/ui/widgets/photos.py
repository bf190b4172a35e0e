"""The strip of thumbnails with the ways of adding a photo.

Pictures come as JPEG bytes that the service has made; nothing here decodes what a stranger's file holds.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QClipboard,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QScrollArea, QSizePolicy, QWidget

from zjg_inspect.ui.focus import without_ring
from zjg_inspect.ui.icons import draw_icon
from zjg_inspect.ui.theme import RADIUS, RADIUS_SMALL, current
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text, reveal, text_width
from zjg_inspect.ui.widgets.search import bring_into_view, touch_scroll
from zjg_inspect.ui.widgets.text import Label
from zjg_inspect.ui.words import MARKED

THUMB = QSize(92, 69)
FILTER = "照片 (*.jpg *.jpeg *.png *.heic *.heif *.webp *.bmp *.tif *.tiff);;所有文件 (*)"


def thumb_size() -> QSize:
    theme = current()
    return QSize(theme.px(THUMB.width()), theme.px(THUMB.height()))


class _Tile(QPushButton):
    """Icon over word, as high as a thumbnail."""

    def __init__(self, word: str, icon: str, dashed: bool, parent: QWidget) -> None:
        super().__init__(word, parent)
        self._icon, self._dashed = icon, dashed
        self.setAccessibleName(word)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current()
        word = text_width(self.text(), theme.label_font("secondary"))
        return QSize(max(theme.px(64), word + theme.px(16)), thumb_size().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        ink = theme.colour("ink" if self.isEnabled() else "disabled")
        fill = theme.colour("selection" if self.isDown() else "surface")
        draw_box(painter, self.rect(), fill, theme.colour("edge"), theme.line, RADIUS, self._dashed)
        side, line = theme.px(22), theme.px(22)
        top = (self.height() - side - line - theme.px(4)) // 2
        draw_icon(painter, QRect((self.width() - side) // 2, top, side, side), self._icon, ink)
        words = QRect(2, top + side + theme.px(4), self.width() - 4, line)
        draw_text(painter, words, self.text(), theme.label_font("secondary"), ink, Qt.AlignmentFlag.AlignHCenter)


class _Thumb(QPushButton):
    """One photo, cut to fill; Delete or its menu takes it away."""

    removed = Signal()

    def __init__(self, number: int, jpeg: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._jpeg = jpeg
        self._cut = QPixmap()
        self.chosen = self.marked = False
        self.band = ""
        self._number = number
        self.setObjectName(f"photo_{number}")
        self.setAccessibleDescription("回车看大图，Delete 移走")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        # the strip's area would cut the ring off, so it is drawn inside
        without_ring(self)

    def show_jpeg(self, jpeg: bytes, chosen: bool, marked: bool) -> None:
        """b"" while it is not there yet. Decoded when it is painted, so that what is out of sight costs nothing."""
        if jpeg != self._jpeg:
            self._jpeg, self._cut = jpeg, QPixmap()
        self.chosen, self.marked = chosen, marked
        self.setAccessibleName(f"第 {self._number + 1} 张照片" + (f"，{MARKED}" if marked else ""))
        self.update()

    def sizeHint(self) -> QSize:
        return thumb_size()

    def minimumSizeHint(self) -> QSize:
        return thumb_size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("看大图", self.click)
        menu.addAction("移走这张", self.removed.emit)
        menu.popup(self.mapToGlobal(at))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        size = self.size() * self.devicePixelRatio()
        if self._cut.size() != size:
            self._cut = _filled(QImage.fromData(self._jpeg), size)
        painter.drawPixmap(self.rect(), self._cut)
        if self.band:
            low = theme.px(24)
            strip = QRect(0, self.height() - low, self.width(), low)
            painter.fillRect(strip, theme.colour("ink"))
            font, middle = theme.label_font("hint", True), Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, strip, self.band, font, "on-fill", middle)
        if self.marked:
            side = theme.px(24)
            corner = QRect(self.width() - side, self.height() - side, side, side)
            painter.fillRect(corner, theme.colour("surface"))
            draw_icon(painter, corner.adjusted(4, 4, -4, -4), "move-up-right", "fail")
        if self.hasFocus():
            ring, gap = theme.ring
            inner = self.rect().adjusted(ring, ring, -ring, -ring)
            draw_box(painter, inner, None, theme.colour("gap"), gap, RADIUS_SMALL)
            draw_box(painter, self.rect(), None, theme.colour("ring"), ring, RADIUS_SMALL)
        elif self.chosen:
            draw_box(painter, self.rect(), None, theme.colour("action"), theme.verdict_line, 2)
        elif theme.sunlight:
            draw_box(painter, self.rect(), None, theme.colour("edge"), theme.line, 2)


def _filled(image: QImage, size: QSize) -> QPixmap:
    """The image scaled to cover the size, its middle kept."""
    if image.isNull():
        # not loaded yet, or not arrived
        empty = QPixmap(size)
        empty.fill(current().colour("sunk"))
        return empty
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    large = image.scaled(size, keep, smooth)
    x, y = (large.width() - size.width()) // 2, (large.height() - size.height()) // 2
    return QPixmap.fromImage(large.copy(x, y, size.width(), size.height()))


class _Thumbs(QScrollArea):
    """The thumbnails side by side; more than fit are scrolled by finger, wheel or keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        inside = QWidget(self)
        self.row = QHBoxLayout(inside)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(current().px(8))
        self.setWidget(inside)
        touch_scroll(self)

    def sizeHint(self) -> QSize:
        return QSize(self.row.sizeHint().width(), thumb_size().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(thumb_size().width(), self.sizeHint().width()), self.sizeHint().height())


class PhotoStrip(QWidget):
    """Thumbnails and the ways to add a photo. It asks and tells; the screen saves and sets the photos anew.

    `added` gives paths (chosen, dropped or pasted files), `pasted` a picture's bytes, `shot` asks for the camera,
    `opened` and `removed` an index; `card_requested` asks for what is on a phone's card or in a folder, `folder_given`
    gives a folder that was dropped or pasted; `then_opened` asks for what was photographed when the hazard was found.
    """

    added = Signal(list)
    pasted = Signal(bytes)
    shot = Signal()
    card_requested = Signal()
    folder_given = Signal(Path)
    then_opened = Signal()
    opened = Signal(int)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photoStrip")
        self.setAccessibleName("照片")
        self.setAcceptDrops(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        # made with the first photo
        self._thumbs: _Thumbs | None = None
        self._all: list[_Thumb] = []
        self.then = _Thumb(0, b"", self)
        self.then.setObjectName("photoOfThen")
        self.then.setAccessibleName("查出时的照片")
        self.then.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.then.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.then.clicked.connect(self.then_opened)
        self.then.hide()
        self.camera_button = _Tile("拍照", "camera", False, self)
        self.camera_button.setObjectName("takePhoto")
        self.choose_button = _Tile("选照片 P", "image-down", False, self)
        self.choose_button.setObjectName("choosePhotos")
        self.paste_button = _Tile("粘贴", "clipboard-paste", True, self)
        self.paste_button.setObjectName("pastePhoto")
        self.card_button = _Tile("手机卡", "usb", False, self)
        self.card_button.setObjectName("openCard")
        self.card_button.setAccessibleName("从手机存储卡或文件夹收照片")
        self.card_button.hide()
        self._note = Label("", "secondary", "ink-2", parent=self)
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        tiles = (self.camera_button, self.choose_button, self.card_button, self.paste_button)
        self._row = row
        for widget in (self.then, *tiles):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._note)
        self.camera_button.clicked.connect(self.shot)
        self.choose_button.clicked.connect(self.choose)
        self.card_button.clicked.connect(self.card_requested)
        self.paste_button.clicked.connect(self.paste)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._look_at_clipboard)
        self._has_camera = False
        self.camera_button.hide()
        self._look_at_clipboard()

    def set_photos(self, jpegs: Sequence[bytes], chosen: int = -1, marked: Collection[int] = ()) -> None:
        """Thumbnails in order, as JPEG bytes; `chosen` is drawn with a thick edge, `marked` ones have a sign."""
        if self._thumbs is None:
            if not jpegs:
                return
            self._thumbs = _Thumbs(self)
            self._row.insertWidget(1, self._thumbs)
        area, thumbs = self._thumbs, self._all
        # kept for the next item that has as many: fifty made anew would be felt
        for spare in thumbs[len(jpegs) :]:
            if not spare.isHidden():
                spare.hide()
                spare.show_jpeg(b"", False, False)
        for at in range(len(thumbs), len(jpegs)):
            thumbs.append(self._new_thumb(at, area))
        for at, (thumb, jpeg) in enumerate(zip(thumbs, jpegs, strict=False)):
            thumb.show_jpeg(jpeg, at == chosen, at in marked)
            # a hidden one takes no room in the strip's hint
            thumb.show()
        reveal(area, bool(jpegs))
        area.updateGeometry()

    def show_thumb(self, at: int) -> None:
        """Give the keyboard to this photo; where it is not there, to the way of adding one."""
        there = 0 <= at < len(self._all) and not self._all[at].isHidden()
        target: QWidget = self._all[at] if there else self.choose_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(target)

    def set_then(self, jpeg: bytes | None, words: str = "") -> None:
        """What was photographed when the hazard was found, before all others; None where there is none."""
        if jpeg is not None:
            self.then.band = words
            self.then.show_jpeg(jpeg, False, False)
            self.then.setAccessibleName(f"{words}的照片，和现在的并排看")
            self.then.setAccessibleDescription("回车并排看")
        reveal(self.then, jpeg is not None)

    def _new_thumb(self, at: int, area: _Thumbs) -> _Thumb:
        thumb = _Thumb(at, b"", area)
        thumb.clicked.connect(lambda: self.opened.emit(at))
        thumb.removed.connect(lambda: self.removed.emit(at))
        area.row.addWidget(thumb)
        return thumb

    def set_note(self, text: str) -> None:
        """At the right, at the foot: 2 张 · 14:31 拍摄."""
        self._note.setText(text)

    def set_camera(self, there: bool) -> None:
        """With a camera, P takes a photo; without, it chooses files. Whoever calls this has a place for the camera."""
        self._has_camera = there
        reveal(self.camera_button, True)
        self.camera_button.setText("拍照 P" if there else "拍照")
        self.choose_button.setText("选照片" if there else "选照片 P")

    def has_camera(self) -> bool:
        return self._has_camera

    def may_paste(self) -> bool:
        """Whether a picture is on the clipboard."""
        return _has_picture(self._clipboard.mimeData())

    def offer_card(self) -> None:
        """The screen has a place to show what is on a card."""
        reveal(self.card_button, True)

    def choose(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, "选照片", "", FILTER)
        if paths:
            self.added.emit([Path(path) for path in paths])

    def paste(self) -> bool:
        """Take the picture or the files on the clipboard; False when there are none."""
        return self._take(self._clipboard.mimeData())

    def _look_at_clipboard(self) -> None:
        reveal(self.paste_button, _has_picture(self._clipboard.mimeData()))

    def _take(self, data: QMimeData) -> bool:
        paths = _files(data.urls())
        folders = [path for path in paths if path.is_dir()]
        if files := [path for path in paths if path not in folders]:
            self.added.emit(files)
        if folders and not self.card_button.isHidden():
            self.folder_given.emit(folders[0])
        if paths:
            return bool(files) or not self.card_button.isHidden()
        if picture := _picture(data):
            self.pasted.emit(picture)
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _has_picture(event.mimeData()) or _files(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event.mimeData()):
            event.acceptProposedAction()


def _files(urls: Sequence[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


_RAW = ("image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp")
_ENDINGS = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".bmp", ".tif", ".tiff")


def _has_picture(data: QMimeData | None) -> bool:
    if data is None:
        return False
    return data.hasImage() or any(path.suffix.lower() in _ENDINGS for path in _files(data.urls()))


def _picture(data: QMimeData) -> bytes:
    """The picture as it came, else as PNG; b"" when there is none."""
    for kind in _RAW:
        if data.hasFormat(kind) and (raw := bytes(data.data(kind).data())):
            return raw
    image = data.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
