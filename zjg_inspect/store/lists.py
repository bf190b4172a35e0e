"""Queries for lists: enterprises, drafts, sealed visits. Functions on a connection, rows as values."""

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Row,
    Select,
    Subquery,
    Text,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)  # fmt: skip

from zjg_inspect.store import tables
from zjg_inspect.store.assignments import earliest_open, is_assigned
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class EnterpriseRow(msgspec.Struct, frozen=True):
    """An enterprise in a list. `deadline` is the earliest of its open hazards, `draft` the one that is open there.

    `due`, `assigned` (the type of visit) and `note` are those of this laptop's open assignment there that is due first.
    `proposed`: an inspector found it, and the register does not have it yet (待确认).
    """

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
    in_conflict: bool
    due: str
    assigned: str
    note: str
    proposed: bool
    is_zone: bool


_IDS = [EnterpriseRow.__struct_fields__.index(name) for name in ("id", "zone", "last", "draft")]


def enterprises(
    conn: Connection, device: str, text: str = "", zone: str = "", limit: int = 200, *, zones: bool = True
) -> list[EnterpriseRow]:
    """Those whose name, pinyin initials, code or village holds the text, as this laptop lists them.

    `zones`: also the zones themselves, where 履职检查 is done; among all others only once something is looked for.

    First those that it was assigned (major hazards first, then by day), then those with open hazards (the same, by
    deadline), then those with a draft, then all others by village and name.
    """
    like = "%" + _escaped(text.strip()) + "%"
    given: dict[str, Any] = {"like": like, "low": like.lower(), "up": like.upper(), "most": limit}
    given["device"] = bytes.fromhex(device)
    if zone:
        given["zone"] = uuid_bytes(zone)
    waiting, rest = _queries(bool(text.strip()), bool(zone), zones)
    found = [_row(row) for row in conn.execute(waiting, given).all()]
    given["most"] -= len(found)
    return found + [_row(row) for row in conn.execute(rest, given).all()] if given["most"] else found


@cache
def _queries(text: bool, zone: bool, zones: bool) -> tuple[Select[Any], Select[Any]]:
    """Those with something assigned, open or begun, and the rest; built once: building takes longer than asking.

    Each chooses which ones by the little that this needs, and looks up only those that are shown. The rest is walked
    village by village until there are enough; of each one's assignments it is enough to know that none is open.
    """
    e, z, d = tables.enterprise.c, tables.zone.c, tables.draft.c
    # what left the register is looked for no more, unless a visit has been begun there
    matching: list[ColumnElement[bool]] = [or_(~e.removed, e.entity.in_(select(d.enterprise)))]
    if not zones:
        matching.append(~e.is_zone)
    if zone:
        matching.append(e.zone == bindparam("zone"))
    if text:
        like, low, up = (bindparam(name, type_=Text) for name in ("like", "low", "up"))
        holds = ((e.name, like), (e.initials, low), (e.code, up), (z.village, like))
        matching.append(or_(*(column.like(part, escape="\\") for column, part in holds)))
    at_rest = [] if text or zone else [~e.is_zone]
    due, mine, most = _due(), _mine(), bindparam("most", type_=Integer)
    open_or_begun = _open_or_begun()
    first = (
        select(e.entity)
        .join(tables.zone, z.entity == e.zone)
        .join(due, due.c.enterprise == e.entity, isouter=True)
        .join(mine, mine.c.enterprise == e.entity, isouter=True)
        .join(tables.draft, d.enterprise == e.entity, isouter=True)
        .where(e.entity.in_(union_all(*open_or_begun, select(mine.c.enterprise))), *matching)
    )
    rest = (
        select(e.entity)
        .join_from(tables.zone, tables.enterprise, e.zone == z.entity)
        .where(e.entity.not_in(union_all(*open_or_begun)), ~is_assigned(_device()), *matching, *at_rest)
        .order_by(z.township, z.village, e.name)
        .limit(most)
    )
    waiting = _enterprises(due, mine).where(e.entity.in_(_in_order(first, due, mine).limit(most)))
    others = _at_rest().where(e.entity.in_(rest))
    return _in_order(waiting, due, mine), others.order_by(z.township, z.village, e.name)


def _device() -> BindParameter[bytes]:
    return bindparam("device", type_=LargeBinary)


def _mine() -> CTE:
    return earliest_open(_device())


