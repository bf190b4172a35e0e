"""Getting about, searching, forms, and the lines of a question."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QScroller,
    QScrollerProperties,
    QWidget,
)

from zjg_inspect.ui import theme
from zjg_inspect.ui.office.rich import Part, _laid_out, _line_height, plain, rich_height
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import EmptyState, FormRow, ProgressLine
from zjg_inspect.ui.widgets.nav import TopBar, TopTabs, VerticalNav
from zjg_inspect.ui.widgets.rail import Section, SectionRail
from zjg_inspect.ui.widgets.search import SearchField, touch_scroll
from zjg_inspect.ui.widgets.text import NEVER_FIRST, NEVER_LAST, NO_BREAK, InlineError, ItemText, Label, wrap

QUESTION = "冲压、焊接、打磨等岗位旁设有风险告知卡，写明的危险和措施与现场设备相符。"


def commit(field, text):
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


SECTIONS = [Section("一", "安管体系", 8, 8), Section("四", "可视化管理", 8, 12, failed=1, owed=2)]


def test_the_rail_says_in_words_what_it_shows_in_signs(show):
    rail = show(SectionRail())
    rail.set_sections(SECTIONS)
    assert [each.accessibleName() for each in rail.buttons] == [
        "第一节 安管体系，已答 8 条，共 8 条",
        "第四节 可视化管理，已答 8 条，共 12 条，不符合 1 条，还要补 2 条",
    ]


def test_the_rail_goes_by_tap_and_by_arrow(show, qtbot):
    rail = SectionRail()
    rail.set_sections(SECTIONS)
    rail.set_current(0)
    show(rail)
    told = []
    rail.chosen.connect(told.append)
    qtbot.mouseClick(rail.buttons[1], Qt.MouseButton.LeftButton)
    assert told == [1]
    assert rail.buttons[0].isChecked(), "the screen decides where it is"
    rail.buttons[0].setFocus()
    qtbot.keyClick(rail.buttons[0], Qt.Key.Key_Down)
    assert rail.buttons[1].hasFocus()


def test_a_bar_is_full_only_when_the_section_is(show):
    rail = show(SectionRail())
    rail.set_sections([Section("一", "安管体系", 999, 1000), Section("二", "双重预防", 9, 9)])
    action = theme.current().colour("action")
    ends = [b.grab().toImage().pixelColor(b.width() - 17, b.height() - 13) for b in rail.buttons]
    assert [end == action for end in ends] == [False, True]


def test_the_rail_keeps_up_with_another_form(show):
    rail = show(SectionRail())
    rail.set_sections(SECTIONS)
    rail.set_sections(SECTIONS[:1])
    assert len(rail.buttons) == 1
    rail.set_sections(SECTIONS * 2)
    assert len(rail.buttons) == 4


def test_the_navigation_tells_and_counts(show, qtbot):
    nav = show(VerticalNav("某某镇\n安监办", [("inbox", "收件", "inbox"), ("review", "审核", "clipboard-check")]))
    told = []
    nav.chosen.connect(told.append)
    nav.set_count("inbox", 3)
    assert nav.buttons["inbox"].accessibleName() == "收件，3 件"
    nav.set_count("inbox", 0)
    assert nav.buttons["inbox"].accessibleName() == "收件"
    qtbot.mouseClick(nav.buttons["review"], Qt.MouseButton.LeftButton)
    assert told == ["review"]


def test_the_top_bar_goes_back_only_where_there_is_a_way_back(show, qtbot):
    bar = show(TopBar("张家港市某某五金厂", "永新村 · 38 人"))
    assert not bar.back_button.isVisible()
    bar.set_back("今日")
    assert bar.back_button.isVisible()
    assert bar.back_button.accessibleName() == "回到今日"
    with qtbot.waitSignal(bar.back):
        qtbot.mouseClick(bar.back_button, Qt.MouseButton.LeftButton)


def test_tabs_tell_the_page(show, qtbot):
    tabs = show(TopTabs([("today", "今日"), ("hazards", "隐患")]))
    tabs.set_current("today")
    tabs.set_count("hazards", 7)
    assert tabs.buttons["hazards"].accessibleName() == "隐患 7"
    with qtbot.waitSignal(tabs.chosen) as told:
        qtbot.mouseClick(tabs.buttons["hazards"], Qt.MouseButton.LeftButton)
    assert told.args == ["hazards"]


# -- search and forms --------------------------------------------------------------------------------------------------


def test_search_as_you_type_with_an_input_method(show, qtbot):
    search = show(SearchField("企业名称、拼音首字母、信用代码后几位"))
    told = []
    search.changed.connect(told.append)
    search.setFocus()
    commit(search.line, "五金")
    assert told == ["五金"]
    qtbot.mouseClick(search.findChild(QAbstractButton, "clearSearch"), Qt.MouseButton.LeftButton)
    assert told == ["五金", ""]


def test_arrows_move_the_list_while_the_cursor_stays(show, qtbot):
    search = show(SearchField("名称"))
    search.setFocus()
    steps, accepted = [], []
    search.stepped.connect(steps.append)
    search.accepted.connect(lambda: accepted.append(True))
    qtbot.keyClicks(search.line, "jx")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        qtbot.keyClick(search.line, key)
    assert steps == [1, 1, -1, 8]
    assert accepted == [True]
    assert search.line.hasFocus()
    qtbot.keyClick(search.line, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_an_error_stands_under_its_field_and_goes(show):
    row = FormRow("预案", "改好前怎么防")
    field = QLineEdit()
    row.add(field, 1)
    show(row)
    assert field.accessibleName() == "预案"
    error = row.findChild(QWidget, "inlineError")
    assert not error.isVisible()
    row.set_error("还缺这一项：选一句或自己写。")
    assert error.isVisible()
    row.set_error("")
    assert not error.isVisible()


def test_a_row_grows_with_its_letters(qapp, show):
    row = FormRow("预案", "改好前怎么防")
    row.add(QLineEdit(), 1)
    show(row)
    words = next(part for part in row.findChildren(QWidget) if part.accessibleName() == "预案，改好前怎么防")
    try:
        look = theme.apply(qapp, scale=2.0)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        name, question = look.metrics("body", True), look.metrics("hint")
        assert words.width() >= max(name.horizontalAdvance("预案"), question.horizontalAdvance("改好前怎么防"))
        assert words.height() >= name.height() + question.height()
    finally:
        theme.apply(qapp)


def test_parts_that_are_in_no_window_yet_never_open_one(show):
    error = InlineError()
    error.set_text("还缺这一项。")
    assert not error.isVisible()
    show(error)
    assert error.isVisible()


def test_an_empty_list_says_so_and_offers_the_next_step(show, qtbot):
    empty = show(EmptyState("没有等你审核的检查。新的一到就会出现在这里。", "收一个包"))
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    empty.set_words("本周没有派给你的企业。")
    assert not empty.button.isVisible()


def test_short_work_shows_nothing_and_long_work_where_it_is(show, qtbot):
    line = show(ProgressLine())
    line.start("正在收包")
    assert not line.isVisible()
    line.finish()
    line.start("正在收包")
    line.set_progress(2, 5)
    qtbot.waitUntil(line.isVisible)
    assert line.words() == "正在收包：第 3 个，共 5 个"
    line.set_progress(5, 5)
    assert line.words() == "正在收包：第 5 个，共 5 个"
    with qtbot.waitSignal(line.cancelled):
        qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    assert not line.cancel.isEnabled()
    line.finish()
    assert not line.isVisible()


def test_a_date_may_be_none_yet(show, qtbot):
    field = show(DateField("时限"))
    told = []
    field.changed.connect(told.append)
    assert field.value() is None
    assert field.text() == "选日期"
    field.set_value(date(2023, 8, 23))
    assert told == []
    assert field.text() == "2023-08-23"
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert told == [field.value()]
    assert field.value() != date(2023, 8, 23)


# -- lines of a question -----------------------------------------------------------------------------------------------

TEXTS = st.text(st.sampled_from("安全生产，。；：（）“”、38 人abc%"), min_size=0, max_size=60)


def width_of(text):
    return sum(1 if char.isascii() else 2 for char in text)


@given(TEXTS, st.integers(8, 40))
def test_wrapping_loses_nothing_but_blanks_at_its_breaks(text, width):
    assert "".join(wrap(text, width, width_of)).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(8, 40))
def test_every_line_fits(text, width):
    assert all(width_of(line) <= width for line in wrap(text, width, width_of))


@given(st.text(st.sampled_from("安全生产规范化管理"), min_size=2, max_size=60), st.data())
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(text, data):
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(1, len(text) - 1))
        text = text[:at] + data.draw(st.sampled_from("，。；：）”（“")) + "安" + text[at:]
    for line in wrap(text, data.draw(st.integers(16, 40)), width_of):
        assert line[:1] not in set(NEVER_FIRST)
        assert line[-1:] not in set(NEVER_LAST)


# Words of two hanzi and more with a mark between them, as people write; marks alone leave no place to break.
WORDS = st.lists(st.text(st.sampled_from("安全生产规范化管理"), min_size=2, max_size=9), min_size=1, max_size=8)


@given(WORDS.map("，".join), st.integers(8, 40))
def test_no_last_line_of_one_character(text, width):
    *before, last = wrap(text, width, width_of)
    assert not before or len(last) > 1


def lines_of(text, width, font):
    """As a label breaks it."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


