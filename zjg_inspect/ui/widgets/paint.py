"""What several painted widgets draw alike: boxes, small keys, words; and the signs of the verdicts."""

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from zjg_inspect.ui.theme import RADIUS, RADIUS_SMALL, Token, current


class Sign(NamedTuple):
    """How a verdict looks and is called everywhere."""

    word: str
    icon: str
    token: Token
    soft: Token
    key: str


# by the values of model.inspection.Verdict, which is not imported here: it would cost the start its time
SIGNS: Final[dict[str, Sign]] = {
    "pass": Sign("符合", "check", "pass", "pass-soft", "1"),
    "fail": Sign("不符合", "x", "fail", "fail-soft", "2"),
    "not_applicable": Sign("不适用", "minus", "na", "na-soft", "3"),
}
SIGN_STROKE: Final = 3.0
KEY_PAD: Final = 6


def begin(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter


def draw_box(
    painter: QPainter,
    rect: QRect,
    fill: QColor | None,
    edge: QColor | None,
    width: int = 1,
    radius: float = RADIUS,
    dashed: bool = False,
) -> None:
    """A rectangle with its border wholly inside."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(rect), radius, radius)
        return
    pen = QPen(edge, width)
    if dashed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4.0 / width, 3.0 / width])
    painter.setPen(pen)
    half = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), radius - half, radius - half)


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: Token | QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line, in the middle of the rectangle's height, elided at the right when it is too narrow."""
    painter.setFont(font)
    painter.setPen(colour if isinstance(colour, QColor) else current().colour(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def text_width(text: str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(text) if text else 0


def key_size(key: str, big: bool = False) -> QSize:
    """Room for one key as it is drawn inside buttons and in the status line; `big` is the verdicts'."""
    theme = current()
    width = text_width(key, theme.font("body" if big else "key", theme.sunlight))
    height = theme.px(26 if big else 22 if theme.sunlight else 20)
    return QSize(max(width + 2 * theme.px(KEY_PAD), theme.px(28) if big else height), height)


def draw_key(
    painter: QPainter, at: QPointF, key: str, colour: Token | QColor, edge: Token | QColor, big: bool = False
) -> QSize:
    """A small outlined key with its left middle at the point; gives the size it took."""
    theme = current()
    size = key_size(key, big)
    rect = QRect(round(at.x()), round(at.y() - size.height() / 2), size.width(), size.height())
    line = edge if isinstance(edge, QColor) else theme.colour(edge)
    draw_box(painter, rect, None, line, theme.line, RADIUS_SMALL)
    font = theme.font("body" if big else "key", theme.sunlight)
    draw_text(painter, rect, key, font, colour, Qt.AlignmentFlag.AlignHCenter)
    return size


def reveal(widget: QWidget, shown: bool) -> None:
    """Show or hide a part of a window; one that is in no window yet never becomes a window of its own."""
    if not shown:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
