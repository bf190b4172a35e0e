"""The hazard ledger with 5,000 open hazards among 10,000 enterprises and 30,000 visits: from the touch until list,
figures and the first one's steps are painted; narrowing it; the next rows; and the notices of many enterprises."""

import os
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bench_verdicts
import msgspec
from common import in_turns, milliseconds, ratio, say
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import select, update
from world import FILLED, MAJOR

from zjg_inspect.model import ids
from zjg_inspect.model.clock import today
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service import ledger, notices, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.ledger import Choice
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_text
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.window import OfficeWindow

ENTERPRISES, TENTH, VISITS, OPEN_SHARE, RUNS = 10_000, 1_000, 3, 0.5, 15


def an_office(path, count):
    """What was closed are rows as imports leave them; what is open, and where, are versions, as an office has them."""
    bench_verdicts.VISITS = VISITS
    db, own = bench_verdicts.a_store(path, count)
    setup.become_office(db, "某某镇安监办", "某某核")
    form = max((form for form in db.forms.values() if form.id == "enterprise"), key=lambda form: form.version).hash
    h, i = tables.hazard.c, tables.inspection.c
    with db.write() as conn:
        over = {"state": "closed", "form": form, "what": "安全通道被托盘占用", "date": h.deadline, "found": h.deadline}
        conn.execute(update(tables.hazard).values(visit=h.inspection, **over))
        visits = conn.execute(select(i.enterprise, i.entity, i.date).order_by(i.date)).all()
        sites = conn.execute(select(tables.enterprise)).all()
        conn.execute(tables.enterprise.delete())
    makings = [
        Making("enterprise", uuid_text(site.entity), Enterprise(site.name, uuid_text(site.zone)), ()) for site in sites
    ]
    latest, chance = {row.enterprise: row for row in visits}, random.Random(2)
    for enterprise in chance.sample(own, round(OPEN_SHARE * count)):
        inspection, day = uuid_text(latest[enterprise].entity), latest[enterprise].date
        deadline = (today() + timedelta(days=chance.randint(-20, 60))).isoformat()
        words = msgspec.structs.replace(MAJOR if chance.random() < 0.04 else FILLED, deadline=deadline)
        body = HazardBody(uuid_text(enterprise), inspection, "4-09", form, "opened", day, words, inspection)
        makings.append(Making("hazard", ids.hazard_id(inspection, "4-09"), body, ()))
    with db.write() as conn:
        make(conn, db, makings)
    return db


class Window:
    def __init__(self, app, db):
        self.app, self.db, self.window = app, db, OfficeWindow(db)
        self.window.resize(1366, 768)
        self.window.show()
        self.page = self.window.page("hazards")

    def _painted(self):
        while tasks._running or not self.page.list.values():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.window.grab()

    def open_ledger(self):
        self.page.list.set_values([])
        self.window.show_page("hazards")
        self._painted()

    def narrow(self, **changes):
        self.page.list.set_values([])
        self.page.filters.set_choice(Choice(**changes))
        self.page.refresh()
        self._painted()

    def next_rows(self):
        ledger.ledger_rows(self.db, Choice(), ledger.PAGE)


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    with tempfile.TemporaryDirectory() as place:
        stores = [an_office(Path(place) / name, count) for name, count in (("full", ENTERPRISES), ("tenth", TENTH))]
        figures = ledger.ledger_columns(stores[0], Choice(stage=""))
        print(f"open {figures.stages['open']}, closed {figures.stages['closed']}, overdue {figures.dues['overdue']}")
        full, tenth = (Window(app, db) for db in stores)
        full.open_ledger(), tenth.open_ledger()
        many, few = in_turns(full.open_ledger, tenth.open_ledger, runs=RUNS)
        start = time.process_time()
        for _ in range(RUNS):
            full.open_ledger()
        print(f"of the processor: {(time.process_time() - start) / RUNS * 1000:.0f} ms, whatever else it does")
        ratio("the ledger opens: seconds", say("ledger, full store", many) / 1000, 1, "0.3 s")
        ratio("against a tenth", sum(many), sum(few), "no budget")
        for name, changes in (
            ("overdue", {"due": "overdue"}),
            ("one village", {"zone": uuid_text(_a_zone(stores[0]))}),
            ("typed 厂", {"text": "99厂"}),
        ):
            (times,) = in_turns(lambda changes=changes: full.narrow(**changes), runs=RUNS)
            ratio(f"{name}: seconds", say(name, times) / 1000, 1, "0.3 s")
        # without the steps of the first one: what is closed here has no versions
        (times,) = in_turns(lambda: ledger.ledger_page(stores[0], Choice(stage="closed")), runs=RUNS)
        ratio("closed: seconds", say("closed", times) / 1000, 1, "0.3 s")
        (times,) = in_turns(full.next_rows, runs=RUNS)
        say("the next 200 rows", times)
        _notices(stores[0], Path(place))
        tasks.wait_all()
        for db in stores:
            db.close()


def _a_zone(db):
    with db.read() as conn:
        return conn.scalar(select(tables.zone.c.entity).limit(1))


def _notices(db, place):
    """The first time with numbers, then as they are."""
    addressed = [each.id for each in notices.addressees(db, Choice())][:200]
    for name in ("the first time", "again"):
        taken = milliseconds(lambda: notices.print_notices(db, addressed, place / "通知单.pdf"))
        print(f"notices of {len(addressed)} enterprises, {name}: {taken / len(addressed):.1f} ms for each")


if __name__ == "__main__":
    main()
