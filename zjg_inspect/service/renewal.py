"""A laptop whose keys or whose office's card must change: new keys in the same store, a new card of the office."""

from pathlib import Path
from typing import Literal

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import receipt
from zjg_inspect.model.card import Card
from zjg_inspect.model.version import parse
from zjg_inspect.service.another import begin_renewal, finish_renewal
from zjg_inspect.service.author import identity, remember_key, standing_of
from zjg_inspect.service.setup import own_card, read_card
from zjg_inspect.store import keys, settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.merge import rederive
from zjg_inspect.store.settings import Standing
from zjg_inspect.store.trust import first_copy


class OwnState(msgspec.Struct, frozen=True):
    """How this laptop stands with its office, as far as it has heard; `copied` is the alarm “device copied”."""

    state: Literal["new", "in_use", "suspended", "retired"]
    letters: str
    copied: bool


def own_state(db: Database) -> OwnState:
    g = tables.device_grant.c
    own = bytes.fromhex(db.key.device)
    with db.read() as conn:
        row = conn.execute(select(tables.device_grant).where(g.device == own)).first()
        copied = _written_twice(conn, db, row.cleared if row is not None else 0) or _heard_otherwise(conn, db)
    if row is None:
        return OwnState("new", "", copied)
    state: Literal["in_use", "suspended", "retired"]
    state = "retired" if row.retired else "in_use" if row.through is None else "suspended"
    return OwnState(state, row.letters, copied)


def _written_twice(conn: Connection, db: Database, cleared: int) -> bool:
    """Whether two versions with one number of this device have come here."""
    own = bytes.fromhex(db.key.device)
    v, c = tables.version.c, tables.device_copied.c
    numbers = conn.scalars(select(c.n).where(c.device == own, c.n > cleared)).all()
    rows = conn.execute(select(v.raw, v.signature).where(v.device == own, v.n.in_(numbers))) if numbers else ()
    return first_copy([parse(row.raw, row.signature) for row in rows], db.key.public) is not None


def _heard_otherwise(conn: Connection, db: Database) -> bool:
    """Whether the office has received, under this device's numbers, something else than what it wrote."""
    card = standing_of(conn, db).card
    if card is None:
        return False
    r = tables.receipt.c
    row = conn.execute(select(r.doc, r.acknowledged).where(r.peer == bytes.fromhex(card.device))).first()
    said = None if row is None else receipt.decode(row.doc.encode()).received.get(db.key.device)
    return row is not None and said is not None and said.through > 0 and not row.acknowledged


def renew(db: Database) -> Card:
    """Make this laptop a new device in the same store; gives its new card, to be accepted by the office.

    For a laptop whose data was copied, or that was retired. Drafts and all that it has stay; what was written to it
    under its old keys can still be read; what it wrote counts as far as the office's grant says. It has no letters
    until it is accepted. Cut off half-way it is finished, or has not begun, when the data is opened again.

    Raises:
        WrongRole: only a laptop does this.
        NotWritable, DiskFull: the keys stay as they were.
    """
    with db.write() as conn:
        if standing_of(conn, db).role != "field":
            raise errors.WrongRole(needed="field")
        begin_renewal(conn, db)
    db.key = keys.renew(db.directory, db.key)
    finish_renewal(db)
    return own_card(db)


def take_new_card(db: Database, office: Card | Path, *, keep_former: bool = True) -> Standing:
    """Take another card of this laptop's office, whose number a person has compared.

    Without `keep_former` the card before was a wrong one, and what came with it counts no more; else the office was
    restored, and what it wrote before goes on to count.

    Raises:
        CardDamaged, CardOfWrongTier, NotReadable, WrongRole: nothing is changed.
    """
    card = office if isinstance(office, Card) else read_card(office, "office")
    with db.write() as conn:
        own = standing_of(conn, db)
        if own.role != "field" or own.card is None:
            raise errors.WrongRole(needed="field")
        before = own.card.device
        former = tuple(device for device in own.former if device != card.device)
        if keep_former and before != card.device:
            former = (*former, before)
        own = msgspec.structs.replace(own, card=card, former=former)
        settings.put_standing(conn, own)
        remember_key(conn, card.device, bytes.fromhex(card.public_key))
        rederive(conn, identity(conn, db))
    return own
