"""不适用 used far more than elsewhere: what a visit's reviewer is asked, and which visits of a zone it concerns."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from zjg_inspect.model import clock, inapplicable
from zjg_inspect.model.inapplicable import LEAST, RECENT, Elsewhere, Used
from zjg_inspect.store import standing, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class Overused(msgspec.Struct, frozen=True):
    """A visit with `items` answers 不适用, far more than others have with the same form; `reviewed`: approved."""

    inspection: str
    enterprise: str
    name: str
    date: str
    inspectors: str
    items: int
    elsewhere: Elsewhere
    reviewed: bool = False


def overused(conn: Connection, inspection: str) -> Overused | None:
    """What there is to ask about this finished visit, if anything; in the caller's view of the store.

    The others are only counted where the visit itself has enough answers 不适用.
    """
    found = _among(conn, tables.inspection.c.entity == uuid_bytes(inspection))
    return found[0] if found else None


def zone_overused(db: Database, zone: str) -> list[Overused]:
    """Of each enterprise of the zone that counts today the latest finished visit, if there is something to ask; the
    most first."""
    s = tables.standing.c
    here = select(s.entity).where(s.zone == uuid_bytes(zone), standing.counts(clock.today()))
    with db.read() as conn:
        return _among(conn, tables.inspection.c.enterprise.in_(here), latest=True)


def _among(conn: Connection, which: ColumnElement[bool], *, latest: bool = False) -> list[Overused]:
    """Of the finished visits of which this holds; `latest`: of each enterprise's latest only."""
    i, e, r = tables.inspection.c, tables.enterprise.c, tables.review.c
    query = (
        select(
            i.entity, i.enterprise, i.hash, i.date, i.inspectors, i.not_applicable, i.form, i.type, e.name, r.decision
        )
        .join(tables.enterprise, e.entity == i.enterprise)
        .join(tables.review, (r.inspection == i.entity) & (r.version == i.hash), isouter=True)
        .where(which, i.outcome == "done")
        .order_by(i.date, i.hash)
    )  # fmt: skip
    rows = conn.execute(query).all()
    if latest:
        rows = list({row.enterprise: row for row in rows}.values())
    rows = [row for row in rows if row.not_applicable >= LEAST and row.form is not None]
    crews = _crews(conn, {row.form for row in rows}) if rows else {}
    found = []
    for row in rows:
        others = inapplicable.elsewhere(crews[row.form, row.type], row.inspectors)
        if inapplicable.stands_out(row.not_applicable, others):
            found.append(
                Overused(
                    inspection=uuid_text(row.entity),
                    enterprise=uuid_text(row.enterprise),
                    name=row.name,
                    date=row.date,
                    inspectors=row.inspectors,
                    items=row.not_applicable,
                    elsewhere=others,
                    reviewed=row.decision == "approved",
                )
            )
    return sorted(found, key=lambda one: (-one.items, one.name, one.inspection))


def _crews(conn: Connection, forms: Iterable[bytes]) -> dict[tuple[bytes, str], list[Used]]:
    """By form and type of visit what each crew did of late; ids are in the order of time."""
    i = tables.inspection.c
    recent = (
        select(i.form, i.type, i.inspectors, i.not_applicable, i.outcome).order_by(i.entity.desc()).limit(RECENT)
    ).subquery()
    c = recent.c
    query = (
        select(c.form, c.type, c.inspectors, func.count(), func.sum(c.not_applicable))
        .where(c.form.in_(sorted(forms)), c.outcome == "done")
        .group_by(c.form, c.type, c.inspectors)
    )
    found: dict[tuple[bytes, str], list[Used]] = defaultdict(list)
    for form, type_, inspectors, visits, items in conn.execute(query):
        found[form, type_].append(Used(inspectors, visits, items))
    return found
