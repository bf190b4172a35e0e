"""Rectification notices (整改通知单): what is open at an enterprise, on paper; one, or many at a time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from zjg_inspect import errors
from zjg_inspect.model.clock import today
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import FoundHazard, Grade
from zjg_inspect.model.ledger import Choice
from zjg_inspect.model.version import digest
from zjg_inspect.places import write_whole
from zjg_inspect.service.author import standing_of
from zjg_inspect.service.hazard_rows import HazardRow, by_urgency, hazard_rows
from zjg_inspect.store import documents, ledger, settings, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.hazard_past import hazard_body
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text

if TYPE_CHECKING:
    from zjg_inspect.report.notice import Notice, NoticeHazard

_SOME = 50
Step = Callable[[int, int], None]


class Addressee(msgspec.Struct, frozen=True):
    """An enterprise that has something to rectify."""

    id: str
    name: str
    village: str
    open: int
    majors: int


class Printed(msgspec.Struct, frozen=True):
    """What was written: the files, and how many notices are in them."""

    files: tuple[Path, ...]
    notices: int


class _Numbered(msgspec.Struct, frozen=True):
    """The notice printed last for an enterprise: what stood in it, by its digest."""

    number: str
    date: str
    digest: str


def addressees(db: Database, choice: Choice) -> list[Addressee]:
    """The enterprises of the hazards that the ledger lists, those that have open ones, with all that is open there; in
    the order of township, village and name."""
    h, e, z = tables.hazard.c, tables.enterprise.c, tables.zone.c
    listed = (
        select(h.enterprise)
        .join(tables.enterprise, e.entity == h.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .where(ledger.chosen(choice, today()))
    )
    return _addressees(db, h.enterprise.in_(listed))


def addressees_of(db: Database, enterprises: Sequence[str]) -> list[Addressee]:
    """Those of these enterprises that have open hazards, in the same order."""
    wanted = [uuid_bytes(each) for each in enterprises]
    return _addressees(db, tables.hazard.c.enterprise.in_(wanted))


def enterprises_by(db: Database, texts: Sequence[str]) -> list[str]:
    """The enterprises with these names, codes or ids; without any, all that have something open. Raises NotFound."""
    if not texts:
        return [each.id for each in addressees(db, Choice())]
    e = tables.enterprise.c
    found: list[str] = []
    with db.read() as conn:
        for text in texts:
            query = select(e.entity).where(or_(e.name == text, e.code == text), ~e.removed).order_by(e.entity)
            own = [uuid_text(entity) for entity in conn.scalars(query)]
            found += own or [_by_id(conn, text)]
    return found


def _by_id(conn: Connection, text: str) -> str:
    try:
        documents.enterprise(conn, text)
    except ValueError as error:
        raise errors.NotFound(what="enterprise", id=text) from error
    return text


def _addressees(db: Database, which: ColumnElement[bool]) -> list[Addressee]:
    h, e, z = tables.hazard.c, tables.enterprise.c, tables.zone.c
    major = func.sum(case((h.grade == Grade.MAJOR, 1), else_=0))
    query = (
        select(e.entity, e.name, z.village, func.count(), major)
        .select_from(tables.hazard)
        .join(tables.enterprise, e.entity == h.enterprise)
        .join(tables.zone, z.entity == e.zone)
        .where(tables.hazard_is_open, which)
        .group_by(e.entity)
        .order_by(z.township, z.village, e.name, e.entity)
    )
    with db.read() as conn:
        return [Addressee(uuid_text(own), *rest) for own, *rest in conn.execute(query)]


def notice_pdf(db: Database, enterprise: str) -> bytes:
    """The notice as it would be printed now, for the screen; its number is the one that it was printed with, if it was
    printed as it is.

    Raises:
        NothingToRectify: nothing is open there.
        NotFound, NoRole, FormUnknown.
    """
    from zjg_inspect.report.notice import render_notices  # reportlab is heavy

    with db.read() as conn:
        made = _notice(conn, db, enterprise)
        numbered = _printed_before(conn, enterprise, made)
    return render_notices([_with(made, numbered)])


def print_notices(
    db: Database, enterprises: Sequence[str], to: Path, folder: bool = False, step: Step = lambda _done, _all: None
) -> Printed:
    """Write the notices of these enterprises into one PDF, or one each into the folder `to`; no half file is left.

    Each gets a number of this office's; what is printed again unchanged keeps number and date, so printing twice does
    no harm. Enterprises without anything open are left out. `step` may end the work: files that are whole stay.

    Raises:
        NothingToRectify: none of them has anything open.
        WrongRole: a laptop numbers no notices.
        DiskFull, NotWritable, Cancelled, NotFound, FormUnknown.
    """
    from zjg_inspect.report.notice import render_notices

    made = _numbered(db, enterprises, step)
    if not made:
        raise errors.NothingToRectify(enterprise=enterprises[0] if enterprises else "")
    half = len(made)

    def later(done: int, _all: int) -> None:
        step(half + done, 2 * half)

    if not folder:
        return Printed((write_whole(to, render_notices(made, later)),), len(made))
    files = []
    for done, notice in enumerate(made):
        later(done, half)
        files.append(write_whole(to / file_name(notice.name, notice.number), render_notices([notice])))
    return Printed(tuple(files), len(made))


def file_name(name: str, number: str) -> str:
    """甲五金厂 整改通知单 张塘核〔2026〕整0012.pdf, without the signs that a file's name may not have."""
    said = f"{name} 整改通知单 {number}".strip()
    return "".join("_" if sign in '\\/:*?"<>|' or sign < " " else sign for sign in said)[:120] + ".pdf"


