"""The register: loaded from the office's Excel at once, kept as versions with one author."""

from pathlib import Path

from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.roster import NOTHING_BY_HAND, Doubt, Refusal, read_roster
from zjg_inspect.report.workbook import read_sheets
from zjg_inspect.service.matching import match
from zjg_inspect.service.roster_import import RosterReport, check_office, write
from zjg_inspect.store import documents
from zjg_inspect.store.db import Database

__all__ = ["Doubt", "Refusal", "RosterReport", "enterprise_details", "load_roster"]


def load_roster(db: Database, file: Path) -> RosterReport:
    """Take an Excel register in without a rehearsal; loading the same file again changes nothing.

    Raises:
        RosterUnreadable, RosterNoHeadings, NotReadable: nothing is changed.
        WrongRole: only an office keeps the register.
    """
    table = read_roster(read_sheets(file), str(file))
    with db.write() as conn:
        check_office(conn, db)
        return write(conn, db, match(conn, table, NOTHING_BY_HAND), file.name)


def enterprise_details(db: Database, entity: str) -> tuple[Enterprise, Zone]:
    """Raises NotFound."""
    with db.read() as conn:
        site, _ = documents.enterprise(conn, entity)
        return site, documents.zone(conn, site.zone)
