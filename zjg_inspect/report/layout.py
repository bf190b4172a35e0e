"""Bands of cells set on A4 pages: tables with repeated heads, blocks kept together, long rows split by lines.

Everything is measured in points from the page's upper left corner, y downwards.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from zjg_inspect.report.fonts import Face, font
from zjg_inspect.report.text import Line, Span, wrap

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
BODY_WIDTH = 170 * MM
BODY_TOP = 18 * MM
BODY_BOTTOM = 268 * MM
TABLE_SIZE = 9.0  # 小五
LEADING = 1.36
OUTER, INNER = 1.0, 0.65
PAD = 1.5 * MM

# (canvas, left, top, width, height): draws inside a cell
Drawing = Callable[[Any, float, float, float, float], None]


@dataclass(frozen=True)
class Cell:
    """One cell of a band: its width and what stands in it."""

    width: float
    lines: tuple[Line, ...] = ()
    size: float = TABLE_SIZE
    align: Literal["left", "centre", "right"] = "left"
    top: bool = False
    grey: float | None = None
    drawing: Drawing | None = None
    pad: float = PAD
    least: float = 0.0
    tint: tuple[float, float, float] | None = None

    @property
    def leading(self) -> float:
        return self.size * LEADING

    @property
    def text_height(self) -> float:
        return len(self.lines) * self.leading

    @property
    def natural_height(self) -> float:
        """What its text takes, or a drawing of its own says it needs."""
        return max(self.text_height, self.least)


@dataclass(frozen=True)
class Band:
    """One row over the whole width. `keep` binds it to the next one; without `ruled` it has no lines around it."""

    cells: tuple[Cell, ...]
    height: float
    keep: bool = False
    ruled: bool = True

    def split(self, height: float) -> tuple["Band", "Band"] | None:
        """The part that fits into this height and the rest; None where it cannot be cut there."""
        if any(cell.drawing for cell in self.cells):
            return None
        fitting = [max(0, int((height - 2 * PAD) // cell.leading)) for cell in self.cells]
        if any(n < 2 <= len(cell.lines) for n, cell in zip(fitting, self.cells, strict=True)):
            return None
        pairs = list(zip(fitting, self.cells, strict=True))
        return (
            replace(self, cells=tuple(replace(cell, lines=cell.lines[:n]) for n, cell in pairs), height=height),
            band([replace(cell, lines=cell.lines[n:]) for n, cell in pairs], keep=self.keep, ruled=self.ruled),
        )


@dataclass(frozen=True)
class Block:
    """Bands under one heading. `head` is repeated on each page; `together` keeps the block on one page if it fits."""

    bands: tuple[Band, ...]
    heading: Band | None = None
    head: Band | None = None
    together: bool = False
    space: float = 4 * MM


@dataclass
class Page:
    """What was placed on one page: bands with their tops, and the frames (top, bottom) around them."""

    placed: list[tuple[Band, float]] = field(default_factory=list)
    frames: list[tuple[float, float]] = field(default_factory=list)
    y: float = BODY_TOP


def cell(
    width: float,
    text: str | Iterable[Span] = "",
    face: Face = Face.SERIF,
    *,
    size: float = TABLE_SIZE,
    align: Literal["left", "centre", "right"] = "left",
    grey: float | None = None,
    pad: float = PAD,
) -> Cell:
    """A cell with its text set in lines."""
    spans = [Span(text, face)] if isinstance(text, str) else text
    return Cell(width, wrap(spans, size, width - 2 * pad), size, align, grey=grey, pad=pad)


def band(cells: Sequence[Cell], *, least: float = 0.0, keep: bool = False, ruled: bool = True) -> Band:
    """A band as high as its highest cell."""
    high = max(c.natural_height for c in cells)
    return Band(tuple(cells), max(high + (1.9 * MM if ruled else 0.6 * MM), least), keep, ruled)


def paginate(blocks: Iterable[Block]) -> list[Page]:
    """The pages of these blocks."""
    pages = [Page()]
    for block in blocks:
        _place(block, pages)
    return pages


def _place(block: Block, pages: list[Page]) -> None:
    waiting = list(block.bands)
    opening = _height(block.heading) + _height(block.head)
    space = block.space if pages[-1].placed else 0.0
    whole = opening + sum(b.height for b in waiting)
    first = whole if block.together and whole <= BODY_BOTTOM - BODY_TOP else opening + _bound(waiting, 0)
    if pages[-1].placed and pages[-1].y + space + first > BODY_BOTTOM:
        pages.append(Page())
        space = 0.0
    page = pages[-1]
    page.y += space
    if block.heading:
        _put(page, block.heading)
    top = _start_table(page, block)
    index = 0
    while index < len(waiting):
        page = pages[-1]
        room = BODY_BOTTOM - page.y
        if _bound(waiting, index) <= room + 0.01:
            _put(page, waiting[index])
            index += 1
            continue
        parts = waiting[index].split(room) if waiting[index].height > room and room > 30 * MM else None
        if parts:
            _put(page, parts[0])
            waiting[index] = parts[1]
        elif page.y <= top + _height(block.head) + 0.01:  # alone on a fresh page and still too high
            _put(page, waiting[index])
            index += 1
            continue
        _end_table(page, top)
        pages.append(Page())
        top = _start_table(pages[-1], block)
    _end_table(pages[-1], top)


def _height(one: Band | None) -> float:
    return one.height if one else 0.0


def _bound(bands: Sequence[Band], index: int) -> float:
    """The height of this band and of those it is kept with."""
    total = 0.0
    for one in bands[index:]:
        total += one.height
        if not one.keep:
            break
    return total


def _put(page: Page, one: Band) -> None:
    page.placed.append((one, page.y))
    page.y += one.height


def _start_table(page: Page, block: Block) -> float:
    top = page.y
    if block.head:
        _put(page, block.head)
    return top


def _end_table(page: Page, top: float) -> None:
    ruled = [(y, y + one.height) for one, y in page.placed if one.ruled and y >= top - 0.01]
    if ruled:
        page.frames.append((ruled[0][0], ruled[-1][1]))


def draw_page(canvas: Any, page: Page, left: float) -> None:
    """Draw what was placed: greys first, then text and drawings, then lines."""
    for one, y in page.placed:
        x = left
        for c in one.cells:
            if c.grey is not None:
                canvas.setFillGray(c.grey)
                canvas.rect(x, PAGE_HEIGHT - y - one.height, c.width, one.height, stroke=0, fill=1)
            if c.tint is not None:
                canvas.setFillColorRGB(*c.tint)
                canvas.rect(x, PAGE_HEIGHT - y - one.height, c.width, one.height, stroke=0, fill=1)
            x += c.width
    canvas.setFillGray(0)
    for one, y in page.placed:
        x = left
        for c in one.cells:
            if c.drawing:
                c.drawing(canvas, x, y, c.width, one.height)
            draw_lines(canvas, c, x, y, one.height)
            x += c.width
    canvas.setStrokeGray(0)
    canvas.setLineWidth(INNER)
    canvas.lines(_rules(page, left))
    canvas.setLineWidth(OUTER)
    for top, bottom in page.frames:
        canvas.rect(left, PAGE_HEIGHT - bottom, BODY_WIDTH, bottom - top, stroke=1, fill=0)


def _rules(page: Page, left: float) -> list[tuple[float, float, float, float]]:
    """The inner lines (x0, y0, x1, y1) in the page's own direction, a column's vertical pieces joined into one."""
    lines = []
    open_from: dict[float, float] = {}
    floor = 0.0
    for one, y in [*page.placed, (Band((), 0, ruled=False), PAGE_HEIGHT)]:
        x, edges = left, []
        for c in one.cells[:-1] if one.ruled else ():
            x += c.width
            edges.append(round(x, 2))
        for edge in [edge for edge in open_from if edge not in edges or y > floor + 0.01]:
            lines.append((edge, PAGE_HEIGHT - open_from.pop(edge), edge, PAGE_HEIGHT - floor))
        for edge in edges:
            open_from.setdefault(edge, y)
        if one.ruled:
            floor = y + one.height
            lines.append((left, PAGE_HEIGHT - floor, left + BODY_WIDTH, PAGE_HEIGHT - floor))
    return lines


def draw_lines(canvas: Any, c: Cell, x: float, y: float, height: float) -> None:
    """Draw a cell's lines, centred in its height (or from its top)."""
    offset = PAD * 0.7 if c.top else (height - c.text_height) / 2
    for number, line in enumerate(c.lines):
        # The middle of a hanzi is 0.38 em above its base line.
        base = y + offset + (number + 0.5) * c.leading + 0.38 * c.size
        free = c.width - 2 * c.pad - line.width
        start = x + c.pad + {"left": 0.0, "centre": free / 2, "right": free}[c.align]
        draw_line(canvas, line, start, base, c.size)


class _Text:
    """Text operators ready made: reportlab's own text object measures everything once more."""

    def __init__(self, operators: list[str]) -> None:
        self._operators = operators

    def getCode(self) -> str:  # the name is reportlab's: what drawText asks for
        return " ".join(self._operators)


def draw_line(canvas: Any, line: Line, x: float, base: float, size: float) -> None:
    """Draw one line from x, its base line at y = base."""
    if not line.pieces:
        return
    operators = [f"BT 1 0 0 1 {x:.2f} {PAGE_HEIGHT - base:.2f} Tm"]
    document = canvas._doc
    for piece in line.pieces:
        one = font(piece.font)
        for subset, codes in one.splitString(piece.text, document):
            name = one.getSubsetInternalName(subset, document)
            operators.append(f"{name} {size * piece.scale:.2f} Tf <{codes.hex()}> Tj")
    canvas.drawText(_Text([*operators, "ET"]))
