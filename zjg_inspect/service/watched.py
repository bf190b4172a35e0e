"""The folder that this office's window watches: kept with the data, so that it is watched again after a restart."""

from pathlib import Path

from zjg_inspect.service.author import standing_of
from zjg_inspect.store import settings
from zjg_inspect.store.db import Database

_FOLDER = "watched_folder"


def watched_folder(db: Database) -> Path | None:
    """None while none is watched; it may be gone at present."""
    with db.read() as conn:
        said = settings.get(conn, _FOLDER)
    return Path(said) if said else None


def watch_folder(db: Database, folder: Path | None) -> None:
    """Watch this folder from now on, or none. Raises NoRole."""
    with db.write() as conn:
        standing_of(conn, db)
        if folder is None:
            settings.drop(conn, _FOLDER)
        else:
            settings.put(conn, _FOLDER, str(folder))
