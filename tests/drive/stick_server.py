"""A stick as a FUSE file system over a folder: `stick_server.py FOLDER PLACE [BYTES]`.

With BYTES the process kills itself while the byte of that number is being written, as a stick is pulled out: what was
written before stays on it, whoever writes or looks is told ENOTCONN.
"""

import os
import signal
import sys
from typing import Any

import mfusepy


class Stick(mfusepy.Operations):
    use_ns = True

    def __init__(self, folder: str, pulled_at: int) -> None:
        self._folder, self._left = folder, pulled_at

    def _at(self, path: str) -> str:
        return self._folder + path

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        found = os.lstat(self._at(path))
        names = ("st_mode", "st_nlink", "st_size", "st_uid", "st_gid")
        times = {f"st_{name}time": getattr(found, f"st_{name}time_ns") for name in "acm"}
        return {name: getattr(found, name) for name in names} | times

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *os.listdir(self._at(path))]

    def statfs(self, path: str) -> dict[str, int]:
        """A small one, half empty."""
        return {
            "f_bsize": 4096, "f_frsize": 4096, "f_blocks": 262_144, "f_bfree": 131_072, "f_bavail": 131_072,
            "f_namemax": 255,
        }  # fmt: skip

    def open(self, path: str, flags: int) -> int:
        return os.open(self._at(path), flags)

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        return os.open(self._at(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        if 0 < self._left <= len(data):
            os.pwrite(fh, data[: self._left], offset)
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= len(data)
        return os.pwrite(fh, data, offset)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        os.truncate(self._at(path), length)
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        os.fsync(fh)
        return 0

    def release(self, path: str, fh: int) -> int:
        os.close(fh)
        return 0

    def unlink(self, path: str) -> int:
        os.unlink(self._at(path))
        return 0

    def rename(self, old: str, new: str) -> int:
        os.rename(self._at(old), self._at(new))
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        os.mkdir(self._at(path), mode)
        return 0

    def rmdir(self, path: str) -> int:
        os.rmdir(self._at(path))
        return 0


if __name__ == "__main__":
    _, folder, place, *pulled_at = sys.argv
    stick = Stick(folder, int(pulled_at[0]) if pulled_at else 0)
    mfusepy.FUSE(stick, place, foreground=True, nothreads=True, fsname="stick")
