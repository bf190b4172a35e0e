"""The board's cards: the months at the chart, many zones and several townships, the report; a picture and a print."""

import re
from datetime import timedelta

import msgspec
import pypdfium2
import pytest
from pages import SIZES, name_file
from pages_office import OfficeDesk
from PIL import Image
from programmes import ANOTHER
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from test_verdict_rules import approve_all
from zone_maker import VILLAGE, Village

from zjg_inspect.model import clock, ids
from zjg_inspect.model.period import period_of, previous
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import programme, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui.office.board_picture import in_columns
from zjg_inspect.ui.office.chart import frame_of, point_words, short_words
from zjg_inspect.ui.office.why import TownSum

pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def months(world):
    """三星村 reached on a day of 2026, 甲 today; the programme began a year ago."""
    Village(world, 10, 7)
    programme.publish(world.office, msgspec.structs.replace(ANOTHER, starts="2025-12-20"))
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    approve_all(world)
    return world


@pytest.fixture
def many(world):
    """Three townships of eight zones each, with an enterprise in each."""
    makings = []
    for town in ("塘桥镇", "凤凰镇", "乐余镇"):
        for n in range(8):
            zone = ids.zone_id(town, f"第{n}村")
            makings.append(Making("zone", zone, Zone(town, f"第{n}村")))
            makings.append(Making("enterprise", ids.new_id(), Enterprise(f"{town}{n}厂", zone)))
    with world.office.write() as conn:
        make(conn, world.office, makings)
    return world


def test_the_chart_says_each_month_and_leads_to_its_day(qtbot, months):
    desk = OfficeDesk(qtbot, months.office)
    chart = desk.board.trend.chart
    points = chart.points()
    assert desk.board.trend.caption() == f"{points[0].period.last:%Y-%m} 至今"
    chart.setFocus()
    desk.key(Qt.Key.Key_Left)
    point = points[-2]
    assert desk.board.trend.caption() == short_words(point)
    assert chart.accessibleName().endswith(point_words(point))
    assert "企业 53.8%（7 / 13）" in point_words(point)
    desk.key(Qt.Key.Key_Return)
    assert desk.board.day.value() == point.day
    then = verdicts.city_verdict(months.office, point.day)
    assert desk.board.enterprises.half() == then.enterprises == point.enterprises
    assert chart.points()[-1].day == point.day


def test_a_month_is_tapped_and_looked_at(qtbot, months):
    desk = OfficeDesk(qtbot, months.office)
    chart = desk.board.trend.chart
    assert not desk.board.trend.go.isVisible()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.point_at(3).toPoint())
    assert desk.board.trend.caption() == short_words(chart.points()[3])
    desk.click(desk.board.trend.go)
    assert desk.board.day.value() == period_of(desk.board.day.value(), ANOTHER.report_day).last


def test_the_charts_points_lie_within_its_field(qtbot, months):
    desk = OfficeDesk(qtbot, months.office)
    chart = desk.board.trend.chart
    frame = frame_of(chart.rect(), len(chart.points()))
    assert chart.rect().contains(frame.field.toRect())
    places = [frame.x(at) for at in range(len(chart.points()))]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (frame.field.left(), frame.field.right())
    assert frame.y(100) == frame.field.top() < frame.y(70) < frame.y(0) == frame.field.bottom()


def test_the_report_that_is_due_is_one_touch_away(qtbot, months):
    desk = OfficeDesk(qtbot, months.office)
    here = period_of(clock.today(), ANOTHER.report_day)
    left = here.days_left(clock.today())
    assert desk.board.report.words().endswith(f"{here.last.day} 日报送，还有 {left} 天" if left else "今天报送")
    desk.click(desk.board.report.button)
    reports = desk.window.page("reports")
    assert desk.window.stack.currentWidget() is reports
    assert reports.period.value() == here


def test_another_order_of_the_zones(qtbot, months):
    desk = OfficeDesk(qtbot, months.office)
    shown = {}
    for order in ("share", "missing", "name"):
        desk.click(desk.board.zone_card.order.buttons[order])
        shown[order] = [zone.village for zone in desk.board.zones.values()]
    assert shown == {"share": [VILLAGE, "永新村"], "missing": ["永新村", VILLAGE], "name": ["三星村", "永新村"]}


def test_by_name_each_township_stands_under_its_sum(qtbot, many):
    desk = OfficeDesk(qtbot, many.office)
    desk.click(desk.board.zone_card.order.buttons["name"])
    rows = desk.board.zones.values()
    sums = [row for row in rows if isinstance(row, TownSum)]
    assert [each.township for each in sums] == sorted({each.township for each in sums})
    assert len(sums) == 3
    city = verdicts.city_verdict(many.office)
    assert sum(each.enterprises.total for each in sums) == city.enterprises.total == 27
    assert sum(each.zones.total for each in sums) == city.zones.total == 25
    assert desk.board.zone_card.look.spoken(sums[0]) == "乐余镇，集中区 0 / 8 个达到，企业 0 / 8，0.0%"
    desk.board.zones.setFocus()
    for _ in rows:
        desk.key(Qt.Key.Key_Down)
        assert not isinstance(desk.board.zones.current(), TownSum)


