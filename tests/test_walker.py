"""Walking through a checklist: one item at a time, with the keys, beside what was found last time."""

from pages_walker import WalkerPage
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from walker_world import whole_hazard

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.widgets.choices import VerdictButton

pytest_plugins = ["walker_fixtures"]

PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE


# -- answering -----------------------------------------------------------------------------------------------------


def test_1_2_3_answer_and_go_on_and_the_tick_is_on_disk(walker, laptop, session):
    first, second, third, fourth = (session.items[n].code for n in range(4))
    walker.press("1", "2", "3")
    assert walker.item == fourth
    for code in (first, second, third):
        walker.saved(code)
    on_disk = laptop.on_disk(session.visit.draft.id).answers
    assert [on_disk[code].verdict for code in (first, second, third)] == [PASS, FAIL, NA]


def test_the_verdict_is_shown_filled_on_coming_back(walker):
    walker.press("2", "Up")
    walker.saved(walker.item)
    assert walker.filled == "fail"


def test_no_verdict_is_focused_or_chosen_beforehand(walker):
    assert walker.focus is walker.screen.view
    assert walker.filled is None
    walker.tap("verdict_pass")
    assert walker.focus is walker.screen.view
    assert walker.filled is None
    assert not isinstance(walker.focus, VerdictButton)


def test_after_a_verdict_by_tab_and_space_nothing_suggests_the_next_answer(walker, session):
    walker.screen.verdicts.buttons["pass"].setFocus(Qt.FocusReason.TabFocusReason)
    walker.press("Space")
    assert session.answer_of(session.items[0].code).verdict is PASS
    assert walker.focus is walker.screen.view


def test_a_finger_resting_on_1_answers_one_item(walker):
    shortcuts = {each.key().toString(): each for each in walker.screen.findChildren(QShortcut)}
    assert not any(shortcuts[key].autoRepeat() for key in "123")


def test_the_number_pad_answers_too(walker, session, qtbot):
    qtbot.keyClick(walker.focus, Qt.Key.Key_2, Qt.KeyboardModifier.KeypadModifier)
    assert session.answer_of(session.items[0].code).verdict is FAIL


def test_it_opens_where_it_was_left(walker, laptop, session, saver, qtbot):
    walker.press("1", "1", "Down")
    here = walker.item
    saver.flush()
    again = WalkerPage(qtbot, VisitSession.open(laptop.laptop, session.visit.draft.id, saver))
    assert again.item == here


def test_u_goes_to_the_next_unanswered_and_then_to_what_is_owed(walker, session):
    for item in session.items:
        session.go(item.code)
        session.answer(NA if item.code == "2-02" else PASS)
    assert walker.screen.top.next.text() == "下一条要补"
    walker.press("U")
    assert walker.item == "2-02"


def test_the_rail_leads_to_the_first_open_item_of_a_section_and_counts(walker, session):
    walker.press("2")
    walker.saved(session.items[0].code)
    assert "已答 1 条" in walker.section(0)
    assert "不符合 1 条" in walker.section(0)
    assert "还要补 1 条" in walker.section(0)
    walker.tap(walker.screen.rail.buttons[3])
    assert walker.item == "4-01"
    walker.tap(walker.screen.rail.buttons[0])
    assert walker.item == session.items[1].code


# -- writing -------------------------------------------------------------------------------------------------------


def test_in_the_note_letters_and_digits_are_text(walker, session, qtbot):
    here = walker.item
    walker.press("N")
    qtbot.keyClicks(walker.focus, "123 NPHU")
    assert walker.item == here
    assert session.answer_of(here).verdict is None
    walker.press("Return")
    assert session.answer_of(here).note == "123 NPHU"
    walker.press("1")
    assert walker.item != here


def test_a_composition_of_the_input_method_is_no_command(walker, session):
    here = walker.item
    walker.press("N")
    walker.compose(preedit="que2")
    assert walker.item == here
    walker.compose(commit="缺告知卡")
    walker.press("Escape")
    assert session.answer_of(here).note == "缺告知卡"
    assert session.answer_of(here).verdict is None


