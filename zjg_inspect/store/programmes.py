"""The programmes that this store holds, each by its head."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect.model import authority
from zjg_inspect.model.programme import Programme
from zjg_inspect.store import tables
from zjg_inspect.store.projection import heads_of


class Held(NamedTuple):
    """A programme's current version; `heads` are the hashes of all its childless ones."""

    programme: Programme
    heads: tuple[str, ...]
    in_conflict: bool


def programmes(conn: Connection) -> list[Held]:
    """All that were published here or came in bundles."""
    rows = dict(conn.execute(select(tables.programme.c.entity, tables.programme.c.in_conflict)).tuples().all())
    found = []
    for entity, heads in heads_of(conn, "programme", list(rows)).items():
        body = authority.body_of(heads[-1][1].version)
        if isinstance(body, Programme):
            hashes = tuple(sorted(record.hash.hex() for _, record in heads))
            found.append(Held(body, hashes, rows[entity]))
    return found
