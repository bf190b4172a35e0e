"""Who signed the sheet, who refused, the boxes for the seals, and how the sheet is proved genuine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zjg_inspect.model.inspection import Content, Outcome, Role, Signature, Someone, is_void
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.report import content as words
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import (
    BODY_WIDTH,
    MM,
    PAD,
    PAGE_HEIGHT,
    Band,
    Block,
    Cell,
    Drawing,
    band,
    cell,
    draw_lines,
)
from zjg_inspect.report.photos import Jpeg, draw_fitted, picture
from zjg_inspect.report.qr import Code, last_page_text
from zjg_inspect.report.strokes import draw_strokes
from zjg_inspect.report.tables import LABEL, label
from zjg_inspect.report.text import Span, in_fours

_ROW = 16 * MM
_SEAL_ROW = 28 * MM
_VALUE = BODY_WIDTH / 2 - LABEL
_PEN_WIDTH = 32 * MM
_CODE = 30 * MM
_SCAN_HIGH = 150 * MM
_SMALL = 8.0
_VOID_GREY = 0.6


@dataclass(frozen=True)
class Proof:
    """What proves the sheet: hashes in hex; without a version hash the visit is not sealed yet."""

    content_hash: str
    version_hash: str | None
    entity: str
    device_signature: bytes | None


# Whose turn it is, by role and name: that box is tinted on the screen, and never on paper.
Turn = tuple[Role, str]
_TURN_TINT = (0xE4 / 255, 0xED / 255, 0xF5 / 255)
# What a box of the signing table holds beside its label.
_Box = tuple[str, Cell]


def block(
    visit: Content,
    signatures: Sequence[Signature],
    review: ReviewBody | None,
    proof: Proof,
    fetch: Callable[[str], bytes | None],
    office: str,
    turn: Turn | None = None,
) -> tuple[str, Block]:
    """Signatures, seals and the verification box, kept together on one page."""
    boxes = _boxes(visit, signatures, review, proof.content_hash, fetch, turn)
    if len(boxes) % 2:
        boxes.append(("", Cell(_VALUE)))
    rows = []
    for left, right in zip(boxes[::2], boxes[1::2], strict=True):
        rows.append(band([label(left[0]), left[1], label(right[0]), right[1]], least=_ROW))
    seals = [label(words.seal(visit)), Cell(_VALUE), label("安监部门\n公　　章"), Cell(_VALUE)]
    rows.append(band(seals, least=_SEAL_ROW))
    return "签字", Block((*rows, _verification(proof, office)), together=True)


def scans(
    signatures: Sequence[Signature], content_hash: str, fetch: Callable[[str], bytes | None]
) -> tuple[str, Block] | None:
    """The sheet as it was signed in ink, a picture each with whose signatures it shows; None where nobody did."""
    found: dict[str, list[str]] = {}
    for one in sorted(signatures, key=lambda each: each.role != "inspector"):
        if one.kind == "paper" and one.scan and not is_void(one, content_hash):
            found.setdefault(one.scan, []).append(one.person.name)
    bands = []
    for sha, names in found.items():
        said = cell(BODY_WIDTH, words.ON_PAPER_LONG.format(names="、".join(names)), Face.SANS_BOLD)
        bands.append(band([said], least=said.text_height, keep=True))
        bands.append(Band((Cell(BODY_WIDTH, drawing=_whole(picture(sha, fetch))),), _SCAN_HIGH))
    return ("纸质签字", Block(tuple(bands))) if bands else None


def _whole(shown: Jpeg | str) -> Drawing:
    def draw(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        if isinstance(shown, Jpeg):
            draw_fitted(canvas, shown, x + PAD, y + PAD, width - 2 * PAD, height - 2 * PAD)
        else:
            draw_lines(canvas, cell(width, shown, Face.SANS_BOLD, align="centre"), x, y, height)

    return draw


def _boxes(
    visit: Content,
    signatures: Sequence[Signature],
    review: ReviewBody | None,
    content_hash: str,
    fetch: Callable[[str], bytes | None],
    turn: Turn | None,
) -> list[_Box]:
    year = visit.date[:4]

    def lit(role: Role, person: Someone | None, shown: Cell) -> Cell:
        mine = (
            turn is not None and turn[0] == role and (role != "inspector" or person is None or turn[1] == person.name)
        )
        return replace(shown, tint=_TURN_TINT) if mine else shown

    def box(name: str, one: Signature) -> _Box:
        return name, lit(one.role, one.person, _signed(one, content_hash, year, fetch))

    inspector = f"{words.DOING[visit.type]}人"
    boxes = []
    for person in visit.inspectors:
        theirs = [s for s in signatures if s.role == "inspector" and s.person.name == person.name]
        boxes += [box(inspector, one) for one in theirs] or [(inspector, lit("inspector", person, _unsigned(person)))]
    named = {person.name for person in visit.inspectors}
    boxes += [box(inspector, s) for s in signatures if s.role == "inspector" and s.person.name not in named]
    if visit.outcome is Outcome.DONE:
        theirs = [s for s in signatures if s.role == "enterprise" and s.kind != "refused"]
        refused = any(s.kind == "refused" and not is_void(s, content_hash) for s in signatures)
        instead = words.REFUSED if refused else words.NOT_SIGNED
        unsigned = lit("enterprise", visit.enterprise_person, _unsigned(visit.enterprise_person, instead))
        host = words.host(visit)
        boxes += [box(host, one) for one in theirs] or [(host, unsigned)]
        boxes.append(("拒签情况", _refusals(signatures, content_hash, year)))
    boxes += [box("见证人", one) for one in signatures if one.role == "witness"]
    boxes += [("安监部门\n审　　核", _reviewed(review, content_hash, year, fetch))]
    return [*boxes, ("审核意见", cell(_VALUE, words.opinion(review)))]


def _unsigned(person: Someone | None, instead: str = words.NOT_SIGNED) -> Cell:
    said = f"{words.beside_name(person)}\n{instead}" if person else instead
    return cell(_VALUE, said, size=_SMALL, align="right")


def _refusals(signatures: Sequence[Signature], content_hash: str, year: str) -> Cell:
    refused = [s for s in signatures if s.kind == "refused"]
    if not refused:
        return cell(_VALUE, "无")
    return cell(_VALUE, "\n".join(words.refusal(s, year, is_void(s, content_hash)) for s in refused))


def _reviewed(review: ReviewBody | None, content_hash: str, year: str, fetch: Callable[[str], bytes | None]) -> Cell:
    if review is None:
        return cell(_VALUE, words.NOT_REVIEWED, size=_SMALL, align="right")
    if review.signature is None:
        return cell(_VALUE, f"{review.reviewer.name}\n{words.paper_time(review.at, year)}", size=_SMALL, align="right")
    return _signed(review.signature, content_hash, year, fetch)


def _signed(one: Signature, content_hash: str, year: str, fetch: Callable[[str], bytes | None]) -> Cell:
    void = is_void(one, content_hash)
    beside = [Span(words.beside_name(one.person)), Span(f"\n{words.paper_time(one.at, year)}")]
    if one.kind == "paper":
        beside.append(Span(f"\n{words.ON_PAPER}"))
    if void:
        beside.append(Span(f"\n{words.VOID}", Face.SANS_BOLD))
        beside.append(Span(f"\n{words.void_reason(one)}"))
    text = cell(_VALUE - _PEN_WIDTH - PAD, beside, size=_SMALL, align="right")
    scan = picture(one.scan, fetch) if one.kind == "paper" and one.scan else None
    return Cell(_VALUE, drawing=_drawing(one, scan, text, void), least=text.text_height)


def _drawing(one: Signature, scan: Jpeg | str | None, text: Cell, void: bool) -> Drawing:
    def draw(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        box = (x + PAD, y + PAD, _PEN_WIDTH, height - 2 * PAD)
        if isinstance(scan, Jpeg):
            draw_fitted(canvas, scan, *box)
        elif scan:
            draw_lines(canvas, cell(_PEN_WIDTH, scan), box[0], box[1], box[3])
        else:
            draw_strokes(canvas, one.strokes, *box, grey=_VOID_GREY if void else 0.0, pressures=one.pressures)
        if void:
            middle = PAGE_HEIGHT - y - height / 2
            canvas.setLineWidth(0.8)
            canvas.line(box[0], middle, box[0] + _PEN_WIDTH, middle)
        draw_lines(canvas, text, x + _PEN_WIDTH + PAD, y, height)

    return draw


def _verification(proof: Proof, office: str) -> Band:
    sealed = proof.version_hash is not None
    wide = BODY_WIDTH - (_CODE + 8 * MM if sealed else 0)
    halves = [in_fours(proof.content_hash[:32]), in_fours(proof.content_hash[32:])]
    spans = [
        Span("验真　", Face.SANS_BOLD),
        Span(words.how_to_verify(office) if sealed else words.UNSEALED_LONG),
        Span("\n内容码（SHA-256）\n"),
        Span("\n".join(halves), Face.MONO),
        Span(f"\n{words.SIGNED_ON_THIS}\n"),
        Span(words.NO_ENFORCEMENT, Face.SERIF_BOLD),
    ]
    said = cell(wide, spans, pad=3 * MM)
    if proof.version_hash is None:
        return band([said], least=said.text_height + 4 * MM)
    code = Code(last_page_text(proof.version_hash, proof.entity, proof.device_signature))

    def draw(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        code.draw(canvas, x + width - _CODE - 4 * MM, PAGE_HEIGHT - y - (height + _CODE) / 2, _CODE)

    return band([replace(said, width=BODY_WIDTH, drawing=draw, least=_CODE + 5 * MM)])
