"""The figures of the board and of every report, and the lists behind them: as of a day, and of a period.

Zones, city and programme are `overview`; enterprises with their verdicts `enterprises`; what a period brought
`period_figures`. Each figure is the length of the list that opens behind it: both are read by the same conditions.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from zjg_inspect.model import clock
from zjg_inspect.model.period import Period, period, period_of
from zjg_inspect.model.verdict import EnterpriseVerdict, Why
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
from zjg_inspect.service.verdicts import CityVerdict, Overview, ZoneVerdict, judged_on, overview, turns_of
from zjg_inspect.store import standing, tables, timeline
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
    db: Database, on: date | None = None, *, zone: str = "", standardised: bool | None = None, brief: bool = False
) -> list[EnterpriseLine]:
    """Those that count in zones in scope, by township, village and name; of one zone, and of one verdict, where given.

    `on`: as it held at the end of this civil day; None as all that is stored has it, as in `overview`. `brief`: of a
    past day whether it was standardised alone, neither by which visit nor why not: thousands in an instant.
    """
    with db.read() as conn:
        if on is None:
            return _as_they_stand(conn, zone, standardised)
        rows = conn.execute(_counted(select(*_COLUMNS), zone, on)).all()
        own = [row[0] for row in rows]
        turns = turns_of(conn, db, own)
        was = {each: timeline.standardised_on(turns[each], on) for each in own}
        if standardised is not None:
            own = [each for each in own if was[each] is standardised]
        if brief:
            judged = {each: EnterpriseVerdict(was[each], ()) for each in own}
        else:
            judged = judged_on(conn, db, on, own, tables.standing.c.entity.is_not(None))
    zone_text = cache(uuid_text)
    return [_line(row, judged[row[0]], zone_text) for row in rows if row[0] in judged]


_E, _Z = tables.enterprise.c, tables.zone.c
_COLUMNS = (_E.entity, _E.name, _E.code, _E.zone, _Z.township, _Z.village)


def _counted(query: Select[Any], zone: str, day: date) -> Select[Any]:
    query = (
        query.select_from(tables.enterprise)
        .join(tables.zone, _Z.entity == _E.zone)
        .where(_Z.in_scope, tables.counts(tables.enterprise, day.isoformat()))
        .order_by(_Z.township, _Z.village, _E.name, _E.entity)
    )
    return query.where(_E.zone == uuid_bytes(zone)) if zone else query


def _as_they_stand(conn: Connection, zone: str, standardised: bool | None) -> list[EnterpriseLine]:
    s = tables.standing.c
    query = _counted(select(*_COLUMNS, s.standardised, s.inspection, s.date, s.why), zone, clock.today())
    query = query.join(tables.standing, s.entity == _E.entity)
    if standardised is not None:
        query = query.where(s.standardised if standardised else ~s.standardised)
    zone_text = cache(uuid_text)
    return [
        _line(row[:6], standing.verdict_of(*row[6:]), zone_text) for row in map(tuple, conn.execute(query).all())
    ]  # fmt: skip


def _line(about: Sequence[Any], verdict: EnterpriseVerdict, zone_text: Callable[[bytes], str]) -> EnterpriseLine:
    own, name, code, zone, township, village = about
    return EnterpriseLine(
        uuid_text(own), name, code, zone_text(zone), township, village,
        verdict.standardised, verdict.inspection, verdict.date, verdict.why_not,
    )  # fmt: skip


def reported_in(db: Database, year: int, month: int) -> Period:
    """The period that is reported in a month, by the report day of the programme of its last day (28 in the notice)."""
    with db.read() as conn:
        plain = period(year, month)
        return period(year, month, programme_on(conn, plain.last).report_day)


def reported_on(db: Database, day: date) -> Period:
    """The period in which a day lies, by the report day of the programme of that day."""
    with db.read() as conn:
        return period_of(day, programme_on(conn, day).report_day)


def period_name(db: Database, some: Period) -> str:
    """2026年10月 where it is what that month reports; empty of any other days."""
    return some.name if some == reported_in(db, some.year, some.month) else ""


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
