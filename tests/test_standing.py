"""The table of verdicts agrees with judging everything anew, whatever came in which order; and so does any past day."""

from datetime import date, timedelta

import pytest
from history_maker import DAYS, Maker, histories
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from test_verdict_rules import approve_all
from two_laptops import edits
from world import small_world

from zjg_inspect.model import clock
from zjg_inspect.model.verdict import Why
from zjg_inspect.service import verdicts
from zjg_inspect.service.author import identity
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.reasons import reasons_of
from zjg_inspect.store import past, standing, tables, timeline
from zjg_inspect.store.merge import merge, rederive
from zjg_inspect.store.verdicts import cases
from zjg_inspect.store.verdicts import verdicts as judged_anew

NAME = "甲五金厂"


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("histories"))
    yield Maker(world)
    world.close()


class _Undo(Exception):
    pass


def every(conn):
    return list(conn.scalars(select(tables.enterprise.c.entity)))


def after(maker, records, look):
    """What `look` sees in the office once these records came; nothing of it stays."""
    office, found = maker.world.office, None
    try:
        with office.write() as conn:
            merge(conn, records, identity(conn, office))
            assert not conn.execute(select(tables.aside)).first()
            found = look(conn)
            raise _Undo
    except _Undo:
        return found


def in_the_table(conn):
    return standing.standings(conn, tables.standing.c.entity.is_not(None))


def rows(conn):
    return sorted(map(tuple, conn.execute(select(tables.standing))))


SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(histories, st.randoms(use_true_random=False), st.integers(1, 9))
@SOME
def test_the_table_says_what_judging_everything_anew_says(maker, history, chance, size):
    """In any order, in any batches; deriving it anew changes nothing."""
    records = [made.record for made in maker.write(history)]
    chance.shuffle(records)
    office = maker.world.office

    def look(conn):
        for start in range(0, len(records), size):
            merge(conn, records[start : start + size], identity(conn, office))
            anew = {own: case.verdict for own, case in cases(conn, every(conn))}
            assert in_the_table(conn) == anew
        assert not conn.execute(select(tables.aside)).first()
        day = clock.today()
        counted = judged_anew(conn, day.isoformat())
        figures = standing.zone_figures(conn, day)
        assert sum(each.total for each in figures.values()) == len(counted)
        assert sum(each.standardised for each in figures.values()) == sum(v.standardised for v in counted.values())
        before = rows(conn)
        rederive(conn, identity(conn, office))
        return before == rows(conn)

    assert after(maker, [], look)


@given(histories, st.sampled_from(DAYS))
@SOME
def test_a_past_day_says_what_a_store_would_say_that_holds_nothing_later(maker, history, day):
    made = maker.write(history)
    office, on = maker.world.office, date.fromisoformat(day)

    def on_that_day(conn):
        judged = past.cases_on(conn, every(conn), on, lambda form: form_by_hash(conn, office, form))
        return {own: case.verdict for own, case in judged}

    told = after(maker, [each.record for each in made], on_that_day)
    assert told == after(maker, [each.record for each in made if each.day <= day], in_the_table)


@given(histories)
@SOME
def test_today_is_a_day_like_any_other(maker, history):
    office = maker.world.office

    def look(conn):
        judged = past.cases_on(conn, every(conn), clock.today(), lambda form: form_by_hash(conn, office, form))
        return {own: case.verdict for own, case in judged} == in_the_table(conn)

    assert after(maker, [each.record for each in maker.write(history)], look)


@given(histories)
@SOME
def test_every_reason_names_what_is_in_the_way_now_and_on_a_day(maker, history):
    """Read from the tables they say what the versions say; an item has its title, a hazard and a visit are there."""
    office = maker.world.office

    def look(conn):
        form_of = lambda form: form_by_hash(conn, office, form)  # noqa: E731
        now, day = in_the_table(conn), clock.today()
        found = reasons_of(conn, office, now, None)
        for own, verdict in now.items():
            assert [each.kind for each in found[own]] == [why.kind for why in verdict.why_not]
            for each, why in zip(found[own], verdict.why_not, strict=True):
                about = each.item or (each.hazard and each.hazard.id) or (each.visit and each.visit.id) or ""
                assert about == why.about
                assert bool(each.title) == (why.kind in ("item", "key_item"))
        then = {own: case.verdict for own, case in past.cases_on(conn, every(conn), day, form_of)}
        return found == reasons_of(conn, office, then, day)

    assert after(maker, [each.record for each in maker.write(history)], look)


