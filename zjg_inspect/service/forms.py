"""Checklists: which one is used now, in which versions they are known here, and the making of the next one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.formfile import load_form, read_workbook, write_workbook
from zjg_inspect.model import ids
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.formchange import aligned, check_release, newest, recode
from zjg_inspect.model.formlikeness import continued, unasked
from zjg_inspect.model.formreading import Doubt
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.service.conflict_facts import device_names
from zjg_inspect.service.known_forms import FORM_ID, current_form, form_by_hash
from zjg_inspect.store import forms as store
from zjg_inspect.store.db import Database
from zjg_inspect.store.forms import DraftDoubt, FormDraft

__all__ = [
    "FORM_ID", "DraftDoubt", "FormDraft", "FormRow", "FormVersion", "current_form", "drop_draft", "earlier_versions",
    "edit_form", "edit_item", "export_form", "form_by_hash", "form_draft", "form_drafts", "forms", "import_draft",
    "put_back", "release", "say_other", "say_same", "settle_doubts",
]  # fmt: skip


class FormVersion(msgspec.Struct, frozen=True):
    """One version as it is known here; `since` (UTC) and `by` are empty for what comes with the program.

    `visits`: how many sealed ones were made with it. `same_meaning`: the reworded items of which the office said, when
    it released it here, that they still ask the same.
    """

    form: FormDef
    shipped: bool
    since: str
    by: str
    visits: int
    same_meaning: tuple[str, ...] = ()


class FormRow(msgspec.Struct, frozen=True):
    """A checklist: `current` is the version that visits begin with, the others follow, newest first.

    `rivals`: versions that were released without knowing of each other, the current one among them, else none.
    """

    id: str
    current: FormVersion
    earlier: tuple[FormVersion, ...]
    rivals: tuple[FormVersion, ...]

    @property
    def versions(self) -> tuple[FormVersion, ...]:
        return (self.current, *self.earlier)


def forms(db: Database) -> list[FormRow]:
    """Every checklist that is known here, the enterprises' first."""
    with db.read() as conn:
        names = {form.id for form in db.forms.values()} | store.released_ids(conn)
        used = store.used(conn)
        return [_row(conn, db, form_id, used) for form_id in sorted(names, key=lambda name: (name != FORM_ID, name))]


def _row(conn: Connection, db: Database, form_id: str, used: dict[str, int]) -> FormRow:
    current = current_form(conn, db, form_id)
    came = {each.form.hash: each for each in store.released(conn, form_id)}
    devices = device_names(conn, {each.record.version.device for each in came.values()})
    found = []
    for form in store.known(conn, db.forms, form_id):
        record = came[form.hash].record.version if form.hash in came else None
        found.append(
            FormVersion(
                form=form,
                shipped=form.hash in db.forms,
                since=record.made_at if record else "",
                by=devices.get(record.device, record.device[:12]) if record else "",
                visits=used.get(form.hash, 0),
                same_meaning=store.release_note(conn, form.hash),
            )
        )
    found.sort(key=lambda each: (each.form.version, each.form.hash in came, each.form.hash), reverse=True)
    heads = {each.form.hash for each in came.values() if each.head}
    return FormRow(
        id=form_id,
        current=next(each for each in found if each.form.hash == current.hash),
        earlier=tuple(each for each in found if each.form.hash != current.hash),
        rivals=tuple(each for each in found if each.form.hash in heads) if len(heads) > 1 else (),
    )


# -- the next one --------------------------------------------------------------------------------------------------


