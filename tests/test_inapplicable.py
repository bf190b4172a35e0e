"""不适用 far more than elsewhere: when it is asked about, of whom, and what the reviewer does about it."""

from datetime import timedelta
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_office import OfficeDesk
from world import small_world

from zjg_inspect.model import clock
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inapplicable import LEAST, OTHERS, TIMES, Elsewhere, Used, elsewhere, stands_out
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.service import inapplicable, people, review, signing, visit
from zjg_inspect.ui.office.review_skipped import LOOK_AGAIN, OWED, mean_words

NONE_HERE, NO_TIME = "本厂没有这项作业", "今天没有开工"
SHOP, USUAL = "甲五金厂", "乙机械厂"


# -- the rule ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(0, 400), st.integers(0, 4000))
def test_far_more_is_three_times_the_mean_of_enough_others_and_at_least_five(own, visits, items):
    asked = stands_out(own, Elsewhere(visits, items))
    if visits < OTHERS or own < LEAST:
        assert not asked
    else:
        assert asked == (Fraction(own) >= TIMES * Fraction(items, visits))


@pytest.mark.parametrize(
    ("own", "visits", "items", "asked"),
    [(12, 5, 20, True), (11, 5, 20, False), (5, 5, 0, True), (4, 5, 0, False), (40, 4, 0, False)],
)
def test_at_the_line_and_beside_it(own, visits, items, asked):
    assert stands_out(own, Elsewhere(visits, items)) == asked


names = st.sampled_from(["张某", "李某", "王某", "赵某", "张某某"])
crews = st.lists(names, min_size=1, max_size=2, unique=True).map("、".join)


@given(st.lists(st.builds(Used, crews, st.integers(1, 9), st.integers(0, 90))), crews)
def test_elsewhere_are_only_visits_in_which_none_of_them_took_part(used, own):
    found = elsewhere(used, own)
    others = [each for each in used if not set(each.inspectors.split("、")) & set(own.split("、"))]
    assert found == Elsewhere(sum(each.visits for each in others), sum(each.items for each in others))


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (Elsewhere(5, 10), "同一张表近来别的检查平均 2 条"),
        (Elsewhere(5, 12), "同一张表近来别的检查平均 2.4 条"),
        (Elsewhere(7, 20), "同一张表近来别的检查平均 2.8 条"),
        (Elsewhere(5, 0), "同一张表近来别的 5 次检查一条也没有"),
        (Elsewhere(11, 1), "同一张表近来别的检查平均不到 0.1 条"),
    ],
)
def test_the_mean_is_cut_and_said_in_words(others, words):
    assert mean_words(others) == words


# -- at the office -----------------------------------------------------------------------------------------------------


