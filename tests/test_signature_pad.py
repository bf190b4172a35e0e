"""Signing on the pad: with mouse, finger and pen; the palm does not count; strokes stay."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from zjg_inspect.ui.widgets.pad import SignaturePad, _is_palm
from zjg_inspect.ui.widgets.strokes import PER_PIXEL, Sheet


@pytest.fixture
def pad(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    rows.setContentsMargins(0, 0, 0, 0)
    made = SignaturePad("王某")
    rows.addWidget(made)
    window.resize(480, 200)
    with qtbot.waitExposed(window):
        window.show()
    return made


def draw(pad, *points):
    first, *rest = [QPoint(*point) for point in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    for point in rest:
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(point), pad.mapToGlobal(QPointF(point)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, (rest or [first])[-1])


def hundredths(*pixels):
    return [round(pixel * PER_PIXEL) for pixel in pixels]


def test_a_stroke_is_kept_in_hundredths_of_a_millimetre(pad):
    draw(pad, (10, 20), (30, 40), (96, 96))
    assert pad.strokes() == [hundredths(10, 20, 30, 40, 96, 96)]
    assert pad.strokes()[0][-1] == 2540, "96 pixels are an inch"
    assert not pad.is_empty()


def test_an_empty_pad_and_a_lone_dot_are_no_signature(pad):
    assert pad.is_empty()
    assert pad.accessibleName() == "王某签名"
    draw(pad, (50, 50))
    assert pad.is_empty()
    draw(pad, (50, 50), (80, 70))
    assert not pad.is_empty()


def test_the_last_stroke_can_be_taken_back_and_all_cleared(pad, qtbot):
    draw(pad, (10, 10), (40, 40))
    draw(pad, (60, 10), (90, 40))
    with qtbot.waitSignal(pad.changed):
        pad.undo()
    assert len(pad.strokes()) == 1
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pad.strokes() == []
    draw(pad, (10, 10), (40, 40))
    pad.clear()
    assert pad.is_empty()


def test_strokes_stay_when_the_window_is_resized_and_hidden(pad, qtbot):
    draw(pad, (10, 20), (240, 100))
    before = pad.strokes()
    window = pad.window()
    window.resize(960, 400)
    window.hide()
    window.show()
    window.resize(300, 300)
    assert pad.strokes() == before
    window.resize(960, 400)
    draw(pad, (20, 40), (480, 200))
    assert pad.strokes() == [before[0], before[0]], "twice as large, the same place twice as far"
    assert pad.pad_size() == (480, 200)


def test_a_stroke_that_leaves_the_pad_ends_at_its_edge(pad):
    draw(pad, (100, 100), (900, -50))
    assert pad.strokes() == [hundredths(100, 100, 480, 0)]


def test_what_is_drawn_is_seen(pad):
    empty = pad.grab().toImage()
    draw(pad, (100, 60), (300, 60))
    drawn = pad.grab().toImage()
    assert empty.pixelColor(200, 60) != drawn.pixelColor(200, 60)
    assert drawn.pixelColor(200, 60).lightness() < 60


def test_a_window_closed_in_the_middle_of_a_stroke_keeps_what_was_drawn(pad):
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    pad.window().hide()
    pad.window().show()
    draw(pad, (50, 50), (90, 90))
    assert len(pad.strokes()) == 2


# -- touch ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def screen_device(qapp):
    return QTest.createTouchDevice()


def test_a_finger_signs_and_a_second_contact_does_not(pad, screen_device):
    QTest.touchEvent(pad, screen_device).press(1, QPoint(10, 10), pad).commit()
    QTest.touchEvent(pad, screen_device).move(1, QPoint(40, 40), pad).press(2, QPoint(200, 150), pad).commit()
    QTest.touchEvent(pad, screen_device).move(1, QPoint(60, 60), pad).move(2, QPoint(220, 150), pad).commit()
    QTest.touchEvent(pad, screen_device).release(1, QPoint(60, 60), pad).release(2, QPoint(220, 150), pad).commit()
    assert pad.strokes() == [hundredths(10, 10, 40, 40, 60, 60)]


def test_a_contact_left_lying_after_the_first_is_lifted_does_not_draw(pad, screen_device):
    QTest.touchEvent(pad, screen_device).press(1, QPoint(10, 10), pad).commit()
    QTest.touchEvent(pad, screen_device).move(1, QPoint(40, 40), pad).press(2, QPoint(200, 150), pad).commit()
    QTest.touchEvent(pad, screen_device).release(1, QPoint(40, 40), pad).stationary(2).commit()
    QTest.touchEvent(pad, screen_device).move(2, QPoint(300, 150), pad).commit()
    QTest.touchEvent(pad, screen_device).release(2, QPoint(300, 150), pad).commit()
    assert pad.strokes() == [hundredths(10, 10, 40, 40)]


# -- pen -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pen():
    return QPointingDevice(
        "pen", 77, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip


def pen_event(pad, pen, kind, x, y, pressure=0.5):
    at = QPointF(x, y)
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, pen, at, pad.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton, pressed,
    )  # fmt: skip
    QApplication.sendEvent(pad, event)
    return event


def test_a_pen_signs(pad, pen):
    assert pen_event(pad, pen, QEvent.Type.TabletPress, 10, 10).isAccepted()
    pen_event(pad, pen, QEvent.Type.TabletMove, 50.5, 20)
    pen_event(pad, pen, QEvent.Type.TabletRelease, 50.5, 20)
    assert pad.strokes() == [hundredths(10, 10, 50.5, 20)]


def test_while_the_pen_is_near_the_hand_may_lie_on_the_screen(pad, pen, screen_device):
    QApplication.sendEvent(QApplication.instance(), QEvent(QEvent.Type.TabletEnterProximity))
    QTest.touchEvent(pad, screen_device).press(1, QPoint(200, 150), pad).commit()
    QTest.touchEvent(pad, screen_device).move(1, QPoint(240, 160), pad).commit()
    pen_event(pad, pen, QEvent.Type.TabletPress, 10, 10)
    pen_event(pad, pen, QEvent.Type.TabletMove, 50, 20)
    pen_event(pad, pen, QEvent.Type.TabletRelease, 50, 20)
    QTest.touchEvent(pad, screen_device).release(1, QPoint(240, 160), pad).commit()
    QApplication.sendEvent(QApplication.instance(), QEvent(QEvent.Type.TabletLeaveProximity))
    assert pad.strokes() == [hundredths(10, 10, 50, 20)]
    QTest.touchEvent(pad, screen_device).press(1, QPoint(100, 50), pad).commit()
    QTest.touchEvent(pad, screen_device).release(1, QPoint(120, 60), pad).commit()
    assert len(pad.strokes()) == 2


def test_a_palm_that_came_before_the_pen_is_taken_back(pad, pen, screen_device):
    QTest.touchEvent(pad, screen_device).press(1, QPoint(200, 150), pad).commit()
    QTest.touchEvent(pad, screen_device).move(1, QPoint(210, 152), pad).commit()
    pen_event(pad, pen, QEvent.Type.TabletPress, 10, 10)
    pen_event(pad, pen, QEvent.Type.TabletMove, 50, 20)
    pen_event(pad, pen, QEvent.Type.TabletRelease, 50, 20)
    QTest.touchEvent(pad, screen_device).release(1, QPoint(210, 152), pad).commit()
    QApplication.sendEvent(QApplication.instance(), QEvent(QEvent.Type.TabletLeaveProximity))
    assert pad.strokes() == [hundredths(10, 10, 50, 20)]


def test_the_line_is_as_wide_as_the_pen_is_pressed(pad, pen):
    pen_event(pad, pen, QEvent.Type.TabletPress, 20, 60, 0.1)
    pen_event(pad, pen, QEvent.Type.TabletMove, 100, 60, 0.1)
    pen_event(pad, pen, QEvent.Type.TabletMove, 180, 60, 1.0)
    pen_event(pad, pen, QEvent.Type.TabletMove, 260, 60, 1.0)
    pen_event(pad, pen, QEvent.Type.TabletRelease, 260, 60, 1.0)
    assert pad.pressures() == [[10, 10, 100, 100]]
    shown = pad.grab().toImage()

    def ink(x):
        return sum(shown.pixelColor(x, y).lightness() < 128 for y in range(50, 70))

    assert ink(40) < ink(240)


def test_what_has_no_pressure_says_nothing_of_it(pad):
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 20))
    QTest.mouseMove(pad, QPoint(30, 40))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, 40))
    assert pad.pressures() == []


def test_a_stroke_taken_back_is_written_again_until_another_is_drawn(pad, pen):
    for y in (10, 50):
        pen_event(pad, pen, QEvent.Type.TabletPress, 10, y, 0.3)
        pen_event(pad, pen, QEvent.Type.TabletMove, 60, y, 0.7)
        pen_event(pad, pen, QEvent.Type.TabletRelease, 60, y, 0.7)
    whole, pressed = pad.strokes(), pad.pressures()
    pad.undo()
    pad.undo()
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    pad.redo()
    assert (pad.strokes(), pad.pressures()) == (whole, pressed)
    pad.undo()
    pen_event(pad, pen, QEvent.Type.TabletPress, 10, 90)
    pen_event(pad, pen, QEvent.Type.TabletRelease, 10, 90)
    pad.redo()
    assert len(pad.strokes()) == 2


def test_pressures_that_do_not_fit_the_strokes_are_passed_over(pad):
    pad.set_strokes([[100, 100, 900, 900]], 480, 206, [[10]])
    assert pad.pressures() == []
    pad.grab()


# -- the sheet of strokes, as laws ---------------------------------------------------------------------------------

SIZES = st.tuples(st.integers(100, 2000), st.integers(80, 1200))
POINTS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 80)), min_size=1, max_size=30)


@given(SIZES, POINTS, SIZES)
def test_another_size_changes_no_stroke_and_keeps_proportions(first, points, second):
    sheet = Sheet()
    sheet.begin(*points[0], *first)
    for point in points[1:]:
        sheet.extend(*point, *first)
    kept = list(sheet.strokes[0])
    shown = sheet.points(kept, *second)
    factor, left, top = sheet.fit(*second)
    assert sheet.strokes[0] == kept
    assert all(-0.5 <= x <= second[0] + 0.5 and -0.5 <= y <= second[1] + 0.5 for x, y in shown)
    assert min(left, top) == pytest.approx(0, abs=1e-6)
    for (x, y), (px, py) in zip(zip(kept[::2], kept[1::2], strict=True), shown, strict=True):
        assert (px - left) / factor * PER_PIXEL == pytest.approx(x, abs=0.01)
        assert (py - top) / factor * PER_PIXEL == pytest.approx(y, abs=0.01)


@given(SIZES, SIZES, POINTS)
def test_strokes_are_whole_numbers_on_the_pad(first, second, points):
    sheet = Sheet()
    sheet.begin(0, 0, *first)
    for x, y in points:
        sheet.extend(x * 40 - 500, y * 40 - 500, *second)
    stroke = sheet.strokes[0]
    assert all(isinstance(value, int) for value in stroke)
    assert all(0 <= x <= first[0] * PER_PIXEL + 1 for x in stroke[::2])
    assert all(0 <= y <= first[1] * PER_PIXEL + 1 for y in stroke[1::2])


def test_a_broad_contact_is_a_palm_and_a_fingertip_is_not():
    def contact(width, height):
        return SimpleNamespace(ellipseDiameters=lambda: QSizeF(width, height))

    assert _is_palm(contact(150, 60))
    assert _is_palm(contact(40, 120))
    assert not _is_palm(contact(45, 40))
    assert not _is_palm(contact(0, 0)), "many screens do not tell the size"
