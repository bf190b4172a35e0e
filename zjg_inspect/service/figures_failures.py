"""What failed in the 核查 of a period, by area and item; how often, and where."""

from collections import Counter, defaultdict

import msgspec
from sqlalchemy import CTE, Connection, func, select

from zjg_inspect.model.form import FormDef, Section
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.model.period import Period
from zjg_inspect.service.figures_visits import within
from zjg_inspect.service.hazard_rows import forms_at
from zjg_inspect.service.known_forms import FORM_ID, current_form
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


class ItemFailures(msgspec.Struct, frozen=True):
    """How often an item failed."""

    code: str
    title: str
    count: int


class Area(msgspec.Struct, frozen=True):
    """An area of a checklist, with the items that failed, the most frequent first. `form`: the checklist's id."""

    form: str
    code: str
    numeral: str
    title: str
    count: int
    items: tuple[ItemFailures, ...]


class FailureFigures(msgspec.Struct, frozen=True):
    """Required items that failed in the finished 核查 of a period, each visit as it stands now.

    `areas` in the order of the checklist, those of the enterprises' in any case. `advisory`: what is only encouraged
    and failed; it counts nowhere else.
    """

    areas: tuple[Area, ...]
    total: int
    advisory: int


class FailureLine(msgspec.Struct, frozen=True):
    """A required item that failed in a 核查; `what` and `where`: of its hazard as it stands, or empty."""

    inspection: str
    enterprise: str
    name: str
    township: str
    village: str
    date: str
    inspectors: str
    form: str
    area: str
    item: str
    title: str
    what: str
    where: str


def failure_figures(db: Database, some: Period) -> FailureFigures:
    """By area and item, of one period."""
    with db.read() as conn:
        return failures_in(conn, db, some)


def failures(
    db: Database,
    some: Period,
    form: str = "",
    area: str = "",
    item: str = "",
    *,
    type: VisitType = VisitType.ASSESSMENT,
) -> list[FailureLine]:
    """Those behind a figure: of all areas, of one (`form` and `area`), or of one item in it; the latest first.

    `type`: of 核查, as the figures count them, or of another kind of visit.
    """
    f, h, e, z = tables.finding.c, tables.hazard.c, tables.enterprise.c, tables.zone.c
    visits = _visits(some, type)
    i = visits.c
    query = (
        select(
            f.inspection, f.item, i.form, i.enterprise, i.date, i.inspectors, e.name, z.township, z.village,
            func.coalesce(h.what, "").label("what"), func.coalesce(h.place, "").label("place"),
        )
        .select_from(visits)
        .join(tables.finding, f.inspection == i.entity)
        .join(tables.enterprise, e.entity == i.enterprise, isouter=True)
        .join(tables.zone, z.entity == e.zone, isouter=True)
        .join(tables.hazard, h.entity == f.hazard, isouter=True)
        .where(f.required)
        .order_by(i.date.desc(), e.name, f.item, f.inspection)
    )  # fmt: skip
    if item:
        query = query.where(f.item == item)
    with db.read() as conn:
        form_of, lines = forms_at(conn, db), []
        for row in conn.execute(query):
            asked = form_of(row.form.hex())
            at = area_of(row.item)
            if (form and asked.id != form) or (area and at != area):
                continue
            lines.append(
                FailureLine(
                    inspection=uuid_text(row.inspection),
                    enterprise=uuid_text(row.enterprise),
                    name=row.name or "",
                    township=row.township or "",
                    village=row.village or "",
                    date=row.date,
                    inspectors=row.inspectors,
                    form=asked.id,
                    area=at,
                    item=row.item,
                    title=asked.item(row.item).title,
                    what=row.what,
                    where=row.place,
                )
            )
    return lines


def failures_in(conn: Connection, db: Database, some: Period) -> FailureFigures:
    """As failure_figures, in the caller's view of the store."""
    f, visits = tables.finding.c, _visits(some)
    query = (
        select(visits.c.form, f.item, f.required, func.count())
        .select_from(visits)
        .join(tables.finding, f.inspection == visits.c.entity)
        .group_by(visits.c.form, f.item, f.required)
    )
    form_of, advisory = forms_at(conn, db), 0
    own = current_form(conn, db, FORM_ID)
    forms = {own.hash: own}
    counted: Counter[tuple[str, str]] = Counter()
    for hash_, item, required, count in conn.execute(query):
        form = form_of(hash_.hex())
        if required:
            forms[form.hash] = form
            counted[form.id, item] += count
        else:
            advisory += count
    return FailureFigures(_areas(counted, list(forms.values())), counted.total(), advisory)


def _areas(counted: Counter[tuple[str, str]], forms: list[FormDef]) -> tuple[Area, ...]:
    """Under the headings of the newest version that has them."""
    sections: dict[tuple[str, str], Section] = {}
    titles: dict[tuple[str, str], str] = {}
    for form in sorted(forms, key=lambda each: (each.version, each.hash)):
        sections |= {(form.id, section.code): section for section in form.sections}
        titles |= {(form.id, item.code): item.title for item in form.items()}
    items: dict[tuple[str, str], list[ItemFailures]] = defaultdict(list)
    for (form_id, item), count in counted.items():
        items[form_id, area_of(item)].append(ItemFailures(item, titles[form_id, item], count))
    return tuple(
        Area(
            form=own[0],
            code=section.code,
            numeral=section.numeral,
            title=section.title,
            count=sum(each.count for each in items[own]),
            items=tuple(sorted(items[own], key=lambda each: (-each.count, each.code))),
        )
        for own, section in sorted(
            sections.items(), key=lambda each: (each[0][0] != FORM_ID, each[0][0], int(each[0][1]))
        )
        if items[own] or own[0] == FORM_ID
    )


def area_of(item: str) -> str:
    """The code of the section that asks it: what stands before the hyphen, in every form (model/form)."""
    return item.partition("-")[0]


def _visits(some: Period, type: VisitType = VisitType.ASSESSMENT) -> CTE:
    """The finished 核查, or visits of another type, of a period.

    Looked for first, since they are few: else SQLite walks through all findings.
    """
    i = tables.inspection.c
    query = select(i.entity, i.form, i.enterprise, i.date, i.inspectors)
    which = within(some), i.outcome == Outcome.DONE, i.type == type
    return query.where(*which).cte("visit").prefix_with("MATERIALIZED")
