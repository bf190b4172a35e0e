"""Projections: ordinary rows for lists and figures, a pure function of an entity's heads (§1 of the design)."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from zjg_inspect.model import authority
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardBody, History, careful_grade, careful_state
from zjg_inspect.model.inspection import Grade, InspectionBody, Verdict
from zjg_inspect.model.programme import Programme
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Device, Enterprise, Grant, Person, Zone
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import doubles, grant_rows, hazard_past, proposed, rented, tables
from zjg_inspect.store.initials import initials
from zjg_inspect.store.rows import insert_rows
from zjg_inspect.store.touched import Touched

Rows = list[tuple[Table, dict[str, Any]]]
FormOf = Callable[[str], FormDef | None]

# The tables that hold rows of a kind, with the column that names the entity.
_TABLES: dict[str, tuple[tuple[Table, str], ...]] = {
    "zone": ((tables.zone, "entity"), (tables.enterprise, "entity")),
    "enterprise": ((tables.enterprise, "entity"),),
    "landlord": ((tables.landlord, "entity"),),
    "premises": ((tables.premises, "entity"),),
    "lease": ((tables.lease, "entity"),),
    "person": ((tables.person, "entity"),),
    "device": ((tables.device, "entity"),),
    "grant": ((tables.device_grant, "entity"),),
    "assignment": ((tables.assignment, "entity"),),
    "form": ((tables.form, "entity"),),
    "programme": ((tables.programme, "entity"),),
    "proposal": ((tables.proposal, "entity"),),  # and `enterprise`, see store/proposed.py
    "inspection": ((tables.inspection, "entity"), (tables.finding, "inspection")),
    "hazard": ((tables.hazard, "entity"),),
    "review": ((tables.review, "entity"),),
}
_WRITTEN = {kind: [table for table, _ in some] for kind, some in _TABLES.items()}
_WRITTEN["proposal"].append(tables.enterprise)


@lru_cache(maxsize=8192)
def uuid_bytes(text: str) -> bytes:
    raw = bytes.fromhex(text.replace("-", ""))
    if len(raw) != 16:
        raise ValueError(text)
    return raw


def uuid_text(raw: bytes) -> str:
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def project(
    conn: Connection, merged: Iterable[tuple[Record, int]], alone: Container[bytes], form_of: FormOf, touched: Touched
) -> None:
    """Write the rows of these records' entities anew from their heads; each record comes with its depth.

    Whose verdicts may have changed with them is added to `touched`.

    Of `alone`, the first versions of their entities, nothing has been written yet, and nothing else need be read.
    """
    at_hand: dict[str, dict[bytes, tuple[int, Record]]] = defaultdict(dict)
    for record, depth in merged:
        at_hand[record.version.kind][record.hash] = (depth, record)
    for kind, records in at_hand.items():
        current = {
            uuid_bytes(r.version.entity): [head] for hash_, head in records.items() if hash_ in alone for r in head[1:]
        }
        known = sorted({uuid_bytes(r.version.entity) for hash_, (_, r) in records.items() if hash_ not in alone})
        touched.before(conn, kind, known)
        stands_for = doubles.survivors(conn) if kind in doubles.COLUMNS else {}
        gone = [{"gone": entity} for entity in known]
        for table, column in _TABLES[kind] if gone else ():
            conn.execute(delete(table).where(table.c[column] == bindparam("gone"), *proposed.spared(kind, table)), gone)
        if known:
            others = heads_of(conn, kind, known, {hash_: record for hash_, (_, record) in records.items()})
            _note_conflicts(conn, kind, others)
            current |= others
        pasts = _pasts(conn, current, records) if kind == "hazard" else {}
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for entity, heads in current.items():
            if kind == "form":
                rows["form"] += _forms(conn, entity, heads)
                continue
            for table, row in rows_of(entity, heads, form_of, pasts.get(entity), stands_for):
                rows[table.name].append(row)
        rows["enterprise"] = proposed.make_room(conn, kind, rows["enterprise"])
        for table in _WRITTEN[kind]:
            if rows[table.name]:
                insert_rows(conn, table, rows[table.name])
                touched.after(table.name, rows[table.name])
        if kind == "enterprise":
            _settle_doubles(conn, stands_for, touched)


def _settle_doubles(conn: Connection, before: Mapping[bytes, bytes], touched: Touched) -> None:
    """Where another enterprise stands for a double than before: what was done there is of that one now."""
    after = doubles.survivors(conn)
    if moved := doubles.moved(before, after):
        # what is projected under those that stood for them before; what is under a double itself was not yet moved
        was = {before.get(own, own) for own in moved} | moved
        for kind in doubles.COLUMNS:
            heads = heads_of(conn, kind, doubles.under(conn, kind, was))
            bodies = {entity: authority.body_of_record(each[-1][1]) for entity, each in heads.items()}
            doubles.name_anew(conn, kind, bodies, after)
        touched.enterprises |= was | {after.get(own, own) for own in moved}


def _pasts(
    conn: Connection, current: Mapping[bytes, list[tuple[int, Record]]], records: Mapping[bytes, tuple[int, Record]]
) -> dict[bytes, History]:
    return hazard_past.pasts(conn, current, {hash_: record for hash_, (_, record) in records.items()})


def heads_of(
    conn: Connection, kind: str, entities: list[bytes], at_hand: Mapping[bytes, Record] = MappingProxyType({})
) -> dict[bytes, list[tuple[int, Record]]]:
    """Each entity's childless versions with their depths, the greatest by (depth, hash) last.

    An entity is of one kind: what another kind says under the same id is another entity. Records `at_hand`, by their
    hashes, are not read again.
    """
    v = tables.version.c
    found: dict[bytes, list[tuple[int, Record]]] = defaultdict(list)
    for start in range(0, len(entities), 500):
        some = entities[start : start + 500]
        query = (
            select(tables.head.c.entity, tables.head.c.hash, v.depth, v.raw, v.signature)
            .join(tables.version, v.hash == tables.head.c.hash)
            .where(tables.head.c.entity.in_(some), tables.head.c.kind == kind)
        )
        for entity, hash_, depth, raw, signature in conn.execute(query):
            found[entity].append((depth, at_hand.get(hash_) or stored(raw, signature)))
    for heads in found.values():
        heads.sort(key=lambda head: (head[0], head[1].hash))
    return found


def rows_of(
    entity: bytes,
    heads: list[tuple[int, Record]],
    form_of: FormOf,
    past: History | None = None,
    stands_for: Mapping[bytes, bytes] = MappingProxyType({}),
) -> Rows:
    """The projected rows of one entity, from its current head; a conflict only where the bodies differ.

    A hazard's rows also say what all its steps add up to (`past`). `stands_for`: see store/doubles.py.
    Where a conflict touches a verdict it is read with care: what one head leaves open is open, what it counts counts.
    Of a device's grants those of an office stand before any that would make it a laptop.
    """
    rows = _rows_of(entity, heads, form_of, past)
    return [(table, doubles.settled(table, row, stands_for)) for table, row in rows] if stands_for else rows


def _rows_of(entity: bytes, heads: list[tuple[int, Record]], form_of: FormOf, past: History | None) -> Rows:
    of_office = [head for head in heads if granted_tier(head[1]) == "office"]
    heads = of_office or heads
    record = heads[-1][1]
    conflict = in_conflict(heads)
    body = authority.body_of_record(record)
    others = [authority.body_of_record(other) for _, other in heads[:-1]] if conflict else []
    base = {"entity": entity}
    match body:
        case Zone():
            return [
                (
                    tables.zone,
                    base
                    | {
                        "township": body.township,
                        "village": body.village,
                        "in_scope": body.in_scope or any(isinstance(o, Zone) and o.in_scope for o in others),
                        "in_conflict": conflict,
                        "filed": body.filed,
                        "watch": body.watch,
                    },
                ),
                (tables.enterprise, base | _zone_as_site(record, body, conflict)),
            ]
        case Enterprise():
            heads_say = [body, *(other for other in others if isinstance(other, Enterprise))]
            return [(tables.enterprise, base | _enterprise(record, body, conflict) | _count(heads_say))]
        case Landlord() | Premises() | Lease():
            return [(_TABLES[record.version.kind][0][0], base | rented.row(record, body, conflict))]
        case Person():
            return [(tables.person, base | {"name": body.name, "agency": body.agency, "active": body.active})]
        case Device():
            device = bytes.fromhex(record.version.device)
            said = {"name": body.name, "tier": body.tier, "recipient": body.recipient, "recovery": body.recovery}
            return [(tables.device, base | {"device": device} | said)]
        case Grant():
            return [(tables.device_grant, base | grant_rows.row(record, body, others))]
        case Assignment():
            return [(tables.assignment, base | _assignment(record, body, conflict))]
        case FormDef():
            raise TypeError("forms are projected from their whole history")
        case Programme():
            return [(tables.programme, base | {"hash": record.hash, "in_conflict": conflict})]
        case Proposal():
            return _proposal(base, record, body, conflict)
        case InspectionBody():
            form = form_of(body.content.form)
            return _inspection(base, record, body, conflict, form) if form is not None else []
        case HazardBody():
            hazards = [body, *(other for other in others if isinstance(other, HazardBody))]
            careful = {"grade": careful_grade(hazards), "state": careful_state(hazards)}
            steps = past._asdict() if past is not None else {}
            return [(tables.hazard, base | _hazard(record, body, conflict) | careful | steps)]
        case ReviewBody():
            return [(tables.review, base | _review(record, body, conflict))]


def granted_tier(record: Record) -> str:
    """The tier that a grant gives; empty for all else."""
    return str(record.body.get("tier")) if record.version.kind == "grant" else ""


def in_conflict(heads: list[tuple[int, Record]]) -> bool:
    """Whether an entity's heads say different things; several that say the same are joined by the next edit."""
    return any(other.body != heads[-1][1].body for _, other in heads[:-1])


