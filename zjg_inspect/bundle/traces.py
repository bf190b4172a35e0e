"""Where the entries of a damaged container are, from what is left of their headers, their names and the directory.

None of these is trusted: each may give a place, a name or a length, and what is found there must prove itself.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt, stored_zip
from zjg_inspect.bundle.stored_zip import CENTRAL, CENTRAL_MARK, LOCAL, LOCAL_MARK
from zjg_inspect.bundle.stream import Step
from zjg_inspect.bundle.wreck import Wreck

LARGEST = crypt.sealed_limit(bag.MAX_VERSIONS_FILE)

_BLOCK = 2**20
_MARGIN = CENTRAL.size + bag.MAX_NAME
_PATH = rb"data/(?:versions/[0-9]{4,6}\.jsonl|media/[0-9a-f]{64}\.jpg|receipts\.json)(?:\.age)?"
_SIGN = re.compile(b"|".join((re.escape(LOCAL_MARK), re.escape(CENTRAL_MARK), re.escape(crypt.FIRST_LINE), _PATH)))
_PATH_AT_END = re.compile(_PATH + rb"\Z")
_MOST = 2 * bag.MAX_ENTRIES


class Part(NamedTuple):
    """An entry: its path inside the bag ("" if that is gone), where header and content begin, and which lengths and
    checksums of the content are said."""

    path: str
    header: int
    data: int
    sizes: tuple[int, ...]
    crcs: tuple[int, ...]


@dataclass
class Traces:
    """The entries in their order; how often each payload path was met; where the directory begins, if it is there."""

    parts: list[Part] = field(default_factory=list)
    paths: Counter[str] = field(default_factory=Counter)
    directory: int | None = None


@dataclass
class _Signs:
    """What one reading of the file shows."""

    found: Traces = field(default_factory=Traces)
    prefixes: Counter[bytes] = field(default_factory=Counter)
    orphans: list[tuple[str, int, int]] = field(default_factory=list)  # names and age files without a header: from, to
    listed: list[Part] = field(default_factory=list)  # what the directory says otherwise than the headers
    confirmed: int = 0


def traces(wreck: Wreck, step: Step | None) -> Traces:
    """Read the file through once; `step` is given half of what is done, since the content is read afterwards.

    Raises:
        BundleUnsafe: more entries than there may be.
    """
    signs = _Signs()
    for data, offset, sign in _marks(wreck, step):
        _take(signs, data, offset, sign)
        if len(signs.found.parts) + len(signs.orphans) + len(signs.listed) > _MOST or len(signs.found.paths) > _MOST:
            raise errors.BundleUnsafe(file=str(wreck.path), part=wreck.path.name, reason="entries")
    parts = {part.header: part for part in signs.found.parts}
    _adopt(wreck, parts, signs)
    _compare(wreck, parts, signs)
    signs.found.parts = _in_order(wreck, parts)
    return signs.found


def _marks(wreck: Wreck, step: Step | None) -> Iterator[tuple[bytes, int, re.Match[bytes]]]:
    """Each sign of an entry with what stands around it: the data, its offset, the match in it."""
    data, offset, seen, position = b"", 0, 0, 0
    while position < wreck.size:
        block = wreck.read(position, _BLOCK)
        if not block:  # it has become shorter
            return
        data += block
        position += len(block)
        # what has no margin behind it yet comes again with the next block
        ready = len(data) - (_MARGIN if position < wreck.size else 0)
        for sign in _SIGN.finditer(data, seen):
            if sign.start() >= ready:
                break
            yield data, offset, sign
            seen = sign.end()
        seen = max(seen, ready, 0)
        dropped = max(0, seen - _MARGIN)
        data, offset, seen = data[dropped:], offset + dropped, seen - dropped
        if step:
            step(position, 2 * wreck.size)


def _take(signs: _Signs, data: bytes, offset: int, sign: re.Match[bytes]) -> None:
    found, at = signs.found, sign.start()
    # where the content of the entry begins that was seen last
    begun = max(found.parts[-1].data if found.parts else -1, signs.orphans[-1][2] if signs.orphans else -1)
    if sign[0] == LOCAL_MARK:
        part = _local(data, at, offset, signs.prefixes)
        if part:
            found.parts.append(part)
    elif sign[0] == CENTRAL_MARK:
        entry = _central(data, at)
        if entry:
            found.directory = offset + at if found.directory is None else found.directory
            _confirm(signs, entry)
    elif sign[0] == crypt.FIRST_LINE:
        if begun != offset + at:
            signs.orphans.append(("", offset + at, offset + at))
    else:
        path = sign[0].decode()
        found.paths[path] += 1
        if data[at - 1 : at] == b"/" and begun != offset + sign.end() and found.directory is None:
            signs.orphans.append((path, offset + at, offset + sign.end()))


def _local(data: bytes, at: int, offset: int, prefixes: Counter[bytes]) -> Part | None:
    """The entry whose header begins here, if it looks like one of ours by its name or by all else."""
    header = data[at : at + LOCAL.size]
    if len(header) < LOCAL.size:
        return None
    *_, crc, stored, size, name_length, _ = LOCAL.unpack(header)
    raw = data[at + LOCAL.size : at + LOCAL.size + min(name_length, bag.MAX_NAME)]
    path, prefix = _split(raw)
    if path:
        prefixes[prefix] += 1
    elif header[:26] != stored_zip.local_header("", size, crc)[:26]:
        return None
    return Part(path, offset + at, offset + at + LOCAL.size + len(raw), _sane(stored, size), (crc,))


def _central(data: bytes, at: int) -> Part | None:
    """What the directory says of an entry."""
    header = data[at : at + CENTRAL.size]
    if len(header) < CENTRAL.size:
        return None
    _, _, _, _, _, _, _, crc, stored, size, name_length, *_, offset = CENTRAL.unpack(header)
    path, _ = _split(data[at + CENTRAL.size : at + CENTRAL.size + min(name_length, bag.MAX_NAME)])
    return Part(path, offset, offset + LOCAL.size + name_length, _sane(stored, size), (crc,)) if path else None


def _confirm(signs: _Signs, entry: Part) -> None:
    """Keep what the directory says of an entry only if its header does not say the same; both are in one order."""
    parts = signs.found.parts
    while signs.confirmed < len(parts) and parts[signs.confirmed].header < entry.header:
        signs.confirmed += 1
    if signs.confirmed == len(parts) or parts[signs.confirmed] != entry:
        signs.listed.append(entry)


def _split(raw: bytes) -> tuple[str, bytes]:
    """The path inside the bag and what stands before it; "" if it is none of ours."""
    if {0, 10} & set(raw):  # no name, but rubble that may have a whole header in it
        return "", b""
    top, slash, rest = raw.partition(b"/")
    path = rest.decode("ascii", "replace")
    if bag.size_limit(path) is not None:
        return path, top + slash
    found = _PATH_AT_END.search(raw)
    return (found[0].decode(), raw[: found.start()]) if found else ("", b"")


def _sane(stored: int, size: int) -> tuple[int, ...]:
    """The size that a header says; one of zeros says nothing."""
    return (size,) if stored == size and 0 < size <= LARGEST else ()


def _adopt(wreck: Wreck, parts: dict[int, Part], signs: _Signs) -> None:
    """Take the names that stand behind a header whose mark or lengths are damaged, and age files without any header."""
    prefix = signs.prefixes.most_common(1)[0][0] if signs.prefixes else b""
    for path, start, end in signs.orphans:
        if path and wreck.read(end + len(crypt.SUFFIX), len(crypt.FIRST_LINE)) == crypt.FIRST_LINE:
            path, end = path + crypt.SUFFIX, end + len(crypt.SUFFIX)  # the end of the name is damaged
        at = start - len(prefix) - LOCAL.size
        if path and prefix and at >= 0 and wreck.read(at + LOCAL.size, len(prefix)) == prefix:
            *_, crc, stored, size, _, _ = LOCAL.unpack(wreck.read(at, LOCAL.size))
            parts[at] = Part(path, at, end, _sane(stored, size), (crc,))
        else:
            parts[start] = Part(path, start, end, (), ())


def _compare(wreck: Wreck, parts: dict[int, Part], signs: _Signs) -> None:
    """Where header and directory differ take what is left of both."""
    by_data = {part.data: part for part in parts.values()}
    left_to_try = 2 * wreck.size + LARGEST
    for entry in signs.listed:
        part = parts.get(entry.header) or by_data.get(entry.data)
        if part is None or (not part.path and part.data != entry.data):
            left_to_try -= sum(entry.sizes)
            if left_to_try >= 0 and _is_proven(wreck, entry):
                parts[entry.header] = entry
            continue
        # of two names for one entry the damaged one was met less often
        path = entry.path if signs.found.paths[entry.path] > signs.found.paths[part.path] else part.path
        parts[part.header] = part._replace(path=path, sizes=part.sizes + entry.sizes, crcs=part.crcs + entry.crcs)


def _is_proven(wreck: Wreck, entry: Part) -> bool:
    """Whether at an entry's place, which the directory alone says, there is what it says."""
    if bag.is_encrypted(entry.path):
        return wreck.read(entry.data, len(crypt.FIRST_LINE)) == crypt.FIRST_LINE
    return any(
        entry.data + size <= wreck.size and zlib.crc32(wreck.read(entry.data, size)) in entry.crcs
        for size in entry.sizes
    )


def _in_order(wreck: Wreck, parts: dict[int, Part]) -> list[Part]:
    ordered = [parts[header] for header in sorted(parts)]
    following = [*(part.header for part in ordered[1:]), wreck.size]
    # a header that reaches into the next one, without a name to prove it, has a damaged length
    return [part for part, header in zip(ordered, following, strict=False) if part.path or part.data <= header]
