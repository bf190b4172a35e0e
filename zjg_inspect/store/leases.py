"""Queries over leases, premises and landlords: functions on a connection, rows as the database gives them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, bindparam, func, or_, select

from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes

_SOME = 500


def leases(conn: Connection, *which: ColumnElement[bool], text: str = "") -> Sequence[Row[Any]]:
    """Leases with tenant, premises, village and landlord, those that were declined left out.

    `which`: conditions on the tables lease, premises, zone. `text`: what name, initials or code of the tenant, name or
    initials of the landlord, address, village or receipt number holds. A lease of a tenant that was a double stands at
    the one that it was merged into; a tenant that the register declined has none.
    """
    le, e, p, d, z = (
        tables.lease.c, tables.enterprise.c, tables.premises.c, tables.landlord.c, tables.zone.c
    )  # fmt: skip
    query = _all().where(~le.removed, *which)
    if text:
        like, low, up = (bindparam(name, type_=Text) for name in ("like", "low", "up"))
        holds = (
            (e.name, like), (e.initials, low), (e.code, up), (d.name, like), (d.initials, low), (p.address, like),
            (z.village, like), (le.number, up),
        )  # fmt: skip
        query = query.where(or_(*(column.like(part, escape="\\") for column, part in holds)))
    escaped = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    given = {"like": escaped, "low": escaped.lower(), "up": escaped.upper()} if text else {}
    return [row for row in conn.execute(query, given).all() if not row.tenant_removed or row.merged_into]


def _all() -> Select[Any]:
    le, e, p, d, z = (
        tables.lease.c, tables.enterprise.c, tables.premises.c, tables.landlord.c, tables.zone.c
    )  # fmt: skip
    return (
        select(
            le.entity, le.tenant, le.premises, le.signed, le.until, le.filed, le.number, le.ended, le.in_conflict,
            func.coalesce(e.name, "").label("name"), func.coalesce(e.code, "").label("code"),
            func.coalesce(e.initials, "").label("initials"), e.merged_into,
            func.coalesce(e.removed, False).label("tenant_removed"),
            p.address, p.area, p.zone, p.landlord,
            func.coalesce(z.township, "").label("township"), func.coalesce(z.village, "").label("village"),
            func.coalesce(d.name, "").label("landlord_name"), func.coalesce(d.manager, False).label("manager"),
        )
        .select_from(tables.lease)
        .join(tables.premises, p.entity == le.premises)
        .join(tables.landlord, d.entity == p.landlord, isouter=True)
        .join(tables.zone, z.entity == p.zone, isouter=True)
        .join(tables.enterprise, e.entity == le.tenant, isouter=True)
    )  # fmt: skip


def merged(conn: Connection) -> dict[bytes, bytes]:
    """By each double the one that it was merged into in the end; there are few."""
    e = tables.enterprise.c
    query = select(e.entity, e.merged_into).where(e.merged_into.is_not(None))
    pairs = {row.entity: row.merged_into for row in conn.execute(query)}
    found = {}
    for double in pairs:
        into = double
        # the smaller UUID stays, so that there is no circle; a forged one ends all the same
        for _ in range(len(pairs)):
            into = pairs.get(into, into)
        found[double] = into
    return found


def names(conn: Connection, enterprises: Sequence[bytes]) -> dict[bytes, Row[Any]]:
    """Name, initials and code of enterprises."""
    e = tables.enterprise.c
    found: dict[bytes, Row[Any]] = {}
    for start in range(0, len(enterprises), _SOME):
        some = enterprises[start : start + _SOME]
        query = select(e.entity, e.name, e.initials, e.code).where(e.entity.in_(some))
        found.update({row.entity: row for row in conn.execute(query)})
    return found


def in_zone(zone: str) -> ColumnElement[bool]:
    return tables.premises.c.zone == uuid_bytes(zone)


def of_landlord(landlord: str) -> ColumnElement[bool]:
    return tables.premises.c.landlord == uuid_bytes(landlord)


def of_tenant(conn: Connection, tenant: str) -> ColumnElement[bool]:
    """The tenant's leases, and those of the doubles that were merged into it."""
    own = uuid_bytes(tenant)
    return tables.lease.c.tenant.in_([own, *(double for double, into in merged(conn).items() if into == own)])
