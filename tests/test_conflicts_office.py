"""Conflicts at the office's window: cards in 收件, settled by one click, from one side, or field by field."""

import msgspec
import pytest
from pages import LOOKS, clipped, unnamed, visible
from pages_office import OfficeDesk, type_into
from PySide6.QtWidgets import QAbstractButton, QLabel
from test_verdict_rules import approve_all
from two_laptops import NAME, a_pair, body_of, corrected, edits, exchange_all, hazard_steps, office_forger, site
from world import FILLED

from zjg_inspect.model import ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service import people
from zjg_inspect.service.conflicts import conflict, conflicts, merge_conflict
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.review_earlier import EarlierPanel
from zjg_inspect.ui.widgets.badge import Badge

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def pair(tmp_path):
    with a_pair(tmp_path) as made:
        yield made


def inbox(qtbot, world, size=(1366, 768)):
    desk = OfficeDesk(qtbot, world.office, size)
    desk.go("收件")
    return desk


def card_of(desk, kind="enterprise"):
    return next(card for card in desk.inbox.conflicts.cards if card.shown.kind == kind)


def press(desk, card, word):
    (button,) = [each for each in card.findChildren(QAbstractButton) if each.isVisible() and each.text() == word]
    return desk.click(button)


def said(card):
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible() and label.text()]


def choose(desk, card, word):
    (cell,) = [each for each in card.table.findChildren(QAbstractButton) if each.text() == word]
    return desk.click(cell)


def side_of(card, member, value):
    """In which column this value stands."""
    return next(each.values for each in card.shown.fields if each.path[-1] == member).index(value)


def headcounts(world, *more):
    """Two edits of the headcount, each with something else."""
    facts = [msgspec.structs.replace(site(world).facts, headcount=heads) for heads in (48, 52)]
    more = more or ({}, {})
    edits(world, *({"facts": each} | rest for each, rest in zip(facts, more, strict=True)))


def test_what_differs_and_what_follows_from_it_stand_side_by_side(qtbot, world):
    headcounts(world)
    desk = inbox(qtbot, world)
    card = card_of(desk)
    words = said(card)
    for part in ("1", f"{NAME}：有两份改动", "两份都留着，一样的不显示", "从业人数", "48 人", "52 人", "所以要查",
                 "基础指标，41 条", "安全标准化，44 条", "不急，不定也能用。"):  # fmt: skip
        assert part in words
    assert not [each for each in words if "电话" in each or "地址" in each]
    assert desk.count_at("收件") == 1
    assert desk.inbox._todo.text() == "要你看的 1 件"
    assert not desk.inbox.empty.isVisible()


def test_edits_of_different_fields_are_merged_by_one_click(qtbot, world):
    edits(world, {"phone": "13800000000"}, {"address": "新路 2 号"})
    desk = inbox(qtbot, world)
    press(desk, card_of(desk), "两边都用")
    assert (site(world).phone, site(world).address) == ("13800000000", "新路 2 号")
    assert desk.told() == f"{NAME}：定好了，两边都用。原来的几份都留着，随下一个包发下去。"
    assert desk.inbox.conflicts.cards == []
    assert desk.count_at("收件") == 0
    assert desk.inbox._todo.isHidden()


def test_one_side_is_taken_as_it_stands(qtbot, world):
    headcounts(world, {"phone": "1"}, {"address": "新路 2 号"})
    desk = inbox(qtbot, world)
    card = card_of(desk)
    press(desk, card, f"用第 {side_of(card, 'headcount', 52) + 1} 份")
    assert (site(world).facts.headcount, site(world).phone, site(world).address) == (52, "", "新路 2 号")


def test_field_by_field_what_only_one_has_changed_is_chosen_beforehand(qtbot, world):
    headcounts(world, {"phone": "1"}, {"address": "新路 2 号"})
    desk = inbox(qtbot, world)
    card = card_of(desk)
    press(desk, card, "自己填…")
    assert card.sentence() == "还有 1 处没选。"
    press(desk, card, "就这样定下")
    assert card.sentence() == "“从业人数”还没选。选一个，或在右边另填，再定下。"
    choose(desk, card, "48 人")
    assert card.sentence() == "每处都选好了。"
    choose(desk, card, "工业路 18 号")
    press(desk, card, "就这样定下")
    assert (site(world).facts.headcount, site(world).phone, site(world).address) == (48, "1", "工业路 18 号")


