"""The register in words: an enterprise's facts, its visits, and the report of a loaded register. No Qt."""

from collections.abc import Sequence
from typing import NamedTuple

from zjg_inspect.model.facts import CLASS_LABELS, FACT_LABELS, FACT_NAMES, Facts
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service.lists import SealedVisit
from zjg_inspect.service.register import RosterReport
from zjg_inspect.ui.office.review_words import TYPES
from zjg_inspect.ui.office.rich import Part

STATES = {"active": "在产", "stopped": "停产", "deregistered": "注销", "moved": "搬迁"}
OUTCOMES = {"locked": "门锁", "stopped": "停产", "refused": "拒检", "not_found": "查无此户"}


class Fact(NamedTuple):
    """A name and what is known of it."""

    name: str
    value: str


def facts_of(site: Enterprise, zone: Zone) -> list[Fact]:
    """What the register says; what it says nothing of is left out."""
    heads = "不清楚" if site.facts.headcount is None else f"{site.facts.headcount} 人"
    facts = [
        Fact("集中区", f"{zone.township} {zone.village}"),
        Fact("信用代码", site.code or "没有"),
        Fact("地址", site.address),
        Fact("行业", site.industry),
        Fact("从业人数", heads + _class(site.facts)),
        Fact("主要负责人", site.principal),
        Fact("法定代表人", site.legal_person if site.legal_person != site.principal else ""),
        Fact("电话", site.phone),
        Fact("出租方", site.landlord),
        Fact("租约签订", site.lease_signed),
        Fact("状态", "" if site.state == "active" else f"{STATES[site.state]} {site.state_date}".strip()),
        Fact("备注", site.remark),
    ]
    return [fact for fact in facts if fact.value]


def _class(facts: Facts) -> str:
    kind = facts.headcount_class
    return f"，{CLASS_LABELS[kind]}" if kind else ""


def kinds_of(facts: Facts) -> list[Fact]:
    """What decides which items are asked: 有, 没有, 不清楚."""
    names = [name for name in FACT_NAMES if name != "headcount"]
    groups = ((True, "有"), (None, "不清楚，按有来查"), (False, "没有"))
    told = []
    for value, word in groups:
        labels = [FACT_LABELS[name] for name in names if facts.value(name) is value]
        if labels:
            told.append(Fact(word, "、".join(labels)))
    return told


def visit_words(visit: SealedVisit) -> list[Part]:
    """2026-11-23 核查 · 不符合 3 条 · 张某、李某"""
    found: Part
    if visit.outcome != "done":
        found = Part(OUTCOMES.get(visit.outcome, ""), "na", True)
    elif visit.failed:
        found = Part(f"不符合 {visit.failed} 条", "fail", True)
    else:
        found = Part("全部符合", "pass", True)
    major = [Part(f"，重大隐患 {visit.majors} 条", "fail", True)] if visit.majors else []
    return [
        Part(f"{visit.date} {TYPES.get(visit.type, '')} · "),
        found,
        *major,
        Part(f" · {visit.inspectors}", "ink-2"),
    ]


def sums_words(report: RosterReport) -> str:
    """62 行 = 新 60 + 变动 0 + 没变 0 + 未收 2"""
    return (
        f"{report.rows} 行 = 新 {report.new} + 变动 {report.changed} + 没变 {report.unchanged}"
        f" + 未收 {len(report.refused)}"
    )


class Line(NamedTuple):
    """A refused or doubtful cell by the sheet's row and column."""

    row: int
    column: str
    text: str
    reason: str
    refused: bool


def lines_of(report: RosterReport) -> tuple[list[Line], list[Line]]:
    """Those refused, those in doubt."""
    refused = [Line(each.row, each.column or "", "", each.reason, True) for each in report.refused]
    doubts = [Line(each.row, each.column, each.text, each.reason, False) for each in report.doubts]
    return refused, doubts


def as_text(report: RosterReport, file: str) -> str:
    """The whole report, to be copied or kept."""
    refused, doubts = lines_of(report)
    parts = [f"导入底数表：{file}", sums_words(report)]
    for title, lines in (("未收的行", refused), ("存疑的格（这一格留空，行已收）", doubts)):
        if lines:
            parts += ["", f"{title}，共 {len(lines)} 处", *(line_text(line) for line in lines)]
    if report.unread_sheets:
        parts += ["", f"还有这些工作表没有读：{'、'.join(report.unread_sheets)}"]
    return "\n".join(parts) + "\n"


def line_text(line: Line) -> str:
    where = f"第 {line.row} 行" + (f" {line.column}" if line.column else "")
    return f"{where}：{f'“{line.text}”，' if line.text else ''}{line.reason}"


def unread_words(names: Sequence[str]) -> str:
    return f"这个文件里还有像底数表的工作表没有读：{'、'.join(names)}。要收它，请把它单独另存再导入。" if names else ""
