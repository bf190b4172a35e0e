"""Edits side by side: laws of the comparison and of the one merge, on plain bodies."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from zjg_inspect import errors
from zjg_inspect.model.threeway import compare, merged, merged_with, same

scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "甲", "乙", "丙"])
elements = st.fixed_dictionaries({"item": st.sampled_from(["1-01", "1-02", "4-09"])}, optional={"verdict": scalars})
keyed = st.lists(elements, max_size=3, unique_by=lambda each: each["item"])
values = scalars | keyed | st.lists(scalars, max_size=3) | st.dictionaries(st.sampled_from("pqr"), scalars, max_size=3)
bodies = st.dictionaries(st.sampled_from("abcdefg"), values, max_size=7)
STATEMENTS = (("a", "b"),)


def leaves(value, path=()):
    """Every place in a body with its value; of a list of named objects by their names, of other lists the whole."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name))
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for each in value:
            yield from leaves(each, (*path, each["item"]))
    else:
        yield path, repr(value)


@given(bodies, bodies)
def test_what_one_head_alone_has_changed_is_taken_as_it_is(base, edited):
    assert same(merged(base, [base, edited]), edited)
    assert same(merged(base, [edited, base, edited]), edited)
    assert same(merged(base, [edited, edited]), edited)


@given(bodies, bodies, bodies, bodies)
def test_the_order_of_the_heads_makes_no_difference(base, one, two, three):
    heads = [one, two, three]
    first = merged(base, heads)
    for order in ([two, three, one], [three, two, one]):
        again = merged(base, order)
        assert (again is None) == (first is None)
        assert first is None or same(again, first)


@given(st.booleans(), bodies, bodies, bodies)
def test_a_merge_invents_no_value(known, base, one, two):
    base = base if known else None
    joined = merged(base, [one, two])
    if joined is not None:
        said = {leaf for body in (base or {}, one, two) for leaf in leaves(body)}
        empty = {(path, kind) for path, _ in said for kind in ("[]", "{}")}
        assert set(leaves(joined)) <= said | empty | {((), "{}")} | {((name,), "[]") for name in "abcdefg"}


@given(bodies, st.sets(st.sampled_from("abcdefg")), bodies, bodies)
def test_edits_of_different_fields_are_both_in_the_merge(base, mine, one, two):
    one = base | {name: value for name, value in one.items() if name in mine}
    two = base | {name: value for name, value in two.items() if name not in mine}
    joined = merged(base, [one, two])
    assert joined is not None
    for name in "abcdefg":
        assert same(joined.get(name, UNSET), (one if name in mine else two).get(name, UNSET))


@given(st.booleans(), bodies, bodies, bodies)
def test_a_field_is_listed_just_where_something_differs_and_there_is_a_merge_just_where_nothing_collides(
    known, base, one, two
):
    base = base if known else None
    found = compare(base, [one, two])
    assert (merged(base, [one, two]) is None) == any(each.collides for each in found)
    assert len({each.path for each in found}) == len(found)
    for each in found:
        assert each.differs or not same(each.values[0], each.base)
        assert not each.collides or each.differs
        if known and not each.collides:
            assert any(same(each.merged, value) for value in each.values)


@given(st.booleans(), st.integers(0, 1), bodies, bodies, bodies)
def test_whoever_takes_every_field_from_one_head_has_what_it_says(known, number, base, one, two):
    base, heads = base if known else None, [one, two]
    choices = {each.path: each.values[number] for each in compare(base, heads)}
    taken = merged_with(base, heads, choices)
    for name in {*taken, *heads[number]}:
        there, wanted = taken.get(name, []), heads[number].get(name, [])
        ordered = [
            sorted(each, key=lambda e: sorted(map(repr, e.items())))
            if isinstance(each, list) and all(isinstance(e, dict) for e in each)
            else each
            for each in (there, wanted)
        ]
        assert same(*ordered)


@given(bodies, bodies, bodies)
def test_nothing_that_is_compared_is_changed(base, one, two):
    before = deepcopy((base, one, two))
    compare(base, [one, two])
    merged(base, [one, two])
    assert (base, one, two) == before


@given(bodies, bodies, bodies)
def test_a_statement_is_never_made_of_two_halves(base, one, two):
    joined = merged(base, [one, two], STATEMENTS)
    if joined is not None:
        said = [{name: body[name] for name in ("a", "b") if name in body} for body in (base, one, two)]
        assert any(same({name: joined[name] for name in ("a", "b") if name in joined}, each) for each in said)


# -- by example ------------------------------------------------------------------------------------------------------

SITE = {"name": "某某机械厂", "phone": "0512", "facts": {"headcount": 40, "rents": None}}


def edited(**changes):
    return SITE | changes


def test_headcount_and_telephone_are_two_fields_and_headcount_twice_is_one():
    one, two = edited(facts={"headcount": 48, "rents": None}), edited(phone="13800000000")
    assert merged(SITE, [one, two]) == edited(facts={"headcount": 48, "rents": None}, phone="13800000000")
    other = edited(facts={"headcount": 52, "rents": None})
    (field,) = compare(SITE, [one, other])
    assert (field.path, field.base, field.values, field.collides) == (("facts", "headcount"), 40, (48, 52), True)
    assert field.changed == (True, True)
    assert merged(SITE, [one, other]) is None


def test_two_facts_of_one_object_are_two_fields():
    one, two = edited(facts={"headcount": 48, "rents": None}), edited(facts={"headcount": 40, "rents": True})
    assert merged(SITE, [one, two])["facts"] == {"headcount": 48, "rents": True}


def test_true_is_not_one():
    assert [each.collides for each in compare({"a": 0}, [{"a": 1}, {"a": True}])] == [True]


def test_what_one_removed_and_another_changed_collides():
    assert merged(SITE, [{"name": "某某机械厂", "facts": SITE["facts"]}, edited(phone="1")]) is None


def test_doubts_are_matched_by_their_field_and_a_list_that_is_not_there_is_an_empty_one():
    one, two = ({"doubts": [{"field": field, "text": "约二十人"}]} for field in ("phone", "headcount"))
    assert merged({}, [one, two]) == {"doubts": [*two["doubts"], *one["doubts"]]}
    assert merged(one, [{}, one]) == {}
    assert merged(one, [{}, {"doubts": []}]) == {}


def test_a_list_without_names_is_one_value():
    assert merged({"zones": ["a"]}, [{"zones": ["a", "b"]}, {"zones": ["a", "c"]}]) is None
    assert merged({"l": [{"item": "1"}]}, [{"l": [{"item": "1"}, {"item": "1"}]}, {"l": []}]) is None


def test_without_an_ancestor_every_difference_is_for_a_person():
    found = compare(None, [{"name": "甲", "code": "1"}, {"name": "甲"}])
    assert [(each.path, each.values, each.collides) for each in found] == [(("code",), ("1", UNSET), True)]


def test_a_person_settles_what_collides_and_may_write_something_else():
    one, two = edited(phone="1", name="甲厂"), edited(phone="2")
    with pytest.raises(errors.ConflictUndecided) as refused:
        merged_with(SITE, [one, two], {})
    assert refused.value.fields == (("phone",),)
    assert merged_with(SITE, [one, two], {("phone",): "3"}) == edited(phone="3", name="甲厂")
    assert merged_with(SITE, [one, two], {("phone",): UNSET, ("name",): "某某机械厂"}) == {
        name: SITE[name] for name in ("name", "facts")
    }
