"""An import with a fault at every call to the disk, and with a store that fills up at every page: before or after."""

import errno
import io
import os
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest
from bundle_faults import Raw, from_then_on, never, once, points
from bundle_maker import plainly
from sqlalchemy import event, text
from world import photo, small_world

from zjg_inspect import errors
from zjg_inspect.service import exchange, setup, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import archive


@pytest.fixture(scope="module", params=[plainly, nullcontext])
def parcel(tmp_path_factory, request):
    """An office, a bundle with a visit and two photos, plain and encrypted, and its health before and after."""
    root = tmp_path_factory.mktemp("faults")
    world = small_world(root)
    draft = world.answered("甲五金厂", fail=("4-09",))
    for number in (1, 2):
        visit.add_photo(world.laptop, draft, "4-09", photo(number), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.visit("乙机械厂")
    world.visit("丙塑料厂")
    with request.param():
        bundle = exchange.export_bundle(world.laptop, world.stick).path
    world.close()
    with setup.open_data(shutil.copytree(root / "office", root / "whole")) as office:
        before = doctor(office)
        (report,) = exchange.import_bundles(office, [bundle])
        assert (report.status, report.photos) == ("imported", 2)
        after = doctor(office)
    assert before.ok
    assert after.ok
    return root / "office", bundle, before, after


@pytest.fixture
def disk(monkeypatch):
    """While it lasts, whatever the import opens, writes, syncs or renames asks first."""

    def faulty(fail):
        class Asked:
            def __enter__(self):
                self.points = points(fail)
                self.calls = self.points.__enter__()
                point = _point(self.calls, fail)

                def opened(path, mode="r", *more, **named):
                    if "b" not in mode:
                        return real_open(path, mode, *more, **named)
                    raw = Raw(path, mode.replace("b", ""), point)
                    return io.BufferedReader(raw) if mode == "rb" else io.BufferedWriter(raw, 512)

                def replace(path, target):
                    point("replace")
                    return real_replace(path, target)

                real_open, real_replace = Path.open, Path.replace
                monkeypatch.setattr(Path, "open", opened)
                monkeypatch.setattr(Path, "replace", replace)
                return self.calls

            def __exit__(self, *error):
                monkeypatch.undo()
                self.points.__exit__(*error)

        return Asked()

    return faulty


def _point(seen, fail):
    def point(name):
        seen.append(name)
        fail(len(seen))

    return point


def taken(place, bundle, disk, fail):
    """What the import said under this disk, the office's health afterwards, and what is left lying about."""
    with setup.open_data(place) as office, disk(fail) as calls:
        (report,) = exchange.import_bundles(office, [bundle])
    with setup.open_data(place) as office:
        assert not (place / "staging").exists()
        return calls, report, doctor(office)


def told_apart(calls):
    """The calls by number; of a row of reads and writes that copies one file the first, the middle and the last."""
    chosen, row = [], []
    for number, call in enumerate([*calls, "end"], 1):
        if call in ("read", "write"):
            row.append(number)
        else:
            chosen += [*sorted({row[0], row[len(row) // 2], row[-1]} if row else ()), number]
            row = []
    return chosen[:-1]


@pytest.mark.parametrize(
    ("how", "code"),
    [(once, errno.ENOSPC), (once, errno.EIO), (from_then_on, errno.ENODEV)],
    ids=["full once", "an error once", "gone from then on"],
)
def test_a_fault_at_any_call_leaves_the_office_as_it_was_or_with_all_of_it(parcel, disk, tmp_path, how, code):
    office, bundle, before, after = parcel
    calls, report, found = taken(shutil.copytree(office, tmp_path / "clean"), bundle, disk, never)
    assert (report.status, found) == ("imported", after)
    assert {"write", "fsync", "replace", "read", "open r"} <= set(calls)
    for number in told_apart(calls):
        place = shutil.copytree(office, tmp_path / str(number))
        _, report, found = taken(place, bundle, disk, how(number, code))
        assert found == (after if report.status == "imported" else before), (number, calls[number - 1])
        if report.status == "refused":
            assert isinstance(report.error, errors.StoreError | errors.BundleError)
            assert report.read == 0
        with setup.open_data(place) as db:
            (again,) = exchange.import_bundles(db, [bundle])
            assert again.status == "imported"
            assert doctor(db) == after
        shutil.rmtree(place)


def test_a_store_that_fills_up_at_any_page_leaves_nothing_of_the_import(parcel, tmp_path):
    office, bundle, before, after = parcel
    outcomes = []
    for more in range(200):
        place = shutil.copytree(office, tmp_path / str(more))
        with setup.open_data(place) as db:
            with db.read() as conn:
                pages = conn.execute(text("PRAGMA page_count")).scalar() + more
            event.listen(
                db._engine,
                "checkout",
                lambda raw, *_, most=pages: raw.execute(f"PRAGMA max_page_count = {most}").close(),
            )
            (report,) = exchange.import_bundles(db, [bundle])
        with setup.open_data(place) as db:
            assert doctor(db) == (after if report.status == "imported" else before)
        shutil.rmtree(place)
        outcomes.append(report.status)
        if report.status == "imported":
            break
        assert isinstance(report.error, errors.DiskFull)
    assert outcomes[-1] == "imported"
    assert outcomes.count("refused") >= 3


def test_what_the_archive_could_not_keep_is_imported_all_the_same(parcel, tmp_path, monkeypatch):
    office, bundle, _, after = parcel

    def full(*_):
        raise errors.DiskFull(path="archive")

    monkeypatch.setattr(archive, "keep", full)
    with setup.open_data(shutil.copytree(office, tmp_path / "o")) as db:
        (report,) = exchange.import_bundles(db, [bundle])
        assert (report.status, doctor(db)) == ("imported", after)
    assert not os.listdir(tmp_path / "o" / "staging")
