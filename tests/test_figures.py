"""The figures of the board and of the reports: they add up, each is the length of its list, and a past day stays."""

from collections import Counter
from datetime import date, timedelta

import pytest
from history_maker import DAYS, Maker, histories
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from test_standing import SOME, after
from test_verdict_rules import approve_all
from world import small_world

from zjg_inspect.model import clock
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.period import Period, period
from zjg_inspect.service import figures, verdicts
from zjg_inspect.service.figures_failures import failures_in
from zjg_inspect.service.figures_hazards import _kinds, hazard_figures
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.verdicts import figures_on
from zjg_inspect.store import hazards_then, past, tables, timeline

ALL = Period(2026, 12, date(2026, 1, 1), date(2026, 12, 28))


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("figures"))
    yield Maker(world)
    world.close()


def between(first, last):
    return Period(2026, 1, date.fromisoformat(first), date.fromisoformat(last))


def open_ones(conn):
    h = tables.hazard.c
    return {(row.entity, row.grade) for row in conn.execute(select(h.entity, h.grade).where(tables.hazard_is_open))}


@given(histories, st.sampled_from(DAYS), st.sampled_from(DAYS))
@SOME
def test_the_hazards_of_a_period_add_up_and_were_so(maker, history, one, other):
    """What was open then is what a store says that holds nothing later."""
    first, last = sorted((one, other))
    some = between(first, last)
    made = maker.write(history)

    def look(conn):
        said = hazard_figures(conn, some)
        assert said.before + said.found + said.reopened == said.closed + said.withdrawn + said.open
        told = hazards_then.hazards(conn, some)
        return {(each.row["entity"], each.row["grade"]) for each in told if "open" in _kinds(each, some)}, {
            each.row["entity"] for each in told if "before" in _kinds(each, some)
        }

    at_the_end, before = after(maker, [each.record for each in made], look)
    assert at_the_end == after(maker, [each.record for each in made if each.day <= last], open_ones)
    earlier = after(maker, [each.record for each in made if each.day < first], open_ones)
    assert before == {entity for entity, _ in earlier}


@given(histories, st.sampled_from(DAYS))
@SOME
def test_two_periods_one_after_the_other_are_one(maker, history, day):
    middle = date.fromisoformat(day)
    early, late = (Period(2026, 1, ALL.first, middle), Period(2026, 12, middle + timedelta(days=1), ALL.last))

    def look(conn):
        whole, *halves = (hazard_figures(conn, some) for some in (ALL, early, late))
        assert halves[0].open == halves[1].before
        assert whole.found == sum(half.found for half in halves)
        assert whole.open == halves[1].open
        failed = [failures_in(conn, maker.world.office, some) for some in (ALL, early, late)]
        assert failed[0].total == failed[1].total + failed[2].total

    after(maker, [each.record for each in maker.write(history)], look)


@given(histories, st.booleans())
@SOME
def test_the_figures_of_many_days_are_those_of_each_day(maker, history, kept):
    """Told at once from what is kept, they are what judging each enterprise that counts on that day says."""
    office = maker.world.office
    days = [date.fromisoformat(day) + timedelta(days=more) for day in DAYS for more in (-1, 0, 1)]

    def look(conn):
        form_of = lambda form: form_by_hash(conn, office, form)  # noqa: E731
        if kept:
            timeline.keep_more(conn, form_of, 2)
        told = figures_on(conn, office, days)
        for day in days:
            counted = conn.execute(
                select(tables.enterprise.c["entity", "zone"]).where(tables.counts(tables.enterprise, day.isoformat()))
            ).all()
            zone_of = dict(map(tuple, counted))
            judged = past.cases_on(conn, list(zone_of), day, form_of)
            total, reached = Counter(zone_of.values()), Counter()
            for own, case in judged:
                reached[zone_of[own]] += case.verdict.standardised
            assert told[day] == {zone: (count, reached[zone]) for zone, count in total.items()}

    after(maker, [each.record for each in maker.write(history)], look)


