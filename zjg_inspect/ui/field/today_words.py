"""What today's list says of an enterprise: due dates, facts, progress, the last visit, where the search hit. No Qt."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from zjg_inspect.model.deadline import days_left
from zjg_inspect.model.facts import CLASS_LABELS, FACT_LABELS, Facts, facts_from_json
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service.due import DraftState
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.ui.field.today_rows import Cell, Heading, Line, Span

Group = Literal["assigned", "hazards", "drafts", "others"]

TYPES: dict[str, str] = {
    VisitType.ASSESSMENT: "核查",
    VisitType.REINSPECTION: "复查",
    VisitType.GUIDANCE: "指导",
    VisitType.DUTY: "履职检查",
}
OUTCOMES: dict[str, str] = {
    Outcome.DONE: "正常检查",
    Outcome.LOCKED: "门锁",
    Outcome.STOPPED: "停产",
    Outcome.REFUSED: "拒检",
    Outcome.NOT_FOUND: "查无此户",
}
GROUPS: dict[Group, tuple[str, str]] = {
    "assigned": ("派给我的", "重大在前，按到期先后"),
    "hazards": ("有隐患的", "重大在前，按到期先后"),
    "drafts": ("没查完的", ""),
    "others": ("其他企业", ""),
}
COLUMNS = ("到期", "进度", "上次检查")
NOTHING = Cell("—", tone="ink-2")


class Came(NamedTuple):
    """How far a sealed visit has come, in a word; `waits`: the office has not acknowledged it, or did not accept it."""

    word: str
    waits: bool = False
    refused: bool = False


SENT = Came("已发送")


def rows_of(
    found: list[EnterpriseRow],
    query: str,
    drafts: dict[str, DraftState],
    came: Mapping[str, Came],
    today: date,
    cut: bool = False,
) -> Iterator[Heading | Line]:
    """The list under its headings. `came` by inspection, of a refused one by enterprise; `cut`: there are more rows."""
    first = True
    for group, (title, rest) in GROUPS.items():
        members = [row for row in found if group_of(row) == group]
        if not members:
            continue
        more = "，先列这些" if cut and members[-1] is found[-1] else ""
        yield Heading(title, f"{_how_many(members)}{more}", rest, COLUMNS if first else ("", "", ""))
        first = False
        for row in members:
            yield line_of(row, query.strip(), drafts.get(row.draft), came_of(row, came), today)


def _how_many(members: list[EnterpriseRow]) -> str:
    """12 家; 12 家、集中区 1 个"""
    zones = sum(row.is_zone for row in members)
    said = (f"{len(members) - zones} 家" if zones < len(members) else "", f"集中区 {zones} 个" if zones else "")
    return "、".join(part for part in said if part)


def came_of(row: EnterpriseRow, came: Mapping[str, Came]) -> Came:
    """How far the last visit there has come; one that the office refused stands before all others."""
    return came.get(row.id) or came.get(row.last) or SENT


def group_of(row: EnterpriseRow) -> Group:
    return "assigned" if row.due else "hazards" if row.open else "drafts" if row.draft else "others"


def line_of(row: EnterpriseRow, query: str, state: DraftState | None, came: Came, today: date) -> Line:
    """`state` is its draft's; `came`: how far its last visit is on its way."""
    name_hit = hit_in(row.name, row.initials, query)
    facts = facts_of_row(row)
    if query and name_hit is None and query.upper() in row.code:
        facts += f" · {row.code}"
    signed = is_signed(row, came, today)
    return Line(
        id=row.id,
        name=row.name,
        facts=facts,
        cells=(due_of(row.due or row.deadline, today), _progress(row, state, signed, came, today), _last(row)),
        action="继续" if row.draft else "查看" if signed else "开始",
        badge=f"重大 {row.majors}" if row.majors else "待确认" if row.proposed else "",
        badge_is_soft=row.proposed and not row.majors,
        name_hit=name_hit,
        facts_hit=hit_in(facts, "", query.upper()) if name_hit is None else None,
    )


def is_signed(row: EnterpriseRow, came: Came, today: date) -> bool:
    """Whether its last visit was sealed today, or has not come to the office: it is looked at rather than begun anew.

    While it is assigned another visit is wanted, unless the office refused the last one.
    """
    return came.refused or (not row.due and (came.waits or row.last_date == today.isoformat()))


