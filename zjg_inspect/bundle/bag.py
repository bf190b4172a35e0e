"""The bag inside a bundle: which names and sizes it may have, and its tag files (RFC 8493, BagIt 1.0)."""

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from zjg_inspect.bundle import crypt
from zjg_inspect.model import ids, version

FORMAT = 1
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

RECEIPTS = "data/receipts.json"
BAGIT, BAG_INFO, MANIFEST = "bagit.txt", "bag-info.txt", "manifest-sha256.txt"
TAG_MANIFEST, SIGNATURE = "tagmanifest-sha256.txt", "tagmanifest-sha256.txt.minisig"
LISTED_TAGS = (BAGIT, BAG_INFO, MANIFEST)
TAGS = (*LISTED_TAGS, TAG_MANIFEST, SIGNATURE)

# an honest bag is far below each of them; a reader's memory and time stay bounded by them
MAX_ENTRIES = 200_000
MAX_TOTAL = 64 * 2**30
MAX_NAME = 400
MAX_VERSIONS_FILE = 2 * version.MAX_BYTES
MAX_RECEIPTS = version.MAX_BYTES
MAX_MEDIA = 8 * 2**20
_MAX_TAG = {BAGIT: 2**10, BAG_INFO: 2**16, MANIFEST: 64 * 2**20, TAG_MANIFEST: 2**12, SIGNATURE: 2**12}

_VERSIONS_FILE = re.compile(r"data/versions/([0-9]{4,6})\.jsonl(\.age)?", re.ASCII)
_MEDIA_FILE = re.compile(r"data/media/([0-9a-f]{64})\.jpg(\.age)?", re.ASCII)
_WINDOWS_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.ASCII)
_LINE_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MANIFEST_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+(\S(?:.*\S)?)")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_DEVICE = re.compile(r"[0-9a-f]{32}", re.ASCII)


def versions_file(number: int) -> str:
    return f"data/versions/{number:04d}.jsonl"


def media_file(sha256: str) -> str:
    return f"data/media/{sha256}.jpg"


def is_versions_file(path: str) -> bool:
    return _VERSIONS_FILE.fullmatch(path) is not None


def is_encrypted(path: str) -> bool:
    """Whether a payload file's path says that it is encrypted."""
    return path.endswith(crypt.SUFFIX)


def media_hash(path: str) -> str | None:
    """The hash (64 hex) of the photo itself, encrypted or not, if the path is a photo's."""
    found = _MEDIA_FILE.fullmatch(path)
    return found and found[1]


def version_line(canonical: bytes, signature: bytes) -> bytes:
    """One version as it stands in a versions file; ValueError if it could not be read back."""
    if not canonical or b"\t" in canonical or b"\n" in canonical or len(signature) != 64:
        raise ValueError("not a version's canonical bytes and signature")
    return canonical + b"\t" + base64.b64encode(signature) + b"\n"


def version_of(line: bytes) -> tuple[bytes, bytes]:
    """Canonical bytes and signature of a whole line, its end included; ValueError if it is written otherwise."""
    canonical, _, text = line.partition(b"\t")
    signature = base64.b64decode(text.removesuffix(b"\n"), validate=True)
    if version_line(canonical, signature) != line:
        raise ValueError("another way of writing")
    return canonical, signature


def size_limit(path: str) -> int | None:
    """How large the file at this path inside the bag may be; None for a path that the bag cannot have."""
    if path in _MAX_TAG:
        return _MAX_TAG[path]
    plain = plain_limit(path)
    return plain and (crypt.sealed_limit(plain) if is_encrypted(path) else plain)


def plain_limit(path: str) -> int | None:
    """How large the content of this payload file may be once it is decrypted; None for a path that is none."""
    if is_versions_file(path):
        return MAX_VERSIONS_FILE
    if path.removesuffix(crypt.SUFFIX) == RECEIPTS:
        return MAX_RECEIPTS
    return MAX_MEDIA if media_hash(path) else None


