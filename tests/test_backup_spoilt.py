"""A backup that was cut, scratched or made up is never used: it is refused whole, and the place stays free."""

import hashlib
import zipfile

import pytest
from backup_maker import backed_up_office, is_free, set_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.service import backup
from zjg_inspect.store import keys


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return backed_up_office(tmp_path_factory.mktemp("made"))


def refused_or_the_same(file, place):
    """A spoilt backup is refused and leaves the place free; where nothing depends on what was spoilt all comes back."""
    try:
        done = backup.restore(file, place)
    except (errors.BackupError, errors.NotReadable):
        assert is_free(place)
        return False
    assert set_of(place) == done.versions
    return True


def boundaries(file):
    """Where each part begins and ends, and where the directory of the ZIP is."""
    with zipfile.ZipFile(file) as archive:
        starts = [entry.header_offset for entry in archive.infolist()]
        return [*starts, archive.start_dir, file.stat().st_size]


def test_a_cut_backup_is_refused_wherever_it_is_cut(made, tmp_path):
    _, file = made
    whole = file.read_bytes()
    cuts = {at + off for at in boundaries(file) for off in (-1, 0, 1, 30)} | set(range(0, len(whole), len(whole) // 20))
    for at in sorted(cut for cut in cuts if 0 <= cut < len(whole)):
        cut = tmp_path / "cut.zjgbackup"
        cut.write_bytes(whole[:at])
        assert not refused_or_the_same(cut, tmp_path / "new"), at


@pytest.mark.parametrize("bit", [1, 128])
def test_a_flipped_bit_in_any_header_is_refused_or_does_no_harm(made, tmp_path, bit):
    _, file = made
    whole = bytearray(file.read_bytes())
    spans = [range(at, min(at + 60, len(whole))) for at in boundaries(file)]
    end = range(boundaries(file)[-2], len(whole))
    places = sorted({at for span in spans for at in span} | set(end[::5]))
    for number, at in enumerate(places[bit == 1 :: 2]):
        spoilt = tmp_path / "spoilt.zjgbackup"
        whole[at] ^= bit
        spoilt.write_bytes(whole)
        whole[at] ^= bit
        refused_or_the_same(spoilt, tmp_path / f"new{number}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_in_what_it_keeps_is_always_refused(made, tmp_path, where, bit):
    _, file = made
    whole = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo("zjg-backup/store.sqlite")
        # the local header, its name, and room for a 64-bit size
        start = entry.header_offset + 30 + len(entry.filename) + 20
    at = start + int(where * entry.file_size)
    whole[at] ^= 1 << bit
    spoilt = tmp_path / "spoilt.zjgbackup"
    spoilt.write_bytes(whole)
    assert not refused_or_the_same(spoilt, tmp_path / "new")


def forged(file, to, change):
    """The backup packed anew after `change` of its parts, with a manifest that fits."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts.pop("zjg-backup/manifest-sha256.txt")
    change(parts)
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {name.removeprefix('zjg-backup/')}\n" for name, data in parts.items()
    ]
    with zipfile.ZipFile(to, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("zjg-backup/manifest-sha256.txt", "".join(lines))
    return to


@pytest.mark.parametrize(
    "name",
    [
        "zjg-backup/../../evil.txt",
        "/etc/evil",
        "zjg-backup/media/../device.key",
        "zjg-backup/device.key",
        "zjg-backup/media/aa/" + "a" * 64 + ".jpg",
        "other/store.sqlite",
    ],
)
def test_names_that_no_backup_has_are_refused_before_anything_is_written(made, tmp_path, name):
    spoilt = forged(made[1], tmp_path / "f.zjgbackup", lambda parts: parts.update({name: b"x"}))
    with pytest.raises(errors.BackupDamaged):
        backup.restore(spoilt, tmp_path / "new")
    assert is_free(tmp_path / "new")
    assert not list(tmp_path.rglob("evil*"))


def test_a_store_that_is_none_is_refused(made, tmp_path):
    def spoil(parts):
        parts["zjg-backup/store.sqlite"] = b"SQLite format 3\0" + b"nothing" * 1000

    spoilt = forged(made[1], tmp_path / "f.zjgbackup", spoil)
    with pytest.raises(errors.BackupDamaged):
        backup.restore(spoilt, tmp_path / "new")
    assert is_free(tmp_path / "new")


def test_no_key_of_the_old_device_comes_back(made, tmp_path):
    directory, file = made
    backup.restore(file, tmp_path / "new")
    old = keys.load_or_make(directory)
    new = keys.load_or_make(tmp_path / "new")
    assert new.device != old.device
    assert not set(new.identities) & set(old.identities)


def test_a_place_that_is_a_file_is_not_writable(made, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.NotWritable):
        backup.restore(made[1], tmp_path / "file")
