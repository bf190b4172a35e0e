"""An inspector's visit while it is a draft: every function is one tap and one transaction."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, ids
from zjg_inspect.model.clock import today, utc_now
from zjg_inspect.model.draft import Draft, DraftAnswer, DraftHead, DraftPhoto
from zjg_inspect.model.inspection import (
    Content,
    InspectionBody,
    Outcome,
    Photo,
    Rectification,
    Someone,
    Verdict,
    VisitType,
    visit_types,
)
from zjg_inspect.model.marks import Mark
from zjg_inspect.model.version import parse
from zjg_inspect.places import reading
from zjg_inspect.service.author import heads
from zjg_inspect.service.delivery import refused_visits
from zjg_inspect.service.known_forms import VILLAGE_FORM_ID, form_id_of, form_that_asks, open_items
from zjg_inspect.service.visit_opened import Visit, gone, load_visit
from zjg_inspect.store import documents, drafts, media, photo, settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

# Who inspected last; they stand in the next visit, and beside what is found.
INSPECTORS = "inspectors"


def start_visit(db: Database, enterprise: str, type: VisitType, outcome: Outcome = Outcome.DONE) -> str:
    """Begin a visit today; gives the draft's id. Where one is open at this enterprise already, that one.

    A zone is visited for 履职检查, or for 复查 of what that found; nothing else is.

    Raises:
        WrongVisitType: the type is not one of this place.
    """
    with db.write() as conn:
        row = conn.execute(select(tables.draft.c.entity).where(_at(enterprise)))
        if (open_one := row.scalar()) is not None:
            return uuid_text(open_one)
        site, version = documents.enterprise(conn, enterprise)
        own, form_id = ids.new_id(), form_id_of(conn, enterprise)
        if type not in visit_types(form_id == VILLAGE_FORM_ID):
            raise errors.WrongVisitType(name=site.name, type=type)
        codes: set[str] = set()
        if type is VisitType.REINSPECTION:
            codes = open_items(conn, db, enterprise, own, today().isoformat(), form_id)
        before = settings.get(conn, INSPECTORS)
        head = DraftHead(
            enterprise_version=version,
            type=type,
            outcome=outcome,
            date=today().isoformat(),
            started_at=utc_now(),
            form=form_that_asks(conn, db, form_id, codes).hash,
            facts=site.facts,
            inspectors=msgspec.json.decode(before, type=tuple[Someone, ...]) if before else (),
        )
        draft = Draft(own, enterprise, head, touched_at=utc_now())
        drafts.put_draft(conn, draft)
    return draft.id


def _at(enterprise: str) -> ColumnElement[bool]:
    return tables.draft.c.enterprise == uuid_bytes(enterprise)


def correct(db: Database, inspection: str, version: str = "", reason: str = "") -> str:
    """Begin a correction of a sealed visit: a draft with all that it holds; sealing it makes a child version.

    Of a visit in conflict the draft begins with what this `version` holds (else the current one) and follows all of
    them, so that sealing it ends the conflict. The `reason` is owed before anybody can sign.

    Raises:
        DraftOpen: another visit of the enterprise is still a draft.
        NotFound: no such sealed visit.
    """
    with db.write() as conn:
        if drafts.exists(conn, inspection):
            return inspection
        body, parents = _to_correct(conn, db, inspection, version)
        content = body.content
        if conn.execute(select(tables.draft.c.entity).where(_at(content.enterprise))).first():
            raise errors.DraftOpen(name=content.name)
        given = (*content.answers, *content.aside)
        photos = [DraftPhoto(0, answer.item, each) for answer in given for each in answer.photos]
        draft = Draft(
            id=inspection,
            enterprise=content.enterprise,
            head=DraftHead(
                enterprise_version=content.enterprise_version,
                type=content.type,
                outcome=content.outcome,
                date=content.date,
                started_at=content.started_at,
                form=content.form,
                facts=content.facts,
                inspectors=content.inspectors,
                enterprise_person=content.enterprise_person,
                remark=content.remark,
                parents=parents,
                items=content.items,
                correction=reason,
            ),
            number=content.number,
            touched_at=utc_now(),
            answers={a.item: DraftAnswer(a.item, a.verdict, a.note, a.reason, content.finished_at) for a in given},
            hazards=_hazards_set_aside(conn, content)
            | {h.item: h.rectification for h in content.hazards if not h.still_open},
            photos=(*photos, *(DraftPhoto(0, "", each) for each in content.photos)),
        )
        drafts.put_draft(conn, draft)
    return inspection


def _hazards_set_aside(conn: Connection, content: Content) -> dict[str, Rectification]:
    """What earlier versions of a visit had recorded of failed items that are set aside now."""
    failed = [answer.item for answer in content.aside if answer.verdict is Verdict.FAIL]
    found = {item: documents.hazard(conn, ids.hazard_id(content.inspection, item)) for item in failed}
    return {item: hazard.rectification for item, hazard in found.items() if hazard is not None}


def _to_correct(
    conn: Connection, db: Database, inspection: str, version: str
) -> tuple[InspectionBody, tuple[str, ...]]:
    """The visit and the versions that its correction follows: all its heads.

    What the office did not accept is no head, but it is what the correction begins with.
    """
    parents = heads(conn, "inspection", inspection)
    v = tables.version.c
    refused = conn.execute(
        refused_visits(bytes.fromhex(db.key.device)).where(v.entity == uuid_bytes(inspection))
    ).first()  # fmt: skip
    if refused is not None:
        body = authority.body_of(parse(refused.raw, refused.signature).version)
        if isinstance(body, InspectionBody):
            return body, parents
    if version in parents:
        return documents.inspection_at(conn, version)[0], parents
    return documents.inspection(conn, inspection)[0], parents


def open_visit(db: Database, draft: str) -> Visit:
    """The draft as it was left. Raises Sealed, NotFound."""
    with db.read() as conn:
        return load_visit(conn, db, draft)


def answer_item(db: Database, draft: str, answer: DraftAnswer, place: str = "") -> DraftAnswer:
    """Save one answer (verdict, note, reason) and where the walker stands after it; gives it with its time.

    Raises:
        Sealed: the inspection has been signed; make a correction instead.
    """
    now = utc_now()
    answer = msgspec.structs.replace(answer, at=now)
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.put_answer(conn, draft, answer)
        drafts.put_place(conn, draft, place or answer.item, now)
    return answer


def go_to(db: Database, draft: str, item: str) -> None:
    """Remember where the walker stands."""
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.put_place(conn, draft, item, utc_now())


def record_hazard(db: Database, draft: str, item: str, filled: Rectification) -> None:
    """Save what a failed item's hazard says so far; it may be incomplete until signing."""
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.put_hazard(conn, draft, item, filled)


