"""A visit's earlier versions in words: which one, what came of it, what is changed since. No Qt."""

from collections.abc import Sequence
from datetime import date

from zjg_inspect.model.review import ReviewBody
from zjg_inspect.service.history import Earlier, Reviewed
from zjg_inspect.ui.conflict_words import Told, how_many, told

_PLACES = ("上一版", "再上一版")


def reviewed_words(review: ReviewBody | None) -> str:
    """孙某审核通过; 孙某退回：请补照片"""
    if review is None:
        return "没有审过"
    if review.decision == "approved":
        return f"{review.reviewer.name}审核通过"
    why = review.opinion or "；".join(f"{each.item} {each.reason}" for each in review.items)
    return f"{review.reviewer.name}退回" + (f"：{why}" if why else "")


def day_words(made_at: str, today: date) -> str:
    """11-25 22:47; with the year where it is another."""
    return made_at[5:] if made_at[:4] == f"{today.year:04}" else made_at


def version_words(place: int, each: Earlier, today: date) -> str:
    """上一版 11-25 22:47，孙某审核通过"""
    name = _PLACES[place] if place < len(_PLACES) else f"往前第 {place + 1} 版"
    return f"{name} {day_words(each.made_at, today)}，{reviewed_words(each.review)}"


def corrected_words(found: Sequence[Earlier], decided: bool) -> str:
    """That a visit was corrected, and what became of what the office had decided; `decided`: it has decided anew."""
    reviewed = next((each for each in found if each.review is not None), None)
    said = "更正过一次，原来的一版留着。" if len(found) == 1 else f"更正过{how_many(len(found))}次，以前的几版都留着。"
    if reviewed is None or decided:
        return said
    what = "审核通过" if reviewed.review is not None and reviewed.review.decision == "approved" else "退回"
    return f"{said}镇里{what}的是更正前的一版，现在这版等镇里再审。"


def changes_told(before: Reviewed) -> list[Told]:
    """What is changed: before, and now."""
    # the reason stands above the table, as what it is
    shown = [each for each in before.changes if each.path != ("content", "correction")]
    pairs = [each._replace(values=(each.base, *each.values), collides=False) for each in shown]
    return told("inspection", pairs, before.names)
