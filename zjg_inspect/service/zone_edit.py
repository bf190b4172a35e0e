"""Zones of the register: their list with figures, and what the office writes of them: scope, team, watch.

Their filing (告知性备案) is service/rented.py's.
"""

import msgspec
from sqlalchemy import select

from zjg_inspect import errors
from zjg_inspect.model import authority, clock, entry, ids
from zjg_inspect.model.register import Team, Watch, Zone
from zjg_inspect.service.author import Making, heads, make, standing_of
from zjg_inspect.store import documents, standing, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of, uuid_text

__all__ = ["Team", "Watch", "Zone", "ZoneLine", "edit_zone", "new_zone", "zone_lines"]


class ZoneLine(msgspec.Struct, frozen=True):
    """A zone in the register's list; how many of its enterprises count today, how many of these are standardised."""

    id: str
    body: Zone
    total: int
    standardised: int
    in_conflict: bool


def zone_lines(db: Database) -> list[ZoneLine]:
    """All zones, in scope or not, by township and village."""
    z = tables.zone.c
    with db.read() as conn:
        rows = conn.execute(select(z.entity, z.in_conflict).order_by(z.township, z.village)).all()
        figures = standing.zone_figures(conn, clock.today())
        found = heads_of(conn, "zone", [row.entity for row in rows])
    none = standing.Figures(0, 0)
    lines = []
    for row in rows:
        body = authority.body_of_record(found[row.entity][-1][1])
        if isinstance(body, Zone):
            own = figures.get(row.entity, none)
            lines.append(ZoneLine(uuid_text(row.entity), body, own.total, own.standardised, row.in_conflict))
    return lines


def new_zone(db: Database, township: str, village: str) -> str:
    """A village that the register does not have yet; gives its id, which is the same wherever it is entered.

    Raises:
        EntryFaulty: no township, or no village.
        ZoneExists: the register has it.
        WrongRole.
    """
    body = Zone(township.strip(), village.strip())
    faults = entry.zone_faults(body)
    if faults:
        raise errors.EntryFaulty(faults=faults)
    entity = ids.zone_id(body.township, body.village)
    with db.write() as conn:
        if standing_of(conn, db).role != "office":
            raise errors.WrongRole(needed="office")
        if heads(conn, "zone", entity):
            raise errors.ZoneExists(village=body.village)
        make(conn, db, [Making("zone", entity, body, ())])
    return entity


def edit_zone(
    db: Database,
    zone: str,
    *,
    in_scope: bool,
    reason: str,
    team: Team | None,
    watch: Watch,
    watch_date: str,
    watch_reason: str,
) -> None:
    """Write whether it counts (§二), who manages it, and whether the city warned it or put it under watch (§六(三)).

    Raises:
        EntryFaulty: out of scope, warned or listed without reason or day; a team without a name.
        NotFound, NotAuthorised.
    """
    if team is not None:
        team = Team(team.kind, team.name.strip(), team.head.strip(), team.phone.strip())
    day, why = (watch_date, watch_reason.strip()) if watch else ("", "")
    with db.write() as conn:
        now = documents.zone(conn, zone)
        body = msgspec.structs.replace(
            now, in_scope=in_scope, reason="" if in_scope else reason.strip(), team=team, watch=watch, watch_date=day,
            watch_reason=why,
        )  # fmt: skip
        faults = entry.zone_faults(body)
        if faults:
            raise errors.EntryFaulty(faults=faults)
        if body != now:
            make(conn, db, [Making("zone", zone, body)])
