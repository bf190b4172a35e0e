"""The check character of the unified social credit code (GB 32100-2015), and nothing else inside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.model.creditcode import CHARACTERS, check_character, check_character_ok, half_width, normalise

firsts = st.text(CHARACTERS, min_size=17, max_size=17)
codes = firsts.map(lambda first: first + check_character(first))


# Printed on the public licences of 阿里巴巴（中国）, 华为技术, 中国石油天然气集团 and 清华大学.
@pytest.mark.parametrize(
    "code", ["91330100799655058B", "914403001922038216", "91110000100010433L", "12100000400000624D"]
)
def test_codes_of_known_bodies_are_right(code):
    assert check_character_ok(code)


def test_the_example_usually_given_with_the_standard():
    assert check_character("91350100M000100Y4") == "3"


@given(codes, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_any_one_wrong_character_is_noticed(code, place, other):
    changed = code[:place] + other + code[place + 1 :]
    assert check_character_ok(changed) == (changed == code)


@given(codes, st.integers(0, 16))
def test_two_neighbours_changed_about_are_noticed(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert check_character_ok(swapped) == (swapped == code)


@given(codes, st.sampled_from("IOSVZ-*某"), st.integers(0, 17))
def test_a_character_that_no_code_has_is_wrong(code, foreign, place):
    assert not check_character_ok(code[:place] + foreign + code[place + 1 :])


@given(codes)
def test_other_lengths_are_wrong(code):
    assert not check_character_ok(code[:-1])
    assert not check_character_ok(code + "0")
    assert not check_character_ok("")


@given(codes, st.data())
def test_it_does_not_matter_how_a_code_was_typed(code, data):
    blanks = st.sampled_from(["", " ", "\u3000", "\xa0", "\n", "\t", "\u200b", "\ufeff"])
    shape = st.sampled_from([str, str.lower, lambda character: chr(ord(character) + 0xFEE0)])
    typed = "".join(data.draw(blanks) + data.draw(shape)(character) for character in code)
    assert normalise(typed) == code


def test_chinese_signs_stay_as_they_are():
    assert half_width("张家港（市）Ａ－１，某厂。") == "张家港(市)A-1,某厂。"
    assert half_width("𠮷田製作所") == "𠮷田製作所"
