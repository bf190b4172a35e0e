"""resources/bundle-format.md says what the code does; its example is checked without any code of ours."""

import base64
import hashlib
import json
import re
import uuid
from datetime import date
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zjg_inspect.bundle import bag, crypt, stored_zip
from zjg_inspect.model import (
    authority,
    card,
    facts,
    form,
    ids,
    inspection,
    programme,
    proposal,
    receipt,
    review,
    version,
)
from zjg_inspect.model import register as reg
from zjg_inspect.store import judge, photo, trust

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "resources" / "bundle-format.md").read_text(encoding="utf-8")
PARTS = (
    facts.Facts, reg.FieldDoubt, reg.KeptFact, reg.Team, proposal.LeaseFound, form.Section, form.Item,
    programme.Phase, programme.Targets, inspection.Content, inspection.Someone, inspection.Photo, inspection.Answer,
    inspection.Rectification, inspection.FoundHazard, inspection.Signature, review.ItemRemark,
)  # fmt: skip


def chapter(number: int) -> str:
    found = re.search(rf"^## {number}\. .*?(?=^## |\Z)", TEXT, re.M | re.S)
    assert found
    return found[0]


def rows(text: str) -> list[list[str]]:
    """The cells of all tables' rows, headings left out."""
    lines = re.findall(r"^\| (.*) \|\n(?!\|-)", text + "\n", re.M)
    return [line.split(" | ") for line in lines]


def names(cell: str) -> list[str]:
    return re.findall(r"`([a-z_0-9]+)`", cell)


def members(struct: type[msgspec.Struct]) -> str:
    fields = msgspec.structs.fields(struct)
    return ", ".join(f"`{field.name}`{'' if field.required else '?'}" for field in fields)


def test_every_label_of_bag_info_is_named_in_its_order() -> None:
    info = bag.BundleInfo(sender_key=bytes(32), sender_name="a", addressee="0" * 32, sequence=1, made_on=date.today())
    assert [row[0].strip("`") for row in rows(chapter(2))] == list(bag.labels_of(bag.bag_info_text(info, 1, 1)))


def test_the_tag_files_and_the_declaration_are_those_of_the_code() -> None:
    named = set(re.findall(r"`([a-z0-9-]+\.txt(?:\.minisig)?)`", chapter(2)))
    assert named == set(bag.TAGS)
    declared = "\n".join(re.findall(r"^    (\S.*)$", chapter(2), re.M)) + "\n"
    assert declared.encode() == bag.DECLARATION


def test_the_layouts_of_the_zip_are_those_of_the_code() -> None:
    layouts = [row[1].strip("`") for row in rows(chapter(1))]
    used = (stored_zip.LOCAL, stored_zip.CENTRAL, stored_zip.END64, stored_zip.LOCATOR, stored_zip.END)
    assert layouts == [each.format for each in used]


def test_the_limits_are_those_of_the_code() -> None:
    said = {name.strip("`"): int(number) for name, number in rows(chapter(7))}
    tags = {tag: bag.size_limit(tag) for tag in bag.TAGS}
    assert said == tags | {
        "entries": bag.MAX_ENTRIES,
        "size of the file": bag.MAX_TOTAL,
        "length of a name in bytes": bag.MAX_NAME,
        "a versions file, plain": bag.MAX_VERSIONS_FILE,
        "receipts, plain": bag.MAX_RECEIPTS,
        "a photo, plain": bag.MAX_MEDIA,
        "header of an age file": crypt.MAX_HEADER,
    }
    assert f"at most {photo.LONG_SIDE} pixels" in chapter(7)
    assert f"±{version.MAX_INTEGER}." in chapter(4)
    assert f"At most {version.MAX_DEPTH}\nlevels" in chapter(4)
    assert f"and {version.MAX_BYTES} bytes" in chapter(4)


def test_kinds_authors_and_members_are_those_of_the_code() -> None:
    kinds = [row for row in rows(chapter(8)) if len(row) == 3]
    said = [(names(kind), names(who), what) for kind, who, what in kinds]
    assert said == [([k], sorted(authority.AUTHORS[k]), members(s)) for k, s in authority.SCHEMAS.items()]
    parts = [row for row in rows(chapter(8)) if len(row) == 2]
    assert parts == [[each.__name__, members(each)] for each in PARTS]


def test_envelope_receipt_and_card_have_the_members_of_the_code() -> None:
    envelope = [row[0].strip("`") for row in rows(chapter(4)) if row[0].startswith("`")]
    assert envelope == list(version.Version.__struct_fields__)
    assert [row[0].strip("`") for row in rows(chapter(5))] == list(receipt.Receipt.__struct_fields__)
    said = re.search(r"Members of `card`: (.*?) \(1\)", chapter(10), re.S)
    assert said
    assert " ".join(said[1].split()) == members(card.Card)


def test_the_reasons_are_those_of_the_code() -> None:
    source = Path(judge.__file__).read_text(encoding="utf-8")
    coded = set(re.findall(r'Judgement\("(held|quarantined)", f?"([a-z_]+(?:: )?)', source))
    coded.add(("quarantined", trust.OFFICE))
    assert {(state, reason.strip("`")) for state, reason, _ in rows(chapter(9))} == coded


def test_the_ids_are_those_of_the_code() -> None:
    namespace = re.search(r"namespace `([0-9a-f-]{36})`", chapter(4))
    assert namespace
    assert str(uuid.uuid5(uuid.UUID(namespace[1]), "zone\x1fa\x1fb")) == ids.zone_id("a", "b")


def test_the_example_proves_itself_by_hand() -> None:
    blocks = re.findall(r"(?:^    \S.*\n)+", chapter(11), re.M)
    files = [re.sub(r"^    ", "", block, flags=re.M).replace("<TAB>", "\t").encode() for block in blocks]
    lines, bag_info, manifest, tag_manifest, signature = files
    key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32).public_key().public_bytes_raw()
    public = Ed25519PublicKey.from_public_bytes(key)
    raw, signed = lines.rstrip(b"\n").split(b"\t")
    said = json.loads(raw)
    assert json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() == raw
    assert said["device"] == hashlib.sha256(key).hexdigest()[:32]
    assert said["body"]["public_key"] == key.hex()
    public.verify(base64.b64decode(signed), b"zjg-version-v1\0" + hashlib.sha256(raw).digest())
    assert f"ZJG-Sender-Key: {base64.b64encode(key).decode()}\n".encode() in bag_info
    assert f"Payload-Oxum: {len(lines)}.1\n".encode() in bag_info
    assert manifest == f"{hashlib.sha256(lines).hexdigest()}  data/versions/0001.jsonl\n".encode()
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed = {"bagit.txt": declaration, "bag-info.txt": bag_info, "manifest-sha256.txt": manifest}
    assert tag_manifest == "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in listed.items()).encode()
    _, first, trusted, whole = signature.decode().splitlines()
    mark = base64.b64decode(first)
    assert mark[:10] == b"ED" + hashlib.sha256(key).digest()[:8]
    public.verify(mark[10:], hashlib.blake2b(tag_manifest).digest())
    public.verify(base64.b64decode(whole), mark[10:] + trusted.removeprefix("trusted comment: ").encode())
