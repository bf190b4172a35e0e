"""The whole life of a hazard: which step may follow which, and what all steps add up to."""

from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import FILLED

from zjg_inspect.model import hazard as life
from zjg_inspect.model import ids
from zjg_inspect.model.hazard import HazardBody, HazardState, Party, Recurrence, Step, history, next_steps
from zjg_inspect.model.inspection import Someone

VISIT = ids.new_id()


def body(step, *, date="2026-11-01", deadline="2026-12-01", visit="", reason="", by=()):
    filled = msgspec.structs.replace(FILLED, deadline=deadline)
    return HazardBody(ids.new_id(), VISIT, "4-09", "0" * 64, step, date, filled, visit, by, (), reason)


def chain(*bodies):
    """Each follows the one before it."""
    versions, before = {}, ()
    for number, each in enumerate(bodies):
        versions[f"{number:064x}"] = (each, before)
        before = (f"{number:064x}",)
    return history(versions, before)


# -- which step may follow -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "party", "steps"),
    [
        ("open", "enterprise", ("rectified",)),
        ("open", "inspector", ("verified_closed", "still_open", "extended", "referred", "withdrawn")),
        ("open", "office", ("extended", "referred")),
        ("rectified", "enterprise", ()),
        ("rectified", "inspector", ("verified_closed", "reopened", "withdrawn")),
        ("rectified", "office", ()),
        ("closed", "inspector", ("reopened",)),
        ("withdrawn", "inspector", ("opened",)),
        ("closed", "office", ()),
        ("withdrawn", "enterprise", ()),
    ],
)
def test_which_step_may_follow_and_whose_it_is(state, party, steps):
    assert next_steps(state, party) == steps


def test_every_state_and_every_step_is_in_the_life():
    assert set(life.LIFE) == set(get_args(HazardState))
    possible = {step for steps in life.LIFE.values() for step in steps}
    assert possible == set(get_args(Step))
    assert {party for steps in life.LIFE.values() for who in steps.values() for party in who} == set(get_args(Party))


def test_only_an_inspector_on_the_spot_closes():
    for state in get_args(HazardState):
        for party in ("enterprise", "office"):
            assert not {"verified_closed", "withdrawn"} & set(next_steps(state, party))


@given(st.lists(st.sampled_from(get_args(Step)), max_size=12))
def test_a_life_by_the_table_is_closed_only_after_it_was_open(steps):
    """Whatever is tried: what the table lets through begins with opening and never leaves the states."""
    state, taken = "open", []
    for step in steps:
        if any(step in next_steps(state, party) for party in get_args(Party)):
            before, state = state, body(step).state
            taken.append((before, step, state))
    for before, step, after in taken:
        assert after != "closed" or before in ("open", "rectified")
        assert step != "reopened" or before in ("rectified", "closed")
        assert (after == before == "open") == (step in ("still_open", "extended", "referred"))


# -- what the steps add up to --------------------------------------------------------------------------------------


def test_a_hazard_that_was_just_opened():
    assert chain(body("opened", visit=VISIT)) == ("2026-11-01", "2026-11-01", "2026-12-01", 0, False)


def test_twice_extended_it_shows_the_first_deadline_and_the_present_one():
    past = chain(
        body("opened", visit=VISIT),
        body("extended", date="2026-11-28", deadline="2026-12-20", reason="等设备"),
        body("still_open", date="2026-12-21", deadline="2026-12-20", visit=ids.new_id()),
        body("extended", date="2026-12-22", deadline="2027-01-10", reason="又等"),
    )
    assert past == ("2026-11-01", "2026-12-21", "2026-12-01", 2, False)


def test_a_deadline_corrected_before_any_extension_is_the_first_one():
    past = chain(
        body("opened", visit=VISIT), body("opened", visit=VISIT, deadline="2026-12-05"),
        body("extended", deadline="2026-12-31", reason="等设备"),
    )  # fmt: skip
    assert (past.first_deadline, past.extensions) == ("2026-12-05", 1)


