"""Conflicts on a laptop: the line above the lists, the screen where they are settled, a visit's earlier versions."""

import pytest
from pages import SIZES, Field, clipped, foreign_words, settle, small_targets, unnamed, unreachable
from PySide6.QtWidgets import QAbstractButton
from test_verdict_rules import approve_all
from two_laptops import NAME, a_pair, body_of, corrected, exchange_all, hazard_steps, settled_everywhere, stored

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service import lists
from zjg_inspect.service.conflicts import conflict, conflicts, merge_conflict
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.conflicts import ConflictScreen
from zjg_inspect.ui.field.sealed_sheet import SheetScreen
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.widgets.compare import CompareTable


@pytest.fixture
def pair(tmp_path):
    with a_pair(tmp_path) as made:
        yield made


def corrected_twice(one, two):
    """Both laptops correct the visit; gives the two versions."""
    inspection, _ = one.sealed
    mine = corrected(one, inspection, remark="上午去的")
    answer = DraftAnswer("1-06", Verdict.NOT_APPLICABLE, reason="只有两人")
    theirs = corrected(two, inspection, answer, remark="下午去的")
    exchange_all(one, two)
    return mine, theirs


def closed_and_open(one, two):
    return hazard_steps(
        one, two, {"step": "verified_closed", "reason": "已清走"}, {"step": "extended", "reason": "等设备"}
    )


def settling(field, tab="sealed"):
    field.window.show_tab(tab)
    field.click(f"settle_{'inspection' if tab == 'sealed' else 'hazard'}")
    return field.shows(ConflictScreen)


def test_a_visit_corrected_on_two_laptops_is_settled_from_the_list(qtbot, pair):
    one, two = pair
    inspection, _ = one.sealed
    field = Field(qtbot, one.laptop)
    field.window.show_tab("sealed")
    assert field.window.home.sealed.conflicts.text() == ""
    _, theirs = corrected_twice(one, two)
    field.window.show_tab("sealed")
    assert field.window.home.sealed.conflicts.text().startswith("1 次检查有两份不同的更正。")
    screen = settling(field)
    field.click("用李某的")
    field.until(lambda: screen.card is None)
    assert screen.sentence() == f"{NAME}：定好了，用李某的。原来的几份都留着，下次写入U盘就带走。"
    assert lists.figures(one.laptop).unsent == 1
    assert body_of(one.laptop, "inspection", inspection).content.remark == "下午去的"
    assert stored(one.laptop, theirs).body["content"]["remark"] == "下午去的"
    field.press("Esc")
    field.at_home()
    assert field.window.home.sealed.conflicts.text() == ""
    assert settled_everywhere(one, two)


def test_each_versions_sheet_can_be_looked_at_first(qtbot, pair):
    corrected_twice(*pair)
    field = Field(qtbot, pair[0].laptop)
    screen = settling(field)
    field.click("columnAction_1")
    field.until(lambda: screen.sheet.pages() > 1)
    assert screen.sheet.isVisible()
    field.press("Esc")
    assert screen.card.isVisible()
    field.press("Esc")
    field.at_home()


def test_a_correction_begins_with_both_as_its_parents(qtbot, pair):
    both = corrected_twice(*pair)
    field = Field(qtbot, pair[0].laptop)
    settling(field)
    field.click("更正…")
    walker = field.shows(WalkerScreen)
    assert set(walker.session.visit.draft.head.parents) == set(both)


def test_a_visit_that_is_being_corrected_here_is_settled_by_that(qtbot, pair):
    one, two = pair
    corrected_twice(one, two)
    field = Field(qtbot, one.laptop)
    settling(field)
    field.click("更正…")
    field.shows(WalkerScreen)
    field.click("back")
    field.at_home()
    screen = settling(field)
    field.click("用张某的")
    field.until(lambda: "还有一次没封存的检查" in screen.card.sentence())
    assert len(conflicts(one.laptop)) == 1
    assert screen.card.table.isEnabled()


def test_a_hazard_is_settled_field_by_field(qtbot, pair):
    one, two = pair
    own = closed_and_open(one, two)
    field = Field(qtbot, one.laptop)
    screen = settling(field, "hazards")
    assert "定下之前按没改好算。" in screen.card.sentence()
    field.click("自己填…")
    settle()
    field.click("就这样定下")
    assert screen.card.sentence() == "“进展”还没选。选一个，或在右边另填，再定下。"
    field.press("Esc")
    assert not screen.card.is_choosing()
    settle()
    field.click("自己填…")
    settle()
    (closing,) = [b for b in screen.card.table.findChildren(QAbstractButton) if "关闭" in b.text()]
    closing.click()
    field.click("就这样定下")
    field.until(lambda: screen.card is None)
    assert body_of(one.laptop, "hazard", own).state == "closed"
    assert settled_everywhere(one, two)


