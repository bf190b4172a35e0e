"""The laptop's home: finding an enterprise, beginning a visit, and how it looks."""

import pages
import pytest
from pages import Field, Signing
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import MAJOR, hazard_due, photo, small_world

from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service import lists, setup, visit
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.start_try import TryScreen
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_rows import Cell, Line
from zjg_inspect.ui.field.today_words import hit_in
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.preferences import Preferences


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"), count=6)
    made.close()
    return made


# -- finding -----------------------------------------------------------------------------------------------------------


def test_an_enterprise_is_found_by_part_of_its_name_by_initials_and_by_code(field):
    assert len(field.listed()) == 6
    field.search("机械")
    assert field.listed() == ["乙机械厂", "戊机械厂"]
    field.search("jx")
    assert field.listed() == ["乙机械厂", "戊机械厂"]
    code = lists.enterprises(field.db, "乙机械厂")[0].code
    field.search(code[-5:].lower())
    assert field.listed() == ["乙机械厂"]
    assert code in field.row("乙机械厂").facts
    field.search("永新")
    assert len(field.listed()) == 7  # the six there, and the village's zone


def test_what_is_opened_is_painted_in_a_turn_of_its_own(field):
    field.search("乙机械厂")
    pages.settle()
    before = field.seen()
    field.press("Enter")
    field.shows(StartScreen)
    # what the window has been told so far it does, and does not paint yet
    QApplication.sendPostedEvents()
    assert field.seen() == before
    pages.settle()
    assert field.seen() != before


def test_once_it_is_sealed_what_was_searched_for_is_forgotten(field, world):
    field.search("甲五金")
    assert field.listed() == ["甲五金厂"]
    field.window.open_draft(world.answered("甲五金厂"))
    walker = field.shows(WalkerScreen)
    field.press("Esc")
    field.at_home()
    assert field.today.search.text() == "甲五金"
    field.press("Enter")
    field.until(lambda: field.window.shown() is not walker)
    field.shows(WalkerScreen).sign_requested.emit()
    screen = Signing(field)
    screen.begin()
    screen.sign_all()
    screen.seal()
    field.press("Esc")
    field.at_home()
    assert field.today.search.text() == ""
    assert len(field.listed()) == len(world.enterprises)


def test_what_was_typed_is_marked_in_the_hanzi(field):
    field.search("jx")
    start, end = field.row("乙机械厂").name_hit
    assert "乙机械厂"[start:end] == "机械"
    assert hit_in("某某五金厂", "mmwjc", "wj") == (2, 4)
    assert hit_in("某某五金厂", "mmwjc", "金厂") == (3, 5)
    assert hit_in("某某五金厂", "mmwjc", "") is None


def test_nothing_found_says_what_to_try_and_leads_back(field):
    field.search("jxq")
    assert field.listed() == []
    assert "没找到“jxq”" in field.today.empty.sentence()
    field.click("看全部企业")
    assert len(field.listed()) == 6


def test_the_arrows_choose_while_the_cursor_stays_in_the_search_field(field):
    names = field.listed()
    assert field.chosen() == names[0]
    field.press("Down")
    field.press("Down")
    field.press("Up")
    assert field.chosen() == names[1]
    assert QApplication.focusWidget() is field.today.search.line
    field.type("厂")
    assert field.today.search.text() == "厂"


def test_a_computer_without_enterprises_says_where_they_come_from(qtbot, world, tmp_path):
    fresh = setup.open_data(tmp_path / "fresh")
    setup.become_laptop(fresh, "新来的", setup.write_card(world.office, tmp_path))
    field = Field(qtbot, fresh)
    assert "还没有企业" in field.today.empty.sentence()
    assert field.button("去收镇里的包")
    field.window.shut()
    fresh.close()


# -- beginning ---------------------------------------------------------------------------------------------------------


def test_enter_and_enter_again_lead_into_the_walker_and_back_to_a_draft(field):
    field.start("丙塑料厂")
    field.press("1")
    field.click("back")
    field.at_home()
    field.search("")
    assert field.row("丙塑料厂").action == "继续"
    assert field.row("丙塑料厂").cells[1].bar[0] == 1
    assert "没查完的 1 家" in field.headings()
    field.tap_row_button("丙塑料厂")
    field.shows(WalkerScreen)