def test_outside_of_text_fields_the_input_method_is_off(walker):
    assert not walker.screen.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    walker.press("N")
    assert walker.focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_note_left_by_a_tap_on_a_verdict_belongs_to_its_item(walker, session, qtbot):
    here = walker.item
    walker.press("N")
    walker.compose(commit="三台冲床没有卡")
    walker.tap("verdict_fail")
    assert session.answer_of(here).note == "三台冲床没有卡"
    assert session.answer_of(walker.item).note == ""


def test_a_phrase_is_put_behind_what_stands_there(walker, session):
    here, phrase = walker.item, session.items[0].phrases[0]
    walker.write("门口")
    walker.tap("note_phrase_0")
    assert session.answer_of(here).note == f"门口，{phrase}"
    walker.tap("note_phrase_0")
    assert session.answer_of(here).note == f"门口，{phrase}"


def test_ctrl_z_in_the_note_is_the_note_s(walker, session, qtbot):
    walker.press("1", "N")
    qtbot.keyClicks(walker.focus, "x")
    walker.press("Ctrl+Z")
    assert session.answer_of(session.items[0].code).verdict is PASS


def test_undo_and_redo(walker, session):
    first = walker.item
    walker.press("1", "Ctrl+Z")
    assert (walker.item, session.answer_of(first).verdict) == (first, None)
    walker.press("Ctrl+Y")
    assert session.answer_of(first).verdict is PASS


# -- what is owed --------------------------------------------------------------------------------------------------


def test_a_failed_item_is_named_in_the_row_above_and_h_records_its_hazard_without_going_back(walker, qtbot):
    failed = walker.item
    walker.press("2")
    walker.saved(failed)
    assert walker.above == f"{failed} 创蓝行动基础指标，不符合，还没记隐患"
    with qtbot.waitSignal(walker.screen.hazard_requested) as asked:
        walker.press("H")
    assert asked.args == [failed]


def test_the_row_above_stays_with_what_is_owed_when_the_next_open_item_is_far_away(walker, session):
    for item in session.items[1:6]:
        session.go(item.code)
        session.answer(PASS)
    walker.screen.go(session.items[0].code)
    walker.press("2")
    walker.saved(session.items[0].code)
    assert walker.item == session.items[6].code
    assert walker.above.startswith(session.items[0].code)


def test_with_nothing_failed_h_asks_for_nothing(walker, qtbot):
    with qtbot.assertNotEmitted(walker.screen.hazard_requested):
        walker.press("H")


def test_a_failed_item_come_back_to_has_the_next_step_focused(walker, session):
    failed = walker.item
    walker.press("2", "Up")
    walker.saved(failed)
    assert walker.focus is walker.screen.view.hazard_button
    session.record_hazard(failed, whole_hazard())
    assert walker.screen.view.hazard_button.text() == "看隐患"


def test_not_applicable_owes_its_reason_and_asks_it_in_place_of_the_note(walker, session):
    here = walker.item
    walker.press("3")
    walker.saved(here)
    assert walker.above.endswith("不适用，还没写原因")
    walker.tap(walker.screen.before[1].amend)
    assert walker.item == here
    assert walker.focus is walker.note
    assert walker.note.placeholderText() == "为什么不适用，要写一句"
    walker.tap("note_phrase_0")
    assert session.answer_of(here).reason == "没有这类设备或作业"
    assert session.owed(here) == []
    assert walker.item == session.items[1].code
    walker.press("Up")
    walker.tap("note_phrase_1")
    assert session.answer_of(here).reason == "没有这类场所"
    assert walker.item == here


