"""Recording a hazard, and what is still owed before the people can sign."""

import random
import threading
from datetime import date, timedelta

import pages
import pytest
from pages_walker import HazardPage, OverviewPage
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication
from walker_world import WalkerWorld, whole_hazard

from zjg_inspect.model.inspection import FIVE, Grade, Verdict
from zjg_inspect.service import sample
from zjg_inspect.service import visit as service
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.hazard_words import WHY_MISSING
from zjg_inspect.ui.field.session import VisitSession

pytest_plugins = ["walker_fixtures"]

PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE
ITEM = "4-04"


@pytest.fixture
def laptop(fresh_laptop, tmp_path):
    made = WalkerWorld(fresh_laptop, tmp_path)
    yield made
    made.close()


@pytest.fixture
def session(laptop, saver):
    """A visit in which 4-04 has just been failed, with a note."""
    made = VisitSession.open(laptop.laptop, laptop.start(), saver)
    made.go(ITEM)
    made.set_note(ITEM, "通道堆了托盘")
    made.answer(FAIL)
    return made


@pytest.fixture
def page(qtbot, session):
    return HazardPage(qtbot, session, ITEM)


def on_disk(laptop, session):
    return laptop.on_disk(session.visit.draft.id).hazards


def visited(session):
    return date.fromisoformat(session.visit.draft.head.date)


@pytest.fixture
def slow_disk(monkeypatch, saver):
    """Every hazard waits until the test lets it through."""
    turn, real = threading.Event(), service.record_hazard

    def slow(*arguments):
        turn.wait()
        return real(*arguments)

    monkeypatch.setattr(service, "record_hazard", slow)
    yield turn
    turn.set()


# -- the form ------------------------------------------------------------------------------------------------------


def test_looking_in_and_going_back_records_nothing(page, session, saver, laptop, qtbot):
    assert page.read("what") == "通道堆了托盘"
    with qtbot.waitSignal(page.screen.closed):
        page.press("Escape")
    saver.flush()
    assert on_disk(laptop, session) == {}
    assert [owed.kind for owed in session.owed(ITEM)] == ["hazard"]


def test_what_is_written_is_on_disk_though_the_form_is_left_half_filled(page, session, saver, laptop, qtbot):
    page.write("where", "二号车间东侧")
    with qtbot.waitSignal(page.screen.closed):
        page.tap("later")
    saver.flush()
    recorded = on_disk(laptop, session)[ITEM]
    assert (recorded.what, recorded.where) == ("通道堆了托盘", "二号车间东侧")
    assert {owed.kind for owed in session.owed(ITEM)} == set(FIVE)


def test_a_whole_hazard_is_recorded_with_ctrl_enter(page, session, saver, laptop, qtbot):
    page.fill()
    with qtbot.waitSignal(page.screen.closed):
        page.press("Ctrl+Return")
    saver.flush()
    recorded = on_disk(laptop, session)[ITEM]
    assert recorded.contingency == "先围挡，专人看护"
    assert recorded.deadline == (visited(session) + timedelta(days=7)).isoformat()
    assert session.owed(ITEM) == []


def test_what_is_missing_says_why_it_matters_and_gets_the_cursor(page, session, qtbot):
    page.fill("contingency")
    with qtbot.assertNotEmitted(page.screen.closed):
        page.press("Ctrl+Return")
    assert page.error("contingency") == "还缺这一项：改好之前靠什么不出事。选一句或自己写。"
    assert page.form.errors() == ["contingency"]
    assert page.focus is page.form.lines["contingency"].field.line
    assert page.screen.findChild(object, "filledOfFive").text() == "已填 4 项，共 5 项"
    page.tap("contingency_phrase_1")
    assert page.read("contingency") == "暂停使用"
    assert page.error("contingency") == ""


