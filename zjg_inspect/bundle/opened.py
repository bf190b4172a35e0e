"""A checked bundle and what is in it, plain or encrypted alike."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt
from zjg_inspect.bundle.lines import lines_of
from zjg_inspect.bundle.scan import Contents
from zjg_inspect.bundle.stored_zip import Entry
from zjg_inspect.places import reading


@dataclass(frozen=True)
class Checked:
    """A bundle whose container, hashes and signature are good.

    `digest` is the SHA-256 (hex) of the signed tag manifest: it names the bundle, since all else follows from it.
    """

    info: bag.BundleInfo
    digest: str
    encrypted: bool
    entries: Contents


class OpenBundle:
    """A checked bundle that is for us, read from its staged copy; by several threads at once.

    All its methods give plain content, and raise BundleDamaged or BundleUnsafe for a part that cannot be decrypted or
    is not what it must be: its sender signed that.
    """

    def __init__(
        self, checked: Checked, file: BinaryIO, source: Path, staging: Path, identities: Sequence[str] = ()
    ) -> None:
        """Raises BundleNotForUs: it is encrypted, and none of the identities (AGE-SECRET-KEY-1…) opens it."""
        self.info, self.digest, self.encrypted = checked.info, checked.digest, checked.encrypted
        self._entries, self._file, self._source, self._staging = checked.entries, file, str(source), staging
        self._one_at_a_time = Lock()
        self._suffix = crypt.SUFFIX if self.encrypted else ""
        if self.encrypted:
            self._unseal = crypt.opener(identities)
            if self._decrypted(bag.versions_file(1) + self._suffix) is None:
                raise errors.BundleNotForUs(file=self._source, addressee=self.info.addressee or "")

    def versions(self) -> Iterator[tuple[bytes, bytes]]:
        """Canonical bytes and 64-byte signature of each version, in the bundle's order; neither is judged here.

        Raises:
            BundleDamaged: a line of another shape (`part` is file:line) or, at the end, another number than was said.
        """
        count = 0
        for path in filter(bag.is_versions_file, self._entries):
            for number, line in enumerate(lines_of(self._content(path)), 1):
                try:
                    version = bag.version_of(line)
                except ValueError as error:
                    raise errors.BundleDamaged(file=self._source, part=f"{path}:{number}") from error
                yield version
                count += 1
        if count != self.info.versions:
            raise errors.BundleDamaged(file=self._source, part="data/versions")

    def receipts(self) -> bytes | None:
        """The bytes of data/receipts.json, which are not judged here; None if the bundle has none."""
        path = bag.RECEIPTS + self._suffix
        return self._content(path) if path in self._entries else None

    def media(self) -> Iterator[tuple[str, int]]:
        """SHA-256 (hex) and size in bytes of each photo."""
        for path, entry in self._entries.items():
            hash_ = bag.media_hash(path)
            if hash_:
                yield hash_, self._plain_size(path, entry) if self.encrypted else entry.size

    def media_bytes(self, sha256: str) -> bytes:
        """The photo's bytes, which are those of this hash; KeyError if the bundle has no such photo."""
        path = bag.media_file(sha256) + self._suffix
        data = self._content(path)
        # a plain photo was compared when the bundle was opened
        if self.encrypted and hashlib.sha256(data).hexdigest() != sha256:
            raise errors.BundleDamaged(file=self._source, part=path)
        return data

    def _content(self, path: str) -> bytes:
        data = self._decrypted(path) if self.encrypted else self._raw(path)
        if data is None:
            raise errors.BundleDamaged(file=self._source, part=path)
        return data

    def _decrypted(self, path: str) -> bytes | None:
        """None if none of our identities opens this part."""
        try:
            data = self._unseal(self._raw(path))
        except ValueError as error:
            raise errors.BundleDamaged(file=self._source, part=path) from error
        if data is not None and len(data) > (bag.plain_limit(path) or 0):
            raise errors.BundleUnsafe(file=self._source, part=path, reason="size")
        return data

    def _plain_size(self, path: str, entry: Entry) -> int:
        try:
            return crypt.plain_size(self._raw(path, crypt.MAX_HEADER), entry.size)
        except ValueError as error:
            raise errors.BundleDamaged(file=self._source, part=path) from error

    def _raw(self, path: str, most: int = bag.MAX_TOTAL) -> bytes:
        entry = self._entries[path]
        with self._one_at_a_time, reading(self._staging):
            self._file.seek(entry.data_offset)
            return self._file.read(min(entry.size, most))
