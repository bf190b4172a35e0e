"""Strokes of a signature as plain whole numbers, and how they are fitted into another size. No Qt in here."""

Stroke = list[int]
"""[x0, y0, x1, y1, …] in 0.01 mm from the pad's upper left corner."""

PER_PIXEL = 2540 / 96
"""0.01 mm to a device-independent pixel: these are 1/96 inch."""


MEDIUM = 50
"""Pressure, 0 to 100, of what has none of its own: a mouse, a finger."""


def width_at(pressure: int) -> float:
    """How wide the line is, as a factor of its usual width."""
    return 0.4 + 1.2 * pressure / 100


class Sheet:
    """The strokes of one signature and the pad's size when the first was drawn.

    A pad of another size shows them scaled with their proportions kept, in its middle; new strokes join in the same
    measure, so that nothing drawn before ever changes.
    """

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        # of each point of each stroke
        self.pressures: list[list[int]] = []
        self._undone: list[tuple[Stroke, list[int]]] = []
        self.size: tuple[float, float] = (0, 0)

    def fit(self, width: float, height: float) -> tuple[float, float, float]:
        """Factor and offset (pixels) that show this sheet in a pad of that size."""
        if not self.strokes or not all(self.size):
            return 1.0, 0.0, 0.0
        factor = min(width / self.size[0], height / self.size[1])
        return factor, (width - self.size[0] * factor) / 2, (height - self.size[1] * factor) / 2

    def begin(self, x: float, y: float, width: float, height: float, pressure: int = MEDIUM) -> None:
        if not self.strokes:
            self.size = (width, height)
        self.strokes.append([])
        self.pressures.append([])
        self._undone = []
        self.extend(x, y, width, height, pressure)

    def drop(self) -> None:
        """The last stroke was no writing."""
        self.strokes.pop()
        self.pressures.pop()

    def undo(self) -> bool:
        """Take the last stroke back; whether there was one."""
        if not self.strokes:
            return False
        self._undone.append((self.strokes.pop(), self.pressures.pop()))
        return True

    def redo(self) -> bool:
        """The stroke that was taken back last stands again; whether there was one."""
        if not self._undone:
            return False
        stroke, pressures = self._undone.pop()
        self.strokes.append(stroke)
        self.pressures.append(pressures)
        return True

    def extend(self, x: float, y: float, width: float, height: float, pressure: int = MEDIUM) -> None:
        """The next point of the last stroke, kept on the pad; a point twice is once."""
        factor, left, top = self.fit(width, height)
        stroke = self.strokes[-1]
        px = min(max((x - left) / factor, 0), self.size[0])
        py = min(max((y - top) / factor, 0), self.size[1])
        point = [round(px * PER_PIXEL), round(py * PER_PIXEL)]
        if stroke[-2:] != point:
            stroke += point
            self.pressures[-1].append(pressure)

    def points(self, stroke: Stroke, width: float, height: float) -> list[tuple[float, float]]:
        """A stroke's points as pixels on a pad of that size."""
        factor, left, top = self.fit(width, height)
        pairs = zip(stroke[::2], stroke[1::2], strict=True)
        return [(x / PER_PIXEL * factor + left, y / PER_PIXEL * factor + top) for x, y in pairs]
