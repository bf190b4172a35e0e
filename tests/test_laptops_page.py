"""电脑: laptops are accepted by their numbers, their letters and zones changed, the office's card handed out."""

import re

import pages
import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from world import copy_of, small_world

from zjg_inspect.service import enrol, exchange, setup
from zjg_inspect.ui.question import Question
from zjg_inspect.ui.widgets.number import DeviceNumber

STRANGER = "赵某的电脑"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An office and its laptop; the card and a bundle of a laptop that the office does not know, on the stick."""
    root = tmp_path_factory.mktemp("built")
    world = small_world(root)
    with setup.open_data(root / "stranger") as stranger:
        setup.become_laptop(stranger, STRANGER, setup.own_card(world.office))
        setup.write_card(stranger, world.stick)
        exchange.export_bundle(stranger, world.stick)
    world.close()
    return world


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    return OfficeDesk(qtbot, world.office)


def action(page, name):
    """The button of this name in the details of the chosen laptop."""
    return next(each for each in page.details.findChildren(QAbstractButton, name) if each.isVisible())


def stranger_bundle(world):
    return next(world.stick.glob(f"{STRANGER}*.zjgb"))


def numbers(part):
    """The devices' numbers that a part of the window shows, from top to bottom."""
    return [number.number() for number in part.findChildren(DeviceNumber)]


def test_a_new_laptop_is_held_until_it_is_accepted_then_its_records_merge(desk, world):
    desk.drop(stranger_bundle(world))
    assert desk.report() == [("暂放", "没见过的电脑")]
    assert STRANGER in desk.said_of(0)
    held = desk.reports()[0].held
    card = desk.stranger()
    laptop = setup.read_card(world.stick / f"{STRANGER}.zjgcard", "field")
    assert numbers(card) == [laptop.fingerprint, setup.own_card(world.office).fingerprint]
    desk.click(card.button)
    panel = desk.window.page("laptops").panel
    assert numbers(panel) == numbers(card)
    assert panel.isVisible()
    assert panel.letters.text() == "A01"
    desk.click(panel.zones.none)
    panel.zones.boxes[world.zone].click()
    desk.click(panel.button)
    assert f"已接受“{STRANGER}”" in desk.told()
    (accepted,) = [row for row in setup.laptops(world.office) if row.name == STRANGER]
    assert (accepted.letters, accepted.zones) == ("A01", (world.zone,))
    desk.go("收件")
    assert [state for state, _ in desk.report()] == ["已收"]
    assert (desk.reports()[0].new, desk.reports()[0].held) == (held, 0)
    assert desk.stranger() is None


def test_a_laptop_is_accepted_by_its_card_and_taken_letters_are_said(desk, world):
    desk.drop(world.stick / f"{STRANGER}.zjgcard")
    panel = desk.window.page("laptops").panel
    panel.letters.clear()
    type_into(panel.letters, "A07")
    desk.click(panel.button)
    assert "编号字母“A07”已经给了另一台电脑" in panel.error.text()
    panel.letters.clear()
    desk.click(panel.button)
    assert "1 到 6 个" in panel.error.text()
    type_into(panel.letters, "b02")
    desk.click(panel.button)
    assert [row.letters for row in setup.laptops(world.office)] == ["A07", "B02"]


def test_a_damaged_card_is_refused_in_words(desk, world, tmp_path):
    card = tmp_path / "坏的.zjgcard"
    card.write_text("{}")
    desk.drop(card)
    page = desk.window.page("laptops")
    assert "“坏的.zjgcard”不是一张完好的名片" in page.error.text()
    assert not page.panel.isVisible()


def test_the_letters_and_zones_of_an_accepted_laptop_can_be_changed(desk, world):
    page = desk.go("电脑")
    (row,) = page.list.values()
    desk.press(page.list, row)
    desk.click(action(page, "change"))
    page.panel.letters.clear()
    type_into(page.panel.letters, "A09")
    desk.click(page.panel.button)
    assert [laptop.letters for laptop in setup.laptops(world.office)] == ["A09"]


def test_the_office_card_is_written(desk, tmp_path):
    desk.go("电脑").write_card(tmp_path)
    assert "塘桥镇安监办.zjgcard" in desk.told()
    assert setup.read_card(tmp_path / "塘桥镇安监办.zjgcard", "office").name == "塘桥镇安监办"


# -- suspended, retired, copied --------------------------------------------------------------------------------------


def state(world):
    return next(row.state for row in enrol.laptops(world.office) if row.device == world.laptop.key.device)


def said(page):
    """Everything that the details of the chosen laptop say."""
    return "\n".join(label.text() for label in pages.visible(page.details, pages.QLabel))


def spoken(page):
    return [page._look.spoken(row) for row in page.list.values()]


