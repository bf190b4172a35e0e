"""Versions: what is stored, signed and sent (§1 of the design).

A version's bytes are RFC 8785 JSON in a narrower sense: strings, booleans, null, arrays, objects with ASCII names and
integers within ±(2⁵³−1); no floats. Its hash is the SHA-256 of these bytes.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from zjg_inspect import errors
from zjg_inspect.model.types import INSTANT

ENVELOPE = 1
MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
MAX_BYTES = 16 * 2**20
_DOMAIN = b"zjg-version-v1\0"

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode
_HEX64 = re.compile(r"[0-9a-f]{64}")
# An integer of sixteen digits or more may be beyond 2⁵³; what looks like one inside a text only costs time.
_DIGITS = bytes.maketrans(b"123456789:[-", b"000000000,,,")
_LONG_INTEGER = b"," + b"0" * 16
_NAMED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} [0-9a-f]{32} " + INSTANT.removeprefix(r"\A"))
_KIND = b',"kind":"'


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One immutable version of an entity; `parents` are the hashes of the versions that it follows.

    `body`: plain data, or by its kind's schema where writing that gives the very bytes that were read: ask
    `Record.body`.
    """

    body: object
    device: str
    entity: str
    kind: str
    made_at: str
    n: int
    parents: tuple[str, ...]
    v: int = ENVELOPE


class _Stored(Version, frozen=True, forbid_unknown_fields=False, gc=False):
    """A version as it lies in the store."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """A version with the bytes it was read from or written as, its hash (32 bytes) and signature (64 bytes).

    `typed`: what model/authority found its body to be; `proven`: its device's key was seen to have signed it. Both only
    save doing the same work again.
    """

    version: Version
    raw: bytes
    hash: bytes
    signature: bytes
    typed: Any = None
    proven: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """The version's body as plain data."""
        found = self.version.body
        if isinstance(found, dict):
            return found
        plain: dict[str, Any] = _decode(self.raw)["body"]
        return plain


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value (plain types or msgspec structs).

    Raises:
        NotCanonical: a float, an integer beyond ±(2⁵³−1), a name that is not ASCII, a lone surrogate, too deep.
    """
    plain = msgspec.to_builtins(value)
    _check(plain)
    try:
        return _encode(plain)
    except UnicodeEncodeError as error:
        raise errors.NotCanonical(reason="lone surrogate") from error


def encoded(value: msgspec.Struct) -> bytes:
    """The canonical bytes of a struct that holds nothing which canonical JSON does not: what a schema has let through.

    Raises:
        NotCanonical: a lone surrogate.
    """
    try:
        return _encode(value)
    except UnicodeEncodeError as error:
        raise errors.NotCanonical(reason="lone surrogate") from error


def digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def signing_input(hash_: bytes) -> bytes:
    """What the device signs: `zjg-version-v1`, NUL, the 32 raw bytes of the hash."""
    return _DOMAIN + hash_


def decode_canonical(raw: bytes) -> Any:
    """The JSON value of canonical bytes.

    Raises:
        NotCanonical: not JSON, or not the one way of writing it (doubled names, order, spaces, −0, floats, depth).
    """
    if len(raw) > MAX_BYTES:
        raise errors.NotCanonical(reason="too long")
    try:
        value = _decode(raw)
        _check(value)
        same = _encode(value) == raw
    except (msgspec.DecodeError, RecursionError, UnicodeError, ValueError) as error:
        raise errors.NotCanonical(reason=str(error)) from error
    if not same:
        raise errors.NotCanonical(reason="another way of writing")
    return value


def parse(raw: bytes, signature: bytes) -> Record:
    """The record of a line's bytes; its body's schema, its signature and its author's right are judged elsewhere.

    Raises:
        NotCanonical: the bytes are not canonical or not a version's envelope.
    """
    value = decode_canonical(raw)
    if isinstance(value, dict) and type(value.get("v")) is int and value["v"] > ENVELOPE:
        value = {name: value[name] for name in Version.__struct_fields__ if name in value}  # held for a newer release
    try:
        version = msgspec.convert(value, Version)
    except msgspec.ValidationError as error:
        raise errors.NotCanonical(reason=str(error)) from error
    if not isinstance(version.body, dict) or not _is_sound(version):
        raise errors.NotCanonical(reason="envelope")
    return Record(version, raw, digest(raw), signature)


def parse_known(raw: bytes, signature: bytes, known: Mapping[str, Callable[[bytes], Version]]) -> Record:
    """What `parse` gives, sooner where the body fits its kind's schema and is written as the schema writes it.

    `known`: by kind, what `reader` gives. A closed schema proves the names, the depth and that nothing is a float; that
    the same bytes come out again proves all else.

    Raises:
        NotCanonical: as `parse`.
    """
    if len(raw) <= MAX_BYTES and _LONG_INTEGER not in raw.translate(_DIGITS):
        start = raw.rfind(_KIND) + len(_KIND)  # a text cannot hold this: its quotation marks are written otherwise
        read = known.get(raw[start : raw.find(b'"', start)].decode("latin-1"))
        try:
            version = read(raw) if read is not None else None
            if version is not None and version.v == ENVELOPE and _encode(version) == raw and _is_sound(version):
                return Record(version, raw, digest(raw), signature)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            pass  # parse says what is wrong, or finds that nothing is
    return parse(raw, signature)


def reader(kind: str, schema: type[msgspec.Struct]) -> Callable[[bytes], Version]:
    """Reads the bytes of a version of this kind with its body by this schema. Raises MsgspecError."""
    fields: list[tuple[str, Any]] = [("body", schema), ("kind", Literal[kind])]
    typed: Any = msgspec.defstruct(
        kind.title(), fields, bases=(Version,), kw_only=True, frozen=True, forbid_unknown_fields=True, gc=False
    )
    read: Callable[[bytes], Version] = msgspec.json.Decoder(typed).decode
    return read


def stored(raw: bytes, signature: bytes) -> Record:
    """The record of bytes that `parse` has seen before they were stored; `doctor` looks whether they still are so."""
    return Record(_decode_stored(raw), raw, digest(raw), signature)


def _is_sound(version: Version) -> bool:
    """Whether the envelope says what an envelope may say."""
    return bool(
        _NAMED.fullmatch(f"{version.entity} {version.device} {version.made_at}")
        and version.n >= 1
        and version.v >= 1
        and version.kind.isascii()
        and 0 < len(version.kind) <= 32
        and len(version.parents) <= 64
        and all(map(_HEX64.fullmatch, version.parents))
        and all(a < b for a, b in zip(version.parents, version.parents[1:], strict=False))
    )


# of a newer release's envelope only what is known here is read
_decode_stored = msgspec.json.Decoder(_Stored).decode


def _check(value: Any) -> None:
    """Refuse what canonical JSON of ours does not hold; a plain walk, since msgspec's types cannot say this."""
    level = [value]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            kind = type(item)
            if kind is str or item is None or kind is bool:
                continue
            if kind is int:
                if not -MAX_INTEGER <= item <= MAX_INTEGER:
                    raise errors.NotCanonical(reason="integer beyond 2^53")
            elif kind is dict:
                for name in item:
                    if type(name) is not str or not name.isascii():
                        raise errors.NotCanonical(reason="name not ASCII")
                below.extend(item.values())
            elif kind is list or kind is tuple:
                below.extend(item)
            else:
                raise errors.NotCanonical(reason=kind.__name__)
        if not below:
            return
        level = below
    raise errors.NotCanonical(reason="too deep")
