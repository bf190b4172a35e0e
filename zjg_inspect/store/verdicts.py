"""What the verdicts of model/verdict.py rest on, read set-wise for some enterprises, one zone or all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from zjg_inspect.model.hazard import HazardState
from zjg_inspect.model.inspection import Grade
from zjg_inspect.model.verdict import Assessment, Case, EnterpriseVerdict, Failure, OpenHazard, ReviewState
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text
from zjg_inspect.store.rows import KEYS, among

SOME = 500
_GRADES: dict[str, Grade] = {grade.value: grade for grade in Grade}


class Visit(NamedTuple):
    """A visit that was finished; `assesses`: a 核查."""

    enterprise: bytes
    entity: bytes
    hash: bytes
    date: str
    in_conflict: bool
    pass_rate: int
    applicable: int
    assesses: bool
    third_party: bool


class Reviewed(NamedTuple):
    inspection: bytes
    version: bytes
    decision: str
    in_conflict: bool


class Failed(NamedTuple):
    """A required item that failed, with its hazard where that is the same item's at the same enterprise."""

    inspection: bytes
    item: str
    key: bool
    hazard: bytes | None
    state: str | None
    grade: str | None
    visit: bytes | None
    in_conflict: bool | None


class Unsettled(NamedTuple):
    """A hazard that is open, in conflict, or a closed major one."""

    enterprise: bytes
    entity: bytes
    item: str
    grade: str
    state: str
    visit: bytes | None
    in_conflict: bool


class Rows(NamedTuple):
    visits: Iterable[Visit]
    reviews: Iterable[Reviewed]
    failures: Iterable[Failed]
    hazards: Iterable[Unsettled]


def verdicts(conn: Connection, day: str, *, zone: str = "") -> dict[str, EnterpriseVerdict]:
    """The verdict of each enterprise that counts on this day, of one zone where given, judged from its visits.

    All that is stored is judged, whatever its date. Lists and figures read the table `standing`, which says the same.
    """
    e = tables.enterprise.c
    query = select(e.entity).where(tables.counts(tables.enterprise, day))
    if zone:
        query = query.where(e.zone == uuid_bytes(zone))
    own = list(conn.scalars(query))
    return {uuid_text(entity): case.verdict for entity, case in cases(conn, own)}


def cases(conn: Connection, enterprises: list[bytes]) -> Iterator[tuple[bytes, Case]]:
    """What the verdict of each of these enterprises rests on."""
    for start in range(0, len(enterprises), SOME):
        some = enterprises[start : start + SOME]
        found = cases_of(rows(conn, some))
        for enterprise in some:
            yield enterprise, found.get(enterprise, _NOTHING)


_NOTHING = Case()


def rows(conn: Connection, enterprises: list[bytes]) -> Rows:
    """The projected rows of at most SOME enterprises, as they stand."""
    visits, reviews, failures, *hazards = (among(conn, query, enterprises) for query in _queries())
    return Rows(
        [
            Visit(own, entity, hash_, date, bool(conflict), pass_rate, applicable, bool(assesses), bool(third_party))
            for own, entity, hash_, date, conflict, pass_rate, applicable, assesses, third_party in visits
        ],
        [Reviewed(visit, version, decision, bool(conflict)) for visit, version, decision, conflict in reviews],
        [
            Failed(visit, item, bool(key), hazard, state, grade, closing, None if conflict is None else bool(conflict))
            for visit, item, key, hazard, state, grade, closing, conflict in failures
        ],
        {
            entity: Unsettled(own, entity, item, grade, state, closing, bool(conflict))
            for some in hazards
            for own, entity, item, grade, state, closing, conflict in some
        }.values(),
    )


@cache
def _queries() -> tuple[Select[Any], ...]:
    """Each by an index; built once, since building takes longer than asking."""
    i, r, f, h, c = (
        tables.inspection.c, tables.review.c, tables.finding.c, tables.hazard.c, tables.conflict.c,
    )  # fmt: skip
    done = i.enterprise.in_(KEYS) & (i.outcome == "done")
    visits = select(
        i.enterprise, i.entity, i.hash, i.date, i.in_conflict, i.pass_rate, i.applicable,
        (i.type == "assessment").label("assesses"), i.third_party,
    ).where(done)  # fmt: skip
    reviews = (
        select(r.inspection, r.version, r.decision, r.in_conflict)
        .join(tables.inspection, i.entity == r.inspection)
        .where(done)
    )
    same = (h.entity == f.hazard) & (h.item == f.item) & (h.enterprise == i.enterprise)
    failures = (
        select(f.inspection, f.item, f.key, h.entity, h.state, h.grade, h.visit, h.in_conflict)
        .select_from(tables.inspection)
        .join(tables.finding, f.inspection == i.entity)
        .join(tables.hazard, same, isouter=True)
        .where(done, f.required)
        .order_by(f.inspection, f.item)
    )
    hazards = select(h.enterprise, h.entity, h.item, h.grade, h.state, h.visit, h.in_conflict)
    here = h.enterprise.in_(KEYS)
    in_conflict = hazards.join(tables.conflict, (c.entity == h.entity) & (c.kind == "hazard"))
    return (
        visits,
        reviews,
        failures,
        hazards.where(here, tables.hazard_is_open),
        hazards.where(here, tables.hazard_is_closed, h.grade == Grade.MAJOR),
        in_conflict.where(here),
    )