def _numbered(db: Database, enterprises: Sequence[str], step: Step) -> "list[Notice]":
    """The notices with their numbers, which are given in short turns: whoever takes bundles in meanwhile need not wait
    for hundreds."""
    found: list[Notice] = []
    for start in range(0, len(enterprises), _SOME):
        step(start, 2 * len(enterprises))
        with db.write() as conn:
            if standing_of(conn, db).role == "field":
                raise errors.WrongRole(needed="office")
            for enterprise in enterprises[start : start + _SOME]:
                try:
                    made = _notice(conn, db, enterprise)
                except errors.NothingToRectify:
                    continue
                numbered = _printed_before(conn, enterprise, made) or _number(conn, db, enterprise, made)
                found.append(_with(made, numbered))
    return found


def _number(conn: Connection, db: Database, enterprise: str, made: "Notice") -> _Numbered:
    """The office's next number of the year, kept for this enterprise with what it stands for."""
    count = f"notice_count/{made.date[:4]}"
    number = int(settings.get(conn, count, "0")) + 1
    settings.put(conn, count, str(number))
    said = f"{standing_of(conn, db).mark}〔{made.date[:4]}〕整{number:04}"
    numbered = _Numbered(said, made.date, _digest(made))
    settings.put(conn, f"notice/{enterprise}", msgspec.json.encode(numbered).decode())
    return numbered


def _printed_before(conn: Connection, enterprise: str, made: "Notice") -> _Numbered | None:
    """The number under which it was printed as it is."""
    doc = settings.get(conn, f"notice/{enterprise}")
    last = msgspec.json.decode(doc, type=_Numbered) if doc else None
    return last if last is not None and last.digest == _digest(made) else None


def _digest(made: "Notice") -> str:
    """Of all that stands in it but number and date."""
    return digest(msgspec.json.encode(replace(made, number="", date=""), order="sorted")).hex()


def _with(made: "Notice", numbered: _Numbered | None) -> "Notice":
    return made if numbered is None else replace(made, number=numbered.number, date=numbered.date)


def _notice(conn: Connection, db: Database, enterprise: str) -> "Notice":
    """Without a number."""
    from zjg_inspect.report.notice import Notice

    here = tables.hazard_is_open & (tables.hazard.c.enterprise == uuid_bytes(enterprise))
    rows = hazard_rows(conn, db, here, by_urgency())
    if not rows:
        raise errors.NothingToRectify(enterprise=enterprise)
    site, _ = documents.enterprise(conn, enterprise)
    z = tables.zone.c
    township = conn.scalar(select(z.township).where(z.entity == uuid_bytes(site.zone))) or ""
    heads = heads_of(conn, "hazard", [uuid_bytes(row.id) for row in rows])
    bodies = {uuid_text(own): hazard_body(some[-1][1]) for own, some in heads.items()}
    i = tables.inspection.c
    seen = [uuid_bytes(body.inspection) for body in bodies.values()]
    numbers = dict(conn.execute(select(i.entity, i.number).where(i.entity.in_(seen))).tuples().all())
    return Notice(
        number="",
        date=today().isoformat(),
        office=standing_of(conn, db).name,
        name=site.name,
        code=site.code,
        address=site.address,
        township=township,
        village=rows[0].village,
        principal=site.principal,
        phone=site.phone,
        hazards=tuple(_hazard(row, bodies[row.id], numbers) for row in rows),
    )


def _hazard(row: HazardRow, body: HazardBody, numbers: dict[bytes, str]) -> "NoticeHazard":
    from zjg_inspect.report.notice import NoticeHazard

    words = msgspec.structs.replace(body.rectification, grade=Grade(row.grade), deadline=row.deadline)
    return NoticeHazard(
        found=FoundHazard(row.item, row.id, words),
        date=row.found,
        number=numbers.get(uuid_bytes(body.inspection), ""),
        inspectors=row.inspectors,
        extensions=row.extensions,
        first_deadline=row.first_deadline,
        reported_done=row.state == "rectified",
        referred=row.referred,
        again=row.recurrence,
    )
