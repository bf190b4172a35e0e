"""方案 at the office's window: looked at, changed in place, another one begun; and what it says on a day."""

from datetime import date

import msgspec
import pytest
from pages import SIZES, clipped, unnamed
from pages_office import OfficeDesk
from programmes import ANOTHER
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from zjg_inspect.formfile import shipped_programme
from zjg_inspect.model.clock import today
from zjg_inspect.service import programme
from zjg_inspect.ui.office.programme_line import TimeLine
from zjg_inspect.ui.office.programme_words import (
    board_words,
    facts_of,
    period_words,
    phase_words,
    span_words,
    state_words,
)
from zjg_inspect.ui.office.register_words import lease_words

NOTICE = shipped_programme()


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    return OfficeDesk(qtbot, world.office)


@pytest.fixture
def page(desk):
    return desk.go("方案")


# -- in words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2022-05-31", "2022-06-01 开始，还有 1 天。"),
        ("2022-06-30", "现在是“摸排底数阶段”，今天是最后一天；接着是“对标提升阶段”，2022-07-01 开始。"),
        ("2022-07-01", "现在是“对标提升阶段”，还有 364 天；接着是“评估确认阶段”，2023-07-01 开始。"),
        ("2023-12-31", "现在是“总结提升阶段”，今天是最后一天；这是最后一个阶段。"),
        ("2024-01-01", "2023-12-31 已经结束；换上新方案以前，比例和日子还按它算。"),
    ],
)
def test_where_the_programme_stands_is_said_exactly(day, said):
    assert state_words(NOTICE, date.fromisoformat(day)) == said


def test_in_a_gap_it_says_what_comes_next():
    assert state_words(ANOTHER, date(2029, 8, 1)) == "今天不在哪个阶段里。接着是“验收”，2029-09-01 开始。"
    assert phase_words(ANOTHER, date(2029, 8, 1)) == ""


def test_whole_months_are_said_as_months():
    assert span_words("2022-07-01", "2023-06-30") == "2022年7月至2023年6月"
    assert span_words("2024-02-01", "2024-02-29") == "2024年2月"
    assert span_words("2023-02-01", "2023-02-27") == "2023-02-01 至 2023-02-27"
    assert phase_words(NOTICE, date(2022, 9, 1)) == "对标提升阶段，2022年7月至2023年6月"


def test_the_period_and_the_days_left_are_said():
    assert period_words(28, date(2026, 11, 25)) == ("2026年11月这一期，10-29 至 11-28", "还有 3 天报送")
    assert period_words(28, date(2026, 12, 29)) == ("2027年1月这一期，12-29 至 2027-01-28", "还有 30 天报送")
    assert period_words(31, date(2028, 2, 29)) == ("2028年2月这一期，02-01 至 02-29", "今天报送")
    assert [fact.value for fact in facts_of(ANOTHER, date(2028, 2, 28))] == [
        "企业 60%，集中区 80%", "每月 31 日或月末，还有 1 天报送", "签订后 15 天内", "没有要求",
    ]  # fmt: skip


def test_the_register_says_by_when_a_lease_is_filed_by_the_programme_of_its_day(world):
    programme.publish(world.office, ANOTHER)
    due = {signed: programme.filing_due(world.office, signed) for signed in ("2022-06-01", "2027-06-01", "")}
    assert due == {"2022-06-01": "2022-07-01", "2027-06-01": "2027-06-16", "": ""}
    assert lease_words("2022-06-01", "2022-07-01") == "2022-06-01 签，应在 2022-07-01 前（含当天）备案"
    assert lease_words("", "") == ""


@pytest.mark.parametrize(
    ("one", "day", "said"),
    [
        (NOTICE, "2022-05-31", "双七十 · 方案 2022-06-01 开始，还有 1 天 · 06-28 报送，还有 28 天"),
        (NOTICE, "2023-06-28", "双七十 · 对标提升阶段，2022年7月至2023年6月，还有 2 天 · 今天报送"),
        (NOTICE, "2024-01-01", "双七十 · 方案 2023-12-31 已结束 · 01-28 报送，还有 27 天"),
        (ANOTHER, "2027-03-31", "企业 60%、集中区 80% · 动员部署，2027年1月至2027年3月，今天是最后一天 · 今天报送"),
        (
            ANOTHER, "2029-08-01",
            "企业 60%、集中区 80% · 两个阶段之间，“验收”2029-09-01 开始 · 08-31 报送，还有 30 天",
        ),
    ],
)  # fmt: skip
def test_the_boards_head_says_targets_phase_and_report_day(one, day, said):
    assert board_words(one, date.fromisoformat(day)) == said


def test_of_a_past_day_the_head_says_only_what_held_then():
    said = board_words(NOTICE, date(2023, 6, 28), past=True)
    assert said == "双七十 · 对标提升阶段，2022年7月至2023年6月"


