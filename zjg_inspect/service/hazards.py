"""A hazard between two visits: what the enterprise says it has done, extensions, the referral to enforcement.

Opening, closing and reopening come of sealed visits (service/hazard_steps.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date as civil_date
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, case, literal, select

from zjg_inspect import errors
from zjg_inspect.model.clock import local, today
from zjg_inspect.model.hazard import HazardBody, HazardState, Step, next_steps
from zjg_inspect.model.inspection import Photo, Rectification, Someone
from zjg_inspect.model.version import Record
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.conflict_facts import device_names
from zjg_inspect.service.hazard_rows import HazardRow, by_urgency, hazard_rows
from zjg_inspect.store import documents, hazard_past, media, photo, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of, uuid_bytes

__all__ = [
    "Evidence", "HazardRow", "HazardStory", "StoryStep", "evidence_thumbnail", "extend", "first_extension",
    "hazard_story", "hazards_at", "record_rectified", "refer",
]  # fmt: skip


class Evidence(NamedTuple):
    """A photo as it came: its bytes, or the file that holds it."""

    source: bytes | Path
    name: str


class StoryStep(msgspec.Struct, frozen=True):
    """One step of a hazard. `device` is the computer that wrote it, `written` when (civil time; information only).

    `deadline` is the one that stands after the step.
    """

    version: str
    step: Step
    date: str
    by: tuple[str, ...]
    reason: str
    photos: tuple[Photo, ...]
    deadline: str
    visit: str
    device: str
    written: str


class HazardStory(msgspec.Struct, frozen=True):
    """A hazard with all its steps, the oldest first, and what may be said of it here without a visit."""

    row: HazardRow
    rectification: Rectification
    steps: tuple[StoryStep, ...]
    verbs: tuple[Step, ...]


def hazards_at(db: Database, enterprise: str) -> list[HazardRow]:
    """All hazards of an enterprise: the open ones first, by urgency, then the others, the latest first."""
    h = tables.hazard.c
    order = [case((tables.hazard_is_open, 0), else_=1), case((tables.hazard_is_open, literal("")), else_=h.date).desc()]
    with db.read() as conn:
        return hazard_rows(conn, db, h.enterprise == uuid_bytes(enterprise), [*order, *by_urgency()])


def hazard_story(db: Database, hazard: str) -> HazardStory:
    """Raises NotFound."""
    own = uuid_bytes(hazard)
    with db.read() as conn:
        heads = heads_of(conn, "hazard", [own])
        rows = hazard_rows(conn, db, tables.hazard.c.entity == own, by_urgency()) if heads else []
        if not rows:
            raise errors.NotFound(what="hazard", id=hazard)
        records = hazard_past.versions(conn, heads)[own]
        names = device_names(conn, {record.version.device for record in records})
        current = heads[own][-1][1]
        return HazardStory(
            row=rows[0],
            rectification=hazard_past.hazard_body(current).rectification,
            steps=tuple(_told(record, names) for record in _steps(conn, records)),
            verbs=() if rows[0].in_conflict else _possible(rows[0].state, rows[0].referred),
        )


def _steps(conn: Connection, records: Sequence[Record]) -> list[Record]:
    """Parents before children; what only amends the words, or joins heads, is no step of its own."""
    v = tables.version.c
    hashes = [record.hash for record in records]
    depth = dict(conn.execute(select(v.hash, v.depth).where(v.hash.in_(hashes))).tuples().all())
    said = {record.hash.hex(): hazard_past.hazard_body(record).statement for record in records}
    found: dict[tuple[Any, ...], Record] = {}
    for record in sorted(records, key=lambda each: (depth[each.hash], each.hash)):
        statement, parents = said[record.hash.hex()], record.version.parents
        if all(said[parent] != statement for parent in parents):
            # two who say the same of the same have taken one step
            found.setdefault((statement, parents), record)
    return list(found.values())


def _told(record: Record, names: Mapping[str, str]) -> StoryStep:
    body, version = hazard_past.hazard_body(record), record.version
    return StoryStep(
        version=record.hash.hex(),
        step=body.step,
        date=body.date,
        by=tuple(person.name for person in body.by),
        reason=body.reason,
        photos=body.photos,
        deadline=body.rectification.deadline,
        visit=body.visit,
        device=names.get(version.device, version.device[:12]),
        written=f"{local(version.made_at):%Y-%m-%d %H:%M}",
    )


def record_rectified(
    db: Database,
    hazard: str,
    date: str,
    by: Someone,
    note: str = "",
    photos: Sequence[Evidence] = (),
) -> str:
    """What the enterprise says: rectified on this day, by whom, with words or photos of it. It stays open until an
    inspector has seen it. Gives the version's hash.

    Raises:
        HazardStepImpossible: it is not open, or was said to be rectified already.
        HazardInConflict, NotFound.
        EvidenceMissing: nobody's name, or neither a word nor a photo.
        RectifiedDateWrong: before it was found, or after today.
        PhotoDamaged, PhotoUnknownFormat, PhotoHeicUnsupported, PhotoTooLarge, NotReadable: nothing is recorded.
    """
    if not by.name.strip() or not (note.strip() or photos):
        raise errors.EvidenceMissing()
    taken = [photo.prepare(each.source, each.name) for each in photos]
    for each in taken:
        media.put(db.directory, each.sha256, each.jpeg)
    with db.write() as conn:
        body = _before(conn, hazard, "rectified")
        first, last = _standing(conn, hazard).found, today().isoformat()
        if not first <= date <= last:
            raise errors.RectifiedDateWrong(date=date, first=first, last=last)
        for each in taken:
            media.note(conn, each.sha256, len(each.jpeg), ok=True)
        shown = tuple(Photo(each.sha256, each.taken_at or "", each.place) for each in taken)
        return _say(conn, db, hazard, body, "rectified", date=date, by=(by,), reason=note.strip(), photos=shown)


def evidence_thumbnail(evidence: Evidence, side: int) -> bytes:
    """A small JPEG of a photo that is not recorded yet. Raises what record_rectified raises for photos."""
    return photo.thumbnail(photo.prepare(evidence.source, evidence.name).jpeg, side)


def extend(db: Database, hazard: str, deadline: str, reason: str) -> str:
    """Give it until a later day, and say why. Gives the version's hash.

    Raises:
        StepReasonMissing.
        DeadlineNotLater: not after the present deadline, or gone by.
        HazardStepImpossible, HazardInConflict, NotFound.
    """
    if not reason.strip():
        raise errors.StepReasonMissing(step="extended")
    with db.write() as conn:
        body = _before(conn, hazard, "extended")
        first = first_extension(body.rectification.deadline)
        if deadline < first:
            raise errors.DeadlineNotLater(deadline=deadline, first=first)
        later = msgspec.structs.replace(body.rectification, deadline=deadline)
        return _say(conn, db, hazard, body, "extended", reason=reason.strip(), rectification=later)


def first_extension(deadline: str) -> str:
    """The earliest day to which this deadline may be extended today."""
    now = today()
    return max(now, civil_date.fromisoformat(deadline) + timedelta(days=1) if deadline else now).isoformat()


def refer(db: Database, hazard: str, reason: str) -> str:
    """Hand it over to enforcement (执法移交) and say why; it stays open and marked until it is closed.

    Raises:
        StepReasonMissing, HazardStepImpossible, HazardInConflict, NotFound.
    """
    if not reason.strip():
        raise errors.StepReasonMissing(step="referred")
    with db.write() as conn:
        body = _before(conn, hazard, "referred")
        return _say(conn, db, hazard, body, "referred", reason=reason.strip())


class _Standing(NamedTuple):
    state: HazardState
    in_conflict: bool
    referred: bool
    found: str


def _standing(conn: Connection, hazard: str) -> _Standing:
    """How it stands, read with care. Raises NotFound."""
    h = tables.hazard.c
    row = conn.execute(
        select(h.state, h.in_conflict, h.referred, h.found).where(h.entity == uuid_bytes(hazard))
    ).first()
    if row is None:
        raise errors.NotFound(what="hazard", id=hazard)
    return _Standing(*row)


def _before(conn: Connection, hazard: str, step: Step) -> HazardBody:
    """The hazard before this step."""
    standing = _standing(conn, hazard)
    body = documents.hazard(conn, hazard)
    if body is None:
        raise errors.NotFound(what="hazard", id=hazard)
    if standing.in_conflict:
        raise errors.HazardInConflict(hazard=hazard)
    if step not in _possible(standing.state, standing.referred):
        raise errors.HazardStepImpossible(step=step, state=standing.state)
    return body


def _possible(state: HazardState, referred: bool) -> tuple[Step, ...]:
    """What may be said without a visit, here and at every desk: the enterprise's word and the office's; what was
    referred is not referred again."""
    steps = (*next_steps(state, "enterprise"), *next_steps(state, "office"))
    return tuple(step for step in steps if not (step == "referred" and referred))


def _say(
    conn: Connection,
    db: Database,
    hazard: str,
    body: HazardBody,
    step: Step,
    *,
    date: str = "",
    by: tuple[Someone, ...] = (),
    reason: str = "",
    photos: tuple[Photo, ...] = (),
    rectification: Rectification | None = None,
) -> str:
    said = msgspec.structs.replace(
        body,
        step=step,
        date=date or today().isoformat(),
        visit="",
        by=by,
        photos=photos,
        reason=reason,
        rectification=rectification or body.rectification,
    )
    return make(conn, db, [Making("hazard", hazard, said)])[0].hash.hex()
