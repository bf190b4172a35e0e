"""Both halves of 双七十 month by month: as they stood at the end of each report day since the programme began."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from zjg_inspect.model import clock
from zjg_inspect.model.period import Period, period_of, previous
from zjg_inspect.model.verdict import Half
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.programme import programme_on
from zjg_inspect.service.verdicts import CityVerdict, city_of_figures, figures_on, overview, zones_in_scope
from zjg_inspect.store import timeline
from zjg_inspect.store.db import Database
from zjg_inspect.store.standing import Figures

LONGEST = 24
"""So many months are shown at most: a programme lasts a year and a half."""
_AT_ONCE = 100


class TrendPoint(msgspec.Struct, frozen=True):
    """One end of the periods; the last is of the day that was asked about, which may lie within its period."""

    period: Period
    day: date
    enterprises: Half
    zones: Half


def months(db: Database, on: date) -> list[Period]:
    """The periods since the programme of this day began, up to the one in which the day lies; LONGEST at most."""
    with db.read() as conn:
        return _months(conn, on)


def trend(
    db: Database, on: date | None = None, step: Callable[[int, int], None] | None = None
) -> tuple[TrendPoint, ...]:  # fmt: skip
    """A point for each of `months`: what the board shows for that day; the last as it stands now, or stood on `on`.

    What it takes to tell the past is kept for each enterprise until anything comes in for it: `step` is told how many
    are through and how many there were to tell, and may raise Cancelled.
    """
    keep_past(db, step)
    day = on or clock.today()
    with db.read() as conn:
        some = _months(conn, day)
        days = [each.last for each in some[:-1]] + ([on] if on is not None else [])
        zones, figures = zones_in_scope(conn), figures_on(conn, db, days)
        told = [_city(conn, zones, each, figures[each]) for each in days]
    if on is None:
        told.append(overview(db).city)
    ends = [*(each.last for each in some[:-1]), day]
    return tuple(
        TrendPoint(each, end, city.enterprises, city.zones)
        for each, end, city in zip(some, ends, told, strict=True)
    )  # fmt: skip


def _city(conn: Connection, zones: Sequence[Row[Any]], day: date, figures: Mapping[bytes, Figures]) -> CityVerdict:
    none = Figures(0, 0)
    return city_of_figures((figures.get(zone.entity, none) for zone in zones), programme_on(conn, day).targets)


def keep_past(db: Database, step: Callable[[int, int], None] | None = None) -> None:
    """Tell of every enterprise when its verdict turned, where that is not kept; a hundred in a transaction, so that
    nobody who writes has to wait for long."""
    with db.read() as conn:
        left = len(timeline.not_kept(conn))
    through = 0
    while left:
        with db.write() as conn:
            left = timeline.keep_more(conn, lambda form: form_by_hash(conn, db, form), _AT_ONCE)
        through += _AT_ONCE
        if step is not None:
            step(through, through + left)


def _months(conn: Connection, on: date) -> list[Period]:
    programme = programme_on(conn, on)
    day = programme.report_day
    some = [period_of(on, day)]
    while len(some) < LONGEST and some[-1].first.isoformat() > programme.starts:
        some.append(previous(some[-1], day))
    return some[::-1]