def _note_conflicts(conn: Connection, kind: str, current: dict[bytes, list[tuple[int, Record]]]) -> None:
    c = tables.conflict.c
    if conn.execute(select(c.entity).limit(1)).first():
        gone = [{"gone": entity} for entity in current]
        conn.execute(delete(tables.conflict).where(c.entity == bindparam("gone"), c.kind == kind), gone)
    rows = [{"entity": entity, "kind": kind} for entity, heads in current.items() if in_conflict(heads)]
    if rows and kind != "proposal":  # the office decides on what two laptops propose; there is nothing to merge
        conn.execute(insert(tables.conflict), rows)


def _forms(conn: Connection, entity: bytes, heads: list[tuple[int, Record]]) -> list[dict[str, Any]]:
    """A row for each form that a version held, back to the first; of versions with one form, the smallest hash."""
    v = tables.version.c
    found: dict[bytes, bytes] = {}
    pending = [record for _, record in heads]
    seen = {record.hash for record in pending}
    while pending:
        record = pending.pop()
        form_hash = bytes.fromhex(FormDef.from_document(record.body).hash)
        found[form_hash] = min(record.hash, found.get(form_hash, record.hash))
        parents = {bytes.fromhex(parent) for parent in record.version.parents} - seen
        seen |= parents
        rows = conn.execute(select(v.raw, v.signature).where(v.hash.in_(parents))).all() if parents else []
        pending += [stored(row.raw, row.signature) for row in rows]
    return [{"form_hash": form, "entity": entity, "hash": hash_} for form, hash_ in found.items()]


