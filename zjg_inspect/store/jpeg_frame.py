"""Whether bytes are a whole JPEG of the kind that this program keeps, found without decoding it (ITU-T T.81).

Decoding takes ten times as long as copying and hashing a photo. All that can make a decoder give up stands in the
segments before the coded data: frame, tables and scan header are checked here one by one; the coded data itself always
gives some picture, and which one is what the hash says. What few decoders can do (fractional sampling) is not taken.
"""

import re
import struct

_NO_DATA = re.compile(rb"\xff(?![\x00\xd0-\xd7])")
_MOST_BLOCKS = 10  # of one interleaved unit (B.2.3)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a baseline JPEG with one scan, in grey or in three colours, that ends where it says.

    Raises:
        ValueError, IndexError, struct.error: anything else.
    """
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    quanta: set[int] = set()
    huffman: set[int] = set()
    frame: dict[int, int] = {}
    size, at = (0, 0), 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at + 4 : at + 2 + length]
        if len(segment) != length - 2:
            raise ValueError("cut segment")
        at += 2 + length
        match marker:
            case 0xDB:  # DQT
                quanta |= _quantisers(segment)
            case 0xC4:  # DHT
                huffman |= _huffman_tables(segment)
            case 0xC0 if not frame:  # SOF0
                size, frame = _frame(segment)
            case 0xDA:  # SOS
                break
            case _ if not _is_passed_over(marker, segment):
                raise ValueError(f"marker {marker:02x}")
    if not frame or not set(frame.values()) <= quanta or not _scan_tables(segment, frame) <= huffman:
        raise ValueError("scan")
    end = _NO_DATA.search(data, at)
    if end is None or end.start() == at or data[end.start() :] != b"\xff\xd9":
        raise ValueError("end")
    return size


def _is_passed_over(marker: int, segment: bytes) -> bool:
    """Whether it is one of the others that are taken, of which no decoder minds any: restarts, JFIF, EXIF, comment."""
    match marker:
        case 0xDD:
            return len(segment) == 2
        case 0xE0:
            return segment[:5] == b"JFIF\0" and len(segment) == 14
        case 0xE1:
            return segment[:6] == b"Exif\0\0"
    return marker == 0xFE


def _quantisers(segment: bytes) -> set[int]:
    """The tables' numbers; of eight bits each (B.2.4.1)."""
    found, at = set(), 0
    while at < len(segment):
        table = segment[at]
        if table > 3 or len(segment) - at < 65 or 0 in segment[at + 1 : at + 65]:
            raise ValueError("quantisation table")
        found.add(table)
        at += 65
    return found


def _huffman_tables(segment: bytes) -> set[int]:
    """The tables' classes and numbers, each a prefix code (B.2.4.2, C.2)."""
    found, at = set(), 0
    while at < len(segment):
        table, counts = segment[at], segment[at + 1 : at + 17]
        values = segment[at + 17 : at + 17 + sum(counts)]
        code = 0
        for bits, count in enumerate(counts, 1):
            code = 2 * code + count
            if code > 1 << bits:
                raise ValueError("no prefix code")
        direct = table < 0x10
        if table not in (0, 1, 2, 3, 0x10, 0x11, 0x12, 0x13) or not 0 < sum(counts) == len(values):
            raise ValueError("Huffman table")
        if direct and max(values) > 15:
            raise ValueError("Huffman table")
        found.add(table)
        at += 17 + len(values)
    return found


def _frame(segment: bytes) -> tuple[tuple[int, int], dict[int, int]]:
    """Width and height, and each component's quantisation table (B.2.2)."""
    precision, height, width, count = struct.unpack_from(">BHHB", segment)
    components = [segment[at : at + 3] for at in range(6, len(segment), 3)]
    sampling = [(each[1] >> 4, each[1] & 15) for each in components]
    sound = (
        precision == 8
        and width
        and height
        and count == len(components)
        and count in (1, 3)
        and len(segment) == 6 + 3 * count
        and all(1 <= across <= 4 and 1 <= down <= 4 for across, down in sampling)
        and (count == 1 or sum(across * down for across, down in sampling) <= _MOST_BLOCKS)
        and all(max(each) % one == 0 for each in zip(*sampling, strict=True) for one in each)
    )
    if not sound:
        raise ValueError("frame")
    frame = {each[0]: each[2] for each in components}
    if len(frame) != count:
        raise ValueError("frame")
    return (width, height), frame


def _scan_tables(segment: bytes, frame: dict[int, int]) -> set[int]:
    """The Huffman tables that the one scan of all components uses (B.2.3)."""
    count = segment[0]
    components = [segment[at : at + 2] for at in range(1, 1 + 2 * count, 2)]
    if [each[0] for each in components] != list(frame) or segment[1 + 2 * count :] != b"\x00\x3f\x00":
        raise ValueError("scan")
    return {each[1] >> 4 for each in components} | {0x10 | each[1] & 15 for each in components}
