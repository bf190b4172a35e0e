"""What recurs is linked by itself; what is found again while it is open is not opened twice."""

from contextlib import closing

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from test_hazard_verbs import ITEM, NAME, WANG, day, rechecks, sealed, visits
from two_laptops import a_pair, corrected, exchange_all, settled_everywhere
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.hazard import Recurrence
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import due, hazards, sheet, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables


@pytest.fixture
def pair(tmp_path):
    with a_pair(tmp_path) as made:
        yield made


# -- what recurs ---------------------------------------------------------------------------------------------------


def test_what_was_found_and_closed_before_is_linked_by_itself(world):
    visits(world, fail=(ITEM,), days=-60)
    assert [row.recurrence for row in due.open_hazards(world.laptop)] == [None]
    rechecks(world, days=-40)
    draft = world.answered(NAME, fail=(ITEM,))
    said = Recurrence(2, day(-60), day(-40))
    assert visit.open_visit(world.laptop, draft).recurring == {ITEM: said}
    sealed(world, draft, 0)
    (row,) = due.open_hazards(world.laptop)
    assert row.recurrence == said
    world.carry(world.laptop, world.office)
    assert [each.recurrence for each in hazards.hazards_at(world.office, world.enterprises[NAME])] == [said, None]
    rechecks(world, days=1)
    visits(world, fail=(ITEM,), days=2)
    (row,) = due.open_hazards(world.laptop)
    assert row.recurrence == Recurrence(3, day(0), day(1))


def test_another_item_another_enterprise_and_what_was_withdrawn_are_no_recurrence(world):
    inspection, _ = world.visit(NAME, fail=("1-01",))
    corrected(world, inspection, DraftAnswer("1-01", Verdict.PASS))
    world.visit("乙机械厂", fail=(ITEM,))
    draft = world.answered("乙机械厂", type=VisitType.REINSPECTION)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    visits(world, fail=(ITEM, "1-01"), days=3)
    assert [row.recurrence for row in due.open_hazards(world.laptop)] == [None, None]


def test_what_recurs_is_found_without_reading_all_hazards(world):
    visits(world, fail=(ITEM,), days=-60)
    h = tables.hazard
    here = (h.c.enterprise == b"") & tables.hazard_is_closed
    with world.laptop.read() as conn:
        query = str(select(h.c.item).where(here).compile(conn.engine))
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (b"",)).all()
    assert any("hazard_closed" in row.detail for row in plan)


# -- re-found open ones are not doubled -----------------------------------------------------------------------------


def open_here(db):
    return [row for row in due.open_hazards(db) if row.name == NAME]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(
        st.tuples(st.booleans(), st.sampled_from(["assessment", "reinspection", "extend", "rectified"])), max_size=4
    )
)
def test_over_any_visits_one_item_has_one_open_hazard_at_most(tmp_path_factory, history):
    world = small_world(tmp_path_factory.mktemp("visits"), count=1)
    try:
        expected, closed = False, 0
        for number, (fails, what) in enumerate(history):
            there = open_here(world.laptop)
            if what == "extend" and there and there[0].state == "open":
                hazards.extend(world.laptop, there[0].id, f"2027-0{number + 1}-01", "等设备到货")
            elif what == "rectified" and there and there[0].state == "open":
                hazards.record_rectified(world.laptop, there[0].id, day(0), WANG, "已清走")
            elif what == "assessment" or (what == "reinspection" and there):
                closed += expected and not fails
                expected = fails
                (rechecks if what == "reinspection" else visits)(world, fail=(ITEM,) if fails else (), days=number - 20)
            assert len(open_here(world.laptop)) == expected
            assert not any(row.double for row in open_here(world.laptop))
        for row in open_here(world.laptop):
            assert (row.recurrence.nth if row.recurrence else 1) == closed + 1
        assert doctor(world.laptop).ok
    finally:
        world.close()


def test_two_laptops_that_did_not_know_of_each_other_open_two_that_are_shown_as_likely_the_same(pair):
    one, two = pair
    rechecks(one)
    exchange_all(one, two)
    assert open_here(one.office) == []
    visits(one, fail=(ITEM,), days=-9)
    visits(two, fail=(ITEM, "1-01"), days=-9)
    exchange_all(one, two)
    for db in (one.office, one.laptop, two.laptop):
        assert sorted((row.item, row.double) for row in open_here(db)) == [
            ("1-01", False), (ITEM, True), (ITEM, True),
        ]  # fmt: skip
    either, _ = (row for row in open_here(one.office) if row.item == ITEM)
    assert hazards.hazard_story(one.office, either.id).row == either, "by itself it says the same"
    visits(two, fail=(ITEM, "1-01"), days=-8)
    exchange_all(one, two)
    assert [row.item for row in open_here(one.office)].count(ITEM) == 2, "seen again, and no third one"
    rechecks(one, days=-7)
    exchange_all(one, two)
    assert open_here(one.office) == [], "one visit that answers the item settles both"
    assert settled_everywhere(one, two)


# -- on paper -------------------------------------------------------------------------------------------------------


def text_of(pdf):
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


def paper(days):
    year, month, number = day(days).split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def test_the_sheet_says_that_it_is_not_the_first_time(world):
    visits(world, fail=(ITEM,), days=-60)
    rechecks(world, days=-40)
    draft = world.answered(NAME, fail=(ITEM,))
    said = f"第2次出现，上次{paper(-60)}查出、{paper(-40)}销号"
    assert said in text_of(sheet.draft_sheet(world.laptop, draft))
    sealed(world, draft, 0)
    before = sheet.sealed_sheet(world.laptop, draft)
    assert said in text_of(before)
    rechecks(world, days=1)
    assert sheet.sealed_sheet(world.laptop, draft) == before, "what comes later changes no paper"


def test_the_sheet_says_why_it_had_been_extended(world):
    visits(world, fail=(ITEM,), days=-5)
    (row,) = due.open_hazards(world.laptop)
    hazards.extend(world.laptop, row.id, "2027-03-01", "等设备到货")
    found = rechecks(world, fail=(ITEM,))
    before = sheet.sealed_sheet(world.laptop, found)
    assert "已延期到2027年3月1日：等设备到货" in text_of(before)
    hazards.extend(world.laptop, row.id, "2027-05-01", "又推迟")
    assert sheet.sealed_sheet(world.laptop, found) == before


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=2, max_size=5))
def test_whatever_two_laptops_find_nobody_opens_twice_what_he_knows_and_one_visit_settles_all(
    tmp_path_factory, history
):
    """Each time one of the two visits and fails the item or not; now and then the sticks go round."""
    with a_pair(tmp_path_factory.mktemp("pair")) as (one, two):
        for number, (first, fails, carried) in enumerate(history):
            own = one if first else two
            known = {row.id for row in open_here(own.laptop)}
            visits(own, fail=(ITEM,) if fails else (), days=number + 1)
            now = {row.id for row in open_here(own.laptop)}
            assert now == (known or now if fails else set())
            assert len(now) >= fails
            if carried:
                exchange_all(one, two)
            for db in (one.office, one.laptop, two.laptop):
                rows = open_here(db)
                assert len(rows) <= 2
                assert [row.double for row in rows] == [len(rows) == 2] * len(rows)
        exchange_all(one, two)
        visits(one, days=len(history) + 1)
        exchange_all(one, two)
        assert [open_here(db) for db in (one.office, one.laptop, two.laptop)] == [[], [], []]
        assert all(doctor(db).ok for db in (one.office, one.laptop, two.laptop))
