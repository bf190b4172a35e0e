"""Filings (告知性备案, §五(一)): where each lease and each zone stands on a day, and what a period brought.

The lists of the office, the monthly list, annex 1 and the board's figures all come from here. Of a lease the days in
which it is filed are those of the programme that held when it was signed; how near “soon” is, and by when zones are
filed, that of the programme of the day that is asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, select

from zjg_inspect import errors
from zjg_inspect.model import authority, clock, deadline, lease
from zjg_inspect.model.period import Period
from zjg_inspect.model.register import Zone
from zjg_inspect.model.rented import Lease
from zjg_inspect.service.programme import programme_on, programmes_by_day
from zjg_inspect.store import documents, leases, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text

State = lease.State
# What somebody has to see to first.
ORDER: tuple[State, ...] = ("overdue", "soon", "none", "open", "done_late", "done", "ended")
WAITING: tuple[State, ...] = ("overdue", "soon")


class LeaseRow(msgspec.Struct, frozen=True):
    """A lease with where its filing stands on a day (`state`); `due`: the last day in time, empty where unknown.

    `village` is that of the premises. `late`: by how many days it was, or is so far, filed late; 0 in time.
    """

    id: str
    tenant: str
    name: str
    code: str
    premises: str
    address: str
    area: int
    zone: str
    township: str
    village: str
    landlord: str
    landlord_name: str
    manager: bool
    signed: str
    until: str
    due: str
    filed: str
    number: str
    ended: str
    state: State
    late: int
    in_conflict: bool


class ZoneRow(msgspec.Struct, frozen=True):
    """A zone in scope with where its own filing stands, which is done once; `due`: empty where none is asked for."""

    id: str
    township: str
    village: str
    filed: str
    due: str
    state: deadline.State
    late: int
    in_conflict: bool


class Counts(msgspec.Struct, frozen=True):
    """How many leases stand where: each in exactly one."""

    overdue: int = 0
    soon: int = 0
    none: int = 0
    open: int = 0
    done: int = 0
    done_late: int = 0
    ended: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, name) for name in self.__struct_fields__)

    @property
    def filed(self) -> int:
        return self.done + self.done_late

    @property
    def waiting(self) -> int:
        return self.overdue + self.soon


class VillageFilings(msgspec.Struct, frozen=True):
    """A village's line of a monthly list. `filed` in the period, `late` of them not in time; `standing`: filed by its
    last day and not ended by then, as in annex 1; `overdue`, `soon`, `unknown`: not filed yet on the list's day.
    """

    zone: str
    township: str
    village: str
    in_scope: bool
    filed: int
    late: int
    standing: int
    overdue: int
    soon: int
    unknown: int


class FiledLease(msgspec.Struct, frozen=True):
    """A lease that was filed, and by whom: the owner (产权方) or the manager (管理人)."""

    lease: LeaseRow
    by: str


class FiledZone(msgspec.Struct, frozen=True):
    zone: ZoneRow
    number: str


class Filings(msgspec.Struct, frozen=True):
    """What a period brought, and what was late on its last day, or today while it runs (`on`)."""

    period: Period
    on: date
    leases: tuple[FiledLease, ...]
    zones: tuple[FiledZone, ...]
    late: tuple[LeaseRow, ...]
    late_zones: tuple[ZoneRow, ...]
    villages: tuple[VillageFilings, ...]


# -- leases ------------------------------------------------------------------------------------------------------------


def lease_rows(
    db: Database, on: date | None = None, *, text: str = "", zone: str = "", landlord: str = "", tenant: str = ""
) -> list[LeaseRow]:
    """All leases on a day (today), what somebody has to see to first: the late ones, the latest of them first.

    `text`: what tenant (also by initials or code), landlord, address, village or receipt number holds.
    """
    with db.read() as conn:
        which = []
        if zone:
            which.append(leases.in_zone(zone))
        if landlord:
            which.append(leases.of_landlord(landlord))
        if tenant:
            which.append(leases.of_tenant(conn, tenant))
        return leases_on(conn, on or clock.today(), *which, text=text.strip())


def leases_on(conn: Connection, on: date, *which: ColumnElement[bool], text: str = "") -> list[LeaseRow]:
    """The same, inside another verb's transaction; `which`: conditions as in store/leases.py."""
    programmes = programmes_by_day(conn)
    soon = programmes(on).due_soon
    merged = leases.merged(conn)
    rows = leases.leases(conn, *which, text=text)
    names = leases.names(conn, [merged[row.tenant] for row in rows if row.tenant in merged])
    found = []
    for row in rows:
        days = programmes(date.fromisoformat(row.signed)).lease_days if row.signed else lease.LEASE_DAYS
        standing = lease.filing(row.signed, row.filed, on, days, soon, row.ended)
        found.append(_lease_row(row, merged.get(row.tenant, row.tenant), names, standing, on))
    return sorted(found, key=_urgency)


