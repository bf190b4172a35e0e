"""What a re-inspection looked at again: each hazard as it was found, by when it was due, and how it stands now."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zjg_inspect.model.inspection import Content, Grade
from zjg_inspect.report import content as words
from zjg_inspect.report.fonts import Face
from zjg_inspect.report.layout import MM, Band, Block, band, cell
from zjg_inspect.report.tables import FAILED_GREY, ROW, table_head

_WIDTHS = [width * MM for width in (8, 66, 23, 23, 26, 24)]
_HEADS = ("序", "查出的隐患", "查出日期", "时限", "复查结果", "说明")
DONE, DONE_MAJOR, NOT_DONE = "√ 已改好\n销号", "√ 已改好\n审核后销号", "× 没改好"


class Rechecked(NamedTuple):
    """A hazard as it stood before the visit: `found` the day, `deadline` the one that held on the visit's day."""

    item: str
    what: str
    where: str
    grade: Grade
    found: str
    deadline: str


def rechecked_block(
    visit: Content, known: Mapping[str, Rechecked], photos: Mapping[str, list[int]]
) -> tuple[str, Block] | None:  # fmt: skip
    """The hazards that were looked at again, in the items' order, by what is `known` of each by its id; `photos` are
    the photo numbers of each item. None where there were none."""
    open_still = {each.hazard for each in visit.hazards if each.still_open}
    order = {code: number for number, code in enumerate(visit.items)}
    again = [*visit.closed, *open_still]
    if not again:
        return None

    def place(hazard: str) -> tuple[int, str]:
        item = known[hazard].item if hazard in known else ""
        return order.get(item, len(order)), hazard

    rows = [
        _row(number, hazard, known.get(hazard), visit, photos, open_still)
        for number, hazard in enumerate(sorted(again, key=place), 1)
    ]
    title = words.rechecked_heading(len(visit.closed), len(open_still))
    return title, Block(tuple(rows), head=table_head(_HEADS, _WIDTHS))


def _row(
    number: int,
    hazard: str,
    known: Rechecked | None,
    visit: Content,
    photos: Mapping[str, list[int]],
    open_still: set[str],
) -> Band:
    failed = hazard in open_still
    face = Face.SERIF_BOLD if failed else Face.SERIF
    year = visit.date[:4]
    if known is None:
        said, found, due, note, major = f"隐患 {hazard}", "", "", "", False
    else:
        major = known.grade is Grade.MAJOR
        where = f"（{known.where}）" if known.where else ""
        said = f"{known.item}　{'【重大】' if major else ''}{known.what}{where}"
        found, due = words.short_date(known.found, year), words.short_date(known.deadline, year)
        note = _note(visit, known.item, photos.get(known.item, []))
    result = NOT_DONE if failed else DONE_MAJOR if major else DONE
    texts: Sequence[tuple[str, float | None]] = ((found, None), (due, None), (result, FAILED_GREY if failed else None))
    return band(
        [
            cell(_WIDTHS[0], str(number), face, align="centre", pad=0),
            cell(_WIDTHS[1], said, face),
            *(
                cell(width, text, face, align="centre", grey=grey, pad=0.5 * MM)
                for width, (text, grey) in zip(_WIDTHS[2:5], texts, strict=True)
            ),
            cell(_WIDTHS[5], note, face, size=8.5),
        ],
        least=ROW,
    )


def _note(visit: Content, item: str, photos: list[int]) -> str:
    answer = next((answer for answer in visit.answers if answer.item == item), None)
    said = [answer.note.rstrip("。；，")] if answer is not None and answer.note.strip() else []
    return "，".join([*said, *([f"照片 {words.listed(photos)}"] if photos else [])])