@pytest.fixture
def month(world):
    """甲 was approved, 乙 failed two items twice over, 丙 was only tried; one hazard was closed since."""
    world.visit("甲五金厂")
    world.visit("乙机械厂", fail=("4-04", "4-09"))
    world.carry(world.laptop, world.office)
    approve_all(world)
    world.visit("乙机械厂", fail=("4-09",), type=VisitType.REINSPECTION)
    world.carry(world.laptop, world.office)
    return figures.reported_on(world.office, clock.today())


def test_every_figure_of_a_month_is_as_long_as_its_list(world, month):
    said = figures.period_figures(world.office, month)
    assert (said.visits.done, said.visits.assessments, said.visits.reinspections) == (3, 2, 1)
    assert said.visits.enterprises == 2
    for type_, count in Counter(each.type for each in figures.visits(world.office, month)).items():
        assert len(figures.visits(world.office, month, type=type_)) == count
    assert len(figures.visits(world.office, month)) == said.visits.done
    assert len(figures.visits(world.office, month, done=False)) == said.visits.tries
    for which in said.hazards.__struct_fields__:
        assert len(figures.hazards(world.office, month, which)) == getattr(said.hazards, which), which
    assert (said.hazards.found, said.hazards.closed, said.hazards.open) == (2, 1, 1)
    assert len(figures.failures(world.office, month)) == said.failures.total == 2
    for area in said.failures.areas:
        assert len(figures.failures(world.office, month, area.form, area.code)) == area.count
        assert sum(item.count for item in area.items) == area.count
        for item in area.items:
            assert len(figures.failures(world.office, month, area.form, area.code, item.code)) == item.count
    assert sum(area.count for area in said.failures.areas) == said.failures.total


def test_all_seven_areas_are_there_in_their_order(world, month):
    areas = figures.failure_figures(world.office, month).areas
    assert [area.numeral for area in areas] == list("一二三四五六七")
    assert [(area.title, area.count) for area in areas if area.count] == [("可视化管理", 2)]
    (visual,) = [area for area in areas if area.count]
    assert [(item.code, item.count) for item in visual.items] == [("4-04", 1), ("4-09", 1)]


def test_a_failure_says_where_it_was_and_what_it_was(world, month):
    first, _ = figures.failures(world.office, month, "enterprise", "4")
    assert (first.name, first.village, first.item, first.title) == ("乙机械厂", "永新村", "4-04", "安全通道畅通")
    assert (first.what, first.where, first.inspectors) == ("安全通道被托盘占用", "二号车间东侧", "张某、李某")


@pytest.mark.parametrize("ago", [None, 0, 1])
def test_enterprises_by_their_verdict_are_what_the_zones_say(world, month, ago):
    """Now, today, and yesterday when nothing was approved yet."""
    on = None if ago is None else clock.today() - timedelta(days=ago)
    (zone,) = figures.overview(world.office, on).zones
    there = figures.enterprises(world.office, on, zone=zone.id)
    assert len(there) == zone.total == 3
    reached = figures.enterprises(world.office, on, standardised=True)
    assert len(reached) == zone.standardised == (0 if ago == 1 else 1)
    assert {each.name for each in reached} == (set() if ago == 1 else {"甲五金厂"})
    others = figures.enterprises(world.office, on, standardised=False)
    assert sorted([*reached, *others], key=lambda each: each.name) == sorted(there, key=lambda each: each.name)
    if on is not None:
        brief = figures.enterprises(world.office, on, brief=True)
        assert [(each.id, each.standardised) for each in brief] == [(each.id, each.standardised) for each in there]
    for each in there:
        said = verdicts.enterprise_verdict(world.office, each.id, on)
        assert (each.standardised, each.why_not, each.date) == (said.standardised, said.why_not, said.date)


def test_a_month_is_reported_on_the_programmes_day(world):
    assert figures.reported_in(world.office, 2023, 8) == period(2023, 8)
    assert figures.reported_on(world.office, date(2023, 8, 29)) == period(2023, 9)
