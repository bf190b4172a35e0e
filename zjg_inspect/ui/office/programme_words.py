"""A programme in words: where it stands today, its phases, its figures, and what is wrong with a field. No Qt."""

from datetime import date
from typing import NamedTuple

from zjg_inspect.model.deadline import days_left, month_end
from zjg_inspect.model.period import period_of
from zjg_inspect.model.programme import MAX_PHASES, PHASE_TITLE, SOURCE, TITLE
from zjg_inspect.service.programme import LIMITS, Fault, Phase, Programme
from zjg_inspect.ui.office.why import line_words

_WHAT_TO_DO = {
    "empty": "还空着。写上再发布。",
    "not_a_line": "首尾有空格，或中间换了行。删掉再发布。",
    "no_day": "还没有选日子。选一天再发布。",
    "ends_first": "结束早于开始。换个日子再发布。",
    "outside": "不在方案的起止日子里。改这里，或改方案的起止。",
    "overlap": "上一个阶段那天还没结束。从它结束的第二天起，再发布。",
    "none": "一个阶段也没有。添一个再发布。",
    "too_many": f"阶段太多，最多 {MAX_PHASES} 个。删掉几个再发布。",
    "code": "序号重复了。删掉这个阶段，再添一个。",
}
_LONGEST = {"title": TITLE, "source": SOURCE}


class Fact(NamedTuple):
    """A figure of the programme: what it is, what holds, and what follows from it today."""

    name: str
    value: str
    under: str = ""


def span_words(starts: str, ends: str) -> str:
    """2022年7月至2023年6月 where whole months are meant, else 2022-06-15 至 2022-06-30."""
    first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    if first.day != 1 or last != month_end(last.year, last.month):
        return f"{starts} 至 {ends}"
    begin = f"{first.year}年{first.month}月"
    return begin if (first.year, first.month) == (last.year, last.month) else f"{begin}至{last.year}年{last.month}月"


def phase_words(programme: Programme, on: date) -> str:
    """对标提升阶段，2022年7月至2023年6月; empty while no phase holds."""
    phase = programme.phase_on(on)
    return f"{phase.title}，{span_words(phase.starts, phase.ends)}" if phase is not None else ""


def state_words(programme: Programme, on: date) -> str:
    """Where the programme stands on a day, in one sentence."""
    left = days_left(programme.starts, on)
    if left > 0:
        return f"{programme.starts} 开始，还有 {left} 天。"
    if days_left(programme.ends, on) < 0:
        return f"{programme.ends} 已经结束；换上新方案以前，比例和日子还按它算。"
    phase, after = programme.phase_on(on), programme.next_phase(on)
    then = f"接着是“{after.title}”，{after.starts} 开始。" if after is not None else "这是最后一个阶段。"
    if phase is None:
        return f"今天不在哪个阶段里。{then}" if after is not None else "各阶段都结束了。"
    return f"现在是“{phase.title}”，{_left_words(days_left(phase.ends, on))}；{then}"


def board_words(programme: Programme, on: date, past: bool = False) -> str:
    """What the board goes by: 双七十 · 对标提升阶段，2022年7月至2023年6月，还有 12 天 · 06-28 报送，还有 10 天.

    Of a `past` day only what held then: nothing is left to be done on it.
    """
    targets = programme.targets
    phase, after = programme.phase_on(on), programme.next_phase(on)
    if phase is not None:
        where = phase_words(programme, on) + ("" if past else f"，{_left_words(days_left(phase.ends, on))}")
    elif on.isoformat() < programme.starts:
        where = f"方案 {programme.starts} 开始" + ("" if past else f"，还有 {days_left(programme.starts, on)} 天")
    elif on.isoformat() > programme.ends:
        where = f"方案 {programme.ends} 已结束"
    else:
        where = f"两个阶段之间，“{after.title}”{after.starts} 开始" if after is not None else "各阶段都已结束"
    said = [line_words(targets.enterprises_in_zone, targets.zones), where]
    if not past:
        here = period_of(on, programme.report_day)
        left = here.days_left(on)
        said.append(f"{here.last:%m-%d} 报送，还有 {left} 天" if left else "今天报送")
    return " · ".join(said)


def phase_state(phase: Phase, on: date) -> str:
    """已结束; 正在进行，还有 12 天; 37 天后开始."""
    if on in phase:
        return f"正在进行，{_left_words(days_left(phase.ends, on))}"
    left = days_left(phase.starts, on)
    return "已结束" if left < 0 else f"{left} 天后开始"


def _left_words(left: int) -> str:
    return f"还有 {left} 天" if left else "今天是最后一天"


def period_words(report_day: int, on: date) -> tuple[str, str]:
    """2026年11月这一期，10-29 至 11-28; 还有 3 天报送."""
    here = period_of(on, report_day)
    first, last = (f"{day:%m-%d}" if day.year == on.year else day.isoformat() for day in (here.first, here.last))
    left = here.days_left(on)
    return f"{here.name}这一期，{first} 至 {last}", f"还有 {left} 天报送" if left else "今天报送"


def facts_of(programme: Programme, on: date) -> tuple[Fact, ...]:
    """What is counted by, in the order of the page."""
    targets = programme.targets
    here, when = period_words(programme.report_day, on)
    day = f"每月 {programme.report_day} 日" + ("或月末" if programme.report_day > 28 else "")
    filing = f"{programme.filing_by} 前（含当天）" if programme.filing_by else "没有要求"
    return (
        Fact(
            "达标比例",
            f"企业 {targets.enterprises_in_zone}%，集中区 {targets.zones}%",
            "占集中区内的企业；占全市的集中区",
        ),
        Fact("每月报送", f"{day}，{when}", here),
        Fact(
            "新租约备案",
            f"签订后 {programme.lease_days} 天内",
            f"第 {programme.lease_days} 天还来得及；提前 {programme.due_soon} 天提醒",
        ),
        Fact("备案和摸排", filing, "集中区告知性备案，摸排情况报市局" if programme.filing_by else ""),
    )


def fault_words(fault: Fault) -> str:
    """Under its field: what is wrong and how to go on."""
    if fault.kind == "too_long":
        most = PHASE_TITLE if fault.phase and fault.member == "title" else _LONGEST[fault.member]
        return f"太长了，最多 {most} 个字。缩短再发布。"
    if fault.kind == "number":
        least, most = LIMITS[fault.member]
        return f"要在 {least} 到 {most} 之间。改好再发布。"
    return _WHAT_TO_DO[fault.kind]
