"""The ZIP of a bundle: stored entries only, each byte of it a function of the entries' names and contents.

No dates, attributes, extra fields, comments or gaps are left to choose. So the reader needs no tolerance: it derives
headers and directory from the entries that it met and compares (layouts: PKWARE APPNOTE 6.3.10, §4.3).
"""

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO, NamedTuple

LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_MARK, CENTRAL_MARK, END_MARK, END64_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06"
UTF8_NAMES, STORED = 0x800, 0
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
_MADE_BY_UNIX = 3 << 8
_REGULAR_FILE = 0o100644 << 16
_FIRST_DAY = 0x21  # 1980-01-01, the earliest that the format can say
_MAX16, _MAX32 = 0xFFFF, 0xFFFF_FFFF


class Entry(NamedTuple):
    """One stored entry; `offset` is that of its local header, `sha256` in lower-case hex."""

    name: str
    offset: int
    size: int
    crc: int
    sha256: str

    @property
    def data_offset(self) -> int:
        return self.offset + LOCAL.size + len(self.name.encode())


class Entries:
    """The entries in their order, a few bytes each, since there may be 200,000.

    `hashes` holds the 32 bytes of each: a hash may be known later than its entry.
    """

    def __init__(self) -> None:
        self.prefix = ""  # of every name, and not kept in each
        self.hashes = bytearray()
        self._names: list[str] = []
        self._offsets, self._sizes, self._crcs = array("Q"), array("I"), array("I")

    def add(self, name: str, offset: int, size: int, crc: int, sha256: bytes = bytes(32)) -> None:
        self._names.append(name)
        self._offsets.append(offset)
        self._sizes.append(size)
        self._crcs.append(crc)
        self.hashes += sha256

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, number: int) -> Entry:
        hash_ = self.hashes[32 * number : 32 * number + 32].hex()
        name = self.prefix + self._names[number]
        return Entry(name, self._offsets[number], self._sizes[number], self._crcs[number], hash_)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self)))


def local_header(name: str, size: int, crc: int) -> bytes:
    raw = name.encode()
    return LOCAL.pack(LOCAL_MARK, 20, UTF8_NAMES, STORED, 0, _FIRST_DAY, crc, size, size, len(raw), 0) + raw


def directory(entries: Iterable[Entry], start: int) -> Iterator[bytes]:
    """What follows the last entry: a central header for each and the end records, ZIP64 where numbers ask for it."""
    count, position = 0, start
    for entry in entries:
        header = _central_header(entry)
        count += 1
        position += len(header)
        yield header
    size = position - start
    if count >= _MAX16 or size >= _MAX32 or start >= _MAX32:
        version = _MADE_BY_UNIX | 45
        yield END64.pack(END64_MARK, END64.size - 12, version, 45, 0, 0, count, count, size, start)
        yield LOCATOR.pack(b"PK\x06\x07", 0, position, 1)
    few = min(count, _MAX16)
    yield END.pack(END_MARK, 0, 0, few, few, min(size, _MAX32), min(start, _MAX32), 0)


def _central_header(entry: Entry) -> bytes:
    raw, extra, offset, needed = entry.name.encode(), b"", entry.offset, 20
    if offset >= _MAX32:
        extra, offset, needed = struct.pack("<2HQ", 1, 8, offset), _MAX32, 45
    fields = (UTF8_NAMES, STORED, 0, _FIRST_DAY, entry.crc, entry.size, entry.size, len(raw), len(extra), 0, 0, 0)
    return CENTRAL.pack(CENTRAL_MARK, _MADE_BY_UNIX | needed, needed, *fields, _REGULAR_FILE, offset) + raw + extra


def unix_mode(central_header: bytes) -> int:
    """The file type and mode that an entry of the directory claims; 0 if it is cut."""
    return int.from_bytes(central_header[40:42], "little") if len(central_header) >= CENTRAL.size else 0


class Writer:
    """Writes entries one after the other; the file is only appended to."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0
        self.entries = Entries()

    def add(self, name: str, data: bytes) -> Entry:
        offset, crc = self._position, zlib.crc32(data)
        self._write(local_header(name, len(data), crc))
        self._write(data)
        self.entries.add(name, offset, len(data), crc, sha256(data).digest())
        return self.entries[len(self.entries) - 1]

    def finish(self) -> None:
        for piece in directory(self.entries, self._position):
            self._write(piece)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._position += len(data)
