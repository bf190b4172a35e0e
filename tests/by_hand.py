"""The documents of a bundle or store read and counted by hand: zipfile, age, sqlite3, json, yaml; nothing of ours."""

import hashlib
import json
import sqlite3
import subprocess
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
NEWEST = max((ROOT / "forms" / "enterprise").glob("*.yaml"), key=lambda path: int(path.stem))
FORM = yaml.safe_load(NEWEST.read_text(encoding="utf-8"))
ITEMS = {item["code"]: item for section in FORM["sections"] for item in section["items"]}


def read_versions(bundle, identity):
    """Every version in an encrypted bundle by its hash, as plain JSON, opened by the public age program."""
    with zipfile.ZipFile(bundle) as container:
        files = [name for name in container.namelist() if name.endswith(".jsonl.age")]
        plain = [decrypted(container.read(name), identity) for name in files]
    lines = [line.split(b"\t")[0] for each in plain for line in each.splitlines()]
    return {hashlib.sha256(line).hexdigest(): json.loads(line) for line in lines}


def decrypted(data, identity):
    return subprocess.run(["age", "-d", "-i", str(identity)], input=data, capture_output=True, check=True).stdout


def read_store(directory):
    """Every version that a store holds by its hash, as plain JSON."""
    with sqlite3.connect(f"file:{Path(directory) / 'store.sqlite'}?mode=ro", uri=True) as store:
        rows = [bytes(raw) for (raw,) in store.execute("SELECT raw FROM version")]
    store.close()
    return {hashlib.sha256(raw).hexdigest(): json.loads(raw) for raw in rows}


def set_hash(hashes):
    return hashlib.sha256(b"".join(sorted(map(bytes.fromhex, hashes)))).hexdigest()


def bodies(versions, kind):
    """The childless versions' bodies of a kind, by entity."""
    parents = {parent for version in versions.values() for parent in version["parents"]}
    heads = {hash_: version for hash_, version in versions.items() if hash_ not in parents}
    return {version["entity"]: version["body"] for version in heads.values() if version["kind"] == kind}


def applicable(facts):
    """The codes of the items that apply, in the form's order: all but those whose condition is certainly false."""
    return [code for code, item in ITEMS.items() if _holds(item.get("applies_when"), facts) is not False]


def _holds(condition, facts):
    """True, False, or None where a fact that matters is not known."""
    if condition is None:
        return True
    if isinstance(condition, str):
        name, *compared = condition.split()
        value = facts.get(name)
        if value is None or not compared:
            return value
        number = int(compared[1])
        return {"<": value < number, "<=": value <= number, ">": value > number, ">=": value >= number}[compared[0]]
    ((how, what),) = condition.items()
    if how == "not":
        held = _holds(what, facts)
        return None if held is None else not held
    parts = [_holds(part, facts) for part in what]
    decisive = how == "any"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def count_zones(versions):
    """Annex 1's figures for each zone, by (township, village), counted enterprise by enterprise."""
    zones = {own: (body["township"], body["village"]) for own, body in bodies(versions, "zone").items()}
    approved = {
        body["version"]
        for body in bodies(versions, "review").values()
        if body["decision"] == "approved" and body["signature"]["signed"] == body["content_hash"]
    }
    met = defaultdict(bool)
    for hash_, version in versions.items():
        if version["kind"] == "inspection" and hash_ in approved:
            content = version["body"]["content"]
            failed = [a for a in content["answers"] if a["verdict"] == "fail" and _required(a["item"])]
            met[content["enterprise"]] |= content["type"] == "assessment" and not failed
    counted = {place: Counter() for place in zones.values()}
    for own, body in bodies(versions, "enterprise").items():
        facts = body["facts"]
        heads = facts.get("headcount")
        size = "人数不详" if heads is None else "50人以下" if heads < 50 else "50人以上"
        there = {name: bool(facts.get(fact)) for name, fact in _KINDS.items()}
        chemicals = any(facts.get(fact) for fact in ("flammable_tanks", "toxic_tanks", "chemical_store"))
        counted[zones[body["zone"]]].update(
            {"企业总数": 1, size: 1, "危化品储罐或仓库": chemicals, "达到规范化企业": met[own], **there}
        )
    return counted


_KINDS = {
    "粉尘涉爆": "dust_explosive",
    "液氨制冷": "ammonia_refrigeration",
    "其他重点领域": "other_key_field",
    "有限空间": "confined_spaces",
    "租用厂房企业": "rents",
}


def _required(code):
    return ITEMS[code].get("weight", "required") == "required"


def unpack(bundle, to: Path) -> Path:
    """The bag's own folder."""
    with zipfile.ZipFile(bundle) as container:
        container.extractall(to)
    (bag,) = to.iterdir()
    return bag
