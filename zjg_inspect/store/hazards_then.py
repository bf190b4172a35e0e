"""The hazards that a period had to do with, as they stood before it and at its end."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect.model.deadline import shifted
from zjg_inspect.model.hazard import HazardState
from zjg_inspect.model.period import Period
from zjg_inspect.model.version import Record
from zjg_inspect.store import hazard_past, past, tables
from zjg_inspect.store.doubles import survivors
from zjg_inspect.store.projection import heads_of, rows_of


class Then(NamedTuple):
    """`before`: its state when the period began, empty where it had not been found; `row`: of the table `hazard`, as at
    the period's end."""

    before: HazardState | str
    row: Mapping[str, Any]


def hazards(conn: Connection, some: Period) -> list[Then]:
    """All that were found by the period's end and were not over, and stayed so, before it began.

    A step is of its date; who brought it when makes no difference. Only what was stepped on since the day that is asked
    about is read from its versions.
    """
    h = tables.hazard.c
    first, last = some.first.isoformat(), some.last.isoformat()
    over = h.state.in_(("closed", "withdrawn")) & (h.date < first) & h.in_conflict.is_(False)
    rows = [dict(row) for row in conn.execute(select(tables.hazard).where(h.found <= last, ~over)).mappings()]
    later = [row["entity"] for row in rows if row["date"] > last or row["in_conflict"]]
    stepped = [row["entity"] for row in rows if row["found"] < first <= row["date"] or row["in_conflict"]]
    heads = heads_of(conn, "hazard", sorted({*later, *stepped}))
    told = past.histories(conn, heads)
    before = _as_they_stood(conn, {each: told[each] for each in stepped}, shifted(some.first, -1).isoformat())
    after = _as_they_stood(conn, {each: told[each] for each in later}, last)
    return [
        Then(
            "" if row["found"] >= first else before.get(row["entity"], row)["state"],
            after.get(row["entity"], row),
        )
        for row in rows
    ]


def _as_they_stood(
    conn: Connection, told: Mapping[bytes, past.History], limit: str
) -> dict[bytes, Mapping[str, Any]]:  # fmt: skip
    heads = {entity: held for entity, history in told.items() if (held := past.heads_held(history, limit))}
    at_hand: dict[bytes, Record] = {hash_: record for each in told.values() for hash_, (_, record) in each.items()}
    pasts, stands_for = hazard_past.pasts(conn, heads, at_hand), survivors(conn)
    return {
        entity: row
        for entity, each in heads.items()
        for _, row in rows_of(entity, each, lambda _form: None, pasts[entity], stands_for)
    }
