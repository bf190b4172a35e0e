"""A damaged bundle at the office: what is whole in it comes into a fresh one, and from there into the office."""

import random
import shutil
import zipfile

import pytest
from sqlalchemy import select
from world import photo, small_world

from zjg_inspect import errors
from zjg_inspect.service import exchange, setup, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables


@pytest.fixture(scope="module")
def parcel(tmp_path_factory):
    """An office, closed, and a bundle of three visits with photos for it."""
    root = tmp_path_factory.mktemp("salvage")
    world = small_world(root)
    for number, name in enumerate(world.enterprises):
        draft = world.answered(name, fail=("4-09",))
        for each in range(3):
            visit.add_photo(world.laptop, draft, "4-09", photo(3 * number + each), "a.jpg")
        world.sign_all(draft)
        signing.seal(world.laptop, draft)
    bundle = exchange.export_bundle(world.laptop, world.stick).path
    world.close()
    return root / "office", bundle


@pytest.fixture
def office(parcel, tmp_path):
    with setup.open_data(shutil.copytree(parcel[0], tmp_path / "office")) as db:
        yield db


@pytest.fixture
def damaged(parcel, tmp_path):
    """The bundle with some bytes changed, and cut where one says so."""

    def spoilt(*places, cut=None):
        data = bytearray(parcel[1].read_bytes())
        for place in places:
            data[place] ^= 0x55
        path = tmp_path / "坏了的包.zjgb"
        path.write_bytes(data[:cut])
        return path

    return spoilt


def rescued(office, path, to):
    to.mkdir()
    found = exchange.salvage_bundle(office, path, to)
    (report,) = exchange.import_bundles(office, [found.path])
    assert (report.status, report.quarantined, report.read) == ("imported", 0, found.versions)
    return found, report


def test_a_bundle_without_its_end_gives_all_that_stands_before_the_cut(office, parcel, damaged, tmp_path):
    size = parcel[1].stat().st_size
    path = damaged(cut=size * 6 // 10)
    (refused,) = exchange.import_bundles(office, [path])
    assert refused.status == "refused"
    found, report = rescued(office, path, tmp_path / "to")
    assert (found.cut, report.visits) == (True, 3)  # versions stand before the photos
    assert 0 < found.media < 9
    assert report.photos_missing == 9 - found.media
    assert doctor(office).ok
    (whole,) = exchange.import_bundles(office, [parcel[1]])
    assert (whole.new, whole.photos) == (0, 9 - found.media)


def test_a_scratched_photo_costs_that_photo(office, parcel, damaged, tmp_path):
    with zipfile.ZipFile(parcel[1]) as container:
        entry = next(each for each in container.infolist() if "/media/" in each.filename)
    place = entry.header_offset + 30 + len(entry.filename.encode()) + entry.file_size // 2
    found, report = rescued(office, damaged(place), tmp_path / "to")
    assert (report.visits, found.media, report.photos_missing) == (3, 8, 1)
    assert found.lost
    assert doctor(office).ok


def test_whatever_is_spoilt_nothing_false_comes_in_and_the_store_is_not_changed(office, parcel, damaged, tmp_path):
    size, chance = parcel[1].stat().st_size, random.Random(7)
    before = doctor(office)
    for number in range(25):
        places = [chance.randrange(size) for _ in range(chance.randint(1, 3))]
        path = damaged(*places, cut=chance.randrange(size // 3, size) if chance.random() < 0.5 else None)
        to = tmp_path / str(number)
        to.mkdir()
        try:
            found = exchange.salvage_bundle(office, path, to)
        except errors.NothingSalvaged:
            assert list(to.iterdir()) == []
            continue
        assert doctor(office) == before
        assert list(to.iterdir()) == [found.path]
        assert not list((office.directory / "staging").iterdir())
        with setup.open_data(shutil.copytree(parcel[0], tmp_path / f"office{number}")) as other:
            (report,) = exchange.import_bundles(other, [found.path])
            assert (report.quarantined, report.new + report.known) == (0, report.read)


def test_what_is_nobodys_or_empty_is_said(office, parcel, damaged, tmp_path):
    with pytest.raises(errors.NothingSalvaged):
        exchange.salvage_bundle(office, damaged(cut=700), tmp_path)
    junk = tmp_path / "junk.zjgb"
    junk.write_bytes(b"no bundle" * 1000)
    with pytest.raises(errors.BundleNotABag):
        exchange.salvage_bundle(office, junk, tmp_path)
    with setup.open_data(tmp_path / "other") as other:
        setup.become_office(other, "鹿苑镇安监办", "张鹿核")
        with pytest.raises(errors.BundleNotForUs):
            exchange.salvage_bundle(other, parcel[1], tmp_path)


def test_a_photo_that_was_missing_is_taken_from_a_bundle_whose_records_are_known(office, parcel, damaged, tmp_path):
    exchange.import_bundles(office, [parcel[1]])
    lost = next((office.directory / "media").glob("??/*.jpg"))
    lost.unlink()
    with office.write() as conn:
        conn.execute(tables.media.delete().where(tables.media.c.sha256 == bytes.fromhex(lost.stem)))
        conn.execute(tables.media_wanted.insert(), {"sha256": bytes.fromhex(lost.stem)})
    rescued(office, damaged(cut=parcel[1].stat().st_size - 100), tmp_path / "to")
    with office.read() as conn:
        assert conn.execute(select(tables.media_wanted.c.sha256)).first() is None
    assert doctor(office).ok
