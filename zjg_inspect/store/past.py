"""What a verdict rests on as it held on a civil day, told from the versions: as known to this store now."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from zjg_inspect.model import authority
from zjg_inspect.model.clock import end_of, local
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.verdict import Case
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import tables
from zjg_inspect.store.doubles import survivors
from zjg_inspect.store.projection import FormOf, heads_of, rows_of
from zjg_inspect.store.rows import KEYS, among
from zjg_inspect.store.verdicts import SOME, Failed, Reviewed, Rows, Unsettled, Visit, cases_of

Heads = list[tuple[int, Record]]


def cases_on(conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf) -> Iterator[tuple[bytes, Case]]:
    """What the verdict of each of these enterprises rested on at the end of this day (Asia/Shanghai).

    A visit is of its date, a correction of the day it was signed, a review of the day it was given, a hazard's step of
    its date. Who brought the records when makes no difference.
    """
    for start in range(0, len(enterprises), SOME):
        some = enterprises[start : start + SOME]
        found = cases_of(_rows(conn, some, day, form_of))
        for enterprise in some:
            yield enterprise, found.get(enterprise, Case())


def day_of(record: Record) -> str:
    """The civil day from which a version holds; of what is not dated, empty: it has always held."""
    match authority.body_of_record(record):
        case InspectionBody(content=content, signatures=signatures):
            if not record.version.parents:
                return content.date
            return max(content.date, *(local(each.at).date().isoformat() for each in signatures))
        case ReviewBody(at=at):
            return local(at).date().isoformat()
        case HazardBody(date=day):
            return day
    return ""


def heads_on(conn: Connection, kind: str, entities: list[bytes], day: date) -> dict[bytes, Heads]:
    """Each entity's versions that hold on this day and that no other one of these follows; as heads_of gives them."""
    limit = day.isoformat()
    found, changed = {}, {}
    for entity, heads in heads_of(conn, kind, entities).items():
        if len(heads) == 1 and day_of(heads[0][1]) <= limit:
            found[entity] = heads
        else:
            changed[entity] = heads
    for entity, history in histories(conn, changed).items():
        if heads := heads_held(history, limit):
            found[entity] = heads
    return found


History = dict[bytes, tuple[int, Record]]
"""All versions of one entity by their hashes, with their depths."""


def histories(conn: Connection, heads: Mapping[bytes, Heads]) -> dict[bytes, History]:
    """Of each entity all that its heads follow, and these too; read level by level, for all entities together."""
    v = tables.version.c
    found = {entity: {record.hash: (depth, record) for depth, record in each} for entity, each in heads.items()}
    level = [(entity, record) for entity, each in heads.items() for _, record in each]
    while level:
        above = {
            hash_: entity
            for entity, record in level
            for hash_ in map(bytes.fromhex, record.version.parents)
            if hash_ not in found[entity]
        }
        wanted, level = sorted(above), []
        for start in range(0, len(wanted), SOME):
            query = select(v.hash, v.depth, v.raw, v.signature).where(v.hash.in_(wanted[start : start + SOME]))
            for row in conn.execute(query):
                record = stored(row.raw, row.signature)
                found[above[row.hash]][row.hash] = row.depth, record
                level.append((above[row.hash], record))
    return found


def heads_held(history: History, limit: str, days: Mapping[bytes, str] | None = None) -> Heads:
    """Those of its versions that hold on a civil day and that no other one of these follows, as heads_of gives them;
    empty where none held yet. `days`: of each the day_of, where that is known."""
    if days is None:
        days = {hash_: day_of(record) for hash_, (_, record) in history.items()}
    held = {hash_: each for hash_, each in history.items() if days[hash_] <= limit}
    followed: set[bytes] = set()
    for _, record in sorted(history.values(), key=lambda each: -each[0]):
        if record.hash in held or record.hash in followed:
            followed |= {bytes.fromhex(parent) for parent in record.version.parents}
    left = [each for hash_, each in held.items() if hash_ not in followed]
    return sorted(left, key=lambda each: (each[0], each[1].hash))


Failure = tuple[bytes, str, bool, bytes | None]
"""Visit, item, whether it is a key item, and its hazard."""


def assembled(
    visits: list[Visit],
    failures: Iterable[Failure],
    hazards: Mapping[bytes, Mapping[str, Any]],
    reviews: list[Reviewed],
) -> Rows:
    """What the verdict is told from; `hazards`: their rows as they were."""
    own = {visit.entity: visit.enterprise for visit in visits}
    failed = []
    for inspection, item, key, hazard in failures:
        row = hazards.get(hazard) if hazard is not None else None
        if row is None or (row["item"], row["enterprise"]) != (item, own[inspection]):
            failed.append(Failed(inspection, item, key, None, None, None, None, None))
        else:
            about = row["state"], row["grade"], row["visit"], row["in_conflict"]
            failed.append(Failed(inspection, item, key, row["entity"], *about))
    unsettled = [
        Unsettled(*(row[field] for field in Unsettled._fields))
        for row in hazards.values()
        if row["state"] in ("open", "rectified") or row["in_conflict"] or (row["grade"], row["state"]) == _CLOSED_MAJOR
    ]
    return Rows(visits, reviews, failed, unsettled)


_CLOSED_MAJOR = ("major", "closed")


