"""A report of lists as a PDF: its sentence, its tables one after the other, and who signs."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import (
    BODY_WIDTH,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Block,
    band,
    cell,
    draw_line,
    draw_page,
    paginate,
)
from zjg_inspect.report.listed import Listed, Table
from zjg_inspect.report.tables import HEADING_SIZE, ROW, TITLE_SIZE, heading
from zjg_inspect.report.text import one_line

_LEFT = 20 * MM
_SIZE = 8.5
_TOP = 271 * MM
_SUM_GREY = 0.95
_NUMERALS = "一二三四五六七八九"


def render_list(made: Listed) -> bytes:
    """The list as PDF. Raises FontMissing."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(made.title)
    canvas.setCreator("zjg-inspect")
    canvas.setProducer("zjg-inspect")
    numbered = zip(_NUMERALS, made.tables, strict=False)
    *blocks, last = (_block(numeral, table) for numeral, table in numbered)
    pages = paginate([_head(made), *blocks, _signed(last, made.signs)])
    for number, page in enumerate(pages, 1):
        draw_page(canvas, page, _LEFT)
        _foot(canvas, f"{made.office}　{made.title}", f"第 {number} 页　共 {len(pages)} 页")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _head(made: Listed) -> Block:
    title = cell(BODY_WIDTH, made.title, Face.SANS_BOLD, size=TITLE_SIZE, align="centre", pad=0)
    half = BODY_WIDTH / 2
    line = [
        cell(half, f"填报单位：{made.office}", size=HEADING_SIZE - 1, pad=0),
        cell(half, made.under, size=HEADING_SIZE - 1, align="right", pad=0),
    ]
    said = cell(BODY_WIDTH, made.summary, size=HEADING_SIZE, pad=0)
    return Block(
        (band([title], least=14 * MM, ruled=False), band(line, least=7 * MM, ruled=False), band([said], ruled=False))
    )


def _block(numeral: str, table: Table) -> Block:
    widths = [width * MM * BODY_WIDTH / (sum(table.widths) * MM) for width in table.widths]
    title = heading(f"{numeral}、{table.title}")
    if not table.rows:
        return Block((band([cell(BODY_WIDTH, table.none)], least=ROW),), heading=title)
    pairs = list(zip(widths, table.headings, strict=True))
    head = band([cell(w, text, Face.SANS_BOLD, size=table.size, align="centre", pad=0.8 * MM) for w, text in pairs])
    bands = []
    for at, row in enumerate(table.rows, 1):
        sums = table.total and at == len(table.rows)
        face, grey = (Face.SERIF_BOLD, _SUM_GREY) if sums else (Face.SERIF, None)
        cells = []
        for number, (width, value) in enumerate(zip(widths, row, strict=True)):
            align: Any = "centre" if number == 0 else "right" if number in table.numbers else "left"
            cells.append(cell(width, str(value), face, size=table.size, align=align, grey=grey, pad=1.0 * MM))
        bands.append(band(cells, least=ROW))
    return Block(tuple(bands), heading=title, head=head)


def _signed(last: Block, names: tuple[str, ...]) -> Block:
    """The last table, and the line to sign on its last page."""
    third = BODY_WIDTH / 3
    cells = [cell(third, name, size=HEADING_SIZE, pad=0) for name in names]
    *rows, end = last.bands
    return replace(last, bands=(*rows, replace(end, keep=True), band(cells, least=22 * MM, ruled=False)))


def _foot(canvas: Any, left: str, right: str) -> None:
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.line(_LEFT, PAGE_HEIGHT - _TOP, _LEFT + BODY_WIDTH, PAGE_HEIGHT - _TOP)
    base = _TOP + 6 * MM
    draw_line(canvas, one_line(left, Face.SERIF, _SIZE), _LEFT, base, _SIZE)
    said = one_line(right, Face.SERIF, _SIZE)
    draw_line(canvas, said, _LEFT + BODY_WIDTH - said.width, base, _SIZE)
