"""What the laptop shows of its assignments: first in the list, in words, and one key away from the visit."""

from datetime import date, timedelta

import pages
import pytest
from assignment_days import day, turn_clock
from pages import Field
from world import hazard_due

from zjg_inspect.model import ids
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments, lists
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.today_words import assigned_words, due_of
from zjg_inspect.ui.field.walker import WalkerScreen

CHECK, VERIFY, GUIDE = VisitType.ASSESSMENT, VisitType.REINSPECTION, VisitType.GUIDANCE
NAMES = ("甲五金厂", "乙机械厂", "丙塑料厂")


def sent(world, name, days, type=CHECK, note=""):
    """Assigned some days ago, so that it may be late by now; and carried to the laptop."""
    since = day(-9).isoformat()
    body = Assignment(
        world.enterprises[name], world.laptop.key.device, type, since, day(days).isoformat(), note
    )  # fmt: skip
    own = ids.new_id()
    with world.office.write() as conn:
        make(conn, world.office, [Making("assignment", own, body)])
    world.carry(world.office, world.laptop)
    return own


def told(row):
    return row.cells[0].words, row.cells[0].under


# -- the list ----------------------------------------------------------------------------------------------------------


def test_what_i_am_sent_to_stands_in_a_group_of_its_own_above_hazards_and_drafts(qtbot, world):
    hazard_due(world, "甲五金厂", -3)
    sent(world, "丙塑料厂", 1)
    field = Field(qtbot, world.laptop)
    assert field.headings() == ["派给我的 1 家", "有隐患的 1 家", "其他企业 1 家"]
    assert field.listed() == ["丙塑料厂", "甲五金厂", "乙机械厂"]
    assert field.chosen() == "丙塑料厂"
    field.search("厂")
    assert field.headings()[0] == "派给我的 1 家"
    field.search("wj")
    assert field.headings() == ["有隐患的 1 家"]
    field.search("sl")
    assert field.headings() == ["派给我的 1 家"]
    start, end = field.row("丙塑料厂").name_hit
    assert "丙塑料厂"[start:end] == "塑料"


def test_the_day_is_told_in_words_first_and_the_date_under_them(qtbot, world):
    sent(world, "甲五金厂", -2)
    sent(world, "乙机械厂", 0, GUIDE, "带上测距仪")
    sent(world, "丙塑料厂", 1)
    field = Field(qtbot, world.laptop)
    assert field.listed() == list(NAMES)
    assert told(field.row("甲五金厂")) == ("逾期 2 天", f"应于 {day(-2):%m-%d}")
    assert told(field.row("乙机械厂")) == ("今天", f"{day(0):%m-%d}")
    assert told(field.row("丙塑料厂")) == ("明天", f"{day(1):%m-%d}")
    assert field.row("甲五金厂").cells[1].words == "未开始"
    assert field.row("乙机械厂").cells[1].under == "派的是指导"
    assert field.row("乙机械厂").facts.startswith("永新村 · 带上测距仪 · 金属制品")
    assert "带上测距仪" in field.row("乙机械厂").spoken()


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2027-08-14T15:59:59", ("还有 2 天", "08-16")),
        ("2027-08-14T16:00:00", ("明天", "08-16")),
        ("2027-08-15T15:59:59", ("明天", "08-16")),
        ("2027-08-15T16:00:00", ("今天", "08-16")),
        ("2027-08-16T15:59:59", ("今天", "08-16")),
        ("2027-08-16T16:00:00", ("逾期 1 天", "应于 08-16")),
        ("2028-01-02T02:00:00", ("逾期 139 天", "应于 2027-08-16")),
    ],
)
def test_the_words_turn_at_midnight_in_shanghai(qtbot, world, monkeypatch, instant, words):
    due = date.fromisoformat("2027-08-16")
    turn_clock(monkeypatch, "2027-08-01T04:00:00")
    assignments.assign(world.office, [world.enterprises["甲五金厂"]], world.laptop.key.device, CHECK, due)
    world.carry(world.office, world.laptop)
    turn_clock(monkeypatch, instant)
    assert told(Field(qtbot, world.laptop).row("甲五金厂")) == words