def test_a_lost_laptop_is_suspended_and_lifted_again_by_keyboard_alone(desk, world):
    page = desk.go("电脑")
    desk.key(Qt.Key.Key_Down)
    assert "在用" in spoken(page)[0]
    desk.key(Qt.Key.Key_Return)
    while desk.focused() != "suspend":
        desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Space)
    assert state(world) == "suspended"
    assert "已停用" in desk.told()
    assert "停用" in spoken(page)[0]
    assert "它写的都先放着，等你来定" in said(page)
    desk.key(Qt.Key.Key_Return)
    while desk.focused() != "resume":
        desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Space)
    assert state(world) == "in_use"


def test_what_a_suspended_laptop_wrote_is_looked_at_and_taken_one_by_one(desk, world):
    enrol.suspend(world.office, world.laptop.key.device)
    for name in ("甲五金厂", "乙机械厂", "丙塑料厂"):
        world.visit(name)
    desk.drop(exchange.export_bundle(world.laptop, world.stick).path)
    page = desk.go("电脑")
    desk.press(page.list, page.list.values()[0])
    assert "停用以后写的 4 条（检查 3 次）先放着，等你来定。" in said(page)
    assert [visit.name for visit in page.details.visits.values()] == ["甲五金厂", "乙机械厂", "丙塑料厂"]
    desk.press(page.details.visits, page.details.visits.values()[1])
    assert desk.count_at("审核") == 2
    assert [visit.name for visit in page.details.visits.values()] == ["丙塑料厂"]
    desk.click(action(page, "acceptLater"))
    assert desk.count_at("审核") == 3
    assert state(world) == "suspended"


def test_what_came_after_the_theft_is_taken_out_by_naming_the_last_good_bundle(desk, world):
    for name in ("甲五金厂", "乙机械厂"):
        world.visit(name)
        desk.drop(exchange.export_bundle(world.laptop, world.stick).path)
    page = desk.go("电脑")
    desk.press(page.list, page.list.values()[0])
    desk.click(action(page, "suspend"))
    desk.press(page.list, page.list.values()[0])
    box = page.details.bounds
    assert re.fullmatch(r"第 2 包为止（\d\d-\d\d 收到，前 3 条）", box.currentText())
    box.setFocus()
    desk.key(Qt.Key.Key_Down)
    desk.wait()
    assert desk.count_at("审核") == 1
    assert "前 2 条照样算数" in desk.told()


def test_retiring_asks_first_and_the_safe_answer_is_the_nearest(desk, world):
    page = desk.go("电脑")
    desk.press(page.list, page.list.values()[0])
    desk.click(action(page, "retire"))
    question = desk.window.findChild(Question)
    assert question.keep.hasFocus()
    desk.click(question.keep)
    assert state(world) == "in_use"
    desk.click(action(page, "retire"))
    desk.click(desk.window.findChildren(Question)[-1].act)
    assert state(world) == "retired"
    assert "已注销" in spoken(page)[0]
    assert "suspend" not in shown(page)


def shown(page):
    return [button.objectName() for button in pages.visible(page.details, QAbstractButton)]


def test_a_copied_laptop_is_explained_in_plain_words_and_both_sides_are_taken(desk, world, tmp_path):
    copy = copy_of(world.laptop, tmp_path / "copy")
    world.visit("甲五金厂")
    desk.drop(exchange.export_bundle(world.laptop, world.stick).path)
    real, world.laptop = world.laptop, copy
    world.visit("乙机械厂")
    world.visit("丙塑料厂")
    world.laptop = real
    desk.drop(exchange.export_bundle(copy, tmp_path).path)
    copy.close()
    page = desk.go("电脑")
    assert "被复制过" in spoken(page)[0]
    desk.press(page.list, page.list.values()[0])
    assert "从它的第 2 条记录起，有两台电脑用同一个编号在写。两边写的都在，没有少" in said(page)
    assert "换新编号" in said(page)
    assert desk.count_at("审核") == 2
    desk.click(action(page, "clearCopies"))
    assert desk.count_at("审核") == 3
    assert "被复制过" not in spoken(page)[0]
    assert "注销" in desk.told()


@pytest.mark.parametrize("size", pages.SIZES)
def test_every_panel_is_whole_named_and_reached_by_tab(qtbot, world, size):
    enrol.suspend(world.office, world.laptop.key.device)
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    desk = OfficeDesk(qtbot, world.office, size)
    page = desk.go("电脑")
    for turn in (lambda: desk.press(page.list, page.list.values()[0]), lambda: desk.click(page.own_button)):
        turn()
        pages.settle()
        assert pages.clipped(page) == []
        assert pages.unnamed(page) == []
        assert pages.unreachable(desk.window) == []
        page._leave()


def test_the_offices_own_number_and_code_are_at_hand(desk, world, tmp_path):
    page = desk.go("电脑")
    desk.click(page.own_button)
    assert numbers(page.own) == [setup.own_card(world.office).fingerprint]
    desk.click(page.own.show_code)
    carried = tmp_path / "手机发来的.zjgcard"
    carried.write_text(pages.read_code(page.own.code), encoding="utf-8")
    assert setup.read_card(carried, "office") == setup.own_card(world.office)
