"""The board of 10,000 enterprises, 30,000 visits, 5,000 open hazards in 200 zones: from the touch until all is painted;
each of its lists; and what it takes to tell the past once."""

import os
import random
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_verdicts import ENTERPRISES, TENTH, a_store
from common import in_turns, milliseconds, quantile, ratio, say
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import delete, func, insert, select, update

from zjg_inspect.model.clock import today
from zjg_inspect.service import setup, trend
from zjg_inspect.store import tables
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.board_progress import Asked
from zjg_inspect.ui.office.window import OfficeWindow

VISITS, STILL_OPEN, LAPTOPS, PER_LAPTOP, DAY = 3, 0.25, 60, 50, "2026-12-10"
RUNS = 20


def an_office(path, count):
    """Its hazards and visits are of the shipped checklist, so that the items in the way have titles; each row has the
    version that it names, and each laptop some enterprises before it."""
    chance = random.Random(2)
    db, own = a_store(path, count, VISITS, 1 - STILL_OPEN)
    setup.become_office(db, "某某镇安监办", "某某核")
    form = max((form for form in db.forms.values() if form.id == "enterprise"), key=lambda form: form.version).hash
    laptops = [chance.randbytes(16) for _ in range(LAPTOPS)]
    i = tables.inspection.c
    with db.write() as conn:
        conn.execute(update(tables.inspection).values(form=bytes.fromhex(form)))
        conn.execute(update(tables.hazard).values(form=form, what="安全通道被托盘占用", place="二号车间东侧"))
        for at, device in enumerate(laptops):
            conn.execute(update(tables.inspection).where(func.unicode(i.hash) % LAPTOPS == at).values(device=device))
        # a quarter of the last round of visits lies in the month that the board shows
        last = (i.date == "2026-11-12") & (func.unicode(i.entity) % 4 == 0)
        conn.execute(update(tables.inspection).where(last).values(date=today().isoformat()))
        conn.execute(insert(tables.device_grant), [_a_grant(chance, at, device) for at, device in enumerate(laptops)])
        for kind in ("inspection", "review", "hazard"):
            rows = conn.execute(select(tables.metadata.tables[kind].c["entity", "hash"]))
            conn.execute(insert(tables.version), [_a_version(kind, n, *row) for n, row in enumerate(rows)])
        wanted = [(device, own[at]) for device in laptops for at in chance.sample(range(count), min(count, PER_LAPTOP))]
        conn.execute(insert(tables.assignment), [_an_assignment(chance, *each) for each in wanted])
        visits = conn.execute(select(func.count()).select_from(tables.inspection)).scalar_one()
        open_ = conn.execute(select(func.count()).where(tables.hazard_is_open)).scalar_one()
        assert conn.execute(select(func.count()).select_from(tables.version)).scalar_one() > 2 * visits
    print(f"{count} enterprises, {visits} visits, {open_} open hazards, {len(wanted)} assignments")
    return db


def _a_grant(chance, at, device):
    return {"device": device, "entity": chance.randbytes(16), "public_key": bytes(32), "author": bytes(16),
            "name": f"第{at}台电脑", "tier": "field", "letters": f"B{at:02}", "mark": "", "zones": ""}  # fmt: skip


def _a_version(kind, n, entity, hash_):
    return {"hash": hash_, "entity": entity, "kind": kind, "device": kind.encode().ljust(16), "n": n, "depth": 0,
            "raw": b"", "signature": bytes(64)}  # fmt: skip


def _an_assignment(chance, device, enterprise):
    return {"entity": chance.randbytes(16), "hash": chance.randbytes(32), "enterprise": enterprise, "device": device,
            "type": "guidance", "since": "2026-11-01", "due": DAY, "note": "", "withdrawn": False,
            "in_conflict": False}  # fmt: skip


class Window:
    def __init__(self, app, db):
        self.app, self.db, self.window = app, db, OfficeWindow(db)
        self.window.resize(1366, 768)
        self.window.show()
        self.board = self.window.page("board")
        self.settle()

    def settle(self):
        while tasks._running:
            # sleeps until something has come, as the program does
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.app.processEvents()

    def open_board(self):
        """Figures, zones, trend, failures, report, progress."""
        self.board.trend.chart.set_points(())
        self.window.show_page("board")
        self.settle()
        self.window.grab()
        assert self.board.trend.chart.points()

    def see(self, show, rows):
        """A list behind a figure, painted; then back again."""

        def work():
            show()
            self.settle()
            self.window.grab()
            assert len(self.board.behind.rows()) >= rows, len(self.board.behind.rows())
            self.board._back()

        return work

    def lists(self, count):
        everything = Asked("", "", "合计", "done", 0)
        return {
            "enterprises that reached": self.see(lambda: self.board._see_enterprises("reached"), count // 2),
            "enterprises that did not": self.see(lambda: self.board._see_enterprises("missing"), count // 4),
            "failures of the month": self.see(lambda: self.board._see_failures(None), count // 4),
            "visits of the month": self.see(lambda: self.board._see_progress(everything), count // 8),
            "one zone": self.open_zone,
        }

    def open_zone(self):
        self.board.panel.list.set_values([])
        self.board._open(next(row for row in self.board.zones.values() if row.missing))
        self.settle()
        self.window.grab()
        assert self.board.panel.list.values()
        self.board._close()

    def past_anew(self):
        with self.db.write() as conn:
            conn.execute(delete(tables.turned))
        return milliseconds(lambda: trend.keep_past(self.db))


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    with tempfile.TemporaryDirectory() as place:
        stores = [an_office(Path(place) / name, count) for name, count in (("full", ENTERPRISES), ("tenth", TENTH))]
        full, tenth = (Window(app, db) for db in stores)
        full.open_board(), tenth.open_board()
        _compare("the board opens", full.open_board, tenth.open_board)
        few = tenth.lists(TENTH)
        for name, work in full.lists(ENTERPRISES).items():
            work(), few[name]()
            _compare(name, work, few[name])
        took = full.past_anew()
        print(f"the past told anew, once: {took:.0f} ms, {took / ENTERPRISES * 1000:.0f} µs for each enterprise")
        tasks.wait_all()
        for db in stores:
            db.close()


def _compare(name, work, other):
    many, few = in_turns(work, other, runs=RUNS)
    say(f"{name}, full store", many), say(f"{name}, a tenth", few)
    ratio(f"{name}, p99 in seconds", quantile(many, 0.99) / 1000, 1, "0.3 s")
    ratio(f"{name}, against a tenth", sum(many), sum(few), "no budget")


if __name__ == "__main__":
    main()
