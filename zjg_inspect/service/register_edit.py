"""Editing an enterprise of the register by hand: each change a version of its own, the earlier ones stay.

Moving to another zone makes a new entry there, since one site is one entry: the old one left on that day and counts
until the day before, the new one counts from that day on and is to be assessed at its new place.
"""

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, clock, entry, ids
from zjg_inspect.model.register import COUNTED_STATES, Enterprise, State
from zjg_inspect.service.author import Making, heads, make, standing_of
from zjg_inspect.store import documents, tables
from zjg_inspect.store.ancestry import ancestors
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = [
    "Neighbour",
    "State",
    "change_state",
    "correct_zone",
    "edit_enterprise",
    "enterprise_to_edit",
    "group_of",
    "link_beside",
    "move_enterprise",
    "new_enterprise",
    "set_scope",
    "take_back_leaving",
]  # fmt: skip


class Neighbour(msgspec.Struct, frozen=True):
    """One of several at one address."""

    id: str
    name: str


def enterprise_to_edit(db: Database, entity: str) -> tuple[Enterprise, str]:
    """The enterprise as the register has it, and the hash of that version, which edit_enterprise asks for.

    Raises:
        NotFound: the register has none of this id (yet).
    """
    with db.read() as conn:
        body = _registered(conn, entity)
        return body, documents.enterprise(conn, entity)[1]


def edit_enterprise(db: Database, entity: str, edited: Enterprise, shown: str) -> None:
    """Write what differs in the written members and the facts from the version that was `shown`.

    Raises:
        EntryFaulty: no name, or a code whose check character is wrong; nothing is changed.
        RegisterChanged: one of these was changed otherwise meanwhile; nothing is changed.
        EntryInConflict, NotFound, NotAuthorised.
    """
    edited = entry.tidy(edited)
    with db.write() as conn:
        now, base = to_change(conn, entity), documents.enterprise_at(conn, entity, shown)
        changes = entry.changed(base, edited)
        meanwhile = entry.changed(base, now)
        crossed = tuple(name for name, value in changes.items() if name in meanwhile and meanwhile[name] != value)
        if crossed:
            raise errors.RegisterChanged(name=now.name, changed=crossed)
        body = entry.with_changes(now, changes)
        _check(entry.faults(body))
        _write(conn, db, entity, now, body)


def new_enterprise(db: Database, body: Enterprise) -> str:
    """Enter an enterprise that no list and no inspector brought; gives its id. Of an enterprise with a code it is that
    of code and zone, unless one stands under that already.

    Raises:
        EntryFaulty: no name, no zone, or a code whose check character is wrong.
        WrongRole: only an office keeps the register.
    """
    body = entry.tidy(body)
    _check((*entry.faults(body), *([] if body.zone else ["zone"])))
    with db.write() as conn:
        if standing_of(conn, db).role != "office":
            raise errors.WrongRole(needed="office")
        entity = free_id(conn, body)
        make(conn, db, [Making("enterprise", entity, body, ())])
    return entity


def change_state(db: Database, entity: str, state: State, day: str) -> None:
    """停产, 注销, 搬迁 (out of the office's zones), or 恢复在产, from this civil day on.

    Raises:
        EntryFaulty: no day, one to come, or a state that cannot follow.
        EntryInConflict, NotFound, NotAuthorised.
    """
    _check(_day_faults(day, "state_date"))
    with db.write() as conn:
        now = to_change(conn, entity)
        _check(() if state in entry.next_states(now.state) else ("state",))
        _write(conn, db, entity, now, msgspec.structs.replace(now, state=state, state_date=day))


def take_back_leaving(db: Database, entity: str) -> None:
    """It was not deregistered or moved after all: it is in the state that it was in before, and counts on every day.
    An entry at another zone that it had moved to is in the register no more.

    Raises:
        EntryFaulty: it did not leave.
        EntryInConflict, NotFound, NotAuthorised.
    """
    with db.write() as conn:
        now = to_change(conn, entity)
        _check(("state",) if now.state in COUNTED_STATES else ())
        state, day = _state_before(conn, entity)
        makings = [Making("enterprise", entity, msgspec.structs.replace(now, state=state, state_date=day))]
        for own, body in _moved_to(conn, entity, now):
            makings.append(Making("enterprise", own, msgspec.structs.replace(body, declined="搬迁是登记错的")))
        make(conn, db, makings)


def move_enterprise(db: Database, entity: str, zone: str, day: str) -> str:
    """It moved to another zone of the office on this day; gives the id of its entry there.

    Raises:
        EntryFaulty: no day, one to come, or it had left already.
        SameZone: it is there.
        EntryInConflict, NotFound, NotAuthorised.
    """
    _check(_day_faults(day, "state_date"))
    with db.write() as conn:
        now = to_change(conn, entity)
        documents.zone(conn, zone)
        _check(() if "moved" in entry.next_states(now.state) else ("state",))
        if zone == now.zone:
            raise errors.SameZone(name=now.name)
        body = entry.moved_in(now, entity, zone, day)
        own = free_id(conn, body)
        left = msgspec.structs.replace(now, state="moved", state_date=day)
        make(conn, db, [Making("enterprise", own, body, ()), Making("enterprise", entity, left)])
    return own