def test_r_writes_the_reason_of_what_was_just_judged_and_goes_on(walker, session):
    first, second, third = (item.code for item in session.items[:3])
    walker.press("3", "3")
    walker.saved(second)
    assert walker.above == f"{second} {session.item_of(second).title}，不适用，还没写原因"
    assert walker.screen.before[1].amend.accessibleDescription() == "快捷键 R"
    walker.press("R")
    walker.compose(commit="由园区统一管理")
    walker.press("Return")
    assert (walker.item, session.answer_of(second).reason) == (third, "由园区统一管理")
    walker.press("R", "Alt+1")
    assert (walker.item, session.answer_of(first).reason) == (third, "没有这类设备或作业")
    walker.press("R")
    assert (walker.item, walker.focus) == (third, walker.screen.view)


def test_after_writing_a_reason_one_may_go_elsewhere_instead(walker, session):
    walker.press("3", "R")
    walker.tap(walker.screen.rail.buttons[3])
    walker.press("N", "Return")
    assert walker.item == "4-01"


def test_alt_and_a_digit_say_a_phrase_as_a_tap_would(walker, session):
    here, phrases = walker.item, session.items[0].phrases
    walker.press("Alt+1")
    assert session.answer_of(here).note == phrases[0]
    walker.press("N", "Alt+2")
    assert session.answer_of(here).note == f"{phrases[0]}，{phrases[1]}"
    assert walker.focus is walker.screen.view
    assert session.answer_of(here).verdict is None


def test_enter_presses_what_is_owed_and_ctrl_enter_goes_to_sign_and_esc_home(walker, qtbot):
    walker.press("2", "Up")
    with qtbot.waitSignal(walker.screen.hazard_requested):
        walker.press("Return")
    with qtbot.waitSignal(walker.screen.sign_requested):
        walker.press("Ctrl+Return")
    with qtbot.waitSignal(walker.screen.back_requested):
        walker.screen.escape()


# -- last time -----------------------------------------------------------------------------------------------------


def test_what_was_found_last_time_stands_beside_the_question(walker, session):
    walker.screen.go("4-09")
    last = walker.screen.last
    assert walker.shown("lastVisit")
    assert last.verdict.text() == "不符合，还没整改"
    walker.screen.go("4-08")
    assert last.verdict.text() == "符合"
    assert walker.filled is None


def test_a_hazard_that_is_still_open_is_said_and_what_an_answer_does_to_it(walker, session):
    walker.screen.go("4-09")
    assert walker.badge == "隐患未关闭，复查"
    assert walker.known.startswith("已有隐患未关闭：冲压岗位没有风险告知卡，期限 ")
    walker.press("1", "Up")
    assert "签字后关闭" in walker.known
    walker.press("2", "Up")
    assert "不用另填" in walker.known
    assert session.owed("4-09") == []


def test_the_whole_last_record_opens_and_closes(walker):
    walker.tap("lastRecord")
    assert walker.shown("lastRecordPanel")
    walker.press("Escape")
    assert not walker.shown("lastRecordPanel")
    walker.press("1")
    assert walker.above


def test_without_a_last_visit_the_item_has_its_width(laptop, saver, qtbot):
    walker = WalkerPage(qtbot, VisitSession.open(laptop.laptop, laptop.start(laptop.mill), saver))
    assert walker.screen.last is None
    assert walker.screen.view.width() > 1000


# -- panels --------------------------------------------------------------------------------------------------------


def test_f1_shows_the_keys_and_takes_them_away_and_meanwhile_nothing_is_answered(walker):
    here = walker.item
    walker.press("F1")
    assert walker.shown("helpPanel")
    walker.press("1")
    assert walker.item == here
    walker.press("F1")
    assert not walker.shown("helpPanel")
    walker.press("1")
    assert walker.item != here


def test_amending_the_facts_asks_other_items(walker, session):
    asked = len(session.items)
    walker.tap("facts")
    choice = walker.screen.facts.choices["confined_spaces"]
    walker.tap(choice.buttons["yes"])
    assert len(session.items) > asked
    assert session.asks("3-17")
    assert walker.screen.findChild(object, "askedCount").text() == f"按现在的情况，要查 {len(session.items)} 条。"
    walker.screen.facts.headcount.setValue(120)
    assert session.asks("1-02")
    walker.press("Escape")
    assert not walker.shown("factsPanel")
