"""Landlords with their premises and tenants: the list, one of them in full, likely doubles by name."""

from collections import defaultdict
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, or_, select

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.likeness import core, is_alike_landlord
from zjg_inspect.model.rented import Landlord, Premises
from zjg_inspect.model.roster import name_key
from zjg_inspect.model.verdict import EnterpriseVerdict
from zjg_inspect.service.filings import LeaseRow, leases_on
from zjg_inspect.service.verdicts import judged_on
from zjg_inspect.store import documents, leases, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

# As many likely doubles as can be read at a glance.
_MOST = 5


class LandlordRow(msgspec.Struct, frozen=True):
    """A landlord in a list: how many premises, how many leases that have not ended, and their filings."""

    id: str
    name: str
    code: str
    manager: bool
    phone: str
    villages: tuple[str, ...]
    premises: int
    leases: int
    overdue: int
    soon: int
    in_conflict: bool


class Tenancy(msgspec.Struct, frozen=True):
    """A lease, and the verdict of its tenant; None of one that the register does not have yet."""

    lease: LeaseRow
    verdict: EnterpriseVerdict | None


class PremisesRow(msgspec.Struct, frozen=True):
    """Premises with their leases, those that have ended last."""

    id: str
    body: Premises
    township: str
    village: str
    tenancies: tuple[Tenancy, ...]


class LandlordPage(msgspec.Struct, frozen=True):
    id: str
    body: Landlord
    premises: tuple[PremisesRow, ...]


class LikelyLandlord(msgspec.Struct, frozen=True):
    """A landlord that may be the one meant; `same`: it bears the same name or code."""

    id: str
    name: str
    code: str
    phone: str
    manager: bool
    villages: tuple[str, ...]
    same: bool


class Place(msgspec.Struct, frozen=True):
    """Premises to choose from."""

    id: str
    address: str
    area: int
    zone: str
    village: str


def landlords(db: Database, text: str = "", on: date | None = None) -> list[LandlordRow]:
    """All whose name, initials, code, telephone or village holds the text: with late filings first, then by name."""
    d, p, z = tables.landlord.c, tables.premises.c, tables.zone.c
    held = (
        select(p.landlord, z.village, p.entity)
        .join(tables.zone, z.entity == p.zone, isouter=True)
        .where(~p.removed)
        .order_by(z.township, z.village)
    )
    day = on or clock.today()
    e, le, last = tables.enterprise.c, tables.lease.c, day.isoformat()
    running = ~le.removed & ((le.ended == "") | (le.ended > last))
    let = (
        select(p.landlord, func.count().label("leases"))
        .join(tables.premises, p.entity == le.premises)
        .join(tables.enterprise, e.entity == le.tenant, isouter=True)
        .where(running, or_(e.removed.is_not(True), e.merged_into.is_not(None)))
        .group_by(p.landlord)
    )
    with db.read() as conn:
        rows = conn.execute(select(tables.landlord).where(~d.removed).order_by(d.initials, d.name, d.entity)).all()
        villages: dict[bytes, dict[str, None]] = defaultdict(dict)
        count: dict[bytes, int] = defaultdict(int)
        for each in conn.execute(held):
            villages[each.landlord][each.village or ""] = None
            count[each.landlord] += 1
        leased = {each.landlord: int(each.leases) for each in conn.execute(let)}
        late: dict[str, list[str]] = defaultdict(list)
        for lease in leases_on(conn, day, running & ((le.filed == "") | (le.filed > last))):
            late[lease.landlord].append(lease.state)
    found = []
    for row in rows:
        own = late[uuid_text(row.entity)]
        there = tuple(village for village in villages[row.entity] if village)
        if _holds(text.strip(), row.name, row.initials, row.code, row.phone, *there):
            found.append(
                LandlordRow(
                    uuid_text(row.entity), row.name, row.code, row.manager, row.phone, there, count[row.entity],
                    leased.get(row.entity, 0), own.count("overdue"), own.count("soon"), row.in_conflict,
                )
            )  # fmt: skip
    return sorted(found, key=lambda each: (not each.overdue, not each.soon))


def _holds(text: str, name: str, initials: str, code: str, phone: str, *villages: str) -> bool:
    low = text.lower()
    return not text or low in initials or any(low in said.lower() for said in (name, code, phone, *villages))


