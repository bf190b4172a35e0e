"""A laptop at the office: in use, suspended through a number, lifted again, retired; and one whose data was copied."""

import pytest
from world import copy_of

from zjg_inspect import errors
from zjg_inspect.service import enrol, exchange, lists, setup
from zjg_inspect.service.doctor import doctor


@pytest.fixture
def office(world):
    """The office's view of the laptop, after one visit of it has come."""
    world.visit("甲五金厂")
    world.carry(world.laptop, world.office)
    return world.office


def of(world):
    """The laptop as the office knows it."""
    return next(row for row in enrol.laptops(world.office) if row.device == world.laptop.key.device)


def visited(world):
    return sorted(row.name for row in lists.sealed_visits(world.office))


def well(db):
    found = doctor(db)
    assert found.ok, found.problems
    return found


def test_a_laptop_in_use_is_told_with_its_last_bundle_and_what_came_of_it(world, office):
    found = of(world)
    assert (found.state, found.letters, found.zones) == ("in_use", "A07", (world.zone,))
    assert (found.last_bundle, found.last_at[:2]) == (1, "20")
    assert found.received == 2
    assert found.waiting == ()
    assert found.copied is None
    assert found.fingerprint == setup.own_card(world.laptop).fingerprint


def test_what_a_lost_laptop_writes_after_its_suspension_waits_and_what_came_before_counts(world, office):
    enrol.suspend(office, world.laptop.key.device)
    assert (of(world).state, of(world).through) == ("suspended", 2)
    world.visit("乙机械厂")
    report = world.carry(world.laptop, office)
    assert (report.status, report.held) == ("held", 1)
    assert visited(world) == ["甲五金厂"]
    waits = of(world).waits_for("suspended")
    assert (waits.versions, waits.visits, waits.last) == (1, 1, 3)
    assert [(visit.n, visit.name) for visit in enrol.waiting_visits(office, world.laptop.key.device)] == [
        (3, "乙机械厂")
    ]
    well(office)


def test_a_laptop_that_was_found_again_goes_on_and_what_waited_merges(world, office):
    enrol.suspend(office, world.laptop.key.device)
    world.visit("乙机械厂")
    world.carry(world.laptop, office)
    enrol.resume(office, world.laptop.key.device)
    assert (of(world).state, of(world).through, of(world).waiting) == ("in_use", None, ())
    assert visited(world) == ["乙机械厂", "甲五金厂"]
    well(office)


def test_a_person_takes_what_came_later_up_to_a_number(world, office):
    enrol.suspend(office, world.laptop.key.device)
    world.visit("乙机械厂")
    world.visit("丙塑料厂")
    world.carry(world.laptop, office)
    enrol.accept_later(office, world.laptop.key.device, 3)
    assert (of(world).state, of(world).through) == ("suspended", 3)
    assert visited(world) == ["乙机械厂", "甲五金厂"]
    enrol.accept_later(office, world.laptop.key.device, 2)
    assert of(world).through == 3
    well(office)


def test_what_a_thief_wrote_before_the_loss_was_known_is_taken_out_again(world, office):
    world.visit("乙机械厂")
    world.carry(world.laptop, office)
    assert len(visited(world)) == 2
    enrol.suspend(office, world.laptop.key.device, through=2)
    assert visited(world) == ["甲五金厂"]
    assert of(world).waits_for("suspended").visits == 1
    well(office)


def test_the_bundles_say_from_where_on_it_is_not_believed(world, office):
    world.visit("乙机械厂")
    world.carry(world.laptop, office)
    enrol.suspend(office, world.laptop.key.device)
    known = enrol.bounds(office, world.laptop.key.device)
    assert [(bound.sequence, bound.through) for bound in known] == [(2, 3), (1, 2)]
    enrol.suspend(office, world.laptop.key.device, known[1].through)
    assert visited(world) == ["甲五金厂"]


def test_a_retired_laptop_keeps_its_letters_and_counts_as_far_as_it_came(world, office):
    enrol.retire(office, world.laptop.key.device)
    assert (of(world).state, of(world).through) == ("retired", 2)
    assert not setup.laptops(office)[0].in_use
    world.visit("乙机械厂")
    assert world.carry(world.laptop, office).held == 1
    assert visited(world) == ["甲五金厂"]
    with setup.open_data(world.root / "new") as new:
        setup.become_laptop(new, "李某的电脑", setup.own_card(office))
        with pytest.raises(errors.LettersTaken):
            setup.accept_laptop(office, setup.own_card(new), "A07", (world.zone,))


def test_changing_letters_does_not_lift_a_suspension_and_accepting_anew_takes_a_retired_one_back(world, office):
    device, card = world.laptop.key.device, setup.own_card(world.laptop)
    enrol.suspend(office, device)
    setup.accept_laptop(office, card, "A08", (world.zone,))
    assert (of(world).state, of(world).letters) == ("suspended", "A08")
    enrol.retire(office, device)
    setup.accept_laptop(office, card, "A08", (world.zone,))
    assert of(world).state == "in_use"


def test_only_the_office_decides_and_only_about_laptops_that_it_knows(world):
    for act in (enrol.suspend, enrol.resume, enrol.retire, enrol.clear_copies):
        with pytest.raises(errors.WrongRole):
            act(world.laptop, world.laptop.key.device)
        with pytest.raises(errors.NotFound):
            act(world.office, "0" * 32)


# -- device copied ---------------------------------------------------------------------------------------------------


def also_visits(world, copy, *names):
    """Visits made on the copy, and its bundle at the office."""
    stick = copy.directory / "stick"
    stick.mkdir(exist_ok=True)
    real, world.laptop = world.laptop, copy
    for name in names:
        world.visit(name)
    world.laptop = real
    exchange.import_bundles(world.office, [exchange.export_bundle(copy, stick).path])


@pytest.fixture
def copied(world, office, tmp_path):
    """Two people go on with one laptop's data; what both wrote has come to the office."""
    copy = copy_of(world.laptop, tmp_path / "copy")
    world.visit("乙机械厂")
    world.carry(world.laptop, office)
    also_visits(world, copy, "丙塑料厂", "乙机械厂")
    yield copy
    copy.close()


def test_two_computers_under_one_number_raise_the_alarm_and_nothing_is_lost(world, office, copied):
    found = of(world)
    assert (found.copied.first, found.copied.last) == (3, 4)
    assert found.waits_for("device_copied").visits == 1
    assert visited(world) == ["丙塑料厂", "乙机械厂", "甲五金厂"]
    well(office)


def test_once_a_person_has_looked_at_both_all_of_it_counts(world, office, copied):
    enrol.clear_copies(office, world.laptop.key.device)
    assert of(world).copied is None
    assert of(world).waiting == ()
    assert visited(world) == ["丙塑料厂", "乙机械厂", "乙机械厂", "甲五金厂"]
    well(office)


def test_what_is_written_twice_after_that_raises_the_alarm_anew(world, office, copied):
    enrol.clear_copies(office, world.laptop.key.device)
    world.visit("甲五金厂")
    world.visit("甲五金厂")
    world.carry(world.laptop, office)
    assert of(world).copied is None
    also_visits(world, copied, "丙塑料厂")
    assert (of(world).copied.first, of(world).copied.last) == (5, 5)