def test_an_empty_form_is_no_reproach_before_anything_is_asked(page):
    assert page.form.errors() == []
    page.press("Ctrl+Return")
    assert page.form.errors() == ["where", "responsible", "measures", "funds", "deadline", "contingency"]


def test_a_major_hazard_owes_its_criterion_and_a_photo(page, session, qtbot):
    page.fill()
    assert not page.form.rows["criterion"].isVisible()
    page.tap("segment_major")
    assert page.form.rows["criterion"].isVisible()
    assert page.days() == ["当天", "3 天", "7 天"]
    page.press("Ctrl+Return")
    assert page.form.errors() == ["criterion"]
    assert page.screen.error.text() == WHY_MISSING["photo"]
    page.write("criterion", "第四条，安全出口被占用")
    session.add_photo(ITEM, sample.workshop_photo(random.Random(4)), "a.jpg")
    qtbot.waitUntil(lambda: page.screen.error.text() == "")
    with qtbot.waitSignal(page.screen.closed):
        page.press("Ctrl+Return")
    assert session.hazard(ITEM).grade is Grade.MAJOR


def test_a_photo_that_is_still_being_taken_in_keeps_nobody_waiting(page, session, saver, monkeypatch, qtbot):
    turn, real = threading.Event(), service.add_photo

    def slow(*arguments):
        turn.wait()
        return real(*arguments)

    monkeypatch.setattr(service, "add_photo", slow)
    session.add_photo(ITEM, sample.workshop_photo(random.Random(4)), "a.jpg")
    page.fill()
    page.press("Alt+Z")
    page.write("criterion", "第四条，安全出口被占用")
    with qtbot.waitSignal(page.screen.closed):
        page.press("Ctrl+Return")
    assert [owed.kind for owed in session.owed(ITEM)] == ["photo"]
    turn.set()
    saver.flush()
    assert session.owed(ITEM) == []


def test_the_deadline_is_chosen_in_days_or_from_the_calendar(page, session):
    page.tap("days_0")
    assert session.hazard(ITEM).deadline == (visited(session) + timedelta(days=3)).isoformat()
    day = visited(session) + timedelta(days=20)
    page.form.deadline.setDate(QDate(day.year, day.month, day.day))
    assert session.hazard(ITEM).deadline == day.isoformat()
    assert not any(button.isChecked() for button in page.form.days)


def test_a_deadline_before_the_visit_is_not_taken_for_done(page, session, qtbot):
    page.fill()
    day = visited(session) - timedelta(days=1)
    page.form.deadline.setDate(QDate(day.year, day.month, day.day))
    with qtbot.assertNotEmitted(page.screen.closed):
        page.press("Ctrl+Return")
    assert page.error("deadline") == "期限在检查之前了。选一个天数，或换个日子。"


def test_alt_and_a_digit_take_a_proposal_of_the_row(page, session):
    page.form.go_to("what")
    page.press("Alt+1")
    assert page.read("what") == "通道堆了托盘，通道被占用"
    page.form.go_to("funds")
    page.press("Alt+1")
    assert session.hazard(ITEM).funds == "不需资金"


def test_the_people_places_and_measures_of_the_visit_are_proposed(session, qtbot):
    session.record_hazard(ITEM, whole_hazard())
    session.go("4-05")
    session.answer(FAIL)
    page = HazardPage(qtbot, session, "4-05")
    assert page.proposals("where")[0] == "一号车间冲压区"
    assert page.proposals("responsible") == ["车间主任 王某", "王某"]
    assert page.shown("measuresUsed")
    page.form.go_to("measures")
    page.press("Alt+1")
    assert session.hazard("4-05").measures == "补齐告知卡"


