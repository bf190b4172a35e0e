"""The backup file: a ZIP of stored entries with the store, its photos, and a manifest that sha256sum can check."""

import errno
import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Annotated

import msgspec

from zjg_inspect import errors
from zjg_inspect.model.register import Tier
from zjg_inspect.model.types import DeviceId, Instant, Sha256
from zjg_inspect.places import forget_cached, reading, sync_folder, writing

FORMAT = 1
_TOP = "zjg-backup/"
_FACTS, _STORE, _MANIFEST = "backup.json", "store.sqlite", "manifest-sha256.txt"
_MEDIA = re.compile(r"media/([0-9a-f]{2})/(\1[0-9a-f]{62})\.jpg", re.ASCII)
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)", re.ASCII)
_MAX_FACTS, _MAX_MANIFEST = 2**22, 2**28
_CHUNK = 2**20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

Step = Callable[[int, int], None]


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose backup it is. `missing`: photos that were lost or damaged already when it was made."""

    format: Annotated[int, msgspec.Meta(ge=1)]
    made_at: Instant
    device: DeviceId
    role: Tier
    name: str
    versions: int
    media: int
    missing: tuple[Sha256, ...] = ()


def write_backup(
    file: Path, facts: Facts, store: Path, media: Iterable[tuple[str, Path]], step: Step | None = None
) -> Facts:
    """Write the backup and read it back; gives its facts with the photos that could not be taken along.

    `store` is a copy that nobody writes to, `media` SHA-256 (hex) and file of each photo. `step` is given bytes: the
    first half is writing, the second reading back.

    Raises:
        TargetExists: a file of this name is there already; it is left as it is.
        DiskFull, NotWritable, NotReadable, Cancelled: nothing stands under the final name.
    """
    photos = list(media)
    part = file.with_name(f".{file.name}.part")
    renamed = False
    try:
        with writing(file):
            _refuse_existing(file)
            part.unlink(missing_ok=True)  # of a backup that was cut off
            with part.open("xb") as raw:
                facts, listed = _fill(raw, facts, store, photos, step)
                raw.flush()
                os.fsync(raw.fileno())
                forget_cached(raw.fileno())
        _compare(part, file, listed, step)
        with writing(file):
            _refuse_existing(file)
            os.rename(part, file)
            renamed = True
            sync_folder(file.parent)
    except BaseException:
        for path in (part, file) if renamed else (part,):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return facts


def _fill(
    raw: IO[bytes], facts: Facts, store: Path, photos: list[tuple[str, Path]], step: Step | None
) -> tuple[Facts, dict[str, str]]:
    with reading(store):
        total = store.stat().st_size
    done = 0
    total += sum(path.stat().st_size for _, path in photos if path.is_file())
    listed: dict[str, str] = {}
    missing = []

    def add(path: str, chunks: Iterable[bytes], large: bool = False) -> None:
        nonlocal done
        hashed = hashlib.sha256()
        with archive.open(zipfile.ZipInfo(_TOP + path, _FIRST_DAY), "w", force_zip64=large) as entry:
            for chunk in chunks:
                hashed.update(chunk)
                entry.write(chunk)
                done += len(chunk)
                if step is not None:
                    step(min(done, total), 2 * total)
        listed[path] = hashed.hexdigest()

    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        add(_STORE, _chunks(store), large=True)
        for sha256, path in photos:
            data = _photo(path, sha256)
            if data is None:
                missing.append(sha256)
            else:
                add(media_path(sha256), (data,))
        facts = msgspec.structs.replace(facts, media=len(photos) - len(missing), missing=tuple(missing))
        add(_FACTS, (msgspec.json.format(msgspec.json.encode(facts), indent=1) + b"\n",))
        manifest = "".join(f"{sha256}  {path}\n" for path, sha256 in listed.items()).encode()
        add(_MANIFEST, (manifest,))
    listed.pop(_MANIFEST)
    return facts, listed


def _photo(path: Path, sha256: str) -> bytes | None:
    """None where the file is lost or is no longer what its name says: one spoilt photo keeps nothing else back."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _compare(part: Path, file: Path, listed: dict[str, str], step: Step | None) -> None:
    """Read the file as a restore would; a stick that lies says so here, not on the day when it is needed."""

    def second_half(done: int, total: int) -> None:
        if step is not None:
            step(total + done, 2 * total)

    try:
        with open_backup(part) as backup:
            backup.check(second_half)
            same = backup.listed == listed
    except (errors.BackupError, errors.NotReadable) as error:
        raise errors.NotWritable(path=str(file), detail="read back differs") from error
    if not same:
        raise errors.NotWritable(path=str(file), detail="read back differs")


def _refuse_existing(file: Path) -> None:
    if os.path.lexists(file):
        raise errors.TargetExists(path=str(file))


def media_path(sha256: str) -> str:
    """Where a photo stands, in the backup as in a data directory."""
    return f"media/{sha256[:2]}/{sha256}.jpg"


