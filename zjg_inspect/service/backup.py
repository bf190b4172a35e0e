"""A backup of everything but the private keys, and bringing it back: as a new device, whole or not at all."""

import errno
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_forms
from zjg_inspect.model import ids
from zjg_inspect.model.clock import today, utc_now
from zjg_inspect.model.register import Tier
from zjg_inspect.places import sync_folder, writing
from zjg_inspect.service.another import become_another
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.recovery import PRINTED
from zjg_inspect.service.setup import plain_name
from zjg_inspect.store import backup as container
from zjg_inspect.store import keys, media, settings, tables
from zjg_inspect.store.backup import Facts, open_backup
from zjg_inspect.store.db import FILE, Database, Step, held
from zjg_inspect.store.settings import Standing

__all__ = ["BackedUp", "Facts", "Restored", "backup", "last_backup", "look_at", "restore"]

SUFFIX = ".zjgbackup"
# The setting that says when the last backup was made.
_MADE = "backed_up"
# What lies in a data directory before it holds anything of value.
_WORTHLESS = ("lock", "staging", "window.ini", "zjg-inspect.log")
# What stands beside the store: photos and keys.
_BESIDE = ("media", "device.key", "age.key", "recovery.key")


class BackedUp(msgspec.Struct, frozen=True):
    """A backup that was written and read back. `missing`: photos that were lost or damaged here already."""

    path: Path
    versions: int
    media: int
    missing: tuple[str, ...]
    size: int


class Restored(msgspec.Struct, frozen=True):
    """What a backup was restored to: a new device, with the number that people compare; `former` is the one before.

    `recovery_known`: the recovery key that was typed in is the one that the office of the backup states.
    """

    directory: Path
    role: Tier
    name: str
    device: str
    fingerprint: str
    former: str
    versions: int
    media: int
    missing: tuple[str, ...]
    recovery_known: bool


def backup(db: Database, file: Path, step: Step | None = None) -> BackedUp:
    """Write a backup of the store and all photos and read it back; others may go on working meanwhile.

    It holds drafts and all that is only local, but no private key: whoever finds it can read it, and sign nothing.

    Raises:
        TargetExists, DiskFull, NotWritable, NoRole, Cancelled: nothing stands under this name.
    """
    copy = db.directory / "staging" / f"{secrets.token_hex(8)}.sqlite"
    with db.read() as conn:
        own = standing_of(conn, db)
    try:
        with writing(copy):
            copy.parent.mkdir(exist_ok=True)
        db.copy_to(copy, step and (lambda _done, _total: step(0, 1)))
        versions, photos = _contents(copy)
        facts = Facts(container.FORMAT, utc_now(), db.key.device, own.role, own.name, versions, len(photos))
        paths = [(sha, media.path_of(db.directory, sha)) for sha in photos]
        facts = container.write_backup(file, facts, copy, paths, step)
    finally:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
    with db.write() as conn:
        settings.put(conn, _MADE, facts.made_at)
    return BackedUp(file, facts.versions, facts.media, facts.missing, file.stat().st_size)


