"""Photos are written while their bundle is still read: of one that is not taken in nothing of them stays."""

import hashlib
import threading
from contextlib import nullcontext

import pytest
from bundle_maker import Sender, pack_files, plainly
from world import photo

from zjg_inspect import errors
from zjg_inspect.bundle import bag, stream
from zjg_inspect.bundle.reader import verify_bundle
from zjg_inspect.service import exchange, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import media

NUMBER = 30  # more than wait for a writer at once


@pytest.fixture(params=[plainly, nullcontext])
def bundle(world, request):
    """A visit with many photos, on the stick; as it were for an office whose key is not known yet, and encrypted."""
    draft = world.answered("甲五金厂")
    for number in range(NUMBER):
        visit.add_photo(world.laptop, draft, "1-06", photo(number), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    with request.param():
        return exchange.export_bundle(world.laptop, world.stick).path


@pytest.fixture
def written(monkeypatch):
    """The hashes of the photos of which a file was begun."""
    begun = []
    real = media.write_part

    def write_part(directory, sha256, data):
        begun.append(sha256)
        return real(directory, sha256, data)

    monkeypatch.setattr(media, "write_part", write_part)
    return begun


def files(db):
    return [path for path in (db.directory / "media").rglob("*") if path.is_file()]


def test_damage_behind_the_photos_leaves_none_of_them(world, bundle, written):
    before, encrypted = doctor(world.office), verify_bundle(bundle).encrypted
    raw = bytearray(bundle.read_bytes())
    raw[-1] ^= 1
    bundle.write_bytes(raw)
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert (report.status, bool(written)) == ("refused", not encrypted)
    assert files(world.office) == []
    assert doctor(world.office) == before


def test_a_photo_that_is_not_what_its_name_says_never_has_that_name(world, written, monkeypatch):
    wrong = hashlib.sha256(b"another").hexdigest()
    sender = Sender()
    lines = sender.files(photos=())[bag.versions_file(1)]
    bag_files = sender.signed({bag.versions_file(1): lines, bag.media_file(wrong): photo()}, {})
    named = []
    monkeypatch.setattr(media, "place", lambda _directory, sha256, _part: named.append(sha256))
    (report,) = exchange.import_bundles(world.office, [pack_files(world.stick / "f.zjgb", bag_files)])
    assert isinstance(report.error, errors.BundleDamaged)
    assert report.error.part == bag.media_file(wrong)
    assert (written, named, files(world.office)) == ([wrong], [], [])


@pytest.mark.parametrize("thousandths", [450, 600, 900])
def test_whoever_cancels_keeps_no_half_of_the_photos(world, bundle, written, monkeypatch, thousandths):
    """In the middle of reading, of the photos, of the records."""
    monkeypatch.setattr(stream, "_BLOCK", 4096)
    encrypted = verify_bundle(bundle).encrypted

    def step(done, _total):
        if done >= thousandths:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        exchange.import_bundles(world.office, [bundle], step)
    assert bool(written) is (not encrypted or thousandths > 500)
    assert not [path for path in files(world.office) if path.suffix != ".jpg"]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("photos")]
    with world.office.read() as conn:
        assert media.known(conn, written) == set()
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert (report.photos, report.photos_missing) == (NUMBER, 0)
    assert doctor(world.office).ok


def test_a_photo_that_is_here_is_not_written_again(world, bundle, written):
    exchange.import_bundles(world.office, [bundle])
    written.clear()
    (gone,) = files(world.office)[:1]
    gone.unlink()
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert (report.status, written) == ("imported", [gone.stem])
    assert doctor(world.office).ok


def test_a_photo_that_came_meanwhile_is_taken_all_the_same(world, bundle, written, monkeypatch):
    """Its file was laid by another hand between its arrival and its naming."""
    real = media.place

    def place(directory, sha256, part):
        media.path_of(directory, sha256).write_bytes(part.read_bytes())
        real(directory, sha256, part)

    monkeypatch.setattr(media, "place", place)
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert (report.photos, len(files(world.office))) == (NUMBER, NUMBER)
    assert doctor(world.office).ok
