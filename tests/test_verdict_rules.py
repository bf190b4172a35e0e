"""What counts as standardised: the rules themselves, and through office and laptop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import STROKES

from zjg_inspect import errors
from zjg_inspect.model.inspection import Grade, VisitType
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.model.verdict import (
    Assessment,
    Failure,
    OpenHazard,
    Why,
    enterprise_verdict,
    share_cut,
    zone_is_standardised,
    zone_missing,
)
from zjg_inspect.service import lists, review, verdicts, visit


@given(st.integers(0, 500), st.integers(1, 500))
def test_seventy_per_cent_is_exact_and_what_is_missing_is_just_enough(standardised, total):
    standardised = min(standardised, total)
    reached = zone_is_standardised(standardised, total)
    assert reached == (standardised * 100 >= total * 70)
    missing = zone_missing(standardised, total)
    assert zone_is_standardised(standardised + missing, total)
    assert missing == 0 or not zone_is_standardised(standardised + missing - 1, total)


@pytest.mark.parametrize(
    ("part", "total", "said"), [(6996, 10000, "69.9%"), (7, 10, "70.0%"), (2, 3, "66.6%"), (0, 0, "")]
)
def test_a_share_is_cut_never_rounded_up(part, total, said):
    assert share_cut(part, total) == said


def test_a_zone_without_enterprises_has_no_verdict():
    assert zone_is_standardised(0, 0) is None


def assessment(version="a", date="2026-11-20", review="approved", failures=(), **more):
    kept = {"in_conflict": False, "pass_rate": 100, "applicable": 40, **more}
    return Assessment(inspection=version, version=version, date=date, review=review, failures=tuple(failures), **kept)


OPEN = Failure("4-09", key=False, closed=False)
CLOSED = Failure("4-09", key=False, closed=True)


@pytest.mark.parametrize(
    ("assessments", "hazards", "why"),
    [
        ([], [], [Why("never_assessed")]),
        ([assessment()], [], []),
        ([assessment(review="none")], [], [Why("not_reviewed", "a")]),
        ([assessment(review="returned")], [], [Why("returned", "a")]),
        ([assessment(failures=[OPEN])], [], [Why("item", "4-09")]),
        ([assessment(failures=[CLOSED])], [], []),
        ([assessment(in_conflict=True)], [], [Why("conflict", "a")]),
        # a newer visit that is not reviewed yet changes nothing, a corrected one suspends
        ([assessment(), assessment("b", "2026-11-21", "none", [OPEN])], [], []),
        ([assessment(), assessment("b", "2026-11-21", "suspended")], [], [Why("suspended", "b")]),
        ([assessment(failures=[OPEN]), assessment("b", "2026-11-21")], [], []),
        ([assessment(), assessment("b", "2026-11-21", failures=[OPEN])], [], [Why("item", "4-09")]),
        # a lower pass rate lets an item go, a key item never
        ([assessment(failures=[OPEN], pass_rate=97)], [], []),
        ([assessment(failures=[OPEN], pass_rate=98)], [], [Why("item", "4-09")]),
        ([assessment(failures=[Failure("4-09", True, False)], pass_rate=50)], [], [Why("key_item", "4-09")]),
        # no major hazard may be open, wherever it was found
        ([assessment()], [OpenHazard("h", "5-02", Grade.MAJOR, "open", False)], [Why("major_hazard", "h")]),
        ([assessment()], [OpenHazard("h", "5-02", Grade.MAJOR, "rectified", False)], [Why("major_hazard", "h")]),
        ([assessment()], [OpenHazard("h", "5-02", Grade.GENERAL, "open", False)], []),
        ([assessment()], [OpenHazard("h", "5-02", Grade.GENERAL, "open", True)], [Why("conflict", "h")]),
    ],
)
def test_an_enterprise_is_standardised_or_the_verdict_says_why_not(assessments, hazards, why):
    found = enterprise_verdict(assessments, hazards)
    assert list(found.why_not) == why
    assert found.standardised == (not why)


def approve_all(world):
    for waiting in review.visits_to_review(world.office):
        shown = review.open_review(world.office, waiting.inspection)
        review.approve(world.office, waiting.inspection, shown.version, world.reviewer, STROKES, "情况属实。")


def test_a_zone_reaches_seventy_per_cent_once_enough_visits_are_approved(world):
    for name in world.enterprises:
        world.visit(name)
    world.carry(world.laptop, world.office)
    (zone,) = verdicts.zone_verdicts(world.office)
    assert (zone.standardised, zone.total, zone.missing, zone.standardised_zone) == (0, 3, 3, False)
    approve_all(world)
    (zone,) = verdicts.zone_verdicts(world.office)
    assert (zone.standardised, zone.total, zone.missing, zone.standardised_zone) == (3, 3, 0, True)


def test_a_failed_item_counts_again_once_its_hazard_is_verified_closed(world):
    world.visit("甲五金厂", fail=("4-09",))
    world.carry(world.laptop, world.office)
    approve_all(world)
    entity = world.enterprises["甲五金厂"]
    assert verdicts.enterprise_verdict(world.office, entity).why_not == (Why("item", "4-09"),)
    world.visit("甲五金厂", type=VisitType.REINSPECTION)
    world.carry(world.laptop, world.office)
    assert verdicts.enterprise_verdict(world.office, entity).standardised


def whys(world, name="甲五金厂"):
    found = verdicts.enterprise_verdict(world.office, world.enterprises[name])
    return [(why.kind, why.about) for why in found.why_not]


def test_a_third_partys_visit_alone_never_confirms(world):
    from zjg_inspect.model.inspection import Someone
    from zjg_inspect.service import people

    assert whys(world) == [("never_assessed", "")]
    helper = Someone("钱某", people.put_person(world.office, "钱某", "某安全技术公司"), "某安全技术公司")
    world.crew = (helper, helper)
    inspection, _ = world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    approve_all(world)
    assert whys(world) == [("only_third_party", inspection)]


def test_four_eyes_a_reviewer_did_not_take_part(world):
    inspection, version = world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    with pytest.raises(errors.FourEyes):
        review.approve(world.office, inspection, version, world.crew[0], STROKES, "")


def test_approving_needs_a_signature_and_sending_back_a_reason(world):
    inspection, version = world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    with pytest.raises(errors.EmptySignature):
        review.approve(world.office, inspection, version, world.reviewer, [[]], "")
    with pytest.raises(errors.ReviewReasonMissing):
        review.send_back(world.office, inspection, version, world.reviewer, "  ")
    with pytest.raises(errors.ReviewReasonMissing):
        review.send_back(world.office, inspection, version, world.reviewer, "", (ItemRemark("1-01", " "),))
    review.send_back(world.office, inspection, version, world.reviewer, "", (ItemRemark("1-01", "请补照片"),))
    assert review.visits_to_review(world.office) == []
    found = verdicts.enterprise_verdict(world.office, world.enterprises["甲五金厂"])
    assert [why.kind for why in found.why_not] == ["returned"]
    world.carry(world.office, world.laptop)
    (sealed,) = lists.sealed_visits(world.laptop)
    assert (sealed.decision, sealed.opinion) == ("returned", "1-01 请补照片")


def test_what_was_sent_back_is_corrected_on_the_laptop_and_waits_for_review_again(world):
    from zjg_inspect.model.draft import DraftAnswer
    from zjg_inspect.model.inspection import Verdict
    from zjg_inspect.service import signing

    inspection, version = world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    approve_all(world)
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("1-01", Verdict.PASS, "补充说明"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    with pytest.raises(errors.ReviewOutdated):
        review.approve(world.office, inspection, version, world.reviewer, STROKES, "")
    entity = world.enterprises["甲五金厂"]
    assert [why.kind for why in verdicts.enterprise_verdict(world.office, entity).why_not] == ["suspended"]
    approve_all(world)
    assert verdicts.enterprise_verdict(world.office, entity).standardised


def test_what_is_unsent_is_counted_until_a_bundle_has_carried_it(world):
    world.visit("甲五金厂")
    assert lists.figures(world.laptop).unsent == 1
    world.carry(world.laptop, world.office)
    assert lists.figures(world.laptop).unsent == 0
    assert lists.sealed_visits(world.laptop)[0].sent


def test_of_the_reviewed_visits_the_latest_stands_first_and_is_never_cut_off(world):
    for name in world.enterprises:
        world.visit(name)
    world.carry(world.laptop, world.office)
    longest_waiting = [each.number for each in review.visits_to_review(world.office)]
    assert longest_waiting == sorted(longest_waiting)
    approve_all(world)
    assert [each.number for each in review.visits_to_review(world.office, done=True, limit=2)] == longest_waiting[:0:-1]
    assert [each.number for each in lists.sealed_visits(world.office, limit=2)] == longest_waiting[:0:-1]
