"""How a person calls a stored version or a device, as far as it can be told: versions in any state, of any shape."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from zjg_inspect.model.version import parse
from zjg_inspect.store import settings, tables

# A report names no more than these of one kind.
_MOST = 20


def names_of(conn: Connection, hashes: Sequence[str]) -> tuple[str, ...]:
    """What some of these versions (hex) are about, each once: 甲五金厂 2026-11-20, of a hazard its enterprise, 张某."""
    v = tables.version.c
    names: dict[str, None] = {}
    for hash_ in hashes[:_MOST]:
        row = conn.execute(select(v.raw, v.signature).where(v.hash == bytes.fromhex(hash_))).first()
        if row is not None and (name := _name(conn, parse(row.raw, row.signature).body)):
            names[name] = None
    return tuple(names)


def _name(conn: Connection, body: dict[str, Any]) -> str:
    """A visit's enterprise and day; else the body's own name, its village, or that of its enterprise."""
    content = body.get("content")
    if isinstance(content, dict):
        return f"{text_of(content, 'name')} {text_of(content, 'date')}".strip()
    return text_of(body, "name") or text_of(body, "village") or _enterprise(conn, text_of(body, "enterprise"))


def text_of(body: dict[str, Any], field: str) -> str:
    """A text of a body that has not been judged: it may hold anything."""
    value = body.get(field)
    return value if isinstance(value, str) else ""


def _enterprise(conn: Connection, entity: str) -> str:
    try:
        own = bytes.fromhex(entity.replace("-", ""))
    except ValueError:
        return ""
    e = tables.enterprise.c
    return conn.execute(select(e.name).where(e.entity == own)).scalar() or ""


def name_of_device(conn: Connection, device: str) -> str:
    """What a device is called here: the office above, a laptop that was granted; empty for any other."""
    own = settings.standing(conn)
    if own is not None and own.card is not None and own.card.device == device:
        return own.card.name
    g = tables.device_grant.c
    return conn.execute(select(g.name).where(g.device == bytes.fromhex(device))).scalar() or ""
