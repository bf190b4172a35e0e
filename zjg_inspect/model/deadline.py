"""Deadlines (期限): that day itself is in time, the day after is late. One rule for hazards, assignments, filings."""

from datetime import date, timedelta
from typing import Literal

State = Literal["none", "open", "soon", "overdue", "done", "done_late"]
"""`none`: no day was set; `done_late` stays told apart from what was done in time."""

# From so many days before its day on a visit or a rectification is due soon: three days still hold a working day
# whatever the weekday.
SOON_DAYS = 3


def days_left(day: str, on: date) -> int:
    """How many days are left: 0 on the day itself, negative afterwards."""
    return (date.fromisoformat(day) - on).days


def is_past(day: str, on: date) -> bool:
    """Whether the day is over; never where none was set."""
    return bool(day) and days_left(day, on) < 0


def is_soon(day: str, on: date, soon: int = SOON_DAYS) -> bool:
    """Whether the day is near and not over; its own day is the nearest."""
    return bool(day) and 0 <= days_left(day, on) <= soon


def standing(day: str, on: date, done: str = "", soon: int = SOON_DAYS) -> State:
    """Where something due by a day stands on a day; `done`: the day on which it was done, or empty.

    What is done later than `on` is not done yet, so any past day can be asked.
    """
    if done and days_left(done, on) <= 0:
        return "done_late" if day and done > day else "done"
    if not day:
        return "none"
    return "overdue" if is_past(day, on) else "soon" if is_soon(day, on, soon) else "open"


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier; the calendar's ends (years 1 and 9999) stop it."""
    at = day.toordinal() + days
    return date.fromordinal(min(max(at, date.min.toordinal()), date.max.toordinal()))


def day_after(day: str, days: int) -> str:
    """The civil date so many days after another."""
    return shifted(date.fromisoformat(day), days).isoformat()


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    if (year, month) == (date.max.year, 12):
        return date.max
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def months_earlier(day: date, months: int) -> date:
    """The same day of the month so many months before, or that month's last one."""
    at = max(day.year * 12 + day.month - 1 - months, 12)
    end = month_end(at // 12, at % 12 + 1)
    return end.replace(day=min(day.day, end.day))