def assigned_words(row: EnterpriseRow, today: date) -> str:
    """镇里派你复查，08-16 前。重点看除尘器。"""
    if not row.due:
        return ""
    due = due_of(row.due, today)
    left = days_left(row.due, today)
    by = f"{due.under}，{due.words}" if left < 0 else "今天到期" if left == 0 else f"{due.under} 前"
    note = row.note if not row.note or row.note.endswith(("。", "！", "？")) else f"{row.note}。"
    return f"镇里派你{TYPES.get(row.assigned, '')}，{by}。{note}"


def due_of(deadline: str, today: date) -> Cell:
    """Words first (逾期 2 天), the date under them."""
    if not deadline:
        return NOTHING
    left = days_left(deadline, today)
    shown = short_date(deadline, today)
    if left < 0:
        return Cell(f"逾期 {-left} 天", f"应于 {shown}", "fail", bold=True)
    if left == 0:
        return Cell("今天", shown, "attention", bold=True)
    return Cell("明天" if left == 1 else f"还有 {left} 天", shown, bold=True)


def short_date(day: str, today: date) -> str:
    """08-16 within this year, else 2022-08-16."""
    return day[5:] if day[:4] == f"{today.year:04}" else day


def long_date(day: date) -> str:
    """2026-11-23 周一"""
    return f"{day.isoformat()} 周{'一二三四五六日'[day.weekday()]}"


@lru_cache(maxsize=4096)
def facts_of_row(row: EnterpriseRow) -> str:
    """永新村 · 机加工 · 48 人; of a zone itself: 永新村 · 村（社区）履职检查"""
    if row.is_zone:
        return " · ".join(part for part in (row.village, row.note, "村（社区）履职检查") if part)
    return facts_of(row.village, row.industry, row.facts, row.note)


def facts_of(village: str, industry: str, facts_json: str, note: str = "") -> str:
    """永新村 · 机加工 · 48 人 · 安全标准化; with what the office asks for behind the village."""
    facts = facts_from_json(facts_json)
    parts = [village, note, industry, f"{facts.headcount} 人" if facts.headcount is not None else "人数不清"]
    return " · ".join(part for part in [*parts, *_tags(facts)] if part)


def _tags(facts: Facts) -> list[str]:
    tags = [FACT_LABELS[name] for name in ("dust_explosive", "ammonia_refrigeration") if facts.value(name)]
    if not tags and facts.headcount_class == "standardisation":
        tags = [CLASS_LABELS["standardisation"]]
    return tags + ([FACT_LABELS["rents"]] if facts.rents else [])


def hit_in(text: str, initials: str, query: str) -> Span | None:
    """Where the query stands in the text; typed initials mark their hanzi."""
    at = text.find(query)
    if at < 0 and len(initials) == len(text):
        at = initials.find(query.lower())
    return (at, at + len(query)) if query and at >= 0 else None


def read_as(query: str) -> str:
    """What typed text is taken for, as a hint in the field."""
    text = query.strip()
    if text.isascii() and text.isalpha():
        return "拼音首字母"
    return "信用代码" if text.isascii() and text.isalnum() else ""


def _progress(row: EnterpriseRow, state: DraftState | None, signed: bool, came: Came, today: date) -> Cell:
    if row.draft and state is not None:
        if state.outcome is not Outcome.DONE:
            return Cell(OUTCOMES[state.outcome], "还没封存")
        kind = "草稿" if state.type is VisitType.ASSESSMENT else f"{TYPES[state.type]}草稿"
        return Cell(kind, bar=(state.answered, state.items))
    if came.refused:
        return Cell(came.word, "更正后再送", "fail", sign=("x", "fail"))
    if signed:
        words = "已签" if row.last_outcome == Outcome.DONE else "已封存"
        return Cell(f"{words} {short_date(row.last_date, today)}", came.word, sign=("check", "pass"))
    if row.assigned and row.assigned != VisitType.ASSESSMENT:
        return Cell("未开始", f"派的是{TYPES.get(row.assigned, '')}", tone="ink-2")
    return Cell("未开始", tone="ink-2")


def _last(row: EnterpriseRow) -> Cell:
    if not row.last_date:
        return Cell("没有查过", tone="ink-2")
    kind = "" if row.last_type == VisitType.ASSESSMENT else f" {TYPES.get(row.last_type, '')}"
    return found_cell(row.last_outcome, row.last_failed, row.last_date + kind)


def found_cell(outcome: str, failed: int, under: str) -> Cell:
    """What a visit found, as colour, sign and word."""
    if outcome != Outcome.DONE:
        return Cell(OUTCOMES.get(outcome, ""), under)
    if failed:
        return Cell(f"不符合 {failed} 条", under, sign=("x", "fail"))
    return Cell("全部符合", under, sign=("check", "pass"))
