"""One inspector finds a hazard, a colleague of the same zone verifies it: through the office, by stick."""

import pytest
from assignment_days import day, turn_clock
from pages import Field, visible
from PySide6.QtWidgets import QLabel
from test_verdict_rules import approve_all
from two_laptops import second_laptop, shared_heads
from world import FILLED, MAJOR, photo

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.service import assignments, due, lists, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.walker import WalkerScreen

NAME, ITEM, NOTE = "甲五金厂", "4-09", "二号车间东侧堆着托盘"


@pytest.fixture
def colleague(world):
    """The colleague's laptop; those who go there are others."""
    other = second_laptop(world)
    other.crew = (Someone("赵某"), Someone("钱某"))
    yield other
    other.laptop.close()


def finds(world, filled=FILLED):
    """A visit with one hazard, noted and photographed; the office has approved it. Gives the inspection."""
    draft = world.answered(NAME, fail=(ITEM,))
    visit.answer_item(world.laptop, draft, DraftAnswer(ITEM, Verdict.FAIL, NOTE))
    visit.record_hazard(world.laptop, draft, ITEM, filled)
    visit.add_photo(world.laptop, draft, ITEM, photo(1), "IMG_1.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    approve_all(world)
    return draft


def verifies(colleague, *, pictured=True):
    """The colleague walks the re-inspection: the item is in order now."""
    draft = colleague.answered(NAME, type=VisitType.REINSPECTION)
    if pictured:
        visit.add_photo(colleague.laptop, draft, ITEM, photo(2), "IMG_2.jpg")
    colleague.sign_all(draft)
    signing.seal(colleague.laptop, draft)
    return draft


def open_at(*stores):
    return [[each.item for each in due.open_hazards(db)] for db in stores]


def test_a_colleague_sees_what_was_found_closes_it_and_all_see_it_closed(world, colleague, monkeypatch):
    found = finds(world)
    turn_clock(monkeypatch, f"{day(1)}T01:00:00")
    assignments.assign(
        world.office, [world.enterprises[NAME]], colleague.laptop.key.device, VisitType.REINSPECTION, day(2)
    )
    world.carry(world.office, colleague.laptop)
    (row,) = [row for row in lists.enterprises(colleague.laptop) if row.due]
    assert (row.name, row.assigned, row.open) == (NAME, "reinspection", 1)
    (hazard,) = due.open_hazards(colleague.laptop)
    assert (hazard.id, hazard.what) == (ids.hazard_id(found, ITEM), FILLED.what)

    draft = visit.start_visit(colleague.laptop, row.id, VisitType.REINSPECTION)
    shown = visit.open_visit(colleague.laptop, draft)
    assert [item.code for item in shown.items] == [ITEM]
    (known,) = shown.known
    assert known.rectification == FILLED
    content = shown.last.body.content
    assert (shown.last.inspection, content.inspectors) == (found, world.crew)
    (answer,) = [answer for answer in content.answers if answer.item == ITEM]
    assert (answer.verdict, answer.note) == (Verdict.FAIL, NOTE)
    (picture,) = answer.photos
    assert visit.photo_bytes(colleague.laptop, picture.sha256) == visit.photo_bytes(world.laptop, picture.sha256)

    closing = verifies(colleague)
    assert closing == draft
    assert open_at(colleague.laptop, world.office, world.laptop) == [[], [ITEM], [ITEM]]
    world.carry(colleague.laptop, world.office)
    world.carry(world.office, world.laptop)
    world.carry(world.office, colleague.laptop)
    assert open_at(colleague.laptop, world.office, world.laptop) == [[], [], []]
    assert assignments.assignments(world.office) == []
    for db in (world.office, world.laptop, colleague.laptop):
        with db.read() as conn:
            closed = documents.hazard(conn, hazard.id)
        assert (closed.step, closed.visit, closed.by) == ("verified_closed", closing, colleague.crew)
        assert [each.sha256 for each in closed.photos] != [picture.sha256]
        assert doctor(db).ok
    last = lists.enterprise(world.laptop, row.id)
    assert (last.open, last.last, last.last_type) == (0, closing, "reinspection")


def test_a_colleague_closes_a_major_hazard_only_with_a_photo(world, colleague):
    finds(world, MAJOR)
    world.carry(world.office, colleague.laptop)
    with pytest.raises(errors.StillOwed) as refused:
        verifies(colleague, pictured=False)
    assert [(owed.kind, owed.item) for owed in refused.value.owed] == [("photo", ITEM)]
    verifies(colleague)
    assert open_at(colleague.laptop) == [[]]


def test_what_is_still_wrong_stays_open_for_both(world, colleague):
    finds(world)
    world.carry(world.office, colleague.laptop)
    colleague.visit(NAME, fail=(ITEM,), type=VisitType.REINSPECTION)
    world.carry(colleague.laptop, world.office)
    world.carry(world.office, world.laptop)
    assert open_at(colleague.laptop, world.office, world.laptop) == [[ITEM]] * 3
    (hazard,) = due.open_hazards(world.laptop)
    with world.laptop.read() as conn:
        assert documents.hazard(conn, hazard.id).step == "still_open"


def test_both_verify_it_without_knowing_of_each_other_and_it_is_closed_once(world, colleague):
    finds(world)
    world.carry(world.office, colleague.laptop)
    verifies(colleague)
    verifies(world)
    for laptop in (colleague.laptop, world.laptop):
        world.carry(laptop, world.office)
    for laptop in (colleague.laptop, world.laptop):
        world.carry(world.office, laptop)
    assert open_at(colleague.laptop, world.office, world.laptop) == [[], [], []]
    assert len({shared_heads(db) for db in (colleague.laptop, world.office, world.laptop)}) == 1


def test_the_walker_shows_the_colleague_what_was_found_and_by_whom(qtbot, world, colleague):
    finds(world)
    assignments.assign(
        world.office, [world.enterprises[NAME]], colleague.laptop.key.device, VisitType.REINSPECTION, day(0)
    )
    world.carry(world.office, colleague.laptop)
    field = Field(qtbot, colleague.laptop)
    assert field.chosen() == NAME
    field.press("Enter")
    start = field.shows(StartScreen)
    assert start.type.value() == "reinspection"
    field.press("Enter")
    walker = field.shows(WalkerScreen)
    field.until(walker.last.view.isEnabled)
    beside = [label.text() for label in visible(walker.last, QLabel)]
    assert "张某、李某 查" in beside
    assert NOTE in beside
    assert any("2026-11-20 10:42" in words for words in beside), "when the photo was taken"
    field.press("1")
    field.click("back")
    field.at_home()
    assert field.row(NAME).action == "继续"
