"""Pictures of 派单, for looking at: python tests/pictures_assignments.py DIR."""

import os
import sys
import tempfile
from datetime import timedelta
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from office_world import OfficeWorld
from pictures_office import settle

from zjg_inspect.model.clock import today
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.service import assignments
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.window import OfficeWindow


def pictures_assignments(app, world, folder):
    """A picture of each view in each size and theme; `world` is an OfficeWorld with its history and assignments."""
    for name, size in product(LOOKS, SIZES):
        theme.apply(app, name, office=True)
        window = OfficeWindow(world.office)
        window.resize(*size)
        window.show()
        window.activateWindow()

        def grab(what, window=window, name=name, size=size):
            settle(app)
            window.grab().save(str(folder / f"assignments-{what}-{name}-{size[0]}.png"))

        window.show_page("assignments")
        page = window.page("assignments")
        grab("waiting")
        for each in page.waiting.list.values()[:3]:
            page.waiting._tick(each)
        grab("ticked")
        page.waiting.untick()
        page.waiting._choose_reason("hazards")
        page.waiting.reasons.set_value("hazards")
        grab("hazards")
        page.waiting._choose_reason("never")
        page.waiting.reasons.set_value("never")
        page.waiting.share_out()
        grab("proposal")
        for each in page.proposal.list.values()[:2]:
            page.proposal._tick(each)
        grab("proposal-ticked")
        page._leave()
        page.show_tab("sent")
        for each in page.sent.list.values()[:1]:
            page.sent._tick(each)
        grab("sent")
        page.writing.open()
        grab("write")
        if name == LOOKS[0] and size == SIZES[0]:
            page.writing.write_to(world.stick)
            grab("written")
        window.close()
        window.deleteLater()
        settle(app)


def more_work(world):
    """A third laptop for two of the villages, and a few days between what was sent."""
    device = world._laptop("李某的另一台电脑", accepted=True)
    shops = [own for village in world.villages for own in world.enterprises[village]]
    due = today() + timedelta(days=4)
    assignments.assign(world.office, shops[6:9], device.key.device, VisitType.GUIDANCE, due, "台账怎么建")
    device.close()


def main():
    app, folder = begin(office=True)
    with tempfile.TemporaryDirectory() as directory:
        world = OfficeWorld(Path(directory) / "world")
        world.history()
        world.assigns()
        more_work(world)
        pictures_assignments(app, world, folder)
        world.close()


if __name__ == "__main__":
    main()
