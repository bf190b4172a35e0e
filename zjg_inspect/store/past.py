"""What a verdict rests on as it held on a civil day, told from the versions: as known to this store now."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Select, bindparam, select

from zjg_inspect.model import authority
from zjg_inspect.model.clock import end_of, local
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.verdict import Case
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import tables
from zjg_inspect.store.projection import FormOf, heads_of, rows_of
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


def _rows(conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf) -> Rows:
    visits, failures = _visits(conn, enterprises, day, form_of)
    hazards = {row["entity"]: row for row in _hazards(conn, enterprises, day, form_of)}
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
    return Rows(visits, _reviews(conn, enterprises, day, form_of), failed, unsettled)


_CLOSED_MAJOR = ("major", "closed")
_Failure = tuple[bytes, str, bool, bytes | None]


def _visits(
    conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf
) -> tuple[list[Visit], list[_Failure]]:  # fmt: skip
    """The finished visits of that day or before; only what was ever corrected is read from its versions."""
    given, visits, corrected = {"own": enterprises}, [], []
    for *row, outcome, depth in conn.execute(_visits_query(), given):
        visit = Visit(*row)
        if depth or visit.in_conflict:
            corrected.append(visit.entity)
        elif visit.date <= day.isoformat() and outcome == "done":
            visits.append(visit)
    as_they_stand = {visit.entity for visit in visits}
    failures = [_plain(row) for row in conn.execute(_failures_query(), given) if row.inspection in as_they_stand]
    for entity, heads in heads_on(conn, "inspection", corrected, day).items():
        for table, then in rows_of(entity, heads, form_of):
            if table is tables.finding:
                if then["required"]:
                    failures.append((entity, then["item"], then["key"], then["hazard"]))
            elif then["outcome"] == "done" and then["date"] <= day.isoformat():
                then["assesses"] = then["type"] == "assessment"
                visits.append(Visit(*(then[field] for field in Visit._fields)))
    seen = {visit.entity for visit in visits}
    return visits, [failure for failure in failures if failure[0] in seen]


def _plain(row: Any) -> _Failure:
    return row.inspection, row.item, row.key, row.hazard


def _reviews(conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf) -> list[Reviewed]:
    limit = end_of(day)
    found, changed = [], []
    for *row, entity, at, depth in conn.execute(_reviews_query(), {"own": enterprises}):
        review = Reviewed(*row)
        if depth or review.in_conflict:
            changed.append(entity)
        elif at < limit:
            found.append(review)
    for entity, heads in heads_on(conn, "review", changed, day).items():
        for _, then in rows_of(entity, heads, form_of):
            found.append(Reviewed(*(then[field] for field in Reviewed._fields)))
    return found


def _hazards(
    conn: Connection, enterprises: list[bytes], day: date, form_of: FormOf
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """All hazards that the enterprises had by that day, as their rows stood then."""
    h = tables.hazard.c
    entities = list(conn.scalars(select(h.entity).where(h.enterprise.in_(enterprises))))
    for entity, heads in heads_on(conn, "hazard", entities, day).items():
        for _, row in rows_of(entity, heads, form_of):
            yield row


@cache
def _visits_query() -> Select[Any]:
    i, v = tables.inspection.c, tables.version.c
    return (
        select(
            i.enterprise, i.entity, i.hash, i.date, i.in_conflict, i.pass_rate, i.applicable,
            (i.type == "assessment").label("assesses"), i.third_party, i.outcome, v.depth,
        )
        .join(tables.version, v.hash == i.hash)
        .where(i.enterprise.in_(_own()))
    )  # fmt: skip


@cache
def _failures_query() -> Select[Any]:
    i, f = tables.inspection.c, tables.finding.c
    return (
        select(f.inspection, f.item, f.key, f.hazard)
        .join(tables.inspection, i.entity == f.inspection)
        .where(i.enterprise.in_(_own()), f.required)
        .order_by(f.inspection, f.item)
    )


@cache
def _reviews_query() -> Select[Any]:
    i, r, v = tables.inspection.c, tables.review.c, tables.version.c
    return (
        select(r.inspection, r.version, r.decision, r.in_conflict, r.entity, r.at, v.depth)
        .join(tables.inspection, i.entity == r.inspection)
        .join(tables.version, v.hash == r.hash)
        .where(i.enterprise.in_(_own()))
    )


def _own() -> Any:
    return bindparam("own", expanding=True, type_=LargeBinary)
