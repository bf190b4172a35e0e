"""The register of 10,000 enterprises: from the touch until its list is painted, narrowed, and one of them is shown."""

import os
import tempfile
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_board import an_office
from bench_verdicts import ENTERPRISES, TENTH
from common import in_turns, ratio, say
from PySide6.QtWidgets import QApplication

from zjg_inspect.model import ids
from zjg_inspect.model.register import Zone
from zjg_inspect.service import proposals, register_list, setup, zone_edit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.register_list import Filter
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.window import OfficeWindow

FILTERS = (Filter(verdict="not"), Filter(state="active", scope="in"), Filter(linked=True), Filter(state="moved"))


ZONES = 200


def some_zones(path, count):
    db = setup.open_data(path)
    setup.become_office(db, "某某镇安监办", "某某核")
    zones = [Zone("某某镇", f"第{n}村") for n in range(count)]
    with db.write() as conn:
        make(conn, db, [Making("zone", ids.zone_id(zone.township, zone.village), zone, ()) for zone in zones])
    return db


class Window:
    def __init__(self, app, db):
        self.app, self.db, self.window = app, db, OfficeWindow(db)
        self.window.resize(1366, 768)
        self.window.show()
        self.page = self.window.page("register")

    def open_register(self):
        self.window.show_page("register")
        self.window.grab()

    def narrow(self):
        for which in FILTERS:
            register_list.find(self.db, which)
        register_list.find(self.db, FILTERS[0], "某1")

    def others(self):
        proposals.waiting(self.db)


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    with tempfile.TemporaryDirectory() as place:
        stores = [an_office(Path(place) / name, count) for name, count in (("full", ENTERPRISES), ("tenth", TENTH))]
        full, tenth = (Window(app, db) for db in stores)
        for name, work in (("opens", "open_register"), ("narrowed five times", "narrow"), ("待确认", "others")):
            many, few = in_turns(getattr(full, work), getattr(tenth, work), runs=15)
            ratio(f"the register, {name}: seconds", say(f"{name}, full store", many) / 1000, 1, "0.3 s")
            ratio("against a tenth", sum(many), sum(few), "no budget")
        villages = [some_zones(Path(place) / f"zones{count}", count) for count in (ZONES, ZONES // 10)]
        many, few = in_turns(*(partial(zone_edit.zone_lines, db) for db in villages), runs=15)
        ratio("集中区: seconds", say(f"{ZONES} zones", many) / 1000, 1, "0.3 s")
        ratio("against a tenth", sum(many), sum(few), "no budget")
        stores += villages
        tasks.wait_all()
        for db in stores:
            db.close()


if __name__ == "__main__":
    main()
