"""待确认: enterprises that inspectors found, which the office takes in, merges with an entry, or turns down.

A lease that was told with one waits among the leases (service/found_leases.py) once the register has its tenant.
"""

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect import errors
from zjg_inspect.model import entry
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service.author import Making, heads, make, standing_of
from zjg_inspect.service.conflict_facts import enterprise_name
from zjg_inspect.service.survey import Likely, likely_doubles
from zjg_inspect.store import documents, proposed, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text

__all__ = [
    "Likely", "Opened", "Outcome", "Proposal", "Waiting", "count", "open_proposal", "outcomes",
    "take_in", "turn_down", "waiting",
]  # fmt: skip

Outcome = proposed.Outcome


_WAITING = (tables.proposal.c.subject != "lease", proposed.undecided())


class Waiting(msgspec.Struct, frozen=True):
    """A proposal that is not decided; `visits`: how often the enterprise was visited since."""

    id: str
    name: str
    village: str
    date: str
    found_by: str
    photos: int
    visits: int


class Opened(msgspec.Struct, frozen=True):
    """A proposal with what stands around it. `likely`: entries that may be the same; `host`: in whose works it was
    found, by name."""

    id: str
    body: Proposal
    found: Enterprise
    township: str
    village: str
    likely: tuple[Likely, ...]
    host: str


def count(db: Database) -> int:
    """How many wait to be decided."""
    with db.read() as conn:
        query = select(func.count()).select_from(tables.proposal).where(*_WAITING)
        return int(conn.execute(query).scalar_one())


def waiting(db: Database, limit: int = 500) -> list[Waiting]:
    """What is to be decided, the oldest first."""
    p, e, z, i = tables.proposal.c, tables.enterprise.c, tables.zone.c, tables.inspection.c
    visits = select(func.count()).where(i.enterprise == p.enterprise, i.outcome == "done").scalar_subquery()
    query = (
        select(p.entity, p.date, e.name, z.village, visits.label("visits"))
        .join(tables.enterprise, e.entity == p.entity)
        .join(tables.zone, z.entity == e.zone, isouter=True)
        .where(*_WAITING)
        .order_by(p.date, p.entity)
        .limit(limit)
    )
    found = []
    with db.read() as conn:
        for row in conn.execute(query).all():
            body, _ = _found(conn, uuid_text(row.entity))
            found.append(
                Waiting(
                    id=uuid_text(row.entity),
                    name=row.name,
                    village=row.village or "",
                    date=row.date,
                    found_by="、".join(person.name for person in body.by),
                    photos=len(body.photos),
                    visits=row.visits,
                )
            )
    return found


def open_proposal(db: Database, entity: str) -> Opened:
    """Raises NotFound."""
    with db.read() as conn:
        body, found = _found(conn, entity)
        zone = documents.zone(conn, found.zone)
        host = enterprise_name(conn, body.beside) if body.beside else ""
    likely = tuple(each for each in likely_doubles(db, found) if each.id != entity)
    return Opened(entity, body, found, zone.township, zone.village, likely, host)


def take_in(db: Database, entity: str, corrected: Enterprise | None = None) -> None:
    """The register has it from now on under the proposal's id, as it was found or as the office `corrected` it.

    Raises:
        EntryFaulty: no name, or a code whose check character is wrong; nothing is changed.
        ProposalDecided: it was decided meanwhile.
        NotFound, WrongRole.
    """
    with db.write() as conn:
        body, found = _undecided(conn, db, entity)
        site = corrected or found
        site = entry.tidy(msgspec.structs.replace(site, beside=site.beside or body.beside))
        faults = entry.faults(site)
        if faults:
            raise errors.EntryFaulty(faults=faults)
        make(conn, db, [Making("enterprise", entity, entry.with_changes(site, {}), ())])


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
        _, found = _undecided(conn, db, entity)
        make(conn, db, [Making("enterprise", entity, msgspec.structs.replace(found, declined=reason), ())])


def outcomes(db: Database) -> list[Outcome]:
    """What became of this laptop's own proposals that the office has decided, the latest found first."""
    with db.read() as conn:
        return list(proposed.outcomes(conn, bytes.fromhex(db.key.device)).values())


def _found(conn: Connection, entity: str) -> tuple[Proposal, Enterprise]:
    found = documents.document(conn, "proposal", entity)
    if found is None or not isinstance(found.body, Proposal) or found.body.found is None:
        raise errors.NotFound(what="proposal", id=entity)
    return found.body, found.body.found


def _undecided(conn: Connection, db: Database, entity: str) -> tuple[Proposal, Enterprise]:
    if standing_of(conn, db).role != "office":
        raise errors.WrongRole(needed="office")
    body, found = _found(conn, entity)
    if heads(conn, "enterprise", entity):
        raise errors.ProposalDecided(name=found.name)
    return body, found
