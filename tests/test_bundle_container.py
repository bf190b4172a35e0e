"""A bundle is a bag that any archive's tools can check, and gives back what was put in."""

import base64
import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import bagit
import pytest
from bundle_maker import TOP, Sender, pack_files
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.bundle import bag, minisign, stored_zip
from zjg_inspect.bundle.reader import open_bundle, verify_bundle

SENDER = Sender()


def read_all(path: Path, staging: Path):
    with open_bundle(path, staging) as bundle:
        return bundle.info, list(bundle.versions()), {sha: bundle.media_bytes(sha) for sha, _ in bundle.media()}


# -- what others' tools say of it ------------------------------------------------------------------------------------


def unzipped(tmp_path: Path, **how) -> Path:
    written = SENDER.write(tmp_path, photos=(b"one", b"two"), **how)
    with zipfile.ZipFile(written.path) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / how.get("name", TOP)


def test_bagit_validates_the_unzipped_bag(tmp_path):
    folder = unzipped(tmp_path, name="张塘镇-7")
    found = bagit.Bag(str(folder))
    assert found.validate()
    assert found.info["ZJG-Sender-Name"] == "张三的电脑"
    assert found.info["ZJG-Versions"] == "3"


def test_bagit_sees_a_changed_photo(tmp_path):
    folder = unzipped(tmp_path)
    next((folder / "data" / "media").iterdir()).write_bytes(b"ten")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


