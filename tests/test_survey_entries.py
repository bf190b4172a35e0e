"""Survey at the laptop: codes, likely doubles, tenants and leases, and what is corrected before the office decides."""

import pages
import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QListWidget
from survey_screen import CODE, FOUND, WRONG, by_two, entered, in_sight, kept, opened, proposals
from world import photo, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.register import Zone
from zjg_inspect.service import lists, setup, survey
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.survey import SurveyScreen
from zjg_inspect.ui.field.survey_words import code_told
from zjg_inspect.ui.field.walker import WalkerScreen


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"), count=4)
    made.close()
    return made


# -- the code ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "beside", "wrong"),
    [
        ("", "", ""),
        (CODE[:15], "还差 3 位", ""),
        (CODE.lower(), "18 位，校验位对", ""),
        (CODE[:9] + " " + CODE[9:], "18 位，校验位对", ""),
        (WRONG, "", "最后一位和前面对不上"),
        (CODE + "1", "", "多了 1 位"),
        ("9132O", "", "代码里没有“O”"),
    ],
)
def test_a_code_is_judged_while_it_is_typed(typed, beside, wrong):
    told = code_told(typed)
    assert told.beside == beside
    assert wrong in told.wrong
    assert bool(told.wrong) == bool(wrong)


def test_a_wrong_code_is_said_under_its_field_and_may_be_entered_all_the_same(field):
    screen = opened(field, FOUND)
    field.type(WRONG)
    assert "照样可以登记" in screen.form.rows["code"].error()
    by_two(screen)
    field.press("Ctrl+S")
    field.at_home()
    (said,) = proposals(field)
    body = survey.proposal(field.db, said.id).found
    assert (body.code, [each.text for each in body.doubts]) == ("", [WRONG])
    field.press("Ctrl+E")
    screen = field.shows(SurveyScreen)
    assert screen.form.code.text() == WRONG
    screen.form.code.setText(CODE)
    field.press("Ctrl+Enter")
    field.at_home()
    (said,) = proposals(field)
    body = survey.proposal(field.db, said.id).found
    assert (body.code, body.doubts) == (CODE, ())


# -- likely doubles ----------------------------------------------------------------------------------------------------


def test_likely_doubles_stand_beside_what_is_typed_and_one_tap_goes_to_inspect_it(field, world):
    screen = opened(field, "张家港市乙机械有限公司")
    field.until(lambda: [each.name for each in screen.doubles.likely()] == ["乙机械厂"])
    field.type("1")
    field.until(lambda: kept(field) is not None)
    field.click("double_0")
    field.shows(StartScreen)
    assert "乙机械厂" in field.quiet()
    assert kept(field) is None
    field.click("undoSaid")
    screen = field.shows(SurveyScreen)
    assert screen.form.name.text() == "张家港市乙机械有限公司"
    field.until(lambda: bool(screen.doubles.likely()))


def test_the_same_code_is_a_double_whatever_the_name(field, world):
    own = lists.enterprises(field.db, "丙塑料厂")[0].code
    screen = opened(field, "完全两样的名称")
    field.type(own)
    field.until(lambda: [(each.name, each.same_code) for each in screen.doubles.likely()] == [("丙塑料厂", True)])


def test_a_double_that_is_being_inspected_opens_where_it_was_left(field, world):
    world.answered("乙机械厂")
    screen = opened(field, "张家港市乙机械有限公司")
    field.until(lambda: bool(screen.doubles.likely()))
    field.click("double_0")
    assert field.shows(WalkerScreen).session.visit.site.name == "乙机械厂"


# -- in whose works ----------------------------------------------------------------------------------------------------


def in_whose_works(screen):
    """The field has the keyboard."""
    screen.form.beside.line.setFocus(Qt.FocusReason.TabFocusReason)
    pages.settle()
    return in_sight(screen, screen.form.beside)


def touched(field, widget, at=None):
    """Without a screen a finger reaches the upper left: this place is brought there."""
    at = at or widget.rect().center()
    field.window.move(QPoint(300, 300) - widget.mapTo(field.window, at))
    pages.settle()
    pages.tap(widget, at, "touch")
    pages.settle()


