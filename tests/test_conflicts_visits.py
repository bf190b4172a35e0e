"""One visit corrected on two laptops: both corrections stay until an inspector takes one or corrects once more."""

import msgspec
import pytest
from test_verdict_rules import approve_all
from two_laptops import NAME, a_pair, body_of, corrected, exchange_all, settled_everywhere, stored, why
from world import FILLED

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import due, history, review, visit
from zjg_inspect.service.conflicts import Found, conflict, conflicts, merge_conflict
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.sheet import sealed_sheet
from zjg_inspect.store.projection import heads_of, uuid_bytes


@pytest.fixture
def pair(tmp_path):
    with a_pair(tmp_path) as made:
        yield made


def test_two_corrections_of_one_visit_are_shown_side_by_side_and_a_laptop_takes_one(pair):
    one, two = pair
    inspection, _ = one.sealed
    mine = corrected(one, inspection, DraftAnswer("4-09", Verdict.PASS, "看错了"))
    theirs = corrected(two, inspection, DraftAnswer("4-09", Verdict.FAIL, "净宽 0.6 米"), remark="下午去的")
    assert conflicts(one.laptop) == []
    exchange_all(one, two)
    for db, may in ((one.office, False), (one.laptop, True), (two.laptop, True)):
        found = [each for each in conflicts(db) if each.kind == "inspection"]
        assert [(each.entity, each.name, each.may_merge) for each in found] == [(inspection, NAME, may)]
    shown = conflict(one.laptop, "inspection", inspection)
    assert {head.device_name for head in shown.heads} == {"张某的电脑", "李某的电脑"}
    assert {head.people for head in shown.heads} == {("张某", "李某")}
    assert [head.current for head in shown.heads] == [False, True]
    assert set(shown.versions) == {mine, theirs}
    assert (shown.whole, shown.one_click) == (True, False)
    by_path = {each.path: each for each in shown.fields}
    note = by_path["content", "answers", "4-09", "note"]
    assert (note.base, set(note.values), note.collides) == (msgspec.UNSET, {"看错了", "净宽 0.6 米"}, True)
    assert by_path["content", "remark"].collides is False
    (follows,) = shown.follows
    assert set(follows.values) == {Found(0, 0), Found(1, 0)}
    assert shown.names["4-09"]

    version = merge_conflict(one.laptop, "inspection", inspection, shown.versions, take=theirs)
    made = stored(one.laptop, version)
    assert set(made.parents) == {mine, theirs}
    assert made.body == stored(one.laptop, theirs).body
    assert conflict(one.laptop, "inspection", inspection) is None
    assert settled_everywhere(one, two)


@pytest.mark.parametrize("taken", ["withdrawn", "open"])
def test_the_hazard_is_what_the_visit_that_was_taken_says(pair, taken):
    """Both corrections wrote a step of it, so it is in conflict too; the person decides once."""
    one, two = pair
    inspection, _ = one.sealed
    mine = corrected(one, inspection, DraftAnswer("4-09", Verdict.PASS, "看错了"))
    draft = visit.correct(two.laptop, inspection, reason="写错了")
    visit.record_hazard(two.laptop, draft, "4-09", msgspec.structs.replace(FILLED, where="一号车间"))
    two.sign_all(draft)
    theirs = corrected(two, inspection)
    exchange_all(one, two)
    assert {each.kind for each in conflicts(one.office)} == {"inspection", "hazard"}
    assert due.open_hazards(one.office) != []
    shown = conflict(one.laptop, "inspection", inspection)
    merge_conflict(
        one.laptop, "inspection", inspection, shown.versions, take={"withdrawn": mine, "open": theirs}[taken]
    )
    hazard = body_of(one.laptop, "hazard", ids.hazard_id(inspection, "4-09"))
    assert hazard.state == taken
    assert taken == "withdrawn" or hazard.rectification.where == "一号车间"
    assert settled_everywhere(one, two)


