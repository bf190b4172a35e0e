"""What one bundle of the office tells a laptop about its own work: what came there, what is new for it to do."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect.model.authority import body_of
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.version import parse
from zjg_inspect.store import receipts, tables
from zjg_inspect.store.proposed import Outcome, outcomes

_SOME = 500


class Refused(msgspec.Struct, frozen=True):
    """A visit that the office did not accept: at whom, of which day, and why."""

    name: str
    date: str
    reason: str


__all__ = ["Before", "News", "Outcome", "Refused", "compare", "look"]


class News(msgspec.Struct, frozen=True):
    """What has changed for this laptop by one bundle.

    `receipt`: it brought a newer receipt, which says the next four: visits that have come to the office since the last
    one, visits that it had and has no more (it was restored from a backup), the photos of this laptop that it lacks,
    the visits that it did not accept and had not refused before. Then assignments given and taken back, reviews of this
    laptop's visits, what the office decided on its proposals, and what of the register was new or changed.
    """

    receipt: bool = False
    delivered: int = 0
    again: int = 0
    photos_missing: int = 0
    refused: tuple[Refused, ...] = ()
    assigned: int = 0
    withdrawn: int = 0
    approved: int = 0
    returned: int = 0
    decided: tuple[Outcome, ...] = ()
    enterprises: int = 0
    people: int = 0


class Before(NamedTuple):
    """How things stood with this laptop before the import."""

    through: int
    refused: frozenset[bytes]
    assigned: frozenset[bytes]
    reviews: dict[bytes, tuple[bytes, str]]
    decided: dict[bytes, Outcome]


def look(conn: Connection, device: bytes, office: bytes) -> Before:
    q, a = tables.receipt_quarantined.c, tables.assignment.c
    own = select(a.entity).where(a.device == device, a.withdrawn.is_(False))
    return Before(
        receipts.acknowledged(conn, office),
        frozenset(conn.scalars(select(q.hash))),
        frozenset(conn.scalars(own)),
        _reviews(conn, device),
        outcomes(conn, device),
    )


def compare(
    conn: Connection, device: bytes, office: bytes, before: Before, receipt: bool, kinds: Iterable[str]
) -> News:
    """What has changed since; `receipt`: a newer one was kept. `kinds` of the versions that merged."""
    now = look(conn, device, office)
    fresh = [decision for entity, (version, decision) in now.reviews.items() if _is_news(before, entity, version)]
    counted = list(kinds)
    return News(
        receipt=receipt,
        delivered=_visits(conn, device, before.through, now.through, now.refused),
        again=_visits(conn, device, now.through, before.through, now.refused),
        photos_missing=_lacking(conn, device, office) if receipt else 0,
        refused=tuple(_refused(conn, sorted(now.refused - before.refused))),
        assigned=len(now.assigned - before.assigned),
        withdrawn=len(before.assigned - now.assigned),
        approved=fresh.count("approved"),
        returned=fresh.count("returned"),
        decided=tuple(said for entity, said in now.decided.items() if before.decided.get(entity) != said),
        enterprises=counted.count("enterprise"),
        people=counted.count("person"),
    )


def _is_news(before: Before, entity: bytes, version: bytes) -> bool:
    return before.reviews.get(entity, (b"", ""))[0] != version


def _reviews(conn: Connection, device: bytes) -> dict[bytes, tuple[bytes, str]]:
    """The reviews of this laptop's own visits: version and decision by entity."""
    r, i = tables.review.c, tables.inspection.c
    query = (
        select(r.entity, r.hash, r.decision)
        .join(tables.inspection, i.entity == r.inspection)
        .where(i.device == device)
    )  # fmt: skip
    return {row.entity: (row.hash, row.decision) for row in conn.execute(query)}


def _visits(conn: Connection, device: bytes, after: int, through: int, refused: frozenset[bytes]) -> int:
    """This device's visits among its versions in (after, through], but for the refused ones."""
    v = tables.version.c
    query = select(v.entity, v.hash).where(v.device == device, v.n > after, v.n <= through, v.kind == "inspection")
    return len({row.entity for row in conn.execute(query) if row.hash not in refused})


def _lacking(conn: Connection, device: bytes, office: bytes) -> int:
    """How many of the photos that the office misses are named by this device's own versions."""
    use, v = tables.version_media.c, tables.version.c
    missing = [bytes.fromhex(sha) for sha in receipts.newest(conn, office).missing]
    found = 0
    for start in range(0, len(missing), _SOME):
        own = (
            select(func.count(use.sha256.distinct()))
            .join(tables.version, v.hash == use.hash)
            .where(use.sha256.in_(missing[start : start + _SOME]), v.device == device)
        )
        found += int(conn.execute(own).scalar_one())
    return found


def _refused(conn: Connection, hashes: Iterable[bytes]) -> Iterable[Refused]:
    q, v = tables.receipt_quarantined.c, tables.version.c
    query = select(v.raw, v.signature, q.reason).join(tables.receipt_quarantined, q.hash == v.hash)
    for hash_ in hashes:
        row = conn.execute(query.where(v.hash == hash_, v.kind == "inspection")).first()
        body = None if row is None else body_of(parse(row.raw, row.signature).version)
        if row is not None and isinstance(body, InspectionBody):
            yield Refused(body.content.name, body.content.date, row.reason)
