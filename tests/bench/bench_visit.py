"""A visit of sixty items by keys alone and by touch alone, from the list to the stick: keys, taps, the program's time.

The program's time is what passes from a key or tap until nothing is left to do in the window's thread, painting
included. Saving goes on beside it.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from common import say
from counted_visit import EXCUSED, FAILED, ByKeys, ByTouch, sixty_items
from pages import Field
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from world import small_world

from zjg_inspect import app as start
from zjg_inspect.ui import collector, fonts, theme

NEXT_ITEM = ("1", "tap verdict_pass")


class Bot:
    """What the page asks of the one who waits."""

    def addWidget(self, widget, before_close_func=None):
        self.widget, self.shut = widget, before_close_func

    def waitUntil(self, condition, timeout):
        end = time.monotonic() + timeout / 1000
        while not condition():
            assert time.monotonic() < end
            QTest.qWait(5)

    def end(self):
        self.shut(self.widget)
        self.widget.close()
        self.widget.deleteLater()
        QTest.qWait(5)


def prepared():
    """An application with fonts and theme, as the program starts it."""
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app)
    collector.collect_here(app)
    sys.setswitchinterval(start.HANDED_BACK)
    return app


def sixty_item_world(root):
    world = small_world(root, count=1)
    form = sixty_items()
    world.laptop.forms[form.hash] = form
    return world


def main():
    app = prepared()
    for way, moves in ((ByKeys, "keys"), (ByTouch, "taps")):
        with tempfile.TemporaryDirectory() as place:
            measure(way, moves, Path(place))
    app.clipboard().clear()


def measure(way, moves, root):
    world, bot = sixty_item_world(root), Bot()
    visit = way(Field(bot, world.laptop), next(iter(world.enterprises)), root, setattr).run()
    hand, costs = visit.hand, visit.costs
    met = len(costs["met"])
    print(f"60 items by {moves} alone, {met} met, {len(FAILED)} failed, {len(EXCUSED)} not applicable, 3 signatures:")
    print(f"  {hand.moves} {moves} in all, beside text and the strokes of the signatures")
    for kind in ("met", "failed", "excused"):
        print(f"  {kind}: {min(costs[kind])} to {max(costs[kind])} {moves} each")
    passed, worked = (sum(getattr(each, what) for each in hand.times) for what in ("passed", "worked"))
    print(f"  the program's own time: {worked:.0f} ms of work in its thread, {passed:.0f} ms by the clock")
    for each in sorted(hand.times, key=lambda each: -each.worked)[:5]:
        print(f"    {each.what}: {each.worked:.1f} ms of work, {each.passed:.1f} ms by the clock")
    following = [each for each in hand.times if each.what in NEXT_ITEM]
    say("  answered, and the next item shown, work", [each.worked for each in following])
    say("  the same by the clock (budget 16)", [each.passed for each in following])
    bot.end()
    world.close()


if __name__ == "__main__":
    main()