def cases_of(some: Rows) -> dict[bytes, Case]:
    """By enterprise; one of which there is nothing is left out."""
    reviews: dict[bytes, dict[bytes, tuple[str, bool]]] = defaultdict(dict)
    for review in some.reviews:
        reviews[review.inspection][review.version] = (review.decision, review.in_conflict)
    visits = {visit.entity: visit for visit in some.visits}
    states = {entity: _review_state(visit.hash, reviews.get(entity)) for entity, visit in visits.items()}
    approved = {
        entity: visit.enterprise
        for entity, visit in visits.items()
        if states[entity] == "approved" and not visit.in_conflict
    }
    failures = _failures(some, approved)

    def assessment(visit: Visit) -> Assessment:
        return Assessment(
            uuid_text(visit.entity),
            visit.hash.hex(),
            visit.date,
            states[visit.entity],
            visit.in_conflict,
            visit.pass_rate,
            visit.applicable,
            tuple(failures.get(visit.entity, ())),
        )

    assessments: dict[bytes, list[Assessment]] = defaultdict(list)
    guided: dict[bytes, tuple[str, bytes, str]] = {}
    for visit in visits.values():
        if visit.third_party:
            said = visit.date, visit.hash, uuid_text(visit.entity)
            guided[visit.enterprise] = max(said, guided.get(visit.enterprise, said))
        elif visit.assesses:
            assessments[visit.enterprise].append(assessment(visit))
    hazards = _hazards(some, approved, visits)
    found = {}
    for own in {*assessments, *hazards, *guided}:
        known = sorted(hazards.get(own, ()), key=lambda hazard: (hazard.item, hazard.hazard))
        seen = sorted({uuid_bytes(hazard.verified_in) for hazard in known if hazard.verified_in})
        others = [visits[visit] for visit in seen if visits[visit].third_party or not visits[visit].assesses]
        found[own] = Case(
            tuple(assessments.get(own, ())),
            tuple(known),
            guided[own][2] if own in guided else "",
            tuple(map(assessment, others)),
        )
    return found


def _review_state(head: bytes, reviews: dict[bytes, tuple[str, bool]] | None) -> ReviewState:
    if not reviews:
        return "none"
    if head in reviews:
        decision, conflict = reviews[head]
        if conflict:
            return "conflict"
        return "approved" if decision == "approved" else "returned"
    return "suspended" if any(decision == "approved" or conflict for decision, conflict in reviews.values()) else "none"


def _failures(some: Rows, approved: dict[bytes, bytes]) -> dict[bytes, list[Failure]]:
    """Closed by the same item's hazard there; by a major one only once the visit that verified it is approved."""
    of = {visit.entity: visit.enterprise for visit in some.visits}
    found: dict[bytes, list[Failure]] = defaultdict(list)
    for each in some.failures:
        closed = each.state == "closed" and not each.in_conflict
        if closed and each.grade == Grade.MAJOR:
            closed = each.visit is not None and approved.get(each.visit) == of[each.inspection]
        hazard = uuid_text(each.hazard) if each.hazard is not None and each.state != "withdrawn" else ""
        found[each.inspection].append(Failure(each.item, each.key, closed, hazard))
    return found


def _hazards(
    some: Rows, approved: dict[bytes, bytes], visits: dict[bytes, Visit]
) -> dict[bytes, list[OpenHazard]]:  # fmt: skip
    """What is open or in conflict; a major hazard stays open until the visit that verified it is approved."""
    found: dict[bytes, list[OpenHazard]] = defaultdict(list)
    for each in some.hazards:
        state: HazardState = each.state  # type: ignore[assignment]
        verified = ""
        if state == "closed" and each.grade == Grade.MAJOR:
            if not each.in_conflict and each.visit is not None and approved.get(each.visit) == each.enterprise:
                continue
            state = "rectified"
            seen = visits.get(each.visit) if each.visit is not None else None
            if seen is not None and seen.enterprise == each.enterprise:
                verified = uuid_text(seen.entity)
        found[each.enterprise].append(
            OpenHazard(uuid_text(each.entity), each.item, _GRADES[each.grade], state, each.in_conflict, verified)
        )
    return found
