"""The visit's photos on the sheet: whole, never cropped, with number, what they show, time and hash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfutils import readJPEGInfo

from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Content, Photo
from zjg_inspect.model.marks import as_seen
from zjg_inspect.report import content as words
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import BODY_WIDTH, MM, PAGE_HEIGHT, Band, Block, Cell, Drawing, cell, draw_lines
from zjg_inspect.report.text import in_fours

_MARGIN = 1.5 * MM
_SUNK = 0.925


@dataclass
class Entry:
    """One photo and what it belongs to: hazard numbers, item codes; neither for the visit as a whole."""

    number: int
    photo: Photo
    hazards: list[int] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


class Jpeg:
    """A JPEG put into the PDF as it is, byte for byte, so that its hash can be checked there too.

    Raises:
        ValueError: not a JPEG of three, one or four components with 8 bits.
    """

    def __init__(self, sha256: str, data: bytes) -> None:
        self._name, self._data = sha256, data
        try:
            self.width, self.height, *_ = readJPEGInfo(BytesIO(data))
        except Exception as error:  # the reader leaks struct.error, IndexError and its own kind
            raise ValueError(sha256) from error
        if not (data.startswith(b"\xff\xd8") and self.width and self.height):
            raise ValueError(sha256)

    def __str__(self) -> str:
        """The name under which the PDF keeps it once."""
        return self._name

    def jpeg_fh(self) -> BytesIO:
        return BytesIO(self._data)


def album(visit: Content, numbers: Mapping[str, int]) -> list[Entry]:
    """Each photo once, in the order of hazards, items, visit, what is set aside, with all that it belongs to; of a
    marked one the marked copy."""
    entries: dict[str, Entry] = {}

    def add(photo: Photo) -> Entry:
        return entries.setdefault(photo.sha256, Entry(len(entries) + 1, photo))

    answers = {answer.item: answer for answer in visit.answers}
    for hazard in sorted(visit.hazards, key=lambda one: numbers[one.item]):
        answer = answers.get(hazard.item)
        for photo in (*as_seen(hazard.photos), *as_seen(answer.photos if answer else ())):
            add(photo).hazards.append(numbers[hazard.item])
    for answer in visit.answers:
        for photo in as_seen(answer.photos):
            add(photo).items.append(answer.item)
    for photo in as_seen(visit.photos):
        add(photo)
    for answer in visit.aside:
        for photo in as_seen(answer.photos):
            add(photo).items.append(answer.item)
    return list(entries.values())


@dataclass
class Pair:
    """How a hazard's place looked when it was found, and how it looks now."""

    item: str
    found: str
    before: Photo
    now: Entry


def pairs(visit: Content, then: Mapping[str, HazardBody], entries: list[Entry]) -> list[Pair]:
    """What was looked at again and photographed both times, in the order of the items."""
    numbers = {entry.photo.sha256: entry for entry in entries}
    found = []
    for answer in visit.answers:
        body, now = then.get(answer.item), as_seen(answer.photos)
        if body is not None and body.photos and now:
            found.append(Pair(answer.item, body.date, as_seen(body.photos)[0], numbers[now[0].sha256]))
    return found


def pairs_block(found: list[Pair], fetch: Callable[[str], bytes | None], year: str) -> tuple[str, Block]:
    """Before at the left, now at the right, a row each."""
    bands = []
    for pair in found:
        then = Entry(0, pair.before, items=[pair.item])
        before = f"{pair.item}　查出时（{words.short_date(pair.found, year)}）\n{_proof(then, year)}"
        now = f"{pair.item}　本次　同照片 {pair.now.number}\n{_proof(pair.now, year)}"
        shown = [(entry, picture(entry.photo.sha256, fetch)) for entry in (then, pair.now)]
        bands.append(_row(shown, 2, 48 * MM, [before, now]))
    return f"整改前后对照（{len(found)} 条）", Block(tuple(bands))


