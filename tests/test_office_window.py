"""The office's day at its window: bundles in, laptops accepted, the register, people, annex 1."""

import re
import shutil

import pages
import pytest
from openpyxl import load_workbook
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget
from roster_book import HEADINGS, a_code, a_row, saved
from world import small_world

from zjg_inspect.model import authority, ids
from zjg_inspect.model.inspection import Someone
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.service import exchange, people, review, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.window import PAGES

STRANGER = "赵某的电脑"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An office and a laptop with two sealed visits on it; the laptop of somebody whom the office does not know."""
    root = tmp_path_factory.mktemp("built")
    world = small_world(root)
    world.visit("甲五金厂", fail=("4-04",))
    world.visit("乙机械厂")
    stranger = setup.open_data(root / "stranger")
    setup.become_laptop(stranger, STRANGER, setup.write_card(world.office, world.stick))
    setup.write_card(stranger, world.stick)
    exchange.export_bundle(stranger, world.stick)
    stranger.close()
    world.close()
    return world


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    return OfficeDesk(qtbot, world.office)


@pytest.fixture
def bundle(world):
    """The laptop's bundle, on the stick."""
    return exchange.export_bundle(world.laptop, world.stick).path


def stranger_bundle(world):
    return next(world.stick.glob(f"{STRANGER}*.zjgb"))


