"""Conditions in the words of an office person: text ⇄ condition, exactly; what is wrong is said in the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_form_conditions import conditions

from zjg_inspect.errors import FormConditionWrong
from zjg_inspect.formfile import shipped_forms
from zjg_inspect.model.conditiontext import condition_from_text, condition_text
from zjg_inspect.model.facts import FACT_LABELS


@given(conditions)
def test_every_condition_comes_back_as_it_was(condition):
    assert condition_from_text(condition_text(condition)) == condition


@given(conditions, st.data())
def test_blanks_and_full_width_signs_change_nothing(condition, data):
    wide = {"(": "（", ")": "）", "<": "＜", ">": "＞", "=": "＝", " ": "　"} | {
        str(n): chr(0xFF10 + n) for n in range(10)
    }
    typed = "".join(
        data.draw(st.sampled_from([sign, wide.get(sign, sign), " " + sign])) for sign in condition_text(condition)
    )
    assert condition_from_text(typed) == condition


def test_the_conditions_of_the_shipped_forms_come_back():
    for form in shipped_forms().values():
        for item in form.items():
            assert condition_from_text(condition_text(item.applies_when)) == item.applies_when


def test_a_condition_reads_like_a_sentence():
    base = {"all": ["headcount < 50", {"not": {"any": ["dust_explosive", "ammonia_refrigeration"]}}]}
    assert condition_text(base) == "从业人数 < 50 并且 没有(粉尘涉爆 或 液氨制冷)"
    assert condition_text({"not": "rents"}) == "没有租用厂房"
    assert condition_text({"any": ["rents"]}) == "任一(租用厂房)"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("全部企业", None),
        ("从业人数≥50人", "headcount >= 50"),
        ("从业人数不少于50人 或者 粉尘涉爆", {"any": ["headcount >= 50", "dust_explosive"]}),
        ("有毒液体或有毒气体储罐或危化品仓库", {"any": ["toxic_tanks", "chemical_store"]}),
        ("租用厂房且动火作业且高处作业", {"all": ["rents", "hot_work", "work_at_height"]}),
        ("(租用厂房 或 出租厂房) 并且 动火作业", {"all": [{"any": ["rents", "lets"]}, "hot_work"]}),
        ("全部满足（租用厂房、动火作业）", {"all": ["rents", "hot_work"]}),
        ("没有（租用厂房）", {"not": "rents"}),
    ],
)
def test_what_people_write(typed, meant):
    assert condition_from_text(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("从业人数 >= 50 或 粉尘涉爆 并且 租用厂房", "括号"),
        ("粉尘", "“粉尘”不是能用的词"),
        ("粉尘涉爆 或", "没有写完"),
        ("(粉尘涉爆", "末尾缺“)”"),
        ("粉尘涉爆)", "“)”放得不对"),
        ("从业人数", "从业人数 >= 50"),
        ("从业人数 >= 很多", "“很多”不是能用的词"),
        ("从业人数 >= 99999999", "人数太大"),
        ("任一(粉尘涉爆 租用厂房)", "“租用厂房”前面缺“)”"),
        ("没有" * 300 + "粉尘涉爆", "太深"),
        ("(" * 5000, "太深"),
        (" 或 ".join([*FACT_LABELS.values()][1:] * 6), "条件太长"),
    ],
)
def test_what_is_wrong_is_said(typed, said):
    with pytest.raises(FormConditionWrong) as caught:
        condition_from_text(typed)
    assert said in caught.value.reason


@given(st.text(alphabet="从业人数粉尘涉爆或并且没有任一全部()（）、>=<0123456789 租用厂房x", max_size=40))
def test_any_text_is_a_condition_or_refused(typed):
    try:
        found = condition_from_text(typed)
    except FormConditionWrong:
        return
    assert condition_from_text(condition_text(found)) == found
