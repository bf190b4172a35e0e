"""The live picture of a camera: none is there, one is refused, one works, several; and what is taken with it."""

import io
import sys
import types
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from zjg_inspect.model import clock
from zjg_inspect.store import photo
from zjg_inspect.ui import camera
from zjg_inspect.ui.camera import Camera
from zjg_inspect.ui.field.camera_panel import NO_CAMERA, CameraPanel

pytest_plugins = ["walker_fixtures"]

MAY_BE_THERE = camera.may_be_there


class FakeSource(QObject):
    """Cameras without hardware: the test says what they see."""

    frame = Signal(QImage)
    failed = Signal()

    def __init__(self, *there):
        super().__init__()
        self.there, self.running, self.started = list(there), None, []

    def cameras(self):
        return list(self.there)

    def start(self, id):
        self.running = id
        self.started.append(id)

    def stop(self):
        self.running = None

    def see(self, red=200, width=1280):
        image = QImage(width, width * 3 // 4, QImage.Format.Format_RGB32)
        image.fill(QColor.fromRgb(30, 30, 30))
        # the left half is red: a mirrored picture would show it
        for x in range(0, width // 2, 8):
            for y in range(0, image.height(), 8):
                for dx in range(8):
                    image.setPixelColor(x + dx, y, QColor.fromRgb(red, 0, 0))
        self.frame.emit(image)


BUILT_IN, ON_CABLE = Camera("01", "内置摄像头"), Camera("02", "USB 摄像头")


@pytest.fixture
def source(monkeypatch):
    """What stands for the computer's cameras; None: the extra is not installed."""
    made = FakeSource(BUILT_IN)
    monkeypatch.setattr(camera, "may_be_there", lambda: True)
    monkeypatch.setattr(camera, "open_source", lambda _parent: made)
    return made


def panel_of(page):
    return page.screen.findChild(CameraPanel)


@pytest.fixture
def page(source, session, qtbot):
    from pages_walker import WalkerPage

    return WalkerPage(qtbot, session)


def test_p_shows_the_live_picture_and_space_takes_photos(page, session, source, qtbot, monkeypatch):
    monkeypatch.setattr("zjg_inspect.ui.field.session.civil_now", lambda: "2026-11-30T14:27:31")
    assert page.screen.view.strip.camera_button.text() == "拍照 P"
    page.press("P")
    panel = panel_of(page)
    assert source.running == BUILT_IN.id
    assert not panel.take.isEnabled()
    source.see()
    assert panel.take.isEnabled()
    assert not page.shown("switchCamera")
    page.press("Space")
    source.see()
    page.press("Space")
    assert panel.count.text() == "已拍 2 张 · 内置摄像头"
    page.press("Escape")
    assert source.running is None
    assert not panel.isVisible()
    assert page.focus is page.screen.view
    qtbot.waitUntil(lambda: len(session.photos(session.item)) >= 1 and not session.adding(session.item))
    taken = session.photos(session.item)[0].photo
    assert taken.taken_at == "2026-11-30T14:27:31"


def test_the_photo_is_not_mirrored_and_bears_its_time(page, session, source, qtbot):
    page.press("P")
    source.see()
    before = clock.civil_now()
    with qtbot.waitSignal(panel_of(page).shot) as told:
        page.tap("shoot")
    picture = Image.open(io.BytesIO(bytes(told.args[0])))
    assert picture.size == (1280, 960)
    assert picture.getpixel((100, 0))[0] > picture.getpixel((1200, 0))[0] + 50
    qtbot.waitUntil(lambda: len(session.photos(session.item)) == 1)
    assert before <= session.photos(session.item)[0].photo.taken_at <= clock.civil_now()


def test_the_live_picture_is_whole(page, source):
    page.press("P")
    source.see()
    view = panel_of(page).picture
    seen = view.grab().toImage()
    assert seen.pixelColor(2, view.height() // 2) != QColor.fromRgb(30, 30, 30)
    assert seen.pixelColor(view.width() // 2 + 40, view.height() // 2).red() < 60


def test_of_several_cameras_the_next_is_chosen_and_remembered(page, source):
    source.there = [BUILT_IN, ON_CABLE]
    page.press("P")
    source.see()
    assert page.shown("switchCamera")
    page.press("C")
    assert source.started == [BUILT_IN.id, ON_CABLE.id]
    source.see()
    assert panel_of(page).count.text() == "USB 摄像头"
    page.press("Escape", "P")
    assert source.running == ON_CABLE.id
    source.there = [BUILT_IN]
    page.press("Escape", "P")
    assert source.running == BUILT_IN.id


def says_there_is_none(page):
    panel = panel_of(page)
    said = panel.sentence.text() if panel.sentence.isVisible() else ""
    return said == NO_CAMERA == "没找到摄像头。可以从文件选、直接粘贴，或插手机存储卡。" and not page.shown("shoot")


def test_without_the_extra_the_tile_says_so_and_the_other_ways_stand_there(session, qtbot, monkeypatch, tmp_path):
    from pages_walker import WalkerPage

    monkeypatch.setattr(camera, "may_be_there", lambda: False)
    monkeypatch.setattr(camera, "open_source", lambda _parent: None)
    page = WalkerPage(qtbot, session)
    assert page.screen.view.strip.camera_button.text() == "拍照"
    assert page.screen.view.strip.choose_button.text() == "选照片 P"
    page.tap("takePhoto")
    assert says_there_is_none(page)
    assert page.focus.objectName() == "way_choose"
    assert page.clipped() == []
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (asked.append(1), ([], ""))[1])
    page.tap("way_choose")
    assert asked == [1]
    assert not page.shown("cameraPanel")
    page.press("P")
    assert asked == [1, 1]
    page.tap("takePhoto")
    page.tap("way_card")
    assert page.shown("cardPanel")


def test_a_picture_on_the_clipboard_is_one_of_the_ways(page, source, session, qtbot):
    board = QGuiApplication.clipboard()
    data = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor.fromRgb(9, 9, 9))
    data.setImageData(image)
    board.setMimeData(data)
    source.there = []
    page.press("P")
    page.tap("way_paste")
    qtbot.waitUntil(lambda: len(session.photos(session.item)) == 1)
    board.clear()
    page.press("P")
    assert not panel_of(page).ways["paste"].isEnabled()


def test_with_no_camera_plugged_in_it_says_so_until_one_is(page, source):
    source.there = []
    page.press("P")
    assert says_there_is_none(page)
    source.there = [ON_CABLE]
    page.tap("way_again")
    source.see()
    assert page.shown("shoot")
    assert not panel_of(page).none.isVisible()


def test_a_camera_that_is_refused_or_unplugged_says_so(page, source):
    page.press("P")
    source.failed.emit()
    assert says_there_is_none(page)
    assert source.running is None
    page.press("Escape", "P")
    source.see()
    source.failed.emit()
    assert says_there_is_none(page)


def test_a_camera_that_shows_nothing_is_given_up(page, source):
    page.press("P")
    panel_of(page)._patience.timeout.emit()
    assert says_there_is_none(page)
    assert source.running is None


@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
def test_everything_is_in_the_window(page, source, size):
    page.window.resize(*size)
    QApplication.processEvents()
    assert page.clipped() == []
    source.there = [BUILT_IN, ON_CABLE]
    page.press("P")
    source.see()
    assert page.clipped() == []
    source.failed.emit()
    QApplication.processEvents()
    assert page.clipped() == []


# -- what stands behind it ---------------------------------------------------------------------------------------


def test_without_qtmultimedia_there_is_no_source(qapp, monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    assert camera.open_source(qapp) is None


def test_the_camera_is_offered_first_only_where_one_may_be(monkeypatch):
    monkeypatch.setattr(camera.importlib.util, "find_spec", lambda _name: None)
    assert not MAY_BE_THERE()
    monkeypatch.setattr(camera.importlib.util, "find_spec", lambda _name: types.ModuleType("spec"))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter(()))
    assert not MAY_BE_THERE()
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter([Path("/dev/video0")]))
    assert MAY_BE_THERE()
    monkeypatch.setattr(sys, "platform", "win32")
    assert MAY_BE_THERE()


def test_qtmultimedia_is_not_imported_before_it_is_asked_for():
    assert "PySide6.QtMultimedia" not in sys.modules


class FakeFormat:
    def __init__(self, width, height, rate=30.0):
        self.width, self.height, self.rate = width, height, rate

    def resolution(self):
        from PySide6.QtCore import QSize

        return QSize(self.width, self.height)

    def maxFrameRate(self):
        return self.rate


@pytest.mark.parametrize(
    ("sizes", "best"),
    [
        ([(640, 480), (1920, 1080), (3840, 2160)], (1920, 1080)),
        ([(640, 480), (320, 240)], (640, 480)),
        ([(4000, 3000), (3840, 2160)], (3840, 2160)),
    ],
)
def test_the_largest_format_that_is_not_more_than_enough_is_used(sizes, best):
    chosen = camera._best([FakeFormat(*size) for size in sizes])
    assert (chosen.width, chosen.height) == best
    assert camera._best([]) is None


def test_a_time_is_given_only_to_a_photo_that_bears_none():
    from photo_maker import camera as exif
    from photo_maker import encoded, quarters

    shot = photo.prepare(encoded(quarters()), "a.jpg", "2026-11-30T14:27:31")
    assert shot.taken_at == photo.prepare(shot.jpeg, "b.jpg").taken_at == "2026-11-30T14:27:31"
    assert photo.prepare(encoded(quarters(), exif=exif()), "a.jpg", "2026-11-30T14:27:31").taken_at == (
        "2022-06-01T09:30:15"
    )
