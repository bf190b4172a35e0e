"""The register (企业底数表) as an office keeps it in Excel: rows taken, rows refused, cells that stay doubtful."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec

from zjg_inspect.errors import RosterNoHeadings
from zjg_inspect.model import creditcode, roster_cells
from zjg_inspect.model.roster_cells import Cell, filled, text, tight
from zjg_inspect.model.roster_headings import REQUIRED, Headings, field_of, find_headings

Row = Sequence[Cell]
Sheets = Sequence[tuple[str, Sequence[Row]]]

FLAGS = (
    "dust_explosive", "ammonia_refrigeration", "other_key_field", "flammable_tanks", "toxic_tanks", "chemical_store",
    "confined_spaces", "hot_work", "work_at_height", "temporary_electricity", "contractors", "projects", "lets",
)  # fmt: skip

_SUM = re.compile(r"(?:合计|总计|小计|共计|累计|总数)[:0-9]*.{0,3}")
_NOTE = re.compile(r"(?:注|备注|附注|说明|填报|填表|制表|审核|复核|负责人|联系人|单位|日期|盖章)[^:]{0,12}:")


class Refusal(msgspec.Struct, frozen=True):
    """A row that is not taken in: the sheet's row number, the heading of the column at fault, why."""

    row: int
    column: str | None
    reason: str


class Doubt(msgspec.Struct, frozen=True):
    """A cell that could not be read for certain; its row is taken in with this field left empty.

    `field` is the RosterRow's name for it (a key of `facts` for a flag; "tanks" for both kinds at once).
    """

    row: int
    column: str
    reason: str
    field: str
    text: str


class RosterRow(msgspec.Struct, frozen=True):
    """One enterprise at one site; `row` is the sheet's row number, texts are "" where the sheet says nothing.

    `facts` holds only what the sheet has a column for, by the names of model/facts.py; None is not known. `tanks`:
    the sheet says that there are some, and not of which kind.
    """

    row: int
    township: str
    village: str
    name: str
    code: str | None
    legal_person: str
    principal: str
    phone: str
    headcount: int | None
    industry: str
    facts: dict[str, bool | None]
    landlord: str | None
    lease_signed: str | None
    remark: str
    doubts: tuple[Doubt, ...] = ()
    tanks: bool = False


class RosterTable(msgspec.Struct, frozen=True):
    """A register as read; `unread` names further sheets that look like registers, which nobody should miss."""

    sheet: str
    rows: tuple[RosterRow, ...]
    refused: tuple[Refusal, ...]
    headings: dict[str, str]
    unread: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(doubt for row in self.rows for doubt in row.doubts)

    @property
    def total(self) -> int:
        """How many rows of data the sheet has."""
        return len(self.rows) + len(self.refused)


def read_roster(sheets: Sheets, file: str) -> RosterTable:
    """The first sheet that has a register's headings, each of its data rows either taken or refused.

    Raises:
        RosterNoHeadings: no sheet has the headings of township, village and name.
    """
    found = [(name, rows, headings) for name, rows in sheets if (headings := find_headings(rows))]
    whole = [(name, rows, headings) for name, rows, headings in found if not headings.missing]
    if not whole:
        missing = found[0][2].missing if found else list(REQUIRED.values())
        raise RosterNoHeadings(file=file, missing="、".join(missing))
    sheet, rows, headings = whole[0]
    taken, refused = _Reading(headings).read(rows)
    unread = tuple(name for name, _, _ in found if name != sheet)
    return RosterTable(sheet, tuple(taken), tuple(refused), headings.written, unread)


def without_taken_codes(table: RosterTable, names_of: Callable[[str], Collection[str]]) -> RosterTable:
    """The table with those rows refused whose code the register holds under another name only.

    `names_of` gives the names that the register has for a code, none if the code is new to it.
    """
    rows, refused = [], list(table.refused)
    for row in table.rows:
        names = names_of(row.code) if row.code else ()
        if names and name_key(row.name) not in map(name_key, names):
            reason = f"信用代码在底数库中属于“{min(names)}”"
            refused.append(Refusal(row.row, table.headings.get("code"), reason))
        else:
            rows.append(row)
    refused.sort(key=lambda refusal: refusal.row)
    return msgspec.structs.replace(table, rows=tuple(rows), refused=tuple(refused))


def name_key(name: str) -> str:
    """What two spellings of one enterprise's name have in common: width of letters and brackets, case, blanks apart."""
    return creditcode.normalise(name)


