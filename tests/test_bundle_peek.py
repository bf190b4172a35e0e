"""A bundle's digest is learnt from its last bytes, so that one that is known need not be copied to be recognised."""

import os
import random

import pytest
from bundle_maker import Reader, Sender, pack_files

from zjg_inspect.bundle import stored_zip
from zjg_inspect.bundle.peek import peek_digest
from zjg_inspect.bundle.reader import verify_bundle

SENDER = Sender()


@pytest.mark.parametrize("recipients", [(), (Reader().recipient,)])
@pytest.mark.parametrize("name", ["bag-7", "张塘镇-7", "𬱖" * 60])
def test_it_is_the_digest_that_a_whole_reading_gives(tmp_path, recipients, name):
    written = SENDER.write(tmp_path, name=name, recipients=recipients)
    assert peek_digest(written.path) == verify_bundle(written.path).digest == written.digest


def test_also_with_more_entries_than_a_plain_zip_counts(tmp_path):
    path = pack_files(tmp_path / "f.zjgb", SENDER.files([b"%d" % n for n in range(66_000)]))
    assert peek_digest(path) == verify_bundle(path).digest


def test_also_beyond_four_gigabytes(tmp_path):
    start = 5 * 2**30
    with open(tmp_path / "f.zjgb", "wb") as file:
        file.seek(start)  # a hole: nothing is really written
        archive = stored_zip.Writer(file)
        archive._position = start
        tag_manifest = archive.add("a/tagmanifest-sha256.txt", b"tags")
        archive.add("a/tagmanifest-sha256.txt.minisig", b"signature")
        archive.finish()
    assert peek_digest(tmp_path / "f.zjgb") == tag_manifest.sha256


def test_only_the_end_is_read(tmp_path):
    path = SENDER.write(tmp_path, photos=(bytes(2**20),)).path
    digest = peek_digest(path)
    with open(path, "r+b") as file:
        file.write(bytes(2**19))
    assert peek_digest(path) == digest


def test_what_is_unclear_has_none(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    (tmp_path / "zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (tmp_path / "text").write_bytes(b"text " * 100)
    written = SENDER.write(tmp_path).path.read_bytes()
    (tmp_path / "more").write_bytes(written + b"\0")
    for name in ("pipe", "empty", "zip", "text", "more", "gone", "."):
        assert peek_digest(tmp_path / name) is None


def test_whatever_is_cut_or_changed_gives_this_digest_or_another_or_none_and_no_error(tmp_path):
    written = SENDER.write(tmp_path)
    raw, path, chance = written.path.read_bytes(), tmp_path / "f.zjgb", random.Random(3)
    for size in range(len(raw)):
        path.write_bytes(raw[:size])
        assert peek_digest(path) is None
    for _ in range(2000):
        changed = bytearray(raw)
        for _ in range(chance.randint(1, 4)):
            changed[-chance.randint(1, 700)] = chance.choice((0, 255, chance.randrange(256)))
        path.write_bytes(changed)
        found = peek_digest(path)
        assert found is None or len(found) == 64