def test_amended_words_are_no_second_extension():
    extended = body("extended", reason="等设备", deadline="2026-12-31")
    amended = msgspec.structs.replace(
        extended, rectification=msgspec.structs.replace(extended.rectification, where="仓库")
    )
    assert chain(body("opened", visit=VISIT), extended, amended).extensions == 1


@pytest.mark.parametrize(
    ("after", "referred"),
    [
        (("still_open",), True),
        (("extended", "still_open"), True),
        (("rectified",), True),
        (("verified_closed",), False),
        (("withdrawn",), False),
        (("verified_closed", "reopened"), False),
        (("rectified", "reopened"), True),
    ],
)
def test_what_was_referred_stays_marked_until_it_is_closed(after, referred):
    assert chain(body("opened"), body("referred"), *map(body, after)).referred is referred


def test_the_last_visit_is_not_what_was_said_at_a_desk():
    past = chain(
        body("opened", visit=VISIT), body("rectified", date="2026-11-20", by=(Someone("王某"),)),
        body("extended", date="2026-11-25", reason="等设备"),
    )  # fmt: skip
    assert (past.found, past.seen) == ("2026-11-01", "2026-11-01")


@st.composite
def graphs(draw):
    """Versions of one hazard as several devices may have written them: each follows one or two before it."""
    steps = draw(st.lists(st.sampled_from(get_args(Step)), max_size=7))
    versions = {f"{0:064x}": (body("opened", visit=VISIT), ())}
    for number, step in enumerate(steps, 1):
        above = draw(st.sets(st.sampled_from(sorted(versions)), min_size=1, max_size=2))
        day = f"2026-11-{draw(st.integers(1, 28)):02}"
        on_a_visit = step not in ("extended", "referred", "rectified")
        deadline = f"2026-12-{draw(st.integers(1, 28)):02}"
        made = body(step, date=day, deadline=deadline, visit=VISIT if on_a_visit else "", reason=str(number))
        versions[f"{number:064x}"] = (made, tuple(above))
    return versions


@given(graphs(), st.randoms())
def test_no_order_of_reading_changes_what_they_add_up_to(versions, chance):
    followed = {each for _, above in versions.values() for each in above}
    heads = [own for own in versions if own not in followed]
    shuffled = list(versions.items())
    chance.shuffle(shuffled)
    chance.shuffle(heads)
    past = history(dict(shuffled), heads)
    assert past == history(versions, sorted(heads))
    assert past.extensions == sum(each.step == "extended" for each, _ in versions.values())
    # against the plain definition: a way down to a head on which nobody closed it after it was referred
    children = {own: [other for other, (_, above) in versions.items() if own in above] for own in versions}

    def reaches(own):
        if versions[own][0].state in ("closed", "withdrawn"):
            return False
        return own in heads or any(reaches(child) for child in children[own])

    assert past.referred == any(each.step == "referred" and reaches(own) for own, (each, _) in versions.items())


# -- what recurs ---------------------------------------------------------------------------------------------------


def test_what_was_found_and_closed_before_recurs():
    assert life.recurrence([], "2026-11-20") is None
    assert life.recurrence([("2022-09-14", "2022-10-01")], "2026-11-20") == Recurrence(2, "2022-09-14", "2022-10-01")
    both = [("2023-05-01", "2023-06-01"), ("2022-09-14", "2022-10-01")]
    assert life.recurrence(both, "2026-11-20") == Recurrence(3, "2023-05-01", "2023-06-01")


def test_what_is_closed_later_or_found_on_the_very_day_is_nothing_before():
    assert life.recurrence([("2022-09-14", "2026-11-21")], "2026-11-20") is None
    assert life.recurrence([("2026-11-20", "2026-11-20")], "2026-11-20") is None
    assert life.recurrence([("2026-11-19", "2026-11-20")], "2026-11-20") == Recurrence(2, "2026-11-19", "2026-11-20")


DAYS = st.dates(min_value=life.date(2022, 1, 1), max_value=life.date(2022, 1, 9)).map(str)


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), max_size=6))
def test_of_two_hazards_at_most_one_comes_before_the_other(lives):
    for found, closed in lives:
        for other_found, other_closed in lives:
            there = life.came_before(found, closed, other_found)
            assert not (there and life.came_before(other_found, other_closed, found))
