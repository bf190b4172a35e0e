"""Becoming another device with the same data: after a restore, or where a laptop's keys must change."""

from sqlalchemy import Connection, delete, update

from zjg_inspect.service.author import description, identity, make, remember_key, standing_of
from zjg_inspect.store import settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.merge import rederive

# The setting that holds the old device's id while the keys are changed.
_RENEWING = "renewing"


def become_another(conn: Connection, db: Database) -> None:
    """Let the data begin anew under the keys that lie beside it now.

    What was said and heard under the old device's name does not go on: bundles sent, receipts, numbers of drafts.
    Sheets are counted on, so that a number under the same letters cannot come twice.
    """
    for table in (tables.bundle_sent, tables.receipt, tables.receipt_quarantined):
        conn.execute(delete(table))
    conn.execute(update(tables.draft).values(number=""))
    settings.put(conn, _RENEWING, "")
    remember_key(conn, db.key.device, db.key.public)
    # the old device is no root any more: it is trusted as far as a grant says, or as a former self
    rederive(conn, identity(conn, db))
    make(conn, db, [description(db, standing_of(conn, db))])


def begin_renewal(conn: Connection, db: Database) -> None:
    """Note that the keys are about to change."""
    settings.put(conn, _RENEWING, db.key.device)


def finish_renewal(db: Database) -> None:
    """What is left to do of a renewal whose keys are in place; for one that has not got so far, nothing."""
    with db.read() as conn:
        if not settings.get(conn, _RENEWING):
            return
    with db.write() as conn:
        if settings.get(conn, _RENEWING) not in ("", db.key.device):
            become_another(conn, db)
        settings.put(conn, _RENEWING, "")