def test_a_hazard_that_only_the_other_correction_found_is_withdrawn_with_it(pair):
    one, two = pair
    inspection, _ = one.sealed
    draft = visit.correct(one.laptop, inspection, reason="写错了")
    visit.answer_item(one.laptop, draft, DraftAnswer("5-03", Verdict.FAIL, "没有护罩"))
    visit.record_hazard(one.laptop, draft, "5-03", FILLED)
    one.sign_all(draft)
    mine = corrected(one, inspection)
    theirs = corrected(two, inspection, remark="下午去的")
    exchange_all(one, two)
    shown = conflict(two.laptop, "inspection", inspection)
    merge_conflict(two.laptop, "inspection", inspection, shown.versions, take=theirs)
    own = ids.hazard_id(inspection, "5-03")
    assert body_of(two.laptop, "hazard", own).state == "withdrawn"
    assert body_of(two.laptop, "hazard", ids.hazard_id(inspection, "4-09")).state == "open"
    # and whoever decides otherwise later gets it back
    exchange_all(one, two)
    again = corrected(one, inspection, DraftAnswer("1-02", Verdict.PASS, "一"), version=mine)
    assert stored(one.laptop, again).parents != (mine,)
    assert settled_everywhere(one, two)


@pytest.mark.parametrize("take", [0, 1])
def test_what_a_later_visit_said_of_the_hazard_stays_whichever_correction_is_taken(pair, take):
    one, two = pair
    inspection, _ = one.sealed
    two.visit(NAME, type=VisitType.REINSPECTION)
    exchange_all(one, two)
    both = [
        corrected(one, inspection, DraftAnswer("4-09", Verdict.PASS, "看错了")),
        corrected(two, inspection, remark="下午去的"),
    ]
    exchange_all(one, two)
    merge_conflict(one.laptop, "inspection", inspection, both, take=both[take])
    assert body_of(one.laptop, "hazard", ids.hazard_id(inspection, "4-09")).state == "closed"
    assert settled_everywhere(one, two)


def test_a_correction_can_follow_both_and_begins_with_either(pair):
    one, two = pair
    inspection, _ = one.sealed
    mine = corrected(one, inspection, remark="上午去的")
    theirs = corrected(two, inspection, remark="下午去的")
    exchange_all(one, two)
    draft = visit.correct(one.laptop, inspection, mine, reason="写错了")
    opened = visit.open_visit(one.laptop, draft)
    assert (opened.draft.head.remark, set(opened.draft.head.parents)) == ("上午去的", {mine, theirs})
    shown = conflict(one.laptop, "inspection", inspection)
    with pytest.raises(errors.DraftOpen):
        merge_conflict(one.laptop, "inspection", inspection, shown.versions, take=theirs)
    last = corrected(one, inspection, remark="上午去过，下午又去")
    assert set(stored(one.laptop, last).parents) == {mine, theirs}
    assert settled_everywhere(one, two)


def test_both_laptops_settle_it_in_different_ways_and_it_is_settled_once_more(pair):
    one, two = pair
    inspection, _ = one.sealed
    mine = corrected(one, inspection, remark="上午去的")
    theirs = corrected(two, inspection, remark="下午去的")
    exchange_all(one, two)
    for world, take in ((one, mine), (two, theirs)):
        shown = conflict(world.laptop, "inspection", inspection)
        merge_conflict(world.laptop, "inspection", inspection, shown.versions, take=take)
    exchange_all(one, two)
    shown = conflict(one.laptop, "inspection", inspection)
    # each is a child of both corrections: nothing tells which of the two an edit began from
    assert [each.collides for each in shown.fields if each.path[-1] == "remark"] == [True]
    merge_conflict(one.laptop, "inspection", inspection, shown.versions, take=shown.heads[0].versions[0])
    assert settled_everywhere(one, two)


