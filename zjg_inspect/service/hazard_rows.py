"""Hazards in lists, with all that their steps add up to, what recurs, and what may be the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import msgspec
from sqlalchemy import ColumnElement, Connection, case, func, select

from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardState, Recurrence
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.store import hazard_past, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text

_SOME = 500


class HazardRow(msgspec.Struct, frozen=True):
    """A hazard in a list; `title` is its item's.

    `found` is the day on which it was found, `inspectors` the people of that visit, empty where that is not here.
    `date` is the day of its last step. `first_deadline` differs from the present one where it was extended.
    `double`: another one of the same item is open at the enterprise, as when two laptops found it without knowing of
    each other. Both stay: one visit that answers the item settles both.
    """

    id: str
    enterprise: str
    name: str
    village: str
    item: str
    title: str
    what: str
    where: str
    grade: str
    state: HazardState
    deadline: str
    found: str
    inspectors: str
    date: str
    first_deadline: str
    extensions: int
    referred: bool
    in_conflict: bool
    recurrence: Recurrence | None = None
    double: bool = False


def forms_at(conn: Connection, db: Database) -> Callable[[str], FormDef]:
    """Each form by its hash, read once. What it gives raises FormUnknown."""
    return cache(lambda form: form_by_hash(conn, db, form))


def hazard_rows(
    conn: Connection, db: Database, which: ColumnElement[bool], order: Sequence[ColumnElement[object]], limit: int = -1
) -> list[HazardRow]:
    """Those of the hazards in this order."""
    h, e, z, i = tables.hazard.c, tables.enterprise.c, tables.zone.c, tables.inspection.c
    query = (
        select(tables.hazard, e.name, z.village, func.coalesce(i.inspectors, "").label("inspectors"))
        .join(tables.enterprise, e.entity == h.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(tables.inspection, i.entity == h.inspection, isouter=True)
        .where(which)
        .order_by(*order)
        .limit(limit)
    )
    rows = conn.execute(query).all()
    form_of = forms_at(conn, db)
    form_id = _id_by(form_of)
    findings = {row.entity: hazard_past.Found(row.enterprise, form_id(row.form), row.item, row.found) for row in rows}
    again = hazard_past.recurrences(conn, findings.values(), form_id)
    open_here = _open_at(conn, {row.enterprise for row in rows if is_open(row.state)}, form_id)
    return [
        HazardRow(
            id=uuid_text(row.entity),
            enterprise=uuid_text(row.enterprise),
            name=row.name,
            village=row.village,
            item=row.item,
            title=form_of(row.form).item(row.item).title,
            what=row.what,
            where=row.place,
            grade=row.grade,
            state=row.state,
            deadline=row.deadline,
            found=row.found,
            inspectors=row.inspectors,
            date=row.date,
            first_deadline=row.first_deadline,
            extensions=row.extensions,
            referred=row.referred,
            in_conflict=row.in_conflict,
            recurrence=again.get(findings[row.entity]),
            double=is_open(row.state) and open_here[findings[row.entity][:3]] > 1,
        )
        for row in rows
    ]


def _open_at(
    conn: Connection, enterprises: Iterable[bytes], form_id: Callable[[str], str]
) -> Counter[tuple[bytes, str, str]]:
    """How many are open at these enterprises, by enterprise, form and item."""
    h = tables.hazard.c
    found: Counter[tuple[bytes, str, str]] = Counter()
    wanted = sorted(enterprises)
    for start in range(0, len(wanted), _SOME):
        here = h.enterprise.in_(wanted[start : start + _SOME]) & tables.hazard_is_open
        rows = conn.execute(select(h.enterprise, h.form, h.item).where(here))
        found.update((row.enterprise, form_id(row.form), row.item) for row in rows)
    return found


def is_open(state: HazardState) -> bool:
    return state in ("open", "rectified")


def by_urgency() -> list[ColumnElement[object]]:
    """Major ones first, then by deadline."""
    h, e = tables.hazard.c, tables.enterprise.c
    return [case((h.grade == "major", 0), else_=1), h.deadline == "", h.deadline, e.name, h.item, h.entity]


def _id_by(form_of: Callable[[str], FormDef]) -> Callable[[str], str]:
    return lambda form: form_of(form).id