def import_draft(db: Database, path: Path, form_id: str = FORM_ID) -> str:
    """Read a checklist from a file into a draft; gives the draft's id.

    A plain table becomes the next version of `form_id`; what names its own checklist stays that one's.

    Raises:
        FormNotRead: a workbook of which no form can be made.
        NotReadable, FormUnreadable, FormNoTable, FormFieldWrong, FormCodeDoubled, FormConditionWrong: nor of this file.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        doubts: tuple[Doubt, ...] = ()
        form = load_form(path)
    else:
        form, doubts = _from_workbook(db, path, form_id)
    with db.write() as conn:
        known = store.known(conn, db.forms, form.id)
        noted = tuple(DraftDoubt(doubt) for doubt in doubts)
        last = newest(known)
        if last is not None and form.version <= last.version:
            form = replace(form, version=last.version + 1)
        if not any(code in each.by_code for each in known for code in form.by_code):
            # all codes are the reader's own: what asks in the same words as before is the same item
            counted, form = form, aligned(form, known)
            noted = _followed(noted, counted, form)
        draft = FormDraft(ids.new_id(), form, noted, file=path.name, touched_at=utc_now())
        store.put_draft(conn, draft)
    return draft.id


def _from_workbook(db: Database, path: Path, form_id: str) -> tuple[FormDef, tuple[Doubt, ...]]:
    """Read once to know whose checklist it is, then with the codes that are taken there."""
    said = read_workbook(path).form
    known = earlier_versions(db, said.id) if said is not None else []
    own = "" if known else form_id
    used = {code for form in known or earlier_versions(db, form_id) for code in form.by_code}
    reading = read_workbook(path, id=own, used=used)
    if reading.form is None:
        raise errors.FormNotRead(file=path.name, places=tuple(each.sentence for each in reading.refused))
    return reading.form, reading.doubts


def export_form(db: Database, form: str, path: Path) -> None:
    """Write a released form (by hash), or a draft (by id), as a workbook that an office person can edit.

    Raises:
        FormUnknown, NotFound: there is none. NotWritable, DiskFull: no file is left behind.
    """
    with db.read() as conn:
        made = _loaded(conn, form).form if "-" in form else form_by_hash(conn, db, form)
    write_workbook(made, path)


def form_drafts(db: Database) -> list[FormDraft]:
    """What is being made; the last touched one first."""
    with db.read() as conn:
        return store.drafts(conn)


def form_draft(db: Database, draft: str) -> FormDraft:
    """Raises NotFound."""
    with db.read() as conn:
        return _loaded(conn, draft)


def earlier_versions(db: Database, form_id: str) -> list[FormDef]:
    """All that the next version of this checklist is compared with, the newest first."""
    with db.read() as conn:
        known = store.known(conn, db.forms, form_id)
    return sorted(known, key=lambda form: (form.version, form.hash), reverse=True)


def edit_form(db: Database, draft: str, **fields: Any) -> FormDraft:
    """Change fields of the draft's form itself: id, version, title, source, derived, pass_rate.

    Raises:
        FormFieldWrong: what was written cannot stand there; nothing is changed.
    """
    return _edit(db, draft, lambda form: form.document() | fields)


def edit_item(db: Database, draft: str, code: str, **fields: Any) -> FormDraft:
    """Change fields of one item: title, text, met, look_at, source, weight, key, evidence …

    Raises:
        FormFieldWrong: what was written cannot stand there; nothing is changed.
    """

    def change(form: FormDef) -> dict[str, Any]:
        document = form.document()
        for section in document["sections"]:
            section["items"] = [item | fields if item["code"] == code else item for item in section["items"]]
        return document

    return _edit(db, draft, change)


def settle_doubts(db: Database, draft: str, which: set[int], settled: bool = True) -> FormDraft:
    """A person has looked at these doubts (counted from 0), or wants to look at them again."""
    with db.write() as conn:
        found = _loaded(conn, draft)
        doubts = tuple(
            replace(each, settled=settled) if n in which else each for n, each in enumerate(found.doubts)
        )  # fmt: skip
        return _put(conn, replace(found, doubts=doubts))


def say_same(db: Database, draft: str, codes: set[str], continues: Mapping[str, str] | None = None) -> FormDraft:
    """A person says that these reworded items still ask the same; and that new ones, by their codes in `continues`, are
    dropped ones in other words, so that they go on under those ones' codes.

    Raises:
        FormNotContinued: there is no such new item, or no such dropped one beside it.
    """
    with db.write() as conn:
        found = _loaded(conn, draft)
        form = found.form
        if continues:
            form = continued(form, continues, store.known(conn, db.forms, form.id))
        same = set(found.same_meaning) | codes | set((continues or {}).values())
        own = tuple(code for code in found.own_questions if code not in (continues or {}))
        doubts = _followed(found.doubts, found.form, form)
        changed = replace(found, form=form, doubts=doubts, same_meaning=tuple(sorted(same)), own_questions=own)
        return _put(conn, changed)


def say_other(db: Database, draft: str, codes: set[str]) -> FormDraft:
    """A person says that these items ask something of their own: what has the code of an earlier version's item gets
    one that no version ever had, what is new keeps its own."""
    with db.write() as conn:
        found = _loaded(conn, draft)
        known = store.known(conn, db.forms, found.form.id)
        last = newest(known)
        taken = codes & set(last.by_code) if last is not None else set()
        form = recode(found.form, taken, known)
        now = dict(zip(found.form.by_code, form.by_code, strict=True))
        own = set(found.own_questions) | {now[code] for code in codes if code in now}
        same = tuple(code for code in found.same_meaning if code not in codes)
        doubts = _followed(found.doubts, found.form, form)
        changed = replace(found, form=form, doubts=doubts, same_meaning=same, own_questions=tuple(sorted(own)))
        return _put(conn, changed)


def _followed(doubts: tuple[DraftDoubt, ...], before: FormDef, after: FormDef) -> tuple[DraftDoubt, ...]:
    """The doubts, each with the code that its item has now; both forms have the same items in the same order."""
    now = dict(zip(before.by_code, after.by_code, strict=True))
    return tuple(
        replace(each, doubt=replace(each.doubt, item=now.get(each.doubt.item, each.doubt.item))) for each in doubts
    )


def put_back(db: Database, draft: FormDraft) -> FormDraft:
    """Make the draft what it was: takes back the last changes, or its being thrown away."""
    with db.write() as conn:
        return _put(conn, draft)


def drop_draft(db: Database, draft: str) -> None:
    with db.write() as conn:
        store.drop_draft(conn, draft)


def release(db: Database, draft: str) -> FormDef:
    """Make the draft the next version of its checklist, signed by this device. The laptops get it with their next
    bundle; visits under way finish with what they were begun with.

    Raises:
        NotAuthorised: a laptop releases nothing.
        FormDoubtsOpen, FormMeaningOpen, FormLikenessOpen: a person has to look first.
        FormVersionNotNewer, FormCodeReused: the draft does not fit what was released before.
    """
    with db.write() as conn:
        found = _loaded(conn, draft)
        if standing_of(conn, db).role == "field":
            raise errors.NotAuthorised(kind="form", device=db.key.device)
        if found.open_doubts:
            raise errors.FormDoubtsOpen(doubts=found.open_doubts)
        form = found.form
        known = store.known(conn, db.forms, form.id)
        check_release(form, known, found.same_meaning)
        if open_ := unasked(form, known, found.own_questions):
            raise errors.FormLikenessOpen(items=tuple(pair.new.code for pair in open_))
        make(conn, db, [Making("form", ids.form_entity(form.id), form)])
        store.note_release(conn, form, utc_now(), found.same_meaning)
        store.drop_draft(conn, draft)
    return form


def _edit(db: Database, draft: str, change: Any) -> FormDraft:
    with db.write() as conn:
        found = _loaded(conn, draft)
        return _put(conn, replace(found, form=FormDef.from_document(change(found.form), found.file)))


def _put(conn: Connection, draft: FormDraft) -> FormDraft:
    draft = replace(draft, touched_at=utc_now())
    store.put_draft(conn, draft)
    return draft


def _loaded(conn: Connection, draft: str) -> FormDraft:
    found = store.load_draft(conn, draft)
    if found is None:
        raise errors.NotFound(what="draft", id=draft)
    return found
