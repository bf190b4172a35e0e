"""Rows of landlords, premises and leases."""

from typing import Any

from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.model.version import Record
from zjg_inspect.store.initials import initials


def row(record: Record, body: Landlord | Premises | Lease, conflict: bool) -> dict[str, Any]:
    """What its table says beside the entity."""
    base = {"hash": record.hash, "removed": bool(body.declined), "in_conflict": conflict}
    match body:
        case Landlord():
            return base | {
                "name": body.name,
                "initials": initials(body.name),
                "code": body.code,
                "manager": body.manager,
                "phone": body.phone,
            }
        case Premises():
            return base | {
                "landlord": _bytes(body.landlord),
                "zone": _bytes(body.zone),
                "address": body.address,
                "area": body.area,
            }
        case Lease():
            return base | {
                "tenant": _bytes(body.tenant),
                "premises": _bytes(body.premises) if body.premises else None,
                "signed": body.signed,
                "until": body.until,
                "filed": body.filed,
                "number": body.number,
                "ended": body.ended,
            }


def _bytes(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))
