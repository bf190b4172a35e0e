"""What can be had of a cut or scratched bundle: every version line and photo that is whole, wherever the damage is."""

import hashlib
import os
import stat
import struct
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt
from zjg_inspect.bundle.lines import line_in, lines_of
from zjg_inspect.bundle.stream import Step, source_file
from zjg_inspect.bundle.traces import LARGEST, Part, traces
from zjg_inspect.bundle.wreck import Wreck
from zjg_inspect.model.version import MAX_BYTES
from zjg_inspect.places import reading

_BLOCK = 2**20
_LONGEST_LINE = MAX_BYTES + 2**10


class Line(NamedTuple):
    """A version as `OpenBundle.versions` gives it; its signature is not judged here."""

    canonical: bytes
    signature: bytes


class Photo(NamedTuple):
    """A photo whose bytes are those of a hash that the bundle names."""

    sha256: str
    data: bytes


Record = Line | Photo


def salvage(path: Path, identities: Sequence[str] = (), step: Step | None = None) -> "Salvage":
    """What is whole in a damaged bundle; nothing is read before it is iterated, and the file is only read.

    `identities` (AGE-SECRET-KEY-1…) open what is encrypted. `step` is given what is done and the whole of it. Raises
    ValueError: an identity is none.
    """
    return Salvage(path, identities, step)


