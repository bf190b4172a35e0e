"""A visit in memory: what a tap changes, what is owed, where the walker goes, undo and redo."""

import threading

import msgspec
import pytest
from walker_world import facts, whole_hazard

from zjg_inspect.model.inspection import Someone, Verdict
from zjg_inspect.service import due
from zjg_inspect.service import visit as service
from zjg_inspect.ui.field.session import VisitSession

pytest_plugins = ["walker_fixtures"]

PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE


def code(session, n):
    return session.items[n].code


def test_each_answer_goes_on_to_the_next_open_item(session, saver):
    first, second, third, fourth = (code(session, n) for n in range(4))
    session.go(third)
    session.answer(PASS)
    assert session.item == fourth
    session.go(first)
    session.answer(PASS)
    assert session.item == second
    session.answer(PASS)
    assert session.item == fourth
    saver.flush()
    assert [session.saved_verdict(c) for c in (first, second, third, fourth)] == [PASS, PASS, PASS, None]


def test_behind_the_last_item_the_first_open_one_comes(session):
    session.go(code(session, -1))
    session.answer(PASS)
    assert session.item == code(session, 0)


def test_one_answer_with_the_place_after_it_is_one_save(session, saver, laptop, draft, monkeypatch):
    calls = []
    monkeypatch.setattr(service, "go_to", lambda *arguments: calls.append(arguments))
    session.answer(PASS)
    saver.flush()
    assert calls == []
    assert laptop.on_disk(draft).item == code(session, 1)


@pytest.fixture
def slow_disk(saver, monkeypatch):
    """Every answer waits until the test lets it through."""
    turn, real = threading.Event(), service.answer_item

    def slow(*arguments):
        turn.wait()
        return real(*arguments)

    monkeypatch.setattr(service, "answer_item", slow)
    yield turn
    turn.set()


def test_an_answer_counts_as_done_only_when_it_is_on_disk(session, qtbot, slow_disk):
    first = session.item
    session.answer(PASS)
    assert session.answer_of(first).verdict is PASS
    assert session.saved_verdict(first) is None
    assert not session.is_saved(first)
    assert session.progress()[0].answered == 0
    slow_disk.set()
    qtbot.waitUntil(lambda: session.is_saved(first))
    assert session.progress()[0].answered == 1


def test_it_opens_where_it_was_left(session, saver, laptop, draft):
    session.go(code(session, 7))
    saver.flush()
    assert VisitSession.open(laptop.laptop, draft, saver).item == code(session, 7)


def test_a_failed_item_owes_its_hazard_until_it_is_whole(session):
    first = session.item
    session.answer(FAIL)
    assert [owed.kind for owed in session.owed(first)] == ["hazard"]
    assert session.hazard_target() == first
    session.record_hazard(first, whole_hazard(contingency=""))
    assert [owed.kind for owed in session.owed(first)] == ["contingency"]
    session.record_hazard(first, whole_hazard())
    assert session.owed(first) == []
    assert session.last_failed() == ""


def test_the_hazard_asked_for_is_that_of_the_item_failed_last(session):
    first, second = code(session, 0), code(session, 1)
    session.answer(FAIL)
    session.answer(FAIL)
    assert session.hazard_target() == second
    session.record_hazard(second, whole_hazard())
    assert session.hazard_target() == first


def test_a_hazard_that_is_known_open_needs_no_new_form(session):
    session.go("4-09")
    assert session.known("4-09").rectification.where == "一号车间冲压区"
    session.answer(FAIL)
    assert session.owed("4-09") == []
    assert not session.opens_hazard("4-09")


def test_an_advisory_item_opens_no_hazard(session):
    session.go("4-02")
    session.answer(FAIL)
    assert session.owed("4-02") == []
    assert session.hazard_target() == ""


def test_not_applicable_owes_its_reason(session):
    first = session.item
    session.answer(NA)
    assert [owed.kind for owed in session.owed(first)] == ["reason"]
    assert session.progress()[0].owed == 1
    session.set_reason(first, "没有这类设备")
    assert session.owed(first) == []


def test_with_every_item_answered_the_next_is_the_one_that_owes_something(session):
    for item in session.items:
        session.go(item.code)
        session.answer(NA if item.code == "2-02" else PASS)
    assert session.next_open("") == ""
    session.go("5-03")
    session.go_next()
    assert session.item == "2-02"
    assert [owed.kind for owed in session.all_owed()] == ["reason"]


