"""One photo whole."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import begin, draw_box, draw_text


class PhotoView(QPushButton):
    """One photo whole, never cut, on the sunk ground; pressed it asks to be seen larger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photoView")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._jpeg: bytes | None = None
        self._image = QImage()
        self._scaled = QPixmap()
        self._empty = ""
        self.set_photo(None, "没有照片")

    def set_photo(self, jpeg: bytes | None, words: str = "照片") -> None:
        """`words` say what it shows, or why there is none."""
        # said again with every letter that is written beside it
        if jpeg != self._jpeg:
            self._jpeg = jpeg
            self._image = QImage() if jpeg is None else QImage.fromData(jpeg)
            self._scaled = QPixmap()
        self._empty = words
        self.setAccessibleName(words)
        self.setEnabled(jpeg is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(300), current().px(225))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(92), current().px(69))

    def photo_rect(self) -> QRect:
        """Where the photo is drawn inside this widget."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        return QRect(QPoint(left, top), size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.fillRect(self.rect(), theme.colour("sunk"))
        if theme.sunlight:
            painter.fillRect(self.rect(), QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        if self._image.isNull():
            middle = Qt.AlignmentFlag.AlignHCenter
            painter.fillRect(self.rect(), theme.colour("sunk"))
            draw_text(painter, self.rect(), self._empty, theme.font("secondary"), "ink-2", middle)
        else:
            where = self.photo_rect()
            size = where.size() * self.devicePixelRatio()
            if self._scaled.size() != size:
                keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
                self._scaled = QPixmap.fromImage(self._image.scaled(size, keep, smooth))
            painter.drawPixmap(where, self._scaled)
        if theme.sunlight:
            draw_box(painter, self.rect(), None, theme.colour("edge"), theme.line, 0.5)
