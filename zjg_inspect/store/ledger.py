"""The hazard ledger's queries: its figures in one statement over the projections, and which hazards a choice lists."""

from datetime import date, timedelta
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, literal, or_, select

from zjg_inspect.model.inspection import Grade
from zjg_inspect.model.ledger import WEEK, Cell, Choice
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text


def approved() -> ColumnElement[bool]:
    """Whether the visit of a hazard's last step is the enterprise's, finished and approved as it stands."""
    h, i, r = tables.hazard.c, tables.inspection.c, tables.review.c
    visit = (i.entity == h.visit) & (i.enterprise == h.enterprise) & (i.outcome == "done") & ~i.in_conflict
    review = (r.inspection == i.entity) & (r.version == i.hash) & (r.decision == "approved") & ~r.in_conflict
    return exists(select(literal(1)).select_from(tables.inspection.join(tables.review, review)).where(visit)) & (
        ~h.in_conflict
    )


def stage() -> ColumnElement[str]:
    """model.ledger.stage of a row."""
    h = tables.hazard.c
    return case(
        (tables.hazard_is_open, case((h.referred, "referred"), else_=h.state)),
        (h.state == "withdrawn", "withdrawn"),
        ((h.grade == Grade.MAJOR) & ~approved(), "review"),
        else_="closed",
    )


def due(on: date) -> ColumnElement[str]:
    """model.ledger.due of a row."""
    h = tables.hazard.c
    return case(
        (~tables.hazard_is_open | (h.deadline == ""), "none"),
        (h.deadline < on.isoformat(), "overdue"),
        (h.deadline <= (on + timedelta(days=WEEK)).isoformat(), "week"),
        else_="later",
    )


def holds(text: str) -> ColumnElement[bool]:
    """Whether this text is in the enterprise's name, initials or code, or in what is wrong."""
    h, e = tables.hazard.c, tables.enterprise.c
    part = text.strip()
    contains = [
        e.name.contains(part, autoescape=True),
        e.initials.contains(part.lower(), autoescape=True),
        e.code.contains(part.upper(), autoescape=True),
        h.what.contains(part, autoescape=True),
    ]
    return or_(*contains)


def chosen(choice: Choice, on: date) -> ColumnElement[bool]:
    """Which rows of hazard joined with enterprise and zone the choice lists."""
    h, z = tables.hazard.c, tables.zone.c
    waits = tables.hazard_is_closed & (h.grade == Grade.MAJOR) & ~approved()
    parts: dict[str, ColumnElement[bool]] = {
        "open": tables.hazard_is_open & (h.state == "open") & ~h.referred,
        "rectified": tables.hazard_is_open & (h.state == "rectified") & ~h.referred,
        "referred": tables.hazard_is_open & h.referred,
        "review": waits,
        "closed": tables.hazard_is_closed & ((h.grade != Grade.MAJOR) | approved()),
        "unsettled": or_(tables.hazard_is_open, waits),
        "": h.state != "withdrawn",
    }
    wanted = [parts[choice.stage]]
    if choice.due:
        wanted.append(due(on) == choice.due)
    if choice.grade:
        wanted.append(h.grade == choice.grade)
    if choice.township:
        wanted.append(z.township == choice.township)
    if choice.zone:
        wanted.append(z.entity == uuid_bytes(choice.zone))
    if choice.text.strip():
        wanted.append(holds(choice.text))
    return reduce(and_, wanted)


def cells(conn: Connection, text: str, on: date) -> list[Cell]:
    """How many hazards stand where, those that the text is in; read from the projections in one statement."""
    h, e, z = tables.hazard.c, tables.enterprise.c, tables.zone.c
    places: list[ColumnElement[Any]] = [e.zone, stage(), due(on), h.grade]
    counted = select(*(place.label(f"p{n}") for n, place in enumerate(places)), func.count().label("count"))
    counted = counted.join_from(tables.hazard, tables.enterprise, e.entity == h.enterprise)
    counted = counted.where(h.state != "withdrawn").group_by(*(f"p{n}" for n in range(len(places))))
    if text.strip():
        counted = counted.where(holds(text))
    some = counted.subquery()
    rows = conn.execute(
        select(z.township, some.c.p0, some.c.p1, some.c.p2, some.c.p3, some.c.count).join_from(
            some, tables.zone, z.entity == some.c.p0
        )
    )
    return [Cell(row[0], uuid_text(row[1]), *row[2:]) for row in rows]


def overdue(conn: Connection, on: date) -> int:
    """How many open hazards' deadlines have passed; by the index of what is open alone."""
    h = tables.hazard.c
    late = tables.hazard_is_open & (h.deadline != "") & (h.deadline < on.isoformat())
    return int(conn.execute(select(func.count()).select_from(tables.hazard).where(late)).scalar_one())
