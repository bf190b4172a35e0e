"""The two doors to the disk: every OSError of reading or writing a place becomes this program's error there."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zjg_inspect import errors


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the OSError of a read into NotReadable."""
    try:
        yield
    except OSError as error:
        raise errors.NotReadable(path=str(path), detail=error.strerror or str(error)) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the OSError of a write into DiskFull or NotWritable."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise errors.DiskFull(path=str(path)) from error
        raise errors.NotWritable(path=str(path), detail=error.strerror or str(error)) from error


def write_whole(to: Path, data: bytes) -> Path:
    """Write a file under a temporary name first, so that an older one stands until the new one is whole; gives it.

    Raises:
        DiskFull, NotWritable: nothing is left under the name.
    """
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    with writing(to):
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    return to


def read_back(path: Path, data: bytes) -> None:
    """Compare what lies there with what was written. Raises NotWritable: it is not the same, or cannot be read."""
    with writing(path), path.open("rb") as file:
        forget_cached(file.fileno())
        same = file.read(len(data) + 1) == data
    if not same:
        raise errors.NotWritable(path=str(path), detail="read back differs")


def forget_cached(handle: int) -> None:
    """Let the system drop its copy in memory, so that reading back asks the medium."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, so that a file renamed into it is still there after a power cut."""
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
