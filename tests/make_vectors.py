"""Make tests/vectors: bundles and texts with what a reader must say of each; `python tests/make_vectors.py`.

Keys and times are fixed, so that the same files come again; encrypted ones are made where they are missing, since no
two encryptions are alike.
"""

import base64
import hashlib
import json
import struct
import sys
import tempfile
from pathlib import Path

from bundle_maker import TOP, Sender, manifest, pack, pack_files
from pyrage import x25519

from zjg_inspect import errors
from zjg_inspect.bundle import bag
from zjg_inspect.bundle.stored_zip import LOCAL
from zjg_inspect.model import ids, receipt
from zjg_inspect.model.version import canonical, digest, signing_input

HERE = Path(__file__).resolve().parent / "vectors"
IDENTITY = "AGE-SECRET-KEY-1WQ8VPR8V23MQE690C4WFG9FENNFP4LA8D084KUXKN0FK3HH94MCS8XZFYX"
PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI"
    "AQEAAD8AL//Z"
)
SENDER, OTHER = Sender(1), Sender(2)
SHA = hashlib.sha256(PHOTO).hexdigest()
VERSIONS, MEDIA = bag.versions_file(1), bag.media_file(SHA)


def version(kind: str, entity: str, body: dict, n: int, parents=(), sender: Sender = SENDER, v: int = 1):
    """Canonical bytes and signature of one version."""
    envelope = {
        "body": body, "device": sender.info.sender, "entity": entity, "kind": kind, "made_at": "2026-11-23T02:03:04Z",
        "n": n, "parents": sorted(digest(raw).hex() for raw, _ in parents), "v": v,
    }  # fmt: skip
    raw = canonical(envelope)
    return raw, sender.sign(signing_input(digest(raw)))


def device(sender: Sender = SENDER, n: int = 1):
    own = sender.info.sender
    body = {"name": "张三的电脑", "public_key": sender.public_key.hex(), "tier": "field"}
    return version("device", ids.device_entity(own), body, n, sender=sender)


def zone(n: int, remark: str = "", parents=()):
    body = {"township": "某某镇", "village": "永新村"} | ({"in_scope": False, "reason": remark} if remark else {})
    return version("zone", ids.zone_id("某某镇", "永新村"), body, n, parents)


FIRST = zone(2)
BRANCHES = zone(3, "甲", [FIRST]), zone(4, "乙", [FIRST])
PERSON = version("person", "018f0000-0000-7000-8000-000000000001", {"name": "钱某"}, 3)
NEWER = version("weather", "018f0000-0000-7000-8000-000000000002", {}, 4, v=2)
ORPHAN = version("device", ids.device_entity(SENDER.info.sender), json.loads(device()[0])["body"], 5, [zone(99)])
SENSELESS = version("device", ids.device_entity(SENDER.info.sender), {"name": "无钥匙"}, 6)
STRANGE = version("person", "018f0000-0000-7000-8000-000000000003", {"name": "赵某"}, 1, sender=OTHER)
RECEIPT = receipt.encode(
    receipt.Receipt(
        received={SENDER.info.sender: receipt.Received(4, receipt.check_of(digest(raw) for raw, _ in BRANCHES).hex())},
        missing=(SHA,),
        bundles={OTHER.info.sender: ((1, 3), (5, 5))},
    )
)
MERGED = {"state": "merged", "reason": ""}


def aside(state: str, reason: str) -> dict[str, str]:
    return {"state": state, "reason": reason}


# name: what it shows, versions, photos, receipts, and what an office that has accepted the sender says of each version
VALID = {
    "empty": ("no version, no photo", [], (), None, None),
    "plain": ("one version", [device()], (), None, [MERGED]),
    "photo": ("a version and a photo", [device()], (PHOTO,), None, [MERGED]),
    "receipts": ("receipts besides", [device()], (), RECEIPT, [MERGED]),
    "kinds": ("several kinds; a laptop may not author two of them", [device(), FIRST, PERSON], (), None,
              [MERGED, aside("quarantined", "authority: zone"), aside("quarantined", "authority: person")]),
    "two-parents": ("a version that follows two", [device(), FIRST, *BRANCHES, zone(5, "丙", BRANCHES)],
                    (), None, None),
    "newer-version": ("a kind and an envelope of a newer release wait", [device(), NEWER], (), None,
                      [MERGED, aside("held", "newer")]),
    "orphan": ("a parent that is not there", [device(), ORPHAN], (), None, [MERGED, aside("held", "ancestors")]),
    "schema": ("a body without what its kind needs", [device(), SENSELESS], (), None,
               [MERGED, aside("quarantined", "schema: Object missing required field `public_key`")]),
    "unknown-device": ("a version of a device that nobody knows", [device(), STRANGE], (), None,
                       [MERGED, aside("held", "unknown_device")]),
}  # fmt: skip


