"""The strict reader: a bundle is checked whole, in one pass, before anything of it is handed out."""

import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature

from zjg_inspect import errors
from zjg_inspect.bundle import bag, minisign
from zjg_inspect.bundle.scan import Scan, Step, Stream, scan
from zjg_inspect.bundle.stored_zip import Entry
from zjg_inspect.places import reading, writing

_BUFFER = 2**17


@dataclass(frozen=True)
class Checked:
    """A bundle whose container, hashes and signature are good.

    `digest` is the SHA-256 (hex) of the signed tag manifest: it names the bundle, since all else follows from it.
    """

    info: bag.BundleInfo
    digest: str
    entries: dict[str, Entry]


class OpenBundle:
    """A checked bundle, read from its staged copy; for one thread."""

    def __init__(self, checked: Checked, file: BinaryIO, source: Path, staging: Path) -> None:
        self.info, self.digest, self._entries = checked.info, checked.digest, checked.entries
        self._file, self._source, self._staging = file, source, staging

    def versions(self) -> Iterator[tuple[bytes, bytes]]:
        """Canonical bytes and 64-byte signature of each version, in the bundle's order; neither is judged here.

        Raises:
            BundleDamaged: a line of another shape; `part` is file:line.
        """
        for path in filter(bag.is_versions_file, self._entries):
            for number, line in enumerate(self._bytes(path).split(b"\n")[:-1], 1):
                try:
                    version = bag.version_of(line)
                except ValueError as error:
                    raise errors.BundleDamaged(file=str(self._source), part=f"{path}:{number}") from error
                yield version

    def media(self) -> Iterator[tuple[str, int]]:
        """SHA-256 (hex) and size in bytes of each photo."""
        for path, entry in self._entries.items():
            if bag.media_hash(path):
                yield entry.sha256, entry.size

    def media_bytes(self, sha256: str) -> bytes:
        """The photo's bytes, whose hash was compared when the bundle was opened; KeyError if it has no such photo."""
        return self._bytes(bag.media_file(sha256))

    def _bytes(self, path: str) -> bytes:
        entry = self._entries[path]
        with reading(self._staging):
            self._file.seek(entry.data_offset)
            return self._file.read(entry.size)


@contextmanager
def open_bundle(path: Path, staging: Path, step: Step | None = None) -> Iterator[OpenBundle]:
    """Copy the bundle to the new file `staging` while checking it (the source is only read), then read the copy.

    The copy is removed when the bundle is refused; otherwise it stays, and is the caller's to archive or delete.
    `step` is given the bytes done and their total, each MiB.

    Raises:
        BundleNotABag, BundleDamaged, BundleForged, BundleUnsafe, BundleNewer: the bundle is refused.
        NotReadable, DiskFull, NotWritable: the source, or the place of the copy, went away or is full.
    """
    with writing(staging):
        copy = open(staging, "xb", buffering=_BUFFER)  # noqa: SIM115
    try:
        with writing(staging), copy:
            checked = _check(path, step, copy, staging)
    except BaseException:
        with suppress(OSError):
            staging.unlink(missing_ok=True)
        raise
    with reading(staging):
        file = open(staging, "rb", buffering=_BUFFER)  # noqa: SIM115
    with file:
        yield OpenBundle(checked, file, path, staging)


def verify_bundle(path: Path, step: Step | None = None) -> Checked:
    """Check a bundle where it lies, without a copy; raises as `open_bundle` does."""
    return _check(path, step, None, Path())


def _check(path: Path, step: Step | None, copy: BinaryIO | None, copy_path: Path) -> Checked:
    with reading(path):
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise errors.BundleNotABag(file=str(path), reason="no_file")
        source = open(path, "rb", buffering=_BUFFER)  # noqa: SIM115
    with source:
        stream = Stream(source, path, status.st_size, copy, copy_path, step)
        try:
            return _judge(scan(stream))
        except (ValueError, LookupError, OverflowError, struct.error) as error:
            # the door: hostile bytes give one of our errors, whatever a decoder thought of them
            raise errors.BundleNotABag(file=str(path), reason=type(error).__name__) from error


