"""The strip of photos and the large view: choosing, pasting, dropping, opening, taking away."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication

from zjg_inspect.ui import theme
from zjg_inspect.ui.widgets.photo_view import PhotoView
from zjg_inspect.ui.widgets.photos import PhotoStrip


def photo(width=160, height=120, colour=(200, 30, 30)):
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


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
    assert second.isHidden()
    strip.set_photos([photo()] * 2)
    assert second.isVisible()


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


def test_another_photo_takes_the_place_of_the_one_before(show):
    view = show(PhotoView(), width=420, height=240)
    for width, height in ((100, 200), (200, 100), (200, 100)):
        view.set_photo(photo(width, height), "照片")
        assert (view.photo_rect().width() > view.photo_rect().height()) == (width > height)
        assert view.grab().toImage().pixelColor(view.photo_rect().center()).red() > 150
    view.set_photo(None, "照片还没到")
    assert view.grab().toImage().pixelColor(view.width() // 2, 40) == theme.current().colour("sunk")


def test_without_a_photo_the_view_says_why(show):
    view = show(PhotoView())
    view.set_photo(None, "照片还没到")
    assert view.accessibleName() == "照片还没到"
    assert not view.isEnabled()
