"""What waits in the field: open hazards by deadline, and how far each draft is."""

from functools import partial

import msgspec
from sqlalchemy import select

from zjg_inspect.model.draft import DraftHead, items_of
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service.hazard_rows import HazardRow, by_urgency, hazard_rows
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


class DraftState(msgspec.Struct, frozen=True):
    """What a draft is, how many items it asks, and how many of these are answered."""

    type: VisitType
    outcome: Outcome
    items: int
    answered: int


def open_hazards(db: Database, limit: int = 500) -> list[HazardRow]:
    """All open hazards: major ones first, then by deadline."""
    with db.read() as conn:
        return hazard_rows(conn, db, tables.hazard_is_open, by_urgency(), limit)


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