def test_both_laptops_take_the_same_one_and_that_is_no_conflict(pair):
    one, two = pair
    inspection, _ = one.sealed
    mine = corrected(one, inspection, remark="上午去的")
    corrected(two, inspection, remark="下午去的")
    exchange_all(one, two)
    for world in (one, two):
        shown = conflict(world.laptop, "inspection", inspection)
        merge_conflict(world.laptop, "inspection", inspection, shown.versions, take=mine)
    exchange_all(one, two)
    assert conflicts(one.office) == []
    with one.office.read() as conn:
        assert len(heads_of(conn, "inspection", [uuid_bytes(inspection)])[uuid_bytes(inspection)]) == 2
    assert not review.open_review(one.office, inspection).in_conflict
    # the next correction has both as its parents
    assert len(stored(one.laptop, corrected(one, inspection, remark="又改")).parents) == 2


def test_the_office_cannot_settle_what_inspectors_signed(pair):
    one, two = pair
    inspection, _ = one.sealed
    mine = corrected(one, inspection, remark="上午去的")
    corrected(two, inspection, remark="下午去的")
    exchange_all(one, two)
    shown = conflict(one.office, "inspection", inspection)
    assert not shown.may_merge
    before = doctor(one.office)
    with pytest.raises(errors.NotAuthorised):
        merge_conflict(one.office, "inspection", inspection, shown.versions, take=mine)
    with pytest.raises(errors.SchemaWrong):
        merge_conflict(one.laptop, "inspection", inspection, shown.versions)
    assert doctor(one.office) == before


def test_an_approved_visit_corrected_twice_waits_until_it_is_settled_and_reviewed_again(pair):
    one, two = pair
    inspection, version = one.sealed
    approve_all(one)
    assert why(one) == ["item"]
    mine = corrected(one, inspection, DraftAnswer("4-09", Verdict.PASS, "看错了"))
    one.carry(one.laptop, one.office)
    assert why(one) == ["suspended"]
    corrected(two, inspection, remark="下午去的")
    exchange_all(one, two)
    assert "conflict" in why(one)
    shown = conflict(one.laptop, "inspection", inspection)
    merge_conflict(one.laptop, "inspection", inspection, shown.versions, take=mine)
    exchange_all(one, two)
    assert why(one) == ["suspended"]
    approve_all(one)
    assert why(one) == []
    assert stored(one.office, version).body["content"]["number"]


# -- the old version stays visible -------------------------------------------------------------------------------------


def test_the_office_sees_what_is_changed_since_the_review_and_the_old_version_with_it(pair):
    one, two = pair
    inspection, version = one.sealed
    assert review.open_review(one.office, inspection).before is None
    approve_all(one)
    exchange_all(one, two)
    corrected(two, inspection, DraftAnswer("4-09", Verdict.PASS, "看错了"), remark="下午去的")
    exchange_all(one, two)
    shown = review.open_review(one.office, inspection)
    assert shown.review is None
    before = shown.before
    assert (before.earlier.version, before.earlier.device_name) == (version, "张某的电脑")
    assert (before.earlier.review.decision, before.earlier.review.reviewer.name) == ("approved", "孙某")
    changed = {each.path[1:]: (each.base, *each.values) for each in before.changes if each.path[0] == "content"}
    assert changed["remark",] == (msgspec.UNSET, "下午去的")
    assert changed["answers", "4-09", "verdict"] == ("fail", "pass")
    assert before.names["4-09"]


def test_the_laptops_keep_every_earlier_version_with_its_review_and_its_sheet(pair):
    one, two = pair
    inspection, version = one.sealed
    assert history.earlier_versions(one.laptop, inspection) == []
    assert history.earlier_versions(one.laptop, ids.new_id()) == []
    approve_all(one)
    exchange_all(one, two)
    second = corrected(one, inspection, remark="下午去的")
    corrected(one, inspection, remark="下午又去")
    found = history.earlier_versions(one.laptop, inspection)
    assert [(each.version, each.review and each.review.decision) for each in found] == [
        (second, None), (version, "approved"),
    ]  # fmt: skip
    sheets = [sealed_sheet(one.laptop, inspection, each) for each in ("", second, version)]
    assert all(pdf.startswith(b"%PDF") for pdf in sheets)
    assert len({len(pdf) for pdf in sheets}) == 3
    assert found[1].review.reviewer.name == "孙某"
