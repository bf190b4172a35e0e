"""A draft as it is opened: the visit, and all that stands beside it while it is walked."""

from functools import partial
from typing import NoReturn

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.draft import Draft, DraftHead, KnownHazard, content_of, items_of
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.hazard import HazardBody, Recurrence
from zjg_inspect.model.inspection import Content, Grade, InspectionBody, Outcome, Owed, VisitType, owed_before_signing
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service.known_forms import current_form, form_by_hash, form_that_asks
from zjg_inspect.store import documents, drafts, hazard_past, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class LastVisit(msgspec.Struct, frozen=True):
    """What was found here last time, item by item; a fact beside the question, never an answer given beforehand."""

    inspection: str
    body: InspectionBody
    hazard_states: dict[str, str]
    form: FormDef


class Visit(msgspec.Struct, frozen=True):
    """A draft with all that the walker shows beside it; `remarks` are why the office sent items back.

    `recurring`: by item, what would recur if it were found now. `found`: by hazard that is known, the step that opened
    it, with what was photographed then.
    `offered`: another version of its form, to which it may be carried over; `before`: the one it was carried over from.
    `corrects`: what the version says that this draft corrects.
    """

    draft: Draft
    site: Enterprise
    zone: Zone
    form: FormDef
    items: list[Item]
    known: list[KnownHazard]
    last: LastVisit | None
    remarks: dict[str, str]
    recurring: dict[str, Recurrence] = {}
    offered: FormDef | None = None
    before: FormDef | None = None
    found: dict[str, HazardBody] = {}
    corrects: Content | None = None

    @property
    def of_zone(self) -> bool:
        """Whether the zone itself is visited (履职检查), and no enterprise in it."""
        return self.draft.enterprise == self.site.zone

    @property
    def content(self) -> Content:
        return content_of(self.draft, self.site, self.zone, self.form, self.known)

    @property
    def owed(self) -> list[Owed]:
        """What is missing before the people can sign."""
        content = self.content
        majors = [hazard for hazard in self.known if hazard.rectification.grade is Grade.MAJOR]
        closing = {hazard.item for hazard in majors if hazard.hazard in content.closed}
        owed = owed_before_signing(content, self.items, closing)
        return [*owed, Owed("correction")] if self.draft.head.parents and not content.correction else owed


def load_visit(conn: Connection, db: Database, draft: str) -> Visit:
    found = drafts.load(conn, draft)
    if found is None:
        gone(conn, draft)
    site = documents.enterprise_at(conn, found.enterprise, found.head.enterprise_version)
    form_of = partial(form_by_hash, conn, db)
    form = form_of(found.head.form)
    known = documents.known_hazards(conn, found.enterprise, draft, found.head.date, form_of)
    return Visit(
        draft=found,
        site=site,
        zone=documents.zone(conn, site.zone),
        form=form,
        items=items_of(found.head, form, known),
        known=known,
        last=_last_visit(conn, db, found),
        remarks=_remarks(conn, found.head.parents),
        recurring=hazard_past.closed_items(
            conn, uuid_bytes(found.enterprise), form.id, found.head.date, lambda each: form_of(each).id
        ),
        offered=_offered(conn, db, found.head, form, known),
        before=form_of(found.head.begun_with) if found.head.begun_with else None,
        found=documents.when_found(conn, [each.hazard for each in known]),
        corrects=documents.corrected(conn, found.head.parents),
    )


def _offered(
    conn: Connection, db: Database, head: DraftHead, form: FormDef, known: list[KnownHazard]
) -> FormDef | None:
    """A newer version that came since the visit was begun; on a 复查 one that asks what this one does not."""
    if head.parents or head.outcome is not Outcome.DONE:
        return None
    if head.type is VisitType.REINSPECTION:
        missing = {each.item for each in known if each.form_id == form.id and each.item not in form.by_code}
        other = form_that_asks(conn, db, form.id, missing) if missing else form
        return other if missing & set(other.by_code) else None
    current = current_form(conn, db, form.id)
    newer = current.version > form.version and current.hash not in (head.declined, form.hash)
    return current if newer else None


def _remarks(conn: Connection, corrected: tuple[str, ...]) -> dict[str, str]:
    """Why the office sent back the versions that a correction follows, by item."""
    found: dict[str, str] = {}
    for version in corrected:
        review = documents.review(conn, ids.review_id(version))
        if review is not None and review[0].decision == "returned":
            found |= {remark.item: remark.reason for remark in review[0].items}
    return found


def _last_visit(conn: Connection, db: Database, draft: Draft) -> LastVisit | None:
    i = tables.inspection.c
    query = (
        select(i.entity)
        .where(i.enterprise == uuid_bytes(draft.enterprise), i.outcome == "done", i.entity != uuid_bytes(draft.id))
        .order_by(i.date.desc(), i.hash.desc())
        .limit(1)
    )
    entity = conn.execute(query).scalar()
    if entity is None:
        return None
    body, _ = documents.inspection(conn, uuid_text(entity))
    states: dict[str, str] = {}
    for found in body.content.hazards:
        hazard = documents.hazard(conn, found.hazard)
        if hazard is not None:
            states[found.item] = hazard.state
    return LastVisit(uuid_text(entity), body, states, form_by_hash(conn, db, body.content.form))


def gone(conn: Connection, draft: str) -> NoReturn:
    """Say why there is no such draft. Raises Sealed, NotFound."""
    if documents.document(conn, "inspection", draft) is not None:
        raise errors.Sealed(inspection=draft)
    raise errors.NotFound(what="draft", id=draft)
