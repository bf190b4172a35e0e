"""The months of the board: each says what the board shows for that past day."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from programmes import ANOTHER
from sqlalchemy import select
from test_verdict_rules import approve_all
from zone_maker import FIRST, Village

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.period import period_of
from zjg_inspect.service import programme, trend, verdicts
from zjg_inspect.store import tables


@pytest.fixture
def years(world):
    """三星村 reached on a day of 2026; 甲 is approved today."""
    Village(world, 10, 7)
    programme.publish(world.office, msgspec.structs.replace(ANOTHER, starts="2025-12-20"))
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    approve_all(world)
    return world


def every(office):
    with office.read() as conn:
        return [own.hex() for own in conn.scalars(select(tables.enterprise.c.entity))]


def kept(office):
    """Of whom it is kept when the verdict turned."""
    with office.read() as conn:
        return set(conn.scalars(select(tables.turned.c.entity)))


def test_each_month_says_what_the_board_shows_for_that_day(years):
    points = trend.trend(years.office)
    assert points[0].period.first <= date(2025, 12, 20) <= points[0].period.last
    assert points[-1].day == clock.today()
    for before, after in pairwise(points):
        assert after.period.first == before.period.last + timedelta(days=1)
    for point in points[:-1]:
        assert point.day == point.period.last
        city = verdicts.city_verdict(years.office, point.day)
        assert (point.enterprises, point.zones) == (city.enterprises, city.zones)
    now = verdicts.city_verdict(years.office)
    assert (points[-1].enterprises, points[-1].zones) == (now.enterprises, now.zones)
    assert [point.enterprises.reached for point in points][-2:] == [7, 8]
    reached = {point.day >= date.fromisoformat(FIRST): point.enterprises.reached for point in points[:-1]}
    assert reached == {False: 0, True: 7}


def test_told_once_it_is_at_hand_and_a_new_review_is_in_it(years, world):
    before = trend.trend(years.office)
    assert kept(years.office) == set(map(bytes.fromhex, every(years.office)))
    years.visit("乙机械厂")
    years.carry(years.laptop, years.office)
    approve_all(years)
    own = bytes.fromhex(years.enterprises["乙机械厂"].replace("-", ""))
    assert kept(years.office) == set(map(bytes.fromhex, every(years.office))) - {own}
    after = trend.trend(years.office)
    assert after[:-1] == before[:-1]
    assert after[-1].enterprises.reached == before[-1].enterprises.reached + 1


def test_a_past_day_ends_the_months(years):
    day = clock.today() - timedelta(days=40)
    last = trend.trend(years.office, day)[-1]
    assert (last.day, last.period) == (day, period_of(day, ANOTHER.report_day))
    assert last.enterprises == verdicts.city_verdict(years.office, day).enterprises


def test_a_long_programme_shows_its_latest_months(world):
    assert len(trend.trend(world.office)) == trend.LONGEST


def test_telling_the_past_can_be_stopped_and_goes_on_later(years, monkeypatch):
    monkeypatch.setattr(trend, "_AT_ONCE", 4)
    told = []

    def step(done, total):
        told.append((done, total))
        if len(told) == 2:
            raise errors.Cancelled

    with pytest.raises(errors.Cancelled):
        trend.keep_past(years.office, step)
    assert told == [(4, len(every(years.office))), (8, len(every(years.office)))]
    assert len(kept(years.office)) == 8
    assert trend.trend(years.office)[-1].enterprises == verdicts.city_verdict(years.office).enterprises
