"""Taking photos with the laptop's or a USB camera: the live picture and one large button; without a camera, the other
ways."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zjg_inspect.ui import camera
from zjg_inspect.ui.camera import Camera, CameraSource
from zjg_inspect.ui.field.side_panel import SidePanel
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.paint import begin, draw_text, reveal
from zjg_inspect.ui.widgets.text import Label

NO_CAMERA: Final = "没找到摄像头。可以从文件选、直接粘贴，或插手机存储卡。"
# A camera that has shown nothing by then shows nothing: its lid is shut for software, or another program holds it.
WAIT_MS: Final = 5000

Open = Callable[[QObject], CameraSource | None]


class LivePicture(QWidget):
    """What the camera sees, whole and not mirrored."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("livePicture")
        self.setAccessibleName("摄像头的画面")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.image = QImage()

    def sizeHint(self) -> QSize:
        return QSize(current().px(640), current().px(360))

    def show_image(self, image: QImage) -> None:
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current(), begin(self)
        painter.fillRect(self.rect(), theme.colour("sunk"))
        if self.image.isNull():
            draw_text(
                painter, self.rect(), "正在打开摄像头", theme.font("body"), "ink-2", Qt.AlignmentFlag.AlignHCenter
            )
            return
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawImage(QRect(left, top, size.width(), size.height()), self.image)


class CameraPanel(SidePanel):
    """`shot` gives a picture's bytes; `other` which other way was chosen: choose, card, paste."""

    shot = Signal(bytes)
    other = Signal(str)

    def __init__(self, parent: QWidget, open_source: Open = camera.open_source) -> None:
        super().__init__("拍照", 0, parent)
        self.setObjectName("cameraPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._open_source = open_source
        self._source: CameraSource | None = None
        self._cameras: list[Camera] = []
        self._used = ""
        self._taken = 0
        theme = current()
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        self.picture = LivePicture(body)
        rows.addWidget(self.picture, 1)
        rows.addWidget(self._without(body), 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        self.count = Label("", "body", parent=body)
        self.switch = KeyButton("", "refresh-cw", "C", parent=body)
        self.switch.setObjectName("switchCamera")
        self.switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.switch.clicked.connect(self._switch)
        self.take = KeyButton("拍照", "camera", "空格", kind="main", height="tall", parent=body)
        self.take.setObjectName("shoot")
        self.take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.take.clicked.connect(self.shoot)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.switch)
        foot.addWidget(self.take)
        rows.addLayout(foot)
        self.set_body(body)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(WAIT_MS)
        self._patience.timeout.connect(self._give_up)

    def _without(self, parent: QWidget) -> QWidget:
        """What is said and offered where there is no camera."""
        theme = current()
        self.none = QWidget(parent)
        rows = QVBoxLayout(self.none)
        rows.setContentsMargins(0, theme.px(12), 0, 0)
        rows.setSpacing(theme.px(16))
        self.sentence = Label(NO_CAMERA, "look", wrap=True, parent=self.none)
        rows.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.ways: dict[str, KeyButton] = {}
        for way, word, icon in (
            ("choose", "从文件选", "image-down"), ("paste", "粘贴", "clipboard-paste"), ("card", "插手机存储卡", "usb"),
            ("again", "再找一遍摄像头", "refresh-cw"),
        ):  # fmt: skip
            button = KeyButton(word, icon, parent=self.none)
            button.setObjectName(f"way_{way}")
            button.clicked.connect(lambda _checked=False, way=way: self._go(way))
            self.ways[way] = button
            row.addWidget(button)
        row.addStretch(1)
        rows.addLayout(row)
        rows.addStretch(1)
        return self.none

    # -- the camera ------------------------------------------------------------------------------------------------

    def start(self, may_paste: bool = True) -> None:
        """Open it and the camera that was used last, else the usual one."""
        self._taken = 0
        self.ways["paste"].setEnabled(may_paste)
        self.open()
        self._look()

    def _look(self) -> None:
        self.picture.show_image(QImage())
        if self._source is None:
            self._source = self._open_source(self)
            if self._source is not None:
                self._source.frame.connect(self._came)
                self._source.failed.connect(self._give_up)
        self._cameras = self._source.cameras() if self._source is not None else []
        ids = [each.id for each in self._cameras]
        if not ids:
            self._give_up()
            return
        self._begin(self._used if self._used in ids else ids[0])

    def _begin(self, id: str) -> None:
        self._used = id
        self.picture.show_image(QImage())
        self._show(True)
        self._patience.start()
        if self._source is not None:
            self._source.start(id)
        if self.take.isVisible():
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _switch(self) -> None:
        """To the next camera."""
        ids = [each.id for each in self._cameras]
        if len(ids) > 1:
            self._begin(ids[(ids.index(self._used) + 1) % len(ids)])

    def _came(self, image: QImage) -> None:
        self._patience.stop()
        if self.isVisible():
            self.picture.show_image(image)
            self.take.setEnabled(True)

    def _give_up(self) -> None:
        """None is there, or it was refused."""
        self._patience.stop()
        if self._source is not None:
            self._source.stop()
        self._show(False)
        self.ways["choose"].setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        self._patience.stop()
        if self._source is not None:
            self._source.stop()
        super().close_panel()

    # -- what the person does --------------------------------------------------------------------------------------

    def shoot(self) -> None:
        if self.take.isEnabled() and not self.picture.image.isNull():
            self._taken += 1
            self._show(True)
            self.shot.emit(camera.as_jpeg(self.picture.image))

    def _go(self, way: str) -> None:
        if way == "again":
            self._look()
            return
        self.close_panel()
        self.other.emit(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key
        if event.key() in (key.Key_Space, key.Key_Return, key.Key_Enter, key.Key_P) and not event.isAutoRepeat():
            self.shoot()
        elif event.key() == key.Key_C:
            self._switch()
        else:
            super().keyPressEvent(event)

    def _show(self, works: bool) -> None:
        reveal(self.none, not works)
        for widget in (self.picture, self.take):
            reveal(widget, works)
        self.take.setEnabled(works and not self.picture.image.isNull())
        reveal(self.switch, works and len(self._cameras) > 1)
        name = next((each.name for each in self._cameras if each.id == self._used), "")
        self.switch.set_words("换摄像头")
        said = (f"已拍 {self._taken} 张" if self._taken else "", name)
        self.count.setText(" · ".join(part for part in said if part) if works else "")