def test_several_are_settled_one_after_another_and_one_can_wait(qtbot, pair):
    one, two = pair
    closed_and_open(one, two)
    corrected_twice(one, two)
    field = Field(qtbot, one.laptop)
    screen = settling(field)
    first = screen.card.shown.kind
    field.click("nextConflict")
    assert screen.card.shown.kind != first
    field.click("用张某的")
    field.until(lambda: screen.card is None)
    assert [each.kind for each in conflicts(one.laptop)] == [first]


def test_what_somebody_else_settled_meanwhile_is_not_settled_again_unseen(qtbot, pair):
    one, two = pair
    mine, _ = corrected_twice(one, two)
    field = Field(qtbot, one.laptop)
    screen = settling(field)
    inspection, _ = one.sealed
    shown = conflict(two.laptop, "inspection", inspection)
    merge_conflict(two.laptop, "inspection", inspection, shown.versions, take=mine)
    exchange_all(one, two)
    field.click("用李某的")
    field.until(lambda: "已有人定下" in screen.sentence())
    assert body_of(one.laptop, "inspection", inspection).content.remark == "上午去的"


def test_the_sheet_says_that_it_is_in_conflict_and_leads_there(qtbot, pair):
    one, two = pair
    corrected_twice(one, two)
    field = Field(qtbot, one.laptop)
    field.window.open_sheet(one.sealed[0])
    sheet = field.shows(SheetScreen)
    assert sheet.versions.settle.isVisible()
    field.click("settleConflict")
    assert field.shows(ConflictScreen).card.shown.entity == one.sealed[0]


def test_an_earlier_version_is_seen_with_what_the_office_said_of_it(qtbot, pair, tmp_path):
    one, two = pair
    inspection, _ = one.sealed
    approve_all(one)
    exchange_all(one, two)
    corrected(one, inspection, remark="下午去的")
    field = Field(qtbot, one.laptop)
    field.window.open_sheet(inspection)
    sheet = field.shows(SheetScreen)
    versions = sheet.versions
    assert not versions.settle.isVisible()
    assert versions.words.text() == "更正过一次，原来的一版留着。镇里审核通过的是更正前的一版，现在这版等镇里再审。"
    assert versions.box.itemText(1).startswith("上一版 ")
    assert versions.box.itemText(1).endswith("，孙某审核通过")
    field.until(lambda: sheet.sheet.pages() > 0)
    sheet.save_to(tmp_path / "现在.pdf")
    field.until(lambda: "“现在.pdf”" in sheet.sentence())
    versions.box.setCurrentIndex(1)
    versions.box.activated.emit(1)
    field.until(lambda: not sheet.sheet.is_busy())
    sheet.save_to(tmp_path / "原来.pdf")
    field.until(lambda: "“原来.pdf”" in sheet.sentence())
    assert (tmp_path / "现在.pdf").stat().st_size != (tmp_path / "原来.pdf").stat().st_size


def test_a_visit_that_was_never_corrected_has_no_line_about_it(qtbot, pair):
    one, _ = pair
    field = Field(qtbot, one.laptop)
    field.window.open_sheet(one.sealed[0])
    assert not field.shows(SheetScreen).versions.isVisible()


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "sunlight"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_and_all_is_reached_by_keyboard_and_finger(qtbot, qapp, pair, name, size):
    one, two = pair
    closed_and_open(one, two)
    corrected_twice(one, two)
    theme.apply(qapp, name)
    try:
        field = Field(qtbot, one.laptop, size)
        screens = [lambda: field.window.show_tab("sealed"), lambda: field.window.show_tab("hazards")]
        screens += [lambda: field.window.open_sheet(one.sealed[0]), lambda: field.window.open_conflicts(one.sealed[0])]
        screens += [lambda: field.window.shown().later.click(), lambda: field.click("自己填…")]
        for show in screens:
            show()
            settle()
            assert clipped(field.window.shown()) == []
            assert unnamed(field.window) == []
            assert small_targets(field.window) == []
            assert foreign_words(field.window) == []
            assert (field.window.width(), field.window.height()) == size
        assert isinstance(field.window.shown().card.table, CompareTable)
        assert unreachable(field.window) == []
    finally:
        theme.apply(qapp)
