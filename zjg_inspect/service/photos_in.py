"""The photos of a bundle on their way in: written while the rest is still read, named once the bundle is proven."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from zjg_inspect import errors
from zjg_inspect.bundle.reader import OpenBundle
from zjg_inspect.store import media, photo
from zjg_inspect.store.db import Database, Step

_WRITERS = 8  # mostly waiting for the disk, which brings what several ask for down together


class Taken(NamedTuple):
    """A photo whose file stands: what its row says. `ok` is whether it decodes."""

    sha256: str
    size: int
    ok: bool


class PhotosIn:
    """A few threads write the photos and wait for the disk; no more than these hold is in memory.

    What was written and not taken is deleted at the end, whatever happened.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._writers = ThreadPoolExecutor(_WRITERS, "photos")
        self._pending: deque[Future[None]] = deque()
        self._parts: dict[str, tuple[Path, Taken]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writers.shutdown(cancel_futures=True)
        for part, _ in self._parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def arrived(self, sha256: str, data: bytes) -> None:
        """Begin to write what the bundle says is this photo, unless the file is there.

        Raises:
            DiskFull, NotWritable: this one or an earlier one could not be written.
        """
        if not media.path_of(self._db.directory, sha256).is_file():
            self._pending.append(self._writers.submit(self._write_part, sha256, data))
            if len(self._pending) > 2 * _WRITERS:
                self._pending.popleft().result()

    def take(self, bundle: OpenBundle, step: Step) -> list[Taken]:
        """Name the photos of the bundle, which has been checked by now, and write those that have not been written.

        All of them are on the disk then; their rows follow with the versions. `step` is given photos and their number.

        Raises:
            BundleDamaged, BundleUnsafe, DiskFull, NotWritable.
        """
        while self._pending:
            self._pending.popleft().result()
        place = self._db.directory
        with self._db.read() as conn:
            here = media.known(conn, [sha for sha, _ in bundle.media()])
        wanted = [sha for sha, _ in bundle.media() if sha not in here or not media.path_of(place, sha).is_file()]
        taken: list[Taken] = []
        pending: deque[Future[Taken]] = deque()
        for number, sha in enumerate(wanted):
            step(number, len(wanted))
            pending.append(self._writers.submit(self._take, sha, bundle))
            if len(pending) > 2 * _WRITERS:
                taken.append(pending.popleft().result())
        taken += [each.result() for each in pending]
        if wanted:
            deque(self._writers.map(media.hold, media.folders(place, wanted)), maxlen=0)
        return taken

    def _write_part(self, sha256: str, data: bytes) -> None:
        part = media.write_part(self._db.directory, sha256, data)
        self._parts[sha256] = part, _seen(sha256, data)

    def _take(self, sha256: str, bundle: OpenBundle) -> Taken:
        if sha256 in self._parts:
            part, seen = self._parts.pop(sha256)
            media.place(self._db.directory, sha256, part)
            return seen
        data = bundle.media_bytes(sha256)
        media.lay(self._db.directory, sha256, data)
        return _seen(sha256, data)


def _seen(sha256: str, data: bytes) -> Taken:
    try:
        photo.check_jpeg(data)
    except errors.PhotoError:
        return Taken(sha256, len(data), False)
    return Taken(sha256, len(data), True)