# -- on the page -------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_notices_programme(page):
    assert page.title.text() == NOTICE.title
    assert [phase.title for phase in page.phases.values()] == [phase.title for phase in NOTICE.phases]
    assert "对标提升阶段，2022年7月至2023年6月，已结束" in page.line.accessibleName()
    said = [label.text() for label in page.read.findChildren(QLabel)]
    assert "企业 70%，集中区 70%" in said
    assert not page.choice.isVisible()


def test_a_changed_figure_is_published_and_holds(page, desk, world):
    desk.click(page.edit_button)
    page.editor.figures["zones"].setValue(80)
    page.editor.figures["report_day"].setValue(25)
    desk.click(page.editor.button)
    assert desk.told() == f"“{NOTICE.title}”已发布。给每台电脑的下一份包会带去。"
    now = programme.programme(world.office, today())
    assert (now.targets.zones, now.report_day, now.id) == (80, 25, NOTICE.id)
    assert not page.is_editing()


def test_what_is_wrong_is_said_under_its_field_and_nothing_is_published(page, desk, world):
    desk.click(page.edit_button)
    page.editor.phases[1].starts.set_value(date(2022, 6, 30))
    page.editor.title.clear()
    desk.click(page.editor.button)
    assert page.editor.errors() == [
        "还空着。写上再发布。", "上一个阶段那天还没结束。从它结束的第二天起，再发布。",
    ]  # fmt: skip
    assert desk.focused() == "programmeTitle"
    assert programme.programmes(world.office) == [programme.Known(NOTICE)]
    page.editor.title.setText("改过的方案")
    assert len(page.editor.errors()) == 1, "what is put right is said no more"


def test_another_programme_is_written_in_the_window_alone(page, desk, world):
    desk.click(page.other_button)
    editor = page.editor
    desk.click(editor.button)
    assert len(editor.errors()) == 3 + len(NOTICE.phases)
    editor.title.setText(ANOTHER.title)
    editor.source.setText(ANOTHER.source)
    editor.starts.set_value(date(2020, 1, 1))
    editor.ends.set_value(date(2099, 12, 31))
    desk.click(editor.phases[3].remove)
    for row, phase in zip(editor.phases, ANOTHER.phases, strict=True):
        row.title.setText(phase.title)
        row.starts.set_text_value(phase.starts)
        row.ends.set_text_value(phase.ends)
    editor.figures["enterprises_in_zone"].setValue(60)
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.errors() == [], editor.errors()
    assert page.title.text() == ANOTHER.title
    now = programme.programme(world.office, today())
    assert (now.title, now.targets.enterprises_in_zone, len(now.phases)) == (ANOTHER.title, 60, 3)
    assert page.choice.isVisible()


def test_a_phase_is_added_and_leaving_changes_nothing(page, desk, world):
    desk.click(page.edit_button)
    desk.click(page.editor.add_button)
    assert desk.focused() == "phase5Title"
    desk.key(Qt.Key.Key_Escape)
    assert not page.is_editing()
    assert programme.programmes(world.office) == [programme.Known(NOTICE)]


def test_what_is_being_written_is_still_there_in_another_size(page, desk):
    desk.click(page.edit_button)
    page.editor.title.setText("写到一半的名称")
    desk.window._zoom(1)
    desk.wait()
    again = desk.go("方案")
    assert again is not page
    assert again.editor.title.text() == "写到一半的名称"


def test_two_changes_side_by_side_are_pointed_out(desk, world):
    base = programme.publish(world.office, ANOTHER)
    for day in (25, 20):
        changed = msgspec.structs.replace(ANOTHER, report_day=day)
        programme.publish(world.office, changed, [base])
    page = desk.go("方案")
    page._choose([known.programme.id for known in page._known].index(ANOTHER.id))
    assert page.conflict.isVisible()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_and_all_has_a_name(qtbot, world, size):
    desk = OfficeDesk(qtbot, world.office, size)
    page = desk.go("方案")
    assert clipped(desk.window) == []
    assert unnamed(desk.window) == []
    desk.click(page.edit_button)
    assert unnamed(desk.window) == []


@pytest.mark.parametrize(
    ("day", "inside"), [("2022-06-01", True), ("2023-12-31", True), ("2022-05-31", False), ("2024-01-01", False)]
)
def test_today_is_marked_on_the_line_or_beside_it(show, day, inside):
    line = show(TimeLine())
    on = date.fromisoformat(day)
    line.set_programme(NOTICE, on)
    first, last, left, right = line.scale()
    assert (first <= on.toordinal() < last) is inside
    assert ((left, right) == (0, line.width() - 1)) is inside
    assert line.x_of(first) == left
    assert line.x_of(last) == right
