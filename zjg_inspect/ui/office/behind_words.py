"""The lists behind the board's figures, in words: what each row says, and where it leads. No Qt."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from zjg_inspect.model.inspection import Outcome
from zjg_inspect.model.verdict import Why, WhyKind
from zjg_inspect.service.assignments import Assigned
from zjg_inspect.service.figures import EnterpriseLine, FailureLine, VisitLine, ZoneVerdict
from zjg_inspect.ui.office.reason_words import WORDS
from zjg_inspect.ui.office.register_words import OUTCOMES, by_words
from zjg_inspect.ui.office.why import zone_sentence
from zjg_inspect.ui.theme import Token
from zjg_inspect.ui.words import VISIT_TYPES

ZONE = "zone"


class Listed(NamedTuple):
    """A row of a list: whose it is, where, why it is here; and the page (`page`) on which `thing` is looked at."""

    name: str
    place: str
    why: str
    page: str
    thing: Any
    action: str = "看登记"
    tone: Token = "ink-2"
    reached: bool = False

    def spoken(self) -> str:
        return "，".join(part for part in (self.name, self.place, self.why) if part)


class Choice(NamedTuple):
    """One of the lists that belong together, and how many are in it; None where that is known once it is read."""

    key: str
    words: str
    number: int | None = None


class Behind(NamedTuple):
    """What stands behind a figure: lists of which one is shown first; `load` reads one, off the window's thread."""

    title: str
    measure: str
    choices: tuple[Choice, ...]
    first: str
    load: Callable[[str], Sequence[Listed]]
    empty: str


def _counted(word: str) -> Callable[[int], str]:
    return lambda number: word.format(number)


_SEVERAL: dict[WhyKind, Callable[[int], str]] = {
    "major_hazard": _counted("重大隐患 {} 条未关闭"),
    "key_item": _counted("否决项 {} 条未整改"),
    "item": _counted("不符合 {} 条未整改"),
}


def why_words(why_not: Sequence[Why]) -> str:
    """重大隐患 1 条未关闭；待审核；不符合 2 条未整改: without what it would take long to read for thousands."""
    counted = Counter(why.kind for why in why_not)
    return "；".join(
        _SEVERAL[kind](counted[kind]) if kind in _SEVERAL else words for kind, words in WORDS.items() if counted[kind]
    )


def place_of(township: str, village: str, towns: bool) -> str:
    """The village, with its township where there are several."""
    return f"{township} {village}" if towns else village


def enterprise_rows(lines: Sequence[EnterpriseLine], past: bool) -> list[Listed]:
    """`past`: of a past day; what waits then need not wait now."""
    towns = len({line.township for line in lines}) > 1
    return [_enterprise(line, place_of(line.township, line.village, towns), past) for line in lines]


def _enterprise(line: EnterpriseLine, place: str, past: bool) -> Listed:
    if not line.date and not line.why_not:
        # of a past day, in brief
        if line.standardised:
            return Listed(line.name, place, "达到", "register", line.id, tone="pass", reached=True)
        return Listed(line.name, place, "那天还没有达到，原因点开集中区看", "register", line.id)
    if line.standardised:
        why = f"达到，{line.date} 的核查已审核"
        return Listed(line.name, place, why, "register", line.id, tone="pass", reached=True)
    kinds = {why.kind for why in line.why_not}
    tone: Token = "fail" if "major_hazard" in kinds else "ink-2"
    if kinds & {"not_reviewed", "suspended"} and not past:
        return Listed(line.name, place, why_words(line.why_not), "review", line.inspection, "去审核", tone)
    return Listed(line.name, place, why_words(line.why_not), "register", line.id, tone=tone)


def zone_rows(zones: Sequence[ZoneVerdict]) -> list[Listed]:
    several = len({zone.township for zone in zones}) > 1
    return [
        Listed(
            zone.village,
            zone.township if several else "",
            zone_sentence(zone).rstrip("。"),
            ZONE,
            zone.id,
            "看企业",
            reached=zone.standardised_zone is True,
        )
        for zone in zones
    ]


_DECISIONS = {"": "待审核", "approved": "已审核", "returned": "已退回，等更正"}


def visit_rows(lines: Sequence[VisitLine]) -> list[Listed]:
    towns = len({line.township for line in lines if line.township}) > 1
    return [_visit(line, place_of(line.township, line.village, towns)) for line in lines]


def _visit(line: VisitLine, place: str) -> Listed:
    if line.outcome is not Outcome.DONE:
        why = f"{line.date} {VISIT_TYPES[line.type]}没查成：{OUTCOMES[line.outcome]}，{line.inspectors}"
        return Listed(line.name, place, why, "register", line.enterprise)
    failed = f"不符合 {line.failed} 条" if line.failed else "没有不符合"
    majors = f"，重大隐患 {line.majors} 条" if line.majors else ""
    why = f"{line.date} {VISIT_TYPES[line.type]}，{line.inspectors}，{failed}{majors}，{_DECISIONS[line.decision]}"
    tone: Token = "fail" if line.majors else "ink-2"
    if line.decision == "approved":
        return Listed(line.name, place, why, "register", line.enterprise, tone=tone)
    return Listed(line.name, place, why, "review", line.id, "看退回" if line.decision else "去审核", tone)


def failure_rows(lines: Sequence[FailureLine]) -> list[Listed]:
    towns = len({line.township for line in lines if line.township}) > 1
    rows = []
    for line in lines:
        about = "，".join(part for part in (line.where, line.what) if part)
        why = f"{line.date} {line.item} {line.title}" + (f"：{about}" if about else "")
        rows.append(Listed(line.name, place_of(line.township, line.village, towns), why, "register", line.enterprise))
    return rows


def assigned_rows(given: Sequence[Assigned], on: date) -> list[Listed]:
    rows = []
    for each in given:
        note = f"；{each.note}" if each.note else ""
        why = f"{VISIT_TYPES[each.type]}，派给{each.laptop or '不再用的电脑'}，{by_words(each.due, on)}{note}"
        tone: Token = "fail" if each.due < on.isoformat() else "ink-2"
        rows.append(Listed(each.name, each.village, why, "register", each.enterprise, tone=tone))
    return rows
