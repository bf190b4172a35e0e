"""Letting go of a stick: the system writes what it holds and unmounts it; only then may it be pulled out. No Qt."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

# A slow stick may take long to write what is still held for it.
_PATIENCE_S: Final = 120


def run_tool(command: Sequence[str]) -> bool:
    """Whether the system's tool is there and says that it did it; it asks nobody anything."""
    if shutil.which(command[0]) is None:
        return False
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def eject(root: Path, device: str) -> bool:
    """Unmount the stick at `root`, and switch its power off where that can be done; `device` is its block device.

    True only where the system says that it is unmounted and nothing is mounted there any more. False also where it has
    no tool for this, or somebody else still uses the stick: then it is as it was.
    """
    return _ejected(root, device)


def _by_tool(root: Path, device: str) -> bool:
    udisks = ("udisksctl", "{}", "--no-user-interaction", "-b", device)
    done = bool(device) and run_tool([part.format("unmount") for part in udisks])
    if done:
        # some readers know no such thing; unmounted it is all the same
        run_tool([part.format("power-off") for part in udisks])
    else:
        done = run_tool(["gio", "mount", "-e", str(root)])
    return done and not is_mounted(root)


def is_mounted(root: Path) -> bool:
    """Whether a volume stands there still."""
    return os.path.ismount(root)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _READ_WRITE, _SHARE, _OPEN_EXISTING = 0xC0000000, 3, 3
    _LOCK, _DISMOUNT, _EJECT = 0x00090018, 0x00090020, 0x002D4808  # FSCTL_…_VOLUME twice, IOCTL_STORAGE_EJECT_MEDIA

    def _ejected(root: Path, _device: str) -> bool:
        """Lock, which needs that nobody uses it, flush and dismount, then let the medium go."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateFileW.restype = wintypes.HANDLE
        volume = wintypes.HANDLE(
            kernel.CreateFileW(f"\\\\.\\{root.drive}", _READ_WRITE, _SHARE, None, _OPEN_EXISTING, 0, None)
        )
        if volume.value in (None, wintypes.HANDLE(-1).value):
            return False
        given = wintypes.DWORD()
        try:
            kernel.FlushFileBuffers(volume)
            return all(
                kernel.DeviceIoControl(volume, code, None, 0, None, 0, ctypes.byref(given), None)
                for code in (_LOCK, _DISMOUNT, _EJECT)
            )
        finally:
            kernel.CloseHandle(volume)

else:
    _ejected = _by_tool
