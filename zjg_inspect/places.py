"""The two doors to the disk: every OSError of reading or writing a place becomes this program's error there."""

import errno
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
