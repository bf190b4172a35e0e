"""The table `standing`: each enterprise's verdict, written anew for those that some records touch."""

from datetime import date
from functools import cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    delete,
    func,
    select,
)

from zjg_inspect.model.verdict import EnterpriseVerdict, Why, WhyKind
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text
from zjg_inspect.store.rows import KEYS, among, insert_rows
from zjg_inspect.store.touched import Touched
from zjg_inspect.store.verdicts import SOME, cases

_WHY = msgspec.json.Decoder(tuple[tuple[WhyKind, str], ...])


class Figures(NamedTuple):
    """How many enterprises of a zone count, and how many of them are standardised."""

    total: int
    standardised: int


def update_standing(conn: Connection, touched: Touched) -> None:
    """Write the verdicts of the touched enterprises anew; what was told of their past is to be told anew, too."""
    own = set(touched.enterprises)
    own.update(row.enterprise for row in among(conn, _enterprises_of(), sorted(touched.inspections)))
    waiting = sorted(own)
    for start in range(0, len(waiting), SOME):
        some = waiting[start : start + SOME]
        sites = {site.entity: site for site in among(conn, _sites(), some)}
        made = [_row(sites[entity], found.verdict) for entity, found in cases(conn, list(sites))]
        if made:
            for table in (tables.standing, tables.turned):
                conn.execute(delete(table).where(table.c.entity == bindparam("gone")), _gone(sites))
            insert_rows(conn, tables.standing, made)


@cache
def _enterprises_of() -> Select[Any]:
    i = tables.inspection.c
    return select(i.enterprise).where(i.entity.in_(KEYS)).distinct()


@cache
def _sites() -> Select[Any]:
    e = tables.enterprise.c
    return select(e.entity, e.zone, e.in_scope, e.gone_from, e.since).where(e.entity.in_(KEYS))


def _gone(sites: dict[bytes, Row[Any]]) -> list[dict[str, bytes]]:
    return [{"gone": entity} for entity in sites]


def _row(site: Row[Any], verdict: EnterpriseVerdict) -> dict[str, Any]:
    return {
        "entity": site.entity,
        "zone": site.zone,
        "in_scope": site.in_scope,
        "gone_from": site.gone_from,
        "since": site.since,
        "standardised": verdict.standardised,
        "inspection": uuid_bytes(verdict.inspection) if verdict.inspection else None,
        "date": verdict.date,
        "why": msgspec.json.encode([(why.kind, why.about) for why in verdict.why_not]).decode(),
    }


def counts(day: date) -> ColumnElement[bool]:
    """Of `standing`: which enterprises count on this day."""
    return tables.counts(tables.standing, day.isoformat())


def zone_figures(conn: Connection, day: date) -> dict[bytes, Figures]:
    """By zone; one without an enterprise that counts is left out."""
    s = tables.standing.c
    reached = func.sum(case((s.standardised, 1), else_=0))
    query = select(s.zone, func.count(), reached).where(counts(day)).group_by(s.zone)
    return {zone: Figures(total, standardised) for zone, total, standardised in conn.execute(query)}


def standings(conn: Connection, which: ColumnElement[bool]) -> dict[bytes, EnterpriseVerdict]:
    """The verdicts of the enterprises of whose rows this holds."""
    s = tables.standing.c
    query = select(s.entity, s.standardised, s.inspection, s.date, s.why).where(which)
    return {entity: verdict_of(*said) for entity, *said in conn.execute(query)}


def verdict_of(standardised: bool, inspection: bytes | None, day: str, why: str) -> EnterpriseVerdict:
    """The verdict that a row says."""
    why_not = () if standardised else tuple(Why(kind, about) for kind, about in _WHY.decode(why))
    return EnterpriseVerdict(standardised, why_not, uuid_text(inspection) if inspection else "", day)
