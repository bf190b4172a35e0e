"""Receipts: what one side has of the other, as it travels in a bundle (§4 of the design)."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from zjg_inspect import errors
from zjg_inspect.model.types import DeviceId, Sha256
from zjg_inspect.model.version import canonical, decode_canonical

_Count = Annotated[int, msgspec.Meta(ge=0)]
Span = tuple[_Count, _Count]


class Quarantined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version that was not accepted, by its hash, and why."""

    hash: Sha256
    reason: str


class Received(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The n up to which all of a device's versions are stored, and `check_of` their hashes.

    The number alone would let a laptop whose data was copied believe that its own n came, where it was the copy's.
    """

    through: _Count
    check: Sha256


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the sender has received.

    `received`: by device, what has come of it, in whatever state. `quarantined` and `missing` (photos named by a stored
    version) are the exceptions. `bundles`: by sender, the sequence numbers of its bundles that came, as spans from
    first to last.
    """

    received: dict[DeviceId, Received] = {}
    quarantined: tuple[Quarantined, ...] = ()
    missing: tuple[Sha256, ...] = ()
    bundles: dict[DeviceId, tuple[Span, ...]] = {}

    def last_bundle(self, sender: str) -> int:
        """The greatest number of its bundles that came; 0 where none did."""
        return max((last for _, last in self.bundles.get(sender, ())), default=0)

    def has_bundle(self, sender: str, sequence: int) -> bool:
        return any(first <= sequence <= last for first, last in self.bundles.get(sender, ()))


def encode(receipt: Receipt) -> bytes:
    """The canonical bytes of `data/receipts.json`."""
    return canonical(receipt)


def decode(raw: bytes) -> Receipt:
    """Raises NotCanonical: other bytes than `encode` writes."""
    value = decode_canonical(raw)
    try:
        return msgspec.convert(value, Receipt)
    except msgspec.ValidationError as error:
        raise errors.NotCanonical(reason=str(error)) from error


def check_of(hashes: Iterable[bytes], check: bytes = bytes(32)) -> bytes:
    """The exclusive or of these hashes and of the check so far: the same in whatever order they came."""
    total = int.from_bytes(check)
    for hash_ in hashes:
        total ^= int.from_bytes(hash_)
    return total.to_bytes(32)


def spans(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Whole numbers as spans without gaps, in order."""
    found: list[Span] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)
