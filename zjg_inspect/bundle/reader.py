"""The strict reader: a bundle is checked whole, in one pass, before anything of it is handed out."""

import os
import stat
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt, minisign
from zjg_inspect.bundle.opened import Checked, OpenBundle
from zjg_inspect.bundle.peek import peek_digest
from zjg_inspect.bundle.scan import Arrived, Scan, scan
from zjg_inspect.bundle.stream import Step, Stream, source_file
from zjg_inspect.places import reading, writing

__all__ = ["Checked", "OpenBundle", "open_bundle", "peek_digest", "verify_bundle"]


@contextmanager
def open_bundle(
    path: Path,
    staging: Path,
    step: Step | None = None,
    identities: Sequence[str] = (),
    arrived: Arrived | None = None,
) -> Iterator[OpenBundle]:
    """Copy the bundle to the new file `staging` while checking it (the source is only read), then read the copy.

    The copy is removed when the bundle is refused; otherwise it stays, and is the caller's to archive or delete.
    `step` is given the bytes done and their total, each MiB. `identities` (AGE-SECRET-KEY-1…) open an encrypted one.
    `arrived` is given each photo of a plain one as it comes by, its hash as its name says it: that they are what they
    should be is known once the bundle is open.

    Raises:
        BundleNotABag, BundleDamaged, BundleForged, BundleUnsafe, BundleNewer: the bundle is refused.
        BundleNotForUs: it is whole and well signed, but encrypted, and none of the identities opens it.
        NotReadable, DiskFull, NotWritable: the source, or the place of the copy, went away or is full.
        ValueError: an identity is none.
    """
    with writing(staging):
        copy = open(staging, "xb")  # noqa: SIM115
    with ExitStack() as held:
        try:
            checked = _check(path, step, copy, staging, arrived)
            with writing(staging):
                copy.close()
            file = held.enter_context(source_file(staging, buffering=-1))
            bundle = OpenBundle(checked, file, path, staging, identities)
        except BaseException:
            held.close()
            for undo in (copy.close, staging.unlink):
                with suppress(OSError):
                    undo()
            raise
        yield bundle


def verify_bundle(path: Path, step: Step | None = None) -> Checked:
    """Check a bundle where it lies, without a copy and without opening what is encrypted; raises as `open_bundle`."""
    return _check(path, step, None, Path())


def _check(
    path: Path, step: Step | None, copy: BinaryIO | None, copy_path: Path, arrived: Arrived | None = None
) -> Checked:
    with reading(path):
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise errors.BundleNotABag(file=str(path), reason="no_file")
    with source_file(path) as source:
        stream = Stream(source, path, status.st_size, copy, copy_path, step)
        try:
            return _judge(scan(stream, arrived))
        except (ValueError, LookupError, OverflowError, struct.error) as error:
            # the door: hostile bytes give one of our errors, whatever a decoder thought of them
            raise errors.BundleNotABag(file=str(path), reason=type(error).__name__) from error


def _judge(found: Scan) -> Checked:
    """Compare the bag's statements about itself with what is in it, from the signature downwards."""
    for tag in bag.TAGS:
        if tag not in found.tags:
            raise errors.BundleNotABag(file=found.file, reason=tag)
    tag_manifest = found.tags[bag.TAG_MANIFEST]
    _compare(found, bag.TAG_MANIFEST, bag.LISTED_TAGS.__contains__)
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
    _compare(found, bag.MANIFEST, lambda path: path not in bag.TAGS)
    encrypted = _payload(found, info, oxum)
    return Checked(info, sha256(tag_manifest).hexdigest(), encrypted, found.entries)


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


def _compare(found: Scan, manifest: str, covers: Callable[[str], bool]) -> None:
    """Compare a manifest with the files that it must list: all that it covers and no others, each once."""
    seen = bytearray(len(found.entries))
    try:
        for path, hash_ in bag.manifest_lines(found.tags[manifest]):
            number = found.entries.number(path)
            if number is None or not covers(path) or found.entries[path].sha256 != hash_:
                raise errors.BundleDamaged(file=found.file, part=path)
            if seen[number]:
                raise ValueError(path)
            seen[number] = 1
    except ValueError as error:
        raise errors.BundleNotABag(file=found.file, reason=manifest) from error
    for path, listed in zip(found.entries, seen, strict=True):
        if covers(path) and not listed:
            raise errors.BundleUnsafe(file=found.file, part=path, reason="unlisted")


def _payload(found: Scan, info: bag.BundleInfo, oxum: str) -> bool:
    """Compare names, counts and sizes of the payload with what the sender says of them; whether it is encrypted."""
    payload = [path for path in found.entries if path not in bag.TAGS]
    encrypted = bag.is_encrypted(payload[0])
    for path in payload:
        if bag.is_encrypted(path) != encrypted:
            raise errors.BundleUnsafe(file=found.file, part=path, reason="mixed")
    suffix = crypt.SUFFIX if encrypted else ""
    media = [path for path in payload if bag.media_hash(path)]
    versions = [path for path in payload if bag.is_versions_file(path)]
    for path in media:
        # of an encrypted photo the name says what comes out
        if not encrypted and bag.media_hash(path) != found.entries[path].sha256:
            raise errors.BundleDamaged(file=found.file, part=path)
    if not versions or versions != [bag.versions_file(number) + suffix for number in range(1, len(versions) + 1)]:
        raise errors.BundleDamaged(file=found.file, part="data/versions")
    if len(media) != info.media:
        raise errors.BundleDamaged(file=found.file, part="data/media")
    if not encrypted and found.lines != info.versions:
        raise errors.BundleDamaged(file=found.file, part="data/versions")
    if oxum != f"{sum(found.entries[path].size for path in payload)}.{len(payload)}":
        raise errors.BundleDamaged(file=found.file, part=bag.BAG_INFO)
    return encrypted
