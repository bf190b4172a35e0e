"""What is drawn on a copy of a photo: arrow, circle, mosaic. All lengths are pixels of the photo as it is kept.

The unmarked photo stays in the visit as evidence; the marked copy names it, and is seen in its place.
"""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from zjg_inspect.model.inspection import Photo

MarkKind = Literal["arrow", "circle", "mosaic"]
Size = tuple[int, int]
Box = tuple[int, int, int, int]
Point = tuple[float, float]

RED, WHITE = (208, 2, 27), (255, 255, 255)

# A JPEG codes squares of this side by themselves: what is hidden is hidden up to their edges, so that no ringing
# beside them tells of it.
_SQUARE = 16
# A hidden plate or face is at most so many blocks high.
_BLOCKS = 4
_LEAST = 24


class Mark(msgspec.Struct, frozen=True):
    """An arrow from (x0, y0) with its tip at (x1, y1); a circle or a mosaic between these two corners."""

    kind: MarkKind
    x0: int
    y0: int
    x1: int
    y1: int

    def moved(self, dx: int, dy: int, size: Size) -> "Mark":
        """As far as the photo goes."""
        dx = max(-min(self.x0, self.x1), min(size[0] - 1 - max(self.x0, self.x1), dx))
        dy = max(-min(self.y0, self.y1), min(size[1] - 1 - max(self.y0, self.y1), dy))
        return Mark(self.kind, self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def ending(self, x: float, y: float, size: Size) -> "Mark":
        """With its second point there."""
        return within(Mark(self.kind, self.x0, self.y0, round(x), round(y)), size)

    def beginning(self, x: float, y: float, size: Size) -> "Mark":
        return within(Mark(self.kind, round(x), round(y), self.x1, self.y1), size)


def within(mark: Mark, size: Size) -> Mark:
    """The mark with both points on the photo."""
    across, down = size[0] - 1, size[1] - 1
    x0, x1 = (max(0, min(across, x)) for x in (mark.x0, mark.x1))
    y0, y1 = (max(0, min(down, y)) for y in (mark.y0, mark.y1))
    return Mark(mark.kind, x0, y0, x1, y1)


def placed(kind: MarkKind, x: float, y: float, size: Size) -> Mark:
    """A mark of a usual size at this point: an arrow that points at it, else one around it."""
    far = max(size) / (6 if kind == "arrow" else 10)
    if kind == "arrow":
        # from where there is room
        left, above = (1 if x > size[0] / 3 else -1), (1 if y > size[1] / 3 else -1)
        return within(Mark(kind, round(x - left * far), round(y - above * far), round(x), round(y)), size)
    return within(Mark(kind, round(x - far), round(y - far), round(x + far), round(y + far)), size)


def stroke(size: Size) -> int:
    """Width of the red line: 5 px where the photo is seen 500 px wide, so that it shows on paper too."""
    return max(5, round(max(size) / 100))


def rim(size: Size) -> int:
    """Width of the white on either side of it."""
    return max(2, round(stroke(size) * 0.4))


def arrow(mark: Mark, size: Size) -> tuple[Point, ...]:
    """The outline of an arrow: from the tail along one side, round the head, and back. Never shorter than its head."""
    wide = stroke(size)
    dx, dy = mark.x1 - mark.x0, mark.y1 - mark.y0
    length = math.hypot(dx, dy)
    ux, uy = (dx / length, dy / length) if length else (math.sqrt(0.5), math.sqrt(0.5))
    head = 5 * wide
    length = max(length, 1.4 * head)

    def at(along: float, aside: float) -> Point:
        return mark.x1 - ux * along - uy * aside, mark.y1 - uy * along + ux * aside

    half, barb = wide / 2, 2.6 * wide
    return (
        at(length, half), at(head, half), at(head, barb), at(0, 0), at(head, -barb), at(head, -half), at(length, -half),
    )  # fmt: skip


def box(mark: Mark, size: Size) -> Box:
    """Left, top, right, bottom of a circle or mosaic, on the photo and never too small to be seen."""
    x0, x1 = _widened(mark.x0, mark.x1, size[0])
    y0, y1 = _widened(mark.y0, mark.y1, size[1])
    return x0, y0, x1, y1


def _widened(one: int, other: int, length: int) -> tuple[int, int]:
    low, high = max(0, min(one, other)), min(length, max(one, other) + 1)
    if high - low < _LEAST:
        low = max(0, min(length - _LEAST, (low + high - _LEAST) // 2))
        high = min(length, low + _LEAST)
    return low, high


def hidden(mark: Mark, size: Size) -> Box:
    """What a mosaic makes unreadable: its box up to the edges of the squares that a JPEG codes by themselves."""
    left, top, right, bottom = box(mark, size)
    whole = _SQUARE
    right, bottom = -(-right // whole) * whole, -(-bottom // whole) * whole
    return left // whole * whole, top // whole * whole, min(size[0], right), min(size[1], bottom)


def blocks(area: Box) -> Size:
    """How many blocks of one colour a hidden area has across and down."""
    width, height = area[2] - area[0], area[3] - area[1]
    side = max(_SQUARE, -(-min(width, height) // _BLOCKS))
    return max(1, width // side), max(1, height // side)


def seen(photos: Sequence[Photo]) -> list[int]:
    """Which of the photos of one place are seen, as indices: a marked copy in its original's place, the rest as is."""
    marked: dict[str, int] = {}
    for at, photo in enumerate(photos):
        if photo.of:
            marked[photo.of] = at
    order = [marked.get(photo.sha256, at) for at, photo in enumerate(photos) if not photo.of]
    # one whose original is not among these stands by itself
    order += [at for original, at in marked.items() if original not in {photo.sha256 for photo in photos}]
    return list(dict.fromkeys(order))


def as_seen(photos: Sequence[Photo]) -> list[Photo]:
    return [photos[at] for at in seen(photos)]


def original_of(photos: Sequence[Photo], marked: Photo) -> Photo | None:
    """The unmarked photo of a marked one; None where it has none here."""
    return next((each for each in photos if marked.of and each.sha256 == marked.of), None)


def orphaned(photos: Sequence[Photo]) -> bool:
    """Whether a marked copy stands there without its original, the evidence."""
    return any(photo.of and original_of(photos, photo) is None for photo in photos)
