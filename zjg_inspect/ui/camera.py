"""The laptop's own camera or one on a USB cable. QtMultimedia is an extra, imported when a picture is asked for."""

import importlib.util
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QElapsedTimer, QIODevice, QObject, QSize, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QCameraDevice, QCameraFormat, QVideoFrame

# A picture is shown so often; a slow laptop has other work to do.
_EVERY_MS = 60
# What is kept has 1600 px on its long side: a camera need not give more.
_ENOUGH = QSize(1920, 1440)
_QUALITY = 95

log = logging.getLogger(__name__)


class Camera(NamedTuple):
    id: str
    name: str


def may_be_there() -> bool:
    """Whether it is worth to offer the camera first; asks neither QtMultimedia nor the camera."""
    if importlib.util.find_spec("PySide6.QtMultimedia") is None:
        return False
    return not sys.platform.startswith("linux") or any(Path("/dev").glob("video*"))


class CameraSource(QObject):
    """Where live pictures come from. `frame` gives one after the other, never mirrored; `failed` that none will come:
    it was refused, another program holds it, or it was unplugged.

    Raises:
        ImportError: the extra `camera` is not installed, or does not run here.
    """

    frame = Signal(QImage)
    failed = Signal()

    def __init__(self, parent: QObject) -> None:
        from PySide6.QtMultimedia import QMediaCaptureSession, QVideoSink

        super().__init__(parent)
        self._session = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._came)
        self._camera: QCamera | None = None
        self._since = QElapsedTimer()

    def cameras(self) -> list[Camera]:
        """Those that are plugged in now, the usual one first."""
        return [Camera(_id(device), device.description()) for device in _devices()]

    def start(self, id: str) -> None:
        """Begin with this one; the one before stops."""
        from PySide6.QtMultimedia import QCamera

        self.stop()
        device = next((each for each in _devices() if _id(each) == id), None)
        if device is None:
            self.failed.emit()
            return
        self._camera = QCamera(device, self)
        self._camera.errorOccurred.connect(self._failed)
        if (best := _best(device.videoFormats())) is not None:
            self._camera.setCameraFormat(best)
        self._session.setCamera(self._camera)
        self._camera.start()

    def stop(self) -> None:
        """Let go of it, so that its light goes out."""
        if self._camera is not None:
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _failed(self) -> None:
        log.warning("camera: %s", self._camera.errorString() if self._camera is not None else "")
        self.stop()
        self.failed.emit()

    def _came(self, frame: "QVideoFrame") -> None:
        if self._since.isValid() and self._since.elapsed() < _EVERY_MS:
            return
        self._since.start()
        # evidence is never turned round, whatever a camera for video calls would do
        frame.setMirrored(False)
        image = frame.toImage()
        if not image.isNull():
            self.frame.emit(image)


def open_source(parent: QObject) -> CameraSource | None:
    """The cameras of this computer; None where the extra `camera` is not installed or does not run here."""
    try:
        return CameraSource(parent)
    except ImportError as error:
        log.info("no camera: %s", error)
        return None


def _devices() -> "list[QCameraDevice]":
    from PySide6.QtMultimedia import QMediaDevices

    return sorted(QMediaDevices.videoInputs(), key=lambda device: not device.isDefault())


def _id(device: "QCameraDevice") -> str:
    return bytes(device.id().data()).hex()


def _best(formats: "list[QCameraFormat]") -> "QCameraFormat | None":
    """The largest that is not more than enough, and of these the fastest."""

    def worth(each: "QCameraFormat") -> tuple[bool, int, float]:
        size = each.resolution()
        fits = size.width() <= _ENOUGH.width() and size.height() <= _ENOUGH.height()
        pixels = size.width() * size.height()
        return fits, pixels if fits else -pixels, each.maxFrameRate()

    return max(formats, key=worth, default=None)


def as_jpeg(image: QImage) -> bytes:
    """The picture as the camera's software would write it to a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", _QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
