"""The laptop's home: what is due, what is signed, handing over and taking in."""

from datetime import date, timedelta

import pages
import pytest
from world import MAJOR, hazard_due, small_world

from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import exchange, lists
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.start import StartScreen
from zjg_inspect.ui.field.today_rows import Line
from zjg_inspect.ui.field.today_words import due_of
from zjg_inspect.ui.field.walker import WalkerScreen


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    made = small_world(tmp_path_factory.mktemp("built"), count=6)
    made.close()
    return made


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


def test_the_stick_is_written_read_back_and_then_rests_until_the_receipt_comes(field, world, tmp_path, monkeypatch):
    world.visit("甲五金厂")
    field.window.refresh()
    stick = tmp_path / "u"
    stick.mkdir()
    pages.choose_folder(monkeypatch, stick)
    assert field.button("writeStick").kind() == "main"
    field.press("Ctrl+U")
    field.click("changeFolder")
    field.until(lambda: "已写入并读回比对：1 次检查" in field.written())
    (bundle,) = stick.glob("*.zjgb")
    assert exchange.verify(bundle, tmp_path).ok
    assert field.button("writeStick").kind() == "plain"
    assert field.button("writeStick").text() == "再写一份"
    field.press("Ctrl+U")
    field.until(lambda: "等回执的 1 次又带了一份" in field.written())
    assert len(list(stick.iterdir())) == 2


def test_nothing_signed_writes_nothing(field, tmp_path, monkeypatch):
    pages.choose_folder(monkeypatch, tmp_path / "u")
    field.press("Ctrl+U")
    assert field.written() == "没有要写入的。签完的检查会排在这里，等着写入U盘。"
    assert not (tmp_path / "u").exists()


def test_the_folder_of_last_time_is_used_until_it_is_gone(field, world, tmp_path, monkeypatch):
    stick = tmp_path / "u"
    stick.mkdir()
    pages.choose_folder(monkeypatch, stick)
    world.visit("甲五金厂")
    field.window.refresh()
    field.press("Ctrl+U")
    field.click("changeFolder")
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
    field.until(lambda: "没找到“gone”，U盘可能已经拔了。" in field.written())
    assert lists.figures(world.laptop).unsent == 1
    assert field.button("writeStick").isEnabled()


def test_the_offices_bundle_is_taken_in_and_a_damaged_one_is_refused_in_words(field, world, tmp_path, monkeypatch):
    good = exchange.export_bundle(world.office, world.stick, world.laptop.key.device).path
    bad = tmp_path / "坏了.zjgb"
    bad.write_bytes(good.read_bytes()[:-400])
    pages.choose_files(monkeypatch, good, bad)
    field.press("Ctrl+O")
    screen = field.window.home.exchange
    field.until(lambda: len(screen.reports()) == 2)
    refused, known = (report.text() for report in screen.reports())
    assert "未收" in refused
    assert "本机没有改动" in refused
    assert "收过" in known
    assert "这里都有了" in known


def test_the_laptops_card_can_be_saved_again(field, tmp_path):
    field.press("Ctrl+4")
    field.window.home.exchange.own_card.save_card_to(tmp_path)
    assert (tmp_path / "张某的电脑.zjgcard").is_file()


def test_a_lost_stick_is_made_good_by_writing_once_more(field, world, tmp_path, monkeypatch):
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    pages.choose_folder(monkeypatch, tmp_path)
    field.press("Ctrl+4")
    field.click("writeAgain")
    field.until(lambda: "等回执的 1 次又带了一份" in field.written())
    (bundle,) = tmp_path.glob("*.zjgb")
    assert exchange.import_bundles(world.office, [bundle])[0].new == 0
