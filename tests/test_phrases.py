"""What was written before for an item is offered again: beside the note, the reason and in a hazard's form."""

import msgspec
import pytest
from pages_walker import HazardPage, WalkerPage
from walker_world import WalkerWorld
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import phrases, signing, visit
from zjg_inspect.ui.field.session import VisitSession

pytest_plugins = ["walker_fixtures"]

FAIL, NA = Verdict.FAIL, Verdict.NOT_APPLICABLE


@pytest.fixture
def world(tmp_path):
    made = small_world(tmp_path, count=5)
    yield made
    made.close()


def visited(world, name, *answers):
    """A sealed visit with these answers."""
    draft = world.answered(name, fail=[a.item for a in answers if a.verdict is FAIL])
    for answer in answers:
        visit.answer_item(world.laptop, draft, answer)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft


def used(world):
    return phrases.used_before(world.laptop, "enterprise")


def test_what_was_written_most_often_comes_first_and_of_equals_the_latest(world):
    visited(world, "甲五金厂", DraftAnswer("4-04", FAIL, "通道堆料"))
    visited(world, "乙机械厂", DraftAnswer("4-04", FAIL, "出口上锁"), DraftAnswer("2-02", NA, reason="新办企业"))
    visited(world, "丙塑料厂", DraftAnswer("4-04", FAIL, "通道堆料"), DraftAnswer("2-02", NA, reason="停产多时"))
    found = used(world)
    assert found.notes["4-04"] == ("通道堆料", "出口上锁")
    assert found.reasons["2-02"] == ("停产多时", "新办企业")
    assert found.measures["4-04"] == ("清走托盘，通道重新划线",)
    assert "4-05" not in found.notes


def test_a_long_note_says_something_of_one_place_and_is_not_offered(world):
    visited(world, "甲五金厂", DraftAnswer("4-04", FAIL, "二号车间东侧通道堆了三层托盘"))
    assert used(world).notes == {}


def test_a_corrected_visit_counts_once_with_what_it_says_now(world):
    draft = visited(world, "甲五金厂", DraftAnswer("4-04", FAIL, "通道堆了料"))
    visit.correct(world.laptop, draft)
    visit.answer_item(world.laptop, draft, DraftAnswer("4-04", FAIL, "通道堆料"))
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, correction="写错了字"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    assert used(world).notes["4-04"] == ("通道堆料",)


def test_only_the_latest_visits_are_looked_through(world, monkeypatch):
    monkeypatch.setattr(phrases, "VISITS", 1)
    visited(world, "甲五金厂", DraftAnswer("4-04", FAIL, "通道堆料"))
    visited(world, "乙机械厂", DraftAnswer("4-05", FAIL, "灭火器过期"))
    assert set(used(world).notes) == {"4-05"}


def test_the_walker_and_the_hazard_offer_it_before_what_the_checklist_says(world, saver, qtbot):
    visited(world, "甲五金厂", DraftAnswer("4-04", FAIL, "通道堆料"), DraftAnswer("2-02", NA, reason="新办企业"))
    draft = visit.start_visit(world.laptop, world.enterprises["乙机械厂"], VisitType.ASSESSMENT)
    session = VisitSession.open(world.laptop, draft, saver)
    session.go("4-04")
    walker = WalkerPage(qtbot, session)
    with qtbot.waitSignal(session.used_changed):
        session.look_up_used()
    assert offered(walker) == ["通道堆料", *session.item_of("4-04").phrases[:2]]
    walker.press("Alt+1", "2")
    assert session.answer_of("4-04").note == "通道堆料"
    hazard = HazardPage(qtbot, session, "4-04")
    assert hazard.proposals("funds")[0] == "不需资金"
    hazard.press("F4")
    assert session.hazard("4-04").measures == "清走托盘，通道重新划线"
    session.go("2-02")
    session.answer(NA)
    walker.screen.go("2-02")
    assert offered(walker)[0] == "新办企业"


def test_where_nothing_is_asked_what_was_written_before_comes_to_no_harm(world, saver, qtbot):
    draft = visit.start_visit(world.laptop, world.enterprises["乙机械厂"], VisitType.REINSPECTION)
    session = VisitSession.open(world.laptop, draft, saver)
    assert session.items == []
    WalkerPage(qtbot, session)
    with qtbot.waitSignal(session.used_changed):
        session.look_up_used()


def offered(walker):
    return [button.text() for button in walker.screen.view.note.phrases if not button.isHidden()]


# -- what failed last time -------------------------------------------------------------------------------------------


@pytest.fixture
def laptop(visited_laptop, tmp_path):
    made = WalkerWorld(visited_laptop, tmp_path)
    yield made
    made.close()


def test_what_failed_last_time_is_marked_in_the_rows_and_in_the_rail_until_it_is_answered(walker, session):
    walker.screen.go("4-08")
    assert walker.below.endswith("4-09 风险告知卡，未答，隐患未关闭")
    assert walker.section(3).endswith("，上次不符合、这次还没查 1 条")
    walker.screen.go("4-09")
    walker.press("1")
    walker.saved("4-09")
    assert "隐患未关闭" not in walker.above
    assert "上次不符合" not in walker.section(3)
