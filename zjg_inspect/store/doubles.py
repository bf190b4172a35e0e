"""Doubles: the entry of the register that stands for another one since that was merged into it.

What was done at a double, its visits and hazards, is projected as done at the one that stands for it, so that every
list, figure and verdict has it there. Their versions go on naming the double; taking the merging back undoes it all.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, select, update

from zjg_inspect.model import authority
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Lease
from zjg_inspect.store import tables

# By kind: the table and its column that names an enterprise.
COLUMNS: dict[str, tuple[Table, str]] = {
    "inspection": (tables.inspection, "enterprise"),
    "hazard": (tables.hazard, "enterprise"),
    "assignment": (tables.assignment, "enterprise"),
    "proposal": (tables.proposal, "enterprise"),
    "lease": (tables.lease, "tenant"),
    "enterprise": (tables.enterprise, "beside"),
}
_OF_TABLE = {table.name: column for table, column in COLUMNS.values()}
_SOME = 500


def survivors(conn: Connection) -> dict[bytes, bytes]:
    """Each double with the one that stands for it, at the end of a chain of them. There are few of them."""
    e = tables.enterprise.c
    query = select(e.entity, e.merged_into).where(e.merged_into.is_not(None), e.removed)
    into: dict[bytes, bytes] = dict(conn.execute(query).tuples().all())
    return {own: _end(into, own) for own in into}


def _end(into: Mapping[bytes, bytes], own: bytes) -> bytes:
    # no circle: each was merged into a smaller one (model/authority.py)
    while own in into:
        own = into[own]
    return own


def settled(table: Table, row: dict[str, Any], stands_for: Mapping[bytes, bytes]) -> dict[str, Any]:
    """A projected row that names the one that stands for a double, where it named a double."""
    column = _OF_TABLE.get(table.name)
    if column is not None and row[column] in stands_for:
        row[column] = stands_for[row[column]]
    return row


class _Named(NamedTuple):
    """An entity and the enterprise that its current version names."""

    entity: bytes
    enterprise: bytes


def moved(before: Mapping[bytes, bytes], after: Mapping[bytes, bytes]) -> set[bytes]:
    """The enterprises for which another one stands than before, or none any more."""
    return {own for own in {*before, *after} if before.get(own) != after.get(own)}


def under(conn: Connection, kind: str, enterprises: Iterable[bytes]) -> list[bytes]:
    """The entities of a kind whose rows name one of these."""
    table, column = COLUMNS[kind]
    wanted, found = sorted(enterprises), list[bytes]()
    for start in range(0, len(wanted), _SOME):
        query = select(table.c.entity).where(table.c[column].in_(wanted[start : start + _SOME]))
        found += conn.scalars(query).all()
    return found


def name_anew(
    conn: Connection, kind: str, bodies: Mapping[bytes, authority.Body], stands_for: Mapping[bytes, bytes]
) -> None:
    """Write for which enterprise these entities' rows are, by their current bodies."""
    table, column = COLUMNS[kind]
    named = [_Named(entity, own) for entity, body in bodies.items() if (own := _named(entity, body)) is not None]
    rows = [{"own": each.entity, "is": stands_for.get(each.enterprise, each.enterprise)} for each in named]
    if rows:
        conn.execute(update(table).where(table.c.entity == bindparam("own")).values({column: bindparam("is")}), rows)


def _named(entity: bytes, body: authority.Body) -> bytes | None:
    match body:
        case InspectionBody():
            return _bytes(body.content.enterprise)
        case HazardBody() | Assignment():
            return _bytes(body.enterprise)
        case Proposal():
            return _bytes(body.tenant) if body.tenant else entity
        case Lease():
            return _bytes(body.tenant)
        case Enterprise():
            return _bytes(body.beside) if body.beside else None
    return None


def _bytes(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))
