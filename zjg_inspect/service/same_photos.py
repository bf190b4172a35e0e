"""The same photo in two visits: found by its hash, without reading any visit but those that have it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect.model.inspection import Content, Photo
from zjg_inspect.store import documents, tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text

_SOME = 500
_VISITS = 5
"""Other visits that are told of; how many more there are is told, too."""


class Place(NamedTuple):
    """Where a photo stands in a visit; `item` is empty where it is of the visit as a whole."""

    item: str
    photo: Photo


class SamePhotos(msgspec.Struct, frozen=True):
    """Another visit with photos of this one; `pairs`: each here and there. `more`: further visits with these photos."""

    inspection: str
    name: str
    date: str
    inspectors: str
    same_enterprise: bool
    pairs: tuple[tuple[Place, Place], ...]
    more: int = 0

    @property
    def items(self) -> tuple[str, ...]:
        """Of this visit, each once; a photo of the visit as a whole has none."""
        return tuple(dict.fromkeys(here.item for here, _ in self.pairs if here.item))


def places(content: Content) -> dict[str, Place]:
    """By hash every photo of the visit, where it stands first."""
    found: dict[str, Place] = {}
    for answer in content.answers:
        _take(found, answer.item, answer.photos)
    for hazard in content.hazards:
        _take(found, hazard.item, hazard.photos)
    _take(found, "", content.photos)
    return found


def _take(found: dict[str, Place], item: str, photos: Iterable[Photo]) -> None:
    for photo in photos:
        found.setdefault(photo.sha256, Place(item, photo))


def same_photos(conn: Connection, content: Content) -> tuple[SamePhotos, ...]:
    """Other visits, as they are now, that show a photo of this one; the latest first.

    Each photo is told of once, with the latest visit that has it.
    """
    here = places(content)
    rows = _uses(conn, content.inspection, sorted(here))
    by_visit: dict[bytes, list[str]] = {}
    users: dict[str, set[bytes]] = {}
    for row in rows:
        sha = row.sha256.hex()
        if sha not in users:
            by_visit.setdefault(row.entity, []).append(sha)
        users.setdefault(sha, set()).add(row.entity)
    about = {row.entity: row for row in rows}
    found = []
    for entity, shas in list(by_visit.items())[:_VISITS]:
        row, other = about[entity], documents.inspection(conn, uuid_text(entity))[0].content
        there = places(other)
        more = set().union(*(users[sha] for sha in shas)) - set(by_visit)
        found.append(
            SamePhotos(
                inspection=other.inspection,
                name=row.name,
                date=row.date,
                inspectors=row.inspectors,
                same_enterprise=other.enterprise == content.enterprise,
                pairs=tuple((here[sha], there[sha]) for sha in shas if sha in there),
                more=len(more),
            )
        )
    return tuple(each for each in found if each.pairs)


def _uses(conn: Connection, own: str, shas: list[str]) -> list[Any]:
    """Every other visit whose current version has one of the photos: sha256, entity, date, inspectors, name."""
    use, v, i, e = tables.version_media.c, tables.version.c, tables.inspection.c, tables.enterprise.c
    rows: list[Any] = []
    for start in range(0, len(shas), _SOME):
        some = [bytes.fromhex(sha) for sha in shas[start : start + _SOME]]
        query = (
            select(use.sha256, i.entity, i.date, i.inspectors, e.name)
            .join(tables.version, v.hash == use.hash)
            .join(tables.inspection, (i.entity == v.entity) & (i.hash == v.hash))
            .join(tables.enterprise, e.entity == i.enterprise)
            .where(use.sha256.in_(some), v.kind == "inspection", i.entity != uuid_bytes(own))
        )
        rows += conn.execute(query).all()
    return sorted(rows, key=lambda row: (row.date, row.entity), reverse=True)
