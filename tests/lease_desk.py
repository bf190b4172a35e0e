"""Somebody at the office's page 租赁, and a world with leases in it."""

from lease_world import let_to
from pages_office import OfficeDesk
from world import photo, small_world

from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.service import survey

A, B, C = "甲五金厂", "乙机械厂", "丙塑料厂"
LEASE = LeaseFound("永新村股份合作社", "0512-58000000", "工业路 18 号 3 号房", "2026-11-02", "2029-11-01")


def world_with_leases(root):
    """甲's filing is late, 乙's due soon, of 丙 nobody knows when it signed; an inspector found another lease of 甲."""
    world = small_world(root)
    let_to(world, 40, 25, None)
    seen = survey.take_photo(world.laptop, photo(3), "合同.jpg")
    tenant = world.enterprises[A]
    found = Proposal("2026-11-20", world.crew, tenant=tenant, lease=LEASE, photos=(seen,), note="口头说的")
    survey.propose(world.laptop, found)
    world.carry(world.laptop, world.office)
    world.close()
    return world


class LeaseDesk(OfficeDesk):
    """Somebody at the page 租赁."""

    def __init__(self, qtbot, world, size=(1366, 768)):
        super().__init__(qtbot, world.office, size)
        self.page = self.go("租赁")

    def tab(self, key):
        self.click(self.page.tabs.buttons[key])
        return getattr(self.page, key)

    def lease(self, name):
        return next(each for each in self.page.leases.list.values() if each.name == name)

    def choose(self, name):
        self.page.leases.list.choose(self.lease(name))
        self.page.leases._soon.timeout.emit()
        return self.wait()

    def sentence(self):
        return self.page.leases.details.sentence.text()
