"""A visit of sixty items by keys on a disk that takes 30 ms longer for every sync: how long the window stands still.

A timer of 1 ms ticks in the window's thread; the longest pause between two ticks is what a person waits at most. After
each key, and once a screen that was waited for stands there, the window's own loop runs for a moment: a person looks
before going on. The syncs are slowed down for a process of its own by a few lines of C, so it needs a C compiler.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from zjg_inspect.store import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SYNC_MS, BUDGET = 30, 50


class Pause(NamedTuple):
    """Between two ticks: the milliseconds by the clock, those that the window's thread worked, the key before."""

    passed: float
    worked: float
    key: str


BESIDE = Path(__file__).resolve().parent
PAUSE = 15


def main():
    with tempfile.TemporaryDirectory() as place:
        shim = Path(place) / "slow_sync.so"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-o", shim, BESIDE / "slow_sync.c", "-ldl"],
            check=True,
        )
        for more in (0, SYNC_MS):
            print(f"each sync {more} ms longer:", flush=True)
            slow = os.environ | {"LD_PRELOAD": str(shim), "SYNC_MS": str(more)}
            subprocess.run([sys.executable, __file__, "walk"], env=slow, check=True)


def commit(db):
    with db.write() as conn:
        settings.put(conn, "bench", "1")


def walk():
    from bench_visit import Bot, prepared
    from common import milliseconds
    from counted_visit import ByKeys
    from pages import Field
    from PySide6.QtCore import QEventLoop, QTimer

    from zjg_inspect.ui import collector

    app = prepared()
    with tempfile.TemporaryDirectory() as place:
        from bench_visit import sixty_item_world

        world = sixty_item_world(Path(place))
        print(f"  one commit: {milliseconds(lambda: commit(world.laptop)):.1f} ms")
        loop = QEventLoop()

        def rest():
            QTimer.singleShot(PAUSE, loop.quit)
            loop.exec()

        class Person(Bot):
            def waitUntil(self, condition, timeout):
                end = time.monotonic() + timeout / 1000
                while not condition():
                    assert time.monotonic() < end
                    rest()
                rest()

        bot = Person()
        visit = ByKeys(Field(bot, world.laptop), next(iter(world.enterprises)), Path(place), setattr, rest)
        pauses, last = [], [time.perf_counter(), time.thread_time()]
        ticking = QTimer(interval=1)

        def tick():
            now = time.perf_counter(), time.thread_time()
            pauses.append(Pause(*((new - old) * 1000 for new, old in zip(now, last, strict=True)), visit.hand.last))
            last[:] = now

        ticking.timeout.connect(tick)
        # as after the program's first minute
        collector.leave_what_stands()
        last[:] = time.perf_counter(), time.thread_time()
        ticking.start()
        visit.run()
        ticking.stop()
        for what, longest in (("longest pauses", "passed"), ("most work between two ticks", "worked")):
            print(f"  {what}, behind which key (budget {BUDGET} ms):")
            for each in sorted(pauses, key=lambda each, longest=longest: -getattr(each, longest))[:6]:
                print(f"    {each.key or 'the start'}: {each.passed:.1f} ms, {each.worked:.1f} ms of work")
        app.clipboard().clear()
        bot.end()
        world.close()
        sys.stdout.flush()
        # the sheet may still be drawn in a thread of its own
        os._exit(0)


if __name__ == "__main__":
    walk() if sys.argv[1:] == ["walk"] else main()
