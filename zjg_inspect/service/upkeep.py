"""What is done when nobody waits: files that nothing names go, the write-ahead log comes into the store."""

from zjg_inspect.store import archive, media
from zjg_inspect.store.db import Database


def tidy(db: Database) -> int:
    """Sweep photos that neither a record nor a draft names and that are older than a day; gives how many. Bundles in
    the archive go after their 30 days.

    Call it when idle: it reads the whole media folder.
    """
    with db.read() as conn:
        keep = media.used(conn)
    gone = media.sweep(db.directory, keep)
    if gone:
        with db.write() as conn:
            media.forget_swept(conn, db.directory)
    archive.sweep(db.directory)
    db.checkpoint()
    return gone
