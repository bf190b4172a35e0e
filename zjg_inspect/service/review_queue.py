"""The queue of finished visits that wait for their review, and of those that had it: searched, sorted, in pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Join, and_, case, exists, func, or_, select

from zjg_inspect.model.inspection import Someone
from zjg_inspect.model.review import Noted
from zjg_inspect.store import review_notes, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

PAGE = 200
"""Visits that are listed at first; as many more whenever they are asked for."""

_SOME = 500

Order = Literal["first", "newest", "failed", "village"]


class Sought(msgspec.Struct, frozen=True):
    """What is asked of the queue. `text` is looked for in name, pinyin initials, code, village, sheet number and crew.

    `done`: the reviewed ones, not those that wait. `majors`: only with major hazards. Whatever the order, of those that
    wait the ones with major hazards stand first.
    """

    done: bool = False
    text: str = ""
    majors: bool = False
    order: Order = "first"


class Waiting(msgspec.Struct, frozen=True):
    """A sealed visit in the office's list; `decision` is empty while it waits for its review.

    `again`: an earlier version of it has been reviewed. `opened`: the reviewer who asks has seen this very version.
    """

    inspection: str
    enterprise: str
    name: str
    township: str
    village: str
    type: str
    date: str
    number: str
    inspectors: str
    third_party: bool
    passed: int
    failed: int
    not_applicable: int
    majors: int
    photos: int
    in_conflict: bool
    decision: str
    version: str
    again: bool = False
    opened: bool = False


class Queued(msgspec.Struct, frozen=True):
    """The first rows of what was asked for; of all of it the number of visits, and of those with major hazards.

    `plain`: how many that wait the reviewer has opened and left nothing open in, so that they may be signed together.
    """

    rows: list[Waiting]
    total: int
    majors: int
    plain: int


def queued(db: Database, sought: Sought | None = None, *, limit: int = PAGE, reviewer: Someone | None = None) -> Queued:
    """What is sought, in its order; `reviewer`: whose opened visits are told."""
    asked = sought or Sought()
    with db.read() as conn:
        notes = review_notes.all_of(conn) if reviewer is not None else {}
        rows, total, majors = _found(conn, asked, limit, notes, reviewer)
        plain = len(plain_ones(conn, notes, reviewer)) if reviewer is not None else 0
    return Queued(rows, total, majors, plain)


def visits_to_review(db: Database, *, done: bool = False, limit: int = 500) -> list[Waiting]:
    """Finished visits whose current version waits for its review, major hazards first, then the longest waiting.

    `done`: the reviewed ones, the latest first.
    """
    with db.read() as conn:
        return _found(conn, Sought(done=done, order="newest" if done else "first"), limit)[0]


def waiting_count(db: Database) -> int:
    """How many wait for their review."""
    with db.read() as conn:
        query = select(func.count()).select_from(_whole()).where(*_which(Sought()))
        return conn.scalar(query) or 0


def plain_count(db: Database, reviewer: Someone) -> int:
    """How many the reviewer has opened and left nothing open in."""
    with db.read() as conn:
        return len(plain_ones(conn, review_notes.all_of(conn), reviewer))


def plain_ones(conn: Connection, notes: Mapping[str, Noted], reviewer: Someone) -> list[Waiting]:
    """Of the noted visits those that wait and that the reviewer, as far as the notes say, may sign together.

    It is for the list only: before anything is signed each is looked at anew (service/review_batch.py).
    """
    noted = [uuid_bytes(own) for own, note in notes.items() if note.is_settled() and note.was_opened(reviewer)]
    found = _looked_up(conn, noted, notes, reviewer)
    plain = [row for row in found if row.opened and not (row.decision or row.majors or row.in_conflict)]
    return [row for row in plain if reviewer.name not in row.inspectors.split("、")]


def _found(
    conn: Connection,
    sought: Sought,
    limit: int,
    notes: Mapping[str, Noted] | None = None,
    reviewer: Someone | None = None,
) -> tuple[list[Waiting], int, int]:
    """The first rows; of all the number, and of those with major hazards.

    One walk over the visits tells all three; only the rows that are shown are looked up whole.
    """
    i = tables.inspection.c
    majors = func.sum(case((i.majors > 0, 1), else_=0)).over()
    query = select(i.entity, func.count().over().label("total"), majors.label("majors")).select_from(_whole())
    chosen = conn.execute(query.where(*_which(sought)).order_by(*_order(sought)).limit(limit)).all()
    rows = _looked_up(conn, [row.entity for row in chosen], notes or {}, reviewer)
    return (rows, chosen[0].total, chosen[0].majors) if chosen else ([], 0, 0)


def _looked_up(
    conn: Connection, chosen: Sequence[bytes], notes: Mapping[str, Noted], reviewer: Someone | None
) -> list[Waiting]:
    """These finished visits in their order, whole."""
    i, r, e, z = tables.inspection.c, tables.review.c, tables.enterprise.c, tables.zone.c
    earlier = tables.review.alias().c
    again = exists().where(earlier.inspection == i.entity, earlier.version != i.hash).label("again")
    query = select(tables.inspection, e.name, z.township, z.village, r.decision, again).select_from(_whole())
    found: dict[bytes, Waiting] = {}
    for start in range(0, len(chosen), _SOME):
        some = query.where(i.entity.in_(chosen[start : start + _SOME]), i.outcome == "done")
        found |= {row.entity: _waiting(row, notes, reviewer) for row in conn.execute(some)}
    return [found[entity] for entity in chosen if entity in found]


def _whole() -> Join:
    """Each visit with its enterprise, the zone, and the review of its current version, if it has one.

    What is counted is what can be listed: a visit whose enterprise has not arrived waits for that.
    """
    i, r, e, z = tables.inspection.c, tables.review.c, tables.enterprise.c, tables.zone.c
    return (
        tables.inspection.join(tables.review, and_(r.inspection == i.entity, r.version == i.hash), isouter=True)
        .join(tables.enterprise, e.entity == i.enterprise)
        .join(tables.zone, z.entity == e.zone)
    )


def _which(sought: Sought) -> list[ColumnElement[bool]]:
    i, r, e, z = tables.inspection.c, tables.review.c, tables.enterprise.c, tables.zone.c
    found = [i.outcome == "done", r.decision.is_not(None) if sought.done else r.decision.is_(None)]
    if sought.majors:
        found.append(i.majors > 0)
    if text := sought.text.strip():
        columns = (e.name, z.village, i.number, i.inspectors)
        holds = [column.contains(text, autoescape=True) for column in columns]
        initials, code = (
            e.initials.contains(text.lower(), autoescape=True),
            e.code.contains(text.upper(), autoescape=True),
        )
        found.append(or_(*holds, initials, code))
    return found


def _order(sought: Sought) -> list[ColumnElement[Any]]:
    i, e, z = tables.inspection.c, tables.enterprise.c, tables.zone.c
    first: list[ColumnElement[Any]] = [] if sought.done else [i.majors == 0]
    match sought.order:
        case "first":
            return [*first, i.date, i.number, i.entity]
        case "newest":
            return [*first, i.date.desc(), i.number.desc(), i.entity.desc()]
        case "failed":
            return [*first, i.failed.desc(), i.date, i.number, i.entity]
        case "village":
            return [*first, z.township, z.village, e.name, i.date, i.entity]


def _waiting(row: Any, notes: Mapping[str, Noted], reviewer: Someone | None) -> Waiting:
    inspection, version = uuid_text(row.entity), row.hash.hex()
    note = notes.get(inspection)
    return Waiting(
        inspection=inspection,
        enterprise=uuid_text(row.enterprise),
        name=row.name,
        township=row.township,
        village=row.village,
        type=row.type,
        date=row.date,
        number=row.number,
        inspectors=row.inspectors,
        third_party=row.third_party,
        passed=row.passed,
        failed=row.failed,
        not_applicable=row.not_applicable,
        majors=row.majors,
        photos=row.photos,
        in_conflict=row.in_conflict,
        decision=row.decision or "",
        version=version,
        again=bool(row.again),
        opened=(note is not None and reviewer is not None and note.version == version and note.was_opened(reviewer)),
    )