def test_undo_takes_back_the_last_step_where_it_was_made_and_redo_makes_it_again(session, saver, laptop, draft):
    first = session.item
    session.answer(PASS)
    session.answer(FAIL)
    assert session.undo() == code(session, 1)
    assert session.item == code(session, 1)
    assert session.undo() == first
    assert session.answer_of(first).verdict is None
    assert not session.can_undo
    assert session.redo() == first
    saver.flush()
    assert laptop.on_disk(draft).answers[first].verdict is PASS
    assert laptop.on_disk(draft).answers[code(session, 1)].verdict is None


def test_a_new_answer_ends_what_could_be_redone(session):
    session.answer(PASS)
    session.undo()
    session.answer(FAIL)
    assert not session.can_redo


def test_a_note_typed_in_one_go_is_one_step(session):
    first = session.item
    for text in ("缺", "缺告", "缺告知卡"):
        session.set_note(first, text)
    session.end_step()
    session.set_note(first, "缺告知卡，两处")
    session.undo()
    assert session.answer_of(first).note == "缺告知卡"
    session.undo()
    assert session.answer_of(first).note == ""


def test_undoing_a_hazard_s_first_word_leaves_none(session, saver, laptop, draft):
    first = session.item
    session.answer(FAIL)
    session.record_hazard(first, whole_hazard(), "what")
    session.undo()
    saver.flush()
    assert laptop.on_disk(draft).hazards == {}


def test_a_removed_photo_comes_back_and_goes_again(session, saver, qtbot, workshop):
    first = session.item
    session.add_photo(first, workshop, "a.jpg")
    session.add_photo(first, workshop, "b.jpg")
    qtbot.waitUntil(lambda: len(session.photos(first)) == 2)
    session.remove_photo(session.photos(first)[1])
    saver.flush()
    session.add_photo(first, workshop, "c.jpg")
    saver.flush()
    assert len(session.photos(first)) == 2
    session.undo()
    session.redo()
    session.undo()
    session.undo()
    saver.flush()
    assert len(session.photos(first)) == 2
    assert len({photo.id for photo in session.photos(first)}) == 2


def test_an_added_photo_is_taken_back_and_comes_again(session, saver, laptop, draft, workshop):
    first = session.item
    session.add_photo(first, workshop, "a.jpg")
    session.answer(PASS)
    saver.flush()
    session.undo()
    assert len(session.photos(first)) == 1
    session.undo()
    saver.flush()
    assert (session.photos(first), laptop.on_disk(draft).photos) == ([], ())
    assert not session.can_undo
    session.redo()
    saver.flush()
    assert [each.item for each in laptop.on_disk(draft).photos] == [first]
    assert session.photos(first) == list(laptop.on_disk(draft).photos)


def test_a_photo_undone_before_it_was_taken_in_does_not_come(session, saver, laptop, draft, workshop):
    first = session.item
    for _ in range(2):
        session.add_photo(first, workshop, "a.jpg")
        session.undo()
    session.redo()
    session.undo()
    session.redo()
    saver.flush()
    assert len(session.photos(first)) == len(laptop.on_disk(draft).photos) == 1
    session.undo()
    saver.flush()
    assert (session.photos(first), laptop.on_disk(draft).photos) == ([], ())


def test_of_a_refused_photo_there_is_nothing_to_undo(session, saver, qtbot):
    session.answer(PASS)
    with qtbot.waitSignal(session.photo_refused):
        session.add_photo(session.item, b"\xff\xd8\xff\xe0 cut", "IMG_1.jpg")
    session.undo()
    assert not session.can_undo
    assert session.answer_of(session.item).verdict is None


def test_a_caption_is_undone_as_it_was_written_and_survives_the_photos_going_and_coming(
    session, saver, laptop, draft, workshop
):
    def caption():
        saver.flush()
        (on_disk,) = laptop.on_disk(draft).photos
        (shown,) = session.photos(first)
        assert on_disk == shown
        return shown.photo.caption

    first = session.item
    session.add_photo(first, workshop, "a.jpg")
    saver.flush()
    session.caption_photo(session.photos(first)[0], "最窄")
    session.caption_photo(session.photos(first)[0], "最窄处")
    session.remove_photo(session.photos(first)[0])
    saver.flush()
    session.undo()
    assert caption() == "最窄处"
    session.undo()
    assert caption() == ""
    session.redo()
    assert caption() == "最窄处"


