"""Where a version belongs: merged, held or quarantined; derived from the set, the media and the card, never remembered.

The order of the questions is fixed, so that the same set gives the same answer whatever came first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from zjg_inspect import errors
from zjg_inspect.model import authority, soundness
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.register import Tier
from zjg_inspect.model.version import ENVELOPE, Record, signing_input
from zjg_inspect.store import keys
from zjg_inspect.store.projection import FormOf, granted_tier
from zjg_inspect.store.trust import OFFICE, Trust, first_copy

State = Literal["merged", "held", "quarantined"]


class Judgement(NamedTuple):
    state: State
    reason: str = ""


MERGED = Judgement("merged")


class Parent(NamedTuple):
    """What a child must know of its parent; `tier` is that which a grant gives."""

    state: State
    entity: str
    kind: str
    depth: int
    tier: str = ""


@dataclass
class Context:
    """What judging rests on. `doubled`: versions that share device and n; `refused`: what the office's receipt calls
    quarantined, by hash."""

    trust: Trust
    keys: Mapping[str, bytes]
    doubled: Mapping[str, list[Record]]
    bad_media: frozenset[str]
    refused: Mapping[bytes, str]
    form_of: FormOf
    parents: dict[str, Parent] = field(default_factory=dict)
    _copied: dict[str, int | None] = field(default_factory=dict)

    def copied_from(self, device: str) -> int | None:
        """The smallest n that this device, whose key is known, gave to two versions (the alarm “device copied”)."""
        if device not in self._copied:
            cleared = self.trust.cleared.get(device, 0)
            self._copied[device] = first_copy(self.doubled.get(device, ()), self.keys[device], cleared)
        return self._copied[device]

    def bounds(self) -> dict[str, int]:
        """By device, the n up to which its versions merge, for those of which not all do."""
        found = dict(self.trust.through)
        for device in self.doubled.keys() & self.keys.keys() & self.trust.tiers.keys():
            copied = self.copied_from(device)
            if copied is not None:
                found[device] = min(copied, found.get(device, copied))
        return found


def judge(record: Record, at: Context) -> Judgement:
    version = record.version
    if version.v > ENVELOPE or version.kind not in authority.SCHEMAS:
        return Judgement("held", "newer")
    key = at.keys.get(version.device)
    tier = at.trust.tiers.get(version.device)
    if key is None:
        return Judgement("held", "unknown_device")
    if not record.proven and not keys.is_signed(key, record.signature, signing_input(record.hash)):
        return Judgement("quarantined", "signature")
    if record.hash in at.refused:
        return Judgement("quarantined", OFFICE + at.refused[record.hash])
    if tier is None:
        return Judgement("held", "unknown_device")
    through = at.trust.through.get(version.device)
    if through is not None and version.n > through:
        return Judgement("held", "suspended")
    copied = at.copied_from(version.device)
    if copied is not None and version.n > copied:
        return Judgement("held", "device_copied")
    parents = [at.parents.get(parent) for parent in version.parents]
    if any(parent is not None and parent.state == "quarantined" for parent in parents):
        return Judgement("quarantined", "ancestor")
    if any(parent is None or parent.state == "held" for parent in parents):
        return Judgement("held", "ancestors")
    if any(not _follows(record, parent) for parent in parents if parent is not None):
        return Judgement("quarantined", "schema: parent of another entity")
    return _judge_body(record, tier, at)


def _follows(record: Record, parent: Parent) -> bool:
    """A grant keeps its tier, so that trust in an office rests on what the city wrote alone."""
    version = record.version
    same = (parent.entity, parent.kind) == (version.entity, version.kind)
    return same and parent.tier == granted_tier(record)


def _judge_body(record: Record, tier: Tier, at: Context) -> Judgement:
    version = record.version
    try:
        authority.check_kind(version, tier)
        body = authority.body_of_record(record)
        authority.check_author(version, body, tier)
    except errors.NotAuthorised:
        return Judgement("quarantined", f"authority: {version.kind}")
    except errors.SchemaWrong as error:
        return Judgement("quarantined", f"schema: {error.reason}")
    if at.bad_media and not at.bad_media.isdisjoint(authority.photos_of(record.raw)):
        return Judgement("quarantined", "photo")
    if not isinstance(body, InspectionBody | HazardBody):
        return MERGED
    form = at.form_of(body.form if isinstance(body, HazardBody) else body.content.form)
    if form is None:
        return Judgement("held", "form")
    fault = soundness.hazard_fault(body, form) if isinstance(body, HazardBody) else soundness.fault(body, form)
    return Judgement("quarantined", f"schema: {fault}") if fault else MERGED
