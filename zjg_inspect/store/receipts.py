"""Receipts as they are kept: what the others have of us, and what we tell them that we have."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model import receipt
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.receipt import Quarantined, Receipt, Received
from zjg_inspect.store import tables
from zjg_inspect.store.merge import known_hashes


def own(conn: Connection, peer: bytes) -> Receipt:
    """What this store has, as it is told to `peer`: of all devices, since anybody may have carried anything."""
    a = tables.aside.c
    aside = select(a.hash, a.reason).where(a.state == "quarantined").order_by(a.hash)
    wanted = tables.media_wanted.c.sha256
    rows = conn.execute(select(tables.progress))
    return Receipt(
        received={row.device.hex(): Received(row.through, row.check.hex()) for row in rows},
        quarantined=tuple(Quarantined(row.hash.hex(), row.reason) for row in conn.execute(aside)),
        missing=tuple(sha.hex() for sha in conn.scalars(select(wanted).order_by(wanted))),
        bundles={peer.hex(): receipt.spans(sequences_from(conn, peer))},
    )


def sequences_from(conn: Connection, sender: bytes) -> list[int]:
    """The numbers of the bundles that came from a device, each once, in order."""
    b = tables.bundle_received.c
    return list(conn.scalars(select(b.sequence).where(b.sender == sender).distinct().order_by(b.sequence)))


def newest(conn: Connection, peer: bytes) -> Receipt:
    """The newest receipt of a device; an empty one where none has come."""
    doc = conn.execute(select(tables.receipt.c.doc).where(tables.receipt.c.peer == peer)).scalar()
    return Receipt() if doc is None else receipt.decode(doc.encode())


def acknowledged(conn: Connection, peer: bytes) -> int:
    """The n up to which this device's own versions have come to `peer`, as its newest receipt proves."""
    r = tables.receipt.c
    return int(conn.execute(select(r.acknowledged).where(r.peer == peer)).scalar() or 0)


def keep(conn: Connection, own_device: bytes, peer: bytes, sequence: int, said: Receipt) -> bool:
    """Keep a receipt unless a newer one of this device is here; whether it is the newest now.

    Newer is what knows of a later bundle of ours, then what has the greater number: one that was restored from a copy
    of its files gives its numbers twice. A newer one that acknowledges less is believed, and gets the difference again.
    """
    r = tables.receipt.c
    before = conn.execute(select(r.sequence, r.doc).where(r.peer == peer)).first()
    if before is not None:
        was = receipt.decode(before.doc.encode())
        own = own_device.hex()
        if (was.last_bundle(own), before.sequence) >= (said.last_bundle(own), sequence):
            return False
    proven = _proven(conn, own_device, said.received.get(own_device.hex()))
    row = {"sequence": sequence, "at": utc_now(), "doc": receipt.encode(said).decode(), "acknowledged": proven}
    write = upsert(tables.receipt).values(peer=peer, **row)
    conn.execute(write.on_conflict_do_update(index_elements=["peer"], set_=row))
    return True


def _proven(conn: Connection, device: bytes, said: Received | None) -> int:
    """The n that a receipt proves: none where what came is not what this device wrote under these numbers."""
    if said is None:
        return 0
    v = tables.version.c
    hashes = conn.scalars(select(v.hash).where(v.device == device, v.n <= said.through)).all()
    return said.through if receipt.check_of(hashes).hex() == said.check else 0


def acknowledge(conn: Connection, addressee: bytes, own_device: str, said: Receipt) -> None:
    """Note which of our bundles to a device have come there."""
    b = tables.bundle_sent.c
    for row in conn.execute(select(b.sequence, b.acknowledged).where(b.addressee == addressee)).all():
        came = said.has_bundle(own_device, row.sequence)
        if came != row.acknowledged:
            conn.execute(update(tables.bundle_sent).where(b.sequence == row.sequence).values(acknowledged=came))


def note_quarantined(conn: Connection, refused: Iterable[Quarantined]) -> bool:
    """Keep what the office did not accept of the versions that are stored here; whether that has changed."""
    q = tables.receipt_quarantined
    told = {bytes.fromhex(each.hash): each.reason for each in refused}
    now = {hash_: told[hash_] for hash_ in known_hashes(conn, told)}
    before = dict(conn.execute(select(q.c.hash, q.c.reason)).tuples().all())
    if now == before:
        return False
    conn.execute(delete(q))
    if now:
        conn.execute(insert(q), [{"hash": hash_, "reason": reason} for hash_, reason in now.items()])
    return True
