"""Whatever fails while a bundle is written or copied, nothing stands half written, and the error says why."""

import errno
import fcntl
import os
import shutil
from pathlib import Path

import pytest
from bundle_maker import TOP, Sender, some_versions

from zjg_inspect import errors
from zjg_inspect.bundle import reader, stored_zip, stream
from zjg_inspect.bundle.reader import open_bundle
from zjg_inspect.bundle.writer import write_bundle

SENDER = Sender()


def left_over(directory: Path) -> list[str]:
    return sorted(p.name for p in directory.iterdir() if p.name != "store")


def failing(code: int):
    def fail(*_args):
        raise OSError(code, os.strerror(code))

    return fail


CAUSES = [
    (errno.ENOSPC, errors.DiskFull),
    (errno.EDQUOT, errors.DiskFull),
    *((c, errors.NotWritable) for c in (errno.EROFS, errno.EACCES, errno.EIO, errno.ENOTCONN, errno.ENODEV)),
]


@pytest.mark.parametrize(("code", "wanted"), CAUSES)
@pytest.mark.parametrize("place", ["write", "fsync", "rename"])
def test_a_failing_stick_leaves_nothing(tmp_path, monkeypatch, place, code, wanted):
    owner, name = (stored_zip.Writer, "_write") if place == "write" else (os, place)
    monkeypatch.setattr(owner, name, failing(code))
    with pytest.raises(wanted) as refused:
        SENDER.write(tmp_path)
    assert Path(refused.value.path).name == f"{TOP}.zjgb"
    assert left_over(tmp_path) == []


def test_a_stick_that_fails_after_the_rename_leaves_nothing(tmp_path, monkeypatch):
    real, calls = os.fsync, []

    def second_fails(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.EIO, "EIO")
        real(handle)

    monkeypatch.setattr(os, "fsync", second_fails)
    with pytest.raises(errors.NotWritable):
        SENDER.write(tmp_path)
    assert left_over(tmp_path) == []


def test_a_stick_that_gives_back_something_else_leaves_nothing(tmp_path, monkeypatch):
    def lying(_handle):
        with open(next(tmp_path.glob(".*.zjgb.part")), "r+b") as file:
            file.seek(120)
            file.write(b"\x00")

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(errors.NotWritable, match="read back another bundle"):
        SENDER.write(tmp_path)
    assert left_over(tmp_path) == []


def test_a_stick_that_gives_back_another_bundle_leaves_nothing(tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    other = SENDER.write(tmp_path / "other", photos=()).path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _handle: next(tmp_path.glob(".*.zjgb.part")).write_bytes(other))
    with pytest.raises(errors.NotWritable):
        SENDER.write(tmp_path)
    assert left_over(tmp_path) == ["other"]


def test_a_folder_that_is_not_there_is_not_writable(tmp_path):
    with pytest.raises(errors.NotWritable):
        write_bundle(
            tmp_path / "gone", name=TOP, info=SENDER.info, versions=some_versions(), media=[], sign=SENDER.sign
        )


def test_a_folder_that_goes_meanwhile_is_not_writable(tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()

    def pulled_out():
        yield from some_versions()
        shutil.rmtree(stick)

    with pytest.raises(errors.NotWritable):
        write_bundle(stick, name=TOP, info=SENDER.info, versions=pulled_out(), media=[], sign=SENDER.sign)
    assert left_over(tmp_path) == []


def test_an_existing_file_is_never_overwritten(tmp_path):
    (tmp_path / f"{TOP}.zjgb").write_bytes(b"another's")
    with pytest.raises(errors.TargetExists):
        SENDER.write(tmp_path)
    assert (tmp_path / f"{TOP}.zjgb").read_bytes() == b"another's"
    assert left_over(tmp_path) == [f"{TOP}.zjgb"]


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path):
    def appears():
        yield from some_versions()
        (tmp_path / f"{TOP}.zjgb").write_bytes(b"another's")

    with pytest.raises(errors.TargetExists):
        SENDER.write(tmp_path, appears())
    assert (tmp_path / f"{TOP}.zjgb").read_bytes() == b"another's"
    assert left_over(tmp_path) == [f"{TOP}.zjgb"]


def left_by_a_killed_export(folder: Path, sender: str = SENDER.info.sender, token: str = "0123abcd") -> Path:
    path = folder / f".{sender}-{token}.zjgb.part"
    path.write_bytes(b"half")
    return path


def test_what_killed_exports_left_is_removed(tmp_path):
    left_by_a_killed_export(tmp_path)
    left_by_a_killed_export(tmp_path, token="00000000").chmod(0o400)
    SENDER.write(tmp_path)
    assert left_over(tmp_path) == [f"{TOP}.zjgb"]


def test_it_is_removed_first_so_that_a_full_stick_has_room_again(tmp_path):
    old = left_by_a_killed_export(tmp_path)

    def versions():
        assert not old.exists()
        yield from some_versions()

    assert SENDER.write(tmp_path, versions())


