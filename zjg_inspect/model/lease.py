"""Filing (告知性备案) of new leases: within so many days after signing, by the owner or the manager (§五(一))."""

from datetime import date
from typing import Literal, NamedTuple

from zjg_inspect.model import deadline

# 对于新出租厂房，产权方或管理人应当在出租合同签订后30天内…作告知性备案: day 30 is in time.
LEASE_DAYS = 30
# A week before: the owner has still to be called, to come, and to bring his papers.
SOON_DAYS = 7


State = deadline.State | Literal["ended"]


class Filing(NamedTuple):
    """Where the filing of a lease stands, and the last day that is in time, empty where the signing day is unknown.

    `none` says that nobody knows when it was signed; `done_late` stays visible for ever; `ended`: the lease was over
    before it was filed, so that nobody waits for that any more.
    """

    state: State
    due: str


def filing_due(signed: str, days: int = LEASE_DAYS) -> str:
    """The last day in time: so many days after the day of signing; empty where that is unknown."""
    return deadline.day_after(signed, days) if signed else ""


def filing(signed: str, filed: str, on: date, days: int = LEASE_DAYS, soon: int = SOON_DAYS, ended: str = "") -> Filing:
    """Where a lease signed, filed and ended on some day (each may be empty) stands on a day."""
    due = filing_due(signed, days)
    state = deadline.standing(due, on, filed, soon)
    over = bool(ended) and ended <= on.isoformat()
    return Filing("ended" if over and state not in ("done", "done_late") else state, due)
