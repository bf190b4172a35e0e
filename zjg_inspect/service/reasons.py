"""What is in an enterprise's way, with all that a person needs to find it: items by title, hazards, visits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select

from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardState
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.verdict import EnterpriseVerdict, Why, WhyKind
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.store import past, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import rows_of, uuid_bytes, uuid_text
from zjg_inspect.store.verdicts import SOME


class ReasonHazard(msgspec.Struct, frozen=True):
    """A hazard in the way; `title` is its item's. One that was verified closed waits for the review of that visit."""

    id: str
    item: str
    title: str
    what: str
    where: str
    grade: str
    state: HazardState
    deadline: str
    in_conflict: bool


class ReasonVisit(msgspec.Struct, frozen=True):
    """A visit that waits, was returned, or is in conflict; where only its review is, `in_conflict` is False."""

    id: str
    type: VisitType
    date: str
    inspectors: str
    in_conflict: bool


class Reason(msgspec.Struct, frozen=True):
    """One thing in the way. Of an item: its code, its title, and its hazard where one was recorded; of a hazard or a
    visit: that one."""

    kind: WhyKind
    item: str = ""
    title: str = ""
    hazard: ReasonHazard | None = None
    visit: ReasonVisit | None = None


_Row = Mapping[str, Any]
_TABLES = {"inspection": ((tables.inspection, "entity"), (tables.finding, "inspection")),
           "hazard": ((tables.hazard, "entity"),)}  # fmt: skip


def reasons_of(
    conn: Connection, db: Database, judged: Mapping[bytes, EnterpriseVerdict], on: date | None
) -> dict[bytes, tuple[Reason, ...]]:
    """For each of these verdicts what its `why_not` speaks of, in the same order, read set-wise.

    `on`: as it stood at the end of this civil day, which is when the verdicts hold.
    """
    form_of = cache(lambda form: form_by_hash(conn, db, form))
    visits: dict[bytes, _Row] = {}
    hazard_at: dict[tuple[bytes, str], bytes] = {}
    wanted = {uuid_bytes(visit) for each in judged.values() if not each.standardised for visit in _visits(each)}
    for table, row in _read(conn, "inspection", wanted, on, form_of):
        if table is tables.inspection:
            visits[row["entity"]] = row
        elif row["hazard"] is not None:
            hazard_at[row["inspection"], row["item"]] = row["hazard"]
    about = set(hazard_at.values()) | {uuid_bytes(why.about) for each in judged.values() for why in _of_hazards(each)}
    hazards = {row["entity"]: row for _, row in _read(conn, "hazard", about, on, form_of)}

    def reason(own: bytes, verdict: EnterpriseVerdict, why: Why) -> Reason:
        if why.kind in ("item", "key_item"):
            visit = uuid_bytes(verdict.inspection)
            form = form_of(visits[visit]["form"].hex())
            row = hazards.get(hazard_at.get((visit, why.about), b""))
            same = row is not None and (row["item"], row["enterprise"]) == (why.about, own)
            hazard = _hazard(row, form_of) if row is not None and same and row["state"] != "withdrawn" else None
            return Reason(why.kind, why.about, form.item(why.about).title, hazard)
        if why in _of_hazards(verdict):
            return Reason(why.kind, hazard=_hazard(hazards[uuid_bytes(why.about)], form_of))
        return Reason(why.kind, visit=_visit(visits[uuid_bytes(why.about)]) if why.about else None)

    return {own: tuple(reason(own, each, why) for why in each.why_not) for own, each in judged.items()}


def _visits(verdict: EnterpriseVerdict) -> set[str]:
    """The visits that its reasons speak of."""
    about_visits = [
        why.about for why in verdict.why_not if why.kind not in _NO_VISIT and why not in _of_hazards(verdict)
    ]
    return {visit for visit in (verdict.inspection, *about_visits) if visit}


_NO_VISIT = ("item", "key_item", "never_assessed")


def _of_hazards(verdict: EnterpriseVerdict) -> list[Why]:
    """A conflict is of the visit that the verdict rests on, or of its review, or else of a hazard."""
    return [
        why for why in verdict.why_not
        if why.kind == "major_hazard" or (why.kind == "conflict" and why.about != verdict.inspection)
    ]  # fmt: skip


def _read(
    conn: Connection, kind: str, entities: Iterable[bytes], on: date | None, form_of: Callable[[str], FormDef]
) -> Iterator[tuple[Table, _Row]]:
    """Their rows, now or as they were on that day."""
    wanted = sorted(entities)
    for start in range(0, len(wanted), SOME):
        some = wanted[start : start + SOME]
        if on is None:
            for table, column in _TABLES[kind]:
                for row in conn.execute(select(table).where(table.c[column].in_(some))):
                    yield table, row._asdict()
        else:
            for entity, heads in past.heads_on(conn, kind, some, on).items():
                yield from rows_of(entity, heads, form_of)


def _hazard(row: _Row, form_of: Callable[[str], FormDef]) -> ReasonHazard:
    return ReasonHazard(
        id=uuid_text(row["entity"]),
        item=row["item"],
        title=form_of(row["form"]).item(row["item"]).title,
        what=row["what"],
        where=row["place"],
        grade=row["grade"],
        state=row["state"],
        deadline=row["deadline"],
        in_conflict=row["in_conflict"],
    )


def _visit(row: _Row) -> ReasonVisit:
    return ReasonVisit(
        uuid_text(row["entity"]), VisitType(row["type"]), row["date"], row["inspectors"], row["in_conflict"]
    )  # fmt: skip
