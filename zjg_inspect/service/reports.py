"""What is reported, as files: annex 1, and the lists of a day or a period, in Excel or PDF."""

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
from sqlalchemy import select

from zjg_inspect.model import clock
from zjg_inspect.model.form import STANDARDISATION_FROM, Facts
from zjg_inspect.model.period import Period
from zjg_inspect.places import write_whole
from zjg_inspect.service import filings, period_reports, trend, verdicts
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.filings_paper import monthly_list
from zjg_inspect.service.programme import programme_on
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text

if TYPE_CHECKING:
    from zjg_inspect.report.annex1 import Annex1
    from zjg_inspect.report.listed import Listed

ReportKind = Literal["annex1", "month", "hazards", "leases", "duty", "confirmed"]
KINDS: tuple[ReportKind, ...] = get_args(ReportKind)


def months(db: Database) -> list[Period]:
    """The periods that can be reported: since the programme of today began, the one that runs last."""
    return trend.months(db, clock.today())


def report(db: Database, kind: ReportKind, some: Period) -> "Listed":
    """What a report of a period says; annex 1 and the confirmation list as of its last day. Raises NoRole."""
    match kind:
        case "annex1":
            from zjg_inspect.report.annex1_list import as_list

            return as_list(annex1(db, _day(some)))
        case "month":
            return period_reports.month_report(db, some)
        case "hazards":
            return period_reports.hazard_report(db, some)
        case "leases":
            return monthly_list(db, some)
        case "duty":
            return period_reports.duty_report(db, some)
        case "confirmed":
            return period_reports.confirmation_list(db, some)


def report_pdf(db: Database, kind: ReportKind, some: Period) -> bytes:
    """A report as PDF, A4. Raises NoRole, FontMissing."""
    from zjg_inspect.report.listpaper import render_list  # reportlab is heavy

    return render_list(report(db, kind, some))


def write_report(db: Database, kind: ReportKind, some: Period, to: Path) -> Path:
    """Write a report of a period: PDF where the file's name ends so, else Excel; gives the file.

    Raises:
        NoRole, FontMissing.
        DiskFull, NotWritable: no half file is left, an older one of that name is as it was.
    """
    from zjg_inspect.report.listbook import write_list

    if to.suffix.lower() == ".pdf":
        write_whole(to, report_pdf(db, kind, some))
    elif kind == "annex1":
        write_annex1(db, to, _day(some))
    else:
        write_list(to, report(db, kind, some))
    return to


def _day(some: Period) -> date:
    return min(some.last, clock.today())


def write_annex1(db: Database, to: Path, day: date) -> Path:
    """The summary of all zones (附件1) as of this day, by the programme of the day, as Excel; gives the file.

    Raises:
        DiskFull, NotWritable: no half file is left.
    """
    from zjg_inspect.report import annex1 as paper  # openpyxl is heavy

    paper.write_annex1(to, annex1(db, day))
    return to


def annex1(db: Database, day: date) -> "Annex1":
    """The figures of annex 1 as of this day."""
    from zjg_inspect.report import annex1 as paper

    e, z = tables.enterprise.c, tables.zone.c
    with db.read() as conn:
        office = standing_of(conn, db).name
        zones = conn.execute(select(tables.zone).where(z.in_scope).order_by(z.township, z.village)).all()
        counted = tables.counts(tables.enterprise, day.isoformat())
        rows = conn.execute(select(e.entity, e.zone, e.facts).where(counted)).all()
        targets = programme_on(conn, day).targets
        reached = verdicts.standardised(conn, db, day if day < clock.today() else None)
        filed = filings.leases_filed(filings.leases_on(conn, day), day)
    figures: dict[bytes, Counter[str]] = defaultdict(Counter)
    for row in rows:
        figures[row.zone].update(_figures(msgspec.json.decode(row.facts, type=Facts), row.entity in reached))
    made = [
        paper.ZoneRow(
            township=zone.township,
            village=zone.village,
            leases_filed=filed[uuid_text(zone.entity)],
            **({"total": 0} | figures[zone.entity]),
        )
        for zone in zones
    ]
    townships = {zone.township for zone in zones}
    area = townships.pop() if len(townships) == 1 else "全市"
    return paper.Annex1(day, area, office, tuple(made), targets)


def _figures(facts: Facts, standardised: bool) -> Counter[str]:
    """What one enterprise adds to its zone's row; what is not known adds to no kind."""
    heads = facts.headcount
    size = "headcount_unknown" if heads is None else "from_50" if heads >= STANDARDISATION_FROM else "below_50"
    return Counter(
        {
            "total": 1,
            size: 1,
            "dust_explosive": facts.dust_explosive is True,
            "ammonia_refrigeration": facts.ammonia_refrigeration is True,
            "other_key_field": facts.other_key_field is True,
            "chemicals": True in (facts.flammable_tanks, facts.toxic_tanks, facts.chemical_store),
            "confined_spaces": facts.confined_spaces is True,
            "rents": facts.rents is True,
            "standardised": standardised,
        }
    )
