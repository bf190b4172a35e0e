"""Errors of rented works and filings."""

from zjg_inspect.errors.base import ZjgError

__all__ = [
    "AlreadyFiled",
    "FilingDayWrong",
    "LeaseDaysWrong",
    "LeaseDecided",
    "NotFiled",
    "RentedError",
    "RentedInConflict",
    "RentedIncomplete",
    "StillLet",
    "TenantNotRegistered",
]


class RentedError(ZjgError):
    pass


class RentedIncomplete(RentedError):
    """`missing`: landlord_name, tenant, premises, let_by (whose premises they are), zone, or why (it is declined)."""

    missing: str


class LeaseDaysWrong(RentedError):
    """A lease that is over before it was signed."""

    signed: str
    until: str


class FilingDayWrong(RentedError):
    """A filing before the signing, or on a day that is still to come."""

    day: str
    first: str
    last: str


class AlreadyFiled(RentedError):
    """It has been filed meanwhile, with this number."""

    number: str


class NotFiled(RentedError):
    """There is no filing of which a receipt could be printed, or that could be taken back."""


class StillLet(RentedError):
    """A landlord with premises, or premises with leases, stay in the register."""

    count: int


class LeaseDecided(RentedError):
    """A proposal of a lease that the office has taken in or turned down meanwhile."""


class TenantNotRegistered(RentedError):
    """The tenant is itself a proposal that waits for the register."""

    name: str


class RentedInConflict(RentedError):
    """Two desks have written different things of it; that is to be settled first."""

    kind: str
