"""Sticks as the system tells of them, and the bundles that lie on one."""

import sys
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStorageInfo

from zjg_inspect.places import reading

SUFFIX = ".zjgb"
# Where the system mounts what a person plugs in.
_MOUNTED_UNDER = {"media", "Volumes"}


class Stick(NamedTuple):
    """A mounted stick; `free` in bytes, as far as it says; `device` is its block device where the system names one."""

    name: str
    root: Path
    free: int
    writable: bool
    device: str = ""


def sticks() -> list[Stick]:
    """Those that are plugged in, by name."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = Path(volume.rootPath())
        if volume.isReady() and _is_removable(root):
            name = volume.displayName() or root.name or str(root)
            device = bytes(volume.device().data()).decode(errors="replace")
            free, writable = volume.bytesAvailable(), not volume.isReadOnly()
            found.append(Stick(Path(name).name or name, root, free, writable, device))
    return sorted(found)


def stick_of(folder: Path) -> Stick | None:
    """The stick that this folder is on; None where it is on none."""
    return next((stick for stick in sticks() if folder == stick.root or stick.root in folder.parents), None)


def stick_words(stick: Stick) -> str:
    """U盘“金士顿”，剩 14.2 GB"""
    return f"U盘“{stick.name}”" + (f"，剩 {_size(stick.free)}" if stick.free >= 0 else "")


if sys.platform == "win32":
    import ctypes

    _REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveTypeW

    def _is_removable(root: Path) -> bool:
        return bool(ctypes.windll.kernel32.GetDriveTypeW(str(root)) == _REMOVABLE)

else:

    def _is_removable(root: Path) -> bool:
        return bool(_MOUNTED_UNDER & set(root.parts))


def bundles_in(folder: Path) -> list[Path]:
    """The bundles in a folder and in the folders right in it, by name. Raises NotReadable."""
    with reading(folder):
        here = sorted(folder.iterdir())
        found = [path for path in here if _is_bundle(path)]
        for inner in here:
            if inner.is_dir() and not inner.is_symlink() and not inner.name.startswith("."):
                found += sorted(path for path in inner.iterdir() if _is_bundle(path))
    return found


def _is_bundle(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX and not path.name.startswith(".") and path.is_file()


def place_words(folder: Path) -> str:
    """“金士顿”，剩 14.2 GB"""
    info = QStorageInfo(str(folder))
    name = folder.name or info.displayName() or str(folder)
    free = info.bytesAvailable()
    return f"“{name}”，剩 {_size(free)}" if free >= 0 else f"“{name}”"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1_000_000_000 else f"{count // 1_000_000} MB"
