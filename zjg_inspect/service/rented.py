"""Landlords, premises and leases of the register: entered, changed, ended, filed; and the filing of zones."""

from datetime import date
from typing import Literal, TypeVar

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Table, func, select

from zjg_inspect import errors
from zjg_inspect.model import authority, clock, ids
from zjg_inspect.model.register import Zone
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.service.setup import office_letters
from zjg_inspect.store import documents, settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes

__all__ = ["Landlord", "Lease", "Premises"]

By = Literal["owner", "manager"]
Kept = Literal["landlord", "premises", "lease"]
Body = TypeVar("Body", bound=authority.Body)

_TABLES: dict[str, Table] = {"landlord": tables.landlord, "premises": tables.premises, "lease": tables.lease}
# The settings with the last number that was given, by what stands before it.
_COUNT = "filing_number "


def put_landlord(db: Database, body: Landlord, entity: str = "") -> str:
    """Enter a landlord, or (with `entity`) change one; gives the id.

    Raises:
        RentedIncomplete: without a name.
        RentedInConflict, WrongRole.
    """
    texts = {name: getattr(body, name).strip() for name in ("name", "contact", "phone", "address", "remark")}
    body = replace(body, code="".join(body.code.split()).upper(), **texts)
    if not body.name:
        raise errors.RentedIncomplete(missing="landlord_name")
    return _put(db, "landlord", body, entity)


def put_premises(db: Database, body: Premises, entity: str = "") -> str:
    """Enter premises of a landlord in a zone, or change them; gives the id.

    Raises:
        RentedIncomplete: the landlord or the zone is not in the register.
        RentedInConflict, WrongRole.
    """
    body = replace(body, address=body.address.strip(), remark=body.remark.strip())
    return _put(db, "premises", body, entity)


def put_lease(db: Database, body: Lease, entity: str = "") -> str:
    """Enter a lease, or change what is known of it; gives the id. What was filed stays as it was.

    Raises:
        RentedIncomplete: the tenant or the premises are not in the register.
        LeaseDaysWrong: it is over before it was signed.
        FilingDayWrong: it was filed before it was signed, or after today.
        TenantNotRegistered, RentedInConflict, WrongRole.
    """
    return _put(db, "lease", replace(body, remark=body.remark.strip()), entity)


def _put(db: Database, kind: Kept, body: Landlord | Premises | Lease, entity: str) -> str:
    with db.write() as conn:
        check_office(conn, db)
        own = entity or ids.new_id()
        if entity:
            before = kept(conn, kind, entity, type(body))
            if isinstance(body, Lease) and isinstance(before, Lease):
                body = replace(body, filed=before.filed, filed_by=before.filed_by, number=before.number)
            if body == before:
                return own
        check(conn, body)
        make(conn, db, [Making(kind, own, body, None if entity else ())])
    return own


def check_office(conn: Connection, db: Database) -> None:
    """Raises WrongRole: only an office keeps the register."""
    if standing_of(conn, db).role != "office":
        raise errors.WrongRole(needed="office")


def check(conn: Connection, body: Landlord | Premises | Lease) -> None:
    """What the register must have first, and that days follow each other; see the verbs for what it raises."""
    match body:
        case Premises():
            if not body.landlord or not _is_there(conn, tables.landlord, body.landlord):
                raise errors.RentedIncomplete(missing="let_by")
            if not body.zone or conn.scalar(_count(tables.zone, tables.zone.c.entity == uuid_bytes(body.zone))) == 0:
                raise errors.RentedIncomplete(missing="zone")
        case Lease():
            if not body.premises or not _is_there(conn, tables.premises, body.premises):
                raise errors.RentedIncomplete(missing="premises")
            _check_tenant(conn, body.tenant)
            for last in (body.until, body.ended):
                if body.signed and last and last < body.signed:
                    raise errors.LeaseDaysWrong(signed=body.signed, until=last)
            if body.filed:
                _check_day(date.fromisoformat(body.filed), body.signed)


def _check_tenant(conn: Connection, tenant: str) -> None:
    e = tables.enterprise.c
    query = select(e.name, e.proposed, e.removed, e.merged_into)
    row = conn.execute(query.where(e.entity == uuid_bytes(tenant), ~e.is_zone)).first() if tenant else None
    if row is None or (row.removed and row.merged_into is None):
        raise errors.RentedIncomplete(missing="tenant")
    if row.proposed:
        raise errors.TenantNotRegistered(name=row.name)


def _count(table: Table, *which: ColumnElement[bool]):  # type: ignore[no-untyped-def]
    return select(func.count()).select_from(table).where(*which)


def _is_there(conn: Connection, table: Table, entity: str) -> bool:
    which = (table.c.entity == uuid_bytes(entity)) & ~table.c.removed
    return conn.execute(select(table.c.entity).where(which)).first() is not None


