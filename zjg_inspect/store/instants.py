"""The latest instant that this store has seen: what its computer's clock is held against."""

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect.store import tables


class _Made(msgspec.Struct):
    made_at: str


def last_known(conn: Connection) -> str:
    """The greatest of when each device made its last version, when bundles came and went, and when a draft was last
    touched; "" where there is nothing yet."""
    v = tables.version.c
    found = []
    for device in conn.scalars(select(tables.progress.c.device)).all():
        raw = conn.execute(select(v.raw).where(v.device == device).order_by(v.n.desc()).limit(1)).scalar()
        if raw is not None:
            found.append(msgspec.json.decode(raw, type=_Made).made_at)
    own = (tables.bundle_sent.c.at, tables.bundle_received.c.at, tables.draft.c.touched_at)
    found += [conn.execute(select(func.max(column))).scalar() or "" for column in own]
    return max(found)
