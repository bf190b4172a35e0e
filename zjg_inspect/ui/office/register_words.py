"""The register in words: an enterprise's facts, its visits, and the report of a loaded register. No Qt."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zjg_inspect.model.deadline import days_left
from zjg_inspect.model.facts import CLASS_LABELS, FACT_LABELS, FACT_NAMES, Facts
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service.assignments import Assigned, Assignee
from zjg_inspect.service.lists import SealedVisit
from zjg_inspect.service.register import RosterReport
from zjg_inspect.service.survey import Proposal
from zjg_inspect.ui.office.review_words import TYPES
from zjg_inspect.ui.office.rich import Part
from zjg_inspect.ui.theme import Token

STATES = {"active": "在产", "stopped": "停产", "deregistered": "注销", "moved": "搬迁"}
OUTCOMES = {"locked": "门锁", "stopped": "停产", "refused": "拒检", "not_found": "查无此户"}


class Fact(NamedTuple):
    """A name and what is known of it."""

    name: str
    value: str


def facts_of(site: Enterprise, zone: Zone, filing_due: str) -> list[Fact]:
    """What the register says; what it says nothing of is left out. `filing_due`: by when the lease is filed."""
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
        Fact("租约签订", lease_words(site.lease_signed, filing_due)),
        Fact("状态", "" if site.state == "active" else f"{STATES[site.state]} {site.state_date}".strip()),
        Fact("从哪天起", f"{site.since} 搬来，从这天起计入" if site.since else ""),
        Fact("计不计入", "" if site.in_scope else f"不计入：{site.reason}" if site.reason else "不计入"),
        Fact("备注", site.remark),
    ]
    return [fact for fact in facts if fact.value]


def found_words(found: Proposal) -> str:
    """张某、李某 2026-11-20 在现场发现，还没收进底数库，不计数。"""
    return f"{_finders(found)} {found.date} 在现场发现，还没收进底数库，不计数。"


def waiting_facts(waiting: Sequence[Proposal], host: str) -> list[Fact]:
    """What was said of those on the spot that the register has no place for; each lease in a line.

    `host`: the name of the enterprise in whose works it was found.
    """
    facts = []
    if any(each.beside for each in waiting):
        facts.append(Fact("厂中厂", f"在“{host}”厂里" if host else "在别家厂里，是哪一家还没收到"))
    for each in waiting:
        photos = f"{len(each.photos)} 张照片" if each.photos else ""
        said = [part for part in (each.note, photos) if part]
        lease = each.lease
        if lease is not None:
            terms = (
                lease.landlord, lease.phone, lease.address, f"{lease.signed} 签" if lease.signed else "",
                f"{lease.until} 到期" if lease.until else "",
            )  # fmt: skip
            who = [] if each.found is not None else [f"{_finders(each)} {each.date} 发现"]
            facts.append(Fact("租约待确认", "，".join([part for part in terms if part] + said + who)))
        elif said:
            facts.append(Fact("现场说明", "，".join(said)))
    return facts


def _finders(found: Proposal) -> str:
    return "、".join(person.name for person in found.by)


def lease_words(signed: str, due: str) -> str:
    """2022-06-01 签，应在 2022-07-01 前备案; that day is still in time."""
    return f"{signed} 签，应在 {due} 前（含当天）备案" if signed else ""


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


def assigned_words(each: Assigned, on: date) -> str:
    """派给 张某的电脑，08-16 前"""
    return f"派给 {each.laptop}{_purpose(each)}，{by_words(each.due, on)}"


def _purpose(each: Assigned) -> str:
    """核查 goes without saying."""
    return "" if each.type is VisitType.ASSESSMENT else f" {TYPES[each.type]}"


def by_words(due: str, on: date) -> str:
    """08-16 前; the year where it is not this one's; how late where that day is over."""
    shown = due[5:] if due[:4] == f"{on.year:04}" else due
    left = days_left(due, on)
    if left < 0:
        return f"应于 {shown}，逾期 {-left} 天"
    return "今天到期" if left == 0 else f"{shown} 前"


def tone_of(each: Assigned) -> Token:
    return "fail" if each.state == "overdue" else "ink"


def assigned_parts(each: Assigned, on: date) -> list[Part]:
    """In an enterprise's details: 张某的电脑 · 核查 · 08-16 前，and the note."""
    late = each.state == "overdue"
    note = [Part(f"　{each.note}", "ink-2")] if each.note else []
    return [
        Part(f"{each.laptop} · {TYPES[each.type]} · "),
        Part(by_words(each.due, on), "fail" if late else "ink", late),
        *note,
    ]


def assignee_words(each: Assignee) -> str:
    """张某的电脑 A07，手上 5 单"""
    return f"{each.name} {each.letters}" + (f"，手上 {each.open} 单" if each.open else "")


def names_line(names: Sequence[str], shown: int = 5) -> str:
    """甲厂、乙厂、丙厂 等 8 家"""
    line = "、".join(names[:shown])
    return line if len(names) <= shown else f"{line} 等 {len(names)} 家"


def already_words(there: Sequence[Assigned], device: str, on: date) -> str:
    """What these enterprises were assigned for the same before, and what follows from it."""
    own = [each for each in there if each.device == device]
    others = [each for each in there if each.device != device]
    said = ""
    if own:
        names = names_line([f"{each.name}（{by_words(each.due, on)}）" for each in own], 2)
        said += f"{names}已经派给它，会改成这次的日子。"
    if others:
        names = names_line([f"{each.name}已经派给 {each.laptop}" for each in others], 2)
        said += f"{names}，两台都会列着；只要一台去，请撤回另一单。"
    return said


def sums_words(report: RosterReport) -> str:
    """62 行 = 新 60 + 有变化 0 + 未变 0 + 未收 2"""
    return (
        f"{report.rows} 行 = 新 {report.new} + 有变化 {report.changed} + 未变 {report.unchanged}"
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
    more = "要收它，请把这个文件再导入一次，在右上角选那一张。"
    return f"这个文件里还有像底数表的工作表没有读：{'、'.join(names)}。{more}" if names else ""
