"""The township office's review of one version of an inspection."""

from typing import Literal

import msgspec

from zjg_inspect.model.inspection import Signature, Someone
from zjg_inspect.model.types import Instant, Sha256, Uuid

Decision = Literal["approved", "returned"]


class ItemRemark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why one item is sent back."""

    item: str
    reason: str


class ReviewBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    inspection: Uuid
    version: Sha256
    content_hash: Sha256
    decision: Decision
    reviewer: Someone
    at: Instant
    opinion: str = ""
    items: tuple[ItemRemark, ...] = ()
    signature: Signature | None = None
