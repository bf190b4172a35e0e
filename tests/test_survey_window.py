"""Survey at the laptop: what is found is entered by keys alone or by touch alone, and nothing typed is lost."""

import pages
import pytest
from counted_visit import Hand
from pages import Field
from PySide6.QtWidgets import QLineEdit
from survey_screen import CODE, FOUND, WRONG, by_two, copy_a_picture, entered, in_sight, kept, named, opened, proposals
from world import VILLAGE, copy_of, photo, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.register import Zone
from zjg_inspect.service import exchange, lists, setup, survey, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.survey import SurveyScreen
from zjg_inspect.ui.field.survey_words import taken_over
from zjg_inspect.ui.field.walker import WalkerScreen


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"), count=4)
    made.close()
    return made


@pytest.fixture(autouse=True)
def nothing_copied(qapp):
    """What was copied goes while there is somebody who can let it go: the end of the process is too late."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def unhurried(qapp):
    """Taps that follow each other at once are no double taps here: a person's come later."""
    before = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(before)


# -- a minute ----------------------------------------------------------------------------------------------------------


def test_by_keys_alone_from_today_to_the_first_item_in_under_twenty_keys_beside_the_text(field, world):
    """Name, code, address, principal, telephone, trade, headcount, licence, landlord and who found it."""
    hand = Hand(field)
    field.search(FOUND)
    with hand.at_most(18):
        hand.press("Ctrl+N")
        screen = field.shows(SurveyScreen)
        assert screen.form.name.text() == FOUND
        copy_a_picture()
        for text in (CODE, "", "工业路 20 号", "", "王某某", "13800000000", "精密加工", "23"):
            hand.write(text)
            hand.press("Enter")
        hand.press("Left", "Left", "Enter")
        for text in ("永新村委", "", "3 号房", "", "", ""):
            hand.write(text)
            hand.press("Enter")
        hand.write("张某")
    with hand.at_most(5):
        hand.press("Enter")
        hand.write("李某")
        hand.press("Enter", "Ctrl+V")
        field.until(lambda: len(screen.entry().body.photos) == 1)
        hand.press("Enter")
    walker = field.shows(WalkerScreen)
    assert walker.session.visit.site.name == FOUND
    (said,) = proposals(field)
    body = survey.proposal(field.db, said.id)
    assert (body.found.code, body.found.zone, body.found.phone) == (CODE, world.zone, "13800000000")
    assert (body.found.facts.headcount, body.found.facts.rents, body.found.landlord) == (23, True, "永新村委")
    assert [each.name for each in body.by] == ["张某", "李某"]
    assert len(body.photos) == 1
    assert [each.name for each in walker.session.visit.draft.head.inspectors] == ["张某", "李某"]


def test_at_the_least_two_keys_stand_between_the_gate_and_the_first_item(field, world):
    entered(field, "张家港市头一家木器厂", inspect=False)
    hand = Hand(field)
    field.search(FOUND)
    with hand.at_most(2):
        hand.press("Ctrl+N")
        field.shows(SurveyScreen)
        hand.press("Ctrl+Enter")
    field.shows(WalkerScreen)
    assert named(field, FOUND).draft


def test_by_touch_alone(field, world, unhurried):
    """Text comes from the keyboard on the screen, the picture from another program."""
    hand = Hand(field)
    copy_a_picture()
    with hand.at_most(12):
        hand.tap("survey")
        screen = field.shows(SurveyScreen)
        for name, text in (("name", FOUND), ("code", CODE), ("principal", "王某某"), ("phone", "138")):
            hand.tap(screen.findChild(QLineEdit, name))
            hand.write(text)
        hand.tap(in_sight(screen, screen.form.by.inspectors[0].lineEdit()))
        hand.write("张某")
        hand.tap(in_sight(screen, screen.form.rents.buttons["yes"]))
        hand.tap(in_sight(screen, screen.form.landlord))
        hand.write("永新村委")
        hand.tap(in_sight(screen, screen.form.photos.paste_button))
        field.until(lambda: len(screen.entry().body.photos) == 1)
        hand.tap("enterAndInspect")
    field.shows(WalkerScreen)
    (said,) = proposals(field)
    assert said.subject == "tenant"


