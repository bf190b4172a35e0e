"""Reporting periods: on its report day of each month the township reports what came since the last one (§五(一)).

With the 28th a period is the 29th of the month before to the 28th, named by the month in which it is reported. That the
day after a report begins the next period is this project's choice; the notice names the 28th alone.
"""

from datetime import date
from typing import NamedTuple

from zjg_inspect.model.deadline import month_end, shifted

# 区镇、街道安监部门每月28日汇总报送 (§五(一)).
REPORT_DAY = 28


class Period(NamedTuple):
    """The days of one report, both included; `year` and `month` are those in which it is reported."""

    year: int
    month: int
    first: date
    last: date

    @property
    def name(self) -> str:
        return f"{self.year}年{self.month}月"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def days_left(self, on: date) -> int:
        """Days until the report: 0 on its day, negative afterwards."""
        return (self.last - on).days


def report_date(year: int, month: int, report_day: int = REPORT_DAY) -> date:
    """The day of a month's report: a month that has no such day reports on its last."""
    end = month_end(year, month)
    return end.replace(day=min(report_day, end.day))


def period(year: int, month: int, report_day: int = REPORT_DAY) -> Period:
    """The period that is reported in a month. The calendar's own first day begins that of January of the year 1."""
    last = report_date(year, month, report_day)
    if (year, month) == (1, 1):
        return Period(year, month, date.min, last)
    before = report_date(*_month(year, month, -1), report_day)
    return Period(year, month, shifted(before, 1), last)


def period_of(day: date, report_day: int = REPORT_DAY) -> Period:
    """The period in which a day lies: every day lies in exactly one."""
    if day <= report_date(day.year, day.month, report_day):
        return period(day.year, day.month, report_day)
    if (day.year, day.month) == (date.max.year, 12):
        # no month is left in which it could be reported
        return Period(day.year + 1, 1, shifted(report_date(day.year, day.month, report_day), 1), date.max)
    return period(*_month(day.year, day.month, 1), report_day)


def days(first: date, last: date) -> Period:
    """Any days as a period, both included; it bears the month of its last day."""
    return Period(last.year, last.month, first, last)


def previous(some: Period, report_day: int = REPORT_DAY) -> Period:
    """The period before this one."""
    return period(*_month(some.year, some.month, -1), report_day)


def _month(year: int, month: int, later: int) -> tuple[int, int]:
    years, months = divmod(year * 12 + month - 1 + later, 12)
    return years, months + 1
