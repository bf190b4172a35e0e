"""However large a bundle is, only its list of entries is held; a second thread for the hashes changes but the time."""

import hashlib
import threading
import tracemalloc
from pathlib import Path

import pytest
from bundle_maker import RECEIPTS, Reader, Sender, pack_files
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.bundle import bag, stream
from zjg_inspect.bundle.reader import open_bundle, verify_bundle

SENDER, OFFICE = Sender(), Reader()
MIB = 2**20


def versions_of(size: int):
    return ((b"%08d" % n + b"x" * 5000, bytes(64)) for n in range(size // 5100))


def peak_of(work) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def read(path: Path) -> int:
    """All of it, one after the other; how many versions there were."""
    staging = path.with_suffix(".staged")
    with open_bundle(path, staging, identities=[OFFICE.identity]) as bundle:
        for sha, _ in bundle.media():
            bundle.media_bytes(sha)
        count = sum(1 for _ in bundle.versions())
    staging.unlink()
    return count


@pytest.mark.parametrize("recipients", [(), (OFFICE.recipient,)], ids=["plain", "encrypted"])
def test_memory_does_not_grow_with_the_bundle(tmp_path, recipients):
    peaks = []
    for mib in (6, 48):
        folder = tmp_path / str(mib)
        folder.mkdir()
        photos = [bytes([n]) * (MIB // 2) for n in range(mib)]
        made = {}

        def write(folder=folder, photos=photos, mib=mib, made=made):
            made["path"] = SENDER.write(folder, versions_of(mib * MIB // 2), photos, recipients=recipients).path

        writing = peak_of(write)
        reading = peak_of(lambda made=made: read(made["path"]))
        peaks.append((writing, reading))
    for small, large in zip(*peaks, strict=True):
        assert large < small + 6 * MIB  # of 42 MiB more; how many pieces wait for their hash is the threads' chance
        assert large < 14 * MIB


def test_a_long_list_of_entries_takes_little(tmp_path):
    path = pack_files(tmp_path / "f.zjgb", SENDER.files([b"%d" % n for n in range(20_000)]))
    # 200,000 entries, the most there may be, are ten times that
    assert peak_of(lambda: verify_bundle(path)) < 15 * MIB


def test_a_versions_file_of_nothing_but_line_ends_is_not_a_list_of_millions(tmp_path):
    files = SENDER.signed({bag.versions_file(1): b"\n" * 8 * MIB}, {})
    path = pack_files(tmp_path / "f.zjgb", files)

    def refused():
        with open_bundle(path, tmp_path / "staged") as bundle, pytest.raises(errors.BundleDamaged):
            next(bundle.versions())

    assert peak_of(refused) < 24 * MIB


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3000), st.lists(st.integers(0, 3000), max_size=8))
def test_blocks_may_end_anywhere(tmp_path_factory, block, sizes):
    folder = tmp_path_factory.mktemp("blocks")
    photos = [b"%d" % n + bytes(size) for n, size in enumerate(sizes)]
    written = SENDER.write(folder, versions_of(4000), photos, receipts=RECEIPTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "_BLOCK", block)
        with open_bundle(written.path, folder / "staged") as bundle:
            assert bundle.digest == written.digest
            for data in photos:
                assert bundle.media_bytes(hashlib.sha256(data).hexdigest()) == data
    assert (folder / "staged").read_bytes() == written.path.read_bytes()


def test_no_thread_is_left_whatever_happened(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "_BLOCK", 100)
    path = SENDER.write(tmp_path).path
    assert verify_bundle(path)
    raw = bytearray(path.read_bytes())
    raw[-300] ^= 1
    path.write_bytes(raw)
    with pytest.raises(errors.BundleError):
        verify_bundle(path)

    def cancel(done, _total):
        if done > 500:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        verify_bundle(path, cancel)
    assert not [thread.name for thread in threading.enumerate() if "ThreadPool" in thread.name]
