"""The laptop's home: finding an enterprise, beginning a visit, what is due, handing over and taking in."""

from datetime import date, timedelta

import msgspec
import pages
import pytest
from pages import Field, copied
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import FILLED, MAJOR, photo, small_world

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.service import exchange, lists, setup, signing, visit
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.start_try import TryScreen
from zjg_inspect.ui.field.today_list import RowList
from zjg_inspect.ui.field.today_rows import Cell, Line
from zjg_inspect.ui.field.today_words import due_of, hit_in
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.preferences import Preferences


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"), count=6)
    made.close()
    return made


@pytest.fixture
def world(built, tmp_path):
    made = copied(built, tmp_path)
    yield made
    made.close()


@pytest.fixture
def field(qtbot, world):
    return Field(qtbot, world.laptop)


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
    assert len(field.listed()) == 6


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
    start = names.action_point(6)
    view, finger = names.viewport(), pages.touchscreen()
    QTest.touchEvent(view, finger).press(1, start, view).commit()
    for step in range(1, 12):
        QTest.touchEvent(view, finger).move(1, start - QPoint(0, 20 * step), view).commit()
        QApplication.processEvents()
    QTest.touchEvent(view, finger).release(1, start - QPoint(0, 220), view).commit()
    qtbot.waitUntil(lambda: names.verticalScrollBar().value() > 0)
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


# -- due, sealed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words", "under", "tone"),
    [
        (-2, "逾期 2 天", "应于 08-14", "fail"),
        (0, "今天", "08-16", "attention"),
        (1, "明天", "08-17", "ink"),
        (3, "还有 3 天", "08-19", "ink"),
        (150, "还有 150 天", "2024-01-13", "ink"),
    ],
)
def test_what_is_due_is_said_in_words_first(days, words, under, tone):
    on = date(2023, 8, 16)
    cell = due_of((on + timedelta(days=days)).isoformat(), on)
    assert (cell.words, cell.under, cell.tone) == (words, under, tone)


def hazard_due(world, name, days, grade=FILLED):
    """A sealed visit whose one hazard is due in so many days."""
    draft = world.answered(name, fail=("4-09",))
    deadline = (today() + timedelta(days=days)).isoformat()
    visit.record_hazard(world.laptop, draft, "4-09", msgspec.structs.replace(grade, deadline=deadline))
    if grade is MAJOR:
        visit.add_photo(world.laptop, draft, "4-09", photo(), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)


def test_major_hazards_stand_first_then_what_is_due_first(field, world):
    hazard_due(world, "甲五金厂", 5)
    hazard_due(world, "乙机械厂", -2)
    hazard_due(world, "丙塑料厂", 9, MAJOR)
    field.window.refresh()
    assert field.listed()[:3] == ["丙塑料厂", "乙机械厂", "甲五金厂"]
    assert field.row("丙塑料厂").badge == "重大 1"
    assert field.headings()[0].startswith("有隐患的 3 家")
    field.press("Ctrl+2")
    rows = [row for row in field.window.home.hazards.list.rows.rows() if isinstance(row, Line)]
    assert [row.cells[0].words for row in rows] == ["还有 9 天", "逾期 2 天", "还有 5 天"]
    assert [row.cells[1].words for row in rows] == ["丙塑料厂", "乙机械厂", "甲五金厂"]


def test_from_a_hazard_a_reinspection_begins(field, world):
    hazard_due(world, "甲五金厂", 5)
    field.press("Ctrl+2")
    field.press("Enter")
    screen = field.shows(StartScreen)
    assert screen.type.value() == VisitType.REINSPECTION
    field.press("Enter")
    walker = field.shows(WalkerScreen)
    assert [item.code for item in walker.session.visit.items] == ["4-09"]


def test_a_sealed_visit_is_seen_saved_as_pdf_and_corrected(field, world, tmp_path, monkeypatch):
    world.visit("甲五金厂")
    field.press("Ctrl+3")
    field.press("Enter")
    screen = field.shows(SheetScreen)
    field.until(lambda: screen.sheet.pages() > 1)
    field.press("PgDn")
    field.until(lambda: screen.sheet.page() == 1)
    pages.name_file(monkeypatch, tmp_path / "核查表")
    field.press("Ctrl+S")
    field.until(lambda: "已存为“核查表.pdf”" in screen.sentence())
    assert (tmp_path / "核查表.pdf").read_bytes().startswith(b"%PDF")
    field.click("correct")
    walker = field.shows(WalkerScreen)
    assert walker.session.visit.draft.head.parents


