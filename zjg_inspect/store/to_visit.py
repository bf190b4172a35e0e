"""Queries: whom to visit, and where somebody was sent already. Each walks once through what it needs, no bodies."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from zjg_inspect.store import tables
from zjg_inspect.store.assignments import is_open
from zjg_inspect.store.standing import counts


class Site(NamedTuple):
    """An enterprise that counts, or a zone. `assessed`: the day of its last 核查 by the office's own people (a third
    party's alone leads to nothing), of a zone that of its last 履职检查, or empty; `open`, `majors`, `deadline`: of its
    open hazards."""

    entity: bytes
    name: str
    zone: bytes
    assessed: str
    open: int
    majors: int
    deadline: str


class Sent(NamedTuple):
    """An open assignment; `place` is an enterprise, or a zone."""

    place: bytes
    device: bytes
    type: str
    due: str


def sites(conn: Connection, on: date, since: str) -> list[Site]:
    """Those that count on this day and have no 核查 of `since` or later, or hazards open."""
    s, e, i, h = tables.standing.c, tables.enterprise.c, tables.inspection.c, tables.hazard.c
    own = i.type == "assessment", i.outcome == "done", i.third_party.is_(False)
    last = select(i.enterprise, func.max(i.date).label("day")).where(*own).group_by(i.enterprise).subquery()
    majors = func.sum(case((h.grade == "major", 1), else_=0)).label("majors")
    deadline = func.min(func.nullif(h.deadline, "")).label("deadline")
    opened = select(h.enterprise, func.count().label("open"), majors, deadline).where(tables.hazard_is_open)
    due = opened.group_by(h.enterprise).subquery()
    query = (
        select(
            e.entity, e.name, e.zone, func.coalesce(last.c.day, ""),
            func.coalesce(due.c.open, 0), func.coalesce(due.c.majors, 0), func.coalesce(due.c.deadline, ""),
        )
        .select_from(tables.standing)
        .join(tables.enterprise, e.entity == s.entity)
        .join(last, last.c.enterprise == s.entity, isouter=True)
        .join(due, due.c.enterprise == s.entity, isouter=True)
        .where(counts(on), or_(func.coalesce(last.c.day, "") < since, due.c.open > 0))
    )  # fmt: skip
    return [Site(*row) for row in conn.execute(query)]


def zones(conn: Connection, since: str) -> list[Site]:
    """The zones in scope that have no 履职检查 of `since` or later, or hazards open; few, so each is looked up."""
    e, z, i, h = tables.enterprise.c, tables.zone.c, tables.inspection.c, tables.hazard.c
    duty = select(func.max(i.date)).where(i.enterprise == e.entity, i.type == "duty", i.outcome == "done")
    last = func.coalesce(duty.correlate(tables.enterprise).scalar_subquery(), "")
    here = h.enterprise == e.entity, tables.hazard_is_open

    def of_open(what: ColumnElement[Any]) -> ColumnElement[Any]:
        return select(what).where(*here).correlate(tables.enterprise).scalar_subquery()

    query = (
        select(
            e.entity, e.name, e.zone, last, of_open(func.count()),
            of_open(func.coalesce(func.sum(case((h.grade == "major", 1), else_=0)), 0)),
            of_open(func.coalesce(func.min(func.nullif(h.deadline, "")), "")),
        )
        .select_from(tables.enterprise)
        .join(tables.zone, z.entity == e.entity)
        .where(z.in_scope)
    )  # fmt: skip
    found = [Site(*row) for row in conn.execute(query)]
    return [each for each in found if each.assessed < since or each.open]


def sent(conn: Connection) -> list[Sent]:
    """All that is open, by day."""
    a = tables.assignment.c
    query = select(a.enterprise, a.device, a.type, a.due).where(is_open()).order_by(a.due, a.entity)
    return [Sent(*row) for row in conn.execute(query)]


def due_since(conn: Connection, since: str) -> dict[bytes, int]:
    """By device, how many assignments that were not taken back were due on this day or later; done ones too."""
    a = tables.assignment.c
    query = select(a.device, func.count()).where(a.withdrawn.is_(False), a.due >= since).group_by(a.device)
    return dict(conn.execute(query).tuples().all())
