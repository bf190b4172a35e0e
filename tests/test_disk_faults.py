"""A disk that is full or fails, files that are gone: nothing is half done, and nothing that was done is denied."""

import errno
import os
import time
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from world import photo

from zjg_inspect import errors
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import exchange, review, setup, signing, upkeep, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import archive, media, tables


@pytest.fixture
def bundle(world):
    """A visit with a photo, on the stick."""
    draft = world.answered("甲五金厂")
    visit.add_photo(world.laptop, draft, "1-06", photo(), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return exchange.export_bundle(world.laptop, world.stick).path


def no_room(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_was_imported_is_not_denied_because_its_copy_could_not_be_kept(world, bundle, monkeypatch):
    monkeypatch.setattr(Path, "replace", no_room)
    monkeypatch.setattr(media, "lay", lambda *_: None)
    monkeypatch.setattr(media, "hold", lambda *_: None)
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert (report.status, report.visits, report.error) == ("imported", 1, None)
    monkeypatch.undo()
    assert list((world.office.directory / "staging").iterdir()) == []
    with world.office.read() as conn:
        assert conn.execute(select(tables.bundle_received.c.file)).scalars().all() == [bundle.name]


def test_no_room_for_a_photo_refuses_its_bundle_whole_and_keeps_the_report_of_the_one_before(
    world, bundle, tmp_path, monkeypatch
):
    before = doctor(world.office)
    own = exchange.export_bundle(world.office, world.stick, world.laptop.key.device).path
    monkeypatch.setattr(os, "fsync", no_room)
    first, second = exchange.import_bundles(world.office, [own, bundle])
    monkeypatch.undo()
    assert (first.status, first.known) == ("imported", first.read)
    assert (second.status, second.read, type(second.error)) == ("refused", 0, errors.DiskFull)
    assert doctor(world.office) == before
    (again,) = exchange.import_bundles(world.office, [bundle])
    assert (again.status, again.visits, again.photos) == ("imported", 1, 1)


def test_a_full_disk_at_the_end_of_an_import_leaves_nothing_of_it(world, bundle):
    before = doctor(world.office)
    with world.office.read() as conn:
        pages = conn.execute(text("PRAGMA page_count")).scalar()
    event.listen(
        world.office._engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count = {pages}").close()
    )
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert (report.status, type(report.error)) == ("refused", errors.DiskFull)
    world.office.close()
    world.office = setup.open_data(world.office.directory)
    assert doctor(world.office) == before


def test_a_photo_whose_file_was_lost_comes_back_with_the_next_bundle(world, bundle):
    exchange.import_bundles(world.office, [bundle])
    (path,) = (world.office.directory / "media").rglob("*.jpg")
    path.unlink()
    assert not doctor(world.office).ok
    exchange.import_bundles(world.office, [bundle])
    assert doctor(world.office).ok
    assert [review.open_review(world.office, each.inspection).photos_missing for each in
            review.visits_to_review(world.office)] == [0]  # fmt: skip


def test_a_photo_that_was_swept_is_forgotten_and_may_be_taken_again(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    gone = visit.add_photo(world.laptop, draft, "1-06", photo(), "a.jpg")
    visit.remove_photo(world.laptop, draft, gone.id)
    path = media.path_of(world.laptop.directory, gone.photo.sha256)
    old = time.time() - 2 * 24 * 3600
    os.utime(path, (old, old))
    assert upkeep.tidy(world.laptop) == 1
    assert doctor(world.laptop).ok
    with pytest.raises(errors.NotFound):
        visit.put_back_photo(world.laptop, draft, gone)
    visit.add_photo(world.laptop, draft, "1-06", photo(), "a.jpg")
    assert doctor(world.laptop).media == 1


def test_an_old_photo_that_is_wanted_again_is_not_swept_at_that_moment(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    gone = visit.add_photo(world.laptop, draft, "1-06", photo(), "a.jpg")
    visit.remove_photo(world.laptop, draft, gone.id)
    path = media.path_of(world.laptop.directory, gone.photo.sha256)
    old = time.time() - 2 * 24 * 3600
    os.utime(path, (old, old))
    with world.laptop.read() as conn:
        keep = media.used(conn)  # the sweep has looked what is used
    visit.put_back_photo(world.laptop, draft, gone)  # and now it is used again
    assert media.sweep(world.laptop.directory, keep) == 0
    assert visit.photo_bytes(world.laptop, gone.photo.sha256)


def test_archived_bundles_stay_for_thirty_days(world, bundle):
    exchange.import_bundles(world.office, [bundle])
    (kept,) = (world.office.directory / "archive").glob("*.zjgb")
    assert kept.read_bytes() == bundle.read_bytes()
    old = time.time() - 31 * 24 * 3600
    os.utime(kept, (old, old))
    staged = world.office.directory / "other.zjgb"
    staged.write_bytes(b"other")
    archive.keep(world.office.directory, staged, "0" * 64)
    assert [path.stem for path in (world.office.directory / "archive").glob("*.zjgb")] == ["0" * 64]


def test_a_device_whose_key_is_gone_does_not_become_another_one(world):
    """Its own records would be a stranger's, and an office's register nobody's."""
    world.office.close()
    key = world.office.directory / "device.key"
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(errors.StoreDamaged) as refused:
        setup.open_data(world.office.directory)
    assert refused.value.path == str(key)
    assert not key.exists()
    key.write_bytes(kept)
    world.office = setup.open_data(world.office.directory)
    assert doctor(world.office).ok


def test_every_connection_waits_for_the_disk(world):
    """`synchronous` belongs to the connection, not to the file: each one of the pool must say FULL."""
    pool = [world.laptop._engine.connect() for _ in range(5)]
    for conn in pool:
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        conn.close()
