"""An encrypted bundle is checked by anyone who carries it and read by its addressees alone, with any age program."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import bagit
import pytest
from bundle_maker import RECEIPTS, TOP, Reader, Sender, pack_files, some_versions
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.bundle import bag, crypt, minisign
from zjg_inspect.bundle.reader import open_bundle, verify_bundle

SENDER = Sender()
OFFICE, RECOVERY, SELF, STRANGER = (Reader() for _ in range(4))
RECIPIENTS = (OFFICE.recipient, RECOVERY.recipient, SELF.recipient)
PHOTOS = (b"photo", b"", os.urandom(200_000))
VERSIONS = bag.versions_file(1) + ".age"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(folder: Path, photos=PHOTOS, **more):
    return SENDER.write(folder, photos=photos, receipts=RECEIPTS, recipients=RECIPIENTS, **more)


def read_all(path: Path, *identities: str):
    staging = path.with_name("staged")
    try:
        with open_bundle(path, staging, identities=identities) as bundle:
            media = {hash_: (size, bundle.media_bytes(hash_)) for hash_, size in bundle.media()}
            return bundle.encrypted, list(bundle.versions()), bundle.receipts(), media
    finally:
        staging.unlink(missing_ok=True)


def refused(path: Path, wanted: type[errors.BundleError], *identities: str, **facts):
    with pytest.raises(wanted) as error:
        read_all(path, *identities)
    assert facts.items() <= error.value.facts().items(), error.value


# -- for those to whom it is sent ------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [OFFICE, RECOVERY, SELF])
def test_every_recipient_reads_all_of_it(tmp_path, reader):
    written = write(tmp_path)
    photos = {sha(data): (len(data), data) for data in PHOTOS}
    assert read_all(written.path, reader.identity) == (True, some_versions(), RECEIPTS, photos)
    assert read_all(written.path, STRANGER.identity, reader.identity) == (True, some_versions(), RECEIPTS, photos)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=99).filter(lambda raw: not {9, 10} & set(raw)), max_size=5),
    st.sets(st.integers(0, 3 * 2**16), max_size=3),
)
def test_what_was_written_is_read_plain_or_encrypted(lines, sizes):
    versions = [(raw, bytes(64)) for raw in lines]
    photos = [bytes(size) for size in {0, 2**16, *sizes}]
    for recipients in ((), RECIPIENTS):
        with tempfile.TemporaryDirectory() as folder:
            path = SENDER.write(Path(folder), versions, photos, receipts=RECEIPTS, recipients=recipients).path
            encrypted, *read, media = read_all(path, OFFICE.identity)
        assert (encrypted, read) == (bool(recipients), [versions, RECEIPTS])
        assert media == {sha(data): (len(data), data) for data in photos}


def test_a_bundle_without_receipts_says_so(tmp_path):
    written = SENDER.write(tmp_path, recipients=RECIPIENTS)
    assert read_all(written.path, OFFICE.identity)[2] is None


def test_nothing_of_the_content_stands_in_it_in_the_clear(tmp_path):
    versions = [(b'{"name":"a name of someone"}', bytes(64))]
    written = write(tmp_path, photos=(b"a photo of something",), versions=versions)
    raw = written.path.read_bytes()
    assert b"someone" not in raw
    assert b"something" not in raw
    assert b"received" not in raw


def test_two_exports_of_the_same_do_not_look_the_same(tmp_path):
    (tmp_path / "a").mkdir()
    assert write(tmp_path).digest != write(tmp_path / "a").digest


def test_the_sizes_of_photos_are_those_of_the_photos(tmp_path):
    photos = [bytes(size) for size in (0, 1, 2**16 - 1, 2**16, 2**16 + 1, 2**17, 300_000)]
    media = read_all(write(tmp_path, photos=photos).path, OFFICE.identity)[3]
    assert sorted(size for size, _ in media.values()) == [len(data) for data in photos]


# -- for those who carry it ------------------------------------------------------------------------------------------


def test_who_carries_it_can_check_it_and_not_read_it(tmp_path):
    path = write(tmp_path).path
    checked = verify_bundle(path)
    assert (checked.encrypted, checked.info.versions, checked.info.media) == (True, 3, 3)
    refused(path, errors.BundleNotForUs, STRANGER.identity, file=str(path), addressee="0f" * 16)
    refused(path, errors.BundleNotForUs, file=str(path))
    with pytest.raises(errors.BundleNotForUs), open_bundle(path, tmp_path / "copy"):
        pass
    assert not (tmp_path / "copy").exists()


def test_damage_is_told_before_that_it_is_for_others(tmp_path):
    path = write(tmp_path).path
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    refused(path, errors.BundleDamaged)


def test_every_changed_byte_and_every_cut_is_refused(tmp_path):
    path = SENDER.write(tmp_path, receipts=RECEIPTS, recipients=RECIPIENTS).path
    raw = path.read_bytes()
    with open(path, "r+b", buffering=0) as file:
        for place, byte in enumerate(raw):
            os.pwrite(file.fileno(), bytes([byte ^ 1 << place % 8]), place)
            with pytest.raises(errors.BundleError):
                verify_bundle(path)
            os.pwrite(file.fileno(), bytes([byte]), place)
    assert verify_bundle(path)
    for size in range(len(raw) - 1, -1, -1):
        os.truncate(path, size)
        with pytest.raises(errors.BundleError):
            verify_bundle(path)


def unzipped(tmp_path: Path) -> Path:
    with zipfile.ZipFile(write(tmp_path).path) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / TOP


def test_bagit_and_minisign_accept_it(tmp_path):
    folder = unzipped(tmp_path)
    assert bagit.Bag(str(folder)).validate()
    key = minisign.public_key_line(SENDER.public_key)
    command = ["minisign", "-V", "-P", key, "-m", folder / bag.TAG_MANIFEST]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_public_age_program_opens_each_payload_file_with_the_identity_file(tmp_path):
    program = shutil.which("age")
    assert program, "the age program is one of the checks' system packages"
    folder = unzipped(tmp_path)
    (tmp_path / "age.key").write_text(f"# an office\n{OFFICE.identity}\n", encoding="ascii")
    opened = {}
    for file in filter(Path.is_file, (folder / "data").rglob("*")):
        done = subprocess.run([program, "-d", "-i", tmp_path / "age.key", file], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        opened[file.relative_to(folder).as_posix()] = done.stdout
    lines = b"".join(bag.version_line(*version) for version in some_versions())
    photos = {f"{bag.media_file(sha(data))}.age": data for data in PHOTOS}
    assert opened == {VERSIONS: lines, "data/receipts.json.age": RECEIPTS} | photos


def test_versions_come_first_then_receipts_then_photos_then_the_plain_tags(tmp_path):
    with zipfile.ZipFile(write(tmp_path).path) as archive:
        names = [name.removeprefix(f"{TOP}/") for name in archive.namelist()]
    photos = [f"{bag.media_file(sha(data))}.age" for data in PHOTOS]
    assert names == [VERSIONS, "data/receipts.json.age", *photos, *bag.TAGS]


# -- what no honest device writes ------------------------------------------------------------------------------------

FILES = SENDER.files(recipients=RECIPIENTS, extra={bag.RECEIPTS: RECEIPTS})
PHOTO = next(path for path in FILES if bag.media_hash(path))


def resigned(**changed: bytes | None) -> dict[str, bytes]:
    """The encrypted bag with other payload files, sums and signature right; the names are V, P and others as said."""
    files = FILES | {{"V": VERSIONS, "P": PHOTO}.get(name, name): data for name, data in changed.items()}
    payload = {path: data for path, data in files.items() if path not in bag.TAGS and data is not None}
    return SENDER.signed(payload, {"ZJG-Versions": "3"})


def packed(tmp_path: Path, files: dict[str, bytes]) -> Path:
    return pack_files(tmp_path / "f.zjgb", files)


def sealed(data: bytes, *recipients: str) -> bytes:
    return crypt.sealer(recipients or RECIPIENTS)(data)


def test_the_makers_own_encrypted_bundle_is_taken(tmp_path):
    assert read_all(packed(tmp_path, resigned()), OFFICE.identity)[1] == some_versions()


@pytest.mark.parametrize(
    "mixture",
    [
        {bag.versions_file(2): b""},
        {"V": None, bag.versions_file(1): b""},
        {"data/receipts.json.age": None, bag.RECEIPTS: b"{}"},
        {PHOTO.removesuffix(".age"): b"photo"},
        {"P": None, PHOTO.removesuffix(".age"): b"photo"},
    ],
)
def test_a_mixture_of_plain_and_encrypted_is_unsafe(tmp_path, mixture):
    refused(packed(tmp_path, resigned(**mixture)), errors.BundleUnsafe, OFFICE.identity, reason="mixed")


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


ARMOURED = b"-----BEGIN AGE ENCRYPTED FILE-----\n"
UNREADABLE = [
    lambda data: flipped(data, -1),
    lambda data: flipped(data, data.index(b"\n--- ") + 9),
    lambda data: data[:-1],
    lambda data: data + b"\0",
    lambda _data: b"",
    lambda _data: b"plain text",
    lambda data: data[: data.index(b"\n--- ") + 2],
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: ARMOURED + data,
]


@pytest.mark.parametrize("broken", UNREADABLE)
def test_a_signed_part_that_cannot_be_decrypted_is_damage(tmp_path, broken):
    for part in (PHOTO, VERSIONS, "data/receipts.json.age"):
        path = packed(tmp_path, resigned(**{part: broken(FILES[part])}))
        assert verify_bundle(path).encrypted
        refused(path, errors.BundleDamaged, OFFICE.identity, part=part)


def test_a_part_that_is_for_others_is_damage(tmp_path):
    path = packed(tmp_path, resigned(P=sealed(b"photo", STRANGER.recipient)))
    refused(path, errors.BundleDamaged, OFFICE.identity, part=PHOTO)


def test_a_photo_that_decrypts_to_another_is_damage(tmp_path):
    path = packed(tmp_path, resigned(P=sealed(b"another")))
    refused(path, errors.BundleDamaged, OFFICE.identity, part=PHOTO)


def test_a_part_that_decrypts_to_too_much_is_unsafe(tmp_path, monkeypatch):
    path = packed(tmp_path, resigned(P=sealed(b"photo" * 100)))
    monkeypatch.setattr(bag, "MAX_MEDIA", 499)
    refused(path, errors.BundleUnsafe, OFFICE.identity, part=PHOTO, reason="size")


def test_an_encrypted_part_may_be_as_large_as_a_plain_one(tmp_path):
    largest = bytes(bag.MAX_MEDIA)
    media = read_all(write(tmp_path, photos=(largest,)).path, OFFICE.identity)[3]
    assert media == {sha(largest): (len(largest), largest)}


@pytest.mark.parametrize("lines", [b"", b"{}\t" + b"A" * 86 + b"==\n", b"no line", b"\n", b"{}\t" + b"A" * 86 + b"=="])
def test_other_lines_than_were_said_are_damage(tmp_path, lines):
    refused(packed(tmp_path, resigned(V=sealed(lines))), errors.BundleDamaged, OFFICE.identity)


@pytest.mark.parametrize("extra", ["data/versions/0003.jsonl", "data/versions/00002.jsonl", "data/versions/0000.jsonl"])
def test_encrypted_versions_files_are_numbered_without_gaps(tmp_path, extra):
    path = packed(tmp_path, resigned(**{f"{extra}.age": sealed(b"")}))
    refused(path, errors.BundleDamaged, OFFICE.identity, part="data/versions")


# -- what the caller must not do -------------------------------------------------------------------------------------


def test_what_is_no_key_is_not_taken(tmp_path):
    with pytest.raises(ValueError, match="recipient"):
        SENDER.write(tmp_path, recipients=(OFFICE.recipient, "age1x"))
    assert not list(tmp_path.glob("*.zjgb"))
    path = write(tmp_path).path
    with pytest.raises(ValueError, match="identity"):
        read_all(path, OFFICE.recipient)


def test_receipts_that_no_reader_takes_are_not_written(tmp_path):
    with pytest.raises(ValueError, match="receipts"):
        SENDER.write(tmp_path, receipts=bytes(bag.MAX_RECEIPTS + 1))
    assert not list(tmp_path.glob("*.zjgb"))
