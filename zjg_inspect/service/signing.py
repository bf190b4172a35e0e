"""Signing and sealing: people sign the content hash; sealing makes the immutable versions (§5 of the design)."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.draft import DraftHead
from zjg_inspect.model.hazard import HazardBody, Step
from zjg_inspect.model.inspection import (
    Content,
    FoundHazard,
    InspectionBody,
    Kind,
    Owed,
    Role,
    Signature,
    Someone,
    content_hash,
    is_void,
    owed_signatures,
)
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.service.setup import OFFICE_LETTERS
from zjg_inspect.service.visit import Visit, load_visit
from zjg_inspect.store import documents, drafts, tables
from zjg_inspect.store.db import Database


class Signing(NamedTuple):
    """A finished visit in front of its signers: what they sign, who has signed, what is still owed."""

    visit: Visit
    content: Content
    content_hash: str
    signatures: tuple[Signature, ...]
    owed: list[Owed]

    def is_void(self, signature: Signature) -> bool:
        return is_void(signature, self.content_hash)


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
        signature = Signature(role, person, kind, shown, utc_now(), drawn, reason.strip())
        drafts.put_signature(conn, draft, _slot(role, person), signature)
        if role == "enterprise" and kind != "refused":
            drafts.drop_signatures(conn, draft, [s for s in visit.draft.signatures if s.startswith("witness")])
        return _signing(load_visit(conn, db, draft))


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
        hazards = _hazard_steps(conn, visit, signing.content)
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
    letters, mark = OFFICE_LETTERS, own.mark
    if own.role == "field":
        grant = conn.execute(
            select(tables.device_grant).where(tables.device_grant.c.device == bytes.fromhex(db.key.device))
        ).first()
        if grant is None:
            raise errors.NoSheetLetters()
        letters, mark = grant.letters, grant.mark
    year = int(date[:4])
    return f"{mark}〔{year}〕{letters}-{drafts.next_number(conn, year):04}"


def _hazard_steps(conn: Connection, visit: Visit, content: Content) -> list[Making]:
    """A version of each hazard of which this visit says something that its earlier version, if any, did not.

    So a correction repeats nothing: what others have done since, closed or extended, stays as they left it.
    """
    earlier = _earlier(conn, visit.draft.head)
    was, now = _said(earlier), _said(content)
    found = {hazard.hazard: hazard for hazard in content.hazards}
    before = {hazard.hazard: hazard for hazard in earlier.hazards} if earlier is not None else {}
    made: list[Making] = []
    for hazard, step in now.items():
        if step == "opened":
            made += _opened(conn, content, found[hazard], before.get(hazard))
        elif was.get(hazard) != step:
            made.append(_next_step(conn, content, hazard, step))
    for hazard in was.keys() - now.keys():
        made += _taken_back(conn, content, hazard, was[hazard])
    return made


def _earlier(conn: Connection, head: DraftHead) -> Content | None:
    """What the version said that a correction follows."""
    record = documents.version(conn, head.parents[0]) if head.parents else None
    body = None if record is None else authority.body_of(record.version)
    return body.content if isinstance(body, InspectionBody) else None


def _said(content: Content | None) -> dict[str, Step]:
    """What a visit says of each hazard."""
    if content is None:
        return {}
    found: dict[str, Step] = {each.hazard: "still_open" if each.still_open else "opened" for each in content.hazards}
    return found | dict.fromkeys(content.closed, "verified_closed")


def _opened(conn: Connection, content: Content, found: FoundHazard, before: FoundHazard | None) -> list[Making]:
    """A new hazard, or what a correction has changed in one that the visit had opened."""
    current = documents.hazard(conn, found.hazard)
    if found == before and current is not None:
        return []
    if before is not None and current is not None and current.visit != content.inspection:
        body = msgspec.structs.replace(current, rectification=found.rectification)
    else:
        body = HazardBody(
            enterprise=content.enterprise,
            inspection=content.inspection,
            item=found.item,
            form=content.form,
            step="opened",
            date=content.date,
            rectification=found.rectification,
            visit=content.inspection,
            by=content.inspectors,
            photos=found.photos,
        )
    return [Making("hazard", found.hazard, body)]


def _taken_back(conn: Connection, content: Content, hazard: str, said: Step) -> list[Making]:
    """What follows where a correction no longer says it: unless another visit has had its say since."""
    current = documents.hazard(conn, hazard)
    if current is None or current.visit not in ("", content.inspection):
        return []
    if said == "opened" and current.state != "withdrawn":
        return [_next_step(conn, content, hazard, "withdrawn")]
    if said == "verified_closed" and current.state == "closed":
        return [_next_step(conn, content, hazard, "reopened")]
    return []


def _next_step(conn: Connection, content: Content, hazard: str, step: Step) -> Making:
    before = documents.hazard(conn, hazard)
    if before is None:
        raise errors.NotFound(what="hazard", id=hazard)
    if step == "still_open" and before.state != "open":
        step = "reopened"
    answer = next((answer for answer in content.answers if answer.item == before.item), None)
    body = msgspec.structs.replace(
        before,
        step=step,
        date=content.date,
        visit=content.inspection,
        by=content.inspectors,
        photos=answer.photos if answer else (),
        reason=answer.note if answer else "",
    )
    return Making("hazard", hazard, body)
