"""All laptops' bundles in one go, killed before each single step: what stands on the stick is whole."""

import random
import shutil

import pytest
from killer import Host
from two_laptops import two_laptops

from zjg_inspect.bundle.reader import verify_bundle
from zjg_inspect.service import exchange, outbox, setup
from zjg_inspect.service.doctor import doctor

STATEMENTS = 12
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture
def place(tmp_path):
    """A closed office with two laptops."""
    one, two = two_laptops(tmp_path / "place")
    one.close()
    two.laptop.close()
    return tmp_path / "place"


def devices(db):
    return [row.device for row in outbox.outbox(db)]


def test_a_stick_that_is_killed_keeps_what_was_whole_and_the_next_press_writes_all(host, place, tmp_path):
    (tmp_path / "stick").mkdir()
    heard, ended = host.suicide("hand", shutil.copytree(place / "office", tmp_path / "first"), tmp_path / "stick", 0)
    assert ended
    steps = [words[0] for words in heard if words[0] not in ("handed", "end")]
    assert {"sql", "commit", "fsync"} < set(steps)
    deadly = [number for number, step in enumerate(steps, 1) if step != "sql"]
    deadly += random.Random(6).sample([number for number, step in enumerate(steps, 1) if step == "sql"], STATEMENTS)
    counts = set()
    for number in deadly:
        stick = tmp_path / f"stick{number}"
        stick.mkdir()
        office = shutil.copytree(place / "office", tmp_path / f"office{number}")
        _, ended = host.suicide("hand", office, stick, number)
        assert not ended
        left = [verify_bundle(path) for path in stick.glob("*.zjgb")]
        counts.add(len(left))
        with setup.open_data(office) as db:
            assert (health := doctor(db)).ok, health.problems
            again = exchange.export_each(db, stick, devices(db))
            assert [each.error for each in again] == [None, None]
        shutil.rmtree(office)
    assert counts == {0, 1, 2}
    with setup.open_data(place / "laptop") as laptop:
        mine = next(each.written for each in again if each.device == laptop.key.device)
        (report,) = exchange.import_bundles(laptop, [mine.path])
        assert (report.status, report.error) == ("imported", None)
