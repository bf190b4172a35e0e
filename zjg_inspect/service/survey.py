"""Survey (摸排): what is found on the spot is entered on the laptop and goes to the office as a proposal (§五(一))."""

from pathlib import Path

import msgspec
from sqlalchemy import Connection, or_, select

from zjg_inspect import errors
from zjg_inspect.model import creditcode, ids
from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Photo, Someone
from zjg_inspect.model.likeness import core, is_alike
from zjg_inspect.model.proposal import LeaseFound, Proposal, Subject
from zjg_inspect.model.register import Enterprise, FieldDoubt
from zjg_inspect.model.version import parse
from zjg_inspect.service.author import Making, heads, make, standing_of
from zjg_inspect.service.conflict_facts import enterprise_name
from zjg_inspect.service.visit import INSPECTORS, taken_photo
from zjg_inspect.store import documents, media, settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = ["Entry", "Host", "LeaseFound", "Likely", "Proposal", "Proposed"]

# As many likely doubles as can be read at a glance.
_MOST = 5


class Entry(msgspec.Struct, frozen=True):
    """What is being entered; `proposal` is the one that is being corrected, empty of what is new."""

    body: Proposal
    proposal: str = ""


class Likely(msgspec.Struct, frozen=True):
    """An enterprise that may be the one being entered; `same_code`: it bears the same code."""

    id: str
    name: str
    code: str
    village: str
    same_code: bool
    proposed: bool


class Host(msgspec.Struct, frozen=True):
    """An enterprise in whose works the one being entered may be (厂中厂)."""

    id: str
    name: str
    initials: str


class Proposed(msgspec.Struct, frozen=True):
    """A proposal in a list. `enterprise`: what was found, or the tenant. `taken`: the register has what was found."""

    id: str
    enterprise: str
    subject: Subject
    name: str
    village: str
    date: str
    own: bool
    taken: bool


def entry(db: Database) -> Entry | None:
    """What was being entered when it was left; None when there is nothing."""
    with db.read() as conn:
        kept = settings.get(conn, settings.SURVEY)
    return msgspec.json.decode(kept, type=Entry) if kept else None


def new_entry(db: Database, zone: str = "", tenant: str = "") -> Proposal:
    """An empty entry of today, by those who inspected last; a tenant's lease with `tenant`, else an enterprise.

    Without a `zone` it is found in the village that this laptop worked in last.
    """
    with db.read() as conn:
        before = settings.get(conn, INSPECTORS)
        zone = zone or ("" if tenant else _worked_in(conn, db))
    by = msgspec.json.decode(before, type=tuple[Someone, ...]) if before else ()
    if tenant:
        return Proposal(date=today().isoformat(), by=by, tenant=tenant, lease=LeaseFound(""))
    return Proposal(date=today().isoformat(), by=by, found=Enterprise("", zone))


def _worked_in(conn: Connection, db: Database) -> str:
    """The zone of what was begun, sealed or proposed here last; the only one there is; else none."""
    v, d, i, p = tables.version.c, tables.draft.c, tables.inspection.c, tables.proposal.c
    own = select(v.entity, v.raw, v.signature).where(v.device == bytes.fromhex(db.key.device))
    last = conn.execute(own.where(v.kind.in_(("inspection", "proposal"))).order_by(v.n.desc()).limit(1)).first()
    begun = conn.execute(select(d.enterprise, d.touched_at).order_by(d.touched_at.desc()).limit(1)).first()
    there = None
    if last is not None:
        visited = select(i.enterprise).where(i.entity == last.entity)
        found = select(p.enterprise).where(p.entity == last.entity)
        there = conn.scalar(visited) or conn.scalar(found)
    if begun is not None and (
        last is None or begun.touched_at > parse(last.raw, last.signature).version.made_at
    ):  # fmt: skip
        there = begun.enterprise
    if there is None:
        zones = conn.scalars(select(tables.zone.c.entity).limit(2)).all()
        return uuid_text(zones[0]) if len(zones) == 1 else ""
    zone = conn.scalar(select(tables.enterprise.c.zone).where(tables.enterprise.c.entity == there))
    return uuid_text(zone) if zone else ""


def keep_entry(db: Database, body: Proposal, proposal: str = "") -> None:
    """Save what has been entered so far; of a correction, for this `proposal`."""
    with db.write() as conn:
        settings.put(conn, settings.SURVEY, msgspec.json.encode(Entry(body, proposal)).decode())


def discard_entry(db: Database) -> None:
    with db.write() as conn:
        settings.drop(conn, settings.SURVEY)


