"""The union: takes records into the set, settles where each belongs, keeps heads and projections in step."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from graphlib import TopologicalSorter
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model import authority
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.register import Tier
from zjg_inspect.model.version import Record, parse, signing_input
from zjg_inspect.store import keys, tables
from zjg_inspect.store.judge import MERGED, Context, Judgement, Parent, first_copy, judge
from zjg_inspect.store.projection import project, uuid_bytes, uuid_text

_SOME = 500
_BATCH = 1000
# Trust and forms first: what follows rests on them.
_FIRST = ("grant", "form")
# Why what is held may merge after any import, and after one that brings trust or forms.
_WAITS_FOR_PARENTS = ("ancestors",)
_WAITS_FOR_FIRST = ("unknown_device", "form")


class Identity(NamedTuple):
    """Whom this store trusts before it has read a single version: itself and the card that it was given."""

    roots: Mapping[str, Tier]
    forms: Mapping[str, FormDef]


class Merged(NamedTuple):
    """What became of the records of one import: hash (hex) → judgement, for the new ones; the rest was known."""

    read: int
    known: int
    fresh: dict[str, Judgement]

    def count(self, state: str) -> int:
        return sum(judgement.state == state for judgement in self.fresh.values())


def known_hashes(conn: Connection, hashes: Iterable[bytes]) -> set[bytes]:
    """Those of these hashes that are stored, in any state."""
    wanted = list(hashes)
    found: set[bytes] = set()
    for start in range(0, len(wanted), _SOME):
        column = tables.version.c.hash
        found |= set(conn.scalars(select(column).where(column.in_(wanted[start : start + _SOME]))))
    return found


def merge(conn: Connection, records: Iterable[Record], identity: Identity) -> Merged:
    """Take these records in; idempotent, and the order of imports makes no difference.

    A record that was stored before, in any state, counts as known. What had waited for one of these merges with them.
    A version's hash does not cover its signature: where a bad one was stored, a good one takes its place.
    """
    read = 0
    fresh_hashes: list[bytes] = []
    for some in _batches(records):
        read += len(some)
        batch = {record.hash: record for record in some}
        stored = known_hashes(conn, batch)
        fresh = [record for hash_, record in batch.items() if hash_ not in stored]
        mended = _mended(conn, [batch[hash_] for hash_ in stored])
        copied = _copied(conn)
        _insert(conn, fresh)
        fresh_hashes += [record.hash for record in fresh]
        _note_copies(conn, fresh)
        if mended or _copied(conn) != copied:
            rederive(conn, identity)
        elif fresh:
            settle(conn, fresh, identity)
    return Merged(read, read - len(fresh_hashes), judgements(conn, [hash_.hex() for hash_ in fresh_hashes]))


def judgements(conn: Connection, hashes: Iterable[str]) -> dict[str, Judgement]:
    """Where these stored versions (hex) belong now."""
    wanted = [bytes.fromhex(hash_) for hash_ in hashes]
    aside: dict[bytes, Judgement] = {}
    for start in range(0, len(wanted), _SOME):
        query = select(tables.aside).where(tables.aside.c.hash.in_(wanted[start : start + _SOME]))
        aside |= {hash_: Judgement(state, reason) for hash_, state, reason in conn.execute(query)}
    return {hash_.hex(): aside.get(hash_, MERGED) for hash_ in wanted}


def rederive(conn: Connection, identity: Identity) -> None:
    """Derive states, heads and projections anew from the versions and media alone: for an alarm, and for `doctor`."""
    v = tables.version.c
    for table in (tables.aside, tables.device_copied, *tables.PROJECTIONS):
        conn.execute(delete(table))
    doubled = select(v.device, v.n).group_by(v.device, v.n).having(func.count() > 1)
    conn.execute(insert(tables.device_copied).from_select(["device", "n"], doubled))
    after = 0
    query = select(v.seq, v.raw, v.signature).order_by(v.seq).limit(_BATCH)
    while rows := conn.execute(query.where(v.seq > after)).all():
        after = rows[-1].seq
        settle(conn, [parse(row.raw, row.signature) for row in rows], identity)


def settle(conn: Connection, fresh: list[Record], identity: Identity) -> None:
    """Judge the fresh records and what they may set free, until nothing changes; then project.

    Without fresh records all that is held is judged anew: for a device that was accepted, or a newer release. What is
    quarantined stays so: nothing that comes later makes a signature, a schema or a photo right.
    """
    held = _held(conn, _WAITS_FOR_PARENTS if fresh else None)
    if fresh and any(record.version.kind in _FIRST for record in (*fresh, *held)):
        held += _held(conn, _WAITS_FOR_FIRST)
    fresh_hashes = {record.hash for record in fresh}
    held = [record for record in held if record.hash not in fresh_hashes]
    waiting = [*fresh, *held]
    if not waiting:
        return
    context = load_context(conn, identity, waiting)
    judged: dict[bytes, Judgement] = {}
    merged: list[tuple[Record, int]] = []
    pending = _parents_first(waiting)
    while pending:
        before = dict(judged)
        for record in pending:
            version = record.version
            judgement = judged[record.hash] = judge(record, context)
            depth = 1 + max((context.parents[p].depth for p in version.parents if p in context.parents), default=-1)
            context.parents[record.hash.hex()] = Parent(judgement.state, version.entity, version.kind, depth)
            if judgement == MERGED:
                merged.append((record, depth))
                _learn(context, record)
        pending = [record for record in pending if judged[record.hash] != MERGED] if judged != before else []
    _write_states(conn, judged, waiting)
    _write_heads(conn, merged)
    project(conn, [record for record, _ in merged], context.form_of)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    source = iter(records)
    while some := list(islice(source, _BATCH)):
        yield some


def load_context(conn: Connection, identity: Identity, waiting: list[Record]) -> Context:
    trust = dict(identity.roots)
    for device, tier in conn.execute(select(tables.device_grant.c.device, tables.device_grant.c.tier)):
        trust.setdefault(device.hex(), tier)
    bad = conn.scalars(select(tables.media.c.sha256).where(tables.media.c.ok.is_(False)))
    form_of = cache(partial(_stored_form, conn, identity.forms))
    context = Context(trust, known_keys(conn), _doubled(conn), frozenset(sha.hex() for sha in bad), form_of)
    context.parents.update(_stored_parents(conn, waiting))
    return context


def known_keys(conn: Connection) -> dict[str, bytes]:
    """The public keys of all devices that were granted or seen, by device id."""
    granted = conn.execute(select(tables.device_grant.c.device, tables.device_grant.c.public_key))
    seen = conn.execute(select(tables.device_key.c.device, tables.device_key.c.public_key))
    return {device.hex(): public_key for device, public_key in (*granted, *seen)}


def _stored_form(conn: Connection, shipped: Mapping[str, FormDef], form: str) -> FormDef | None:
    if form in shipped:
        return shipped[form]
    v, f = tables.version.c, tables.form.c
    query = select(v.raw, v.signature).join(tables.form, f.hash == v.hash).where(f.form_hash == bytes.fromhex(form))
    row = conn.execute(query).first()
    return None if row is None else FormDef.from_document(parse(row.raw, row.signature).version.body)


def _learn(context: Context, record: Record) -> None:
    """A merged grant extends the trust, a merged form the forms known."""
    if record.version.kind == "grant":
        body = record.version.body
        context.trust.setdefault(body["device"], body["tier"])
        context.keys[body["device"]] = bytes.fromhex(body["public_key"])
    elif record.version.kind == "form":
        form = FormDef.from_document(record.version.body)
        before = context.form_of
        context.form_of = lambda wanted: form if wanted == form.hash else before(wanted)


def _parents_first(records: list[Record]) -> list[Record]:
    """Grants and forms first, and nothing before its parents."""
    by_hash = {record.hash.hex(): record for record in records}
    graph = {own: [p for p in record.version.parents if p in by_hash] for own, record in by_hash.items()}
    ordered = [by_hash[own] for own in TopologicalSorter(graph).static_order()]
    return sorted(ordered, key=lambda record: record.version.kind not in _FIRST)


def _insert(conn: Connection, records: list[Record]) -> None:
    if not records:
        return
    conn.execute(
        insert(tables.version),
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
        conn.execute(insert(tables.version_media), uses)


def _mended(conn: Connection, known: list[Record]) -> bool:
    """Whether one was stored with a bad signature and now came with a good one, which takes its place."""
    by_hash = {record.hash: record for record in known}
    v, a = tables.version.c, tables.aside.c
    hashes = list(by_hash)
    found: list[Row[tuple[bytes, bytes]]] = []
    for start in range(0, len(hashes), _SOME):
        query = select(v.hash, v.signature).join(tables.aside, a.hash == v.hash)
        found += conn.execute(query.where(v.hash.in_(hashes[start : start + _SOME]))).all()
    changed = [(by_hash[row.hash], row.signature) for row in found if by_hash[row.hash].signature != row.signature]
    own_keys = known_keys(conn) if changed else {}
    mended = False
    for record, before in changed:
        key, said = own_keys.get(record.version.device), signing_input(record.hash)
        if key and keys.is_signed(key, record.signature, said) and not keys.is_signed(key, before, said):
            conn.execute(update(tables.version).where(v.hash == record.hash).values(signature=record.signature))
            mended = True
    return mended


def _doubled(conn: Connection) -> dict[str, list[Record]]:
    """By device, the versions that share their n with another."""
    v = tables.version.c
    found: dict[str, list[Record]] = {}
    for device, n in conn.execute(select(tables.device_copied).order_by(tables.device_copied.c.n)).all():
        rows = conn.execute(select(v.raw, v.signature).where(v.device == device, v.n == n))
        found.setdefault(device.hex(), []).extend(parse(raw, signature) for raw, signature in rows)
    return found


def _copied(conn: Connection) -> dict[str, int | None]:
    """The alarms “device copied” as they stand: by device, the n from which on it is in doubt."""
    doubled = _doubled(conn)
    own_keys = known_keys(conn) if doubled else {}
    return {device: first_copy(doubled[device], own_keys[device]) for device in doubled.keys() & own_keys.keys()}


def _note_copies(conn: Connection, fresh: list[Record]) -> None:
    """Note each n that a device gave to two versions."""
    spans: dict[bytes, tuple[int, int]] = {}
    for record in fresh:
        device, n = bytes.fromhex(record.version.device), record.version.n
        low, high = spans.get(device, (n, n))
        spans[device] = (min(low, n), max(high, n))
    column = tables.version.c
    for device, (low, high) in spans.items():
        query = (
            select(column.n)
            .where(column.device == device, column.n.between(low, high))
            .group_by(column.n)
            .having(func.count() > 1)
        )
        rows = [{"device": device, "n": n} for n in conn.scalars(query)]
        if rows:
            conn.execute(upsert(tables.device_copied).on_conflict_do_nothing(), rows)


def _held(conn: Connection, reasons: tuple[str, ...] | None) -> list[Record]:
    """What is held for one of these reasons, or for any."""
    v, a = tables.version.c, tables.aside.c
    query = select(v.raw, v.signature).join(tables.aside, a.hash == v.hash).where(a.state == "held")
    if reasons is not None:
        query = query.where(a.reason.in_(reasons))
    return [parse(raw, signature) for raw, signature in conn.execute(query)]


def _stored_parents(conn: Connection, waiting: list[Record]) -> dict[str, Parent]:
    here = {record.hash for record in waiting}
    wanted = list({bytes.fromhex(p) for record in waiting for p in record.version.parents} - here)
    found: dict[str, Parent] = {}
    column = tables.version.c
    for start in range(0, len(wanted), _SOME):
        query = (
            select(column.hash, column.entity, column.kind, column.depth, tables.aside.c.state)
            .join(tables.aside, tables.aside.c.hash == column.hash, isouter=True)
            .where(column.hash.in_(wanted[start : start + _SOME]))
        )
        for hash_, entity, kind, depth, state in conn.execute(query):
            found[hash_.hex()] = Parent(state or "merged", uuid_text(entity), kind, depth)
    return found


def _write_states(conn: Connection, judged: Mapping[bytes, Judgement], was_aside: Iterable[Record]) -> None:
    gone = [{"gone": record.hash} for record in was_aside]
    if gone:
        conn.execute(delete(tables.aside).where(tables.aside.c.hash == bindparam("gone")), gone)
    rows = [{"hash": h, "state": j.state, "reason": j.reason} for h, j in judged.items() if j != MERGED]
    if rows:
        conn.execute(insert(tables.aside), rows)


def _write_heads(conn: Connection, merged: list[tuple[Record, int]]) -> None:
    depths = [{"own": record.hash, "deep": depth} for record, depth in merged if depth]
    if depths:
        write = update(tables.version).where(tables.version.c.hash == bindparam("own")).values(depth=bindparam("deep"))
        conn.execute(write, depths)
    gone = [
        {"of": uuid_bytes(record.version.entity), "gone": bytes.fromhex(parent)}
        for record, _ in merged
        for parent in record.version.parents
    ]
    if gone:
        head = tables.head.c
        conn.execute(delete(tables.head).where(head.entity == bindparam("of"), head.hash == bindparam("gone")), gone)
    parents = {row["gone"] for row in gone}
    heads = [
        {"entity": uuid_bytes(r.version.entity), "hash": r.hash, "kind": r.version.kind}
        for r, _ in merged
        if r.hash not in parents
    ]
    if heads:
        conn.execute(insert(tables.head), heads)
