"""What goes into a bundle: upwards all that the office has not acknowledged, downwards what one laptop needs."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from zjg_inspect.model import authority
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import media, tables
from zjg_inspect.store.doubles import survivors
from zjg_inspect.store.projection import uuid_bytes

_SOME = 500
# A reader learns keys, trust and forms before it judges what rests on them.
_FIRST = {"device": 0, "grant": 1, "form": 2}


class Chosen(NamedTuple):
    """The versions of a bundle by their `seq`, in its order, and the hashes (hex) of the photos that go with them."""

    seqs: list[int]
    photos: list[str]


class Needs(NamedTuple):
    """What a laptop works with: the zones of its grant, and enterprises elsewhere that it was assigned."""

    device: bytes
    zones: frozenset[bytes]
    assigned: frozenset[bytes]

    @property
    def key(self) -> str:
        """Names the selection: with another one, all of it is sent anew."""
        parts = [*sorted(self.zones), b"|", *sorted(self.assigned)]
        return sha256(b"".join(parts)).hexdigest()


def last_seq(conn: Connection) -> int:
    return int(conn.execute(select(func.coalesce(func.max(tables.version.c.seq), 0))).scalar_one())


def upwards(conn: Connection, through: Mapping[str, int], missing: Iterable[str]) -> Chosen:
    """Every version that the addressee has not received, but for the quarantined, and the photos it lacks."""
    v, a = tables.version.c, tables.aside.c
    found: list[tuple[int, int, int]] = []
    for device in _devices(conn):
        query = (
            select(v.seq, v.kind, v.depth)
            .join(tables.aside, a.hash == v.hash, isouter=True)
            .where(v.device == device, v.n > through.get(device.hex(), 0), func.coalesce(a.state, "") != "quarantined")
        )
        found += [_place(*row) for row in conn.execute(query)]
    seqs = _in_order(found)
    return Chosen(seqs, _photos(conn, seqs, missing))


def _devices(conn: Connection) -> Iterator[bytes]:
    """All devices that wrote something here, each found by one step in the index."""
    column = tables.version.c.device
    device: bytes | None = conn.execute(select(func.min(column))).scalar()
    while device is not None:
        yield device
        device = conn.execute(select(func.min(column)).where(column > device)).scalar()


def needs_of(conn: Connection, device: bytes) -> Needs:
    """What a laptop was granted and assigned."""
    zones = conn.execute(
        select(tables.device_grant.c.zones).where(tables.device_grant.c.device == device)
    ).scalar() or ""  # fmt: skip
    granted = frozenset(map(uuid_bytes, zones.split()))
    s, e = tables.assignment.c, tables.enterprise.c
    query = (
        select(e.entity, e.zone)
        .join(tables.assignment, s.enterprise == e.entity)
        .where(s.device == device, s.withdrawn.is_(False))
    )
    elsewhere = {row.entity for row in conn.execute(query) if row.zone not in granted}
    return Needs(device, granted, frozenset(elsewhere))


def downwards(conn: Connection, needs: Needs, floor: int | None, whole: bool, missing: Iterable[str]) -> Chosen:
    """What a laptop needs: of its selection what is newer than `floor`, and (`whole`) all that it works with today.

    Whole ancestries go along, so that nothing waits there for its parents; the photos of what is new, and those that
    the laptop says it lacks.
    """
    fresh, moved_in = (set(), set()) if floor is None else _news(conn, needs, floor)
    fresh |= _all_of(conn, needs) if whole else _work_at(conn, moved_in)
    places = _with_ancestors(conn, fresh)
    return Chosen(_in_order(places.values()), _photos(conn, [places[hash_][2] for hash_ in fresh], missing))


def _news(conn: Connection, needs: Needs, floor: int) -> tuple[set[bytes], set[bytes]]:
    """Hashes of what concerns this laptop among the newer versions, and the enterprises that came into its zones."""
    v, a = tables.version.c, tables.aside.c
    query = (
        select(v.hash, v.kind, v.raw, v.signature)
        .join(tables.aside, a.hash == v.hash, isouter=True)
        .where(v.seq > floor, a.hash.is_(None))
    )
    found: set[bytes] = set()
    moved_in: set[bytes] = set()
    sites = _Sites(conn, needs)
    for row in conn.execute(query):
        record = stored(row.raw, row.signature)
        parents = [parent for hash_ in record.version.parents if (parent := _record(conn, hash_)) is not None]
        # what leaves a laptop's zones, or is assigned to another, is told to it as well
        if any(_concerns(conn, needs, sites, each) for each in (record, *parents)):
            found.add(row.hash)
        if row.kind == "enterprise" and _moved_in(needs, record, parents):
            moved_in.add(uuid_bytes(record.version.entity))
        elif row.kind == "enterprise" and (into := _merged_into(record)) is not None and into in sites:
            moved_in.add(into)  # what was done at the double is done there now
    return found, moved_in


def _moved_in(needs: Needs, record: Record, parents: list[Record]) -> bool:
    """Whether this version of an enterprise brings it into the laptop's zones."""
    here = [uuid_bytes(each.body["zone"]) in needs.zones for each in (record, *parents)]
    return here[0] and not all(here)


