"""What users of other field programs lost data to, by their public reports: each of these is a test here."""

import errno
import io
import os
from datetime import UTC, datetime

import msgspec
import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select, update
from world import STROKES, photo

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.service import delivery, exchange, lists, sheet, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, media, tables

NAME = "甲五金厂"


def visited(world, numbers, name=NAME):
    """A sealed visit with so many photos; gives it and their hashes."""
    draft = world.answered(name, fail=("4-09",))
    shas = [visit.add_photo(world.laptop, draft, "4-09", photo(n), f"{n}.jpg").photo.sha256 for n in numbers]
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft, shas


# -- empty files that overwrote good ones after a sync that failed --


@pytest.mark.parametrize("fault", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_an_export_that_fails_leaves_the_good_bundle_of_before_as_it_was(world, monkeypatch, fault):
    world.visit(NAME)
    good = exchange.export_bundle(world.laptop, world.stick).path
    before, listed = good.read_bytes(), sorted(world.stick.iterdir())

    def fails(_handle):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises((errors.DiskFull, errors.NotWritable)):
        exchange.export_bundle(world.laptop, world.stick)
    monkeypatch.undo()
    assert sorted(world.stick.iterdir()) == listed
    assert good.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK", b"\0" * 4096])
def test_an_empty_file_with_a_bundles_name_takes_nothing_away(world, content):
    world.visit(NAME)
    path = exchange.export_bundle(world.laptop, world.stick).path
    exchange.import_bundles(world.office, [path])
    before = doctor(world.office)
    path.write_bytes(content)
    (report,) = exchange.import_bundles(world.office, [path])
    assert (report.status, report.read) == ("refused", 0)
    assert doctor(world.office) == before


# -- success that was reported though attachments were missing; 342 of 2,000 photos arrived --


def test_every_photo_arrives_or_is_named_as_missing(world):
    _, shas = visited(world, range(40))
    lost = shas[7:23]
    for sha in lost:
        media.path_of(world.laptop.directory, sha).unlink()
    (report,) = exchange.import_bundles(world.office, [exchange.export_bundle(world.laptop, world.stick).path])
    assert (report.photos, report.photos_missing) == (24, 16)
    world.carry(world.office, world.laptop)
    (shown,) = lists.sealed_visits(world.laptop)
    assert shown.delivery == delivery.Delivery("photos_missing", 16)
    with world.office.read() as conn:
        assert {sha.hex() for sha in conn.scalars(select(tables.media_wanted.c.sha256))} == set(lost)


def test_what_is_said_to_be_delivered_is_at_the_office_to_the_last_byte(world):
    _, shas = visited(world, range(12))
    world.carry(world.laptop, world.office)
    world.carry(world.office, world.laptop)
    (shown,) = lists.sealed_visits(world.laptop)
    assert shown.delivery == delivery.Delivery("delivered")
    for sha in shas:
        there = media.read(world.office.directory, sha)
        assert there is not None
        assert there == media.read(world.laptop.directory, sha)


# -- the second signature lost offline, a blank signature in the PDF --


def test_every_signature_reaches_the_offices_sheet_with_its_strokes(world, tmp_path):
    inspection, _ = world.visit(NAME)
    world.carry(world.laptop, world.office)
    with world.office.read() as conn:
        body, _ = documents.inspection(conn, inspection)
    wanted = tuple(tuple(stroke) for stroke in STROKES)
    assert sorted(signature.role for signature in body.signatures) == ["enterprise", "inspector", "inspector"]
    assert {signature.strokes for signature in body.signatures} == {wanted}
    ours, theirs = (sheet.write_sheet(db, inspection, tmp_path / name) for db, name in
                    ((world.laptop, "a.pdf"), (world.office, "b.pdf")))  # fmt: skip
    assert drawn_paths(ours) == drawn_paths(theirs) >= 3 * len(STROKES)


def drawn_paths(path):
    """How many lines are drawn on all pages: the signatures' strokes among them."""
    with pypdfium2.PdfDocument(path) as document:
        kinds = [kind.type for page in document for kind in page.get_objects()]
    return kinds.count(2)  # FPDF_PAGEOBJ_PATH


# -- EXIF rewriting that corrupted images --


def test_a_photo_is_never_rewritten_on_its_way(world):
    _, (sha,) = visited(world, [3])
    before = media.path_of(world.laptop.directory, sha).read_bytes()
    world.carry(world.laptop, world.office)
    there = media.path_of(world.office.directory, sha).read_bytes()
    assert there == before == media.path_of(world.laptop.directory, sha).read_bytes()
    with Image.open(io.BytesIO(there)) as shown:
        shown.load()
        assert shown.getexif().get_ifd(0x8769)[0x9003] == "2026:11:20 10:42:00"


# -- a sync file that was read and written, and destroyed by a sync that failed --


def test_an_import_that_fails_does_not_touch_the_stick(world, monkeypatch):
    visited(world, range(3))
    path = exchange.export_bundle(world.laptop, world.stick).path
    before, listed = path.read_bytes(), sorted(world.stick.iterdir())

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (report,) = exchange.import_bundles(world.office, [path])
    monkeypatch.undo()
    assert isinstance(report.error, errors.DiskFull)
    assert (path.read_bytes(), sorted(world.stick.iterdir())) == (before, listed)
    (again,) = exchange.import_bundles(world.office, [path])
    assert (again.status, again.visits) == ("imported", 1)


# -- wrong clocks --


@pytest.mark.parametrize("year", [1999, 2001, 2099])
def test_a_wrong_clock_loses_and_hides_nothing(world, monkeypatch, year):
    class Wrong(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(year, 1, 1, tzinfo=UTC).astimezone(tz)

    inspection, _ = world.visit(NAME)
    world.carry(world.laptop, world.office)
    monkeypatch.setattr(clock, "datetime", Wrong)
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, remark="补充"))
    world.sign_all(draft)
    corrected = signing.seal(world.laptop, draft)
    assert world.carry(world.laptop, world.office).new == 1
    monkeypatch.undo()
    world.carry(world.office, world.laptop)
    with world.office.read() as conn:
        assert documents.inspection(conn, inspection)[1].hash.hex() == corrected
    assert [each.delivery.state for each in lists.sealed_visits(world.laptop)] == ["delivered"]
    world.visit("乙机械厂")
    assert world.carry(world.laptop, world.office).visits == 1
    assert doctor(world.office).ok


# -- integer keys that were numbered anew --


def test_no_number_of_a_row_means_anything_to_another_store(world):
    """Every row of a laptop's versions gets another number; sync goes on as if nothing had happened."""
    world.visit(NAME)
    world.carry(world.laptop, world.office)
    with world.laptop.write() as conn:
        conn.execute(update(tables.version).values(seq=-tables.version.c.seq))
        conn.execute(update(tables.version).values(seq=tables.version.c.seq + 1000))
    world.visit("乙机械厂")
    report = world.carry(world.laptop, world.office)
    assert (report.visits, report.held, report.quarantined) == (1, 0, 0)
    world.carry(world.office, world.laptop)
    assert {each.delivery.state for each in lists.sealed_visits(world.laptop)} == {"delivered"}
    assert {each.name for each in lists.sealed_visits(world.office)} == {NAME, "乙机械厂"}
    assert doctor(world.laptop).ok
