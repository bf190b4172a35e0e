"""Pictures of an official table becoming the next checklist, for looking at: python tests/pictures_forms.py DIR."""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from official_tables import small_firms
from pictures_office import settle
from PySide6.QtWidgets import QApplication
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import visit
from zjg_inspect.ui import fonts, theme
from zjg_inspect.ui.field.session import VisitSession
from zjg_inspect.ui.field.walker import WalkerScreen
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.saver import Saver

SIZES = ((1366, 768), (1024, 600))


def pictures_forms(app, directory):
    """(name, picture) of each step in each size and theme, up to the laptop that has a visit under way."""
    made = []
    for name, size in product(("light", "sunlight"), SIZES):
        theme.apply(app, name, office=True)
        world = small_world(directory / f"{name}-{size[0]}")
        table = world.root / "小微企业安全检查表.xlsx"
        small_firms(table)
        draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
        for item, verdict in (("1-01", Verdict.PASS), ("1-06", Verdict.FAIL)):
            visit.answer_item(world.laptop, draft, DraftAnswer(item, verdict))
        window = OfficeWindow(world.office)
        window.resize(*size)
        window.show()
        window.activateWindow()

        def grab(step, widget, name=name, size=size):
            settle(app)
            made.append((f"forms-{step}-{name}-{size[0]}", widget.grab()))

        window.show_page("forms")
        grab("1-now", window)
        window.take([table])
        grab("2-doubts", window)
        page = window.page("forms")
        page._turn("items")
        page.preview.sites.setCurrentIndex(2)
        grab("3-preview", window)
        page.preview.edit()
        grab("4-edit", window)
        page.preview._shown_again()
        page._turn("changes")
        grab("5-changes", window)
        page._turn("about")
        grab("5-about", window)
        page._turn("doubts")
        page.doubts._settle_all()
        page._turn("items")
        grab("6-ready", window)
        page.release()
        grab("7-released", window)
        window.close()
        window.deleteLater()
        settle(app)
        world.carry(world.office, world.laptop)
        theme.apply(app, name)
        saver = Saver()
        screen = WalkerScreen(VisitSession.open(world.laptop, draft, saver))
        screen.resize(*size)
        screen.show()
        grab("8-offered", screen)
        screen.form_line.take.click()
        grab("9-carried", screen)
        screen.close()
        saver.close()
        world.close()
    return made


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    fonts.load_fonts(app)
    with tempfile.TemporaryDirectory() as directory:
        for name, picture in pictures_forms(app, Path(directory)):
            picture.save(str(folder / f"{name}.png"))


if __name__ == "__main__":
    main()
