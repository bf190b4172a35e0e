"""The laptops as an office sees them: who waits to be accepted, who is in use, suspended or retired, and what waits."""

from collections import defaultdict
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.card import Card
from zjg_inspect.model.register import Grant
from zjg_inspect.model.version import parse
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.trust import first_copy


class UnknownDevice(msgspec.Struct, frozen=True):
    """A device as it describes itself; `held` versions of it wait until its card is accepted."""

    card: Card
    held: int


class Waiting(msgspec.Struct, frozen=True):
    """How many of a device's versions are set aside, by state."""

    held: int
    quarantined: int


State = Literal["in_use", "suspended", "retired"]


class WaitingFor(msgspec.Struct, frozen=True):
    """What of a laptop waits for one reason: so many versions, the visits among them, up to this n."""

    reason: str
    versions: int
    visits: int
    last: int


class Copied(msgspec.Struct, frozen=True):
    """The alarm “device copied”: two versions with one number, the first of them and the greatest that is here."""

    first: int
    last: int


class KnownLaptop(msgspec.Struct, frozen=True):
    """A laptop that the office has accepted.

    `received` is the n up to which all of it is here, `through` that up to which it counts while it is suspended.
    `last_bundle` and `last_at` are of its newest bundle, 0 and empty where none came.
    """

    device: str
    name: str
    letters: str
    zones: tuple[str, ...]
    fingerprint: str
    state: State
    received: int
    through: int | None = None
    last_bundle: int = 0
    last_at: str = ""
    waiting: tuple[WaitingFor, ...] = ()
    quarantined: int = 0
    copied: Copied | None = None

    def waits_for(self, reason: str) -> WaitingFor | None:
        return next((each for each in self.waiting if each.reason == reason), None)


class WaitingVisit(msgspec.Struct, frozen=True):
    """A visit of a suspended laptop that waits for a person: its n, the enterprise, the date."""

    n: int
    name: str
    date: str


def laptops(db: Database) -> list[KnownLaptop]:
    """The laptops that this office has accepted, by letters, each with its state and with what waits of it."""
    g, r = tables.device_grant.c, tables.bundle_received.c
    newest = select(r.sender, func.max(r.sequence).label("sequence"), func.max(r.at).label("at")).group_by(r.sender)
    with db.read() as conn:
        received = dict(conn.execute(select(tables.progress.c.device, tables.progress.c.through)).tuples().all())
        bundles = {row.sender: row for row in conn.execute(newest)}
        aside = _aside_by_device(conn)
        return [
            KnownLaptop(
                device=row.device.hex(),
                name=row.name,
                letters=row.letters,
                zones=tuple(row.zones.split()),
                fingerprint=ids.fingerprint(row.public_key),
                state="retired" if row.retired else "in_use" if row.through is None else "suspended",
                received=received.get(row.device, 0),
                through=row.through,
                last_bundle=bundles[row.device].sequence if row.device in bundles else 0,
                last_at=bundles[row.device].at if row.device in bundles else "",
                waiting=tuple(aside[row.device][0]),
                quarantined=aside[row.device][1],
                copied=_copied(conn, row.device, row.public_key, row.cleared),
            )
            for row in conn.execute(select(tables.device_grant).where(g.tier == "field").order_by(g.letters)).all()
        ]


def _aside_by_device(conn: Connection) -> dict[bytes, tuple[list[WaitingFor], int]]:
    """By device, what is held for each reason, and how much is quarantined."""
    v, a = tables.version.c, tables.aside.c
    found: dict[bytes, tuple[list[WaitingFor], int]] = defaultdict(lambda: ([], 0))
    count, visits = func.count(), func.count().filter(v.kind == "inspection")
    query = (
        select(
            v.device, a.state, a.reason, count.label("versions"), visits.label("visits"), func.max(v.n).label("last")
        )
        .join(tables.aside, a.hash == v.hash)
        .group_by(v.device, a.state, a.reason)
        .order_by(a.reason)
    )
    for row in conn.execute(query):
        held, bad = found[row.device]
        if row.state == "held":
            held.append(WaitingFor(row.reason, row.versions, row.visits, row.last))
        else:
            found[row.device] = (held, bad + row.versions)
    return found


