"""Which checklist a hash names, and which one a visit begins with."""

from collections.abc import Collection
from functools import partial

from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model.form import FormDef
from zjg_inspect.store import documents, forms, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes

FORM_ID = "enterprise"
"""The checklist that a 核查 asks; an official list becomes its next version."""
VILLAGE_FORM_ID = "village"
"""The duty list (履职清单) that a 履职检查 asks of a village about its zone."""


def form_id_of(conn: Connection, site: str) -> str:
    """Which checklist is asked at a place: of a zone the village's duty list, of all others the enterprise's."""
    e = tables.enterprise.c
    is_zone = conn.execute(select(e.is_zone).where(e.entity == uuid_bytes(site))).scalar()
    return VILLAGE_FORM_ID if is_zone else FORM_ID


def form_by_hash(conn: Connection, db: Database, form: str) -> FormDef:
    """A shipped form, or one that came in a bundle. Raises FormUnknown."""
    if form in db.forms:
        return db.forms[form]
    hash_ = conn.execute(select(tables.form.c.hash).where(tables.form.c.form_hash == bytes.fromhex(form))).scalar()
    record = documents.version(conn, hash_.hex()) if hash_ else None
    if record is None:
        raise errors.FormUnknown(form=form)
    return FormDef.from_document(record.body)


def current_form(conn: Connection, db: Database, form_id: str) -> FormDef:
    """What a visit that begins now is made with: the greatest version number among the shipped and the released ones.

    Of one number the released one counts, and of rivals with one number that of the greater hash: so every computer
    that has the same versions takes the same, and a merge of them has a number of its own.

    Raises:
        FormUnknown: there is none of this id.
    """
    heads = [each.form for each in forms.released(conn, form_id) if each.head]
    shipped = [form for form in db.forms.values() if form.id == form_id]
    both = [(form.version, False, form.hash, form) for form in shipped]
    both += [(form.version, True, form.hash, form) for form in heads]
    if not both:
        raise errors.FormUnknown(form=form_id)
    return max(both, key=lambda each: each[:3])[3]


def form_that_asks(conn: Connection, db: Database, form_id: str, codes: Collection[str]) -> FormDef:
    """For a 复查 of hazards at these items: the current form, or where an item was dropped since, the newest of those
    that have most of them."""
    current = current_form(conn, db, form_id)
    if all(code in current.by_code for code in codes):
        return current

    def order(form: FormDef) -> tuple[int, bool, int, str]:
        had = sum(code in form.by_code for code in codes)
        return had, form.hash == current.hash, form.version, form.hash

    return max(forms.known(conn, db.forms, form_id), key=order)


def open_items(conn: Connection, db: Database, enterprise: str, visit: str, day: str, form_id: str) -> set[str]:
    """The codes of the items whose hazards a visit of that day finds open there."""
    known = documents.known_hazards(conn, enterprise, visit, day, partial(form_by_hash, conn, db))
    return {hazard.item for hazard in known if hazard.form_id == form_id}
