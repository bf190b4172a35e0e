"""Reporting periods: the 29th to the 28th, and what any other report day makes of the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.model.deadline import month_end
from zjg_inspect.model.period import REPORT_DAY, period, period_of, previous, report_date

FROM, TO = date(1990, 1, 1), date(2100, 12, 31)
DAY = timedelta(days=1)
REPORT_DAYS = st.integers(1, 31)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("2026-09-28", "2026年9月"), ("2026-09-29", "2026年10月"), ("2026-10-28", "2026年10月"),
        ("2026-10-29", "2026年11月"), ("2026-12-28", "2026年12月"), ("2026-12-29", "2027年1月"),
        ("2026-12-31", "2027年1月"), ("2027-01-01", "2027年1月"),
        # the 29th of February begins March's, and where there is none the 1st does
        ("2024-02-28", "2024年2月"), ("2024-02-29", "2024年3月"),
        ("2023-02-28", "2023年2月"), ("2023-03-01", "2023年3月"),
    ],
)  # fmt: skip
def test_a_month_reports_from_the_29th_before_to_its_28th(day, month):
    assert period_of(date.fromisoformat(day)).name == month


def test_octobers_report_holds_thirty_days_and_says_how_many_are_left():
    october = period(2026, 10)
    assert (october.first, october.last) == (date(2026, 9, 29), date(2026, 10, 28))
    assert [october.days_left(date(2026, 10, day)) for day in (25, 28, 29)] == [3, 0, -1]
    assert previous(october).name == "2026年9月"
    assert previous(period(2027, 1)).name == "2026年12月"


@pytest.mark.parametrize("report_day", range(1, 32))
def test_every_day_from_1990_to_2100_lies_in_exactly_one_period(report_day):
    """For every report day, day by day: no gap, no overlap, and each period is found from all of its days."""
    current = period_of(FROM, report_day)
    day = current.first
    while day <= TO:
        if day > current.last:
            after = period_of(day, report_day)
            assert after.first == current.last + DAY
            assert previous(after, report_day) == current
            current = after
        assert period_of(day, report_day) == current
        day += DAY


@given(st.dates(FROM, TO), REPORT_DAYS)
def test_a_period_ends_on_its_months_report_day_and_bears_that_months_name(day, report_day):
    found = period_of(day, report_day)
    assert day in found
    assert found == period(found.year, found.month, report_day)
    assert found.last == report_date(found.year, found.month, report_day)
    assert (found.last.year, found.last.month) == (found.year, found.month)
    assert found.last.day == min(report_day, month_end(found.year, found.month).day)
    assert found.first - DAY not in found
    assert found.last + DAY not in found
    assert 28 <= (found.last - found.first).days + 1 <= 31


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_months_last_day_is_followed_by_a_first(year, month):
    end = month_end(year, month)
    assert (end.year, end.month) == (year, month)
    assert end == date.max or (end + DAY).day == 1


@given(st.dates(), REPORT_DAYS)
def test_even_where_the_calendar_begins_and_ends_each_day_has_its_period(day, report_day):
    assert day in period_of(day, report_day)
    assert date.min in period_of(date.min, report_day)
    assert date.max in period_of(date.max, report_day)


def test_the_31st_reports_on_a_months_last_day():
    assert [report_date(2024, month, 31).day for month in range(1, 13)] == [
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]  # fmt: skip
    assert report_date(2023, 2, 31) == date(2023, 2, 28)
    assert period(2023, 3, 30).first == date(2023, 3, 1)
    assert REPORT_DAY == 28