def kept(conn: Connection, kind: str, entity: str, body: type[Body]) -> Body:
    """What the register says of it now, to be changed.

    Raises:
        NotFound: there is none.
        RentedInConflict: two desks say different things, and neither is to be lost.
    """
    found = documents.document(conn, kind, entity)
    if found is None or not isinstance(found.body, body):
        raise errors.NotFound(what=kind, id=entity)
    c = tables.conflict.c
    if conn.execute(select(c.entity).where(c.entity == uuid_bytes(entity), c.kind == kind)).first():
        raise errors.RentedInConflict(kind=kind)
    return found.body


def decline(db: Database, kind: Kept, entity: str, why: str) -> None:
    """Take out of the register what was entered by mistake; its versions stay.

    Raises:
        StillLet: a landlord still has premises, or premises still have leases.
        RentedIncomplete: without a reason.
        NotFound, RentedInConflict, WrongRole.
    """
    if not why.strip():
        raise errors.RentedIncomplete(missing="why")
    bodies: dict[str, type[Landlord | Premises | Lease]] = {"landlord": Landlord, "premises": Premises, "lease": Lease}
    with db.write() as conn:
        check_office(conn, db)
        body = kept(conn, kind, entity, bodies[kind])
        below = {"landlord": tables.premises, "premises": tables.lease}.get(kind)
        if below is not None:
            held = conn.scalar(_count(below, below.c[kind] == uuid_bytes(entity), ~below.c.removed))
            if held:
                raise errors.StillLet(count=held)
        make(conn, db, [Making(kind, entity, replace(body, declined=why.strip()))])


def end_lease(db: Database, entity: str, day: date | None) -> None:
    """The lease is over from this day on; None takes that back.

    Raises:
        LeaseDaysWrong: before it was signed.
        NotFound, RentedInConflict, WrongRole.
    """
    with db.write() as conn:
        check_office(conn, db)
        before = kept(conn, "lease", entity, Lease)
        body = replace(before, ended="" if day is None else day.isoformat())
        if body.ended and body.ended < body.signed:
            raise errors.LeaseDaysWrong(signed=body.signed, until=body.ended)
        if body != before:
            make(conn, db, [Making("lease", entity, body)])


# -- filing ------------------------------------------------------------------------------------------------------------


def file_lease(db: Database, entity: str, day: date, by: By, again: bool = False) -> str:
    """File a lease as of a day; gives the receipt's number. With `again` the day or who filed it is put right.

    The number is the office's own: see `_next_number`.

    Raises:
        AlreadyFiled: it has been filed meanwhile.
        FilingDayWrong: before it was signed, or after today.
        NotFound, RentedInConflict, WrongRole.
    """
    with db.write() as conn:
        check_office(conn, db)
        body = kept(conn, "lease", entity, Lease)
        if body.filed and not again:
            raise errors.AlreadyFiled(number=body.number)
        _check_day(day, body.signed)
        # one that was taken back keeps its number
        number = body.number or _next_number(conn, db, day)
        filed = replace(body, filed=day.isoformat(), filed_by=by, number=number)
        if filed != body:
            make(conn, db, [Making("lease", entity, filed)])
    return number


def take_back_filing(db: Database, entity: str) -> None:
    """The lease was filed by mistake: it waits again, and keeps its number for when it is filed.

    Raises:
        NotFiled: it is not.
        NotFound, RentedInConflict, WrongRole.
    """
    with db.write() as conn:
        check_office(conn, db)
        body = kept(conn, "lease", entity, Lease)
        if not body.filed:
            raise errors.NotFiled()
        make(conn, db, [Making("lease", entity, replace(body, filed="", filed_by=""))])


def file_zone(db: Database, zone: str, day: date | None, number: str = "") -> str:
    """File a zone as of a day, or put that right; gives its number, the office's next where none is said.

    None: it was filed by mistake, and waits again.

    Raises:
        FilingDayWrong: after today.
        NotFound, RentedInConflict, WrongRole.
    """
    with db.write() as conn:
        check_office(conn, db)
        before = kept(conn, "zone", zone, Zone)
        if day is None:
            body = replace(before, filed="")
        else:
            _check_day(day, "")
            given = number.strip() or before.filing_number or _next_number(conn, db, day)
            body = replace(before, filed=day.isoformat(), filing_number=given)
        if body != before:
            make(conn, db, [Making("zone", zone, body)])
    return body.filing_number


def _check_day(day: date, signed: str) -> None:
    today = clock.today()
    if day > today or day.isoformat() < signed:
        raise errors.FilingDayWrong(day=day.isoformat(), first=signed, last=today.isoformat())


def _next_number(conn: Connection, db: Database, day: date) -> str:
    """Such as 张塘备〔2026〕A00-0012: the office's mark with 备 for 核, year of filing, letters, own count.

    The letters are those of the office's own sheets: no laptop has them, and an office that was restored from a backup
    goes on with others, so that what was numbered after that backup cannot come a second time. The count goes up
    within the transaction that gives the number and never back: nothing bears a number that another had before.
    """
    own = standing_of(conn, db)
    head = f"{own.mark.removesuffix('核')}备〔{day.year}〕{office_letters(own)}-"
    last = int(settings.get(conn, _COUNT + head, "0")) + 1
    settings.put(conn, _COUNT + head, str(last))
    return f"{head}{last:04}"
