"""Whatever fails while a backup is made or brought back: before or after, never between; a spoilt one is never used."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from backup_maker import backed_up_office, is_free, set_of

from zjg_inspect import errors
from zjg_inspect.service import backup, setup
from zjg_inspect.service.doctor import doctor

CAUSES = [
    (errno.ENOSPC, errors.DiskFull),
    (errno.EROFS, errors.NotWritable),
    (errno.EIO, errors.NotWritable),
    (errno.ENODEV, errors.NotWritable),
]
# What brings data to its place.
CALLS = ("fsync", "rename", "replace")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return backed_up_office(tmp_path_factory.mktemp("made"))


@pytest.fixture
def office(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "office", ignore=shutil.ignore_patterns("lock"))
    with setup.open_data(tmp_path / "office") as db:
        yield db


def failing_at(monkeypatch, number, error):
    """The call of this number, of all that bring something to its place, fails; gives the list of those made."""
    made = []

    def failing(name, real):
        def call(*arguments):
            made.append(name)
            if len(made) == number:
                raise error
            return real(*arguments)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, failing(name, getattr(os, name)))
    return made


def calls_of(monkeypatch, work):
    """How many such calls the work makes."""
    with monkeypatch.context() as counting:
        made = failing_at(counting, 0, None)
        work()
    return len(made)


# -- making ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "wanted"), CAUSES)
def test_a_stick_that_fails_anywhere_leaves_no_backup_under_its_name(office, tmp_path, monkeypatch, code, wanted):
    stick = tmp_path / "U盘"
    stick.mkdir()
    count = calls_of(monkeypatch, lambda: backup.backup(office, tmp_path / "count.zjgbackup"))
    assert count >= 3
    for number in range(1, count + 1):
        with monkeypatch.context() as failing:
            failing_at(failing, number, OSError(code, os.strerror(code)))
            with pytest.raises(wanted):
                backup.backup(office, stick / "b.zjgbackup")
        assert list(stick.iterdir()) == []
        assert list((office.directory / "staging").iterdir()) == []
    backup.backup(office, stick / "b.zjgbackup")


def test_no_room_for_the_copy_of_the_store_is_said_and_leaves_nothing(office, tmp_path):
    with office.read() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar()
    real = sqlite3.connect

    def small(target, *args, **named):
        conn = real(target, *args, **named)
        conn.execute(f"PRAGMA max_page_count={pages // 2}")
        return conn

    with pytest.MonkeyPatch.context() as full:
        full.setattr(sqlite3, "connect", small)
        with pytest.raises(errors.DiskFull):
            backup.backup(office, tmp_path / "b.zjgbackup")
    assert not (tmp_path / "b.zjgbackup").exists()
    assert list((office.directory / "staging").iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_found_out(office, tmp_path, monkeypatch):
    real = os.fsync

    def lying(handle):
        real(handle)
        with (tmp_path / ".b.zjgbackup.part").open("r+b") as file:
            file.seek(5000)
            file.write(b"\xff\x00")

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(errors.NotWritable):
        backup.backup(office, tmp_path / "b.zjgbackup")
    assert not list(tmp_path.glob("*b.zjgbackup*"))


def test_stopping_leaves_nothing(office, tmp_path):
    for at in range(4):
        seen = []

        def stop(done, total, at=at, seen=seen):
            seen.append(done)
            if len(seen) > at:
                raise errors.Cancelled()

        with pytest.raises(errors.Cancelled):
            backup.backup(office, tmp_path / "b.zjgbackup", stop)
        assert not list(tmp_path.glob("*b.zjgbackup*"))


def test_how_far_it_is_goes_up_to_the_whole(office, tmp_path):
    told = []
    backup.backup(office, tmp_path / "b.zjgbackup", lambda done, total: told.append((done, total)))
    parts = [done / total for done, total in told]
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1, abs=0.01)


# -- bringing back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "wanted"), CAUSES)
def test_a_disk_that_fails_anywhere_leaves_the_place_free_and_the_next_try_succeeds(
    made, tmp_path, monkeypatch, code, wanted
):
    _, file = made
    count = calls_of(monkeypatch, lambda: backup.restore(file, tmp_path / "count"))
    assert count >= 10
    place = tmp_path / "new"
    for number in range(1, count + 1):
        with monkeypatch.context() as failing:
            failing_at(failing, number, OSError(code, os.strerror(code)))
            with pytest.raises(wanted):
                backup.restore(file, place)
        assert is_free(place), number
    backup.restore(file, place)
    assert set_of(place) == set_of(tmp_path / "count")


def test_stopping_a_restore_leaves_the_place_free(made, tmp_path):
    def stop(done, total):
        if done * 2 > total:
            raise errors.Cancelled()

    with pytest.raises(errors.Cancelled):
        backup.restore(made[1], tmp_path / "new", step=stop)
    assert is_free(tmp_path / "new")
    backup.restore(made[1], tmp_path / "new")


DYING = """
import os, sys
from pathlib import Path
from zjg_inspect.service import backup, setup

def dying(real, at, made):
    def call(*arguments):
        made.append(1)
        if len(made) == at:
            os._exit(9)
        return real(*arguments)
    return call

def lives_through(at, work):
    child = os.fork()
    if child == 0:
        made = []
        for name in ("fsync", "rename", "replace"):
            setattr(os, name, dying(getattr(os, name), at, made))
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

what, directory, file = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

def back_up(to):
    with setup.open_data(directory) as db:
        backup.backup(db, to)

at = 1
while not lives_through(
    at,
    (lambda: back_up(file.with_name(f"{at}.zjgbackup")))
    if what == "backup"
    else (lambda: backup.restore(file, directory / str(at))),
):
    at += 1
print(at)
"""


def killed_at_every_call(what, directory, file):
    """The work, killed at its first call that brings something to its place, at its second…; the last got through."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DYING, what, directory, file], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_killed_while_it_is_made_there_is_a_whole_backup_or_none(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "office", ignore=shutil.ignore_patterns("lock"))
    last = killed_at_every_call("backup", tmp_path / "office", tmp_path / "x")
    assert last > 3
    there = sorted(path for path in tmp_path.glob("*.zjgbackup") if not path.name.startswith("."))
    assert tmp_path / f"{last}.zjgbackup" in there
    for path in there:
        backup.restore(path, tmp_path / f"new-{path.stem}")
    with setup.open_data(tmp_path / "office") as db:
        backup.backup(db, tmp_path / "1.zjgbackup")
        assert doctor(db).ok


def test_killed_while_it_is_brought_back_all_is_there_or_the_place_is_free(made, tmp_path):
    _, file = made
    whole = backup.restore(file, tmp_path / "count").versions
    last = killed_at_every_call("restore", tmp_path, file)
    assert last > 10
    began = 0
    for at in range(1, last + 1):
        place = tmp_path / str(at)
        if not (place / "store.sqlite").exists():
            began += 1
            if at % 2:
                # somebody opens the window in between
                setup.open_data(place).close()
            backup.restore(file, place)
        assert set_of(place) == whole
    assert 5 < began < last
