"""看板 at the office's window: by whose figures it counts, any past day, and why an enterprise has not reached."""

from datetime import date, timedelta

import msgspec
import pytest
from openpyxl import load_workbook
from pages import SIZES, clipped, unnamed
from pages_office import OfficeDesk
from programmes import ANOTHER
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import event
from world import MAJOR, STROKES, hazard_due
from zone_maker import VILLAGE, Village

from zjg_inspect.model import clock
from zjg_inspect.model.period import period_of, previous
from zjg_inspect.model.verdict import Half
from zjg_inspect.service import programme, reports, review, verdicts
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.board_looks import ZONES
from zjg_inspect.ui.office.review_words import effect_words
from zjg_inspect.ui.widgets.paint import text_width

pytestmark = pytest.mark.usefixtures("office_look")


def words_on(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


# -- another programme -------------------------------------------------------------------------------------------------


@pytest.fixture
def sixty_eighty(world):
    """Another programme has begun; 三星村 reaches its 60 %, not the notice's 70 %."""
    Village(world, 5, 3)
    programme.publish(world.office, msgspec.structs.replace(ANOTHER, starts="2024-01-01"))
    return world.office


def test_another_programmes_figures_are_on_the_board(qtbot, sixty_eighty):
    desk = OfficeDesk(qtbot, sixty_eighty)
    assert desk.figures() == (
        "规范化管理企业 37.5%，3 家，共 8 家，还差 2 家", "规范化管理集中区 50.0%，1 个，共 2 个，还差 1 个集中区",
    )  # fmt: skip
    assert desk.zone(VILLAGE) == "三星村，3 家，共 5 家，60.0%，达到"
    said = words_on(desk.board)
    assert any(text.startswith("企业 60%、集中区 80% · ") for text in said)
    assert "竖线是 60%；实心为达到，斜线为未达到" in said
    assert not [text for text in said if "70" in text or "七十" in text]


def test_the_sentences_say_another_programmes_line(qtbot, sixty_eighty, world):
    desk = OfficeDesk(qtbot, sixty_eighty)
    desk.enterprises_of(VILLAGE)
    assert desk.board.panel.sentence.text() == "三星村 5 家里有 3 家达到，正好 60%，可以确认。"
    for name in ("乙机械厂", "丙塑料厂"):
        world.visit(name)
    world.carry(world.laptop, world.office)
    for row in review.visits_to_review(world.office):
        shown = review.open_review(world.office, row.inspection)
        review.approve(world.office, row.inspection, shown.version, world.reviewer, STROKES, "")
    assert effect_words(world.office, shown).endswith("永新村 3 / 3，已达到 60%。")


def test_another_programmes_figures_are_in_the_city_and_in_annex_1(sixty_eighty, tmp_path):
    city = verdicts.city_verdict(sixty_eighty)
    assert (city.enterprises.target, city.zones.target, city.enterprises.missing, city.zones.missing) == (60, 80, 2, 1)
    book = load_workbook(reports.write_annex1(sixty_eighty, tmp_path / "附件1.xlsx", clock.today()))
    said = [cell.value for row in book.active.rows for cell in row if isinstance(cell.value, str)]
    assert "是否达到60%" in said
    assert said.count("达到") == 1
    assert any(text.startswith("达标要求企业 60%、集中区 80%：") for text in said)


def test_a_day_before_it_began_is_held_to_the_programme_of_that_day(sixty_eighty):
    zones = verdicts.zone_verdicts(sixty_eighty, date(2023, 12, 31))
    assert {zone.target for zone in zones} == {70}
    assert {zone.target for zone in verdicts.zone_verdicts(sixty_eighty, date(2024, 1, 1))} == {60}


@pytest.mark.parametrize("half", [Half(4, 9), Half(27, 228), Half(6996, 10000), Half(0, 0)], ids=str)
@pytest.mark.parametrize("width", [200, 240, 400])
def test_the_two_ends_of_a_figures_line_never_meet(half, width):
    counts, missing = ZONES.fitting(half, width)
    body = theme.current().font("body"), theme.current().font("body", True)
    assert text_width(counts, body[0]) + text_width(missing, body[1]) < width


# -- a past day --------------------------------------------------------------------------------------------------------


def choose_day(desk, day):
    """Typed, with Enter."""
    field = desk.board.day.field
    field.setFocus()
    field.lineEdit().setText(day.isoformat())
    return desk.key(Qt.Key.Key_Return)


@pytest.fixture
def approved(world):
    """Two visits of today at the office: one is approved."""
    world.visit("甲五金厂")
    world.visit("乙机械厂", fail=("4-04",))
    world.carry(world.laptop, world.office)
    (own,) = [row for row in review.visits_to_review(world.office) if row.name == "甲五金厂"]
    shown = review.open_review(world.office, own.inspection)
    review.approve(world.office, own.inspection, shown.version, world.reviewer, STROKES, "")
    return world


def test_a_past_day_shows_what_held_then_and_one_touch_leads_back(qtbot, approved):
    desk = OfficeDesk(qtbot, approved.office)
    assert desk.zone("永新村").endswith("33.3%，还差 2 家")
    yesterday = clock.today() - timedelta(days=1)
    choose_day(desk, yesterday)
    assert desk.zone("永新村").endswith("0.0%，还差 3 家")
    said = words_on(desk.board)
    assert any(text.startswith(f"{yesterday} 那天 · 双七十 · ") for text in said)
    assert "报送" not in desk.board.facts()
    assert desk.board.zone_card.way.text().startswith(f"这是 {yesterday} 当天结束时的样子")
    assert set(desk.enterprises_of("永新村").values()) == {f"{name}，未达到，未核查" for name in approved.enterprises}
    assert not desk.board.zone_card.go.isVisible()
    desk.click(desk.board.day.now)
    assert desk.zone("永新村").endswith("33.3%，还差 2 家")
    assert desk.board.zone_card.go.isVisible()


def test_the_end_of_the_last_period_is_one_touch_away(qtbot, approved):
    desk = OfficeDesk(qtbot, approved.office)
    before = previous(period_of(clock.today()))
    last = before.last
    month = desk.board.day.month
    assert month.currentText() == f"{clock.today().year} 年 {period_of(clock.today()).month} 月"
    at = month.findText(f"{before.year} 年 {before.month} 月")
    month.setCurrentIndex(at)
    month.activated.emit(at)
    desk.wait()
    assert desk.board.day.field.value() == last
    assert desk.board.zone_card.way.text().startswith(f"这是 {last} 当天结束时的样子")


def test_today_is_no_past_day_and_tomorrow_cannot_be_chosen(qtbot, approved):
    desk = OfficeDesk(qtbot, approved.office)
    choose_day(desk, clock.today() - timedelta(days=2))
    choose_day(desk, clock.today())
    assert not desk.board.day.now.isVisible()
    assert desk.zone("永新村").endswith("33.3%，还差 2 家")
    assert desk.board.day.field.maximumDate().toPython() == clock.today()


def test_the_day_stays_in_another_size(qtbot, approved):
    desk = OfficeDesk(qtbot, approved.office)
    day = clock.today() - timedelta(days=3)
    choose_day(desk, day)
    before = desk.board
    desk.window._zoom(1)
    desk.wait()
    assert desk.board is not before
    assert desk.board.day.field.value() == day
    assert desk.zone("永新村").endswith("0.0%，还差 3 家")


# -- why ---------------------------------------------------------------------------------------------------------------


def test_the_chosen_zone_says_its_verdict_in_a_sentence(qtbot, approved):
    Village(approved, 10, 7)
    desk = OfficeDesk(qtbot, approved.office)
    desk.enterprises_of(VILLAGE)
    assert desk.board.panel.words() == "三星村 三星村 10 家里有 7 家达到，正好 70%，可以确认。"
    desk.enterprises_of("永新村")
    assert desk.board.panel.words() == "永新村 永新村 3 家里有 1 家达到，占 33.3%，还差 2 家。"


def test_an_enterprise_says_everything_that_is_in_its_way(qtbot, approved):
    hazard_due(approved, "丙塑料厂", -2, MAJOR)
    approved.carry(approved.laptop, approved.office)
    desk = OfficeDesk(qtbot, approved.office)
    day = clock.today()
    said = desk.enterprises_of("永新村")
    assert said["乙机械厂"] == (
        f"乙机械厂，未达到，待审核　{day} 的核查，张某、李某；"
        "4-04 安全通道畅通　一般隐患，二号车间东侧，安全通道被托盘占用；还没改好，期限 2026-12-31"
    )
    assert said["丙塑料厂"] == (
        f"丙塑料厂，未达到，重大隐患未关闭　4-09 风险告知卡：二号车间东侧，安全通道被托盘占用；还没改好，"
        f"期限 {day - timedelta(days=2)}，逾期 2 天；待审核　{day} 的核查，张某、李某"
    )
    assert said["甲五金厂"] == f"甲五金厂，达到，{day} 的核查已审核"


def test_the_chosen_enterprise_unfolds(qtbot, approved):
    desk = OfficeDesk(qtbot, approved.office)
    desk.enterprises_of("永新村")
    listing = desk.board.panel.list
    names = {each.name: each for each in listing.values()}

    def height(name):
        return listing.visualRect(listing.rows.index(listing.values().index(names[name]), 0)).height()

    before = height("乙机械厂")
    for name in ("丙塑料厂", "乙机械厂"):
        qtbot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=listing.point_of(names[name]))
    assert height("乙机械厂") >= before
    assert height("乙机械厂") > height("丙塑料厂")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_and_all_has_a_name(qtbot, approved, size):
    desk = OfficeDesk(qtbot, approved.office, size)
    for _ in range(2):
        assert clipped(desk.window) == []
        # the field of the day holds a line of its own, that goes by the day's name
        assert [part for part in unnamed(desk.window) if "qt_spinbox_lineedit" not in part] == []
        choose_day(desk, clock.today() - timedelta(days=1))


# -- how soon ----------------------------------------------------------------------------------------------------------


def test_a_zones_reasons_take_no_more_questions_for_more_enterprises(approved):
    asked = []

    def count():
        asked.clear()
        verdicts.zone_enterprises(approved.office, approved.zone)
        return len(asked)

    with approved.office.read() as conn:
        event.listen(conn.engine, "before_cursor_execute", lambda *each: asked.append(each[2]))
    few = count()
    for name in ("丙塑料厂", "甲五金厂"):
        approved.visit(name, fail=("4-04", "4-09"))
    approved.carry(approved.laptop, approved.office)
    assert count() == few
