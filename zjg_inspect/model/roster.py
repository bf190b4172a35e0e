"""The register (企业底数表) as an office keeps it in Excel: rows taken, rows refused, cells that stay doubtful."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from zjg_inspect.errors import RosterNoHeadings
from zjg_inspect.model import creditcode, roster_cells
from zjg_inspect.model.roster_cells import Cell, filled, text, tight
from zjg_inspect.model.roster_headings import (
    REQUIRED,
    Column,
    Headings,
    columns_of,
    field_of,
    find_headings,
    outline,
)

Row = Sequence[Cell]
Sheets = Sequence[tuple[str, Sequence[Row]]]

FLAGS = (
    "dust_explosive", "ammonia_refrigeration", "other_key_field", "flammable_tanks", "toxic_tanks", "chemical_store",
    "confined_spaces", "hot_work", "work_at_height", "temporary_electricity", "contractors", "projects", "lets",
)  # fmt: skip

_SUM = re.compile(r"(?:合计|总计|小计|共计|累计|总数)[:0-9]*.{0,3}")
_NOTE = re.compile(r"(?:注|备注|附注|说明|填报|填表|制表|审核|复核|负责人|联系人|单位|日期|盖章)[^:]{0,12}:")


_REMEMBERED = 1 << 15


class Fault(msgspec.Struct, frozen=True):
    """A cell for which a row is not taken: the RosterRow's name of it, its heading, what stands there, why."""

    field: str
    column: str
    text: str
    reason: str


class Refusal(msgspec.Struct, frozen=True):
    """A row that is not taken in: the sheet's row number, the heading of the first column at fault, why.

    `faults`: every cell at fault; `said`: the row as it was read. `renames`: the register has the enterprise under this
    other name; a person may say that it is the same one.
    """

    row: int
    column: str | None
    reason: str
    faults: tuple[Fault, ...] = ()
    said: "RosterRow | None" = None
    renames: str = ""


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
    address: str = ""


class ByHand(msgspec.Struct, frozen=True):
    """What a person says of a register in Excel, beside what stands in it.

    `sheet`: which one, "" for the first that is a register. `columns`: by index the field that a column is, "" for
    none. `whole`: fields that say the same for every row and have no column. `cells`: by row number and field what is
    read in a cell's place. `renamed`: rows whose enterprise the register has under another name.
    """

    sheet: str = ""
    columns: dict[int, str] = {}
    whole: dict[str, str] = {}
    cells: dict[tuple[int, str], str] = {}
    renamed: frozenset[int] = frozenset()


NOTHING_BY_HAND = ByHand()


class RosterTable(msgspec.Struct, frozen=True):
    """A register as read; `unread` names further sheets that look like registers, which nobody should miss.

    `missing`: the columns without which no row could be read; there are no rows then.
    """

    sheet: str
    rows: tuple[RosterRow, ...]
    refused: tuple[Refusal, ...]
    headings: dict[str, str]
    unread: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    missing: tuple[str, ...] = ()

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
    table = read_table(sheets, file)
    if table.missing:
        raise RosterNoHeadings(file=file, missing="、".join(table.missing))
    return table


class Earlier(NamedTuple):
    """A table as it was read, and what a person had said then."""

    said: ByHand
    table: RosterTable


def read_table(
    sheets: Sheets, file: str, said: ByHand = NOTHING_BY_HAND, earlier: Earlier | None = None
) -> RosterTable:
    """As read_roster, with what a person says of it; what columns are still missing is in the table.

    `earlier`: of the same sheets; rows of which the person says the same as then are not read again.

    Raises:
        RosterNoHeadings: no sheet has a row of headings.
    """
    found = [(name, rows, headings) for name, rows in sheets if (headings := find_headings(rows))]
    chosen = next((each for each in found if each[0] == said.sheet), None)
    chosen = chosen or next((each for each in found if not each[2].missing), None)
    if chosen is None:
        loose = ((name, rows, find_headings(rows, loose=True)) for name, rows in sheets if name == (said.sheet or name))
        likely = [(name, rows, headings) for name, rows, headings in loose if headings]
        if not likely:
            raise RosterNoHeadings(file=file, missing="、".join(REQUIRED.values()))
        chosen = max(likely, key=lambda each: len(each[2].columns))
    sheet, rows, _ = chosen
    headings = find_headings(rows, said.columns, loose=True) or chosen[2]
    unread = tuple(name for name, _, _ in found if name != sheet)
    columns = columns_of(rows, headings, said.columns)
    missing = [asked for field, asked in REQUIRED.items() if field not in {*headings.columns, *said.whole}]
    if missing:
        return RosterTable(sheet, (), (), headings.written, unread, columns, tuple(missing))
    reading = _Reading(headings, said)
    if earlier is not None and earlier.table.columns == columns and earlier.said.whole == said.whole:
        reading.reuse(earlier)
    taken, refused = reading.read(rows)
    return RosterTable(sheet, tuple(taken), tuple(refused), headings.written, unread, columns)


def without_taken_codes(
    table: RosterTable, names_of: Callable[[str], Collection[str]], renamed: Collection[int] = ()
) -> RosterTable:
    """The table with those rows refused whose code the register holds under another name only.

    `names_of` gives the names that the register has for a code, none if the code is new to it; of `renamed` rows a
    person has said that it is the same enterprise.
    """
    rows, refused = [], list(table.refused)
    for row in table.rows:
        names = names_of(row.code) if row.code and row.row not in renamed else ()
        if names and name_key(row.name) not in map(name_key, names):
            reason = f"信用代码在底数库中属于“{min(names)}”"
            fault = Fault("code", table.headings.get("code", ""), row.code or "", reason)
            refused.append(Refusal(row.row, table.headings.get("code"), reason, (fault,), row, min(names)))
        else:
            rows.append(row)
    refused.sort(key=lambda refusal: refusal.row)
    return msgspec.structs.replace(table, rows=tuple(rows), refused=tuple(refused))