def damaged(path):
    """A copy with one byte turned."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    copy = path.with_name("钱某的电脑-第0009包.zjgb")
    copy.write_bytes(data)
    return copy


# -- 收件 ------------------------------------------------------------------------------------------------------------


def test_dropped_bundles_are_received_and_the_sums_stand_as_an_equation(desk, bundle):
    desk.drop(bundle)
    assert desk.report() == [("已收", "张某的电脑 第 1 包")]
    read, new, known, held, bad = map(int, re.findall(r"\d+", desk.equation()))
    assert read == new + known + held + bad
    assert new > 0
    assert desk.said_of(0) == "检查 2 次。"
    assert desk.count_at("审核") == 2


def test_the_same_bundle_again_is_said_to_be_known(desk, bundle):
    desk.drop(bundle).drop(bundle)
    assert desk.report() == [("收过", "张某的电脑 第 1 包")]
    assert desk.said_of(0) == "以前收过，没有变化。"


def test_a_damaged_file_is_refused_in_words_while_the_others_merge(desk, bundle):
    desk.drop(damaged(bundle), bundle)
    assert [state for state, _ in desk.report()] == ["未收", "已收"]
    assert "有一处损坏" in desk.said_of(0)
    assert "本机没有改动" in desk.said_of(0)
    assert "读入 0，新 0" in desk.spoken_of(0)
    assert desk.count_at("审核") == 2


def test_a_folder_is_dropped_with_all_bundles_in_it(desk, world, bundle, tmp_path):
    folder = tmp_path / "U盘"
    folder.mkdir()
    shutil.copy(bundle, folder)
    shutil.copy(stranger_bundle(world), folder)
    desk.drop(folder)
    assert sorted(state for state, _ in desk.report()) == ["已收", "暂放"]


def test_cancelling_takes_nothing_of_the_file_under_way(desk, bundle):
    desk.go("收件")
    desk.inbox.receive([bundle, damaged(bundle)])
    desk.inbox.cancel()
    desk.wait()
    assert "已停下" in desk.inbox.sentence()
    assert desk.reports() == []
    assert desk.count_at("审核") == 0
    desk.drop(bundle)
    assert desk.count_at("审核") == 2


def test_a_file_that_is_gone_is_said_and_the_rest_is_received(desk, bundle, tmp_path):
    desk.drop(tmp_path / "没有.zjgb", bundle)
    assert [state for state, _ in desk.report()] == ["未收", "已收"]
    assert "没能读出" in desk.said_of(0)


def test_what_a_laptop_may_not_write_is_set_aside_with_the_reason(desk, world, monkeypatch):
    inspection, version = world.visit("丙塑料厂")
    sealed = review.open_review(world.laptop, inspection)
    body = ReviewBody(
        inspection, version, sealed.body.content_hash, "returned", Someone("张某"), "2026-11-23T02:03:04Z"
    )
    with monkeypatch.context() as forged:
        forged.setitem(authority.AUTHORS, "review", frozenset({"office", "field"}))
        with world.laptop.write() as conn:
            make(conn, world.laptop, [Making("review", ids.review_id(version), body)])
    desk.drop(exchange.export_bundle(world.laptop, world.stick).path)
    assert desk.report() == [("已收", "张某的电脑 第 1 包")]
    assert "隔离 1 条审核：这台电脑无权写审核。" in desk.said_of(0)
    why = desk.see_aside(0)
    assert "这类记录只有镇里能写" in why
    assert "别的都已收好" in why
    assert desk.equation().endswith("隔离 1")
    assert desk.count_at("审核") == 3


def test_a_bundle_for_the_laptops_is_written_and_brings_them_the_people(desk, world, tmp_path):
    people.put_person(world.office, "新来的吴某")
    desk.go("收件")
    desk.inbox.write_to(tmp_path)
    desk.wait()
    assert "已写入并读回比对" in desk.inbox.sentence()
    exchange.import_bundles(world.laptop, list(tmp_path.glob("*.zjgb")))
    assert "新来的吴某" in [row.name for row in people.people(world.laptop)]


# -- 登记 ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def roster(tmp_path):
    rows = [
        a_row(name="新兴五金厂", code=a_code(11)),
        a_row(name="坏码机械厂", code=a_code(12)[:-1] + ("A" if a_code(12)[-1] != "A" else "B")),
        a_row(name="约数塑料厂", code=a_code(13), headcount="约二十人"),
        a_row(name="", code=a_code(14)),
    ]
    return saved(tmp_path / "底数表.xlsx", ("底数表", [["2022年企业底数摸排表"], HEADINGS, *rows]))


def test_a_register_is_rehearsed_taken_in_and_its_report_names_rows_columns_and_reasons(desk, roster):
    desk.drop(roster)
    page = desk.window.page("register")
    importing = page.importing
    assert importing.view.sums.text() == "4 行 = 新 2 + 有变化 0 + 未变 0 + 未收 2"
    desk.click(importing.view.main)
    assert importing.line.words() == "已收入“底数表.xlsx”：新 2 家，有变化 0 家，未收 2 行。"
    desk.click(importing.line.report_button)
    report = importing.report
    assert report.words() == "4 行 = 新 2 + 有变化 0 + 未变 0 + 未收 2"
    text = report.text()
    assert re.search(r"第 4 行 统一社会.*信用代码：", text, re.S)
    assert "第 6 行 企业名称：" in text
    assert "第 5 行 从业人数：“约二十人”" in text
    desk.click(report.copy)
    assert QGuiApplication.clipboard().text() == text
    desk.click(report.back)
    assert "共 5 家" in [label.text() for label in page.top.findChildren(QLabel)]
    desk.drop(roster)
    assert importing.view.sums.text() == "4 行 = 新 0 + 有变化 0 + 未变 2 + 未收 2"
    assert not importing.view.main.isEnabled()


def test_the_report_is_kept_as_a_text_file(desk, roster, tmp_path):
    desk.drop(roster)
    importing = desk.window.page("register").importing
    desk.click(importing.view.main)
    desk.click(importing.line.report_button)
    report = importing.report
    report.write(tmp_path / "报告.txt")
    assert (tmp_path / "报告.txt").read_text(encoding="utf-8-sig") == report.text()
    report.write(tmp_path / "没有这个文件夹" / "报告.txt")
    assert "没能写到" in desk.told()


def test_a_file_that_is_no_register_changes_nothing(desk, tmp_path):
    book = saved(tmp_path / "别的.xlsx", ("表", [["日期", "金额"], ["2022-01-01", 5]]))
    desk.drop(book)
    page = desk.window.page("register")
    assert "没找到这些表头" in page.importing.error.text()
    assert len(page.list.values()) == 3


def test_enterprises_are_found_by_pinyin_initials_and_shown_with_verdict_and_visits(desk, bundle):
    desk.drop(bundle)
    page = desk.go("登记")
    type_into(page.search.line, "jwj")
    assert [row.name for row in page.list.values()] == ["甲五金厂"]
    desk.wait()
    assert page.details.verdict() == "还没达到：待审核；4-04 安全通道畅通 未整改"
    (visit,) = page.details.visits.values()
    desk.press(page.details.visits, visit)
    desk.bot.waitUntil(lambda: page.sheet.view.pages() > 0)
    desk.click(page.sheet.back)
    page.search.line.clear()
    type_into(page.search.line, "没有的厂")
    assert "没找到“没有的厂”" in page.empty.sentence()


# -- 人员 · 报表 -----------------------------------------------------------------------------------------------------


def test_people_are_added_put_out_of_use_and_taken_back(desk, world):
    page = desk.go("人员")
    desk.click(page.add_button)
    assert "还缺姓名" in page.error.text()
    type_into(page.name, "周某")
    type_into(page.agency, "某某安全技术服务公司")
    desk.click(page.add_button)
    row = next(row for row in page.list.values() if row.name == "周某")
    assert row.agency == "某某安全技术服务公司"
    desk.press(page.list, row)
    assert "周某" not in [each.name for each in people.people(world.office)]
    row = next(row for row in page.list.values() if row.name == "周某")
    desk.press(page.list, row)
    assert "周某" in [each.name for each in people.people(world.office)]
    type_into(page.name, "张某")
    desk.click(page.add_button)
    assert "已经在里面了" in page.error.text()


def test_people_stand_under_their_agency_those_out_of_use_last(desk, world):
    gone = people.put_person(world.office, "吴某", "某某安全技术服务公司")
    people.put_person(world.office, "周某", "某某安全技术服务公司")
    people.put_person(world.office, "吴某", "某某安全技术服务公司", id=gone, active=False)
    page = desk.go("人员")
    said = [page.list._look.spoken(value) for value in page.list.values()]
    assert said[0] == "本办　在用 3 人"
    assert said[-3:] == [
        "某某安全技术服务公司（第三方机构）　在用 1 人，停用 1 人", "周某，某某安全技术服务公司",
        "吴某，某某安全技术服务公司，已停用",
    ]  # fmt: skip
    page.list.step(1)
    assert page.list.current().name != "本办"


def test_annex_1_is_written_and_the_sentence_says_where(desk, tmp_path):
    page = desk.go("报表")
    page.write(tmp_path / "附件1.xlsx")
    desk.wait()
    assert "“附件1.xlsx”" in page.sentence()
    assert page.folder_button.isVisible()
    cells = [cell.value for row in load_workbook(tmp_path / "附件1.xlsx").active.rows for cell in row]
    assert "永新村" in cells
    page.write(tmp_path / "没有这个文件夹" / "附件1.xlsx")
    desk.wait()
    assert "没能写到" in page.sentence()


# -- the window ------------------------------------------------------------------------------------------------------


def shown_below(widget):
    return [child for child in widget.findChildren(QWidget) if child.isVisible()]


def in_scroll_area(widget, window):
    while (widget := widget.parentWidget()) is not None and widget is not window:
        if isinstance(widget, QScrollArea):
            return True
    return False


@pytest.mark.parametrize(("name", "size"), pages.LOOKS)
def test_nothing_is_clipped_and_no_word_is_english(qtbot, qapp, world, bundle, size, name):
    theme.apply(qapp, name, office=True)
    try:
        desk = OfficeDesk(qtbot, world.office, size)
        desk.drop(bundle, stranger_bundle(world))
        for _, word, _, _ in PAGES:
            desk.go(word)
            assert (desk.window.width(), desk.window.height()) == size, word
            pages.settle()
            assert pages.clipped(desk.window) == [], word
            assert pages.unseen_focus(desk.window) == [], word
            for widget in shown_below(desk.window):
                if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and not in_scroll_area(
                    widget, desk.window
                ):
                    place = QRect(widget.mapTo(desk.window, QPoint(0, 0)), widget.size())
                    assert desk.window.rect().contains(place), (word, widget.objectName(), place)
                    assert widget.width() >= min(widget.minimumSizeHint().width(), 60), (word, widget.objectName())
                if isinstance(widget, QLabel | QAbstractButton):
                    assert not re.search(r"[A-Za-z]{3,}", widget.text().replace("Ctrl", "").replace("PDF", "")), (
                        word,
                        widget.text(),
                    )
    finally:
        theme.apply(qapp, office=True)


def test_every_target_is_large_enough_and_has_a_name(desk, bundle):
    desk.drop(bundle)
    for _, word, _, _ in PAGES:
        desk.go(word)
        for widget in shown_below(desk.window):
            if isinstance(widget, QAbstractButton) and not isinstance(widget.parentWidget(), QComboBox):
                assert widget.height() >= 30, (word, widget.objectName(), widget.height())
                assert widget.accessibleName() or widget.text(), (word, widget.objectName())


@pytest.fixture
def usual_look(qapp):
    yield
    theme.apply(qapp, office=True)


@pytest.mark.usefixtures("usual_look")
def test_larger_words_and_strong_light_keep_the_page_and_what_was_received(desk, bundle):
    desk.drop(bundle)
    desk.bot.keyClick(desk.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert theme.current().scale > 1
    assert desk.report() == [("已收", "张某的电脑 第 1 包")]
    desk.click(desk.window.sunlight)
    assert theme.current().sunlight
    assert desk.inbox.isVisible()
    assert desk.report() == [("已收", "张某的电脑 第 1 包")]


def test_f1_tells_the_keys(desk):
    desk.bot.keyClick(desk.window.page("board").zones, Qt.Key.Key_F1)
    assert desk.window.help.isVisible()
