"""The A4 sheet of one visit as a PDF: everything that was found, the signatures, and a QR code on each page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from zjg_inspect.model.clock import local
from zjg_inspect.model.correction import changed_items
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardBody, Recurrence
from zjg_inspect.model.inspection import Content, Outcome, Signature, VisitType
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.report import content as words
from zjg_inspect.report import foot, photos, signing, tables
from zjg_inspect.report.layout import MM, PAGE_HEIGHT, PAGE_WIDTH, Block, draw_page, paginate
from zjg_inspect.report.rechecked import Rechecked, rechecked_block

_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class SheetInput:
    """What a sheet is made from; hashes in hex.

    `version_hash` is None until the visit is sealed: the sheet then has no QR codes and says 未签完. `photos` gives a
    photo's JPEG by its SHA-256, None where it has not arrived. `rechecked` says what each hazard that was looked
    at again was, by its id. `again` says by item what recurs, `extended` by hazard id to which day and why it had been
    extended.
    `then` is by item the step that opened a hazard which was looked at again, with what was photographed then.
    `registered` are the register's facts that the visit rests on, where they are known. `correction` is
    the number of corrections so far, `before` what the version said that this one corrects. `bound` leaves 25 mm at the
    left for binding. `turn` is whose signature is asked for: a hint on the screen, not for printing.
    """

    content: Content
    form: FormDef
    content_hash: str
    entity: str
    signatures: tuple[Signature, ...] = ()
    version_hash: str | None = None
    device_signature: bytes | None = None
    review: ReviewBody | None = None
    photos: Callable[[str], bytes | None] = lambda _: None
    office_name: str = "镇安监办"
    rechecked: Mapping[str, Rechecked] = field(default_factory=dict)
    again: Mapping[str, Recurrence] = field(default_factory=dict)
    extended: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    then: Mapping[str, HazardBody] = field(default_factory=dict)
    registered: Facts | None = None
    correction: int = 0
    before: Content | None = None
    bound: bool = False
    turn: signing.Turn | None = None


def render_sheet(inp: SheetInput) -> bytes:
    """The sheet as PDF; the same input gives the same bytes.

    Raises:
        FontMissing: a shipped font file is gone or damaged.
    """
    pages = paginate(_blocks(inp))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1)
    _describe(canvas, inp)
    sealed = foot.prepare(canvas, inp.version_hash)
    left = (25 if inp.bound else 20) * MM
    said = foot.Foot(inp.content.number or words.NO_NUMBER, inp.content_hash, len(pages), sealed)
    for number, page in enumerate(pages, 1):
        draw_page(canvas, page, left)
        foot.draw(canvas, said, left, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _describe(canvas: Canvas, inp: SheetInput) -> None:
    """The document's own data; its date is the visit's end, so that making it again changes nothing."""
    canvas.setTitle(f"{words.title(inp.content)} {inp.content.number} {inp.content.name}")
    canvas.setAuthor("、".join(one.name for one in inp.content.inspectors))
    canvas.setSubject(f"内容码 {inp.content_hash}")
    canvas.setCreator("zjg-inspect")
    canvas.setProducer("zjg-inspect")
    ended = local(inp.content.finished_at)
    canvas.setDateFormatter(lambda *_: f"D:{ended:%Y%m%d%H%M%S}+08'00'")


def _blocks(inp: SheetInput) -> list[Block]:
    """The sheet's parts in their order, numbered 一、二、三 as far as they are there."""
    visit = inp.content
    numbers = tables.hazard_numbers(visit)
    album = photos.album(visit, numbers)
    changed = changed_items(inp.before, visit) if inp.before is not None else {}
    parts = []
    if visit.outcome is Outcome.DONE:
        again = rechecked_block(visit, inp.rechecked, photos.by_item(album))
        # a re-inspection is about these; in another visit they come after what it found
        before = visit.type is VisitType.REINSPECTION
        parts += [again] if again and before else []
        parts.append(tables.items(visit, inp.form, numbers, photos.by_item(album), changed))
        parts.append(tables.hazards(visit, numbers, inp.again, inp.extended))
        parts += [again] if again and not before else []
        if visit.aside:
            parts.append(tables.aside(visit, inp.form, photos.by_item(album)))
    if pairs := photos.pairs(visit, inp.then, album):
        parts.append(photos.pairs_block(pairs, inp.photos, visit.date[:4]))
    if album:
        parts.append(photos.block(album, inp.photos, visit.date[:4]))
    decision = inp.review.decision if inp.review and inp.review.content_hash == inp.content_hash else None
    parts.append(tables.conclusion(visit, inp.form, numbers, decision, inp.office_name))
    proof = signing.Proof(inp.content_hash, inp.version_hash, inp.entity, inp.device_signature)
    parts.append(signing.block(visit, inp.signatures, inp.review, proof, inp.photos, inp.office_name, inp.turn))
    if on_paper := signing.scans(inp.signatures, inp.content_hash, inp.photos):
        parts.append(on_paper)
    numbered = [
        replace(part, heading=tables.heading(f"{numeral}、{title}"))
        for numeral, (title, part) in zip(_NUMERALS, parts, strict=False)
    ]
    return [*tables.head(visit, inp.form, inp.correction, inp.before, inp.registered), *numbered]
