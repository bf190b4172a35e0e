"""What the hazard ledger says: states, due days, what a major hazard still needs, where. No Qt in here."""

from collections.abc import Sequence
from datetime import date

from zjg_inspect.model.deadline import days_left, is_past, is_soon
from zjg_inspect.model.ledger import WEEK, Choice, Columns
from zjg_inspect.service.ledger import LedgerRow
from zjg_inspect.service.lists import ZoneName
from zjg_inspect.ui.hazard_marks import marks
from zjg_inspect.ui.theme import Token

STAGES: dict[str, str] = {
    "unsettled": "没销号", "open": "待整改", "rectified": "待复查", "referred": "已移交执法", "review": "待审核",
    "closed": "已销号", "": "全部",
}  # fmt: skip
DUES: dict[str, str] = {"": "全部", "overdue": "逾期", "week": "七日内"}
GRADES: dict[str, str] = {"": "全部", "major": "重大", "general": "一般"}
TO_CLOSE: dict[str, str] = {"recheck": "现场复查", "photo": "改好后的照片", "review": "审核签字"}
NONE_YET = "还没有隐患。检查里记下的隐患，收件以后就列在这里。"
NONE_FITS = "没有符合这些条件的隐患。"
EVERYWHERE = "全部镇村"
# a place: a township, or one of its zones
Place = tuple[str, str]


def stage_counts(found: Columns) -> dict[str, int]:
    """By what can be chosen; 没销号 and 全部 are sums of the others."""
    each = {stage: found.stages[stage] for stage in STAGES if stage not in ("unsettled", "")}
    every = sum(each.values())
    return {"unsettled": every - each["closed"], **each, "": every}


def due_counts(found: Columns) -> dict[str, int]:
    return {"": sum(found.dues.values()), "overdue": found.dues["overdue"], "week": found.dues["week"]}


def grade_counts(found: Columns) -> dict[str, int]:
    return {"": sum(found.grades.values()), "major": found.grades["major"], "general": found.grades["general"]}


def places(zones: Sequence[ZoneName], found: Columns, chosen: Place) -> list[tuple[str, Place]]:
    """The villages with something in them under their townships, each with how many; the chosen one always. Where there
    is one township alone it needs no line of its own."""
    listed = [(f"{EVERYWHERE} {sum(found.zones.values())}", ("", ""))]
    several = len({zone.township for zone in zones}) > 1
    township = ""
    for zone in zones:
        if several and zone.township != township:
            township = zone.township
            if found.townships[township] or chosen == (township, ""):
                listed.append((f"{township} {found.townships[township]}", (township, "")))
        if found.zones[zone.id] or chosen == ("", zone.id):
            indent = "　" if several else ""
            listed.append((f"{indent}{zone.village} {found.zones[zone.id]}", ("", zone.id)))
    return listed


def due_words(row: LedgerRow, on: date) -> tuple[str, Token, bool]:
    """逾期 12 天 · 今天到期 · 还有 5 天 · 08-16 到期 · 09-12 销号; its colour, and whether it is bold."""
    hazard = row.hazard
    if hazard.state == "closed":
        word = "销号" if row.stage == "closed" else "复查已改好"
        return f"{_short(hazard.date, on)} {word}", "ink-2", False
    if not hazard.deadline:
        return "没定期限", "ink-2", False
    left = days_left(hazard.deadline, on)
    if is_past(hazard.deadline, on):
        return f"逾期 {-left} 天", "fail", True
    if is_soon(hazard.deadline, on, WEEK):
        return ("今天到期" if not left else f"还有 {left} 天"), "attention", True
    return f"{_short(hazard.deadline, on)} 到期", "ink", False


def _short(day: str, on: date) -> str:
    """08-16 of this year, 2023-08-16 of another."""
    return day.removeprefix(f"{on.year}-")


def what_words(row: LedgerRow) -> str:
    """永新村 · 4-09 安全通道被托盘占用（二号车间东侧）"""
    hazard = row.hazard
    where = f"（{hazard.where}）" if hazard.where else ""
    return f"{hazard.village} · {hazard.item} {hazard.what or hazard.title}{where}"


def missing_words(row: LedgerRow) -> str:
    """还差：现场复查、改好后的照片、审核签字"""
    return f"还差：{'、'.join(TO_CLOSE[each] for each in row.missing)}" if row.missing else ""


def mark_words(row: LedgerRow) -> str:
    """延期 2 次 · 第 2 次出现: what else is to be known; the referral is a state here."""
    said = [each for each in marks(row.hazard) if "移交" not in each]
    return " · ".join([*said, *(["两份改动还没定"] if row.hazard.in_conflict else [])])


def spoken(row: LedgerRow, on: date) -> str:
    """The row as a sentence."""
    grade = "重大隐患" if row.hazard.grade == "major" else "隐患"
    parts = (grade, row.hazard.name, what_words(row), STAGES[row.stage], due_words(row, on)[0], missing_words(row))
    return "，".join(part for part in (*parts, mark_words(row)) if part)


def is_narrowed(choice: Choice) -> bool:
    """Whether anything was chosen other than what the page begins with."""
    return choice != Choice()
