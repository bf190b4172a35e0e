"""Assignments: the office sends a laptop to enterprises by a day; the laptop lists them first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, case, func, select

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.assignment import Assignment, State, state_of
from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import SOON_DAYS, day_after, shifted
from zjg_inspect.model.inspection import VisitType, visit_types
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.service.known_forms import VILLAGE_FORM_ID, form_id_of
from zjg_inspect.store import documents, tables
from zjg_inspect.store.assignments import done_on, is_open
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = [
    "Assigned", "Assignee", "Order", "assign", "assignees", "assignments", "open_by_laptop", "reassign",
    "send_out", "withdraw",
]  # fmt: skip


class Assigned(msgspec.Struct, frozen=True):
    """An assignment in a list; `laptop` is the device's name, `done` the day of the visit that did it, or empty."""

    id: str
    enterprise: str
    name: str
    village: str
    device: str
    laptop: str
    type: VisitType
    since: str
    due: str
    note: str
    done: str
    state: State


class Assignee(msgspec.Struct, frozen=True):
    """A laptop that can be sent somewhere; `open` is how many assignments it has on hand."""

    device: str
    name: str
    letters: str
    zones: tuple[str, ...]
    open: int


class Order(NamedTuple):
    """One laptop is to go to one enterprise for one thing by a day, that day included."""

    enterprise: str
    device: str
    type: VisitType
    due: date
    note: str = ""


def assign(
    db: Database, enterprises: Iterable[str], device: str, type: VisitType, due: date, note: str = ""
) -> list[str]:  # fmt: skip
    """Send a laptop to these enterprises by a day, that day included; gives the assignments' ids.

    Where it is to go there for the same already, that assignment gets the new day instead of a second one, and the new
    note if there is one.

    Raises:
        WrongRole: only an office assigns.
        NotFound: the office has not accepted this laptop, or does not know one of the enterprises.
        LaptopSuspended, DueTooEarly, NothingToVerify, WrongVisitType: nothing is assigned.
    """
    return send_out(db, [Order(each, device, type, due, note) for each in dict.fromkeys(enterprises)])


def send_out(db: Database, orders: Iterable[Order]) -> list[str]:
    """Send several laptops out at once, all or none; as `assign`, and it raises the same."""
    with db.write() as conn:
        given, makings = _sending(conn, db, list(orders))
        make(conn, db, makings)
    return given


def reassign(db: Database, assignments: Iterable[str], device: str, due: date | None = None) -> list[str]:
    """Send another laptop instead: what these assignments asked for is taken back and asked of it, all or none.

    `due`: by another day than before. What this laptop has already, or what was taken back, stays as it is.

    Raises:
        WrongRole, NotFound, LaptopSuspended, NothingToVerify; DueTooEarly: the day before is over, another is wanted.
    """
    with db.write() as conn:
        _only_office(conn, db)
        taken, orders = [], []
        for own in dict.fromkeys(assignments):
            body, _ = _body(conn, own)
            if body.withdrawn or (body.device == device and due is None):
                continue
            by = due or date.fromisoformat(body.due)
            orders.append(Order(_place(conn, own), device, body.type, by, body.note))
            if body.device != device:
                taken.append(Making("assignment", own, _withdrawn(body)))
        given, makings = _sending(conn, db, orders)
        make(conn, db, [*taken, *makings])
    return given


def _place(conn: Connection, assignment: str) -> str:
    """Where it sends somebody now: of doubles that were merged, the one that stays."""
    a = tables.assignment.c
    return uuid_text(conn.execute(select(a.enterprise).where(a.entity == uuid_bytes(assignment))).scalar_one())


