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


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, so that a file renamed into it is still there after a power cut."""
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
