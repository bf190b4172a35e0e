"""All versions of hazards, back to the first, and what they add up to; and what recurs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect.model import authority
from zjg_inspect.model.hazard import HazardBody, History, Recurrence, history, recurrence
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import tables

_SOME = 500
Heads = Mapping[bytes, list[tuple[int, Record]]]


class Found(NamedTuple):
    """One finding of an item at an enterprise; the form by its id, so that its versions are one."""

    enterprise: bytes
    form_id: str
    item: str
    day: str


def pasts(
    conn: Connection, heads: Heads, at_hand: Mapping[bytes, Record] = MappingProxyType({})
) -> dict[bytes, History]:  # fmt: skip
    """By hazard; `heads` with their depths, records `at_hand` by their hashes are not read again."""
    found = {}
    for entity, records in versions(conn, heads, at_hand).items():
        steps = {record.hash.hex(): (hazard_body(record), record.version.parents) for record in records}
        found[entity] = history(steps, [record.hash.hex() for _, record in heads[entity]])
    return found


def versions(
    conn: Connection, heads: Heads, at_hand: Mapping[bytes, Record] = MappingProxyType({})
) -> dict[bytes, list[Record]]:  # fmt: skip
    """By hazard all that its heads follow, the heads themselves too; read level by level, for all hazards together."""
    found: dict[bytes, dict[bytes, Record]] = defaultdict(dict)
    level = {record.hash: (entity, record) for entity, each in heads.items() for _, record in each}
    while level:
        above: dict[bytes, bytes] = {}
        for hash_, (entity, record) in level.items():
            found[entity][hash_] = record
            above |= dict.fromkeys(map(bytes.fromhex, record.version.parents), entity)
        above = {hash_: entity for hash_, entity in above.items() if hash_ not in found[entity]}
        level = {hash_: (above[hash_], record) for hash_, record in _read(conn, above, at_hand)}
    return {entity: list(each.values()) for entity, each in found.items()}


def hazard_body(record: Record) -> HazardBody:
    body = authority.body_of_record(record)
    if not isinstance(body, HazardBody):
        raise TypeError(record.version.kind)
    return body


def _read(conn: Connection, hashes: Iterable[bytes], at_hand: Mapping[bytes, Record]) -> list[tuple[bytes, Record]]:
    found = [(hash_, at_hand[hash_]) for hash_ in hashes if hash_ in at_hand]
    wanted = sorted(hash_ for hash_ in hashes if hash_ not in at_hand)
    v = tables.version.c
    for start in range(0, len(wanted), _SOME):
        query = select(v.hash, v.raw, v.signature).where(v.hash.in_(wanted[start : start + _SOME]))
        found += [(hash_, stored(raw, signature)) for hash_, raw, signature in conn.execute(query)]
    return found


def recurrences(conn: Connection, findings: Iterable[Found], form_id: Callable[[str], str]) -> dict[Found, Recurrence]:
    """Those of these findings that are not the first: the same enterprise's hazards of the same item, whatever the
    form's version, that had been verified closed by then. `form_id` gives a form's id by its hash."""
    wanted = set(findings)
    enterprises = sorted({each.enterprise for each in wanted})
    h = tables.hazard.c
    before: dict[tuple[bytes, str, str], list[tuple[str, str]]] = defaultdict(list)
    for start in range(0, len(enterprises), _SOME):
        here = h.enterprise.in_(enterprises[start : start + _SOME]) & tables.hazard_is_closed
        for row in conn.execute(select(h.enterprise, h.form, h.item, h.found, h.date).where(here)):
            before[row.enterprise, form_id(row.form), row.item].append((row.found, row.date))
    found = {each: recurrence(before.get((each.enterprise, each.form_id, each.item), ()), each.day) for each in wanted}
    return {each: said for each, said in found.items() if said is not None}


def closed_items(
    conn: Connection, enterprise: bytes, form: str, day: str, form_id: Callable[[str], str]
) -> dict[str, Recurrence]:
    """What would recur at this enterprise, by item of this form, were it found on this day."""
    h = tables.hazard.c
    query = select(h.item).where(h.enterprise == enterprise, tables.hazard_is_closed).distinct()
    findings = [Found(enterprise, form, item, day) for item in conn.scalars(query)]
    return {each.item: said for each, said in recurrences(conn, findings, form_id).items()}
