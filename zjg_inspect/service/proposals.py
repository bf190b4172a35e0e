"""待确认: what inspectors found, as the office decides on it: taken in, merged with an entry, or turned down.

A lease that was told on the spot becomes a lease of the register with it; landlord and premises that are not there yet
are entered from what was told.
"""

from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from zjg_inspect import errors
from zjg_inspect.model import entry, ids
from zjg_inspect.model.proposal import LeaseFound, Proposal, Subject
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service.author import Making, heads, make, standing_of
from zjg_inspect.service.conflict_facts import enterprise_name
from zjg_inspect.service.survey import Likely, likely_doubles
from zjg_inspect.store import documents, proposed, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = [
    "Fate", "LeaseNeeds", "Likely", "Opened", "Proposal", "Subject", "Waiting", "count", "open_proposal", "outcomes",
    "take_in", "turn_down", "waiting",
]  # fmt: skip

Fate = Literal["waiting", "taken", "merged", "declined"]
Outcome = proposed.Outcome


class Waiting(msgspec.Struct, frozen=True):
    """A proposal that is not decided. `name`: what was found, or the tenant; `found_by` in the order of the proposal;
    `visits`: how often it was visited since."""

    id: str
    enterprise: str
    subject: Subject
    name: str
    village: str
    date: str
    found_by: str
    photos: int
    visits: int


class LeaseNeeds(msgspec.Struct, frozen=True):
    """Whether the register has the landlord and the premises of a lease that was told on the spot."""

    lease: LeaseFound
    landlord: bool
    premises: bool


class Opened(msgspec.Struct, frozen=True):
    """A proposal with what stands around it. `likely`: entries that may be the same; `host`: in whose works it was
    found, by name; `lease` None where none was told."""

    id: str
    body: Proposal
    tenant: str
    township: str
    village: str
    likely: tuple[Likely, ...]
    host: str
    lease: LeaseNeeds | None


def count(db: Database) -> int:
    """How many wait to be decided."""
    with db.read() as conn:
        query = select(func.count()).select_from(tables.proposal).where(proposed.undecided())
        return int(conn.execute(query).scalar_one())


def waiting(db: Database, limit: int = 500) -> list[Waiting]:
    """What is to be decided, the oldest first."""
    p, e, z, i = tables.proposal.c, tables.enterprise.c, tables.zone.c, tables.inspection.c
    visits = select(func.count()).where(i.enterprise == p.enterprise, i.outcome == "done").scalar_subquery()
    query = (
        select(p.entity, p.enterprise, p.subject, p.date, e.name, z.village, visits.label("visits"))
        .join(tables.enterprise, e.entity == p.enterprise, isouter=True)
        .join(tables.zone, z.entity == e.zone, isouter=True)
        .where(proposed.undecided())
        .order_by(p.date, p.entity)
        .limit(limit)
    )
    found = []
    with db.read() as conn:
        for row in conn.execute(query).all():
            body = _body(conn, uuid_text(row.entity))
            found.append(
                Waiting(
                    id=uuid_text(row.entity),
                    enterprise=uuid_text(row.enterprise),
                    subject=row.subject,
                    name=row.name or "",
                    village=row.village or "",
                    date=row.date,
                    found_by="、".join(person.name for person in body.by),
                    photos=len(body.photos),
                    visits=row.visits if row.subject != "lease" else 0,
                )
            )
    return found


def open_proposal(db: Database, entity: str) -> Opened:
    """Raises NotFound."""
    with db.read() as conn:
        body = _body(conn, entity)
        site = body.found or documents.enterprise(conn, body.tenant)[0]
        zone = documents.zone(conn, site.zone)
        host = enterprise_name(conn, body.beside) if body.beside else ""
        needs = None
        if body.lease is not None:
            landlord = _landlord(conn, body.lease)
            place = _premises(conn, landlord, site.zone, _address(body.lease, site)) if landlord else ""
            needs = LeaseNeeds(body.lease, bool(landlord), bool(place))
    likely = [each for each in likely_doubles(db, body.found) if each.id != entity] if body.found is not None else []
    tenant = "" if body.found is not None else site.name
    return Opened(entity, body, tenant, zone.township, zone.village, tuple(likely), host, needs)


