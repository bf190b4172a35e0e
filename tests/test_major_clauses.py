"""The clauses that say when a hazard is major: numbers and short hints, for those they concern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.formfile.major import major_standard
from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.paths import shipped
from zjg_inspect.service.clauses import clauses_for

QUIET = Facts(**{name: False for name in FACT_NAMES if name != "headcount"})
NUMBER = re.compile(r"第(三|四|五|六|七|八|九|十|十[一二三四])条(（([一二三四五六七八九]|十[一二三]?)）)?")


def numbers(facts=QUIET, industry="电子", visited="2026-11-20"):
    return [clause.number for clause in clauses_for(facts, industry, visited).concerning]


def test_numbers_are_well_formed_and_stand_once():
    found = [clause.number for clause in major_standard().clauses()]
    assert len(set(found)) == len(found)
    assert all(NUMBER.fullmatch(number) for number in found)


def test_each_article_has_its_clauses_without_gaps():
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
    counts = {}
    for group in major_standard().groups[:-1]:
        assert [each.number for each in group.clauses] == numerals[: len(group.clauses)]
        counts[group.article] = len(group.clauses)
    assert counts == {
        "第三条": 3, "第四条": 8, "第五条": 13, "第六条": 8, "第七条": 7, "第八条": 7, "第九条": 2, "第十条": 2,
        "第十一条": 10, "第十二条": 2, "第十三条": 2,
    }  # fmt: skip


def test_hints_are_short_and_every_fact_is_one():
    for clause in major_standard().clauses():
        assert 0 < len(clause.hint) <= 60, clause
        assert not clause.hint.endswith("。")
        assert set(clause.facts) <= set(FACT_NAMES) - {"headcount"}
        assert "的；" not in clause.hint


def test_the_file_says_openly_what_it_is():
    text = (shipped("resources") / "major_hazards.yaml").read_text("utf-8")
    assert "以公布的原文为准" in text
    assert "对照过的：第三条到第十四条" in text
    assert "没有对照过的：没有" in text
    assert (major_standard().order, major_standard().in_force) == ("应急管理部令第10号", "2023-05-15")


@pytest.mark.parametrize(
    ("industry", "articles"),
    [
        ("机械", {"第七条"}),
        ("铸造", {"第三条（三）", "第七条"}),
        ("家具木制品", {"第八条"}),
        ("纺织印染", {"第九条"}),
        ("食品", {"第八条"}),
        ("玻璃陶瓷", {"第六条", "第八条"}),
        ("水泥", {"第六条"}),
        ("电子", set()),
    ],
)
def test_a_trade_has_the_clauses_of_its_trade(industry, articles):
    general = {"第三条（二）", "第十四条"}
    found = {
        number if "第三条" in number or "（" not in number else number.partition("（")[0]
        for number in numbers(industry=industry)
    }
    assert found == general | articles


def test_a_fact_brings_its_clauses_and_one_not_known_too():
    for value in (True, None):
        assert "第十一条（六）" in numbers(Facts(**(asdict(QUIET) | {"dust_explosive": value})))
        assert "第三条（一）" in numbers(Facts(**(asdict(QUIET) | {"lets": value})))
    assert not [each for each in numbers() if each.startswith(("第十一条", "第十二条", "第十三条"))]


def test_of_an_enterprise_of_which_nothing_is_known_all_are_shown():
    found = clauses_for(Facts(), " ", "2026-11-20")
    assert found.concerning == found.all


def asdict(facts):
    return {name: getattr(facts, name) for name in FACT_NAMES}


@given(
    st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in FACT_NAMES if name != "headcount"})
)
def test_what_is_found_not_to_be_so_only_takes_clauses_away(values):
    facts = Facts(**values)
    open_ = Facts(**{name: None if value is False else value for name, value in values.items()})
    assert set(numbers(facts)) <= set(numbers(open_))


@pytest.mark.parametrize(("visited", "later"), [("2023-05-14", True), ("2023-05-15", False), ("2026-11-20", False)])
def test_the_law_is_later_than_the_notice(visited, later):
    assert clauses_for(QUIET, "机械", visited).later is later


def test_a_clause_is_found_by_what_is_typed_and_names_the_criterion():
    found = [clause for clause in clauses_for(Facts(), "", "2026-11-20").all if clause.says("除尘 锁气")]
    assert [clause.number for clause in found] == ["第十一条（六）"]
    assert found[0].criterion == "判定标准第十一条（六）：铝镁粉、木粉的干式除尘器没有锁气卸灰"
