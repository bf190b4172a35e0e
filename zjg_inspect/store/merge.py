"""The union: takes records into the set; where each belongs is settled with every batch."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select, update

from zjg_inspect.model import authority
from zjg_inspect.model.version import Record, signing_input
from zjg_inspect.store import keys, media, tables
from zjg_inspect.store.judge import MERGED, Judgement
from zjg_inspect.store.projection import uuid_bytes
from zjg_inspect.store.rows import KEYS, among, insert_rows
from zjg_inspect.store.settle import rederive, refused_changed, settle, settle_batch
from zjg_inspect.store.standing import update_standing
from zjg_inspect.store.touched import Touched
from zjg_inspect.store.trust import Identity, known_keys, note_copies

__all__ = [
    "Identity", "Merged", "known_hashes", "known_keys", "merge", "merged_signatures", "rederive", "refused_changed",
    "settle",
]  # fmt: skip

_BATCH = 1000


class Merged(NamedTuple):
    """What became of the records of one import: hash (hex) → judgement, for the new ones; the rest was known."""

    read: int
    known: int
    fresh: dict[str, Judgement]

    def count(self, state: str) -> int:
        return sum(judgement.state == state for judgement in self.fresh.values())


def known_hashes(conn: Connection, hashes: Iterable[bytes]) -> set[bytes]:
    """Those of these hashes that are stored, in any state."""
    return {row.hash for row in among(conn, _known(), hashes)}


@cache
def _known() -> Select[Any]:
    column = tables.version.c.hash
    return select(column).where(column.in_(KEYS))


def merged_signatures(conn: Connection, hashes: Iterable[bytes]) -> dict[bytes, bytes]:
    """The signatures of those of these versions that are merged: they were found to be their devices'."""
    return {row.hash: row.signature for row in among(conn, _merged(), hashes)}


@cache
def _merged() -> Select[Any]:
    v, a = tables.version.c, tables.aside.c
    query = select(v.hash, v.signature).join(tables.aside, a.hash == v.hash, isouter=True)
    return query.where(v.hash.in_(KEYS), a.hash.is_(None))


def merge(conn: Connection, records: Iterable[Record], identity: Identity) -> Merged:
    """Take these records in; idempotent, and the order of imports makes no difference.

    A record that was stored before, in any state, counts as known. What had waited for one of these merges with them.
    A version's hash does not cover its signature: where a bad one was stored, a good one takes its place.
    """
    read = 0
    fresh_hashes: list[bytes] = []
    touched = Touched()
    for some in _batches(records):
        read += len(some)
        batch = {record.hash: record for record in some}
        stored = known_hashes(conn, batch)
        fresh = [record for hash_, record in batch.items() if hash_ not in stored]
        mended = _mended(conn, [batch[hash_] for hash_ in stored])
        _insert(conn, fresh)
        fresh_hashes += [record.hash for record in fresh]
        note_copies(conn, fresh)
        if mended:
            rederive(conn, identity)
        elif fresh:
            settle_batch(conn, fresh, identity, touched)
    update_standing(conn, touched)
    return Merged(read, read - len(fresh_hashes), judgements(conn, [hash_.hex() for hash_ in fresh_hashes]))


def judgements(conn: Connection, hashes: Iterable[str]) -> dict[str, Judgement]:
    """Where these stored versions (hex) belong now."""
    wanted = [bytes.fromhex(hash_) for hash_ in hashes]
    aside = {row.hash: Judgement(row.state, row.reason) for row in among(conn, _aside(), wanted)}
    return {hash_.hex(): aside.get(hash_, MERGED) for hash_ in wanted}


@cache
def _aside() -> Select[Any]:
    return select(tables.aside).where(tables.aside.c.hash.in_(KEYS))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    source = iter(records)
    while some := list(islice(source, _BATCH)):
        yield some


def _insert(conn: Connection, records: list[Record]) -> None:
    insert_rows(
        conn,
        tables.version,
        [
            {
                "hash": r.hash,
                "entity": uuid_bytes(r.version.entity),
                "kind": r.version.kind,
                "device": bytes.fromhex(r.version.device),
                "n": r.version.n,
                "depth": 0,
                "raw": r.raw,
                "signature": r.signature,
            }
            for r in records
        ],
    )
    uses = [
        {"sha256": bytes.fromhex(sha), "hash": r.hash} for r in records for sha in sorted(authority.photos_of(r.raw))
    ]
    if uses:
        insert_rows(conn, tables.version_media, uses)
        media.want(conn, {row["sha256"] for row in uses})


def _mended(conn: Connection, known: list[Record]) -> bool:
    """Whether one was stored with a bad signature and now came with a good one, which takes its place."""
    by_hash = {record.hash: record for record in known}
    found = among(conn, _aside_signatures(), by_hash)
    changed = [(by_hash[row.hash], row.signature) for row in found if by_hash[row.hash].signature != row.signature]
    own_keys = known_keys(conn) if changed else {}
    mended = False
    for record, before in changed:
        key, said = own_keys.get(record.version.device), signing_input(record.hash)
        if key and keys.is_signed(key, record.signature, said) and not keys.is_signed(key, before, said):
            write = update(tables.version).where(tables.version.c.hash == record.hash)
            conn.execute(write.values(signature=record.signature))
            mended = True
    return mended


@cache
def _aside_signatures() -> Select[Any]:
    v, a = tables.version.c, tables.aside.c
    return select(v.hash, v.signature).join(tables.aside, a.hash == v.hash).where(v.hash.in_(KEYS))
