"""Which bundle a file says it is, from its last bytes."""

import os
import stat
import struct
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from zjg_inspect.bundle import bag
from zjg_inspect.bundle.stored_zip import CENTRAL, CENTRAL_MARK, END, END64, END64_MARK, END_MARK, LOCAL, LOCATOR

_TAIL = END64.size + LOCATOR.size + END.size
_TWO_HEADERS = 2 * (CENTRAL.size + 4 * bag.MAX_NAME)


def peek_digest(path: Path) -> str | None:
    """The digest (as reader.Checked has it) by which a bundle would be known, without reading it through.

    Nothing is verified: another bundle may say this one's digest. None when it is unclear, or cannot be read.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return _digest(file)
    except (OSError, ValueError, OverflowError, struct.error):
        return None


def _digest(file: BinaryIO) -> str | None:
    """The hash of the last entry but one, which is the tag manifest."""
    tail = _read(file, max(0, file.seek(0, os.SEEK_END) - _TAIL), _TAIL)
    mark, *_, size, start, comment = END.unpack(tail[-END.size :])
    if mark != END_MARK or comment:
        return None
    if tail.startswith(END64_MARK):
        *_, size, start = END64.unpack(tail[: END64.size])
    headers = _read(file, start + max(0, size - _TWO_HEADERS), min(size, _TWO_HEADERS))
    at = headers.rfind(CENTRAL_MARK, 0, headers.rfind(CENTRAL_MARK))
    *_, size, _, name_length, extra_length, _, _, _, _, offset = CENTRAL.unpack(headers[at : at + CENTRAL.size])
    at += CENTRAL.size
    name = headers[at : at + name_length]
    if extra_length:
        (offset,) = struct.unpack("<4xQ", headers[at + name_length : at + name_length + extra_length])
    limit = bag.size_limit(bag.TAG_MANIFEST) or 0
    if not name.endswith(f"/{bag.TAG_MANIFEST}".encode()) or size > limit:
        return None
    data = _read(file, offset, LOCAL.size + name_length + size)
    if data[LOCAL.size : LOCAL.size + name_length] != name or len(data) != LOCAL.size + name_length + size:
        return None
    return sha256(data[LOCAL.size + name_length :]).hexdigest()


def _read(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)
