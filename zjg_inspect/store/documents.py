"""Current documents by id: the entity's head as its kind's body."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.draft import KnownHazard
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Content, InspectionBody
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import hazard_past, tables
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
    """The enterprise as the register has it, else as it was proposed, else the zone of that id as a place to visit,
    and the version's hash. Raises NotFound."""
    kinds = ("enterprise", "proposal", "zone")
    found = next((each for kind in kinds if (each := document(conn, kind, entity)) is not None), None)
    site = None if found is None else _site(found.body, entity)
    if found is None or site is None:
        raise errors.NotFound(what="enterprise", id=entity)
    return site, found.record.hash.hex()


def _site(body: authority.Body, entity: str) -> Enterprise | None:
    if isinstance(body, Proposal):
        return body.found
    if isinstance(body, Zone):
        return Enterprise(body.site_name, entity, in_scope=False)
    return body if isinstance(body, Enterprise) else None


def enterprise_at(conn: Connection, entity: str, hash_: str) -> Enterprise:
    """The enterprise as it stood in this version, or as it stands now where that is not here. Raises NotFound."""
    record = version(conn, hash_)
    site = None if record is None else _site(authority.body_of(record.version), entity)
    return site if site is not None else enterprise(conn, entity)[0]


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


def corrected(conn: Connection, parents: Sequence[str]) -> Content | None:
    """What the visit said before a correction; of several versions that it follows, the one shown as current."""
    column = tables.version.c
    query = (
        select(column.raw, column.signature)
        .where(column.hash.in_([bytes.fromhex(each) for each in parents]))
        .order_by(column.depth.desc(), column.hash.desc())
        .limit(1)
    )
    row = conn.execute(query).first() if parents else None
    body = None if row is None else authority.body_of(stored(row.raw, row.signature).version)
    return body.content if isinstance(body, InspectionBody) else None


def inspection_at(conn: Connection, hash_: str) -> tuple[InspectionBody, Record]:
    """The sealed inspection as this version of it says. Raises NotFound."""
    record = version(conn, hash_)
    body = None if record is None else authority.body_of(record.version)
    if record is None or not isinstance(body, InspectionBody):
        raise errors.NotFound(what="inspection", id=hash_)
    return body, record


def hazard(conn: Connection, entity: str) -> HazardBody | None:
    found = document(conn, "hazard", entity)
    return found.body if found is not None and isinstance(found.body, HazardBody) else None


def when_found(conn: Connection, hazards: Iterable[str]) -> dict[str, HazardBody]:
    """By hazard the step that opened it, as it was corrected last."""
    heads = heads_of(conn, "hazard", [uuid_bytes(hazard) for hazard in hazards])
    found = {}
    for entity, records in hazard_past.versions(conn, heads).items():
        opened = {record.hash: record for record in records if hazard_past.hazard_body(record).step == "opened"}
        followed = {bytes.fromhex(parent) for record in opened.values() for parent in record.version.parents}
        if last := [hash_ for hash_ in opened if hash_ not in followed]:
            found[uuid_text(entity)] = hazard_past.hazard_body(opened[max(last)])
    return found


def version(conn: Connection, hash_: str) -> Record | None:
    """Any stored version, in whatever state."""
    column = tables.version.c
    row = conn.execute(select(column.raw, column.signature).where(column.hash == bytes.fromhex(hash_))).first()
    return None if row is None else stored(row.raw, row.signature)


def review(conn: Connection, entity: str) -> tuple[ReviewBody, bool] | None:
    """The review and whether it is in conflict; None where there is none."""
    found = document(conn, "review", entity)
    if found is None or not isinstance(found.body, ReviewBody):
        return None
    conflict = conn.execute(select(tables.review.c.in_conflict).where(tables.review.c.entity == uuid_bytes(entity)))
    return found.body, bool(conflict.scalar())


def known_hazards(
    conn: Connection, enterprise: str, visit: str, day: str, form_of: Callable[[str], FormDef]
) -> list[KnownHazard]:
    """What was open at the enterprise before this visit of that day, found by others.

    Of a correction that is what its earlier versions named, whatever became of it since, and what is open from days
    before: a later visit's hazards are no business of an earlier one.
    """
    sealed = heads_of(conn, "inspection", [uuid_bytes(visit)]).get(uuid_bytes(visit))
    named: set[str] = set()
    for _, record in sealed or ():
        body = authority.body_of(record.version)
        if isinstance(body, InspectionBody):
            named |= {found.hazard for found in body.content.hazards if found.still_open} | set(body.content.closed)
    h = tables.hazard.c
    open_here = (h.enterprise == uuid_bytes(enterprise)) & tables.hazard_is_open
    query = select(h.entity, h.state, h.seen).where(open_here | h.entity.in_([uuid_bytes(each) for each in named]))
    found = []
    for row in conn.execute(query.order_by(h.deadline, h.entity)):
        own = uuid_text(row.entity)
        known = hazard(conn, own)
        if known is None or known.inspection == visit:
            continue
        # what was said of it at a desk since, an extension say, makes it no news
        if own in named or row.seen < day or (sealed is None and row.seen == day):
            found.append(
                KnownHazard(
                    hazard=own,
                    item=known.item,
                    form_id=form_of(known.form).id,
                    rectification=known.rectification,
                    inspection=known.inspection,
                    state=row.state,
                    date=known.date,
                )
            )
    return found