def test_one_key_fills_what_is_empty_with_what_is_usual_and_enter_records_it(page, session, saver, laptop, qtbot):
    page.write("funds", "500 元，企业自筹")
    page.press("F4")
    filled = session.hazard(ITEM)
    assert (filled.what, filled.where, filled.responsible) == ("通道堆了托盘", "生产车间", "王某")
    assert filled.measures == "做到：通道全程走得通，出口随时能打开，标志清楚"
    assert (filled.funds, filled.contingency) == ("500 元，企业自筹", "先围挡，专人看护")
    assert filled.deadline == (visited(session) + timedelta(days=7)).isoformat()
    assert page.focus is page.screen.done
    page.press("Alt+1")
    assert session.hazard(ITEM).deadline == (visited(session) + timedelta(days=3)).isoformat()
    with qtbot.waitSignal(page.screen.closed):
        page.press("Return")
    saver.flush()
    assert on_disk(laptop, session)[ITEM] == session.hazard(ITEM)


def test_what_was_filled_by_one_key_is_taken_back_by_one(page, session):
    page.write("where", "仓库")
    page.press("F4")
    page.tap("undo")
    filled = session.hazard(ITEM)
    assert (filled.where, filled.responsible, filled.deadline) == ("仓库", "", "")


def test_what_nobody_can_propose_gets_the_cursor(page, session):
    page.press("Alt+Z")
    assert session.hazard(ITEM).grade is Grade.MAJOR
    page.form.go_to("what")
    page.press("Ctrl+A", "Delete", "F4")
    assert session.hazard(ITEM).deadline == (visited(session) + timedelta(days=3)).isoformat()
    assert page.focus is page.form.lines["what"].field.line
    page.write("what", "出口上了锁")
    page.press("F4")
    assert page.focus is page.form.lines["criterion"].field.line
    page.press("Alt+Z")
    assert session.hazard(ITEM).grade is Grade.GENERAL


def test_enter_leads_through_the_form_to_its_end(page):
    page.form.go_to("what")
    passed = []
    for _ in range(7):
        page.press("Return")
        passed.append(page.focus)
    lines = page.form.lines
    texts = [lines[name].field.line for name in ("where", "responsible", "measures", "funds")]
    assert passed == [*texts, page.form.deadline, lines["contingency"].field.line, page.screen.done]


def test_the_help_of_the_form_opens_and_esc_puts_only_the_help_away(page, qtbot):
    page.press("F1")
    assert page.shown("helpPanel")
    with qtbot.assertNotEmitted(page.screen.closed):
        page.press("Escape")
    assert not page.shown("helpPanel")


def test_undo_takes_back_the_last_field_only(page, session):
    page.write("where", "仓库")
    page.write("measures", "清走")
    page.screen.flush()
    page.tap("undo")
    assert (page.read("where"), page.read("measures")) == ("仓库", "")
    page.tap("undo")
    assert page.read("where") == ""
    assert not page.screen.undo.isEnabled()
    assert session.answer_of(ITEM).verdict is FAIL


def test_letters_are_text_while_writing(page, session, qtbot):
    page.form.go_to("where")
    qtbot.keyClicks(page.focus, "P 123")
    page.press("Return")
    assert session.hazard(ITEM).where == "P 123"
    assert page.focus is page.form.lines["responsible"].field.line


def test_writing_on_a_slow_disk_freezes_nothing_and_loses_nothing(page, session, saver, laptop, slow_disk):
    page.fill()
    page.screen.flush()
    assert session.hazard(ITEM).contingency == "先围挡，专人看护"
    assert on_disk(laptop, session) == {}
    slow_disk.set()
    saver.flush()
    assert on_disk(laptop, session)[ITEM] == session.hazard(ITEM)


def test_photos_stand_beside_with_their_caption(page, session, saver, laptop, qtbot):
    session.add_photo(ITEM, sample.workshop_photo(random.Random(5)), "a.jpg")
    qtbot.waitUntil(lambda: len(session.photos(ITEM)) == 1)
    assert page.screen.photos.caption.isVisible()
    page.screen.photos.caption.line.setFocus()
    page.compose(commit="最窄处")
    page.press("Tab")
    saver.flush()
    assert laptop.on_disk(session.visit.draft.id).photos[0].photo.caption == "最窄处"