def test_only_entered_it_stands_in_the_list_and_is_counted_apart(field):
    entered(field, FOUND, inspect=False)
    assert f"已登记“{FOUND}”" in field.quiet()
    field.search("")
    assert field.row(FOUND).badge == "待确认"
    assert "待确认" in field.row(FOUND).spoken()
    assert field.today._found.text() == "共 4 家，待确认 1 家"
    assert lists.figures(field.db).enterprises == 4


def test_it_goes_to_the_office_on_the_next_stick_though_nothing_was_inspected(field, world):
    entered(field, FOUND, inspect=False)
    (world.root / "u").mkdir()
    field.window.home.hand_over.write_to(world.root / "u")
    field.until(lambda: "已写入并读回比对：待确认 1 条" in field.written())
    (bundle,) = (world.root / "u").glob("*.zjgb")
    (report,) = exchange.import_bundles(world.office, [bundle])
    assert report.status == "imported"
    assert [each.name for each in survey.proposals(world.office)] == [FOUND]
    assert (lists.figures(field.db).unsent_found, lists.figures(field.db).awaited_found) == (0, 1)
    world.carry(world.office, world.laptop)
    assert lists.figures(field.db).awaited_found == 0


# -- the way in --------------------------------------------------------------------------------------------------------


def test_what_was_searched_for_in_vain_is_offered_with_its_name(field):
    field.search("新来零件厂")
    assert "没找到“新来零件厂”" in field.today.empty.sentence()
    field.click("登记“新来零件厂”")
    screen = field.shows(SurveyScreen)
    assert screen.form.name.text() == "新来零件厂"
    field.press("Esc")
    field.at_home()
    field.search("jxq")
    assert field.button("emptyOtherAction").text() == "登记新企业"
    assert opened(field).form.name.text() == ""


def test_a_name_that_was_found_is_no_name_of_something_new(field):
    assert opened(field, "机械").form.name.text() == ""
    assert taken_over(" xlj ") == ("", "")
    assert taken_over("新来 零件厂 ") == ("新来 零件厂", "")
    assert taken_over(CODE.lower()) == ("", CODE.lower())


