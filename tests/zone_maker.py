"""三星村: a zone with so many enterprises, of which so many have reached."""

from history_maker import DAYS, Maker
from world import TOWN, credit_code

from zjg_inspect.model import ids
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import verdicts
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store.merge import merge
from zjg_inspect.ui.office.why import zone_sentence

VILLAGE = "三星村"
FIRST, SECOND = DAYS[0], DAYS[1]


class Village:
    """三星村 with so many enterprises, of which the first ones have an approved 核查 without a failed item."""

    def __init__(self, world, count, reached, *later):
        self.office, self.zone = world.office, ids.zone_id(TOWN, VILLAGE)
        bodies = [Enterprise(f"三星{n}厂", self.zone, credit_code(500 + n)) for n in range(count)]
        makings = [Making("enterprise", ids.enterprise_id(each.code, self.zone), each, ()) for each in bodies]
        with self.office.write() as conn:
            made = make(conn, self.office, [Making("zone", self.zone, Zone(TOWN, VILLAGE), ()), *makings])
        maker = Maker(world)
        maker.register = {record.version.entity: record for record in made[1:]}
        visits = [("visit", n, FIRST, [], False, "own") for n in range(reached)]
        reviews = [("review", n, FIRST, "approved", False) for n in range(reached)]
        records = [each.record for each in maker.write([*visits, *reviews, *later])]
        with self.office.write() as conn:
            merge(conn, records, identity(conn, self.office))
        assert doctor(self.office).ok

    def on(self, day=None):
        (zone,) = [each for each in verdicts.zone_verdicts(self.office, day) if each.village == VILLAGE]
        return zone.standardised_zone, zone_sentence(zone)