def drop_hazard(db: Database, draft: str, item: str) -> None:
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.drop_hazard(conn, draft, item)


def put_head(db: Database, draft: str, head: DraftHead) -> None:
    """Save type, outcome, date, facts as found, who inspects and who answers for the enterprise."""
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.put_head(conn, draft, head, utc_now())
        if head.inspectors:
            settings.put(conn, INSPECTORS, msgspec.json.encode(head.inspectors).decode())


def add_photo(db: Database, draft: str, item: str, source: bytes | Path, name: str, taken_at: str = "") -> DraftPhoto:
    """Take a photo in beside an item (item empty: of the whole visit): shrunk, turned, on the disk before its row.

    `taken_at`: the civil time of a picture that this computer's own camera has just taken, which bears none.

    Raises:
        PhotoDamaged, PhotoUnknownFormat, PhotoHeicUnsupported, PhotoTooLarge, NotReadable, DiskFull, NotWritable:
            nothing is left behind.
    """
    entry, size = taken_photo(db, source, name, taken_at)
    with db.write() as conn:
        _still_open(conn, draft)
        media.note(conn, entry.sha256, size, ok=True)
        return DraftPhoto(drafts.add_photo(conn, draft, item, entry), item, entry)


def taken_photo(db: Database, source: bytes | Path, name: str, taken_at: str = "") -> tuple[Photo, int]:
    """A photo whose file has been written, and its size in bytes; its row is the caller's. Raises as add_photo."""
    if isinstance(source, Path):
        with reading(source):
            source = source.read_bytes()
    taken = photo.prepare(source, name, taken_at)
    media.put(db.directory, taken.sha256, taken.jpeg)
    return Photo(taken.sha256, taken.taken_at or "", taken.place), len(taken.jpeg)


