"""Pictures of walker, hazard and overview, for looking at: python tests/pictures_walker.py DIR."""

import os
import random
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec
from looks import LOOKS, SIZES, begin
from PySide6.QtWidgets import QVBoxLayout, QWidget
from walker_world import WalkerWorld, whole_hazard

from zjg_inspect.model.inspection import Grade, Verdict, VisitType
from zjg_inspect.service import sample
from zjg_inspect.service import visit as service
from zjg_inspect.ui import tasks, theme
from zjg_inspect.ui.field.hazard import HazardScreen
from zjg_inspect.ui.field.overview import OverviewScreen
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.saver import Saver
from zjg_inspect.ui.widgets.status import StatusLine


def visit(world, saver):
    """A visit under way: three sections answered, one item failed, standing at 4-09 with two photos there."""
    enterprise = next(iter(world.enterprises.values()))
    draft = service.start_visit(world.laptop, enterprise, VisitType.ASSESSMENT)
    session = VisitSession.open(world.laptop, draft, saver)
    for item in session.items:
        if item.code < "4-09":
            session.go(item.code)
            session.answer(Verdict.FAIL if item.code == "4-04" else Verdict.PASS)
    chance = random.Random(5)
    session.record_hazard("4-04", whole_hazard(what="二号车间东侧安全通道被托盘占用，净宽约 0.6 米", contingency=""))
    for _ in range(2):
        session.add_photo("4-09", sample.workshop_photo(chance), "IMG_1.jpg")
        session.add_photo("4-04", sample.workshop_photo(chance), "IMG_2.jpg")
    session.go("4-09")
    saver.flush()
    return session


def framed(screen, size):
    """The screen over its status line, as the window shows it."""
    frame = QWidget()
    frame.setProperty("fill", "bg")
    rows = QVBoxLayout(frame)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    status = StatusLine(frame)
    status.set_saved("14:32")
    status.set_unsent(2)
    status.set_keys(screen.keys)
    rows.addWidget(screen, 1)
    rows.addWidget(status)
    frame.resize(*size)
    frame.show()
    frame.activateWindow()
    screen.start()
    return frame


def settle(app):
    """Until what is made in the background has come."""
    for _ in range(200):
        app.processEvents()
        if not tasks._running:
            break
        for task in list(tasks._running):
            task._thread.join()
    app.processEvents()


def pictures_walker(app, world):
    """(name, picture) each, light and in the sun, of a visit to the world's first enterprise."""
    saver = Saver()
    session = visit(world, saver)
    for name in LOOKS:
        theme.apply(app, name)
        for size in SIZES:
            for title, screen in screens(session):
                frame = framed(screen, size)
                settle(app)
                unfold(title, screen)
                settle(app)
                yield f"{title}-{name}-{size[0]}", frame.grab()
                frame.close()
                frame.deleteLater()
    theme.apply(app, "light")
    saver.close()


def unfold(title, screen):
    """The panel that a picture is of: it opens over a screen that is there."""
    if title == "walker-facts":
        screen.open_facts()
        screen.facts.rows["confined_spaces"].help.click()
    elif title == "walker-aside":
        screen.rail.aside.click()


def screens(session):
    session.go("4-09")
    yield "walker", WalkerScreen(session)
    before = session.visit.draft.head.facts
    session.set_facts(msgspec.structs.replace(before, headcount=52, hot_work=False, confined_spaces=True))
    yield "walker-facts", WalkerScreen(session)
    yield "walker-aside", WalkerScreen(session)
    session.set_facts(before)
    session.go("4-04")
    yield "walker-failed", WalkerScreen(session)
    session.go("4-10")
    walker = WalkerScreen(session)
    walker.answer(Verdict.FAIL)
    session.saver.flush()
    yield "walker-owing", walker
    session.undo()
    hazard = HazardScreen(session, "4-04")
    hazard.record()
    yield "hazard", hazard
    major = HazardScreen(session, "4-04")
    before = session.hazard("4-04")
    session.record_hazard("4-04", msgspec.structs.replace(before, grade=Grade.MAJOR))
    # the list is opened by hand, once the screen stands
    major.start = major.form.choose_clause.click
    yield "hazard-clauses", major
    session.record_hazard("4-04", before)
    yield "overview", OverviewScreen(session)


def main():
    app, folder = begin()
    theme.apply(app)
    place = Path(tempfile.mkdtemp())
    world = WalkerWorld(WalkerWorld.build(place, visited=True), place / "copy")
    for name, picture in pictures_walker(app, world):
        picture.save(str(folder / f"{name}.png"))
    world.close()


if __name__ == "__main__":
    main()
