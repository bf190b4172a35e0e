"""What the heads of one entity come from: walked by the hashes that versions name as their parents."""

from collections import defaultdict
from heapq import heappop, heappush

from sqlalchemy import Connection, select

from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import tables


def common_ancestor(conn: Connection, heads: list[tuple[int, Record]]) -> Record | None:
    """The nearest version that all these heads (with their depths) follow.

    None where there is none, or where two are that do not follow each other: then nothing tells which of the two an
    edit began from.
    """
    everyone = (1 << len(heads)) - 1
    reached: dict[bytes, int] = defaultdict(int)  # which heads follow a version, as bits
    records: dict[bytes, Record] = {}
    behind: set[bytes] = set()  # what the one that was found follows
    queue: list[tuple[int, bytes]] = []
    for number, (depth, record) in enumerate(heads):
        reached[record.hash] |= 1 << number
        records[record.hash] = record
        heappush(queue, (-depth, record.hash))
    found: Record | None = None
    # the deepest first: whatever follows a version has been looked at before it
    while queue and not (found and all(hash_ in behind for _, hash_ in queue)):
        _, hash_ = heappop(queue)
        record = records[hash_]
        nearest = reached[hash_] == everyone and hash_ not in behind
        if nearest and found is not None:
            return None
        if nearest:
            found = record
        for depth, parent in _parents(conn, record):
            if parent.hash not in records:
                records[parent.hash] = parent
                heappush(queue, (-depth, parent.hash))
            reached[parent.hash] |= reached[hash_]
            if nearest or hash_ in behind:
                behind.add(parent.hash)
    return found


def ancestors(conn: Connection, head: Record) -> list[Record]:
    """All versions that this one follows, the nearest first (by depth, then hash)."""
    found: dict[bytes, tuple[int, Record]] = {}
    pending = [head]
    while pending:
        for depth, parent in _parents(conn, pending.pop()):
            if parent.hash not in found:
                found[parent.hash] = (depth, parent)
                pending.append(parent)
    ordered = sorted(found.values(), key=lambda each: (each[0], each[1].hash), reverse=True)
    return [record for _, record in ordered]


def _parents(conn: Connection, record: Record) -> list[tuple[int, Record]]:
    v = tables.version.c
    hashes = [bytes.fromhex(parent) for parent in record.version.parents]
    if not hashes:
        return []
    rows = conn.execute(select(v.depth, v.raw, v.signature).where(v.hash.in_(hashes)))
    return [(row.depth, stored(row.raw, row.signature)) for row in rows]