def by_item(entries: list[Entry]) -> dict[str, list[int]]:
    """The photo numbers of each item."""
    found: dict[str, list[int]] = {}
    for entry in entries:
        for item in dict.fromkeys(entry.items):
            found.setdefault(item, []).append(entry.number)
    return found


def block(entries: list[Entry], fetch: Callable[[str], bytes | None], year: str) -> tuple[str, Block]:
    """The photos, four beside each other, three where one of them stands upright, two where there are no more."""
    pictures = [(entry, picture(entry.photo.sha256, fetch)) for entry in entries]
    bands = []
    while pictures:
        upright = any(isinstance(shown, Jpeg) and shown.height > shown.width for _, shown in pictures[:3])
        across, high = (2, 38 * MM) if len(entries) <= 2 else (3, 52 * MM) if upright else (4, 29 * MM)
        some = pictures[:across]
        bands.append(_row(some, across, high, [_caption(entry, year) for entry, _ in some]))
        pictures = pictures[across:]
    return f"现场照片（{len(entries)} 张）", Block(tuple(bands))


def picture(sha256: str, fetch: Callable[[str], bytes | None]) -> Jpeg | str:
    """The photo, or the words that stand in its place."""
    data = fetch(sha256)
    if data is None:
        return words.MISSING_PHOTO
    try:
        return Jpeg(sha256, data)
    except ValueError:
        return words.UNREADABLE_PHOTO


def _row(pictures: list[tuple[Entry, Jpeg | str]], across: int, high: float, said: list[str]) -> Band:
    width = BODY_WIDTH / across
    captions = [cell(width, text, size=8, pad=_MARGIN) for text in said]
    low = max(caption.text_height for caption in captions)
    cells = [
        Cell(width, drawing=_drawing(shown, caption, high))
        for (_, shown), caption in zip(pictures, captions, strict=True)
    ]
    if len(cells) < across:
        cells.append(Cell(width * (across - len(cells))))
    return Band(tuple(cells), high + low + 3 * _MARGIN)


def _caption(entry: Entry, year: str) -> str:
    belongs = [f"隐患 {number}" for number in dict.fromkeys(entry.hazards)] + list(dict.fromkeys(entry.items))
    first = "　".join([f"照片 {entry.number}", *(belongs or ["现场"]), *filter(None, [entry.photo.caption])])
    return f"{first}\n{_proof(entry, year)}"


def _proof(entry: Entry, year: str) -> str:
    """When it was taken and the hash of the original, that it is marked."""
    photo = entry.photo
    proof = f"{words.photo_time(photo.taken_at, year)}　原件 {in_fours((photo.of or photo.sha256)[:8])}"
    marked = [words.MARKED.format(in_fours(photo.sha256[:8]))] if photo.of else []
    return "\n".join([proof, *marked])


def _drawing(shown: Jpeg | str, caption: Cell, high: float) -> Drawing:
    def draw(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        room = width - 2 * _MARGIN
        canvas.setFillGray(_SUNK)
        canvas.rect(x + _MARGIN, PAGE_HEIGHT - y - _MARGIN - high, room, high, stroke=0, fill=1)
        canvas.setFillGray(0)
        if isinstance(shown, Jpeg):
            draw_fitted(canvas, shown, x + _MARGIN, y + _MARGIN, room, high)
        else:
            draw_lines(canvas, cell(room, shown, Face.SANS_BOLD, align="centre"), x + _MARGIN, y + _MARGIN, high)
        draw_lines(canvas, caption, x, y + _MARGIN * 1.6 + high, caption.text_height)

    return draw


def draw_fitted(canvas: Any, shown: Jpeg, x: float, y: float, width: float, height: float) -> None:
    """Draw the whole photo as large as it fits into this box, centred."""
    scale = min(width / shown.width, height / shown.height)
    wide, high = shown.width * scale, shown.height * scale
    canvas.drawImage(shown, x + (width - wide) / 2, PAGE_HEIGHT - y - (height + high) / 2, wide, high)
