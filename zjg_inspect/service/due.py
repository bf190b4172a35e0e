"""What waits in the field: open hazards by deadline, and how far each draft is."""

from functools import partial

import msgspec
from sqlalchemy import case, func, select

from zjg_inspect.model.draft import DraftHead, items_of
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service.visit import form_by_hash
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


class OpenHazard(msgspec.Struct, frozen=True):
    """A hazard that is open (or rectified, not yet verified); `title` is its item's.

    `found` and `inspectors` are the day and the people of the visit that found it, empty where that is not here.
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
    state: str
    deadline: str
    found: str
    inspectors: str


class DraftState(msgspec.Struct, frozen=True):
    """What a draft is, how many items it asks, and how many of these are answered."""

    type: VisitType
    outcome: Outcome
    items: int
    answered: int


def open_hazards(db: Database, limit: int = 500) -> list[OpenHazard]:
    """All open hazards: major ones first, then by deadline."""
    h, e, z, i = tables.hazard.c, tables.enterprise.c, tables.zone.c, tables.inspection.c
    query = (
        select(
            h.entity, h.enterprise, e.name, z.village, h.item, h.form, h.what, h.place, h.grade, h.state, h.deadline,
            func.coalesce(i.date, "").label("found"), func.coalesce(i.inspectors, "").label("inspectors"),
        )
        .join(tables.enterprise, e.entity == h.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(tables.inspection, i.entity == h.inspection, isouter=True)
        .where(tables.hazard_is_open)
        .order_by(case((h.grade == "major", 0), else_=1), h.deadline == "", h.deadline, e.name, h.item)
        .limit(limit)
    )  # fmt: skip
    with db.read() as conn:
        rows = conn.execute(query).all()
        forms = {form: form_by_hash(conn, db, form) for form in {row.form for row in rows}}
    return [
        OpenHazard(
            uuid_text(r.entity), uuid_text(r.enterprise), r.name, r.village, r.item, forms[r.form].item(r.item).title,
            r.what, r.place, r.grade, r.state, r.deadline, r.found, r.inspectors,
        )
        for r in rows
    ]  # fmt: skip


def draft_states(db: Database) -> dict[str, DraftState]:
    """Every draft by its id."""
    found = {}
    a = tables.draft_answer.c
    with db.read() as conn:
        for row in conn.execute(select(tables.draft.c.entity, tables.draft.c.enterprise, tables.draft.c.doc)):
            draft, head = uuid_text(row.entity), msgspec.json.decode(row.doc, type=DraftHead)
            form_of = partial(form_by_hash, conn, db)
            known = documents.known_hazards(conn, uuid_text(row.enterprise), draft, head.date, form_of)
            asked = [item.code for item in items_of(head, form_of(head.form), known)]
            given = conn.execute(select(a.item).where(a.draft == row.entity, a.verdict != "")).scalars()
            found[draft] = DraftState(head.type, head.outcome, len(asked), len({*asked} & {*given}))
    return found
