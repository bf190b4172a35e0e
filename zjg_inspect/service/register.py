"""The register: loaded from the office's Excel, kept as versions with one author."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.facts import FACT_NAMES
from zjg_inspect.model.form import Facts
from zjg_inspect.model.register import Enterprise, FieldDoubt, Zone
from zjg_inspect.model.roster import Doubt, Refusal, RosterRow, name_key, read_roster, without_taken_codes
from zjg_inspect.report.workbook import read_sheets
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text

__all__ = ["Doubt", "Refusal", "RosterReport", "enterprise_details", "load_roster"]


class RosterReport(msgspec.Struct, frozen=True):
    """What became of a register's rows: rows = new + changed + unchanged + refused; doubts are among those taken."""

    rows: int
    new: int
    changed: int
    unchanged: int
    refused: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    unread_sheets: tuple[str, ...] = ()


def load_roster(db: Database, file: Path) -> RosterReport:
    """Take an Excel register in; loading the same file again changes nothing.

    Raises:
        RosterUnreadable, RosterNoHeadings, NotReadable: nothing is changed.
        WrongRole: only an office keeps the register.
    """
    table = read_roster(read_sheets(file), str(file))
    with db.write() as conn:
        if standing_of(conn, db).role != "office":
            raise errors.WrongRole(needed="office")
        register = _Register(conn)
        table = without_taken_codes(table, lambda code: register.names.get(code, ()))
        zones: dict[str, Making] = {}
        makings: list[Making] = []
        new = 0
        for row in table.rows:
            zone = ids.zone_id(row.township, row.village)
            if zone not in register.zones:
                zones.setdefault(zone, Making("zone", zone, Zone(row.township, row.village), ()))
            entity = register.find(row, zone)
            before = documents.enterprise(conn, entity)[0] if entity else None
            after = _taken(row, zone, before)
            if after != before:
                fresh = ids.enterprise_id(row.code, zone) if row.code else ids.new_id()
                makings.append(Making("enterprise", entity or fresh, after, None if entity else ()))
                new += before is None
        make(conn, db, [*zones.values(), *makings])
    return RosterReport(
        rows=table.total,
        new=new,
        changed=len(makings) - new,
        unchanged=len(table.rows) - len(makings),
        refused=table.refused,
        doubts=table.doubts,
        unread_sheets=table.unread,
    )


class _Register:
    """What is there already, by what a row is matched with."""

    def __init__(self, conn: Connection) -> None:
        e = tables.enterprise.c
        self.zones = {uuid_text(zone) for zone in conn.scalars(select(tables.zone.c.entity))}
        self.names: dict[str, set[str]] = defaultdict(set)
        self._by_code: dict[tuple[str, str], str] = {}
        self._by_name: dict[tuple[str, str], tuple[str, str]] = {}
        for row in conn.execute(select(e.entity, e.zone, e.name, e.code).order_by(e.entity)):
            zone, entity = uuid_text(row.zone), uuid_text(row.entity)
            if row.code:
                self.names[row.code].add(row.name)
                self._by_code.setdefault((row.code, zone), entity)
            self._by_name.setdefault((zone, name_key(row.name)), (entity, row.code))

    def find(self, row: RosterRow, zone: str) -> str | None:
        """By code and zone; else by zone and name, where one of the two has no code yet."""
        if row.code and (row.code, zone) in self._by_code:
            return self._by_code[row.code, zone]
        entity, code = self._by_name.get((zone, name_key(row.name)), (None, ""))
        return entity if not code or not row.code else None


def _taken(row: RosterRow, zone: str, before: Enterprise | None) -> Enterprise:
    """The register's body after this row. What the sheet leaves open does not erase what is known."""
    base = before or Enterprise(name=row.name, zone=zone)
    known: dict[str, Any] = {name: getattr(base.facts, name) for name in FACT_NAMES}
    if row.tanks and not (base.facts.flammable_tanks or base.facts.toxic_tanks):
        known |= {"flammable_tanks": None, "toxic_tanks": None}  # put up since, of a kind that nobody said
    known |= {name: value for name, value in row.facts.items() if value is not None}
    if row.headcount is not None:
        known["headcount"] = row.headcount
    facts = Facts(**known)
    texts = {
        "legal_person": row.legal_person,
        "principal": row.principal,
        "phone": row.phone,
        "industry": row.industry,
        "landlord": row.landlord or "",
        "lease_signed": row.lease_signed or "",
        "remark": row.remark,
        "code": row.code or "",
    }
    return msgspec.structs.replace(
        base,
        name=base.name if before and name_key(before.name) == name_key(row.name) else row.name,
        facts=facts,
        doubts=tuple(FieldDoubt(d.field, d.text, d.reason) for d in row.doubts if not _settled(d, facts, base)),
        **{field: text for field, text in texts.items() if text},
    )


def _settled(doubt: Doubt, facts: Facts, base: Enterprise) -> bool:
    """Whether the field in doubt is known all the same, from before."""
    if doubt.field in FACT_NAMES:
        return getattr(facts, doubt.field) is not None
    return bool(getattr(base, doubt.field, ""))


def enterprise_details(db: Database, entity: str) -> tuple[Enterprise, Zone]:
    """Raises NotFound."""
    with db.read() as conn:
        site, _ = documents.enterprise(conn, entity)
        return site, documents.zone(conn, site.zone)
