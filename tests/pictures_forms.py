"""Pictures of an official table becoming the next checklist, for looking at: python tests/pictures_forms.py DIR."""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from official_tables import small_firms
from pictures_office import settle
from world import small_world

from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Verdict, VisitType
from zjg_inspect.service import setup, visit
from zjg_inspect.ui import theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.preferences import Preferences


def pictures_forms(app, directory, folder):
    """A picture of each step in each size and theme, up to the laptop that has a visit under way."""
    for name, size in product(LOOKS, SIZES):
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
            widget.grab().save(str(folder / f"forms-{step}-{name}-{size[0]}.png"))

        window.show_page("forms")
        grab("1-now", window)
        window.take([table])
        grab("2-doubts", window)
        page = window.page("forms")
        page._turn("items")
        page.preview.sites.setCurrentIndex(2)
        grab("3-preview", window)
        page.preview.edit("met", "“检查表”第 6 行 E 列“检查内容”：请看一遍")
        grab("4-edit", window)
        page.preview._shown_again()
        page._turn("changes")
        grab("5-changes", window)
        page.compare.list.choose(page.compare.list.values()[-1])
        grab("5-dropped", window)
        page._turn("about")
        grab("5-about", window)
        page._turn("doubts")
        page.doubts._settle_all()
        page._turn("changes")
        page.compare.same_button.click()
        page.compare.other_button.click()
        grab("5-decided", window)
        page._turn("items")
        grab("6-ready", window)
        page.release()
        grab("7-released", window)
        window.close()
        window.deleteLater()
        settle(app)
        world.carry(world.office, world.laptop)
        theme.apply(app, name)
        laptop = FieldWindow(world.laptop, setup.standing(world.laptop), Preferences(world.laptop.directory))
        laptop.resize(*size)
        laptop.show()
        laptop.activateWindow()
        laptop.open_draft(draft)
        grab("8-offered", laptop)
        laptop.shown().form_line.take.click()
        grab("9-carried", laptop)
        laptop.shut()
        laptop.close()
        laptop.deleteLater()
        settle(app)
        world.close()


def main():
    app, folder = begin()
    with tempfile.TemporaryDirectory() as directory:
        pictures_forms(app, Path(directory), folder)


if __name__ == "__main__":
    main()
