"""The device's Ed25519 key: made at first start, readable by its owner alone, never in a backup."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.places import sync_folder, writing

_NAME = "device.key"


class DeviceKey:
    """Signs for this device. `device` is its id in hex, `public` its 32 public bytes."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.device = ids.device_id(self.public)

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data)


def load_or_make(directory: Path, *, may_make: bool = True) -> DeviceKey:
    """The key in this data directory; made on the first call, with mode 0600 from the first byte on.

    Raises:
        StoreDamaged: the key file is there but is no key, or cannot be read; or it is gone and none may be made.
        NotWritable, DiskFull: it cannot be made.
    """
    path = directory / _NAME
    try:
        return DeviceKey(Ed25519PrivateKey.from_private_bytes(path.read_bytes()))
    except FileNotFoundError as error:
        if not may_make:
            raise errors.StoreDamaged(path=str(path), detail=error.strerror or str(error)) from error
    except (ValueError, OSError) as error:
        raise errors.StoreDamaged(path=str(path), detail=getattr(error, "strerror", None) or str(error)) from error
    private = Ed25519PrivateKey.generate()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    part = path.with_suffix(".part")
    with writing(path):
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(directory)
    return DeviceKey(private)


def is_signed(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether this Ed25519 signature of the data is the key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