class _Reading:
    """One pass over the data rows, remembering which row was the first with a code and with a name in a zone."""

    def __init__(self, headings: Headings) -> None:
        self._headings = headings
        self._by_code: dict[str, RosterRow] = {}
        self._by_site: dict[tuple[str, str, str], list[RosterRow]] = defaultdict(list)

    def read(self, rows: Sequence[Row]) -> tuple[list[RosterRow], list[Refusal]]:
        taken, refused = [], []
        for index in range(self._headings.first_data, len(rows)):
            if not self._is_data(rows[index]):
                continue
            row = self._row(index + 1, rows[index])
            if refusal := self._fault(row, rows[index]):
                refused.append(refusal)
            else:
                taken.append(row)
                self._by_site[_site(row)].append(row)
                if row.code:
                    self._by_code.setdefault(row.code, row)
        return taken, refused

    def _cell(self, row: Row, field: str) -> Cell:
        column = self._headings.columns.get(field)
        return "" if column is None or column >= len(row) else row[column]

    def _is_data(self, row: Row) -> bool:
        """Not blank, not merely numbered, no footer note, no sum, no headings repeated for the next printed page."""
        full = [column for column, cell in enumerate(row) if text(cell)]
        columns = self._headings.columns
        if not full or full == [columns.get("number")]:
            return False
        first = tight(row[full[0]])
        if _NOTE.match(first) or _SUM.fullmatch(first):
            return False
        if len(full) == 1 and (full[0] == 0 or full[0] not in columns.values()):
            return False
        repeated = field_of(self._cell(row, "name"))
        return repeated is None or repeated[0] != "name"

    def _row(self, number: int, row: Row) -> RosterRow:
        doubts: list[Doubt] = []

        def read(field: str, reader: Callable[[Cell], tuple[Any, str | None]]) -> Any:
            value, reason = reader(self._cell(row, field))
            if reason:
                heading = self._headings.written[field]
                doubts.append(Doubt(number, heading, reason, field, text(self._cell(row, field))))
            return value

        headcount = read("headcount", roster_cells.headcount)
        facts: dict[str, bool | None] = {}
        tanks = read("tanks", roster_cells.flag)
        if "tanks" in self._headings.columns:
            # 是 does not say of which kind, and an unknown fact asks the items of both.
            facts["flammable_tanks"] = facts["toxic_tanks"] = False if tanks is False else None
        facts |= {flag: read(flag, roster_cells.flag) for flag in FLAGS if flag in self._headings.columns}
        if "premises" in self._headings.columns:
            facts["rents"] = read("premises", roster_cells.rents)
        return RosterRow(
            row=number,
            township="".join(filled(self._cell(row, "township")).split()),
            village="".join(filled(self._cell(row, "village")).split()),
            name=filled(self._cell(row, "name")),
            code=creditcode.normalise(filled(self._cell(row, "code"))) or None,
            legal_person=filled(self._cell(row, "legal_person")),
            principal=filled(self._cell(row, "principal")),
            phone=filled(self._cell(row, "phone")),
            headcount=headcount,
            industry=filled(self._cell(row, "industry")),
            facts=facts,
            landlord=filled(self._cell(row, "landlord")) or None,
            lease_signed=read("lease_signed", roster_cells.date),
            remark=filled(self._cell(row, "remark")),
            doubts=tuple(doubts),
            tanks=tanks is True,
        )

    def _fault(self, row: RosterRow, cells: Row) -> Refusal | None:
        """Why the row is not taken: everything it lacks at once, or else the earlier row that it collides with."""
        faults = [(field, f"没有{asked}") for field, asked in REQUIRED.items() if not getattr(row, field)]
        if row.code and (reason := _code_fault(row.code)):
            faults.append(("code", f"信用代码“{text(self._cell(cells, 'code'))}”{reason}"))
        if not faults:
            faults = self._collision(row)
        if not faults:
            return None
        return Refusal(row.row, self._headings.written[faults[0][0]], "；".join(reason for _, reason in faults))

    def _collision(self, row: RosterRow) -> list[tuple[str, str]]:
        holder = self._by_code.get(row.code) if row.code else None
        if holder and name_key(holder.name) != name_key(row.name):
            return [("code", f"信用代码和第 {holder.row} 行“{holder.name}”重复")]
        for earlier in self._by_site[_site(row)]:
            # Without a code an enterprise is known by zone and name alone.
            if row.code == earlier.code or not row.code or not earlier.code:
                return [("name", f"和第 {earlier.row} 行“{earlier.name}”是同一企业，重复登记")]
        return []


def _site(row: RosterRow) -> tuple[str, str, str]:
    return row.township, row.village, name_key(row.name)


def _code_fault(code: str) -> str | None:
    if len(code) != creditcode.LENGTH:
        return f"是 {len(code)} 位，应为 {creditcode.LENGTH} 位，校验位不对"
    if foreign := sorted(set(code) - set(creditcode.CHARACTERS)):
        return f"里有信用代码不使用的字符 {' '.join(foreign)}，校验位不对"
    return None if creditcode.check_character_ok(code) else "的校验位不对"
