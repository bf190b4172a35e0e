"""The office sends its laptops somewhere: ticked in the register, assigned beside the list, taken back."""

import re
from datetime import date

import pages
import pytest
from assignment_days import day, turn_clock
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from two_laptops import second_laptop

from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments
from zjg_inspect.ui import theme

CHECK, GUIDE = VisitType.ASSESSMENT, VisitType.GUIDANCE
INNER = "qt_spinbox_lineedit"
CTRL = Qt.KeyboardModifier.ControlModifier


pytestmark = pytest.mark.usefixtures("office_look")


class Register:
    """The register's page, as who assigns sees it."""

    def __init__(self, qtbot, db, size=(1366, 768)):
        self.desk = OfficeDesk(qtbot, db, size)
        self.page = self.desk.go("登记")
        self.panel = self.page.assigning

    def row(self, name):
        return next(row for row in self.page.list.values() if row.name == name)

    def says(self, name):
        """What a screen reader says of the row."""
        return self.page._look.spoken(self.row(name))

    def tick(self, *names, how="mouse"):
        for name in names:
            row = self.row(name)
            pages.tap(self.page.list.viewport(), self.page.list.tick_point(row), how)
        self.desk.wait()

    def facts(self):
        return [label.text() for label in self.page.top.findChildren(QLabel)]

    def to(self, laptop):
        box = self.panel.laptop
        at = next(n for n in range(box.count()) if box.itemText(n).startswith(laptop))
        box.setCurrentIndex(at)
        box.activated.emit(at)

    def open(self):
        self.desk.click(self.page.assign_button)

    def act(self):
        self.desk.click(self.panel.button)


def sent(db):
    return [(each.name, each.laptop, each.type.value, each.due, each.note) for each in assignments.assignments(db)]


def assign(world, name, days, type=CHECK, to=None):
    device = (to or world.laptop).key.device
    assignments.assign(world.office, [world.enterprises[name]], device, type, day(days))


# -- assigning ---------------------------------------------------------------------------------------------------------


def test_several_are_ticked_and_assigned_by_mouse(qtbot, world):
    register = Register(qtbot, world.office)
    register.tick("甲五金厂", "丙塑料厂")
    assert "共 3 家，选了 2 家" in register.facts()
    register.open()
    assert register.panel.title.text() == "派 2 家"
    assert register.panel.names.text() == "甲五金厂、丙塑料厂"
    assert register.panel.button.text() == "派给 张某的电脑"
    register.desk.click(register.panel.days[15])
    type_into(register.panel.note, "重点看配电箱")
    register.act()
    due = day(15)
    wanted = ("张某的电脑", "assessment", due.isoformat(), "重点看配电箱")
    assert sorted(sent(world.office)) == sorted([("甲五金厂", *wanted), ("丙塑料厂", *wanted)])
    assert register.panel.isHidden()
    by = f"{due:%m-%d}" if due.year == day(0).year else due.isoformat()
    assert register.desk.told() == f"已派 2 家给 张某的电脑，{by} 前。下一份给它的包会带去。"
    assert f"派给 张某的电脑，{by} 前" in register.says("甲五金厂")
    assert "派给" not in register.says("乙机械厂")
    assert "共 3 家" in register.facts()


def test_the_same_by_keyboard_alone(qtbot, world):
    register = Register(qtbot, world.office)
    register.desk.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is register.page.search.line
    register.page.list.setFocus()
    register.desk.key(Qt.Key.Key_Space)
    register.desk.key(Qt.Key.Key_Up)
    register.desk.key(Qt.Key.Key_Space)
    register.desk.key(Qt.Key.Key_D, CTRL)
    assert QApplication.focusWidget() is register.panel.laptop
    assert register.panel.title.text() == "派 2 家"
    register.panel.type.buttons[CHECK].setFocus()
    register.desk.key(Qt.Key.Key_Right)
    register.desk.key(Qt.Key.Key_Right)
    assert register.panel.type.value() == "guidance"
    register.desk.key(Qt.Key.Key_Return, CTRL)
    first, second = register.page.list.values()[:2]
    assert [row[:3] for row in sent(world.office)] == [
        (row.name, "张某的电脑", "guidance") for row in sorted((first, second), key=lambda row: row.name)
    ]
    assert QApplication.focusWidget() is register.page.list


def test_a_finger_ticks_too_and_a_second_tap_takes_the_tick_away(qtbot, world):
    register = Register(qtbot, world.office)
    register.tick("乙机械厂", how="touch")
    assert "共 3 家，选了 1 家" in register.facts()
    register.tick("乙机械厂", how="touch")
    assert "共 3 家" in register.facts()
    register.tick("乙机械厂", "甲五金厂", how="touch")
    register.open()
    register.act()
    assert sorted(row[0] for row in sent(world.office)) == ["乙机械厂", "甲五金厂"]


def test_without_ticks_the_chosen_one_is_assigned_and_esc_gives_it_up(qtbot, world):
    register = Register(qtbot, world.office)
    register.page.list.choose(register.row("丙塑料厂"))
    register.desk.key(Qt.Key.Key_D, CTRL)
    assert register.panel.names.text() == "丙塑料厂"
    assert register.page.details.isHidden()
    register.tick("甲五金厂")
    assert register.panel.names.text() == "丙塑料厂、甲五金厂"
    register.tick("丙塑料厂", "甲五金厂")
    assert "没有选企业" in register.panel.names.text()
    assert not register.panel.button.isEnabled()
    register.desk.key(Qt.Key.Key_Escape)
    assert register.panel.isHidden()
    assert not register.page.details.isHidden()
    assert sent(world.office) == []


