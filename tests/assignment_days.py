"""What the tests of assignments share: days, and a clock that can be turned."""

from datetime import UTC, date, datetime, timedelta

from zjg_inspect.model import clock


def day(days: int) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=days)


def turn_clock(monkeypatch, instant: str) -> None:
    """Let every clock of this program stand at an instant of UTC."""
    fixed = datetime.fromisoformat(instant).replace(tzinfo=UTC)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return fixed.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Stopped)