def _lease_row(
    row: Row[Any], tenant: bytes, names: dict[bytes, Row[Any]], standing: lease.Filing, on: date
) -> LeaseRow:
    """The columns in the order of store/leases.py: this runs for each of some thousand leases at each sign typed."""
    (
        entity, _, premises, signed, until, filed, number, ended, in_conflict, name, code, _, _, _, address, area, zone,
        landlord, township, village, landlord_name, manager,
    ) = row  # fmt: skip
    if tenant in names:
        name, code = names[tenant].name, names[tenant].code
    late = _late(standing.state, standing.due, filed, on)
    return LeaseRow(
        uuid_text(entity), uuid_text(tenant), name, code, uuid_text(premises), address, area, uuid_text(zone),
        township, village, uuid_text(landlord), landlord_name, bool(manager), signed, until, standing.due, filed,
        number, ended, standing.state, late, in_conflict,
    )  # fmt: skip


def _late(state: State, due: str, filed: str, on: date) -> int:
    if state not in ("overdue", "done_late"):
        return 0
    return -deadline.days_left(due, on if state == "overdue" else date.fromisoformat(filed))


def _urgency(row: LeaseRow) -> tuple[int, str, str, str]:
    """Within a state by its day; what was filed last stands first."""
    filed = row.state in ("done", "done_late")
    day = _backwards(row.filed) if filed else row.due or row.signed
    return (ORDER.index("done") if filed else ORDER.index(row.state), day, row.village, row.name)


def _backwards(day: str) -> str:
    return str(10**8 - int(day.replace("-", "")))


def counts(rows: Iterable[LeaseRow]) -> Counts:
    """How many of these stand where."""
    return Counts(**Counter(str(row.state) for row in rows))


def lease_of(db: Database, entity: str) -> tuple[LeaseRow, Lease]:
    """A lease with all that is known of it. Raises NotFound."""
    with db.read() as conn:
        found = documents.document(conn, "lease", entity)
        rows = leases_on(conn, clock.today(), tables.lease.c.entity == uuid_bytes(entity))
    if found is None or not isinstance(found.body, Lease) or not rows:
        raise errors.NotFound(what="lease", id=entity)
    return rows[0], found.body


# -- zones -------------------------------------------------------------------------------------------------------------


def zone_rows(db: Database, on: date | None = None) -> list[ZoneRow]:
    """All zones in scope on a day (today): those that are not filed first, then by township and village."""
    with db.read() as conn:
        return zones_on(conn, on or clock.today())


def zones_on(conn: Connection, on: date) -> list[ZoneRow]:
    """The same, inside another verb's transaction."""
    z, held = tables.zone.c, programme_on(conn, on)
    query = select(tables.zone).where(z.in_scope).order_by(z.township, z.village)
    found = []
    for row in conn.execute(query):
        state = deadline.standing(held.filing_by, on, row.filed, held.due_soon)
        late = _late(state, held.filing_by, row.filed, on)
        entity = uuid_text(row.entity)
        found.append(
            ZoneRow(entity, row.township, row.village, row.filed, held.filing_by, state, late, row.in_conflict)
        )  # fmt: skip
    return sorted(found, key=lambda each: each.state in ("done", "done_late"))


