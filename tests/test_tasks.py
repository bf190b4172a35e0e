"""Long work: in another thread, told in the window's, cancelled between steps."""

import logging
import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer

from zjg_inspect.errors import Cancelled, DiskFull
from zjg_inspect.ui import mailbox, tasks
from zjg_inspect.ui.messages import sentence


@pytest.fixture
def window(qapp):
    return QObject()


class Told:
    """What the window was told, and in which thread."""

    def __init__(self):
        self.done, self.failed, self.steps, self.threads = [], [], [], set()

    def _note(self, into, what):
        self.threads.add(threading.current_thread())
        into.append(what)

    def run(self, window, work):
        return tasks.run(
            window,
            work,
            lambda result: self._note(self.done, result),
            lambda error: self._note(self.failed, error),
            lambda done, total: self._note(self.steps, (done, total)),
        )


def test_the_result_comes_back_in_the_windows_thread(window, qtbot):
    told, worked_in = Told(), []

    def work(step):
        worked_in.append(threading.current_thread())
        for n in range(3):
            step(n, 3)
        return "17 张照片"

    task = told.run(window, work)
    qtbot.waitUntil(lambda: told.done == ["17 张照片"])
    # what came too fast to be shown is left out, the last is not
    assert told.steps[-1] == (2, 3)
    assert told.steps == sorted(told.steps)
    assert told.threads == {threading.current_thread()}
    assert worked_in != [threading.current_thread()]
    assert told.failed == []
    assert not task.is_running()


def test_an_error_of_the_program_comes_back_as_it_is(window, qtbot):
    told = Told()

    def work(step):
        raise DiskFull(path="/media/usb")

    told.run(window, work)
    qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert isinstance(told.failed[0], DiskFull)
    assert told.done == []


def test_an_error_nobody_foresaw_comes_back_and_is_logged_whole(window, qtbot, caplog):
    told = Told()
    with caplog.at_level(logging.ERROR):
        told.run(window, lambda step: 1 // 0)
        qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert "ZeroDivisionError" in sentence(told.failed[0])
    assert "1 // 0" in caplog.text
    caplog.clear()


def test_cancel_stops_at_the_next_step(window, qtbot):
    told, begun, go_on = Told(), threading.Event(), threading.Event()
    rolled_back = []

    def work(step):
        try:
            begun.set()
            go_on.wait(10)
            step(1, 2)
            return "too late"
        except Cancelled:
            rolled_back.append(True)
            raise

    task = told.run(window, work)
    assert begun.wait(10)
    assert task.is_running()
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert isinstance(told.failed[0], Cancelled)
    assert rolled_back == [True]
    assert told.done == []


def test_work_that_was_through_before_the_cancel_is_done(window, qtbot):
    told, through = Told(), threading.Event()

    def work(step):
        through.set()
        return "done"

    task = told.run(window, work)
    assert through.wait(10)
    task.cancel()
    qtbot.waitUntil(lambda: told.done == ["done"])


def test_a_window_that_is_gone_is_told_nothing(qapp, qtbot):
    parent, told, go_on, ended = QObject(), Told(), threading.Event(), threading.Event()

    def work(step):
        try:
            go_on.wait(10)
            step(1, 2)
        finally:
            ended.set()

    task = told.run(parent, work)
    parent.deleteLater()
    qtbot.waitUntil(lambda: task._cancel.is_set())
    go_on.set()
    assert ended.wait(10)
    qtbot.waitUntil(lambda: not task.is_running())
    assert (told.done, told.failed) == ([], [])


def test_closing_the_program_waits_for_its_threads(window):
    told, begun = Told(), threading.Event()
    ended = []

    def work(step):
        begun.set()
        try:
            while True:
                step(0, 1)
        finally:
            ended.append(True)

    task = told.run(window, work)
    assert begun.wait(10)
    tasks.wait_all()
    assert ended == [True]
    assert not task.is_running()


def test_a_call_that_raises_holds_up_none_behind_it(window, qtbot):
    told = []
    mailbox.open_here()
    with qtbot.captureExceptions() as raised:
        mailbox.post(lambda: 1 // 0)
        mailbox.post(lambda: told.append("后面的"))
        qtbot.waitUntil(lambda: told == ["后面的"])
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_ten_thousand_posted_while_the_window_is_busy_all_come_in_their_order(window, qtbot):
    told = []
    mailbox.open_here()
    worker = threading.Thread(target=lambda: [mailbox.post(partial(told.append, n)) for n in range(10_000)])
    worker.start()
    worker.join()
    assert told == []
    qtbot.waitUntil(lambda: len(told) == 10_000)
    assert told == list(range(10_000))


def test_what_a_task_held_dies_in_the_windows_thread(window, qtbot):
    died, told = [], Told()

    class Held:
        def __del__(self):
            died.append(threading.current_thread())

    def work(step, held):
        return "好了"

    told.run(window, partial(work, held=Held()))
    qtbot.waitUntil(lambda: told.done == ["好了"])
    qtbot.waitUntil(lambda: len(died) == 1)
    assert died == [threading.current_thread()]


def test_a_worker_that_never_pauses_leaves_the_window_its_turns(window, qtbot):
    told = Told()

    def work(step):
        while True:
            step(1, 100)

    task = told.run(window, work)
    QTimer.singleShot(0, window, task.cancel)
    qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert isinstance(told.failed[0], Cancelled)


def test_posts_that_follow_without_end_leave_the_window_its_turns(window, qtbot):
    mailbox.open_here()
    stopped = []

    def again():
        if not stopped:
            mailbox.post(again)

    mailbox.post(again)
    QTimer.singleShot(20, window, lambda: stopped.append(True))
    qtbot.waitUntil(lambda: bool(stopped))
