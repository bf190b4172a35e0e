"""A phone's card: what is on it, the newest first; thumbnails of what is in sight; "take these 12"."""

import io
import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from photo_maker import HEIC, camera, encoded, quarters
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from zjg_inspect import errors
from zjg_inspect.model.clock import today
from zjg_inspect.service import phone_card
from zjg_inspect.store import photo
from zjg_inspect.ui import sticks
from zjg_inspect.ui.field.card_panel import CHUNK, CardPanel
from zjg_inspect.ui.small_pictures import SmallPictures
from zjg_inspect.ui.sticks import Stick

pytest_plugins = ["walker_fixtures"]

DAY = today()


def shot(path, taken=None, clock="09:30:15", shade=120, kind="JPEG"):
    """A photo of this day on the card; without one, as WeChat leaves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = camera(f"{taken:%Y:%m:%d} {clock}") if taken else b""
    path.write_bytes(encoded(Image.new("RGB", (64, 48), (shade, shade, shade)), kind, exif=exif))
    return path


@pytest.fixture
def card(tmp_path):
    """Two of today, one of yesterday, one of last year, one without a time, one broken, and what is no photo."""
    root = tmp_path / "PHONE"
    camera_folder = root / "DCIM" / "Camera"
    shot(camera_folder / "IMG_1.jpg", DAY - timedelta(days=1))
    shot(camera_folder / "IMG_2.jpg", DAY, "08:00:00")
    shot(camera_folder / "IMG_3.jpg", DAY, "14:27:00")
    shot(root / "Pictures" / "old.png", DAY.replace(year=DAY.year - 1, day=1), kind="PNG")
    os.utime(shot(root / "WeiXin" / "mm.jpg"), (0, 0))
    whole = shot(camera_folder / "broken.jpg", DAY - timedelta(days=2)).read_bytes()
    (camera_folder / "broken.jpg").write_bytes(whole[:-20])
    shot(root / ".thumbnails" / "small.jpg", DAY)
    shot(root / "Android" / "data" / "cached.jpg", DAY)
    (camera_folder / "film.mp4").write_bytes(b"film")
    return root


def names(photos):
    return [each.path.name for each in photos]


# -- below the window --------------------------------------------------------------------------------------------


def test_the_photos_of_all_folders_are_found_but_no_hidden_ones(card):
    found = phone_card.photos_in(card)
    assert sorted(names(found)) == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "broken.jpg", "mm.jpg", "old.png"]
    assert {each.taken_at for each in found} == {None}


def test_today_s_stand_first_then_the_newest_then_those_without_a_time(card):
    found = phone_card.with_times(phone_card.photos_in(card))
    found.sort(key=lambda each: phone_card.order(each, DAY), reverse=True)
    assert names(found) == ["IMG_3.jpg", "IMG_2.jpg", "IMG_1.jpg", "broken.jpg", "old.png", "mm.jpg"]
    assert found[-1].taken_at == ""


def test_a_camera_with_a_clock_ahead_does_not_stand_before_today(tmp_path):
    shot(tmp_path / "ahead.jpg", DAY + timedelta(days=400))
    shot(tmp_path / "now.jpg", DAY)
    found = phone_card.with_times(phone_card.photos_in(tmp_path))
    assert names(sorted(found, key=lambda each: phone_card.order(each, DAY), reverse=True)) == ["now.jpg", "ahead.jpg"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIC"])
def test_the_time_that_is_read_is_the_one_that_the_photo_has_when_it_is_taken_in(tmp_path, kind):
    data = HEIC if kind == "HEIC" else encoded(quarters(), kind, exif=camera())
    file = tmp_path / "a.bin"
    file.write_bytes(data)
    assert photo.taken_at(file) == photo.prepare(file, "a").taken_at == "2022-06-01T09:30:15"


@pytest.mark.parametrize("data", [b"", b"no photo", b"\xff\xd8\xff\xe1\x00"])
def test_what_is_no_photo_has_no_time(tmp_path, data):
    file = tmp_path / "a.jpg"
    file.write_bytes(data)
    assert photo.taken_at(file) == ""
    assert photo.taken_at(tmp_path / "gone.jpg") == ""


def test_a_glimpse_is_small_and_upright(tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(encoded(quarters(640, 480).transpose(Image.Transpose.ROTATE_90), exif=camera(orientation=6)))
    assert Image.open(io.BytesIO(phone_card.glimpse(file, 120))).size == (120, 90)
    file.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(errors.PhotoDamaged):
        phone_card.glimpse(file, 120)


def test_a_card_that_was_pulled_is_said(tmp_path):
    with pytest.raises(errors.NotReadable):
        phone_card.photos_in(tmp_path / "gone")


# -- small pictures ----------------------------------------------------------------------------------------------


def test_no_more_is_kept_than_fits_and_what_was_dropped_is_made_again(qapp, qtbot):
    made, thread = [], threading.get_ident()
    pictures = SmallPictures(qapp, most_bytes=5000)

    def make(n):
        assert threading.get_ident() != thread
        made.append(n)
        return bytes(1000)

    for n in range(40):
        pictures.get(n, lambda n=n: make(n))
    qtbot.waitUntil(lambda: len(made) == 40 and pictures.held > 3000)
    assert pictures.held <= 5000
    assert len(pictures._made) <= 4
    # the newest wish was served first, but for those that were under way
    assert made.index(39) < 4
    gone = next(n for n in range(40) if not pictures.is_missing(n) and n not in pictures._made)
    pictures.get(gone, lambda: make(gone))
    qtbot.waitUntil(lambda: gone in pictures._made)
    assert made.count(gone) == 2


def test_what_is_out_of_sight_long_since_is_not_made(qapp, qtbot):
    made, hold = [], threading.Event()
    pictures = SmallPictures(qapp)
    for n in range(1000):
        pictures.get(n, lambda n=n: (hold.wait(30), made.append(n), b"")[2])
    hold.set()
    qtbot.waitUntil(lambda: 999 in made and not pictures._wishes and not pictures._under_way)
    assert len(made) <= 202


# -- the panel ---------------------------------------------------------------------------------------------------


@pytest.fixture
def plugged(monkeypatch):
    """The sticks that are plugged in."""
    there = []
    monkeypatch.setattr(sticks, "sticks", lambda: list(there))
    return there


def stick(root):
    return Stick(root.name, root, 10**9, True)


@pytest.fixture
def panel(walker, plugged, card, qtbot):
    """The walker with the card plugged in and its photos shown."""
    plugged.append(stick(card))
    walker.tap("openCard")
    made = walker.screen.findChild(CardPanel)
    qtbot.waitUntil(lambda: made.grid.photos.rowCount() == 6)
    qtbot.waitUntil(lambda: made.pictures.is_missing(row(made, "broken.jpg")))
    return made


def rows(panel):
    return [panel.grid.photos.photo(n) for n in range(panel.grid.photos.rowCount())]


def row(panel, name):
    return next(each for each in rows(panel) if each.path.name == name)


def tap(qtbot, panel, name):
    at = panel.grid.photos.index(rows(panel).index(row(panel, name)), 0)
    place = panel.grid.visualRect(at).center()
    qtbot.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    QApplication.processEvents()


def test_the_card_shows_its_photos_and_these_are_taken(walker, session, panel, qtbot):
    assert names(rows(panel)) == ["IMG_3.jpg", "IMG_2.jpg", "IMG_1.jpg", "broken.jpg", "old.png", "mm.jpg"]
    model = panel.grid.photos
    assert [model.when(each) for each in rows(panel)[:2]] == ["今天 14:27", "今天 08:00"]
    assert model.when(row(panel, "mm.jpg")) == "无拍摄时间"
    assert panel._where.text() == "“PHONE” 6 张"
    assert not panel.take.isEnabled()
    tap(qtbot, panel, "IMG_3.jpg")
    tap(qtbot, panel, "IMG_1.jpg")
    assert panel.take.text() == "收这 2 张"
    walker.press("Return")
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: len(walker.thumbs) == 2)
    taken = [each.photo.taken_at[:10] for each in session.photos(session.item)]
    assert sorted(taken) == [f"{DAY - timedelta(days=1)}", f"{DAY}"]


def test_a_finger_that_does_not_move_chooses_and_one_that_does_scrolls(panel, qapp):
    finger = QTest.createTouchDevice()
    view = panel.grid.viewport()
    at = panel.grid.visualRect(panel.grid.photos.index(1, 0)).center()
    QTest.touchEvent(view, finger).press(1, at, view).commit()
    QTest.touchEvent(view, finger).release(1, at, view).commit()
    qapp.processEvents()
    assert panel.take.text() == "收这 1 张"
    QTest.touchEvent(view, finger).press(1, at, view).commit()
    for step in range(1, 8):
        QTest.touchEvent(view, finger).move(1, at - QPoint(0, 10 * step), view).commit()
    QTest.touchEvent(view, finger).release(1, at - QPoint(0, 70), view).commit()
    qapp.processEvents()
    assert panel.take.text() == "收这 1 张"


def test_by_keyboard_space_chooses_and_arrows_go_about(walker, session, panel, qtbot):
    walker.press("Space", "Right", "Right", "Space", "Left", "Space", "Space")
    assert names([row(panel, path.name) for path in panel.grid.photos.chosen()]) == ["IMG_1.jpg", "IMG_3.jpg"]
    walker.tap("chooseToday")
    assert panel.take.text() == "收这 3 张"
    walker.press("Escape")
    assert not panel.isVisible()
    assert session.photos(session.item) == []
    assert walker.focus is walker.screen.view


def test_a_broken_one_is_named_and_cannot_be_chosen(panel, qtbot):
    assert panel._said.text() == "1 张打不开：broken.jpg"
    tap(qtbot, panel, "broken.jpg")
    assert not panel.take.isEnabled()
    index = panel.grid.photos.index(3, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("broken.jpg，")
    assert spoken.endswith("，打不开")


def test_several_that_could_not_be_added_are_named_together(walker, session, qtbot, tmp_path):
    files = []
    for name in ("一.jpg", "二.jpg"):
        file = shot(tmp_path / name, DAY)
        file.write_bytes(file.read_bytes()[:-20])
        files.append(file)
    walker.screen.view.strip.added.emit([*files, shot(tmp_path / "三.jpg", DAY)])
    qtbot.waitUntil(lambda: "2 张" in walker.error)
    assert walker.error == "2 张没有加上：一.jpg、二.jpg。其余的都加上了，已有的也都在。请换一张或重拍。"


def test_without_a_card_it_says_so_and_waits_for_one(walker, plugged, card, qtbot, monkeypatch):
    walker.tap("openCard")
    panel = walker.screen.findChild(CardPanel)
    assert panel._empty.text() == "没找到存储卡。插上手机卡或读卡器就会列在这里，也可以选一个文件夹。"
    assert walker.focus is panel.other
    plugged.append(stick(card))
    panel._look.timeout.emit()
    qtbot.waitUntil(lambda: panel.grid.photos.rowCount() == 6)
    assert not panel._look.isActive()


def test_a_folder_may_be_chosen_and_an_empty_one_is_said(walker, plugged, tmp_path, qtbot, monkeypatch):
    (tmp_path / "空的").mkdir()
    walker.tap("openCard")
    panel = walker.screen.findChild(CardPanel)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "空的"))
    walker.tap("chooseFolder")
    qtbot.waitUntil(lambda: bool(panel._empty.text()))
    assert panel._empty.text() == "“空的”里没有照片。换一张卡，或选别的文件夹。"


def test_a_folder_let_go_on_the_strip_is_shown(walker, plugged, card, qtbot, tmp_path):
    data = QMimeData()
    single = shot(tmp_path / "单张.jpg", DAY)
    data.setUrls([QUrl.fromLocalFile(str(card)), QUrl.fromLocalFile(str(single))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(walker.screen.view.strip, QDragEnterEvent(QPoint(5, 5), *how))
    drop = QDropEvent(QPointF(5, 5), *how)
    QApplication.sendEvent(walker.screen.view.strip, drop)
    assert drop.isAccepted()
    panel = walker.screen.findChild(CardPanel)
    qtbot.waitUntil(lambda: panel.grid.photos.rowCount() == 6)
    walker.press("Escape")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)


def test_a_card_that_is_gone_is_not_opened_again(walker, plugged, card, qtbot):
    plugged.append(stick(card))
    walker.tap("openCard")
    panel = walker.screen.findChild(CardPanel)
    qtbot.waitUntil(lambda: panel.grid.photos.rowCount() == 6)
    walker.press("Escape")
    plugged.clear()
    card.rename(card.with_name("away"))
    walker.tap("openCard")
    assert panel._empty.isVisible()
    assert panel.grid.photos.rowCount() == 0


def test_a_card_pulled_meanwhile_gives_a_sentence(walker, plugged, tmp_path, qtbot):
    plugged.append(stick(tmp_path / "gone"))
    walker.tap("openCard")
    panel = walker.screen.findChild(CardPanel)
    qtbot.waitUntil(lambda: bool(panel.error.text()))


def test_of_thousands_only_what_is_in_sight_is_read_for_thumbnails(walker, plugged, tmp_path, qtbot, monkeypatch):
    made = []
    monkeypatch.setattr(phone_card, "glimpse", lambda path, _side: made.append(path) or encoded(quarters()))
    many = [phone_card.CardPhoto(Path(f"/card/{n:05}.jpg"), float(n)) for n in range(3000)]
    monkeypatch.setattr(phone_card, "photos_in", lambda _folder, _step: many)
    read = []

    def with_times(photos, _step):
        read.append(len(photos))
        return [each._replace(taken_at="2026-01-01T10:00:00") for each in photos]

    monkeypatch.setattr(phone_card, "with_times", with_times)
    plugged.append(stick(tmp_path))
    walker.tap("openCard")
    panel = walker.screen.findChild(CardPanel)
    qtbot.waitUntil(lambda: panel.grid.photos.rowCount() == 3000)
    assert read == [CHUNK] * (3000 // CHUNK)
    qtbot.waitUntil(lambda: not panel.pictures._wishes and not panel.pictures._under_way)
    assert 10 < len(made) < 300
    assert panel._where.text() == f"“{tmp_path.name}” 3000 张"


@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
def test_everything_is_in_the_window(walker, panel, size):
    walker.window.resize(*size)
    QApplication.processEvents()
    assert walker.clipped() == []
