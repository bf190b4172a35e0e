"""看板 at the office's window: by whose figures it counts."""

from datetime import date

import msgspec
import pytest
from openpyxl import load_workbook
from pages_office import OfficeDesk
from programmes import ANOTHER
from PySide6.QtWidgets import QLabel
from zone_maker import VILLAGE, Village

from zjg_inspect.model import clock
from zjg_inspect.service import programme, reports, verdicts
from zjg_inspect.ui import theme


@pytest.fixture(scope="module", autouse=True)
def office_look(qapp):
    theme.apply(qapp, office=True)
    yield
    theme.apply(qapp)


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