def _copied(conn: Connection, device: bytes, key: bytes, cleared: int) -> Copied | None:
    v, c = tables.version.c, tables.device_copied.c
    numbers = conn.scalars(select(c.n).where(c.device == device, c.n > cleared)).all()
    if not numbers:
        return None
    rows = conn.execute(select(v.raw, v.signature).where(v.device == device, v.n.in_(numbers)))
    first = first_copy([parse(row.raw, row.signature) for row in rows], key)
    return None if first is None else Copied(first, _last(conn, device))


def _last(conn: Connection, device: bytes) -> int:
    """The greatest n of the device that is stored, in any state."""
    v = tables.version.c
    return int(conn.execute(select(func.coalesce(func.max(v.n), 0)).where(v.device == device)).scalar_one())


class Bound(msgspec.Struct, frozen=True):
    """A bundle of a laptop as the place from which on it is not believed: what it had written by then, up to n."""

    sequence: int
    at: str
    through: int


def bounds(db: Database, device: str) -> list[Bound]:
    """A laptop's bundles that came, the newest first, each that brought something once."""
    b = tables.bundle_received.c
    query = (
        select(func.max(b.sequence), func.min(b.at), b.through)
        .where(b.sender == bytes.fromhex(device), b.through > 0)
        .group_by(b.through)
        .order_by(b.through.desc())
    )
    with db.read() as conn:
        return [Bound(*row) for row in conn.execute(query).tuples()]


def waiting_visits(db: Database, device: str) -> list[WaitingVisit]:
    """The visits of a suspended laptop that came after its bound, by n."""
    v, a = tables.version.c, tables.aside.c
    query = (
        select(v.raw, v.signature)
        .join(tables.aside, a.hash == v.hash)
        .where(v.device == bytes.fromhex(device), v.kind == "inspection", a.state == "held", a.reason == "suspended")
        .order_by(v.n)
    )
    with db.read() as conn:
        records = [parse(row.raw, row.signature) for row in conn.execute(query)]
    return [WaitingVisit(each.version.n, _said(each.body, "name"), _said(each.body, "date")) for each in records]


def _said(body: dict[str, Any], field: str) -> str:
    """A text of a visit that has not been judged yet: its content may be anything."""
    content = body.get("content")
    value = content.get(field) if isinstance(content, dict) else None
    return value if isinstance(value, str) else ""


# -- what a person decides about a laptop: each is a new version of its grant ---------------------------------------


def suspend(db: Database, device: str, through: int | None = None) -> None:
    """Put a laptop out of use (lost, say): what it wrote after its version `through` waits for a person.

    Without `through` all counts that has come so far. Raises NotFound, WrongRole.
    """
    with db.write() as conn:
        progress = tables.progress.c
        here = conn.execute(select(progress.through).where(progress.device == bytes.fromhex(device))).scalar()
        _regrant(conn, db, device, through=(here or 0) if through is None else through)


def resume(db: Database, device: str) -> None:
    """Take a suspended laptop into use again; what waited of it merges. Raises NotFound, WrongRole."""
    with db.write() as conn:
        _regrant(conn, db, device, through=None)


def retire(db: Database, device: str) -> None:
    """Put a laptop out of use for good, its letters with it; what it may still write waits for a person.

    Raises NotFound, WrongRole.
    """
    with db.write() as conn:
        before = _grant(conn, device)
        progress = tables.progress.c
        here = conn.execute(select(progress.through).where(progress.device == bytes.fromhex(device))).scalar()
        through = (here or 0) if before.through is None else before.through
        _regrant(conn, db, device, through=through, retired=True)


def accept_later(db: Database, device: str, n: int) -> None:
    """Take in what a suspended or retired laptop wrote after its bound, up to n: a person has looked at it.

    Raises NotFound, WrongRole.
    """
    with db.write() as conn:
        before = _grant(conn, device)
        if before.through is not None and n > before.through:
            _regrant(conn, db, device, through=n)


