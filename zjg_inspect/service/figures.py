"""The figures of the board and of every report, and the lists behind them: as of a day, and of a period.

Zones, city and programme are `overview`; enterprises with their verdicts `enterprises`; what a period brought
`period_figures`. Each figure is the length of the list that opens behind it: both are read by the same conditions.
"""

from datetime import date

import msgspec
from sqlalchemy import select

from zjg_inspect.model import clock
from zjg_inspect.model.period import Period, period, period_of
from zjg_inspect.model.verdict import Why
from zjg_inspect.service.figures_failures import (
    Area,
    FailureFigures,
    FailureLine,
    ItemFailures,
    failure_figures,
    failures,
    failures_in,
)
from zjg_inspect.service.figures_hazards import HazardFigures, HazardLine, HazardWhich, hazard_figures, hazards
from zjg_inspect.service.figures_visits import VisitFigures, VisitLine, visit_figures, visits
from zjg_inspect.service.programme import programme_on
from zjg_inspect.service.verdicts import CityVerdict, Overview, ZoneVerdict, judged_on, overview
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = [
    "Area", "CityVerdict", "EnterpriseLine", "FailureFigures", "FailureLine", "HazardFigures", "HazardLine",
    "HazardWhich", "ItemFailures", "Overview", "PeriodFigures", "VisitFigures", "VisitLine", "ZoneVerdict",
    "enterprises", "failure_figures", "failures", "hazards", "overview", "period_figures", "reported_in", "reported_on",
    "visits",
]  # fmt: skip


class EnterpriseLine(msgspec.Struct, frozen=True):
    """An enterprise that counts, with its verdict; `inspection` and `date`: the visit that it rests on, if any."""

    id: str
    name: str
    code: str
    zone: str
    township: str
    village: str
    standardised: bool
    inspection: str
    date: str
    why_not: tuple[Why, ...]


def enterprises(
    db: Database, on: date | None = None, *, zone: str = "", standardised: bool | None = None
) -> list[EnterpriseLine]:
    """Those that count in zones in scope, by township, village and name; of one zone, and of one verdict, where given.

    `on`: as it held at the end of this civil day; None as all that is stored has it, as in `overview`.
    """
    e, z = tables.enterprise.c, tables.zone.c
    day = (on or clock.today()).isoformat()
    query = (
        select(e.entity, e.name, e.code, e.zone, z.township, z.village)
        .join(tables.zone, z.entity == e.zone)
        .where(z.in_scope, tables.counts(tables.enterprise, day))
        .order_by(z.township, z.village, e.name, e.entity)
    )
    if zone:
        query = query.where(e.zone == uuid_bytes(zone))
    with db.read() as conn:
        rows = conn.execute(query).all()
        which = tables.standing.c.zone == uuid_bytes(zone) if zone else tables.standing.c.entity.is_not(None)
        judged = judged_on(conn, db, on, [row.entity for row in rows], which)
    return [
        EnterpriseLine(
            id=uuid_text(row.entity),
            name=row.name,
            code=row.code,
            zone=uuid_text(row.zone),
            township=row.township,
            village=row.village,
            standardised=verdict.standardised,
            inspection=verdict.inspection,
            date=verdict.date,
            why_not=verdict.why_not,
        )
        for row in rows
        if standardised in (None, (verdict := judged[row.entity]).standardised)
    ]


def reported_in(db: Database, year: int, month: int) -> Period:
    """The period that is reported in a month, by the report day of the programme of its last day (28 in the notice)."""
    with db.read() as conn:
        plain = period(year, month)
        return period(year, month, programme_on(conn, plain.last).report_day)


def reported_on(db: Database, day: date) -> Period:
    """The period in which a day lies, by the report day of the programme of that day."""
    with db.read() as conn:
        return period_of(day, programme_on(conn, day).report_day)


class PeriodFigures(msgspec.Struct, frozen=True):
    """What a period brought."""

    period: Period
    visits: VisitFigures
    hazards: HazardFigures
    failures: FailureFigures


def period_figures(db: Database, some: Period) -> PeriodFigures:
    """All figures of a period, as one view of the store has them."""
    with db.read() as conn:
        return PeriodFigures(some, visit_figures(conn, some), hazard_figures(conn, some), failures_in(conn, db, some))
