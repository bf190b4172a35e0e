"""A device's card: a small file by which two devices come to know each other (§4 of the design)."""

from typing import Literal

import msgspec

from zjg_inspect import errors
from zjg_inspect.model import ids, version
from zjg_inspect.model.register import Tier
from zjg_inspect.model.types import AgeRecipient, DeviceId, Sha256

_DOMAIN = b"zjg-card-v1\0"


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who a device is; signed by its own key, so that a damaged card shows.

    `recipient` and `recovery` are age recipients: for whom bundles to it are encrypted (see register.Device).
    """

    device: DeviceId
    name: str
    public_key: Sha256
    tier: Tier
    recipient: AgeRecipient = ""
    recovery: AgeRecipient = ""
    zjg_card: Literal[1] = 1

    @property
    def fingerprint(self) -> str:
        """What people compare before they take this card; see ids.fingerprint."""
        return ids.fingerprint(bytes.fromhex(self.public_key))


class SignedCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    card: Card
    signature: str


def signing_input(card: Card) -> bytes:
    return _DOMAIN + version.canonical(card)


def parse(raw: bytes, file: str) -> SignedCard:
    """The card in these bytes; its signature is checked by whoever has the means.

    Raises:
        CardDamaged: no card, or its key does not give its device id.
    """
    try:
        signed = msgspec.json.decode(raw, type=SignedCard)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise errors.CardDamaged(file=file, reason=str(error)) from error
    if ids.device_id(bytes.fromhex(signed.card.public_key)) != signed.card.device:
        raise errors.CardDamaged(file=file, reason="device id")
    return signed
