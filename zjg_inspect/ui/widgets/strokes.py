"""Strokes of a signature as plain whole numbers, and how they are fitted into another size. No Qt in here."""

Stroke = list[int]
"""[x0, y0, x1, y1, …] in 0.01 mm from the pad's upper left corner."""

PER_PIXEL = 2540 / 96
"""0.01 mm to a device-independent pixel: these are 1/96 inch."""


class Sheet:
    """The strokes of one signature and the pad's size when the first was drawn.

    A pad of another size shows them scaled with their proportions kept, in its middle; new strokes join in the same
    measure, so that nothing drawn before ever changes.
    """

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.size: tuple[float, float] = (0, 0)

    def fit(self, width: float, height: float) -> tuple[float, float, float]:
        """Factor and offset (pixels) that show this sheet in a pad of that size."""
        if not self.strokes or not all(self.size):
            return 1.0, 0.0, 0.0
        factor = min(width / self.size[0], height / self.size[1])
        return factor, (width - self.size[0] * factor) / 2, (height - self.size[1] * factor) / 2

    def begin(self, x: float, y: float, width: float, height: float) -> None:
        if not self.strokes:
            self.size = (width, height)
        self.strokes.append([])
        self.extend(x, y, width, height)

    def extend(self, x: float, y: float, width: float, height: float) -> None:
        """The next point of the last stroke, kept on the pad; a point twice is once."""
        factor, left, top = self.fit(width, height)
        stroke = self.strokes[-1]
        px = min(max((x - left) / factor, 0), self.size[0])
        py = min(max((y - top) / factor, 0), self.size[1])
        point = [round(px * PER_PIXEL), round(py * PER_PIXEL)]
        if stroke[-2:] != point:
            stroke += point

    def points(self, stroke: Stroke, width: float, height: float) -> list[tuple[float, float]]:
        """A stroke's points as pixels on a pad of that size."""
        factor, left, top = self.fit(width, height)
        pairs = zip(stroke[::2], stroke[1::2], strict=True)
        return [(x / PER_PIXEL * factor + left, y / PER_PIXEL * factor + top) for x, y in pairs]
