"""What the township reports: the month, hazards, duty results and confirmation lists of a day or a period.

Every figure comes from service/figures.py and service/verdicts.py, as on the board: sums of lists, never counted anew.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from zjg_inspect.model import clock
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.period import Period
from zjg_inspect.model.verdict import Half, share_cut
from zjg_inspect.service import figures, figures_failures, figures_hazards, figures_visits, filings, verdicts
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.figures_hazards import HazardLine, HazardWhich
from zjg_inspect.service.verdicts import Overview, ZoneVerdict
from zjg_inspect.store.db import Database

if TYPE_CHECKING:
    from zjg_inspect.report.listed import Listed, Table

# As many items as a township's meeting can talk about.
_MOST_ITEMS = 10
_Rows = list[list[Any]]


def as_of(some: Period) -> date | None:
    """The day whose verdicts a period's report gives: its last, or, while it runs, all that is stored (None)."""
    return some.last if some.last < clock.today() else None


def month_report(db: Database, some: Period) -> "Listed":
    """The monthly report (月报): zones, both halves of 双七十, visits, hazards, failures, filings.

    Raises:
        NoRole: nobody has said yet whose store this is.
    """
    from zjg_inspect.report import listed

    found, view = figures.period_figures(db, some), verdicts.overview(db, as_of(some))
    filed = filings.filings_in(db, some)
    tables = (
        _zones(db, some, view),
        _halves(view),
        _visits(found),
        _hazard_sums(found.hazards),
        _failures(found.failures),
        _filings(filed),
    )
    said = listed.month_summary(view.city, found, len(filed.leases))
    return listed.Listed(f"{figures.period_name(db, some)}工业集中区规范化管理情况月报", *_head(db, some), said, tables)


def hazard_report(db: Database, some: Period) -> "Listed":
    """The hazards of a period: what stood, came and went, and each that is open at its end or was closed in it."""
    from zjg_inspect.report import listed

    sums = figures.period_figures(db, some).hazards
    tables = (
        _hazard_sums(sums),
        _hazards(db, some, "majors", "重大隐患"),
        _hazards(db, some, "open", "未销号的隐患"),
        _hazards(db, some, "closed", "本期销号的隐患"),
    )
    return listed.Listed("安全隐患排查治理情况表", *_head(db, some), listed.hazard_summary(sums), tables)


def duty_report(db: Database, some: Period) -> "Listed":
    """The villages' duty results of a period: each zone in scope, visited or not, and each item that failed."""
    from zjg_inspect.report import listed

    visits = figures_visits.visits(db, some, type=VisitType.DUTY)
    failures = figures_failures.failures(db, some, type=VisitType.DUTY)
    times, last = Counter(one.enterprise for one in visits), {one.enterprise: one for one in visits}
    failed = Counter(one.enterprise for one in failures)
    waiting = Counter(one.enterprise for one in figures_hazards.hazards(db, some, "open"))
    rows: _Rows = []
    for number, zone in enumerate(verdicts.overview(db, as_of(some)).zones, 1):
        latest = last.get(zone.id)
        beside = (latest.date, latest.inspectors) if latest is not None else ("未检查", "")
        rows.append([number, zone.township, zone.village, times[zone.id], *beside, failed[zone.id], waiting[zone.id]])
    _sum_up(rows, 3, 6, 7)
    items: _Rows = [
        [number, one.village, one.date, one.item, one.title, one.what]
        for number, one in enumerate(sorted(failures, key=lambda one: (one.township, one.village, one.date)), 1)
    ]
    done = len(times), len(rows) - bool(rows)
    return listed.Listed(
        "村（社区）安全生产履职检查结果",
        *_head(db, some),
        listed.duty_summary(done, len(visits), len(failures)),
        (listed.duty_zones(rows), listed.duty_items(items)),
    )


def confirmation_list(db: Database, some: Period) -> "Listed":
    """What is to be confirmed as of the period's last day: the zones that reach the line, and each standardised
    enterprise; to be signed (§五(三))."""
    from zjg_inspect.report import listed

    on = as_of(some)
    view = verdicts.overview(db, on)
    reached = [zone for zone in view.zones if zone.standardised_zone]
    zones: _Rows = [
        [number, zone.township, zone.village, zone.total, zone.standardised, zone.share]
        for number, zone in enumerate(reached, 1)
    ]
    own = figures.enterprises(db, on, standardised=True)
    numbers = {one.id: one.number for one in figures_visits.visits(db)} if own else {}
    enterprises: _Rows = [
        [number, one.township, one.village, one.name, one.code or "无", one.date, numbers.get(one.inspection, "")]
        for number, one in enumerate(own, 1)
    ]
    day = (on or min(some.last, clock.today())).isoformat()
    return listed.Listed(
        "规范化管理工业集中区和企业确认名单",
        f"截至{listed.paper_date(day)}",
        _head(db, some)[1],
        listed.confirmation_summary(view.city),
        (listed.confirmed_zones(zones), listed.confirmed_enterprises(enterprises)),
        ("经办人：", "审核人：", "负责人（签字、盖章）："),
    )


