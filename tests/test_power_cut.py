"""The power is cut while photos are imported: what a disk need not have kept by then is taken away.

A file's bytes are on the disk once they were synced, its name once its folder was, and so on up to the data directory.
"""

import errno
import os
import shutil
import stat
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
from bundle_maker import plainly
from world import photo, small_world

from zjg_inspect import errors
from zjg_inspect.service import exchange, setup, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import media

PHOTOS = 2


class Disk:
    """What of a data directory would still be there; `cut` leaves just that in another place."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.sizes: dict[int, int] = {}
        self.names: dict[int, dict[str, int]] = {}
        self.lock = threading.RLock()
        for path in [place, *place.rglob("*")]:
            self._keep(path)

    def _keep(self, path: Path) -> None:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            self.names[status.st_ino] = {each.name: each.inode() for each in os.scandir(path)}
        else:
            self.sizes[status.st_ino] = status.st_size

    def synced(self, handle: int) -> None:
        self._keep(Path(os.readlink(f"/proc/self/fd/{handle}")))

    def cut(self, to: Path) -> Path:
        with self.lock:
            shutil.copytree(self.place, to, ignore=shutil.ignore_patterns("media", "staging", "*-shm"))
            now = {path.stat().st_ino: path for path in (self.place / "media").rglob("*")}
            root = self.names[self.place.stat().st_ino].get("media")
            for shard, folder in self.names.get(root, {}).items():
                (to / "media" / shard).mkdir(parents=True)
                for name, inode in self.names.get(folder, {}).items():
                    kept = now[inode].read_bytes() if inode in now else b""
                    (to / "media" / shard / name).write_bytes(kept[: self.sizes.get(inode, 0)])
        return to


@pytest.fixture(scope="module", params=[plainly, nullcontext])
def parcel(tmp_path_factory, request):
    """An office and a bundle for it, plain and encrypted, and the office's health before and after."""
    root = tmp_path_factory.mktemp("power")
    world = small_world(root)
    draft = world.answered("甲五金厂", fail=("4-09",))
    for number in range(PHOTOS):
        visit.add_photo(world.laptop, draft, "4-09", photo(number), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    with request.param():
        bundle = exchange.export_bundle(world.laptop, world.stick).path
    world.close()
    with setup.open_data(shutil.copytree(root / "office", root / "whole")) as office:
        before = doctor(office)
        (report,) = exchange.import_bundles(office, [bundle])
        assert (report.status, report.photos) == ("imported", PHOTOS)
        after = doctor(office)
    assert before.ok
    assert after.ok
    return root / "office", bundle, before, after


@pytest.fixture
def watched(monkeypatch):
    """Tells a disk of all that is synced; before each sync and each renaming `asked` is called."""

    def watch(disk, asked):
        real_fsync, real_replace = os.fsync, Path.replace

        def fsync(handle):
            with disk.lock:
                asked(handle)
                real_fsync(handle)
                disk.synced(handle)

        def replace(path, target):
            with disk.lock:
                asked(None)
                return real_replace(path, target)

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(Path, "replace", replace)

    yield watch
    monkeypatch.undo()


def imported(db, bundle):
    (report,) = exchange.import_bundles(db, [bundle])
    return report


def health(place):
    with setup.open_data(place) as db:
        return doctor(db)


def test_no_row_names_a_photo_that_a_power_cut_takes_away(parcel, watched, tmp_path):
    office, bundle, before, after = parcel
    place = shutil.copytree(office, tmp_path / "office")
    left = []
    with setup.open_data(place) as db:
        disk = Disk(place)
        watched(disk, lambda _handle: left.append(disk.cut(tmp_path / f"cut {len(left)}")))
        assert imported(db, bundle).status == "imported"
        done = disk.cut(tmp_path / "done")
    assert len(left) > 3 * PHOTOS  # each file's bytes, its renaming, its folder
    assert health(done) == after
    for each in left:
        with setup.open_data(each) as db:
            assert doctor(db) in (before, after)
            assert imported(db, bundle).status == "imported"
            assert doctor(db) == after


def test_what_an_import_left_whose_folders_failed_is_held_by_the_next_one(parcel, watched, tmp_path):
    """The photos stand under their names then, and only that they last is not known."""
    office, bundle, before, after = parcel
    place = shutil.copytree(office, tmp_path / "office")
    broken = True

    def asked(handle):
        if broken and handle is not None and stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with setup.open_data(place) as db:
        disk = Disk(place)
        watched(disk, asked)
        refused = imported(db, bundle)
        assert (refused.status, type(refused.error)) == ("refused", errors.NotWritable)
        assert doctor(db) == before
        assert len(list((place / "media").rglob("*.jpg"))) == PHOTOS
        broken = False
        assert imported(db, bundle).status == "imported"
        done = disk.cut(tmp_path / "done")
    assert health(done) == after


def test_a_photo_taken_on_the_spot_lasts_before_its_row(watched, tmp_path):
    disk = Disk(tmp_path)
    watched(disk, lambda _handle: None)
    media.put(tmp_path, "ab" * 32, b"a photo")
    kept = media.path_of(disk.cut(tmp_path.with_name("done")), "ab" * 32)
    assert kept.read_bytes() == b"a photo"


def test_many_photos_wait_for_each_folder_once(parcel, watched, tmp_path):
    office, bundle, _, _ = parcel
    place = shutil.copytree(office, tmp_path / "office")
    waited = []

    def asked(handle):
        if handle is not None:
            waited.append(os.readlink(f"/proc/self/fd/{handle}"))

    with setup.open_data(place) as db:
        watched(Disk(place), asked)
        imported(db, bundle)
    assert len(waited) == len(set(waited))
