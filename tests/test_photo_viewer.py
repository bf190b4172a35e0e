"""One photo seen large: drawn on by hand and by keyboard, named, undone; the original stays within reach."""

import io

import msgspec
import pypdfium2
import pytest
from pages_walker import HazardPage
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import photo as small_photo

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import soundness
from zjg_inspect.model.inspection import Photo, Verdict
from zjg_inspect.model.marks import Mark
from zjg_inspect.report.photos import album
from zjg_inspect.report.text import in_fours
from zjg_inspect.service import doctor, hazards, sheet, signing, visit
from zjg_inspect.store import documents, media
from zjg_inspect.ui.large_photos import pictures_of

pytest_plugins = ["walker_fixtures"]

LEFT = Qt.MouseButton.LeftButton
MARKED = "有标注，原图留存"


def grey(shade=120):
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), (shade, shade, shade)).save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture
def viewer(walker, session, qtbot):
    """Two photos beside the item, the first seen large."""
    for shade in (90, 150):
        session.add_photo(walker.item, grey(shade), "a.jpg")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 2)
    walker.tap(walker.thumbs[0])
    made = walker.screen.viewer
    qtbot.waitUntil(made.view.isEnabled)
    return made


def photos(session):
    return session.photos(session.item)


def drag(qtbot, view, begin, end):
    qtbot.mousePress(view, LEFT, pos=QPoint(*begin))
    qtbot.mouseMove(view, QPoint(*end))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(*end))


def middle(view):
    return view.photo_rect().center().x(), view.photo_rect().center().y()


def test_an_arrow_is_drawn_on_a_copy_and_the_original_can_be_seen(walker, viewer, session, qtbot):
    before = photos(session)
    walker.tap("photo_arrow")
    x, y = middle(viewer.view)
    drag(qtbot, viewer.view, (x - 150, y - 100), (x, y))
    (drawn,) = viewer.view.marks()
    assert (drawn.kind, drawn.x1 > drawn.x0, drawn.y1 > drawn.y0) == ("arrow", True, True)
    walker.press("Return")
    qtbot.waitUntil(lambda: len(photos(session)) == 3)
    first, second, marked = (each.photo for each in photos(session))
    assert [first, second] == [each.photo for each in before]
    assert marked.of == first.sha256
    assert [each.photo for each in session.seen_photos(session.item)] == [marked, second]
    assert viewer.caption.text() == f"无拍摄时间 · {MARKED}"
    assert len(walker.thumbs) == 2
    assert walker.thumbs[0].accessibleName() == f"第 1 张照片，{MARKED}"
    walker.press("O")
    qtbot.waitUntil(viewer.view.isEnabled)
    assert viewer.caption.text() == "无拍摄时间 · 这是原图，没有标注"
    assert not walker.shown("photo_remove")
    walker.press("O", "Escape")
    assert f"1 张{MARKED}" in walker.screen.view.strip._note.text()


def test_by_keyboard_a_mark_is_placed_moved_sized_and_taken_back(walker, viewer, session, qtbot):
    walker.press("Q")
    (placed,) = viewer.view.marks()
    assert placed.kind == "circle"
    walker.press("Right", "Right", "Up")
    (moved,) = viewer.view.marks()
    assert (moved.x0 - placed.x0, moved.x1 - placed.x1, moved.y0 - placed.y0) == (24, 24, -12)
    walker.press("Shift+Right", "Shift+Down")
    (sized,) = viewer.view.marks()
    assert (sized.x0, sized.y0) == (moved.x0, moved.y0)
    assert (sized.x1 - moved.x1, sized.y1 - moved.y1) == (12, 12)
    walker.press("J", "M")
    assert [mark.kind for mark in viewer.view.marks()] == ["circle", "arrow", "mosaic"]
    walker.press("Ctrl+Z", "Del")
    assert [mark.kind for mark in viewer.view.marks()] == ["circle"]
    assert viewer.accessibleName() == "第 1 张，共 2 张"
    walker.press("Escape")
    assert walker.shown("photoViewer")
    qtbot.waitUntil(lambda: len(photos(session)) == 3)


def test_the_last_mark_is_taken_by_its_ends_or_as_a_whole(walker, viewer, qtbot):
    x, y = middle(viewer.view)
    walker.tap("photo_circle")
    drag(qtbot, viewer.view, (x - 100, y - 80), (x + 100, y + 80))
    (drawn,) = viewer.view.marks()
    drag(qtbot, viewer.view, (x + 100, y + 80), (x + 140, y + 80))
    (sized,) = viewer.view.marks()
    assert (sized.x0, sized.y0) == (drawn.x0, drawn.y0)
    assert sized.x1 > drawn.x1
    drag(qtbot, viewer.view, (x, y), (x, y + 40))
    (moved,) = viewer.view.marks()
    assert moved.y0 > sized.y0
    assert moved.x1 - moved.x0 == sized.x1 - sized.x0
    drag(qtbot, viewer.view, (x - 100, y - 40), (x - 130, y - 40))
    (begun,) = viewer.view.marks()
    assert begun.x0 < moved.x0
    walker.tap("photo_mosaic")
    drag(qtbot, viewer.view, (x - 30, y), (x + 30, y + 40))
    assert [mark.kind for mark in viewer.view.marks()] == ["circle", "mosaic"]


