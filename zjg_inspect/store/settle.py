"""Settles where stored versions belong, and keeps heads, projections and all else that is derived in step."""

from collections.abc import Iterable, Mapping
from functools import cache, partial
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, delete, func, insert, select, true, update

from zjg_inspect.model.form import FormDef
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import media, tables
from zjg_inspect.store.judge import MERGED, Context, Judgement, Parent, judge
from zjg_inspect.store.progress import UNPROVEN, derive_progress, note_progress
from zjg_inspect.store.projection import granted_tier, project, uuid_bytes, uuid_text
from zjg_inspect.store.rows import KEYS, among, insert_rows
from zjg_inspect.store.standing import update_standing
from zjg_inspect.store.touched import Touched
from zjg_inspect.store.trust import OFFICE, Identity, doubled, is_overstepped, known_keys, trusted

_SOME = 500
_BATCH = 1000
# Trust and forms: all else rests on them, so they are settled first, those of a city before those of an office.
_FIRST = ("grant", "form")
_TIERS = ("city", "office")
# Why what is held may merge after any import, and after one that brings trust or forms.
_WAITS_FOR_PARENTS = ("ancestors",)
_WAITS_FOR_FIRST = ("unknown_device", "form", "suspended", "device_copied")
_NOT_YET = Judgement("held")


def settle(conn: Connection, fresh: list[Record], identity: Identity) -> None:
    """Judge the fresh records and what they may set free; then project.

    Without fresh records all that is held is judged anew: for a device that was accepted, or a newer release. What is
    quarantined stays so: nothing that comes later makes a signature, a schema or a photo right. Where a device is
    suspended or found to be copied earlier than what was merged of it, all is derived anew.
    """
    touched = Touched()
    settle_batch(conn, fresh, identity, touched)
    update_standing(conn, touched)


def settle_batch(conn: Connection, fresh: list[Record], identity: Identity, touched: Touched) -> None:
    """As `settle`, of one batch of several: whose verdicts are to be written anew after the last one is added to
    `touched`."""
    held = _held(conn, _WAITS_FOR_PARENTS if fresh else None)
    if not fresh and not held:
        return
    work = _Settling(conn, identity, touched, live=True)
    context = work.settle(fresh, held)
    if is_overstepped(conn, context.bounds()):
        rederive(conn, identity)
    else:
        note_progress(conn, work.proven())


def rederive(conn: Connection, identity: Identity) -> None:
    """Derive states, heads, projections, progress and wanted photos anew from the versions and media alone.

    Trust and forms come first, all else in the order of `seq`; a parent that stands behind counts as not here yet.
    """
    v, a = tables.version.c, tables.aside.c
    before = conn.scalars(select(a.hash)).all()
    for table in (tables.aside, tables.device_copied, tables.turned, *tables.PROJECTIONS):
        conn.execute(delete(table))
    shared = select(v.device, v.n).group_by(v.device, v.n).having(func.count() > 1)
    conn.execute(insert(tables.device_copied).from_select(["device", "n"], shared))
    query = select(v.seq, v.raw, v.signature).order_by(v.seq)
    firsts = [stored(row.raw, row.signature) for row in conn.execute(query.where(v.kind.in_(_FIRST)))]
    touched = Touched()
    _Settling(conn, identity, touched, settled=v.kind.in_(_FIRST)).settle(firsts, [])
    after = 0
    while rows := conn.execute(query.where(v.kind.not_in(_FIRST), v.seq > after).limit(_BATCH)).all():
        after = rows[-1].seq
        records = [stored(row.raw, row.signature) for row in rows]
        settled = v.kind.in_(_FIRST) | (v.seq <= after)
        _Settling(conn, identity, touched, settled=settled).settle(records, _held(conn, _WAITS_FOR_PARENTS))
    update_standing(conn, touched)
    derive_progress(conn)
    media.derive_wanted(conn)
    still = set(conn.scalars(select(a.hash)))
    _renumber(conn, [hash_ for hash_ in before if hash_ not in still])


def refused_changed(conn: Connection, identity: Identity) -> None:
    """Derive anew where the office's newest receipt refuses other versions than those set aside for it."""
    a, v, q = tables.aside.c, tables.version.c, tables.receipt_quarantined.c
    stored = select(q.hash, q.reason).join(tables.version, v.hash == q.hash)
    said = {hash_: OFFICE + reason for hash_, reason in conn.execute(stored)}
    here = dict(conn.execute(select(a.hash, a.reason).where(a.reason.startswith(OFFICE))).tuples().all())
    if said != here:
        rederive(conn, identity)


