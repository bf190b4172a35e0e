"""Making versions of this device's own: shared by the verbs, inside their transaction."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect import errors
from zjg_inspect.model import authority, ids
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.register import Device, Tier
from zjg_inspect.model.version import Record, Version, canonical, digest, signing_input
from zjg_inspect.store import settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.merge import Identity, merge
from zjg_inspect.store.projection import uuid_bytes


class Making(NamedTuple):
    """A body to be made a version of; `parents` None means: of whatever heads the entity has."""

    kind: str
    entity: str
    body: authority.Body
    parents: tuple[str, ...] | None = None


def standing_of(conn: Connection, db: Database) -> settings.Standing:
    """Raises NoRole while the first start has not been answered."""
    found = settings.standing(conn)
    if found is None:
        raise errors.NoRole(directory=str(db.directory))
    return found


def identity(conn: Connection, db: Database) -> Identity:
    """Whom this store trusts: itself, the card that it was given, and the devices that were the office before."""
    own = standing_of(conn, db)
    roots: dict[str, Tier] = dict.fromkeys(own.former, "office")
    roots[db.key.device] = own.role
    if own.card is not None:
        roots[own.card.device] = own.card.tier
    return Identity(roots, db.forms)


def description(db: Database, own: settings.Standing) -> Making:
    """What this device says of itself."""
    body = Device(own.name, db.key.public.hex(), own.role, db.key.recipient, own.recovery)
    return Making("device", ids.device_entity(db.key.device), body)


def remember_key(conn: Connection, device: str, public_key: bytes) -> bool:
    """A key proves its device id by itself, so it may be kept before the device is trusted; whether it is news."""
    write = upsert(tables.device_key).values(device=bytes.fromhex(device), public_key=public_key)
    return conn.execute(write.on_conflict_do_nothing(index_elements=["device"])).rowcount > 0


def heads(conn: Connection, kind: str, entity: str) -> tuple[str, ...]:
    """The hashes of the entity's childless merged versions, sorted."""
    head = tables.head.c
    query = select(head.hash).where(head.entity == uuid_bytes(entity), head.kind == kind)
    return tuple(sorted(hash_.hex() for hash_ in conn.scalars(query)))


def make(conn: Connection, db: Database, makings: Iterable[Making]) -> list[Record]:
    """Sign and merge versions of these bodies, numbered on from this device's last.

    Raises:
        NotAuthorised: this device may not author that kind.
        DeviceSuspended, DeviceCopied: what it writes waits for a person; the caller's transaction must not stand.
    """
    who = identity(conn, db)
    own = bytes.fromhex(db.key.device)
    n = conn.scalar(select(func.max(tables.version.c.n)).where(tables.version.c.device == own)) or 0
    at = utc_now()
    records = []
    for number, making in enumerate(makings, n + 1):
        version = Version(
            body=msgspec.to_builtins(making.body),
            device=db.key.device,
            entity=making.entity,
            kind=making.kind,
            made_at=at,
            n=number,
            parents=heads(conn, making.kind, making.entity)
            if making.parents is None
            else tuple(sorted(making.parents)),
        )
        authority.check_author(version, making.body, who.roots[db.key.device])
        raw = canonical(version)
        records.append(replace(authority.parse_line(raw, db.key.sign(signing_input(digest(raw)))), proven=True))
    done = merge(conn, records, who)
    for judgement in done.fresh.values():
        if judgement.state != "merged":
            raise _not_merged(conn, db, records[0].version.kind, judgement.reason)
    return records


def _not_merged(conn: Connection, db: Database, kind: str, reason: str) -> errors.ZjgError:
    card = standing_of(conn, db).card
    above = "" if card is None else card.name
    match reason:
        case "suspended":
            return errors.DeviceSuspended(device=db.key.device, above=above)
        case "device_copied":
            return errors.DeviceCopied(device=db.key.device, above=above)
    return errors.SchemaWrong(kind=kind, reason=reason)