def finished(rows: Iterable[tuple[Table, dict[str, Any]]]) -> list[tuple[Visit, list[Failure]]]:
    """The visit of which these are the rows, with the required items that failed; nothing of a try."""
    visits, failures = [], []
    for table, then in rows:
        if table is tables.finding:
            if then["required"]:
                failures.append((then["inspection"], then["item"], then["key"], then["hazard"]))
        elif then["outcome"] == "done":
            then["assesses"] = then["type"] == "assessment"
            visits.append(Visit(*(then[field] for field in Visit._fields)))
    return [(visit, failures) for visit in visits]


def reviewed(rows: Iterable[tuple[Table, dict[str, Any]]]) -> list[Reviewed]:
    return [Reviewed(*(row[field] for field in Reviewed._fields)) for _, row in rows]


def _rows(conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf) -> Rows:
    visits, failures = _visits(conn, enterprises, day, form_of)
    hazards = {row["entity"]: row for row in _hazards(conn, enterprises, day, form_of)}
    return assembled(visits, failures, hazards, _reviews(conn, enterprises, day, form_of))


def _visits(
    conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf
) -> tuple[list[Visit], list[Failure]]:  # fmt: skip
    """The finished visits of that day or before; only what was ever corrected is read from its versions."""
    visits, corrected = {}, []
    for row in among(conn, visits_query(), enterprises):
        visit = visit_of(row)
        if row.depth or visit.in_conflict:
            corrected.append(visit.entity)
        elif visit.date <= day.isoformat() and row.outcome == "done":
            visits[visit.entity] = visit
    failures = [failure_of(row) for row in among(conn, failures_query(), enterprises) if row.inspection in visits]
    found, stands_for = list(visits.values()), survivors(conn)
    for entity, heads in heads_on(conn, "inspection", corrected, day).items():
        for visit, failed in finished(rows_of(entity, heads, form_of, stands_for=stands_for)):
            found.append(visit)
            failures += failed
    return found, failures


def _reviews(conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf) -> list[Reviewed]:
    limit = end_of(day)
    found, changed = [], []
    for row in among(conn, reviews_query(), enterprises):
        review = review_of(row)
        if row.depth or review.in_conflict:
            changed.append(row.entity)
        elif row.at < limit:
            found.append(review)
    for entity, heads in heads_on(conn, "review", changed, day).items():
        found += reviewed(rows_of(entity, heads, form_of))
    return found


def _hazards(
    conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf
) -> Iterator[Mapping[str, Any]]:  # fmt: skip
    """All hazards that the enterprises had by that day, as their rows stood then; read from their versions only where
    these went on since."""
    changed = []
    for row in among(conn, hazards_query(), enterprises):
        if row.in_conflict or row.date > day.isoformat():
            changed.append(row.entity)
        else:
            yield hazard_of(row)
    stands_for = survivors(conn)
    for entity, heads in heads_on(conn, "hazard", changed, day).items():
        for _, then in rows_of(entity, heads, form_of, stands_for=stands_for):
            yield then


# -- what is read of many enterprises at once, each by an index, and its rows as values ------------------------------


def visit_of(row: Row[Any]) -> Visit:
    own, entity, hash_, day, conflict, pass_rate, applicable, assesses, third_party, *_ = row
    return Visit(own, entity, hash_, day, bool(conflict), pass_rate, applicable, bool(assesses), bool(third_party))


def failure_of(row: Row[Any]) -> Failure:
    return row.inspection, row.item, bool(row.key), row.hazard


def review_of(row: Row[Any]) -> Reviewed:
    return Reviewed(row.inspection, row.version, row.decision, bool(row.in_conflict))


def hazard_of(row: Row[Any]) -> dict[str, Any]:
    return row._asdict() | {"in_conflict": bool(row.in_conflict)}


@cache
def visits_query() -> Select[Any]:
    i, v = tables.inspection.c, tables.version.c
    return (
        select(
            i.enterprise, i.entity, i.hash, i.date, i.in_conflict, i.pass_rate, i.applicable,
            (i.type == "assessment").label("assesses"), i.third_party, i.outcome, v.depth,
        )
        .join(tables.version, v.hash == i.hash)
        .where(i.enterprise.in_(KEYS))
    )  # fmt: skip


@cache
def failures_query() -> Select[Any]:
    i, f = tables.inspection.c, tables.finding.c
    return (
        select(f.inspection, f.item, f.key, f.hazard)
        .join(tables.inspection, i.entity == f.inspection)
        .where(i.enterprise.in_(KEYS), f.required)
        .order_by(f.inspection, f.item)
    )


@cache
def reviews_query() -> Select[Any]:
    i, r, v = tables.inspection.c, tables.review.c, tables.version.c
    return (
        select(r.inspection, r.version, r.decision, r.in_conflict, r.entity, r.at, v.depth, i.enterprise)
        .join(tables.inspection, i.entity == r.inspection)
        .join(tables.version, v.hash == r.hash)
        .where(i.enterprise.in_(KEYS))
    )


@cache
def hazards_query() -> Select[Any]:
    h, v = tables.hazard.c, tables.version.c
    return (
        select(h.entity, h.enterprise, h.item, h.grade, h.state, h.visit, h.in_conflict, h.date, v.depth)
        .join(tables.version, v.hash == h.hash)
        .where(h.enterprise.in_(KEYS))
    )
