"""Imported bundles are kept for 30 days, as they came."""

import os
import time
from contextlib import suppress
from pathlib import Path

from zjg_inspect.places import writing

_KEPT = 30 * 24 * 3600


def keep(directory: Path, staged: Path, digest: str) -> None:
    """Move a staged bundle into the archive under its digest; one that came before stays another 30 days.

    Raises:
        DiskFull, NotWritable: it is not kept.
    """
    folder = directory / "archive"
    with writing(folder):
        folder.mkdir(exist_ok=True)
        staged.replace(folder / f"{digest}.zjgb")
    sweep(directory)


def sweep(directory: Path) -> int:
    """Let those go that are older than 30 days; gives how many. One that cannot be removed stays for the next time."""
    gone = 0
    with suppress(OSError), os.scandir(directory / "archive") as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.name.endswith(".zjgb") and time.time() - entry.stat().st_mtime > _KEPT:
                    os.unlink(entry)
                    gone += 1
    return gone
