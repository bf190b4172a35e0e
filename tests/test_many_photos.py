"""Fifty photos in a visit: thumbnails off the window's thread, memory bounded, nothing made that is not in sight."""

import random
import threading

import pytest
from PySide6.QtWidgets import QApplication

from zjg_inspect.service import sample
from zjg_inspect.service import visit as service
from zjg_inspect.ui.field.walker_photos import LARGE
from zjg_inspect.ui.widgets import photos as strips

pytest_plugins = ["walker_fixtures"]

MANY = 50


@pytest.fixture(scope="session")
def fifty():
    chance = random.Random(6)
    return [sample.workshop_photo(chance) for _ in range(MANY)]


@pytest.fixture
def made(monkeypatch):
    """Which pictures were made: the long side and in which thread; and how many at once at most."""
    real, under_way, calls = service.photo_thumbnail, [], []

    def make(db, sha256, side):
        under_way.append(sha256)
        calls.append((side, threading.get_ident(), len(under_way)))
        try:
            return real(db, sha256, side)
        finally:
            under_way.remove(sha256)

    monkeypatch.setattr(service, "photo_thumbnail", make)
    return calls


@pytest.fixture
def item(made, walker, session, fifty, qtbot):
    """The walker at an item with fifty photos, all thumbnails there."""
    for jpeg in fifty:
        session.add_photo(session.item, jpeg, "a.jpg")
    session.saver.flush()
    qtbot.waitUntil(lambda: len(walker.thumbs) == MANY, timeout=30000)
    small = walker.screen.pictures.small
    qtbot.waitUntil(lambda: not small._wishes and not small._under_way, timeout=30000)
    return session.item


def test_all_thumbnails_are_made_off_the_window_s_thread_two_at_a_time(item, made, session):
    assert len(session.photos(item)) == MANY
    assert len([side for side, _, _ in made if side != LARGE]) >= MANY
    assert threading.get_ident() not in {thread for _, thread, _ in made}
    assert max(at_once for _, _, at_once in made) <= 2


def test_only_thumbnails_in_sight_are_decoded(item, walker, session, monkeypatch):
    decoded = []
    real = strips._filled
    monkeypatch.setattr(strips, "_filled", lambda image, size: decoded.append(1) or real(image, size))
    walker.press("Down", "Up")
    walker.screen.repaint()
    QApplication.processEvents()
    assert 0 < len(decoded) < 15


def test_going_to_and_fro_makes_no_thumbnail_anew(item, walker, made):
    before, kept = len(made), walker.screen.view.strip._all[:]
    for _ in range(3):
        walker.press("Down")
        assert walker.thumbs == []
        walker.press("Up")
        assert len(walker.thumbs) == MANY
    assert len(made) == before
    assert walker.screen.view.strip._all == kept


def test_turning_over_all_of_them_large_keeps_no_more_than_fits(item, walker, session, qtbot):
    small = walker.screen.pictures.small
    small._most = 400_000
    walker.tap(walker.thumbs[0])
    viewer = walker.screen.viewer
    seen = []
    for n in range(MANY):
        qtbot.waitUntil(lambda: viewer.view.isEnabled() and not small._under_way)
        assert viewer.accessibleName() == f"第 {n + 1} 张，共 {MANY} 张"
        seen.append(small.held)
        walker.press("Right")
    assert max(seen) <= 400_000
    assert walker.thumbs[0].isVisible()
