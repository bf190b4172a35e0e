"""One pass over a bundle's ZIP: copies it, hashes every entry, lets nothing through that the writer would not write."""

import re
import stat
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from zjg_inspect import errors
from zjg_inspect.bundle import bag, stored_zip
from zjg_inspect.bundle.stored_zip import LOCAL, LOCAL_MARK, Entry
from zjg_inspect.places import reading, writing

Step = Callable[[int, int], None]

_CHUNK = 2**20
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DRIVE = re.compile(r"[A-Za-z]:", re.ASCII)


@dataclass
class Scan:
    """What the pass found: entries by path inside the bag, the tag files' bytes, the number of version lines."""

    file: str
    top: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    tags: dict[str, bytes] = field(default_factory=dict)
    lines: int = 0
    unknown: str | None = None  # judged later: a newer format may have more paths


@dataclass
class Stream:
    """Reads a file forwards, writes what it reads to the copy (if there is one), reports progress each MiB."""

    source: BinaryIO
    source_path: Path
    total: int
    copy: BinaryIO | None = None
    copy_path: Path = Path()
    step: Step | None = None
    position: int = 0
    reported: int = 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end of the file."""
        with reading(self.source_path):
            data = self.source.read(size)
        if self.copy is not None:
            with writing(self.copy_path):
                self.copy.write(data)
        self.position += len(data)
        if self.step and (self.position - self.reported >= _CHUNK or self.position == self.total):
            self.reported = self.position
            self.step(self.position, self.total)
        return data


def scan(stream: Stream) -> Scan:
    """Read the whole file.

    Raises:
        BundleNotABag, BundleDamaged, BundleUnsafe: whatever is not exactly as the writer writes it.
        NotReadable, DiskFull, NotWritable: the source or the copy went away.
    """
    found = Scan(file=str(stream.source_path))
    if stream.total > bag.MAX_TOTAL:
        raise errors.BundleUnsafe(file=found.file, part=stream.source_path.name, reason="size")
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
    hash_ = _content(stream, found, path, size, crc)
    found.entries[path] = Entry(raw.decode(), offset, size, crc, hash_)


def _path(raw: bytes, found: Scan) -> str:
    """The path inside the bag; the one top folder is learnt from the first entry."""
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        raise errors.BundleUnsafe(file=found.file, part=repr(raw), reason="name") from error
    top, _, path = name.partition("/")
    parts = name.split("/")
    if "\\" in name or "\0" in name or _DRIVE.match(name) or not all(parts[:-1]) or not {".", ".."}.isdisjoint(parts):
        raise errors.BundleUnsafe(file=found.file, part=name, reason="path")
    if not found.entries:
        if bag.size_limit(path) is None or not bag.is_plain_name(top):
            raise errors.BundleNotABag(file=found.file, reason="foreign")
        found.top = top
    if top != found.top or not path:
        raise errors.BundleUnsafe(file=found.file, part=name, reason="top_folder")
    if path.endswith("/"):
        raise errors.BundleUnsafe(file=found.file, part=name, reason="folder")
    return path


def _content(stream: Stream, found: Scan, path: str, size: int, crc: int) -> str:
    hash_, seen_crc, left, kept = sha256(), 0, size, []
    is_tag, is_versions = path in bag.TAGS, bag.is_versions_file(path)
    while left:
        data = _take_exactly(stream, min(left, _CHUNK), found, path)
        left -= len(data)
        hash_.update(data)
        seen_crc = zlib.crc32(data, seen_crc)
        if is_tag:
            kept.append(data)
        elif is_versions:
            found.lines += data.count(b"\n")
    if seen_crc != crc:
        raise errors.BundleDamaged(file=found.file, part=path)
    if is_tag:
        found.tags[path] = b"".join(kept)
    return hash_.hexdigest()


def _directory(stream: Stream, found: Scan, mark: bytes) -> None:
    """Compare what follows the entries with what must follow them; `mark` is its beginning, read already."""
    pieces = stored_zip.directory(found.entries.values(), stream.position - len(mark))
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