def take_in(db: Database, entity: str, corrected: Enterprise | None = None) -> None:
    """The register has it from now on under the proposal's id, as it was found or as the office `corrected` it.

    Raises:
        EntryFaulty: no name, or a code whose check character is wrong; nothing is changed.
        ProposalDecided: it was decided meanwhile.
        NotFound, WrongRole.
    """
    with db.write() as conn:
        body = _undecided(conn, db, entity)
        makings: list[Making] = []
        site = corrected or body.found
        if body.found is not None and site is not None:
            site = entry.tidy(msgspec.structs.replace(site, beside=site.beside or body.beside))
            faults = entry.faults(site)
            if faults:
                raise errors.EntryFaulty(faults=faults)
            makings.append(Making("enterprise", entity, entry.with_changes(site, {}), ()))
        else:
            site, _ = documents.enterprise(conn, body.tenant)
        if body.lease is not None:
            makings += _leased(conn, entity, body.tenant or entity, site, body.lease)
        make(conn, db, makings)


def turn_down(db: Database, entity: str, reason: str) -> None:
    """It is not taken in, for this reason, which the laptop that proposed it shows; visits made there stay.

    Raises:
        EntryFaulty: no reason was given.
        ProposalDecided: it was decided meanwhile.
        NotFound, WrongRole.
    """
    reason = reason.strip()
    if not reason:
        raise errors.EntryFaulty(faults=("reason",))
    with db.write() as conn:
        body = _undecided(conn, db, entity)
        if body.found is not None:
            making = Making("enterprise", entity, msgspec.structs.replace(body.found, declined=reason), ())
        else:
            making = Making("lease", entity, Lease(body.tenant, declined=reason), ())
        make(conn, db, [making])


def outcomes(db: Database) -> list[Outcome]:
    """What became of this laptop's own proposals that the office has decided, the latest found first."""
    with db.read() as conn:
        return list(proposed.outcomes(conn, bytes.fromhex(db.key.device)).values())


def _body(conn: Connection, entity: str) -> Proposal:
    found = documents.document(conn, "proposal", entity)
    if found is None or not isinstance(found.body, Proposal):
        raise errors.NotFound(what="proposal", id=entity)
    return found.body


def _undecided(conn: Connection, db: Database, entity: str) -> Proposal:
    if standing_of(conn, db).role != "office":
        raise errors.WrongRole(needed="office")
    body = _body(conn, entity)
    kind = "lease" if body.found is None else "enterprise"
    if heads(conn, kind, entity):
        raise errors.ProposalDecided(name=body.found.name if body.found else "")
    return body


def _leased(conn: Connection, entity: str, tenant: str, site: Enterprise, told: LeaseFound) -> list[Making]:
    """The lease, and what is not there yet of what it is of."""
    makings: list[Making] = []
    landlord, address = _landlord(conn, told), _address(told, site)
    premises = _premises(conn, landlord, site.zone, address) if landlord else ""
    if not landlord:
        landlord = ids.new_id()
        makings.append(Making("landlord", landlord, Landlord(told.landlord, phone=told.phone), ()))
    if not premises:
        premises = ids.new_id()
        makings.append(Making("premises", premises, Premises(landlord, site.zone, address), ()))
    until = told.until if not told.signed or told.until >= told.signed else ""
    return [*makings, Making("lease", entity, Lease(tenant, premises, told.signed, until), ())]


def _address(told: LeaseFound, site: Enterprise) -> str:
    return told.address or site.address or f"{site.name}租用的厂房"


def _landlord(conn: Connection, told: LeaseFound) -> str:
    o = tables.landlord.c
    return _first(conn, o.entity, o.name == told.landlord, ~o.removed)


def _premises(conn: Connection, landlord: str, zone: str, address: str) -> str:
    p = tables.premises.c
    there = (p.landlord == uuid_bytes(landlord), p.zone == uuid_bytes(zone), p.address == address)
    return _first(conn, p.entity, *there, ~p.removed)


def _first(conn: Connection, column: ColumnElement[bytes], *which: ColumnElement[bool]) -> str:
    found = conn.scalar(select(column).where(*which).order_by(column).limit(1))
    return uuid_text(found) if found is not None else ""
