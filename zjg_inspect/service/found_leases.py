"""Leases that inspectors found on the spot (待确认): the office takes them into the register or turns them down."""

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.inspection import Photo
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.rented import Lease
from zjg_inspect.service.author import Making, heads, make
from zjg_inspect.service.letting import Letting, leased
from zjg_inspect.service.rented import check_office
from zjg_inspect.store import leases, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text

__all__ = ["FoundLease", "LeaseFound", "Letting", "found_leases", "take_in", "turn_down"]


class FoundLease(msgspec.Struct, frozen=True):
    """A lease that waits: its tenant, what was told of it, by whom and when, in words of their own.

    `tenant_waits`: the tenant was found with it, and the register does not have it yet. `rents_already`: how many
    leases the register has of the tenant.
    """

    id: str
    tenant: str
    name: str
    zone: str
    township: str
    village: str
    tenant_waits: bool
    lease: LeaseFound
    date: str
    by: tuple[str, ...]
    note: str
    photos: tuple[Photo, ...]
    rents_already: int


def found_leases(db: Database) -> list[FoundLease]:
    """All that wait for the office, the oldest first; one whose tenant the register declined does not wait."""
    with db.read() as conn:
        return _found(conn)


def _found(conn: Connection, entity: str = "") -> list[FoundLease]:
    p, e, z, le = tables.proposal.c, tables.enterprise.c, tables.zone.c, tables.lease.c
    query = (
        select(p.entity, p.enterprise, e.name, e.zone, e.proposed, e.removed, e.merged_into, z.township, z.village)
        .join(tables.enterprise, e.entity == p.enterprise)
        .join(tables.zone, z.entity == e.zone, isouter=True)
        .where(p.subject.in_(("lease", "tenant")), p.entity.not_in(select(le.entity)))
        .order_by(p.date, p.entity)
    )
    if entity:
        query = query.where(p.entity == uuid_bytes(entity))
    rows = [row for row in conn.execute(query).all() if not row.removed or row.merged_into]
    bodies = {
        own: authority.body_of(records[-1][1].version)
        for own, records in heads_of(conn, "proposal", [row.entity for row in rows]).items()
    }
    merged = leases.merged(conn)
    names = leases.names(conn, [merged[row.enterprise] for row in rows if row.enterprise in merged])
    found = []
    for row in rows:
        body = bodies.get(row.entity)
        if not isinstance(body, Proposal) or body.lease is None:
            continue
        tenant = merged.get(row.enterprise, row.enterprise)
        rented = conn.execute(select(le.entity).where(le.tenant == tenant, ~le.removed)).all()
        found.append(
            FoundLease(
                id=uuid_text(row.entity),
                tenant=uuid_text(tenant),
                name=names[tenant].name if tenant in names else row.name,
                zone=uuid_text(row.zone),
                township=row.township or "",
                village=row.village or "",
                tenant_waits=row.proposed,
                lease=body.lease,
                date=body.date,
                by=tuple(person.name for person in body.by),
                note=body.note,
                photos=body.photos,
                rents_already=len(rented),
            )
        )
    return found


def take_in(db: Database, proposal: str, letting: Letting) -> str:
    """Take a found lease into the register, with its landlord and premises where they are new; gives its id.

    Raises:
        LeaseDecided: somebody has decided of it meanwhile.
        TenantNotRegistered: the tenant itself waits for the register.
        RentedIncomplete, LeaseDaysWrong, WrongRole: see service/letting.py.
    """
    with db.write() as conn:
        check_office(conn, db)
        found = _undecided(conn, proposal)
        if found.tenant_waits:
            raise errors.TenantNotRegistered(name=found.name)
        lease = leased(conn, db, found.tenant, letting, Lease(found.tenant))
        make(conn, db, [Making("lease", proposal, lease, ())])
    return proposal


def turn_down(db: Database, proposal: str, why: str) -> None:
    """A found lease is not taken in, for this reason.

    Raises:
        RentedIncomplete: without a reason.
        LeaseDecided: somebody has decided of it meanwhile.
        WrongRole.
    """
    if not why.strip():
        raise errors.RentedIncomplete(missing="why")
    with db.write() as conn:
        check_office(conn, db)
        found = _undecided(conn, proposal)
        body = Lease(found.tenant, signed=found.lease.signed, until=found.lease.until, declined=why.strip())
        make(conn, db, [Making("lease", proposal, body, ())])


def _undecided(conn: Connection, proposal: str) -> FoundLease:
    found = [] if heads(conn, "lease", proposal) else _found(conn, proposal)
    if not found:
        raise errors.LeaseDecided()
    return found[0]