def landlord(db: Database, entity: str) -> LandlordPage:
    """A landlord with its premises by village and address, their tenants, filings and verdicts. Raises NotFound."""
    p, z = tables.premises.c, tables.zone.c
    query = (
        select(p.entity, z.township, z.village)
        .join(tables.zone, z.entity == p.zone, isouter=True)
        .where(p.landlord == uuid_bytes(entity), ~p.removed)
        .order_by(z.township, z.village, p.address, p.entity)
    )
    with db.read() as conn:
        found = documents.document(conn, "landlord", entity)
        if found is None or not isinstance(found.body, Landlord):
            raise errors.NotFound(what="landlord", id=entity)
        let = leases_on(conn, clock.today(), leases.of_landlord(entity))
        tenants = [uuid_bytes(each.tenant) for each in let]
        verdicts = judged_on(conn, db, None, tenants, tables.standing.c.entity.in_(tenants))
        rows = []
        for row in conn.execute(query).all():
            works = documents.document(conn, "premises", uuid_text(row.entity))
            if works is None or not isinstance(works.body, Premises):
                continue
            own = [each for each in let if each.premises == uuid_text(row.entity)]
            tenancies = tuple(Tenancy(each, verdicts.get(uuid_bytes(each.tenant))) for each in own)
            rows.append(
                PremisesRow(uuid_text(row.entity), works.body, row.township or "", row.village or "", tenancies)
            )  # fmt: skip
    return LandlordPage(entity, found.body, tuple(rows))


def named(db: Database, text: str, limit: int = _MOST) -> list[LikelyLandlord]:
    """The first whose name or initials hold the text, while one types."""
    d = tables.landlord.c
    like = text.strip()
    holds = d.name.contains(like, autoescape=True) | d.initials.contains(like.lower(), autoescape=True)
    query = select(tables.landlord).where(~d.removed, holds).order_by(d.initials, d.name, d.entity).limit(limit)
    with db.read() as conn:
        rows = conn.execute(query).all()
        villages = _villages(conn, [row.entity for row in rows])
    return [_likely(row, villages, name_key(row.name) == name_key(text)) for row in rows]


def likely_landlords(db: Database, name: str, code: str = "") -> list[LikelyLandlord]:
    """Those that may be the one meant: of the same name or code first, then names that are alike."""
    with db.read() as conn:
        return likely(conn, name, code)


def likely(conn: Connection, name: str, code: str = "") -> list[LikelyLandlord]:
    """The same, inside another verb's transaction."""
    d = tables.landlord.c
    code, bare = "".join(code.split()).upper(), core(name)
    which = [d.code == code] if code else []
    if len(bare) >= 2:
        # a name that is alike shares its first or its last two signs
        which += [d.name.contains(part, autoescape=True) for part in (bare[:2], bare[-2:])]
    if name_key(name):
        which.append(d.name == name.strip())
    if not which:
        return []
    rows = conn.execute(select(tables.landlord).where(or_(*which), ~d.removed)).all()
    alike = [
        (row.name, row, name_key(row.name) == name_key(name) or bool(code and row.code == code))
        for row in rows
        if (code and row.code == code) or name_key(row.name) == name_key(name) or is_alike_landlord(row.name, name)
    ]
    found = sorted(alike, key=lambda each: (not each[2], each[0]))[:_MOST]
    villages = _villages(conn, [row.entity for _, row, _ in found])
    return [_likely(row, villages, same) for _, row, same in found]


def _likely(row: Row[Any], villages: dict[bytes, dict[str, None]], same: bool) -> LikelyLandlord:
    there = tuple(villages[row.entity])
    return LikelyLandlord(uuid_text(row.entity), row.name, row.code, row.phone, row.manager, there, same)


def _villages(conn: Connection, landlords: list[bytes]) -> dict[bytes, dict[str, None]]:
    """Where each has premises."""
    p, z = tables.premises.c, tables.zone.c
    query = (
        select(p.landlord, z.village)
        .join(tables.zone, z.entity == p.zone)
        .where(p.landlord.in_(landlords), ~p.removed)
        .order_by(z.township, z.village)
    )
    found: dict[bytes, dict[str, None]] = defaultdict(dict)
    for row in conn.execute(query):
        found[row.landlord][row.village] = None
    return found


def places(db: Database, landlord: str, zone: str = "") -> list[Place]:
    """The premises of a landlord, in one zone or in all, by village and address."""
    p, z = tables.premises.c, tables.zone.c
    query = (
        select(p.entity, p.address, p.area, p.zone, z.village)
        .join(tables.zone, z.entity == p.zone)
        .where(p.landlord == uuid_bytes(landlord), ~p.removed)
        .order_by(z.township, z.village, p.address, p.entity)
    )
    if zone:
        query = query.where(p.zone == uuid_bytes(zone))
    with db.read() as conn:
        rows = conn.execute(query).all()
    return [Place(uuid_text(row.entity), row.address, row.area, uuid_text(row.zone), row.village) for row in rows]
