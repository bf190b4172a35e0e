"""The screens of a visit by keyboard alone and by touch alone; one visit put away for another and come back to."""

import pages
import pytest
from pages import Field
from pages_walker import HazardPage, OverviewPage, WalkerPage
from world import small_world

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui import theme

pytest_plugins = ["walker_fixtures"]


@pytest.fixture
def world(tmp_path):
    made = small_world(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("name", ["light", "sunlight"])
@pytest.mark.parametrize("size", [(1366, 732), (1024, 564)])
@pytest.mark.parametrize("screen", [WalkerPage, OverviewPage, HazardPage])
def test_tab_comes_to_everything_and_a_gloved_finger_misses_nothing(qapp, session, saver, qtbot, name, size, screen):
    session.go("4-04")
    session.answer(Verdict.FAIL)
    session.go("4-04")
    saver.flush()
    theme.apply(qapp, name)
    try:
        item = ["4-04"] if screen is HazardPage else []
        page = screen(qtbot, session, *item, size)
        pages.settle()
        assert pages.small_targets(page.window) == []
        assert pages.unreachable(page.window) == []
    finally:
        theme.apply(qapp, "light")


def test_a_visit_is_put_away_for_another_enterprise_and_both_are_come_back_to_where_they_were(qtbot, world):
    field = Field(qtbot, world.laptop)
    first = field.start("甲五金厂").session
    field.press("1")
    field.press("2")
    first_item = first.item
    field.press("Esc")
    field.at_home()
    second = field.start("乙机械厂").session
    field.press("3")
    second_item = second.item
    field.press("Esc")
    field.at_home()
    field.search("")
    assert (field.row("甲五金厂").action, field.row("乙机械厂").action) == ("继续", "继续")
    for name, item, verdicts in (
        ("甲五金厂", first_item, ["pass", "fail"]),
        ("乙机械厂", second_item, ["not_applicable"]),
    ):
        field.search(name)
        field.press("Enter")
        session = field.shows(pages.WalkerScreen).session
        assert session.item == item
        assert [answer.verdict for answer in session.visit.draft.answers.values()] == verdicts
        assert not session.can_undo
        field.press("Esc")
        field.at_home()
