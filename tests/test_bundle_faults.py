"""At every single call to the disk: the disk full, an error, the stick gone, the process killed. Before or after."""

import errno
import os
import subprocess
import sys
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from bundle_faults import from_then_on, never, once, points
from bundle_maker import TOP, Reader, Sender
from bundle_victims import PHOTOS

from zjg_inspect import errors
from zjg_inspect.bundle import crypt
from zjg_inspect.bundle.reader import open_bundle, verify_bundle

SENDER, OFFICE = Sender(), Reader()
FINAL = f"{TOP}.zjgb"
CODES = [errno.ENOSPC, errno.EIO, errno.EROFS]
PULLED = [errno.EIO, errno.ENODEV, errno.ENOTCONN]
READS = ("open r", "read")
BOTH = pytest.mark.parametrize("recipients", [(), (OFFICE.recipient,)], ids=["plain", "encrypted"])


@pytest.fixture(autouse=True)
def same_calls_each_time(monkeypatch):
    """age pads its headers by chance: here the same content is encrypted to the same bytes, as in the first run."""
    monkeypatch.setattr(crypt, "sealer", lambda recipients, real=crypt.sealer: cache(real(recipients)))
    monkeypatch.setattr(crypt, "sealer", cache(crypt.sealer))


def left_over(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != "store")


def write(folder: Path, recipients=()):
    folder.mkdir()
    return SENDER.write(folder, photos=PHOTOS, recipients=recipients)


def calls_of_writing(folder: Path, recipients) -> list[str]:
    with points(never) as calls:
        write(folder, recipients)
    assert {"write", "fsync", "rename", "read"} <= set(calls)
    assert calls.count("write") > 5
    assert calls.count("read") > 5
    assert calls.count("fsync") == 2
    return calls


@BOTH
@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_one_failing_call_while_writing_leaves_nothing_or_the_whole(tmp_path, recipients, code):
    for number, call in enumerate(calls_of_writing(tmp_path / "clean", recipients), 1):
        folder = tmp_path / str(number)
        with points(once(number, code)):
            try:
                write(folder, recipients)
                written = True
            except (errors.DiskFull, errors.NotWritable) as error:
                refused, written = error, False
        if written:
            assert call in ("unlink", "posix_fadvise", "close r")
            assert left_over(folder) == [FINAL]
            assert verify_bundle(folder / FINAL)
        else:
            assert left_over(folder) == []
            assert refused.path.endswith(FINAL)
            # nothing is full when reading back fails
            assert isinstance(refused, errors.DiskFull) == (code == errno.ENOSPC and call not in READS), call


@BOTH
@pytest.mark.parametrize("code", PULLED, ids=errno.errorcode.get)
def test_a_stick_pulled_out_at_any_call_while_writing_has_nothing_half_written_under_the_name(
    tmp_path, recipients, code
):
    for number, call in enumerate(calls_of_writing(tmp_path / "clean", recipients), 1):
        folder = tmp_path / str(number)
        with points(from_then_on(number, code)), pytest.raises(errors.NotWritable):
            write(folder, recipients)
        assert FINAL not in left_over(folder) or verify_bundle(folder / FINAL), (number, call)
        # plugged in again
        (folder / FINAL).unlink(missing_ok=True)
        SENDER.write(folder, photos=PHOTOS, recipients=recipients)
        assert left_over(folder) == [FINAL], (number, call)


@BOTH
@pytest.mark.parametrize("code", CODES, ids=errno.errorcode.get)
def test_a_failing_call_while_reading_leaves_no_copy_and_the_source_as_it_was(tmp_path, recipients, code):
    source = write(tmp_path / "source", recipients).path
    before = source.read_bytes()
    staging = tmp_path / "staged"

    def read():
        with open_bundle(source, staging, identities=[OFFICE.identity]) as bundle:
            list(bundle.versions())
            assert {bundle.media_bytes(sha) for sha, _ in bundle.media()} == set(PHOTOS)

    with points(never) as calls:
        read()
    assert {"open r", "open x", "read", "write"} <= set(calls)
    staging.unlink()
    wanted = (errors.NotReadable, errors.NotWritable, errors.DiskFull)
    for number, call in enumerate(calls, 1):
        for failing, hit in ((once, [call]), (from_then_on, calls[number - 1 :])):
            # a file that was read is closed whatever the system says to that
            harmless = set(hit) == {"close r"}
            with points(failing(number, code)), nullcontext() if harmless else pytest.raises(wanted) as refused:
                read()
            if not harmless:
                at_source = Path(refused.value.path) == source
                reads = next(each for each in hit if each != "close r") in READS
                assert isinstance(refused.value, errors.NotReadable) == reads, call
                assert isinstance(refused.value, errors.DiskFull) == (code == errno.ENOSPC and not reads), call
                if failing is once and (at_source or call in ("open x", "write", "close x")):
                    assert not staging.exists(), call
            staging.unlink(missing_ok=True)
            assert source.read_bytes() == before


def killed_everywhere(what: str, folder: Path) -> int:
    script = Path(__file__).with_name("bundle_victims.py")
    done = subprocess.run([sys.executable, script, what, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_an_export_killed_at_any_call_is_made_again_and_leaves_nothing_behind(tmp_path):
    outcomes = []
    for number in range(1, killed_everywhere("write", tmp_path) + 1):
        folder = tmp_path / str(number)
        outcomes.append(FINAL in left_over(folder))
        if outcomes[-1]:
            assert verify_bundle(folder / FINAL)
            (folder / FINAL).unlink()
        SENDER.write(folder, photos=PHOTOS)
        assert left_over(folder) == [FINAL]
    assert outcomes == sorted(outcomes)
    assert {False, True} == set(outcomes)


def test_a_reader_killed_at_any_call_leaves_the_source_as_it_was(tmp_path):
    count = killed_everywhere("read", tmp_path)
    copies = [tmp_path / str(number) / "staged" for number in range(1, count + 1)]
    assert [copy.exists() for copy in copies].count(True) > 5
    assert verify_bundle(tmp_path / "source" / FINAL)
    assert os.listdir(tmp_path / "source") == os.listdir(tmp_path / "source")
