"""Zones at the line and beside it: the verdict of each, and the sentence that the office reads."""

from datetime import timedelta

import pytest
from zone_maker import FIRST, SECOND, Village

from zjg_inspect.model import clock
from zjg_inspect.service import verdicts


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
