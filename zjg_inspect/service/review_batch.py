"""Several visits approved with one signature: each opened in the version that is signed, none with anything open.

The signature of each is over its own content; all are written in one transaction, or none is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.model import authority, ids
from zjg_inspect.model.inspection import Grade, InspectionBody, Outcome, Someone, is_void
from zjg_inspect.model.review import Noted, WhyNot
from zjg_inspect.model.version import Record
from zjg_inspect.service.author import make
from zjg_inspect.service.inapplicable import Overused, overused
from zjg_inspect.service.review import asked, crew_of, is_of_crew, reviewed, strokes_of
from zjg_inspect.service.review_queue import Waiting, plain_ones
from zjg_inspect.service.same_photos import SamePhotos, same_photos
from zjg_inspect.store import documents, media, review_notes
from zjg_inspect.store.db import Database

__all__ = ["Chosen", "Together", "approve_together", "opened_visits"]


class Chosen(NamedTuple):
    """A visit to be signed: the version that was seen, and the opinion that its review says."""

    inspection: str
    version: str
    opinion: str = ""


class Together(NamedTuple):
    """A visit that the reviewer has opened; `why_not`: why it cannot be signed with others, "" where it can.

    `noted`: the opinion and the answers so far, to what `overused` and `same` ask.
    """

    row: Waiting
    why_not: WhyNot | str
    noted: Noted
    overused: Overused | None
    same: tuple[SamePhotos, ...]


def opened_visits(db: Database, reviewer: Someone) -> list[Together]:
    """What the reviewer has opened and left nothing open in, each looked at anew; in the order of the visits."""
    with db.read() as conn:
        notes = review_notes.all_of(conn)
        rows = sorted(plain_ones(conn, notes, reviewer), key=lambda row: (row.date, row.number))
        found = []
        for row in rows:
            chosen = Chosen(row.inspection, row.version)
            if (seen := _seen(conn, chosen)) is not None:
                found.append(
                    Together(row, _why_not(conn, chosen, seen, reviewer), seen.noted, seen.overused, seen.same)
                )
    return found


def approve_together(
    db: Database, chosen: Sequence[Chosen], reviewer: Someone, strokes: list[list[int]]
) -> list[str]:  # fmt: skip
    """Sign each of these visits off; gives the reviews' version hashes.

    Raises:
        EmptySignature: no stroke on the pad.
        BatchRefused: some cannot be signed so; nothing is written.
    """
    drawn = strokes_of(strokes, reviewer)
    with db.write() as conn:
        refused: list[tuple[str, str]] = []
        makings = []
        for each in {one.inspection: one for one in chosen}.values():
            seen = _seen(conn, each)
            if seen is None:
                refused.append((each.inspection[:8], "gone"))
            elif why := _why_not(conn, each, seen, reviewer):
                refused.append((seen.body.content.name, why))
            else:
                makings.append(reviewed(seen.body, seen.record, "approved", reviewer, drawn, each.opinion))
        if refused:
            raise errors.BatchRefused(why_not=tuple(refused))
        records = make(conn, db, makings)
        for each in chosen:
            review_notes.drop(conn, each.inspection)
    return [record.hash.hex() for record in records]


class _Seen(NamedTuple):
    """The visit as it is now."""

    body: InspectionBody
    record: Record
    heads: int
    noted: Noted
    overused: Overused | None
    same: tuple[SamePhotos, ...]


def _seen(conn: Connection, chosen: Chosen) -> _Seen | None:
    """None where there is no finished visit."""
    found = documents.document(conn, "inspection", chosen.inspection)
    if found is None or not isinstance(found.body, InspectionBody) or found.body.content.outcome is not Outcome.DONE:
        return None
    return _Seen(
        body=found.body,
        record=found.record,
        heads=found.heads,
        noted=review_notes.of(conn, chosen.inspection, found.record.hash.hex()),
        overused=overused(conn, chosen.inspection),
        same=same_photos(conn, found.body.content),
    )


def _why_not(conn: Connection, chosen: Chosen, seen: _Seen, reviewer: Someone) -> WhyNot | str:
    body, version = seen.body, seen.record.hash.hex()
    photos = authority.photos_of(seen.record.raw)
    if is_of_crew(crew_of(conn, body, seen.record), reviewer):
        return "took_part"
    if version != chosen.version:
        return "outdated"
    if documents.review(conn, ids.review_id(version)) is not None:
        return "decided"
    if not seen.noted.was_opened(reviewer):
        return "unopened"
    if seen.heads > 1:
        return "conflict"
    if any(hazard.rectification.grade is Grade.MAJOR for hazard in body.content.hazards):
        return "major"
    if any(is_void(each, body.content_hash) for each in body.signatures):
        return "void"
    if len(media.known(conn, photos)) < len(photos):
        return "photos"
    if seen.noted.returned:
        return "returned"
    return "" if all(each in seen.noted.answers for each in asked(seen.overused, seen.same)) else "question"
