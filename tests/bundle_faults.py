"""Faults at every call by which a bundle's writing or reading reaches a disk, one after the other."""

import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from zjg_inspect.bundle import part, reader, stream

_CALLS = ("fsync", "rename", "open", "unlink", "dup", "posix_fadvise")
_SMALL = 512


class Raw(io.FileIO):
    """A file whose every call to the system may fail."""

    def __init__(self, path, mode: str, point: Callable[[str], None]) -> None:
        point(f"open {mode}")
        super().__init__(path, mode)
        self._point, self._how = point, mode

    def write(self, data):
        self._point("write")
        return super().write(data)

    def readinto(self, buffer):
        self._point("read")
        return super().readinto(buffer)

    def read(self, size=-1):
        self._point("read")
        return super().read(size)

    def close(self):
        if not self.closed:
            super().close()  # whatever the system says to it, a file is closed
            self._point(f"close {self._how}")


@contextmanager
def points(fail: Callable[[int], None]) -> Iterator[list[str]]:
    """While it lasts each call is listed and `fail` is asked before it, with its number from 1 on."""
    seen: list[str] = []

    def point(name: str) -> None:
        seen.append(name)
        fail(len(seen))

    def opened(path, mode, buffering=-1):
        raw = Raw(path, mode.replace("b", ""), point)
        if buffering == 0:
            return raw
        # small buffers make many calls of a small bundle
        return io.BufferedReader(raw, _SMALL) if mode == "rb" else io.BufferedWriter(raw, _SMALL)

    def called(name: str):
        real = getattr(os, name)

        def call(*args, **kwargs):
            point(name)
            return real(*args, **kwargs)

        return call

    with mock.patch.object(stream, "_BLOCK", _SMALL):
        patches = [mock.patch.object(module, "open", opened, create=True) for module in (part, reader, stream)]
        patches += [mock.patch.object(os, name, called(name)) for name in _CALLS]
        for patch in patches:
            patch.start()
        try:
            yield seen
        finally:
            for patch in patches:
                patch.stop()


def never(_number: int) -> None:
    """Everything goes well."""


def once(at: int, code: int) -> Callable[[int], None]:
    """One call fails."""

    def fail(number: int) -> None:
        if number == at:
            raise OSError(code, os.strerror(code))

    return fail


def from_then_on(at: int, code: int) -> Callable[[int], None]:
    """The stick is pulled out: this call and every later one fails."""

    def fail(number: int) -> None:
        if number >= at:
            raise OSError(code, os.strerror(code))

    return fail


def death(at: int) -> Callable[[int], None]:
    """The process is killed there."""

    def fail(number: int) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    return fail
