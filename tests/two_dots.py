"""The windows as a sharp screen shows them; prints the dots for each pixel and what is cut, as JSON.

QT_SCALE_FACTOR=2 python tests/two_dots.py
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pages import clipped
from pictures_field import settle
from PySide6.QtWidgets import QApplication
from world import small_world

from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import setup, visit
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.office.window import PAGES, OfficeWindow
from zjg_inspect.ui.preferences import Preferences


def looked_at(app, window, cut, where):
    settle(app, lambda: not tasks._running)
    cut += [f"{where}: {what}" for what in clipped(window)]


def main():
    app = QApplication([])
    fonts.load_fonts(app)
    cut = []
    with tempfile.TemporaryDirectory() as scratch:
        world = small_world(Path(scratch) / "world")
        draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
        theme.apply(app)
        field = FieldWindow(world.laptop, setup.standing(world.laptop), Preferences(world.laptop.directory))
        field.resize(1920, 1080)
        field.show()
        for tab in ("today", "hazards", "sealed", "exchange"):
            field.show_tab(tab)
            looked_at(app, field, cut, tab)
        field.open_survey()
        looked_at(app, field, cut, "survey")
        field.open_draft(draft)
        looked_at(app, field, cut, "walker")
        dots = field.grab().devicePixelRatio()
        field.shut()
        field.close()
        theme.apply(app, office=True)
        office = OfficeWindow(world.office)
        office.resize(1920, 1080)
        office.show()
        for key, *_ in PAGES:
            office.show_page(key)
            looked_at(app, office, cut, key)
        office.close()
        tasks.wait_all()
        world.close()
    print(json.dumps({"dots": dots, "cut": cut}))


if __name__ == "__main__":
    main()
