"""The foot of every page: number, content code, page x of y, and the QR code once the visit is sealed."""

from typing import Any, NamedTuple

from zjg_inspect.report import content as words
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import BODY_WIDTH, MM, PAGE_HEIGHT, draw_line
from zjg_inspect.report.qr import Code
from zjg_inspect.report.text import Line, Span, in_fours, one_line, wrap

_TOP = 271 * MM
_QR = 16 * MM
_SIZE = 8.5
_FIRST, _SECOND = 7.5 * MM, 12 * MM
_FORM = "foot-code"


def prepare(canvas: Any, version_hash: str | None) -> bool:
    """Put the code into the document once for all pages; False before sealing, when there is none."""
    if version_hash is None:
        return False
    canvas.beginForm(_FORM, 0, 0, _QR, _QR)
    Code(version_hash).draw(canvas, 0, 0, _QR)
    canvas.endForm()
    return True


class Foot(NamedTuple):
    """What stands at the foot of every page of a sheet."""

    number: str
    content_hash: str
    pages: int
    sealed: bool


def draw_plain(canvas: Any, number: str, said: str, left: float, page: int, pages: int) -> None:
    """The foot of paper that proves nothing by a code: number, page x of y, and what it is not."""
    right, middle = left + BODY_WIDTH, left + BODY_WIDTH / 2
    _rule(canvas, left)
    draw_line(canvas, one_line(f"编号 {number}", Face.SERIF, _SIZE), left, _TOP + _FIRST, _SIZE)
    _centred(canvas, one_line(f"第 {page} 页　共 {pages} 页", Face.SERIF, _SIZE), middle, _FIRST)
    last = one_line(said, Face.SERIF, _SIZE)
    draw_line(canvas, last, right - last.width, _TOP + _FIRST, _SIZE)


def draw(canvas: Any, foot: Foot, left: float, page: int) -> None:
    """Draw the foot of this page."""
    right, middle = left + BODY_WIDTH, left + BODY_WIDTH / 2
    _rule(canvas, left)
    code = wrap([Span("内容码 "), Span(in_fours(foot.content_hash[:12]), Face.MONO)], _SIZE, BODY_WIDTH)[0]
    draw_line(canvas, one_line(f"编号 {foot.number}", Face.SERIF, _SIZE), left, _TOP + _FIRST, _SIZE)
    draw_line(canvas, code, left, _TOP + _SECOND, _SIZE)
    _centred(canvas, one_line(f"第 {page} 页　共 {foot.pages} 页", Face.SERIF, _SIZE), middle, _FIRST)
    _centred(canvas, one_line(words.NO_ENFORCEMENT, Face.SERIF, _SIZE), middle, _SECOND)
    if foot.sealed:
        canvas.saveState()
        canvas.translate(right - _QR, PAGE_HEIGHT - _TOP - 2 * MM - _QR)
        canvas.doForm(_FORM)
        canvas.restoreState()
        said = one_line("扫码验真", Face.SERIF, _SIZE)
        right -= _QR + 3.5 * MM
    else:
        said = one_line(words.UNSEALED, Face.SANS_BOLD, _SIZE)
    draw_line(canvas, said, right - said.width, _TOP + 10 * MM, _SIZE)


def _rule(canvas: Any, left: float) -> None:
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.line(left, PAGE_HEIGHT - _TOP, left + BODY_WIDTH, PAGE_HEIGHT - _TOP)


def _centred(canvas: Any, line: Line, middle: float, down: float) -> None:
    draw_line(canvas, line, middle - line.width / 2, _TOP + down, _SIZE)
