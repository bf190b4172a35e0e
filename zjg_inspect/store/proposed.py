"""Proposals: rows of `enterprise` that stand for one only as long as the register has nothing under its id; and what
became of them."""

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, select

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

    Whichever kind comes first, a zone's own row stands before what an enterprise under its id says, and the register's
    own word before a proposal's.
    """
    if kind not in ("zone", "enterprise", "proposal") or not rows:
        return rows
    own = [row["entity"] for row in rows]
    if kind == "zone":
        conn.execute(delete(tables.enterprise).where(tables.enterprise.c.entity == bindparam("gone")), _gone(own))
        return rows
    zones = _zones(conn, own)
    rows = [row for row in rows if row["entity"] not in zones]
    if kind == "proposal" or conn.execute(select(tables.proposal.c.entity).limit(1)).first():
        e = tables.enterprise.c
        conn.execute(delete(tables.enterprise).where(e.entity == bindparam("gone"), e.proposed), _gone(own))
    if kind == "enterprise":
        return rows
    registered = _registered(conn, own)
    return [row for row in rows if row["entity"] not in registered]


def spared(kind: str, table: Table) -> list[ColumnElement[bool]]:
    """What stays while a kind's rows are written anew: an enterprise under a zone's id takes nothing from the zone."""
    return [~tables.enterprise.c.is_zone] if table is tables.enterprise and kind != "zone" else []


def _gone(entities: Iterable[bytes]) -> list[dict[str, bytes]]:
    return [{"gone": entity} for entity in entities]


def _zones(conn: Connection, entities: list[bytes]) -> set[bytes]:
    """Those that are zones; hardly ever one."""
    z, found = tables.zone.c, set[bytes]()
    for start in range(0, len(entities), _SOME):
        found.update(conn.scalars(select(z.entity).where(z.entity.in_(entities[start : start + _SOME]))))
    return found


def _registered(conn: Connection, entities: Iterable[bytes]) -> set[bytes]:
    h, some, found = tables.head.c, list(entities), set[bytes]()
    for start in range(0, len(some), _SOME):
        query = select(h.entity).where(h.entity.in_(some[start : start + _SOME]), h.kind == "enterprise")
        found.update(conn.scalars(query))
    return found


class Outcome(NamedTuple):
    """What became of a proposal: `name` of what was found, or of the tenant; `about`: why it was declined, or the name
    of the one that it was merged with, where that is here."""

    name: str
    lease: bool
    fate: Literal["taken", "merged", "declined"]
    about: str


def undecided() -> ColumnElement[bool]:
    """Of `proposal`: those of which the register says nothing yet."""
    p, h = tables.proposal.c, tables.head.c
    lease = p.subject == "lease"
    of_kind = (lease & (h.kind == "lease")) | (~lease & (h.kind == "enterprise"))
    return ~select(h.entity).where(h.entity == p.entity, of_kind).exists()


def outcomes(conn: Connection, device: bytes) -> dict[bytes, Outcome]:
    """Of what this device proposed, by proposal; the latest found first."""
    p, v, e, t = tables.proposal.c, tables.version.c, tables.enterprise.c, tables.lease.c
    site, double = tables.enterprise.alias("site").c, tables.enterprise.alias("double").c
    joined = select(double.entity).where(double.merged_into == p.entity, double.removed).exists()
    query = (
        select(
            p.entity, p.subject, v.raw, e.name, site.removed, (site.merged_into.is_not(None) | joined).label("joined"),
            t.removed.label("lease_removed"),
        )
        .join(tables.version, v.hash == p.hash)
        .join(tables.enterprise, e.entity == p.enterprise, isouter=True)
        .join(site.entity.table, (site.entity == p.entity) & ~site.proposed, isouter=True)
        .join(tables.lease, t.entity == p.entity, isouter=True)
        .where(p.device == device, ~undecided())
        .order_by(p.date.desc(), p.entity.desc())
    )  # fmt: skip
    return {row.entity: _outcome(conn, row) for row in conn.execute(query).all()}


def _outcome(conn: Connection, row: Row[Any]) -> Outcome:
    """One that was merged may itself stand for the other: it is told as merged all the same."""
    now = row.name or ""
    if row.subject == "lease":
        declined = _declined(conn, "lease", row.entity) if row.lease_removed else ""
        return Outcome(now, True, "declined" if row.lease_removed else "taken", declined)
    name = msgspec.json.decode(row.raw, type=_Proposed).body.found.name
    if row.joined:
        return Outcome(name, False, "merged", now)
    if row.removed:
        return Outcome(name, False, "declined", _declined(conn, "enterprise", row.entity))
    return Outcome(name, False, "taken", "")


def _declined(conn: Connection, kind: str, entity: bytes) -> str:
    """Why, as the current version says it."""
    v, h = tables.version.c, tables.head.c
    query = select(v.raw).join(tables.head, h.hash == v.hash).where(h.entity == entity, h.kind == kind)
    raw = conn.scalar(query.order_by(v.depth.desc(), v.hash.desc()).limit(1))
    return msgspec.json.decode(raw, type=_Declined).body.declined if raw is not None else ""


class _Why(msgspec.Struct):
    declined: str = ""


class _Declined(msgspec.Struct):
    body: _Why


class _Name(msgspec.Struct):
    name: str


class _Found(msgspec.Struct):
    found: _Name


class _Proposed(msgspec.Struct):
    body: _Found
