"""The bar of a share with the line that it is to reach: solid is reached, hatched is not."""

from PySide6.QtCore import QLineF, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from zjg_inspect.model.verdict import Half
from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.paint import draw_text


def draw_share(painter: QPainter, bar: QRect, half: Half, over: int) -> int:
    """Paint the bar; the line at its target stands out by `over` pixels at each side. Gives the line's x."""
    theme = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.fillRect(bar, theme.colour("sunk"))
    done = QRect(bar.x(), bar.y(), bar.width() * half.reached // half.total if half.total else 0, bar.height())
    if half.met:
        painter.fillRect(done, theme.colour("action"))
    else:
        _hatch(painter, done)
    painter.setPen(QPen(theme.colour("edge"), theme.line))
    painter.drawRect(bar.adjusted(0, 0, -1, -1))
    if done.width() and not half.met:
        painter.setPen(QPen(theme.colour("action"), 1))
        painter.drawRect(done.adjusted(0, 0, -1, -1))
    x = bar.x() + bar.width() * half.target // 100
    thick, gap = theme.px(3), 2
    line = QRect(x - thick // 2, bar.y() - over, thick, bar.height() + 2 * over)
    painter.fillRect(line.adjusted(-gap, 0, gap, 0), theme.colour("surface"))
    painter.fillRect(line, theme.colour("ink"))
    painter.restore()
    return x


def _hatch(painter: QPainter, rect: QRect) -> None:
    theme = current()
    painter.save()
    painter.fillRect(rect, theme.colour("surface"))
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("action"), 2))
    step, rise = theme.px(7), rect.height()
    for x in range(rect.x() - rise, rect.right() + step, step):
        painter.drawLine(QLineF(x, rect.bottom() + 1, x + rise, rect.y()))
    painter.restore()


def draw_limit(painter: QPainter, x: int, top: int, target: int) -> None:
    """The target, such as “70%”, centred under the line."""
    theme = current()
    box = QRect(x - theme.px(30), top, theme.px(60), theme.px(18))
    draw_text(painter, box, f"{target}%", theme.font("hint"), "ink", Qt.AlignmentFlag.AlignHCenter)
