"""登记 at the office's window: an enterprise edited, doubles merged, what inspectors found decided on."""

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLabel
from two_laptops import body_of
from world import credit_code, photo, small_world

from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service import lists, proposals, register_edit, survey, verdicts
from zjg_inspect.ui.office.rich import RichLabel

FOUND, LIKE = "张家港市新来精密零件有限公司", "甲五金制品厂"
NAME, OTHER = "甲五金厂", "乙机械厂"
pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two enterprises were found, one of them much like one of the register."""
    world = small_world(tmp_path_factory.mktemp("built"))
    picture = survey.take_photo(world.laptop, photo(1), "执照.jpg")
    for day, name, code in (("2026-11-19", FOUND, credit_code(501)), ("2026-11-20", LIKE, "")):
        body = Proposal(day, world.crew, Enterprise(name, world.zone, code), photos=(picture,))
        world.enterprises[name] = survey.propose(world.laptop, body)
    world.carry(world.laptop, world.office)
    world.close()
    return world


@pytest.fixture
def desk(qtbot, world):
    desk = OfficeDesk(qtbot, world.office)
    desk.page = desk.go("登记")
    return desk


def choose(desk, name):
    row = next(row for row in desk.page.list.values() if row.name == name)
    desk.page.list.choose(row)
    return desk.wait()


def press(desk, what):
    """A button of the details: 编辑, 状态, …"""
    return desk.click(desk.page.details.acts[what])


def body(world, name):
    return body_of(world.office, "enterprise", world.enterprises[name])


def said(widget):
    return [label.text() for kind in (QLabel, RichLabel) for label in widget.findChildren(kind) if label.isVisible()]


def decide(desk, name):
    """The proposal of this name, chosen in 待确认."""
    desk.click(desk.page.views.switch.buttons["proposals"])
    part = desk.page.views.proposals
    part.list.choose(next(row for row in part.list.values() if row.name == name))
    desk.wait()
    return part


def test_an_enterprise_is_edited_and_its_history_says_what_was_changed(desk, world):
    choose(desk, NAME)
    press(desk, "edit")
    form = desk.page.acts.form
    assert not desk.page._left.isEnabled()
    form.lines["phone"].setText("0512-58000000")
    desk.click(form.facts["hot_work"].buttons["yes"])
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (body(world, NAME).phone, body(world, NAME).facts.hot_work) == ("0512-58000000", True)
    assert desk.told() == f"{NAME}：已存下。"
    assert desk.page.details.isVisible()
    press(desk, "history")
    shown = said(desk.page.acts.history)
    assert "电话　0512-58000000" in shown
    assert "动火作业　否　→　是" in shown
    assert sum(line.endswith("塘桥镇安监办 登记") for line in shown) == 1
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.details.isVisible()


def test_a_wrong_code_stands_under_its_field_and_what_was_written_stays(desk, world):
    choose(desk, NAME)
    press(desk, "edit")
    form = desk.page.acts.form
    form.lines["code"].setText(credit_code(9)[:-1] + "0")
    form.lines["remark"].setText("新挂的牌")
    desk.click(form.main)
    assert "最后一位" in form.rows_of["code"].error()
    assert (form.isVisible(), form.lines["remark"].text()) == (True, "新挂的牌")
    form.headcount.setText("三十")
    form.lines["code"].clear()
    desk.click(form.main)
    assert "人数只写数字" in form.rows_of["headcount"].error()
    desk.click(form.leave)
    assert body(world, NAME).remark == ""


def test_one_that_is_entered_by_hand_is_warned_of_its_double(desk, world):
    desk.click(desk.page.views.new_button)
    form = desk.page.acts.form
    type_into(form.lines["name"], "张家港市甲五金厂")
    desk.bot.waitUntil(lambda: NAME in form.likely(), timeout=5000)
    form.lines["name"].setText("丁木业厂")
    desk.click(form.main)
    assert "丁木业厂" in [row.name for row in lists.enterprises(world.office)]
    assert desk.told() == "添了丁木业厂，从现在起计入。"


def test_stopped_and_deregistered_on_a_day_and_taken_back(desk, world):
    choose(desk, NAME)
    press(desk, "state")
    panel = desk.page.acts.act
    desk.click(panel.main)
    assert panel.error.text() == "还没有选改成什么。点一个状态再存。"
    desk.click(panel.state.buttons["deregistered"])
    panel.day.setDate(QDate(2026, 11, 20))
    desk.click(panel.main)
    assert (body(world, NAME).state, body(world, NAME).state_date) == ("deregistered", "2026-11-20")
    assert desk.told() == f"{NAME}：2026-11-20 起注销。"
    press(desk, "state")
    assert any("已注销，2026-11-20 起不计入" in line for line in said(panel))
    desk.click(panel.main)
    assert body(world, NAME).state == "active"
    assert verdicts.zone_verdicts(world.office)[0].total == 3


def test_left_out_without_a_reason_nothing_is_stored(desk, world):
    choose(desk, NAME)
    press(desk, "scope")
    panel = desk.page.acts.act
    desk.click(panel.scope.buttons["out"])
    desk.click(panel.main)
    assert "“原因”不对或没有填" in panel.error.text()
    type_into(panel.reason, "镇级园区的大企业")
    desk.click(panel.main)
    assert (body(world, NAME).in_scope, body(world, NAME).reason) == (False, "镇级园区的大企业")
    assert "不计入：镇级园区的大企业" in said(desk.page.details)


def test_at_one_address_they_name_each_other(desk, world):
    choose(desk, OTHER)
    press(desk, "beside")
    panel = desk.page.acts.act
    type_into(panel.pick.field, "jwj")
    panel.pick.list.choose(panel.pick.list.values()[0])
    desk.click(panel.main)
    assert body(world, OTHER).beside == world.enterprises[NAME]
    assert f"2 家：{OTHER}、{NAME}" in said(desk.page.details) or f"2 家：{NAME}、{OTHER}" in said(desk.page.details)
    choose(desk, NAME)
    assert any(line.startswith("2 家：") for line in said(desk.page.details))


def test_doubles_are_merged_and_parted(desk, world):
    choose(desk, NAME)
    press(desk, "merge")
    panel = desk.page.acts.act
    desk.click(panel.main)
    assert panel.error.text() == "还没有选是哪一家。在上面点一家再来。"
    type_into(panel.pick.field, "乙机械")
    panel.pick.list.choose(panel.pick.list.values()[0])
    desk.click(panel.main)
    stays = min(world.enterprises[NAME], world.enterprises[OTHER])
    assert body_of(world.office, "enterprise", stays).name == NAME
    assert [row.name for row in lists.enterprises(world.office)].count(OTHER) == 0
    desk.page.show_thing(stays)
    desk.wait()
    press(desk, "merge")
    (double,) = {world.enterprises[NAME], world.enterprises[OTHER]} - {stays}
    desk.click(panel.findChild(type(panel.main), f"part_{double}"))
    assert {NAME, OTHER} <= {row.name for row in lists.enterprises(world.office)}


def test_what_was_found_is_taken_in_from_the_keyboard(desk, world):
    choose(desk, FOUND)
    press(desk, "decide")
    part = desk.page.views.proposals
    assert part.isVisible()
    decide(desk, FOUND)
    assert "张某、李某 2026-11-19 在现场发现。" in said(part.panel)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert body(world, FOUND).name == FOUND
    assert desk.told() == f"“{FOUND}”收进底数库了，从现在起计入。"
    assert [row.name for row in part.list.values()] == [LIKE]
    assert desk.page.views.switch.buttons["proposals"].text() == "待确认 1"


def test_it_is_corrected_before_it_is_taken_in(desk, world):
    part = decide(desk, FOUND)
    desk.click(part.panel.correct)
    part.form.lines["principal"].setText("赵某")
    desk.click(part.form.main)
    assert body(world, FOUND).principal == "赵某"


def test_the_likely_double_is_one_button_away(desk, world):
    part = decide(desk, LIKE)
    desk.click(part.panel.findChild(type(part.panel.main), f"same_{world.enterprises[NAME]}"))
    assert proposals.count(world.office) == 1
    assert "已并到" in desk.told() or "并到" in desk.told()
    assert [row.name for row in lists.enterprises(world.office)].count(LIKE) == 0


def test_turned_down_it_has_a_reason(desk, world):
    part = decide(desk, FOUND)
    refuse = part.panel.findChild(type(part.panel.main), "declineProposal")
    refuse.click()
    desk.wait()
    assert part.panel.error.text() == "还没写原因，所以没有记。写上或点一个再来。"
    part.panel.reason.setText("不在本镇")
    refuse.click()
    desk.wait()
    assert body(world, FOUND).declined == "不在本镇"
    assert FOUND not in [row.name for row in part.list.values()]


def test_its_photos_are_seen_large(desk):
    part = decide(desk, FOUND)
    desk.click(part.panel.thumbs[0])
    assert part.large.isVisible()
    desk.key(Qt.Key.Key_Escape)
    assert part.panel.isVisible()
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.list.isVisible()


def test_with_nothing_to_decide_the_page_says_so(qtbot, world):
    for row in proposals.waiting(world.office):
        proposals.turn_down(world.office, row.id, "不在本镇")
    desk = OfficeDesk(qtbot, world.office)
    page = desk.go("登记")
    desk.click(page.views.switch.buttons["proposals"])
    assert "没有等着确认的" in page.views.proposals.empty.sentence()
    desk.click(page.views.proposals.empty.button)
    assert page.list.isVisible()
    assert register_edit.group_of(world.office, world.enterprises[NAME]) == []


def choose_in(desk, name, value):
    box = desk.page.filters.boxes[name]
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    return desk.wait()


def test_the_list_is_narrowed_by_state_scope_village_and_address(desk, world):
    first, second = (world.enterprises[name] for name in (NAME, OTHER))
    register_edit.change_state(world.office, first, "stopped", "2026-11-01")
    register_edit.set_scope(world.office, second, False, "镇级园区")
    register_edit.link_beside(world.office, second, first)
    desk.page.refresh()

    def listed():
        return [row.name for row in desk.page.list.values()]

    choose_in(desk, "state", "stopped")
    assert listed() == [NAME]
    assert "找到 1 家" in " ".join(said(desk.page.top))
    choose_in(desk, "scope", "out")
    assert listed() == []
    assert desk.page.empty.sentence() == "没有这样的企业。换个条件看看。"
    choose_in(desk, "state", "")
    assert listed() == [OTHER]
    choose_in(desk, "scope", "")
    desk.page.filters.linked.click()
    assert sorted(listed()) == sorted([NAME, OTHER])
    type_into(desk.page.search.line, "jwj")
    assert listed() == [NAME]
    choose_in(desk, "verdict", "reached")
    assert listed() == []
    desk.click(desk.page.empty.button)
    assert len(listed()) == 5
    choose_in(desk, "zone", world.zone)
    assert len(listed()) == 3, "what waits to be taken in is not of the register"