def _head(db: Database, some: Period) -> tuple[str, str]:
    """The line under the title, and whose report it is."""
    from zjg_inspect.report import listed

    with db.read() as conn:
        office = standing_of(conn, db).name
    return listed.span(some.first, some.last), office


# -- tables ------------------------------------------------------------------------------------------------------------


def _zones(db: Database, some: Period, view: Overview) -> "Table":
    from zjg_inspect.report import listed

    visited = Counter((one.township, one.village) for one in figures_visits.visits(db, some))
    kinds: tuple[HazardWhich, ...] = ("found", "closed", "open", "overdue")
    hazards = {kind: _by_place(figures_hazards.hazards(db, some, kind)) for kind in kinds}
    rows: _Rows = []
    for number, zone in enumerate(view.zones, 1):
        place = zone.township, zone.village
        beside = [hazards[kind][place] for kind in kinds]
        rows.append(
            [number, *place, zone.total, zone.standardised, zone.share, _verdict(zone), visited[place], *beside]
        )
    left = {place for some_ in (visited, *hazards.values()) for place in some_}
    left -= {(zone.township, zone.village) for zone in view.zones}
    for place in sorted(left):
        # out of scope: it counts in no share, what was seen there is told all the same
        beside = [hazards[kind][place] for kind in kinds]
        rows.append([len(rows) + 1, *place, 0, 0, "", "不计入", visited[place], *beside])
    _sum_up(rows, 3, 4, 7, 8, 9, 10, 11)
    if rows:
        rows[-1][5] = share_cut(rows[-1][4], rows[-1][3])
        rows[-1][6] = f"{view.city.zones.reached}/{view.city.zones.total}"
    return listed.zones(rows)


def _by_place(lines: Iterable[HazardLine]) -> Counter[tuple[str, str]]:
    return Counter((line.township, line.village) for line in lines)


def _verdict(zone: ZoneVerdict) -> str:
    if zone.standardised_zone is None:
        return "无企业"
    return "达到" if zone.standardised_zone else f"差 {zone.missing} 家"


def _sum_up(rows: _Rows, *columns: int) -> None:
    """Add the row of sums of these columns, where there are any rows."""
    if rows:
        sums: list[Any] = ["", "合计", *[""] * (len(rows[0]) - 2)]
        for column in columns:
            sums[column] = sum(row[column] for row in rows)
        rows.append(sums)


def _halves(view: Overview) -> "Table":
    from zjg_inspect.report import listed

    named: Sequence[tuple[str, Half]] = (
        ("规范化管理企业（家）", view.city.enterprises),
        ("规范化管理工业集中区（个）", view.city.zones),
    )
    return listed.halves(
        [
            [number, name, half.total, half.reached, half.share, f"{half.target}%",
             "无" if not half.total else "已达到" if half.met else f"还差 {half.missing}"]
            for number, (name, half) in enumerate(named, 1)
        ]
    )  # fmt: skip


def _visits(found: figures.PeriodFigures) -> "Table":
    from zjg_inspect.report import listed

    v = found.visits
    sums = [v.assessments, v.reinspections, v.guidance, v.duty, v.done, v.enterprises, v.guided, v.tries]
    return listed.visits([[1, *sums]])


def _hazard_sums(sums: figures_hazards.HazardFigures) -> "Table":
    from zjg_inspect.report import listed

    return listed.hazard_sums([[1, *(getattr(sums, name) for name in listed.HAZARD_SUMS)]])


def _failures(found: figures_failures.FailureFigures) -> "Table":
    from zjg_inspect.report import listed

    rows: _Rows = [[number, area.title, area.count, ""] for number, area in enumerate(found.areas, 1)]
    for row, area in zip(rows, found.areas, strict=True):
        most = sorted(area.items, key=lambda item: (-item.count, item.code))[:_MOST_ITEMS]
        row[3] = "、".join(f"{item.code} {item.title} {item.count}" for item in most if item.count)
    _sum_up(rows, 2)
    return listed.failures(rows)


def _filings(filed: filings.Filings) -> "Table":
    from zjg_inspect.report import listed

    late = sum(bool(one.lease.late) for one in filed.leases)
    in_force = sum(village.standing for village in filed.villages)
    row = [1, len(filed.leases), late, in_force, len(filed.late), len(filed.zones), len(filed.late_zones)]
    return listed.filings([row])


def _hazards(db: Database, some: Period, which: HazardWhich, title: str) -> "Table":
    from zjg_inspect.report import listed

    lines = sorted(
        figures_hazards.hazards(db, some, which), key=lambda one: (one.grade != "major", one.deadline, one.id)
    )
    rows: _Rows = [
        [number, one.village, one.name, f"{one.item} {one.title}", listed.what(one.what, one.where),
         listed.GRADES[one.grade], one.found, one.deadline, listed.HAZARD_STATES[one.state]]
        for number, one in enumerate(lines, 1)
    ]  # fmt: skip
    return listed.hazards(title, rows)