def _merged_into(record: Record) -> bytes | None:
    into = record.body.get("merged_into")
    return uuid_bytes(into) if into else None


class _Sites:
    """Whether an enterprise is one of the laptop's; asked for the same ones again and again."""

    def __init__(self, conn: Connection, needs: Needs) -> None:
        self._conn, self._needs = conn, needs
        self._stands_for = survivors(conn)
        self._known: dict[bytes, bool] = {}

    def __contains__(self, entity: bytes) -> bool:
        if entity not in self._known:
            e = tables.enterprise.c
            zone = self._conn.execute(select(e.zone).where(e.entity == entity)).scalar()
            here = entity in self._needs.assigned or zone in self._needs.zones
            stays = self._stands_for.get(entity)
            self._known[entity] = here or (stays is not None and stays in self)
        return self._known[entity]


def _concerns(conn: Connection, needs: Needs, sites: _Sites, record: Record) -> bool:
    version, body = record.version, record.body
    match version.kind:
        case "person" | "form" | "programme" | "grant" | "landlord":
            return True
        case "device":
            return bool(body["tier"] != "field")
        case "zone":
            return uuid_bytes(version.entity) in needs.zones
        case "enterprise":
            into = _merged_into(record)
            if into is not None and into in sites:
                return True
            return uuid_bytes(body["zone"]) in needs.zones or uuid_bytes(version.entity) in needs.assigned
        case "premises":
            return uuid_bytes(body["zone"]) in needs.zones
        case "lease":
            return uuid_bytes(body["tenant"]) in sites
        case "proposal":
            # so that a colleague does not find it once more
            found = body.get("found")
            return uuid_bytes(found["zone"]) in needs.zones if found else False
        case "assignment":
            return bytes.fromhex(body["device"]) == needs.device
        case "inspection":
            return uuid_bytes(body["content"]["enterprise"]) in sites
        case "hazard":
            return uuid_bytes(body["enterprise"]) in sites
        case "review":
            i = tables.inspection.c
            own = select(i.enterprise, i.device).where(i.entity == uuid_bytes(body["inspection"]))
            row = conn.execute(own).first()
            return row is not None and (row.device == needs.device or row.enterprise in sites)
    return False


def _record(conn: Connection, hash_: str) -> Record | None:
    v = tables.version.c
    row = conn.execute(select(v.raw, v.signature).where(v.hash == bytes.fromhex(hash_))).first()
    return None if row is None else stored(row.raw, row.signature)


def _all_of(conn: Connection, needs: Needs) -> set[bytes]:
    """The heads of all that the laptop works with."""
    e, s = tables.enterprise.c, tables.assignment.c
    at = set(needs.assigned)
    for zone in needs.zones:
        at |= set(conn.scalars(select(e.entity).where(e.zone == zone)))
    elsewhere = [row.zone for row in _each(conn, select(e.entity, e.zone), e.entity, needs.assigned)]
    doubles = {own for own, stays in survivors(conn).items() if stays in at}
    entities = {*needs.zones, *elsewhere, *at, *doubles}
    for zone in needs.zones:
        entities |= set(conn.scalars(select(tables.premises.c.entity).where(tables.premises.c.zone == zone)))
    for table in (tables.person, tables.landlord, tables.form, tables.programme, tables.device_grant):
        entities |= set(conn.scalars(select(table.c.entity)))
    entities |= set(conn.scalars(select(tables.device.c.entity).where(tables.device.c.tier != "field")))
    # those taken back too: the laptop may have come to know them from a bundle of which no receipt has come
    entities |= set(conn.scalars(select(s.entity).where(s.device == needs.device)))
    i, r = tables.inspection.c, tables.review.c
    of_its_own = select(r.entity).join(tables.inspection, i.entity == r.inspection).where(i.device == needs.device)
    entities |= set(conn.scalars(of_its_own))
    return _heads(conn, entities) | _work_at(conn, at)


