"""Every bundle that no honest device writes is refused, each with the error that says what is wrong."""

import io
import os
import struct
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import pytest
from bundle_maker import TOP, Sender, pack, pack_files
from hypothesis import given, settings
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.reader import open_bundle, verify_bundle
from zjg_inspect.bundle.stored_zip import LOCAL, local_header

SENDER, OTHER = Sender(1), Sender(2)
FILES = SENDER.files()
PHOTO = next(path for path in FILES if bag.media_hash(path))
VERSIONS = bag.versions_file(1)


@pytest.fixture
def honest(tmp_path) -> bytes:
    return SENDER.write(tmp_path).path.read_bytes()


def refused(path: Path, wanted: type[errors.ZjgError], **facts):
    """Both ways of reading refuse it for the same reason, and no copy stays."""
    staging = path.with_name("staged")
    with pytest.raises(wanted) as on_open, open_bundle(path, staging):
        pass
    assert not staging.exists()
    with pytest.raises(wanted) as on_verify:
        verify_bundle(path)
    assert on_open.value.facts() == on_verify.value.facts()
    assert facts.items() <= on_open.value.facts().items(), on_open.value
    assert on_open.value.facts().get("file", str(path)) == str(path)


def refused_bytes(tmp_path: Path, data: bytes, wanted: type[errors.ZjgError], **facts):
    path = tmp_path / "f.zjgb"
    path.write_bytes(data)
    refused(path, wanted, **facts)


def refused_files(tmp_path: Path, files: dict[str, bytes], wanted: type[errors.ZjgError], **facts):
    refused(pack_files(tmp_path / "f.zjgb", files), wanted, **facts)


def test_the_makers_own_bundle_is_taken(tmp_path, honest):
    """Otherwise everything below would be refused for a reason of its own."""
    path = pack_files(tmp_path / "f.zjgb", FILES)
    assert path.read_bytes() == honest
    assert verify_bundle(path).info.versions == 3


# -- not a bundle at all ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"P", b"PK\x03", b"\x00" * 500, b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_something_else_is_no_bag(tmp_path, data):
    refused_bytes(tmp_path, data, errors.BundleNotABag, reason="no_zip")


@pytest.mark.parametrize("name", ["[Content_Types].xml", "photos/a.jpg", "bagit.txt"])
def test_another_zip_is_no_bag(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "f.zjgb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "x" * 1000)
    refused(tmp_path / "f.zjgb", errors.BundleNotABag, reason="foreign")


def test_a_folder_or_a_pipe_is_no_bag(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(errors.BundleNotABag, match="no_file"):
            verify_bundle(path)


def test_a_file_that_is_gone_cannot_be_read(tmp_path):
    refused(tmp_path / "gone.zjgb", errors.NotReadable, detail="No such file or directory")


# -- damage ----------------------------------------------------------------------------------------------------------


def test_every_flipped_bit_is_refused(tmp_path, honest):
    path = tmp_path / "f.zjgb"
    path.write_bytes(honest)
    taken = []
    with open(path, "r+b", buffering=0) as file:
        for place, byte in enumerate(honest):
            for bit in range(8):
                os.pwrite(file.fileno(), bytes([byte ^ 1 << bit]), place)
                try:
                    verify_bundle(path)
                    taken.append((place, bit))
                except errors.BundleError:
                    pass
            os.pwrite(file.fileno(), bytes([byte]), place)
    assert taken == []
    assert verify_bundle(path)


def test_every_truncation_is_refused(tmp_path, honest):
    path = tmp_path / "f.zjgb"
    path.write_bytes(honest)
    for size in range(len(honest) - 1, -1, -1):
        os.truncate(path, size)
        with pytest.raises(errors.BundleError):
            verify_bundle(path)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_other_error_whatever_was_overwritten(data):
    raw = bytearray(b"".join(pieces()))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=12))
        if data.draw(st.booleans()):
            raw[place : place + len(piece)] = piece
        else:
            raw[place:place] = piece
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "f.zjgb")
        path.write_bytes(raw)
        try:
            verify_bundle(path)
        except errors.BundleError:
            assert bytes(raw) != b"".join(pieces())
        else:
            assert bytes(raw) == b"".join(pieces())


