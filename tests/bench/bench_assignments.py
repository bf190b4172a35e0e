"""派单 of 10,000 enterprises, 40,000 visits and 32,000 assignments: from the touch until its lists are painted.

The same of a tenth; and a balanced proposal of all who wait, which takes place off the window's thread.
"""

import os
import random
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_board import an_office
from bench_verdicts import DAYS, ENTERPRISES, TENTH
from common import in_turns, milliseconds, ratio, say
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import delete, insert, select

from zjg_inspect.model.clock import today
from zjg_inspect.service import to_visit
from zjg_inspect.store import tables
from zjg_inspect.store.standing import update_standing
from zjg_inspect.store.touched import Touched
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.window import OfficeWindow

LAPTOPS_TO = 250  # enterprises to a laptop


def a_planned_office(path, count):
    """Three years' assignments, most done; every third enterprise has no visit yet, and 2,000 are open."""
    db, chance = an_office(path, count), random.Random(3)
    e, i = tables.enterprise.c, tables.inspection.c
    with db.write() as conn:
        own = conn.scalars(select(e.entity).order_by(e.name)).all()
        zones = conn.scalars(select(tables.zone.c.entity)).all()
        devices = [chance.randbytes(16) for _ in range(count // LAPTOPS_TO)]
        conn.execute(insert(tables.device_grant), [_grant(chance, n, each, zones) for n, each in enumerate(devices)])
        day = today()
        due = [(entity, "assessment", date, date) for entity in own for date in DAYS[:3]]
        soon = (day + timedelta(days=4)).isoformat()
        due += [(entity, "reinspection", day.isoformat(), soon) for entity in own[: count // 5]]
        rows = [
            {"entity": chance.randbytes(16), "hash": chance.randbytes(32), "enterprise": entity, "device": device,
             "type": type, "since": since, "due": until, "note": "", "withdrawn": False, "in_conflict": False}
            for entity, type, since, until in due for device in (chance.choice(devices),)
        ]  # fmt: skip
        conn.execute(insert(tables.assignment), rows)
        unseen = own[::3]
        for entity in unseen:
            conn.execute(delete(tables.assignment).where(tables.assignment.c.enterprise == entity))
            conn.execute(delete(tables.inspection).where(i.enterprise == entity))
        touched = Touched()
        touched.enterprises.update(unseen)
        update_standing(conn, touched)
    return db


def _grant(chance, n, device, zones):
    mine = [zone.hex() for zone in zones if chance.random() < 0.3] or [zones[0].hex()]
    spelt = " ".join(f"{each[:8]}-{each[8:12]}-{each[12:16]}-{each[16:20]}-{each[20:]}" for each in mine)
    return {"device": device, "entity": chance.randbytes(16), "public_key": bytes(32), "author": bytes(16),
            "name": f"第{n}台", "tier": "field", "letters": f"A{n:02}", "mark": "某核", "zones": spelt}  # fmt: skip


class Window:
    def __init__(self, app, db):
        self.app, self.window = app, OfficeWindow(db)
        self.window.resize(1366, 768)
        self.window.show()
        self.page = self.window.page("assignments")

    def open_page(self):
        self.page.waiting.list.set_values([])
        self.window.show_page("assignments")
        self._until(lambda: self.page.waiting.list.values())

    def open_sent(self):
        self.page.sent.list.set_values([])
        self.page.show_tab("sent")
        self._until(lambda: self.page.sent.list.values())
        self.page.show_tab("waiting")

    def _until(self, shown):
        while not shown():
            # as the window waits: who looked again and again would take the interpreter from the work
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.window.grab()


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    with tempfile.TemporaryDirectory() as place:
        offices = [(Path(place) / name, count) for name, count in (("full", ENTERPRISES), ("tenth", TENTH))]
        stores = [a_planned_office(path, count) for path, count in offices]
        full, tenth = (Window(app, db) for db in stores)
        for what, works in (
            ("派单, 未派的", (full.open_page, tenth.open_page)),
            ("派单, 已派的", (full.open_sent, tenth.open_sent)),
        ):
            many, few = in_turns(*works, runs=12)
            ratio(f"{what}: seconds", say(f"{what}, full store", many[2:]) / 1000, 1, "0.3 s")
            ratio(f"{what}, against a tenth", sum(many[2:]), sum(few[2:]), "no budget")
        for db in stores:
            waiting = to_visit.overview(db).waiting["never"]
            taken = milliseconds(
                lambda db=db, waiting=waiting: to_visit.propose(db, waiting, today(), today() + timedelta(days=30))
            )
            print(f"a balanced proposal of {len(waiting)}: {taken:.0f} ms")
        tasks.wait_all()
        for db in stores:
            db.close()


if __name__ == "__main__":
    main()
