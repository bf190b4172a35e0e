"""The walker on a slow and on a full disk, in small and large windows, in the sun."""

import threading

import pages
import pytest
from pages_walker import WalkerPage
from PySide6.QtWidgets import QApplication

from zjg_inspect.errors import DiskFull
from zjg_inspect.model.inspection import Verdict
from zjg_inspect.service import visit as service
from zjg_inspect.ui.field.session import VisitSession

pytest_plugins = ["walker_fixtures"]


class SlowDisk:
    """Every answer waits until the test lets it through."""

    def __init__(self, monkeypatch):
        self.turn = threading.Event()
        real = service.answer_item

        def slow(*arguments):
            self.turn.wait()
            return real(*arguments)

        monkeypatch.setattr(service, "answer_item", slow)


@pytest.fixture
def slow_disk(monkeypatch, saver):
    made = SlowDisk(monkeypatch)
    yield made
    made.turn.set()


# -- the disk ------------------------------------------------------------------------------------------------------


def test_a_slow_disk_freezes_nothing_and_claims_nothing(walker, session, qtbot, slow_disk):
    first, second = (item.code for item in session.items[:2])
    walker.press("1", "1", "1")
    assert walker.item == session.items[3].code
    assert session.answer_of(first).verdict is Verdict.PASS
    assert "已答 0 条" in walker.section(0)
    walker.press("Up")
    assert walker.filled is None
    assert walker.above == f"{second} {session.item_of(second).title}，未答"
    qtbot.waitUntil(lambda: walker.saving == "正在往磁盘上写，可以接着查。")
    slow_disk.turn.set()
    walker.saved(walker.item)
    qtbot.waitUntil(lambda: walker.saving == "")
    assert walker.filled == "pass"
    assert "已答 3 条" in walker.section(0)


def test_a_full_disk_is_said_in_red_and_nothing_claims_to_be_saved(walker, session, qtbot, saver, monkeypatch):
    real, times, room = service.answer_item, [], threading.Event()
    saver.saved.connect(times.append)

    def full(*arguments):
        if not room.is_set():
            raise DiskFull(path="store.sqlite")
        return real(*arguments)

    monkeypatch.setattr(service, "answer_item", full)
    first = walker.item
    with qtbot.waitSignal(saver.failed):
        walker.press("1")
    assert walker.saving == "磁盘满了，这一步没存上，之前存的都在。请腾出一些地方再点一次：store.sqlite。"
    assert walker.screen.saving.property("tone") == "fail"
    assert times == []
    assert session.saved_verdict(first) is None
    room.set()
    walker.press("1")
    walker.saved(first)
    qtbot.waitUntil(lambda: walker.saving == "")


# -- room ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1366, 732), (1366, 664), (1024, 564), (1920, 1044)])
def test_nothing_is_cut_off(session, qtbot, size):
    session.set_facts(type(session.visit.draft.head.facts)())
    walker = WalkerPage(qtbot, session, size)
    for item in ("1-06", "3-18", "4-09"):
        walker.screen.go(item)
        QApplication.processEvents()
        assert (walker.window.width(), walker.window.height()) == size
        assert walker.clipped() == []
        assert pages.unnamed(walker.window) == []
        assert walker.shown("verdict_pass")


@pytest.mark.parametrize("size", [(1366, 732), (1024, 564), (1920, 1044)])
def test_nothing_is_cut_off_in_the_sun(sunlight, session, qtbot, size):
    session.go("4-04")
    session.answer(Verdict.FAIL)
    session.go("4-04")
    walker = WalkerPage(qtbot, session, size)
    assert (walker.window.width(), walker.window.height()) == size
    assert walker.clipped() == []
    assert walker.shown("recordHazard")


def test_a_long_name_stands_whole_in_the_head_of_a_narrow_window(sunlight, laptop, saver, qtbot):
    walker = WalkerPage(qtbot, VisitSession.open(laptop.laptop, laptop.start(laptop.mill), saver), (1024, 564))
    assert walker.window.width() == 1024
    assert walker.clipped() == []
    assert not walker.shown("redo")
    assert walker.shown("next")


def test_a_narrow_window_folds_the_rail_and_the_last_visit(session, qtbot):
    session.go("4-09")
    walker = WalkerPage(qtbot, session, (1024, 564))
    assert not walker.shown("lastVisit")
    line = walker.screen.last_line
    assert line.accessibleName().endswith("：不符合，还没整改")
    walker.tap(line)
    assert walker.shown("lastVisitPanel")
    walker.press("Escape")
    assert not walker.shown("lastVisitPanel")


def test_on_a_low_screen_the_neighbours_go_first_but_not_what_is_owed(session, qtbot):
    walker = WalkerPage(qtbot, session, (1366, 664))
    assert not walker.screen.after[0].isVisible()
    assert not walker.screen.before[1].isVisible()
    failed = walker.item
    walker.press("2")
    walker.saved(failed)
    QApplication.processEvents()
    assert walker.screen.before[1].isVisible()


def test_a_window_can_be_made_narrow_again(walker):
    walker.window.resize(1920, 1044)
    QApplication.processEvents()
    walker.window.resize(1024, 564)
    QApplication.processEvents()
    assert walker.window.width() == 1024
    assert walker.clipped() == []


def test_every_control_has_a_name(walker):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    for kind in (QAbstractButton, QLineEdit):
        for widget in walker.screen.findChildren(kind):
            if widget.isVisible():
                assert widget.objectName() or widget.parentWidget().objectName(), widget
                assert widget.accessibleName(), widget.objectName()
