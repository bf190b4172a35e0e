"""Verdicts of enterprises, zones and the city, each with its why, as they stand or as they held on a past day."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, case, select

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.programme import Programme, Targets
from zjg_inspect.model.verdict import (
    EnterpriseVerdict,
    Half,
    share_cut,
    zone_is_standardised,
    zone_missing,
)
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.programme import programme_on
from zjg_inspect.service.reasons import Reason, reasons_of
from zjg_inspect.store import past, standing, tables, timeline
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text
from zjg_inspect.store.standing import Figures


class ZoneVerdict(msgspec.Struct, frozen=True):
    """A zone's figures; `standardised_zone` is None for a zone with no enterprise in scope. `target`: per cent."""

    id: str
    township: str
    village: str
    total: int
    standardised: int
    missing: int
    share: str
    standardised_zone: bool | None
    target: int

    @property
    def half(self) -> Half:
        return Half(self.standardised, self.total, self.target)


class CityVerdict(msgspec.Struct, frozen=True):
    """Both halves of 双七十 (§一); `empty`: how many zones have no enterprise in scope and count in neither."""

    enterprises: Half
    zones: Half
    empty: int


class Overview(msgspec.Struct, frozen=True):
    """All verdicts as one view of the store has them, and the programme whose targets they are held to."""

    programme: Programme
    zones: tuple[ZoneVerdict, ...]
    city: CityVerdict


class EnterpriseStanding(msgspec.Struct, frozen=True):
    """An enterprise with its verdict, and what is in its way in full."""

    id: str
    name: str
    code: str
    verdict: EnterpriseVerdict
    reasons: tuple[Reason, ...] = ()


def overview(db: Database, on: date | None = None) -> Overview:
    """Zones and city by the programme of the day; `on`: as it held at the end of this civil day.

    Without a day all that is stored counts, and of the enterprises those that count today. The zones stand by township
    and village.
    """
    day = on or clock.today()
    with db.read() as conn:
        figures = standing.zone_figures(conn, day) if on is None else figures_on(conn, db, [on])[on]
        return overview_of(programme_on(conn, day), zones_in_scope(conn), figures)


def zones_in_scope(conn: Connection) -> Sequence[Row[Any]]:
    """The rows of `zone`, by township and village."""
    z = tables.zone.c
    return conn.execute(select(tables.zone).where(z.in_scope).order_by(z.township, z.village)).all()


def overview_of(programme: Programme, rows: Iterable[Row[Any]], figures: Mapping[bytes, Figures]) -> Overview:
    """These zones with their figures, held to this programme."""
    target = programme.targets.enterprises_in_zone
    none = Figures(0, 0)
    zones = tuple(
        ZoneVerdict(
            id=uuid_text(row.entity),
            township=row.township,
            village=row.village,
            total=(n := figures.get(row.entity, none).total),
            standardised=(done := figures.get(row.entity, none).standardised),
            missing=zone_missing(done, n, target),
            share=share_cut(done, n),
            standardised_zone=zone_is_standardised(done, n, target),
            target=target,
        )
        for row in rows
    )
    return Overview(programme, zones, city_of(zones, programme.targets))


def zone_verdicts(db: Database, on: date | None = None) -> tuple[ZoneVerdict, ...]:
    """Every zone in scope, as in overview."""
    return overview(db, on).zones


def city_verdict(db: Database, on: date | None = None) -> CityVerdict:
    """Both halves of 双七十 over all zones, as in overview."""
    return overview(db, on).city


def city_of(zones: Iterable[ZoneVerdict], targets: Targets) -> CityVerdict:
    """Both halves of these zones; one without enterprises in scope counts in neither."""
    return city_of_figures((Figures(zone.total, zone.standardised) for zone in zones), targets)


def city_of_figures(zones: Iterable[Figures], targets: Targets) -> CityVerdict:
    """The same of zones of which the figures alone are at hand."""
    total = reached = counted = met = empty = 0
    for count, done in zones:
        total, reached = total + count, reached + done
        empty += not count
        counted += bool(count)
        met += zone_is_standardised(done, count, targets.enterprises_in_zone) is True
    return CityVerdict(
        Half(reached, total, targets.enterprises_in_zone), Half(met, counted, targets.zones), empty
    )  # fmt: skip


def zone_enterprises(db: Database, zone: str, on: date | None = None) -> list[EnterpriseStanding]:
    """The enterprises of a zone that count, with their verdicts; those not yet standardised first."""
    e, own = tables.enterprise.c, uuid_bytes(zone)
    day = on or clock.today()
    with db.read() as conn:
        counted = tables.counts(tables.enterprise, day.isoformat())
        rows = conn.execute(select(e.entity, e.name, e.code).where(e.zone == own, counted)).all()
        judged = judged_on(conn, db, on, [row.entity for row in rows], tables.standing.c.zone == own)
        why = reasons_of(conn, db, {row.entity: judged[row.entity] for row in rows}, on)
    found = [
        EnterpriseStanding(uuid_text(row.entity), row.name, row.code, judged[row.entity], why[row.entity])
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.verdict.standardised, one.name))


