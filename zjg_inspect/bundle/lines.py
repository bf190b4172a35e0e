"""The lines of versions files, whole ones and what is left of damaged ones."""

import re
from collections.abc import Iterator
from itertools import islice

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.model.version import decode_canonical

_TAIL = 1 + 88 + 1  # TAB, base64 of 64 bytes, line end
_BEGINNING = b'{"body":'
_TRIES = 8


def lines_of(data: bytes) -> Iterator[bytes]:
    """The lines with their ends; the last one may have none. No list of them is made: a hostile file is all ends."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end


def line_in(raw: bytes) -> tuple[bytes, bytes] | None:
    """Canonical bytes and signature of the version at the end of a line that may begin with rubble; None if its end is
    damaged, or no canonical JSON stands before the signature."""
    before, tail = raw[:-_TAIL], raw[-_TAIL:]
    if tail[:1] != b"\t" or tail[-1:] != b"\n":
        return None
    before = before[before.rfind(b"\t") + 1 :]
    for start in _beginnings(before):
        canonical = before[start:]
        try:
            if isinstance(decode_canonical(canonical), dict):
                return bag.version_of(canonical + tail)
        except (ValueError, errors.NotCanonical):
            continue
    return None


def _beginnings(before: bytes) -> Iterator[int]:
    """Where the version may begin: at the line's beginning, or behind rubble where versions and objects begin."""
    yield 0
    at = len(before)
    for _ in range(_TRIES):
        at = before.rfind(_BEGINNING, 0, at)
        if at < 0:
            break
        yield at
    yield from (found.start() for found in islice(re.finditer(rb'\{"', before), _TRIES))
