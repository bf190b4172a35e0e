"""What has come of what: a laptop's visits at the office, a laptop's bundles on their way, what was lost between."""

from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, case, func, or_, select

from zjg_inspect.model import receipt
from zjg_inspect.model.authority import body_of, photos_of
from zjg_inspect.model.inspection import Content, InspectionBody
from zjg_inspect.model.version import parse
from zjg_inspect.store import media, receipts, settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes

State = Literal["unsent", "awaited", "delivered", "photos_missing", "quarantined"]
"""未发送, 待回执, 已送达, 缺照片, 被隔离."""


class Delivery(msgspec.Struct, frozen=True):
    """How far a visit of this laptop has come; `photos` the office lacks so many, `reason` why it was not accepted."""

    state: State
    photos: int = 0
    reason: str = ""


def refused_visits(device: bytes) -> Select[tuple[bytes, bytes, bytes, str]]:
    """Versions of visits of this device that the office did not accept and that nothing has taken the place of since:
    entity, raw, signature, reason."""
    q, v, i = tables.receipt_quarantined.c, tables.version.c, tables.inspection.c
    now = tables.version.alias().c
    return (
        select(v.entity, v.raw, v.signature, q.reason)
        .join(tables.receipt_quarantined, q.hash == v.hash)
        .join(tables.inspection, i.entity == v.entity, isouter=True)
        .join(now.hash.table, now.hash == i.hash, isouter=True)
        .where(v.device == device, v.kind == "inspection", or_(now.n.is_(None), (now.device == device) & (now.n < v.n)))
        .order_by(v.n.desc())
    )


class Waiting(NamedTuple):
    """Sealed visits of this laptop that are on no stick yet, with their photos and major hazards; and those awaited.

    `owed`: photos that the office misses and that are here; `spoilt`: those that it misses and that are here no more.
    `unsent_found`, `awaited_found`: the same of proposals, each once however often it was corrected.
    """

    unsent: int
    photos: int
    majors: int
    awaited: int
    owed: int = 0
    spoilt: int = 0
    unsent_found: int = 0
    awaited_found: int = 0


class Office:
    """What the office's newest receipt says of this laptop's versions, read once for a whole list."""

    def __init__(self, conn: Connection, db: Database) -> None:
        self._conn, self._device = conn, bytes.fromhex(db.key.device)
        own = settings.standing(conn)
        peer = self._peer = bytes.fromhex(own.card.device) if own is not None and own.card is not None else b""
        self._through = receipts.acknowledged(conn, peer)
        said = receipts.newest(conn, peer)
        self._missing = {bytes.fromhex(sha) for sha in said.missing}
        self._sent = int(conn.execute(select(func.coalesce(func.max(tables.bundle_sent.c.up_to), 0))).scalar_one())

    def delivery(self, hash_: bytes, n: int, seq: int) -> Delivery:
        """Of one of this laptop's own versions that the office has not refused."""
        if n > self._through:
            return Delivery("awaited" if seq <= self._sent else "unsent")
        lacking = self._lacking(hash_) if self._missing else 0
        return Delivery("photos_missing", lacking) if lacking else Delivery("delivered")

    def _lacking(self, hash_: bytes) -> int:
        raw = self._conn.execute(select(tables.version.c.raw).where(tables.version.c.hash == hash_)).scalar()
        return sum(bytes.fromhex(sha) in self._missing for sha in photos_of(raw or b""))

    def refused(self, enterprise: bytes = b"") -> list[tuple[Content, int, Delivery]]:
        """This laptop's visits whose newest version the office did not accept, each from its own bytes, with the
        number of its photos: such a version is not projected."""
        found = []
        for row in self._conn.execute(refused_visits(self._device)):
            body = body_of(parse(row.raw, row.signature).version)
            if isinstance(body, InspectionBody) and enterprise in (b"", uuid_bytes(body.content.enterprise)):
                found.append((body.content, len(photos_of(row.raw)), Delivery("quarantined", reason=row.reason)))
        return found

    def waiting(self) -> Waiting:
        """Counted along this laptop's own versions that the office has not acknowledged; an office waits for nobody."""
        if not self._peer:
            return Waiting(0, 0, 0, 0)
        i, v = tables.inspection.c, tables.version.c
        unsent = v.seq > self._sent
        query = (
            select(
                func.count(case((unsent, 1))),
                func.coalesce(func.sum(case((unsent, i.photos))), 0),
                func.coalesce(func.sum(case((unsent, i.majors))), 0),
                func.count(case((unsent, None), else_=1)),
            )
            .select_from(tables.version)
            .join(tables.inspection, (i.entity == v.entity) & (i.hash == v.hash))
            .where(v.device == self._device, v.n > self._through)
        )
        missing = [sha.hex() for sha in self._missing]
        owed = len(media.known(self._conn, missing)) if missing else 0
        spoilt = len(media.wanted(self._conn, missing)) if missing else 0
        unsent_visits, photos, majors, awaited = map(int, self._conn.execute(query).one())
        p = tables.proposal.c
        found = (
            select(func.count(case((unsent, 1))), func.count(case((unsent, None), else_=1)))
            .select_from(tables.version)
            .join(tables.proposal, (p.entity == v.entity) & (p.hash == v.hash))
            .where(v.device == self._device, v.n > self._through)
        )
        unsent_found, awaited_found = map(int, self._conn.execute(found).one())
        return Waiting(unsent_visits, photos, majors, awaited, owed, spoilt, unsent_found, awaited_found)


class Lost(msgspec.Struct, frozen=True):
    """Bundles of a laptop that never came, by their numbers; `lacking` counts its versions that are missing still.

    Nothing lacking: a later bundle brought all that was in them.
    """

    device: str
    name: str
    sequences: tuple[receipt.Span, ...]
    lacking: int


def lost_bundles(db: Database) -> list[Lost]:
    """What did not come from the laptops that this office accepted: those first of which something is missing."""
    b, g, p = tables.bundle_received.c, tables.device_grant.c, tables.progress.c
    came = (
        select(b.sender, func.max(b.sequence).label("last"), func.count(b.sequence.distinct()).label("count"),
               func.max(b.through).label("through"))
        .group_by(b.sender)
        .subquery()
    )  # fmt: skip
    query = (
        select(g.device, g.name, came.c.last, came.c.count, came.c.through, func.coalesce(p.through, 0).label("here"))
        .join(came, came.c.sender == g.device)
        .join(tables.progress, p.device == g.device, isouter=True)
        .where(g.tier == "field")
        .order_by(g.letters)
    )
    found = []
    with db.read() as conn:
        for row in conn.execute(query).all():
            lacking = max(0, row.through - row.here)
            if row.count == row.last and not lacking:
                continue
            have = set(receipts.sequences_from(conn, row.device))
            absent = receipt.spans(n for n in range(1, row.last) if n not in have)
            found.append(Lost(row.device.hex(), row.name, absent, lacking))
    return sorted(found, key=lambda lost: not lost.lacking)
