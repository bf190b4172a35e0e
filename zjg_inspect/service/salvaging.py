"""Rescue what is whole of a damaged bundle: into a fresh one that this device can read. Nothing is taken in by that."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.salvage import Line, Photo, Salvage, salvage
from zjg_inspect.bundle.writer import free_name, write_bundle
from zjg_inspect.model import authority
from zjg_inspect.model.clock import today
from zjg_inspect.model.version import Record, signing_input
from zjg_inspect.places import writing
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.receiving import stated_keys
from zjg_inspect.store import keys, tables
from zjg_inspect.store.db import Database, Step
from zjg_inspect.store.merge import known_keys

__all__ = ["Salvaged", "salvage_bundle"]

# What was rescued is no bundle in this device's row of them.
_NO_SEQUENCE = 0


class Salvaged(msgspec.Struct, frozen=True):
    """The fresh bundle, and what it holds. `lost`: files of the damaged one of which something is missing, as far as
    their names are known; `cut`: its end is gone, so that nobody can say what else was in it; `unproven`: whole records
    whose device's key is neither known here nor stated in it."""

    path: Path
    versions: int
    media: int
    lost: tuple[str, ...]
    cut: bool
    unproven: int


def salvage_bundle(db: Database, file: Path, to: Path, step: Step | None = None) -> Salvaged:
    """Write a fresh bundle into the folder, with every record and photo of the damaged one that proves itself.

    A record proves itself by its device's signature, a photo by its hash; only photos that a rescued record names, or
    that are missed here, are kept. The damaged file is only read, the store is not changed.

    Raises:
        NothingSalvaged: no record and no photo of it is whole.
        BundleNotABag, BundleNotForUs, BundleUnsafe, NotReadable: it is no bundle, not for us, or gone.
        DiskFull, NotWritable, Cancelled: nothing stands under the final name.
    """
    with db.read() as conn:
        own, known = standing_of(conn, db), known_keys(conn)
        wanted = {sha.hex() for sha in conn.scalars(tables.media_wanted.select())}
    with _scratch(db) as scratch:
        look = salvage(file, db.key.identities, step)
        photos: dict[str, Path] = {}
        for found in look:
            if isinstance(found, Photo):
                photos[found.sha256] = _put(scratch, found)
            elif (record := _record(found)) is not None:
                known |= dict(stated_keys(record))
        proven = _Proven(salvage(file, db.key.identities), known)
        named = {sha for record in proven for sha in authority.photos_of(record.raw)}
        kept = {sha: path for sha, path in sorted(photos.items()) if sha in named | wanted}
        if not proven.count and not kept:
            raise errors.NothingSalvaged(file=str(file))
        again = _Proven(salvage(file, db.key.identities), known)
        written = write_bundle(
            to,
            name=free_name(to, _name(file)),
            info=bag.BundleInfo(
                sender_key=db.key.public,
                sender_name=own.name,
                addressee=db.key.device,
                sequence=_NO_SEQUENCE,
                made_on=today(),
            ),
            versions=((record.raw, record.signature) for record in again),
            media=kept.items(),
            recipients=(db.key.recipient,),
            sign=db.key.sign,
        )
    info = written.info
    return Salvaged(written.path, info.versions, info.media, tuple(look.lost), look.cut, proven.unproven)


class _Proven:
    """The records whose devices have signed them, each once; to be iterated once."""

    def __init__(self, look: Salvage, known: dict[str, bytes]) -> None:
        self._look, self._known = look, known
        self.count = self.unproven = 0

    def __iter__(self) -> Iterator[Record]:
        seen: set[bytes] = set()
        for found in self._look:
            record = _record(found) if isinstance(found, Line) else None
            if record is None or record.hash in seen:
                continue
            seen.add(record.hash)
            key = self._known.get(record.version.device)
            if key is None:
                self.unproven += 1
            elif keys.is_signed(key, record.signature, signing_input(record.hash)):
                self.count += 1
                yield record


def _record(line: Line) -> Record | None:
    try:
        return authority.parse_line(line.canonical, line.signature)
    except errors.NotCanonical:
        return None


@contextmanager
def _scratch(db: Database) -> Iterator[Path]:
    """A folder for the photos, gone afterwards."""
    staging = db.directory / "staging"
    with writing(staging):
        staging.mkdir(exist_ok=True)
        scratch = Path(mkdtemp(dir=staging))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _put(scratch: Path, photo: Photo) -> Path:
    path = scratch / photo.sha256
    with writing(path):
        path.write_bytes(photo.data)
    return path


def _name(file: Path) -> str:
    name = f"抢救-{file.stem}"[:90]
    return name if bag.is_plain_name(name) else "zjg-salvaged"
