"""Reviewing at the office's window: the queue, items accepted or returned, four eyes, the signature and its effect."""

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel
from sqlalchemy import delete
from world import MAJOR, photo, small_world

from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import people, review, signing, visit
from zjg_inspect.store import tables
from zjg_inspect.ui.office.decisions import Decisions
from zjg_inspect.ui.office.rich import RichLabel

FIRST, SECOND, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Three visits at the office: two items failed with photos, all met, a major hazard."""
    world = small_world(tmp_path_factory.mktemp("built"))
    draft = world.answered(FIRST, fail=("4-04", "5-03"))
    for number in range(2):
        visit.add_photo(world.laptop, draft, "4-04", photo(number), f"IMG_{number}.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.visit(SECOND)
    draft = world.answered(THIRD, fail=("4-05",))
    visit.add_photo(world.laptop, draft, "4-05", photo(3), "IMG_3.jpg")
    visit.record_hazard(world.laptop, draft, "4-05", MAJOR)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    world.close()
    return world


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("审核")
    made.review_as("孙某")
    return made


def again(desk):
    """The page as it is after something came meanwhile."""
    desk.review.refresh()
    return desk.wait()


def notices(desk):
    panel = desk.review.case.findChild(QFrame, "notices")
    return [] if panel is None else [label.text() for label in panel.findChildren(RichLabel)]


# -- the queue -------------------------------------------------------------------------------------------------------


def test_major_hazards_stand_first_and_each_row_says_what_was_found(desk):
    assert desk.queue() == [(THIRD, "重大 1"), (FIRST, "不符合 2"), (SECOND, "全部符合")]
    assert desk.looked_at() == THIRD


def test_a_third_party_is_told_apart_and_its_visit_decides_nothing(desk, world):
    person = people.put_person(world.office, "周某", "某某安全技术服务公司")
    world.carry(world.office, world.laptop)
    crew = world.crew
    world.crew = (type(crew[0])("周某", person, "某某安全技术服务公司"),)
    world.visit(SECOND, fail=("4-04",), type=VisitType.GUIDANCE)
    world.carry(world.laptop, world.office)
    again(desk)
    look = desk.review.queue.list._look
    row = next(row for row in desk.review.queue.visits() if row.third_party)
    assert "第三方 周某" in look.spoken(row)
    desk.review._choose(row)
    assert any("第三方机构参加" in words for words in notices(desk))
    assert any("指导" in words for words in notices(desk))


def test_the_keys_move_between_enterprises_and_items(desk):
    desk.key(Qt.Key.Key_J)
    assert desk.looked_at() == FIRST
    assert desk.items() == ["4-04", "5-03"]
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_R)
    assert desk.main_action() == "退回 1 条给张某"
    reason = desk.review.case.row_of("5-03").reason
    assert reason.hasFocus()
    desk.bot.keyClicks(reason, "JKYR")
    assert reason.text() == "JKYR"
    assert desk.looked_at() == FIRST
    desk.review.case.row_of("5-03").setFocus()
    desk.key(Qt.Key.Key_Y)
    assert desk.main_action() == "审核签字"
    desk.key(Qt.Key.Key_K)
    assert desk.looked_at() == THIRD


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_failed_items_are_open_with_photos_and_the_five_and_the_rest_unfolds(desk):
    desk.look_at(FIRST)
    case = desk.review.case
    words = " ".join(label.text() for label in case.row_of("4-04").findChildren(RichLabel))
    for part in ("一般隐患", "二号车间东侧：安全通道被托盘占用", "责任 车间主任王某", "措施", "资金", "时限", "预案"):
        assert part in words
    (thumb,) = case.thumbs()
    assert len(thumb.pictures) == 2
    assert not thumb.is_missing()
    desk.click(case.unfold_button)
    assert len(desk.items()) == len(desk.review.shown.items)
    assert "签名 3 个，均有效" in case.findChild(QLabel, "reviewFacts").text()


def test_a_photo_is_seen_whole_with_its_time(desk):
    desk.look_at(FIRST)
    desk.click(desk.review.case.thumbs()[0])
    photos = desk.review.stage.photos
    assert photos.isVisible()
    assert "2026-11-20 10:42 拍摄" in photos.view.accessibleName()
    desk.click(photos.after)
    assert photos.current().words.startswith("4-04")
    assert not photos.after.isEnabled()
    desk.key(Qt.Key.Key_Escape)
    assert desk.review.case.isVisible()


def test_photos_that_have_not_arrived_are_said(desk, world):
    desk.look_at(FIRST)
    sha = desk.review.case.thumbs()[0].pictures[0].photo.sha256
    with world.office.write() as conn:
        conn.execute(delete(tables.media).where(tables.media.c.sha256 == bytes.fromhex(sha)))
    for file in world.office.directory.rglob(f"{sha}*"):
        file.unlink()
    again(desk)
    assert any("缺照片 1 张" in words for words in notices(desk))
    assert desk.review.case.thumbs()[0].is_missing()


def test_the_time_before_stands_beside_now_and_what_changed_is_open(desk, world):
    world.visit(SECOND, fail=("1-06",))
    world.carry(world.laptop, world.office)
    again(desk)
    row = max((row for row in desk.review.queue.visits() if row.name == SECOND), key=lambda row: row.failed)
    desk.review._choose(row)
    first = desk.review.case.row_of("1-06").row
    assert (first.last.verdict, first.now.verdict) == (Verdict.PASS, Verdict.FAIL)
    assert first.changed


def test_the_whole_sheet_is_seen(desk):
    desk.click(desk.review.case.sheet_button)
    desk.bot.waitUntil(lambda: desk.review.stage.sheet.view.pages() > 1)
    desk.key(Qt.Key.Key_Escape)
    assert desk.review.case.isVisible()


# -- deciding --------------------------------------------------------------------------------------------------------


def test_an_approval_is_signed_on_the_pad_and_changes_the_village(desk, world):
    desk.go("看板")
    assert desk.zone("永新村") == "永新村，0 家，共 3 家，0.0%，还差 3 家"
    assert desk.enterprises_of("永新村")[SECOND] == f"{SECOND}，未达到，待审核　{today()} 的核查，张某、李某"
    desk.go("审核")
    desk.look_at(SECOND)
    assert desk.main_action() == "审核签字"
    desk.sign()
    assert "企业达到" in desk.told()
    assert "永新村 1 / 3，还差 2 家" in desk.told()
    assert desk.count_at("审核") == 2
    desk.go("看板")
    assert desk.zone("永新村") == "永新村，1 家，共 3 家，33.3%，还差 2 家"
    verdicts = desk.enterprises_of("永新村")
    assert verdicts[SECOND].startswith(f"{SECOND}，达到")
    assert verdicts[THIRD] == (
        f"{THIRD}，未达到，重大隐患未关闭　4-05 消防器材：二号车间东侧，安全通道被托盘占用；还没改好，期限 2026-12-31；"
        f"待审核　{today()} 的核查，张某、李某"
    )
    assert desk.figures()[0] == "规范化管理企业 33.3%，1 家，共 3 家，还差 2 家"
    (row,) = review.visits_to_review(world.office, done=True)
    given = review.open_review(world.office, row.inspection).review
    assert (given.decision, given.reviewer.name) == ("approved", "孙某")
    assert len(given.signature.strokes) == 3


def test_a_failed_item_stays_in_the_way_after_the_approval(desk):
    desk.look_at(FIRST)
    desk.sign()
    assert "还没达到：4-04 安全通道畅通、5-03 转动部位隔离 未整改" in desk.told()


def test_an_empty_pad_is_no_signature(desk):
    desk.act()
    desk.act()
    assert "框里还没有笔迹" in desk.review.foot.error.text()
    assert desk.count_at("审核") == 3
    desk.draw_on_pad()
    assert desk.review.foot.error.text() == ""
    desk.key(Qt.Key.Key_Escape)
    assert not desk.review.foot.is_signing()
    assert desk.review.foot.pad.is_empty()


def test_who_took_part_may_not_review_and_is_told_in_place(desk):
    assert desk.review.standing() == "你没有参加这次检查，可以审。"
    desk.review_as("张某")
    assert desk.review.standing() == "你参加了这次检查，请换人审。"
    assert not desk.review.foot.main.isEnabled()
    desk.review_as("孙某")
    assert desk.review.foot.main.isEnabled()


def test_the_reviewer_is_remembered(desk, qtbot, world):
    other = OfficeDesk(qtbot, world.office)
    other.go("审核")
    assert other.review.reviewer().name == "孙某"


def test_without_people_nobody_can_review_and_the_way_is_shown(desk, world):
    for row in people.people(world.office):
        people.put_person(world.office, row.name, row.agency, id=row.id, active=False)
    again(desk)
    assert "还没有能审核的人" in desk.review.standing()
    assert not desk.review.foot.main.isEnabled()
    desk.click(desk.review.who.add)
    assert desk.window.page("people").isVisible()


def test_returning_an_item_needs_its_reason_and_tells_the_inspector(desk, world):
    desk.look_at(FIRST)
    desk.decide("4-04", "退回")
    assert desk.main_action() == "退回 1 条给张某"
    desk.act()
    assert "退回要写明原因" in desk.review.case.row_of("4-04").error.text()
    assert desk.count_at("审核") == 3
    desk.give_reason("4-04", "净宽怎么量的？请补一张带尺的照片。")
    desk.act()
    assert "退回 1 条给张某" in desk.told()
    (row,) = review.visits_to_review(world.office, done=True)
    given = review.open_review(world.office, row.inspection).review
    assert [(item.item, item.reason) for item in given.items] == [("4-04", "净宽怎么量的？请补一张带尺的照片。")]
    desk.go("看板")
    said = desk.enterprises_of("永新村")[FIRST]
    assert said.startswith(f"{FIRST}，未达到，已退回，等更正后再送　{today()} 的核查，张某、李某；4-04 ")
    assert "；5-03 转动部位隔离　一般隐患" in said


def test_a_whole_visit_goes_back_only_with_an_opinion(desk, world):
    desk.look_at(SECOND)
    desk.click(desk.review.foot.back_all)
    assert "退回要写明原因" in desk.review.foot.error.text()
    type_into(desk.review.foot.opinion, "现场照片一张也没有，请补。")
    desk.click(desk.review.foot.back_all)
    assert desk.count_at("审核") == 2
    (row,) = review.visits_to_review(world.office, done=True)
    assert review.open_review(world.office, row.inspection).review.opinion == "现场照片一张也没有，请补。"


def test_a_corrected_visit_comes_back_marked(desk, world):
    desk.look_at(FIRST)
    desk.decide("4-04", "退回").give_reason("4-04", "请补照片。")
    desk.act()
    world.carry(world.office, world.laptop)
    inspection = next(r.inspection for r in review.visits_to_review(world.office, done=True))
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("4-04", Verdict.FAIL, "净宽 0.6 米，已量"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    again(desk)
    assert (FIRST, "改后再送") in desk.queue()


def test_what_was_decided_is_kept_while_looking_at_another(desk):
    desk.look_at(FIRST)
    desk.decide("5-03", "退回").give_reason("5-03", "护罩在不在？")
    desk.look_at(SECOND)
    assert desk.main_action() == "审核签字"
    desk.look_at(FIRST)
    assert desk.main_action() == "退回 1 条给张某"
    assert desk.review.case.row_of("5-03").reason.text() == "护罩在不在？"


def test_reviewed_visits_are_found_again_and_can_be_reviewed_anew(desk, world):
    desk.look_at(SECOND)
    desk.sign()
    desk.click(desk.review.queue.which.buttons["done"])
    assert desk.queue() == [(SECOND, "通过")]
    assert desk.review.foot._words.text() == "孙某 已审核通过。"
    assert not desk.review.foot.main.isVisible()
    desk.click(desk.review.foot.anew)
    type_into(desk.review.foot.opinion, "看错了，照片不是这家的。")
    desk.click(desk.review.foot.back_all)
    (row,) = review.visits_to_review(world.office, done=True)
    assert row.decision == "returned"


def test_a_version_that_came_meanwhile_is_not_signed_unseen(desk, world):
    desk.look_at(SECOND)
    inspection = desk.review.shown.inspection
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    desk.sign()
    assert "刚刚有了更新的一版" in desk.review.foot.error.text()
    assert review.visits_to_review(world.office, done=True) == []


def test_a_narrow_window_has_the_queue_as_a_list_to_choose_from(qtbot, world):
    desk = OfficeDesk(qtbot, world.office, (1024, 600))
    desk.go("审核")
    box = desk.review.narrow.box
    assert box.isVisible()
    assert not desk.review.queue.isVisible()
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert desk.looked_at() == FIRST


def test_decisions_give_remarks_in_the_order_of_the_sheet():
    decided = Decisions()
    for item in ("5-03", "4-04", "1-01"):
        decided.give_back(item)
    decided.reason("5-03", " 护罩？ ")
    decided.accept("1-01")
    assert decided.without_reason() == ["4-04"]
    assert [(each.item, each.reason) for each in decided.remarks(("1-01", "4-04", "5-03"))] == [
        ("4-04", ""), ("5-03", "护罩？"),
    ]  # fmt: skip
