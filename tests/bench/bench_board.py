"""The board of 10,000 enterprises: from the touch until figures, zones and the chosen zone are painted."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_verdicts import ENTERPRISES, TENTH, a_store
from common import in_turns, ratio, say
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from zjg_inspect.service import setup
from zjg_inspect.store import tables
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.office.window import OfficeWindow


def an_office(path, count):
    """Its hazards and visits are of the shipped checklist, so that the items in the way have titles."""
    db, _ = a_store(path, count)
    setup.become_office(db, "某某镇安监办", "某某核")
    form = max((form for form in db.forms.values() if form.id == "enterprise"), key=lambda form: form.version).hash
    with db.write() as conn:
        conn.execute(update(tables.inspection).values(form=bytes.fromhex(form)))
        conn.execute(update(tables.hazard).values(form=form, what="安全通道被托盘占用", place="二号车间东侧"))
    return db


class Window:
    def __init__(self, app, db):
        self.app, self.window = app, OfficeWindow(db)
        self.window.resize(1366, 768)
        self.window.show()
        self.board = self.window.page("board")

    def open_board(self):
        self.board.panel.list.set_values([])
        self.window.show_page("board")
        while not self.board.panel.list.values():
            self.app.processEvents()
        self.window.grab()


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    theme.apply(app, office=True)
    with tempfile.TemporaryDirectory() as place:
        stores = [an_office(Path(place) / name, count) for name, count in (("full", ENTERPRISES), ("tenth", TENTH))]
        full, tenth = (Window(app, db) for db in stores)
        full.open_board(), tenth.open_board()
        many, few = in_turns(full.open_board, tenth.open_board, runs=15)
        ratio("the board opens: seconds", say("board, full store", many) / 1000, 1, "0.3 s")
        ratio("against the board of a tenth", sum(many), sum(few), "no budget")
        tasks.wait_all()
        for db in stores:
            db.close()


if __name__ == "__main__":
    main()