def test_nothing_assigned_shows_no_group_of_it(qtbot, world):
    own = sent(world, "甲五金厂", 1)
    field = Field(qtbot, world.laptop)
    assert "派给我的 1 家" in field.headings()
    assignments.withdraw(world.office, own)
    world.carry(world.office, world.laptop)
    field.window.refresh()
    assert field.headings() == ["其他企业 3 家"]


# -- beginning ---------------------------------------------------------------------------------------------------------


def test_enter_begins_the_visit_that_was_assigned_and_sealing_takes_it_from_the_list(qtbot, world):
    sent(world, "乙机械厂", 2, GUIDE, "重点看配电箱")
    field = Field(qtbot, world.laptop)
    field.press("Enter")
    start = field.shows(StartScreen)
    assert start.type.value() == "guidance"
    assert f"镇里派你指导，{day(2):%m-%d} 前。重点看配电箱。" in words_on(start)
    field.press("Enter")
    assert field.shows(WalkerScreen).session.visit.draft.head.type is GUIDE
    field.click("back")
    field.at_home()
    assert field.headings()[0] == "派给我的 1 家"
    assert field.row("乙机械厂").action == "继续"
    world.visit("乙机械厂", type=GUIDE)
    field.window.refresh()
    assert field.headings() == ["其他企业 3 家"]


def words_on(screen):
    return [label.text() for label in pages.visible(screen, pages.QLabel)]


def test_visited_today_but_for_something_else_it_is_begun_and_not_looked_at(qtbot, world):
    hazard_due(world, "甲五金厂", 5)
    sent(world, "甲五金厂", 3, VERIFY)
    field = Field(qtbot, world.laptop)
    row = field.row("甲五金厂")
    assert (row.action, row.cells[1].words, row.cells[1].under) == ("开始", "未开始", "派的是复查")
    field.tap_row_button("甲五金厂")
    assert field.shows(StartScreen).type.value() == "reinspection"


def test_a_reinspection_with_nothing_left_to_verify_says_whom_to_tell(qtbot, world):
    sent(world, "甲五金厂", 3, VERIFY)
    field = Field(qtbot, world.laptop)
    field.press("Enter")
    start = field.shows(StartScreen)
    assert start.type.value() == "assessment"
    assert any("请他们撤回" in words for words in words_on(start))


def test_what_the_start_says_of_it(world):
    sent(world, "甲五金厂", -2)
    row = lists.enterprises(world.laptop)[0]
    on = date.fromisoformat(row.due)
    assert assigned_words(row, on + timedelta(days=2)) == f"镇里派你核查，应于 {row.due[5:]}，逾期 2 天。"
    assert assigned_words(row, on) == "镇里派你核查，今天到期。"
    assert assigned_words(row, on - timedelta(days=1)) == f"镇里派你核查，{row.due[5:]} 前。"
    assert assigned_words(lists.enterprises(world.laptop)[1], on) == ""
    assert due_of("", on).words == "—"


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", pages.SIZES, ids=str)
@pytest.mark.parametrize("bright", [False, True], ids=["light", "sunlight"])
def test_nothing_is_clipped_at_the_start_of_what_was_assigned(qtbot, world, qapp, size, bright):
    hazard_due(world, "甲五金厂", -2)
    sent(
        world,
        "甲五金厂",
        -1,
        VERIFY,
        "企业报已清走，请带上上次的照片逐处对照，量一下通道净宽；门卫说周三下午老板在，先打个电话约好再去，别白跑一趟。",
    )
    try:
        theme.apply(qapp, "sunlight" if bright else "light")
        field = Field(qtbot, world.laptop, size)
        field.press("Enter")
        field.shows(StartScreen)
        pages.settle()
        assert pages.clipped(field.window) == []
        assert pages.foreign_words(field.window) == []
        assert pages.unreachable(field.window) == []
        assert (field.window.width(), field.window.height()) == size
    finally:
        field.window.shut()
        theme.apply(qapp)
