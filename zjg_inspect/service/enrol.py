"""Devices that nobody has accepted yet, and what of theirs waits here."""

from typing import Literal

import msgspec
from sqlalchemy import func, select

from zjg_inspect import errors
from zjg_inspect.model.card import Card
from zjg_inspect.model.version import parse
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database


class UnknownDevice(msgspec.Struct, frozen=True):
    """A device as it describes itself; `held` versions of it wait until its card is accepted."""

    card: Card
    held: int


class Waiting(msgspec.Struct, frozen=True):
    """How many of a device's versions are set aside, by state."""

    held: int
    quarantined: int


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
    bodies = {row.device: parse(row.raw, row.signature).version.body for row in described}
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