def test_the_button_of_a_row_answers_to_the_mouse(field):
    field.tap_row_button("乙机械厂")
    assert field.shows(StartScreen).head.accessibleName()
    field.press("Esc")
    field.at_home()
    assert field.chosen() == "乙机械厂"


@pytest.fixture
def names(qtbot):
    """A list by itself, small enough to lie wholly on the offscreen screen."""
    rows = RowList("names", "名单", (100, 100, 100))
    rows.set_rows(Line(f"id{n}", f"第 {n} 家", "", (Cell(), Cell(), Cell()), "开始") for n in range(40))
    qtbot.addWidget(rows)
    rows.resize(700, 500)
    rows.show()
    rows.activateWindow()
    return rows


def test_a_finger_on_a_rows_button_opens_it_and_elsewhere_chooses_it(names):
    opened = []
    names.opened.connect(opened.append)
    pages.tap(names.viewport(), names.visualRect(names.rows.index(3, 0)).topLeft() + QPoint(30, 20), "touch")
    assert (names.selected().id, opened) == ("id3", [])
    pages.tap(names.viewport(), names.action_point(2), "touch")
    assert (names.selected().id, opened) == ("id2", ["id2"])


def test_a_finger_that_moves_scrolls_and_opens_nothing(names, qtbot):
    opened = []
    names.opened.connect(opened.append)
    qtbot.waitUntil(lambda: names.verticalScrollBar().maximum() > 0)
    start = names.action_point(6)
    view, finger = names.viewport(), pages.touchscreen()
    QTest.touchEvent(view, finger).press(1, start, view).commit()
    for step in range(1, 12):
        QTest.touchEvent(view, finger).move(1, start - QPoint(0, 20 * step), view).commit()
    # the list follows at the scroller's next tick, while the finger is still down
    qtbot.waitUntil(lambda: names.verticalScrollBar().value() > 0)
    QTest.touchEvent(view, finger).release(1, start - QPoint(0, 220), view).commit()
    assert opened == []


def test_a_locked_gate_needs_a_photo_and_no_signature(field, world, tmp_path, monkeypatch):
    field.search("丁五金厂")
    field.press("Enter")
    screen = field.shows(StartScreen)
    screen.outcome.buttons[Outcome.DONE].setFocus()
    field.press("Right")
    assert screen.outcome.value() == Outcome.LOCKED
    screen.begin.setFocus()
    field.press("Enter")
    screen = field.shows(TryScreen)
    screen.people.inspectors[0].setEditText("张某")
    field.press("Ctrl+Enter")
    assert "还缺一张照片" in screen.error()
    gate = tmp_path / "gate.jpg"
    gate.write_bytes(photo(5))
    pages.choose_files(monkeypatch, gate)
    field.press("P")
    field.until(lambda: not screen.error())
    field.press("Ctrl+Enter")
    field.shows(SheetScreen)
    (sealed,) = lists.sealed_visits(world.laptop)
    assert (sealed.outcome, sealed.photos, sealed.inspectors) == ("locked", 1, "张某")


def test_the_photo_of_a_gate_is_named_and_drawn_on_too(field, world):
    draft = visit.start_visit(world.laptop, world.enterprises["丁五金厂"], VisitType.ASSESSMENT, Outcome.LOCKED)
    visit.add_photo(world.laptop, draft, "", photo(5), "gate.jpg")
    field.window.open_draft(draft)
    screen = field.shows(TryScreen)
    screen.photos.opened.emit(0)
    field.until(screen.viewer.view.isEnabled)
    field.press("N")
    field.type("大门锁着")
    field.press("Enter")
    field.press("M")
    field.press("Enter")

    def kept():
        return [each.photo for each in visit.open_visit(world.laptop, draft).draft.photos]

    field.until(lambda: len(kept()) == 2)
    assert kept()[1].of == kept()[0].sha256
    assert kept()[1].caption == "大门锁着"
    field.until(lambda: screen.viewer.remove.text() == "移走标注")
    field.press("Delete")
    field.press("Esc")
    field.until(lambda: len(kept()) == 1)
    assert field.shows(TryScreen) is screen