def _enterprise(record: Record, body: Enterprise, conflict: bool) -> dict[str, Any]:
    return {
        "hash": record.hash,
        "zone": uuid_bytes(body.zone),
        "name": body.name,
        "code": body.code,
        "initials": initials(body.name),
        "industry": body.industry,
        "in_conflict": conflict,
        "facts": msgspec.json.encode(body.facts).decode(),
        "state": body.state,
        "beside": uuid_bytes(body.beside) if body.beside else None,
        "merged_into": uuid_bytes(body.merged_into) if body.merged_into else None,
    }


def _zone_as_site(record: Record, body: Zone, conflict: bool) -> dict[str, Any]:
    site = Enterprise(body.site_name, record.version.entity, in_scope=False)
    return _enterprise(record, site, conflict) | _count([site]) | {"is_zone": True}


# What a proposal says of counting and of links to others says nothing until the register has it.
_NOWHERE = {
    "in_scope": False, "gone_from": "", "since": "", "removed": False, "merged_into": None, "beside": None,
    "is_zone": False,
}  # fmt: skip


def _proposal(base: dict[str, Any], record: Record, body: Proposal, conflict: bool) -> Rows:
    of = uuid_bytes(body.tenant) if body.tenant else base["entity"]
    rows: Rows = [(tables.proposal, base | proposed.proposal_row(record, body, of))]
    if body.found is not None:
        row = base | _enterprise(record, body.found, conflict) | _NOWHERE
        rows.append((tables.enterprise, row | {"proposed": True}))
    return rows


