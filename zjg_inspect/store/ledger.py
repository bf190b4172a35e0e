"""The hazard ledger's queries: its figures in one statement over the projections, and which hazards a choice lists."""

from collections import Counter
from datetime import date, timedelta
from functools import reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

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
    h = tables.hazard.c
    if text.strip():
        counted: Select[Any] | CompoundSelect[Any] = _at_places(
            (h.state != "withdrawn") & holds(text), stage(), due(on), h.grade
        )
    else:
        counted = union_all(
            _at_places(tables.hazard_is_open, stage(), due(on), h.grade),
            # of what is closed the major ones are looked at, and the others counted by their index alone: most are old.
            # A bound value, so that the few are read in one go through the table
            _at_places((h.state == "closed") & (h.grade == Grade.MAJOR), stage(), literal("none"), h.grade),
            _all_closed(),
        )
    z, some = tables.zone.c, counted.subquery()
    rows = conn.execute(select(z.township, *some.c).join_from(some, tables.zone, z.entity == some.c.zone))
    told = [Cell(row[0], uuid_text(row[1]), *row[2:]) for row in rows]
    return told if text.strip() else _told_apart(told)


def _at_places(which: ColumnElement[bool], *places: ColumnElement[Any]) -> Select[Any]:
    e = tables.enterprise.c
    columns = [e.zone.label("zone"), *(place.label(f"p{n}") for n, place in enumerate(places))]
    joined = tables.hazard.join(tables.enterprise, e.entity == tables.hazard.c.enterprise)
    counted = select(*columns, func.count().label("hazards")).select_from(joined).where(which)
    return counted.group_by(*(column.name for column in columns))


def _all_closed() -> Select[Any]:
    """All that are closed, of either grade, under the grade ""."""
    h, e = tables.hazard.c, tables.enterprise.c
    own = select(h.enterprise, func.count().label("hazards")).where(tables.hazard_is_closed).group_by(h.enterprise)
    some = own.subquery()
    placed = select(e.zone, literal("closed"), literal("none"), literal(""), func.sum(some.c.hazards))
    return placed.join_from(some, tables.enterprise, e.entity == some.c.enterprise).group_by(e.zone)


def _told_apart(found: list[Cell]) -> list[Cell]:
    """The closed ones that are not major are all that are closed without the major ones."""
    majors: Counter[str] = Counter()
    for cell in found:
        if cell.grade == Grade.MAJOR and cell.stage in ("closed", "review"):
            majors[cell.zone] += cell.hazards
    general = [
        cell._replace(grade=Grade.GENERAL, hazards=cell.hazards - majors[cell.zone]) for cell in found if not cell.grade
    ]
    return [cell for cell in found if cell.grade] + [cell for cell in general if cell.hazards]


def listed(conn: Connection, choice: Choice, on: date, limit: int, offset: int) -> list[bytes]:
    """The hazards that the choice lists, in its order: what is not settled first, the major ones before all others,
    then by deadline; what is closed by the day of that, the latest first."""
    h, e, z = tables.hazard.c, tables.enterprise.c, tables.zone.c
    urgent: list[ColumnElement[Any]] = [
        case((h.grade == Grade.MAJOR, 0), else_=1), h.deadline == "", h.deadline, e.name, h.item, h.entity,
    ]  # fmt: skip
    query = select(h.entity).where(chosen(choice, on))
    if choice.stage == "closed" and not (choice.township or choice.zone or choice.text.strip()):
        # the most by far, and nothing else need be looked at to put them in order
        query = query.order_by(h.date.desc(), h.entity)
        return list(conn.scalars(query.limit(limit).offset(offset)))
    query = query.join(tables.enterprise, e.entity == h.enterprise).join(tables.zone, z.entity == e.zone)
    if choice.stage == "closed":
        query = query.order_by(h.date.desc(), h.entity)
    elif choice.stage:
        query = query.order_by(*urgent)
    else:
        over = stage() == "closed"
        query = query.order_by(case((over, 1), else_=0), case((over, h.date), else_=literal("")).desc(), *urgent)
    return list(conn.scalars(query.limit(limit).offset(offset)))


def overdue(conn: Connection, on: date) -> int:
    """How many open hazards' deadlines have passed; by the index of what is open alone."""
    h = tables.hazard.c
    late = tables.hazard_is_open & (h.deadline != "") & (h.deadline < on.isoformat())
    return int(conn.execute(select(func.count()).select_from(tables.hazard).where(late)).scalar_one())
