"""The review queue of an office with 30,000 visits, 300,000 photos: from the touch until queue and visit are painted.

The rows of visits, reviews and photos are as imports leave them; the visits that are opened are real ones. What the
window's thread itself worked is told too: on a busy machine the rest is waiting.
"""

import os
import random
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_verdicts import DAYS, ENTERPRISES, TENTH, a_store
from common import milliseconds, ratio, say
from PySide6.QtWidgets import QApplication
from sqlalchemy import delete, func, insert, select, update
from world import MAJOR, hazard_due, small_world

from zjg_inspect.service import review_queue
from zjg_inspect.store import tables
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.window import OfficeWindow

PHOTOS = 10


def an_office(place, count, waiting):
    """Three real visits with a major hazard each, and three to each of so many enterprises; `waiting`: how many of
    these wait for their review, None for all."""
    world = small_world(place)
    for name in world.enterprises:
        hazard_due(world, name, 5, MAJOR)
    world.carry(world.laptop, world.office)
    world.close()
    db, _ = a_store(place / "office", count)
    i, r = tables.inspection.c, tables.review.c
    form = max((form for form in db.forms.values() if form.id == "enterprise"), key=lambda form: form.version).hash
    chance = random.Random(2)
    with db.write() as conn:
        conn.execute(delete(tables.inspection).where(i.date == DAYS[0]))
        conn.execute(update(tables.inspection).where(i.form.is_(None)).values(form=bytes.fromhex(form)))
        some = select(r.entity).where(r.inspection.in_(select(i.entity).where(i.number == "")))
        conn.execute(delete(tables.review).where(r.entity.in_(some if waiting is None else some.limit(waiting))))
        visits = conn.scalars(select(i.hash).where(i.number == "")).all()
        rows = [{"sha256": chance.randbytes(32), "hash": hash_} for hash_ in visits for _ in range(PHOTOS)]
        conn.execute(insert(tables.version_media), rows)
        total = conn.scalar(select(func.count()).select_from(tables.inspection))
    print(f"{total} visits, {review_queue.waiting_count(db)} of them wait, {len(rows)} photos")
    return db, world.reviewer


class Desk:
    def __init__(self, app, db, reviewer):
        self.app, self.window = app, OfficeWindow(db)
        self.window.desk.preferences.reviewer = reviewer.id
        self.window.resize(1366, 768)
        self.window.show()
        self.page = self.window.page("review")
        self.open_queue()

    def open_queue(self):
        """Anew, as after an import: nothing of it is remembered."""
        self.page.shown = None
        self.window.show_page("review")
        self.window.grab()

    def next_visit(self):
        self.page._move(1 if self.page.shown.inspection == self.page.queue.visits()[0].inspection else -1)
        self.window.grab()

    def search(self):
        """One letter more."""
        typed = self.page.seeking.sought().text
        self.page.seeking.seek(text="第77" if typed == "第7" else "第7")
        self.window.grab()


def settle(app):
    """Until what is done in the background has come: what was noted is written, what the board counts is counted."""
    while tasks._running:
        app.processEvents()


def measured(app, *works, runs):
    """Each piece of work in turns, each after what went before has settled; the milliseconds of each."""
    taken = [[] for _ in works]
    for _ in range(runs):
        for times, work in zip(taken, works, strict=True):
            settle(app)
            times.append(milliseconds(work))
    return taken


def worked(app, work, runs=7):
    """The milliseconds of this thread, the middle of some runs."""
    taken = []
    for _ in range(runs):
        settle(app)
        start = time.thread_time()
        work()
        taken.append((time.thread_time() - start) * 1000)
    return statistics.median(taken)


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    kinds = (("all wait", None), ("500 wait", 500))
    with tempfile.TemporaryDirectory() as place:
        for words, waiting in kinds:
            full, tenth = (
                Desk(app, *an_office(Path(place) / f"{words}{count}", count, waiting)) for count in (ENTERPRISES, TENTH)
            )
            for name in ("open_queue", "next_visit", "search"):
                many, few = measured(app, getattr(full, name), getattr(tenth, name), runs=9)
                slow = say(f"{words}: {name}, full", many)
                ratio(f"{words}: {name}: seconds", slow / 1000, 1, "0.3 s")
                ratio(f"{words}: {name}: against a tenth", sum(many), sum(few), "no budget")
                print(f"{words}: {name}: the window's thread worked {worked(app, getattr(full, name)):.0f} ms")
            for desk in (full, tenth):
                tasks.wait_all()
                desk.window.close()
                desk.window.desk.db.close()


if __name__ == "__main__":
    main()