def test_in_whose_works_it_was_found_is_chosen_kept_entered_and_corrected(field, world):
    screen = opened(field, FOUND)
    beside = in_whose_works(screen)
    assert beside.value() == ""
    field.press("Down")
    assert beside.listed()[0] == "不在别家厂里"
    assert set(beside.listed()[1:]) == {row.name for row in lists.enterprises(field.db)}
    field.type("bslc")
    assert beside.listed() == ["丙塑料厂"]
    field.press("Enter")
    assert (beside.line.text(), beside.listed()) == ("丙塑料厂", [])
    assert screen.form.principal.hasFocus()
    assert kept(field).body.beside == world.enterprises["丙塑料厂"]
    field.press("Esc")
    field.at_home()
    screen = opened(field)
    assert screen.form.beside.line.text() == "丙塑料厂"
    by_two(screen)
    field.press("Ctrl+S")
    field.at_home()
    (said,) = proposals(field)
    assert survey.proposal(field.db, said.id).beside == world.enterprises["丙塑料厂"]
    field.press("Ctrl+E")
    screen = field.shows(SurveyScreen)
    beside = in_whose_works(screen)
    assert beside.line.text() == "丙塑料厂"
    field.press("Down")
    assert FOUND not in beside.listed()
    for key in ("Esc", "Backspace", "Tab"):
        field.press(key)
    assert beside.value() == ""
    field.press("Ctrl+Enter")
    field.at_home()
    (said,) = proposals(field)
    assert survey.proposal(field.db, said.id).beside == ""


def test_another_village_has_other_works(field, world):
    other = ids.zone_id("塘桥镇", "光明村")
    with world.office.write() as conn:
        make(conn, world.office, [Making("zone", other, Zone("塘桥镇", "光明村"))])
    setup.accept_laptop(world.office, setup.own_card(world.laptop), "A07", (world.zone, other))
    world.carry(world.office, world.laptop)
    screen = opened(field, FOUND)
    screen.form.village.setCurrentIndex(screen.form.village.findData(world.zone))
    beside = in_whose_works(screen)
    field.type("塑料")
    field.press("Enter")
    assert beside.value() == world.enterprises["丙塑料厂"]
    screen.form.village.setCurrentIndex(screen.form.village.findData(other))
    assert (beside.value(), beside.line.text()) == ("", "")
    in_whose_works(screen)
    field.press("Down")
    assert beside.listed() == ["不在别家厂里"]
    assert kept(field).body.beside == ""


@pytest.fixture
def quick_finger(qapp):
    """Faster than any person's: two taps of it would be a double click."""
    usual = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(usual)


@pytest.mark.usefixtures("quick_finger")
def test_a_finger_opens_the_list_and_chooses_from_it(field, world):
    screen = opened(field, FOUND)
    beside = in_sight(screen, screen.form.beside)
    touched(field, beside.button)
    names = beside.findChild(QListWidget, "hosts")
    field.until(lambda: names.visibleRegion().boundingRect().height() == names.height())
    assert beside.line.hasFocus()
    row = names.visualItemRect(names.item(beside.listed().index("乙机械厂")))
    touched(field, names.viewport(), row.center())
    assert (beside.line.text(), beside.listed()) == ("乙机械厂", [])
    assert kept(field).body.beside == world.enterprises["乙机械厂"]
    touched(field, beside.button)
    assert beside.listed()
    touched(field, beside.button)
    assert (beside.listed(), beside.value()) == ([], world.enterprises["乙机械厂"])


def test_what_is_typed_and_not_chosen_is_said_and_nothing_is_entered(field, world):
    screen = opened(field, FOUND)
    by_two(screen)
    beside = in_whose_works(screen)
    field.type("丙塑")
    field.press("Ctrl+S")
    assert field.shows(SurveyScreen) is screen
    assert "“丙塑”没有选上" in screen.form.rows["beside"].error()
    assert (beside.line.text(), beside.line.hasFocus()) == ("", True)
    field.type("不存在")
    assert beside.listed() == []
    assert "没找到“不存在”" in beside.said.text()
    assert screen.form.rows["beside"].error() == ""
    field.press("Enter")
    assert beside.line.hasFocus()
    field.press("Esc")
    assert (beside.line.text(), field.window.shown()) == ("", screen)
    field.type("丙塑料厂")
    field.press("Tab")
    assert beside.value() == world.enterprises["丙塑料厂"]
    field.press("Ctrl+S")
    field.at_home()
    (said,) = proposals(field)
    assert survey.proposal(field.db, said.id).beside == world.enterprises["丙塑料厂"]


