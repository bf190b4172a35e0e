"""What this data directory is: its role, its name, the card that it trusts. Local, never sent."""

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model.card import Card
from zjg_inspect.model.register import Tier
from zjg_inspect.model.types import DeviceId
from zjg_inspect.store import tables

# The survey's entry under way: one at a time, kept at every tap.
SURVEY = "survey"


class Standing(msgspec.Struct, frozen=True):
    """Who this device is. `card` is the office's, on a laptop; `mark` stands before sheet numbers, at an office.

    `former`: devices that this office was before it was restored from a backup, or whose card the laptop took before.
    `recovery` is the age recipient of an office's paper key.
    """

    role: Tier
    name: str
    mark: str = ""
    card: Card | None = None
    former: tuple[DeviceId, ...] = ()
    recovery: str = ""


def standing(conn: Connection) -> Standing | None:
    """None before the first start has been answered."""
    doc = conn.execute(select(tables.setting.c.value).where(tables.setting.c.name == "standing")).scalar()
    return None if doc is None else msgspec.json.decode(doc, type=Standing)


def put_standing(conn: Connection, value: Standing) -> None:
    put(conn, "standing", msgspec.json.encode(value).decode())


def get(conn: Connection, name: str, default: str = "") -> str:
    value = conn.execute(select(tables.setting.c.value).where(tables.setting.c.name == name)).scalar()
    return default if value is None else str(value)


def put(conn: Connection, name: str, value: str) -> None:
    write = upsert(tables.setting).values(name=name, value=value)
    conn.execute(write.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def drop(conn: Connection, name: str) -> None:
    conn.execute(delete(tables.setting).where(tables.setting.c.name == name))
