"""What stands around a conflict: what its parts are called, and what follows from each of its versions."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from msgspec import UNSET
from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, clock
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.facts import EnterpriseClass
from zjg_inspect.model.form import Facts, FormDef, items_for
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Grade, InspectionBody, Verdict
from zjg_inspect.model.programme import Programme
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Device, Enterprise, Grant, Person, Zone
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.threeway import Difference
from zjg_inspect.service.known_forms import FORM_ID, current_form, form_by_hash
from zjg_inspect.store import documents, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DEVICE = re.compile(r'"([0-9a-f]{32})"')


class Items(msgspec.Struct, frozen=True):
    """How many items an enterprise is asked; `added`: how many of them its class adds to those of a small one, 0 where
    it asks others instead."""

    enterprise_class: EnterpriseClass | None
    added: int
    total: int


class Found(msgspec.Struct, frozen=True):
    """What a version of a visit found."""

    failed: int
    majors: int


class Follows(msgspec.Struct, frozen=True):
    """What follows from each version: items asked (Items), whether it counts (bool), a hazard's state (str), what a
    visit found (Found); only where it is not the same for all."""

    what: Literal["items", "counted", "state", "found"]
    values: tuple[Any, ...]


def subject(conn: Connection, body: authority.Body) -> tuple[str, str]:
    """Whom or what this is about by name, and what of it."""
    match body:
        case Zone():
            return f"{body.township} {body.village}", ""
        case Enterprise() | Landlord() | Person() | Device() | Grant():
            return body.name, ""
        case Premises():
            return body.address, ""
        case Lease():
            return enterprise_name(conn, body.tenant), body.signed
        case Assignment():
            return enterprise_name(conn, body.enterprise), body.due
        case Proposal():
            return body.found.name if body.found is not None else enterprise_name(conn, body.tenant), body.date
        case InspectionBody():
            return body.content.name, body.content.date
        case HazardBody():
            return enterprise_name(conn, body.enterprise), body.rectification.what
        case ReviewBody():
            try:
                content = documents.inspection(conn, body.inspection)[0].content
            except errors.NotFound:
                return "", ""
            return content.name, content.date
        case FormDef() | Programme():
            return body.title, ""


def enterprise_name(conn: Connection, entity: str) -> str:
    e = tables.enterprise.c
    return str(conn.execute(select(e.name).where(e.entity == uuid_bytes(entity))).scalar() or "")


def people_of(body: authority.Body) -> tuple[str, ...]:
    """Who stands in a version as the one who made it; nobody for what an office's computer writes."""
    match body:
        case HazardBody():
            return tuple(person.name for person in body.by)
        case InspectionBody():
            return tuple(person.name for person in body.content.inspectors)
        case ReviewBody():
            return (body.reviewer.name,)
    return ()


def device_names(conn: Connection, devices: Iterable[str]) -> dict[str, str]:
    """By device id what a device calls itself, else what the office calls it."""
    wanted = [bytes.fromhex(device) for device in devices]
    found: dict[str, str] = {}
    for table in (tables.device_grant, tables.device):
        rows = conn.execute(select(table.c.device, table.c.name).where(table.c.device.in_(wanted)))
        found |= {row.device.hex(): row.name for row in rows}
    return found


def names_in(
    conn: Connection, db: Database, bodies: Sequence[authority.Body], fields: Sequence[Difference]
) -> dict[str, str]:
    """What the ids in these fields' values are called, and the items of the form that the bodies name, by code."""
    values = [value for each in fields for value in (each.base, *each.values) if value is not UNSET]
    text = json.dumps(values)
    wanted = [uuid_bytes(each) for each in set(_UUID.findall(text))]
    z, e, h = tables.zone.c, tables.enterprise.c, tables.hazard.c
    named = (
        select(h.entity, h.what.label("name")).where(h.entity.in_(wanted)),
        select(e.entity, e.name.label("name")).where(e.entity.in_(wanted)),
        select(z.entity, z.village.label("name")).where(z.entity.in_(wanted)),
    )
    found = {uuid_text(row.entity): row.name for query in named for row in conn.execute(query)} if wanted else {}
    found |= device_names(conn, set(_DEVICE.findall(text)))
    for body in bodies:
        form = body.content.form if isinstance(body, InspectionBody) else getattr(body, "form", "")
        if form:
            found |= {item.code: item.title for item in form_by_hash(conn, db, form).items()}
    return found


def follows(conn: Connection, db: Database, bodies: Sequence[authority.Body]) -> tuple[Follows, ...]:
    """What follows from each of these bodies of one entity, as far as it differs; of an enterprise by the form that a
    visit of today would have."""
    form = current_form(conn, db, FORM_ID)
    day = clock.today().isoformat()
    found = (
        Follows("items", tuple(_items(form, each.facts) for each in bodies if isinstance(each, Enterprise))),
        Follows("counted", tuple(each.counts_on(day) for each in bodies if isinstance(each, Enterprise))),
        Follows("counted", tuple(each.in_scope for each in bodies if isinstance(each, Zone))),
        Follows("state", tuple(each.state for each in bodies if isinstance(each, HazardBody))),
        Follows("found", tuple(_found(each) for each in bodies if isinstance(each, InspectionBody))),
    )
    return tuple(each for each in found if len(set(each.values)) > 1)


def _items(form: FormDef, facts: Facts) -> Items:
    small = msgspec.structs.replace(
        facts, headcount=0, dust_explosive=False, ammonia_refrigeration=False, other_key_field=False
    )
    asked, base = ({item.code for item in items_for(form, each)} for each in (facts, small))
    return Items(facts.headcount_class, len(asked - base) if asked >= base else 0, len(asked))


def _found(body: InspectionBody) -> Found:
    content = body.content
    failed = sum(answer.verdict is Verdict.FAIL for answer in content.answers)
    return Found(failed, sum(each.rectification.grade is Grade.MAJOR for each in content.hazards))
