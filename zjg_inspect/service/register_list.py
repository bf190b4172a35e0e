"""The register's enterprises by village, state, scope, verdict and address, for the office's list."""

from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, func, or_, select

from zjg_inspect.model.register import State
from zjg_inspect.service.lists import EnterpriseRow
from zjg_inspect.store import lists, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes

__all__ = ["EnterpriseRow", "Filter", "Found", "find"]


class Filter(msgspec.Struct, frozen=True):
    """What the list is narrowed to; "" each: to nothing. `linked`: to those that share an address with others."""

    zone: str = ""
    state: State | Literal[""] = ""
    scope: Literal["", "in", "out"] = ""
    verdict: Literal["", "reached", "not"] = ""
    linked: bool = False

    @property
    def narrows(self) -> bool:
        return self != Filter()


class Found(msgspec.Struct, frozen=True):
    """The first of those that were found, by township, village and name, and how many there are in all."""

    rows: list[EnterpriseRow]
    total: int


def find(db: Database, which: Filter, text: str = "", limit: int = 200) -> Found:
    """Those of the register of which the filter holds and whose name, initials, code or village holds the text."""
    e, z, s = tables.enterprise.c, tables.zone.c, tables.standing.c
    where = [~e.removed, ~e.proposed, ~e.is_zone, *_narrowed(which), *_holding(text.strip())]
    found = select(e.entity).join(tables.zone, z.entity == e.zone)
    if which.verdict:
        found = found.join(tables.standing, s.entity == e.entity)
        where.append(s.standardised if which.verdict == "reached" else ~s.standardised)
    found = found.where(*where)
    with db.read() as conn:
        total = conn.execute(select(func.count()).select_from(found.subquery())).scalar_one()
        ids = list(conn.scalars(found.order_by(z.township, z.village, e.name, e.entity).limit(limit)))
        return Found(lists.enterprises_of(conn, db.key.device, ids), int(total))


def _narrowed(which: Filter) -> list[ColumnElement[bool]]:
    e = tables.enterprise.c
    found: list[ColumnElement[bool]] = []
    if which.zone:
        found.append(e.zone == uuid_bytes(which.zone))
    if which.state:
        found.append(e.state == which.state)
    if which.scope:
        found.append(e.in_scope if which.scope == "in" else ~e.in_scope)
    if which.linked:
        hosts = select(e.beside).where(e.beside.is_not(None), ~e.removed)
        found.append(or_(e.beside.is_not(None), e.entity.in_(hosts)))
    return found


def _holding(text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    e, z = tables.enterprise.c, tables.zone.c
    holds: tuple[tuple[Any, str], ...] = (
        (e.name, text), (e.initials, text.lower()), (e.code, text.upper()), (z.village, text),
    )  # fmt: skip
    return [or_(*(column.contains(part, autoescape=True) for column, part in holds))]
