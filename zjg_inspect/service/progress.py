"""Inspectors' progress: what each laptop and each person did in a period, and what each laptop still has before it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.model.period import Period
from zjg_inspect.service.assignments import Assigned, assignments, open_by_laptop
from zjg_inspect.service.figures_visits import VisitLine, visit_lines, within
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database

__all__ = ["LaptopProgress", "PersonProgress", "Progress", "VisitWhich", "assigned", "progress", "visits"]

VisitWhich = Literal["done", "assessments", "reinspections", "guidance", "duty", "tries", "waiting", "returned"]
"""As the members of LaptopProgress."""

TYPES: dict[str, VisitType] = {
    "assessments": VisitType.ASSESSMENT,
    "reinspections": VisitType.REINSPECTION,
    "guidance": VisitType.GUIDANCE,
    "duty": VisitType.DUTY,
}


class LaptopProgress(msgspec.Struct, frozen=True):
    """A laptop that was ever accepted, or that made a visit. `people`: who made its visits of the period.

    `done` and its kinds, and `tries`: the visits of the period. `waiting` for the review of their present version, and
    `returned` and not yet corrected: now, whenever they were made. `assigned`: open now, of these `overdue`.
    """

    device: str
    name: str
    letters: str
    people: tuple[str, ...]
    done: int
    assessments: int
    reinspections: int
    guidance: int
    duty: int
    tries: int
    waiting: int
    returned: int
    assigned: int
    overdue: int


class PersonProgress(msgspec.Struct, frozen=True):
    """A person as the sheets name them; a visit of two counts for both, so the sum is greater than the visits."""

    name: str
    done: int
    assessments: int
    reinspections: int
    guidance: int
    duty: int
    tries: int
    waiting: int
    returned: int


class Progress(msgspec.Struct, frozen=True):
    """Laptops by their letters, those that are no longer in use last; people by how many visits they made."""

    laptops: tuple[LaptopProgress, ...]
    people: tuple[PersonProgress, ...]


def progress(db: Database, some: Period, on: date) -> Progress:
    """Of a period; what is assigned and overdue as it is on this day."""
    g = tables.device_grant.c
    with db.read() as conn:
        grants = conn.execute(select(tables.device_grant).where(g.tier == "field")).all()
        by_device, by_person, people = _visits(conn, some)
        open_, overdue = open_by_laptop(conn, on)
    names = {row.device: (row.retired or row.through is not None, row.letters, row.name) for row in grants}
    left = dict.fromkeys({*by_device, *open_} - set(names), (True, "", ""))
    laptops = tuple(
        LaptopProgress(
            device=device.hex(),
            name=name or device.hex()[:8],
            letters=letters,
            people=tuple(person for person, _ in people[device].most_common(4)),
            assigned=open_[device],
            overdue=overdue[device],
            **_counted(by_device[device]),
        )
        for device, (_, letters, name) in sorted({**names, **left}.items(), key=lambda each: (each[1], each[0]))
    )
    persons = [PersonProgress(name=name, **_counted(counts)) for name, counts in by_person.items()]
    return Progress(laptops, tuple(sorted(persons, key=lambda each: (-each.done, -each.waiting, each.name))))


def visits(
    db: Database, which: VisitWhich, some: Period, *, device: str = "", person: str = ""
) -> list[VisitLine]:  # fmt: skip
    """Those behind a figure, of one laptop or person or all; those that wait or were returned of any period."""
    i, r = tables.inspection.c, tables.review.c
    wanted = []
    if which in ("waiting", "returned"):
        wanted += [i.outcome == Outcome.DONE, r.decision.is_(None) if which == "waiting" else r.decision == "returned"]
    else:
        wanted += [within(some), i.outcome != Outcome.DONE if which == "tries" else i.outcome == Outcome.DONE]
    if which in TYPES:
        wanted.append(i.type == TYPES[which])
    if device:
        wanted.append(i.device == bytes.fromhex(device))
    with db.read() as conn:
        found = visit_lines(conn, wanted)
    return [each for each in found if person in _people(each.inspectors)] if person else found


def assigned(db: Database, on: date, *, overdue: bool = False, device: str = "") -> list[Assigned]:
    """The open assignments behind a figure, by their day."""
    return [each for each in assignments(db, device) if not overdue or each.due < on.isoformat()]


_Counts = Counter[str]


def _visits(
    conn: Connection, some: Period
) -> tuple[dict[bytes, _Counts], dict[str, _Counts], dict[bytes, Counter[str]]]:  # fmt: skip
    """By laptop, by person, and of each laptop its people in the period."""
    i, r = tables.inspection.c, tables.review.c
    decision = func.coalesce(r.decision, "").label("decision")
    inside = within(some).label("inside")
    query = (
        select(i.device, i.inspectors, i.type, i.outcome, decision, inside, func.count().label("number"))
        .join(tables.review, (r.inspection == i.entity) & (r.version == i.hash), isouter=True)
        .where(within(some) | ((i.outcome == Outcome.DONE) & (decision != "approved")))
        .group_by(i.device, i.inspectors, i.type, i.outcome, decision, inside)
    )
    by_device: dict[bytes, _Counts] = defaultdict(Counter)
    by_person: dict[str, _Counts] = defaultdict(Counter)
    people: dict[bytes, Counter[str]] = defaultdict(Counter)
    for row in conn.execute(query):
        named = _people(row.inspectors)
        for kind in _kinds(row.type, row.outcome, row.decision, row.inside):
            by_device[row.device][kind] += row.number
            for name in named:
                by_person[name][kind] += row.number
        if row.inside:
            people[row.device].update(dict.fromkeys(named, row.number))
    return by_device, by_person, people


def _kinds(type_: str, outcome: str, decision: str, inside: bool) -> Iterable[str]:
    if outcome != Outcome.DONE:
        return ["tries"] if inside else []
    kinds = ["done", *(name for name, each in TYPES.items() if each == type_)] if inside else []
    return kinds + {"": ["waiting"], "returned": ["returned"]}.get(decision, [])


def _people(inspectors: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(inspectors.split("、"))) if inspectors else ()


def _counted(counts: _Counts) -> dict[str, int]:
    return {name: counts[name] for name in ("done", *TYPES, "tries", "waiting", "returned")}
