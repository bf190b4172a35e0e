"""Doubles of the register: two entries that are one enterprise become one, and two again where that was a mistake.

The one with the smaller UUID stays, whichever's data are kept, so that two offices that merge the same two agree. What
was done at the other, its visits, hazards and assignments, counts for the one that stays (store/doubles.py).
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, entry
from zjg_inspect.model.facts import FACT_NAMES
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.threeway import STATEMENTS, compare, merged_with
from zjg_inspect.model.version import Record
from zjg_inspect.service.author import Making, heads, make, standing_of
from zjg_inspect.service.register_edit import to_change
from zjg_inspect.store import documents, tables
from zjg_inspect.store.ancestry import ancestors
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = ["Double", "doubles_of", "merge_doubles", "part_doubles"]


class Double(msgspec.Struct, frozen=True):
    """An entry that was merged into another one, as it was called."""

    id: str
    name: str
    village: str


def doubles_of(db: Database, entity: str) -> list[Double]:
    """Those for which this entry stands by now."""
    e, z = tables.enterprise.c, tables.zone.c
    query = (
        select(e.entity, e.name, z.village)
        .join(tables.zone, z.entity == e.zone, isouter=True)
        .where(e.merged_into == uuid_bytes(entity), e.removed)
        .order_by(e.name, e.entity)
    )
    with db.read() as conn:
        return [Double(uuid_text(row.entity), row.name, row.village or "") for row in conn.execute(query)]


def merge_doubles(db: Database, keep: str, other: str) -> str:
    """They are one: what `keep` says stands, and what it leaves open is taken from `other`. Gives the id that stays.

    Each is an entry of the register, or a proposal, which is taken in by this.

    Raises:
        SameEntry: they are one entry already.
        EntryInConflict: two versions of one of them say different things.
        NotFound, WrongRole.
    """
    with db.write() as conn:
        if standing_of(conn, db).role != "office":
            raise errors.WrongRole(needed="office")
        kept, spare = _entry(conn, keep), _entry(conn, other)
        for entity in (keep, other):
            if heads(conn, "enterprise", entity):
                to_change(conn, entity)
        if keep == other or kept.merged_into or spare.merged_into:
            raise errors.SameEntry(name=kept.name)
        stays, double = sorted((keep, other))
        body = _joined(kept, spare, {keep, other})
        gone = msgspec.structs.replace(kept if double == keep else spare, merged_into=stays)
        # the one that stays first: part_doubles finds it as the version before the double's
        makings = [Making("enterprise", stays, body), Making("enterprise", double, gone)]
        make(conn, db, makings)
    return stays


def part_doubles(db: Database, double: str) -> None:
    """They are two after all: the double is an entry of its own again as it was before, and what the merging alone had
    changed in the other is as it was. A proposal that was merged is an enterprise of the register now.

    Raises:
        NotFound: it is no double.
        NotAuthorised.
    """
    with db.write() as conn:
        found = documents.document(conn, "enterprise", double)
        if found is None or not isinstance(found.body, Enterprise) or not found.body.merged_into:
            raise errors.NotFound(what="enterprise", id=double)
        stays = found.body.merged_into
        merging, before = _when_merged(conn, found.record)
        body = before or msgspec.structs.replace(found.body, merged_into="")
        makings = [Making("enterprise", double, body)]
        if (restored := _without(conn, stays, merging)) is not None:
            makings.append(Making("enterprise", stays, restored))
        make(conn, db, makings)


def _entry(conn: Connection, entity: str) -> Enterprise:
    """As the register has it, else as it was proposed."""
    return documents.enterprise(conn, entity)[0]


def _joined(kept: Enterprise, spare: Enterprise, both: set[str]) -> Enterprise:
    open_ = {name: getattr(spare, name) for name in entry.WRITTEN if not getattr(kept, name)}
    facts: dict[str, Any] = {
        name: getattr(spare.facts, name) for name in FACT_NAMES if getattr(kept.facts, name) is None
    }
    known = {name: value for name, value in (open_ | facts).items() if value not in ("", None)}
    return msgspec.structs.replace(
        entry.with_changes(kept, known),
        beside="" if kept.beside in both else kept.beside,
        kept=kept.kept,
        declined="",
    )


def _when_merged(conn: Connection, head: Record) -> tuple[Record, Enterprise | None]:
    """The version with which it became a double, and what it said before; None where it said nothing."""
    merging = head
    for record in ancestors(conn, head):
        body = _body(record)
        if not body.merged_into:
            return merging, body
        merging = record
    return merging, None


def _without(conn: Connection, stays: str, merging: Record) -> Enterprise | None:
    """What the one that stayed says without what the merging changed in it; None where that is what it says.

    Where somebody changed the same since, that stands.
    """
    found = documents.document(conn, "enterprise", stays)
    if found is None:
        return None
    chain = [found.record, *ancestors(conn, found.record)]
    device, n = merging.version.device, merging.version.n - 1
    made = next((each for each in chain if (each.version.device, each.version.n) == (device, n)), None)
    if made is None:
        return None
    parent = next((each for each in chain if each.hash.hex() in made.version.parents), None)
    before = _body(parent) if parent is not None else _proposed(conn, stays)
    if before is None:
        return None
    sides = [found.record.body, msgspec.to_builtins(before)]
    statements = STATEMENTS["enterprise"]
    crossed = {each.path: each.values[0] for each in compare(made.body, sides, statements) if each.collides}
    body = msgspec.convert(merged_with(made.body, sides, crossed, statements), Enterprise)
    return None if body == found.body else body


def _proposed(conn: Connection, entity: str) -> Enterprise | None:
    found = documents.document(conn, "proposal", entity)
    return found.body.found if found is not None and isinstance(found.body, Proposal) else None


def _body(record: Record) -> Enterprise:
    body = authority.body_of(record.version)
    assert isinstance(body, Enterprise)
    return body
