"""Bundles for tests: honest ones by the writer, and dishonest ones whose sums and signatures are right."""

import hashlib
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest import mock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import x25519

from zjg_inspect.bundle import bag, crypt, minisign
from zjg_inspect.bundle.stored_zip import Writer
from zjg_inspect.bundle.writer import write_bundle
from zjg_inspect.service import sending

TOP = "bag-7"
RECEIPTS = b'{"received":{}}'


class Reader:
    """Someone to whom bundles are encrypted."""

    def __init__(self) -> None:
        identity = x25519.Identity.generate()
        self.identity, self.recipient = str(identity), str(identity.to_public())


class Sender:
    """A device with its key, and what it sends."""

    def __init__(self, seed: int = 1, name: str = "张三的电脑") -> None:
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.sign = key.sign
        self.public_key = key.public_key().public_bytes_raw()
        self.info = bag.BundleInfo(
            sender_key=self.public_key, sender_name=name, addressee="0f" * 16, sequence=7, made_on=date(2026, 11, 23)
        )

    def write(self, directory: Path, versions=None, photos=(b"photo",), name=TOP, info=None, **more):
        """An honest bundle, written by the program."""
        store = directory / "store"
        store.mkdir(exist_ok=True)
        media = []
        for data in photos:
            hash_ = hashlib.sha256(data).hexdigest()
            (store / hash_).write_bytes(data)
            media.append((hash_, store / hash_))
        return write_bundle(
            directory,
            name=name,
            info=info or self.info,
            versions=some_versions() if versions is None else versions,
            media=media,
            sign=self.sign,
            **more,
        )

    def files(self, photos=(b"photo",), versions=None, extra=None, labels=None, recipients=()) -> dict[str, bytes]:
        """The files of a bag by path, sums and signatures right; `extra` adds payload, `labels` changes bag-info."""
        lines = b"".join(bag.version_line(*v) for v in (some_versions() if versions is None else versions))
        files = {bag.versions_file(1): lines}
        files |= {bag.media_file(hashlib.sha256(data).hexdigest()): data for data in photos}
        files |= extra or {}
        return self.signed(files, labels or {}, recipients)

    def signed(self, payload: dict[str, bytes], labels: dict[str, str | None], recipients=()) -> dict[str, bytes]:
        info = bag.BundleInfo(
            **{k: getattr(self.info, k) for k in ("sender_key", "sender_name", "addressee", "sequence", "made_on")},
            versions=sum(data.count(b"\n") for path, data in payload.items() if bag.is_versions_file(path)),
            media=sum(1 for path in payload if bag.media_hash(path)),
        )
        payload = sealed_payload(payload, recipients) if recipients else payload
        said = bag.labels_of(bag.bag_info_text(info, sum(map(len, payload.values())), len(payload))) | labels
        text = "".join(f"{label}: {value}\n" for label, value in said.items() if value is not None)
        tags = {bag.BAGIT: bag.DECLARATION, bag.BAG_INFO: text.encode(), bag.MANIFEST: manifest(payload)}
        return self.sealed(payload | tags)

    def sealed(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """With a tag manifest over the tag files as they are now, and this device's signature over it."""
        tag_manifest = manifest({path: files[path] for path in bag.LISTED_TAGS if path in files})
        comments = bag.trusted_comment(self.info), bag.signature_comment(self.info)
        signature = minisign.sign(tag_manifest, self.sign, self.public_key, *comments)
        return files | {bag.TAG_MANIFEST: tag_manifest, bag.SIGNATURE: signature.encode()}


def some_versions(count: int = 3) -> list[tuple[bytes, bytes]]:
    return [(b'{"n":%d}' % n, bytes([n % 256]) * 64) for n in range(1, count + 1)]


def sealed_payload(payload: dict[str, bytes], recipients) -> dict[str, bytes]:
    seal = crypt.sealer(recipients)
    return {path + crypt.SUFFIX: seal(data) for path, data in payload.items()}


def manifest(files: dict[str, bytes]) -> bytes:
    return bag.manifest_bytes((path, hashlib.sha256(data).hexdigest()) for path, data in files.items())


def pack(path: Path, entries: list[tuple[str, bytes]]) -> Path:
    """A container that is right in itself, with any names in any order."""
    with open(path, "wb") as file:
        archive = Writer(file)
        for name, data in entries:
            archive.add(name, data)
        archive.finish()
    return path


def pack_files(path: Path, files: dict[str, bytes], top: str = TOP) -> Path:
    return pack(path, [(f"{top}/{inside}", data) for inside, data in files.items()])


@contextmanager
def plainly():
    """While it lasts exports are not encrypted, as for an addressee whose key is not known."""

    def write(*args, **more):
        return write_bundle(*args, **more | {"recipients": ()})

    with mock.patch.object(sending, "write_bundle", write):
        yield
