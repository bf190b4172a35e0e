"""What inspectors found otherwise than the register has it: the office takes it in with one click, or keeps its own."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect import errors
from zjg_inspect.model import clock
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.facts import FACT_NAMES, Facts, differences
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.model.register import FieldDoubt
from zjg_inspect.service import facts, register, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor

NAME = "甲五金厂"


def enterprise(world):
    return world.enterprises[NAME]


def amend(world, draft, **changes):
    head = visit.open_visit(world.laptop, draft).draft.head
    changed = msgspec.structs.replace(head.facts, **changes)
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, facts=changed))


def answered_all(world, draft):
    for owed in visit.open_visit(world.laptop, draft).owed:
        if owed.kind == "answer":
            visit.answer_item(world.laptop, draft, DraftAnswer(owed.item, Verdict.PASS))


def a_visit(world, *, days=0, **found):
    """Sealed at the laptop with these facts found, and brought to the office."""
    draft = world.answered(NAME, type=VisitType.ASSESSMENT)
    amend(world, draft, **found)
    head = visit.open_visit(world.laptop, draft).draft.head
    day = (clock.today() - timedelta(days=days)).isoformat()
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, date=day))
    answered_all(world, draft)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    return draft


def corrected(world, inspection, **found):
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    amend(world, draft, **found)
    answered_all(world, draft)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)


def found(world):
    shown = facts.facts_found(world.office, enterprise(world))
    return None if shown is None else [(each.name, each.register, each.found) for each in shown.facts]


def shown(world):
    there = facts.facts_found(world.office, enterprise(world))
    assert there is not None
    return there


def registered(world, db=None):
    return register.enterprise_details(db or world.office, enterprise(world))[0]


def edit_register(world, **changes):
    site = registered(world)
    edited = msgspec.structs.replace(site, facts=msgspec.structs.replace(site.facts, **changes))
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", enterprise(world), edited)])


def test_the_office_sees_what_differs_field_by_field_and_of_which_visit(world):
    assert found(world) is None
    inspection = a_visit(world, headcount=52, hot_work=True)
    there = shown(world)
    assert found(world) == [("headcount", 38, 52), ("hot_work", False, True)]
    assert (there.inspection, there.inspectors, there.name) == (inspection, "张某、李某", NAME)


def test_one_click_takes_it_into_the_register_and_it_travels_to_the_laptop(world):
    a_visit(world, headcount=52, hot_work=True)
    facts.take_facts(world.office, shown(world))
    assert found(world) is None
    assert (registered(world).facts.headcount, registered(world).facts.hot_work) == (52, True)
    world.carry(world.office, world.laptop)
    assert registered(world, world.laptop).facts.headcount == 52
    assert (doctor(world.office).ok, doctor(world.office).conflicts) == (True, 0)


def test_what_is_kept_does_not_come_back_for_that_visit_but_for_the_next(world):
    inspection = a_visit(world, days=3, headcount=52, hot_work=True)
    facts.keep_register(world.office, shown(world), ("headcount",))
    assert found(world) == [("hot_work", False, True)]
    facts.take_facts(world.office, shown(world))
    corrected(world, inspection, work_at_height=True)
    assert found(world) == [("work_at_height", False, True)]
    world.carry(world.office, world.laptop)
    a_visit(world, headcount=52)
    assert found(world) == [("headcount", 38, 52)]


def test_a_correction_that_finds_yet_another_figure_asks_again(world):
    inspection = a_visit(world, headcount=520)
    facts.keep_register(world.office, shown(world))
    assert found(world) is None
    corrected(world, inspection, headcount=52)
    assert found(world) == [("headcount", 38, 52)]


def test_what_was_left_unknown_or_as_the_register_had_it_says_nothing(world):
    a_visit(world, rents=None)
    assert found(world) is None
    edit_register(world, headcount=40)
    assert found(world) is None


def test_a_fact_that_the_register_did_not_know_is_asked_and_its_doubt_goes(world):
    site = registered(world)
    doubtful = msgspec.structs.replace(
        site,
        facts=msgspec.structs.replace(site.facts, headcount=None),
        doubts=(FieldDoubt("headcount", "四十来个", "不是数字"),),
    )
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", enterprise(world), doubtful)])
    world.carry(world.office, world.laptop)
    a_visit(world, headcount=42)
    facts.take_facts(world.office, shown(world))
    assert (registered(world).facts.headcount, registered(world).doubts) == (42, ())


def test_what_the_register_changed_since_is_shown_as_such_and_not_taken_along(world):
    a_visit(world, headcount=52, hot_work=True)
    edit_register(world, headcount=40)
    there = shown(world)
    assert [(each.name, each.rested_on, each.register, each.changed) for each in there.facts] == [
        ("headcount", 38, 40, True),
        ("hot_work", False, False, False),
    ]
    facts.take_facts(world.office, there)
    assert (registered(world).facts.headcount, registered(world).facts.hot_work) == (40, True)
    facts.take_facts(world.office, shown(world), ("headcount",))
    assert registered(world).facts.headcount == 52


def test_what_changed_while_it_was_looked_at_is_not_overwritten(world):
    a_visit(world, headcount=52)
    there = shown(world)
    edit_register(world, headcount=40)
    for verb in (facts.take_facts, facts.keep_register):
        with pytest.raises(errors.RegisterChanged) as told:
            verb(world.office, there)
        assert told.value.changed == ("headcount",)
    assert registered(world).facts.headcount == 40


def test_an_answer_given_twice_is_given_once(world):
    a_visit(world, headcount=52)
    there = shown(world)
    facts.take_facts(world.office, there)
    with pytest.raises(errors.RegisterChanged):
        facts.take_facts(world.office, there)


def test_a_laptop_takes_nothing_into_the_register(world):
    a_visit(world, headcount=52)
    there = facts.facts_found(world.laptop, enterprise(world))
    with pytest.raises(errors.NotAuthorised):
        facts.take_facts(world.laptop, there)


def test_the_latest_visit_speaks_whichever_came_last_and_on_both_computers(world):
    a_visit(world, headcount=53)
    a_visit(world, days=2, headcount=52)
    assert found(world) == [("headcount", 38, 53)]
    assert facts.facts_found(world.laptop, enterprise(world)) == shown(world)


fact_sets = st.builds(
    Facts, headcount=st.none() | st.integers(0, 99), **{n: st.sampled_from([True, False, None]) for n in FACT_NAMES[1:]}
)


@given(fact_sets, fact_sets)
def test_taking_every_difference_leaves_none_and_touches_nothing_else(register_facts, as_found):
    taken = {each.name: each.found for each in differences(register_facts, as_found)}
    after = msgspec.structs.replace(register_facts, **taken)
    assert differences(after, as_found) == ()
    untouched = [name for name in FACT_NAMES if name not in taken]
    assert all(getattr(after, name) == getattr(register_facts, name) for name in untouched)
    assert all(value is not None for value in taken.values())
