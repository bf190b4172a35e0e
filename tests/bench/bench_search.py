"""The list of 20,000 enterprises filtered at every sign that is typed: the query alone, without the repaint.

Once as an office, which is assigned nothing, and once with the assignments that a laptop gathers in a year.
"""

import random
import secrets
import tempfile
from pathlib import Path

from common import milliseconds, quantile, say
from world import TOWN, credit_code

from zjg_inspect.model import ids
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import lists, sample, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes

COUNT = 20_000
TYPED = {
    "hanzi": ["金", "金五", "永兴", "张家港市", "张家港市锦", "没有这家"],
    "initials": ["j", "jx", "zjgs", "zjgsjx", "jxwj", "qqqq"],
    "code": ["9", "913", "91320582", "91320582MA0001", "MA0019999"],
    "village": ["村", "第7村", "第77村"],
    "nothing": [""],
}
TIMES = 12
ASSIGNED, OPEN = 320, 60


def main():
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as place, setup.open_data(Path(place) / "office") as office:
        setup.become_office(office, "某某镇安监办", "某核")
        zones = [ids.zone_id(TOWN, f"第{n}村") for n in range(200)]
        makings = [Making("zone", zone, Zone(TOWN, f"第{n}村"), ()) for n, zone in enumerate(zones)]
        for number in range(COUNT):
            name = "张家港市" + "".join(chance.choice("永恒金鑫源达盛华锦宏兴瑞") for _ in range(4)) + "五金厂"
            body = Enterprise(name, zones[number % 200], credit_code(number), principal=sample.person_name(chance))
            makings.append(Making("enterprise", ids.new_id(), body, ()))
        with office.write() as conn:
            make(conn, office, makings)
        everything = measure(office, "nothing assigned")
        assign(office, [making.entity for making in makings[len(zones) :: COUNT // ASSIGNED]])
        everything += measure(office, f"{ASSIGNED} assigned, {OPEN} of them open")
        print(f"slowest hundredth: {quantile(everything, 0.99):.2f} ms (budget, with the repaint: 25 ms)")


def measure(office, what):
    lists.enterprises(office)
    print(f"{what}:")
    everything = []
    for kind, texts in TYPED.items():
        times = [
            milliseconds(lambda text=text: lists.enterprises(office, text)) for _ in range(TIMES) for text in texts
        ]
        say(f"  typed {kind}", times)
        everything += times
    say(f"  filter over {COUNT} enterprises", everything)
    return everything


def assign(office, enterprises):
    """This store is sent to all of these by itself; most it has visited since."""
    kind, device = VisitType.ASSESSMENT, office.key.device
    bodies = [
        Assignment(own, device, kind, "2026-01-01", f"2026-11-{n % 28 + 1:02}") for n, own in enumerate(enterprises)
    ]
    visits = [
        {
            "entity": uuid_bytes(ids.new_id()), "hash": secrets.token_bytes(32), "enterprise": uuid_bytes(own),
            "device": bytes.fromhex(device), "type": kind, "outcome": "done", "date": "2026-02-02", "number": "",
            "inspectors": "", "third_party": False, "in_conflict": False, "pass_rate": 100, "applicable": 0,
            "passed": 0, "failed": 0, "not_applicable": 0, "majors": 0, "photos": 0,
        }
        for own in enterprises[OPEN:]
    ]  # fmt: skip
    with office.write() as conn:
        make(conn, office, [Making("assignment", ids.new_id(), body, ()) for body in bodies])
        conn.execute(tables.inspection.insert(), visits)


if __name__ == "__main__":
    main()
