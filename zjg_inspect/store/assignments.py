"""Queries for assignments: which are open, and which visit did those that are not."""

from sqlalchemy import CTE, BindParameter, ColumnElement, ScalarSelect, and_, exists, func, select

from zjg_inspect.store import tables


def _does_it() -> ColumnElement[bool]:
    """A finished visit of the assignment's type at its enterprise, on or after the day it was made; of any device."""
    a, i = tables.assignment.c, tables.inspection.c
    return and_(i.enterprise == a.enterprise, i.type == a.type, i.outcome == "done", i.date >= a.since)


def done_on() -> ScalarSelect[str]:
    """The day of the first visit that did an assignment; null while it is not done."""
    first = select(func.min(tables.inspection.c.date)).where(_does_it())
    return first.correlate(tables.assignment).scalar_subquery()


def is_open() -> ColumnElement[bool]:
    """Neither withdrawn nor done."""
    done = exists(select(tables.inspection.c.entity).where(_does_it()).correlate(tables.assignment))
    return and_(tables.assignment.c.withdrawn.is_(False), ~done)


def earliest_open(device: BindParameter[bytes]) -> CTE:
    """Of each enterprise, the open assignment of this laptop that is due first."""
    a = tables.assignment.c
    rank = func.row_number().over(partition_by=a.enterprise, order_by=(a.due, a.entity))
    own = select(a.enterprise, a.due, a.type, a.note, rank.label("rank")).where(a.device == device, is_open())
    c = own.subquery().c
    return select(c.enterprise, c.due, c.type, c.note).where(c.rank == 1).cte("mine")


def is_assigned(device: BindParameter[bytes]) -> ColumnElement[bool]:
    """Whether this laptop has an open assignment at the enterprise of the query that asks."""
    a = tables.assignment.c
    own = select(a.entity).where(a.enterprise == tables.enterprise.c.entity, a.device == device, is_open())
    return exists(own.correlate(tables.enterprise))
