"""A register from Excel: rehearsed, corrected by hand, taken in as a whole, and taken back as a whole."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.roster import NOTHING_BY_HAND, ByHand, Doubt, Earlier, Refusal, RosterTable, read_table
from zjg_inspect.model.types import CivilDate
from zjg_inspect.places import reading
from zjg_inspect.report.workbook import Sheets, read_sheets
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.service.matching import Change, Gone, Matched, NewZone, Step, match
from zjg_inspect.store import settings
from zjg_inspect.store.db import Database

__all__ = [
    "Book", "ByHand", "Change", "Gone", "Import", "Left", "NewZone", "Rehearsal", "RosterReport", "last_import",
    "open_book", "rehearse", "take_in",
]  # fmt: skip

_IMPORT = "roster_import"
# So many versions are signed and merged between two looks at whether it is to stop.
_SOME = 500


class Book(msgspec.Struct, frozen=True):
    """A workbook's cells, read once; `digest`: of the file's bytes, by which it is known again."""

    file: str
    sheets: Sheets
    digest: str = ""


class Rehearsal(msgspec.Struct, frozen=True):
    """What taking a register in would do. `read`: its rows as the sheet and the person have them; `matched`: the same
    beside the register."""

    file: str
    said: ByHand
    read: RosterTable
    matched: Matched

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns without which nothing can be read."""
        return self.read.missing

    @property
    def changes(self) -> tuple[Change, ...]:
        return (*self.matched.new, *self.matched.changed)


class Left(msgspec.Struct, frozen=True):
    """What became of an enterprise that the file does not list: 注销 or 搬迁, since when."""

    state: Literal["deregistered", "moved"]
    date: CivilDate


class RosterReport(msgspec.Struct, frozen=True):
    """What became of a register's rows: rows = new + changed + unchanged + refused; doubts are among those taken.

    `left`: those not listed that were said to be closed or moved.
    """

    rows: int
    new: int
    changed: int
    unchanged: int
    refused: tuple[Refusal, ...]
    doubts: tuple[Doubt, ...]
    unread_sheets: tuple[str, ...] = ()
    left: int = 0


class Import(msgspec.Struct, frozen=True):
    """The last register that was taken in: its versions are those of `device` from n `first` to `last`.

    `undone`: when it was taken back.
    """

    file: str
    at: str
    device: str
    first: int
    last: int
    report: RosterReport
    undone: str = ""

    @property
    def can_undo(self) -> bool:
        return self.last >= self.first and not self.undone


def open_book(file: Path) -> Book:
    """Raises RosterUnreadable, NotReadable."""
    sheets = read_sheets(file)
    with reading(file), file.open("rb") as opened:
        return Book(file.name, sheets, hashlib.file_digest(opened, "sha256").hexdigest())


def rehearse(db: Database, book: Book, said: ByHand = NOTHING_BY_HAND, earlier: Rehearsal | None = None) -> Rehearsal:
    """What taking this register in would do now; nothing is written.

    `earlier`: of the same book, so that only what a person says otherwise since is read anew.

    Raises:
        RosterNoHeadings: no sheet has a row of headings.
        WrongRole: only an office keeps the register.
    """
    before = Earlier(earlier.said, earlier.read) if earlier is not None else None
    table = read_table(book.sheets, book.file, said, before)
    with db.read() as conn:
        check_office(conn, db)
        return Rehearsal(book.file, said, table, match(conn, table, said))


def take_in(
    db: Database, rehearsal: Rehearsal, left: Mapping[str, Left] | None = None, step: Step | None = None
) -> RosterReport:
    """Take in what was rehearsed, all of it or nothing; `left`: by enterprise what became of those not listed.

    Raises:
        RosterOutdated: the register says something else of one of them since; it is to be rehearsed anew.
        WrongRole: only an office keeps the register.
        Cancelled: nothing is changed.
    """
    with db.write() as conn:
        check_office(conn, db)
        now = match(conn, rehearsal.read, rehearsal.said)
        _check_same(rehearsal, now, left or {})
        return write(conn, db, rehearsal.matched, rehearsal.file, left, step)


def last_import(db: Database) -> Import | None:
    """The register that was taken in last."""
    with db.read() as conn:
        return kept_import(conn)


def kept_import(conn: Connection) -> Import | None:
    kept = settings.get(conn, _IMPORT)
    return msgspec.json.decode(kept, type=Import) if kept else None


def keep_import(conn: Connection, done: Import) -> None:
    settings.put(conn, _IMPORT, msgspec.json.encode(done).decode())


def check_office(conn: Connection, db: Database) -> None:
    """Raises WrongRole."""
    if standing_of(conn, db).role != "office":
        raise errors.WrongRole(needed="office")


def write(
    conn: Connection,
    db: Database,
    matched: Matched,
    file: str,
    left: Mapping[str, Left] | None = None,
    step: Step | None = None,
) -> RosterReport:
    """Make the versions of new zones, new and changed enterprises, and those that left."""
    left = left or {}
    makings = [Making("zone", zone.zone, zone.body, zone.heads) for zone in matched.zones]
    makings += [
        Making("enterprise", change.entity or ids.new_id(), change.after, change.heads)
        for change in (*matched.new, *matched.changed)
    ]
    makings += [_leaving(gone, left[gone.entity]) for gone in matched.gone if gone.entity in left]
    numbers = [0]
    for start in range(0, len(makings), _SOME):
        if step is not None:
            step(start, len(makings))
        numbers += [record.version.n for record in make(conn, db, makings[start : start + _SOME])]
    table = matched.table
    report = RosterReport(
        rows=table.total,
        new=len(matched.new),
        changed=len(matched.changed),
        unchanged=len(matched.unchanged),
        refused=table.refused,
        doubts=table.doubts,
        unread_sheets=table.unread,
        left=len(left),
    )
    told = replace(report, refused=tuple(replace(each, faults=(), said=None) for each in report.refused))
    if makings:
        keep_import(conn, Import(file, utc_now(), db.key.device, numbers[1], numbers[-1], told))
    return report


def _leaving(gone: Gone, how: Left) -> Making:
    return Making("enterprise", gone.entity, replace(gone.body, state=how.state, state_date=how.date), gone.heads)


def _check_same(rehearsal: Rehearsal, now: Matched, left: Mapping[str, Left]) -> None:
    """Of what would be written, all rests on the same versions as in the rehearsal."""
    current: dict[int, Change] = {change.row: change for change in (*now.new, *now.changed)}
    still = {gone.entity: gone for gone in now.gone}
    names = [change.after.name for change in rehearsal.changes if current.get(change.row) != change]
    names += [
        gone.name for gone in rehearsal.matched.gone if gone.entity in left and still.get(gone.entity) != gone
    ]  # fmt: skip
    zones = {zone.zone for zone in now.zones}
    names += [zone.village for zone in rehearsal.matched.zones if zone.zone not in zones]
    if names:
        raise errors.RosterOutdated(file=rehearsal.file, names=tuple(names))
