"""What an office has received: the last batch, and what of all that came somebody must still see to."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, and_, func, or_, select

from zjg_inspect.model.version import parse
from zjg_inspect.service.file_report import FileReport
from zjg_inspect.service.naming import text_of
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database

_MOST_NAMES = 6


class Batch(msgspec.Struct, frozen=True):
    """The files that were taken in at once, at this instant; those that were refused are not kept."""

    at: str
    reports: tuple[FileReport, ...]


class Brought(NamedTuple):
    """What a bundle was the first to carry of its laptop's own visits, as far as it is merged now."""

    visits: int
    majors: int


class QuarantinedVisit(msgspec.Struct, frozen=True):
    """A visit that was quarantined: at whom, of which day, and why."""

    name: str
    date: str
    reason: str


class QuarantinedVisits(msgspec.Struct, frozen=True):
    """A laptop's quarantined visits for which no correction has come yet."""

    device: str
    laptop: str
    visits: tuple[QuarantinedVisit, ...]


class MissingPhotos(msgspec.Struct, frozen=True):
    """Photos that a laptop's records name and that never came; `names` are some of the enterprises."""

    device: str
    laptop: str
    photos: int
    names: tuple[str, ...]


def last_batch(db: Database) -> Batch | None:
    """None where nothing was received yet."""
    b = tables.bundle_received.c
    found: list[FileReport] = []
    with db.read() as conn, conn.execute(select(b.at, b.report).order_by(b.id.desc())) as rows:
        at = ""
        for row in rows:
            report = msgspec.json.decode(row.report, type=FileReport)
            if found and (not report.batch or report.batch != found[0].batch):
                break
            at = report.batch or row.at
            found.append(report)
    return Batch(at, tuple(reversed(found))) if found else None


def brought(db: Database, device: str) -> dict[int, Brought]:
    """By the sequence numbers of the bundles of this laptop that came."""
    b, i, v = tables.bundle_received.c, tables.inspection.c, tables.version.c
    own = bytes.fromhex(device)
    ends = select(b.sequence, func.max(b.through)).where(b.sender == own).group_by(b.sequence).order_by(b.sequence)
    visits = select(v.n, i.majors).join(tables.inspection, i.hash == v.hash).where(v.device == own)
    with db.read() as conn:
        through = conn.execute(ends).tuples().all()
        seen = conn.execute(visits).tuples().all()
    found, before = {}, 0
    for sequence, last in through:
        carried = [majors for n, majors in seen if before < n <= last]
        found[sequence] = Brought(len(carried), sum(carried))
        before = max(before, last)
    return found


def quarantined_visits(db: Database) -> list[QuarantinedVisits]:
    """By the laptops' letters; what anybody could have made up (a signature that does not fit) is none of theirs."""
    a, v, i, g = tables.aside.c, tables.version.c, tables.inspection.c, tables.device_grant.c
    now = tables.version.alias()
    query = (
        select(g.device, g.name, v.entity, v.raw, v.signature, a.reason)
        .select_from(tables.aside)
        .join(tables.version, v.hash == a.hash)
        .join(tables.device_grant, g.device == v.device)
        .join(tables.inspection, i.entity == v.entity, isouter=True)
        .join(now, now.c.hash == i.hash, isouter=True)
        .where(a.state == "quarantined", a.reason != "signature", v.kind == "inspection", g.tier == "field")
        .where(or_(now.c.n.is_(None), and_(now.c.device == v.device, now.c.n < v.n)))
        .order_by(g.letters, v.n.desc())
    )
    by_laptop: dict[tuple[bytes, str], dict[bytes, QuarantinedVisit]] = {}
    with db.read() as conn:
        for row in conn.execute(query):
            content = parse(row.raw, row.signature).body.get("content")
            said = content if isinstance(content, dict) else {}
            visit = QuarantinedVisit(text_of(said, "name"), text_of(said, "date"), row.reason)
            by_laptop.setdefault((row.device, row.name), {}).setdefault(row.entity, visit)
    return [QuarantinedVisits(key[0].hex(), key[1], tuple(found.values())) for key, found in by_laptop.items()]


def missing_photos(db: Database) -> list[MissingPhotos]:
    """By the laptops' letters."""
    w, use, v, g = tables.media_wanted.c, tables.version_media.c, tables.version.c, tables.device_grant.c
    query = (
        select(g.device, g.name, func.count(w.sha256.distinct()).label("photos"))
        .select_from(tables.media_wanted)
        .join(tables.version_media, use.sha256 == w.sha256)
        .join(tables.version, v.hash == use.hash)
        .join(tables.device_grant, g.device == v.device)
        .where(g.tier == "field")
        .group_by(g.device, g.name)
        .order_by(g.letters)
    )
    with db.read() as conn:
        return [
            MissingPhotos(row.device.hex(), row.name, row.photos, _where(conn, row.device))
            for row in conn.execute(query).all()
        ]


def _where(conn: Connection, device: bytes) -> tuple[str, ...]:
    w, use, v = tables.media_wanted.c, tables.version_media.c, tables.version.c
    i, e = tables.inspection.c, tables.enterprise.c
    query = (
        select(e.name)
        .distinct()
        .select_from(tables.media_wanted)
        .join(tables.version_media, use.sha256 == w.sha256)
        .join(tables.version, v.hash == use.hash)
        .join(tables.inspection, i.entity == v.entity)
        .join(tables.enterprise, e.entity == i.enterprise)
        .where(v.device == device)
        .limit(_MOST_NAMES)
    )
    return tuple(conn.scalars(query))