def is_plain_name(name: str) -> bool:
    """Whether every system can have a file or folder of this name, and it says what it seems to say."""
    return (
        0 < len(name) <= 100
        and name == unicodedata.normalize("NFC", name)
        and not any(c in '/\\:*?"<>|' or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
        and not name.startswith((".", " "))
        and not name.endswith((".", " "))
        and not _WINDOWS_DEVICE.fullmatch(name)
    )


@dataclass(frozen=True, kw_only=True)
class BundleInfo:
    """What bag-info.txt says: who sends what to whom. `through` is the sender's own greatest n at that time; `versions`
    and `media` are counts, set by the writer."""

    sender_key: bytes
    sender_name: str
    addressee: str | None
    sequence: int
    made_on: date
    through: int = 0
    versions: int = 0
    media: int = 0
    sender: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sender", ids.device_id(self.sender_key))
        object.__setattr__(self, "sender_name", _LINE_BREAKS.sub(" ", self.sender_name).strip())


def signature_comment(info: BundleInfo) -> str:
    return f"signature of device {info.sender}"


def trusted_comment(info: BundleInfo) -> str:
    return f"zjg bundle {info.sequence} of {info.sender}, {info.made_on.isoformat()}"


def bag_info_text(info: BundleInfo, payload_bytes: int, payload_files: int) -> str:
    labels = {
        "Bag-Software-Agent": "zjg-inspect",
        "Bagging-Date": info.made_on.isoformat(),
        "Payload-Oxum": f"{payload_bytes}.{payload_files}",
        "ZJG-Format": FORMAT,
        "ZJG-Sender": info.sender,
        "ZJG-Sender-Key": base64.b64encode(info.sender_key).decode(),
        "ZJG-Sender-Name": info.sender_name,
        "ZJG-Addressee": info.addressee or "",
        "ZJG-Sequence": info.sequence,
        "ZJG-Through": info.through,
        "ZJG-Versions": info.versions,
        "ZJG-Media": info.media,
    }
    return "".join(f"{label}: {value}\n" for label, value in labels.items() if value != "")


def labels_of(text: str) -> dict[str, str]:
    """The labels of bag-info.txt; labels of no meaning here are kept, as RFC 8493 allows any.

    Raises:
        ValueError: a line without a label, a continued line, a sign that is none (a byte order mark, a line break of
            another system), or one of our labels twice.
    """
    if not text.endswith("\n"):
        raise ValueError("cut line")
    labels: dict[str, str] = {}
    for line in text[:-1].split("\n"):
        label, colon, value = line.partition(": ")
        sound = colon and label and label.isprintable() and label == label.strip() and not _LINE_BREAKS.search(value)
        if not sound or (label in labels and label.startswith("ZJG-")):
            raise ValueError(f"line {line[:40]!r}")
        labels[label] = value
    return labels


def format_of(labels: dict[str, str]) -> int:
    """The container's format number; ValueError if there is none."""
    return _number(labels, "ZJG-Format")


def info_of(labels: dict[str, str]) -> BundleInfo:
    """What the labels of a bag of our format say; `ZJG-Sender` must be compared with the `sender` that the key gives.

    Raises:
        ValueError: a label is missing, or is not written as the writer writes it.
    """
    addressee, key, day = (labels.get(label) for label in ("ZJG-Addressee", "ZJG-Sender-Key", "Bagging-Date"))
    if addressee is not None and not _DEVICE.fullmatch(addressee):
        raise ValueError("ZJG-Addressee")
    sender_key = base64.b64decode(key or "", validate=True)
    if len(sender_key) != 32 or base64.b64encode(sender_key).decode() != key:
        raise ValueError("ZJG-Sender-Key")
    made_on = date.fromisoformat(day or "")
    if made_on.isoformat() != day:
        raise ValueError("Bagging-Date")
    return BundleInfo(
        sender_key=sender_key,
        sender_name=labels.get("ZJG-Sender-Name", ""),
        addressee=addressee,
        sequence=_number(labels, "ZJG-Sequence"),
        made_on=made_on,
        through=_number(labels, "ZJG-Through"),
        versions=_number(labels, "ZJG-Versions"),
        media=_number(labels, "ZJG-Media"),
    )


def _number(labels: dict[str, str], label: str) -> int:
    if not _NUMBER.fullmatch(labels.get(label, "")):
        raise ValueError(label)
    return int(labels[label])


def manifest_bytes(listed: Iterable[tuple[str, str]]) -> bytes:
    """Lines of hash and path; no path of a bag of ours holds a sign that RFC 8493 wants percent-encoded."""
    lines = bytearray()
    for path, sha256 in listed:
        lines += f"{sha256}  {path}\n".encode()
    return bytes(lines)


def manifest_lines(manifest: bytes) -> Iterator[tuple[str, str]]:
    """Path and hash in lower-case hex of each line; a path may come twice.

    Raises:
        ValueError: a line of another shape.
    """
    start = 0
    while start < len(manifest) or not start:
        end = manifest.index(b"\n", start)
        found = _MANIFEST_LINE.fullmatch(manifest[start:end].decode())
        if not found:
            raise ValueError("line of another shape")
        yield found[2], found[1].lower()
        start = end + 1
