"""Photos beside an item: from files, the clipboard, let go on it; damaged, taken away, seen large."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

pytest_plugins = ["walker_fixtures"]


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def test_photos_from_files_stand_in_the_strip(walker, session, qtbot, tmp_path, workshop):
    file = tmp_path / "IMG_1.jpg"
    file.write_bytes(workshop)
    walker.screen.view.strip.added.emit([file])
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)
    assert len(session.photos(walker.item)) == 1


def test_a_damaged_photo_gives_a_sentence_and_leaves_nothing(walker, session, qtbot, tmp_path, workshop):
    file = tmp_path / "坏的.jpg"
    file.write_bytes(workshop[: len(workshop) // 2])
    walker.screen.view.strip.added.emit([file])
    qtbot.waitUntil(lambda: bool(walker.error))
    assert walker.error == "照片“坏的.jpg”不完整，打不开，所以没有加，已有的照片都在。请重拍一张或换一张。"
    assert walker.thumbs == []
    assert session.photos(walker.item) == []
    walker.press("Down")
    assert walker.error == ""


def test_a_picture_on_the_clipboard_is_pasted_and_only_then_offered(walker, session, qtbot, clipboard):
    clipboard.setText("不是照片")
    assert not walker.shown("pastePhoto")
    clipboard.setImage(QImage(64, 48, QImage.Format.Format_RGB32))
    assert walker.shown("pastePhoto")
    walker.press("Ctrl+V")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)


def test_a_photo_may_be_let_go_anywhere_on_the_item(walker, session, qtbot, tmp_path, workshop):
    file = tmp_path / "IMG_3.jpg"
    file.write_bytes(workshop)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(30, 30), copy, data, left, none),
        QDropEvent(QPoint(30, 30), copy, data, left, none),
    ):
        QApplication.sendEvent(walker.screen.view, event)
        assert event.isAccepted()
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)


def test_ctrl_v_in_the_note_is_the_note_s(walker, session, clipboard):
    data = QMimeData()
    data.setText("贴进来的字")
    clipboard.setMimeData(data)
    walker.press("N", "Ctrl+V", "Return")
    assert session.answer_of(walker.item).note == "贴进来的字"


def test_a_photo_taken_away_comes_back_with_undo(walker, session, qtbot, tmp_path, workshop):
    file = tmp_path / "IMG_2.jpg"
    file.write_bytes(workshop)
    walker.screen.view.strip.added.emit([file])
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)
    walker.screen.view.strip.removed.emit(0)
    qtbot.waitUntil(lambda: walker.thumbs == [])
    walker.tap("undoRemoval")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)


def test_a_photo_opens_large(walker, session, qtbot, tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), (120, 130, 140)).save(picture, "JPEG")
    walker.session.add_photo(walker.item, picture.getvalue(), "a.jpg")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)
    walker.tap(walker.thumbs[0])
    assert walker.shown("photoViewer")
    assert walker.screen.viewer.caption.text() == "无拍摄时间"
    walker.press("Escape")
    assert walker.focus is walker.screen.view
