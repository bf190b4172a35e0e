"""Imported bundles are kept for 30 days, as they came."""

import time
from pathlib import Path

from zjg_inspect.places import writing

_KEPT = 30 * 24 * 3600


def keep(directory: Path, staged: Path, digest: str) -> None:
    """Move a staged bundle into the archive under its digest, and let those go that are older than 30 days."""
    folder = directory / "archive"
    with writing(folder):
        folder.mkdir(exist_ok=True)
        staged.replace(folder / f"{digest}.zjgb")
        for old in folder.glob("*.zjgb"):
            if time.time() - old.stat().st_mtime > _KEPT:
                old.unlink(missing_ok=True)
