"""The vectors for another implementation: our own reader and store say of each what their manifest says."""

import hashlib
import json
from pathlib import Path

import make_vectors
import pytest
from sqlalchemy import select

from zjg_inspect import errors
from zjg_inspect.bundle.reader import open_bundle, verify_bundle
from zjg_inspect.model import ids, receipt
from zjg_inspect.model.card import Card
from zjg_inspect.model.version import canonical, decode_canonical, digest
from zjg_inspect.service import exchange, setup
from zjg_inspect.store import tables

HERE = Path(__file__).resolve().parent / "vectors"


def document(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


MANIFEST = document("manifest.json")
BUNDLES = {each["file"]: each for each in MANIFEST["bundles"]}
TAKEN = [name for name, each in BUNDLES.items() if each["outcome"] == "accept"]
REFUSED = [name for name, each in BUNDLES.items() if each["outcome"] == "refuse"]
JUDGED = [name for name in TAKEN if "office" in BUNDLES[name]]
TEXTS = document("canonical.json")["texts"]


def test_every_bundle_is_in_the_manifest_and_all_are_small():
    assert {path.name for path in HERE.glob("*.zjgb")} == set(BUNDLES)
    assert sum(path.stat().st_size for path in HERE.iterdir()) < 2**20


@pytest.mark.parametrize("name", TAKEN)
def test_a_valid_bundle_holds_what_is_said_of_it(tmp_path, name):
    said = BUNDLES[name]
    assert verify_bundle(HERE / name).info.versions == said["counts"]["versions"]
    with open_bundle(HERE / name, tmp_path / "staged", identities=said.get("identity", "").split()) as bundle:
        assert [digest(raw).hex() for raw, _ in bundle.versions()] == said["versions"]
        assert [sha for sha, _ in bundle.media()] == said["photos"]
        assert [hashlib.sha256(bundle.media_bytes(sha)).hexdigest() for sha in said["photos"]] == said["photos"]
        receipts = bundle.receipts()
        assert (receipts and digest(receipts).hex()) == said.get("receipts")
        assert (bundle.info.versions, bundle.info.media) == tuple(said["counts"].values())


def test_an_encrypted_bundle_is_not_for_whoever_has_no_identity(tmp_path):
    (name,) = (name for name in TAKEN if "identity" in BUNDLES[name])
    error = getattr(errors, BUNDLES[name]["without_identity"])
    with pytest.raises(error), open_bundle(HERE / name, tmp_path / "staged"):
        pass


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_bundle_is_refused_with_the_error_that_is_said(tmp_path, name):
    error = getattr(errors, BUNDLES[name]["error"])
    with pytest.raises(error) as on_verify:
        verify_bundle(HERE / name)
    with pytest.raises(error) as on_open, open_bundle(HERE / name, tmp_path / "staged"):
        pass
    assert type(on_verify.value) is type(on_open.value) is error
    assert not (tmp_path / "staged").exists()


@pytest.mark.parametrize("name", JUDGED)
def test_an_office_that_accepted_the_sender_says_this_of_each_version(tmp_path, name):
    office = setup.open_data(tmp_path / "office")
    try:
        setup.become_office(office, "某某镇安监办", "张某核")
        sender = MANIFEST["accepted"]
        card = Card(sender["device"], "张三的电脑", sender["public_key"], "field")
        setup.accept_laptop(office, card, "A01", ())
        (report,) = exchange.import_bundles(office, [HERE / name])
        assert report.error is None
        with office.read() as conn:
            stored = {hash_.hex() for hash_ in conn.scalars(select(tables.version.c.hash))}
            aside = {row.hash.hex(): (row.state, row.reason) for row in conn.execute(select(tables.aside))}
    finally:
        office.close()
    said = BUNDLES[name]
    assert set(said["versions"]) <= stored
    found = [aside.get(hash_, ("merged", "")) for hash_ in said["versions"]]
    assert found == [(each["state"], each["reason"]) for each in said["office"]]


@pytest.mark.parametrize("said", TEXTS, ids=range(len(TEXTS)))
def test_a_text_is_canonical_or_not(said):
    raw = said["text"].encode()
    if said["outcome"] == "accept":
        assert canonical(decode_canonical(raw)) == raw
        assert digest(raw).hex() == said["hash"]
    else:
        with pytest.raises(getattr(errors, said["error"])):
            decode_canonical(raw)


def test_ids_fingerprints_and_checks():
    said = document("keys.json")
    for key in said["keys"]:
        raw = bytes.fromhex(key["public_key"])
        assert (ids.device_id(raw), ids.fingerprint(raw)) == (key["device"], key["fingerprint"])
    for check in said["checks"]:
        assert receipt.check_of(map(bytes.fromhex, check["hashes"])).hex() == check["check"]


def test_the_script_makes_the_same_files_again(tmp_path):
    make_vectors.write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    once = {name for name, each in BUNDLES.items() if each.get("made") == "once"}
    there = {path.name: path.read_bytes() for path in HERE.iterdir() if path.suffix in (".zjgb", ".json")}
    assert made.keys() == there.keys()
    assert [name for name in made if name not in once and made[name] != there[name]] == []
