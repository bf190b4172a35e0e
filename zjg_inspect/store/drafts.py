"""Drafts: plain local rows, one write for one tap. Functions on a connection; none begins or ends anything."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model.draft import Draft, DraftAnswer, DraftHead, DraftPhoto
from zjg_inspect.model.inspection import Photo, Rectification, Signature, Verdict
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text

# Built once, since a tap must be quick; of an upsert SQLAlchemy keeps no compiled form, and compiling takes longer than
# the disk.
_EXISTS = select(tables.draft.c.entity).where(tables.draft.c.entity == bindparam("own"))
_PUT_PLACE = (
    update(tables.draft)
    .where(tables.draft.c.entity == bindparam("own"))
    .values(item=bindparam("place"), touched_at=bindparam("now"))
)
_PUT_ANSWER = text(
    "INSERT INTO draft_answer (draft, item, verdict, note, reason, at)"
    " VALUES (:draft, :item, :verdict, :note, :reason, :at) ON CONFLICT (draft, item) DO UPDATE SET"
    " verdict = excluded.verdict, note = excluded.note, reason = excluded.reason, at = excluded.at"
)


def put_draft(conn: Connection, draft: Draft) -> None:
    """Insert a new draft with all that it holds."""
    own = uuid_bytes(draft.id)
    conn.execute(
        insert(tables.draft).values(
            entity=own,
            enterprise=uuid_bytes(draft.enterprise),
            doc=_json(draft.head),
            item=draft.item,
            number=draft.number,
            touched_at=draft.touched_at,
        )
    )
    for answer in draft.answers.values():
        put_answer(conn, draft.id, answer)
    for item, filled in draft.hazards.items():
        put_hazard(conn, draft.id, item, filled)
    for each in draft.photos:
        add_photo(conn, draft.id, each.item, each.photo)


def load(conn: Connection, draft: str) -> Draft | None:
    own = uuid_bytes(draft)
    row = conn.execute(select(tables.draft).where(tables.draft.c.entity == own)).first()
    if row is None:
        return None
    answers = conn.execute(select(tables.draft_answer).where(tables.draft_answer.c.draft == own))
    hazards = conn.execute(select(tables.draft_hazard).where(tables.draft_hazard.c.draft == own))
    signatures = conn.execute(select(tables.draft_signature).where(tables.draft_signature.c.draft == own))
    return Draft(
        id=draft,
        enterprise=uuid_text(row.enterprise),
        head=msgspec.json.decode(row.doc, type=DraftHead),
        item=row.item,
        number=row.number,
        touched_at=row.touched_at,
        answers={
            a.item: DraftAnswer(a.item, Verdict(a.verdict) if a.verdict else None, a.note, a.reason, a.at)
            for a in answers
        },
        hazards={h.item: msgspec.json.decode(h.doc, type=Rectification) for h in hazards},
        photos=photos(conn, draft),
        signatures={s.slot: msgspec.json.decode(s.doc, type=Signature) for s in signatures},
    )


def exists(conn: Connection, draft: str) -> bool:
    return conn.execute(_EXISTS, {"own": uuid_bytes(draft)}).first() is not None


def put_head(conn: Connection, draft: str, head: DraftHead, at: str) -> None:
    _update(conn, draft, doc=_json(head), touched_at=at)


def put_place(conn: Connection, draft: str, item: str, at: str) -> None:
    conn.execute(_PUT_PLACE, {"own": uuid_bytes(draft), "place": item, "now": at})


def put_number(conn: Connection, draft: str, number: str) -> None:
    _update(conn, draft, number=number)


def put_answer(conn: Connection, draft: str, answer: DraftAnswer) -> None:
    """Insert the answer, or replace the earlier one to the same item."""
    row = {"item": answer.item, "verdict": answer.verdict or "", "note": answer.note, "reason": answer.reason}
    conn.execute(_PUT_ANSWER, {"draft": uuid_bytes(draft), "at": answer.at, **row})


def drop_answer(conn: Connection, draft: str, item: str) -> None:
    table = tables.draft_answer
    conn.execute(delete(table).where(table.c.draft == uuid_bytes(draft), table.c.item == item))


def put_hazard(conn: Connection, draft: str, item: str, filled: Rectification) -> None:
    write = upsert(tables.draft_hazard).values(draft=uuid_bytes(draft), item=item, doc=_json(filled))
    conn.execute(write.on_conflict_do_update(index_elements=["draft", "item"], set_={"doc": _json(filled)}))


def drop_hazard(conn: Connection, draft: str, item: str) -> None:
    table = tables.draft_hazard
    conn.execute(delete(table).where(table.c.draft == uuid_bytes(draft), table.c.item == item))


def photos(conn: Connection, draft: str) -> tuple[DraftPhoto, ...]:
    """In the order in which they came."""
    table = tables.draft_photo
    rows = conn.execute(select(table).where(table.c.draft == uuid_bytes(draft)).order_by(table.c.id))
    return tuple(DraftPhoto(row.id, row.item, msgspec.json.decode(row.doc, type=Photo)) for row in rows)


def add_photo(conn: Connection, draft: str, item: str, photo: Photo) -> int:
    """Gives the photo's id in the draft."""
    row = {"draft": uuid_bytes(draft), "item": item, "sha256": bytes.fromhex(photo.sha256), "doc": _json(photo)}
    write = insert(tables.draft_photo).values(row).returning(tables.draft_photo.c.id)
    return int(conn.execute(write).scalar_one())


def put_photo(conn: Connection, draft: str, photo_id: int, photo: Photo) -> None:
    table = tables.draft_photo
    conn.execute(
        update(table).where(table.c.id == photo_id, table.c.draft == uuid_bytes(draft)).values(doc=_json(photo))
    )


def drop_photo(conn: Connection, draft: str, photo_id: int) -> None:
    table = tables.draft_photo
    conn.execute(delete(table).where(table.c.id == photo_id, table.c.draft == uuid_bytes(draft)))


def put_signature(conn: Connection, draft: str, slot: str, signature: Signature) -> None:
    """Insert the signature in this place of the sheet, or replace the earlier one."""
    write = upsert(tables.draft_signature).values(draft=uuid_bytes(draft), slot=slot, doc=_json(signature))
    conn.execute(write.on_conflict_do_update(index_elements=["draft", "slot"], set_={"doc": _json(signature)}))


def drop_signatures(conn: Connection, draft: str, slots: Iterable[str]) -> None:
    table = tables.draft_signature
    conn.execute(delete(table).where(table.c.draft == uuid_bytes(draft), table.c.slot.in_(list(slots))))


def drop(conn: Connection, draft: str) -> None:
    """The draft with all that hangs on it; its photos' files go with the next sweep."""
    conn.execute(delete(tables.draft).where(tables.draft.c.entity == uuid_bytes(draft)))


def next_number(conn: Connection, year: int) -> int:
    """This device's next sheet number of the year; one that was given out is never given out again."""
    table = tables.sheet_count
    write = upsert(table).values(year=year, last=1)
    conn.execute(write.on_conflict_do_update(index_elements=["year"], set_={"last": table.c.last + 1}))
    return int(conn.execute(select(table.c.last).where(table.c.year == year)).scalar_one())


def _update(conn: Connection, draft: str, **values: Any) -> None:
    conn.execute(update(tables.draft).where(tables.draft.c.entity == uuid_bytes(draft)).values(**values))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