def test_something_else_can_be_written_where_both_are_wrong(qtbot, world):
    headcounts(world)
    desk = inbox(qtbot, world)
    card = card_of(desk)
    press(desk, card, "自己填…")
    choose(desk, card, "48 人")
    (field,) = [choosing.field for choosing in card.table._choices.values()]
    type_into(field, "五十")
    press(desk, card, "就这样定下")
    assert card.sentence() == "“从业人数”要写数字，现在写的是“五十”。改一下，再定下。"
    field.clear()
    type_into(field, "50")
    press(desk, card, "就这样定下")
    assert site(world).facts.headcount == 50


def test_choosing_can_be_given_up(qtbot, world):
    headcounts(world)
    desk = inbox(qtbot, world)
    card = card_of(desk)
    press(desk, card, "自己填…")
    choose(desk, card, "48 人")
    desk.inbox.refresh()
    assert card_of(desk) is card
    assert card.is_choosing()
    press(desk, card, "算了")
    assert not card.is_choosing()
    assert len(conflicts(world.office)) == 1


def test_a_conflict_that_got_a_third_version_meanwhile_is_not_settled_unseen(qtbot, world):
    both = edits(world, {"phone": "1"}, {"address": "新路 2 号"})
    desk = inbox(qtbot, world)
    card = card_of(desk)
    third = msgspec.structs.replace(site(world), phone="2", address="工业路 18 号")
    copy = office_forger(world)
    parents = copy.honest()
    (first,) = {p for record in parents if record.hash.hex() == both[0] for p in record.version.parents}
    copy.hand_in(copy.version("enterprise", world.enterprises[NAME], third, parents=[first]))
    press(desk, card, "两边都用")
    assert "刚刚又有了一份改动" in desk.told()
    assert len(card_of(desk).shown.heads) == 3
    merged = conflict(world.office, "enterprise", world.enterprises[NAME])
    merge_conflict(world.office, "enterprise", world.enterprises[NAME], merged.versions, take=both[0])
    press(desk, card_of(desk), "自己填…")
    press(desk, card_of(desk), "算了")
    desk.inbox.refresh()
    assert desk.inbox.conflicts.cards == []


def test_many_fields_are_cut_and_unfold(qtbot, world):
    names = ("name", "address", "industry", "legal_person", "principal", "phone", "landlord", "remark")
    edits(world, {name: f"甲{name}" for name in names}, {name: f"乙{name}" for name in names})
    desk = inbox(qtbot, world)
    card = card_of(desk)
    assert len(card.table.rows) == 5
    press(desk, card, "还有 3 处不同")
    assert len(card.table.rows) == 8


def test_a_few_cards_are_shown_and_the_others_follow(qtbot, world):
    own = [people.put_person(world.office, f"某{sign}") for sign in "甲乙丙丁戊己"]
    for each in own:
        edits(world, {"agency": "一"}, {"active": False}, kind="person", entity=each)
    desk = inbox(qtbot, world)
    assert [card._number.text() for card in desk.inbox.conflicts.cards] == ["1", "2", "3", "4"]
    assert desk.inbox.conflicts._more.text() == "还有 2 处改动没有定，定好这几处再往下列。"
    assert desk.count_at("收件") == 6
    press(desk, desk.inbox.conflicts.cards[0], "两边都用")
    assert len(desk.inbox.conflicts.cards) == 4
    assert desk.count_at("收件") == 5


# -- visits, hazards, reviews ------------------------------------------------------------------------------------------


