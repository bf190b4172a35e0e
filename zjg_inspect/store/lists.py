"""Queries for lists: enterprises, drafts, sealed visits. Functions on a connection, rows as values."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, case, func, literal, or_, select

from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text

OPEN_STATES = ("open", "rectified")


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


def enterprises(conn: Connection, text: str = "", zone: str = "", limit: int = 200) -> list[EnterpriseRow]:
    """Those whose name, pinyin initials, code or village holds the text.

    First those with open hazards (major ones first, then by deadline), then those with a draft, then all others by
    village and name.
    """
    query = _enterprises()
    e, z = tables.enterprise.c, tables.zone.c
    if text:
        like = "%" + _escaped(text.strip()) + "%"
        low = like.lower()
        query = query.where(
            or_(
                e.name.like(like, escape="\\"),
                e.initials.like(low, escape="\\"),
                e.code.like(like.upper(), escape="\\"),
                z.village.like(like, escape="\\"),
            )
        )
    if zone:
        query = query.where(e.zone == uuid_bytes(zone))
    row = query.selected_columns
    group = case((row.open > 0, 0), (row.draft.is_not(None), 1), else_=2)
    major = case((row.majors > 0, 0), else_=1)
    undated = case((row.deadline.is_(None), 1), else_=0)
    query = query.order_by(group, major, undated, row.deadline, z.township, z.village, e.name).limit(limit)
    return [_row(row) for row in conn.execute(query)]


def enterprise(conn: Connection, entity: str) -> EnterpriseRow | None:
    row = conn.execute(_enterprises().where(tables.enterprise.c.entity == uuid_bytes(entity))).first()
    return None if row is None else _row(row)


def count_enterprises(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(tables.enterprise)).scalar_one())


def _enterprises() -> Select[Any]:
    e, z, h, i = tables.enterprise.c, tables.zone.c, tables.hazard.c, tables.inspection.c
    d, a = tables.draft.c, tables.draft_answer.c
    due = (
        select(
            h.enterprise,
            func.min(func.nullif(h.deadline, "")).label("deadline"),
            func.count().label("open"),
            func.sum(case((h.grade == "major", 1), else_=0)).label("majors"),
        )
        .where(h.state.in_(OPEN_STATES))
        .group_by(h.enterprise)
        .subquery()
    )
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
            due.c.open, due.c.majors, due.c.deadline,
            i.entity.label("last"), i.type.label("last_type"), i.outcome.label("last_outcome"),
            i.date.label("last_date"), i.failed.label("last_failed"),
            d.entity.label("draft"), case((d.entity.is_(None), literal(0)), else_=answered).label("answered"),
            e.counted, e.in_conflict,
        )
        .select_from(tables.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(due, due.c.enterprise == e.entity, isouter=True)
        .join(tables.inspection, i.entity == latest, isouter=True)
        .join(tables.draft, d.enterprise == e.entity, isouter=True)
    )  # fmt: skip


def _row(row: Row[Any]) -> EnterpriseRow:
    return EnterpriseRow(
        id=uuid_text(row.entity),
        name=row.name,
        code=row.code,
        initials=row.initials,
        township=row.township,
        village=row.village,
        zone=uuid_text(row.zone),
        industry=row.industry,
        facts=row.facts,
        open=row.open or 0,
        majors=row.majors or 0,
        deadline=row.deadline or "",
        last=uuid_text(row.last) if row.last else "",
        last_type=row.last_type or "",
        last_outcome=row.last_outcome or "",
        last_date=row.last_date or "",
        last_failed=row.last_failed or 0,
        draft=uuid_text(row.draft) if row.draft else "",
        answered=row.answered,
        counted=row.counted,
        in_conflict=row.in_conflict,
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
