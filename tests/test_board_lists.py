"""Every figure of the board opens the list behind it, as long as it says; from there and back again."""

from datetime import timedelta

import pytest
from pages import SIZES, clipped, tap, unnamed
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from test_verdict_rules import approve_all
from world import MAJOR, hazard_due
from zone_maker import VILLAGE, Village

from zjg_inspect.model import clock
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments
from zjg_inspect.ui.office import board_behind
from zjg_inspect.ui.office.board_progress import WORDS

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def busy(world):
    """三星村 is reached; in 永新村 甲 is, 乙 waits with two failures, 丙 has a major hazard; 甲 is to be seen again."""
    Village(world, 10, 7)
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    approve_all(world)
    world.visit("乙机械厂", fail=("4-04", "4-09"))
    hazard_due(world, "丙塑料厂", -2, MAJOR)
    world.carry(world.laptop, world.office)
    own, device = world.enterprises["甲五金厂"], world.laptop.key.device
    assignments.assign(world.office, [own], device, VisitType.GUIDANCE, clock.today())
    return world


class Board:
    """The board, as who reads it sees it."""

    def __init__(self, qtbot, world, size=(1366, 768)):
        self.desk = OfficeDesk(qtbot, world.office, size)
        self.page = self.desk.board

    @property
    def behind(self):
        return self.page.behind

    def names(self):
        return [row.name for row in self.behind.rows()]

    def shows_list(self):
        return self.page.stack.currentWidget() is self.behind

    def look(self, key):
        """Another of the lists that belong together."""
        switch = self.behind.switch()
        if isinstance(switch, QComboBox):
            at = switch.findData(key)
            switch.setCurrentIndex(at)
            switch.activated.emit(at)
            self.desk.wait()
        else:
            self.desk.click(switch.buttons[key])
        return self

    def bar(self, words):
        bars = self.page.failures.list
        bar = next(bar for bar in bars.values() if bar.words == words)
        self.desk.bot.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=bars.point_of(bar))
        self.desk.wait()

    def go_progress(self):
        self.desk.click(self.page.view.buttons["progress"])
        return self.page.progress

    def cell(self, row, column):
        table = self.page.progress.table
        at = table.model().index(row, column)
        table.scrollTo(at)
        self.desk.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(at).center())
        self.desk.wait()


def test_the_enterprises_behind_the_figure_add_up(qtbot, busy):
    board = Board(qtbot, busy)
    half = board.page.enterprises.half()
    board.desk.click(board.page.enterprises)
    assert board.shows_list()
    assert len(board.names()) == half.reached == 8
    assert "甲五金厂" in board.names()
    assert len(board.look("missing").names()) == half.total - half.reached == 5
    why = {row.name: (row.why, row.action) for row in board.behind.rows()}
    assert why["乙机械厂"] == ("待审核；不符合 2 条未整改", "去审核")
    assert why["丙塑料厂"] == ("重大隐患 1 条未关闭；待审核；不符合 1 条未整改", "去审核")
    assert why["三星9厂"] == ("未核查", "看登记")
    assert len(board.look("all").names()) == half.total == 13
    assert board.behind.words().endswith("共 13 家")


def test_the_words_of_what_is_missing_open_those_not_there(qtbot, busy):
    board = Board(qtbot, busy)
    card = board.page.enterprises
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.missing_point())
    board.desk.wait()
    assert board.behind.words() == "规范化管理企业　共 5 家"


def test_the_zones_behind_the_figure_lead_to_their_enterprises(qtbot, busy):
    board = Board(qtbot, busy)
    half = board.page.zones_reached.half()
    board.desk.click(board.page.zones_reached)
    assert board.names() == [VILLAGE]
    assert board.look("missing").names() == ["永新村"]
    assert len(board.look("all").names()) == half.total == 2
    board.look("missing")
    board.behind.list.setFocus()
    board.desk.key(Qt.Key.Key_Return)
    assert not board.shows_list()
    assert board.page.panel.sentence.text() == "永新村 3 家里有 1 家达到，占 33.3%，还差 2 家。"


def test_esc_leads_back_to_where_one_was(qtbot, busy):
    board = Board(qtbot, busy)
    board.page.enterprises.setFocus()
    board.desk.key(Qt.Key.Key_Space)
    assert board.desk.focused() == "behindRows"
    type_into(board.behind.search.line, "永新")
    assert board.names() == ["甲五金厂"]
    board.desk.key(Qt.Key.Key_Escape)
    assert len(board.names()) == 8
    board.desk.key(Qt.Key.Key_Escape)
    assert not board.shows_list()
    assert QApplication.focusWidget() is board.page.enterprises


def test_what_is_not_found_is_said(qtbot, busy):
    board = Board(qtbot, busy)
    board.desk.click(board.page.enterprises)
    type_into(board.behind.search.line, "没有这家")
    assert board.behind.empty.sentence() == "没找到“没有这家”。换几个字试试。"
    assert board.behind.words() == "规范化管理企业　找到 0 家，共 8 家"