# Of one register each name and code is compared some times over, and again at every correction.
@lru_cache(maxsize=_REMEMBERED)
def name_key(name: str) -> str:
    """What two spellings of one enterprise's name have in common: width of letters and brackets, case, blanks apart."""
    return creditcode.normalise(name)


class _Reading:
    """One pass over the data rows, remembering which row was the first with a code and with a name in a zone."""

    def __init__(self, headings: Headings, said: ByHand) -> None:
        self._headings, self._said = headings, said
        self._columns = {field: column for field, column in headings.columns.items() if field not in said.whole}
        self._fields = set(self._columns.values())
        self._typed: dict[int, dict[str, str]] = defaultdict(dict)
        for (number, field), typed in said.cells.items():
            self._typed[number][field] = typed
        self._known: dict[int, RosterRow] = {}
        self._by_code: dict[str, RosterRow] = {}
        self._by_site: dict[tuple[str, str, str], list[RosterRow]] = defaultdict(list)

    def reuse(self, earlier: Earlier) -> None:
        """Take rows as they were read, but for those of which the person says something else."""
        before, now = earlier.said.cells, self._said.cells
        other = {cell[0] for cell in before.keys() | now.keys() if before.get(cell) != now.get(cell)}
        rows = (*earlier.table.rows, *(refusal.said for refusal in earlier.table.refused if refusal.said is not None))
        self._known = {row.row: row for row in rows if row.row not in other}

    def read(self, rows: Sequence[Row]) -> tuple[list[RosterRow], list[Refusal]]:
        taken, refused = [], []
        first = self._headings.first_data
        heads = {outline(row) for row in rows[self._headings.top : first]}
        for number, cells in enumerate(rows[first:], first + 1):
            row = self._known.get(number)
            if row is None and not self._is_data(cells, heads):
                continue
            cells = self._mended(number, cells)
            row = row or self._row(number, cells)
            if refusal := self._refusal(row, cells):
                refused.append(refusal)
            else:
                taken.append(row)
                self._by_site[_site(row)].append(row)
                if row.code:
                    self._by_code.setdefault(row.code, row)
        return taken, refused

    def _mended(self, number: int, cells: Row) -> Row:
        """The row with what a person typed in place of its cells."""
        typed = self._typed.get(number)
        if not typed:
            return cells
        mended = list(cells)
        for field, said in typed.items():
            column = self._columns.get(field)
            if column is not None:
                mended += [""] * (column + 1 - len(mended))
                mended[column] = said
        return mended

    def _cell(self, row: Row, field: str) -> Cell:
        column = self._columns.get(field)
        if column is None:
            return self._said.whole.get(field, "")
        return row[column] if column < len(row) else ""

    def _is_data(self, row: Row, heads: Collection[tuple[tuple[int, str], ...]]) -> bool:
        """Not blank, not merely numbered, no footer note, no sum, no headings repeated for the next printed page."""
        full = [column for column, cell in enumerate(row) if cell != "" and text(cell)]
        if not full or full == [self._columns.get("number")]:
            return False
        first = tight(row[full[0]])
        if _NOTE.match(first) or _SUM.fullmatch(first):
            return False
        if len(full) == 1 and (full[0] == 0 or full[0] not in self._fields):
            return False
        repeated = field_of(self._cell(row, "name"))
        if repeated is not None and repeated[0] == "name":
            return False
        return type(row[full[0]]) is not str or outline(row) not in heads

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
        if "tanks" in self._columns:
            # 是 does not say of which kind, and an unknown fact asks the items of both.
            facts["flammable_tanks"] = facts["toxic_tanks"] = False if tanks is False else None
        facts |= {flag: read(flag, roster_cells.flag) for flag in FLAGS if flag in self._columns}
        if "premises" in self._columns:
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
            address=filled(self._cell(row, "address")),
        )

    def _refusal(self, row: RosterRow, cells: Row) -> Refusal | None:
        """Why the row is not taken: everything it lacks at once, or else the earlier row that it collides with."""
        faults = [(field, f"没有{asked}") for field, asked in REQUIRED.items() if not getattr(row, field)]
        if row.code and (reason := _code_fault(row.code)):
            faults.append(("code", f"信用代码“{text(self._cell(cells, 'code'))}”{reason}"))
        if not faults:
            faults = self._collision(row)
        if not faults:
            return None
        written = self._headings.written
        found = tuple(
            Fault(field, written.get(field, ""), text(self._cell(cells, field)), reason) for field, reason in faults
        )
        said = "；".join(reason for _, reason in faults)
        return Refusal(row.row, written.get(faults[0][0]), said, found, row)

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


@lru_cache(maxsize=_REMEMBERED)
def _code_fault(code: str) -> str | None:
    if len(code) != creditcode.LENGTH:
        return f"是 {len(code)} 位，应为 {creditcode.LENGTH} 位，校验位不对"
    if foreign := sorted(set(code) - set(creditcode.CHARACTERS)):
        return f"里有信用代码不使用的字符 {' '.join(foreign)}，校验位不对"
    return None if creditcode.check_character_ok(code) else "的校验位不对"
