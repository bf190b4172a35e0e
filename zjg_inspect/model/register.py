"""Bodies of what the office keeps: zones, enterprises, people, and which device may do what."""

from typing import Annotated, Literal

import msgspec

from zjg_inspect.model.form import Facts
from zjg_inspect.model.types import AgeRecipient, CivilDate, DeviceId, MaybeUuid, Sha256, Uuid


class Team(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who manages a zone: a management team of its own (管理团队), or a commissioned third party (委托第三方)."""

    kind: Literal["own", "agency"]
    name: str
    head: str = ""
    phone: str = ""


# What the city does with a badly managed zone (§六(三)): 警示约谈, 挂牌督办; empty: neither.
Watch = Literal["", "warned", "listed"]


class Zone(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An industrial zone (工业集中区): one whole village.

    `filed`: the day of its 告知性备案 with the township, once (§五(一)), with its `filing_number`.
    """

    township: str
    village: str
    in_scope: bool = True
    reason: str = ""
    filed: CivilDate = ""
    filing_number: str = ""
    team: Team | None = None
    watch: Watch = ""
    watch_date: CivilDate = ""
    watch_reason: str = ""

    @property
    def site_name(self) -> str:
        """What it is called where it is itself what is visited (履职检查)."""
        return f"{self.village}工业集中区"


class FieldDoubt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of the register that could not be understood and was left empty."""

    field: str
    text: str
    reason: str


class KeptFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A visit found this fact otherwise, and the office kept what the register says; a later visit may say it again."""

    field: str
    visit: Uuid
    found: bool | int


State = Literal["active", "stopped", "deregistered", "moved"]
# 停产 stays in the count; 注销 and 搬迁 leave it from their day on (§二).
COUNTED_STATES = ("active", "stopped")
# Of an enterprise that left on a day that nobody wrote down: it counts on no day.
UNKNOWN_DAY = "0001-01-01"


class Enterprise(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An enterprise at one site. `code` is the unified social credit code, empty where unknown.

    `beside`: the enterprise at whose address it is (厂中厂). `since`: of one that moved in, the first day on which it
    counts here; `came_from`: which entry it was before. `merged_into`: it was a double of that one. `declined`: why it
    is not in the register after all: a proposal turned down, an import undone.
    """

    name: str
    zone: Uuid
    code: str = ""
    address: str = ""
    industry: str = ""
    legal_person: str = ""
    principal: str = ""
    phone: str = ""
    facts: Facts = Facts()
    landlord: str = ""
    lease_signed: CivilDate = ""
    remark: str = ""
    state: State = "active"
    state_date: CivilDate = ""
    in_scope: bool = True
    reason: str = ""
    doubts: tuple[FieldDoubt, ...] = ()
    kept: tuple[KeptFact, ...] = ()
    beside: MaybeUuid = ""
    since: CivilDate = ""
    came_from: MaybeUuid = ""
    merged_into: MaybeUuid = ""
    declined: str = ""

    @property
    def removed(self) -> bool:
        """Whether the register no longer has it: it counts on no day and stands in no list; its visits stay."""
        return bool(self.merged_into or self.declined)

    @property
    def gone_from(self) -> str:
        """The first day on which it no longer counts: that of its 注销 or 搬迁; empty while it stays."""
        return "" if self.state in COUNTED_STATES else self.state_date or UNKNOWN_DAY

    def counts_on(self, day: str) -> bool:
        """Whether it counts in its zone on this civil day: in scope, here by then, not deregistered or moved away."""
        return self.in_scope and not self.removed and counts_on(self.since, self.gone_from, day)


def counts_on(since: str, gone_from: str, day: str) -> bool:
    """Whether one in scope counts on this civil day: it is here by then, and not gone yet."""
    return since <= day and (not gone_from or day < gone_from)


class Person(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One of the office's people; with an `agency` it is a third party's (第三方机构)."""

    name: str
    agency: str = ""
    active: bool = True


Tier = Literal["field", "office", "city"]


class Device(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a device says of itself. `recipient`: for whom bundles to it are encrypted; `recovery`: an office's paper
    key, that can open them too. Both are age recipients, or empty."""

    name: str
    public_key: Sha256
    tier: Tier
    recipient: AgeRecipient = ""
    recovery: AgeRecipient = ""


class Grant(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The office accepts a device: it may sign visits, number sheets with these letters, and works in these zones.

    With `through` it is suspended, or `retired` for good: its versions of greater n wait for a person. `cleared`: a
    person has looked at the copies up to this n; they raise the alarm “device copied” no more.
    """

    device: DeviceId
    public_key: Sha256
    name: str
    tier: Tier
    letters: str
    mark: str
    zones: tuple[Uuid, ...]
    recipient: AgeRecipient = ""
    through: Annotated[int, msgspec.Meta(ge=0)] | None = None
    retired: bool = False
    cleared: Annotated[int, msgspec.Meta(ge=0)] = 0
