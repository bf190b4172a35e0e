"""HEIC files as bytes (ISO/IEC 14496-12 boxes), before the decoder sees them.

The decoder shows what is cut off in grey without a word, and ends the program where a metadata item is damaged. So the
lengths are checked here, the EXIF item is read here, and the decoder gets the picture without its metadata.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_FULL_BOX = 4  # version and flags before the content


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def picture_and_exif(heic: bytes) -> tuple[bytes, bytes | None]:
    """The file with its metadata cut loose from the picture, and the raw EXIF that it had, if that is whole.

    Raises:
        EOFError: a box reaches beyond the end of the file: it is cut off.
        struct.error: it ends within a box's head.
    """
    meta = next((box for box in list(_boxes(heic, 0, len(heic))) if box.kind == b"meta"), None)
    if meta is None:
        raise EOFError("meta")
    try:
        raw_exif = _exif(heic, meta)
    except (EOFError, struct.error, ValueError):
        raw_exif = None
    # Without "content describes" references no metadata belongs to the picture.
    head = heic[: meta.end].replace(b"cdsc", b"free")
    return head + heic[meta.end :], raw_exif


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        at = end if size == 0 else at + size
        if not start <= at <= end:
            raise EOFError(kind)
        yield _Box(kind, start, at)


def _exif(heic: bytes, meta: _Box) -> bytes | None:
    parts = {box.kind: box for box in _boxes(heic, meta.start + _FULL_BOX, meta.end)}
    if not {b"iinf", b"iloc"} <= parts.keys():
        return None
    item = _exif_item(heic, parts[b"iinf"])
    if item is None or (place := _place_of(heic, parts[b"iloc"].start, item)) is None:
        return None
    offset, length = place
    payload = heic[offset : offset + length]
    (before_tiff,) = struct.unpack_from(">I", payload)
    return b"Exif\0\0" + payload[4 + before_tiff :]


def _exif_item(heic: bytes, iinf: _Box) -> int | None:
    entries = iinf.start + _FULL_BOX + (2 if heic[iinf.start] == 0 else 4)
    for _, start, _ in _boxes(heic, entries, iinf.end):
        number, _, kind = struct.unpack_from(">HH4s" if heic[start] == 2 else ">IH4s", heic, start + _FULL_BOX)
        if kind == b"Exif":
            return int(number)
    return None


def _place_of(heic: bytes, iloc: int, item: int) -> tuple[int, int] | None:
    """Offset in the file and length of an item that is stored there in one piece."""
    at = iloc

    def number(size: int) -> int:
        nonlocal at
        if at + size > len(heic):
            raise EOFError(at)
        at += size
        return int.from_bytes(heic[at - size : at])

    version = number(_FULL_BOX) >> 24
    sizes = number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    for _ in range(number(wide)):
        found = number(wide)
        in_file = not (number(2) & 15 if version else 0)
        number(2)
        base = number(base_size)
        extents = []
        for _ in range(number(2)):
            number(index_size)
            extents.append((base + number(offset_size), number(length_size)))
        if found == item:
            return extents[0] if in_file and len(extents) == 1 else None
    return None