def _work_at(conn: Connection, enterprises: Iterable[bytes]) -> set[bytes]:
    """The heads of open hazards, of each enterprise's last finished visit, of its hazards and of its reviews, and of
    its leases with what is let."""
    h, i, f, r, t = tables.hazard.c, tables.inspection.c, tables.finding.c, tables.review.c, tables.lease.c
    entities: set[bytes] = set()
    for row in _each(conn, select(t.tenant, t.entity, t.premises), t.tenant, enterprises):
        entities |= {row.entity, row.premises} - {None}
    latest: dict[bytes, tuple[str, bytes, bytes]] = {}
    for row in _each(conn, select(h.enterprise, h.entity).where(tables.hazard_is_open), h.enterprise, enterprises):
        entities.add(row.entity)
    visits = select(i.enterprise, i.entity, i.date, i.hash).where(i.outcome == "done")
    for row in _each(conn, visits, i.enterprise, enterprises):
        latest[row.enterprise] = max(latest.get(row.enterprise, ("", b"", b"")), (row.date, row.hash, row.entity))
    inspections = {entity for _, _, entity in latest.values()}
    findings = select(f.inspection, f.hazard).where(f.hazard.is_not(None))
    entities |= {row.hazard for row in _each(conn, findings, f.inspection, inspections)}
    entities |= {row.entity for row in _each(conn, select(r.inspection, r.entity), r.inspection, inspections)}
    return _heads(conn, entities | inspections)


def _each(conn: Connection, query: Any, column: ColumnElement[bytes], values: Iterable[bytes]) -> Iterator[Any]:
    """The query's rows for these values of a column, some at a time."""
    wanted = sorted(values)
    for start in range(0, len(wanted), _SOME):
        yield from conn.execute(query.where(column.in_(wanted[start : start + _SOME])))


def _heads(conn: Connection, entities: Iterable[bytes]) -> set[bytes]:
    head = tables.head.c
    return {row.hash for row in _each(conn, select(head.entity, head.hash), head.entity, entities)}


def _with_ancestors(conn: Connection, hashes: Iterable[bytes]) -> dict[bytes, tuple[int, int, int]]:
    """The places in a bundle of these versions and of all that they follow."""
    v = tables.version.c
    query = select(v.hash, v.seq, v.kind, v.depth, v.raw, v.signature)
    places: dict[bytes, tuple[int, int, int]] = {}
    pending = set(hashes)
    while pending:
        parents: set[bytes] = set()
        for row in _each(conn, query, v.hash, pending):
            places[row.hash] = _place(row.seq, row.kind, row.depth)
            if row.depth:
                parents |= set(map(bytes.fromhex, stored(row.raw, row.signature).version.parents))
        pending = parents - places.keys()
    return places


def _place(seq: int, kind: str, depth: int) -> tuple[int, int, int]:
    return _FIRST.get(kind, len(_FIRST)), depth, seq


def _in_order(places: Iterable[tuple[int, int, int]]) -> list[int]:
    """Keys, trust and forms first, then parents before their children."""
    return [seq for _, _, seq in sorted(places)]


def _photos(conn: Connection, seqs: Iterable[int], missing: Iterable[str]) -> list[str]:
    """The photos here that these versions name, and those of the missing ones that are here."""
    named = set(missing)
    for raw, _ in versions(conn, list(seqs)):
        named |= authority.photos_of(raw)
    return sorted(media.known(conn, named))


def versions(conn: Connection, seqs: list[int]) -> Iterator[tuple[bytes, bytes]]:
    """Canonical bytes and signature of each, in this order; a few hundred at a time are in memory."""
    v = tables.version.c
    for start in range(0, len(seqs), _SOME):
        some = seqs[start : start + _SOME]
        rows = {row.seq: row for row in conn.execute(select(v.seq, v.raw, v.signature).where(v.seq.in_(some)))}
        for seq in some:
            yield rows[seq].raw, rows[seq].signature
