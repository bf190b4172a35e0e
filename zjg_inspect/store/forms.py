"""Checklists in the store: released ones in every version, and those that are being made."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from zjg_inspect.model import ids
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formreading import Doubt
from zjg_inspect.model.version import Record, stored
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text


class Released(NamedTuple):
    """A version of kind form; `head` where none has followed it."""

    form: FormDef
    record: Record
    head: bool


def released(conn: Connection, form_id: str) -> list[Released]:
    """Every form that came as a version of this id, back to the first."""
    f, v, h = tables.form.c, tables.version.c, tables.head.c
    query = (
        select(v.raw, v.signature, h.hash.is_not(None).label("head"))
        .select_from(tables.form)
        .join(tables.version, v.hash == f.hash)
        .join(tables.head, (h.hash == f.hash) & (h.kind == "form"), isouter=True)
        .where(f.entity == uuid_bytes(ids.form_entity(form_id)))
    )
    found = []
    for row in conn.execute(query).all():
        record = stored(row.raw, row.signature)
        found.append(Released(FormDef.from_document(record.body), record, bool(row.head)))
    return found


def released_ids(conn: Connection) -> set[str]:
    """The ids of all checklists that came as versions."""
    f, v = tables.form.c, tables.version.c
    query = select(v.raw, v.signature).join(tables.form, v.hash == f.hash).group_by(f.entity)
    return {str(stored(row.raw, row.signature).body["id"]) for row in conn.execute(query)}


def known(conn: Connection, shipped: Mapping[str, FormDef], form_id: str) -> list[FormDef]:
    """All forms of this id that visits may have been made with, each once: shipped ones and those that came."""
    here = [form for form in shipped.values() if form.id == form_id]
    hashes = {form.hash for form in here}
    return here + [each.form for each in released(conn, form_id) if each.form.hash not in hashes]


def used(conn: Connection) -> dict[str, int]:
    """How many sealed visits were made with each form, by its hash."""
    i = tables.inspection.c
    query = select(i.form, func.count()).where(i.form.is_not(None)).group_by(i.form)
    return {hash_.hex(): count for hash_, count in conn.execute(query).tuples()}


# -- being made ----------------------------------------------------------------------------------------------------


class DraftDoubt(msgspec.Struct, frozen=True):
    """What the reading doubted, and whether a person has looked at it."""

    doubt: Doubt
    settled: bool = False


class FormDraft(msgspec.Struct, frozen=True):
    """A checklist that is not released yet. `same_meaning`: the codes of reworded items that still ask the same;
    `own_questions`: those of new items that ask something of their own, however much they look like a dropped one.
    """

    id: str
    form: FormDef
    doubts: tuple[DraftDoubt, ...] = ()
    same_meaning: tuple[str, ...] = ()
    own_questions: tuple[str, ...] = ()
    file: str = ""
    touched_at: str = ""

    @property
    def open_doubts(self) -> int:
        return sum(not each.settled for each in self.doubts)


def put_draft(conn: Connection, draft: FormDraft) -> None:
    """Insert the draft, or replace what it was."""
    drop_draft(conn, draft.id)
    conn.execute(
        insert(tables.form_draft).values(
            id=uuid_bytes(draft.id),
            doc=draft.form.canonical().decode(),
            doubts=msgspec.json.encode(draft.doubts).decode(),
            same_meaning=msgspec.json.encode(draft.same_meaning).decode(),
            own_questions=msgspec.json.encode(draft.own_questions).decode(),
            file=draft.file,
            touched_at=draft.touched_at,
        )
    )


def load_draft(conn: Connection, draft: str) -> FormDraft | None:
    return next((each for each in drafts(conn) if each.id == draft), None)


def drafts(conn: Connection) -> list[FormDraft]:
    """The last touched one first."""
    table = tables.form_draft
    return [
        FormDraft(
            id=uuid_text(row.id),
            form=FormDef.from_document(msgspec.json.decode(row.doc)),
            doubts=msgspec.json.decode(row.doubts, type=tuple[DraftDoubt, ...]),
            same_meaning=msgspec.json.decode(row.same_meaning, type=tuple[str, ...]),
            own_questions=msgspec.json.decode(row.own_questions, type=tuple[str, ...]),
            file=row.file,
            touched_at=row.touched_at,
        )
        for row in conn.execute(select(table).order_by(table.c.touched_at.desc(), table.c.id.desc()))
    ]


def drop_draft(conn: Connection, draft: str) -> None:
    conn.execute(delete(tables.form_draft).where(tables.form_draft.c.id == uuid_bytes(draft)))


def note_release(conn: Connection, form: FormDef, at: str, same_meaning: tuple[str, ...]) -> None:
    """Keep of which reworded items a person said that they still ask the same."""
    said = msgspec.json.encode(same_meaning).decode()
    table = tables.form_release
    conn.execute(delete(table).where(table.c.form_hash == bytes.fromhex(form.hash)))
    conn.execute(insert(table).values(form_hash=bytes.fromhex(form.hash), at=at, same_meaning=said))


def release_note(conn: Connection, form: str) -> tuple[str, ...]:
    """The codes of the reworded items that were said to ask the same; empty where this store released no such form."""
    table = tables.form_release
    said = conn.execute(select(table.c.same_meaning).where(table.c.form_hash == bytes.fromhex(form))).scalar()
    return () if said is None else msgspec.json.decode(said, type=tuple[str, ...])
