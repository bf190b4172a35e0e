"""Kinds, their body schemas, and who may author them (§1 of the design): one table."""

import re
from typing import NamedTuple

import msgspec
from msgspec import structs

from zjg_inspect import errors
from zjg_inspect.model import ids, proposal
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import InspectionBody, VisitType, content_hash, is_void
from zjg_inspect.model.programme import Programme, faults
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Device, Enterprise, Grant, Person, Tier, Zone
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.version import Record, Version, parse_known, reader

Body = (
    Zone
    | Enterprise
    | Landlord
    | Premises
    | Lease
    | Person
    | Device
    | Grant
    | Assignment
    | FormDef
    | Programme
    | Proposal
    | InspectionBody
    | HazardBody
    | ReviewBody
)

SCHEMAS: dict[str, type[Body]] = {
    "zone": Zone,
    "enterprise": Enterprise,
    "landlord": Landlord,
    "premises": Premises,
    "lease": Lease,
    "person": Person,
    "device": Device,
    "grant": Grant,
    "assignment": Assignment,
    "form": FormDef,
    "programme": Programme,
    "proposal": Proposal,
    "inspection": InspectionBody,
    "hazard": HazardBody,
    "review": ReviewBody,
}

# Without a city an office is its own root and authors forms and programmes too.
AUTHORS: dict[str, frozenset[Tier]] = {
    "zone": frozenset({"office"}),
    "enterprise": frozenset({"office"}),
    "landlord": frozenset({"office"}),
    "premises": frozenset({"office"}),
    "lease": frozenset({"office"}),
    "person": frozenset({"office"}),
    "device": frozenset({"field", "office", "city"}),
    "grant": frozenset({"office", "city"}),
    "assignment": frozenset({"office"}),
    "form": frozenset({"office", "city"}),
    "programme": frozenset({"office", "city"}),
    "proposal": frozenset({"field"}),
    "inspection": frozenset({"field", "office"}),
    "hazard": frozenset({"field", "office"}),
    "review": frozenset({"office"}),
}

_SHA = b'"sha256":"'
_SCAN = b'"scan":"'
_PHOTO = re.compile(rb'"(?:sha256|scan)":"([0-9a-f]{64})"')


# A form's conditions nest freely; the others' fields are all named, so that what fits them is no deeper than they are.
CLOSED_SCHEMAS = {kind: schema for kind, schema in SCHEMAS.items() if kind != "form"}
_READERS = {kind: reader(kind, schema) for kind, schema in CLOSED_SCHEMAS.items()}


def parse_line(raw: bytes, signature: bytes) -> Record:
    """The record of a line that came from outside. Raises NotCanonical."""
    return parse_known(raw, signature, _READERS)


def body_of_record(record: Record) -> Body:
    """The record's body, once for all that ask. Raises SchemaWrong."""
    if not isinstance(record.typed, _Proven):
        structs.force_setattr(record, "typed", _Proven(body_of(record.version)))
    body: Body = record.typed.body
    return body


class _Proven(NamedTuple):
    """A body that contradicts neither its schema nor its envelope."""

    body: Body


def body_of(version: Version) -> Body:
    """The version's body by its kind's schema.

    Raises:
        SchemaWrong: the body is not what the schema says, or contradicts its own envelope.
    """
    try:
        schema = SCHEMAS[version.kind]
        if isinstance(version.body, schema):
            body: Body = version.body
        elif version.kind == "form":
            body = FormDef.from_document(version.body)
        else:
            body = msgspec.convert(version.body, schema)
        wrong = _contradiction(version, body)
    except (msgspec.ValidationError, errors.FormError, errors.NotCanonical, ValueError) as error:
        raise errors.SchemaWrong(kind=version.kind, reason=str(error)) from error
    if wrong:
        raise errors.SchemaWrong(kind=version.kind, reason=wrong)
    return body


def _contradiction(version: Version, body: Body) -> str:
    """What in the body does not fit the envelope or itself; empty if nothing."""
    match body:
        case Zone():
            ok = version.entity == ids.zone_id(body.township, body.village)
            return "" if ok else "entity is not this zone's"
        case Enterprise():
            if body.zone == version.entity:
                return "its own zone"
            # so that two offices that merge the same two agree, and no chain of them is a circle
            return "merged into itself or a greater one" if body.merged_into >= version.entity else ""
        case Lease():
            return "" if body.premises or body.declined else "a lease of no premises"
        case Device():
            ok = ids.device_id(bytes.fromhex(body.public_key)) == version.device
            return "" if ok and version.entity == ids.device_entity(version.device) else "device describes another"
        case Grant():
            ok = ids.device_id(bytes.fromhex(body.public_key)) == body.device
            return "" if ok and version.entity == ids.grant_id(body.device) else "grant does not fit its key"
        case FormDef():
            return "" if version.entity == ids.form_entity(body.id) else "entity is not this form's"
        case Programme():
            if version.entity != ids.programme_entity(body.id):
                return "entity is not this programme's"
            return "".join(f"{wrong.member} {wrong.kind}" for wrong in faults(body)[:1])
        case Proposal():
            return proposal.fault(body)
        case InspectionBody():
            if body.content.inspection != version.entity:
                return "content is another inspection's"
            return "" if content_hash(body.content) == body.content_hash else "content hash differs"
        case HazardBody():
            ok = version.entity == ids.hazard_id(body.inspection, body.item)
            return "" if ok else "entity is not this hazard's"
        case ReviewBody():
            if body.decision == "approved" and (body.signature is None or is_void(body.signature, body.content_hash)):
                return "approved without a signature of the content"
            return "" if version.entity == ids.review_id(body.version) else "entity is not this review's"
    return ""


def check_kind(version: Version, tier: Tier) -> None:
    """Whether a device of this tier may author this kind at all; asked before the body is read.

    Raises:
        NotAuthorised: it may not.
    """
    if tier not in AUTHORS[version.kind]:
        raise errors.NotAuthorised(kind=version.kind, device=version.device)


def check_author(version: Version, body: Body, tier: Tier) -> None:
    """Whether a device of this tier may author this version.

    Raises:
        NotAuthorised: it may not.
    """
    check_kind(version, tier)
    allowed = True
    if isinstance(body, InspectionBody) and tier == "office":
        allowed = body.content.type is VisitType.GUIDANCE
    if isinstance(body, Grant):
        allowed = body.tier == {"office": "field", "city": "office"}.get(tier)
    if not allowed:
        raise errors.NotAuthorised(kind=version.kind, device=version.device)


def may_author(version: Version, device: str, tier: Tier) -> bool:
    """Whether this device may say the same as this version in one of its own."""
    own = msgspec.structs.replace(version, device=device)
    try:
        check_author(own, body_of(own), tier)
    except (errors.NotAuthorised, errors.SchemaWrong):
        return False
    return True


def photos_of(raw: bytes) -> set[str]:
    """The hashes of all photos that a version names, scans of signed paper among them, in its canonical bytes.

    A quotation mark within a text is written with a backslash there, so that no text can look like this member.
    """
    return {sha.decode() for sha in _PHOTO.findall(raw)} if _SHA in raw or _SCAN in raw else set()
