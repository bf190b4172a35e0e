"""The next item in a visit with 50 photos, against one without: the step, its layout and its paint.

Once with the photos spread over the items as they come, and once with all of them at the item that is stepped to.
"""

import os
import random
import resource
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from common import in_turns, ratio, say
from PySide6.QtWidgets import QApplication
from walker_world import WalkerWorld

from zjg_inspect.service import sample
from zjg_inspect.ui import fonts, theme
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.saver import Saver

PHOTOS, RUNS = 50, 120


def settled(app, screen):
    """Until all thumbnails that were asked for are there."""
    small = screen.pictures.small
    while small._wishes or small._under_way:
        app.processEvents()


class Walking:
    """A walker of its own on a visit with photos at these items."""

    def __init__(self, app, laptop, draft, saver, places):
        self.app = app
        session = VisitSession.open(laptop, draft, saver)
        chance = random.Random(1)
        for at in places:
            session.add_photo(session.items[at].code, sample.workshop_photo(chance), "a.jpg")
        saver.flush()
        app.processEvents()
        self.session, self.screen = session, WalkerScreen(session)
        self.screen.resize(1366, 732)
        self.screen.show()
        for item in session.items:
            session.go(item.code)
            settled(app, self.screen)
        self.at = 0

    def step(self):
        """There and back again, so that every second one is the item with the photos."""
        self.at = 1 - self.at
        self.session.go(self.session.items[10 + self.at].code)
        self.screen.repaint()


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app)
    with tempfile.TemporaryDirectory() as place:
        built = WalkerWorld.build(Path(place))
        saver = Saver()
        walks = {}
        for name, places in (
            ("no photos", ()),
            (f"{PHOTOS} photos over the items", [n % 40 for n in range(PHOTOS)]),
            (f"{PHOTOS} photos at one item", [11] * PHOTOS),
        ):
            directory = Path(place) / str(len(walks))
            directory.mkdir()
            world = WalkerWorld(built, directory)
            walks[name] = Walking(app, world.laptop, world.start(), saver, places)
        # the walkers take turns; the others lie under the one that is measured
        times = in_turns(*(walk.step for walk in walks.values()), runs=RUNS)
        saver.flush()
        usual = [say(name, taken) for name, taken in zip(walks, times, strict=True)]
        ratio("next item, 50 photos over the items against none", usual[1], usual[0], 1.5)
        ratio("next item, 50 photos at one item against none", usual[2], usual[0], 2)
        held = max(walk.screen.pictures.small.held for walk in walks.values())
        print(
            f"thumbnails held: {held / 1024:.0f} KB; memory of the program: "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
        )
        saver.close()


if __name__ == "__main__":
    main()
