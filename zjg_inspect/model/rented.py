"""Bodies of rented works (出租厂房): who lets them, which they are, and each lease with its filing.

Filing is the 告知性备案 of §五(一).
"""

from typing import Annotated, Literal

import msgspec

from zjg_inspect.model.types import CivilDate, MaybeUuid, Uuid


class Landlord(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The party that lets works (出租方): their owner (产权方), or who manages them for the owner (`manager`, 管理人).

    `declined`: why it is not in the register after all.
    """

    name: str
    code: str = ""
    manager: bool = False
    contact: str = ""
    phone: str = ""
    address: str = ""
    remark: str = ""
    declined: str = ""


class Premises(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Works that are let, at one address in one zone; `area` in m², 0 where unknown."""

    landlord: Uuid
    zone: Uuid
    address: str
    area: Annotated[int, msgspec.Meta(ge=0)] = 0
    remark: str = ""
    declined: str = ""


class Lease(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A lease of premises to a tenant (an enterprise), signed on a day, to last `until`; `ended` when it ended before.

    `filed`: the day on which owner or manager filed it with the township, `number` that of the receipt. One that an
    inspector proposed has the proposal's id, also where it was `declined`; only then it may have no premises.
    """

    tenant: Uuid
    premises: MaybeUuid = ""
    signed: CivilDate = ""
    until: CivilDate = ""
    filed: CivilDate = ""
    filed_by: Literal["", "owner", "manager"] = ""
    number: str = ""
    ended: CivilDate = ""
    remark: str = ""
    declined: str = ""
