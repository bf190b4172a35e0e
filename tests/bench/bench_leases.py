"""租赁 with 10,000 enterprises, 3,000 leases, 800 landlords, and a tenth: each list opened, searched, counted."""

import os
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_verdicts import ENTERPRISES, TENTH, a_store
from common import in_turns, ratio, say
from PySide6.QtWidgets import QApplication
from sqlalchemy import delete, select, update

from zjg_inspect.model import clock, ids
from zjg_inspect.model.period import period_of
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service import filings, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes, uuid_text
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.window import OfficeWindow

LEASES_PER_HUNDRED, LANDLORDS_PER_HUNDRED, TEXTS_PER_HUNDRED = 30, 8, 10
SIGNS = "永新光明联丰三星民乐红旗五一桥和平向阳金鑫源达盛华"


def an_office(path, count):
    """The zones and enterprises of the other benchmarks as versions: what is let is read from the register."""
    db, own = a_store(path, count)
    setup.become_office(db, "某某镇安监办", "某某核")
    chance = random.Random(2)
    names = ["".join(chance.choices(SIGNS, k=4)) + "合作社" for _ in range(count * LANDLORDS_PER_HUNDRED // 100)]
    landlords = [uuid_text(chance.randbytes(16)) for _ in names]
    with db.write() as conn:
        where = _as_versions(conn, db, names, {each: n for n, each in enumerate(own)})
    makings = [Making("landlord", entity, Landlord(name), ()) for entity, name in zip(landlords, names, strict=True)]
    today = clock.today()
    for n, tenant in enumerate(own[: count * LEASES_PER_HUNDRED // 100]):
        premises, landlord = uuid_text(chance.randbytes(16)), landlords[n % len(landlords)]
        makings.append(Making("premises", premises, Premises(landlord, where[tenant], f"工业路 {n} 号", 500), ()))
        signed = today - timedelta(days=chance.randrange(400))
        filed = signed + timedelta(days=chance.randrange(45))
        known = chance.random() < 0.9 and filed <= today
        lease = Lease(
            uuid_text(tenant), premises, signed.isoformat() if chance.random() < 0.95 else "",
            filed=filed.isoformat() if known else "", filed_by="owner" if known else "",
            number=f"某某备〔2026〕A00-{n:04}" if known else "",
        )  # fmt: skip
        makings.append(Making("lease", uuid_text(chance.randbytes(16)), lease, ()))
    with db.write() as conn:
        make(conn, db, makings)
    return db


def _as_versions(conn, db, names, order):
    """Zones under their own ids, and all enterprises; of a tenth of them the landlord stands in the register as text.

    Gives each one's zone.
    """
    e, z = tables.enterprise.c, tables.zone.c
    zones = {row.entity: (row.township, row.village) for row in conn.execute(select(tables.zone))}
    shops = conn.execute(select(e.entity, e.zone, e.name)).all()
    for old, place in zones.items():
        new = uuid_bytes(ids.zone_id(*place))
        conn.execute(update(tables.standing).where(tables.standing.c.zone == old).values(zone=new))
    conn.execute(delete(tables.zone).where(z.entity.in_(list(zones))))
    conn.execute(delete(tables.enterprise))
    where = {row.entity: ids.zone_id(*zones[row.zone]) for row in shops}
    makings = [Making("zone", ids.zone_id(*place), Zone(*place), ()) for place in zones.values()]
    for row in shops:
        n = order[row.entity]
        said = names[n % len(names)] if n >= len(order) * (100 - TEXTS_PER_HUNDRED) // 100 else ""
        body = Enterprise(row.name, where[row.entity], address=f"兴业路 {n} 号", principal="王某", landlord=said)
        makings.append(Making("enterprise", uuid_text(row.entity), body, ()))
    make(conn, db, makings)
    return where


class Window:
    def __init__(self, app, db):
        self.app, self.db, self.window = app, db, OfficeWindow(db)
        self.window.resize(1366, 768)
        self.window.show()
        self.page = self.window.page("leases")
        self.page._shown = "leases"

    def _painted(self):
        tasks.wait_all()
        self.app.processEvents()
        self.window.grab()

    def open_leases(self):
        self.window.show_page("leases")
        self._painted()

    def tab(self, key):
        self.page.show_tab(key)
        self._painted()

    def search(self):
        self.page.leases.search.line.setText("")
        self.page.leases.search.line.setText("hq")
        self._painted()

    def count(self):
        filings.waiting(self.db)

    def month(self):
        filings.filings_in(self.db, period_of(date(clock.today().year, clock.today().month, 1)))


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    with tempfile.TemporaryDirectory() as place:
        stores = [an_office(Path(place) / name, count) for name, count in (("full", ENTERPRISES), ("tenth", TENTH))]
        full, tenth = (Window(app, db) for db in stores)
        for what, work in (
            ("租赁 opens with the list of leases", Window.open_leases),
            ("出租方", lambda each: each.tab("landlords")),
            ("集中区备案", lambda each: each.tab("zones")),
            ("待确认", lambda each: each.tab("waiting")),
            ("the list again", lambda each: each.tab("leases")),
            ("two letters searched", Window.search),
            ("the navigation's count", Window.count),
            ("a month's filings, off the window's thread", Window.month),
        ):
            work(full), work(tenth)
            many, few = in_turns(lambda work=work: work(full), lambda work=work: work(tenth), runs=9)
            ratio(f"{what}: seconds", say(f"{what}, full store", many) / 1000, 1, "0.3 s")
            ratio("against a tenth", sum(many), sum(few), "no budget")
        tasks.wait_all()
        for db in stores:
            db.close()


if __name__ == "__main__":
    main()