def test_a_damaged_photo_gives_a_sentence(page, session, qtbot):
    session.add_photo(ITEM, b"\xff\xd8\xff\xe0 cut", "坏的.jpg")
    qtbot.waitUntil(lambda: "坏的.jpg" in page.screen.photos.error.text())


@pytest.mark.parametrize("name", ["light", "sunlight"])
@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
def test_nothing_is_cut_off(qapp, session, qtbot, name, size):
    theme.apply(qapp, name)
    try:
        page = HazardPage(qtbot, session, ITEM, size)
        page.tap("segment_major")
        page.press("Ctrl+Return")
        assert (page.window.width(), page.window.height()) == size
        assert page.clipped() == []
        assert pages.unnamed(page.window) == []
        QApplication.processEvents()
        focused = page.form.rows["where"]
        assert not focused.visibleRegion().isEmpty()
    finally:
        theme.apply(qapp, "light")


# -- the overview --------------------------------------------------------------------------------------------------


def answer_all(session, *but):
    for item in session.items:
        if item.code not in but and session.is_open(item.code):
            session.go(item.code)
            session.answer(PASS)


def test_what_is_open_is_listed_and_counted(session, qtbot):
    answer_all(session, "1-06")
    session.go("2-02")
    session.answer(NA)
    overview = OverviewPage(qtbot, session)
    assert overview.lines == ["1-06 未答", "2-02 还没写原因", "4-04 还没记隐患"]
    assert overview.sentence == "还差 3 条：1 条没答，1 条没写不适用的原因，1 条隐患没记全。补齐就能签字。"
    assert not overview.screen.sign.isEnabled()


def test_a_line_leads_to_its_item_and_a_hazard_s_line_to_its_form(session, qtbot):
    answer_all(session, "1-06")
    overview = OverviewPage(qtbot, session)
    with qtbot.waitSignal(overview.screen.item_requested) as item:
        overview.screen.rows[0].setFocus()
        overview.press("Return")
    with qtbot.waitSignal(overview.screen.hazard_requested) as hazard:
        overview.tap("owed_4-04")
    assert (item.args, hazard.args) == (["1-06"], ["4-04"])


def test_enter_goes_to_what_the_first_line_lacks(session, qtbot):
    answer_all(session, "1-06")
    overview = OverviewPage(qtbot, session)
    with qtbot.waitSignal(overview.screen.item_requested) as item:
        overview.press("Return")
    assert item.args == ["1-06"]


def test_a_half_recorded_hazard_names_what_it_lacks(session, qtbot):
    answer_all(session)
    session.record_hazard(ITEM, whole_hazard(contingency="", funds=""))
    assert OverviewPage(qtbot, session).lines == ["4-04 隐患还差资金、预案"]


def test_with_nothing_owed_signing_comes_when_all_is_on_disk(session, qtbot, slow_disk):
    answer_all(session)
    session.record_hazard(ITEM, whole_hazard())
    overview = OverviewPage(qtbot, session)
    assert overview.sentence == "没有要补的了，可以签字。"
    assert overview.focus is overview.screen.sign
    with qtbot.assertNotEmitted(overview.screen.sign_requested):
        overview.press("Ctrl+Return")
    with qtbot.waitSignal(overview.screen.sign_requested):
        slow_disk.set()


def test_while_something_is_owed_there_is_no_signing(session, qtbot):
    overview = OverviewPage(qtbot, session)
    with qtbot.assertNotEmitted(overview.screen.sign_requested, wait=50):
        overview.press("Ctrl+Return")


@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
def test_nothing_of_the_overview_is_cut_off(session, qtbot, size):
    overview = OverviewPage(qtbot, session, size)
    assert (overview.window.width(), overview.window.height()) == size
    assert overview.clipped() == []
    assert pages.unnamed(overview.window) == []
