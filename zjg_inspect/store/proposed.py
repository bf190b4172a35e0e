"""Rows of `enterprise` that stand for a proposal, only as long as the register has nothing under that id."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.version import Record
from zjg_inspect.store import tables

_SOME = 500


def proposal_row(record: Record, body: Proposal, enterprise: bytes) -> dict[str, Any]:
    device = bytes.fromhex(record.version.device)
    return {
        "hash": record.hash, "enterprise": enterprise, "device": device, "subject": body.subject, "date": body.date,
    }  # fmt: skip


def make_room(conn: Connection, kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the enterprise rows that a kind is about to write, those that it may; proposed ones there before are gone.

    Whichever of the two kinds comes first, the register's own word stands.
    """
    if kind not in ("enterprise", "proposal") or not rows:
        return rows
    own = [row["entity"] for row in rows]
    if kind == "proposal" or conn.execute(select(tables.proposal.c.entity).limit(1)).first():
        e = tables.enterprise.c
        gone = [{"gone": entity} for entity in own]
        conn.execute(delete(tables.enterprise).where(e.entity == bindparam("gone"), e.proposed), gone)
    if kind == "enterprise":
        return rows
    registered = _registered(conn, own)
    return [row for row in rows if row["entity"] not in registered]


def _registered(conn: Connection, entities: Iterable[bytes]) -> set[bytes]:
    h, some, found = tables.head.c, list(entities), set[bytes]()
    for start in range(0, len(some), _SOME):
        query = select(h.entity).where(h.entity.in_(some[start : start + _SOME]), h.kind == "enterprise")
        found.update(conn.scalars(query))
    return found
