"""Payload files encrypted one by one with age (https://age-encryption.org/v1), through pyrage.

pyrage 1.4 opens some headers that the specification forbids. That lets nothing in here: header MAC and every chunk are
checked all the same, a container's bytes are its sender's by signature, and what comes out proves itself (a version by
its own signature, a photo by the hash in its name).
"""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

SUFFIX = ".age"
MAX_HEADER = 2**14
FIRST_LINE = b"age-encryption.org/v1\n"
_CHUNK, _TAG, _NONCE = 2**16, 16, 16
_FOREIGN = "No matching keys found"


def sealer(recipients: Sequence[str]) -> Callable[[bytes], bytes]:
    """What encrypts to all of these recipients (age1…), each named once. Raises ValueError: one is no recipient."""
    from pyrage import RecipientError, encrypt, x25519

    try:
        keys = [x25519.Recipient.from_str(recipient) for recipient in dict.fromkeys(recipients)]
    except RecipientError as error:
        raise ValueError("not an age recipient") from error

    def seal(plain: bytes) -> bytes:
        sealed: bytes = encrypt(plain, keys)
        return sealed

    return seal


def opener(identities: Sequence[str]) -> Callable[[bytes], bytes | None]:
    """What decrypts with any of these identities (AGE-SECRET-KEY-1…): None where none of them fits, ValueError where
    the bytes are damaged. Raises ValueError: one is no identity.
    """
    from pyrage import DecryptError, decrypt_io

    keys = _keys(identities)

    def unseal(sealed: bytes) -> bytes | None:
        if not sealed.startswith(FIRST_LINE):  # pyrage would take armour, too
            raise ValueError("not an age file")
        plain = io.BytesIO()
        try:
            decrypt_io(io.BytesIO(sealed), plain, keys)  # half the time of `decrypt`
        except (DecryptError, OSError) as error:
            if str(error) == _FOREIGN:
                return None
            raise ValueError(str(error)) from error
        return plain.getvalue()

    return unseal


def salvager(identities: Sequence[str]) -> Callable[[bytes], bytes]:
    """What decrypts as far as the chunks are whole, each of them authenticated: b"" where the header is not ours or
    the first chunk is damaged. Raises ValueError: one is no identity.
    """
    from pyrage import DecryptError, decrypt_io

    keys = _keys(identities)

    def unseal_beginning(sealed: bytes) -> bytes:
        plain = io.BytesIO()
        with suppress(DecryptError, OSError):  # what came before the failure has been written
            decrypt_io(io.BytesIO(sealed), plain, keys)
        return plain.getvalue()

    return unseal_beginning


def _keys(identities: Sequence[str]) -> list[Any]:
    from pyrage import IdentityError, x25519

    try:
        return [x25519.Identity.from_str(identity) for identity in identities]
    except IdentityError as error:
        raise ValueError("not an age identity") from error


def sealed_limit(size: int) -> int:
    """How large the encrypted form of so many bytes may be."""
    return MAX_HEADER + _NONCE + size + _TAG * (size // _CHUNK + 1)


def plain_size(head: bytes, sealed_size: int) -> int:
    """The size of what is encrypted, from the first MAX_HEADER bytes and the size of the encrypted form.

    Raises:
        ValueError: it is no age file.
    """
    mac = head.find(b"\n--- ")
    end = head.find(b"\n", mac + 1) + 1
    body = sealed_size - end - _NONCE
    if mac < 0 or not end or body < _TAG:
        raise ValueError("not an age file")
    return body - _TAG * -(-body // (_CHUNK + _TAG))