@pytest.mark.parametrize("size", SIZES)
def test_many_zones_scroll_and_what_the_line_means_stays(qtbot, many, size):
    desk = OfficeDesk(qtbot, many.office, size)
    zones = desk.board.zones
    scroll = zones.verticalScrollBar()
    if size[1] < 900:
        assert scroll.maximum() > 0
    scroll.setValue(scroll.maximum())
    words = [label.text() for label in desk.board.zone_card.findChildren(QLabel) if label.isVisible()]
    assert "竖线是 70%；实心为达到，斜线为未达到" in words
    assert desk.board.enterprises.isVisible()
    last = zones.values()[-1]
    desk.enterprises_of(last.village)
    assert desk.board.panel.isVisible()


def test_a_month_is_chosen_by_its_name(qtbot, months):
    desk = OfficeDesk(qtbot, months.office, (1024, 600))
    before = previous(period_of(clock.today(), ANOTHER.report_day), ANOTHER.report_day)
    month = desk.board.day.month
    year = "" if before.year == clock.today().year else f"{before.year % 100}年"
    at = month.findText(f"{year}{before.month} 月" if not year else f"{year}{before.month}月")
    month.setCurrentIndex(at)
    month.activated.emit(at)
    desk.wait()
    assert desk.board.day.value() == before.last
    month.setCurrentIndex(0)
    month.activated.emit(0)
    desk.wait()
    assert desk.board.day.value() == clock.today()


def saved(desk, button, file, monkeypatch):
    name_file(monkeypatch, file)
    desk.click(button)
    return file


def test_a_picture_of_the_board_holds_all_its_zones(qtbot, many, tmp_path, monkeypatch):
    desk = OfficeDesk(qtbot, many.office)
    file = saved(desk, desk.board.saving.picture, tmp_path / "看板.png", monkeypatch)
    with Image.open(file) as picture:
        width, height = picture.size
        assert width == 2 * (1320 + 40)
        assert height > 2 * 25 * 36
        # in grey too ink is far from the ground
        darkest, lightest = picture.convert("L").getextrema()
    assert (darkest < 40, lightest) == (True, 255)
    assert desk.window.quiet.text() == f"图片已存好：“看板.png”，在“{tmp_path}”。"


def test_the_print_has_every_zone_once(qtbot, many, tmp_path, monkeypatch):
    desk = OfficeDesk(qtbot, many.office)
    file = saved(desk, desk.board.saving.paper, tmp_path / "看板", monkeypatch).with_suffix(".pdf")
    with pypdfium2.PdfDocument(file) as paper:
        assert len(paper) == 2
        texts = [page.get_textpage().get_text_bounded() for page in paper]
        sizes = {tuple(round(each) for each in page.get_size()) for page in paper}
    assert sizes == {(842, 595)}
    rows = [line for text in texts for line in text.splitlines()]
    for n in range(8):
        assert sum(f"第{n}村" in line and "再有" not in line for line in rows) == 3
    # the reader gives 页 as the radical of the same shape
    assert [re.search(r"第 (\d) .，共 (\d) .", text).groups() for text in texts] == [("1", "2"), ("2", "2")]
    assert "打开就能打印" in desk.window.quiet.text()


def test_no_column_of_the_print_ends_with_a_township(qtbot, many):
    desk = OfficeDesk(qtbot, many.office)
    desk.click(desk.board.zone_card.order.buttons["name"])
    rows = desk.board.zone_card.zones_shown()
    for first in range(1, 30):
        for column in range(2, 12):
            parts = in_columns(rows, first, column)
            assert [row for part in parts for row in part] == rows
            assert all(len(part) <= (column if at else first) for at, part in enumerate(parts))
            assert not [part for part in parts[1:-1] if isinstance(part[-1], TownSum)]


def test_nothing_is_saved_before_there_is_something_to_show(qtbot, many):
    desk = OfficeDesk(qtbot, many.office)
    assert desk.board.saving.picture.isEnabled()
    board = type(desk.board)(desk.board.desk)
    qtbot.addWidget(board)
    assert not board.saving.picture.isEnabled()
    assert not board.saving.paper.isEnabled()


def test_the_past_is_said_to_be_told_while_it_is(qtbot, months):
    desk = OfficeDesk(qtbot, months.office)
    desk.board.trend.say("正在算以前的月份：100 家，共 400 家")
    assert desk.board.trend.caption() == "正在算以前的月份：100 家，共 400 家"
    desk.board.day.choose(clock.today() - timedelta(days=50))
    desk.wait()
    assert desk.board.trend.caption().endswith(f"{clock.today() - timedelta(days=50)}")
