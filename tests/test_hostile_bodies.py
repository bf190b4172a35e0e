"""Well-signed bodies that no honest program makes: an accepted laptop's key in the wrong hands breaks no list."""

import msgspec
import pytest
from forger import Forger, resealed

from zjg_inspect.service import due, lists, register, review, sheet, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor


@pytest.fixture
def sealed(world):
    """An honest visit with a failed item, not handed in yet; its id and version."""
    return world.visit("甲五金厂", fail=("4-09",))


@pytest.fixture
def forger(world, sealed):
    return Forger(world)


def every_list(office):
    """Everything that the office's window reads; none of it may fail."""
    visits = review.visits_to_review(office) + review.visits_to_review(office, done=True)
    return (
        lists.enterprises(office), lists.zones(office), lists.sealed_visits(office), lists.figures(office),
        due.open_hazards(office), verdicts.zone_verdicts(office),
        [review.open_review(office, waiting.inspection).version for waiting in visits],
        [sheet.sealed_sheet(office, waiting.inspection)[:5] for waiting in visits],
    )  # fmt: skip


@pytest.mark.parametrize("taken", ["enterprise", "zone"])
def test_a_visit_under_the_id_of_an_enterprise_or_zone_takes_nothing_from_the_register(world, forger, sealed, taken):
    own = world.zone if taken == "zone" else world.enterprises["乙机械厂"]
    before = {row.name for row in lists.enterprises(world.office)}, lists.zones(world.office)
    body = resealed(forger.body(sealed[0]), inspection=own, hazards=())
    body = resealed(body, answers=tuple(msgspec.structs.replace(a, verdict="pass") for a in body.content.answers))
    forger.hand_in(*forger.honest(), forger.inspection(body))
    assert ({row.name for row in lists.enterprises(world.office)}, lists.zones(world.office)) == before
    every_list(world.office)
    # and the office can still change what is its own
    site, zone = register.enterprise_details(world.office, world.enterprises["乙机械厂"])
    with world.office.write() as conn:
        renamed = msgspec.structs.replace(site, name="乙机械有限公司")
        make(conn, world.office, [Making("enterprise", world.enterprises["乙机械厂"], renamed)])
        make(conn, world.office, [Making("zone", world.zone, zone)])
    assert "乙机械有限公司" in {row.name for row in lists.enterprises(world.office)}
    assert (doctor(world.office).ok, doctor(world.office).conflicts) == (True, 0)
