"""现场情况 in the walker: what a change does at once, what is kept apart, what each fact is."""

import pytest
from pages_walker import WalkerPage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from zjg_inspect.model.facts import FACT_HELP
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui import theme

pytest_plugins = ["walker_fixtures"]

FAIL = Verdict.FAIL


def open_facts(walker, **taps):
    """F2, then 是, 否 or 不清楚 for some facts; the panel stays open."""
    walker.press("F2")
    for name, choice in taps.items():
        walker.tap(walker.screen.facts.choices[name].buttons[choice])


def confined(session):
    """The items that are asked where there are confined spaces."""
    return [item.code for item in session.visit.form.items() if item.applies_when == "confined_spaces"]


def label(walker, name):
    found = walker.screen.findChild(QWidget, name)
    return found.text() if found.isVisible() else ""


def test_an_answer_that_no_longer_applies_is_shown_apart_and_comes_back_with_ctrl_z(walker, session, saver, workshop):
    session.go("3-03")
    session.add_photo("3-03", workshop, "a.jpg")
    walker.press("2")
    session.set_note("3-03", "未办审批")
    saver.flush()
    session.go("4-04")
    open_facts(walker, hot_work="no", confined_spaces="yes")
    said = "按新的情况少查 1 条、多查 3 条；已答的 1 条另放，不计。"
    assert label(walker, "amended") == said
    walker.press("Escape")
    assert walker.item == "4-04"
    assert all(session.asks(code) for code in confined(session))
    assert [row.text() for row in walker.screen.findChildren(QLabel) if row.isVisible() and row.text() == said] == [
        said
    ]
    assert walker.screen.rail.aside.accessibleName() == "不再适用 1 条"
    walker.tap("asideEntry")
    shown = walker.screen.findChild(QWidget, "aside_3-03")
    words = [each.text() for each in shown.findChildren(QLabel)]
    assert words[0] == "3-03"
    assert {"未办审批", "这家没有动火作业，不查。"} <= set(words)
    assert shown.findChild(QWidget, "photos_3-03").text() == "看照片 1 张"
    walker.press("1")
    assert session.answer_of("3-03").verdict is FAIL
    walker.tap("photos_3-03")
    walker.press("Escape", "Escape")
    assert not walker.shown("asidePanel")
    walker.press("Ctrl+Z")
    assert session.asks("3-03")
    assert not any(session.asks(code) for code in confined(session))
    assert not walker.shown("asideEntry")
    walker.press("Ctrl+Y")
    assert not session.asks("3-03")
    assert walker.shown("asideEntry")


def test_every_fact_says_what_it_is_and_how_to_see_it_by_touch_and_by_keyboard(walker):
    walker.press("F2")
    row = walker.screen.facts.rows["confined_spaces"]
    walker.tap(row.help)
    assert FACT_HELP["confined_spaces"].definition in row.help_text()
    assert FACT_HELP["confined_spaces"].how in row.help_text()
    walker.press("Space")
    assert row.help_text() == ""
    for name, each in walker.screen.facts.rows.items():
        each.help.setFocus(Qt.FocusReason.TabFocusReason)
        walker.press("Space")
        assert FACT_HELP[name].definition in each.help_text()


def test_a_fact_that_differs_from_the_register_says_what_the_register_has(walker):
    open_facts(walker, confined_spaces="yes", hot_work="unknown", rents="yes")
    walker.screen.facts.headcount.setValue(52)
    assert label(walker, "register_headcount") == "登记 38 人"
    assert label(walker, "register_confined_spaces") == "登记的是“否”"
    assert label(walker, "register_hot_work") == "登记的是“是”"
    assert label(walker, "register_rents") == ""


@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
@pytest.mark.parametrize("light", ["light", "sunlight"])
def test_the_panel_of_facts_fits_also_where_all_is_unfolded(qapp, qtbot, session, size, light):
    theme.apply(qapp, light)
    walker = WalkerPage(qtbot, session, size)
    open_facts(walker, confined_spaces="yes")
    for row in walker.screen.facts.rows.values():
        walker.tap(row.help)
    assert walker.clipped() == []
    theme.apply(qapp, "light")