def enterprise_standing(db: Database, enterprise: str, on: date | None = None) -> EnterpriseStanding:
    """One enterprise, counted or not; `on`: as it held on this civil day. Raises NotFound."""
    own, e = uuid_bytes(enterprise), tables.enterprise.c
    with db.read() as conn:
        row = conn.execute(select(e.name, e.code).where(e.entity == own)).first()
        if row is None:
            raise errors.NotFound(what="enterprise", id=enterprise)
        judged = judged_on(conn, db, on, [own], tables.standing.c.entity == own)
        why = reasons_of(conn, db, judged, on)
    return EnterpriseStanding(enterprise, row.name, row.code, judged[own], why[own])


def enterprise_verdict(db: Database, enterprise: str, on: date | None = None) -> EnterpriseVerdict:
    """The verdict alone, as in enterprise_standing."""
    return enterprise_standing(db, enterprise, on).verdict


def standardised(conn: Connection, db: Database, on: date | None = None) -> set[bytes]:
    """The enterprises that are standardised, counted or not; in the caller's view of the store."""
    s = tables.standing.c
    if on is None:
        return set(conn.scalars(select(s.entity).where(s.standardised)))
    every = list(conn.scalars(select(tables.enterprise.c.entity)))
    turns = turns_of(conn, db, every)
    return {own for own in every if timeline.standardised_on(turns[own], on)}


def turns_of(conn: Connection, db: Database, enterprises: list[bytes]) -> Mapping[bytes, timeline.Turns]:
    """On which days the verdicts of these enterprises turned: as they are kept, or told now."""
    found = timeline.kept(conn)
    missing = [own for own in enterprises if own not in found]
    found.update(timeline.turns(conn, missing, lambda form: form_by_hash(conn, db, form)))
    return found


def judged_on(
    conn: Connection, db: Database, on: date | None, enterprises: list[bytes], which: ColumnElement[bool]
) -> dict[bytes, EnterpriseVerdict]:
    """The verdicts of these enterprises, counted or not, in the caller's view of the store.

    `on`: as they held at the end of this civil day; None as all that is stored has them, read from the rows of
    `standing` of which `which` holds: those of the same enterprises, or more.
    """
    if on is None:
        return standing.standings(conn, which)
    cases = past.cases_on(conn, enterprises, on, lambda form: form_by_hash(conn, db, form))
    return {own: case.verdict for own, case in cases}


def figures_on(conn: Connection, db: Database, days: Iterable[date]) -> dict[date, dict[bytes, Figures]]:
    """By day and zone how many enterprises counted, and how many of them were standardised, at the end of that day."""
    every = sorted(set(days))
    ends = [day.isoformat() for day in every]
    # how much each zone's figures change with each day: all days take no longer than one
    total: dict[bytes, list[int]] = defaultdict(lambda: [0] * (len(ends) + 1))
    reached: dict[bytes, list[int]] = defaultdict(lambda: [0] * (len(ends) + 1))
    for (zone, since, gone_from, turns), number in _alike(conn, db).items():
        come, gone = bisect_left(ends, since), bisect_left(ends, gone_from) if gone_from else len(ends)
        if come >= gone:
            continue
        total[zone][come] += number
        total[zone][gone] -= number
        step = number
        for turn in turns:
            reached[zone][min(max(bisect_left(ends, turn), come), gone)] += step
            step = -step
        if step < 0:
            reached[zone][gone] -= number
    sums = {zone: (list(accumulate(total[zone])), list(accumulate(reached[zone]))) for zone in total}
    return {
        day: {zone: Figures(count[at], done[at]) for zone, (count, done) in sums.items() if count[at]}
        for at, day in enumerate(every)
    }


def _alike(conn: Connection, db: Database) -> Counter[tuple[bytes, str, str, timeline.Turns]]:
    """How many enterprises in scope have the same zone, the same first and last days, and the same past."""
    e, t = tables.enterprise.c, tables.turned.c
    query = (
        select(e.zone, e.since, e.gone_from, t.days, case((t.days.is_(None), e.entity)))
        .join(tables.turned, t.entity == e.entity, isouter=True)
        .where(e.in_scope)
    )
    rows = Counter(map(tuple, conn.execute(query).all()))
    told = dict(timeline.turns(conn, [own for *_, own in rows if own], lambda form: form_by_hash(conn, db, form)))
    found: Counter[tuple[bytes, str, str, timeline.Turns]] = Counter()
    for (zone, since, gone_from, days, own), number in rows.items():
        found[zone, since, gone_from, told[own] if days is None else tuple(days.split())] += number
    return found
