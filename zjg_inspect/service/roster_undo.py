"""Taking back the last register from Excel, as a whole: each enterprise and zone is again what it was before."""

import re
from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection, Row, func, select

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.version import Record, stored
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.matching import DECLINED, OUT_OF_SCOPE, Step
from zjg_inspect.service.roster_import import Import, check_office, keep_import, kept_import
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes
from zjg_inspect.store.rows import KEYS, among

__all__ = ["Undone", "undo_import"]

_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SOME = 500
_HEADS = select(tables.head.c.entity, tables.head.c.hash, tables.head.c.kind).where(tables.head.c.entity.in_(KEYS))
_VERSIONS = select(tables.version.c.hash, tables.version.c.raw, tables.version.c.signature).where(
    tables.version.c.hash.in_(KEYS)
)


class Undone(NamedTuple):
    """How many that were new are in the register no more, and how many are again as they were."""

    removed: int
    restored: int


def undo_import(db: Database, step: Step | None = None) -> Undone:
    """Take the last import back, all of it or nothing. The same file taken in again finds the same enterprises.

    What was new is declined, or out of scope where it is a village without any other enterprise; what was changed has
    its earlier body again.

    Raises:
        ImportNone: there is none, or it was taken back already.
        ImportUsed: some of its enterprises were changed, visited, assigned or named in a lease since.
        WrongRole, Cancelled: nothing is changed.
    """
    with db.write() as conn:
        check_office(conn, db)
        done = kept_import(conn)
        if done is None or not done.can_undo:
            raise errors.ImportNone()
        records = _records(conn, done)
        if names := _used(conn, done, records):
            raise errors.ImportUsed(file=done.file, names=tuple(names))
        makings = _makings(conn, records)
        for start in range(0, len(makings), _SOME):
            if step is not None:
                step(start, len(makings))
            make(conn, db, makings[start : start + _SOME])
        keep_import(conn, replace(done, undone=utc_now()))
    removed = sum(isinstance(making.body, Enterprise) and making.body.removed for making in makings)
    restored = sum(isinstance(making.body, Enterprise) and not making.body.removed for making in makings)
    return Undone(removed, restored)


def _records(conn: Connection, done: Import) -> list[Record]:
    v = tables.version.c
    own = v.device == bytes.fromhex(done.device)
    query = select(v.raw, v.signature).where(own, v.n.between(done.first, done.last)).order_by(v.n)
    return [stored(raw, signature) for raw, signature in conn.execute(query)]


def _used(conn: Connection, done: Import, records: list[Record]) -> list[str]:
    """The names of those that anything was said of since, and of villages."""
    own = {uuid_bytes(record.version.entity): record for record in records}
    used = {row.entity for row in among(conn, _HEADS, own) if _is_later(row, own[row.entity])}
    v, d = tables.version.c, tables.draft.c
    last = conn.scalar(
        select(func.max(v.seq)).where(v.device == bytes.fromhex(done.device), v.n.between(done.first, done.last))
    )
    later = select(v.kind, v.raw).where(v.seq > last, v.kind.not_in(("grant", "form", "device", "zone")))
    for kind, raw in conn.execute(later):
        named = {bytes.fromhex(each.replace(b"-", b"").decode()) for each in _UUID.findall(raw)} & own.keys()
        # another enterprise of a village says where it is, and does not need the village to be a new one
        used |= {each for each in named if kind != "enterprise" or own[each].version.kind == "enterprise"}
    used |= set(conn.scalars(select(d.enterprise))) & own.keys()
    return sorted(_name(own[entity]) for entity in used)


def _is_later(head: Row[Any], record: Record) -> bool:
    """Whether this head of the entity is another than the version of the import."""
    return bool(head.kind == record.version.kind and head.hash != record.hash)


def _name(record: Record) -> str:
    body = authority.body_of_record(record)
    return body.village if isinstance(body, Zone) else body.name if isinstance(body, Enterprise) else ""


def _makings(conn: Connection, records: list[Record]) -> list[Making]:
    """Versions that say what stood before those of the import."""
    parents = {bytes.fromhex(parent) for record in records for parent in record.version.parents}
    before = {row.hash: stored(row.raw, row.signature) for row in among(conn, _VERSIONS, parents)}
    new = [uuid_bytes(record.version.entity) for record in records if not record.version.parents]
    makings = []
    for record in records:
        version = record.version
        earlier = [before[bytes.fromhex(parent)] for parent in version.parents]
        # of several that it joined, the one that was shown as current stands for what was
        body = authority.body_of_record(max(earlier, key=lambda each: each.hash) if earlier else record)
        if not earlier and isinstance(body, Zone):
            if _others(conn, version.entity, new):
                continue
            body = replace(body, in_scope=False, reason=OUT_OF_SCOPE)
        elif not earlier and isinstance(body, Enterprise):
            body = replace(body, declined=DECLINED)
        makings.append(Making(version.kind, version.entity, body, (record.hash.hex(),)))
    return makings


def _others(conn: Connection, zone: str, new: list[bytes]) -> bool:
    """Whether the register has enterprises there that did not come with the import."""
    e = tables.enterprise.c
    there = conn.scalars(select(e.entity).where(e.zone == uuid_bytes(zone), ~e.removed, ~e.is_zone))
    return not set(there) <= set(new)