def test_a_tap_places_a_mark_of_a_usual_size(walker, viewer, qtbot):
    walker.tap("photo_mosaic")
    qtbot.mouseClick(viewer.view, LEFT, pos=QPoint(*middle(viewer.view)))
    (placed,) = viewer.view.marks()
    assert placed.x1 - placed.x0 > 100
    assert placed.x0 < 600 < placed.x1


def test_a_finger_draws_as_the_mouse_does(walker, viewer, qapp):
    finger = QTest.createTouchDevice()
    walker.tap("photo_circle")
    x, y = middle(viewer.view)
    QTest.touchEvent(viewer.view, finger).press(1, QPoint(x - 90, y - 60), viewer.view).commit()
    for step in range(1, 7):
        at = QPoint(x - 90 + 30 * step, y - 60 + 20 * step)
        QTest.touchEvent(viewer.view, finger).move(1, at, viewer.view).commit()
    QTest.touchEvent(viewer.view, finger).release(1, QPoint(x + 90, y + 60), viewer.view).commit()
    qapp.processEvents()
    (drawn,) = viewer.view.marks()
    assert drawn.kind == "circle"
    assert drawn.x1 - drawn.x0 > 200


def test_undo_takes_the_copy_away_and_redo_brings_it_back(walker, viewer, session, qtbot):
    walker.press("J", "Return")
    qtbot.waitUntil(lambda: len(photos(session)) == 3)
    assert viewer.undo.isEnabled()
    walker.press("Ctrl+Z")
    qtbot.waitUntil(lambda: len(photos(session)) == 2)
    assert viewer.caption.text() == "无拍摄时间"
    walker.press("Escape", "Ctrl+Y")
    qtbot.waitUntil(lambda: len(photos(session)) == 3)
    assert session.seen_photos(session.item)[0].photo.of


def test_more_marks_on_a_marked_copy_are_undone_to_the_copy_before(walker, viewer, session, qtbot):
    def marked():
        return [each.photo for each in photos(session) if each.photo.of]

    walker.press("J", "Return")
    qtbot.waitUntil(lambda: bool(marked()))
    once = marked()
    qtbot.waitUntil(viewer.view.isEnabled)
    walker.press("Q", "Return")
    qtbot.waitUntil(lambda: bool(marked()) and marked() != once)
    assert len(photos(session)) == 3
    walker.press("Ctrl+Z")
    qtbot.waitUntil(lambda: marked() == once)
    session.saver.flush()
    assert [
        each.photo for each in visit.open_visit(session.db, session.visit.draft.id).draft.photos if each.photo.of
    ] == once


def test_taken_away_a_marked_photo_leaves_its_original(walker, viewer, session, qtbot):
    walker.press("J", "Return")
    qtbot.waitUntil(lambda: len(photos(session)) == 3)
    assert viewer.remove.text() == "移走标注"
    walker.press("Del")
    qtbot.waitUntil(lambda: len(photos(session)) == 2)
    assert viewer.remove.text() == "移走这张"
    walker.press("Del")
    qtbot.waitUntil(lambda: len(photos(session)) == 1)
    walker.press("Del")
    qtbot.waitUntil(lambda: not walker.shown("photoViewer"))
    assert photos(session) == []


def test_what_is_drawn_is_kept_when_one_turns_over_or_goes_away(walker, viewer, session, qtbot):
    walker.tap("photo_arrow")
    qtbot.mouseClick(viewer.view, LEFT, pos=QPoint(*middle(viewer.view)))
    walker.tap(viewer.close_button)
    qtbot.waitUntil(lambda: len(photos(session)) == 3)
    assert not walker.shown("photoViewer")


def test_a_copy_that_cannot_be_made_is_said_and_nothing_is_lost(walker, viewer, session, qtbot):
    media.path_of(session.db.directory, photos(session)[0].photo.sha256).unlink()
    walker.press("J", "Return")
    qtbot.waitUntil(lambda: bool(viewer.error.text()))
    assert len(photos(session)) == 2
    assert viewer.view.marks() == []


def test_the_caption_is_written_by_keyboard_and_saved(walker, viewer, session, qtbot):
    walker.press("N")
    walker.compose(commit="看箭头处")
    walker.press("Left", "Return")
    assert photos(session)[0].photo.caption == "看箭头处"
    assert walker.focus is viewer
    session.saver.flush()
    (first, _) = visit.open_visit(session.db, session.visit.draft.id).draft.photos
    assert first.photo.caption == "看箭头处"
    walker.press("Right")
    assert viewer.note.text() == ""
    walker.press("Left")
    assert viewer.note.text() == "看箭头处"


