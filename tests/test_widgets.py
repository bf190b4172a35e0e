"""The parts of the window, one by one, as hands and eyes use them."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget

from zjg_inspect.model.inspection import Verdict
from zjg_inspect.ui import theme
from zjg_inspect.ui.widgets.badge import Badge, VerdictLabel
from zjg_inspect.ui.widgets.buttons import KeyButton
from zjg_inspect.ui.widgets.choices import Segmented, VerdictBar
from zjg_inspect.ui.widgets.dates import DateField
from zjg_inspect.ui.widgets.form import EmptyState, ProgressLine
from zjg_inspect.ui.widgets.nav import TopBar
from zjg_inspect.ui.widgets.paint import SIGNS
from zjg_inspect.ui.widgets.photos import PhotoStrip
from zjg_inspect.ui.widgets.rail import Section, SectionRail
from zjg_inspect.ui.widgets.search import SearchField
from zjg_inspect.ui.widgets.status import StatusLine


def photo(width=160, height=120, colour=(200, 30, 30)):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


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


def test_the_signs_are_those_of_the_models_verdicts():
    assert list(SIGNS) == list(Verdict)


# -- verdicts ----------------------------------------------------------------------------------------------------------


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


# -- the status line ---------------------------------------------------------------------------------------------------


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


# -- for hands, and for ears -------------------------------------------------------------------------------------------


def everything():
    strip = PhotoStrip()
    strip.set_photos([photo()])
    rail = SectionRail()
    rail.set_sections([Section("一", "安管体系", 8, 8)])
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