def test_minisign_verifies_the_unzipped_bag(tmp_path):
    folder = unzipped(tmp_path)
    program = shutil.which("minisign")
    assert program, "the minisign program is one of the checks' system packages"
    key = minisign.public_key_line(SENDER.public_key)
    command = [program, "-V", "-P", key, "-m", str(folder / bag.TAG_MANIFEST)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"zjg bundle 7 of {SENDER.info.sender}, 2026-11-23" in done.stdout


def test_entries_are_stored_and_versions_come_before_photos_before_tags(tmp_path):
    written = SENDER.write(tmp_path, photos=(b"one", b"two"))
    with zipfile.ZipFile(written.path) as archive:
        entries = archive.infolist()
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    kinds = [entry.filename.removeprefix(f"{TOP}/").split("/")[:2] for entry in entries]
    assert kinds[:3] == [["data", "versions"], ["data", "media"], ["data", "media"]]
    assert [kind[0] for kind in kinds[3:]] == list(bag.TAGS)


# -- what goes in comes out ------------------------------------------------------------------------------------------

LINES = st.binary(min_size=1, max_size=200).filter(lambda raw: not {9, 10} & set(raw))
CHINESE_NAMES = st.text("张李塘𬱖㐂 “”（）1a·", max_size=20)


@settings(max_examples=50, deadline=None)
@given(
    versions=st.lists(st.tuples(LINES, st.binary(min_size=64, max_size=64)), max_size=5),
    photos=st.sets(st.binary(max_size=300), max_size=3),
    name=CHINESE_NAMES,
    addressee=st.none() | st.binary(min_size=16, max_size=16).map(bytes.hex),
    sequence=st.integers(0, 10**9),
    through=st.integers(0, 10**9),
    made_on=st.dates(date(2000, 1, 1)),
)
def test_what_was_written_is_read(versions, photos, name, addressee, sequence, through, made_on):
    said = {"sender_name": name, "addressee": addressee, "sequence": sequence, "through": through, "made_on": made_on}
    info = bag.BundleInfo(sender_key=SENDER.public_key, **said)
    with tempfile.TemporaryDirectory() as folder:
        written = SENDER.write(Path(folder), versions, photos, info=info)
        read, read_versions, read_media = read_all(written.path, Path(folder, "staged"))
        checked = verify_bundle(written.path)
    assert read == written.info == checked.info
    assert (read.sender, read.addressee, read.sequence, read.made_on) == (info.sender, addressee, sequence, made_on)
    assert read.through == through
    assert read.sender_name == name.strip()
    assert (read.versions, read.media) == (len(versions), len(photos))
    assert read_versions == versions
    assert read_media == {hashlib.sha256(data).hexdigest(): data for data in photos}
    assert checked.digest == written.digest


def test_the_same_content_gives_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = SENDER.write(tmp_path / "a"), SENDER.write(tmp_path / "b")
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.digest == two.digest


def test_versions_are_split_into_files_of_about_256_kb(tmp_path):
    versions = [(b"%06d" % n + b"x" * 10_000, bytes(64)) for n in range(100)]
    written = SENDER.write(tmp_path, versions)
    with zipfile.ZipFile(written.path) as archive:
        sizes = {e.filename: e.file_size for e in archive.infolist() if "/versions/" in e.filename}
    assert list(sizes) == [f"{TOP}/data/versions/{n:04d}.jsonl" for n in range(1, 5)]
    assert all(200_000 < size <= 256 * 1024 for size in list(sizes.values())[:-1])
    assert read_all(written.path, tmp_path / "staged")[1] == versions


def test_a_name_with_line_breaks_stays_one_line(tmp_path):
    info = bag.BundleInfo(
        sender_key=SENDER.public_key,
        sender_name="张三\nZJG-Format: 9\u2028的电脑\r",
        addressee=None,
        sequence=1,
        made_on=date(2026, 1, 1),
    )
    written = SENDER.write(tmp_path, info=info)
    assert read_all(written.path, tmp_path / "staged")[0].sender_name == "张三 ZJG-Format: 9 的电脑"


def test_a_photo_named_twice_is_sent_once(tmp_path):
    written = SENDER.write(tmp_path, photos=(b"one", b"one"))
    assert written.info.media == 1


def test_progress_goes_to_the_end_and_never_back(tmp_path):
    seen = []
    written = SENDER.write(tmp_path, photos=[bytes([n]) * 700_000 for n in range(5)], step=lambda *at: seen.append(at))
    shares = [done / total for done, total in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    seen.clear()
    with open_bundle(written.path, tmp_path / "staged", lambda *at: seen.append(at)):
        pass
    assert seen[-1] == (written.path.stat().st_size,) * 2
    assert len(seen) >= 3


def test_the_source_is_only_read_and_the_copy_is_whole(tmp_path):
    path = SENDER.write(tmp_path).path
    path.chmod(0o400)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with open_bundle(path, tmp_path / "staged") as bundle:
        path.unlink()
        assert len(list(bundle.versions())) == 3
    assert (tmp_path / "staged").read_bytes() == before[0]


def test_a_line_of_another_shape_is_named_by_file_and_line(tmp_path):
    good = base64.b64encode(bytes(64))
    for bad in (
        b"{}",
        b"{}\t",
        b"\t" + good,
        b"{}\t" + good[:-1],
        b"{}\t" + good + b"\t",
        b"{}\t" + good[:-3] + b"B==",
    ):
        files = SENDER.signed({bag.versions_file(1): b"{}\t" + good + b"\n" + bad + b"\n"}, {})
        path = pack_files(tmp_path / "f.zjgb", files)
        with open_bundle(path, tmp_path / "staged") as bundle, pytest.raises(errors.BundleDamaged) as refused:
            list(bundle.versions())
        assert refused.value.part == "data/versions/0001.jsonl:2"
        (tmp_path / "staged").unlink()


# -- ZIP64 -----------------------------------------------------------------------------------------------------------


def test_more_entries_than_a_plain_zip_counts(tmp_path):
    photos = [b"%d" % n for n in range(66_000)]
    path = pack_files(tmp_path / "f.zjgb", SENDER.files(photos))
    assert verify_bundle(path).info.media == 66_000
    end64 = path.read_bytes()[-98:-42]
    assert end64[:4] == b"PK\x06\x06"
    assert int.from_bytes(end64[32:40], "little") == 66_000 + 1 + len(bag.TAGS)
    with zipfile.ZipFile(path) as archive:
        assert len(archive.infolist()) == 66_000 + 1 + len(bag.TAGS)


def test_entries_beyond_four_gigabytes_are_found(tmp_path):
    path = tmp_path / "f.zip"
    start = 5 * 2**30
    with open(path, "wb") as file:
        file.seek(start)  # a hole: nothing is really written
        archive = stored_zip.Writer(file)
        archive._position = start
        archive.add("a/b.txt", b"far")
        archive.finish()
    with zipfile.ZipFile(path) as found:
        assert found.infolist()[0].header_offset == start
        assert found.read("a/b.txt") == b"far"