class _Settling:
    """Judges, writes and projects some records in the order of trust.

    `live`: what merges after it stood aside is news, and what is held for trust or forms is looked at once these came.
    `settled`: which of the stored versions have their state already. Whose verdicts may have changed is added to
    `touched`.
    """

    def __init__(
        self,
        conn: Connection,
        identity: Identity,
        touched: Touched,
        *,
        live: bool = False,
        settled: ColumnElement[bool] | None = None,
    ) -> None:
        self._conn, self._identity, self._touched, self._live = conn, identity, touched, live
        self._settled = true() if settled is None else settled
        self._was: dict[bytes, str] = {}
        self._aside: set[bytes] = set()
        self._records: dict[bytes, Record] = {}
        self._judged: dict[bytes, Judgement] = {}

    def settle(self, fresh: list[Record], held: list[tuple[Record, str]]) -> Context:
        """`held`: what stands aside and is judged again, with its reason. Gives what the last judgements rested on."""
        left = [*fresh, *self._take(held)]
        for number in range(len(_TIERS)):
            if not any(record.version.kind in _FIRST for record in left):
                break
            context = load_context(self._conn, self._identity, left, self._settled)
            tiers, trust = _TIERS[: number + 1], context.trust.tiers
            firsts = [r for r in left if r.version.kind in _FIRST and trust.get(r.version.device) in tiers]
            self._judge(firsts, context)
            left = [r for r in left if self._judged.get(r.hash, _NOT_YET).state == "held"]
            if self._live and any(self._judged[record.hash] == MERGED for record in firsts):
                left += self._take(_held(self._conn, _WAITS_FOR_FIRST))
        context = load_context(self._conn, self._identity, left, self._settled)
        self._judge(left, context)
        return context

    def proven(self) -> list[Record]:
        """What counts as its device's own from now on."""
        return [
            record
            for hash_, record in self._records.items()
            if self._judged[hash_].reason not in UNPROVEN and self._was.get(hash_, UNPROVEN[0]) in UNPROVEN
        ]

    def _take(self, held: list[tuple[Record, str]]) -> list[Record]:
        news = [(record, reason) for record, reason in held if record.hash not in self._aside]
        self._was |= {record.hash: reason for record, reason in news}
        self._aside |= {record.hash for record, _ in news}
        return [record for record, _ in news]

    def _judge(self, records: list[Record], context: Context) -> None:
        judged: dict[bytes, Judgement] = {}
        merged: list[tuple[Record, int]] = []
        for record in _parents_first(records):
            version = record.version
            judgement = judged[record.hash] = judge(record, context)
            depth = 1 + max((context.parents[p].depth for p in version.parents if p in context.parents), default=-1)
            context.parents[record.hash.hex()] = Parent(
                judgement.state, version.entity, version.kind, depth, granted_tier(record)
            )
            if judgement == MERGED:
                merged.append((record, depth))
        alone = _alone(self._conn, merged)
        _write_states(self._conn, judged, self._aside)
        _write_heads(self._conn, merged)
        project(self._conn, merged, alone, context.form_of, self._touched)
        freed = [record.hash for record, _ in merged if record.hash in self._aside]
        if self._live:
            _renumber(self._conn, freed)
        self._aside -= set(freed)
        self._aside |= {hash_ for hash_, judgement in judged.items() if judgement != MERGED}
        self._judged |= judged
        self._records |= {record.hash: record for record in records}


def load_context(conn: Connection, identity: Identity, waiting: list[Record], settled: ColumnElement[bool]) -> Context:
    bad = conn.scalars(select(tables.media.c.sha256).where(tables.media.c.ok.is_(False)))
    q = tables.receipt_quarantined.c
    return Context(
        trust=trusted(conn, identity),
        keys=known_keys(conn),
        doubled=doubled(conn),
        bad_media=frozenset(sha.hex() for sha in bad),
        refused=dict(conn.execute(select(q.hash, q.reason)).tuples().all()),
        form_of=cache(partial(_stored_form, conn, identity.forms)),
        parents=_stored_parents(conn, waiting, settled),
    )