@given(histories, st.sampled_from(DAYS))
@SOME
def test_the_reasons_of_a_past_day_know_of_nothing_later(maker, history, day):
    made = maker.write(history)
    office, on = maker.world.office, date.fromisoformat(day)

    def on_that_day(conn):
        judged = past.cases_on(conn, every(conn), on, lambda form: form_by_hash(conn, office, form))
        return reasons_of(conn, office, {own: case.verdict for own, case in judged}, on)

    told = after(maker, [each.record for each in made], on_that_day)
    earlier = [each.record for each in made if each.day <= day]
    assert told == after(maker, earlier, lambda conn: reasons_of(conn, office, in_the_table(conn), None))


@given(histories, st.randoms(use_true_random=False), st.integers(1, 9))
@SOME
def test_what_is_kept_of_the_past_is_what_the_versions_say(maker, history, chance, size):
    """Told between any two batches, it is told anew for whom something came in."""
    records = [made.record for made in maker.write(history)]
    chance.shuffle(records)
    office = maker.world.office
    form_of = lambda form: form_by_hash(office_view[0], office, form)  # noqa: E731
    office_view = []

    def look(conn):
        office_view[:] = [conn]
        for start in range(0, len(records), size):
            while timeline.keep_more(conn, form_of, 2):
                pass
            merge(conn, records[start : start + size], identity(conn, office))
            fresh = dict(timeline.turns(conn, every(conn), form_of))
            kept = timeline.kept(conn)
            assert kept.items() <= fresh.items()
        rederive(conn, identity(conn, office))
        assert timeline.kept(conn) == {}
        return len(fresh)

    assert after(maker, [], look)


def test_the_day_decides_whether_one_that_leaves_counts(world):
    """注销 on a day: up to the day before it counts, from that day on it does not; whichever day it is today."""
    today = clock.today()
    edits(world, {"state": "deregistered", "state_date": today.isoformat()})
    assert [zone.total for zone in verdicts.zone_verdicts(world.office)] == [2]
    assert [zone.total for zone in verdicts.zone_verdicts(world.office, today - timedelta(days=1))] == [3]
    edits(world, {"state_date": (today + timedelta(days=1)).isoformat()})
    assert [zone.total for zone in verdicts.zone_verdicts(world.office)] == [3]
    assert [zone.total for zone in verdicts.zone_verdicts(world.office, today + timedelta(days=1))] == [2]
    assert len(verdicts.zone_enterprises(world.office, world.zone)) == 3
    edits(world, {"state_date": ""})
    assert [zone.total for zone in verdicts.zone_verdicts(world.office, date(2023, 1, 1))] == [2]
    assert doctor(world.office).ok


def test_an_enterprise_takes_its_verdict_along_to_another_zone(world):
    from zjg_inspect.model import ids
    from zjg_inspect.model.register import Zone
    from zjg_inspect.service.author import Making, make

    world.visit(NAME)
    world.carry(world.laptop, world.office)
    approve_all(world)
    other = ids.zone_id("塘桥镇", "三星村")
    with world.office.write() as conn:
        make(conn, world.office, [Making("zone", other, Zone("塘桥镇", "三星村"))])
    edits(world, {"zone": other})
    found = {zone.village: (zone.standardised, zone.total) for zone in verdicts.zone_verdicts(world.office)}
    assert found == {"永新村": (0, 2), "三星村": (1, 1)}


def test_a_visit_is_not_yet_approved_on_the_day_before_its_review(world):
    world.visit(NAME)
    world.carry(world.laptop, world.office)
    approve_all(world)
    own, today = world.enterprises[NAME], clock.today()
    assert verdicts.enterprise_verdict(world.office, own, today).standardised
    before = verdicts.enterprise_verdict(world.office, own, today - timedelta(days=1))
    assert before.why_not == (Why("never_assessed"),)
    assert verdicts.city_verdict(world.office, today).enterprises.reached == 1
    assert verdicts.city_verdict(world.office, today - timedelta(days=1)).enterprises.reached == 0


@given(histories)
@SOME
def test_the_turns_of_an_enterprise_say_what_each_day_says(maker, history):
    """All days at once, or each by itself."""
    office = maker.world.office
    days = [date.fromisoformat(day) + timedelta(days=more) for day in DAYS for more in (-1, 0, 1)]

    def look(conn):
        form_of = lambda form: form_by_hash(conn, office, form)  # noqa: E731
        turns = dict(timeline.turns(conn, every(conn), form_of))
        for day in [*days, clock.today()]:
            told = {own: case.verdict.standardised for own, case in past.cases_on(conn, every(conn), day, form_of)}
            assert told == {own: timeline.standardised_on(turns[own], day) for own in told}
        return [day for each in turns.values() for day in each]

    event(f"turns: {len(after(maker, [each.record for each in maker.write(history)], look))}")
