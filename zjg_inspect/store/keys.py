"""The device's keys, for signing (Ed25519) and for reading what is sent to it (age); never in a backup."""

import errno
import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.places import sync_folder, writing

_SIGNING, _READING, _RECOVERY = "device.key", "age.key", "recovery.key"
_PREFIX = "AGE-SECRET-KEY-1"
_IDENTITY = re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")


class DeviceKey:
    """Signs and reads for this device. `device` is its id in hex, `public` its 32 public bytes, `recipient` its age
    recipient; `identities` open what was encrypted to it, or to a key that it took over."""

    def __init__(self, private: Ed25519PrivateKey, identities: tuple[str, ...]) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.device = ids.device_id(self.public)
        self.identities = identities
        self.recipient = recipient_of(identities[0])

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)


def load_or_make(directory: Path, *, may_make: bool = True) -> DeviceKey:
    """The keys in this data directory; made on the first call, readable by their owner alone from the first byte on.

    `age.key` is an identity file as the public `age` program takes it.

    Raises:
        StoreDamaged: a key file is there but is none, or cannot be read; or device.key is gone and none may be made.
        NotWritable, DiskFull: they cannot be made.
    """
    signing, reading = directory / _SIGNING, directory / _READING
    raw = _read(signing)
    if raw is None:
        if not may_make:
            raise errors.StoreDamaged(path=str(signing), detail=os.strerror(errno.ENOENT))
        raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        write_secret(signing, raw)
    text = _read(reading)
    if text is None:
        text = f"{new_identity()}\n".encode()
        write_secret(reading, text)
    try:
        return DeviceKey(Ed25519PrivateKey.from_private_bytes(raw), identities_of(text))
    except ValueError as error:
        raise errors.StoreDamaged(path=str(signing), detail=str(error)) from error


def new_identity() -> str:
    """A fresh age identity (X25519)."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The recipient (age1…) that an identity opens. Raises ValueError: not an identity."""
    from pyrage import IdentityError, x25519

    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError as error:
        raise ValueError("not an age identity") from error


def identities_of(text: bytes) -> tuple[str, ...]:
    """The identities of an identity file, at least one; comments and empty lines are passed over. Raises ValueError."""
    lines = [line.strip() for line in text.decode("ascii").splitlines()]
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if not found or not all(map(_IDENTITY.fullmatch, found)):
        raise ValueError("not an age identity file")
    return found


def add_identity(directory: Path, key: DeviceKey, identity: str) -> DeviceKey:
    """The key with one more identity to read with (a recovery key that was typed in), kept in age.key.

    Raises:
        ValueError: not an identity.
        NotWritable, DiskFull: age.key stays as it was.
    """
    recipient_of(identity)
    identities = tuple(dict.fromkeys((*key.identities, identity)))
    write_secret(directory / _READING, "".join(f"{each}\n" for each in identities).encode())
    return DeviceKey(key._private, identities)


def renew(directory: Path, key: DeviceKey) -> DeviceKey:
    """New keys in place of these; what was encrypted to the old ones can still be read.

    Raises:
        NotWritable, DiskFull: device.key stays as it was.
    """
    identities = (new_identity(), *key.identities)
    write_secret(directory / _READING, "".join(f"{each}\n" for each in identities).encode())
    private = Ed25519PrivateKey.generate()
    write_secret(directory / _SIGNING, private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    return DeviceKey(private, identities)


def read_recovery(directory: Path) -> tuple[str, ...]:
    """The identities of recovery keys that are on no paper yet, the newest first. Raises StoreDamaged."""
    text = _read(directory / _RECOVERY)
    try:
        return () if text is None else identities_of(text)
    except ValueError as error:
        raise errors.StoreDamaged(path=str(directory / _RECOVERY), detail=str(error)) from error


def write_recovery(directory: Path, identities: tuple[str, ...]) -> None:
    """Keep these in recovery.key until they are printed. Raises NotWritable, DiskFull: it stays as it was."""
    write_secret(directory / _RECOVERY, "".join(f"{each}\n" for each in identities).encode())


def drop_recovery(directory: Path) -> None:
    """From here on the key is on paper alone. Raises NotWritable."""
    path = directory / _RECOVERY
    with writing(path):
        path.unlink(missing_ok=True)
        sync_folder(directory)


def identity_typed(text: str) -> str:
    """The identity that a person typed from paper or scanned: spaces and line breaks do not matter.

    Raises ValueError: not an identity; its check characters find any mistake in typing.
    """
    bare = "".join(text.split()).upper()
    if not bare.startswith(_PREFIX):
        bare = _PREFIX + bare
    recipient_of(bare)
    return bare


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise errors.StoreDamaged(path=str(path), detail=error.strerror or str(error)) from error


def write_secret(path: Path, raw: bytes) -> None:
    """Write a file that only its owner can read (mode 0600) from the first byte on.

    Raises:
        NotWritable, DiskFull: what stood there before is untouched, and no part of the secret lies about.
    """
    part = path.with_suffix(".part")
    with writing(path):
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def is_signed(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether this Ed25519 signature of the data is the key's."""
    try:
        _public(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _public(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)
