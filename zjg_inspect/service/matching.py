"""Rows of a register in Excel beside what the register says: the same enterprise, a new one, one that is not listed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, select

from zjg_inspect.model import authority, ids
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.roster import ByHand, Fault, Refusal, RosterRow, RosterTable, name_key, without_taken_codes
from zjg_inspect.model.roster_changes import Difference, differences, taken
from zjg_inspect.model.version import Record
from zjg_inspect.store import tables
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text

DECLINED = "撤销了收入它的那次底数表导入"
OUT_OF_SCOPE = "撤销了收入它的那次底数表导入，村里没有别的企业"


class Change(msgspec.Struct, frozen=True):
    """What a row makes of an enterprise; `before` is None of one that is new to the register.

    `entity` is empty of a new one that no code names. `heads`: the versions that the register's word rests on.
    `proposed`: an inspector had found it, and it waited to be taken in.
    """

    row: int
    entity: str
    zone: str
    village: str
    before: Enterprise | None
    after: Enterprise
    heads: tuple[str, ...] = ()
    proposed: bool = False

    @property
    def differences(self) -> tuple[Difference, ...]:
        return differences(self.before, self.after) if self.before is not None else ()


class Gone(msgspec.Struct, frozen=True):
    """An enterprise of a village that the file lists, and that the file does not name there; `elsewhere`: the village
    where it does."""

    entity: str
    name: str
    code: str
    village: str
    body: Enterprise
    heads: tuple[str, ...]
    elsewhere: str = ""


class NewZone(msgspec.Struct, frozen=True):
    """A village that the register does not have, or left when an import was undone, and how many rows are in it."""

    zone: str
    township: str
    village: str
    rows: int
    body: Zone
    heads: tuple[str, ...] = ()


class Matched(msgspec.Struct, frozen=True):
    """All rows of a table: new, changed, unchanged or refused; and what the register has beyond them."""

    table: RosterTable
    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Change, ...]
    gone: tuple[Gone, ...]
    zones: tuple[NewZone, ...]


class _Known(NamedTuple):
    entity: bytes
    zone: bytes
    name: str
    code: str
    gone_from: str
    proposed: bool
    removed: bool
    merged_into: bytes | None


class _Register:
    """What is there already, by what a row is matched with."""

    def __init__(self, conn: Connection) -> None:
        e, z = tables.enterprise.c, tables.zone.c
        self.zones: dict[tuple[str, str], str] = {}
        self.out_of_scope: set[str] = set()
        for zone, township, village, in_scope in conn.execute(select(z.entity, z.township, z.village, z.in_scope)):
            self.zones["".join(township.split()), "".join(village.split())] = uuid_text(zone)
            if not in_scope:
                self.out_of_scope.add(uuid_text(zone))
        self.names: dict[str, set[str]] = defaultdict(set)
        self.all: dict[str, _Known] = {}
        self._by_code: dict[tuple[str, str], str] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        columns = (e.entity, e.zone, e.name, e.code, e.gone_from, e.proposed, e.removed, e.merged_into)
        # what the register has comes first; what it had, so that a row finds it again, last
        for row in conn.execute(select(*columns).where(~e.is_zone).order_by(e.removed, e.proposed, e.entity)):
            known = _Known(*row)
            zone, entity = uuid_text(known.zone), uuid_text(known.entity)
            self.all[entity] = known
            if known.code and not known.removed:
                self.names[known.code].add(known.name)
            if known.code:
                self._by_code.setdefault((known.code, zone), entity)
            self._by_name.setdefault((zone, name_key(known.name)), entity)

    def zone(self, township: str, village: str) -> str:
        return self.zones.get((township, village)) or ids.zone_id(township, village)

    def find(self, row: RosterRow, zone: str) -> str:
        """By code and zone; else by zone and name, where one of the two has no code yet; "" where there is none."""
        if row.code and (entity := self._by_code.get((row.code, zone))):
            return self._survivor(entity)
        entity = self._by_name.get((zone, name_key(row.name)), "")
        return self._survivor(entity) if entity and not (self.all[entity].code and row.code) else ""

    def _survivor(self, entity: str) -> str:
        """The one into which a double was merged, if it was."""
        seen = {entity}
        while (into := self.all[entity].merged_into) and (of := uuid_text(into)) in self.all and of not in seen:
            seen.add(of)
            entity = of
        return entity


def match(conn: Connection, read: RosterTable, said: ByHand) -> Matched:
    """Each row beside what the register says now."""
    register = _Register(conn)
    table = without_taken_codes(read, lambda code: register.names.get(code, ()), said.renamed)
    rows, doubled = _claimed(register, table)
    bodies = _Bodies(conn, register, [entity for _, _, entity in rows if entity])
    found: dict[str, list[Change]] = {"new": [], "changed": [], "unchanged": []}
    for row, zone, entity in rows:
        kind, change = _change(row, zone, entity or _own_id(register, row, zone), bodies)
        found[kind].append(change)
    refused = sorted((*table.refused, *doubled), key=lambda refusal: refusal.row)
    kept = tuple(row for row, _, _ in rows)
    table = replace(table, rows=kept, refused=tuple(refused))
    return Matched(
        table=table,
        new=tuple(found["new"]),
        changed=tuple(found["changed"]),
        unchanged=tuple(found["unchanged"]),
        gone=_gone(conn, register, table, {entity for _, _, entity in rows}),
        zones=_new_zones(conn, register, kept),
    )


def _claimed(register: _Register, table: RosterTable) -> tuple[list[tuple[RosterRow, str, str]], list[Refusal]]:
    """Each row with its zone and enterprise; no two rows are one enterprise."""
    rows, doubled, claimed = [], [], dict[str, RosterRow]()
    for row in table.rows:
        zone = register.zone(row.township, row.village)
        entity = register.find(row, zone)
        holder = claimed.get(entity)
        if holder is not None and not row.code:
            reason = f"和第 {holder.row} 行“{holder.name}”对上了底数库里的同一家"
            column = table.headings.get("name", "")
            fault = Fault("name", column, row.name, reason)
            doubled.append(Refusal(row.row, column, reason, (fault,), row))
            continue
        if entity and holder is None:
            claimed[entity] = row
        rows.append((row, zone, entity if holder is None else ""))
    return rows, doubled


def _own_id(register: _Register, row: RosterRow, zone: str) -> str:
    """That of code and zone, unless something that has another code by now stands under it."""
    own = ids.enterprise_id(row.code, zone) if row.code else ""
    return own if own not in register.all else ""


class _Bodies:
    """What the register says of some enterprises, or inspectors proposed, with the versions that say so."""

    def __init__(self, conn: Connection, register: _Register, entities: list[str]) -> None:
        waiting = {entity for entity in entities if register.all[entity].proposed}
        self._proposed = _heads(conn, "proposal", waiting)
        self._heads = _heads(conn, "enterprise", [entity for entity in entities if entity not in waiting])

    def of(self, entity: str) -> tuple[Enterprise | None, tuple[str, ...], bool]:
        """The body, the heads, and whether it is a proposal."""
        heads = self._heads.get(entity)
        if heads:
            body = authority.body_of_record(heads[-1])
            return (body if isinstance(body, Enterprise) else None), _hashes(heads), False
        waiting = self._proposed.get(entity)
        said = authority.body_of_record(waiting[-1]) if waiting else None
        if not isinstance(said, Proposal) or said.found is None:
            return None, (), False
        return replace(said.found, beside=said.found.beside or said.beside), (), True


def _heads(conn: Connection, kind: str, entities: Iterable[str]) -> dict[str, list[Record]]:
    found = heads_of(conn, kind, [uuid_bytes(entity) for entity in entities])
    return {uuid_text(entity): [record for _, record in heads] for entity, heads in found.items()}


def _hashes(heads: Sequence[Record]) -> tuple[str, ...]:
    return tuple(sorted(record.hash.hex() for record in heads))


def _change(row: RosterRow, zone: str, entity: str, bodies: _Bodies) -> tuple[str, Change]:
    base, heads, proposed = bodies.of(entity)
    there = base is not None and not proposed and not base.removed
    after = taken(row, zone, replace(base, declined="", merged_into="") if base is not None else None)
    before = base if there else None
    change = Change(row.row, entity, zone, row.village, before, after, heads, proposed)
    if before is None:
        return "new", change
    return ("unchanged" if after == before else "changed"), change


def _gone(conn: Connection, register: _Register, table: RosterTable, listed: set[str]) -> tuple[Gone, ...]:
    """Those that count, in the villages of the file; what a refused row names is not missing from it."""
    refused = [refusal.said for refusal in table.refused if refusal.said is not None]
    places = {(row.township, row.village) for row in (*table.rows, *refused)}
    covered = {uuid_bytes(register.zones[place]) for place in places if place in register.zones}
    codes = {row.code for row in refused if row.code}
    names = {(uuid_bytes(register.zone(row.township, row.village)), name_key(row.name)) for row in refused}
    missing = [
        entity
        for entity, known in register.all.items()
        if known.zone in covered and not known.gone_from and not known.proposed and not known.removed
        and entity not in listed and known.code not in codes and (known.zone, name_key(known.name)) not in names
    ]  # fmt: skip
    villages = {uuid_bytes(zone): village for (_, village), zone in register.zones.items()}
    heads = _heads(conn, "enterprise", missing)
    listed_at = {row.code: row.village for row in table.rows if row.code}
    found = []
    for entity in missing:
        body = authority.body_of_record(heads[entity][-1])
        if isinstance(body, Enterprise):
            village = villages[register.all[entity].zone]
            elsewhere = listed_at.get(body.code, "") if body.code else ""
            found.append(Gone(entity, body.name, body.code, village, body, _hashes(heads[entity]), elsewhere))
    return tuple(sorted(found, key=lambda gone: (gone.village, gone.name, gone.entity)))


def _new_zones(conn: Connection, register: _Register, rows: Sequence[RosterRow]) -> tuple[NewZone, ...]:
    counts = Counter((row.township, row.village) for row in rows)
    left = _heads(
        conn, "zone", {register.zones[at] for at in counts if register.zones.get(at) in register.out_of_scope}
    )
    found = []
    for (township, village), count in counts.items():
        own = register.zone(township, village)
        heads = left.get(own, ())
        before = authority.body_of_record(heads[-1]) if heads else Zone(township, village)
        if isinstance(before, Zone) and before.reason == OUT_OF_SCOPE:
            body = replace(before, in_scope=True, reason="")
            found.append(NewZone(own, township, village, count, body, _hashes(heads)))
        elif (township, village) not in register.zones:
            found.append(NewZone(own, township, village, count, Zone(township, village)))
    return tuple(found)


Step = Callable[[int, int], None]