class OpenBackup:
    """A backup whose names, facts and manifest are right; `listed` gives the SHA-256 of each part by its path."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self._file, self._archive = file, archive
        self._entries = self._strict_entries()
        self.listed = self._manifest()
        self.facts = self._read_facts()
        self.size = sum(self._entries[path].file_size for path in self.listed)

    def check(self, step: Step | None = None) -> None:
        """Read every part and compare it with the manifest. Raises BackupDamaged."""
        self._walk(lambda path, chunks: [None for _ in chunks], step)

    def unpack(self, directory: Path, step: Step | None = None) -> None:
        """Write the store and the photos there, each compared with the manifest, and bring them to the disk.

        Raises:
            BackupDamaged: nothing of what is there may be used.
            DiskFull, NotWritable.
        """
        made: list[Path] = []

        def keep(path: str, chunks: Iterator[bytes]) -> None:
            target = directory / path
            with writing(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as out:
                    for chunk in chunks:
                        out.write(chunk)
            made.append(target)

        self._walk(keep, step)
        # once all is written: one by one, each would wait for the disk
        for target in made:
            with writing(target), target.open("r+b") as out:
                os.fsync(out.fileno())
        for folder in sorted({folder for target in made for folder in _folders(target, directory)}):
            with writing(folder):
                sync_folder(folder)

    def _walk(self, use: Callable[[str, Iterator[bytes]], object], step: Step | None) -> None:
        done = 0

        def chunks(path: str, hashed: "hashlib._Hash") -> Iterator[bytes]:
            nonlocal done
            with _at_the_door(self._file, path), self._archive.open(self._entries[path]) as entry:
                while chunk := entry.read(_CHUNK):
                    hashed.update(chunk)
                    done += len(chunk)
                    if step is not None:
                        step(done, self.size)
                    yield chunk

        for path, sha256 in self.listed.items():
            hashed = hashlib.sha256()
            use(path, chunks(path, hashed))
            if hashed.hexdigest() != sha256:
                raise errors.BackupDamaged(file=str(self._file), part=path)

    def _strict_entries(self) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in self._archive.infolist():
            top, path = entry.filename[: len(_TOP)], entry.filename[len(_TOP) :]
            known = path in (_FACTS, _STORE, _MANIFEST) or _MEDIA.fullmatch(path)
            plain = entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 0x41
            if top != _TOP or not known or path in found or not plain or entry.file_size != entry.compress_size:
                raise errors.BackupDamaged(file=str(self._file), part=entry.filename[:80])
            found[path] = entry
        return found

    def _manifest(self) -> dict[str, str]:
        listed: dict[str, str] = {}
        for line in self._text(_MANIFEST, _MAX_MANIFEST).split("\n")[:-1]:
            said = _LINE.fullmatch(line)
            media = _MEDIA.fullmatch(said[2]) if said else None
            if said is None or said[2] in listed or (media is not None and media[2] != said[1]):
                raise errors.BackupDamaged(file=str(self._file), part=_MANIFEST)
            listed[said[2]] = said[1]
        if listed.keys() | {_MANIFEST} != self._entries.keys() or not {_FACTS, _STORE} <= listed.keys():
            raise errors.BackupDamaged(file=str(self._file), part=_MANIFEST)
        return listed

    def _read_facts(self) -> Facts:
        raw = self._text(_FACTS, _MAX_FACTS).encode()
        if hashlib.sha256(raw).hexdigest() != self.listed[_FACTS]:
            raise errors.BackupDamaged(file=str(self._file), part=_FACTS)
        with _at_the_door(self._file, _FACTS):
            said = msgspec.json.decode(raw)
            number = said.get("format") if isinstance(said, dict) else None
            if isinstance(number, int) and number > FORMAT:
                raise errors.BackupNewer(file=str(self._file), format=str(number))
            return msgspec.convert(said, Facts)

    def _text(self, path: str, limit: int) -> str:
        entry = self._entries.get(path)
        if entry is None or entry.file_size > limit:
            raise errors.BackupDamaged(file=str(self._file), part=path)
        with _at_the_door(self._file, path):
            return self._archive.read(entry).decode()


@contextmanager
def open_backup(file: Path) -> Iterator[OpenBackup]:
    """Raises BackupDamaged, BackupNewer, NotReadable."""
    with reading(file), file.open("rb") as raw:
        with _at_the_door(file, "ZIP"):
            archive = zipfile.ZipFile(raw)
        with archive:
            yield OpenBackup(file, archive)


@contextmanager
def _at_the_door(file: Path, part: str) -> Iterator[None]:
    """Whatever a ZIP that is none makes the reader trip over is one error outside."""
    try:
        yield
    except errors.ZjgError:
        raise
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise errors.NotReadable(path=str(file), detail=error.strerror or str(error)) from error
        raise errors.BackupDamaged(file=str(file), part=part) from error
    except Exception as error:
        raise errors.BackupDamaged(file=str(file), part=part) from error


def _chunks(path: Path) -> Iterator[bytes]:
    with reading(path), path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _folders(target: Path, top: Path) -> Iterator[Path]:
    for folder in target.parents:
        yield folder
        if folder == top:
            return
