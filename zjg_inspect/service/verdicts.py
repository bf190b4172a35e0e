"""Verdicts of enterprises, zones and the city, each with its why, as they stand or as they held on a past day."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.register import counts_on
from zjg_inspect.model.verdict import (
    TARGET,
    EnterpriseVerdict,
    Half,
    share_cut,
    zone_is_standardised,
    zone_missing,
)
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.store import past, standing, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text
from zjg_inspect.store.standing import Figures


class ZoneVerdict(msgspec.Struct, frozen=True):
    """A zone's figures; `standardised_zone` is None for a zone with no enterprise in scope."""

    id: str
    township: str
    village: str
    total: int
    standardised: int
    missing: int
    share: str
    standardised_zone: bool | None
    target: int = TARGET

    @property
    def half(self) -> Half:
        return Half(self.standardised, self.total, self.target)


class CityVerdict(msgspec.Struct, frozen=True):
    """Both halves of 双七十 (§一); `empty`: how many zones have no enterprise in scope and count in neither."""

    enterprises: Half
    zones: Half
    empty: int


class EnterpriseStanding(msgspec.Struct, frozen=True):
    """An enterprise of a zone with its verdict."""

    id: str
    name: str
    code: str
    verdict: EnterpriseVerdict


def zone_verdicts(db: Database, on: date | None = None, *, target: int = TARGET) -> list[ZoneVerdict]:
    """Every zone in scope, by township and village; `on`: as it held at the end of this civil day.

    Without a day all that is stored counts, and of the enterprises those that count today. `target`: per cent.
    """
    z = tables.zone.c
    with db.read() as conn:
        zones = conn.execute(select(tables.zone).where(z.in_scope).order_by(z.township, z.village)).all()
        figures = standing.zone_figures(conn, clock.today()) if on is None else _figures_on(conn, db, on)
    none = Figures(0, 0)
    return [
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
        for row in zones
    ]


def city_of(zones: Iterable[ZoneVerdict], *, enterprises: int = TARGET, zones_target: int = TARGET) -> CityVerdict:
    """Both halves of these zones; one without enterprises in scope counts in neither. Targets in per cent."""
    every = list(zones)
    counted = [zone for zone in every if zone.total]
    return CityVerdict(
        Half(sum(zone.standardised for zone in counted), sum(zone.total for zone in counted), enterprises),
        Half(sum(zone.standardised_zone is True for zone in counted), len(counted), zones_target),
        len(every) - len(counted),
    )


def city_verdict(
    db: Database,
    on: date | None = None,
    *,
    target: int = TARGET,
    enterprises: int = TARGET,
    zones: int = TARGET,
) -> CityVerdict:
    """Both halves of 双七十 over all zones; `target`: a zone's own line, the others those of the two halves."""
    return city_of(zone_verdicts(db, on, target=target), enterprises=enterprises, zones_target=zones)


def zone_enterprises(db: Database, zone: str, on: date | None = None) -> list[EnterpriseStanding]:
    """The enterprises of a zone that count, with their verdicts; those not yet standardised first."""
    e, own = tables.enterprise.c, uuid_bytes(zone)
    day = on or clock.today()
    with db.read() as conn:
        query = select(e.entity, e.name, e.code, e.in_scope, e.gone_from).where(e.zone == own)
        rows = [row for row in conn.execute(query) if counts_on(row.in_scope, row.gone_from, day.isoformat())]
        judged = _judged(conn, db, on, [row.entity for row in rows], tables.standing.c.zone == own)
    found = [EnterpriseStanding(uuid_text(row.entity), row.name, row.code, judged[row.entity]) for row in rows]
    return sorted(found, key=lambda one: (one.verdict.standardised, one.name))


def enterprise_verdict(db: Database, enterprise: str, on: date | None = None) -> EnterpriseVerdict:
    """The verdict of one enterprise, counted or not; `on`: as it held on this civil day. Raises NotFound."""
    own = uuid_bytes(enterprise)
    with db.read() as conn:
        if conn.execute(select(tables.enterprise.c.entity).where(tables.enterprise.c.entity == own)).first() is None:
            raise errors.NotFound(what="enterprise", id=enterprise)
        return _judged(conn, db, on, [own], tables.standing.c.entity == own)[own]


def standardised(conn: Connection, db: Database, on: date | None = None) -> set[bytes]:
    """The enterprises that are standardised, counted or not; in the caller's view of the store."""
    s = tables.standing.c
    if on is None:
        return set(conn.scalars(select(s.entity).where(s.standardised)))
    every = list(conn.scalars(select(tables.enterprise.c.entity)))
    judged = _judged(conn, db, on, every, s.standardised)
    return {own for own, verdict in judged.items() if verdict.standardised}


def _judged(
    conn: Connection, db: Database, on: date | None, enterprises: list[bytes], which: ColumnElement[bool]
) -> dict[bytes, EnterpriseVerdict]:
    """`which`: the same enterprises, or more, as rows of `standing`."""
    if on is None:
        return standing.standings(conn, which)
    cases = past.cases_on(conn, enterprises, on, lambda form: form_by_hash(conn, db, form))
    return {own: case.verdict for own, case in cases}


def _figures_on(conn: Connection, db: Database, day: date) -> dict[bytes, Figures]:
    e = tables.enterprise.c
    rows = conn.execute(select(e.entity, e.zone, e.in_scope, e.gone_from))
    zone = {row.entity: row.zone for row in rows if counts_on(row.in_scope, row.gone_from, day.isoformat())}
    judged = _judged(conn, db, day, list(zone), tables.standing.c.standardised)
    total = Counter(zone.values())
    reached = Counter(zone[own] for own, verdict in judged.items() if verdict.standardised)
    return {own: Figures(count, reached[own]) for own, count in total.items()}
