"""A visit that was begun with one version of its form: carried over to another with the person's consent, and back."""

import msgspec
from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.draft import DraftHead, carried, left_out
from zjg_inspect.model.form import FormDef
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service.known_forms import current_form, form_by_hash
from zjg_inspect.service.visit_opened import Visit, load_visit
from zjg_inspect.store import drafts
from zjg_inspect.store.db import Database

_SAID = {Verdict.PASS: "符合", Verdict.FAIL: "不符合", Verdict.NOT_APPLICABLE: "不适用"}


def carry_over(db: Database, draft: str, form: str = "") -> None:
    """Go on with another version of the form (by hash; "" for the current one): answers and hazards stay where the
    codes agree, all else stays in the draft, apart. Signatures given before are of another content, so they are void.

    Raises:
        FormKept: a correction keeps the form that the visit was made with.
        Sealed, NotFound, FormUnknown.
    """
    with db.write() as conn:
        visit = _carriable(conn, db, draft)
        new = form_by_hash(conn, db, form) if form else current_form(conn, db, visit.form.id)
        _put(conn, visit, new)


def go_back(db: Database, draft: str) -> None:
    """Go on with the version that the visit was begun with; what was answered since stays where the codes agree."""
    with db.write() as conn:
        visit = _carriable(conn, db, draft)
        if visit.before is not None:
            _put(conn, visit, visit.before)


def stay(db: Database, draft: str) -> None:
    """The person finishes this visit with the version that it was begun with."""
    with db.write() as conn:
        visit = _carriable(conn, db, draft)
        current = current_form(conn, db, visit.form.id)
        _put_head(conn, visit, msgspec.structs.replace(visit.draft.head, declined=current.hash))


def write_down_left_out(db: Database, draft: str) -> None:
    """What was answered to items that the form does not have any more goes into the visit's remark, their photos to
    those of the whole visit: so it is in what the people sign, though it answers nothing that is asked."""
    with db.write() as conn:
        visit = _carriable(conn, db, draft)
        found, lines = visit.draft, []
        for item in left_out(found, visit.form, visit.before):
            answer = found.answers.get(item.code)
            said = [_SAID[answer.verdict]] if answer and answer.verdict else []
            said += [text for text in (answer.reason.strip(), answer.note.strip()) if text] if answer else []
            hazard = found.hazards.get(item.code)
            said += [f"隐患：{hazard.what}（{hazard.where}）"] if hazard and hazard.what else []
            lines.append(f"旧版 {item.code} {item.title}：{'，'.join(said) or '见照片'}。")
            drafts.drop_answer(conn, draft, item.code)
            drafts.drop_hazard(conn, draft, item.code)
            for each in found.photos:
                if each.item == item.code:
                    drafts.drop_photo(conn, draft, each.id)
                    drafts.add_photo(conn, draft, "", each.photo)
        remark = "".join((visit.draft.head.remark.strip(), *lines))
        _put_head(conn, visit, msgspec.structs.replace(visit.draft.head, remark=remark))


def _carriable(conn: Connection, db: Database, draft: str) -> Visit:
    visit = load_visit(conn, db, draft)
    if visit.draft.head.parents:
        raise errors.FormKept(version=visit.form.version)
    return visit


def _put(conn: Connection, visit: Visit, new: FormDef) -> None:
    if new.hash != visit.form.hash:
        _put_head(conn, visit, carried(visit.draft, visit.form, new, utc_now()))


def _put_head(conn: Connection, visit: Visit, head: DraftHead) -> None:
    drafts.put_head(conn, visit.draft.id, head, utc_now())
