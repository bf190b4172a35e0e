"""The union: takes records into the set, settles where each belongs, keeps heads and projections in step."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model import authority
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.register import Tier
from zjg_inspect.model.version import Record, parse
from zjg_inspect.store import tables
from zjg_inspect.store.judge import MERGED, Context, Judgement, Parent, judge
from zjg_inspect.store.projection import project, uuid_bytes, uuid_text

_SOME = 500
_BATCH = 1000
# Trust and forms first: what follows rests on them.
_FIRST = ("grant", "form")


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
    """
    read = 0
    fresh_hashes: list[bytes] = []
    for some in _batches(records):
        read += len(some)
        batch = {record.hash: record for record in some}
        stored = known_hashes(conn, batch)
        fresh = [record for hash_, record in batch.items() if hash_ not in stored]
        _insert(conn, fresh)
        fresh_hashes += [record.hash for record in fresh]
        if _note_copies(conn, fresh):
            rederive(conn, identity)
        else:
            settle(conn, fresh, identity)
    aside = {hash_: Judgement(state, reason) for hash_, state, reason in conn.execute(select(tables.aside))}
    return Merged(read, read - len(fresh_hashes), {h.hex(): aside.get(h, MERGED) for h in fresh_hashes})


def rederive(conn: Connection, identity: Identity) -> None:
    """Derive states, heads and projections anew from the versions and media alone: for an alarm, and for `doctor`."""
    for table in (tables.aside, *tables.PROJECTIONS):
        conn.execute(delete(table))
    query = select(tables.version.c.raw, tables.version.c.signature).order_by(tables.version.c.seq)
    for some in _batches(parse(raw, signature) for raw, signature in conn.execute(query).all()):
        settle(conn, some, identity)


def settle(conn: Connection, fresh: list[Record], identity: Identity) -> None:
    """Judge the fresh records and all that had been set aside, until nothing changes; then project."""
    waiting = [*fresh, *_aside_records(conn, {record.hash for record in fresh})]
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
    _write_states(conn, judged)
    _write_heads(conn, merged)
    project(conn, ((r.version.kind, uuid_bytes(r.version.entity)) for r, _ in merged), context.form_of)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    source = iter(records)
    while some := list(islice(source, _BATCH)):
        yield some


def load_context(conn: Connection, identity: Identity, waiting: list[Record]) -> Context:
    trust = dict(identity.roots)
    known_keys: dict[str, bytes] = {}
    for device, public_key in conn.execute(select(tables.device_key)):
        known_keys[device.hex()] = public_key
    for device, tier, public_key in conn.execute(
        select(tables.device_grant.c.device, tables.device_grant.c.tier, tables.device_grant.c.public_key)
    ):
        trust.setdefault(device.hex(), tier)
        known_keys[device.hex()] = public_key
    forms = dict(identity.forms)
    query = select(tables.version.c.raw, tables.version.c.signature).join(
        tables.form, tables.form.c.hash == tables.version.c.hash
    )
    for raw, signature in conn.execute(query):
        form = FormDef.from_document(parse(raw, signature).version.body)
        forms[form.hash] = form
    copied = {device.hex(): n for device, n in conn.execute(select(tables.device_copied))}
    bad = conn.scalars(select(tables.media.c.sha256).where(tables.media.c.ok.is_(False)))
    context = Context(trust, known_keys, copied, frozenset(sha.hex() for sha in bad), forms.get)
    context.parents.update(_stored_parents(conn, waiting))
    return context


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
        {"sha256": bytes.fromhex(sha), "hash": r.hash}
        for r in records
        for sha in sorted(authority.photos_of(r.version.body))
        if len(sha) == 64 and all(sign in "0123456789abcdef" for sign in sha)
    ]
    if uses:
        conn.execute(insert(tables.version_media), uses)


def _note_copies(conn: Connection, fresh: list[Record]) -> bool:
    """Note devices that gave one n to two versions (the alarm “device copied”); whether that is news."""
    spans: dict[bytes, tuple[int, int]] = {}
    for record in fresh:
        device, n = bytes.fromhex(record.version.device), record.version.n
        low, high = spans.get(device, (n, n))
        spans[device] = (min(low, n), max(high, n))
    news = False
    column = tables.version.c
    for device, (low, high) in spans.items():
        query = (
            select(column.n)
            .where(column.device == device, column.n.between(low, high))
            .group_by(column.n)
            .having(func.count() > 1)
            .order_by(column.n)
            .limit(1)
        )
        first = conn.scalar(query)
        before = conn.scalar(select(tables.device_copied.c.n).where(tables.device_copied.c.device == device))
        if first is not None and (before is None or first < before):
            news = True
            write = upsert(tables.device_copied).values(device=device, n=first)
            conn.execute(write.on_conflict_do_update(index_elements=["device"], set_={"n": first}))
    return news


def _all_versions() -> Any:
    return select(tables.version.c.hash, tables.version.c.raw, tables.version.c.signature)


def _aside_records(conn: Connection, but: set[bytes]) -> list[Record]:
    query = _all_versions().join(tables.aside, tables.aside.c.hash == tables.version.c.hash)
    return [parse(raw, signature) for hash_, raw, signature in conn.execute(query) if hash_ not in but]


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


def _write_states(conn: Connection, judged: Mapping[bytes, Judgement]) -> None:
    gone = [{"gone": hash_} for hash_ in judged]
    before = set(conn.scalars(select(tables.aside.c.hash)))
    if before:
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
