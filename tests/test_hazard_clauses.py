"""选条款: a major hazard's criterion is chosen from the clauses that concern the enterprise."""

import msgspec
import pytest
from pages_walker import HazardPage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from walker_world import WalkerWorld

from zjg_inspect.model.hazard import Recurrence
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui.field.session import VisitSession

pytest_plugins = ["walker_fixtures"]
ITEM = "4-04"


@pytest.fixture
def laptop(fresh_laptop, tmp_path):
    made = WalkerWorld(fresh_laptop, tmp_path)
    yield made
    made.close()


@pytest.fixture
def session(laptop, saver):
    made = VisitSession.open(laptop.laptop, laptop.start(), saver)
    made.go(ITEM)
    made.answer(Verdict.FAIL)
    return made


@pytest.fixture
def page(qtbot, session):
    made = HazardPage(qtbot, session, ITEM)
    made.tap("segment_major")
    made.tap("chooseClause")
    return made


def type_(page, text):
    page.form.clauses.search.line.setFocus()
    page.compose(commit=text)


def numbers(page):
    return [clause.number for clause in page.form.clauses.shown()]


def press(page, key):
    QTest.keyClick(page.form.clauses.search.line, key)


def test_only_a_major_hazard_has_clauses_to_choose_from(qtbot, session):
    page = HazardPage(qtbot, session, ITEM)
    assert not page.form.choose_clause.isVisible()
    page.tap("segment_major")
    assert page.form.choose_clause.isVisible()
    assert page.form.clauses.isHidden()


def test_a_clause_is_found_by_typing_and_chosen_by_the_keyboard(page, session):
    assert page.form.clauses.search.line.hasFocus()
    type_(page, "调漆间")
    assert numbers(page) == ["第七条（七）"]
    press(page, Qt.Key.Key_Return)
    said = "判定标准第七条（七）：用非水性漆的调漆间、喷漆室没有固定的可燃气体报警，或者没有通风"
    assert page.read("criterion") == said
    assert page.form.clauses.isHidden()
    assert page.form.lines["criterion"].field.line.hasFocus(), "it may be amended at once"
    session.saver.flush()
    assert session.hazard(ITEM).criterion == said


def test_the_arrows_move_in_the_list_while_the_cursor_stays_in_the_field(page):
    first, second, *_ = numbers(page)
    assert page.form.clauses.list.currentRow() == 0
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Return)
    assert page.read("criterion").startswith(f"判定标准{second}：")
    assert first != second


def test_a_finger_chooses_a_clause(page, qtbot):
    chosen = page.form.clauses.list.item(1)
    rect = page.form.clauses.list.visualItemRect(chosen)
    qtbot.mouseClick(page.form.clauses.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.read("criterion").startswith(f"判定标准{chosen.data(Qt.ItemDataRole.UserRole).number}：")


def test_the_rest_is_reachable_too(page):
    some = numbers(page)
    type_(page, "烟丝")
    assert numbers(page) == []
    assert "全部条款" in page.form.clauses.said.text()
    page.tap("allClauses")
    assert numbers(page) == ["第十条（二）"]
    page.form.clauses.search.line.clear()
    assert set(some) < set(numbers(page))


def test_it_says_that_these_are_hints_and_when_the_standard_is_later(page, qtbot, session):
    assert "以公布的原文为准" in page.form.clauses.said.text()
    assert "晚于这次检查" not in page.form.clauses.said.text()
    session.put_head(msgspec.structs.replace(session.visit.draft.head, date="2022-09-14"))
    older = HazardPage(qtbot, session, ITEM)
    older.tap("chooseClause")
    assert "标准 2023-05-15 起施行，晚于这次检查，只作参考。" in older.form.clauses.said.text()


def test_escape_puts_the_list_away_first(page, qtbot):
    QTest.keyClick(page.screen, Qt.Key.Key_Escape)
    assert page.form.clauses.isHidden()
    with qtbot.waitSignal(page.screen.closed):
        QTest.keyClick(page.screen, Qt.Key.Key_Escape)


def test_the_form_says_that_it_is_not_the_first_time(qtbot, session, monkeypatch):
    page = HazardPage(qtbot, session, ITEM)
    assert page.screen.again.isHidden()
    monkeypatch.setattr(session, "recurring", lambda code: Recurrence(2, "2022-09-14", "2022-10-01"))
    page = HazardPage(qtbot, session, ITEM)
    assert page.screen.again.text() == "第 2 次出现，上次 2022-09-14 查出、2022-10-01 销号"
