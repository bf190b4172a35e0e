"""Pictures of 租赁, for looking at: python tests/pictures_leases.py DIR."""

import os
import sys
import tempfile
from datetime import timedelta
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from lease_world import ago
from looks import LOOKS, SIZES, begin
from msgspec.structs import replace
from office_world import TOWN, OfficeWorld
from pictures_office import settle
from two_laptops import body_of
from world import photo

from zjg_inspect.model import clock, ids
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.rented import Landlord
from zjg_inspect.service import rented, survey
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.letting import Letting, enter_lease
from zjg_inspect.ui import theme
from zjg_inspect.ui.office.window import OfficeWindow

DAYS = (40, 43, 28, 25, 12, None, 35, 90, 8, 3, 50, 64)
COOPERATIVE = "永新村股份经济合作社"


def let(world):
    """Leases in every state: late, soon, unknown, filed in time and late, ended."""
    office = world.office
    landlords = [
        rented.put_landlord(office, Landlord(COOPERATIVE, contact="顾某", phone="0512-58000000")),
        rented.put_landlord(office, Landlord("某某厂房物业管理有限公司", manager=True, phone="0512-58111111")),
        rented.put_landlord(office, Landlord("欧阳某某")),
    ]
    shops = [own for village in ("永新村", "光明村", "三星村") for own in world.enterprises[village]]
    made = []
    for n, (own, days) in enumerate(zip(shops, DAYS, strict=False)):
        letting = Letting(
            landlords[n % 3], address=f"工业路 {18 + n // 3} 号 {1 + n % 3} 幢", area=400 + 150 * n,
            signed="" if days is None else ago(days), until="2029-12-31" if n % 2 else "",
        )  # fmt: skip
        made.append(enter_lease(office, own, letting))
    today = clock.today()
    rented.file_lease(office, made[6], today - timedelta(days=2), "owner")
    rented.file_lease(office, made[7], today - timedelta(days=70), "manager")
    rented.file_lease(office, made[10], today, "owner")
    rented.end_lease(office, made[11], today - timedelta(days=9))
    rented.file_zone(office, ids.zone_id(TOWN, "永新村"), today - timedelta(days=1640), "镇备 3 号")
    rented.file_zone(office, ids.zone_id(TOWN, "光明村"), today)


def wait(world):
    """What inspectors found, and what stands in the register as text."""
    db, own = world.laptop, world.enterprises["民乐村"]
    lease = LeaseFound("永新村股份合作社", "0512-58000000", "工业路 30 号 3 号房", ago(20), "2029-06-30")
    by = tuple(world.crew)
    photos = tuple(survey.take_photo(db, photo(n), f"{n}.jpg") for n in range(2))
    note = "合同在老板家里，口头说的"
    survey.propose(db, Proposal(ago(3), by, tenant=own[0], lease=lease, photos=photos, note=note))
    survey.propose(db, Proposal(ago(2), by, tenant=own[1], lease=LeaseFound("欧阳某某")))
    found = replace(body_of(world.office, "enterprise", own[2]), name="张家港市新来精密零件有限公司")
    survey.propose(db, Proposal(ago(0), by, found, lease=lease))
    world.carry(db, world.office)
    makings = []
    for village in ("五一村", "新桥村"):
        for n, each in enumerate(world.enterprises[village]):
            body = body_of(world.office, "enterprise", each)
            said = ("五一村股份经济合作社", "五一村股份合作社", "", "王某某")[n % 4]
            body = replace(
                body, landlord=said, lease_signed="2024-03-01" if n % 2 else "", address=f"兴业路 {n + 1} 号",
                facts=replace(body.facts, rents=True),
            )  # fmt: skip
            makings.append(Making("enterprise", each, body))
    with world.office.write() as conn:
        make(conn, world.office, makings)


def pictures_leases(app, world, folder):
    """A picture of each tab, form and paper, in each size and theme; `world` has its leases."""
    for name, size in product(LOOKS, SIZES):
        theme.apply(app, name, office=True)
        window = OfficeWindow(world.office)
        window.resize(*size)
        window.show()
        window.activateWindow()
        window.show_page("leases")
        page = window.page("leases")

        def grab(what, window=window, name=name, size=size):
            settle(app)
            window.grab().save(str(folder / f"leases-{what}-{name}-{size[0]}.png"))

        grab("list")
        rows = page.leases.list.values()
        page.leases.list.choose(next(row for row in rows if row.state == "done_late"))
        grab("filed")
        page.open_receipt(page.leases.details.row())
        grab("receipt")
        page._leave()
        page.leases.list.choose(rows[0])
        page.leases._soon.timeout.emit()
        page.leases.details.edit.click()
        grab("edit")
        page._leave()
        page.leases.enter()
        page.leases.form.landlord.line.setText("永新村股份")
        grab("new")
        page._leave()
        page.show_tab("landlords")
        grab("landlords")
        page.landlords.enter()
        page.landlords.form.name.setText("永新村股份合作社")
        grab("landlord-form")
        page._leave()
        page.landlords.view.works_asked.emit(None)
        grab("premises-form")
        page._leave()
        page.show_tab("zones")
        grab("zones")
        page.show_tab("waiting")
        grab("waiting")
        waits = page.waiting.list.values()
        page.waiting.list.choose(waits[-1])
        grab("texts")
        page.waiting.list.choose(next(row for row in waits if getattr(row, "tenant_waits", False)))
        grab("tenant-first")
        page.show_tab("leases")
        page.open_month()
        grab("month")
        window.close()
        window.deleteLater()
        settle(app)


def main():
    app, folder = begin()
    with tempfile.TemporaryDirectory() as place:
        world = OfficeWorld(Path(place) / "world")
        let(world)
        wait(world)
        pictures_leases(app, world, folder)
        world.close()


if __name__ == "__main__":
    main()
