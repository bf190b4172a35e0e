"""What was written before for an item on this computer: notes, reasons, and how its hazards were to be rectified."""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import func, select

from zjg_inspect.model import authority
from zjg_inspect.model.inspection import Content, InspectionBody
from zjg_inspect.model.version import parse
from zjg_inspect.store import tables
from zjg_inspect.store.db import Database

# So many of this device's latest versions are looked through, and of so many visits among them what was written is
# counted: the same work in a store of any size.
VERSIONS, VISITS = 600, 60
# What is longer says something of one place, and fits no button.
LONGEST = 12

ByItem = Mapping[str, tuple[str, ...]]


class Used(msgspec.Struct, frozen=True):
    """By item code, what was written there before: the most used first, of equals the latest."""

    notes: ByItem = {}
    reasons: ByItem = {}
    measures: ByItem = {}
    funds: ByItem = {}
    contingency: ByItem = {}


def used_before(db: Database, form_id: str) -> Used:
    """From the visits under this checklist that were sealed here last. Reads only."""
    v, own = tables.version.c, bytes.fromhex(db.key.device)
    with db.read() as conn:
        last = conn.execute(select(func.max(v.n)).where(v.device == own)).scalar() or 0
        query = (
            select(v.raw, v.signature)
            .where(v.device == own, v.n > last - VERSIONS, v.kind == "inspection")
            .order_by(v.n.desc())
            .limit(VISITS)
        )
        rows = conn.execute(query).all()
    visits: dict[str, Content] = {}
    for row in rows:
        body = authority.body_of(parse(row.raw, row.signature).version)
        if isinstance(body, InspectionBody) and body.content.form_id == form_id:
            # of a corrected visit the last version alone
            visits.setdefault(body.content.inspection, body.content)
    found = visits.values()
    answers = [answer for content in found for answer in content.answers]
    hazards = [(each.item, each.rectification) for content in found for each in content.hazards if not each.still_open]
    return Used(
        notes=_counted((answer.item, answer.note) for answer in answers if len(answer.note.strip()) <= LONGEST),
        reasons=_counted((answer.item, answer.reason) for answer in answers if len(answer.reason.strip()) <= LONGEST),
        measures=_counted((item, filled.measures) for item, filled in hazards),
        funds=_counted((item, filled.funds) for item, filled in hazards),
        contingency=_counted((item, filled.contingency) for item, filled in hazards),
    )


def _counted(written: Iterable[tuple[str, str]]) -> ByItem:
    counts: dict[str, Counter[str]] = {}
    for item, text in written:
        if text.strip():
            counts.setdefault(item, Counter())[text.strip()] += 1
    return {item: tuple(text for text, _ in count.most_common()) for item, count in counts.items()}
