"""What reviewers note of a visit before they decide on it: one setting for each visit, local, never sent."""

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect.model.review import Noted
from zjg_inspect.store import settings, tables

_OF = "review/"
_BEHIND = "review0"  # the character that follows the stroke

_read = msgspec.json.Decoder(Noted).decode


def of(conn: Connection, inspection: str, version: str) -> Noted:
    """What was noted of this version; what was noted of another one is void."""
    doc = settings.get(conn, _OF + inspection)
    found = _read(doc) if doc else None
    return found if found is not None and found.version == version else Noted(version)


def all_of(conn: Connection) -> dict[str, Noted]:
    """By visit; of a version that may not be the current one any more."""
    s = tables.setting.c
    rows = conn.execute(select(s.name, s.value).where(s.name > _OF, s.name < _BEHIND))
    return {row.name.removeprefix(_OF): _read(row.value) for row in rows}


def put(conn: Connection, inspection: str, noted: Noted) -> None:
    settings.put(conn, _OF + inspection, msgspec.json.encode(noted).decode())


def drop(conn: Connection, inspection: str) -> None:
    settings.drop(conn, _OF + inspection)