# -- tenants and leases ------------------------------------------------------------------------------------------------


def test_what_a_tenant_owes_is_said_under_its_field(field):
    screen = opened(field, FOUND)
    assert not screen.form.landlord.isVisible()
    screen.form.rents.buttons["yes"].click()
    assert screen.form.landlord.isVisible()
    by_two(screen)
    screen.form.premises.setText("3 号房")
    field.press("Ctrl+Enter")
    field.until(lambda: "还没写出租方" in screen.form.rows["landlord"].error())
    assert proposals(field) == []
    field.until(screen.form.landlord.hasFocus)
    field.type("永新村委")
    assert screen.form.rows["landlord"].error() == ""
    field.press("Ctrl+Enter")
    field.shows(WalkerScreen)


def test_who_found_it_is_asked_for(field):
    screen = opened(field, FOUND)
    field.press("Ctrl+Enter")
    field.until(lambda: "还没写谁发现的" in screen.form.rows["by"].error())
    assert screen.form.name.text() == FOUND


def test_a_known_tenants_lease_is_entered_from_its_place_and_corrected_there(field, world):
    field.search("丙塑料厂")
    field.press("Enter")
    field.shows(StartScreen)
    field.press("Ctrl+L")
    screen = field.shows(SurveyScreen)
    assert screen.head.accessibleName()
    assert screen.doubles.isHidden()
    field.type("永新村委")
    screen.form.signed.setDate(QDate(2026, 11, 2))
    by_two(screen)
    field.press("Ctrl+Enter")
    field.at_home()
    (said,) = proposals(field)
    assert (said.subject, said.name) == ("lease", "丙塑料厂")
    body = survey.proposal(field.db, said.id)
    assert (body.lease.landlord, body.lease.signed) == ("永新村委", "2026-11-02")
    field.press("Ctrl+L")
    screen = field.shows(SurveyScreen)
    assert screen.form.landlord.text() == "永新村委"
    screen.form.landlord.setText("永新村经济合作社")
    field.press("Ctrl+Enter")
    field.at_home()
    assert survey.proposal(field.db, said.id).lease.landlord == "永新村经济合作社"
    assert len(proposals(field)) == 1


# -- correcting --------------------------------------------------------------------------------------------------------


def test_an_own_proposal_is_corrected_until_the_office_has_taken_it_in(field, world):
    entity = entered(field, FOUND, inspect=False)
    field.search("")
    field.today.choose(entity)
    field.press("Enter")
    field.shows(StartScreen)
    field.click("surveyAction")
    screen = field.shows(SurveyScreen)
    screen.form.name.setText("张家港市新莱精密零件有限公司")
    assert kept(field).proposal == entity
    field.press("Ctrl+Enter")
    field.at_home()
    assert [each.id for each in proposals(field)] == [entity]
    assert "张家港市新莱精密零件有限公司" in field.listed()
    world.carry(world.laptop, world.office)
    body = survey.proposal(world.office, entity).found
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", entity, body)])
    world.carry(world.office, world.laptop)
    field.window.refresh()
    field.today.choose(entity)
    assert field.row(body.name).badge == ""
    field.press("Ctrl+E")
    assert "不能改" in field.quiet()


def test_an_entry_left_half_way_stands_before_another_that_is_wanted(field, world):
    opened(field, FOUND)
    field.type(CODE)
    field.press("Esc")
    field.at_home()
    field.search("丙塑料厂")
    field.press("Ctrl+L")
    screen = field.shows(SurveyScreen)
    assert screen.form.name.text() == FOUND
    field.click("clearEntry")
    assert screen.entry().body.tenant == world.enterprises["丙塑料厂"]


def test_a_picture_that_the_camera_took_comes_with_its_time(field):
    screen = opened(field, FOUND)
    screen._sources.shot.emit(photo(7, taken=""))
    field.until(lambda: len(screen.entry().body.photos) == 1)
    assert screen.entry().body.photos[0].taken_at
