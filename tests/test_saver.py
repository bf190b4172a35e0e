"""Saving behind the window: in order, not freezing, nothing given up silently."""

import threading
from functools import partial

import pytest

from zjg_inspect.errors import DiskFull, NotFound
from zjg_inspect.ui import saver as savers
from zjg_inspect.ui.saver import Saver


class Disk:
    """A disk that can be slow, or full."""

    def __init__(self):
        self.written, self.full = [], False
        self.turns = threading.Event()
        self.turns.set()

    def write(self, what):
        def work():
            self.turns.wait()
            if self.full:
                raise DiskFull(path="store.sqlite")
            self.written.append(what)
            return what

        return work


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def saver(qapp, disk):
    made = Saver()
    yield made
    disk.turns.set()
    disk.full = False
    made.close()


def test_saves_come_to_the_disk_in_the_order_of_the_taps(qtbot, saver, disk):
    ticks = []
    with qtbot.waitSignal(saver.saved):
        for n in range(50):
            saver.put(disk.write(n), ticks.append)
    qtbot.waitUntil(lambda: len(ticks) == 50)
    assert disk.written == ticks == list(range(50))
    assert saver.pending == 0


def test_a_slow_disk_gives_no_tick_and_holds_nobody_up(qtbot, saver, disk):
    ticks = []
    disk.turns.clear()
    saver.put(disk.write("答"), ticks.append)
    assert saver.pending == 1
    assert ticks == []
    disk.turns.set()
    qtbot.waitUntil(lambda: ticks == ["答"])


def test_what_a_full_disk_refused_is_saved_when_there_is_room_and_what_came_after_waits(qtbot, saver, disk):
    ticks, times = [], []
    saver.saved.connect(times.append)
    disk.full = True
    with qtbot.waitSignal(saver.failed) as failed:
        saver.put(disk.write("一"), ticks.append)
        saver.put(disk.write("二"), ticks.append)
    assert isinstance(failed.args[0], DiskFull)
    assert isinstance(saver.failure, DiskFull)
    assert (ticks, times, saver.pending) == ([], [], 2)
    disk.full = False
    saver.put(disk.write("三"), ticks.append)
    qtbot.waitUntil(lambda: ticks == ["一", "二", "三"])
    assert saver.failure is None
    assert times


def test_a_full_disk_is_tried_again_by_itself(qtbot, saver, disk, monkeypatch):
    monkeypatch.setattr(savers, "RETRY_AFTER", 0.01)
    ticks = []
    disk.full = True
    with qtbot.waitSignal(saver.failed):
        saver.put(disk.write("一"), ticks.append)
    disk.full = False
    qtbot.waitUntil(lambda: ticks == ["一"])


def test_what_can_never_be_saved_is_said_and_does_not_hold_up_the_rest(qtbot, saver, disk):
    def gone():
        raise NotFound(what="draft", id="1")

    ticks, times = [], []
    saver.saved.connect(times.append)
    with qtbot.waitSignal(saver.failed):
        saver.put(gone, ticks.append)
    saver.put(disk.write("后一条"), ticks.append)
    qtbot.waitUntil(lambda: ticks == ["后一条"])
    assert isinstance(saver.failure, NotFound)
    assert times == []
    saver.forget()
    assert saver.failure is None


def test_a_refused_photo_is_told_to_whom_it_concerns_and_claims_nothing(qtbot, saver):
    told, failures = [], []
    saver.failed.connect(failures.append)

    def damaged():
        raise ValueError("damaged")

    saver.attempt(damaged, refused=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert failures == []
    assert saver.failure is None


def test_closing_waits_until_everything_is_on_disk(saver, disk):
    ticks = []
    for n in range(5):
        saver.put(disk.write(n), ticks.append)
    saver.attempt(disk.write("照片"), ticks.append)
    assert saver.flush()
    assert sorted(map(str, ticks)) == ["0", "1", "2", "3", "4", "照片"]
    assert saver.pending == 0


def test_closing_on_a_full_disk_says_so_and_does_not_hang(saver, disk):
    disk.full = True
    saver.put(disk.write("一"))
    assert not saver.flush()
    assert isinstance(saver.failure, DiskFull)
    assert saver.pending == 1


def test_what_waits_for_the_disk_comes_after_all_that_was_tapped(qtbot, saver, disk):
    disk.turns.clear()
    told = []
    saver.attempt(disk.write("照片"))
    saver.put(disk.write("答"))
    saver.when_saved(lambda: told.extend(disk.written))
    assert told == []
    disk.turns.set()
    qtbot.waitUntil(lambda: sorted(told) == ["照片", "答"])


def test_what_a_save_held_dies_in_the_windows_thread(qtbot, saver):
    died = []

    class Held:
        def __del__(self):
            died.append(threading.current_thread())

    for _ in range(50):
        saver.put(partial(id, Held()), partial(lambda held, _: None, Held()))
    qtbot.waitUntil(lambda: len(died) == 100)
    assert set(died) == {threading.current_thread()}
