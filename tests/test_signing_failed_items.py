"""Before signing the enterprise's person reads what was not met, and then the whole sheet."""

import pages
import pytest
from pages import Signing

from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.sheet_view import SheetView


@pytest.fixture
def signs(field, world):
    field.window.open_draft(world.answered("甲五金厂", fail=("4-09",)))
    field.shows(WalkerScreen).sign_requested.emit()
    screen = Signing(field)
    screen.begin()
    return screen


def test_what_was_not_met_is_read_first(field, signs):
    field.click("seeFailed")
    assert signs.screen.failed.isVisible()
    words = "\n".join(label.text() for label in pages.visible(signs.screen.failed, pages.QLabel))
    assert "4-09" in words
    assert "安全通道被托盘占用" in words
    assert "先围挡，专人看护" in words


def test_the_enterprises_person_is_shown_first_what_was_not_met_and_then_the_sheet(field, signs):
    for _ in range(2):
        assert not signs.screen.failed.isVisible()
        signs.draw()
        signs.done()
    field.until(signs.screen.failed.isVisible)
    assert signs.screen.see_failed.text() == "看整张表"
    assert signs.screen._foot_words.text() == "先看不符合的 1 条，再看整张表。"
    field.click("seeFailed")
    assert signs.screen.sheet.isVisible()
    assert signs.screen._foot_words.text() == "这就是要打印的表，签之前请看一遍。"
    assert signs.screen.see_failed.text() == "看不符合 1 条"
    signs.draw()
    signs.done()
    assert signs.screen.sheet.isVisible()


def test_where_the_sheet_will_stand_is_an_empty_page_until_it_is_there(field, signs, qtbot):
    waiting = SheetView()
    qtbot.addWidget(waiting)
    waiting.show()
    (page,) = (each for each in pages.visible(waiting) if each.accessibleName() == "正在排版")
    assert page.height() > waiting.height() // 2
    field.until(lambda: signs.screen.sheet.pages() > 0)
    assert "正在排版" not in {each.accessibleName() for each in pages.visible(signs.screen.sheet)}