def test_photos_of_the_last_visit_can_only_be_looked_at(walker, session, qtbot):
    session.go("4-09")
    viewer = walker.screen.viewer
    viewer.show_photos(list(session.last_answer("4-09").photos), 0, may_change=False)
    qtbot.waitUntil(viewer.view.isEnabled)
    for name in ("photo_arrow", "photo_remove", "photo_undo", "photo_caption"):
        assert not walker.shown(name)
    walker.press("J", "N", "Del", "Return")
    assert viewer.view.marks() == []


@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
def test_everything_is_in_the_window(qtbot, session, walker, viewer, size):
    walker.window.resize(*size)
    QApplication.processEvents()
    assert walker.clipped() == []
    walker.press("J")
    assert walker.clipped() == []
    assert viewer.note.isHidden()


def test_at_a_hazard_the_tool_opens_its_photo_large(qtbot, session):
    session.go("4-04")
    session.answer(Verdict.FAIL)
    session.add_photo("4-04", grey(), "a.jpg")
    session.saver.flush()
    page = HazardPage(qtbot, session, "4-04")
    qtbot.waitUntil(page.screen.photos.view.isEnabled)
    page.tap(page.screen.photos.view)
    qtbot.waitUntil(page.screen.viewer.view.isEnabled)
    page.press("Escape")
    assert not page.shown("photoViewer")
    page.tap("draw_arrow")
    qtbot.waitUntil(page.screen.viewer.view.isEnabled)
    assert page.screen.viewer.tools["arrow"].isChecked()
    page.press("J", "Escape", "Escape")
    qtbot.waitUntil(lambda: len(session.photos("4-04")) == 2)
    assert page.screen.photos.marked.isVisible()
    assert page.screen.photos.marked.text() == MARKED
    assert not page.shown("photoViewer")
    page.tap("undo")
    qtbot.waitUntil(lambda: len(session.photos("4-04")) == 1)
    assert not page.screen.photos.marked.isVisible()


def text_of_sheet(pdf):
    """All its words, without spaces and line ends."""
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


# -- beyond the laptop -------------------------------------------------------------------------------------------


def test_sealed_and_carried_the_office_has_both_and_the_sheet_shows_the_marked_one(world):
    draft = world.answered("甲五金厂", fail=("4-04",))
    each = visit.add_photo(world.laptop, draft, "4-04", small_photo(3), "a.jpg")
    made = visit.mark_photo(world.laptop, draft, each, [Mark("arrow", 10, 10, 100, 100)])
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    report = world.carry(world.laptop, world.office)
    assert (report.quarantined, report.photos, report.photos_missing) == (0, 2, 0)
    assert doctor.doctor(world.office).ok
    with world.office.read() as conn:
        body, _ = documents.inspection(conn, draft)
    (answer,) = (each for each in body.content.answers if each.item == "4-04")
    assert answer.photos == (each.photo, made.photo)
    (hazard,) = body.content.hazards
    assert hazard.photos == answer.photos
    (entry,) = album(body.content, {"4-04": 1})
    assert entry.photo == made.photo
    first, second = pictures_of(answer.photos, "4-04")
    assert (first.photo, second.photo) == (made.photo, each.photo)
    assert MARKED in first.words
    assert "原图，没有标注" in second.words
    text = text_of_sheet(sheet.sealed_sheet(world.office, draft))
    assert f"有标注（本图{in_fours(made.photo.sha256[:8])}），原图留存".replace(" ", "") in text
    assert f"原件{in_fours(each.photo.sha256[:8])}".replace(" ", "") in text


def test_a_step_of_a_hazard_whose_marked_photo_has_lost_its_original_is_not_sound(world):
    world.visit("甲五金厂", fail=("4-04",))
    (row,) = hazards.hazards_at(world.laptop, world.enterprises["甲五金厂"])
    with world.laptop.read() as conn:
        body = documents.hazard(conn, row.id)
    lost, kept = Photo("a" * 64, of="b" * 64), Photo("b" * 64)
    form = shipped_form("enterprise")
    assert soundness.hazard_fault(msgspec.structs.replace(body, photos=(kept, lost)), form) == ""
    alone = msgspec.structs.replace(body, photos=(lost,))
    assert soundness.hazard_fault(alone, form) == "a marked photo without its original"


def test_a_record_whose_marked_photo_has_lost_its_original_is_not_sound(world):
    inspection, _ = world.visit("甲五金厂", fail=("4-04",))
    with world.laptop.read() as conn:
        body, _ = documents.inspection(conn, inspection)
    form = shipped_form("enterprise")
    assert soundness.fault(body, form) == ""
    lost = body.content.answers[0]
    lost = msgspec.structs.replace(lost, photos=(Photo("a" * 64, of="b" * 64),))
    content = msgspec.structs.replace(body.content, answers=(lost, *body.content.answers[1:]))
    forged = msgspec.structs.replace(body, content=content)
    assert soundness.fault(forged, form) == "a marked photo without its original"
