"""Salvage gets back every record that is whole, wherever a bundle is cut or scratched, and says what is lost."""

import errno
import hashlib
import os
import random
import tempfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from bundle_layout import Layout, a_version, is_signed
from bundle_maker import TOP, Reader, Sender, pack_files
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.bundle import bag, traces, wreck
from zjg_inspect.bundle.salvage import Line, Photo, salvage
from zjg_inspect.bundle.stored_zip import local_header

OFFICE, STRANGER = Reader(), Reader()
FILES = [[a_version(1), a_version(2, "张塘镇")], [a_version(3), a_version(4), a_version(5)]]
PHOTOS = [b"a photo", b"\xff\xd8PK\x03\x04 another\n\tphoto\xff\xd9", bytes(300)]


@pytest.fixture(scope="module", params=["plain", "encrypted"])
def layout(request, tmp_path_factory) -> Layout:
    recipients = (OFFICE.recipient,) if request.param == "encrypted" else ()
    return Layout(tmp_path_factory.mktemp(request.param), FILES, PHOTOS, recipients)


def salvaged(folder: Path, raw: bytes, *identities: str):
    path = folder / "wreck.zjgb"
    with open(path, "r+b" if path.exists() else "xb") as file:  # to empty a file first is slow a thousand times
        file.write(raw)
        file.truncate()
    found = salvage(path, identities or (OFFICE.identity,))
    return list(found), found


def overwritten(raw: bytes, start: int, piece: bytes) -> bytes:
    return (raw[:start] + piece + raw[start + len(piece) :])[: len(raw)]


def flipped(raw: bytes, place: int, bit: int = 1) -> bytes:
    return overwritten(raw, place, bytes([raw[place] ^ bit]))


# -- one damage ------------------------------------------------------------------------------------------------------


def test_of_a_whole_bundle_everything_comes_back(tmp_path, layout):
    records, found = salvaged(tmp_path, layout.raw)
    assert records == layout.records
    assert (found.lost, found.cut, found.unreadable) == ([], False, 0)
    assert found.info.sequence == 7


def test_damage_outside_of_the_payload_costs_no_record(tmp_path, layout):
    """Every byte of every header, tag file and of the directory, one after the other."""
    for place in sorted(layout.headers):
        records, found = salvaged(tmp_path, flipped(layout.raw, place, (1, 4, 32)[place % 3]))
        assert records == layout.records, place
        assert found.lost == [], place


