"""A lease as a person enters it: of a landlord and premises that the register has, or of new ones, all in one step."""

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.model.types import CivilDate
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.rented import check, check_office, kept
from zjg_inspect.store import documents
from zjg_inspect.store.db import Database


class Letting(msgspec.Struct, frozen=True):
    """From whom: a landlord of the register (its id), or a `new_landlord`. What: `premises` of it, or new ones at an
    `address` in a `zone` (the tenant's where it is empty). From when until when, as far as it is known."""

    landlord: str = ""
    new_landlord: Landlord | None = None
    premises: str = ""
    zone: str = ""
    address: str = ""
    area: int = 0
    signed: CivilDate = ""
    until: CivilDate = ""
    remark: str = ""


def enter_lease(db: Database, tenant: str, letting: Letting, entity: str = "") -> str:
    """Enter a lease of a tenant with all that is new of it, or (with `entity`) change one; gives the lease's id.

    What was filed of it stays as it was.

    Raises:
        RentedIncomplete: the landlord has no name, or landlord, premises, zone or tenant are not in the register.
        LeaseDaysWrong, FilingDayWrong, TenantNotRegistered, NotFound, RentedInConflict, WrongRole: see
            service/rented.py.
    """
    with db.write() as conn:
        check_office(conn, db)
        before = kept(conn, "lease", entity, Lease) if entity else Lease(tenant)
        lease = leased(conn, db, tenant, letting, before)
        own = entity or ids.new_id()
        if lease != before or not entity:
            make(conn, db, [Making("lease", own, lease, None if entity else ())])
    return own


def leased(conn: Connection, db: Database, tenant: str, letting: Letting, before: Lease) -> Lease:
    """The lease as it will be; landlord and premises that are new have been made. In the caller's transaction."""
    landlord, premises = letting.landlord, letting.premises
    if letting.new_landlord is not None and not landlord:
        new = letting.new_landlord
        new = replace(new, name=new.name.strip(), phone=new.phone.strip(), code="".join(new.code.split()).upper())
        if not new.name:
            raise errors.RentedIncomplete(missing="landlord_name")
        landlord = ids.new_id()
        make(conn, db, [Making("landlord", landlord, new, ())])
    if not premises:
        zone = letting.zone or (documents.enterprise(conn, tenant)[0].zone if tenant else "")
        works = Premises(landlord, zone, letting.address.strip(), letting.area)
        check(conn, works)
        premises = ids.new_id()
        make(conn, db, [Making("premises", premises, works, ())])
    elif landlord and kept(conn, "premises", premises, Premises).landlord != landlord:
        raise errors.RentedIncomplete(missing="premises")
    body = replace(
        before, tenant=tenant, premises=premises, signed=letting.signed, until=letting.until,
        remark=letting.remark.strip(),
    )  # fmt: skip
    check(conn, body)
    return body