def test_ticks_stay_while_one_searches_for_the_next(qtbot, world):
    register = Register(qtbot, world.office)
    register.tick("甲五金厂")
    type_into(register.page.search.line, "sl")
    register.desk.wait()
    register.tick("丙塑料厂")
    assert "找到 1 家，共 3 家，选了 2 家" in register.facts()
    register.page.search.line.clear()
    assert register.says("甲五金厂").startswith("选上了，甲五金厂")
    register.open()
    assert register.panel.names.text() == "甲五金厂、丙塑料厂"


def test_of_two_laptops_one_is_to_be_chosen_and_both_tell_what_they_have_on_hand(qtbot, world):
    other = second_laptop(world)
    assign(world, "乙机械厂", 3, to=other.laptop)
    register = Register(qtbot, world.office)
    register.tick("甲五金厂")
    register.open()
    box = register.panel.laptop
    assert [box.itemText(n) for n in range(box.count())] == ["张某的电脑 A07", "李某的电脑 A08，手上 1 单"]
    register.act()
    assert "还没选派给哪台电脑" in register.panel.error.text()
    register.to("李某的电脑")
    assert register.panel.error.text() == ""
    register.act()
    assert [row[1] for row in sent(world.office)] == ["李某的电脑"] * 2
    other.laptop.close()


def test_what_was_assigned_before_is_said_before_it_is_assigned_again(qtbot, world):
    other = second_laptop(world)
    assign(world, "甲五金厂", 3)
    assign(world, "乙机械厂", 4, to=other.laptop)
    register = Register(qtbot, world.office)
    register.tick("甲五金厂", "乙机械厂")
    register.open()
    register.to("张某的电脑")
    said = register.panel.hint.text()
    assert re.search(r"^甲五金厂（.* 前）已经派给它，会改成这次的日子。", said)
    assert "乙机械厂已经派给 李某的电脑，两台都会列着；只要一台去，请撤回另一单。" in said
    register.desk.click(register.panel.type.buttons[GUIDE])
    assert register.panel.hint.isHidden()
    register.desk.click(register.panel.type.buttons[CHECK])
    register.act()
    assert len(sent(world.office)) == 3
    assert "，另有 1 单" in register.says("乙机械厂")
    other.laptop.close()


def test_what_cannot_be_assigned_is_said_in_place_and_everything_stays(qtbot, world):
    register = Register(qtbot, world.office)
    register.tick("甲五金厂")
    register.open()
    register.desk.click(register.panel.type.buttons[VisitType.REINSPECTION])
    register.act()
    assert register.panel.error.text().startswith("“甲五金厂”没有没改好的隐患")
    assert register.panel.names.text() == "甲五金厂"
    register.desk.click(register.panel.type.buttons[CHECK])
    assert register.panel.error.text() == ""
    register.panel.due.set_value(day(-1))
    register.act()
    assert "太早" in register.panel.error.text()
    register.panel.due.set_value(None)
    register.act()
    assert "还没定哪天前" in register.panel.error.text()
    assert sent(world.office) == []


# -- taking back -------------------------------------------------------------------------------------------------------


def test_an_assignment_is_taken_back_where_it_is_shown(qtbot, world):
    assign(world, "甲五金厂", 3)
    assign(world, "甲五金厂", 5, GUIDE)
    register = Register(qtbot, world.office)
    register.page.list.choose(register.row("甲五金厂"))
    register.desk.wait()
    assert "，另有 1 单" in register.says("甲五金厂")
    listing = register.page.details.assigned
    assert [each.type.value for each in listing.values()] == ["assessment", "guidance"]
    register.desk.press(listing, listing.values()[0])
    assert [row[2] for row in sent(world.office)] == ["guidance"]
    assert register.desk.told().startswith("甲五金厂：派给 张某的电脑 的已撤回。")
    listing = register.page.details.assigned
    register.desk.press(listing, listing.values()[0])
    assert sent(world.office) == []
    assert register.page.details.assigned is None
    assert "派给" not in register.says("甲五金厂")


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2027-08-15T15:59:59", "派给 张某的电脑，08-16 前"),
        ("2027-08-15T16:00:00", "派给 张某的电脑，今天到期"),
        ("2027-08-16T16:00:00", "派给 张某的电脑，应于 08-16，逾期 1 天"),
        ("2028-01-01T02:00:00", "派给 张某的电脑，应于 2027-08-16，逾期 138 天"),
    ],
)
def test_the_row_tells_to_whom_and_by_when(qtbot, world, monkeypatch, instant, words):
    turn_clock(monkeypatch, "2027-08-01T04:00:00")
    assignments.assign(
        world.office, [world.enterprises["甲五金厂"]], world.laptop.key.device, CHECK, date.fromisoformat("2027-08-16")
    )
    turn_clock(monkeypatch, instant)
    assert Register(qtbot, world.office).says("甲五金厂").endswith(f"，{words}")


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", pages.SIZES, ids=str)
@pytest.mark.parametrize("name", ["light", "sunlight"])
def test_nothing_is_clipped_and_everything_is_reached(qtbot, qapp, world, size, name):
    theme.apply(qapp, name, office=True)
    try:
        assign(world, "甲五金厂", 3)
        register = Register(qtbot, world.office, size)
        register.tick("甲五金厂", "乙机械厂", "丙塑料厂")
        register.open()
        pages.settle()
        window = register.desk.window
        assert (window.width(), window.height()) == size
        assert pages.clipped(register.page) == []
        assert pages.foreign_words(register.page, ("A07",)) == []
        # the field of the day holds a line of its own, that goes by the day's name
        assert set(pages.unreachable(register.panel)) <= {INNER}
        assert [part for part in pages.unnamed(register.panel) if INNER not in part] == []
    finally:
        theme.apply(qapp, office=True)