def test_what_was_signed_today_is_looked_at_and_can_be_visited_again(field, world):
    world.visit("甲五金厂")
    field.window.refresh()
    assert field.row("甲五金厂").action == "查看"
    field.tap_row_button("甲五金厂")
    assert field.window.home.tab() == "sealed"
    field.click("再查一次")
    field.shows(StartScreen)


# -- handing over and taking in ----------------------------------------------------------------------------------------


def test_the_stick_is_written_read_back_and_then_rests(field, world, tmp_path, monkeypatch):
    world.visit("甲五金厂")
    field.window.refresh()
    stick = tmp_path / "u"
    stick.mkdir()
    pages.choose_folder(monkeypatch, stick)
    assert field.button("writeStick").kind() == "main"
    field.press("Ctrl+U")
    field.until(lambda: "已写入并读回比对：1 次检查" in field.written())
    (bundle,) = stick.glob("*.zjgb")
    assert exchange.verify(bundle, tmp_path).ok
    assert field.button("writeStick").kind() == "plain"
    field.press("Ctrl+U")
    assert "没有要写入的" in field.written()
    assert len(list(stick.iterdir())) == 1


def test_the_folder_of_last_time_is_used_until_it_is_gone(field, world, tmp_path, monkeypatch):
    stick = tmp_path / "u"
    stick.mkdir()
    pages.choose_folder(monkeypatch, stick)
    world.visit("甲五金厂")
    field.window.refresh()
    field.press("Ctrl+U")
    field.until(lambda: "已写入" in field.written())
    pages.choose_folder(monkeypatch, None)
    world.visit("乙机械厂")
    field.window.refresh()
    field.press("Ctrl+U")
    field.until(lambda: len(list(stick.glob("*.zjgb"))) == 2)
    field.until(lambda: field.button("writeStick").isEnabled())


def test_a_stick_that_vanishes_is_said_in_one_sentence_and_nothing_counts_as_sent(field, world, tmp_path):
    world.visit("甲五金厂")
    field.window.refresh()
    field.window.home.hand_over.write_to(tmp_path / "gone")
    field.until(lambda: "没能写到" in field.written())
    assert lists.figures(world.laptop).unsent == 1
    assert field.button("writeStick").isEnabled()


def test_the_offices_bundle_is_taken_in_and_a_damaged_one_is_refused_in_words(field, world, tmp_path, monkeypatch):
    good = exchange.export_bundle(world.office, world.stick).path
    bad = tmp_path / "坏了.zjgb"
    bad.write_bytes(good.read_bytes()[:-400])
    pages.choose_files(monkeypatch, good, bad)
    field.press("Ctrl+O")
    screen = field.window.home.exchange
    field.until(lambda: len(screen.reports()) == 2)
    first, second = (report.text() for report in screen.reports())
    assert "已收" in first
    assert "这里都有了" in first
    assert "未收" in second
    assert "本机没有改动" in second


def test_the_laptops_card_can_be_saved_again(field, tmp_path):
    field.press("Ctrl+4")
    field.window.home.exchange.save_card_to(tmp_path)
    assert (tmp_path / "张某的电脑.zjgcard").is_file()


def test_a_lost_stick_is_made_good_by_writing_everything_once_more(field, world, tmp_path, monkeypatch):
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    pages.choose_folder(monkeypatch, tmp_path)
    field.press("Ctrl+4")
    field.click("writeAgain")
    field.until(lambda: "以前的都在里面" in field.written())
    (bundle,) = tmp_path.glob("*.zjgb")
    assert exchange.import_bundles(world.office, [bundle])[0].new == 0


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


@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=str)
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
            assert_sound(field, tab)
        field.press("F1")
        qapp.processEvents()
        assert pages.clipped(field.window) == []
        field.press("F1")
        row = next(row for row in lists.enterprises(world.laptop) if row.name == "丙塑料厂")
        field.window.open_enterprise(row)
        qapp.processEvents()
        assert_sound(field, "start")
        field.window.go_home()
        draft = visit.start_visit(world.laptop, row.id, VisitType.ASSESSMENT, Outcome.LOCKED)
        field.window.open_draft(draft)
        qapp.processEvents()
        assert_sound(field, "try")
        field.press("Esc")
        field.at_home()
        assert (field.window.width(), field.window.height()) == size
    finally:
        field.window.shut()
        theme.apply(qapp)


def assert_sound(field, where):
    pages.settle()
    assert pages.clipped(field.window) == [], where
    assert pages.foreign_words(field.window) == [], where
    assert pages.unreachable(field.window) == [], where
    assert pages.small_targets(field.window) == [], where
    assert pages.unnamed(field.window) == [], where
