"""What the verdicts of model/verdict.py rest on, read set-wise for one enterprise, one zone or all."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from zjg_inspect.model.inspection import Grade
from zjg_inspect.model.verdict import (
    Assessment,
    EnterpriseVerdict,
    Failure,
    OpenHazard,
    ReviewState,
    enterprise_verdict,
)
from zjg_inspect.store import tables
from zjg_inspect.store.lists import OPEN_STATES
from zjg_inspect.store.projection import uuid_bytes, uuid_text

_Reviews = dict[bytes, dict[bytes, tuple[str, bool]]]


def verdicts(conn: Connection, *, zone: str = "", enterprise: str = "") -> dict[str, EnterpriseVerdict]:
    """The verdict of each counted enterprise in scope; of one zone or one enterprise where given."""
    e = tables.enterprise.c
    which: ColumnElement[bool] = e.counted
    if zone:
        which = which & (e.zone == uuid_bytes(zone))
    if enterprise:
        which = e.entity == uuid_bytes(enterprise)
    chosen = select(e.entity).where(which)
    assessments = _assessments(conn, chosen)
    hazards = _open_hazards(conn, chosen)
    return {
        uuid_text(entity): enterprise_verdict(assessments[entity], hazards[entity]) for entity in conn.scalars(chosen)
    }


def _assessments(conn: Connection, chosen: Any) -> dict[bytes, list[Assessment]]:
    i = tables.inspection.c
    query = select(tables.inspection).where(
        i.enterprise.in_(chosen), i.type == "assessment", i.outcome == "done", i.third_party.is_(False)
    )
    rows = conn.execute(query).all()
    reviews = _reviews(conn, chosen)
    failures = _failures(conn, chosen, reviews)
    found: dict[bytes, list[Assessment]] = defaultdict(list)
    for row in rows:
        found[row.enterprise].append(
            Assessment(
                inspection=uuid_text(row.entity),
                version=row.hash.hex(),
                date=row.date,
                review=_review_state(row.hash, reviews.get(row.entity, {})),
                in_conflict=row.in_conflict,
                pass_rate=row.pass_rate,
                applicable=row.applicable,
                failures=tuple(failures[row.entity]),
            )
        )
    return found


def _reviews(conn: Connection, chosen: Any) -> _Reviews:
    """By inspection, then by the version that was reviewed: decision and whether the review is in conflict."""
    r, i = tables.review.c, tables.inspection.c
    query = (
        select(r.inspection, r.version, r.decision, r.in_conflict)
        .join(tables.inspection, i.entity == r.inspection)
        .where(i.enterprise.in_(chosen))
    )
    found: _Reviews = defaultdict(dict)
    for row in conn.execute(query):
        found[row.inspection][row.version] = (row.decision, row.in_conflict)
    return found


def _review_state(head: bytes, reviews: dict[bytes, tuple[str, bool]]) -> ReviewState:
    if head in reviews:
        decision, conflict = reviews[head]
        if conflict:
            return "conflict"
        return "approved" if decision == "approved" else "returned"
    return "suspended" if any(decision == "approved" for decision, _ in reviews.values()) else "none"


def _failures(conn: Connection, chosen: Any, reviews: _Reviews) -> dict[bytes, list[Failure]]:
    """A major hazard counts as closed only once the visit that verified it is approved."""
    f, h, i = tables.finding.c, tables.hazard.c, tables.inspection.c
    query = (
        select(f.inspection, f.item, f.key, h.state, h.grade, h.visit, h.in_conflict)
        .select_from(tables.finding)
        .join(tables.inspection, i.entity == f.inspection)
        .join(tables.hazard, h.entity == f.hazard, isouter=True)
        .where(i.enterprise.in_(chosen), f.required)
        .order_by(f.item)
    )
    heads = dict(conn.execute(select(i.entity, i.hash).where(i.enterprise.in_(chosen))).tuples().all())
    found: dict[bytes, list[Failure]] = defaultdict(list)
    for row in conn.execute(query):
        closed = row.state == "closed" and not row.in_conflict
        if closed and row.grade == Grade.MAJOR:
            closed = _review_state(heads.get(row.visit, b""), reviews.get(row.visit, {})) == "approved"
        found[row.inspection].append(Failure(row.item, row.key, closed))
    return found


def _open_hazards(conn: Connection, chosen: Any) -> dict[bytes, list[OpenHazard]]:
    h = tables.hazard.c
    query = select(h.entity, h.enterprise, h.item, h.grade, h.state, h.in_conflict).where(
        h.enterprise.in_(chosen), h.state.in_(OPEN_STATES)
    )
    found: dict[bytes, list[OpenHazard]] = defaultdict(list)
    for row in conn.execute(query):
        found[row.enterprise].append(
            OpenHazard(uuid_text(row.entity), row.item, Grade(row.grade), row.state, row.in_conflict)
        )
    return found
