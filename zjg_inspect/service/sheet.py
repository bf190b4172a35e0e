"""The assessment sheet: of a draft in front of its signers, and of a sealed visit."""

import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from zjg_inspect import errors
from zjg_inspect.model import authority, ids
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.hazard import HazardBody, Recurrence
from zjg_inspect.model.inspection import Content, Role, content_hash
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.version import parse
from zjg_inspect.places import write_whole
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.delivery import refused_visits
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.visit_opened import load_visit
from zjg_inspect.store import documents, hazard_past, media, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from zjg_inspect.report.rechecked import Rechecked

# PDFium may be in one thread only: two at once corrupt its memory, and the program hangs or ends.
_one_at_a_time = threading.Lock()


def draft_sheet(db: Database, draft: str, turn: tuple[Role, str] | None = None) -> bytes:
    """The PDF of a draft as it will be printed, without QR codes.

    `turn`, role and name, tints the box of who signs now: for the screen. Raises Sealed, NotFound.
    """
    from zjg_inspect.report.sheet import SheetInput, render_sheet  # reportlab is heavy

    with db.read() as conn:
        visit = load_visit(conn, db, draft)
        content = visit.content
        made = SheetInput(
            content=content,
            form=visit.form,
            content_hash=content_hash(content),
            entity=draft,
            signatures=tuple(visit.draft.signatures.values()),
            photos=lambda sha: media.read(db.directory, sha),
            office_name=_office_name(conn, db),
            rechecked=_rechecked(conn, content),
            again=visit.recurring,
            extended=_extended(conn, content),
            then=_then(conn, content),
            registered=_registered(conn, content),
            correction=max((1 + _depth(conn, parent) for parent in visit.draft.head.parents), default=0),
            before=visit.corrects,
            turn=turn,
        )
    return render_sheet(made)


def sealed_sheet(db: Database, inspection: str, version: str = "") -> bytes:
    """The PDF of a sealed visit, with its review where there is one; of an earlier `version` too.

    Also of one that the office did not accept. Raises NotFound.
    """
    from zjg_inspect.report.sheet import SheetInput, render_sheet

    with db.read() as conn:
        version = version or _refused(conn, db, inspection)
        at = documents.inspection_at(conn, version) if version else documents.inspection(conn, inspection)
        body, record = at
        version = record.hash.hex()
        review = documents.review(conn, ids.review_id(version))
        made = SheetInput(
            content=body.content,
            form=form_by_hash(conn, db, body.content.form),
            content_hash=body.content_hash,
            entity=inspection,
            signatures=body.signatures,
            version_hash=version,
            device_signature=record.signature,
            review=review[0] if review else None,
            photos=lambda sha: media.read(db.directory, sha),
            office_name=_office_name(conn, db),
            rechecked=_rechecked(conn, body.content),
            again=_again(conn, db, body.content),
            extended=_extended(conn, body.content),
            then=_then(conn, body.content),
            registered=_registered(conn, body.content),
            correction=_depth(conn, version),
            before=documents.corrected(conn, record.version.parents),
        )
    return render_sheet(made)


def write_sheet(db: Database, inspection: str, to: Path, version: str = "") -> Path:
    """Write the sealed visit's PDF; no half file is left under the name. Raises NotFound, DiskFull, NotWritable."""
    return write_whole(to, sealed_sheet(db, inspection, version))


def file_name(db: Database, inspection: str) -> str:
    """What a visit's PDF is called: 张塘核〔2026〕A07-0031 甲五金厂 复查记录. Raises NotFound."""
    from zjg_inspect.report.content import short_title

    with db.read() as conn:
        content = documents.inspection(conn, inspection)[0].content
    return " ".join(part for part in (content.number, content.name, short_title(content)) if part)


def write_draft_sheet(db: Database, draft: str, to: Path) -> Path:
    """Write the PDF of a draft, to be printed and signed in ink. Raises Sealed, NotFound, DiskFull, NotWritable."""
    return write_whole(to, draft_sheet(db, draft))


def inspection_by_number(db: Database, text: str) -> str:
    """The sealed visit with this id or sheet number. Raises NotFound."""
    i = tables.inspection.c
    with db.read() as conn:
        found = conn.execute(select(i.entity).where(i.number == text)).scalar()
        if found is None:
            try:
                found = conn.execute(select(i.entity).where(i.entity == uuid_bytes(text))).scalar()
            except ValueError:
                found = None
    if found is None:
        raise errors.NotFound(what="inspection", id=text)
    return uuid_text(found)


