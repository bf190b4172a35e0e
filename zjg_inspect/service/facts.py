"""Facts as a visit found them against the register's: what differs, and what the office says to it."""

from collections.abc import Callable, Collection

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model.facts import Facts, differences
from zjg_inspect.model.inspection import Content
from zjg_inspect.model.register import Enterprise, KeptFact
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class FoundFact(msgspec.Struct, frozen=True):
    """A fact that the visit found otherwise than the register has it, None where that does not know it.

    `rested_on`: what the register said when the visit began; `changed`: it says something else by now.
    """

    name: str
    register: bool | int | None
    found: bool | int
    rested_on: bool | int | None

    @property
    def changed(self) -> bool:
        return self.register != self.rested_on


class FactsFound(msgspec.Struct, frozen=True):
    """What an enterprise's latest finished visit found otherwise than the register has it; never empty."""

    enterprise: str
    name: str
    inspection: str
    date: str
    type: str
    inspectors: str
    facts: tuple[FoundFact, ...]

    def takeable(self) -> tuple[str, ...]:
        """Where the register still says what the visit rested on."""
        return tuple(each.name for each in self.facts if not each.changed)


def facts_found(db: Database, enterprise: str) -> FactsFound | None:
    """Of the latest finished visit what differs from the register and was not answered by the office; None for nothing.

    Left out is what the visit left unknown, and what it left as the register had it then. While visit or register are
    in conflict there is nothing to take: first somebody settles that. Raises NotFound.
    """
    with db.read() as conn:
        return _found(conn, enterprise)


def take_facts(db: Database, shown: FactsFound, names: Collection[str] | None = None) -> str:
    """The register takes these of the facts that were `shown`: a new version of the enterprise; gives its hash.

    Without names all that the register has not changed since the visit began.

    Raises:
        RegisterChanged: it says of one of them something else than what was shown; nothing is changed.
        NotAuthorised: a laptop keeps no register.
    """
    chosen = shown.takeable() if names is None else names

    def taken(site: Enterprise, facts: dict[str, FoundFact]) -> Enterprise:
        values = {name: each.found for name, each in facts.items()}
        return msgspec.structs.replace(
            site,
            facts=msgspec.structs.replace(site.facts, **values),
            doubts=tuple(doubt for doubt in site.doubts if doubt.field not in values),
            kept=tuple(each for each in site.kept if each.field not in values),
        )

    return _answer(db, shown, chosen, taken)


def keep_register(db: Database, shown: FactsFound, names: Collection[str] | None = None) -> str:
    """The register stays as it is; for this visit these (without names: all) of the facts are not asked again.

    Raises: see take_facts.
    """
    chosen = [each.name for each in shown.facts] if names is None else names

    def kept(site: Enterprise, facts: dict[str, FoundFact]) -> Enterprise:
        others = tuple(each for each in site.kept if each.field not in facts)
        own = [KeptFact(name, shown.inspection, each.found) for name, each in facts.items()]
        return msgspec.structs.replace(site, kept=(*others, *own))

    return _answer(db, shown, chosen, kept)


def _answer(
    db: Database,
    shown: FactsFound,
    names: Collection[str],
    change: Callable[[Enterprise, dict[str, FoundFact]], Enterprise],
) -> str:
    with db.write() as conn:
        now = _found(conn, shown.enterprise)
        there = {} if now is None or now.inspection != shown.inspection else {each.name: each for each in now.facts}
        facts = {each.name: each for each in shown.facts if each.name in names}
        moved = tuple(name for name, each in facts.items() if there.get(name) != each)
        if moved or not facts:
            raise errors.RegisterChanged(name=shown.name, changed=moved or tuple(names))
        site, _ = documents.enterprise(conn, shown.enterprise)
        records = make(conn, db, [Making("enterprise", shown.enterprise, change(site, facts))])
    return records[0].hash.hex()


def _found(conn: Connection, enterprise: str) -> FactsFound | None:
    site, _ = documents.enterprise(conn, enterprise)
    visit = None if _in_conflict(conn, enterprise) else _latest(conn, enterprise)
    if visit is None:
        return None
    rested_on = documents.enterprise_at(conn, enterprise, visit.enterprise_version).facts
    facts = _unanswered(site, visit, rested_on)
    if not facts:
        return None
    people = "、".join(person.name for person in visit.inspectors)
    return FactsFound(enterprise, site.name, visit.inspection, visit.date, visit.type, people, facts)


def _unanswered(site: Enterprise, visit: Content, rested_on: Facts) -> tuple[FoundFact, ...]:
    amended = {each.name for each in differences(rested_on, visit.facts)}
    kept = {each.field: each for each in site.kept if each.visit == visit.inspection}
    return tuple(
        FoundFact(name, was, found, getattr(rested_on, name))
        for name, was, found in differences(site.facts, visit.facts)
        if name in amended and (name not in kept or kept[name].found != found)
    )


def _in_conflict(conn: Connection, enterprise: str) -> bool:
    e = tables.enterprise.c
    return bool(conn.execute(select(e.in_conflict).where(e.entity == uuid_bytes(enterprise))).scalar())


def _latest(conn: Connection, enterprise: str) -> Content | None:
    """The latest finished visit; none while its versions are in conflict."""
    i = tables.inspection.c
    query = (
        select(i.entity, i.in_conflict)
        .where(i.enterprise == uuid_bytes(enterprise), i.outcome == "done")
        .order_by(i.date.desc(), i.hash.desc())
        .limit(1)
    )
    row = conn.execute(query).first()
    return None if row is None or row.in_conflict else documents.inspection(conn, uuid_text(row.entity))[0].content
