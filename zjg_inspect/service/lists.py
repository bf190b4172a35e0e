"""What the lists show: enterprises, drafts, sealed visits."""

import msgspec
from sqlalchemy import Connection, func, select

from zjg_inspect.model.clock import today
from zjg_inspect.model.hazard import is_overdue
from zjg_inspect.model.inspection import Content, Grade, Verdict
from zjg_inspect.service.delivery import Delivery, Office
from zjg_inspect.store import documents, lists, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.lists import EnterpriseRow
from zjg_inspect.store.projection import uuid_bytes, uuid_text

__all__ = ["EnterpriseRow", "Figures", "SealedVisit", "ZoneName", "enterprises", "figures", "zones"]


class ZoneName(msgspec.Struct, frozen=True):
    id: str
    township: str
    village: str


class SealedVisit(msgspec.Struct, frozen=True):
    """A sealed visit in a list. `delivery`: how far this laptop's own has come; None where it came in a bundle.

    `decision` is the office's (approved, returned, or empty while there is none), `opinion` why it was returned.
    """

    inspection: str
    enterprise: str
    name: str
    village: str
    type: str
    outcome: str
    date: str
    number: str
    inspectors: str
    failed: int
    majors: int
    photos: int
    delivery: Delivery | None
    decision: str
    opinion: str

    @property
    def sent(self) -> bool:
        """Whether a bundle has carried it."""
        return self.delivery is None or self.delivery.state != "unsent"


class Figures(msgspec.Struct, frozen=True):
    """What the status line and the heads count. `proposed`: enterprises 待确认, counted apart from the register's;
    `unsent_found` and `awaited_found`: this laptop's own proposals on their way, leases too."""

    enterprises: int
    proposed: int
    drafts: int
    sealed: int
    unsent: int
    unsent_photos: int
    unsent_majors: int
    unsent_found: int
    awaited: int
    awaited_found: int
    owed_photos: int
    spoilt_photos: int
    open_hazards: int
    overdue: int


def enterprises(
    db: Database, text: str = "", zone: str = "", limit: int = 200, *, zones: bool = True
) -> list[EnterpriseRow]:
    """Those whose name, pinyin initials, code or village holds the text: what this laptop was assigned first, then open
    hazards, then drafts, then all. `zones`: also the zones themselves, where 履职检查 is done."""
    with db.read() as conn:
        return lists.enterprises(conn, db.key.device, text, zone, limit, zones=zones)


def enterprise(db: Database, entity: str) -> EnterpriseRow | None:
    with db.read() as conn:
        return lists.enterprise(conn, db.key.device, entity)


def zones(db: Database) -> list[ZoneName]:
    """All zones that this store knows, by township and village."""
    z = tables.zone.c
    with db.read() as conn:
        rows = conn.execute(select(z.entity, z.township, z.village).order_by(z.township, z.village)).all()
    return [ZoneName(uuid_text(row.entity), row.township, row.village) for row in rows]


def sealed_visits(db: Database, enterprise: str = "", limit: int = 200) -> list[SealedVisit]:
    """Sealed visits, the latest first; of one enterprise, or of all. What the office did not accept stands first."""
    i, e, z, v = tables.inspection.c, tables.enterprise.c, tables.zone.c, tables.version.c
    r = tables.review.c
    latest = select(i.entity).order_by(i.date.desc(), i.number.desc()).limit(limit)
    if enterprise:
        latest = latest.where(i.enterprise == uuid_bytes(enterprise))
    query = (
        select(
            i.entity, i.enterprise, e.name, z.village, i.type, i.outcome, i.date, i.number, i.inspectors,
            i.failed, i.majors, i.photos, i.device, i.hash, v.n, v.seq,
            r.decision, r.entity.label("review"),
        )
        .join(tables.enterprise, e.entity == i.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .join(tables.version, v.hash == i.hash)
        .join(tables.review, (r.inspection == i.entity) & (r.version == i.hash), isouter=True)
        .where(i.entity.in_(latest))
        .order_by(i.date.desc(), i.number.desc())
    )  # fmt: skip
    own = bytes.fromhex(db.key.device)
    with db.read() as conn:
        rows = conn.execute(query).all()
        opinions = {r.review: _opinion(conn, r.review) for r in rows if r.decision == "returned"}
        office = Office(conn, db)
        deliveries = {r.hash: office.delivery(r.hash, r.n, r.seq) for r in rows if r.device == own}
        refused = office.refused(uuid_bytes(enterprise) if enterprise else b"")
    found = [
        SealedVisit(
            uuid_text(r.entity), uuid_text(r.enterprise), r.name, r.village, r.type, r.outcome, r.date, r.number,
            r.inspectors, r.failed, r.majors, r.photos, deliveries.get(r.hash), r.decision or "",
            opinions.get(r.review, ""),
        )
        for r in rows
    ]  # fmt: skip
    instead = {content.inspection for content, _, _ in refused}
    return [_refused(*each) for each in refused] + [each for each in found if each.inspection not in instead]


def _refused(content: Content, photos: int, delivery: Delivery) -> SealedVisit:
    return SealedVisit(
        inspection=content.inspection,
        enterprise=content.enterprise,
        name=content.name,
        village=content.village,
        type=content.type,
        outcome=content.outcome,
        date=content.date,
        number=content.number,
        inspectors="、".join(person.name for person in content.inspectors),
        failed=sum(answer.verdict is Verdict.FAIL for answer in content.answers),
        majors=sum(found.rectification.grade is Grade.MAJOR for found in content.hazards),
        photos=photos,
        delivery=delivery,
        decision="",
        opinion="",
    )


def _opinion(conn: Connection, review: bytes) -> str:
    """Why the office sent a visit back: its opinion, then item by item."""
    found = documents.review(conn, uuid_text(review))
    if found is None:
        return ""
    items = [f"{remark.item} {remark.reason}" for remark in found[0].items]
    return "；".join(text for text in (found[0].opinion, *items) if text)


def figures(db: Database) -> Figures:
    """Counted afresh; unsent and awaited are this device's own sealed visits that the office has not acknowledged."""
    h = tables.hazard.c
    with db.read() as conn:
        waiting = Office(conn, db).waiting()
        deadlines = conn.execute(select(h.deadline, h.state).where(tables.hazard_is_open)).all()
        drafts = conn.execute(select(func.count()).select_from(tables.draft)).scalar_one()
        sealed = conn.execute(select(func.count()).select_from(tables.inspection)).scalar_one()
        registered, proposed = lists.count_enterprises(conn)
        return Figures(
            enterprises=registered,
            proposed=proposed,
            drafts=int(drafts),
            sealed=int(sealed),
            unsent=waiting.unsent,
            unsent_photos=waiting.photos,
            unsent_majors=waiting.majors,
            unsent_found=waiting.unsent_found,
            awaited=waiting.awaited,
            awaited_found=waiting.awaited_found,
            owed_photos=waiting.owed,
            spoilt_photos=waiting.spoilt,
            open_hazards=len(deadlines),
            overdue=sum(is_overdue(deadline, state, today()) for deadline, state in deadlines),
        )
