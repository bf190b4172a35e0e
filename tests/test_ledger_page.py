"""隐患 at the office's window: found by state, deadline, place and words; extended, referred, watched to the end."""

from datetime import timedelta

import pytest
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from test_hazard_verbs import day, rechecks, sealed, visits
from test_verdict_rules import approve_all
from world import MAJOR, hazard_due, small_world

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import exchange, hazards, ledger
from zjg_inspect.store import tables
from zjg_inspect.ui.widgets.buttons import KeyButton

pytestmark = pytest.mark.usefixtures("office_look")
WIDE, NARROW = (1366, 768), (1024, 600)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """甲: one found again, due in a month; 乙: a major one, three days late; 丙: the enterprise says it is done."""
    world = small_world(tmp_path_factory.mktemp("built"), count=4)
    visits(world, fail=("4-09",), days=-70)
    rechecks(world, days=-50)
    hazard_due(world, "甲五金厂", 30)
    hazard_due(world, "乙机械厂", -3, MAJOR)
    hazard_due(world, "丙塑料厂", 2)
    world.carry(world.laptop, world.office)
    approve_all(world)
    third = next(row for row in ledger.ledger_rows(world.office, ledger.Choice()) if row.hazard.name == "丙塑料厂")
    hazards.record_rectified(world.office, third.hazard.id, day(0), world.reviewer, "托盘已清走")
    world.close()
    return world


class LedgerDesk(OfficeDesk):
    def __init__(self, qtbot, db, size=WIDE):
        super().__init__(qtbot, db, size)
        self.page = self.go("隐患")

    def rows(self):
        return [row.hazard.name for row in self.page.list.values()]

    def said(self, at):
        return self.page._look.spoken(self.page.list.values()[at])

    def choose_state(self, words):
        box = self.page.filters.stage
        at = next(n for n in range(box.count()) if box.itemText(n).startswith(words))
        box.setCurrentIndex(at)
        box.activated.emit(at)
        return self.wait()

    def figures(self):
        """What stands beside each choice."""
        filters = self.page.filters
        switches = (*filters.due.buttons.values(), *filters.grade.buttons.values())
        boxes = (filters.stage, filters.place)
        return [button.text() for button in switches], [[b.itemText(n) for n in range(b.count())] for b in boxes]


@pytest.fixture
def desk(qtbot, world):
    return LedgerDesk(qtbot, world.office)


def test_major_ones_stand_first_with_what_they_need_and_all_figures_add_up(desk):
    assert desk.rows() == ["乙机械厂", "丙塑料厂", "甲五金厂"]
    assert desk.said(0) == (
        "重大隐患，乙机械厂，永新村 · 4-09 安全通道被托盘占用（二号车间东侧），待整改，逾期 3 天，"
        "还差：现场复查、改好后的照片、审核签字"
    )
    assert desk.said(1).endswith("待复查，还有 2 天")
    assert desk.said(2).endswith(f"待整改，{day(30).removeprefix(f'{today().year}-')} 到期，第 2 次出现")
    switches, (stages, places) = desk.figures()
    assert switches == ["全部 3", "逾期 1", "七日内 1", "全部 3", "重大 1", "一般 2"]
    assert stages == ["没销号 3", "待整改 2", "待复查 1", "已移交执法 0", "待审核 0", "已销号 1", "全部 4"]
    assert places == ["全部镇村 3", "永新村 3"]
    assert desk.count_at("隐患") == 1
    assert desk.window.nav.buttons["hazards"].accessibleName() == "隐患，逾期 1 条"


def test_each_choice_narrows_the_list_and_keeps_the_others(desk):
    filters = desk.page.filters
    desk.click(filters.due.buttons["week"])
    assert desk.rows() == ["丙塑料厂"]
    desk.click(filters.grade.buttons["major"])
    assert desk.rows() == []
    assert desk.page.empty.sentence() == "没有符合这些条件的隐患。"
    desk.page.empty.acted.emit()
    desk.wait()
    assert desk.rows() == ["乙机械厂", "丙塑料厂", "甲五金厂"]
    desk.choose_state("已销号")
    assert desk.rows() == ["甲五金厂"]
    assert "销号" in desk.said(0)
    desk.choose_state("全部")
    assert desk.rows() == ["乙机械厂", "丙塑料厂", "甲五金厂", "甲五金厂"]


def test_a_hazard_is_found_by_pinyin_code_or_what_is_wrong(desk, world):
    search = desk.page.filters.search
    code = next(iter(world.enterprises.values()))
    assert code
    for text, found in (
        ("jwj", ["甲五金厂"]),
        ("乙机械", ["乙机械厂"]),
        ("托盘", ["乙机械厂", "丙塑料厂", "甲五金厂"]),
    ):
        search.line.clear()
        type_into(search.line, text)
        desk.wait()
        assert desk.rows() == found, text
    QTest.keyClick(search.line, Qt.Key.Key_Down)
    desk.wait()
    assert desk.page.panel.stands().startswith("一般隐患 · 企业报已改好")
    assert QApplication.focusWidget() is search.line, "the arrows move the list while the cursor stays"


