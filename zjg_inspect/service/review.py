"""The office's review of a sealed visit: approve it with a signature, or send it back with a reason."""

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, ids
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.correction import changed_items
from zjg_inspect.model.form import FormDef, Item
from zjg_inspect.model.inspection import InspectionBody, Signature, Someone
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.review import Decision, ItemRemark, Noted, ReviewBody
from zjg_inspect.model.version import Record
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.history import Reviewed, reviewed_before
from zjg_inspect.service.inapplicable import Overused, overused
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.review_queue import Waiting, visits_to_review
from zjg_inspect.service.same_photos import SamePhotos, same_photos
from zjg_inspect.store import documents, media, review_notes, tables
from zjg_inspect.store.ancestry import ancestors
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = [
    "SKIPPED", "Reviewing", "Waiting", "approve", "asked", "open_review", "photos_question", "send_back", "strokes_of",
    "took_part", "visits_to_review",
]  # fmt: skip

SKIPPED = "skipped"
"""The question about 不适用, among those that a visit raises."""


class Reviewing(msgspec.Struct, frozen=True):
    """A sealed visit in front of its reviewer, beside what was found the time before.

    `before`: of a corrected visit the version that was reviewed, and what is changed since. `overused`: 不适用 far more
    than elsewhere, which is asked about; so is `same_photos`: other visits that show a photo of this one. `corrected`:
    the items that say something else than in the version before. `crew`: who made the visit, in any version of it.
    `noted`: what reviewers noted of this version.
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
    same_photos: tuple[SamePhotos, ...] = ()
    crew: tuple[Someone, ...] = ()
    noted: Noted | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that are to be answered before it is signed."""
        return asked(self.overused, self.same_photos)


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
            same_photos=same_photos(conn, content),
            crew=crew_of(conn, body, record),
            noted=review_notes.of(conn, inspection, version),
        )


def _in_conflict(conn: Connection, inspection: str) -> bool:
    i = tables.inspection.c
    return bool(conn.execute(select(i.in_conflict).where(i.entity == uuid_bytes(inspection))).scalar())


def photos_question(same: SamePhotos) -> str:
    """The name of the question about photos that another visit shows too."""
    return f"photos/{same.inspection}"


def asked(overused: Overused | None, same: tuple[SamePhotos, ...]) -> tuple[str, ...]:
    """A name for each question that a visit raises."""
    return (*((SKIPPED,) if overused is not None else ()), *map(photos_question, same))


def approve(
    db: Database, inspection: str, version: str, reviewer: Someone, strokes: list[list[int]], opinion: str
) -> str:
    """Sign the visit off; gives the review's version hash.

    Raises:
        FourEyes: the reviewer took part in the visit.
        EmptySignature: no stroke on the pad.
        ReviewOutdated: the visit has got a newer version than the one shown.
    """
    drawn = strokes_of(strokes, reviewer)
    return _decide(db, inspection, version, "approved", reviewer, drawn, opinion, ())


def strokes_of(strokes: list[list[int]], person: Someone) -> tuple[tuple[int, ...], ...]:
    """What was drawn on the pad. Raises EmptySignature."""
    drawn = tuple(tuple(stroke) for stroke in strokes if len(stroke) >= 2)
    if not drawn:
        raise errors.EmptySignature(person=person.name)
    return drawn


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
        if is_of_crew(crew_of(conn, body, record), reviewer):
            raise errors.FourEyes(person=reviewer.name)
        making = reviewed(body, record, decision, reviewer, strokes, opinion, items)
        records = make(conn, db, [making])
        review_notes.drop(conn, inspection)
    return records[0].hash.hex()


def reviewed(
    body: InspectionBody,
    record: Record,
    decision: Decision,
    reviewer: Someone,
    strokes: tuple[tuple[int, ...], ...],
    opinion: str,
    items: tuple[ItemRemark, ...] = (),
) -> Making:
    """The review of this version, signed over its own content where there are strokes."""
    now, version = utc_now(), record.hash.hex()
    review = ReviewBody(
        inspection=record.version.entity,
        version=version,
        content_hash=body.content_hash,
        decision=decision,
        reviewer=reviewer,
        at=now,
        opinion=opinion.strip(),
        items=items,
        signature=Signature("reviewer", reviewer, "pad", body.content_hash, now, strokes) if strokes else None,
    )
    return Making("review", ids.review_id(version), review)


def crew_of(conn: Connection, body: InspectionBody, record: Record) -> tuple[Someone, ...]:
    """Who made the visit: its inspectors in this version and in those that it corrects, each once."""
    bodies = [body, *(authority.body_of(each.version) for each in ancestors(conn, record))]
    people = (person for each in bodies if isinstance(each, InspectionBody) for person in each.content.inspectors)
    return tuple(dict.fromkeys(people))


def is_of_crew(crew: tuple[Someone, ...], reviewer: Someone) -> bool:
    """Whether this person made the visit, and so may not review it (four eyes)."""
    return any(reviewer.is_same(each) for each in crew)


def took_part(reviewing: Reviewing, reviewer: Someone) -> bool:
    """Whether this person may not review the visit that is shown (four eyes)."""
    return is_of_crew(reviewing.crew, reviewer)


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
