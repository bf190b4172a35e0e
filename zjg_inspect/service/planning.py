"""What would bring a zone over the line: where to sign, whom to visit again, and who is still unseen."""

from collections.abc import Mapping
from datetime import date

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import clock, planner
from zjg_inspect.model.planner import Step, Way
from zjg_inspect.model.verdict import Case, EnterpriseVerdict
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.programme import programme_on
from zjg_inspect.store import past, tables
from zjg_inspect.store import verdicts as stored
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class Planned(msgspec.Struct, frozen=True):
    """An enterprise that is not standardised, why, and what is to be done there, in this order."""

    enterprise: str
    name: str
    steps: tuple[Step, ...]
    verdict: EnterpriseVerdict


class VisitNamed(msgspec.Struct, frozen=True):
    """A visit that a step is about; `inspectors`: their names in one text."""

    type: str
    date: str
    inspectors: str


class ZonePlan(msgspec.Struct, frozen=True):
    """What brings a zone to its target. `needed`: just enough of the known ones, the cheapest first, or all of them;
    `spare`: the other known ones; `unknown`: those that need a 核查 of which nobody knows the result, `unseen` of them
    because nobody has made one yet. `most`: how many are standardised once all that is known is done; `from_unknown`:
    how many of the unknown must turn out well besides. `visits`: those that a step is about, by inspection."""

    zone: str
    village: str
    total: int
    standardised: int
    target: int
    missing: int
    most: int
    from_unknown: int
    needed: tuple[Planned, ...]
    spare: tuple[Planned, ...]
    unknown: tuple[Planned, ...]
    unseen: int
    visits: Mapping[str, VisitNamed]


def zone_plan(db: Database, zone: str, on: date | None = None, *, target: int | None = None) -> ZonePlan:
    """The plan for a zone's enterprises that count; `on`: as things stood at the end of that day.

    `target`: per cent; without one, the programme's of the day.

    Raises:
        NotFound: there is no such zone.
    """
    e, z, own = tables.enterprise.c, tables.zone.c, uuid_bytes(zone)
    day = on or clock.today()
    with db.read() as conn:
        village = conn.scalar(select(z.village).where(z.entity == own))
        if village is None:
            raise errors.NotFound(what="zone", id=zone)
        counted = tables.counts(tables.enterprise, day.isoformat())
        query = select(e.entity, e.name).where(e.zone == own, counted).order_by(e.name, e.entity)
        names = {row.entity: row.name for row in conn.execute(query)}
        cases = {uuid_text(entity): case for entity, case in _cases(conn, db, list(names), on)}
        if target is None:
            target = programme_on(conn, day).targets.enterprises_in_zone
        made = planner.plan(cases.items(), target)
        visits = _named(conn, (*made.certain, *made.unknown))
    said = {uuid_text(entity): name for entity, name in names.items()}

    def planned(ways: tuple[Way, ...]) -> tuple[Planned, ...]:
        return tuple(
            Planned(each.enterprise, said[each.enterprise], each.steps, cases[each.enterprise].verdict) for each in ways
        )

    return ZonePlan(
        zone=zone,
        village=village,
        total=made.total,
        standardised=made.standardised,
        target=made.target,
        missing=made.missing,
        most=made.most,
        from_unknown=made.from_unknown,
        needed=planned(made.needed),
        spare=planned(made.certain[len(made.needed) :]),
        unknown=planned(made.unknown),
        unseen=sum(each.first_visit for each in made.unknown),
        visits=visits,
    )


def _cases(conn: Connection, db: Database, enterprises: list[bytes], on: date | None) -> list[tuple[bytes, Case]]:
    if on is None:
        return list(stored.cases(conn, enterprises))
    return list(past.cases_on(conn, enterprises, on, lambda form: form_by_hash(conn, db, form)))


def _named(conn: Connection, ways: tuple[Way, ...]) -> dict[str, VisitNamed]:
    """The visits among what the steps are about."""
    i = tables.inspection.c
    about = {
        uuid_bytes(each)
        for way in ways
        for step in way.steps
        if step.kind in ("review", "settle", "correct")
        for each in step.about
    }
    found = {}
    for start in range(0, len(about), stored.SOME):
        some = sorted(about)[start : start + stored.SOME]
        for row in conn.execute(select(i.entity, i.type, i.date, i.inspectors).where(i.entity.in_(some))):
            found[uuid_text(row.entity)] = VisitNamed(row.type, row.date, row.inspectors)
    return found
