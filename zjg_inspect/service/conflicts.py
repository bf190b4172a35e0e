"""Conflicts: what two people changed without knowing of each other, side by side, until a person merges it.

Several heads that say the same are no conflict and need nobody: the next edit has all of them as its parents.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, soundness
from zjg_inspect.model.clock import local, utc_now
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.threeway import STATEMENTS, WHOLE, Body, Difference, Path, compare, merged, merged_with
from zjg_inspect.model.version import Record, Version
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.conflict_facts import (
    Follows,
    Found,
    Items,
    device_names,
    follows,
    names_in,
    people_of,
    subject,
)
from zjg_inspect.service.hazard_steps import contents_of, hazard_steps
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.store import drafts, tables
from zjg_inspect.store.ancestry import common_ancestor
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of, in_conflict, uuid_bytes

__all__ = [
    "Conflict", "Difference", "Follows", "Found", "Head", "InConflict", "Items", "conflict", "conflicts",
    "merge_conflict",
]  # fmt: skip

# What touches a verdict first.
_ORDER = (
    "hazard", "inspection", "review", "programme", "grant", "enterprise", "zone", "lease", "assignment", "premises",
    "landlord", "person", "form", "device",
)  # fmt: skip
_Heads = list[tuple[int, Record]]


class InConflict(msgspec.Struct, frozen=True):
    """An entity in conflict: whom it is about, what of it, when it was last changed (civil time), who settles it."""

    kind: str
    entity: str
    name: str
    about: str
    when: str
    may_merge: bool


class Head(msgspec.Struct, frozen=True):
    """One of the versions; those that say the same stand as one. `current` is shown everywhere until they are merged.

    `made_at` is the civil time; it is information and decides nothing. `n` counts the device's versions.
    """

    versions: tuple[str, ...]
    device: str
    device_name: str
    people: tuple[str, ...]
    made_at: str
    n: int
    current: bool


class Conflict(msgspec.Struct, frozen=True):
    """An entity's versions side by side. `fields` are those in which they differ, `follows` what comes of each.

    `names`: what ids and item codes in the values are called. `one_click`: the edits do not collide, so that there is
    one merge of all. `whole`: only one of them as it is can be taken, since people have signed it. `visit`: the
    inspection that it belongs to, where it belongs to one.
    """

    kind: str
    entity: str
    name: str
    about: str
    heads: tuple[Head, ...]
    fields: tuple[Difference, ...]
    follows: tuple[Follows, ...]
    names: Mapping[str, str]
    may_merge: bool
    one_click: bool
    whole: bool
    visit: str

    @property
    def versions(self) -> tuple[str, ...]:
        """All of them, for merge_conflict."""
        return tuple(sorted(version for head in self.heads for version in head.versions))


def conflicts(db: Database, limit: int = 200) -> list[InConflict]:
    """All that is in conflict here; what touches a verdict first, then by name."""
    c = tables.conflict.c
    with db.read() as conn:
        rows = conn.execute(select(c.kind, c.entity).limit(limit)).all()
        found = [_listed(conn, db, row.kind, heads_of(conn, row.kind, [row.entity])[row.entity]) for row in rows]
    return sorted(found, key=lambda each: (_ORDER.index(each.kind), each.name, each.about, each.entity))


def conflict(db: Database, kind: str, entity: str) -> Conflict | None:
    """None where it has been settled meanwhile."""
    own = uuid_bytes(entity)
    with db.read() as conn:
        heads = heads_of(conn, kind, [own]).get(own, [])
        if len(heads) < 2 or not in_conflict(heads):
            return None
        base, sides = _base(conn, heads), _sides(heads)
        bodies = [_body(side[-1]) for side in sides]
        plain = [side[-1].body for side in sides]
        fields = tuple(each for each in compare(base, plain, STATEMENTS.get(kind, ())) if each.differs)
        listed = _listed(conn, db, kind, heads)
        devices = device_names(conn, {side[-1].version.device for side in sides})
        return Conflict(
            kind=kind,
            entity=entity,
            name=listed.name,
            about=listed.about,
            heads=tuple(
                Head(
                    versions=tuple(record.hash.hex() for record in side),
                    device=(version := side[-1].version).device,
                    device_name=devices.get(version.device, version.device[:12]),
                    people=people_of(body),
                    made_at=f"{local(version.made_at):%Y-%m-%d %H:%M}",
                    n=version.n,
                    current=side is sides[-1],
                )
                for side, body in zip(sides, bodies, strict=True)
            ),
            fields=fields,
            follows=follows(conn, db, bodies),
            names=names_in(conn, db, bodies, fields),
            may_merge=listed.may_merge,
            one_click=listed.may_merge and kind not in WHOLE and _is_sound(conn, db, heads, _merged(base, heads)),
            whole=kind in WHOLE,
            visit=entity if kind == "inspection" else str(getattr(bodies[-1], "inspection", "")),
        )


def merge_conflict(
    db: Database,
    kind: str,
    entity: str,
    versions: Sequence[str],
    choices: Mapping[Path, Any] | None = None,
    *,
    take: str = "",
) -> str:
    """Settle a conflict by a version whose parents are exactly these; gives its hash.

    `take` is the version to stand as it is. Without it all edits are joined, with a person's `choices` (by path the
    value) where they collide. A visit that is taken keeps its signatures, since its content is the same, and says anew
    of its hazards what the others had said otherwise.

    Raises:
        ConflictOutdated: these are not, or no longer, the versions in conflict.
        ConflictUndecided: edits collide and were not chosen.
        SchemaWrong: what was chosen is not a valid whole.
        NotAuthorised: this device may not settle it.
        DraftOpen: a correction of the visit has been begun here.
    """
    own = uuid_bytes(entity)
    with db.write() as conn:
        heads = heads_of(conn, kind, [own]).get(own, [])
        by_hash = {record.hash.hex(): record.body for _, record in heads}
        if set(versions) != by_hash.keys() or not in_conflict(heads) or (take and take not in by_hash):
            raise errors.ConflictOutdated(kind=kind)
        if kind in WHOLE and not take:
            raise errors.SchemaWrong(kind=kind, reason="not taken whole")
        statements, base = STATEMENTS.get(kind, ()), _base(conn, heads)
        plain = by_hash[take] if take else merged_with(base, list(by_hash.values()), choices or {}, statements)
        body = authority.body_of(_own(db, heads, plain))
        makings = [Making(kind, entity, body, tuple(sorted(by_hash)))]
        if isinstance(body, InspectionBody):
            if drafts.exists(conn, entity):
                raise errors.DraftOpen(name=body.content.name)
            makings += hazard_steps(conn, body.content, contents_of(conn, sorted(by_hash)))
        return make(conn, db, makings)[0].hash.hex()


def _merged(base: Body | None, heads: _Heads) -> Body | None:
    """The one merge of these heads, where their edits do not collide."""
    kind = heads[-1][1].version.kind
    return merged(base, [record.body for _, record in heads], STATEMENTS.get(kind, ()))


def _base(conn: Connection, heads: _Heads) -> Body | None:
    found = common_ancestor(conn, heads)
    return None if found is None else found.body


def _sides(heads: _Heads) -> list[list[Record]]:
    """The heads, those of one body together; the current one stands last, on the last side."""
    sides: list[list[Record]] = []
    for _, record in reversed(heads):
        same = next((side for side in sides if side[0].body == record.body), None)
        if same is None:
            sides.append([record])
        else:
            same.append(record)
    return [side[::-1] for side in reversed(sides)]


def _body(record: Record) -> authority.Body:
    return authority.body_of(record.version)


def _listed(conn: Connection, db: Database, kind: str, heads: _Heads) -> InConflict:
    version = heads[-1][1].version
    name, about = subject(conn, _body(heads[-1][1]))
    tier = identity(conn, db).roots[db.key.device]
    return InConflict(
        kind=kind,
        entity=version.entity,
        name=name,
        about=about,
        when=f"{local(max(record.version.made_at for _, record in heads)):%Y-%m-%d %H:%M}",
        may_merge=all(authority.may_author(record.version, db.key.device, tier) for _, record in heads),
    )


def _own(db: Database, heads: _Heads, body: Body) -> Version:
    """As a version of this device's, to be checked before it is made."""
    last = heads[-1][1].version
    return Version(body, db.key.device, last.entity, last.kind, utc_now(), 1, ())


def _is_sound(conn: Connection, db: Database, heads: _Heads, body: Body | None) -> bool:
    """Whether this body would be taken."""
    if body is None:
        return False
    try:
        made = authority.body_of(_own(db, heads, body))
    except errors.SchemaWrong:
        return False
    return not (isinstance(made, HazardBody) and soundness.hazard_fault(made, form_by_hash(conn, db, made.form)))
