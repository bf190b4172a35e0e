"""The verdicts of 10,000 enterprises, their zones and the city, from a full store; and one visit's change."""

import random
import tempfile
import time
from pathlib import Path

from common import in_turns, ratio, say
from sqlalchemy import insert, select

from zjg_inspect.model import clock
from zjg_inspect.service import setup, verdicts
from zjg_inspect.store import standing, tables
from zjg_inspect.store.touched import Touched

ENTERPRISES, TENTH, PER_ZONE, VISITS = 10_000, 1_000, 50, 4
DAYS = ("2026-02-03", "2026-05-06", "2026-08-09", "2026-11-12")


def a_store(path, count, visits=VISITS, closed=0.85):
    """Rows as imports leave them: some visits to each enterprise, reviewed, with failed items and their hazards.

    `closed`: the share of the last visits' hazards that were verified closed.
    """
    chance = random.Random(1)
    own = [chance.randbytes(16) for _ in range(count)]
    zones = [chance.randbytes(16) for _ in range(count // PER_ZONE)]
    rows = {"zone": [], "enterprise": [], "inspection": [], "review": [], "finding": [], "hazard": []}
    for n, zone in enumerate(zones):
        where = {"township": f"第{n % 14}镇", "village": f"第{n}村"}
        rows["zone"].append({"entity": zone, "in_scope": True, "in_conflict": False, **where})
    for n, enterprise in enumerate(own):
        rows["enterprise"].append(
            {"entity": enterprise, "hash": chance.randbytes(32), "zone": zones[n % len(zones)], "name": f"第{n}厂",
             "code": "", "initials": "", "industry": "", "in_scope": True, "gone_from": "", "in_conflict": False,
             "facts": "{}"}
        )  # fmt: skip
        for day in DAYS[-visits:]:
            _a_visit(chance, rows, enterprise, day, closed)
    db = setup.open_data(path)
    with db.write() as conn:
        for name, some in rows.items():
            conn.execute(insert(tables.metadata.tables[name]), some)
    touched = Touched()
    touched.enterprises.update(own)
    start = time.perf_counter()
    with db.write() as conn:
        standing.update_standing(conn, touched)
    print(f"all {count} written anew: {(time.perf_counter() - start) / count * 1e6:.0f} µs for each enterprise")
    return db, own


def _a_visit(chance, rows, enterprise, day, share):
    entity, hash_ = chance.randbytes(16), chance.randbytes(32)
    rows["inspection"].append(
        {"entity": entity, "hash": hash_, "enterprise": enterprise, "device": bytes(16), "type": "assessment",
         "outcome": "done", "date": day, "number": "", "inspectors": "张某、李某", "third_party": False,
         "in_conflict": False, "pass_rate": 100, "applicable": 48, "passed": 48, "failed": 2, "not_applicable": 4,
         "majors": 0, "photos": 0}
    )  # fmt: skip
    rows["review"].append(
        {"entity": chance.randbytes(16), "hash": chance.randbytes(32), "inspection": entity, "version": hash_,
         "decision": "approved", "reviewer": "孙某", "at": f"{day}T08:00:00Z", "in_conflict": False}
    )  # fmt: skip
    for item in ("3-02", "4-09"):
        hazard, closed = chance.randbytes(16), day != DAYS[-1] or chance.random() < share
        rows["finding"].append(
            {"inspection": entity, "item": item, "required": True, "key": False, "hazard": hazard}
        )  # fmt: skip
        rows["hazard"].append(
            {"entity": hazard, "hash": chance.randbytes(32), "enterprise": enterprise, "inspection": entity,
             "item": item, "form": "", "grade": "general", "state": "closed" if closed else "open",
             "deadline": day, "what": "", "place": "", "visit": None, "in_conflict": False, "found": day,
             "date": f"{day[:8]}{int(day[8:]) + 15}" if closed else day}
        )  # fmt: skip


def everything(db):
    """Every enterprise's verdict with its why, every zone's, and the city's."""
    with db.read() as conn:
        found = standing.standings(conn, standing.counts(clock.today()))
    return found, verdicts.city_verdict(db)


def plain(db):
    with db.read() as conn:
        return conn.execute(select(tables.standing)).all()


def one_change(db, enterprise):
    touched = Touched()
    touched.enterprises.add(enterprise)
    with db.write() as conn:
        standing.update_standing(conn, touched)


def main():
    with tempfile.TemporaryDirectory() as place:
        full, own = a_store(Path(place) / "full", ENTERPRISES)
        tenth, few = a_store(Path(place) / "tenth", TENTH)
        found, city = everything(full)
        assert len(found) == city.enterprises.total == ENTERPRISES
        all_, bare = in_turns(lambda: everything(full), lambda: plain(full), runs=15)
        ratio("all verdicts, zones, city: seconds", say("all verdicts", all_) / 1000, 1, "1 s")
        ratio("against a plain SELECT of the same rows", sum(all_), sum(bare), "no budget")
        changes = in_turns(lambda: one_change(full, own[7]), lambda: one_change(tenth, few[7]), runs=200)
        many, less = say("one change, full store", changes[0]), say("one change, a tenth of it", changes[1])
        ratio("one visit's change in a full store against a tenth of it", many, less, "1.2")
        full.close()
        tenth.close()


if __name__ == "__main__":
    main()
