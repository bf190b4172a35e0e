"""What a person may have typed into one cell of a register, read exactly or not at all.

Each reader gives the value and, where the cell cannot be trusted, None and the reason in the office's own words.
"""

import datetime as dt
import re
from functools import lru_cache

from zjg_inspect.model.creditcode import half_width

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

MOST_HEADCOUNT = 100_000
"""More people than this at one site is a slip of the hand (a telephone number, a doubled figure)."""

_EARLIEST, _LATEST = dt.date(1980, 1, 1), dt.date(2099, 12, 31)
# Excel's day 0, with its leap day of 1900 that never was already taken off (right for all days since March 1900).
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)

_NOTHING = {"/", "//", "\\", "-", "--", "—", "——", "–", "无", "暂无", "没有", "N/A", "NA"}
_YES = {"是", "有", "√", "✓", "✔", "☑", "■", "Y", "YES", "TRUE", "1", "涉及", "存在"}
_NO = {"否", "无", "×", "✗", "✘", "X", "□", "N", "NO", "FALSE", "0", "不涉及", "不存在", "没有", "不是"}

_BLANKS = " \t\xa0\u3000\u200b\u2060\ufeff"

_DATE = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?")
_MIDNIGHT = re.compile(r"[ T]+0{1,2}:00(?::00)?(?:\.0+)?$")
_COUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?[人名个]?")

Doubtful = str | None


def text(cell: Cell) -> str:
    """The cell as text without outer blanks and line breaks; numbers as a person reads them, dates as YYYY-MM-DD."""
    if type(cell) is str and (plain := cell.strip(_BLANKS)).isprintable():
        return plain
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    # A line break is how a long name was made to fit its cell, no part of the name.
    return "".join(str(cell).splitlines()).strip(_BLANKS)


def tight(cell: Cell) -> str:
    """The cell as half-width text without any blank, for comparing."""
    return _tight(cell) if type(cell) is str else "".join(half_width(text(cell)).split())


# A register's cells say the same few things over and over.
@lru_cache(maxsize=1 << 15)
def _tight(cell: str) -> str:
    return "".join(half_width(text(cell)).split())


def filled(cell: Cell) -> str:
    """The cell's text, or "" where somebody only crossed it out (/, —, 无)."""
    return "" if tight(cell).upper() in _NOTHING else text(cell)


def headcount(cell: Cell) -> tuple[int | None, Doubtful]:
    """A whole number of people, 0 to 100,000."""
    typed = tight(cell)
    if not filled(cell):
        return None, None
    found = None if isinstance(cell, bool) else _COUNT.fullmatch(typed)
    if not found:
        return None, f"“{text(cell)}”不是确定的人数，已留空"
    if len(found[1]) > 12 or (count := int(found[1].replace(",", ""))) > MOST_HEADCOUNT:
        return None, f"人数 {text(cell)} 过大，已留空"
    return count, None


def date(cell: Cell) -> tuple[str | None, Doubtful]:
    """A civil date as YYYY-MM-DD, from a date cell, an Excel serial number or the usual ways to write one."""
    if not filled(cell):
        return None, None
    day = _day(cell)
    if day is None or not _EARLIEST <= day <= _LATEST:
        return None, f"“{text(cell)}”不是可用的日期，已留空"
    return day.isoformat(), None


def _day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    typed = tight(_MIDNIGHT.sub("", half_width(text(cell))))
    if serial := re.fullmatch(r"(\d{5})(?:\.\d+)?", typed):
        return _EXCEL_DAY_ZERO + dt.timedelta(days=int(serial[1]))
    found = _DATE.fullmatch(typed) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", typed)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:  # 2022-02-30
        return None


def flag(cell: Cell) -> tuple[bool | None, Doubtful]:
    """Yes or no by any of the usual signs; a blank or a stroke is not known, and that is no doubt."""
    typed = tight(cell).upper()
    if typed in _YES:
        return True, None
    if typed in _NO:
        return False, None
    return None, f"“{text(cell)}”看不出是或否，已留空" if filled(cell) else None


def rents(cell: Cell) -> tuple[bool | None, Doubtful]:
    """Whether the premises (厂房性质) are rented, wholly or in part."""
    typed = tight(cell)
    if re.search(r"非租|未租|不租|无租|出租", typed):
        return None, f"“{text(cell)}”看不出自有或租赁，已留空"
    if re.search(r"租", typed):
        return True, None
    if re.fullmatch(r"(?:自有|自建|自购|自用|自有厂房|自建厂房|自有房产)", typed):
        return False, None
    return None, f"“{text(cell)}”看不出自有或租赁，已留空" if filled(cell) else None
