"""What RFC 8493 and the public conformance suites ask of a reader of bags, in this program's stricter sense.

Each bag is wrong in one thing and right in all else: its sums are made anew and its device signed it.
"""

import base64
import hashlib
import unicodedata

import pytest
from bundle_maker import RECEIPTS, TOP, Reader, Sender, manifest, pack

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.reader import open_bundle, verify_bundle

SENDER, OFFICE = Sender(), Reader()
PAYLOADS = {
    "plain": SENDER.files(extra={bag.RECEIPTS: RECEIPTS}),
    "encrypted": SENDER.files(extra={bag.RECEIPTS: RECEIPTS}, recipients=[OFFICE.recipient]),
}


@pytest.fixture(params=PAYLOADS)
def files(request) -> dict[str, bytes]:
    return dict(PAYLOADS[request.param])


def read(path):
    with open_bundle(path, path.with_name("staged"), identities=[OFFICE.identity]) as bundle:
        return [*bundle.versions()], bundle.receipts(), [bundle.media_bytes(sha) for sha, _ in bundle.media()]


def refused(tmp_path, entries: list[tuple[str, bytes]], *wanted: type[errors.BundleError], **facts):
    """Refused by both ways of reading, and nothing but the file itself is there afterwards."""
    path = pack(tmp_path / "f.zjgb", entries)
    for reading in (verify_bundle, read):
        with pytest.raises(wanted) as error:
            reading(path)
        assert facts.items() <= error.value.facts().items(), error.value
    assert [p.name for p in tmp_path.iterdir()] == ["f.zjgb"]