def _sending(conn: Connection, db: Database, orders: list[Order]) -> tuple[list[str], list[Making]]:
    """The assignments' ids, and what is to be written for them."""
    _only_office(conn, db)
    for order in orders:
        if order.due < today():
            raise errors.DueTooEarly(due=order.due.isoformat(), first=today().isoformat())
    for device in dict.fromkeys(order.device for order in orders):
        _can_go(conn, device)
    names = {order.enterprise: documents.enterprise(conn, order.enterprise)[0].name for order in orders}
    for order in orders:
        if order.type not in visit_types(form_id_of(conn, order.enterprise) == VILLAGE_FORM_ID):
            raise errors.WrongVisitType(name=names[order.enterprise], type=order.type)
    again = {order.enterprise for order in orders if order.type is VisitType.REINSPECTION}
    if again:
        _something_to_verify(conn, {entity: name for entity, name in names.items() if entity in again})
    given, makings = [], []
    for entity, device, type, due, note in orders:
        first, *more = _open_ones(conn, entity, device, type) or [(ids.new_id(), None)]
        own, before = first
        since = before.since if before else _since(conn, entity, names[entity], type, due)
        said = note.strip() or (before.note if before else "")
        after = Assignment(entity, device, type, since, due.isoformat(), said)
        if after != before:
            makings.append(Making("assignment", own, after))
        makings += [Making("assignment", each, _withdrawn(body)) for each, body in more if body is not None]
        given.append(own)
    return given, makings


def withdraw(db: Database, *assignments: str) -> None:
    """Take assignments back, all or none; one that was taken back before stays so.

    Raises:
        WrongRole, NotFound.
    """
    with db.write() as conn:
        _only_office(conn, db)
        makings = []
        for own in assignments:
            body, heads = _body(conn, own)
            if not body.withdrawn or heads > 1:
                makings.append(Making("assignment", own, _withdrawn(body)))
        make(conn, db, makings)


def _body(conn: Connection, assignment: str) -> tuple[Assignment, int]:
    """As it stands, and how many heads say so. Raises NotFound."""
    found = documents.document(conn, "assignment", assignment)
    if found is None or not isinstance(found.body, Assignment):
        raise errors.NotFound(what="assignment", id=assignment)
    return found.body, found.heads