def clear_copies(db: Database, device: str, through: int | None = None) -> None:
    """Take in what two laptops wrote under one identity, up to n, without it up to the last that is here.

    What is written twice beyond that raises the alarm anew. Raises NotFound, WrongRole.
    """
    with db.write() as conn:
        before = _grant(conn, device)
        last = _last(conn, bytes.fromhex(device)) if through is None else through
        if last > before.cleared:
            _regrant(conn, db, device, cleared=last)


def _grant(conn: Connection, device: str) -> Grant:
    """The laptop's grant; where two are in conflict with the suspension that holds, which is the narrower one."""
    found = documents.document(conn, "grant", ids.grant_id(device))
    row = conn.execute(select(tables.device_grant).where(tables.device_grant.c.device == bytes.fromhex(device))).first()
    if found is None or row is None or not isinstance(found.body, Grant):
        raise errors.NotFound(what="device", id=device)
    return msgspec.structs.replace(found.body, through=row.through, retired=row.retired, cleared=row.cleared)


def _regrant(conn: Connection, db: Database, device: str, **changes: Any) -> None:
    """A new version of the laptop's grant; of two in conflict it makes one."""
    if standing_of(conn, db).role != "office":
        raise errors.WrongRole(needed="office")
    grant = msgspec.structs.replace(_grant(conn, device), **changes)
    make(conn, db, [Making("grant", ids.grant_id(device), grant)])


# -- devices that nobody has accepted yet ----------------------------------------------------------------------------


def unknown_devices(db: Database) -> list[UnknownDevice]:
    """Devices whose bundles came but that nobody accepted, in the order of their first version here.

    Only those that have described themselves and whose key is known: that is what an acceptance needs.
    """
    v, a, k = tables.version.c, tables.aside.c, tables.device_key.c
    waits = (a.state == "held") & (a.reason == "unknown_device")
    joined = select(v.device, func.count().label("held"), func.min(v.seq).label("first"))
    with db.read() as conn:
        counted = conn.execute(
            joined.join(tables.aside, a.hash == v.hash).where(waits).group_by(v.device).order_by("first")
        ).all()
        keys = dict(conn.execute(select(k.device, k.public_key)).tuples().all())
        described = conn.execute(
            select(v.device, v.raw, v.signature)
            .join(tables.aside, a.hash == v.hash)
            .where(waits, v.kind == "device")
            .order_by(v.seq)
        ).all()
    bodies = {row.device: parse(row.raw, row.signature).body for row in described}
    found = []
    for row in counted:
        body = bodies.get(row.device)
        if body is not None and row.device in keys and isinstance(body.get("name"), str):
            recipient = str(body.get("recipient", ""))
            card = Card(row.device.hex(), body["name"], keys[row.device].hex(), _tier(body.get("tier")), recipient)
            found.append(UnknownDevice(card, row.held))
    return found


def _tier(said: object) -> Literal["field", "office", "city"]:
    return "office" if said == "office" else "city" if said == "city" else "field"


def waiting_of(db: Database, device: str) -> Waiting:
    """What of this device is still set aside."""
    v, a = tables.version.c, tables.aside.c
    query = (
        select(a.state, func.count())
        .join(tables.version, v.hash == a.hash)
        .where(v.device == bytes.fromhex(device))
        .group_by(a.state)
    )
    with db.read() as conn:
        by_state = dict(conn.execute(query).tuples().all())
    return Waiting(by_state.get("held", 0), by_state.get("quarantined", 0))


def card_of(db: Database, device: str) -> Card:
    """The card of a laptop that was accepted before. Raises NotFound."""
    grants = tables.device_grant.c
    with db.read() as conn:
        row = conn.execute(select(tables.device_grant).where(grants.device == bytes.fromhex(device))).first()
    if row is None:
        raise errors.NotFound(what="device", id=device)
    return Card(device, row.name, row.public_key.hex(), row.tier, row.recipient)