def file_in(db: Database, folder: Path) -> Path:
    """A name for a backup of today in this folder that nothing there has."""
    with db.read() as conn:
        name = plain_name(standing_of(conn, db).name)
    stem = f"{name}-备份-{today().isoformat()}"
    tried = (folder / f"{stem}{number}{SUFFIX}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for path in tried if not os.path.lexists(path))


def last_backup(db: Database) -> str:
    """The instant of the last backup; empty where none was made."""
    with db.read() as conn:
        return settings.get(conn, _MADE)


def _contents(store: Path) -> tuple[int, list[str]]:
    """How many versions a copied store holds, and the hashes of its photos, those of drafts among them."""
    with closing(sqlite3.connect(store)) as copy:
        (versions,) = copy.execute("SELECT count(*) FROM version").fetchone()
        rows = copy.execute("SELECT sha256 FROM media UNION SELECT sha256 FROM draft_photo ORDER BY 1").fetchall()
    return int(versions), [sha.hex() for (sha,) in rows]


def look_at(file: Path) -> Facts:
    """Whose backup this is, without reading all of it. Raises BackupDamaged, BackupNewer, NotReadable."""
    with open_backup(file) as opened:
        return opened.facts


def restore(file: Path, directory: Path, recovery: str = "", step: Step | None = None) -> Restored:
    """Bring a backup back into an empty or absent data directory, as a new device with new keys.

    What the old device wrote stays as it is; those who know it must take the new device's card. `recovery` is the
    office's paper key as a person typed it: with it, bundles that were written to the old device can be opened.

    Raises:
        RecoveryKeyWrong: a character of it is wrong.
        NotFree, StoreInUse: other data lies there, or a window is open on it.
        BackupDamaged, BackupNewer, NotReadable: the backup cannot be used.
        DiskFull, NotWritable, Cancelled.
        In each case nothing stands under its final name, and the directory is free as before.
    """
    typed = _identity(recovery)
    with held(directory):
        if not _is_free(directory):
            raise errors.NotFree(directory=str(directory))
        staged = directory / "staging" / "restore"
        with _swept(staged):
            with open_backup(file) as opened:
                opened.unpack(staged, step)
                facts = opened.facts
            _check_store(staged / FILE, file)
            restored = _become_another(staged, file, facts, typed)
            _move_in(staged, directory)
    return msgspec.structs.replace(restored, directory=directory)


def _identity(recovery: str) -> str:
    if not recovery.strip():
        return ""
    try:
        return keys.identity_typed(recovery)
    except ValueError as error:
        raise errors.RecoveryKeyWrong() from error


def _is_free(directory: Path) -> bool:
    """Nothing of value: it is empty, or a first start was not answered there, or a restore was cut off."""
    with writing(directory):
        names = {path.name for path in directory.iterdir()}
    if not names - set(_WORTHLESS) or (directory / "staging" / "restore").is_dir():
        return not _has_data(directory)
    return (directory / FILE).is_file() and not _has_data(directory)


def _has_data(directory: Path) -> bool:
    """Whether the store that is there has a role, or cannot be read: then nobody knows."""
    store = directory / FILE
    if not store.is_file():
        return False
    try:
        with closing(sqlite3.connect(store)) as conn:
            if conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'setting'").fetchone() is None:
                return False
            return conn.execute("SELECT 1 FROM setting WHERE name = 'standing'").fetchone() is not None
    except sqlite3.Error:
        return True


@contextmanager
def _swept(staged: Path) -> Iterator[None]:
    """A new, empty place to unpack to; whatever happens it is gone afterwards."""
    shutil.rmtree(staged, ignore_errors=True)
    with writing(staged):
        staged.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _check_store(store: Path, file: Path) -> None:
    """Raises BackupDamaged: SQLite finds the store itself in disorder."""
    try:
        with closing(sqlite3.connect(store)) as conn:
            sound = conn.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.Error:
        sound = False
    if not sound:
        raise errors.BackupDamaged(file=str(file), part=FILE)


def _become_another(staged: Path, file: Path, facts: Facts, typed: str) -> Restored:
    """Give the staged store new keys, and let it begin anew where the old device's affairs end with it."""
    key = keys.load_or_make(staged)
    if typed:
        keys.add_identity(staged, key, typed)
    try:
        with Database(staged, shipped_forms()) as db, db.write() as conn:
            own, known = _new_standing(conn, db, facts, typed)
            settings.put_standing(conn, own)
            for sha256 in facts.missing:
                media.give_up(conn, staged, sha256)
            become_another(conn, db)
            versions = int(conn.execute(select(func.count()).select_from(tables.version)).scalar_one())
            fingerprint = ids.fingerprint(db.key.public)
            device = db.key.device
    except errors.StoreNewer as error:
        raise errors.BackupNewer(file=str(file), format=error.revision) from error
    except (errors.StoreDamaged, errors.NoRole) as error:
        raise errors.BackupDamaged(file=str(file), part=FILE) from error
    return Restored(
        directory=staged,
        role=own.role,
        name=own.name,
        device=device,
        fingerprint=fingerprint,
        former=facts.device,
        versions=versions,
        media=facts.media,
        missing=facts.missing,
        recovery_known=known,
    )


def _new_standing(conn: Connection, db: Database, facts: Facts, typed: str) -> tuple[Standing, bool]:
    """Who the restored device is, and whether the typed recovery key is the one that the backup's office states.

    An office trusts what it was before. A laptop's former self is trusted as far as the office's grant says.
    """
    own = standing_of(conn, db)
    known = bool(typed) and keys.recipient_of(typed) == own.recovery
    if own.role == "field":
        return own, known
    own = msgspec.structs.replace(own, former=tuple(dict.fromkeys((*own.former, facts.device))))
    if not known and not settings.get(conn, PRINTED):
        # nobody has that key on paper, and the file with it was in no backup
        secret = keys.new_identity()
        keys.write_recovery(db.directory, (secret,))
        own = msgspec.structs.replace(own, recovery=keys.recipient_of(secret))
    elif known:
        settings.put(conn, PRINTED, settings.get(conn, PRINTED) or utc_now())
    return own, known


def _move_in(staged: Path, directory: Path) -> None:
    """Everything under its final name, the store last: until then there is nothing."""
    # closing it has brought the write-ahead log into the file
    if (staged / f"{FILE}-wal").exists():
        raise errors.NotWritable(path=str(directory / FILE), detail=os.strerror(errno.EBUSY))
    try:
        with writing(directory / FILE):
            with (staged / FILE).open("r+b") as file:
                os.fsync(file.fileno())
            _clear(directory)
            for name in _BESIDE:
                if (staged / name).exists():
                    os.replace(staged / name, directory / name)
            sync_folder(directory)
            os.replace(staged / FILE, directory / FILE)
            sync_folder(directory)
    except BaseException:
        with suppress(OSError):
            _clear(directory)
        raise


def _clear(directory: Path) -> None:
    """Make room where nothing of value lies."""
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", *_BESIDE[1:]):
        (directory / name).unlink(missing_ok=True)
    if (directory / _BESIDE[0]).is_dir():
        shutil.rmtree(directory / _BESIDE[0])
