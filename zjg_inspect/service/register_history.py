"""How an entry of the register came to be as it is: every version, by which computer, when, and what it changed."""

from collections.abc import Mapping

import msgspec

from zjg_inspect import errors
from zjg_inspect.model import authority
from zjg_inspect.model.clock import local
from zjg_inspect.model.threeway import STATEMENTS, Difference, compare
from zjg_inspect.service.conflict_facts import device_names, names_in, people_of
from zjg_inspect.store import documents
from zjg_inspect.store.ancestry import ancestors
from zjg_inspect.store.db import Database

__all__ = ["Change", "Difference", "History", "history"]


class Change(msgspec.Struct, frozen=True):
    """A version: the civil time that its computer wrote it, what it changed of the one before; `first`: it began the
    entry, so that nothing was there before. `people`: who stands in it, for kinds that name somebody."""

    version: str
    made_at: str
    device_name: str
    people: tuple[str, ...]
    first: bool
    fields: tuple[Difference, ...]


class History(msgspec.Struct, frozen=True):
    """The newest first. `names`: what ids in the fields' values are called."""

    changes: tuple[Change, ...]
    names: Mapping[str, str]


def history(db: Database, kind: str, entity: str) -> History:
    """Of an entity of any kind. Of two versions that were joined, what the joining changed of the current one.

    Raises:
        NotFound: there is none.
    """
    with db.read() as conn:
        found = documents.document(conn, kind, entity)
        if found is None:
            raise errors.NotFound(what=kind, id=entity)
        records = [found.record, *ancestors(conn, found.record)]
        by_hash = {record.hash.hex(): record for record in records}
        order = {hash_: place for place, hash_ in enumerate(by_hash)}
        devices = device_names(conn, {record.version.device for record in records})
        changes = []
        for record in records:
            before = min((p for p in record.version.parents if p in by_hash), key=lambda p: order[p], default="")
            base = by_hash[before].body if before else {"facts": {}} if kind == "enterprise" else {}
            changes.append(
                Change(
                    version=record.hash.hex(),
                    made_at=f"{local(record.version.made_at):%Y-%m-%d %H:%M}",
                    device_name=devices.get(record.version.device, record.version.device[:12]),
                    people=people_of(authority.body_of(record.version)),
                    first=not before,
                    fields=tuple(compare(base, [record.body], STATEMENTS.get(kind, ()))),
                )
            )
        fields = [field for change in changes for field in change.fields]
        names = names_in(conn, db, [authority.body_of(found.record.version)], fields)
    return History(tuple(changes), names)
