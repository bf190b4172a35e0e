"""The office's review of a sealed visit: approve it with a signature, or send it back with a reason."""

import msgspec
from sqlalchemy import Connection, exists, select

from zjg_inspect import errors
from zjg_inspect.model import authority, ids
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.correction import changed_items
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.inspection import InspectionBody, Signature, Someone
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.review import Decision, ItemRemark, ReviewBody
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.history import Reviewed, reviewed_before
from zjg_inspect.service.inapplicable import Overused, overused
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.store import documents, media, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class Waiting(msgspec.Struct, frozen=True):
    """A sealed visit in the office's list; `decision` is empty while it waits for its review.

    `again`: an earlier version of it has been reviewed.
    """

    inspection: str
    enterprise: str
    name: str
    township: str
    village: str
    type: str
    date: str
    number: str
    inspectors: str
    third_party: bool
    passed: int
    failed: int
    not_applicable: int
    majors: int
    photos: int
    in_conflict: bool
    decision: str
    again: bool = False


class Reviewing(msgspec.Struct, frozen=True):
    """A sealed visit in front of its reviewer, beside what was found the time before.

    `before`: of a corrected visit the version that was reviewed, and what is changed since. `overused`: 不适用 far more
    than elsewhere, which is asked about. `corrected`: the items that say something else than in the version before.
    """

    inspection: str
    version: str
    body: InspectionBody
    site: Enterprise
    zone: Zone
    form: FormDef
    items: tuple[Item, ...]
    last: InspectionBody | None
    review: ReviewBody | None
    in_conflict: bool
    photos_missing: int
    before: Reviewed | None = None
    overused: Overused | None = None
    corrected: frozenset[str] = frozenset()


def visits_to_review(db: Database, *, done: bool = False, limit: int = 500) -> list[Waiting]:
    """Finished visits whose current version waits for its review, major hazards first, then the longest waiting.

    `done`: the reviewed ones, the latest first.
    """
    i, r, e, z = tables.inspection.c, tables.review.c, tables.enterprise.c, tables.zone.c
    earlier = tables.review.alias().c
    again = exists().where(earlier.inspection == i.entity, earlier.version != i.hash).label("again")
    query = (
        select(tables.inspection, e.name, z.township, z.village, r.decision, again)
        .join(tables.enterprise, e.entity == i.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(tables.review, (r.inspection == i.entity) & (r.version == i.hash), isouter=True)
        .where(i.outcome == "done", r.decision.is_not(None) if done else r.decision.is_(None))
        .order_by(*((i.date.desc(), i.number.desc()) if done else (i.majors == 0, i.date, i.number)))
        .limit(limit)
    )
    with db.read() as conn:
        rows = conn.execute(query).all()
    return [
        Waiting(
            inspection=uuid_text(row.entity),
            enterprise=uuid_text(row.enterprise),
            name=row.name,
            township=row.township,
            village=row.village,
            type=row.type,
            date=row.date,
            number=row.number,
            inspectors=row.inspectors,
            third_party=row.third_party,
            passed=row.passed,
            failed=row.failed,
            not_applicable=row.not_applicable,
            majors=row.majors,
            photos=row.photos,
            in_conflict=row.in_conflict,
            decision=row.decision or "",
            again=bool(row.again),
        )
        for row in rows
    ]


def open_review(db: Database, inspection: str) -> Reviewing:
    """Raises NotFound."""
    with db.read() as conn:
        body, record = documents.inspection(conn, inspection)
        content = body.content
        site, _ = documents.enterprise(conn, content.enterprise)
        form = form_by_hash(conn, db, content.form)
        version = record.hash.hex()
        review = documents.review(conn, ids.review_id(version))
        photos = authority.photos_of(record.raw)
        corrects = documents.corrected(conn, record.version.parents)
        return Reviewing(
            inspection=inspection,
            version=version,
            body=body,
            site=site,
            zone=documents.zone(conn, site.zone),
            form=form,
            items=tuple(form.item(code) for code in content.items),
            last=_before(conn, content.enterprise, inspection, content.date),
            review=review[0] if review else None,
            in_conflict=_in_conflict(conn, inspection) or bool(review and review[1]),
            photos_missing=len(photos - media.known(conn, photos)),
            before=reviewed_before(conn, db, record),
            overused=overused(conn, inspection),
            corrected=frozenset(changed_items(corrects, content) if corrects is not None else ()),
        )


def _in_conflict(conn: Connection, inspection: str) -> bool:
    i = tables.inspection.c
    return bool(conn.execute(select(i.in_conflict).where(i.entity == uuid_bytes(inspection))).scalar())


def approve(
    db: Database, inspection: str, version: str, reviewer: Someone, strokes: list[list[int]], opinion: str
) -> str:
    """Sign the visit off; gives the review's version hash.

    Raises:
        FourEyes: the reviewer took part in the visit.
        EmptySignature: no stroke on the pad.
        ReviewOutdated: the visit has got a newer version than the one shown.
    """
    drawn = tuple(tuple(stroke) for stroke in strokes if len(stroke) >= 2)
    if not drawn:
        raise errors.EmptySignature(person=reviewer.name)
    return _decide(db, inspection, version, "approved", reviewer, drawn, opinion, ())


def send_back(
    db: Database, inspection: str, version: str, reviewer: Someone, opinion: str, items: tuple[ItemRemark, ...] = ()
) -> str:
    """Send the visit back to its inspectors with a reason; gives the review's version hash.

    Raises:
        ReviewReasonMissing: neither an opinion nor an item's reason is given.
        FourEyes, ReviewOutdated: see approve.
    """
    if (not opinion.strip() and not items) or any(not remark.reason.strip() for remark in items):
        raise errors.ReviewReasonMissing()
    return _decide(db, inspection, version, "returned", reviewer, (), opinion, items)


def _decide(
    db: Database,
    inspection: str,
    version: str,
    decision: Decision,
    reviewer: Someone,
    strokes: tuple[tuple[int, ...], ...],
    opinion: str,
    items: tuple[ItemRemark, ...],
) -> str:
    with db.write() as conn:
        body, record = documents.inspection(conn, inspection)
        if record.hash.hex() != version:
            raise errors.ReviewOutdated(inspection=inspection)
        if any(reviewer.is_same(inspector) for inspector in body.content.inspectors):
            raise errors.FourEyes(person=reviewer.name)
        now = utc_now()
        review = ReviewBody(
            inspection=inspection,
            version=version,
            content_hash=body.content_hash,
            decision=decision,
            reviewer=reviewer,
            at=now,
            opinion=opinion.strip(),
            items=items,
            signature=Signature("reviewer", reviewer, "pad", body.content_hash, now, strokes) if strokes else None,
        )
        records = make(conn, db, [Making("review", ids.review_id(version), review)])
    return records[0].hash.hex()


def took_part(reviewing: Reviewing, reviewer: Someone) -> bool:
    """Whether this person may not review the visit (four eyes)."""
    return any(reviewer.is_same(inspector) for inspector in reviewing.body.content.inspectors)


def _before(conn: Connection, enterprise: str, inspection: str, date: str) -> InspectionBody | None:
    """The finished visit before this one."""
    i = tables.inspection.c
    query = (
        select(i.entity)
        .where(
            i.enterprise == uuid_bytes(enterprise),
            i.outcome == "done",
            i.date <= date,
            i.entity != uuid_bytes(inspection),
        )
        .order_by(i.date.desc(), i.hash.desc())
        .limit(1)
    )
    entity = conn.execute(query).scalar()
    return None if entity is None else documents.inspection(conn, uuid_text(entity))[0]