def test_extending_a_late_one_from_here_takes_it_from_the_count(desk):
    panel = desk.page.panel
    assert "已" not in panel.stands()
    desk.click(panel.buttons["extended"])
    panel.reason.setText("等设备到货")
    desk.click(panel.done)
    assert desk.told() == "已延期。"
    assert desk.count_at("隐患") == 0
    assert desk.page.list.current().hazard.name == "乙机械厂", "it is still the one that is looked at"
    assert "延期 1 次" in desk.said(0)
    assert panel.steps()[-1] == f"{day(0)} 延期到 {day(0)} 等设备到货 · 塘桥镇安监办"
    desk.click(panel.buttons["referred"])
    panel.reason.setText("两次上门都没有动")
    desk.click(panel.done)
    desk.choose_state("已移交执法")
    assert desk.rows() == ["乙机械厂"]


def test_a_major_one_stays_in_sight_until_its_recheck_is_signed_off(desk, world):
    draft = world.answered("乙机械厂", type=VisitType.REINSPECTION)
    sealed(world, draft, 0, pictured=True)
    desk.drop(exchange.export_bundle(world.laptop, world.stick).path)
    desk.go("隐患")
    assert desk.said(0).endswith("待审核，" + day(0)[5:] + " 复查已改好，还差：审核签字")
    assert [step.split(" ")[1] for step in desk.page.panel.steps()] == ["查出", "复查已改好，销号"]
    desk.click(desk.page.panel.findChildren(KeyButton, "stepSheet")[-1])
    desk.bot.waitUntil(lambda: desk.page.sheet.view.pages() > 0, timeout=20_000)
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.list.isVisible()
    approve_all(world)
    desk.go("隐患")
    assert desk.rows() == ["丙塑料厂", "甲五金厂"]


def test_another_page_asks_for_one_hazard_or_for_a_choice(desk, world):
    (own,) = [row.hazard.id for row in ledger.ledger_rows(world.office, ledger.Choice(stage="closed"))]
    desk.window._go("hazards", own)
    desk.wait()
    assert desk.page.list.current().hazard.id == own
    assert "已销号" in desk.page.panel.stands()
    desk.window._go("hazards", ledger.Choice(due="overdue"))
    desk.wait()
    assert desk.rows() == ["乙机械厂"]


def test_from_a_hazard_to_its_enterprise_in_the_register(desk):
    desk.click(desk.page.panel.to_enterprise)
    assert desk.window._shown == "register"
    assert desk.window.page("register").list.current().name == "乙机械厂"


def test_in_a_narrow_window_the_details_take_the_lists_place(qtbot, world):
    desk = LedgerDesk(qtbot, world.office, NARROW)
    assert not desk.page.panel.isVisible()
    desk.press(desk.page.list, desk.page.list.values()[1])
    assert desk.page.panel.isVisible()
    assert not desk.page.list.isVisible()
    assert "企业报已改好" in desk.page.panel.stands()
    desk.key(Qt.Key.Key_Escape)
    assert desk.page.list.isVisible()
    assert desk.page.list.current().hazard.name == "丙塑料厂"


def test_the_end_of_a_long_list_brings_the_next_rows(desk, world):
    """More than are read at once: whoever steps or scrolls down sees them all, each once."""
    many = ledger.PAGE + 30
    with world.office.write() as conn:
        like = dict(conn.execute(select(tables.hazard).where(tables.hazard_is_open)).first()._mapping)
        deadline = (today() + timedelta(days=90)).isoformat()
        copies = [like | {"entity": n.to_bytes(16), "grade": "general", "deadline": deadline} for n in range(many)]
        conn.execute(tables.hazard.insert(), copies)
    desk.go("隐患")
    assert len(desk.rows()) == ledger.PAGE
    assert f"列出 {many + 3} 条" in [label.text() for label in desk.page.top.findChildren(type(desk.page.top._facts))]
    panel = desk.page.panel
    for button in panel.buttons.values():
        right = button.mapTo(panel, button.rect().bottomRight())
        assert button.isHidden() or panel.rect().contains(right), "large figures leave the details their room"
    bar = desk.page.list.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.maximum())
        QApplication.processEvents()
    shown = [row.hazard.id for row in desk.page.list.values()]
    assert len(shown) == len(set(shown)) == many + 3


def test_ctrl_page_down_goes_through_the_pages_and_round(desk):
    window = desk.window
    pages = list(window.nav.buttons)
    window.show_page(pages[-1])
    desk.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window._shown == pages[0]
    desk.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window._shown == pages[-1]
    desk.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window._shown == "hazards"
