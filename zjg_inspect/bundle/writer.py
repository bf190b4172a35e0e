"""Writes a bundle so that it stands under its name only once it was read back whole from where it lies."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt, minisign
from zjg_inspect.bundle.part import growing, sweep
from zjg_inspect.bundle.reader import verify_bundle
from zjg_inspect.bundle.stored_zip import Entry, Writer
from zjg_inspect.bundle.stream import Step
from zjg_inspect.places import reading, sync_folder, writing

SUFFIX = ".zjgb"
_ANOTHER = "read back another bundle"
_VERSIONS_FILE_SIZE = 256 * 2**10

Sign = Callable[[bytes], bytes]
_Add = Callable[[str, bytes], Entry]


@dataclass(frozen=True)
class Written:
    """A bundle that was read back: its path, its counts, and the digest that names it (as reader.Checked has it)."""

    path: Path
    info: bag.BundleInfo
    digest: str


def free_name(directory: Path, name: str) -> str:
    """The name, or with a number behind it where a bundle stands under it already: of a copied or restored device."""
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))
    return next((each for each in names if not os.path.lexists(directory / f"{each}{SUFFIX}")), name)


def write_bundle(
    directory: Path,
    *,
    name: str,
    info: bag.BundleInfo,
    versions: Iterable[tuple[bytes, bytes]],
    media: Iterable[tuple[str, Path]],
    sign: Sign,
    receipts: bytes | None = None,
    recipients: Sequence[str] = (),
    step: Step | None = None,
) -> Written:
    """Write `<name>.zjgb` into the directory and read it back; on any error nothing stands under that name.

    `versions` are canonical bytes with their 64-byte signatures, `media` SHA-256 (hex) and file of each photo; `sign`
    makes raw Ed25519 signatures with the key `info.sender_key`. With `recipients` (age1…) each payload file is
    encrypted by itself to all of them. Memory does not grow with the size. `step` is given bytes done and their total:
    the first half is writing, the second reading back.

    Raises:
        TargetExists: a file of this name is there already; it is left as it is.
        DiskFull, NotWritable: the place filled up, went away, or did not give back what was written.
        MediaDamaged, NotReadable: a photo's bytes are not those of its hash, or cannot be read.
        ValueError: the name is not a plain one (`bag.is_plain_name`), a version holds a TAB or line break, a recipient
            is none, or the receipts are larger than a reader takes.
    """
    if not bag.is_plain_name(name):
        raise ValueError(f"not a plain name: {name!r}")
    if receipts is not None and len(receipts) > bag.MAX_RECEIPTS:
        raise ValueError("receipts too large")
    payload = _Payload(versions, receipts, media, recipients, step)
    final = directory / f"{name}{SUFFIX}"
    with writing(final):
        _refuse_existing(final)
        sweep(directory, info.sender)
        with growing(directory, info.sender) as (part, file):
            info, digest = _fill(file, name, info, payload, sign)
            file.flush()
            os.fsync(file.fileno())
            _forget_cached(file)
            file.close()
            _read_back(part, final, digest, step)
            _refuse_existing(final)
            os.rename(part, final)
        try:
            sync_folder(directory)
        except BaseException:
            with suppress(OSError):
                final.unlink(missing_ok=True)
            raise
    return Written(final, info, digest)


class _Payload:
    """What is to be sent, on its way into the container; the counts are right once it is there."""

    def __init__(
        self,
        versions: Iterable[tuple[bytes, bytes]],
        receipts: bytes | None,
        media: Iterable[tuple[str, Path]],
        recipients: Sequence[str],
        step: Step | None,
    ) -> None:
        self._versions, self._receipts, self._step = versions, receipts, step
        # as text, which takes a third of what a Path takes: there may be 200,000
        self._photos = {hash_: str(path) for hash_, path in media}
        self._suffix = crypt.SUFFIX if recipients else ""
        self._seal = crypt.sealer(recipients) if recipients else None
        self.versions, self.media = 0, len(self._photos)

    def write(self, archive: Writer, name: str) -> None:
        def add(path: str, data: bytes) -> Entry:
            return archive.add(f"{name}/{path}{self._suffix}", self._seal(data) if self._seal else data)

        self._add_versions(add)
        if self._receipts is not None:
            add(bag.RECEIPTS, self._receipts)
        self._add_media(add)

    def _add_versions(self, add: _Add) -> None:
        files, size = 1, 0
        lines: list[bytes] = []
        for canonical, signature in self._versions:
            line = bag.version_line(canonical, signature)
            if lines and size + len(line) > _VERSIONS_FILE_SIZE:
                add(bag.versions_file(files), b"".join(lines))
                files, size = files + 1, 0
                lines.clear()
            lines.append(line)
            size += len(line)
            self.versions += 1
        # also without a line: a bag has a payload
        add(bag.versions_file(files), b"".join(lines))

    def _add_media(self, add: _Add) -> None:
        total, done = 0, 0
        for path in self._photos.values():
            with reading(Path(path)):
                total += os.stat(path).st_size
        for hash_, path in self._photos.items():
            with reading(Path(path)), open(path, "rb") as photo:
                data = photo.read(bag.MAX_MEDIA + 1)
            entry = add(bag.media_file(hash_), data)
            found = sha256(data).hexdigest() if self._seal else entry.sha256
            if len(data) > bag.MAX_MEDIA or found != hash_:
                raise errors.MediaDamaged(path=path)
            done += len(data)
            if self._step:
                self._step(done, 2 * total)
        self._photos.clear()  # reading back needs the room


def _fill(file: BinaryIO, name: str, info: bag.BundleInfo, payload: _Payload, sign: Sign) -> tuple[bag.BundleInfo, str]:
    """Write the whole container; gives the info with its counts and the tag manifest's hash."""
    archive = Writer(file)
    payload.write(archive, name)
    info = replace(info, versions=payload.versions, media=payload.media)
    size = sum(entry.size for entry in archive.entries)
    listed = ((entry.name.partition("/")[2], entry.sha256) for entry in archive.entries)
    tags = {
        bag.BAGIT: bag.DECLARATION,
        bag.BAG_INFO: bag.bag_info_text(info, size, len(archive.entries)).encode(),
        bag.MANIFEST: bag.manifest_bytes(listed),
    }
    tag_manifest = bag.manifest_bytes((path, archive.add(f"{name}/{path}", data).sha256) for path, data in tags.items())
    archive.add(f"{name}/{bag.TAG_MANIFEST}", tag_manifest)
    signature = minisign.sign(
        tag_manifest, sign, info.sender_key, bag.trusted_comment(info), bag.signature_comment(info)
    )
    archive.add(f"{name}/{bag.SIGNATURE}", signature.encode())
    archive.finish()
    return info, sha256(tag_manifest).hexdigest()


def _refuse_existing(final: Path) -> None:
    if os.path.lexists(final):
        raise errors.TargetExists(path=str(final))


def _read_back(part: Path, final: Path, digest: str, step: Step | None) -> None:
    """Check the file as a receiver would; a stick that lies says so here, not at the office."""

    def second_half(done: int, total: int) -> None:
        if step:
            step(total + done, 2 * total)

    try:
        back = verify_bundle(part, second_half)
    except errors.NotReadable as error:
        raise errors.NotWritable(path=str(final), detail=error.detail) from error
    except errors.BundleError as error:
        raise errors.NotWritable(path=str(final), detail=_ANOTHER) from error
    if back.digest != digest:
        raise errors.NotWritable(path=str(final), detail=_ANOTHER)


def _forget_cached(file: BinaryIO) -> None:
    """Let the system drop its copy in memory, so that reading back asks the stick."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
