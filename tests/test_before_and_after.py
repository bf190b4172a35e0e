"""At a re-inspection the photo from when the hazard was found stands beside the one taken now, on screen and paper."""

import io
import re

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from world import photo as small_photo

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.report.text import in_fours
from zjg_inspect.service import hazards, sheet, signing, visit
from zjg_inspect.service.hazards import Evidence

pytest_plugins = ["walker_fixtures"]

SHOP = "甲五金厂"


def grey():
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), (90, 90, 90)).save(picture, "JPEG")
    return picture.getvalue()


@pytest.fixture
def found_on(walker, session, qtbot):
    """The walker at 4-09, where a hazard with a photo is open; gives the day on which it was found."""
    session.go("4-09")
    then, day = session.found_then("4-09")
    assert len(then) == 1
    qtbot.waitUntil(lambda: walker.screen.pictures.get(then[0].sha256) is not None)
    QApplication.processEvents()
    return day


def test_the_photo_of_then_stands_before_the_others(walker, session, found_on):
    assert walker.shown("photoOfThen")
    assert walker.screen.view.strip.then.accessibleName() == f"查出时 {found_on[5:]}的照片，和现在的并排看"
    session.go("4-10")
    assert not walker.shown("photoOfThen")


def test_then_and_now_are_seen_large_side_by_side(walker, session, found_on, qtbot):
    session.add_photo("4-09", grey(), "now.jpg")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)
    walker.tap("photoOfThen")
    viewer = walker.screen.viewer
    qtbot.waitUntil(lambda: viewer.view.isEnabled() and viewer.then.view.isEnabled())
    assert viewer.then.words.text() == f"查出时 {found_on}"
    left, right = (view.mapTo(walker.window, view.rect().center()) for view in (viewer.then.view, viewer.view))
    assert left.x() < right.x()
    assert abs(viewer.then.view.width() - viewer.view.width()) < 20
    assert walker.clipped() == []
    walker.press("D")
    assert viewer.then.isHidden()
    walker.press("D", "J")
    assert viewer.then.isHidden()
    walker.press("Ctrl+Z", "Escape")
    assert viewer.then.isVisible()
    walker.window.resize(1024, 564)
    QApplication.processEvents()
    assert walker.clipped() == []


def test_before_anything_was_photographed_now_the_photo_of_then_is_seen_alone(walker, found_on):
    walker.tap("photoOfThen")
    viewer = walker.screen.viewer
    assert viewer.then.isHidden()
    assert not walker.shown("photo_remove")
    assert viewer.accessibleName() == "第 1 张，共 1 张"


def test_keys_of_buttons_that_are_not_there_do_nothing(walker, session, qtbot):
    session.add_photo(walker.item, grey(), "now.jpg")
    qtbot.waitUntil(lambda: len(walker.thumbs) == 1)
    walker.tap(walker.thumbs[0])
    walker.press("O", "D")
    assert walker.shown("photo_remove")
    assert not walker.screen.viewer.original.isChecked()
    assert walker.screen.viewer.then.isHidden()


# -- on paper ----------------------------------------------------------------------------------------------------


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def squeezed(photo):
    return in_fours(photo.sha256[:8]).replace(" ", "")


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.FAIL])
def test_the_sheet_of_a_reinspection_shows_both_side_by_side(world, verdict):
    first = world.answered(SHOP, fail=("4-04", "4-10"))
    before = visit.add_photo(world.laptop, first, "4-04", small_photo(1, taken="2026:11:02 09:00:00"), "a.jpg").photo
    world.sign_all(first)
    signing.seal(world.laptop, first)
    said = [Evidence(small_photo(3), "c.jpg")]
    for row in hazards.hazards_at(world.laptop, world.enterprises[SHOP]):
        hazards.record_rectified(world.laptop, row.id, row.date, Someone("王某"), "改好了", said)
    draft = visit.start_visit(world.laptop, world.enterprises[SHOP], VisitType.REINSPECTION)
    for code in ("4-04", "4-10"):
        visit.answer_item(world.laptop, draft, DraftAnswer(code, verdict))
    visit.add_photo(world.laptop, draft, "4-10", small_photo(5), "d.jpg")
    now = visit.add_photo(world.laptop, draft, "4-04", small_photo(2, taken="2026:12:01 10:00:00"), "b.jpg").photo
    text = text_of(sheet.draft_sheet(world.laptop, draft))
    # what was not photographed both times has no pair
    assert "整改前后对照（1条）" in text
    assert re.search(r"4-04查出时（\d+月\d+日）", text)
    assert f"11-0209:00原件{squeezed(before)}" in text
    assert text.count(squeezed(before)) == 1
    assert re.search(r"4-04本次同照片\d", text)
    assert text.count(squeezed(now)) == 2
    assert squeezed(before) not in text_of(sheet.sealed_sheet(world.laptop, first)).split("现场照片")[0]