def pieces() -> list[bytes]:
    """The honest container's bytes, cut where its parts meet."""
    with tempfile.TemporaryDirectory() as folder:
        raw = pack_files(Path(folder, "f"), FILES).read_bytes()
    cuts, place = [0], 0
    for path, data in FILES.items():
        for length in (LOCAL.size + len(f"{TOP}/{path}"), len(data)):
            place += length
            cuts.append(place)
    while (place := raw.find(b"PK", place + 1)) != -1:
        cuts.append(place)
    return [raw[a:b] for a, b in zip(cuts, [*cuts[1:], None], strict=True)]


def test_a_byte_between_any_two_parts_is_refused(tmp_path):
    parts = pieces()
    for place in range(len(parts) + 1):
        for more in (b"\0", b"PK", b"P" * 22):
            data = b"".join(parts[:place]) + more + b"".join(parts[place:])
            wanted = errors.BundleUnsafe if place == len(parts) else errors.BundleError
            refused_bytes(tmp_path, data, wanted, **({"reason": "trailing"} if place == len(parts) else {}))


def test_a_part_left_out_is_refused(tmp_path):
    parts = pieces()
    for place in range(len(parts)):
        refused_bytes(tmp_path, b"".join(parts[:place] + parts[place + 1 :]), errors.BundleError)


def test_a_changed_photo_or_version_is_damage_though_the_zip_is_right(tmp_path):
    for path in (PHOTO, VERSIONS):
        refused_files(tmp_path, FILES | {path: FILES[path][:-1] + b"x"}, errors.BundleDamaged, part=path)


@pytest.mark.parametrize("path", [PHOTO, VERSIONS])
def test_a_listed_file_that_is_missing_is_damage(tmp_path, path):
    files = {k: v for k, v in FILES.items() if k != path}
    refused_files(tmp_path, files, errors.BundleDamaged, part=path)


@pytest.mark.parametrize("tag", bag.TAGS)
def test_a_missing_tag_file_is_named(tmp_path, tag):
    refused_files(tmp_path, {k: v for k, v in FILES.items() if k != tag}, errors.BundleNotABag, reason=tag)


# -- forgery ---------------------------------------------------------------------------------------------------------


def test_a_changed_photo_with_new_sums_is_forged(tmp_path):
    changed = SENDER.files(photos=(b"photo", b"slipped in"))
    unsigned = changed | {bag.SIGNATURE: FILES[bag.SIGNATURE]}
    refused_files(tmp_path, unsigned, errors.BundleForged, sender=SENDER.info.sender)


def test_another_devices_signature_is_forged(tmp_path):
    refused_files(tmp_path, OTHER.sealed(FILES), errors.BundleForged, sender=SENDER.info.sender)


def test_another_devices_name_over_ones_own_key_is_forged(tmp_path):
    files = OTHER.files(labels={"ZJG-Sender": SENDER.info.sender})
    refused_files(tmp_path, files, errors.BundleForged, sender=SENDER.info.sender)


@pytest.mark.parametrize("said", [b"", b"\xff", b"untrusted comment: x\nRUQ=\ntrusted comment: x\nRUQ=\n"])
def test_something_else_as_the_signature_is_forged(tmp_path, said):
    refused_files(tmp_path, FILES | {bag.SIGNATURE: said}, errors.BundleForged)


def test_a_signature_with_another_comment_is_forged(tmp_path):
    text = FILES[bag.SIGNATURE]
    for old, new in ((b"of device", b"by device"), (b"bundle 7", b"bundle 8")):
        refused_files(tmp_path, FILES | {bag.SIGNATURE: text.replace(old, new)}, errors.BundleForged)


