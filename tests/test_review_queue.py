"""The queue of a full office: searched, sorted, major ones alone, listed in pages that say how many more there are."""

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from sqlalchemy import insert, select
from world import MAJOR, photo, small_world

from zjg_inspect.model import ids
from zjg_inspect.service import review, review_queue, signing, visit
from zjg_inspect.service.review_queue import PAGE, Sought
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes
from zjg_inspect.ui.office.review_queue_look import Group, More

FIRST, SECOND, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Three visits wait at the office: two items failed, all met, a major hazard."""
    world = small_world(tmp_path_factory.mktemp("built"))
    world.visit(FIRST, fail=("4-04", "5-03"))
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


def many_more(world, count, **other):
    """Rows as an import leaves them, all waiting since that day."""
    with world.office.write() as conn:
        like = dict(conn.execute(select(tables.inspection).limit(1)).one()._mapping)
        rows = [
            like | {"entity": uuid_bytes(ids.new_id()), "hash": n.to_bytes(32), "date": "2020-01-01", "majors": 0,
                    "failed": 0, "number": f"旧{n:05}", **other}
            for n in range(1, count + 1)
        ]  # fmt: skip
        conn.execute(insert(tables.inspection), rows)


def names(desk):
    return [name for name, _ in desk.queue()]


def search(desk, text):
    type_into(desk.review.finder.field.line, text)
    return desk.wait()


# -- searching -----------------------------------------------------------------------------------------------------


def test_a_visit_is_found_by_name_initials_code_village_number_or_inspector(world):
    def found(text):
        return {row.name for row in review_queue.queued(world.office, Sought(text=text)).rows}

    (row,) = [row for row in review_queue.queued(world.office).rows if row.name == SECOND]
    assert found("机械") == found("yjx") == found("YJX") == found(row.number) == {SECOND}
    assert found("永新") == found("李某") == {FIRST, SECOND, THIRD}
    assert found("91320582MA0000002") == {THIRD}
    assert found("100%") == found("_") == set()


def test_searching_leaves_what_is_shown_until_one_is_opened(desk):
    assert desk.looked_at() == THIRD
    desk.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search(desk, "机械")
    assert names(desk) == [SECOND]
    assert desk.review.finder.field._hint.text() == "找到 1 次"
    assert desk.looked_at() == THIRD
    desk.key(Qt.Key.Key_Return)
    assert desk.looked_at() == SECOND
    desk.key(Qt.Key.Key_Escape)
    assert names(desk) == [THIRD, FIRST, SECOND]
    assert desk.looked_at() == SECOND
    assert not desk.review.finder.isVisible()


def test_the_arrows_walk_through_what_was_found_while_the_cursor_stays(desk):
    desk.click(desk.review.search)
    search(desk, "永新")
    desk.key(Qt.Key.Key_Down)
    assert desk.looked_at() == FIRST
    assert desk.focused() == "search"
    desk.key(Qt.Key.Key_Up)
    assert desk.looked_at() == THIRD


def test_what_is_not_found_says_how_to_go_on(desk):
    desk.click(desk.review.search)
    search(desk, "jxq")
    assert desk.review.queue.empty.sentence() == "没找到“jxq”。试试少输一个字母，或输入信用代码后几位。"
    assert desk.count_at("审核") == 3


# -- only major ones, and the order --------------------------------------------------------------------------------


def test_only_the_major_ones(desk):
    desk.look_at(FIRST)
    desk.click(desk.review.majors)
    assert desk.queue() == [(THIRD, "重大 1")]
    assert desk.looked_at() == THIRD
    assert desk.review.queue.which.buttons["waiting"].text() == "待审 3"
    desk.click(desk.review.majors)
    assert len(desk.queue()) == 3


@pytest.mark.parametrize(
    ("order", "first"), [("first", "旧00001"), ("newest", ""), ("failed", ""), ("village", "")]
)  # fmt: skip
def test_whatever_the_order_major_hazards_stand_first(desk, world, order, first):
    many_more(world, 3)
    box = desk.review.queue.order
    box.setCurrentIndex(box.findData(order))
    box.activated.emit(box.currentIndex())
    rows = desk.review.queue.visits()
    assert rows[0].majors == 1
    rest = rows[1:]
    match order:
        case "first":
            assert [row.date for row in rest] == sorted(row.date for row in rest)
            assert rest[0].number == first
        case "newest":
            assert [row.date for row in rest] == sorted((row.date for row in rest), reverse=True)
        case "failed":
            assert [row.failed for row in rest] == sorted((row.failed for row in rest), reverse=True)
        case "village":
            assert [row.name for row in rest] == sorted(row.name for row in rest)
    assert desk.review.queue.order.currentText().startswith("重大在前")


def test_reviewed_ones_have_their_own_order_the_latest_first(desk):
    desk.look_at(SECOND)
    desk.sign()
    desk.click(desk.review.queue.which.buttons["done"])
    assert desk.review.queue.order.currentText() == "新查的在前"
    desk.click(desk.review.queue.which.buttons["waiting"])
    assert desk.review.queue.order.currentText() == "重大在前，先到先审"


# -- pages ---------------------------------------------------------------------------------------------------------


def test_a_long_queue_says_how_many_are_not_listed_and_lists_further_ones(desk, world):
    many_more(world, PAGE + 30)
    desk.review.refresh()
    listing = desk.review.queue.list
    assert len(desk.review.queue.visits()) == PAGE
    assert desk.review.queue.which.buttons["waiting"].text() == f"待审 {PAGE + 33}"
    (heading,) = [value for value in listing.values() if isinstance(value, Group)]
    assert heading.words == f"一般 · {PAGE + 32} 次，先到先审"
    more = listing.values()[-1]
    assert more == More(PAGE, 33)
    assert listing._look.spoken(more) == "还有 33 次没列"
    listing.scrollToBottom()
    desk.press(listing, more)
    assert len(desk.review.queue.visits()) == PAGE + 33
    assert not any(isinstance(value, More) for value in listing.values())


def test_a_visit_whose_enterprise_has_not_arrived_is_neither_listed_nor_counted(desk, world):
    many_more(world, 2, enterprise=bytes(16))
    desk.window.count()
    desk.review.refresh()
    assert desk.count_at("审核") == 3
    assert desk.review.queue.which.buttons["waiting"].text() == "待审 3"
    assert not any(isinstance(value, More) for value in desk.review.queue.list.values())


def test_the_count_beside_the_page_is_of_all_that_wait(desk, world):
    many_more(world, 700)
    desk.window.count()
    assert desk.count_at("审核") == 703


def test_a_narrow_window_lists_further_ones_too(qtbot, world):
    many_more(world, PAGE)
    desk = OfficeDesk(qtbot, world.office, (1024, 600))
    desk.go("审核")
    box = desk.review.narrow.box
    assert box.itemText(box.count() - 1) == "还有 3 次，再列一些"
    box.activated.emit(box.count() - 1)
    assert box.count() == PAGE + 3


# -- what was opened -----------------------------------------------------------------------------------------------


def seen(desk):
    return [row.name for row in desk.review.queue.visits() if row.opened]


def test_what_was_opened_is_marked_for_its_reviewer_and_stays_so(desk, qtbot, world):
    desk.look_at(FIRST)
    assert seen(desk) == [THIRD, FIRST]
    look = desk.review.queue.list._look
    assert look.spoken(desk.review.queue.visits()[1]).endswith("，打开过")
    desk.review_as("李某")
    assert seen(desk) == []
    again = OfficeDesk(qtbot, world.office)
    again.go("审核")
    again.review_as("孙某")
    assert seen(again) == [THIRD, FIRST]


def test_reasons_and_opinion_are_there_again_after_the_program_was_closed(desk, qtbot, world):
    desk.look_at(FIRST)
    desk.decide("5-03", "退回").give_reason("5-03", "护罩在不在？")
    type_into(desk.review.foot.opinion, "其余认可。")
    desk.wait()
    again = OfficeDesk(qtbot, world.office)
    again.go("审核")
    again.review_as("孙某")
    again.look_at(FIRST)
    assert again.main_action() == "退回 1 条给张某"
    assert again.review.case.row_of("5-03").reason.text() == "护罩在不在？"
    assert again.review.foot.opinion.text() == "其余认可。"


def test_a_reviewed_visit_leaves_no_notes_behind(desk, world):
    desk.look_at(SECOND)
    desk.sign()
    with world.office.read() as conn:
        kept = conn.scalars(select(tables.setting.c.name).where(tables.setting.c.name.startswith("review/"))).all()
    (done,) = review.visits_to_review(world.office, done=True)
    assert kept
    assert f"review/{done.inspection}" not in kept
