"""派单, as who plans the week sees it: who waits, a fair share for everybody, and what became of it."""

import pages
import pytest
from assignment_days import day, turn_clock
from pages_office import OfficeDesk
from PySide6.QtCore import Qt
from two_laptops import second_laptop
from world import MAJOR, copied, hazard_due, small_world

from zjg_inspect.bundle.reader import verify_bundle
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments, enrol, to_visit
from zjg_inspect.ui import theme

CHECK, GUIDE = VisitType.ASSESSMENT, VisitType.GUIDANCE
CTRL = Qt.KeyboardModifier.ControlModifier
INNER = "qt_spinbox_lineedit"
pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Eight enterprises, two laptops, one visit with a hazard that the office knows of."""
    world = small_world(tmp_path_factory.mktemp("built"), count=8)
    second_laptop(world).laptop.close()
    hazard_due(world, "甲五金厂", 5, MAJOR)
    world.carry(world.laptop, world.office)
    world.close()
    return world


@pytest.fixture
def world(built, tmp_path):
    own = copied(built, tmp_path / "world")
    yield own
    own.close()


class Plan:
    """The page, as who assigns sees it."""

    def __init__(self, qtbot, db, size=(1366, 768)):
        self.desk = OfficeDesk(qtbot, db, size)
        self.page = self.desk.go("派单")
        self.waiting, self.proposal, self.sent = self.page.waiting, self.page.proposal, self.page.sent

    def choose(self, reason):
        self.desk.click(self.waiting.reasons.buttons[reason])

    def names(self):
        return [row.name for row in self.waiting.list.values()]

    def tick(self, listing, *names, how="mouse"):
        for name in names:
            row = next(row for row in listing.values() if name in listing._look.spoken(row))
            listing.scrollTo(listing.rows.index(listing.values().index(row), 0))
            pages.tap(listing.viewport(), listing.tick_point(row), how)
        self.desk.wait()

    def share_out(self):
        self.desk.click(self.waiting.balance)

    def shares(self):
        return {hand.name: len(self.proposal._shares.visits.get(hand.device, ())) for hand in self.proposal._hands}

    def look_at(self, listing, name):
        value = next(each for each in listing.values() if name in listing._look.spoken(each))
        self.desk.bot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=listing.point_of(value))
        self.desk.wait()

    def tab(self, key):
        self.desk.click(self.page.tabs.buttons[key])

    def listed(self):
        return [row.name for row in self.sent.list.values()]


@pytest.fixture
def plan(qtbot, world):
    return Plan(qtbot, world.office)


def sent(db):
    return [(each.name, each.laptop, each.type.value) for each in assignments.assignments(db)]


def assign(world, name, days, type=CHECK):
    return assignments.assign(world.office, [world.enterprises[name]], world.laptop.key.device, type, day(days))


# -- who waits ---------------------------------------------------------------------------------------------------------


def test_who_waits_is_listed_by_why_and_counted(plan):
    assert {key: button.text() for key, button in plan.waiting.reasons.buttons.items()} == {
        "never": "没核查过 7", "old": "很久没查 0", "hazards": "有隐患 1", "duty": "村履职 1",
    }  # fmt: skip
    assert len(plan.names()) == 7
    assert plan.waiting.count.text() == "共 7 家"
    plan.choose("hazards")
    (row,) = plan.waiting.list.values()
    assert plan.waiting._look.spoken(row).startswith("甲五金厂，永新村，隐患 1 条，其中重大 1 条，")
    plan.choose("old")
    assert plan.waiting.empty.sentence() == "没有要派的：6 个月里都核查过，或者已经派了人去。"


def test_after_how_long_a_visit_is_old_is_chosen(qtbot, world, monkeypatch):
    turn_clock(monkeypatch, f"{day(150).isoformat()}T04:00:00")
    plan = Plan(qtbot, world.office)
    plan.choose("old")
    assert plan.names() == []
    plan.waiting.months.setCurrentIndex(0)
    plan.waiting.months.activated.emit(0)
    plan.desk.wait()
    assert plan.names() == ["甲五金厂"]


def test_what_each_laptop_has_to_do_stands_beside_it(qtbot, world):
    assign(world, "乙机械厂", 1)
    plan = Plan(qtbot, world.office)
    said = [plan.waiting.hands._look.spoken(hand) for hand in plan.waiting.hands.values()]
    assert said == ["张某的电脑，编号字母 A07，手上 1 单 · 快到期 1 单", "李某的电脑，编号字母 A08，手上没有单子"]
    plan.desk.press(plan.waiting.hands, plan.waiting.hands.values()[0])
    assert plan.page.stack.currentWidget() is plan.sent
    assert plan.listed() == ["乙机械厂"]


def test_one_laptop_is_sent_to_those_that_are_ticked(plan, world):
    plan.tick(plan.waiting.list, "乙机械厂", "丙塑料厂", how="touch")
    panel = plan.waiting.panel
    assert (panel.title.text(), panel.isVisible()) == ("派 2 家", True)
    panel.laptop.setCurrentIndex(1)
    panel.laptop.activated.emit(1)
    panel.note.setFocus()
    plan.desk.key(Qt.Key.Key_Return, CTRL)
    assert sorted(sent(world.office)) == [
        ("丙塑料厂", "李某的电脑", "assessment"), ("乙机械厂", "李某的电脑", "assessment"),
    ]  # fmt: skip
    assert plan.desk.told().startswith("已派 2 家给 李某的电脑，")
    assert "乙机械厂" not in plan.names()
    assert panel.isHidden()


def test_hazards_are_sent_for_a_reinspection(plan, world):
    plan.choose("hazards")
    plan.tick(plan.waiting.list, "甲五金厂")
    assert plan.waiting.panel.type.value() == "reinspection"
    plan.desk.key(Qt.Key.Key_Escape)
    assert (plan.waiting.panel.isHidden(), plan.waiting.ticked) == (True, {})


def test_a_village_is_sent_a_laptop_for_its_duty_list(plan, world):
    plan.choose("duty")
    (row,) = plan.waiting.list.values()
    assert plan.waiting._look.spoken(row) == "永新村工业集中区，永新村，没做过履职检查"
    plan.tick(plan.waiting.list, "永新村工业集中区")
    shown = [button.text() for button in plan.waiting.panel.type.buttons.values() if button.isVisible()]
    assert (shown, plan.waiting.panel.type.value()) == (["履职检查", "复查"], "duty")
    assert plan.waiting.count.text() == "选了 1 个村，共 1 个村"
    assert plan.waiting.panel.title.text() == "派 1 个村"
    plan.desk.key(Qt.Key.Key_Escape)
    plan.share_out()
    assert [key for key, button in plan.proposal.type.buttons.items() if button.isVisible()] == ["own"]
    assert plan.proposal.summary.text().startswith("履职检查 1 个村。")
    plan.desk.click(plan.proposal.button)
    assert [(name, type) for name, _, type in sent(world.office)] == [("永新村工业集中区", "duty")]
    plan.choose("never")
    plan.tick(plan.waiting.list, "乙机械厂")
    shown = [button.text() for button in plan.waiting.panel.type.buttons.values() if button.isVisible()]
    assert shown == ["核查", "复查", "指导"]


def test_all_of_a_village_are_ticked_with_one_press(plan):
    plan.desk.click(plan.waiting.all_button)
    assert plan.waiting.count.text() == "选了 7 家，共 7 家"
    assert plan.waiting.balance.text() == "均衡分派 7 家…"
    plan.desk.click(plan.waiting.all_button)
    assert plan.waiting.count.text() == "共 7 家"


# -- a fair share for everybody ----------------------------------------------------------------------------------------


def test_a_fair_share_is_seen_changed_and_sent_out(plan, world):
    plan.share_out()
    assert plan.shares() == {"张某的电脑": 4, "李某的电脑": 3} or plan.shares() == {"张某的电脑": 3, "李某的电脑": 4}
    assert sent(world.office) == []
    more = next(hand for hand in plan.proposal._hands if plan.shares()[hand.name] == 4)
    plan.look_at(plan.proposal.hands, more.name)
    first, second = (row.waiting.name for row in plan.proposal.list.values()[:2])
    plan.tick(plan.proposal.list, first)
    other = next(at for at in range(2) if plan.proposal.to.itemData(at) != more.device)
    plan.proposal.to.setCurrentIndex(other)
    plan.proposal.to.activated.emit(other)
    assert sorted(plan.shares().values()) == [3, 4]
    assert plan.shares()[more.name] == 3
    plan.tick(plan.proposal.list, second)
    plan.desk.click(plan.proposal.drop_button)
    assert plan.shares()[more.name] == 2
    assert plan.proposal.button.text() == "派出 6 单，给 2 台"
    plan.desk.click(plan.proposal.button)
    assert len(sent(world.office)) == 6
    assert plan.desk.told() == "已派出 6 单，给 2 台电脑。写出包带给他们，就会列在“今日”里。"
    assert plan.page.stack.currentWidget() is plan.waiting
    assert plan.names() == [second]


def test_the_same_by_keyboard(plan, world):
    plan.waiting.list.setFocus()
    plan.desk.key(Qt.Key.Key_B, CTRL)
    assert plan.page.stack.currentWidget() is plan.proposal
    plan.desk.key(Qt.Key.Key_Return, CTRL)
    assert len(sent(world.office)) == 7


def test_esc_gives_a_proposal_up_and_nothing_is_written(plan, world):
    plan.share_out()
    plan.desk.key(Qt.Key.Key_Escape)
    assert plan.page.stack.currentWidget() is plan.waiting
    assert sent(world.office) == []


def test_another_period_and_another_purpose_share_out_anew(plan):
    plan.share_out()
    plan.desk.click(plan.proposal.days[30])
    assert max(each.due for each in plan.proposal._visits.values()) > day(20).isoformat()
    plan.desk.click(plan.proposal.type.buttons["guidance"])
    assert {each.type for each in plan.proposal._visits.values()} == {GUIDE}
    assert plan.proposal.summary.text().startswith("指导 7 家。")
    plan.proposal.last.setDate(plan.proposal.first.date().addDays(-3))
    plan.desk.wait()
    assert plan.proposal.error.text().startswith("从哪天到哪天还没定好")
    assert not plan.proposal.button.isEnabled()


def test_what_cannot_be_sent_out_is_said_in_place(plan, world):
    plan.share_out()
    enrol.suspend(world.office, world.laptop.key.device)
    plan.desk.click(plan.proposal.button)
    assert plan.proposal.error.text().startswith("“张某的电脑”已停用")
    assert (sent(world.office), len(plan.proposal._visits)) == ([], 7)


# -- what was sent out -------------------------------------------------------------------------------------------------


def test_what_was_sent_is_listed_by_how_far_it_is(qtbot, world, monkeypatch):
    assign(world, "乙机械厂", 1)
    assign(world, "丙塑料厂", 9)
    world.carry(world.office, world.laptop)
    world.visit("丙塑料厂")
    world.carry(world.laptop, world.office)
    turn_clock(monkeypatch, f"{day(3).isoformat()}T04:00:00")
    assign(world, "丁五金厂", 9, GUIDE)
    plan = Plan(qtbot, world.office)
    plan.tab("sent")
    assert {key: button.text() for key, button in plan.sent.states.buttons.items()} == {
        "all_open": "手上 2", "soon": "快到期 0", "overdue": "逾期 1", "done": "近三个月完成 1",
    }  # fmt: skip
    assert plan.listed() == ["乙机械厂", "丁五金厂"]
    assert "逾期 2 天" in plan.sent.list._look.spoken(plan.sent.list.values()[0])
    plan.desk.click(plan.sent.states.buttons["overdue"])
    assert plan.listed() == ["乙机械厂"]
    plan.desk.click(plan.sent.states.buttons["done"])
    assert plan.listed() == ["丙塑料厂"]
    assert plan.sent.back_button.isHidden()
    plan.look_at(plan.sent.hands, "李某的电脑")
    assert plan.listed() == []
    assert plan.sent.empty.sentence() == "近三个月没有完成的。"


def test_several_are_taken_back(qtbot, world):
    for name in ("乙机械厂", "丙塑料厂", "丁五金厂"):
        assign(world, name, 5)
    plan = Plan(qtbot, world.office)
    plan.tab("sent")
    plan.tick(plan.sent.list, "乙机械厂", "丙塑料厂")
    plan.desk.click(plan.sent.back_button)
    assert [row[0] for row in sent(world.office)] == ["丁五金厂"]
    assert plan.listed() == ["丁五金厂"]
    assert plan.desk.told().startswith("已撤回 2 单。")
    assert "乙机械厂" in plan.names()


def test_another_laptop_goes_instead(qtbot, world, monkeypatch):
    assign(world, "乙机械厂", 1)
    turn_clock(monkeypatch, f"{day(3).isoformat()}T04:00:00")
    plan = Plan(qtbot, world.office)
    plan.tab("sent")
    plan.tick(plan.sent.list, "乙机械厂")
    plan.desk.click(plan.sent.move_button)
    assert plan.sent.error.text().startswith("没选改派给哪台电脑")
    plan.sent.to.setCurrentIndex(1)
    plan.desk.click(plan.sent.move_button)
    assert "太早" in plan.sent.error.text()
    assert sent(world.office)[0][1] == "张某的电脑"
    plan.sent.due.set_value(day(4))
    plan.desk.click(plan.sent.move_button)
    assert sent(world.office) == [("乙机械厂", "李某的电脑", "assessment")]
    assert plan.sent.error.text() == ""


# -- the bundles for all -----------------------------------------------------------------------------------------------


def test_all_bundles_are_written_in_one_go_from_here(qtbot, world, tmp_path):
    stick = tmp_path / "金士顿"
    stick.mkdir()
    plan = Plan(qtbot, world.office)
    plan.share_out()
    plan.desk.click(plan.proposal.button)
    plan.page.desk.preferences.remember_folder("export", stick)
    plan.desk.click(plan.page.write_button)
    plan.desk.click(plan.page.writing.panel.button)
    assert {verify_bundle(path).info.addressee for path in stick.glob("*.zjgb")} == {
        hand.device for hand in to_visit.overview(world.office).hands
    }
    plan.desk.key(Qt.Key.Key_Escape)
    assert plan.page.writing.panel.isHidden()


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), pages.LOOKS)
def test_nothing_is_clipped_and_everything_is_reached(qtbot, qapp, world, size, name):
    theme.apply(qapp, name, office=True)
    try:
        assign(world, "庚五金厂", 3)
        plan = Plan(qtbot, world.office, size)
        for reason in ("old", "duty"):
            plan.choose(reason)
            good(plan)
        plan.choose("never")
        plan.tick(plan.waiting.list, "乙机械厂")
        good(plan)
        panel = plan.waiting.panel
        assert panel.note.mapTo(panel, panel.note.rect().topRight()).x() < panel.width()
        plan.share_out()
        plan.tick(plan.proposal.list, plan.proposal.list.values()[0].waiting.name)
        good(plan)
        plan.page._leave()
        plan.tab("sent")
        plan.tick(plan.sent.list, "庚五金厂")
        good(plan)
    finally:
        theme.apply(qapp, office=True)


def good(plan):
    pages.settle()
    assert pages.clipped(plan.page) == []
    assert pages.foreign_words(plan.page, ("A07", "A08")) == []
    assert set(pages.unreachable(plan.page)) <= {INNER}
    assert [part for part in pages.unnamed(plan.page) if INNER not in part] == []
