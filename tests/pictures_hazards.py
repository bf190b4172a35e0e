"""Pictures of hazards in the field, in the office's register and ledger: python tests/pictures_hazards.py DIR."""

import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from pictures_field import Camera, settle
from test_hazard_verbs import rechecks, visits
from world import MAJOR, hazard_due, photo, small_world

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import Someone
from zjg_inspect.service import due, hazards, lists, setup
from zjg_inspect.ui import fonts, tasks, theme
from zjg_inspect.ui.field.window import FieldWindow
from zjg_inspect.ui.hazard_step_photos import StepPhotos
from zjg_inspect.ui.office.window import OfficeWindow
from zjg_inspect.ui.preferences import Preferences


def a_history(root):
    """Hazards in every state, one found again after it was closed."""
    world = small_world(root, count=4)
    visits(world, fail=("4-09",), days=-70)
    rechecks(world, days=-50)
    visits(world, fail=("4-09", "4-04"), days=-20)
    hazard_due(world, "乙机械厂", -3, MAJOR)
    hazard_due(world, "丙塑料厂", 2)
    rows = {(row.name, row.item): row.id for row in due.open_hazards(world.laptop)}
    later = [(today() + timedelta(days=days)).isoformat() for days in (40, 50)]
    own = rows["甲五金厂", "4-09"]
    hazards.extend(world.laptop, own, later[0], "通道改造等设备到货")
    hazards.extend(world.laptop, own, later[1], "供应商又推迟，先用围挡隔开，专人看护")
    hazards.refer(world.laptop, rows["乙机械厂", "4-09"], "逾期不改，两次上门都没有动")
    done = hazards.Evidence(photo(3), "改好了.jpg")
    hazards.record_rectified(
        world.laptop, rows["丙塑料厂", "4-09"], today().isoformat(), Someone("王某"), "托盘已清走", [done]
    )
    world.carry(world.laptop, world.office)
    return world, own


def in_the_field(camera, world, own, size):
    window = FieldWindow(world.laptop, setup.standing(world.laptop), Preferences(world.laptop.directory))
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_tab("hazards")
    screen = window.home.hazards
    screen.list.select_id(own)
    camera.take(window, "field-hazards")
    screen.look()
    camera.take(window, "field-hazard-story")
    panel = screen.panel
    fixed = next(row.id for row in screen._found.values() if row.state == "rectified")
    panel.show_hazard(fixed)
    camera.take(window, "field-hazard-fixed", lambda: not tasks._running)
    panel.findChildren(StepPhotos)[-1].pictures[0].click()
    camera.take(window, "field-hazard-photo", lambda: not tasks._running)
    panel.leave()
    panel.show_hazard(own)
    panel.ask("rectified")
    panel._add(hazards.Evidence(photo(4), "a.jpg"))
    camera.take(window, "field-hazard-rectified", lambda: bool(panel._photos))
    panel.ask("extended")
    panel.deadline.set_value(today())
    panel.reason.setText("等设备")
    panel.record()
    camera.take(window, "field-hazard-extended", lambda: bool(panel.error.text()))
    window.shut()
    window.close()


def in_the_office(camera, world, own, size):
    window = OfficeWindow(world.office, setup.standing(world.office), Preferences(world.office.directory))
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.show_page("register")
    page = window.pages["register"]
    page.show_thing(world.enterprises["甲五金厂"])
    camera.take(window, "office-register-hazards", lambda: page.details.hazards is not None)
    page._open_hazard(next(row for row in page.details.hazards.values() if row.id == own))
    camera.take(window, "office-hazard-story")
    page.hazard.ask("referred")
    camera.take(window, "office-hazard-referred")
    window.show_page("hazards")
    ledger = window.pages["hazards"]
    camera.take(window, "office-ledger", lambda: not tasks._running and bool(ledger.list.values()))
    ledger._open(ledger.list.values()[1])
    camera.take(window, "office-ledger-opened", lambda: not tasks._running)
    ledger._leave()
    ledger.open_notices()
    camera.take(window, "office-notices", lambda: not tasks._running and ledger.notices.view.pages() > 0)
    window.close()


def main():
    app, folder = begin()
    fonts.load_rare()
    with tempfile.TemporaryDirectory() as scratch:
        world, own = a_history(Path(scratch) / "world")
        assert lists.figures(world.office).open_hazards == 4
        for name in LOOKS:
            for size in SIZES:
                camera = Camera(app, folder, f"{name}-{size[0]}")
                theme.apply(app, name)
                in_the_field(camera, world, own, size)
                theme.apply(app, name, office=True)
                in_the_office(camera, world, own, size)
                settle(app)
        tasks.wait_all()
        world.close()


if __name__ == "__main__":
    main()
