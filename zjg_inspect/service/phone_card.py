"""The photos in a folder or on a phone's card, before any of them is taken in: which there are, when taken, how they
look. Nothing is written, and nothing of theirs is kept."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from zjg_inspect.places import reading
from zjg_inspect.store import photo

_ENDINGS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".bmp", ".tif", ".tiff"}
# Folders of a phone that hold a program's own pictures, thumbnails among them.
_NOT_PHOTOS = {"android", "lost.dir", "system volume information", "$recycle.bin"}

Step = Callable[[int, int], None]


class CardPhoto(NamedTuple):
    """A photo's file; `changed` is the file's date, which only orders those that say no time themselves. `taken_at` is
    the camera's civil time, "" where the photo has none, None before it was read."""

    path: Path
    changed: float
    taken_at: str | None = None


def photos_in(folder: Path, step: Step = lambda _done, _total: None) -> list[CardPhoto]:
    """The photos in the folder and all folders in it, hidden ones left out, the newest file first. Their times are not
    read yet. What cannot be read inside it is passed over.

    Raises:
        NotReadable: the folder itself is gone or may not be read.
    """
    with reading(folder):
        found, inner = _look(folder)
    while inner:
        step(len(found), 0)
        try:
            more, deeper = _look(inner.pop())
        except OSError:
            continue
        found += more
        inner += deeper
    return sorted(found, key=lambda each: (-each.changed, each.path))


def _look(folder: Path) -> tuple[list[CardPhoto], list[Path]]:
    found, inner = [], []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.suffix.lower() in _ENDINGS:
            if path.is_file():
                found.append(CardPhoto(path, path.stat().st_mtime))
        elif path.name.lower() not in _NOT_PHOTOS and path.is_dir():
            inner.append(path)
    return found, inner


def with_times(photos: Sequence[CardPhoto], step: Step = lambda _done, _total: None) -> list[CardPhoto]:
    """The same with the time of each as its camera wrote it; one that is broken has none."""
    read = []
    for number, each in enumerate(photos):
        step(number, len(photos))
        read.append(each._replace(taken_at=photo.taken_at(each.path)))
    return read


def order(each: CardPhoto, day: date) -> tuple[int, str, float, str]:
    """Sorts greatest first: today's, then newest first, then those without a time by their file's date."""
    taken = each.taken_at or ""
    rank = 2 if taken[:10] == day.isoformat() else 1 if taken else 0
    return rank, taken, each.changed, str(each.path)


def glimpse(path: Path, side: int) -> bytes:
    """A small upright JPEG of a photo that is not taken in yet.

    Raises:
        PhotoDamaged, PhotoUnknownFormat, PhotoHeicUnsupported, PhotoTooLarge, NotReadable.
    """
    return photo.glimpse(path, side, path.name)
