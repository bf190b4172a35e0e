"""The office's pages at the left fit a low window: the entries give way as far as a finger finds them, then scroll."""

import pytest
from PySide6.QtCore import QPoint

from zjg_inspect.ui.theme import current
from zjg_inspect.ui.widgets.nav import LOWEST, NAV, VerticalNav

pytestmark = pytest.mark.usefixtures("office_look")
PAGES = [(f"p{n}", "检查表", "inbox") for n in range(12)]


@pytest.fixture
def nav(show):
    def made(height):
        nav = show(VerticalNav("某某镇\n安监办", PAGES), 170, height)
        nav.setFixedWidth(current().px(NAV))
        return nav

    return made


def in_sight(nav, key):
    button = nav.buttons[key]
    place = nav._area.viewport().rect()
    return place.contains(button.mapTo(nav._area.viewport(), QPoint(0, 0))) and place.contains(
        button.mapTo(nav._area.viewport(), button.rect().bottomLeft())
    )


def test_with_room_each_has_its_full_height(nav):
    assert {button.height() for button in nav(800).buttons.values()} == {current().height("nav")}


def test_twelve_pages_stand_in_the_lowest_window_without_scrolling(nav, qtbot):
    """1024 × 600 leaves this much beside status line and the switch of the light."""
    low = nav(540)
    qtbot.waitUntil(lambda: all(in_sight(low, key) for key, *_ in PAGES))
    assert all(LOWEST <= button.height() < current().height("nav") for button in low.buttons.values())


def test_lower_still_the_page_in_front_is_scrolled_into_sight(nav, qtbot):
    low = nav(320)
    assert {button.height() for button in low.buttons.values()} == {LOWEST}
    assert not in_sight(low, "p11")
    low.set_current("p11")
    qtbot.waitUntil(lambda: in_sight(low, "p11"))
    low.set_current("p0")
    qtbot.waitUntil(lambda: in_sight(low, "p0"))


def test_stepping_goes_round(nav):
    told = []
    some = nav(800)
    some.chosen.connect(told.append)
    some.set_current("p11")
    some.step(1)
    some.set_current("p0")
    some.step(-1)
    assert told == ["p0", "p11"]


def test_what_is_late_is_said_in_words_too(nav):
    some = nav(800)
    button = some.buttons["p3"]
    some.set_count("p3", 1236, "逾期")
    assert button.accessibleName() == "检查表，逾期 1236 条"
    some.set_count("p3", 0, "逾期")
    assert button.accessibleName() == "检查表"
    some.set_count("p3", 2)
    assert button.accessibleName() == "检查表，2 件"
