"""派单 in words: why somebody is to be visited, what a laptop has to do, what a proposal comes to. No Qt."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from zjg_inspect.model.deadline import days_left
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service.to_visit import InHand, Proposed, Reason, Waiting
from zjg_inspect.ui.office.register_words import by_words
from zjg_inspect.ui.theme import Token
from zjg_inspect.ui.words import VISIT_TYPES

REASONS: dict[Reason, str] = {"never": "没核查过", "old": "很久没查", "hazards": "有隐患", "duty": "村履职"}
NONE_WAIT: dict[Reason, str] = {
    "never": "没有要派的：计数的企业都核查过，或者已经派了人去。",
    "old": "没有要派的：{months} 个月里都核查过，或者已经派了人去。",
    "hazards": "没有要派的：隐患都改好了，或者已经派了人去。",
    "duty": "没有要派的：{months} 个月里各村都做过履职检查，或者已经派了人去。",
}
NO_LAPTOP = "没有电脑管这些村"
NO_LAPTOPS = "还没有可派的电脑：先到“电脑”页接受一台，定好它管哪些村。"
Listed = Literal["all_open", "soon", "overdue", "done"]
STATES: dict[Listed, str] = {"all_open": "手上", "soon": "快到期", "overdue": "逾期", "done": "近三个月完成"}
NONE_SENT: dict[Listed, str] = {
    "all_open": "手上没有单子。到“未派的”派给它。",
    "soon": "没有快到期的。",
    "overdue": "没有逾期的。",
    "done": "近三个月没有完成的。",
}


def why_words(each: Waiting, on: date) -> tuple[str, Token]:
    """上次核查 2022-09-14; 隐患 3 条，08-16 前改好; 隐患 3 条，应于 08-16，逾期 2 天: and the colour."""
    if each.reason == "never":
        return "没核查过", "ink-2"
    if each.reason == "duty":
        return (f"上次履职检查 {each.last}" if each.last else "没做过履职检查"), "ink-2"
    if each.reason == "old":
        return f"上次核查 {each.last}", "ink-2"
    count = f"隐患 {each.open} 条" + (f"，其中重大 {each.majors} 条" if each.majors else "")
    if not each.deadline:
        return f"{count}，没定期限", "ink-2"
    by = by_words(each.deadline, on)
    tone: Token = "fail" if days_left(each.deadline, on) < 0 else "ink-2"
    return f"{count}，{by}{'改好' if by.endswith('前') else ''}", tone


def hand_words(hand: InHand) -> str:
    """手上 5 单 · 快到期 1 单 · 逾期 2 单; 手上没有单子"""
    said = [f"手上 {hand.all_open} 单" if hand.all_open else "手上没有单子"]
    said += [f"快到期 {hand.soon} 单"] if hand.soon else []
    said += [f"逾期 {hand.overdue} 单"] if hand.overdue else []
    said += [f"近三个月完成 {hand.done} 单"] if hand.done else []
    return " · ".join(said)


def hours_words(weight: int) -> str:
    """Of half hours: 约 12 小时."""
    return f"约 {weight // 2}.5 小时" if weight % 2 else f"约 {weight // 2} 小时"


def share_words(visits: Sequence[Proposed]) -> str:
    """这次 23 家，约 52 小时：永新村 12、光明村 11"""
    if not visits:
        return "这次没有"
    villages: dict[str, int] = {}
    for each in visits:
        villages[each.waiting.village] = villages.get(each.waiting.village, 0) + 1
    parts = [f"{village} {count}" for village, count in sorted(villages.items(), key=lambda item: (-item[1], item[0]))]
    if all(each.type is VisitType.DUTY for each in visits):
        named = "、".join(sorted(villages)[:3]) + ("等" if len(villages) > 3 else "")
        return f"这次 {len(visits)} 个村，{hours_words(sum(each.weight for each in visits))}：{named}"
    named = "、".join(parts[:3]) + (f" 等 {len(parts)} 个村" if len(parts) > 3 else "")
    return f"这次 {len(visits)} 家，{hours_words(sum(each.weight for each in visits))}：{named}"


def balance_words(loads: Iterable[int]) -> str:
    """连手上的一起算，每台 约 20 小时 到 约 23 小时。"""
    all_ = sorted(loads)
    if not all_:
        return ""
    least, most = hours_words(all_[0]), hours_words(all_[-1])
    return f"连手上的算，每台都是{most}。" if least == most else f"连手上的算，每台从{least}到{most}。"


def sent_out_words(count: int, laptops: int) -> str:
    return f"已派出 {count} 单，给 {laptops} 台电脑。写出包带给他们，就会列在“今日”里。"


def unit_of(type: VisitType) -> str:
    return "个村" if type is VisitType.DUTY else "家"


def type_words(types: Iterable[VisitType]) -> str:
    """核查 20 家、复查 3 家; 履职检查 9 个村"""
    counted: dict[VisitType, int] = {}
    for each in types:
        counted[each] = counted.get(each, 0) + 1
    return "、".join(f"{VISIT_TYPES[kind]} {counted[kind]} {unit_of(kind)}" for kind in VisitType if kind in counted)