def packed(files, extra=(), first: bool = False) -> bytes:
    """The bytes of a container with these files of the bag and further entries under any name."""
    entries = [(f"{TOP}/{inside}", data) for inside, data in files.items()]
    entries = [*extra, *entries] if first else [*entries, *extra]
    with tempfile.TemporaryDirectory() as folder:
        return pack(Path(folder, "f"), entries).read_bytes()


def flipped(raw: bytes, piece: bytes) -> bytes:
    """With the lowest bit of the last byte of this piece changed."""
    at = raw.index(piece) + len(piece) - 1
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def field_set(raw: bytes, header: int, form: str, value: int) -> bytes:
    changed = bytearray(raw)
    struct.pack_into(form, changed, header, value)
    return bytes(changed)


def hostile() -> dict[str, tuple[str, bytes, str]]:
    """By name: what is wrong, the bytes, the error."""
    lines = [device()]
    files = SENDER.files(photos=(PHOTO,), versions=lines)
    good = packed(files)
    name = f"{TOP}/{MEDIA}".encode()
    local, central = good.index(name) - LOCAL.size, good.rindex(name) - 46
    listed = files[bag.MANIFEST].splitlines(keepends=True)

    def made(**more) -> bytes:
        return packed(SENDER.files(photos=(PHOTO,), versions=lines, **more))

    def tagged(tag: str, data: bytes) -> bytes:
        return packed(SENDER.sealed(files | {tag: data}))

    def without(path: str) -> bytes:
        return packed({inside: data for inside, data in files.items() if inside != path})

    other_comment = files[bag.SIGNATURE].replace(b"bundle 7", b"bundle 8")
    short = manifest({path: files[path] for path in (bag.BAGIT, bag.MANIFEST)})
    wrong = manifest({path: files[path] + b"x" for path in bag.LISTED_TAGS})
    deflated, locked = field_set(good, local + 8, "<H", 8), field_set(good, local + 6, "<H", 0x801)
    return {
        "bit-in-line": ("a bit of a version's line", flipped(good, lines[0][0]), "BundleDamaged"),
        "bit-in-tag": ("a bit of bag-info.txt", flipped(good, b"Bag-Software-Agent: zjg-inspect"), "BundleDamaged"),
        "bit-in-photo": ("a bit of a photo", flipped(good, PHOTO), "BundleDamaged"),
        "cut": ("the second half is gone", good[: len(good) // 2], "BundleDamaged"),
        "trailing": ("bytes behind the end", good + b"\0", "BundleUnsafe"),
        "doubled": ("an entry twice", packed(files, [(f"{TOP}/{MEDIA}", PHOTO)]), "BundleUnsafe"),
        "case": ("a name that differs by case", made(extra={"BAGIT.TXT": b"x"}), "BundleUnsafe"),
        "dot-dot": ("a path out of the folder", packed(files, [(f"{TOP}/../x", b"x")]), "BundleUnsafe"),
        "absolute": ("an absolute path", packed(files, [("/etc/passwd", b"x")], True), "BundleUnsafe"),
        "backslash": ("a path with a backslash", packed(files, [(f"{TOP}\\x", b"x")]), "BundleUnsafe"),
        "link": ("an entry that is a link", field_set(good, central + 38, "<L", 0o120777 << 16), "BundleUnsafe"),
        "compressed": ("an entry called compressed", deflated, "BundleUnsafe"),
        "zip-encrypted": ("an entry with ZIP's own encryption flag", locked, "BundleUnsafe"),
        "tag-manifest": ("hashes of other tag files", packed(files | {bag.TAG_MANIFEST: wrong}), "BundleDamaged"),
        "tag-unlisted": ("a tag file not listed", packed(files | {bag.TAG_MANIFEST: short}), "BundleUnsafe"),
        "missing": ("a listed photo is not there", without(MEDIA), "BundleDamaged"),
        "missing-tag": ("no bag-info.txt", without(bag.BAG_INFO), "BundleNotABag"),
        "extra": ("a file that no bundle has", made(extra={"data/x.exe": b"x"}), "BundleUnsafe"),
        "unlisted": ("a photo that is not listed", tagged(bag.MANIFEST, listed[0]), "BundleUnsafe"),
        "oxum": ("a wrong Payload-Oxum", made(labels={"Payload-Oxum": "1.2"}), "BundleDamaged"),
        "versions-count": ("a wrong count of versions", made(labels={"ZJG-Versions": "4"}), "BundleDamaged"),
        "media-count": ("a wrong count of photos", made(labels={"ZJG-Media": "0"}), "BundleDamaged"),
        "foreign-signature": ("signed by another device", packed(OTHER.sealed(files)), "BundleForged"),
        "comment": ("another trusted comment", packed(files | {bag.SIGNATURE: other_comment}), "BundleForged"),
        "newer-format": ("a newer format number", made(labels={"ZJG-Format": "2"}), "BundleNewer"),
        "mixed": ("plain and encrypted payload", made(extra={bag.RECEIPTS + ".age": b"x"}), "BundleUnsafe"),
    }  # fmt: skip


def said_of(path: str, shows: str, versions, photos, office, **more) -> dict:
    accepted = {
        "file": path, "shows": shows, "outcome": "accept", "versions": [digest(raw).hex() for raw, _ in versions],
        "photos": [hashlib.sha256(data).hexdigest() for data in photos],
        "counts": {"versions": len(versions), "photos": len(photos)},
    }  # fmt: skip
    return accepted | more | ({"office": office} if office else {})


def bundles(folder: Path) -> list[dict]:
    """Write all bundles and say what they are; the encrypted one stays if it is there."""
    entries = []
    for name, (shows, versions, photos, receipts, office) in VALID.items():
        extra = {bag.RECEIPTS: receipts} if receipts else None
        pack_files(folder / f"{name}.zjgb", SENDER.files(photos, versions, extra))
        more = {"receipts": digest(receipts).hex()} if receipts else {}
        entries.append(said_of(f"{name}.zjgb", shows, versions, photos, office, **more))
    sealed = folder / "encrypted.zjgb"
    if not sealed.exists():
        recipient = str(x25519.Identity.from_str(IDENTITY).to_public())
        pack_files(sealed, SENDER.files((PHOTO,), [device()], recipients=(recipient,)))
    more = {"identity": f"{IDENTITY}\n", "without_identity": "BundleNotForUs", "made": "once"}
    entries.append(said_of(sealed.name, "encrypted to one identity", [device()], (PHOTO,), None, **more))
    for name, (shows, raw, error) in hostile().items():
        (folder / f"bad-{name}.zjgb").write_bytes(raw)
        entries.append({"file": f"bad-{name}.zjgb", "shows": shows, "outcome": "refuse", "error": error})
    return entries


TAKEN = ["null", '""', "[]", "{}", '{"a":1,"b":[true,null,"张家港"]}', "9007199254740991", "-9007199254740991",
         '"\\u0001\\n\\"/"', "[" * 31 + "0" + "]" * 31]  # fmt: skip
NOT_TAKEN = {
    '{"a":1,"a":1}': "doubled name", '{"b":1,"a":2}': "order", '{"a": 1}': "space", " 1": "space before",
    "1\n": "line end", "1.5": "float", "1.0": "float", "1e3": "float", "NaN": "NaN", "Infinity": "no number",
    "-0": "minus zero", "01": "leading zero", "9007199254740992": "integer beyond 2^53 - 1",
    "-9007199254740992": "integer beyond 2^53 - 1", '{"名":1}': "name not ASCII", "[" * 32 + "0" + "]" * 32: "too deep",
    '"\\ud800"': "lone surrogate", '"\\u5f20"': "an escape without need", '"\\/"': "an escape without need",
    "": "nothing", "[1,]": "not JSON",
}  # fmt: skip


def canonical_texts() -> dict:
    taken = [{"text": text, "outcome": "accept", "hash": digest(text.encode()).hex()} for text in TAKEN]
    refused = [
        {"text": text, "shows": why, "outcome": "refuse", "error": errors.NotCanonical.__name__}
        for text, why in NOT_TAKEN.items()
    ]
    return {"texts": taken + refused}


def keys_and_checks() -> dict:
    hashes = [digest(bytes([number])) for number in range(3)]
    keys = [bytes(32), SENDER.public_key, OTHER.public_key]
    return {
        "keys": [{"public_key": k.hex(), "device": ids.device_id(k), "fingerprint": ids.fingerprint(k)} for k in keys],
        "checks": [
            {"hashes": [each.hex() for each in some], "check": receipt.check_of(some).hex()}
            for some in ([], hashes[:1], hashes[:2], hashes, [hashes[0], hashes[0]])
        ],
    }


def write(folder: Path) -> None:
    """Write everything into this folder."""
    said = {
        "format": bag.FORMAT,
        "accepted": {"device": SENDER.info.sender, "public_key": SENDER.public_key.hex()},
        "bundles": bundles(folder),
    }
    for name, document in ("manifest", said), ("canonical", canonical_texts()), ("keys", keys_and_checks()):
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if sys.argv[1:] else HERE)