def correct_zone(db: Database, entity: str, zone: str) -> None:
    """It was entered in the wrong zone, and has always been in this one: so it counts there on past days too.

    Raises: EntryInConflict, NotFound, NotAuthorised.
    """
    with db.write() as conn:
        now = to_change(conn, entity)
        documents.zone(conn, zone)
        _write(conn, db, entity, now, msgspec.structs.replace(now, zone=zone))


def set_scope(db: Database, entity: str, in_scope: bool, reason: str = "") -> None:
    """Whether it counts in its zone (§二); one that does not has a `reason`.

    Raises:
        EntryFaulty: left out without a reason.
        EntryInConflict, NotFound, NotAuthorised.
    """
    reason = "" if in_scope else reason.strip()
    _check(() if in_scope or reason else ("reason",))
    with db.write() as conn:
        now = to_change(conn, entity)
        _write(conn, db, entity, now, msgspec.structs.replace(now, in_scope=in_scope, reason=reason))


def link_beside(db: Database, entity: str, host: str = "") -> None:
    """It is at the address of `host` (厂中厂), and so of all that are; "" for at none.

    Raises: EntryInConflict, NotFound, NotAuthorised.
    """
    with db.write() as conn:
        now = to_change(conn, entity)
        first = _registered(conn, host).beside or host if host else ""
        # all point to one; where that is itself, the others are told where they are now
        makings = []
        if first == entity:
            first = ""
        elif first:
            for own in conn.scalars(select(tables.enterprise.c.entity).where(_beside(entity))).all():
                body = _registered(conn, uuid_text(own))
                makings.append(Making("enterprise", uuid_text(own), msgspec.structs.replace(body, beside=first)))
        if now.beside != first:
            makings.append(Making("enterprise", entity, msgspec.structs.replace(now, beside=first)))
        make(conn, db, makings)


def group_of(db: Database, entity: str) -> list[Neighbour]:
    """All that are at one address with it (厂中厂), itself among them, by name; none where it is linked with nobody."""
    e = tables.enterprise.c
    with db.read() as conn:
        own = uuid_bytes(entity)
        first = conn.scalar(select(e.beside).where(e.entity == own)) or own
        query = select(e.entity, e.name).where((e.entity == first) | (e.beside == first), ~e.removed)
        rows = conn.execute(query.order_by(e.name, e.entity)).all()
    return [Neighbour(uuid_text(row.entity), row.name) for row in rows] if len(rows) > 1 else []


def to_change(conn: Connection, entity: str) -> Enterprise:
    """What the register says of it now, to be changed.

    Raises:
        EntryInConflict: two versions say different things, and neither is to be lost.
        NotFound.
    """
    c = tables.conflict.c
    body = _registered(conn, entity)
    if conn.execute(select(c.entity).where(c.entity == uuid_bytes(entity), c.kind == "enterprise")).first():
        raise errors.EntryInConflict(name=body.name)
    return body


def free_id(conn: Connection, body: Enterprise) -> str:
    """Of its code and zone, so that two who enter it are of one mind; unless something stands under that id here."""
    if body.code:
        entity = ids.enterprise_id(body.code, body.zone)
        if not heads(conn, "enterprise", entity) and not heads(conn, "proposal", entity):
            return entity
    return ids.new_id()


def _beside(entity: str) -> Any:
    return tables.enterprise.c.beside == uuid_bytes(entity)


def _registered(conn: Connection, entity: str) -> Enterprise:
    found = documents.document(conn, "enterprise", entity)
    if found is None or not isinstance(found.body, Enterprise):
        raise errors.NotFound(what="enterprise", id=entity)
    return found.body


def _write(conn: Connection, db: Database, entity: str, before: Enterprise, after: Enterprise) -> None:
    if after != before:
        make(conn, db, [Making("enterprise", entity, after)])


def _check(faults: tuple[str, ...]) -> None:
    if faults:
        raise errors.EntryFaulty(faults=faults)


def _day_faults(day: str, member: str) -> tuple[str, ...]:
    return () if day and day <= clock.today().isoformat() else (member,)


def _state_before(conn: Connection, entity: str) -> tuple[State, str]:
    """What it was before it left, the nearest version that says so."""
    found = documents.document(conn, "enterprise", entity)
    for record in ancestors(conn, found.record) if found is not None else ():
        body = authority.body_of(record.version)
        if isinstance(body, Enterprise) and body.state in COUNTED_STATES:
            return body.state, body.state_date
    return "active", ""


def _moved_to(conn: Connection, entity: str, left: Enterprise) -> list[tuple[str, Enterprise]]:
    """The entries that it moved to on the day that it left; hardly ever more than one."""
    e = tables.enterprise.c
    rows = conn.scalars(select(e.entity).where(e.since == left.state_date, ~e.removed, e.since != ""))
    bodies = [(uuid_text(own), _registered(conn, uuid_text(own))) for own in rows.all()]
    return [(own, body) for own, body in bodies if body.came_from == entity]