def zone_of(db: Database, entity: str) -> Zone:
    """A zone with its filing number and its team. Raises NotFound."""
    with db.read() as conn:
        return documents.zone(conn, entity)


def waiting(db: Database, on: date | None = None) -> int:
    """How many filings, of leases and of zones, are late or due soon."""
    day = on or clock.today()
    with db.read() as conn:
        # what is filed by that day waits for nobody
        open_ones = leases_on(conn, day, (tables.lease.c.filed == "") | (tables.lease.c.filed > day.isoformat()))
        leases_waiting = sum(row.state in WAITING for row in open_ones)
        return leases_waiting + sum(row.state in WAITING for row in zones_on(conn, day))


# -- a period ----------------------------------------------------------------------------------------------------------


def leases_filed(rows: Iterable[LeaseRow], day: date) -> Counter[str]:
    """How many leases are filed by a day and have not ended by then, by zone: 告知性备案 of annex 1."""
    last = day.isoformat()
    in_force = (row for row in rows if not row.ended or row.ended > last)
    return Counter(row.zone for row in in_force if row.filed and row.filed <= last)


def filings_in(db: Database, some: Period, today: date | None = None) -> Filings:
    """What was filed in a period, what was late on its last day (today while it runs), and both by village.

    Filed leases and zones stand by day, what is late by its day, villages by township and village: each that is in
    scope, and each other that has a lease.
    """
    on = min(some.last, today or clock.today())
    with db.read() as conn:
        rows = leases_on(conn, on)
        filed = sorted((row for row in rows if _within(row.filed, some, on)), key=lambda row: (row.filed, row.number))
        by = _filed_by(conn, filed)
        late = tuple(row for row in rows if row.state == "overdue")
        zones = zones_on(conn, on)
        filed_zones = sorted((row for row in zones if _within(row.filed, some, on)), key=lambda row: row.filed)
        return Filings(
            period=some,
            on=on,
            leases=tuple(FiledLease(row, by[row.id]) for row in filed),
            zones=tuple(FiledZone(row, documents.zone(conn, row.id).filing_number) for row in filed_zones),
            late=late,
            late_zones=tuple(row for row in zones if row.state == "overdue"),
            villages=_villages(conn, rows, filed, on),
        )


def _within(filed: str, some: Period, on: date) -> bool:
    return bool(filed) and (day := date.fromisoformat(filed)) in some and day <= on


def _filed_by(conn: Connection, rows: Sequence[LeaseRow]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entity, heads in heads_of(conn, "lease", [uuid_bytes(row.id) for row in rows]).items():
        body = authority.body_of(heads[-1][1].version)
        found[uuid_text(entity)] = body.filed_by if isinstance(body, Lease) else ""
    return found


def _villages(
    conn: Connection, rows: Sequence[LeaseRow], filed: Sequence[LeaseRow], on: date
) -> tuple[VillageFilings, ...]:
    z = tables.zone.c
    there: dict[str, list[LeaseRow]] = defaultdict(list)
    for row in rows:
        there[row.zone].append(row)
    brought = Counter(row.zone for row in filed)
    late = Counter(row.zone for row in filed if row.late)
    standing = leases_filed(rows, on)
    found = []
    for zone in conn.execute(select(tables.zone).order_by(z.township, z.village)):
        own = uuid_text(zone.entity)
        if not zone.in_scope and own not in there:
            continue
        count = counts(there.get(own, ()))
        found.append(
            VillageFilings(
                own, zone.township, zone.village, zone.in_scope, brought[own], late[own], standing[own], count.overdue,
                count.soon, count.none,
            )
        )  # fmt: skip
    return tuple(found)