def _judge(found: Scan) -> Checked:
    """Compare the bag's statements about itself with what is in it, from the signature downwards."""
    for tag in bag.TAGS:
        if tag not in found.tags:
            raise errors.BundleNotABag(file=found.file, reason=tag)
    tag_manifest = found.tags[bag.TAG_MANIFEST]
    _compare(found, bag.TAG_MANIFEST, set(bag.LISTED_TAGS))
    if found.tags[bag.BAGIT] != bag.DECLARATION:
        raise errors.BundleNotABag(file=found.file, reason=bag.BAGIT)
    info, oxum = _info(found)
    try:
        signature = found.tags[bag.SIGNATURE].decode()
        trusted = minisign.verify(signature, tag_manifest, info.sender_key, bag.signature_comment(info))
    except (InvalidSignature, UnicodeDecodeError) as error:
        raise errors.BundleForged(file=found.file, sender=info.sender) from error
    if trusted != bag.trusted_comment(info):
        raise errors.BundleForged(file=found.file, sender=info.sender)
    if found.unknown is not None:
        raise errors.BundleUnsafe(file=found.file, part=found.unknown, reason="name")
    _compare(found, bag.MANIFEST, {path for path in found.entries if path not in bag.TAGS})
    _payload(found, info, oxum)
    return Checked(info, sha256(tag_manifest).hexdigest(), found.entries)


def _info(found: Scan) -> tuple[bag.BundleInfo, str]:
    """What bag-info.txt says, and its Payload-Oxum."""
    try:
        labels = bag.labels_of(found.tags[bag.BAG_INFO].decode())
        written_as = bag.format_of(labels)
        if written_as > bag.FORMAT:
            raise errors.BundleNewer(file=found.file, format=str(written_as))
        info = bag.info_of(labels)
    except ValueError as error:
        raise errors.BundleNotABag(file=found.file, reason=bag.BAG_INFO) from error
    if labels.get("ZJG-Sender") != info.sender:
        raise errors.BundleForged(file=found.file, sender=labels.get("ZJG-Sender", info.sender))
    return info, labels.get("Payload-Oxum", "")


def _compare(found: Scan, manifest: str, present: set[str]) -> None:
    """Compare a manifest with the files that it must list, all of them and no others."""
    try:
        listed = bag.manifest_of(found.tags[manifest].decode())
    except ValueError as error:
        raise errors.BundleNotABag(file=found.file, reason=manifest) from error
    for path, hash_ in listed.items():
        if path not in present or found.entries[path].sha256 != hash_:
            raise errors.BundleDamaged(file=found.file, part=path)
    for path in present - listed.keys():
        raise errors.BundleUnsafe(file=found.file, part=path, reason="unlisted")


def _payload(found: Scan, info: bag.BundleInfo, oxum: str) -> None:
    """Compare names, counts and sizes of the payload with what the sender says of them."""
    payload = [path for path in found.entries if path not in bag.TAGS]
    media = [path for path in payload if bag.media_hash(path)]
    versions = [path for path in payload if bag.is_versions_file(path)]
    for path in media:
        if bag.media_hash(path) != found.entries[path].sha256:
            raise errors.BundleDamaged(file=found.file, part=path)
    if versions != [bag.versions_file(number) for number in range(1, len(versions) + 1)]:
        raise errors.BundleDamaged(file=found.file, part="data/versions")
    if len(media) != info.media:
        raise errors.BundleDamaged(file=found.file, part="data/media")
    if found.lines != info.versions:
        raise errors.BundleDamaged(file=found.file, part="data/versions")
    if oxum != f"{sum(found.entries[path].size for path in payload)}.{len(payload)}":
        raise errors.BundleDamaged(file=found.file, part=bag.BAG_INFO)