def _stored_form(conn: Connection, shipped: Mapping[str, FormDef], form: str) -> FormDef | None:
    if form in shipped:
        return shipped[form]
    v, f = tables.version.c, tables.form.c
    query = select(v.raw, v.signature).join(tables.form, f.hash == v.hash).where(f.form_hash == bytes.fromhex(form))
    row = conn.execute(query).first()
    return None if row is None else FormDef.from_document(stored(row.raw, row.signature).body)


def _parents_first(records: list[Record]) -> list[Record]:
    by_hash = {record.hash.hex(): record for record in records}
    if not any(parent in by_hash for record in records for parent in record.version.parents):
        return records
    graph = {own: [p for p in record.version.parents if p in by_hash] for own, record in by_hash.items()}
    return [by_hash[own] for own in TopologicalSorter(graph).static_order()]


def _held(conn: Connection, reasons: tuple[str, ...] | None) -> list[tuple[Record, str]]:
    """What is held for one of these reasons, or for any, with the reason."""
    v, a = tables.version.c, tables.aside.c
    query = select(v.raw, v.signature, a.reason).join(tables.aside, a.hash == v.hash).where(a.state == "held")
    if reasons is not None:
        query = query.where(a.reason.in_(reasons))
    return [(stored(raw, signature), reason) for raw, signature, reason in conn.execute(query)]


def _stored_parents(conn: Connection, waiting: list[Record], settled: ColumnElement[bool]) -> dict[str, Parent]:
    here = {record.hash for record in waiting}
    wanted = list({bytes.fromhex(p) for record in waiting for p in record.version.parents} - here)
    found: dict[str, Parent] = {}
    v, a = tables.version.c, tables.aside.c
    grant = case((v.kind == "grant", v.raw))
    for start in range(0, len(wanted), _SOME):
        query = (
            select(v.hash, v.entity, v.kind, v.depth, a.state, grant)
            .join(tables.aside, a.hash == v.hash, isouter=True)
            .where(v.hash.in_(wanted[start : start + _SOME]), settled)
        )
        for hash_, entity, kind, depth, state, raw in conn.execute(query):
            tier = "" if raw is None else granted_tier(stored(raw, b""))
            found[hash_.hex()] = Parent(state or "merged", uuid_text(entity), kind, depth, tier)
    return found


def _alone(conn: Connection, merged: list[tuple[Record, int]]) -> set[bytes]:
    """The hashes of those that are the first and only versions of their entities: nothing was projected of these."""
    only: dict[tuple[str, bytes], bytes | None] = {}
    for record, depth in merged:
        own = record.version.kind, uuid_bytes(record.version.entity)
        only[own] = None if depth or own in only else record.hash
    for row in among(conn, _kinds(), [entity for (_, entity), hash_ in only.items() if hash_ is not None]):
        only.pop((row.kind, row.entity), None)
    return {hash_ for hash_ in only.values() if hash_ is not None}


@cache
def _kinds() -> Select[Any]:
    h = tables.head.c
    return select(h.kind, h.entity).where(h.entity.in_(KEYS))


def _write_states(conn: Connection, judged: Mapping[bytes, Judgement], aside: set[bytes]) -> None:
    gone = [{"gone": hash_} for hash_ in judged if hash_ in aside]
    if gone:
        conn.execute(delete(tables.aside).where(tables.aside.c.hash == bindparam("gone")), gone)
    rows = [{"hash": h, "state": j.state, "reason": j.reason} for h, j in judged.items() if j != MERGED]
    insert_rows(conn, tables.aside, rows)


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
    insert_rows(conn, tables.head, heads)


def _renumber(conn: Connection, freed: Iterable[bytes]) -> None:
    """Give what stood aside and merged the greatest numbers: to others it is news from now on."""
    v = tables.version.c
    hashes = list(freed)
    found: list[tuple[int, bytes]] = []
    for start in range(0, len(hashes), _SOME):
        query = select(v.seq, v.hash).where(v.hash.in_(hashes[start : start + _SOME]))
        found += conn.execute(query).tuples().all()
    if found:
        last = conn.execute(select(func.max(v.seq))).scalar_one()
        rows = [{"own": hash_, "next": seq} for seq, (_, hash_) in enumerate(sorted(found), last + 1)]
        conn.execute(update(tables.version).where(v.hash == bindparam("own")).values(seq=bindparam("next")), rows)