def _open_or_begun() -> tuple[Select[Any], Select[Any]]:
    """The enterprises with a draft, and those with open hazards."""
    d, h = tables.draft.c, tables.hazard.c
    return select(d.enterprise), select(h.enterprise).where(tables.hazard_is_open)


def _in_order(query: Select[Any], due: Subquery, mine: CTE) -> Select[Any]:
    e, z, d = tables.enterprise.c, tables.zone.c, tables.draft.c
    assigned = mine.c.due.is_not(None)
    group = case((assigned, 0), (due.c.open > 0, 1), (d.entity.is_not(None), 2), else_=3)
    major = case((due.c.majors > 0, 0), else_=1)
    day = case((assigned, mine.c.due), else_=due.c.deadline)
    undated = case((day.is_(None), 1), else_=0)
    return query.order_by(group, major, undated, day, z.township, z.village, e.name)


def enterprise(conn: Connection, device: str, entity: str) -> EnterpriseRow | None:
    query = _enterprises(_due(), _mine()).where(tables.enterprise.c.entity == uuid_bytes(entity))
    row = conn.execute(query, {"device": bytes.fromhex(device)}).first()
    return None if row is None else _row(row)


def enterprises_of(conn: Connection, device: str, entities: list[bytes]) -> list[EnterpriseRow]:
    """These, in this order."""
    query = _enterprises(_due(), _mine()).where(tables.enterprise.c.entity.in_(entities))
    rows = {row[0]: row for row in conn.execute(query, {"device": bytes.fromhex(device)})} if entities else {}
    return [_row(rows[entity]) for entity in entities if entity in rows]


def count_enterprises(conn: Connection) -> tuple[int, int]:
    """Those of the register, and those that wait to be taken into it."""
    e = tables.enterprise.c
    all_of_them = conn.execute(
        select(func.count()).select_from(tables.enterprise).where(~e.removed, ~e.is_zone)
    ).scalar_one()
    # among the few that a proposal stands for, so that no long table is read
    found = e.entity.in_(select(tables.proposal.c.enterprise))
    waiting = conn.execute(select(func.count()).select_from(tables.enterprise).where(found, e.proposed)).scalar_one()
    return int(all_of_them - waiting), int(waiting)


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


def _enterprises(due: Subquery, mine: CTE) -> Select[Any]:
    """What is shown of each enterprise, whatever waits there."""
    e, d = tables.enterprise.c, tables.draft.c
    query = _columns(
        (func.coalesce(due.c.open, 0), func.coalesce(due.c.majors, 0), func.coalesce(due.c.deadline, "")),
        (d.entity,),
        tuple(func.coalesce(column, "") for column in (mine.c.due, mine.c.type, mine.c.note)),
    )
    return (
        query.join(due, due.c.enterprise == e.entity, isouter=True)
        .join(tables.draft, d.enterprise == e.entity, isouter=True)
        .join(mine, mine.c.enterprise == e.entity, isouter=True)
    )


def _at_rest() -> Select[Any]:
    """The same of enterprises where nothing is assigned, open or begun."""
    none, nothing = literal(0), literal("")
    return _columns((none, none, nothing), (null(),), (nothing, nothing, nothing))


def _columns(*waiting: tuple[ColumnElement[Any], ...]) -> Select[Any]:
    """The columns in the order of the row's fields; `waiting`: of open hazards, of a draft, of an assignment."""
    e, z, i = tables.enterprise.c, tables.zone.c, tables.inspection.c
    hazards, draft, assigned = waiting
    latest = (
        select(i.entity)
        .where(i.enterprise == e.entity)
        .order_by(i.date.desc(), i.hash.desc())
        .limit(1)
        .correlate(tables.enterprise)
        .scalar_subquery()
    )
    return (
        select(
            e.entity, e.name, e.code, e.initials, z.township, z.village, e.zone, e.industry, e.facts,
            *hazards,
            i.entity, func.coalesce(i.type, ""), func.coalesce(i.outcome, ""),
            func.coalesce(i.date, ""), func.coalesce(i.failed, 0),
            *draft, e.in_conflict, *assigned, e.proposed, e.is_zone,
        )
        .select_from(tables.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(tables.inspection, i.entity == latest, isouter=True)
    )  # fmt: skip


def _row(row: Row[Any]) -> EnterpriseRow:
    """The columns stand in the order of the fields; this runs for every line at every sign that is typed."""
    values = list(row)
    for place in _IDS:
        values[place] = uuid_text(values[place]) if values[place] else ""
    return EnterpriseRow(*values)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