def take_photo(db: Database, source: bytes | Path, name: str, taken_at: str = "") -> Photo:
    """Take a photo of the licence or the gate in; it stays while the entry or a proposal names it.

    Raises:
        PhotoDamaged, PhotoUnknownFormat, PhotoHeicUnsupported, PhotoTooLarge, NotReadable, DiskFull, NotWritable:
            nothing is left behind.
    """
    photo, size = taken_photo(db, source, name, taken_at)
    with db.write() as conn:
        media.note(conn, photo.sha256, size, ok=True)
    return photo


def likely_doubles(db: Database, found: Enterprise) -> list[Likely]:
    """Those here that may be the same: the same code first, then names that are alike, those of its village first."""
    e, z = tables.enterprise.c, tables.zone.c
    code, name = creditcode.normalise(found.code), core(found.name)
    which = [e.zone == uuid_bytes(found.zone)] if found.zone else []
    if len(code) == creditcode.LENGTH:
        which.append(e.code == code)
    if len(name) >= 2:
        which.append(e.name.contains(name, autoescape=True))
    if not which:
        return []
    query = select(e.entity, e.name, e.code, e.zone, e.proposed, z.village).join(tables.zone, z.entity == e.zone)
    with db.read() as conn:
        rows = conn.execute(query.where(or_(*which), ~e.removed, ~e.is_zone)).all()
    alike = [
        (row.code != code or not code, bool(found.zone) and row.zone != uuid_bytes(found.zone), row.name, row)
        for row in rows
        if (code and row.code == code) or (len(name) >= 2 and is_alike(row.name, found.name))
    ]
    return [
        Likely(uuid_text(row.entity), row.name, row.code, row.village, not other, row.proposed)
        for other, _, _, row in sorted(alike, key=lambda each: each[:3])[:_MOST]
    ]


def hosts(db: Database, zone: str, chosen: str = "", but: str = "") -> list[Host]:
    """Those of a village in whose works another may be, by their initials; `chosen` too, wherever it is by now.

    `but`: the one that is being corrected is not in its own works.
    """
    e = tables.enterprise.c
    wanted = [column == uuid_bytes(each) for column, each in ((e.zone, zone), (e.entity, chosen)) if each]
    if not wanted:
        return []
    query = select(e.entity, e.name, e.initials).where(or_(*wanted), ~e.removed, ~e.is_zone)
    with db.read() as conn:
        rows = conn.execute(query.order_by(e.initials, e.name, e.entity)).all()
    return [Host(uuid_text(row.entity), row.name, row.initials) for row in rows if uuid_text(row.entity) != but]


def host_name(db: Database, waiting: list[Proposal]) -> str:
    """In whose works it was found, as far as this store knows that enterprise; else empty."""
    beside = next((each.beside for each in waiting if each.beside), "")
    with db.read() as conn:
        return enterprise_name(conn, beside) if beside else ""


def propose(db: Database, body: Proposal, proposal: str = "") -> str:
    """Enter what was found, or correct this `proposal`; ends the entry under way. Gives the proposal's id, which is
    the enterprise's too.

    A code that is none stays as a doubt, its field empty.

    Raises:
        WrongRole: an office has no need to propose.
        SurveyIncomplete: no name, no village, nobody who found it, or no landlord where it rents.
        ProposalDecided: the office has taken it into its register meanwhile.
    """
    body = _tidy(body)
    missing = _missing(body)
    if missing:
        raise errors.SurveyIncomplete(missing=missing)
    with db.write() as conn:
        if standing_of(conn, db).role != "field":
            raise errors.WrongRole(needed="field")
        if proposal and (heads(conn, "enterprise", proposal) or heads(conn, "lease", proposal)):
            raise errors.ProposalDecided(name=body.found.name if body.found else "")
        entity = proposal or _new_id(conn, body)
        make(conn, db, [Making("proposal", entity, body)])
        settings.drop(conn, settings.SURVEY)
        settings.put(conn, INSPECTORS, msgspec.json.encode(body.by).decode())
    return entity


def to_correct(db: Database, entity: str) -> Entry:
    """A proposal as it is written anew: what stood in place of a code is in its field again. Raises NotFound."""
    body = proposal(db, entity)
    if body.found is not None and not body.found.code:
        typed = next((doubt.text for doubt in body.found.doubts if doubt.field == "code"), "")
        body = msgspec.structs.replace(body, found=msgspec.structs.replace(body.found, code=typed))
    return Entry(body, entity)