def in_top(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [(f"{TOP}/{path}", data) for path, data in files.items()]


def payload_of(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path not in bag.TAGS}


def with_tag(files: dict[str, bytes], path: str, data: bytes) -> list[tuple[str, bytes]]:
    return in_top(SENDER.sealed(files | {path: data}))


def photo_of(files: dict[str, bytes]) -> str:
    return next(path for path in files if bag.media_hash(path))


def test_the_bags_are_right_before_they_are_changed(tmp_path, files):
    versions, receipts, photos = read(pack(tmp_path / "f.zjgb", in_top(files)))
    assert (len(versions), receipts, photos) == (3, RECEIPTS, [b"photo"])


# -- paths that lead elsewhere, or seem to ---------------------------------------------------------------------------

ESCAPES = [
    "../x", "../../etc/passwd", "data/../../x", "data/media/../../../x", "data/media/..", "..", ".", "data/./x",
    "/etc/passwd", "//server/share/x", "data//x", "C:/x", "C:x", "c:\\x", "\\x", "\\\\server\\x", "data\\..\\x",
    "data\\media\\x.jpg", "~/x", "~root/.ssh/authorized_keys", "data/~/x", "%2e%2e/x", "data/%2e%2e/%2e%2e/x",
    "data/..%2fx", "data/media/%2e%2e%5cx", "．．/x", "data/media/x.jpg\0", "data/media/\u202egpj.x", "data/CON",
    "data/media/NUL.jpg", "data/media/x.jpg:stream", "data/media/x.jpg ", "data/media/x.jpg.", "$HOME/x", "data/*",
]  # fmt: skip


@pytest.mark.parametrize("path", ESCAPES)
def test_an_escaping_entry_is_unsafe_though_listed_and_signed(tmp_path, files, path):
    changed = SENDER.signed(payload_of(files) | {path: b"x"}, {"ZJG-Versions": "3"})
    refused(tmp_path, in_top(changed), errors.BundleUnsafe)
    refused(tmp_path, [*in_top(files), (path, b"x")], errors.BundleUnsafe)


@pytest.mark.parametrize("path", [*ESCAPES, "*data/versions/0001.jsonl", "./data/versions/0001.jsonl", "data/%0A.jpg"])
def test_an_escaping_path_in_a_manifest_is_refused(tmp_path, files, path):
    line = f"{hashlib.sha256(b'x').hexdigest()}  {path}\n".encode()
    for which in (bag.MANIFEST, bag.TAG_MANIFEST):
        changed = files | {which: files[which] + line}
        if which == bag.MANIFEST:
            changed = SENDER.sealed(changed)
        refused(tmp_path, in_top(changed), errors.BundleDamaged, errors.BundleNotABag)


@pytest.mark.parametrize("sign", ["%76", "%2Fmedia", "%64ata"])
def test_percent_signs_do_not_stand_for_other_signs(tmp_path, files, sign):
    """Only line breaks and the percent sign itself may be written so (RFC 8493, 2.1.3), and no path here has any."""
    photo = photo_of(files)
    line = files[bag.MANIFEST].replace(photo.encode(), photo.replace(photo[:4], sign).encode())
    refused(tmp_path, with_tag(files, bag.MANIFEST, line), errors.BundleDamaged)


# -- completeness ----------------------------------------------------------------------------------------------------


def test_a_missing_payload_file_is_damage(tmp_path, files):
    for missing in payload_of(files):
        left = {path: data for path, data in files.items() if path != missing}
        refused(tmp_path, in_top(left), errors.BundleDamaged, part=missing)


def test_a_payload_file_that_no_manifest_lists_is_unsafe(tmp_path, files):
    for extra in payload_of(files):
        lines = b"".join(line for line in files[bag.MANIFEST].splitlines(True) if extra.encode() not in line)
        refused(tmp_path, with_tag(files, bag.MANIFEST, lines), errors.BundleUnsafe, part=extra, reason="unlisted")


@pytest.mark.parametrize("name", ["fetch.txt", "data/new.jpg", "data/.DS_Store", "Thumbs.db", "metadata/mets.xml", "x"])
def test_another_file_is_unsafe_listed_or_not(tmp_path, files, name):
    refused(tmp_path, in_top(files | {name: b"x"}), errors.BundleUnsafe, part=name, reason="name")
    if name.startswith("data/"):
        changed = SENDER.signed(payload_of(files) | {name: b"x"}, {"ZJG-Versions": "3"})
        refused(tmp_path, in_top(changed), errors.BundleUnsafe, part=name, reason="name")


def test_nothing_is_fetched(tmp_path, files):
    """A file that is to be fetched is a file that is not there."""
    photo = photo_of(files)
    left = {path: data for path, data in files.items() if path != photo}
    fetch = f"https://example.org/x 5 {photo}\n".encode()
    refused(tmp_path, in_top(left | {"fetch.txt": fetch}), errors.BundleUnsafe, part="fetch.txt", reason="name")


def test_an_empty_payload_is_refused(tmp_path):
    refused(tmp_path, in_top(SENDER.signed({}, {})), errors.BundleNotABag, reason=bag.MANIFEST)


def test_a_payload_without_versions_file_is_damage(tmp_path, files):
    payload = {path: data for path, data in payload_of(files).items() if not bag.is_versions_file(path)}
    refused(tmp_path, in_top(SENDER.signed(payload, {})), errors.BundleDamaged, part="data/versions")


def test_a_changed_payload_file_is_damage(tmp_path, files):
    for path, data in payload_of(files).items():
        refused(tmp_path, in_top(files | {path: data[:-1] + b"\0"}), errors.BundleDamaged, part=path)


# -- doubles ---------------------------------------------------------------------------------------------------------


def test_a_doubled_entry_is_unsafe_with_the_same_content_or_another(tmp_path, files):
    for path, data in files.items():
        for again in (data, data + b"x"):
            entries = [*in_top(files), (f"{TOP}/{path}", again)]
            refused(tmp_path, entries, errors.BundleUnsafe, part=path, reason="doubled")


def test_names_that_some_systems_take_for_the_same_are_unsafe(tmp_path, files):
    for path in files:
        for again in (path.upper(), path.capitalize(), path.replace("a", "ａ"), path.replace("a", "a\u0301")):
            refused(tmp_path, [*in_top(files), (f"{TOP}/{again}", b"x")], errors.BundleUnsafe)
    top = "Bé"
    for again in (unicodedata.normalize("NFD", top), top.lower(), top.upper(), "ＢÉ"):
        entries = [(f"{top}/{path}", data) for path, data in files.items()]
        refused(tmp_path, [*entries, (f"{again}/{photo_of(files)}", b"x")], errors.BundleUnsafe, reason="top_folder")


def test_a_file_that_a_manifest_lists_twice_is_refused(tmp_path, files):
    for which in (bag.MANIFEST, bag.TAG_MANIFEST):
        for line in files[which].splitlines(True):
            for again, wanted in ((line, errors.BundleNotABag), (b"0" * 64 + line[64:], errors.BundleDamaged)):
                changed = files | {which: files[which] + again}
                changed = SENDER.sealed(changed) if which == bag.MANIFEST else changed
                refused(tmp_path, in_top(changed), wanted)


# -- tag files -------------------------------------------------------------------------------------------------------

ENCODINGS = {
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-32": lambda text: text.encode("utf-32"),
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "latin-1": lambda text: text.encode("latin-1", "replace") + b"caf\xe9: caf\xe9\n",
    "gb18030": lambda text: text.encode("gb18030") + "备注: 张塘镇\n".encode("gb18030"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "no last line end": lambda text: text[:-1].encode(),
    "an empty line": lambda text: text.encode() + b"\n",
    "a zero": lambda text: text.encode() + b"\0\n",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("tag", bag.LISTED_TAGS)
def test_a_tag_file_in_another_encoding_is_no_bag(tmp_path, files, tag, encoding):
    data = ENCODINGS[encoding](files[tag].decode())
    refused(tmp_path, with_tag(files, tag, data), errors.BundleNotABag, errors.BundleDamaged)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_tag_manifest_in_another_encoding_is_no_bag(tmp_path, files, encoding):
    data = ENCODINGS[encoding](files[bag.TAG_MANIFEST].decode())
    refused(tmp_path, in_top(files | {bag.TAG_MANIFEST: data}), errors.BundleNotABag, reason=bag.TAG_MANIFEST)


@pytest.mark.parametrize(
    "text",
    [
        "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: ISO-8859-1\n",
        "BagIt-Version: 1.0\n",
        "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n",
        "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version:1.0\nTag-File-Character-Encoding:UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n",
        "",
    ],
)
def test_another_declaration_is_no_bag(tmp_path, files, text):
    refused(tmp_path, with_tag(files, bag.BAGIT, text.encode()), errors.BundleNotABag, reason=bag.BAGIT)


@pytest.mark.parametrize("tag", bag.TAGS)
def test_a_missing_tag_file_is_no_bag(tmp_path, files, tag):
    left = {path: data for path, data in files.items() if path != tag}
    refused(tmp_path, in_top(left), errors.BundleNotABag, reason=tag)
    if tag in bag.LISTED_TAGS:
        refused(tmp_path, in_top(SENDER.sealed(left)), errors.BundleNotABag, reason=tag)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha512"])
def test_sums_of_another_kind_do_not_do(tmp_path, files, algorithm):
    def summed(paths) -> bytes:
        return b"".join(f"{hashlib.new(algorithm, files[p]).hexdigest()}  {p}\n".encode() for p in paths)

    payload = payload_of(files)
    other = {f"manifest-{algorithm}.txt": summed(payload), f"tagmanifest-{algorithm}.txt": summed(bag.LISTED_TAGS)}
    for name, data in other.items():
        refused(tmp_path, in_top(files | {name: data}), errors.BundleUnsafe, part=name, reason="name")
    left = {path: data for path, data in files.items() if path != bag.MANIFEST}
    refused(tmp_path, in_top(SENDER.sealed(left) | other), errors.BundleNotABag, reason=bag.MANIFEST)
    refused(tmp_path, with_tag(files, bag.MANIFEST, summed(payload)), errors.BundleNotABag, reason=bag.MANIFEST)


def test_a_tag_manifest_lists_the_three_tag_files_and_no_others(tmp_path, files):
    for tag in bag.LISTED_TAGS:
        lines = manifest({path: files[path] for path in bag.LISTED_TAGS if path != tag})
        refused(tmp_path, in_top(files | {bag.TAG_MANIFEST: lines}), errors.BundleUnsafe, part=tag, reason="unlisted")
        wrong = manifest({path: files[path] + b"x" * (path == tag) for path in bag.LISTED_TAGS})
        refused(tmp_path, in_top(files | {bag.TAG_MANIFEST: wrong}), errors.BundleDamaged, part=tag)
    for path in (photo_of(files), bag.SIGNATURE, bag.TAG_MANIFEST):
        lines = manifest({each: files[each] for each in (*bag.LISTED_TAGS, path)})
        refused(tmp_path, in_top(files | {bag.TAG_MANIFEST: lines}), errors.BundleDamaged, part=path)


@pytest.mark.parametrize(
    "change",
    [
        lambda size, count: None,
        lambda size, count: f"{size + 1}.{count}",
        lambda size, count: f"{size}.{count + 1}",
        lambda size, count: f"{size}",
        lambda size, count: f"{size}.{count}.0",
        lambda size, count: f" {size}.{count}",
        lambda size, count: f"{size}.{count} ",
        lambda size, count: f"+{size}.{count}",
        lambda size, count: f"0{size}.{count}",
        lambda size, count: f"{size},{count}",
    ],
)
def test_a_payload_oxum_that_is_not_the_payloads_is_damage(tmp_path, files, change):
    payload = payload_of(files)
    oxum = change(sum(map(len, payload.values())), len(payload))
    changed = SENDER.signed(payload, {"ZJG-Versions": "3", "Payload-Oxum": oxum})
    refused(tmp_path, in_top(changed), errors.BundleDamaged, part=bag.BAG_INFO)


# -- where the bag stands --------------------------------------------------------------------------------------------


def test_a_bag_without_a_top_folder_or_below_another_is_none_of_ours(tmp_path, files):
    refused(tmp_path, list(files.items()), errors.BundleNotABag, reason="foreign")
    deeper = [(f"{TOP}/{name}", data) for name, data in in_top(files)]
    refused(tmp_path, deeper, errors.BundleNotABag, reason="foreign")


def test_two_bags_in_one_file_are_unsafe(tmp_path, files):
    second = [(f"other/{path}", data) for path, data in files.items()]
    refused(tmp_path, in_top(files) + second, errors.BundleUnsafe, reason="top_folder")


def test_the_signature_is_not_listed_and_not_a_part_of_the_payload(tmp_path, files):
    said = base64.b64encode(b"x" * 64).decode()
    text = f"untrusted comment: x\n{said}\ntrusted comment: x\n{said}\n".encode()
    refused(tmp_path, in_top(files | {bag.SIGNATURE: text}), errors.BundleForged)
    assert bag.SIGNATURE.encode() not in files[bag.TAG_MANIFEST]