def caption_photo(db: Database, draft: str, each: DraftPhoto, caption: str) -> DraftPhoto:
    changed = msgspec.structs.replace(each.photo, caption=caption.strip())
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.put_photo(conn, draft, each.id, changed)
    return msgspec.structs.replace(each, photo=changed)


def mark_photo(db: Database, draft: str, each: DraftPhoto, marks: Sequence[Mark]) -> DraftPhoto:
    """Draw arrows, circles, mosaics on a copy of a photo; gives the copy, which names the unmarked one. That one stays
    in the visit as evidence. Marks on a marked copy make another in its place.

    Raises:
        NotFound: the photo's file has gone, or it was taken away meanwhile.
        PhotoDamaged, DiskFull, NotWritable: nothing is left behind.
    """
    data = media.read(db.directory, each.photo.sha256)
    if data is None:
        raise errors.NotFound(what="photo", id=each.photo.sha256)
    made = photo.marked(data, marks)
    media.put(db.directory, made.sha256, made.jpeg)
    entry = msgspec.structs.replace(each.photo, sha256=made.sha256, of=each.photo.of or each.photo.sha256)
    with db.write() as conn:
        _still_open(conn, draft)
        if each.id not in {one.id for one in drafts.photos(conn, draft)}:
            raise errors.NotFound(what="photo", id=each.photo.sha256)
        if each.photo.of:
            drafts.drop_photo(conn, draft, each.id)
        media.note(conn, made.sha256, len(made.jpeg), ok=True)
        return DraftPhoto(drafts.add_photo(conn, draft, each.item, entry), each.item, entry)


def remove_photo(db: Database, draft: str, photo_id: int) -> None:
    """Take a photo away, and with an unmarked one the copy on which was drawn: it would have lost its evidence."""
    with db.write() as conn:
        _still_open(conn, draft)
        drafts.drop_photo(conn, draft, photo_id)
        left = drafts.photos(conn, draft)
        there = {(one.item, one.photo.sha256) for one in left}
        for one in left:
            if one.photo.of and (one.item, one.photo.of) not in there:
                drafts.drop_photo(conn, draft, one.id)


def put_back_photo(db: Database, draft: str, each: DraftPhoto) -> DraftPhoto:
    """Undo a removal; the photo gets an id of its own.

    Raises:
        NotFound: its file has gone meanwhile (a day later at the earliest).
    """
    data = media.read(db.directory, each.photo.sha256)
    if data is None:
        raise errors.NotFound(what="photo", id=each.photo.sha256)
    media.put(db.directory, each.photo.sha256, data)
    with db.write() as conn:
        _still_open(conn, draft)
        media.note(conn, each.photo.sha256, len(data), ok=True)
        return DraftPhoto(drafts.add_photo(conn, draft, each.item, each.photo), each.item, each.photo)


def photo_bytes(db: Database, sha256: str) -> bytes | None:
    """The JPEG; None where it has not arrived."""
    return media.read(db.directory, sha256)


def photo_thumbnail(db: Database, sha256: str, side: int) -> bytes | None:
    """A small JPEG of a photo, fitting a square of `side` pixels; None where it has not arrived."""
    jpeg = media.read(db.directory, sha256)
    return None if jpeg is None else photo.thumbnail(jpeg, side)


def discard_draft(db: Database, draft: str) -> None:
    """Delete a draft with its answers and signatures; its photos' files go with the next sweep."""
    with db.write() as conn:
        drafts.drop(conn, draft)


def _still_open(conn: Connection, draft: str) -> None:
    if not drafts.exists(conn, draft):
        gone(conn, draft)
