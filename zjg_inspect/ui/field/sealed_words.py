"""How far each sealed visit has come, as colour, sign and word; the groups of the list; what its sheet says. No Qt."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from zjg_inspect.service.delivery import Delivery
from zjg_inspect.service.lists import SealedVisit
from zjg_inspect.ui import words
from zjg_inspect.ui.field.today_rows import Cell, Heading, Line
from zjg_inspect.ui.field.today_words import TYPES, Came, found_cell
from zjg_inspect.ui.theme import Token

Group = Literal["quarantined", "returned", "unsent", "photos_missing", "awaited", "delivered", "colleagues"]

# The groups in their order: what the inspector must see to, what the stick takes along, what has come.
GROUPS: dict[Group, tuple[str, str]] = {
    "quarantined": ("被隔离的", "镇里没有收，点开看原因，更正后重新签字"),
    "returned": ("镇里退回的", "点开看原因，更正后重新签字"),
    "unsent": ("未发送", "下次写入U盘就带走"),
    "photos_missing": ("缺照片的", "下次写入U盘自动补上"),
    "awaited": ("待回执", "收下镇里的下一包就知道到了没有"),
    "delivered": ("已送达", ""),
    "colleagues": ("同事的检查", "镇里发来的，供你看"),
}
COLUMNS = ("送达", "结果", "编号")
VOIDS = "更正会打开一份新的草稿；原来这份留着，签完后新的一份顶上。"
_DECISIONS = {"approved": "已审核", "returned": "已退回", "": "待审核"}


class Mark(NamedTuple):
    """How a state looks: word, icon, tone."""

    word: str
    icon: str
    tone: Token


def mark_of(delivery: Delivery) -> Mark:
    match delivery.state:
        case "unsent":
            return Mark("未发送", "hard-drive-upload", "ink")
        case "awaited":
            return Mark("待回执", "clock", "ink")
        case "photos_missing":
            return Mark(f"缺照片 {delivery.photos} 张", "camera", "attention")
        case "quarantined":
            return Mark("被隔离", "x", "fail")
    return Mark("已送达", "check", "pass")


def came_by(visits: Iterable[SealedVisit]) -> dict[str, Came]:
    """How far each has come, by inspection; one that was refused by its enterprise."""
    found: dict[str, Came] = {}
    for visit in visits:
        if visit.delivery is None:
            found[visit.inspection] = Came("同事查的")
        elif visit.delivery.state == "quarantined":
            found[visit.enterprise] = Came(mark_of(visit.delivery).word, waits=True, refused=True)
        else:
            waits = visit.delivery.state in ("unsent", "awaited")
            found[visit.inspection] = Came(mark_of(visit.delivery).word, waits)
    return found


def group_of(visit: SealedVisit) -> Group:
    """A visit that was sent back stands with its like however far it has come; a quarantined one before all."""
    state = visit.delivery.state if visit.delivery is not None else None
    if state == "quarantined":
        return "quarantined"
    if state is None:
        return "colleagues"
    return "returned" if visit.decision == "returned" else state


def rows_of(found: Sequence[SealedVisit]) -> Iterator[Heading | Line]:
    """The list under its headings."""
    columns: tuple[str, str, str] = COLUMNS
    for group, (title, rest) in GROUPS.items():
        members = [visit for visit in found if group_of(visit) == group]
        if members:
            yield Heading(title, f"{len(members)} 次", rest, columns)
            columns = ("", "", "")
            yield from map(_line, members)


def _line(visit: SealedVisit) -> Line:
    return Line(
        id=visit.inspection,
        name=visit.name,
        facts=_facts(visit),
        cells=(
            state_cell(visit),
            found_cell(visit.outcome, visit.failed, visit.date),
            Cell(visit.number, f"{visit.photos} 张照片" if visit.photos else "没有照片"),
        ),
        action="看表",
        badge=f"重大 {visit.majors}" if visit.majors else "",
    )


def _facts(visit: SealedVisit) -> str:
    """Where, what, who; of one that was refused or sent back, why."""
    if visit.delivery is not None and visit.delivery.state == "quarantined":
        return f"镇里没有收：{words.why(visit.delivery.reason)}"
    if visit.decision == "returned" and visit.opinion:
        return f"镇里退回：{visit.opinion}"
    return " · ".join(part for part in (visit.village, TYPES.get(visit.type, ""), visit.inspectors) if part)


def state_cell(visit: SealedVisit) -> Cell:
    """How far it has come, and under it what the office decided, or what is to be done."""
    if visit.delivery is None:
        return Cell("同事查的", _DECISIONS[visit.decision], tone="ink-2")
    mark = mark_of(visit.delivery)
    under = ""
    if visit.delivery.state == "quarantined":
        under = "更正后再送"
    elif visit.decision or visit.delivery.state in ("delivered", "photos_missing"):
        under = _DECISIONS[visit.decision]
    return Cell(mark.word, under, mark.tone, sign=(mark.icon, mark.tone if mark.tone != "ink" else "ink-2"))


def sheet_mark(visit: SealedVisit) -> Mark:
    """The sign before what stands under a sheet."""
    if visit.delivery is None:
        return Mark("同事查的", "user", "ink-2")
    if visit.decision == "returned" and visit.delivery.state != "quarantined":
        return Mark("已退回", "circle-alert", "attention")
    mark = mark_of(visit.delivery)
    return Mark(mark.word, "circle-alert", mark.tone) if visit.delivery.state == "quarantined" else mark


def sheet_words(visit: SealedVisit, just_sealed: bool) -> str:
    """What stands under a visit's sheet: how far it has come, and what is to be done."""
    delivery = visit.delivery
    if delivery is not None and delivery.state == "quarantined":
        why = words.why(delivery.reason)
        return f"镇里没有收这一次：{why}。点“更正”改好，各人重新签字后再送；原来这份留着。"
    if visit.decision == "returned":
        return f"镇里退回：{visit.opinion}。点“更正”改好，各人重新签字后再送。".replace("。。", "。")
    if just_sealed:
        return f"已封存，编号 {visit.number}。未发送，下次写入U盘就带走。"
    return f"{_state_words(visit)}{VOIDS}"


def _state_words(visit: SealedVisit) -> str:
    if visit.delivery is None:
        return "同事查的。"
    decided = {"approved": "，已审核", "": "，等镇里审核"}[visit.decision]
    match visit.delivery.state:
        case "unsent":
            return "未发送，下次写入U盘就带走。"
        case "awaited":
            return "已写入U盘，等镇里的回执；没到也不要紧，下次写入U盘会再带上。"
        case "photos_missing":
            return f"已送达{decided}。镇里还缺 {visit.delivery.photos} 张照片，下次写入U盘自动补上。"
    return f"已送达{decided}。"


def asks_for_correction(visit: SealedVisit) -> bool:
    """Whether correcting it is what is to be done next."""
    return group_of(visit) in ("quarantined", "returned")
