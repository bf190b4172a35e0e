"""A large file taken in while the window is used: it answers, tells how far it is, and cancel takes all of it back."""

import statistics
import time

import pytest
from forger import Forger, resealed
from pages_office import OfficeDesk, type_into
from PySide6.QtCore import QAbstractEventDispatcher, Qt, QTimer
from PySide6.QtWidgets import QApplication
from world import copied, small_world

from zjg_inspect.service import exchange, people
from zjg_inspect.service.doctor import doctor

VISITS = 3000
LONGEST_CALL = 0.050


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An office that has received nothing yet, and one bundle with thousands of visits for it."""
    world = small_world(tmp_path_factory.mktemp("built"))
    inspection, _ = world.visit("甲五金厂", fail=("4-04",))
    forger = Forger(world)
    body = forger.body(inspection)
    world.large = forger.bundle([forger.inspection(resealed(body, new=True)) for _ in range(VISITS)])
    world.close()
    return world


@pytest.fixture
def world(built, tmp_path):
    own = copied(built, tmp_path / "world")
    own.large = own.stick / built.large.name
    yield own
    own.close()


pytestmark = pytest.mark.usefixtures("office_look")


@pytest.fixture
def desk(qtbot, world):
    made = OfficeDesk(qtbot, world.office)
    made.go("收件")
    return made


class WindowsThread:
    """How long the window's thread works at a stretch, in processor time, and how often it comes round."""

    def __init__(self):
        self.calls, self.rounds = [], []
        self._since = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._awake)
        dispatcher.aboutToBlock.connect(self._blocks)
        self._beat = QTimer()
        self._beat.timeout.connect(lambda: self.rounds.append(time.perf_counter()))
        self._beat.start(5)

    def _awake(self):
        self._since = time.thread_time()

    def _blocks(self):
        self.calls.append(time.thread_time() - self._since)

    def stop(self):
        self._beat.stop()
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.disconnect(self._awake)
        dispatcher.aboutToBlock.disconnect(self._blocks)

    def gaps(self):
        return [after - before for before, after in zip(self.rounds, self.rounds[1:], strict=False)]


def share(desk):
    bar = desk.inbox.progress._bar
    return bar.done / bar.total if bar.total else 0


@pytest.mark.parametrize("part", [0.05, 0.45, 0.8, 0.95])
def test_cancel_in_the_middle_of_a_large_file_leaves_the_store_as_it_was(desk, world, part):
    before = doctor(world.office)
    desk.inbox.receive([world.large])
    desk.bot.waitUntil(lambda: share(desk) >= part, timeout=30000)
    desk.bot.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Escape)
    desk.wait()
    assert desk.inbox.sentence() == "已停下，这次做到一半的都退回了，本机和原来一样。要做时再点一次就行。"
    assert doctor(world.office) == before
    assert list((world.office.directory / "staging").iterdir()) == []
    assert desk.reports() == []
    assert desk.count_at("审核") == 0


def test_after_a_cancel_it_is_taken_in_whole(desk, world):
    desk.inbox.receive([world.large])
    desk.bot.waitUntil(desk.inbox.progress.cancel.isVisible, timeout=30000)
    desk.click_now(desk.inbox.progress.cancel)
    desk.wait()
    assert doctor(world.office).versions < VISITS
    desk.drop(world.large)
    assert desk.equation() == f"读入 {VISITS} = 新 {VISITS} + 已有 0 + 暂放 0 + 隔离 0"
    assert doctor(world.office).ok


def test_those_before_a_cancelled_file_stay_and_those_behind_are_not_begun(desk, world):
    small = exchange.export_bundle(world.laptop, world.stick).path
    desk.inbox.receive([small, world.large, small])
    desk.bot.waitUntil(lambda: share(desk) >= 0.6, timeout=30000)
    assert desk.report() == [("已收", "张某的电脑 第 1 包")]
    assert desk.inbox.progress.words() == "正在收包：第 2 个，共 3 个"
    desk.bot.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Escape)
    desk.wait()
    assert desk.inbox.sentence().endswith("前 1 个已收好，后面 1 个没动。")
    assert desk.report() == [("已收", "张某的电脑 第 1 包")]
    assert desk.count_at("审核") == 1


def test_the_window_answers_while_a_large_file_is_taken_in(desk, world):
    for page in ("register", "review", "board", "inbox"):
        desk.window.show_page(page)  # each is made once, when it is first asked for
    desk.wait()
    register = desk.window.page("register")
    thread = WindowsThread()
    desk.inbox.receive([world.large])
    for number, page in enumerate(("review", "board", "register", "inbox", "register"), 1):
        desk.bot.waitUntil(lambda number=number: share(desk) >= number / 6, timeout=30000)
        desk.window.show_page(page)
    type_into(register.search.line, "jwj")
    desk.bot.waitUntil(lambda: not desk.inbox.is_busy() or share(desk) >= 0.98, timeout=30000)
    thread.stop()
    desk.wait()
    assert max(thread.calls) < LONGEST_CALL
    assert statistics.median(thread.gaps()) < LONGEST_CALL
    assert desk.reports()[0].new == VISITS


def test_what_is_written_meanwhile_waits_for_its_turn_and_the_window_does_not(desk, world):
    page = desk.go("人员")
    type_into(page.name, "周某")
    desk.inbox.receive([world.large])
    desk.bot.waitUntil(lambda: share(desk) >= 0.76, timeout=30000)
    desk.click_now(page.add_button)
    assert desk.inbox.is_busy()
    assert page.name.text() == "周某"
    desk.wait()
    assert "周某" in [row.name for row in people.people(world.office)]
    assert page.name.text() == ""
    assert desk.reports()[0].new == VISITS
