"""What is in conflict, found among 20,000 enterprises and among 100: the same work."""

import tempfile
from pathlib import Path

import msgspec
from common import in_turns, ratio, say
from forger import Forger
from world import TOWN, credit_code, small_world

from zjg_inspect.model import ids
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.conflicts import conflict, conflicts
from zjg_inspect.service.register import enterprise_details

MANY, FEW, IN_CONFLICT = 20_000, 100, 5


def a_world(root, count):
    """An office of `count` enterprises, some of them edited on two of its computers."""
    world = small_world(root)
    zones = [ids.zone_id(TOWN, f"第{n}村") for n in range(count // 100)]
    makings = [Making("zone", zone, Zone(TOWN, f"第{n}村"), ()) for n, zone in enumerate(zones)]
    for number in range(count):
        body = Enterprise(f"张家港市第{number}五金厂", zones[number % len(zones)], credit_code(number + 100))
        makings.append(Making("enterprise", ids.new_id(), body, ()))
    with world.office.write() as conn:
        records = make(conn, world.office, makings)
    copy = Forger(world, key=world.office.key, db=world.office)
    for record in records[-IN_CONFLICT:]:
        own, parents = record.version.entity, [record.hash.hex()]
        site, _ = enterprise_details(world.office, own)
        sides = [
            copy.version("enterprise", own, msgspec.structs.replace(site, phone=phone), parents=parents)
            for phone in ("1", "2")
        ]
        copy.hand_in(*sides)
    return world


def main():
    with tempfile.TemporaryDirectory() as place:
        worlds = [a_world(Path(place) / str(count), count) for count in (MANY, FEW)]
        assert [len(conflicts(world.office)) for world in worlds] == [IN_CONFLICT] * 2
        taken = in_turns(*(lambda world=world: conflicts(world.office) for world in worlds), runs=100)
        many, few = (say(f"list of conflicts among {n}", times) for n, times in zip((MANY, FEW), taken, strict=True))
        ratio("among 20,000 enterprises against among 100", many, few, "1.2")
        own = conflicts(worlds[0].office)[0].entity
        (times,) = in_turns(lambda: conflict(worlds[0].office, "enterprise", own), runs=100)
        say("one conflict with its fields", times)
        for world in worlds:
            world.close()


if __name__ == "__main__":
    main()
