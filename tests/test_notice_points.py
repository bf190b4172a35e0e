"""The forms beside the notice: each point has items or a reason, each item its source, nothing encouraged counts."""

import json

import by_hand
import msgspec
import pytest
from notice import ENCOURAGED, LAWS, NOT_THE_ENTERPRISES, PLACES, POINTS, PROMOTED_DUTIES
from notice_table import CASES, FORMS, README, codes, renewed

from zjg_inspect import cli
from zjg_inspect.formfile import shipped_form, shipped_forms
from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.form import items_for

NEWEST = {form_id: shipped_form(form_id) for form_id in FORMS}


def test_the_four_forms_are_shipped() -> None:
    assert {form.id for form in shipped_forms().values()} == set(FORMS)
    sizes = {form_id: len(list(form.items())) for form_id, form in NEWEST.items()}
    assert sizes == {"enterprise": 71, "village": 29, "landlord": 15, "lease": 11}


def test_each_form_says_that_it_was_derived_because_the_annexes_were_not_published() -> None:
    for form in NEWEST.values():
        assert form.derived
        assert "该方案的附件没有公布，" in form.source
        assert "官方清单。" in form.source
        assert "第三部分" in form.source


# -- from the notice to the items ----------------------------------------------------------------------------------


def test_part_three_has_seven_groups_of_three_points() -> None:
    assert list(POINTS) == [f"§三({group}){point}" for group in "一二三四五六七" for point in (1, 2, 3)]


@pytest.mark.parametrize("point", POINTS)
def test_every_point_has_items_or_a_stated_reason(point: str) -> None:
    assert codes("enterprise", point) or NOT_THE_ENTERPRISES[point]


def test_only_one_point_has_no_item_for_the_enterprise_and_it_stands_in_the_villages_list() -> None:
    assert [point for point in POINTS if not codes("enterprise", point)] == ["§三(六)2"]
    assert all(codes("village", point) for point in NOT_THE_ENTERPRISES)


def test_what_the_notice_asks_of_a_village_is_in_its_list() -> None:
    for place in ("§一", "§二", "§四", "§五(一)", "§五(二)", "§五(三)", "§五(四)"):
        assert codes("village", place), place
    assert not any(codes("village", point) for point in POINTS if point[3] in "一二三四五")


def test_the_landlord_answers_for_his_premises_and_a_lease_is_filed_in_thirty_days() -> None:
    assert codes("landlord", "§三(七)3")
    assert codes("landlord", "§五(一)") == ["1-02", "1-03"]
    assert "30 天内" in NEWEST["lease"].item("1-02").text
    assert "产权方或者管理人" in NEWEST["lease"].item("1-01").text


def test_each_thing_that_the_notice_asks_about_contractors_is_an_item_of_its_own() -> None:
    titles = [NEWEST["enterprise"].item(code).title for code in codes("enterprise", "§三(三)3")]
    wanted = ["承包商清单", "委外统一管理", "委外单位资质", "委外安全责任", "委外作业交底", "委外作业监护"]
    assert titles == wanted


# -- from the items to the notice ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", shipped_forms().values(), ids=lambda form: f"{form.id}/{form.version}")
def test_every_item_names_a_place_of_the_notice_first_and_only_what_exists(form: object) -> None:
    for item in form.items():
        assert item.sources[0] in PLACES, item.code
        assert set(item.sources) <= PLACES | LAWS, item.code
    for section in form.sections:
        assert {part.strip() for part in section.source.split(";")} <= PLACES, section.code


@pytest.mark.parametrize(
    ("form_id", "may"),
    [
        ("enterprise", set(POINTS)),
        ("village", PLACES - {point for point in POINTS if point[3] in "一二三四五"}),
        ("landlord", {"§三(七)3", "§五(一)"}),
        ("lease", {"§三(七)3", "§五(一)"}),
    ],
)
def test_an_item_stands_in_the_list_of_those_whom_its_source_binds(form_id: str, may: set[str]) -> None:
    assert {item.sources[0] for item in NEWEST[form_id].items()} <= may


# -- nothing encouraged counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form_id", FORMS)
def test_what_the_notice_encourages_or_promotes_is_advice_and_nothing_else_is(form_id: str) -> None:
    advice = {code for _, _, items in ENCOURAGED for code in items.get(form_id, ())}
    assert {item.code for item in NEWEST[form_id].items() if not item.counts} == advice


def test_an_item_of_advice_comes_from_the_very_point_that_encourages_it() -> None:
    for point, said, items in ENCOURAGED:
        assert "鼓励" in said or "推动" in said
        for form_id, which in items.items():
            assert which <= set(codes(form_id, point))


def test_a_duty_that_the_notice_promotes_counts_with_a_reason() -> None:
    for point, said, which, reason in PROMOTED_DUTIES:
        assert "推动" in said
        assert which <= set(codes("enterprise", point))
        assert all(NEWEST["enterprise"].item(code).counts for code in which)
        assert reason


# -- who is asked how much -----------------------------------------------------------------------------------------


def test_the_numbers_of_items_by_headcount_and_kind() -> None:
    asked = {said: len(items_for(NEWEST["enterprise"], facts)) for said, facts in CASES.items()}
    assert asked == {
        "10 人": 41,
        "49 人": 41,
        "50 人": 44,
        "51 人": 44,
        "10 人，粉尘涉爆": 45,
        "10 人，液氨制冷": 45,
        "10 人，租用厂房": 43,
        "10 人，出租厂房": 45,
        "人数不清楚": 45,
        "什么都不清楚": 71,
    }


@pytest.mark.parametrize("said", CASES)
def test_a_count_by_hand_finds_the_same_items(said: str) -> None:
    facts = {name: value for name, value in msgspec.to_builtins(CASES[said]).items() if value is not None}
    assert by_hand.applicable(facts) == [item.code for item in items_for(NEWEST["enterprise"], CASES[said])]


@pytest.mark.parametrize("form_id", ["village", "landlord", "lease"])
def test_the_other_forms_ask_everything_whatever_the_facts(form_id: str) -> None:
    everything = list(NEWEST[form_id].items())
    assert items_for(NEWEST[form_id], Facts()) == everything
    assert items_for(NEWEST[form_id], Facts(headcount=3, **dict.fromkeys(FACT_NAMES[1:], False))) == everything


@pytest.mark.parametrize(("form_id", "items", "advice"), [("village", 29, 4), ("landlord", 15, 0), ("lease", 11, 0)])
def test_the_command_line_lists_them(form_id: str, items: int, advice: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["form", "items", form_id, "--facts", "{}", "--json"]) == 0
    asked = json.loads(capfd.readouterr().out)["items"]
    assert [item["code"] for item in asked] == list(NEWEST[form_id].by_code)
    assert (len(asked), [item["weight"] for item in asked].count("advisory")) == (items, advice)


# -- and the README says so ----------------------------------------------------------------------------------------


def test_the_tables_in_the_readme_are_those_made_from_the_forms() -> None:
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "run `python tests/notice_table.py`"
