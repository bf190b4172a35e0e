"""One pass over a bundle's ZIP: copies it, hashes every entry, lets nothing through that the writer would not write."""

import re
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from zjg_inspect import errors
from zjg_inspect.bundle import bag, stored_zip
from zjg_inspect.bundle.stored_zip import LOCAL, LOCAL_MARK, Entries, Entry
from zjg_inspect.bundle.stream import Stream

Arrived = Callable[[str, bytes], object]
"""Is given a photo's hash, as its name says it, and its bytes."""

_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DRIVE = re.compile(r"[A-Za-z]:", re.ASCII)


class Contents(Mapping[str, Entry]):
    """The entries by their path inside the bag, in their order in the file."""

    def __init__(self) -> None:
        self.entries = Entries()
        self._numbers: dict[str, int] = {}

    def add(self, path: str, offset: int, size: int, crc: int) -> int:
        """The number of the new entry; its hash is to be put into `entries.hashes`."""
        number = self._numbers[path] = len(self.entries)
        self.entries.add(path, offset, size, crc)
        return number

    def number(self, path: str) -> int | None:
        return self._numbers.get(path)

    def __getitem__(self, path: str) -> Entry:
        return self.entries[self._numbers[path]]

    def __contains__(self, path: object) -> bool:
        return path in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


@dataclass
class Scan:
    """What the pass found: the entries, the tag files' bytes, the number of line ends in versions files."""

    file: str
    entries: Contents = field(default_factory=Contents)
    tags: dict[str, bytes] = field(default_factory=dict)
    lines: int = 0
    unknown: str | None = None  # judged later: a newer format may have more paths
    arrived: Arrived | None = None


def scan(stream: Stream, arrived: Arrived | None = None) -> Scan:
    """Read the whole file. `arrived` is given each photo that is not encrypted, before its hash is compared.

    Raises:
        BundleNotABag, BundleDamaged, BundleUnsafe: whatever is not exactly as the writer writes it.
        NotReadable, DiskFull, NotWritable: the source or the copy went away.
    """
    found = Scan(file=str(stream.source_path), arrived=arrived)
    if stream.total > bag.MAX_TOTAL:
        raise errors.BundleUnsafe(file=found.file, part=stream.source_path.name, reason="size")
    with stream.hashing(found.entries.entries.hashes):
        while (mark := stream.take(4)) == LOCAL_MARK:
            _entry(stream, found)
        if not found.entries:
            raise errors.BundleNotABag(file=found.file, reason="no_zip")
        _directory(stream, found, mark)
    return found


def _entry(stream: Stream, found: Scan) -> None:
    offset = stream.position - len(LOCAL_MARK)
    last = next(reversed(found.entries), "ZIP")
    header = _take_exactly(stream, LOCAL.size - len(LOCAL_MARK), found, last)
    _, _, flags, method, _, _, crc, _, size, name_length, _ = LOCAL.unpack(LOCAL_MARK + header)
    if not 0 < name_length <= bag.MAX_NAME:
        raise errors.BundleUnsafe(file=found.file, part=last, reason="name")
    raw = _take_exactly(stream, name_length, found, last)
    path = _path(raw, found)
    if flags & _ENCRYPTED:
        raise errors.BundleUnsafe(file=found.file, part=path, reason="encrypted")
    if method != stored_zip.STORED:
        raise errors.BundleUnsafe(file=found.file, part=path, reason="compressed")
    if path in found.entries:
        raise errors.BundleUnsafe(file=found.file, part=path, reason="doubled")
    if len(found.entries) >= bag.MAX_ENTRIES:
        raise errors.BundleUnsafe(file=found.file, part=path, reason="entries")
    limit = bag.size_limit(path)
    if size > (bag.MAX_MEDIA if limit is None else limit):
        raise errors.BundleUnsafe(file=found.file, part=path, reason="size")
    if limit is None:
        found.unknown = found.unknown or path
    if LOCAL_MARK + header + raw != stored_zip.local_header(raw.decode(), size, crc):
        raise errors.BundleDamaged(file=found.file, part=path)
    number = found.entries.add(path, offset, size, crc)
    _content(stream, found, path, number, size, crc)


def _path(raw: bytes, found: Scan) -> str:
    """The path inside the bag; the one top folder is learnt from the first entry."""
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        raise errors.BundleUnsafe(file=found.file, part=repr(raw), reason="name") from error
    top, slash, path = name.partition("/")
    parts = name.split("/")
    if "\\" in name or "\0" in name or _DRIVE.match(name) or not all(parts[:-1]) or not {".", ".."}.isdisjoint(parts):
        raise errors.BundleUnsafe(file=found.file, part=name, reason="path")
    if not found.entries:
        if bag.size_limit(path) is None or not bag.is_plain_name(top):
            raise errors.BundleNotABag(file=found.file, reason="foreign")
        found.entries.entries.prefix = top + slash
    if top + slash != found.entries.entries.prefix or not path:
        raise errors.BundleUnsafe(file=found.file, part=name, reason="top_folder")
    if path.endswith("/"):
        raise errors.BundleUnsafe(file=found.file, part=name, reason="folder")
    return path


def _content(stream: Stream, found: Scan, path: str, number: int, size: int, crc: int) -> None:
    hash_, seen_crc, left, kept = sha256(), 0, size, []
    is_tag, is_versions = path in bag.TAGS, bag.is_versions_file(path)
    photo = None if found.arrived is None or bag.is_encrypted(path) else bag.media_hash(path)
    while True:
        piece = stream.piece(left)
        if left and not piece:
            raise errors.BundleDamaged(file=found.file, part=path)
        left -= len(piece)
        stream.hash(hash_, piece, None if left else number)
        seen_crc = zlib.crc32(piece, seen_crc)
        if is_tag or photo:
            kept.append(bytes(piece))
        elif is_versions:
            found.lines += bytes(piece).count(b"\n")
        if not left:
            break
    if seen_crc != crc:
        raise errors.BundleDamaged(file=found.file, part=path)
    if is_tag:
        found.tags[path] = b"".join(kept)
    elif photo and found.arrived:
        found.arrived(photo, b"".join(kept))


def _directory(stream: Stream, found: Scan, mark: bytes) -> None:
    """Compare what follows the entries with what must follow them; `mark` is its beginning, read already."""
    pieces = stored_zip.directory(found.entries.entries, stream.position - len(mark))
    paths = iter(found.entries)
    for expected in pieces:
        part = next(paths, "ZIP")
        piece = mark + stream.take(len(expected) - len(mark))
        mark = b""
        if piece != expected:
            if stat.S_ISLNK(stored_zip.unix_mode(piece)):
                raise errors.BundleUnsafe(file=found.file, part=part, reason="link")
            raise errors.BundleDamaged(file=found.file, part=part)
    if stream.take(1):
        raise errors.BundleUnsafe(file=found.file, part="ZIP", reason="trailing")


def _take_exactly(stream: Stream, size: int, found: Scan, part: str) -> bytes:
    data = stream.take(size)
    if len(data) < size:
        raise errors.BundleDamaged(file=found.file, part=part)
    return data
