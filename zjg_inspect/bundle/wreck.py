"""A damaged file: what the disk still gives of it."""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zjg_inspect.places import reading

_PAGE = 2**12


@dataclass
class Wreck:
    """A file of which some places cannot be read: they are zeros then, counted in `unreadable`."""

    file: BinaryIO
    path: Path
    size: int
    unreadable: int = 0
    _readable: bool = False

    def read(self, start: int, size: int) -> bytes:
        """The bytes from there on, fewer at the file's end.

        Raises:
            NotReadable: nothing at all can be read, or the file went away.
        """
        with reading(self.path):
            try:
                data = self._read(start, size)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                data = self._read_around(start, min(size, self.size - start), error)
        self._readable = True
        return data

    def _read(self, start: int, size: int) -> bytes:
        self.file.seek(start)
        pieces = []
        while size > 0 and (piece := self.file.read(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _read_around(self, start: int, size: int, whole: OSError) -> bytes:
        data, bad = bytearray(), 0
        while len(data) < size:
            at = start + len(data)
            length = min(_PAGE - at % _PAGE, size - len(data))
            try:
                data += self._read(at, length).ljust(length, b"\0")
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                data += bytes(length)
                bad += length
        if bad == size and not self._readable:
            raise whole
        self.unreadable += bad
        return bytes(data)
