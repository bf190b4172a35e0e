"""Signing and sealing: people sign the content hash; sealing makes the immutable versions (§5 of the design)."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model.clock import local, utc_now
from zjg_inspect.model.inspection import (
    Content,
    InspectionBody,
    Kind,
    Owed,
    Photo,
    Role,
    Signature,
    Someone,
    content_hash,
    is_void,
    owed_signatures,
)
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.service.hazard_steps import contents_of, hazard_steps
from zjg_inspect.service.people import PersonRow, people
from zjg_inspect.service.setup import office_letters
from zjg_inspect.service.visit import open_visit, taken_photo
from zjg_inspect.service.visit_opened import Visit, load_visit
from zjg_inspect.store import drafts, instants, media, tables
from zjg_inspect.store.db import Database

CLOCK_TOLERANCE: Final = timedelta(minutes=10)


class Signing(NamedTuple):
    """A finished visit in front of its signers: what they sign, who has signed, what is still owed."""

    visit: Visit
    content: Content
    content_hash: str
    signatures: tuple[Signature, ...]
    owed: list[Owed]

    def is_void(self, signature: Signature) -> bool:
        return is_void(signature, self.content_hash)


class Ready(NamedTuple):
    """What signing begins with: the visit, whom one may choose, and the two instants of a clock that is behind."""

    visit: Visit
    people: list[PersonRow]
    behind: tuple[str, str]


def ready(db: Database, draft: str) -> Ready:
    """Read what signing begins with. Raises Sealed, NotFound."""
    return Ready(open_visit(db, draft), people(db), clock_behind(db))


def begin_signing(db: Database, draft: str) -> Signing:
    """Give the sheet its number (once) and put the content in front of the people.

    Raises:
        StillOwed: answers, reasons or hazards are missing; nothing is changed.
        NoSheetLetters: the office has not accepted this laptop yet.
    """
    with db.write() as conn:
        visit = load_visit(conn, db, draft)
        if visit.owed:
            raise errors.StillOwed(owed=tuple(visit.owed))
        if not visit.draft.number:
            drafts.put_number(conn, draft, _new_number(conn, db, visit.draft.head.date))
            visit = load_visit(conn, db, draft)
    return _signing(visit)


def sign(
    db: Database,
    draft: str,
    *,
    role: Role,
    person: Someone,
    shown: str,
    kind: Kind = "pad",
    strokes: list[list[int]] | None = None,
    reason: str = "",
    pressures: list[list[int]] | None = None,
) -> Signing:
    """Save one signature of the content hash that was `shown` to the person; an earlier one of theirs is replaced.

    Raises:
        EmptySignature: a pad without a stroke, a refusal without a reason.
        ContentChanged: the content is no longer what was shown.
    """
    drawn = tuple(tuple(stroke) for stroke in strokes or () if len(stroke) >= 2)
    if (kind == "pad" and not drawn) or (kind == "refused" and not reason.strip()):
        raise errors.EmptySignature(person=person.name)
    with db.write() as conn:
        visit = load_visit(conn, db, draft)
        if content_hash(visit.content) != shown:
            raise errors.ContentChanged(person=person.name)
        pressed = tuple(tuple(each) for each in pressures or ())
        signature = Signature(role, person, kind, shown, utc_now(), drawn, reason.strip(), pressures=pressed)
        drafts.put_signature(conn, draft, _slot(role, person), signature)
        if role == "enterprise" and kind != "refused":
            drafts.drop_signatures(conn, draft, [s for s in visit.draft.signatures if s.startswith("witness")])
        return _signing(load_visit(conn, db, draft))


def take_scan(db: Database, source: bytes | Path, name: str) -> Photo:
    """A photo or scan of the signed sheet, shrunk and on the disk; it belongs to nobody until somebody signs by it.

    Raises:
        PhotoDamaged, PhotoUnknownFormat, PhotoHeicUnsupported, PhotoTooLarge, NotReadable, DiskFull, NotWritable.
    """
    entry, size = taken_photo(db, source, name)
    with db.write() as conn:
        media.note(conn, entry.sha256, size, ok=True)
    return entry


def sign_on_paper(
    db: Database, draft: str, signers: Sequence[tuple[Role, Someone]], *, shown: str, scan: str
) -> Signing:
    """These people signed the printed sheet in ink or sealed it; `scan` is the picture that shows it.

    Raises:
        NotFound: the scan's file has gone.
        ContentChanged: the content is no longer what was printed.
    """
    if media.read(db.directory, scan) is None:
        raise errors.NotFound(what="photo", id=scan)
    with db.write() as conn:
        visit = load_visit(conn, db, draft)
        if content_hash(visit.content) != shown:
            raise errors.ContentChanged(person="、".join(person.name for _, person in signers))
        for role, person in signers:
            signature = Signature(role, person, "paper", shown, utc_now(), scan=scan)
            drafts.put_signature(conn, draft, _slot(role, person), signature)
        if "enterprise" in {role for role, _ in signers}:
            drafts.drop_signatures(conn, draft, [s for s in visit.draft.signatures if s.startswith("witness")])
        return _signing(load_visit(conn, db, draft))


def clock_behind(db: Database) -> tuple[str, str]:
    """This instant and the last one that this store has seen, where the clock is behind it; else two empty texts.

    Some minutes are no matter: the others' clocks are not exact either.
    """
    now = utc_now()
    with db.read() as conn:
        last = instants.last_known(conn)
    behind = bool(last) and local(last) - local(now) > CLOCK_TOLERANCE
    return (now, last) if behind else ("", "")


def take_back(db: Database, draft: str, role: Role, person: Someone) -> Signing:
    """Remove a signature that was just given, before sealing."""
    with db.write() as conn:
        drafts.drop_signatures(conn, draft, [_slot(role, person)])
        return _signing(load_visit(conn, db, draft))


def seal(db: Database, draft: str) -> str:
    """Make the visit immutable: the inspection and a version of each hazard it opens, finds again or closes.

    Gives the inspection's version hash.

    Raises:
        StillOwed: something is missing; nothing is changed.
        NoSheetLetters: the office has not accepted this laptop yet.
    """
    with db.write() as conn:
        visit = load_visit(conn, db, draft)
        if not visit.draft.number:
            drafts.put_number(conn, draft, _new_number(conn, db, visit.draft.head.date))
            visit = load_visit(conn, db, draft)
        signing = _signing(visit)
        owed = [*visit.owed, *signing.owed]
        if owed:
            raise errors.StillOwed(owed=tuple(owed))
        body = InspectionBody(
            signing.content,
            signing.content_hash,
            tuple(s for s in signing.signatures if not signing.is_void(s)),
        )
        hazards = hazard_steps(conn, signing.content, contents_of(conn, visit.draft.head.parents))
        drafts.drop(conn, draft)
        records = make(conn, db, [Making("inspection", draft, body, visit.draft.head.parents), *hazards])
    return records[0].hash.hex()


def _signing(visit: Visit) -> Signing:
    content = visit.content
    signatures = tuple(sorted(visit.draft.signatures.values(), key=lambda s: (s.at, s.role, s.person.name)))
    return Signing(visit, content, content_hash(content), signatures, owed_signatures(content, signatures))


def _slot(role: Role, person: Someone) -> str:
    """One place on the sheet: there is one enterprise's person and one witness, but two inspectors."""
    return f"{role}:{person.id or person.name}" if role == "inspector" else role


def _new_number(conn: Connection, db: Database, date: str) -> str:
    """Such as 张塘核〔2026〕A07-0031: office, year, letters given at enrolment, this device's own count."""
    own = standing_of(conn, db)
    letters, mark = office_letters(own), own.mark
    if own.role == "field":
        grant = conn.execute(
            select(tables.device_grant).where(tables.device_grant.c.device == bytes.fromhex(db.key.device))
        ).first()
        if grant is None:
            raise errors.NoSheetLetters()
        letters, mark = grant.letters, grant.mark
    year = int(date[:4])
    return f"{mark}〔{year}〕{letters}-{drafts.next_number(conn, year):04}"