def test_the_village_is_the_one_that_was_worked_in_last(field, world):
    other = ids.zone_id("塘桥镇", "光明村")
    with world.office.write() as conn:
        make(conn, world.office, [Making("zone", other, Zone("塘桥镇", "光明村"))])
    card = setup.own_card(world.laptop)
    setup.accept_laptop(world.office, card, "A07", (world.zone, other))
    world.carry(world.office, world.laptop)
    screen = opened(field)
    assert screen.form.village.currentText() == ""
    screen.form.name.setText(FOUND)
    by_two(screen)
    field.press("Ctrl+S")
    field.until(lambda: "还没写在哪个村" in screen.form.rows["village"].error())
    screen.form.village.setCurrentIndex(screen.form.village.findData(other))
    field.press("Ctrl+S")
    field.at_home()
    assert survey.new_entry(field.db).found.zone == other
    visit.start_visit(field.db, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    world.answered("甲五金厂")
    assert survey.new_entry(field.db).found.zone in (world.zone, other)
    field.today.village.chosen.emit(world.zone)
    assert opened(field).form.village.currentText() == VILLAGE


# -- nothing is lost ---------------------------------------------------------------------------------------------------


def test_after_a_crash_in_the_middle_it_is_as_it_was_left(field, world, qtbot):
    screen = opened(field, FOUND)
    field.type(CODE)
    screen.form.rents.buttons["yes"].click()
    screen.form.landlord.setText("永新村委")
    screen._add(photo(4), "执照.jpg")
    field.until(lambda: len(screen.entry().body.photos) == 1)
    before = kept(field)
    again = copy_of(field.db, world.root / "after the crash")
    later = Field(qtbot, again)
    assert later.button("survey").text() == "接着登记"
    later.press("Ctrl+N")
    found = later.shows(SurveyScreen)
    assert found.entry() == before
    assert "上次没登记完的" in found.said()
    shown = (found.form.name.text(), found.form.code.text(), found.form.landlord.text())
    assert shown == (FOUND, CODE, "永新村委")
    by_two(found)
    later.press("Ctrl+S")
    later.at_home()
    assert survey.proposals(again)[0].subject == "tenant"
    assert later.button("survey").text() == "登记新企业"
    later.window.shut()
    again.close()


def test_a_cleared_form_comes_back_with_one_tap(field):
    screen = opened(field)
    field.type(FOUND)
    field.click("clearEntry")
    assert screen.form.name.text() == ""
    assert "已清空" in screen.said()
    assert kept(field) is None
    field.click("undoClear")
    assert screen.form.name.text() == FOUND
    assert kept(field).body.found.name == FOUND
    field.press("Esc")
    field.at_home()
    assert opened(field, "丙塑料").form.name.text() == FOUND


def test_a_photo_that_is_none_is_refused_in_place(field):
    screen = opened(field)
    screen._add(photo(1)[:900], "坏.jpg")
    field.until(lambda: "坏.jpg" in screen.form.rows["photos"].error())
    assert screen.entry().body.photos == ()


def test_a_photo_still_being_added_is_entered_too(field):
    screen = opened(field, FOUND)
    by_two(screen)
    screen._add(photo(4), "执照.jpg")
    field.press("Ctrl+S")
    field.at_home()
    (said,) = proposals(field)
    assert len(survey.proposal(field.db, said.id).photos) == 1


# -- its photos --------------------------------------------------------------------------------------------------------


@pytest.fixture
def photographed(field):
    """Two photos were taken: the licence and the gate."""
    screen = opened(field, FOUND)
    for n in (4, 5):
        screen._add(photo(n), f"{n}.jpg")
        field.until(lambda n=n: len(screen.entry().body.photos) == n - 3)
    return screen


@pytest.mark.parametrize("by", ["tap", "keys"])
def test_a_photo_is_seen_large_and_left_again_without_leaving_the_form(field, photographed, by):
    if by == "tap":
        in_sight(photographed, field.button("photo_1"))
        field.click("photo_1")
    else:
        photographed.form.photos.show_thumb(1)
        field.press("Enter")
    assert photographed.viewer.isVisible()
    field.until(lambda: photographed.viewer.view.isEnabled())
    # what stands behind it rests
    field.press("Ctrl+S")
    field.press("Left")
    field.press("Esc")
    assert not photographed.viewer.isVisible()
    assert field.shows(SurveyScreen) is photographed
    assert field.window.focusWidget().objectName() == "photo_1"
    assert proposals(field) == []


@pytest.mark.parametrize("by", ["undoClear", "Ctrl+Z"])
def test_a_photo_that_was_taken_away_is_put_back_where_it_was(field, photographed, by):
    before = kept(field).body
    photographed.form.photos.show_thumb(0)
    field.press("Delete")
    assert kept(field).body.photos == before.photos[1:]
    assert photographed.said() == "已移走第 1 张照片。"
    assert field.window.focusWidget().objectName() == "photo_0"
    field.press(by) if by == "Ctrl+Z" else field.click(by)
    assert kept(field).body == before
    assert photographed.said() == ""
    assert field.window.focusWidget().objectName() == "photo_0"


def test_taking_all_photos_away_leaves_the_keyboard_at_the_way_of_adding_one(field, photographed):
    photographed.form.photos.show_thumb(1)
    field.press("Delete")
    assert field.window.focusWidget().objectName() == "photo_0"
    field.press("Delete")
    assert field.window.focusWidget().objectName() == "choosePhotos"
    assert kept(field).body.photos == ()


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", pages.SIZES, ids=str)
@pytest.mark.parametrize("bright", [False, True], ids=["light", "sunlight"])
def test_nothing_is_clipped_nothing_is_foreign_everything_is_reached_by_tab(qtbot, world, qapp, size, bright):
    try:
        theme.apply(qapp, "sunlight" if bright else "light")
        field = Field(qtbot, world.laptop, size)
        screen = opened(field, "张家港市乙机械有限公司")
        field.type(WRONG)
        screen.form.rents.buttons["yes"].click()
        field.until(lambda: bool(screen.doubles.likely()))
        pages.assert_sound(field, "form")
        field.press("F1")
        pages.settle()
        assert pages.clipped(field.window) == []
        field.press("F1")
        field.click("clearEntry")
        pages.assert_sound(field, "cleared")
        assert (field.window.width(), field.window.height()) == size
    finally:
        field.window.shut()
        theme.apply(qapp)
