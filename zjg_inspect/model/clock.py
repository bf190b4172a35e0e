"""Instants in UTC, civil dates in Asia/Shanghai (which has had no summer time since 1991, so a fixed offset)."""

from datetime import UTC, date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
# The last instant whose civil time the calendar has.
_LAST = "9999-12-31T15:59:59Z"


def utc_now() -> str:
    """This instant, to the second: `2026-11-23T02:03:04Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def civil_now() -> str:
    """The civil time in Asia/Shanghai, to the second, as a camera writes it: `2026-11-23T10:03:04`."""
    return datetime.now(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


def local(instant: str) -> datetime:
    """The civil time in Asia/Shanghai of a stored instant; where the calendar ends, its last second."""
    return datetime.fromisoformat(min(instant, _LAST)).astimezone(SHANGHAI)


def today() -> date:
    return datetime.now(SHANGHAI).date()


def end_of(day: date) -> str:
    """The stored instant with which this civil day is over: what is smaller lies in it or before."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