def test_a_photo_that_is_none_is_refused_in_place(field, world, tmp_path, monkeypatch):
    draft = visit.start_visit(world.laptop, world.enterprises["丁五金厂"], VisitType.ASSESSMENT, Outcome.STOPPED)
    field.window.open_draft(draft)
    screen = field.shows(TryScreen)
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(photo(1)[:900])
    pages.choose_files(monkeypatch, broken)
    field.press("P")
    field.until(lambda: "坏.jpg" in screen.error())


def test_deleting_a_draft_is_asked_and_the_safe_answer_has_the_keyboard(field, world):
    world.answered("乙机械厂")
    field.window.refresh()
    field.search("乙")
    field.today.list.setFocus()
    field.press("Delete")
    question = field.question()
    field.until(lambda: QApplication.focusWidget() is question.keep)
    field.press("Esc")
    assert lists.figures(world.laptop).drafts == 1
    field.press("Delete")
    field.question().act.click()
    field.until(lambda: lists.figures(world.laptop).drafts == 0)
    field.until(lambda: field.row("乙机械厂").action == "开始")


# -- how it looks ------------------------------------------------------------------------------------------------------


def test_bright_sun_is_one_tap_and_is_remembered(field, qapp):
    try:
        field.click("sunlight")
        assert theme.current().sunlight
        assert (field.db.directory / "window.ini").is_file()
        assert Preferences(field.db.directory).theme == "sunlight"
    finally:
        theme.apply(qapp)


def test_larger_words_are_one_key_and_everything_stays_where_it_was(field, qapp):
    try:
        field.search("jx")
        before = field.window.status.sizeHint().height()
        field.press("Ctrl+Equal")
        assert field.window.status.sizeHint().height() > before
        assert field.listed() == ["乙机械厂", "戊机械厂"]
        assert Preferences(field.db.directory).scale == theme.current().scale > 1
        walker = field.start("丙塑料厂")
        field.press("1")
        field.press("Ctrl+Minus")
        field.until(lambda: field.window.shown() is not walker)
        assert field.shows(WalkerScreen).session is walker.session
    finally:
        theme.apply(qapp)


def test_closing_brings_what_is_being_written_to_the_disk(field, world):
    walker = field.start("丙塑料厂")
    item = walker.session.item
    field.press("N")
    field.type("门口堆着托盘")
    assert field.window.shut()
    (draft,) = [row.draft for row in lists.enterprises(world.laptop) if row.draft]
    assert visit.open_visit(world.laptop, draft).draft.answers[item].note == "门口堆着托盘"


@pytest.mark.parametrize("size", pages.SIZES, ids=str)
@pytest.mark.parametrize("bright", [False, True], ids=["light", "sunlight"])
def test_nothing_is_clipped_nothing_is_foreign_everything_is_reached_by_tab(qtbot, world, qapp, size, bright):
    hazard_due(world, "甲五金厂", -2, MAJOR)
    world.answered("乙机械厂", fail=("4-09",))
    try:
        theme.apply(qapp, "sunlight" if bright else "light")
        field = Field(qtbot, world.laptop, size)
        assert (field.window.width(), field.window.height()) == size
        for tab in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"):
            field.press(tab)
            qapp.processEvents()
            pages.assert_sound(field, tab)
        field.press("F1")
        qapp.processEvents()
        assert pages.clipped(field.window) == []
        field.press("F1")
        row = next(row for row in lists.enterprises(world.laptop) if row.name == "丙塑料厂")
        field.window.open_enterprise(row)
        qapp.processEvents()
        pages.assert_sound(field, "start")
        field.window.go_home()
        draft = visit.start_visit(world.laptop, row.id, VisitType.ASSESSMENT, Outcome.LOCKED)
        field.window.open_draft(draft)
        qapp.processEvents()
        pages.assert_sound(field, "try")
        field.press("Esc")
        field.at_home()
        assert (field.window.width(), field.window.height()) == size
    finally:
        field.window.shut()
        theme.apply(qapp)
