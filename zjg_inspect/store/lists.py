"""Queries for lists: enterprises, drafts, sealed visits. Functions on a connection, rows as values."""

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Row,
    Select,
    Subquery,
    Text,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)  # fmt: skip

from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class EnterpriseRow(msgspec.Struct, frozen=True):
    """An enterprise in a list. `deadline` is the earliest of its open hazards, `answered` of a draft's `draft`."""

    id: str
    name: str
    code: str
    initials: str
    township: str
    village: str
    zone: str
    industry: str
    facts: str
    open: int
    majors: int
    deadline: str
    last: str
    last_type: str
    last_outcome: str
    last_date: str
    last_failed: int
    draft: str
    answered: int
    counted: bool
    in_conflict: bool


_IDS = [EnterpriseRow.__struct_fields__.index(name) for name in ("id", "zone", "last", "draft")]


def enterprises(conn: Connection, text: str = "", zone: str = "", limit: int = 200) -> list[EnterpriseRow]:
    """Those whose name, pinyin initials, code or village holds the text.

    First those with open hazards (major ones first, then by deadline), then those with a draft, then all others by
    village and name.
    """
    like = "%" + _escaped(text.strip()) + "%"
    given: dict[str, Any] = {"like": like, "low": like.lower(), "up": like.upper(), "most": limit}
    if zone:
        given["zone"] = uuid_bytes(zone)
    waiting, rest = _queries(bool(text.strip()), bool(zone))
    found = [_row(row) for row in conn.execute(waiting, given)]
    given["most"] -= len(found)
    return found + [_row(row) for row in conn.execute(rest, given)] if given["most"] else found


@cache
def _queries(text: bool, zone: bool) -> tuple[Select[Any], Select[Any]]:
    """Those with something open or begun, and the rest; built once, since building takes longer than asking.

    Each chooses which ones by the little that this needs, and looks up only those that are shown. The rest is walked
    village by village until there are enough.
    """
    e, z, d = tables.enterprise.c, tables.zone.c, tables.draft.c
    matching: list[ColumnElement[bool]] = [e.zone == bindparam("zone")] if zone else []
    if text:
        like, low, up = (bindparam(name, type_=Text) for name in ("like", "low", "up"))
        holds = ((e.name, like), (e.initials, low), (e.code, up), (z.village, like))
        matching.append(or_(*(column.like(part, escape="\\") for column, part in holds)))
    due, waiting, most = _due(), _waiting(), bindparam("most", type_=Integer)
    first = (
        select(e.entity)
        .join(tables.zone, z.entity == e.zone)
        .join(due, due.c.enterprise == e.entity, isouter=True)
        .join(tables.draft, d.enterprise == e.entity, isouter=True)
        .where(e.entity.in_(waiting), *matching)
    )
    rest = (
        select(e.entity)
        .join_from(tables.zone, tables.enterprise, e.zone == z.entity)
        .where(e.entity.not_in(waiting), *matching)
        .order_by(z.township, z.village, e.name)
        .limit(most)
        .with_hint(tables.zone, "INDEXED BY zone_place", "sqlite")
    )
    shown = [_enterprises(due).where(e.entity.in_(chosen)) for chosen in (_in_order(first, due).limit(most), rest)]
    return _in_order(shown[0], due), _in_order(shown[1], due)


def _waiting() -> CompoundSelect[Any]:
    """The enterprises with something open or begun."""
    d, h = tables.draft.c, tables.hazard.c
    return union_all(select(d.enterprise), select(h.enterprise).where(tables.hazard_is_open))


def _in_order(query: Select[Any], due: Subquery) -> Select[Any]:
    e, z, d = tables.enterprise.c, tables.zone.c, tables.draft.c
    group = case((due.c.open > 0, 0), (d.entity.is_not(None), 1), else_=2)
    major = case((due.c.majors > 0, 0), else_=1)
    undated = case((due.c.deadline.is_(None), 1), else_=0)
    return query.order_by(group, major, undated, due.c.deadline, z.township, z.village, e.name)


def enterprise(conn: Connection, entity: str) -> EnterpriseRow | None:
    row = conn.execute(_enterprises(_due()).where(tables.enterprise.c.entity == uuid_bytes(entity))).first()
    return None if row is None else _row(row)


def count_enterprises(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(tables.enterprise)).scalar_one())


def _due() -> Subquery:
    """What is open at each enterprise."""
    h = tables.hazard.c
    return (
        select(
            h.enterprise,
            func.min(func.nullif(h.deadline, "")).label("deadline"),
            func.count().label("open"),
            func.sum(case((h.grade == "major", 1), else_=0)).label("majors"),
        )
        .where(tables.hazard_is_open)
        .group_by(h.enterprise)
        .subquery()
    )


def _enterprises(due: Subquery) -> Select[Any]:
    e, z, i = tables.enterprise.c, tables.zone.c, tables.inspection.c
    d, a = tables.draft.c, tables.draft_answer.c
    latest = (
        select(i.entity)
        .where(i.enterprise == e.entity)
        .order_by(i.date.desc(), i.hash.desc())
        .limit(1)
        .correlate(tables.enterprise)
        .scalar_subquery()
    )
    answered = (
        select(func.count()).where(a.draft == d.entity, a.verdict != "").correlate(tables.draft).scalar_subquery()
    )
    return (
        select(
            e.entity, e.name, e.code, e.initials, z.township, z.village, e.zone, e.industry, e.facts,
            func.coalesce(due.c.open, 0), func.coalesce(due.c.majors, 0), func.coalesce(due.c.deadline, ""),
            i.entity, func.coalesce(i.type, ""), func.coalesce(i.outcome, ""),
            func.coalesce(i.date, ""), func.coalesce(i.failed, 0),
            d.entity, case((d.entity.is_(None), literal(0)), else_=answered),
            e.counted, e.in_conflict,
        )
        .select_from(tables.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(due, due.c.enterprise == e.entity, isouter=True)
        .join(tables.inspection, i.entity == latest, isouter=True)
        .join(tables.draft, d.enterprise == e.entity, isouter=True)
    )  # fmt: skip


def _row(row: Row[Any]) -> EnterpriseRow:
    """The columns stand in the order of the fields; this runs for every line at every sign that is typed."""
    values = list(row)
    for place in _IDS:
        values[place] = uuid_text(values[place]) if values[place] else ""
    return EnterpriseRow(*values)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
