"""On which civil days an enterprise became standardised and ceased to be: its verdict of every past day at once."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect.model.clock import local
from zjg_inspect.model.verdict import Case
from zjg_inspect.store import past, tables
from zjg_inspect.store.doubles import survivors
from zjg_inspect.store.projection import FormOf, Rows, heads_of, rows_of
from zjg_inspect.store.rows import among, insert_rows
from zjg_inspect.store.verdicts import SOME, cases_of

Turns = tuple[str, ...]
"""The civil days at whose ends the verdict was another than on the day before, the first of them standardised."""


def standardised_on(turns: Turns, day: date) -> bool:
    """Whether it was at the end of this civil day."""
    return bisect_right(turns, day.isoformat()) % 2 == 1


def turns(conn: Connection, enterprises: Iterable[bytes], form_of: FormOf) -> Iterator[tuple[bytes, Turns]]:
    """Of each of these; on every day it is what `past.cases_on` says, and read once for all days."""
    wanted = list(enterprises)
    for start in range(0, len(wanted), SOME):
        some = wanted[start : start + SOME]
        told = _told(conn, some, form_of)
        for own in some:
            yield own, _turns_of(own, told[own])


def kept(conn: Connection) -> dict[bytes, Turns]:
    """Of those for which they have been told since anything last came in for them."""
    t = tables.turned.c
    days_of = cache(lambda days: tuple(days.split()))
    return {entity: days_of(days) for entity, days in conn.execute(select(t.entity, t.days)).all()}


def not_kept(conn: Connection) -> list[bytes]:
    """The enterprises of which they have yet to be told."""
    e, t = tables.enterprise.c, tables.turned.c
    query = select(e.entity).join(tables.turned, t.entity == e.entity, isouter=True).where(t.entity.is_(None))
    return list(conn.scalars(query))


def keep_more(conn: Connection, form_of: FormOf, most: int) -> int:
    """Tell and keep those of some enterprises for which they are not kept; gives how many are left."""
    waiting = not_kept(conn)
    rows = [{"entity": own, "days": " ".join(days)} for own, days in turns(conn, waiting[:most], form_of)]
    insert_rows(conn, tables.turned, rows)
    return len(waiting) - len(rows)


class _Thing(NamedTuple):
    """A visit, a review or a hazard through time: what its rows said from each of these days on; nothing before."""

    days: tuple[str, ...]
    said: tuple[Any, ...]

    def on(self, day: str) -> Any:
        at = bisect_right(self.days, day)
        return self.said[at - 1] if at else None


class _Told(NamedTuple):
    visits: list[_Thing]
    reviews: list[_Thing]
    hazards: list[_Thing]


def _turns_of(own: bytes, told: _Told) -> Turns:
    approvals = [
        day
        for each in told.reviews
        for day, said in zip(each.days, each.said, strict=True)
        if any(review.decision == "approved" for review in said)
    ]
    if not approvals:
        return ()
    first = min(approvals)
    days = sorted({day for things in told for each in things for day in each.days if day > first} | {first})
    found: list[str] = []
    for day in days:
        if _case(own, told, day).verdict.standardised != len(found) % 2:
            found.append(day)
    return tuple(found)


def _case(own: bytes, told: _Told, day: str) -> Case:
    visits, failures = [], []
    for thing in told.visits:
        for visit, failed in thing.on(day) or ():
            visits.append(visit)
            failures += failed
    reviews = [review for thing in told.reviews for review in thing.on(day) or ()]
    hazards = {row["entity"]: row for thing in told.hazards for row in thing.on(day) or ()}
    return cases_of(past.assembled(visits, failures, hazards, reviews)).get(own, Case())


def _told(conn: Connection, some: list[bytes], form_of: FormOf) -> dict[bytes, _Told]:
    found: dict[bytes, _Told] = defaultdict(lambda: _Told([], [], []))
    _tell_visits(conn, some, form_of, found)
    _tell_reviews(conn, some, form_of, found)
    _tell_hazards(conn, some, form_of, found)
    return found


def _tell_visits(conn: Connection, some: list[bytes], form_of: FormOf, found: dict[bytes, _Told]) -> None:
    corrected, plain = {}, {}
    for row in among(conn, past.visits_query(), some):
        visit = past.visit_of(row)
        if row.depth or visit.in_conflict:
            corrected[visit.entity] = visit.enterprise
        elif row.outcome == "done":
            plain[visit.entity] = visit
    failures: dict[bytes, list[past.Failure]] = defaultdict(list)
    for row in among(conn, past.failures_query(), some):
        failures[row.inspection].append(past.failure_of(row))
    for entity, visit in plain.items():
        found[visit.enterprise].visits.append(_Thing((visit.date,), ([(visit, failures[entity])],)))
    for entity, thing in _through_time(conn, "inspection", list(corrected), form_of):
        found[corrected[entity]].visits.append(_Thing(thing.days, tuple(map(past.finished, thing.said))))


def _tell_reviews(conn: Connection, some: list[bytes], form_of: FormOf, found: dict[bytes, _Told]) -> None:
    changed = {}
    for row in among(conn, past.reviews_query(), some):
        review = past.review_of(row)
        if row.depth or review.in_conflict:
            changed[row.entity] = row.enterprise
        else:
            found[row.enterprise].reviews.append(_Thing((local(row.at).date().isoformat(),), ([review],)))
    for entity, thing in _through_time(conn, "review", list(changed), form_of):
        found[changed[entity]].reviews.append(_Thing(thing.days, tuple(map(past.reviewed, thing.said))))


def _tell_hazards(conn: Connection, some: list[bytes], form_of: FormOf, found: dict[bytes, _Told]) -> None:
    changed = {}
    for row in among(conn, past.hazards_query(), some):
        if row.depth or row.in_conflict:
            changed[row.entity] = row.enterprise
        else:
            found[row.enterprise].hazards.append(_Thing((row.date,), ([past.hazard_of(row)],)))
    for entity, thing in _through_time(conn, "hazard", list(changed), form_of):
        found[changed[entity]].hazards.append(
            _Thing(thing.days, tuple([row for _, row in rows] for rows in thing.said))
        )


def _through_time(
    conn: Connection, kind: str, entities: Sequence[bytes], form_of: FormOf
) -> Iterator[tuple[bytes, _Thing]]:
    """Each entity's rows from each day on which one of its versions begins to hold."""
    stands_for = survivors(conn)
    for entity, history in past.histories(conn, heads_of(conn, kind, list(entities))).items():
        days = {hash_: past.day_of(record) for hash_, (_, record) in history.items()}
        each_day = tuple(sorted(set(days.values())))
        said: list[Rows] = []
        for day in each_day:
            held = past.heads_held(history, day, days)
            said.append(rows_of(entity, held, form_of, stands_for=stands_for))
        yield entity, _Thing(each_day, tuple(said))
