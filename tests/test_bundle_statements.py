"""What a bag says of itself (manifests, bag-info) is compared with what is in it, though its sender signed it."""

import base64
import hashlib

import pytest
from bundle_maker import Sender, manifest, pack_files

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.reader import verify_bundle

SENDER = Sender()
FILES = SENDER.files()
PHOTO = next(path for path in FILES if bag.media_hash(path))
VERSIONS = bag.versions_file(1)


def refused(tmp_path, files: dict[str, bytes], wanted: type[errors.BundleError], **facts):
    with pytest.raises(wanted) as error:
        verify_bundle(pack_files(tmp_path / "f.zjgb", files))
    assert facts.items() <= error.value.facts().items(), error.value


def with_tag(path: str, data: bytes) -> dict[str, bytes]:
    return SENDER.sealed(FILES | {path: data})


# -- bag-info.txt ----------------------------------------------------------------------------------------------------

ALL_LABELS = ["Bagging-Date", "Payload-Oxum", *(f"ZJG-{name}" for name in (
    "Format", "Sender-Key", "Sequence", "Versions", "Media"))]  # fmt: skip


@pytest.mark.parametrize("label", ALL_LABELS)
@pytest.mark.parametrize("value", [None, "x", "-1", "01", " 1", "1.5", "20261123", "١"])
def test_a_missing_or_senseless_label_is_refused(tmp_path, label, value):
    refused(tmp_path, SENDER.files(labels={label: value}), errors.BundleError)


@pytest.mark.parametrize("value", [None, "", "x", "-1", "01", " 1", "1.5", "١"])
def test_the_senders_own_count_is_a_whole_number(tmp_path, value):
    refused(tmp_path, SENDER.files(labels={"ZJG-Through": value}), errors.BundleNotABag, reason=bag.BAG_INFO)
    files = SENDER.files(labels={"ZJG-Through": "118"})
    assert verify_bundle(pack_files(tmp_path / "f.zjgb", files)).info.through == 118


KEY = base64.b64encode(SENDER.public_key).decode()


@pytest.mark.parametrize("value", ["", KEY[:-4], KEY.rstrip("="), " " + KEY, KEY + KEY, SENDER.public_key.hex()])
def test_a_key_written_otherwise_is_refused(tmp_path, value):
    refused(tmp_path, SENDER.files(labels={"ZJG-Sender-Key": value}), errors.BundleNotABag, reason=bag.BAG_INFO)


@pytest.mark.parametrize("value", ["2", "17", "999999"])
def test_a_newer_format_says_so_whatever_else_is_in_it(tmp_path, value):
    files = SENDER.files(extra={"data/new-thing.json": b"{}"}, labels={"ZJG-Format": value, "ZJG-Sequence": None})
    refused(tmp_path, files, errors.BundleNewer, format=value)


@pytest.mark.parametrize("value", ["", "x", "0F" * 16, "0f" * 15, "0f" * 16 + " "])
def test_an_addressee_that_is_no_device_is_refused(tmp_path, value):
    refused(tmp_path, SENDER.files(labels={"ZJG-Addressee": value}), errors.BundleNotABag, reason=bag.BAG_INFO)


@pytest.mark.parametrize(
    ("label", "value", "part"),
    [
        ("ZJG-Versions", "4", "data/versions"),
        ("ZJG-Media", "0", "data/media"),
        ("Payload-Oxum", "1.2", bag.BAG_INFO),
    ],
)
def test_counts_that_do_not_agree_are_damage(tmp_path, label, value, part):
    refused(tmp_path, SENDER.files(labels={label: value}), errors.BundleDamaged, part=part)


INFO = FILES[bag.BAG_INFO]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        INFO[:-1],
        INFO + b"\n",
        INFO + b" continued\n",
        INFO + b"ZJG-Sequence: 7\n",
        INFO + b"no colon\n",
        INFO.replace(b": ", b":"),
        INFO + b"\xff: x\n",
        b"\xef\xbb\xbf" + INFO.replace(b"Bag-Software-Agent", b" "),
    ],
)
def test_a_bag_info_written_otherwise_is_refused(tmp_path, text):
    refused(tmp_path, with_tag(bag.BAG_INFO, text), errors.BundleNotABag, reason=bag.BAG_INFO)


