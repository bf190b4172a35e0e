"""Pen strokes as vectors."""

from collections.abc import Sequence
from typing import Any

from zjg_inspect.report.layout import MM, PAGE_HEIGHT

_UNIT = MM / 100  # strokes are in 0.01 mm
_PEN = 0.4 * MM


def draw_strokes(
    canvas: Any, strokes: Sequence[Sequence[int]], x: float, y: float, width: float, height: float, grey: float = 0.0
) -> None:
    """Draw a signature at the left of this box, never larger than it was written, its proportions kept."""
    points = [list(zip(stroke[::2], stroke[1::2], strict=False)) for stroke in strokes if len(stroke) >= 2]
    if not points:
        return
    across = [px for stroke in points for px, _ in stroke]
    down = [py for stroke in points for _, py in stroke]
    wide, high = max(max(across) - min(across), 1), max(max(down) - min(down), 1)
    scale = min(_UNIT, (width - _PEN) / wide, (height - _PEN) / high)
    left = x + _PEN / 2 - min(across) * scale
    top = PAGE_HEIGHT - y - (height - high * scale) / 2 + min(down) * scale
    path = canvas.beginPath()
    for stroke in points:
        path.moveTo(left + stroke[0][0] * scale, top - stroke[0][1] * scale)
        # A dot is a line of no length with round ends.
        for px, py in stroke[1:] or stroke[:1]:
            path.lineTo(left + px * scale, top - py * scale)
    canvas.saveState()
    canvas.setStrokeGray(grey)
    canvas.setLineWidth(_PEN)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