def visited(world, name, skip, type=VisitType.ASSESSMENT, days=0):
    """A sealed visit of so many days ago with so many items 不适用, the last of them for another reason."""
    draft = world.answered(name, type=type)
    head = visit.open_visit(world.laptop, draft).draft.head
    day = (clock.today() - timedelta(days=days)).isoformat()
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, date=day))
    items = visit.open_visit(world.laptop, draft).items[:skip]
    for n, item in enumerate(items, 1):
        reason = NO_TIME if n == len(items) else NONE_HERE
        visit.answer_item(world.laptop, draft, DraftAnswer(item.code, Verdict.NOT_APPLICABLE, reason=reason))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Five shops visited by 王某 and 赵某 with two items 不适用 each; the first by 张某 and 李某 with twelve."""
    world = small_world(tmp_path_factory.mktemp("built"), count=7)
    crew = world.crew
    world.crew = tuple(Someone(name, people.put_person(world.office, name)) for name in ("王某", "赵某"))
    for name in list(world.enterprises)[1:6]:
        visited(world, name, 2)
    world.crew = crew
    visited(world, SHOP, 12, days=1)
    world.carry(world.laptop, world.office)
    world.close()
    return world


def asked(world):
    return [
        (each.name, each.items, each.elsewhere, each.reviewed)
        for each in inapplicable.zone_overused(world.office, world.zone)
    ]


def test_the_visit_that_stands_out_is_asked_about_and_no_other(world):
    found = {
        row.name: review.open_review(world.office, row.inspection) for row in review.visits_to_review(world.office)
    }
    assert [name for name, shown in found.items() if shown.overused is not None] == [SHOP]
    overused = found[SHOP].overused
    assert (overused.items, overused.elsewhere, overused.inspectors) == (12, Elsewhere(5, 10), "张某、李某")


def test_the_zone_names_the_visit_until_a_newer_one_is_as_elsewhere(world):
    assert asked(world) == [(SHOP, 12, Elsewhere(5, 10), False)]
    visited(world, SHOP, 2)
    world.carry(world.laptop, world.office)
    assert asked(world) == []


def test_only_what_others_did_of_late_is_elsewhere(world, monkeypatch):
    """However large the store is, the same few visits are looked at."""
    monkeypatch.setattr(inapplicable, "RECENT", OTHERS)
    assert asked(world) == []
    monkeypatch.setattr(inapplicable, "RECENT", OTHERS + 1)
    assert [name for name, *_ in asked(world)] == [SHOP]


def test_a_visit_of_another_kind_is_not_compared_with_a_full_one(world):
    """A guidance with many items 不适用 has no others of its kind, so nobody is asked."""
    visited(world, "庚五金厂", 12, VisitType.GUIDANCE)
    world.carry(world.laptop, world.office)
    assert [name for name, *_ in asked(world)] == [SHOP]


# -- at the window -----------------------------------------------------------------------------------------------------


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("审核")
    made.review_as("孙某")
    made.look_at(SHOP)
    return made


def test_the_question_names_the_items_with_their_reasons(desk, world):
    question = desk.review.case.skipped
    assert question.words.text() == "这次有 12 条不适用，同一张表近来别的检查平均 2 条。是企业确实没有，还是没看？"
    first, second = [
        label.text() for label in question.findChildren(type(question.words)) if label is not question.words
    ]
    assert first.startswith(f"{NONE_HERE}：")
    assert first.count("、") >= 10
    assert second.startswith(f"{NO_TIME}：")
    desk.look_at(USUAL)
    assert desk.review.case.skipped is None


def test_it_is_answered_before_signing_and_the_answer_is_signed_with_the_opinion(desk, world):
    desk.act()
    assert desk.review.foot.error.text() == OWED
    assert not desk.review.foot.is_signing()
    assert desk.focused() == "absent"
    desk.click(desk.review.case.skipped.absent)
    assert desk.review.case.skipped.answer.text() == "企业确实没有"
    assert desk.review.foot.error.text() == ""
    desk.sign()
    (done,) = review.visits_to_review(world.office, done=True)
    shown = review.open_review(world.office, done.inspection)
    assert (done.name, shown.review.decision) == (SHOP, "approved")
    assert shown.review.opinion == "不适用的 12 条问过，企业确实没有。"
    assert asked(world) == [(SHOP, 12, Elsewhere(5, 10), True)]


def test_what_nobody_looked_at_goes_back_with_a_reason(desk, world):
    desk.click(desk.review.case.skipped.unseen)
    assert desk.main_action() == "退回 12 条给张某"
    assert desk.review.case.is_unfolded()
    desk.act()
    (done,) = review.visits_to_review(world.office, done=True)
    given = review.open_review(world.office, done.inspection).review
    assert given.decision == "returned"
    assert [remark.reason for remark in given.items] == [LOOK_AGAIN] * 12


def test_an_answer_is_taken_back_and_stays_while_another_visit_is_looked_at(desk):
    question = desk.review.case.skipped
    desk.click(question.unseen)
    desk.click(question.change)
    assert question.is_open()
    assert desk.main_action() == "审核签字"
    desk.click(question.absent)
    desk.look_at(USUAL)
    desk.look_at(SHOP)
    assert not desk.review.case.skipped.is_open()
    assert desk.review.case.owed() == ""
