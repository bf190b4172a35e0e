"""Zones at the line and beside it: the verdict of each, and the sentence that the office reads."""

from datetime import timedelta

import pytest
from history_maker import DAYS, Maker
from world import TOWN, credit_code

from zjg_inspect.model import clock, ids
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import verdicts
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store.merge import merge
from zjg_inspect.ui.office.why import zone_sentence

VILLAGE = "三星村"
FIRST, SECOND = DAYS[0], DAYS[1]


class Village:
    """三星村 with so many enterprises, of which the first ones have an approved 核查 without a failed item."""

    def __init__(self, world, count, reached, *later):
        self.office, self.zone = world.office, ids.zone_id(TOWN, VILLAGE)
        bodies = [Enterprise(f"三星{n}厂", self.zone, credit_code(500 + n)) for n in range(count)]
        makings = [Making("enterprise", ids.enterprise_id(each.code, self.zone), each, ()) for each in bodies]
        with self.office.write() as conn:
            made = make(conn, self.office, [Making("zone", self.zone, Zone(TOWN, VILLAGE), ()), *makings])
        maker = Maker(world)
        maker.register = {record.version.entity: record for record in made[1:]}
        visits = [("visit", n, FIRST, [], False, "own") for n in range(reached)]
        reviews = [("review", n, FIRST, "approved", False) for n in range(reached)]
        records = [each.record for each in maker.write([*visits, *reviews, *later])]
        with self.office.write() as conn:
            merge(conn, records, identity(conn, self.office))
        assert doctor(self.office).ok

    def on(self, day=None):
        (zone,) = [each for each in verdicts.zone_verdicts(self.office, day) if each.village == VILLAGE]
        return zone.standardised_zone, zone_sentence(zone)


def stopped(count):
    return [("edit", n, "stopped", FIRST, True, False) for n in range(count)]


def left_out(count):
    return [("edit", n, "active", "", False, False) for n in range(count)]


TWICE_CORRECTED = [("correct", 0, FIRST, [], False), ("correct", 0, SECOND, [], False)]


@pytest.mark.parametrize(
    ("count", "reached", "later", "verdict", "sentence"),
    [
        (20, 14, [], True, "三星村 20 家里有 14 家达到，正好 70%，可以确认。"),
        (20, 15, [], True, "三星村 20 家里有 15 家达到，占 75.0%，可以确认。"),
        (20, 13, [], False, "三星村 20 家里有 13 家达到，占 65.0%，还差 1 家。"),
        (3, 3, left_out(3), None, "三星村没有计入的企业，不作评定，也不算在集中区的个数里。"),
        (0, 0, [], None, "三星村没有计入的企业，不作评定，也不算在集中区的个数里。"),
        (10, 7, stopped(10), True, "三星村 10 家里有 7 家达到，正好 70%，可以确认。"),
        (10, 0, stopped(10), False, "三星村 10 家里有 0 家达到，占 0.0%，还差 7 家。"),
        (20, 14, TWICE_CORRECTED, False, "三星村 20 家里有 13 家达到，占 65.0%，还差 1 家。"),
    ],
    ids=["exactly", "over", "one below", "none in scope", "no enterprise", "all stopped", "none visited", "conflict"],
)
def test_a_zone_and_its_sentence(world, count, reached, later, verdict, sentence):
    assert Village(world, count, reached, *later).on() == (verdict, sentence)


def test_one_deregistered_counts_until_the_day_before(world):
    today = clock.today()
    village = Village(world, 11, 7, ("edit", 10, "deregistered", today.isoformat(), True, False))
    exactly = (True, "三星村 10 家里有 7 家达到，正好 70%，可以确认。")
    assert village.on() == village.on(today) == exactly
    assert village.on(today - timedelta(days=1)) == (False, "三星村 11 家里有 7 家达到，占 63.6%，还差 1 家。")


def test_the_city_leaves_a_zone_without_enterprises_out(world):
    Village(world, 0, 0)
    city = verdicts.city_verdict(world.office)
    assert (city.zones.total, city.empty, city.enterprises.total, city.enterprises.missing) == (1, 1, 3, 3)