# -- names and kinds of entries --------------------------------------------------------------------------------------

ESCAPES = ["../x", f"{TOP}/../x", f"{TOP}/data/../../x", "/etc/passwd", f"{TOP}//x", f"{TOP}/./x", "C:/x", "c:x",
           f"{TOP}\\x", f"{TOP}/data\\x", f"{TOP}/bagit.txt\0.jpg"]  # fmt: skip


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", ESCAPES)
def test_an_escaping_path_is_unsafe(tmp_path, name, first):
    entries = [(f"{TOP}/{path}", data) for path, data in FILES.items()]
    entries.insert(0 if first else len(entries), (name, b"x"))
    refused(pack(tmp_path / "f.zjgb", entries), errors.BundleUnsafe, part=name, reason="path")


UPPER = f"data/media/{'AB' * 32}.jpg"
STRANGERS = ["fetch.txt", "data/x.exe", "data/media/x.jpg", UPPER, "BAGIT.TXT", "data/versions/1.jsonl", ".DS_Store",
             "data/versions/٠٠٠١.jsonl", "manifest-md5.txt", "data/receipts.jsonl", "ｂagit.txt", "a ",
             "data/receipts.json.AGE", "data/receipts.json.age.age", "receipts.json", "bagit.txt.age",
             "data/media/.age", f"data/media/{'ab' * 32}.age", "data/versions/0001.age"]  # fmt: skip


@pytest.mark.parametrize("path", STRANGERS)
def test_a_name_that_is_not_on_the_list_is_unsafe_even_when_signed(tmp_path, path):
    refused_files(tmp_path, SENDER.files(extra={path: b"x"}), errors.BundleUnsafe, part=path, reason="name")


@pytest.mark.parametrize("path", ["data/", "data/media/"])
def test_a_folder_entry_is_unsafe(tmp_path, path):
    refused_files(tmp_path, FILES | {path: b""}, errors.BundleUnsafe, part=f"{TOP}/{path}", reason="folder")


def test_a_second_top_folder_is_unsafe_though_it_looks_the_same(tmp_path):
    top = unicodedata.normalize("NFC", "Bé")
    for second in ("other", "bé", unicodedata.normalize("NFD", top), "ＢÉ"):
        entries = [(f"{top}/{path}", data) for path, data in FILES.items()]
        entries.append((f"{second}/bagit.txt", bag.DECLARATION))
        refused(pack(tmp_path / "f.zjgb", entries), errors.BundleUnsafe, reason="top_folder")


@pytest.mark.parametrize("top", ["CON", "a?b", "x.", "a\u202eb", unicodedata.normalize("NFD", "é")])
def test_a_top_folder_that_some_system_cannot_have_is_no_bag_of_ours(tmp_path, top):
    refused(pack_files(tmp_path / "f.zjgb", FILES, top), errors.BundleNotABag, reason="foreign")


@pytest.mark.parametrize("path", list(FILES))
def test_a_doubled_name_is_unsafe(tmp_path, path):
    entries = [(f"{TOP}/{inside}", data) for inside, data in FILES.items()]
    refused(
        pack(tmp_path / "f.zjgb", [*entries, (f"{TOP}/{path}", FILES[path])]),
        errors.BundleUnsafe,
        part=path,
        reason="doubled",
    )


def rezipped(change, method=zipfile.ZIP_STORED) -> bytes:
    """The honest files packed by another program, with a change to each entry's record."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for path, data in FILES.items():
            entry = zipfile.ZipInfo(f"{TOP}/{path}")
            entry.compress_type = method
            change(entry)
            archive.writestr(entry, data)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compressed_entry_is_unsafe(tmp_path, method):
    refused_bytes(tmp_path, rezipped(lambda _e: None, method), errors.BundleUnsafe, reason="compressed")


def edited(honest: bytes, path: str, at: int, form: str, value: int) -> bytes:
    """The honest container with one field of an entry's local header changed."""
    raw = bytearray(honest)
    struct.pack_into(form, raw, honest.index(f"{TOP}/{path}".encode()) - LOCAL.size + at, value)
    return bytes(raw)