def test_after_reopening_nothing_is_claimed_to_be_undoable_and_what_was_done_stands(session, saver, laptop, draft):
    first = session.item
    session.answer(FAIL)
    session.set_note(first, "通道堆了托盘")
    session.record_hazard(first, whole_hazard())
    saver.flush()
    before = laptop.on_disk(draft)
    again = VisitSession.open(laptop.laptop, draft, saver)
    assert (again.can_undo, again.can_redo) == (False, False)
    assert (again.undo(), again.redo()) == ("", "")
    saver.flush()
    assert laptop.on_disk(draft) == before


def test_what_was_done_before_the_signing_screen_can_still_be_undone_behind_it(session, saver, laptop, draft):
    first = session.item
    session.answer(FAIL)
    saver.flush()
    head = laptop.on_disk(draft).head
    service.put_head(laptop.laptop, draft, msgspec.structs.replace(head, enterprise_person=Someone("王某")))
    session.reload()
    session.undo()
    saver.flush()
    assert laptop.on_disk(draft).answers[first].verdict is None
    assert laptop.on_disk(draft).head.enterprise_person == Someone("王某")


def test_a_damaged_photo_is_refused_and_leaves_nothing(session, saver, laptop, draft, qtbot):
    with qtbot.waitSignal(session.photo_refused) as told:
        session.add_photo(session.item, b"\xff\xd8\xff\xe0 cut", "IMG_1.jpg")
    assert told.args[0] == session.item
    assert type(told.args[1]).__name__ == "PhotoDamaged"
    assert session.adding(session.item) == 0
    assert laptop.on_disk(draft).photos == ()


def test_amended_facts_ask_other_items_and_lose_no_answer(session, saver, laptop, draft):
    assert not session.asks("3-17")
    session.go("3-03")
    session.answer(FAIL)
    session.set_facts(facts(38, rents=True, confined_spaces=True))
    assert session.asks("3-17")
    assert not session.asks("3-03")
    assert session.all_owed()[0].kind == "answer"
    session.set_facts(facts(38, rents=True, hot_work=True))
    assert session.answer_of("3-03").verdict is FAIL
    saver.flush()
    assert laptop.on_disk(draft).head.facts.hot_work is True


def test_changes_of_the_facts_in_a_row_are_undone_together_and_the_walker_is_back_where_it_was(
    session, saver, laptop, draft
):
    before = session.visit.draft.head.facts
    session.go("3-03")
    session.answer(FAIL)
    session.record_hazard("3-03", whole_hazard())
    session.go("3-03")
    session.end_step()
    for headcount in (39, 45, 52):
        session.set_facts(facts(headcount, rents=True))
    assert [item.code for item in session.aside] == ["3-03"]
    assert "3-03" not in {hazard.item for hazard in session.visit.content.hazards}
    assert session.item != "3-03"
    session.undo()
    assert session.visit.draft.head.facts == before
    assert session.item == "3-03"
    assert session.aside == []
    assert [hazard.item for hazard in session.visit.content.hazards] == ["3-03"]
    session.redo()
    saver.flush()
    assert laptop.on_disk(draft).head.facts.headcount == 52
    assert [answer.item for answer in service.open_visit(laptop.laptop, draft).content.aside] == ["3-03"]


def test_a_fact_set_wrong_and_right_again_leaves_the_walker_where_it_was(session):
    session.go("3-03")
    session.set_facts(facts(38, rents=True))
    session.set_facts(facts(38, rents=True, hot_work=True))
    assert session.item == "3-03"


def test_what_is_set_aside_is_not_in_the_progress_of_today_s_list(session, saver, laptop, draft):
    session.go("3-03")
    session.answer(PASS)
    saver.flush()
    assert due.draft_states(laptop.laptop)[draft].answered == 1
    session.set_facts(facts(38, rents=True))
    saver.flush()
    assert due.draft_states(laptop.laptop)[draft].answered == 0


def test_the_walker_leaves_an_item_that_is_not_asked_any_more(session):
    session.go("3-03")
    session.set_facts(facts(38, rents=True))
    assert session.item == "3-19"
