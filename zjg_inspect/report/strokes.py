"""Pen strokes as vectors."""

from collections.abc import Sequence
from typing import Any

from zjg_inspect.report.layout import MM, PAGE_HEIGHT

_UNIT = MM / 100  # strokes are in 0.01 mm
_PEN = 0.4 * MM


def draw_strokes(
    canvas: Any,
    strokes: Sequence[Sequence[int]],
    x: float,
    y: float,
    width: float,
    height: float,
    grey: float = 0.0,
    pressures: Sequence[Sequence[int]] = (),
) -> None:
    """Draw a signature at the left of this box, never larger than it was written, its proportions kept.

    With `pressures`, 0 to 100 for each point of each stroke, the line is as wide as the pen was pressed.
    """
    points = [list(zip(stroke[::2], stroke[1::2], strict=False)) for stroke in strokes if len(stroke) >= 2]
    if not points:
        return
    across = [px for stroke in points for px, _ in stroke]
    down = [py for stroke in points for _, py in stroke]
    wide, high = max(max(across) - min(across), 1), max(max(down) - min(down), 1)
    scale = min(_UNIT, (width - _PEN) / wide, (height - _PEN) / high)
    left = x + _PEN / 2 - min(across) * scale
    top = PAGE_HEIGHT - y - (height - high * scale) / 2 + min(down) * scale
    placed = [[(left + px * scale, top - py * scale) for px, py in stroke] for stroke in points]
    canvas.saveState()
    canvas.setStrokeGray(grey)
    canvas.setLineWidth(_PEN)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    if [len(each) for each in pressures] == [len(stroke) for stroke in placed]:
        _draw_pressed(canvas, placed, pressures)
    else:
        path = canvas.beginPath()
        for stroke in placed:
            path.moveTo(*stroke[0])
            # A dot is a line of no length with round ends.
            for point in stroke[1:] or stroke[:1]:
                path.lineTo(*point)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _draw_pressed(
    canvas: Any, strokes: Sequence[Sequence[tuple[float, float]]], pressures: Sequence[Sequence[int]]
) -> None:
    for stroke, pressed in zip(strokes, pressures, strict=True):
        ends = stroke[1:] or stroke[:1]
        for start, end, pressure in zip(stroke, ends, pressed[1:] or pressed, strict=False):
            canvas.setLineWidth(_PEN * (0.4 + 1.2 * min(max(pressure, 0), 100) / 100))
            canvas.line(*start, *end)
