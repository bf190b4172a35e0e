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


class Noted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a visit's reviewers noted before they decided: of one version, on one office's computer, never sent.

    `opened`: by reviewer, when he had this version before him. `asked`: the questions that it raised then; `answers`:
    by question, how it was answered. `returned`: by item, why it is to go back.
    """

    version: Sha256
    opened: dict[str, Instant] = {}
    asked: tuple[str, ...] = ()
    answers: dict[str, str] = {}
    returned: dict[str, str] = {}
    opinion: str = ""

    def was_opened(self, by: Someone) -> bool:
        """Whether this reviewer had it before him."""
        return key_of(by) in self.opened

    def is_settled(self) -> bool:
        """Whether every question is answered, and nothing is to go back."""
        return not self.returned and all(question in self.answers for question in self.asked)


def key_of(person: Someone) -> str:
    """By what a reviewer's notes are told apart from another's."""
    return person.id or person.name


WhyNot = Literal[
    "gone", "decided", "took_part", "outdated", "unopened", "conflict", "major", "void", "photos", "question",
    "returned",
]  # fmt: skip
"""Why a visit cannot be signed together with others; each alone may still be reviewed by itself."""
