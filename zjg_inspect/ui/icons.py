"""Lucide icons, tinted when they are painted, so that they follow theme and state."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from zjg_inspect.paths import shipped
from zjg_inspect.ui.theme import Token, current


def draw_icon(
    painter: QPainter,
    rect: QRect,
    name: str,
    colour: Token | QColor = "ink",
    stroke: float | None = None,
) -> None:
    """Draw the icon in the middle of the rectangle, as large as its shorter side; stroke on the grid of 24."""
    side = min(rect.width(), rect.height())
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    picture = pixmap(name, colour, side, stroke, ratio)
    painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, picture)


def pixmap(
    name: str,
    colour: Token | QColor = "ink",
    size: int | None = None,
    stroke: float | None = None,
    ratio: float | None = None,
) -> QPixmap:
    """The icon as a square picture of `size` device-independent pixels."""
    theme = current()
    tint = colour if isinstance(colour, QColor) else theme.colour(colour)
    if ratio is None:
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen is not None else 1.0
    return _rendered(name, tint.name(), size or theme.icon, stroke or theme.stroke, ratio)


def icon(name: str, colour: Token | QColor = "ink", size: int | None = None) -> QIcon:
    """The icon for a menu entry or a native control, with its disabled shade."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, "disabled", size), QIcon.Mode.Disabled)
    return made


@cache
def _source(name: str) -> str:
    return (shipped("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _rendered(name: str, tint: str, size: int, stroke: float, ratio: float) -> QPixmap:
    text = _source(name).replace("currentColor", tint).replace('stroke-width="2"', f'stroke-width="{stroke:g}"')
    side = round(size * ratio)
    made = QPixmap(QSize(side, side))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
