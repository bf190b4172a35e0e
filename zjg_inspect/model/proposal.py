"""What an inspector found on the spot that no list has (摸排, §五(一)): a proposal, until the office has decided."""

from typing import Literal

import msgspec

from zjg_inspect.model.inspection import Photo, Someone
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.types import CivilDate, MaybeUuid, VisitDate

Subject = Literal["enterprise", "tenant", "lease"]


class LeaseFound(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A lease as told on the spot: from whom, what, signed when, to last until when."""

    landlord: str
    phone: str = ""
    address: str = ""
    signed: CivilDate = ""
    until: CivilDate = ""


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An enterprise that was `found`, with its `lease` where it rents; or the lease of a known `tenant`.

    What is found has this proposal's id in the register too, once the office takes it in. `beside`: the enterprise at
    whose address it was found (厂中厂). `photos`: of the licence, the gate, the lease.
    """

    date: VisitDate
    by: tuple[Someone, ...]
    found: Enterprise | None = None
    tenant: MaybeUuid = ""
    lease: LeaseFound | None = None
    beside: MaybeUuid = ""
    photos: tuple[Photo, ...] = ()
    note: str = ""

    @property
    def subject(self) -> Subject:
        if self.found is None:
            return "lease"
        return "enterprise" if self.lease is None else "tenant"


def fault(body: Proposal) -> str:
    """What in a proposal contradicts itself; empty if nothing."""
    if (body.found is None) == (not body.tenant):
        return "neither found nor of a known tenant, or both"
    if body.found is None and body.lease is None:
        return "a known tenant without a lease"
    return ""
