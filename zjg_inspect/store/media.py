"""Photos as files named by their SHA-256: temporary name, fsync, rename, fsync of the folders, *then* the row."""

import hashlib
import os
import secrets
import time
from collections.abc import Collection, Iterable
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model import authority
from zjg_inspect.places import sync_folder, writing
from zjg_inspect.store import settings, tables

_DAY = 24 * 3600


def path_of(directory: Path, sha256: str) -> Path:
    return directory / "media" / sha256[:2] / f"{sha256}.jpg"


def put(directory: Path, sha256: str, data: bytes) -> None:
    """Write the photo's file unless it is there; after this it is on the disk.

    Raises:
        DiskFull, NotWritable: its row must not be written.
    """
    lay(directory, sha256, data)
    for folder in folders(directory, [sha256]):
        hold(folder)


def lay(directory: Path, sha256: str, data: bytes) -> None:
    """Write the photo's file unless it is there. Its bytes are on the disk then, but a power cut may take its name away
    until its `folders` are held: for many photos that is done once, behind the last.

    Raises:
        DiskFull, NotWritable: nothing stands under the final name.
    """
    path = path_of(directory, sha256)
    with writing(path):
        if path.exists():
            os.utime(path)  # wanted again: a sweep under way leaves it alone
            return
    place(directory, sha256, write_part(directory, sha256, data))


def write_part(directory: Path, sha256: str, data: bytes) -> Path:
    """Bring what is said to be this photo to the disk under a name that is no photo's; gives the file, to `place` or to
    delete.

    Raises:
        DiskFull, NotWritable: nothing is left behind.
    """
    path = path_of(directory, sha256)
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return part


def place(directory: Path, sha256: str, part: Path) -> None:
    """Give a part, which has been proven to be this photo, the photo's name.

    Raises:
        NotWritable: the part is gone, and nothing stands under the final name.
    """
    path = path_of(directory, sha256)
    with writing(path):
        try:
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def folders(directory: Path, hashes: Iterable[str]) -> list[Path]:
    """The folders to be held before the rows of these photos are written, also of such as were there: whoever wrote
    them may not have come so far."""
    return [*sorted({path_of(directory, sha).parent for sha in hashes}), directory / "media", directory]


def hold(folder: Path) -> None:
    """Bring a folder's names to the disk. Raises NotWritable: it may have lost them after a power cut."""
    with writing(folder):
        sync_folder(folder)


def read(directory: Path, sha256: str) -> bytes | None:
    """The photo's bytes; None where it has not arrived or is not what its name says."""
    try:
        data = path_of(directory, sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def note(conn: Connection, sha256: str, size: int, ok: bool) -> None:
    """The row that says a file is there; `ok` is whether it decodes as a photo."""
    note_all(conn, [(sha256, size, ok)])


def note_all(conn: Connection, photos: Iterable[tuple[str, int, bool]]) -> None:
    """The rows of several photos, each (hash, size, decodes)."""
    rows = [{"sha256": bytes.fromhex(sha), "size": size, "ok": ok} for sha, size, ok in photos]
    if rows:
        conn.execute(upsert(tables.media).on_conflict_do_nothing(index_elements=["sha256"]), rows)
        here = tables.media_wanted.c.sha256 == bindparam("here")
        conn.execute(delete(tables.media_wanted).where(here), [{"here": row["sha256"]} for row in rows])


def want(conn: Connection, named: Collection[bytes]) -> None:
    """Note which of these photos, that a stored version names, are not here."""
    here = known(conn, [sha.hex() for sha in named])
    rows = [{"sha256": sha} for sha in named if sha.hex() not in here]
    if rows:
        conn.execute(upsert(tables.media_wanted).on_conflict_do_nothing(), rows)


def derive_wanted(conn: Connection) -> None:
    """Write anew which photos are named by a stored version and are not here."""
    use, have = tables.version_media.c.sha256, tables.media.c.sha256
    missing = select(use).distinct().join(tables.media, have == use, isouter=True).where(have.is_(None))
    conn.execute(delete(tables.media_wanted))
    conn.execute(insert(tables.media_wanted).from_select(["sha256"], missing))


def is_ours(directory: Path, path: Path) -> bool:
    """Whether the path is that of a kept photo."""
    return path == path_of(directory, path.stem)


def give_up(conn: Connection, directory: Path, sha256: str) -> None:
    """A file that is no longer what its name says is put aside, and the photo is missed like one that never came."""
    path = path_of(directory, sha256)
    with writing(path):
        if path.exists():
            path.replace(path.with_suffix(".damaged"))
    sha = bytes.fromhex(sha256)
    conn.execute(delete(tables.media).where(tables.media.c.sha256 == sha))
    conn.execute(upsert(tables.media_wanted).values(sha256=sha).on_conflict_do_nothing())


def known(conn: Connection, hashes: Iterable[str]) -> set[str]:
    wanted = [bytes.fromhex(sha) for sha in hashes]
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        query = select(tables.media.c.sha256).where(tables.media.c.sha256.in_(wanted[start : start + 500]))
        found |= {sha.hex() for sha in conn.scalars(query)}
    return found


def wanted(conn: Connection, hashes: Iterable[str]) -> set[str]:
    """Those of these photos that a version here names and that are not here."""
    asked = [bytes.fromhex(sha) for sha in hashes]
    column = tables.media_wanted.c.sha256
    found: set[str] = set()
    for start in range(0, len(asked), 500):
        query = select(column).where(column.in_(asked[start : start + 500]))
        found |= {sha.hex() for sha in conn.scalars(query)}
    return found


def used(conn: Connection) -> set[str]:
    """All photos that a version, a draft or an entry under way names."""
    versions = conn.scalars(select(tables.version_media.c.sha256).distinct())
    drafts = conn.scalars(select(tables.draft_photo.c.sha256).distinct())
    entry = authority.photos_of(settings.get(conn, settings.SURVEY).encode())
    scans = authority.photos_of("".join(conn.scalars(select(tables.draft_signature.c.doc))).encode())
    return {sha.hex() for sha in versions} | {sha.hex() for sha in drafts} | entry | scans


def sweep(directory: Path, keep: set[str]) -> int:
    """Delete files that nothing names and that are older than a day; gives how many. Call it under the lock."""
    gone = 0
    for path in (directory / "media").glob("??/*"):
        if path.stem not in keep and time.time() - path.stat().st_mtime > _DAY:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def forget_swept(conn: Connection, directory: Path) -> None:
    """Delete the rows of photos that nothing names any more and whose files are gone."""
    keep = used(conn)
    for sha in conn.scalars(select(tables.media.c.sha256)).all():
        if sha.hex() not in keep and not path_of(directory, sha.hex()).exists():
            conn.execute(delete(tables.media).where(tables.media.c.sha256 == sha))