def test_damage_in_the_payload_costs_the_records_that_it_touches(tmp_path, layout):
    for path, places in layout.payload.items():
        for place in places[:: 1 + len(places) // 300]:
            records, found = salvaged(tmp_path, flipped(layout.raw, place))
            assert [r for r in records if isinstance(r, Photo) or is_signed(r)] == layout.whole({place}), place
            assert set(found.lost) <= {path}
            assert bool(found.lost) != path.startswith(bag.RECEIPTS)


def test_what_is_cut_off_is_all_that_is_lost(tmp_path, layout):
    first = 46 + len(f"{TOP}/{next(iter(layout.payload))}")  # the directory's first entry
    for size in range(0, len(layout.raw), 7):
        try:
            records, found = salvaged(tmp_path, layout.raw[:size])
        except errors.BundleNotABag:
            assert size < min(places.start for places in layout.payload.values())
            continue
        assert records == layout.whole(set(), size), size
        assert found.cut or size > layout.directory
        assert not found.cut or size < layout.directory + first
        gone = {path for path, places in layout.payload.items() if places.stop > size >= places.start}
        assert {path for path in gone if not path.startswith(bag.RECEIPTS)} <= set(found.lost), size


def test_what_is_missing_in_front_costs_nothing_else(tmp_path, layout):
    elsewhere = set(range(layout.directory, len(layout.raw)))  # what the directory says is no longer true
    for size in range(0, layout.directory, 7):
        records, _ = salvaged(tmp_path, bytes(100) + layout.raw[size:])
        whole = layout.whole_and_found(set(range(size)) | elsewhere)
        assert [record for record in records if record in whole] == whole, size


def test_an_entry_whose_whole_header_is_wiped_out_is_found_by_the_directory(tmp_path, layout):
    raw = layout.raw
    for place in layout.places:
        raw = overwritten(raw, place.header, b"\xff" * (layout.beginning(place) - place.header))
    assert salvaged(tmp_path, raw)[0] == layout.records


def test_what_still_names_a_lost_photo_is_heard(tmp_path, layout):
    photo = next(path for path in layout.payload if bag.media_hash(path))
    places = layout.payload[photo]
    for start in (places.start, places.start - 100):
        _, found = salvaged(tmp_path, overwritten(layout.raw, start, bytes(places.stop - start)))
        assert found.lost == [photo]


# -- many damages ----------------------------------------------------------------------------------------------------

SCRATCHES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(1, 200), st.sampled_from([b"\0", b"\xff", b"PK\x03\x04", b"\n", b"\t{"])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(st.booleans(), SCRATCHES, st.none() | st.floats(0, 1), st.sampled_from([2**20, 1, 50, 700]))
def test_every_record_that_no_scratch_touches_comes_back(layouts, encrypted, scratches, cut, block):
    layout = layouts[encrypted]
    raw, damaged = layout.raw, set()
    for where, length, rubble in scratches:
        start = int(where * len(raw))
        raw = overwritten(raw, start, (rubble * length)[:length])
        damaged |= set(range(start, start + length))
    if cut is not None:
        size = int(cut * len(raw))
        raw, damaged = raw[:size], damaged | set(range(size, len(raw)))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(traces, "_BLOCK", block)
        patch.setattr("zjg_inspect.bundle.salvage._BLOCK", block)
        try:
            records, _ = salvaged(Path(folder), raw)
        except (errors.BundleNotABag, errors.BundleNotForUs):
            records = []
    good = [record for record in records if isinstance(record, Photo) or is_signed(record)]
    assert set(good) <= set(layout.records)
    whole = layout.whole_and_found(damaged)
    assert [record for record in good if record in whole] == whole


@pytest.fixture(scope="module")
def layouts(tmp_path_factory) -> dict[bool, Layout]:
    folder = tmp_path_factory.mktemp("layouts")
    return {
        encrypted: Layout(folder, FILES, PHOTOS, (OFFICE.recipient,) if encrypted else ())
        for encrypted in (False, True)
    }


def test_a_mark_in_rubble_before_a_whole_header_does_not_hide_it(tmp_path, layouts):
    """Whatever length such a mark happens to say: the 400 bytes behind it may end where a real name does."""
    for layout in layouts.values():
        second = sorted({place.header for place in layout.places})[1]
        for place in range(max(60, second - 460), second - 8):
            damaged = set(range(place, place + 8))
            try:
                records, _ = salvaged(tmp_path, overwritten(layout.raw, place, b"PK\x03\x04" * 2))
            except errors.BundleNotForUs:
                records = []
            whole = layout.whole_and_found(damaged)
            assert [record for record in records if record in whole] == whole, place


def test_two_halves_of_two_bundles_give_what_is_whole_in_both(tmp_path, layout):
    other = Layout(tmp_path, [[a_version(9, "other")]], [b"other photo"], (OFFICE.recipient,), Sender(2))
    half = len(layout.raw) // 2
    records, _ = salvaged(tmp_path, layout.raw[:half] + other.raw)
    assert records == layout.whole(set(), half) + other.records


def test_encrypted_versions_are_had_up_to_the_first_bad_chunk(tmp_path):
    versions = [a_version(n, "x" * 5000) for n in range(40)]
    layout = Layout(tmp_path, [versions], [], (OFFICE.recipient,))
    places = layout.payload[f"{bag.versions_file(1)}.age"]
    for place in (places.start + 70_000, places.start + 140_000, places.stop - 1):
        records, found = salvaged(tmp_path, flipped(layout.raw, place))
        assert records == layout.whole({place})
        assert 10 < len(records) < 40
        assert found.lost == [f"{bag.versions_file(1)}.age"]
    for size in range(places.start + 60_000, places.stop, 9_999):
        records, _ = salvaged(tmp_path, layout.raw[:size])
        assert records == layout.whole(set(), size)


# -- what is not for us, or nothing ----------------------------------------------------------------------------------


def test_what_is_encrypted_to_others_says_so(tmp_path, layout):
    encrypted = any(map(bag.is_encrypted, layout.payload))
    if not encrypted:
        assert salvaged(tmp_path, layout.raw, STRANGER.identity)[0] == layout.records
        return
    for raw in (layout.raw, layout.raw[: len(layout.raw) // 2]):
        with pytest.raises(errors.BundleNotForUs) as refused:
            salvaged(tmp_path, raw, STRANGER.identity)
        assert refused.value.addressee == ("0f" * 16 if raw is layout.raw else "")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", bytes(5000), b"\xff\xd8 a photo" * 99, b"PK\x05\x06" + bytes(18)])
def test_where_no_trace_of_a_bundle_is_it_says_so(tmp_path, raw):
    with pytest.raises(errors.BundleNotABag):
        salvaged(tmp_path, raw)


def test_another_zip_is_no_bundle(tmp_path):
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("word/document.xml", b"text " * 100)
    with pytest.raises(errors.BundleNotABag):
        list(salvage(tmp_path / "f.zip"))


def test_a_folder_a_pipe_or_what_is_gone_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(errors.BundleNotABag):
            list(salvage(path))
    with pytest.raises(errors.NotReadable):
        list(salvage(tmp_path / "gone"))


def test_lines_without_any_container_are_had_too(tmp_path):
    lines = b"rubble\n" + b"".join(bag.version_line(*version) for version in FILES[1]) + b"more"
    assert salvaged(tmp_path, lines)[0] == [Line(*version) for version in FILES[1]]


# -- a disk that does not give everything ----------------------------------------------------------------------------


class Scratched:
    """A file of which some pages cannot be read."""

    def __init__(self, file, bad: range, code: int) -> None:
        self._file, self._bad, self._code = file, bad, code

    def close(self) -> None:
        self._file.close()
        if self._code == errno.ENODEV:
            raise OSError(self._code, os.strerror(self._code))

    def seek(self, place: int) -> None:
        self._file.seek(place)

    def read(self, size: int) -> bytes:
        at = self._file.tell()
        if at < self._bad.stop and at + size > self._bad.start:
            raise OSError(self._code, os.strerror(self._code))
        return self._file.read(size)


def scratched(monkeypatch, path: Path, bad: range, code: int = errno.EIO):
    def opened(name, *args, **kwargs):
        return Scratched(open(name, *args, **kwargs), bad, code)

    monkeypatch.setattr("zjg_inspect.bundle.stream.open", opened, raising=False)
    found = salvage(path, [OFFICE.identity])
    return list(found), found


def large(tmp_path) -> tuple[Layout, Path]:
    photos = [random.Random(n).randbytes(20_000) for n in range(10)]
    layout = Layout(tmp_path, [[a_version(n, "x" * 500) for n in range(60)]], photos)
    (tmp_path / "f.zjgb").write_bytes(layout.raw)
    return layout, tmp_path / "f.zjgb"


def test_pages_that_cannot_be_read_cost_what_is_in_them(tmp_path, monkeypatch):
    layout, path = large(tmp_path)
    for start in range(0, len(layout.raw), 4096 * 3):
        bad = range(start, start + 4096)
        records, found = scratched(monkeypatch, path, bad)
        whole = layout.whole_and_found(set(bad))
        assert [record for record in records if record in whole] == whole
        assert found.unreadable


def test_a_stick_that_gives_nothing_or_is_gone_is_told(tmp_path, monkeypatch):
    layout, path = large(tmp_path)
    with pytest.raises(errors.NotReadable):
        scratched(monkeypatch, path, range(len(layout.raw)))
    for start in (0, len(layout.raw) // 2):
        with pytest.raises(errors.NotReadable):
            scratched(monkeypatch, path, range(start, start + 1), errno.ENODEV)


# -- what hostile files would like -----------------------------------------------------------------------------------


def test_headers_that_lie_cost_no_more_than_reading_some_times(tmp_path, monkeypatch):
    name = f"bag-7/{bag.media_file('ab' * 32)}"
    raw = local_header(name, 2**20, 0) * 20_000
    read = 0
    real = wreck.Wreck._read

    def counted(self, start, size):
        nonlocal read
        read += min(size, self.size - start)
        return real(self, start, size)

    monkeypatch.setattr(wreck.Wreck, "_read", counted)
    largest = 2**21
    monkeypatch.setattr("zjg_inspect.bundle.salvage.LARGEST", largest)
    records, _ = salvaged(tmp_path, raw)
    assert records == []
    assert read < 11 * len(raw) + 8 * largest


def test_more_entries_than_there_may_be_are_unsafe(tmp_path, monkeypatch):
    monkeypatch.setattr(traces, "_MOST", 100)
    with pytest.raises(errors.BundleUnsafe, match="entries"):
        salvaged(tmp_path, b"".join(local_header(f"t/{bag.versions_file(n)}", 0, 0) for n in range(1, 102)))
    monkeypatch.setattr(bag, "MAX_TOTAL", 99)
    with pytest.raises(errors.BundleUnsafe, match="size"):
        salvaged(tmp_path, bytes(100))


def test_one_file_in_memory_at_a_time(tmp_path):
    files = [[a_version(n * 100 + k, "x" * 6000) for k in range(40)] for n in range(30)]
    photos = [bytes([n]) * 1_000_000 for n in range(30)]
    path = pack_files(
        tmp_path / "f.zjgb",
        Sender().signed(
            {bag.versions_file(n + 1): b"".join(bag.version_line(*v) for v in file) for n, file in enumerate(files)}
            | {bag.media_file(hashlib.sha256(data).hexdigest()): data for data in photos},
            {},
        ),
    )
    os.truncate(path, path.stat().st_size - 20_000)
    tracemalloc.start()
    assert sum(1 for _ in salvage(path)) > 1200
    assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    tracemalloc.stop()


def test_progress_goes_to_the_end_and_never_back(tmp_path):
    _, path = large(tmp_path)
    seen = []
    assert list(salvage(path, step=lambda *at: seen.append(at)))
    shares = [done / total for done, total in seen]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9

    def cancel(_done, _total):
        raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        list(salvage(path, step=cancel))
