"""What was written and is on its way: an office's last bundle for each laptop, a laptop's bundles that are awaited."""

import msgspec
from sqlalchemy import func, select

from zjg_inspect.service.author import standing_of
from zjg_inspect.store import receipts, tables
from zjg_inspect.store.db import Database


class Outbound(msgspec.Struct, frozen=True):
    """A laptop, and the last bundle that was written for it: 0 and empty where there was none.

    `came`: its receipt says that it took that one in; `in_use`: an office writes to no other.
    """

    device: str
    name: str
    letters: str
    in_use: bool
    sequence: int
    at: str
    came: bool


class Awaited(msgspec.Struct, frozen=True):
    """A bundle of this laptop, and the visits that it was the first to carry and that the office has not acknowledged.

    Later bundles carry them too.
    """

    sequence: int
    at: str
    visits: int


def outbox(db: Database) -> list[Outbound]:
    """The laptops that this office has accepted and not retired, by letters."""
    b, g = tables.bundle_sent.c, tables.device_grant.c
    last = select(b.addressee, func.max(b.sequence).label("sequence")).group_by(b.addressee).subquery()
    query = (
        select(g.device, g.name, g.letters, g.through, b.sequence, b.at, b.acknowledged)
        .select_from(tables.device_grant)
        .join(last, last.c.addressee == g.device, isouter=True)
        .join(tables.bundle_sent, b.sequence == last.c.sequence, isouter=True)
        .where(g.tier == "field", g.retired.is_(False))
        .order_by(g.letters)
    )
    with db.read() as conn:
        return [
            Outbound(
                row.device.hex(),
                row.name,
                row.letters,
                row.through is None,
                row.sequence or 0,
                row.at or "",
                bool(row.acknowledged),
            )
            for row in conn.execute(query)
        ]


def awaited_bundles(db: Database) -> list[Awaited]:
    """The newest first; bundles whose visits have all come are not among them. Raises NoRole."""
    b, i, v = tables.bundle_sent.c, tables.inspection.c, tables.version.c
    own = bytes.fromhex(db.key.device)
    with db.read() as conn:
        card = standing_of(conn, db).card
        peer = bytes.fromhex(card.device) if card is not None else b""
        waiting = (
            select(v.seq)
            .join(tables.inspection, (i.entity == v.entity) & (i.hash == v.hash))
            .where(v.device == own, v.n > receipts.acknowledged(conn, peer))
        )
        seqs = sorted(conn.scalars(waiting))
        found: list[Awaited] = []
        carried = 0
        for row in conn.execute(select(b.sequence, b.at, b.up_to).order_by(b.sequence)).all():
            fresh = sum(carried < seq <= row.up_to for seq in seqs)
            carried = max(carried, row.up_to)
            if fresh:
                found.append(Awaited(row.sequence, row.at, fresh))
    return found[::-1]
