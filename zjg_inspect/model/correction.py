"""What a correction changes: the items that say something else than in the version that it corrects."""

from typing import NamedTuple

from zjg_inspect.model.inspection import Answer, Content, FoundHazard


class Said(NamedTuple):
    """What a visit says of one item; `aside`: its answer does not count, since the item does not apply."""

    answer: Answer | None = None
    hazard: FoundHazard | None = None
    aside: bool = False


def said_of(content: Content) -> dict[str, Said]:
    """By item, in the order of the sheet."""
    hazards = {each.item: each for each in content.hazards}
    found = {each.item: Said(each, hazards.get(each.item)) for each in content.answers}
    return found | {each.item: Said(each, None, True) for each in content.aside}


def changed_items(before: Content, now: Content) -> dict[str, tuple[Said, Said]]:
    """By item what was said and what is said now, where that differs; in the order of the sheet."""
    was, is_now = said_of(before), said_of(now)
    codes = [*is_now, *(code for code in was if code not in is_now)]
    pairs = {code: (was.get(code, Said()), is_now.get(code, Said())) for code in codes}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}