def _count(heads: list[Enterprise]) -> dict[str, Any]:
    """It counts on each day on which one of its heads counts it."""
    in_scope = [head for head in heads if head.in_scope and not head.removed]
    gone = [head.gone_from for head in in_scope or heads]
    return {
        "in_scope": bool(in_scope),
        "gone_from": "" if "" in gone else max(gone),
        "since": min(head.since for head in in_scope or heads),
        "proposed": False,
        "removed": all(head.removed for head in heads),
        "is_zone": False,
    }


def _assignment(record: Record, body: Assignment, conflict: bool) -> dict[str, Any]:
    return {
        "hash": record.hash,
        "enterprise": uuid_bytes(body.enterprise),
        "device": bytes.fromhex(body.device),
        "type": body.type,
        "since": body.since,
        "due": body.due,
        "note": body.note,
        "withdrawn": body.withdrawn,
        "in_conflict": conflict,
    }


def _inspection(
    base: dict[str, Any], record: Record, body: InspectionBody, conflict: bool, form: FormDef
) -> Rows:  # fmt: skip
    content = body.content
    required = form.required
    not_passed = [answer for answer in content.answers if answer.verdict is not Verdict.PASS]
    failed = [answer.item for answer in not_passed if answer.verdict is Verdict.FAIL]
    spared = sum(answer.verdict is Verdict.NOT_APPLICABLE and answer.item in required for answer in not_passed)
    hazards = {found.item: found for found in content.hazards}
    row = {
        "hash": record.hash,
        "enterprise": uuid_bytes(content.enterprise),
        "device": bytes.fromhex(record.version.device),
        "type": content.type,
        "outcome": content.outcome,
        "date": content.date,
        "number": content.number,
        "inspectors": "、".join(person.name for person in content.inspectors),
        "third_party": all(person.agency for person in content.inspectors),
        "in_conflict": conflict,
        "pass_rate": form.pass_rate,
        "applicable": sum(map(required.__contains__, content.items)) - spared,
        "passed": len(content.answers) - len(not_passed),
        "failed": len(failed),
        "not_applicable": len(not_passed) - len(failed),
        "majors": sum(found.rectification.grade is Grade.MAJOR for found in content.hazards),
        "photos": len(authority.photos_of(record.raw)),
        "form": bytes.fromhex(content.form),
    }
    rows: Rows = [(tables.inspection, base | row)]
    for item in failed:
        found = hazards.get(item)
        finding = {
            "inspection": base["entity"],
            "item": item,
            "required": item in required,
            "key": item in required and required[item].key,
            "hazard": uuid_bytes(found.hazard) if found else None,
        }
        rows.append((tables.finding, finding))
    return rows


def _hazard(record: Record, body: HazardBody, conflict: bool) -> dict[str, Any]:
    return {
        "hash": record.hash,
        "enterprise": uuid_bytes(body.enterprise),
        "inspection": uuid_bytes(body.inspection),
        "item": body.item,
        "form": body.form,
        "deadline": body.rectification.deadline,
        "what": body.rectification.what,
        "place": body.rectification.where,
        "visit": uuid_bytes(body.visit) if body.visit else None,
        "date": body.date,
        "in_conflict": conflict,
    }


def _review(record: Record, body: ReviewBody, conflict: bool) -> dict[str, Any]:
    return {
        "hash": record.hash,
        "inspection": uuid_bytes(body.inspection),
        "version": bytes.fromhex(body.version),
        "decision": body.decision,
        "reviewer": body.reviewer.name,
        "at": body.at,
        "in_conflict": conflict,
    }
