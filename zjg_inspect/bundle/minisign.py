"""Detached signatures that the public `minisign` program verifies (its `ED` form: BLAKE2b-512, then Ed25519).

Format: https://jedisct1.github.io/minisign/#signature-format
"""

import base64
import binascii
import hashlib
from collections.abc import Callable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "


def key_id(public_key: bytes) -> bytes:
    """The 8 bytes by which minisign matches key and signature; here they follow from the key, so no one keeps them."""
    return hashlib.sha256(public_key).digest()[:8]


def public_key_line(public_key: bytes) -> str:
    """The raw 32-byte Ed25519 key as `minisign -P` takes it."""
    return _b64(b"Ed" + key_id(public_key) + public_key)


def public_key_file(public_key: bytes, comment: str) -> str:
    """The text of a key file as `minisign -p` takes it."""
    return f"{_UNTRUSTED}{comment}\n{public_key_line(public_key)}\n"


def sign(data: bytes, sign_fn: Callable[[bytes], bytes], public_key: bytes, trusted_comment: str, comment: str) -> str:
    """The text of a `.minisig` file over `data`; `sign_fn` makes raw Ed25519 signatures with the key's private half.

    The trusted comment is signed, the other comment is not; neither may contain a line break.
    """
    signature = sign_fn(_prehash(data))
    whole = sign_fn(signature + trusted_comment.encode())
    line = _b64(b"ED" + key_id(public_key) + signature)
    return f"{_UNTRUSTED}{comment}\n{line}\n{_TRUSTED}{trusted_comment}\n{_b64(whole)}\n"


def verify(signature_text: str, data: bytes, public_key: bytes, comment: str | None = None) -> str:
    """The trusted comment of a good signature over `data`; with `comment`, the unsigned comment must be that, too.

    Raises:
        cryptography.exceptions.InvalidSignature: anything else, malformed text included.
    """
    lines = signature_text.split("\n")
    if len(lines) != 5 or lines[4] or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
        raise InvalidSignature
    if comment is not None and lines[0] != _UNTRUSTED + comment:
        raise InvalidSignature
    first, whole = _unb64(lines[1], 74), _unb64(lines[3], 64)
    if first[:10] != b"ED" + key_id(public_key):
        raise InvalidSignature
    trusted = lines[2].removeprefix(_TRUSTED)
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(first[10:], _prehash(data))
        key.verify(whole, first[10:] + trusted.encode())
    except ValueError as error:  # no point of the curve, a lone surrogate
        raise InvalidSignature from error
    return trusted


def _prehash(data: bytes) -> bytes:
    return hashlib.blake2b(data).digest()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str, size: int) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidSignature from error
    # b64decode ignores the bits behind the last byte: two texts would be one signature
    if len(data) != size or _b64(data) != text:
        raise InvalidSignature
    return data
