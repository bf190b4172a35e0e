"""Deadlines, filings and days of the calendar, exact at every edge: one rule for all that is due by a day."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from assignment_days import turn_clock
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.model import clock, deadline, lease
from zjg_inspect.model.assignment import state_of
from zjg_inspect.model.hazard import is_overdue
from zjg_inspect.ui.field.today_words import due_of
from zjg_inspect.ui.office.register_words import by_words

ROOT = Path(__file__).resolve().parent.parent
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
DAY = timedelta(days=1)
EDGES = [
    date(2024, 2, 28), date(2024, 2, 29), date(2023, 2, 28), date(2100, 2, 28), date(2000, 2, 29), date(2026, 12, 31),
    date(2027, 1, 1), date(2026, 4, 30), date(2026, 10, 28), date(1999, 12, 31), date(1, 1, 1), date(9999, 12, 31),
]  # fmt: skip


# -- a deadline's own day is in time, the next is late -----------------------------------------------------------------


@given(DAYS | st.sampled_from(EDGES))
def test_that_day_is_in_time_and_the_next_is_late_for_everything_alike(due):
    text = due.isoformat()
    on_it = (deadline.is_past(text, due), is_overdue(text, "open", due), state_of(text, False, "", due) == "overdue")
    assert on_it == (False, False, False)
    assert due_of(text, due).words == "今天"
    assert by_words(text, due) == "今天到期"
    if due == date.max:
        return
    after = due + DAY
    late = (
        deadline.is_past(text, after),
        is_overdue(text, "open", after),
        state_of(text, False, "", after) == "overdue",
    )
    assert late == (True, True, True)
    assert due_of(text, after).words == "逾期 1 天"
    assert by_words(text, after).endswith("逾期 1 天")


@given(DAYS, DAYS, st.integers(0, 60))
def test_what_is_open_is_far_off_or_soon_or_late_and_never_two_of_them(due, on, soon):
    text, left = due.isoformat(), (due - on).days
    assert deadline.days_left(text, on) == left
    wanted = "overdue" if left < 0 else "soon" if left <= soon else "open"
    assert deadline.standing(text, on, soon=soon) == wanted
    assert [deadline.is_past(text, on), deadline.is_soon(text, on, soon)] == [wanted == "overdue", wanted == "soon"]


@given(due=DAYS, done=DAYS, on=DAYS)
def test_what_was_done_late_stays_visible_as_such_and_is_open_on_the_days_before(due, done, on):
    state = deadline.standing(due.isoformat(), on, done.isoformat())
    if done > on:
        assert state == deadline.standing(due.isoformat(), on)
    else:
        assert state == ("done_late" if done > due else "done")


@given(on=DAYS, done=DAYS)
def test_without_a_day_nothing_is_late(on, done):
    assert not deadline.is_past("", on)
    assert not deadline.is_soon("", on)
    assert not is_overdue("", "open", on)
    assert deadline.standing("", on) == "none"
    assert deadline.standing("", max(on, done), done.isoformat()) == "done"


@given(DAYS | st.sampled_from(EDGES), st.integers(-4_000_000, 4_000_000))
def test_days_are_counted_over_every_month_end_and_stop_where_the_calendar_does(day, days):
    reached = deadline.shifted(day, days)
    if reached not in (date.min, date.max):
        assert (reached - day).days == days
    assert deadline.day_after(day.isoformat(), days) == reached.isoformat()


def test_a_closed_hazard_is_never_overdue():
    on = date(2026, 11, 1)
    assert [is_overdue("2026-10-31", state, on) for state in ("open", "rectified", "closed", "withdrawn")] == [
        True, True, False, False,
    ]  # fmt: skip


# -- a lease is filed within thirty days after signing -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "due"),
    [
        ("2022-06-01", "2022-07-01"), ("2022-05-31", "2022-06-30"), ("2024-01-30", "2024-02-29"),
        ("2024-02-29", "2024-03-30"), ("2023-02-28", "2023-03-30"), ("2026-12-31", "2027-01-30"), ("", ""),
    ],
)  # fmt: skip
def test_day_thirty_is_the_last_that_is_in_time(signed, due):
    assert lease.filing_due(signed) == due


@given(DAYS)
def test_day_thirty_is_in_time_and_day_thirty_one_is_late(signed):
    def filed_after(days):
        filed = (signed + days * DAY).isoformat()
        return lease.filing(signed.isoformat(), filed, date(2200, 1, 1)).state

    def open_after(days):
        return lease.filing(signed.isoformat(), "", signed + days * DAY).state

    assert [filed_after(days) for days in (0, 29, 30, 31, 365)] == ["done", "done", "done", "done_late", "done_late"]
    assert [open_after(days) for days in (0, 22, 23, 29, 30, 31)] == ["open", "open", "soon", "soon", "soon", "overdue"]


@given(signed=DAYS, on=DAYS, days=st.integers(1, 365), soon=st.integers(0, 60))
def test_another_programme_counts_other_days_by_the_same_rule(signed, on, days, soon):
    found = lease.filing(signed.isoformat(), "", on, days, soon)
    passed = (on - signed).days
    assert (date.fromisoformat(found.due) - signed).days == days
    assert found.state == ("overdue" if passed > days else "soon" if passed >= days - soon else "open")


@given(DAYS, DAYS)
def test_a_lease_whose_day_of_signing_nobody_knows_is_neither_late_nor_in_time(on, filed):
    assert lease.filing("", "", on) == ("none", "")
    assert lease.filing("", filed.isoformat(), max(on, filed)) == ("done", "")


# -- a civil date is Shanghai's, wherever the machine stands -----------------------------------------------------------


@given(DAYS)
def test_the_day_begins_at_sixteen_hundred_utc(day):
    text = day.isoformat()
    assert clock.local(f"{text}T15:59:59Z").date() == day
    assert clock.local(f"{text}T16:00:00Z").date() == day + DAY


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)))
def test_every_instant_has_the_civil_date_of_eight_hours_later(instant):
    stored = instant.replace(microsecond=0, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert clock.local(stored).date() == (instant + timedelta(hours=8)).date()


def test_the_last_instants_that_a_body_may_name_are_read_too():
    assert clock.local("9999-12-31T15:59:59Z").date() == date.max
    assert clock.local("9999-12-31T23:59:59Z").date() == date.max
    assert clock.local("0001-01-01T00:00:00Z").date() == date.min


@pytest.mark.parametrize(
    ("instant", "civil"),
    [
        ("2026-12-31T15:59:59", date(2026, 12, 31)), ("2026-12-31T16:00:00", date(2027, 1, 1)),
        ("2024-02-28T16:00:00", date(2024, 2, 29)), ("2023-02-28T16:00:00", date(2023, 3, 1)),
    ],
)  # fmt: skip
def test_today_is_shanghais_at_the_turn_of_the_year_and_of_february(monkeypatch, instant, civil):
    turn_clock(monkeypatch, instant)
    assert clock.today() == civil


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai", "UTC"])
def test_the_machines_own_time_zone_changes_nothing(zone):
    """What a laptop set to another zone says of two instants, and of the present one."""
    code = (
        "from datetime import UTC, datetime, timedelta\n"
        "from zjg_inspect.model import clock\n"
        "print(clock.local('2026-10-28T15:59:59Z').date(), clock.local('2026-10-28T16:00:00Z').date())\n"
        "before = (datetime.now(UTC) + timedelta(hours=8)).date()\n"
        "today = clock.today()\n"
        "after = (datetime.now(UTC) + timedelta(hours=8)).date()\n"
        "print(before <= today <= after)\n"
    )
    own = {**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", code], env=own, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.split() == ["2026-10-28", "2026-10-29", "True"]