@pytest.mark.usefixtures("qapp")
@given(st.integers(60, 600), st.sampled_from(["签名", "其中重大 1 条。", "或输入信用代码后几位。", "等着写入U盘。"]))
def test_no_wrapped_label_ends_with_one_character(width, end):
    text = f"没找到“张家港市建新木制品有限公司”。{end}"
    label = Label(text, wrap=True)
    last = lines_of(QLabel.text(label), width, label.font())[-1]
    assert len(re.findall(r"\w", last)) > 1
    assert label.text() == text


def test_a_narrow_search_field_says_less(show):
    field = show(SearchField("名称、拼音首字母、信用代码后几位", short="名称、拼音"), width=420)
    assert field.line.placeholderText() == "名称、拼音首字母、信用代码后几位"
    field.resize(220, field.height())
    assert field.line.placeholderText() == "名称、拼音"


def test_a_word_and_its_figure_stay_together():
    parts = "张某的电脑 第 3 包".replace("第 3 包", NO_BREAK.join(("第", "3", "包")))
    assert wrap(parts, 14, width_of) == ["张某的电脑", NO_BREAK.join(("第", "3", "包"))]
    assert wrap("合计 12 包", 9, width_of) == ["合计", "12 包"]


def test_a_question_breaks_where_it_is_spoken(show):
    item = show(ItemText(QUESTION), width=640)
    assert item.lines(620) == ["冲压、焊接、打磨等岗位旁设有风险告知卡，", "写明的危险和措施与现场设备相符。"]
    assert item.height() >= 2 * 26