def assignments(
    db: Database,
    device: str = "",
    enterprise: str = "",
    open_only: bool = True,
    state: State | None = None,
    since: str = "",
    limit: int = -1,
) -> list[Assigned]:
    """Those of a laptop, of an enterprise or all, by their day; `open_only`: neither done nor withdrawn.

    `state` alone, the latest first where it is done; `since`: none that was due before this day.
    """
    a, e, z, g = tables.assignment.c, tables.enterprise.c, tables.zone.c, tables.device_grant.c
    done = done_on().label("done")
    query = (
        select(tables.assignment, e.name, z.village, func.coalesce(g.name, "").label("laptop"), done)
        .join(tables.enterprise, e.entity == a.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(tables.device_grant, g.device == a.device, isouter=True)
        .order_by(a.due, e.name, a.entity)
    )
    if device:
        query = query.where(a.device == bytes.fromhex(device))
    if enterprise:
        query = query.where(a.enterprise == uuid_bytes(enterprise))
    if state is not None:
        query = query.where(_stands(state))
    elif open_only:
        query = query.where(is_open())
    if state == "done":
        query = query.order_by(None).order_by(a.due.desc(), e.name, a.entity)
    with db.read() as conn:
        rows = conn.execute(query.where(a.due >= since).limit(limit)).all()
    return [
        Assigned(
            id=uuid_text(row.entity),
            enterprise=uuid_text(row.enterprise),
            name=row.name,
            village=row.village,
            device=row.device.hex(),
            laptop=row.laptop,
            type=VisitType(row.type),
            since=row.since,
            due=row.due,
            note=row.note,
            done=row.done or "",
            state=state_of(row.due, row.withdrawn, row.done or "", today()),
        )
        for row in rows
    ]


def _stands(state: State) -> ColumnElement[bool]:
    """As model/assignment.state_of says it, for the day that is today."""
    a, day = tables.assignment.c, today()
    soon = shifted(day, SOON_DAYS).isoformat()
    match state:
        case "withdrawn":
            return a.withdrawn.is_(True)
        case "done":
            return a.withdrawn.is_(False) & ~is_open()
        case "overdue":
            return is_open() & (a.due < day.isoformat())
        case "soon":
            return is_open() & (a.due >= day.isoformat()) & (a.due <= soon)
    return is_open() & (a.due > soon)


def open_by_laptop(conn: Connection, on: date) -> tuple[Counter[bytes], Counter[bytes]]:
    """How many of `assignments` each laptop has on hand, and how many of these are overdue on this day."""
    a, e, z = tables.assignment.c, tables.enterprise.c, tables.zone.c
    query = (
        select(a.device, func.count(), func.sum(case((a.due < on.isoformat(), 1), else_=0)))
        .join(tables.enterprise, e.entity == a.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .where(is_open())
        .group_by(a.device)
    )
    every, overdue = Counter[bytes](), Counter[bytes]()
    for device, count, past in conn.execute(query):
        every[device], overdue[device] = count, past
    return every, overdue


def assignees(db: Database) -> list[Assignee]:
    """The accepted laptops that are neither suspended nor retired, by letters, with what they have on hand."""
    g = tables.device_grant.c
    query = select(tables.device_grant).where(g.tier == "field", g.through.is_(None), g.retired.is_(False))
    with db.read() as conn:
        rows = conn.execute(query.order_by(g.letters)).all()
        counted = Counter(conn.scalars(select(tables.assignment.c.device).where(is_open())))
    return [
        Assignee(row.device.hex(), row.name, row.letters, tuple(row.zones.split()), counted[row.device])
        for row in rows
    ]  # fmt: skip


def _only_office(conn: Connection, db: Database) -> None:
    if standing_of(conn, db).role != "office":
        raise errors.WrongRole(needed="office")


def _can_go(conn: Connection, device: str) -> None:
    g = tables.device_grant.c
    row = conn.execute(select(tables.device_grant).where(g.device == bytes.fromhex(device))).first()
    if row is None or row.tier != "field":
        raise errors.NotFound(what="device", id=device)
    if row.retired or row.through is not None:
        raise errors.LaptopSuspended(device=device, name=row.name)


def _something_to_verify(conn: Connection, names: dict[str, str]) -> None:
    h = tables.hazard.c
    here = {uuid_text(entity) for entity in conn.scalars(select(h.enterprise).where(tables.hazard_is_open).distinct())}
    without = tuple(name for entity, name in names.items() if entity not in here)
    if without:
        raise errors.NothingToVerify(names=without)


def _open_ones(
    conn: Connection, enterprise: str, device: str, type: VisitType
) -> list[tuple[str, Assignment | None]]:  # fmt: skip
    """The open assignments of this laptop there for this, the oldest first: one, unless two offices made them."""
    a = tables.assignment.c
    query = select(a.entity).where(
        a.enterprise == uuid_bytes(enterprise), a.device == bytes.fromhex(device), a.type == type, is_open()
    )
    found: list[tuple[str, Assignment | None]] = []
    for entity in conn.scalars(query.order_by(a.entity)):
        document = documents.document(conn, "assignment", uuid_text(entity))
        if document is not None and isinstance(document.body, Assignment):
            found.append((uuid_text(entity), document.body))
    return found


def _since(conn: Connection, enterprise: str, name: str, type: VisitType, due: date) -> str:
    """From when on a visit does it: from today, or from the day after the last one, which is no answer to it."""
    i = tables.inspection.c
    last = conn.scalar(
        select(func.max(i.date)).where(i.enterprise == uuid_bytes(enterprise), i.type == type, i.outcome == "done")
    )
    if last is None or last < today().isoformat():
        return today().isoformat()
    if due.isoformat() <= last:
        raise errors.DueTooEarly(due=due.isoformat(), first=day_after(last, 1), names=(name,))
    return day_after(last, 1)


def _withdrawn(body: Assignment) -> Assignment:
    return msgspec.structs.replace(body, withdrawn=True)