def proposal(db: Database, entity: str) -> Proposal:
    """Raises NotFound."""
    with db.read() as conn:
        found = documents.document(conn, "proposal", entity)
    if found is None or not isinstance(found.body, Proposal):
        raise errors.NotFound(what="proposal", id=entity)
    return found.body


def proposals(db: Database) -> list[Proposed]:
    """All that were made, the newest first."""
    p, e, z, h = tables.proposal.c, tables.enterprise.c, tables.zone.c, tables.head.c
    # what the office made of it bears its id: the enterprise, or the lease of a known tenant
    registered = select(h.entity).where(h.kind.in_(("enterprise", "lease")), h.entity == p.entity).exists()
    query = (
        select(p.entity, p.enterprise, p.subject, p.date, p.device, e.name, z.village, registered.label("taken"))
        .join(tables.enterprise, e.entity == p.enterprise, isouter=True)
        .join(tables.zone, z.entity == e.zone, isouter=True)
        .order_by(p.date.desc(), p.entity.desc())
    )
    own = bytes.fromhex(db.key.device)
    with db.read() as conn:
        rows = conn.execute(query).all()
    return [
        Proposed(
            uuid_text(row.entity), uuid_text(row.enterprise), row.subject, row.name or "", row.village or "", row.date,
            row.device == own, row.taken,
        )
        for row in rows
    ]  # fmt: skip


def waiting_at(db: Database, enterprise: str) -> list[Proposal]:
    """What was found of an enterprise and waits for the office: itself, while no register has it, and its leases.

    Once the register has the enterprise, the lease that was found with it waits as one of a known tenant.
    """
    p, e, le = tables.proposal.c, tables.enterprise.c, tables.lease.c
    undecided = p.subject.in_(("lease", "tenant")) & p.entity.not_in(select(le.entity))
    query = (
        select(p.entity, e.proposed)
        .join(tables.enterprise, e.entity == p.enterprise)
        .where(p.enterprise == uuid_bytes(enterprise), or_(undecided, e.proposed))
        .order_by(p.subject == "lease", p.date, p.entity)
    )
    waiting = []
    with db.read() as conn:
        for row in conn.execute(query).all():
            found = documents.document(conn, "proposal", uuid_text(row.entity))
            if found is None or not isinstance(found.body, Proposal):
                continue
            body = found.body
            known = body.found is not None and not row.proposed
            waiting.append(msgspec.structs.replace(body, found=None, tenant=enterprise) if known else body)
    return waiting


def correctable(db: Database, enterprise: str) -> tuple[str, str]:
    """This laptop's own proposals of an enterprise that the office has not taken in: itself, and its lease; "" each."""
    own = [each for each in proposals(db) if each.own and not each.taken and each.enterprise == enterprise]
    found = [each.id for each in own if each.subject != "lease"]
    leases = [each.id for each in own if each.subject == "lease"]
    return (found[0] if found else "", leases[0] if leases else "")


def _new_id(conn: Connection, body: Proposal) -> str:
    """Of a code and its site, so that two who find it are of one mind; unless something stands under that id here."""
    if body.found is not None and body.found.code:
        entity = ids.enterprise_id(body.found.code, body.found.zone)
        if not heads(conn, "enterprise", entity) and not heads(conn, "proposal", entity):
            return entity
    return ids.new_id()


def _missing(body: Proposal) -> str:
    if body.found is not None and not body.found.name:
        return "name"
    if body.found is not None and not body.found.zone:
        return "zone"
    if body.lease is not None and not body.lease.landlord:
        return "landlord"
    return "" if body.by else "by"


def _tidy(body: Proposal) -> Proposal:
    found, lease = body.found, body.lease
    if found is not None:
        texts = {name: getattr(found, name).strip() for name in ("name", "address", "industry", "principal", "phone")}
        code = creditcode.normalise(found.code)
        doubts = [doubt for doubt in found.doubts if doubt.field != "code"]
        if code and not creditcode.check_character_ok(code):
            doubts.append(FieldDoubt("code", found.code.strip(), "校验位不符"))
            code = ""
        found = msgspec.structs.replace(found, code=code, doubts=tuple(doubts), **texts)
    if lease is not None:
        texts = {name: getattr(lease, name).strip() for name in ("landlord", "phone", "address")}
        lease = msgspec.structs.replace(lease, **texts)
        if found is not None:
            facts = msgspec.structs.replace(found.facts, rents=True)
            signed = lease.signed or found.lease_signed
            found = msgspec.structs.replace(found, facts=facts, landlord=lease.landlord, lease_signed=signed)
    return msgspec.structs.replace(body, found=found, lease=lease, note=body.note.strip())