def central_edited(honest: bytes, path: str, at: int, form: str, value: int) -> bytes:
    raw = bytearray(honest)
    struct.pack_into(form, raw, honest.rindex(f"{TOP}/{path}".encode() + b"PK") - 46 + at, value)
    return bytes(raw)


@pytest.mark.parametrize("flags", [0x801, 0x841, 0x2800])
def test_an_encrypted_entry_is_unsafe(tmp_path, honest, flags):
    data = edited(honest, PHOTO, 6, "<H", flags)
    refused_bytes(tmp_path, data, errors.BundleUnsafe, part=PHOTO, reason="encrypted")


def test_a_link_is_unsafe(tmp_path, honest):
    data = central_edited(honest, PHOTO, 38, "<L", 0o120777 << 16)
    refused_bytes(tmp_path, data, errors.BundleUnsafe, part=PHOTO, reason="link")


@pytest.mark.parametrize(("at", "form"), [(10, "<H"), (16, "<L"), (20, "<L"), (24, "<L"), (28, "<H"), (42, "<L")])
def test_a_directory_that_says_something_else_is_damage(tmp_path, honest, at, form):
    refused_bytes(tmp_path, central_edited(honest, PHOTO, at, form, 8), errors.BundleDamaged)


def test_a_checksum_wrong_in_both_places_is_damage(tmp_path, honest):
    """Every hash fits, but an archive's own tools would call the file broken."""
    data = central_edited(edited(honest, PHOTO, 14, "<L", 8), PHOTO, 16, "<L", 8)
    refused_bytes(tmp_path, data, errors.BundleDamaged, part=PHOTO)


def test_a_size_that_comes_later_is_not_taken(tmp_path, honest):
    refused_bytes(tmp_path, edited(honest, PHOTO, 6, "<H", 0x808), errors.BundleDamaged, part=PHOTO)


# -- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "limit"), [(PHOTO, bag.MAX_MEDIA), (VERSIONS, bag.MAX_VERSIONS_FILE)])
def test_a_file_that_claims_to_be_too_large_is_refused_before_it_is_read(tmp_path, path, limit):
    data = local_header(f"{TOP}/{path}", limit + 1, 0)
    refused_bytes(tmp_path, data, errors.BundleUnsafe, part=path, reason="size")
    refused_bytes(tmp_path, local_header(f"{TOP}/{path}", limit, 0), errors.BundleDamaged, part=path)


@pytest.mark.parametrize("tag", bag.TAGS)
def test_a_tag_file_that_claims_to_be_too_large_is_refused_before_it_is_read(tmp_path, tag):
    data = local_header(f"{TOP}/{tag}", 2**32 - 1, 0)
    refused_bytes(tmp_path, data, errors.BundleUnsafe, part=tag, reason="size")


def test_too_many_entries_are_unsafe(tmp_path, monkeypatch):
    monkeypatch.setattr(bag, "MAX_ENTRIES", len(FILES))
    assert verify_bundle(pack_files(tmp_path / "f.zjgb", FILES))
    monkeypatch.setattr(bag, "MAX_ENTRIES", len(FILES) - 1)
    refused_files(tmp_path, FILES, errors.BundleUnsafe, reason="entries")


def test_too_large_a_file_is_unsafe_before_it_is_copied(tmp_path):
    path = pack_files(tmp_path / "f.zjgb", FILES)
    os.truncate(path, bag.MAX_TOTAL + 1)  # a hole: nothing is really written
    refused(path, errors.BundleUnsafe, reason="size")


@pytest.mark.parametrize("length", [0, bag.MAX_NAME + 1, 0xFFFF])
def test_a_name_without_measure_is_unsafe(tmp_path, honest, length):
    refused_bytes(tmp_path, edited(honest, PHOTO, 26, "<H", length), errors.BundleUnsafe, reason="name")