class PagePicture(NamedTuple):
    """A page for the screen: `rgb` holds three bytes for each pixel, row after row."""

    width: int
    height: int
    rgb: bytes


def page_images(pdf: bytes, width: int) -> list[PagePicture]:
    """Each page, this many pixels wide or one more."""
    import pypdfium2

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(page, width) for page in document]
        finally:
            document.close()


def _picture(page: "PdfPage", width: int) -> PagePicture:
    # closed by name: left to the collector it would be closed in whichever thread that runs in
    with closing(page), closing(page.render(scale=width / page.get_width())) as bitmap:
        picture = bitmap.to_pil().convert("RGB")
        return PagePicture(picture.width, picture.height, picture.tobytes())


def _refused(conn: Connection, db: Database, inspection: str) -> str:
    """The version of a visit of this laptop that the office did not accept, where nothing has taken its place."""
    own = refused_visits(bytes.fromhex(db.key.device)).where(tables.version.c.entity == uuid_bytes(inspection))
    row = conn.execute(own).first()
    return "" if row is None else parse(row.raw, row.signature).hash.hex()


def _office_name(conn: Connection, db: Database) -> str:
    own = standing_of(conn, db)
    return own.card.name if own.card is not None else own.name


def _rechecked(conn: Connection, content: Content) -> "dict[str, Rechecked]":
    """What each hazard was that this visit looked at again, with the deadline that held on its day."""
    from zjg_inspect.report.rechecked import Rechecked

    again = _looked_at_again(content)
    opened = documents.when_found(conn, again)
    heads = heads_of(conn, "hazard", [uuid_bytes(hazard) for hazard in again])
    due: dict[str, str] = {}
    for entity, records in hazard_past.versions(conn, heads).items():
        bodies = [hazard_past.hazard_body(record) for record in records]
        # once sealed, the visit's own step says which day held; what the office extends later that day did not
        own = [body.rectification.deadline for body in bodies if body.visit == content.inspection]
        # an extension leads to a later day, so the latest is the one that held
        held = [body.rectification.deadline for body in bodies if body.date <= content.date]
        due[uuid_text(entity)] = max(own or held, default="")
    return {
        hazard: Rechecked(
            body.item,
            body.rectification.what,
            body.rectification.where,
            body.rectification.grade,
            body.date,
            due.get(hazard, ""),
        )
        for hazard, body in opened.items()
    }


def _looked_at_again(content: Content) -> list[str]:
    return [*content.closed, *(each.hazard for each in content.hazards if each.still_open)]


def _then(conn: Connection, content: Content) -> dict[str, HazardBody]:
    """By item the step that opened the hazard which this visit looked at again."""
    again = documents.when_found(conn, _looked_at_again(content))
    return {body.item: body for body in again.values() if body.date <= content.date}


def _registered(conn: Connection, content: Content) -> Facts | None:
    """What the register said of the enterprise in the version that the visit rests on."""
    record = documents.version(conn, content.enterprise_version)
    body = None if record is None else authority.body_of(record.version)
    return body.facts if isinstance(body, Enterprise) else None


def _again(conn: Connection, db: Database, content: Content) -> dict[str, Recurrence]:
    """By item what this visit found that had been found and closed here before."""

    def form_id(form: str) -> str:
        return form_by_hash(conn, db, form).id

    return hazard_past.closed_items(conn, uuid_bytes(content.enterprise), content.form_id, content.date, form_id)


def _extended(conn: Connection, content: Content) -> dict[str, list[tuple[str, str]]]:
    """By hazard to which days and why those found open again had been extended before this visit."""
    due = {each.hazard: each.rectification.deadline for each in content.hazards if each.still_open}
    heads = heads_of(conn, "hazard", [uuid_bytes(hazard) for hazard in due])
    found: dict[str, list[tuple[str, str]]] = {}
    for entity, records in hazard_past.versions(conn, heads).items():
        hazard = uuid_text(entity)
        bodies = [hazard_past.hazard_body(record) for record in records]
        # what came later leads beyond the deadline that the people signed
        told = {
            (body.date, body.rectification.deadline, body.reason)
            for body in bodies
            if body.step == "extended" and body.date <= content.date and body.rectification.deadline <= due[hazard]
        }
        found[hazard] = [(deadline, reason) for _, deadline, reason in sorted(told)]
    return found


def _depth(conn: Connection, version: str) -> int:
    """How many corrections came before this version."""
    column = tables.version.c
    return int(conn.execute(select(column.depth).where(column.hash == bytes.fromhex(version))).scalar_one())