def test_a_question_takes_the_height_that_its_width_asks_for():
    item = ItemText(QUESTION)
    assert item.heightForWidth(300) > item.heightForWidth(700) > item.heightForWidth(1400)


def test_a_list_scrolls_by_finger_and_stops_at_its_end(show):
    names = show(QListWidget())
    touch_scroll(names)
    assert QScroller.hasScroller(names.viewport())
    assert names.verticalScrollMode() == QListWidget.ScrollMode.ScrollPerPixel
    metric = QScrollerProperties.ScrollMetric.VerticalOvershootPolicy
    overshoot = QScroller.scroller(names.viewport()).scrollerProperties().scrollMetric(metric)
    assert overshoot == QScrollerProperties.OvershootPolicy.OvershootAlwaysOff


words = st.lists(
    st.sampled_from(["动火审批", "4-09", "“7 条”", "、", "，", " ", NO_BREAK, "a-b", "㐂", "𠮷", "12 条"]), max_size=40
)


@pytest.mark.usefixtures("qapp")
@given(words, words, st.integers(40, 500))
def test_no_word_of_a_sentence_is_lost_however_narrow_it_is_painted(first, second, width):
    """Every line that was measured holds what it was measured with, and together they hold all."""
    parts = [Part("".join(first), "ink", True), Part("".join(second))]
    layout = _laid_out(parts, width, "secondary")
    lines = [layout.lineAt(n) for n in range(layout.lineCount())]
    assert sum(line.textLength() for line in lines) == len(plain(parts).encode("utf-16-le")) // 2
    assert len(lines) * _line_height("secondary") <= max(rich_height(parts, width), _line_height("secondary"))