def test_a_row_leads_to_its_review_or_to_the_register(qtbot, busy):
    board = Board(qtbot, busy)
    board.desk.click(board.page.enterprises)
    board.look("missing")
    rows = {row.name: row for row in board.behind.rows()}
    listing = board.behind.list
    tap(listing.viewport(), listing.action_point(rows["乙机械厂"]))
    board.desk.wait()
    assert board.desk.looked_at() == "乙机械厂"
    board.desk.go("看板")
    assert board.shows_list()
    listing.choose(rows["三星9厂"])
    listing.setFocus()
    board.desk.key(Qt.Key.Key_Return)
    register = board.desk.window.page("register")
    assert board.desk.window.stack.currentWidget() is register
    assert register.list.current().name == "三星9厂"


def test_what_failed_opens_by_area_and_by_item(qtbot, busy):
    board = Board(qtbot, busy)
    bars = {bar.words: bar.number for bar in board.page.failures.list.values()}
    assert bars == {
        "四 可视化管理": 3, "一 安管体系": 0, "二 双重预防": 0, "三 作业过程管控": 0, "五 源头与设备安全": 0,
        "六 信息化": 0, "七 技术服务与出租方": 0,
    }  # fmt: skip
    board.bar("四 可视化管理")
    assert len(board.behind.rows()) == 3
    assert {row.name for row in board.behind.rows()} == {"乙机械厂", "丙塑料厂"}
    assert len(board.look("enterprise/4/4-04").names()) == 1
    assert board.behind.rows()[0].why.endswith("4-04 安全通道畅通：二号车间东侧，安全通道被托盘占用")
    board.desk.key(Qt.Key.Key_Escape)
    board.desk.click(board.page.failures.by.buttons["item"])
    assert [(bar.words, bar.number) for bar in board.page.failures.list.values()] == [
        ("4-09 风险告知卡", 2), ("4-04 安全通道畅通", 1),
    ]  # fmt: skip
    board.bar("4-09 风险告知卡")
    assert len(board.behind.rows()) == 2
    board.desk.key(Qt.Key.Key_Escape)
    assert board.page.failures.all.text() == f"{board.page._period.month} 月，共 3 条"
    board.desk.click(board.page.failures.all)
    assert len(board.behind.rows()) == 3


def test_a_bar_of_nought_opens_nothing(qtbot, busy):
    board = Board(qtbot, busy)
    board.bar("六 信息化")
    assert not board.shows_list()


def test_every_figure_of_the_progress_opens_its_list(qtbot, busy):
    board = Board(qtbot, busy)
    panel = board.go_progress()
    model, opened = panel.model, 0
    for by in ("laptop", "person"):
        board.desk.click(panel.by.buttons[by])
        for row in range(model.rowCount()):
            for column in range(1, model.columnCount()):
                number = model.number(model.index(row, column))
                board.cell(row, column)
                assert board.shows_list() == bool(number)
                if number:
                    assert len(board.behind.rows()) == number, (row, column)
                    assert board.behind.words().count(WORDS[model.columns[column - 1][0]]) == 1
                    board.desk.key(Qt.Key.Key_Escape)
                    assert not board.shows_list()
                    opened += 1
    assert opened > 10


def test_the_progress_is_read_and_opened_by_the_keyboard(qtbot, busy):
    board = Board(qtbot, busy)
    panel = board.go_progress()
    assert board.desk.focused() == "progressTable"
    names = [WORDS[key] for key, _ in panel.model.columns]
    assert names[:2] == ["检查", "核查"]
    for _ in range(names.index("待审核")):
        board.desk.key(Qt.Key.Key_Right)
    spoken = panel.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "张某的电脑，待审核 2"
    board.desk.key(Qt.Key.Key_Return)
    assert sorted(board.names()) == ["丙塑料厂", "乙机械厂"]
    board.desk.key(Qt.Key.Key_Return)
    assert board.desk.looked_at() in ("丙塑料厂", "乙机械厂")


@pytest.mark.parametrize("in_full", [800, 5])
def test_a_past_day_has_its_own_lists(qtbot, busy, monkeypatch, in_full):
    """On the day before, nothing of today was approved yet; nothing leads to a review of then. Of thousands no reasons
    are read."""
    monkeypatch.setattr(board_behind, "IN_FULL", in_full)
    board = Board(qtbot, busy)
    board.page.day.choose(clock.today() - timedelta(days=1))
    board.desk.wait()
    half = board.page.enterprises.half()
    board.desk.click(board.page.enterprises)
    assert len(board.names()) == half.reached == 7
    assert "甲五金厂" not in board.names()
    assert len(board.look("missing").names()) == half.total - half.reached == 6
    assert {row.action for row in board.behind.rows()} == {"看登记"}
    why = {row.why for row in board.behind.rows()}
    assert why == ({"未核查"} if in_full > 13 else {"那天还没有达到，原因点开集中区看"})


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_and_all_has_a_name(qtbot, busy, size):
    board = Board(qtbot, busy, size)

    def sound():
        assert clipped(board.desk.window) == []
        assert [part for part in unnamed(board.desk.window) if "qt_spinbox_lineedit" not in part] == []

    sound()
    for view in ("trend", "progress", "zones"):
        if board.page.view.buttons[view].isVisible():
            board.desk.click(board.page.view.buttons[view])
            sound()
    board.desk.click(board.page.enterprises)
    sound()
    board.desk.key(Qt.Key.Key_Escape)
    board.page._see_failures(None)
    board.desk.wait()
    sound()
