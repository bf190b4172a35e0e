"""Sealed visits of a period: how many, and which."""

from collections import Counter
from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.model.period import Period
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


class VisitFigures(msgspec.Struct, frozen=True):
    """Sealed visits by their dates. `tries`: 门锁, 停产, 拒检, 查无此户; they are no visits.

    `guided`: finished visits made by a third party alone; they are among `done`. `enterprises`: how many enterprises
    were visited at least once.
    """

    done: int
    assessments: int
    reinspections: int
    guidance: int
    duty: int
    guided: int
    tries: int
    enterprises: int


class VisitLine(msgspec.Struct, frozen=True):
    """A sealed visit; `decision`: of the review of its current version, empty while it waits."""

    id: str
    enterprise: str
    name: str
    township: str
    village: str
    type: VisitType
    outcome: Outcome
    date: str
    number: str
    inspectors: str
    device: str
    third_party: bool
    failed: int
    majors: int
    decision: str


def visits(
    db: Database,
    some: Period | None = None,
    *,
    type: VisitType | None = None,
    done: bool | None = True,
    device: str = "",
) -> list[VisitLine]:
    """The visits of a period, or all, by date; of one type, and of one laptop, where given.

    `done`: the finished ones, or (False) the tries, or (None) both.
    """
    i = tables.inspection.c
    which = [within(some)] if some is not None else []
    if type is not None:
        which.append(i.type == type)
    if done is not None:
        which.append((i.outcome == Outcome.DONE) if done else (i.outcome != Outcome.DONE))
    if device:
        which.append(i.device == bytes.fromhex(device))
    with db.read() as conn:
        return visit_lines(conn, which)


def visit_lines(conn: Connection, which: Iterable[ColumnElement[bool]]) -> list[VisitLine]:
    """The visits of which all of this holds, by date; those on a zone (履职检查) too."""
    i, r, e, z = tables.inspection.c, tables.review.c, tables.enterprise.c, tables.zone.c
    query = (
        select(
            i.entity, i.enterprise, i.type, i.outcome, i.date, i.number, i.inspectors, i.device, i.third_party,
            i.failed, i.majors, e.name, z.township, z.village, func.coalesce(r.decision, "").label("decision"),
        )
        .select_from(tables.inspection)
        .join(tables.enterprise, e.entity == i.enterprise, isouter=True)
        .join(tables.zone, z.entity == func.coalesce(e.zone, i.enterprise), isouter=True)
        .join(tables.review, (r.inspection == i.entity) & (r.version == i.hash), isouter=True)
        .where(*which)
        .order_by(i.date, i.number, i.entity)
    )  # fmt: skip
    return [
        VisitLine(
            id=uuid_text(row.entity),
            enterprise=uuid_text(row.enterprise),
            name=row.name or row.village or "",
            township=row.township or "",
            village=row.village or "",
            type=VisitType(row.type),
            outcome=Outcome(row.outcome),
            date=row.date,
            number=row.number,
            inspectors=row.inspectors,
            device=row.device.hex(),
            third_party=row.third_party,
            failed=row.failed,
            majors=row.majors,
            decision=row.decision,
        )
        for row in conn.execute(query)
    ]


def visit_figures(conn: Connection, some: Period) -> VisitFigures:
    i = tables.inspection.c
    query = select(i.type, i.outcome, i.third_party, func.count()).where(within(some))
    types: Counter[str] = Counter()
    guided = tries = 0
    for type_, outcome, third_party, count in conn.execute(query.group_by(i.type, i.outcome, i.third_party)):
        if outcome != Outcome.DONE:
            tries += count
            continue
        types[type_] += count
        guided += count if third_party else 0
    seen = select(func.count(i.enterprise.distinct())).where(
        within(some), i.outcome == Outcome.DONE, i.type != VisitType.DUTY
    )
    return VisitFigures(
        done=types.total(),
        assessments=types[VisitType.ASSESSMENT],
        reinspections=types[VisitType.REINSPECTION],
        guidance=types[VisitType.GUIDANCE],
        duty=types[VisitType.DUTY],
        guided=guided,
        tries=tries,
        enterprises=conn.execute(seen).scalar_one(),
    )


def within(some: Period) -> ColumnElement[bool]:
    return tables.inspection.c.date.between(some.first.isoformat(), some.last.isoformat())