def test_a_label_of_no_meaning_here_is_passed_over(tmp_path):
    files = SENDER.files(labels={"Contact-Name": "李四"})
    assert verify_bundle(pack_files(tmp_path / "f.zjgb", files)).info.sequence == 7


# -- bagit.txt -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"",
        bag.DECLARATION.replace(b"1.0", b"0.97"),
        bag.DECLARATION.replace(b"UTF-8", b"GB18030"),
        b"\xef\xbb\xbf" + bag.DECLARATION,
        bag.DECLARATION + b"\n",
    ],
)
def test_another_declaration_is_no_bag(tmp_path, text):
    refused(tmp_path, with_tag(bag.BAGIT, text), errors.BundleNotABag, reason=bag.BAGIT)


# -- manifests -------------------------------------------------------------------------------------------------------

LINES = FILES[bag.MANIFEST].splitlines(keepends=True)


def test_a_payload_file_that_is_not_listed_is_unsafe(tmp_path):
    refused(tmp_path, with_tag(bag.MANIFEST, LINES[0]), errors.BundleUnsafe, part=PHOTO, reason="unlisted")


def test_a_tag_file_that_is_not_listed_is_unsafe(tmp_path):
    tag_manifest = manifest({path: FILES[path] for path in (bag.BAGIT, bag.MANIFEST)})
    files = FILES | {bag.TAG_MANIFEST: tag_manifest}
    refused(tmp_path, files, errors.BundleUnsafe, part=bag.BAG_INFO, reason="unlisted")


@pytest.mark.parametrize(
    "path", ["data/media/../../x", "/etc/passwd", bag.BAGIT, "data/media/%0A.jpg", bag.media_file("0" * 64)]
)
def test_a_listed_file_that_is_not_in_the_payload_is_damage(tmp_path, path):
    more = f"{'0' * 64}  {path}\n".encode()
    refused(tmp_path, with_tag(bag.MANIFEST, FILES[bag.MANIFEST] + more), errors.BundleDamaged, part=path)


def test_a_listed_hash_that_differs_is_damage(tmp_path):
    line = hashlib.sha256(b"other").hexdigest().encode() + LINES[1][64:]
    refused(tmp_path, with_tag(bag.MANIFEST, LINES[0] + line), errors.BundleDamaged, part=PHOTO)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"".join(LINES)[:-1],
        b"".join(LINES) + LINES[0],
        b"".join(LINES) + b"\n",
        LINES[0] + LINES[1][1:],
        LINES[0] + LINES[1].replace(b"  ", b""),
        LINES[0] + b"\xff" + LINES[1],
        LINES[0] + b"z" + LINES[1][1:],
    ],
)
def test_a_manifest_written_otherwise_is_refused(tmp_path, text):
    refused(tmp_path, with_tag(bag.MANIFEST, text), errors.BundleNotABag, reason=bag.MANIFEST)


def test_what_rfc_8493_leaves_free_in_a_manifest_is_taken(tmp_path):
    first, second = LINES
    text = second[:64].upper() + b" \t " + second[66:] + first
    assert verify_bundle(pack_files(tmp_path / "f.zjgb", with_tag(bag.MANIFEST, text)))


# -- names that must be their content's ------------------------------------------------------------------------------


def test_a_photo_whose_name_is_not_its_hash_is_damage_though_listed(tmp_path):
    wrong = bag.media_file("ab" * 32)
    refused(tmp_path, SENDER.files(extra={wrong: b"photo"}), errors.BundleDamaged, part=wrong)


@pytest.mark.parametrize("extra", ["data/versions/0003.jsonl", "data/versions/00002.jsonl", "data/versions/0000.jsonl"])
def test_versions_files_are_numbered_without_gaps(tmp_path, extra):
    refused(tmp_path, SENDER.files(extra={extra: b""}), errors.BundleDamaged, part="data/versions")
