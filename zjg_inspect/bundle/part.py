"""The file in which a bundle grows on the stick, and what an export that was killed has left of such files."""

import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO

_BUFFER = 2**20


@contextmanager
def growing(directory: Path, sender: str) -> Iterator[tuple[Path, BinaryIO]]:
    """A new part file of this sender (a device's id), its own as long as this lasts; removed at the end if still there.

    Raises:
        OSError: it cannot be made.
    """
    path = directory / f".{sender}-{secrets.token_hex(4)}.zjgb.part"
    file = open(path, "xb", buffering=_BUFFER)  # noqa: SIM115
    try:
        with _locked(file):
            yield path, file
    finally:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            path.unlink(missing_ok=True)


def sweep(directory: Path, sender: str) -> None:
    """Remove the part files that killed exports of this sender left; whatever cannot be removed stays.

    Sure to be ours are those of the full device id that no one is writing: a writer holds a lock until its file has its
    final name, and the system lets go of it when the writer dies. Where nothing can be locked, nothing is removed; on
    Windows a file that is open cannot be.
    """
    ours = re.compile(rf"\.{sender}-[0-9a-f]{{8}}\.zjgb\.part")
    with suppress(OSError):
        for path in sorted(directory.iterdir()):
            if ours.fullmatch(path.name):
                with suppress(OSError):
                    _remove_if_left(path)


if sys.platform == "win32":

    def _locked(file: BinaryIO) -> AbstractContextManager[None]:
        return nullcontext()

    def _remove_if_left(path: Path) -> None:
        path.unlink()

else:
    import fcntl

    @contextmanager
    def _locked(file: BinaryIO) -> Iterator[None]:
        # the lock belongs to what was opened, and outlives the closing of `file`
        held = os.dup(file.fileno())
        try:
            with suppress(OSError):
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            with suppress(OSError):
                os.close(held)

    def _remove_if_left(path: Path) -> None:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
        finally:
            os.close(handle)
