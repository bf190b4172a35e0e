"""What is in an enterprise's way, in words: in one line, or in full. No Qt."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from zjg_inspect.model.deadline import days_left
from zjg_inspect.model.verdict import WhyKind
from zjg_inspect.service.reasons import Reason, ReasonHazard, ReasonVisit
from zjg_inspect.service.verdicts import EnterpriseStanding
from zjg_inspect.ui.hazard_marks import STATES
from zjg_inspect.ui.office.rich import Part
from zjg_inspect.ui.words import VISIT_TYPES

# the gravest first
WORDS: Final[dict[WhyKind, str]] = {
    "major_hazard": "重大隐患未关闭",
    "conflict": "两处改动还没有定",
    "returned": "已退回，等更正后再送",
    "suspended": "核查有更正，待重新审核",
    "not_reviewed": "待审核",
    "only_third_party": "只有第三方去过，还没有核查",
    "never_assessed": "未核查",
    "key_item": "否决项未整改",
    "item": "未整改",
}
_ORDER = {kind: place for place, kind in enumerate(WORDS)}
_NAMED = 3


def gravest_first(reasons: Sequence[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda each: (_ORDER[each.kind], each.item))


def reasons_line(reasons: Sequence[Reason]) -> str:
    """重大隐患 1 条未关闭；待审核；3-02 动火审批、4-04 安全通道畅通 未整改"""
    said = []
    for kind, group in groupby(gravest_first(reasons), key=lambda each: each.kind):
        some = list(group)
        if kind == "major_hazard":
            said.append(f"重大隐患 {len(some)} 条未关闭")
        elif kind in ("item", "key_item"):
            shown = "、".join(f"{each.item} {each.title}" for each in some[:_NAMED])
            more = f" 等 {len(some)} 条" if len(some) > _NAMED else " "
            said.append(f"{'否决项 ' if kind == 'key_item' else ''}{shown}{more}未整改")
        else:
            said.append(WORDS[kind])
    return "；".join(said)


def standing_words(standing: EnterpriseStanding) -> str:
    """The verdict with its why, in one sentence."""
    if standing.verdict.standardised:
        return f"达到，{standing.verdict.date} 的核查已审核通过"
    return f"还没达到：{reasons_line(standing.reasons)}"


def reason_lines(standing: EnterpriseStanding, on: date) -> list[tuple[Part, ...]]:
    """Everything in the way, a line each, as it is on this day; the items of a hazard that has a line have none."""
    majors = {each.hazard.id for each in standing.reasons if each.kind == "major_hazard" and each.hazard is not None}
    lines = [
        _line(each, on)
        for each in gravest_first(standing.reasons)
        if each.kind == "major_hazard" or each.hazard is None or each.hazard.id not in majors
    ]
    if standing.verdict.date and all(each.visit is None for each in standing.reasons):
        lines.append((Part(f"按 {standing.verdict.date} 的核查，已审核", "ink-2"),))
    return lines


def _line(reason: Reason, on: date) -> tuple[Part, ...]:
    if reason.kind in ("item", "key_item"):
        key = "否决项 " if reason.kind == "key_item" else ""
        about = _hazard_words(reason.hazard, on) if reason.hazard is not None else Part("未整改，没有记隐患", "ink-2")
        return Part(f"{key}{reason.item} {reason.title}　", "ink", True), about
    major = reason.kind == "major_hazard"
    head = Part(f"{WORDS[reason.kind]}　", "fail" if major else "ink", True)
    if reason.hazard is not None:
        return (
            head,
            Part(f"{reason.hazard.item} {reason.hazard.title}："),
            _hazard_words(reason.hazard, on, graded=not major, unsettled=major),
        )
    if reason.visit is not None:
        return head, Part(_visit_words(reason, reason.visit))
    return (Part(WORDS[reason.kind], "ink", True),)


def _visit_words(reason: Reason, visit: ReasonVisit) -> str:
    words = f"{visit.date} 的{VISIT_TYPES[visit.type]}，{visit.inspectors}"
    return f"审核：{words}" if reason.kind == "conflict" and not visit.in_conflict else words


def _hazard_words(hazard: ReasonHazard, on: date, graded: bool = True, unsettled: bool = True) -> Part:
    """一般隐患，二号车间东侧，安全通道被托盘占用；还没改好，期限 2026-12-01，逾期 2 天"""
    where = "，".join(part for part in (hazard.where, hazard.what) if part)
    grade = ("重大隐患" if hazard.grade == "major" else "一般隐患") if graded else ""
    due, late = "", False
    if hazard.deadline and hazard.state in ("open", "rectified"):
        left = days_left(hazard.deadline, on)
        late = left < 0
        due = f"，期限 {hazard.deadline}" + (f"，逾期 {-left} 天" if late else "，今天到期" if not left else "")
    state = "复查已改好，等审核" if hazard.state == "closed" and not hazard.in_conflict else STATES[hazard.state]
    conflict = "，两处改动还没有定" if hazard.in_conflict and unsettled else ""
    what = "，".join(part for part in (grade, where) if part)
    return Part(f"{what}；{state}{due}{conflict}", "fail" if late else "ink")