class Salvage:
    """Gives the records that are whole in their order, one payload file in memory at a time; to be iterated once.

    At the end are known: `lost` files of records of which something is missing, as far as anything still names them;
    `cut`, whether the container's directory is gone; `unreadable` bytes that the disk did not give; `info`, what
    bag-info.txt says if it is whole (nobody verified the signature over it).
    """

    def __init__(self, path: Path, identities: Sequence[str], step: Step | None) -> None:
        self.info: bag.BundleInfo | None = None
        self.lost: list[str] = []
        self.cut = False
        self.unreadable = 0
        self._path, self._step = path, step
        self._unseal, self._unseal_beginning = crypt.opener(identities), crypt.salvager(identities)
        self._whole: set[str] = set()
        self._foreign: set[str] = set()
        self._misnamed: set[str] = set()
        self._opened = False

    def __iter__(self) -> Iterator[Record]:
        """Go through the file.

        Raises:
            BundleNotABag: there is no trace of a bundle in it.
            BundleNotForUs: all that is left is encrypted to others.
            BundleUnsafe: it is larger, or has more entries, than any bundle.
            NotReadable: nothing of it can be read, or it went away.
        """
        with reading(self._path):
            status = os.stat(self._path)
            if not stat.S_ISREG(status.st_mode):
                raise errors.BundleNotABag(file=str(self._path), reason="no_file")
        with source_file(self._path) as file:
            if status.st_size > bag.MAX_TOTAL:
                raise errors.BundleUnsafe(file=str(self._path), part=self._path.name, reason="size")
            self._wreck = Wreck(file, self._path, status.st_size)
            count = 0
            try:
                self._traces = traces(self._wreck, self._step)
                # headers that lie may have the same bytes tried again and again
                self._left_to_try = 8 * status.st_size + 8 * LARGEST
                for count, record in enumerate(self._records(), 1):  # noqa: B007
                    yield record
            except (ValueError, LookupError, OverflowError, struct.error) as error:
                # the door, as the reader has it
                raise errors.BundleDamaged(file=str(self._path), part=type(error).__name__) from error
        self._conclude(count)

    def _records(self) -> Iterator[Record]:
        parts, size = self._traces.parts, self._wreck.size
        position, end = 0, size if self._traces.directory is None else self._traces.directory
        for number, part in enumerate(parts):
            if part.header < position:  # a likeness inside of what was whole
                continue
            yield from self._lines(position, part.header)
            later = (parts[n].header for n in range(number + 1, len(parts)))
            following = max(part.data, next((header for header in later if header >= part.data), end))
            position = yield from self._part(part, following)
            if self._step:
                self._step(size + position, 2 * size)
        yield from self._lines(position, size)

    def _part(self, part: Part, following: int) -> Generator[Record, None, int]:
        """The records of an entry, and where to go on; its content ends where it says, or where the next one begins."""
        ends = dict.fromkeys((*(part.data + size for size in part.sizes), following))
        if part.path in bag.TAGS:
            if part.path == bag.BAG_INFO:
                self._read_info(part)
            return min(ends)
        for end in ends:
            content = self._content(part, end)
            records = None if content is None else self._whole_records(part, content)
            if records is not None:
                yield from records
                return end
        data = self._wreck.read(part.data, min(following - part.data, LARGEST))
        if data.startswith(crypt.FIRST_LINE):
            plain = self._unseal_beginning(data)
            self._opened |= bool(plain)
            yield from _good(lines_of(plain))
            return following
        del data
        # from the header on, since a damaged one may say wrongly where its content begins
        yield from self._lines(part.header, following)
        return following

    def _content(self, part: Part, end: int) -> tuple[bytes, bool] | None:
        """The entry's content up to there, and whether it is authentic; None if it cannot be had whole."""
        size = end - part.data
        self._left_to_try -= size
        if size > LARGEST or end > self._wreck.size or self._left_to_try < 0:
            return None
        data = self._wreck.read(part.data, size)
        if not data.startswith(crypt.FIRST_LINE):
            if bag.is_encrypted(part.path):
                return None
            return data, zlib.crc32(data) in part.crcs
        try:
            plain = self._unseal(data)
        except ValueError:
            return None
        if plain is None:
            self._foreign.add(part.path)
            return None
        self._opened = True
        return plain, True

    def _whole_records(self, part: Part, content: tuple[bytes, bool]) -> list[Record] | None:
        """All the records of an entry, if it proves to be whole."""
        data, authentic = content
        hash_ = hashlib.sha256(data).hexdigest()
        for path in (bag.media_file(hash_), bag.media_file(hash_) + crypt.SUFFIX):
            if path in self._traces.paths:
                self._whole.add(path)
                if part.path != path:
                    self._misnamed.add(part.path)
                return [Photo(hash_, data)]
        if bag.media_hash(part.path) or not authentic:
            return None
        if part.path and not bag.is_versions_file(part.path):
            self._whole.add(part.path)
            return []
        raw = list(lines_of(data))
        found = list(_good(raw))
        if len(found) == len(raw):
            self._whole.add(part.path)
        return [*found]

    def _lines(self, start: int, end: int) -> Iterator[Line]:
        """Every version line between two places, whatever stands between the lines."""
        rest, position = b"", start
        while position < end:
            block = self._wreck.read(position, min(_BLOCK, end - position))
            if not block:
                return
            position += len(block)
            data = rest[-_LONGEST_LINE:] + block
            whole = data.rfind(b"\n") + 1
            yield from _good(lines_of(data[:whole]))
            rest = data[whole:]

    def _read_info(self, part: Part) -> None:
        for size in part.sizes:
            data = self._wreck.read(part.data, min(size, bag.size_limit(bag.BAG_INFO) or 0))
            if zlib.crc32(data) in part.crcs:
                with suppress(ValueError):
                    self.info = bag.info_of(bag.labels_of(data.decode()))

    def _conclude(self, count: int) -> None:
        found, addressee = self._traces, self.info and self.info.addressee
        if not count and not found.parts and not found.paths:
            raise errors.BundleNotABag(file=str(self._path), reason="no_zip")
        if self._foreign and not self._opened:
            raise errors.BundleNotForUs(file=str(self._path), addressee=addressee or "")
        self.cut, self.unreadable = found.directory is None, self._wreck.unreadable
        # with a directory a whole bundle names each of its files three times; a name met once is itself damaged
        named = {path for path, times in found.paths.items() if self.cut or times > 1}
        # receipts hold no record, and the next bundle brings newer ones
        self.lost = sorted(
            path for path in named - self._whole - self._misnamed if bag.is_versions_file(path) or bag.media_hash(path)
        )


def _good(lines: Iterable[bytes]) -> Iterator[Line]:
    return (Line(*line) for line in map(line_in, lines) if line)