def test_the_office_reads_what_inspectors_have_to_settle(qtbot, pair):
    one, two = pair
    inspection, _ = one.sealed
    corrected(one, inspection, remark="上午去的")
    corrected(two, inspection, DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人"), remark="下午去的")
    exchange_all(one, two)
    desk = inbox(qtbot, one)
    card = card_of(desk, "inspection")
    words = said(card)
    assert {"张某的电脑", "李某的电脑", "上午去的", "下午去的", "符合", "不适用：只有两人"} <= set(words)
    assert [badge.text() for badge in card.findChildren(Badge)] == ["现在显示"]
    why = card.findChild(QLabel, "whyCurrent")
    assert (why.isVisible(), why.text()) == (
        True,
        "“现在显示”：定下之前，各处先显示这一份；几份都留着，谁也没有盖掉谁。",
    )
    assert "上打开“已签”，定下用哪一份" in card.sentence()
    assert not [each for each in card.findChildren(QAbstractButton) if each.isVisible()]
    assert desk.count_at("收件") == 0


def test_a_hazard_closed_and_extended_is_settled_at_the_office(qtbot, pair):
    one, two = pair
    own = hazard_steps(
        one, two, {"step": "verified_closed", "reason": "已清走"},
        {"step": "extended", "reason": "等设备到货",
         "rectification": msgspec.structs.replace(FILLED, deadline="2027-01-31")},
    )  # fmt: skip
    desk = inbox(qtbot, one)
    card = card_of(desk, "hazard")
    assert {"还没改好", "已改好，关闭", "定下之前按没改好算。"} <= set(said(card))
    press(desk, card, "用李某的")
    assert body_of(one.office, "hazard", own).step == "extended"


def test_two_reviews_of_one_visit_one_is_taken_or_it_is_reviewed_anew(qtbot, pair):
    one, _ = pair
    inspection, version = one.sealed
    approve_all(one)
    own = ids.review_id(version)
    again = msgspec.structs.replace(body_of(one.office, "review", own), decision="returned", opinion="请补照片")
    copy = office_forger(one)
    copy.hand_in(copy.version("review", own, again))
    desk = inbox(qtbot, one)
    card = card_of(desk, "review")
    assert {"审核通过", "退回", "请补照片"} <= set(said(card))
    press(desk, card, "重新审一次")
    assert desk.review.isVisible()
    assert desk.review.shown.inspection == inspection
    desk.go("收件")
    card = card_of(desk, "review")
    desk.click(card.findChild(QAbstractButton, f"take_{side_of(card, 'decision', 'approved')}"))
    assert body_of(one.office, "review", own).decision == "approved"
    assert conflicts(one.office) == []


def test_a_corrected_visit_shows_what_changed_since_its_review(qtbot, pair):
    one, two = pair
    inspection, _ = one.sealed
    approve_all(one)
    exchange_all(one, two)
    corrected(two, inspection, DraftAnswer("4-09", Verdict.PASS, "看错了"), remark="下午去的")
    exchange_all(one, two)
    desk = OfficeDesk(qtbot, one.office)
    desk.go("审核")
    panel = desk.review.case.findChild(EarlierPanel)
    words = said(panel)
    assert "更正后再送：和审过的上一版比，改了 3 处" in words
    assert {"不符合", "符合：看错了", "记了隐患：安全通道被托盘占用", "没有", "下午去的", "等你审"} <= set(words)
    assert any("孙某审核通过" in each for each in words)
    desk.click(panel.button)
    desk.bot.waitUntil(lambda: desk.review.stage.sheet.view.pages() > 1)
    assert desk.review.stage.sheet._title.text() == f"{NAME} · 上一版"
    assert desk.review.stage.sheet.version == one.sealed[1]


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), LOOKS)
def test_nothing_is_clipped_and_every_target_has_a_name(qtbot, qapp, world, name, size):
    theme.apply(qapp, name, office=True)
    try:
        headcounts(world, {"phone": "1"}, {"address": "张家港市塘桥镇永新村工业路 18 号二号车间东侧第三排"})
        desk = inbox(qtbot, world, size)
        card = card_of(desk)
        for choosing in (False, True):
            if choosing:
                press(desk, card, "自己填…")
            assert clipped(card) == []
            assert unnamed(card) == []
            assert min(button.height() for button in visible(card, QAbstractButton)) >= 30
            assert (desk.window.width(), desk.window.height()) == size
    finally:
        theme.apply(qapp, office=True)
