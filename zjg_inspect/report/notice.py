"""The rectification notice (整改通知单) as A4 pages: one enterprise's open hazards with deadlines and the five, signed
by both; one notice, or many in one file, each beginning a page of its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.model.hazard import Recurrence, severity
from zjg_inspect.model.inspection import FoundHazard
from zjg_inspect.report import content as sheet_words
from zjg_inspect.report import foot
from zjg_inspect.report import notice_words as words
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import BODY_WIDTH, MM, PAGE_HEIGHT, PAGE_WIDTH, Band, Block, Cell, band, cell, draw_page
from zjg_inspect.report.layout import paginate as set_on_pages
from zjg_inspect.report.tables import (
    HEADING_SIZE,
    LABEL,
    ROW,
    TITLE_SIZE,
    hazard_row,
    hazards_head,
    label,
)

_LEFT = 20 * MM
_SIGN_ROW = 18 * MM
_SEAL_ROW = 28 * MM
_OPINION_ROW = 20 * MM
_NUMBER, _SMALL = 8 * MM, 8.5
_HALF = BODY_WIDTH / 2 - LABEL


@dataclass(frozen=True)
class NoticeHazard:
    """An open hazard on a notice. `seen`: number and people of the visit that found it, where they are here."""

    found: FoundHazard
    date: str
    number: str = ""
    inspectors: str = ""
    extensions: int = 0
    first_deadline: str = ""
    reported_done: bool = False
    referred: bool = False
    again: Recurrence | None = None


@dataclass(frozen=True)
class Notice:
    """What a notice is made from; without a number it has not been printed yet."""

    number: str
    date: str
    office: str
    name: str
    code: str
    address: str
    township: str
    village: str
    principal: str
    phone: str
    hazards: tuple[NoticeHazard, ...]


def render_notices(notices: Sequence[Notice], step: Callable[[int, int], None] = lambda _done, _all: None) -> bytes:
    """All of them in one PDF, the pages of each counted for itself; the same notices give the same bytes.

    `step` is told before each one how many are done; what it raises ends the work.

    Raises:
        FontMissing: a shipped font file is gone or damaged.
    """
    out = BytesIO()
    canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(words.TITLE if len(notices) != 1 else f"{words.TITLE} {notices[0].number} {notices[0].name}")
    canvas.setAuthor(notices[0].office if notices else "")
    canvas.setCreator("zjg-inspect")
    canvas.setProducer("zjg-inspect")
    for done, notice in enumerate(notices):
        step(done, len(notices))
        pages = set_on_pages(_blocks(notice))
        if len(notices) > 1:
            canvas.bookmarkPage(f"notice{done}")
            canvas.addOutlineEntry(notice.name, f"notice{done}", 0)
        for number, page in enumerate(pages, 1):
            draw_page(canvas, page, _LEFT)
            said = notice.number or sheet_words.NO_NUMBER
            foot.draw_plain(canvas, said, words.NO_ENFORCEMENT, _LEFT, number, len(pages))
            canvas.showPage()
    canvas.save()
    step(len(notices), len(notices))
    return out.getvalue()


def _blocks(notice: Notice) -> list[Block]:
    ranked = sorted(notice.hazards, key=lambda each: severity(each.found.rectification.grade))
    grades = [each.found.rectification.grade for each in ranked]
    rows = [row for n, each in enumerate(ranked, 1) for row in _rows(each, n, notice.date[:4])]
    return [
        _title(notice),
        Block(tuple(_head_rows(notice)), space=0.5 * MM),
        _paragraph(words.opening(notice.name, grades)),
        Block(tuple(rows), head=hazards_head(), space=2 * MM),
        _closing(notice.office),
    ]


def _title(notice: Notice) -> Block:
    title = cell(BODY_WIDTH, words.TITLE, Face.SANS_BOLD, size=TITLE_SIZE, align="centre", pad=0)
    half, size = BODY_WIDTH / 2, HEADING_SIZE - 1
    line = [
        cell(half, f"编号：{notice.number or sheet_words.NO_NUMBER}", size=size, pad=0),
        cell(half, f"日期：{sheet_words.paper_date(notice.date)}", size=size, align="right", pad=0),
    ]
    return Block((Band((title,), title.text_height, ruled=False), band(line, least=7 * MM, ruled=False)))


def _head_rows(notice: Notice) -> Iterable[Band]:
    pairs = (
        ("企业名称", notice.name, "信用代码", notice.code or "无"),
        ("地址", notice.address, "工业集中区", f"{notice.township}{notice.village}"),
        ("主要负责人", notice.principal, "联系电话", notice.phone),
    )
    value = (BODY_WIDTH - 2 * LABEL) / 2 + 9 * MM
    rest = BODY_WIDTH - 2 * LABEL - value
    for left, first, right, second in pairs:
        yield band([label(left), cell(value, first), label(right), cell(rest, second)], least=ROW)


def _paragraph(text: str) -> Block:
    return Block((_said(text, Face.SERIF, 1.5 * MM),), together=True)


def _said(text: str, face: Face, below: float) -> Band:
    said = cell(BODY_WIDTH, text, face, size=HEADING_SIZE, pad=0)
    return Band((said,), said.text_height + below, keep=True, ruled=False)


def _rows(hazard: NoticeHazard, number: int, year: str) -> Iterable[Band]:
    """The hazard with the five, and under it over the whole width who found it and what has been since."""
    yield replace(hazard_row(hazard.found, number, year, ()), keep=True)
    said = cell(BODY_WIDTH - _NUMBER, "；".join(_beside(hazard)) + "。", size=_SMALL)
    yield band([Cell(_NUMBER), said])


def _beside(hazard: NoticeHazard) -> list[str]:
    said = [words.found(hazard.date, hazard.number, hazard.inspectors), *sheet_words.recurs(hazard.again)]
    if hazard.extensions:
        said.append(words.extended(hazard.extensions, hazard.first_deadline))
    if hazard.referred:
        said.append(words.REFERRED)
    if hazard.reported_done:
        said.append(words.REPORTED_DONE)
    return said


def _closing(office: str) -> Block:
    """What to do next, where both sign, what the enterprise says, why it does not sign, and both seals: kept together,
    so that nobody signs a page that says nothing."""
    people = [words.SIGN_HERE] * 2
    sign = band(
        [part for name, said in zip(words.HANDS, people, strict=True) for part in (label(name), cell(_HALF, said))],
        least=_SIGN_ROW,
    )
    wide = BODY_WIDTH - LABEL
    opinion = band([label(words.OPINION), Cell(wide)], least=_OPINION_ROW)
    refused = band([label(words.REFUSED), cell(wide, "（理由、见证人）", size=_SMALL)], least=ROW * 1.6)
    seals = [label("安监部门\n公　　章"), Cell(_HALF), label("企业公章"), Cell(_HALF)]
    said = (
        _said(words.closing(office), Face.SERIF, 1.5 * MM),
        _said(f"　　{words.NO_ENFORCEMENT}", Face.SERIF_BOLD, 4 * MM),
    )
    return Block((*said, opinion, sign, refused, band(seals, least=_SEAL_ROW)), together=True)
