"""The parts of the window, one by one, as hands and eyes use them."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui import theme
from zjg_inspect.ui.widgets.badge import Badge, VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented, VerdictBar
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import EmptyState, FormRow, ProgressLine
from zjg_inspect.ui.widgets.nav import TopBar, TopTabs, VerticalNav
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.rail import Section, SectionRail
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.status import StatusLine
from zjg_inspect.ui.widgets.text import NEVER_FIRST, NEVER_LAST, InlineError, ItemText, wrap

QUESTION = "冲压、焊接、打磨等岗位旁设有风险告知卡，写明的危险和措施与现场设备相符。"


@pytest.fixture
def show(qtbot):
    """Open a widget in a window of its own, as a screen does."""

    windows = []

    def opened(widget, width=700, height=300):
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        QVBoxLayout(window).addWidget(widget)
        window.resize(width, height)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return widget

    return opened


def photo(width=160, height=120, colour=(200, 30, 30)):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def commit(field, text):
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


# -- buttons -------------------------------------------------------------------------------------------------------


def test_a_key_button_says_its_word_and_its_key(show):
    button = show(KeyButton("写入U盘", "hard-drive-upload", "Ctrl+U", kind="main"))
    assert button.accessibleName() == "写入U盘"
    assert button.accessibleDescription() == "快捷键 Ctrl+U"
    assert button.height() == 52


def test_a_longer_word_makes_a_button_wider_and_icon_and_key_take_room():
    short, long = KeyButton("退回"), KeyButton("退回 12 条给张某")
    assert long.sizeHint().width() > short.sizeHint().width()
    assert KeyButton("退回", "undo-2", "R").sizeHint().width() > short.sizeHint().width() + 40


def test_choosing_does_not_change_a_buttons_width():
    button = KeyButton("7 天")
    button.setCheckable(True)
    before = button.sizeHint()
    button.setChecked(True)
    assert button.sizeHint() == before


def test_the_main_action_is_filled_and_rests_outlined(show):
    button = show(KeyButton("写入U盘", kind="main"))
    action = theme.current().colour("action")
    assert button.grab().toImage().pixelColor(8, 26) == action
    button.set_kind("plain")
    assert button.grab().toImage().pixelColor(8, 26) == theme.current().colour("surface")


# -- verdicts ------------------------------------------------------------------------------------------------------


def test_verdicts_stand_in_their_order_and_tell_what_was_tapped(show, qtbot):
    bar = show(VerdictBar())
    assert [each.text() for each in bar.buttons.values()] == ["符合", "不符合", "不适用"]
    assert [each.x() for each in bar.buttons.values()] == sorted(each.x() for each in bar.buttons.values())
    told = []
    bar.chosen.connect(told.append)
    qtbot.mouseClick(bar.buttons[Verdict.FAIL], Qt.MouseButton.LeftButton)
    assert told == [Verdict.FAIL]


def test_a_verdict_is_filled_only_once_it_is_saved(show, qtbot):
    bar = show(VerdictBar())
    qtbot.mouseClick(bar.buttons[Verdict.PASS], Qt.MouseButton.LeftButton)
    assert not bar.buttons[Verdict.PASS].isChecked()
    bar.set_verdict(Verdict.PASS)
    assert [each.isChecked() for each in bar.buttons.values()] == [True, False, False]
    qtbot.mouseClick(bar.buttons[Verdict.PASS], Qt.MouseButton.LeftButton)
    assert bar.verdict() is Verdict.PASS
    assert bar.buttons[Verdict.PASS].isChecked()
    bar.set_verdict(None)
    assert not any(each.isChecked() for each in bar.buttons.values())


def test_no_verdict_has_the_keyboard_when_a_window_opens_or_after_a_click(show, qtbot):
    bar = show(VerdictBar())
    assert not any(each.hasFocus() for each in bar.buttons.values())
    qtbot.mouseClick(bar.buttons[Verdict.PASS], Qt.MouseButton.LeftButton)
    assert not any(each.hasFocus() for each in bar.buttons.values())


def test_a_verdict_can_be_reached_with_tab(show, qtbot):
    holder = QWidget()
    rows = QVBoxLayout(holder)
    first, bar = QLineEdit(), VerdictBar()
    rows.addWidget(first)
    rows.addWidget(bar)
    show(holder)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert bar.buttons[Verdict.PASS].hasFocus()


def test_a_verdict_is_said_by_colour_sign_and_word():
    label = VerdictLabel(Verdict.FAIL, tail="，已整改")
    assert label.accessibleName() == "不符合，已整改"
    label.set_verdict(None)
    assert label.text() == "未答"


def test_the_switch_is_filled_with_ink_and_tells_only_what_a_person_chose(show, qtbot):
    switch = show(Segmented([("general", "一般隐患", ""), ("major", "重大隐患", "triangle-alert")], "等级"))
    told = []
    switch.changed.connect(told.append)
    assert switch.value() is None
    switch.set_value("general")
    assert told == []
    pixel = switch.buttons["general"].grab().toImage().pixelColor(10, 20)
    assert pixel == theme.current().colour("ink")
    qtbot.mouseClick(switch.buttons["major"], Qt.MouseButton.LeftButton)
    assert (switch.value(), told) == ("major", ["major"])


def test_only_a_major_badge_is_filled_solid(show):
    major = show(Badge("重大 1", "major"))
    assert major.grab().toImage().pixelColor(4, 12) == theme.current().colour("fail")
    other = show(Badge("不符合 2", "fail"))
    assert other.grab().toImage().pixelColor(4, 12) == theme.current().colour("fail-soft")


# -- the status line -----------------------------------------------------------------------------------------------


def entries(status):
    names = ("statusSaved", "statusUnsent", "statusAwaited")
    found = [status.findChild(QWidget, name) for name in names]
    return [each.accessibleName() for each in found if each.isVisible()]


def test_the_status_line_says_saved_and_unsent_and_receipts_once_there_are_any(show):
    status = show(StatusLine())
    status.set_unsent(2)
    status.set_saved("14:32")
    assert entries(status) == ["已保存 14:32", "未发送 2"]
    status.set_awaited(3)
    assert entries(status) == ["已保存 14:32", "未发送 2", "待回执 3"]


def test_a_failure_to_save_stays_until_it_is_mended(show):
    status = show(StatusLine())
    status.set_saved("14:32")
    status.set_failed("没存上：磁盘满了")
    status.set_saved("14:33")
    assert entries(status)[0] == "没存上：磁盘满了"
    status.clear_failed()
    assert entries(status)[0] == "已保存 14:33"


def test_a_screen_shows_five_keys_at_most(show):
    status = show(StatusLine())
    status.set_keys([("↑ ↓", "换条"), ("F1", "帮助")])
    status.set_keys([("N", "备注")])
    assert [hint.accessibleName() for hint in status.findChildren(QWidget, "keyHint")] == ["N 备注"]
    with pytest.raises(ValueError, match="6"):
        status.set_keys([("F1", "帮助")] * 6)


# -- getting about -------------------------------------------------------------------------------------------------

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


# -- search and forms ----------------------------------------------------------------------------------------------


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


# -- lines of a question -------------------------------------------------------------------------------------------

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


@given(st.text(st.sampled_from("安全生产规范化管理，；"), min_size=1, max_size=60), st.integers(8, 40))
def test_no_last_line_of_one_character(text, width):
    *before, last = wrap(text, width, width_of)
    assert not before or len(last) > 1


def test_a_question_breaks_where_it_is_spoken(show):
    item = show(ItemText(QUESTION), width=640)
    assert item.lines(620) == ["冲压、焊接、打磨等岗位旁设有风险告知卡，", "写明的危险和措施与现场设备相符。"]
    assert item.height() >= 2 * 26


def test_a_question_takes_the_height_that_its_width_asks_for():
    item = ItemText(QUESTION)
    assert item.heightForWidth(300) > item.heightForWidth(700) > item.heightForWidth(1400)


# -- photos --------------------------------------------------------------------------------------------------------


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


def test_paste_is_offered_only_when_there_is_a_picture(show, clipboard, qtbot):
    strip = show(PhotoStrip())
    assert not strip.paste_button.isVisible()
    clipboard.setText("不是照片")
    assert not strip.paste_button.isVisible()
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.current().hex("pass")))
    clipboard.setImage(picture)
    assert strip.paste_button.isVisible()
    with qtbot.waitSignal(strip.pasted) as told:
        qtbot.mouseClick(strip.paste_button, Qt.MouseButton.LeftButton)
    pasted = Image.open(io.BytesIO(bytes(told.args[0])))
    assert pasted.size == (20, 10)


def test_a_pasted_jpeg_comes_as_it_was(show, clipboard, qtbot):
    strip = show(PhotoStrip())
    data, original = QMimeData(), photo()
    data.setData("image/jpeg", original)
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    clipboard.setMimeData(data)
    with qtbot.waitSignal(strip.pasted) as told:
        assert strip.paste()
    assert bytes(told.args[0]) == original


def test_copied_files_are_added_with_their_time_and_place(show, clipboard, qtbot, tmp_path):
    strip = show(PhotoStrip())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "IMG_1.JPG"))])
    clipboard.setMimeData(data)
    assert strip.paste_button.isVisible()
    with qtbot.waitSignal(strip.added) as told:
        assert strip.paste()
    assert told.args == [[tmp_path / "IMG_1.JPG"]]


def test_files_can_be_dropped(show, qtbot, tmp_path):
    strip = show(PhotoStrip())
    paths = [tmp_path / "一.jpg", tmp_path / "二.heic"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(strip, QDragEnterEvent(QPoint(5, 5), *how))
    drop = QDropEvent(QPointF(5, 5), *how)
    with qtbot.waitSignal(strip.added) as told:
        QApplication.sendEvent(strip, drop)
    assert told.args == [paths]
    assert drop.isAccepted()


def test_a_thumbnail_opens_and_goes_away(show, qtbot):
    strip = show(PhotoStrip())
    strip.set_photos([photo(), photo(colour=(20, 30, 200))])
    second = strip.findChild(QAbstractButton, "photo_1")
    assert (second.width(), second.height()) == (92, 69)
    assert second.accessibleName() == "第 2 张照片"
    with qtbot.waitSignal(strip.opened) as told:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert told.args == [1]
    second.setFocus()
    with qtbot.waitSignal(strip.removed) as told:
        qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert told.args == [1]
    strip.set_photos([photo()])
    assert strip.findChild(QAbstractButton, "photo_1") is None


def test_many_photos_leave_the_buttons_in_the_window(show):
    strip = show(PhotoStrip(), width=600)
    strip.set_photos([photo()] * 20)
    QApplication.processEvents()
    assert strip.width() <= 600
    right = strip.choose_button.geometry().right()
    assert right <= strip.width()


def test_a_photo_is_never_cut_in_the_large_view(show):
    view = show(PhotoView(), width=420, height=240)
    view.set_photo(photo(100, 200), "竖着拍的")
    box = view.photo_rect()
    assert box.height() == view.height()
    assert box.width() == pytest.approx(box.height() / 2, abs=1)
    seen = view.grab().toImage()
    assert seen.pixelColor(2, 2) == theme.current().colour("sunk")
    assert seen.pixelColor(box.center()).red() > 150


def test_without_a_photo_the_view_says_why(show):
    view = show(PhotoView())
    view.set_photo(None, "照片还没到")
    assert view.accessibleName() == "照片还没到"
    assert not view.isEnabled()


# -- for hands, and for ears ---------------------------------------------------------------------------------------


def everything():
    strip = PhotoStrip()
    strip.set_photos([photo()])
    rail = SectionRail()
    rail.set_sections(SECTIONS)
    return [
        KeyButton("去签字"), KeyButton("记下隐患", key="Ctrl+Enter", kind="main"), KeyButton("撤销", kind="quiet"),
        VerdictBar(), Segmented([("a", "一般", ""), ("b", "重大", "")], "等级"), SearchField("名称"), strip, rail,
        EmptyState("没有。", "收一个包"), ProgressLine(), DateField("时限"), TopBar("签字", back="检查"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["light", "sunlight"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_target_is_large_enough_and_has_a_name(qapp, qtbot, name, scale):
    try:
        theme.apply(qapp, name, scale)
        for widget in everything():
            qtbot.addWidget(widget)
            for target in [widget, *widget.findChildren(QAbstractButton)]:
                if type(target).__module__.startswith("zjg_inspect"):
                    assert target.accessibleName(), target
                    if isinstance(target, QAbstractButton):
                        assert target.sizeHint().height() >= 44, target
                        assert target.sizeHint().width() >= 44, target
    finally:
        theme.apply(qapp)


def test_painted_parts_follow_the_theme_at_once(qapp, show):
    bar = show(VerdictBar())
    bar.set_verdict(Verdict.FAIL)
    button = bar.buttons[Verdict.FAIL]
    try:
        theme.apply(qapp, "sunlight", 1.25)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert button.height() == 95
        assert button.grab().toImage().pixelColor(10, 10).name().upper() == theme.COLOURS["fail"][1]
    finally:
        theme.apply(qapp)
