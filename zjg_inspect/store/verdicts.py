"""What the verdicts of model/verdict.py rest on, read set-wise for one enterprise, one zone or all."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from zjg_inspect.model.hazard import HazardState
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
    i = tables.inspection.c
    visits = conn.execute(
        select(
            i.enterprise, i.entity, i.hash, i.date, i.in_conflict, i.pass_rate, i.applicable,
            ((i.type == "assessment") & (i.outcome == "done") & i.third_party.is_(False)).label("assesses"),
        ).where(i.enterprise.in_(chosen))
    ).all()  # fmt: skip
    reviews = _reviews(conn, chosen)
    states = {visit.entity: _review_state(visit.hash, reviews.get(visit.entity, {})) for visit in visits}
    approved = {visit.entity for visit in visits if states[visit.entity] == "approved" and not visit.in_conflict}
    failures = _failures(conn, chosen, approved)
    assessments: dict[bytes, list[Assessment]] = defaultdict(list)
    for own, entity, hash_, date, in_conflict, pass_rate, applicable, assesses in visits:
        if assesses:
            about = uuid_text(entity), hash_.hex(), date, states[entity], in_conflict, pass_rate, applicable
            assessments[own].append(Assessment(*about, tuple(failures.get(entity, ()))))
    hazards = _hazards(conn, chosen, approved)
    return {
        uuid_text(own): enterprise_verdict(assessments.get(own, ()), hazards.get(own, ()))
        for own in conn.scalars(chosen)
    }


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
    return "suspended" if any(decision == "approved" or conflict for decision, conflict in reviews.values()) else "none"


def _failures(conn: Connection, chosen: Any, approved: set[bytes]) -> dict[bytes, list[Failure]]:
    """Closed by the same item's hazard there; by a major one only once the visit that verified it is approved."""
    f, h, i = tables.finding.c, tables.hazard.c, tables.inspection.c
    same = (h.entity == f.hazard) & (h.item == f.item) & (h.enterprise == i.enterprise)
    query = (
        select(f.inspection, f.item, f.key, h.state, h.grade, h.visit, h.in_conflict)
        .select_from(tables.finding)
        .join(tables.inspection, i.entity == f.inspection)
        .join(tables.hazard, same, isouter=True)
        .where(i.enterprise.in_(chosen), f.required)
        .order_by(f.item)
    )
    found: dict[bytes, list[Failure]] = defaultdict(list)
    for row in conn.execute(query):
        closed = row.state == "closed" and not row.in_conflict
        if closed and row.grade == Grade.MAJOR:
            closed = row.visit in approved
        found[row.inspection].append(Failure(row.item, row.key, closed))
    return found


def _hazards(conn: Connection, chosen: Any, approved: set[bytes]) -> dict[bytes, list[OpenHazard]]:
    """What is open or in conflict; a major hazard stays open until the visit that verified it is approved."""
    h = tables.hazard.c
    unconfirmed = (h.grade == Grade.MAJOR) & (h.state == "closed")
    query = select(h.entity, h.enterprise, h.item, h.grade, h.state, h.in_conflict, h.visit).where(
        h.enterprise.in_(chosen), tables.hazard_is_open | h.in_conflict | unconfirmed
    )
    found: dict[bytes, list[OpenHazard]] = defaultdict(list)
    for row in conn.execute(query):
        if row.state == "closed" and not row.in_conflict and row.visit in approved:
            continue
        state: HazardState = "rectified" if row.state == "closed" and row.grade == Grade.MAJOR else row.state
        found[row.enterprise].append(
            OpenHazard(uuid_text(row.entity), row.item, Grade(row.grade), state, row.in_conflict)
        )
    return found
