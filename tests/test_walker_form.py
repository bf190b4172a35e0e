"""A new version of the checklist comes while a visit is under way: what the walker says, and what it does."""

import pytest
from form_versions import released
from pages_walker import WalkerPage

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import visit
from zjg_inspect.ui.field.session import VisitSession

NEXT = shipped_form("enterprise").version + 1

pytest_plugins = ["walker_fixtures"]


@pytest.fixture
def session(world, saver):
    """1-01 符合, 1-06 不符合 and standing at 1-07 when the second version comes, without 1-06 and with 4-90."""
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    opened = VisitSession.open(world.laptop, draft, saver)
    opened.answer(Verdict.PASS)
    opened.answer(Verdict.FAIL)
    saver.flush()
    released(world, drop=("1-06",), reword={"1-01": "换一个说法。"}, add=("4-90",))
    world.carry(world.office, world.laptop)
    opened.reload()
    return opened


@pytest.fixture(params=[(1366, 732), (1024, 564), (1920, 1044)])
def walker(request, qtbot, session):
    return WalkerPage(qtbot, session, request.param)


def said(walker):
    return walker.screen.form_line.text()


def test_the_walker_says_what_the_new_version_changes_and_nothing_is_cut(walker):
    assert said(walker) == (
        f"清单出了第 {NEXT} 版：新增 1 条，删去 1 条，改说法 1 条。这次可以照旧版查完，也可以换成新版，已答的不丢。"
    )
    assert walker.clipped() == []


def test_staying_with_the_old_version_it_asks_no_more(walker, session):
    walker.tap("stayWithForm")
    assert said(walker) == ""
    session.reload()
    assert said(walker) == ""
    assert session.visit.form == shipped_form("enterprise")


def test_taking_the_new_version_keeps_the_answers_and_marks_what_is_worded_otherwise(walker, session):
    walker.tap("takeForm")
    assert session.visit.form.version == NEXT
    assert session.answer_of("1-01").verdict is Verdict.PASS
    assert "说法改了的 1 条，请再看一眼" in said(walker)
    assert "1-06 还留着" in said(walker)
    assert walker.clipped() == []
    session.go("1-01")
    assert walker.screen.view.badge.text() == "说法改了，请再看一眼"
    walker.press("Down")
    session.go("1-01")
    assert walker.screen.view.badge.text() != "说法改了，请再看一眼"
    session.reload()
    assert session.visit.draft.head.look_again == ()


def test_by_keys_alone_u_leads_to_what_is_worded_otherwise_once_all_is_answered(walker, session, saver):
    walker.tap("takeForm")
    for item in session.items:
        if session.is_open(item.code):
            session.go(item.code)
            session.answer(Verdict.PASS)
    saver.flush()
    session.go(session.items[-1].code)
    walker.press("U")
    assert session.item == "1-01"


def test_what_is_not_asked_any_more_goes_into_the_remark_with_one_press(walker, session):
    walker.tap("takeForm")
    walker.tap("writeLeftOut")
    title = shipped_form("enterprise").item("1-06").title
    assert session.visit.draft.head.remark == f"旧版 1-06 {title}：不符合。"
    assert not walker.shown("writeLeftOut")


def test_the_way_back_is_open_until_it_is_sealed(walker, session):
    walker.tap("takeForm")
    walker.tap("formBack")
    assert session.visit.form == shipped_form("enterprise")
    assert session.answer_of("1-06").verdict is Verdict.FAIL
    assert said(walker) == ""
