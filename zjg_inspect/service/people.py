"""The office's people: who inspects, who reviews, and whose agency is a third party."""

import msgspec
from sqlalchemy import select

from zjg_inspect.model import ids
from zjg_inspect.model.register import Person
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_text


class PersonRow(msgspec.Struct, frozen=True):
    """With an `agency` the person is a third party's (第三方机构)."""

    id: str
    name: str
    agency: str
    active: bool


def people(db: Database, *, all: bool = False) -> list[PersonRow]:
    """Those who are active, by agency (own staff first) and name; `all` gives the others too."""
    p = tables.person.c
    query = select(tables.person).order_by(p.agency, p.name)
    with db.read() as conn:
        rows = conn.execute(query if all else query.where(p.active)).all()
    return [PersonRow(uuid_text(row.entity), row.name, row.agency, row.active) for row in rows]


def put_person(db: Database, name: str, agency: str = "", *, id: str = "", active: bool = True) -> str:
    """Enter a person, or (with `id`) change one; gives the id. The same name and agency again is the same person."""
    name, agency = name.strip(), agency.strip()
    if not id:
        for row in people(db, all=True):
            if (row.name, row.agency) == (name, agency) and row.active == active:
                return row.id
    entity = id or ids.new_id()
    with db.write() as conn:
        make(conn, db, [Making("person", entity, Person(name, agency, active))])
    return entity
