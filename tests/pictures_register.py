"""Pictures of the office's register, for looking at: python tests/pictures_register.py DIR."""

import os
import sys
import tempfile
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from looks import LOOKS, SIZES, begin
from office_world import OfficeWorld
from pictures_office import settle
from world import credit_code, photo

from zjg_inspect.model.facts import Facts
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.register import Enterprise, Team
from zjg_inspect.service import lists, register_edit, survey, zone_edit
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.window import OfficeWindow


def found_by_inspectors(world):
    """Two enterprises that wait, one of them much like one that is known; and some at one address."""
    db, zones = world.laptop, {zone.village: zone.id for zone in lists.zones(world.laptop)}
    known = world.names[world.enterprises["永新村"][1]]
    pictures = tuple(survey.take_photo(db, photo(n), f"{n}.jpg") for n in range(2))
    lease = LeaseFound("永新村股份经济合作社", "0512-58000000", "工业路 18 号 3 号房", "2026-11-02", "2029-11-01")
    facts = Facts(headcount=23, hot_work=True)
    first = Enterprise(
        known.replace("某", ""), zones["永新村"], credit_code(77), "工业路 18 号", "五金", principal="赵某", facts=facts
    )
    beside = world.enterprises["永新村"][0]
    own = survey.propose(
        db,
        Proposal(
            "2026-11-20", tuple(world.crew), first, lease=lease, beside=beside, photos=pictures, note="门口没有牌子"
        ),
    )
    second = Enterprise("张家港市新来精密零件有限公司", zones["光明村"], industry="机械")
    survey.propose(db, Proposal("2026-11-21", tuple(world.others), second))
    world.carry(db, world.office)
    one, two, three = world.enterprises["光明村"][:3]
    for other in (two, three):
        register_edit.link_beside(world.office, other, one)
    register_edit.change_state(world.office, two, "stopped", "2026-11-01")
    team = Team("agency", "某某安全技术服务公司", "周某", "13800000000")
    zone_edit.edit_zone(
        world.office, zones["光明村"], in_scope=True, reason="", team=team, watch="warned", watch_date="2026-11-10",
        watch_reason="连续两个月没有进展",
    )  # fmt: skip
    return own, one


def pictures_register(app, world, folder):
    own, linked = found_by_inspectors(world)
    for name, size in product(LOOKS, SIZES):
        theme.apply(app, name, office=True)
        window = OfficeWindow(world.office)
        window.resize(*size)
        window.show()
        window.activateWindow()
        window.show_page("register")
        page = window.page("register")

        def grab(what, window=window, name=name, size=size):
            settle(app)
            window.grab().save(str(folder / f"register-{what}-{name}-{size[0]}.png"))

        page.show_thing(linked)
        grab("shop")
        for what in ("edit", "state", "move", "scope", "beside", "merge", "history"):
            page._ask(what)
            grab(what)
            page.acts.leave()
        page._new()
        grab("new")
        page.acts.leave()
        page.views.turn("zones")
        grab("zones")
        page.views.add()
        grab("new-zone")
        page.views.leave()
        page.views.turn("proposals")
        settle(app)
        page.views.proposals.list.choose(next(row for row in page.views.proposals.list.values() if row.id == own))
        grab("proposals")
        page.views.proposals.correct()
        grab("correct")
        window.close()
        window.deleteLater()
        settle(app)


def main():
    app, folder = begin(office=True)
    with tempfile.TemporaryDirectory() as directory:
        world = OfficeWorld(Path(directory) / "world", small=True)
        pictures_register(app, world, folder)
        world.close()


if __name__ == "__main__":
    main()
