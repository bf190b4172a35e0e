"""Photos side by side: then and now, before a correction and after it, and the same photo in two visits."""

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from sqlalchemy import event
from world import photo, small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import review, review_queue, same_photos, signing, visit
from zjg_inspect.ui.office.review_same import OWED

FIRST, SECOND, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"


def visited(world, name, photos, fail=()):
    """A sealed visit with these photos, by number, at their items."""
    draft = world.answered(name, fail=fail)
    for item, number in photos:
        visit.add_photo(world.laptop, draft, item, photo(number), f"IMG_{number}.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """At 乙 and at 丙 the same two photos; 甲 was visited twice, with other ones."""
    world = small_world(tmp_path_factory.mktemp("built"))
    visited(world, FIRST, [("4-04", 1)])
    visited(world, FIRST, [("4-04", 2), ("4-04", 3)], fail=("4-04",))
    visited(world, SECOND, [("4-05", 7), ("1-06", 8)])
    visited(world, THIRD, [("4-04", 7), ("4-09", 8), ("4-09", 9)], fail=("4-04",))
    world.carry(world.laptop, world.office)
    world.close()
    return world


def opened(world, name):
    rows = [row for row in review_queue.queued(world.office).rows if row.name == name]
    return review.open_review(world.office, rows[-1].inspection)


# -- the same photo in two visits ------------------------------------------------------------------------------------


def test_the_same_photos_are_found_with_where_they_stand_in_both(world):
    (same,) = opened(world, THIRD).same_photos
    assert (same.name, same.inspectors, same.same_enterprise, same.more) == (SECOND, "张某、李某", False, 0)
    assert sorted((here.item, there.item) for here, there in same.pairs) == [("4-04", "4-05"), ("4-09", "1-06")]
    assert all(here.photo.sha256 == there.photo.sha256 for here, there in same.pairs)
    (other,) = opened(world, SECOND).same_photos
    assert other.name == THIRD
    assert opened(world, FIRST).same_photos == ()


def test_a_corrected_visit_is_not_another_one(world):
    own = opened(world, FIRST).inspection
    draft = visit.correct(world.laptop, own, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    assert opened(world, FIRST).same_photos == ()


def test_each_photo_is_told_of_once_with_the_latest_and_how_many_more_there_are(world):
    for name in (FIRST, FIRST, SECOND):
        visited(world, name, [("4-05", 7)])
    world.carry(world.laptop, world.office)
    found = opened(world, THIRD).same_photos
    assert sorted((each.name, len(each.pairs)) for each in found) == [(SECOND, 1), (SECOND, 1)]
    assert sum(each.more for each in found) == 2
    assert len({here.photo.sha256 for each in found for here, _ in each.pairs}) == 2


def test_finding_them_reads_no_other_visits(world):
    """Of all that is stored only the visit with the same photos is read as a document."""
    shown = opened(world, THIRD)
    read = []
    with world.office.read() as conn:

        def noted(_conn, _cursor, statement, parameters, _context, _many):
            read.append((statement, parameters))

        event.listen(conn.engine, "before_cursor_execute", noted)
        try:
            same_photos.same_photos(conn, shown.body.content)
        finally:
            event.remove(conn.engine, "before_cursor_execute", noted)
    bodies = [parameters for statement, parameters in read if "version.raw" in statement]
    assert len(bodies) == 1
    assert len(read) == 2


@pytest.fixture
def desk(qtbot, office_look, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("审核")
    made.review_as("孙某")
    return made


def look(desk, name):
    """The latest visit there."""
    desk.review._choose([row for row in desk.review.queue.visits() if row.name == name][-1])
    desk.review.start()
    return desk.wait()


def question(desk):
    (found,) = desk.review.case.same
    return found


def test_the_question_is_asked_and_signing_waits_for_its_answer(desk, world):
    look(desk, THIRD)
    day = opened(world, SECOND).body.content.date[5:]
    said = question(desk).words.text()
    assert said == f"4-04、4-09 的 2 张照片和“{SECOND}”{day} 那次是相同的，是同一处现场吗？"
    desk.act()
    assert desk.review.foot.error.text() == OWED
    assert desk.focused() == "checked"
    assert not desk.review.foot.is_signing()


def test_what_was_checked_is_signed_with_the_review(desk, world):
    look(desk, THIRD)
    own = desk.review.shown.inspection
    desk.click(question(desk).checked)
    assert desk.focused() == "howChecked"
    type_into(question(desk).answer, "电话问过张某")
    assert desk.focused() == "howChecked"
    desk.sign()
    given = review.open_review(world.office, own).review
    assert given.decision == "approved"
    assert given.opinion.endswith("是相同的，已核实：电话问过张某。")


def test_an_answer_is_taken_back(desk):
    look(desk, THIRD)
    desk.click(question(desk).checked)
    desk.click(question(desk).change)
    assert question(desk).checked.isVisible()
    desk.act()
    assert desk.review.foot.error.text() == OWED


def test_the_items_go_back_with_the_reason_written(desk, world):
    look(desk, THIRD)
    own = desk.review.shown.inspection
    desk.click(question(desk).back)
    assert desk.main_action() == "退回 2 条给张某"
    assert "4-09" in desk.items()
    desk.act()
    remarks = review.open_review(world.office, own).review.items
    assert [remark.item for remark in remarks] == ["4-04", "4-09"]
    assert all("那次是同一张，请到现场重拍。" in remark.reason for remark in remarks)


def test_taking_back_the_return_leaves_what_was_written_by_hand(desk):
    look(desk, THIRD)
    desk.decide("4-04", "退回").give_reason("4-04", "净宽没量。")
    desk.click(question(desk).back)
    desk.click(question(desk).change)
    assert desk.main_action() == "退回 1 条给张某"
    assert desk.review.case.row_of("4-04").reason.text() == "净宽没量。"


def test_both_photos_are_seen_beside_each_other_and_stepped_through_together(desk):
    look(desk, THIRD)
    desk.click(question(desk).beside)
    side = desk.review.stage.side
    assert side.isVisible()
    assert not side.which.isVisible()
    first = side.now.pictures[0].photo.sha256
    code = " ".join(first[at : at + 4] for at in range(0, 16, 4))
    assert side.now.code.text() == side.former.code.text() == f"照片码 {code}"
    assert side.now.view.isEnabled()
    desk.key(Qt.Key.Key_Right)
    assert (side.former.at, side.now.at) == (1, 1)
    assert side.former.pictures[1].photo.sha256 == side.now.pictures[1].photo.sha256
    desk.key(Qt.Key.Key_Escape)
    assert desk.review.case.isVisible()


# -- then and now ----------------------------------------------------------------------------------------------------


def test_an_item_is_seen_with_the_time_before(desk):
    look(desk, FIRST)
    desk.key(Qt.Key.Key_B)
    side = desk.review.stage.side
    assert side.isVisible()
    assert side.title.text() == "4-04 安全通道畅通"
    assert side.former.title.text().startswith("上次 ")
    assert len(side.former.pictures) == 1
    assert len(side.now.pictures) == 2
    assert "2026-11-20 10:42 拍摄" in side.now.facts.text()
    desk.key(Qt.Key.Key_Right)
    assert (side.former.at, side.now.at) == (0, 1)
    assert not side.now.after.isEnabled()


def test_an_item_without_photos_is_not_offered(desk):
    look(desk, FIRST)
    desk.click(desk.review.case.unfold_button)
    shown = {row.row.item.code for row in desk.review.case.rows if row.beside.isVisibleTo(row)}
    assert shown == {"4-04"}


def test_a_correction_is_seen_beside_the_former_version_at_its_new_photo(desk, world):
    own = opened(world, FIRST)
    remark = ItemRemark("4-04", "请补近处的照片。")
    review.send_back(world.office, own.inspection, own.version, world.reviewer, "", (remark,))
    world.carry(world.office, world.laptop)
    draft = visit.correct(world.laptop, own.inspection, reason="按镇里退回的意见补正")
    visit.add_photo(world.laptop, draft, "4-04", photo(11), "IMG_11.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    desk.review.refresh()
    look(desk, FIRST)
    desk.click(desk.review.case.row_of("4-04").beside)
    side = desk.review.stage.side
    assert side.former.title.text().startswith("上一版 ")
    assert [len(column.pictures) for column in (side.former, side.now)] == [2, 3]
    assert side.now.pictures[side.now.at].photo.sha256 not in {each.photo.sha256 for each in side.former.pictures}
    desk.click(side.which.buttons["1"])
    assert side.former.title.text().startswith("上次 ")


def test_items_with_photos_are_stepped_through(desk, world):
    visited(world, FIRST, [("4-04", 21), ("4-05", 22)], fail=("4-04", "4-05"))
    world.carry(world.laptop, world.office)
    desk.review.refresh()
    look(desk, FIRST)
    desk.key(Qt.Key.Key_B)
    side = desk.review.stage.side
    assert not side.up.isEnabled()
    desk.key(Qt.Key.Key_Down)
    assert side.title.text().startswith("4-05")
    assert side.former.view.accessibleName() == "上次没有照片"
    desk.click(side.up)
    assert side.title.text().startswith("4-04")


def test_a_photo_that_has_not_arrived_is_said(desk, world):
    look(desk, FIRST)
    shas = [picture.photo.sha256 for thumb in desk.review.case.thumbs() for picture in thumb.pictures]
    for each in shas:
        for file in world.office.directory.rglob(f"{each}*"):
            file.unlink()
    desk.key(Qt.Key.Key_B)
    side = desk.review.stage.side
    assert side.now.view.accessibleName() == "这张照片还没有到"
