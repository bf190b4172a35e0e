"""The office's hazard ledger: what is open by state, deadline, village and grade; the major ones until they are closed
for good."""

from datetime import date

import msgspec
from sqlalchemy import Connection, select

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Grade
from zjg_inspect.model.ledger import Choice, Columns, Stage, ToClose, columns, still_to_close
from zjg_inspect.service.hazard_rows import HazardRow, hazard_rows
from zjg_inspect.store import ledger, tables
from zjg_inspect.store.db import Database
from zjg_inspect.store.hazard_past import hazard_body
from zjg_inspect.store.projection import heads_of, uuid_bytes, uuid_text

__all__ = ["Choice", "Columns", "LedgerRow", "ledger_columns", "ledger_page", "ledger_rows", "overdue_hazards"]

PAGE = 200


class LedgerRow(msgspec.Struct, frozen=True):
    """A hazard in the ledger. `missing`: of a major one, what it still needs to be closed for good."""

    hazard: HazardRow
    stage: Stage
    missing: tuple[ToClose, ...] = ()


def ledger_columns(db: Database, choice: Choice, on: date | None = None) -> Columns:
    """How many stand where on this day (today where none is given), counted in one statement."""
    with db.read() as conn:
        return columns(ledger.cells(conn, choice.text, on or today()), choice)


def ledger_rows(db: Database, choice: Choice, offset: int = 0, limit: int = PAGE) -> list[LedgerRow]:
    """Those that the choice lists: what is not settled first, the major ones before all others, then by deadline; what
    is closed by the day of that, the latest first."""
    with db.read() as conn:
        return _rows(conn, db, choice, offset, limit)


def ledger_page(db: Database, choice: Choice) -> tuple[Columns, list[LedgerRow]]:
    """The figures and the first rows, of one moment."""
    with db.read() as conn:
        return columns(ledger.cells(conn, choice.text, today()), choice), _rows(conn, db, choice, 0, PAGE)


def overdue_hazards(db: Database) -> int:
    """How many open hazards' deadlines have passed."""
    with db.read() as conn:
        return ledger.overdue(conn, today())


def _rows(conn: Connection, db: Database, choice: Choice, offset: int, limit: int) -> list[LedgerRow]:
    own = ledger.listed(conn, choice, today(), limit, offset)
    rows = {row.id: row for row in hazard_rows(conn, db, tables.hazard.c.entity.in_(own), [tables.hazard.c.entity])}
    found = [rows[uuid_text(entity)] for entity in own]
    stages = _stages(conn, [row.id for row in found])
    # of the few that an inspector has found rectified the step itself is read
    waiting = [uuid_bytes(own) for own, stage in stages.items() if stage == "review"]
    steps = {own: hazard_body(heads[-1][1]) for own, heads in heads_of(conn, "hazard", waiting).items()}
    pictured = {uuid_text(own) for own, step in steps.items() if step.photos}
    return [
        LedgerRow(
            row,
            stages[row.id],
            still_to_close(row.state, row.id in pictured, approved=stages[row.id] == "closed")
            if row.grade == Grade.MAJOR
            else (),
        )
        for row in found
    ]


def _stages(conn: Connection, hazards: list[str]) -> dict[str, Stage]:
    h = tables.hazard.c
    query = select(h.entity, ledger.stage()).where(h.entity.in_([uuid_bytes(each) for each in hazards]))
    return {uuid_text(entity): stage for entity, stage in conn.execute(query)}
