"""A file read forwards once: each block is copied and cut into pieces here, and hashed in another thread meanwhile."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from zjg_inspect.places import reading, writing

if TYPE_CHECKING:
    from hashlib import _Hash

Step = Callable[[int, int], None]

_BLOCK = 2**20
_MOST_WAITING = 2  # blocks; a hash as fast as the disk waits for none


@contextmanager
def source_file(path: Path, buffering: int = 0) -> Iterator[BinaryIO]:
    """The file, open for reading. Closing it may fail where a stick was pulled out, and says nothing that is not known.

    Raises:
        NotReadable: it cannot be opened.
    """
    with reading(path):
        file = open(path, "rb", buffering=buffering)  # noqa: SIM115
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


@dataclass
class Stream:
    """Reads the source, writes what it reads to the copy (if there is one), reports progress with each block."""

    source: BinaryIO
    source_path: Path
    total: int
    copy: BinaryIO | None = None
    copy_path: Path = Path()
    step: Step | None = None
    position: int = 0
    _read: int = 0
    _block: memoryview = field(default_factory=lambda: memoryview(b""))
    _todo: "list[tuple[_Hash, memoryview, int | None]]" = field(default_factory=list)
    _waiting: "deque[tuple[Future[None], bytearray]]" = field(default_factory=deque)
    _buffer: bytearray = field(default_factory=bytearray)

    def take(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end of the file."""
        data = bytes(self.piece(size))
        while len(data) < size and (more := self.piece(size - len(data))):
            data += more
        return data

    def piece(self, most: int) -> memoryview:
        """At least one of the next `most` bytes; none at the end of the file. It is good until the next piece is asked
        for: its place in memory is used again.
        """
        if most and not self._block:
            self._next_block()
        piece, self._block = self._block[:most], self._block[most:]
        self.position += len(piece)
        return piece

    @contextmanager
    def hashing(self, hashes: bytearray) -> Iterator[None]:
        """While it lasts pieces may be given to `hash`; behind it all of them are done."""
        self._hashes = hashes
        with ThreadPoolExecutor(1) as self._pool:
            yield
            while self._waiting:
                self._waiting.popleft()[0].result()
            # what is left is less than a block; for a small file no thread was ever started
            _digest(self._todo, hashes)

    def hash(self, hash_: "_Hash", piece: memoryview, number: int | None) -> None:
        """Add the piece; with a number it is the last one, and the digest goes into this place of `hashes`."""
        self._todo.append((hash_, piece, number))

    def _next_block(self) -> None:
        self._next_buffer()
        with reading(self.source_path):
            size = self.source.readinto(self._buffer)  # type: ignore[attr-defined]
        self._block = memoryview(self._buffer)[:size]
        if self.copy is not None:
            with writing(self.copy_path):
                self.copy.write(self._block)
        self._read += size
        if self.step and size:
            self.step(self._read, self.total)

    def _next_buffer(self) -> None:
        """One that nobody needs any more: new memory for each block would cost more time than the reading."""
        if self._todo:
            todo, self._todo = self._todo, []
            self._waiting.append((self._pool.submit(_digest, todo, self._hashes), self._buffer))
            self._buffer = bytearray()
            if len(self._waiting) > _MOST_WAITING or self._waiting[0][0].done():
                done, self._buffer = self._waiting.popleft()
                done.result()
        if not self._buffer:
            self._buffer = bytearray(_BLOCK)


def _digest(todo: "list[tuple[_Hash, memoryview, int | None]]", hashes: bytearray) -> None:
    for hash_, piece, number in todo:
        hash_.update(piece)
        if number is not None:
            hashes[32 * number : 32 * number + 32] = hash_.digest()