def test_what_is_anothers_or_may_be_stays(tmp_path):
    kept = [
        left_by_a_killed_export(tmp_path, Sender(2).info.sender),
        left_by_a_killed_export(tmp_path, token="0123abc"),
        tmp_path / f"{SENDER.info.sender}-0123abcd.zjgb.part",
        tmp_path / f".{SENDER.info.sender}-0123abcd.zjgb",
        tmp_path / f".{SENDER.info.sender}-11111111.zjgb.part",
        tmp_path / f".{SENDER.info.sender}-22222222.zjgb.part",
        tmp_path / f".{SENDER.info.sender}-33333333.zjgb.part",
    ]
    for path in kept[2:4]:
        path.touch()
    kept[4].mkdir()
    kept[5].symlink_to(kept[2])
    os.mkfifo(kept[6])
    SENDER.write(tmp_path)
    assert left_over(tmp_path) == sorted([f"{TOP}.zjgb", *(path.name for path in kept)])


def test_what_is_being_written_stays(tmp_path):
    def versions():
        yield from some_versions()
        SENDER.write(tmp_path, name="bag-8")

    SENDER.write(tmp_path, versions())
    assert left_over(tmp_path) == [f"{TOP}.zjgb", "bag-8.zjgb"]


def test_what_is_being_read_back_stays(tmp_path):
    def step(done, total):
        if done > total // 2 and not (tmp_path / "bag-8.zjgb").exists():
            SENDER.write(tmp_path, name="bag-8")

    SENDER.write(tmp_path, step=step)
    assert left_over(tmp_path) == [f"{TOP}.zjgb", "bag-8.zjgb"]


def test_where_nothing_can_be_locked_an_export_is_made_and_nothing_is_removed(tmp_path, monkeypatch):
    old = left_by_a_killed_export(tmp_path)
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    SENDER.write(tmp_path)
    assert left_over(tmp_path) == [old.name, f"{TOP}.zjgb"]


@pytest.mark.parametrize("call", [1, 4])
def test_cancelled_in_writing_or_reading_back_leaves_nothing(tmp_path, call):
    calls = []

    def step(done, total):
        calls.append(done)
        if len(calls) == call:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        SENDER.write(tmp_path, photos=(b"1", b"2", b"3"), step=step)
    assert left_over(tmp_path) == []


def test_a_stored_photo_that_is_not_what_its_name_says_is_named(tmp_path):
    def damages():
        yield from some_versions()
        next((tmp_path / "store").iterdir()).write_bytes(b"phot0")

    with pytest.raises(errors.MediaDamaged) as refused:
        SENDER.write(tmp_path, damages())
    assert Path(refused.value.path).parent.name == "store"
    assert left_over(tmp_path) == []


def test_a_stored_photo_that_is_gone_is_named(tmp_path):
    def removes():
        yield from some_versions()
        next((tmp_path / "store").iterdir()).unlink()

    with pytest.raises(errors.NotReadable):
        SENDER.write(tmp_path, removes())
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "a:b", ".x", "x ", "CON", "e\u0301", "a\u202eb", "x" * 101]
)
def test_a_name_that_some_system_cannot_have_is_not_written(tmp_path, name):
    with pytest.raises(ValueError, match="plain name"):
        SENDER.write(tmp_path, name=name)


@pytest.mark.parametrize("version", [(b"a\tb", bytes(64)), (b"a\nb", bytes(64)), (b"", bytes(64)), (b"{}", bytes(63))])
def test_a_version_that_could_not_be_read_back_is_not_written(tmp_path, version):
    with pytest.raises(ValueError, match="canonical"):
        SENDER.write(tmp_path, [version])
    assert left_over(tmp_path) == []


# -- a copy that fails -----------------------------------------------------------------------------------------------


class Broken:
    """A file that fails after its first KiB, like a stick that is pulled out or a disk that is full."""

    def __init__(self, file, method: str, code: int) -> None:
        self._file, self._method, self._code, self._left = file, method, code, 1024

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._file.close()

    def __getattr__(self, name: str):
        if name != self._method:
            return getattr(self._file, name)
        return self._count

    def _count(self, what):
        self._left -= what if isinstance(what, int) else len(what)
        if self._left < 0:
            raise OSError(self._code, os.strerror(self._code))
        return getattr(self._file, self._method)(what)


@pytest.mark.parametrize(
    ("mode", "method", "code", "wanted"),
    [
        ("rb", "readinto", errno.EIO, errors.NotReadable),
        ("rb", "readinto", errno.ENOTCONN, errors.NotReadable),
        ("xb", "write", errno.ENOSPC, errors.DiskFull),
        ("xb", "write", errno.EIO, errors.NotWritable),
    ],
)
def test_source_or_copy_going_away_removes_the_copy(tmp_path, monkeypatch, mode, method, code, wanted):
    path, staging = SENDER.write(tmp_path).path, tmp_path / "staged"

    def open_broken(name, how, **more):
        file = open(name, how, **more)  # noqa: SIM115
        return Broken(file, method, code) if how == mode else file

    for module in (reader, stream):
        monkeypatch.setattr(module, "open", open_broken, raising=False)
    with pytest.raises(wanted), open_bundle(path, staging):
        pass
    assert not staging.exists()


def test_cancelled_copy_is_removed(tmp_path):
    def cancel(_done, _total):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled), open_bundle(SENDER.write(tmp_path).path, tmp_path / "staged", cancel):
        pass
    assert not (tmp_path / "staged").exists()


def test_a_copy_never_replaces_a_file_not_even_the_source(tmp_path):
    path = SENDER.write(tmp_path).path
    before = path.read_bytes()
    with pytest.raises(errors.NotWritable), open_bundle(path, path):
        pass
    assert path.read_bytes() == before
