"""Bodies of what the office keeps: zones, enterprises, people, and which device may do what."""

from typing import Annotated, Literal

import msgspec

from zjg_inspect.model.form import Facts
from zjg_inspect.model.types import AgeRecipient, CivilDate, DeviceId, Sha256, Uuid


class Zone(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An industrial zone (工业集中区): one whole village."""

    township: str
    village: str
    in_scope: bool = True
    reason: str = ""


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
    """An enterprise at one site. `code` is the unified social credit code, empty where unknown."""

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

    @property
    def gone_from(self) -> str:
        """The first day on which it no longer counts: that of its 注销 or 搬迁; empty while it stays."""
        return "" if self.state in COUNTED_STATES else self.state_date or UNKNOWN_DAY

    def counts_on(self, day: str) -> bool:
        """Whether it counts in its zone on this civil day: in scope, and not deregistered or moved away by then."""
        return counts_on(self.in_scope, self.gone_from, day)


def counts_on(in_scope: bool, gone_from: str, day: str) -> bool:
    return in_scope and (not gone_from or day < gone_from)


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
