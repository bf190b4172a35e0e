"""Current documents by id: the entity's head as its kind's body."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.draft import KnownHazard
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.version import Record, parse
from zjg_inspect.store import tables
from zjg_inspect.store.lists import OPEN_STATES
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text


class Document(NamedTuple):
    """An entity's current version with its body; `heads` counts its childless versions."""

    record: Record
    body: authority.Body
    heads: int


def document(conn: Connection, kind: str, entity: str) -> Document | None:
    found = heads_of(conn, kind, [uuid_bytes(entity)])
    if not found:
        return None
    heads = next(iter(found.values()))
    return Document(heads[-1][1], authority.body_of(heads[-1][1].version), len(heads))


def enterprise(conn: Connection, entity: str) -> tuple[Enterprise, str]:
    """The enterprise and its version's hash. Raises NotFound."""
    found = document(conn, "enterprise", entity)
    if found is None or not isinstance(found.body, Enterprise):
        raise errors.NotFound(what="enterprise", id=entity)
    return found.body, found.record.hash.hex()


def zone(conn: Connection, entity: str) -> Zone:
    found = document(conn, "zone", entity)
    if found is None or not isinstance(found.body, Zone):
        raise errors.NotFound(what="zone", id=entity)
    return found.body


def inspection(conn: Connection, entity: str) -> tuple[InspectionBody, Record]:
    """The sealed inspection. Raises NotFound."""
    found = document(conn, "inspection", entity)
    if found is None or not isinstance(found.body, InspectionBody):
        raise errors.NotFound(what="inspection", id=entity)
    return found.body, found.record


def hazard(conn: Connection, entity: str) -> HazardBody | None:
    found = document(conn, "hazard", entity)
    return found.body if found is not None and isinstance(found.body, HazardBody) else None


def version(conn: Connection, hash_: str) -> Record | None:
    """Any stored version, in whatever state."""
    column = tables.version.c
    row = conn.execute(select(column.raw, column.signature).where(column.hash == bytes.fromhex(hash_))).first()
    return None if row is None else parse(row.raw, row.signature)


def review(conn: Connection, entity: str) -> tuple[ReviewBody, bool] | None:
    """The review and whether it is in conflict; None where there is none."""
    found = document(conn, "review", entity)
    if found is None or not isinstance(found.body, ReviewBody):
        return None
    conflict = conn.execute(select(tables.review.c.in_conflict).where(tables.review.c.entity == uuid_bytes(entity)))
    return found.body, bool(conflict.scalar())


def known_hazards(conn: Connection, enterprise: str, visit: str, forms: Mapping[str, FormDef]) -> list[KnownHazard]:
    """What is open at the enterprise, and what an earlier version of this visit has closed there."""
    h = tables.hazard.c
    own = uuid_bytes(visit)
    closed_here = (h.enterprise == uuid_bytes(enterprise)) & (h.visit == own)
    still_open = (h.enterprise == uuid_bytes(enterprise)) & h.state.in_(OPEN_STATES)
    corrected = conn.execute(select(tables.inspection.c.entity).where(tables.inspection.c.entity == own)).first()
    query = select(tables.hazard).where(or_(still_open, closed_here) if corrected else still_open).order_by(h.deadline)
    found = []
    for row in conn.execute(query):
        body = hazard(conn, uuid_text(row.entity))
        form = forms.get(row.form)
        if body is not None and form is not None:
            found.append(
                KnownHazard(
                    hazard=uuid_text(row.entity),
                    item=row.item,
                    form_id=form.id,
                    rectification=body.rectification,
                    inspection=body.inspection,
                    state=row.state,
                    date=body.date,
                )
            )
    return found
