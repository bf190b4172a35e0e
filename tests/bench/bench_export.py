"""Export of one new visit, and of one change in the register, from a small store and from one many times as large."""

import shutil
import statistics
import tempfile
from pathlib import Path

import msgspec
from common import milliseconds, ratio
from forger import resealed
from world import small_world

from zjg_inspect.model import ids
from zjg_inspect.model.register import Enterprise
from zjg_inspect.service import exchange
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import documents

RUNS = 15
SMALL, LARGE = 100, 5000


def filled(root, number):
    """An office and a laptop that have told each other all: so many visits, and four times so many enterprises."""
    world = small_world(root)
    inspection, _ = world.visit("甲五金厂")
    with world.laptop.read() as conn:
        body, _ = documents.inspection(conn, inspection)
    for start in range(0, number, 500):
        some = range(start, min(start + 500, number))
        with world.laptop.write() as conn:
            make(conn, world.laptop, [visit_like(body, n) for n in some])
        with world.office.write() as conn:
            many = [Enterprise(f"第{n}五金厂", world.zone) for each in some for n in range(4 * each, 4 * each + 4)]
            make(conn, world.office, [Making("enterprise", ids.new_id(), site, ()) for site in many])
    for _ in range(2):
        world.carry(world.laptop, world.office)
        world.carry(world.office, world.laptop)
    world.carry(world.laptop, world.office)
    return world, body


def visit_like(body, number):
    made = resealed(body, new=True, remark=f"第 {number} 次")
    return Making("inspection", made.content.inspection, made, ())


def up(world, body, run):
    """One new visit; those of earlier runs are acknowledged."""
    with world.laptop.write() as conn:
        make(conn, world.laptop, [visit_like(body, f"新 {run}")])
    done = []
    spent = milliseconds(lambda: done.append(exchange.export_bundle(world.laptop, world.stick)))
    assert done[0].versions == 1, done
    exchange.import_bundles(world.office, [done[0].path])
    world.carry(world.office, world.laptop)
    return spent


def down(world, _body, run):
    """One enterprise with another telephone number."""
    entity = world.enterprises["甲五金厂"]
    with world.office.write() as conn:
        before, _ = documents.enterprise(conn, entity)
        make(conn, world.office, [Making("enterprise", entity, msgspec.structs.replace(before, phone=f"{run}"))])
    done = []
    device = world.laptop.key.device
    spent = milliseconds(lambda: done.append(exchange.export_bundle(world.office, world.stick, device)))
    assert done[0].versions <= run + 3, done
    exchange.import_bundles(world.laptop, [done[0].path])
    world.carry(world.laptop, world.office)
    return spent


def main():
    with tempfile.TemporaryDirectory(dir=".") as place:
        worlds = [filled(Path(place) / str(number), number) for number in (SMALL, LARGE)]
        for name, work in (("one visit up", up), ("one change down", down)):
            taken = [[], []]
            for run in range(RUNS):
                for times, (world, body) in zip(taken, worlds, strict=True):
                    times.append(work(world, body, run))
            small, large = map(statistics.median, taken)
            print(f"{name}: {small:.1f} ms from {SMALL} visits, {large:.1f} ms from {LARGE} (medians of {RUNS})")
            ratio(f"{name}, large / small", large, small, "1, whatever the size")
        for world, _ in worlds:
            world.close()
            shutil.rmtree(world.root)


if __name__ == "__main__":
    main()
