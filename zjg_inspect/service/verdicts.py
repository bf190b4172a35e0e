"""Verdicts of enterprises and zones, each with its why."""

import msgspec
from sqlalchemy import select

from zjg_inspect import errors
from zjg_inspect.model.verdict import EnterpriseVerdict, share_cut, zone_is_standardised, zone_missing
from zjg_inspect.store import tables, verdicts
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


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


class EnterpriseStanding(msgspec.Struct, frozen=True):
    """An enterprise of a zone with its verdict."""

    id: str
    name: str
    code: str
    verdict: EnterpriseVerdict


def zone_verdicts(db: Database) -> list[ZoneVerdict]:
    """Every zone in scope, by township and village."""
    z, e = tables.zone.c, tables.enterprise.c
    with db.read() as conn:
        zones = conn.execute(select(tables.zone).where(z.in_scope).order_by(z.township, z.village)).all()
        of = dict(conn.execute(select(e.entity, e.zone)).tuples().all())
        judged = verdicts.verdicts(conn)
    total: dict[bytes, int] = {}
    reached: dict[bytes, int] = {}
    for entity, verdict in judged.items():
        zone = of[uuid_bytes(entity)]
        total[zone] = total.get(zone, 0) + 1
        reached[zone] = reached.get(zone, 0) + verdict.standardised
    return [
        ZoneVerdict(
            id=uuid_text(row.entity),
            township=row.township,
            village=row.village,
            total=(n := total.get(row.entity, 0)),
            standardised=(done := reached.get(row.entity, 0)),
            missing=zone_missing(done, n),
            share=share_cut(done, n),
            standardised_zone=zone_is_standardised(done, n),
        )
        for row in zones
    ]


def zone_enterprises(db: Database, zone: str) -> list[EnterpriseStanding]:
    """The counted enterprises of a zone with their verdicts; those not yet standardised first."""
    e = tables.enterprise.c
    with db.read() as conn:
        rows = conn.execute(select(e.entity, e.name, e.code).where(e.zone == uuid_bytes(zone))).all()
        judged = verdicts.verdicts(conn, zone=zone)
    found = [
        EnterpriseStanding(own, row.name, row.code, judged[own])
        for row in rows
        if (own := uuid_text(row.entity)) in judged
    ]
    return sorted(found, key=lambda one: (one.verdict.standardised, one.name))


def enterprise_verdict(db: Database, enterprise: str) -> EnterpriseVerdict:
    """The verdict of one enterprise, counted or not. Raises NotFound."""
    with db.read() as conn:
        found = verdicts.verdicts(conn, enterprise=enterprise)
    if enterprise not in found:
        raise errors.NotFound(what="enterprise", id=enterprise)
    return found[enterprise]
