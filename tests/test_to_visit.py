"""Whom to visit next: who was never seen, seen long ago, has hazards open; shared out fairly, sent out at once."""

from datetime import date

import pytest
from assignment_days import day, turn_clock
from two_laptops import second_laptop
from world import MAJOR, TOWN, VILLAGE, credit_code, hazard_due

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.deadline import months_earlier
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import assignments, lists, merging, to_visit
from zjg_inspect.service.assignments import Order
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor

FIRST, SECOND, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"
CHECK, VERIFY, GUIDE, DUTY = VisitType.ASSESSMENT, VisitType.REINSPECTION, VisitType.GUIDANCE, VisitType.DUTY
ZONE = f"{VILLAGE}工业集中区"


def waiting(world, **more):
    """The names by reason."""
    found = to_visit.overview(world.office, **more).waiting
    return {reason: [each.name for each in some] for reason, some in found.items() if some and reason != "duty"}


def hands(db):
    return {each.name: (each.open, each.soon, each.overdue, each.done) for each in to_visit.overview(db).hands}


def everyone(world):
    return to_visit.overview(world.office).waiting["never"]


def send(world, name, days=5, type=CHECK, to=None):
    device = (to or world.laptop).key.device
    (own,) = assignments.assign(world.office, [world.enterprises[name]], device, type, day(days))
    return own


def another_village(world, village="鹿苑村", count=2):
    zone = ids.zone_id(TOWN, village)
    makings = [Making("zone", zone, Zone(TOWN, village))]
    for n in range(count):
        own, name = ids.new_id(), f"{village}{n}厂"
        world.enterprises[name] = own
        makings.append(Making("enterprise", own, Enterprise(name, zone, credit_code(300 + n))))
    with world.office.write() as conn:
        make(conn, world.office, makings)
    return zone


@pytest.fixture
def two(world):
    other = second_laptop(world)
    yield world, other
    other.laptop.close()


# -- who waits ---------------------------------------------------------------------------------------------------------


def test_who_was_never_assessed_waits_until_somebody_is_sent(world):
    assert waiting(world) == {"never": [THIRD, SECOND, FIRST]}
    own = send(world, FIRST)
    assert waiting(world) == {"never": [THIRD, SECOND]}
    assignments.withdraw(world.office, own)
    assert waiting(world) == {"never": [THIRD, SECOND, FIRST]}
    world.visit(FIRST)
    world.carry(world.laptop, world.office)
    assert waiting(world) == {"never": [THIRD, SECOND]}


def test_guidance_and_a_locked_door_are_no_assessment(world):
    world.visit(FIRST, type=GUIDE)
    world.carry(world.laptop, world.office)
    assert FIRST in waiting(world)["never"]


def test_an_assessment_is_old_after_so_many_months(world, monkeypatch):
    turn_clock(monkeypatch, "2026-05-31T04:00:00")
    world.visit(FIRST)
    world.carry(world.laptop, world.office)
    turn_clock(monkeypatch, "2026-11-30T15:59:00")
    assert "old" not in waiting(world)
    turn_clock(monkeypatch, "2026-12-01T02:00:00")
    assert waiting(world)["old"] == [FIRST]
    assert "old" not in waiting(world, months=12)
    assert months_earlier(date(2026, 8, 31), 6) == date(2026, 2, 28)


def test_hazards_wait_with_the_major_one_first_and_then_by_deadline(world):
    hazard_due(world, FIRST, 20)
    hazard_due(world, SECOND, 3)
    hazard_due(world, THIRD, 30, MAJOR)
    world.carry(world.laptop, world.office)
    assert waiting(world)["hazards"] == [THIRD, SECOND, FIRST]
    first = to_visit.overview(world.office).waiting["hazards"][0]
    assert (first.open, first.majors, first.deadline, first.type) == (1, 1, day(30).isoformat(), VERIFY)
    send(world, THIRD, type=VERIFY)
    assert waiting(world)["hazards"] == [SECOND, FIRST]
    send(world, SECOND, type=CHECK)
    assert waiting(world)["hazards"] == [FIRST], "who makes a 核查 there asks for its hazards too"


def test_who_has_left_or_is_out_of_scope_does_not_wait(world):
    zone = another_village(world)
    gone, outside = world.enterprises["鹿苑村0厂"], world.enterprises["鹿苑村1厂"]
    bodies = {
        gone: Enterprise("鹿苑村0厂", zone, credit_code(300), state="moved", state_date=day(-1).isoformat()),
        outside: Enterprise("鹿苑村1厂", zone, credit_code(301), in_scope=False, reason="镇级园区"),
    }
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", own, body) for own, body in bodies.items()])
    assert waiting(world) == {"never": [THIRD, SECOND, FIRST]}


def test_what_each_laptop_has_to_do_is_counted(two, monkeypatch):
    world, other = two
    send(world, FIRST, days=1)
    send(world, SECOND, days=9)
    send(world, THIRD, days=9, to=other.laptop)
    assert hands(world.office) == {"张某的电脑": (1, 1, 0, 0), "李某的电脑": (1, 0, 0, 0)}
    world.visit(FIRST)
    world.carry(world.laptop, world.office)
    assert hands(world.office)["张某的电脑"] == (1, 0, 0, 1)
    later = f"{day(12).isoformat()}T04:00:00"
    turn_clock(monkeypatch, later)
    assert hands(world.office) == {"张某的电脑": (0, 0, 1, 1), "李某的电脑": (0, 0, 1, 0)}
    listed = {
        state: [each.name for each in assignments.assignments(world.office, state=state)]
        for state in ("open", "soon", "overdue", "done", "withdrawn")
    }
    assert listed == {"open": [], "soon": [], "overdue": [THIRD, SECOND], "done": [FIRST], "withdrawn": []}


def test_a_village_waits_for_its_duty_list_and_for_what_was_found_there(world, monkeypatch):
    world.enterprises[ZONE] = world.zone
    another_village(world)

    def owed():
        return [each.name for each in to_visit.overview(world.office).waiting["duty"]]

    assert owed() == [ZONE, "鹿苑村工业集中区"]
    own = send(world, ZONE, type=DUTY)
    assert owed() == ["鹿苑村工业集中区"]
    assignments.withdraw(world.office, own)
    world.visit(ZONE, fail=("1-02",), type=DUTY)
    world.carry(world.laptop, world.office)
    assert owed() == ["鹿苑村工业集中区"]
    assert waiting(world)["hazards"] == [ZONE]
    send(world, ZONE, type=VERIFY)
    assert "hazards" not in waiting(world)
    turn_clock(monkeypatch, f"{day(190).isoformat()}T04:00:00")
    assert owed() == ["鹿苑村工业集中区", ZONE], "who was never seen stands before who was seen long ago"


# -- a balanced proposal -----------------------------------------------------------------------------------------------


def test_a_proposal_shares_out_and_writes_nothing(two):
    world, other = two
    before = doctor(world.office).set
    made = to_visit.propose(world.office, everyone(world), day(1), day(14))
    assert doctor(world.office).set == before
    by_device = [each.device for each in made.visits]
    assert sorted(by_device.count(db.key.device) for db in (world.laptop, other.laptop)) == [1, 2]
    assert {each.type for each in made.visits} == {CHECK}
    assert all(day(1).isoformat() <= each.due <= day(14).isoformat() for each in made.visits)


def test_what_is_on_hand_weighs(two):
    world, other = two
    send(world, FIRST)
    send(world, SECOND, type=GUIDE)
    made = to_visit.propose(world.office, everyone(world), day(1), day(14))
    assert [each.device for each in made.visits] == [other.laptop.key.device] * 2
    assert made.loads == {world.laptop.key.device: 7, other.laptop.key.device: 0}


def test_a_village_that_no_laptop_was_granted_is_named(world):
    another_village(world)
    made = to_visit.propose(world.office, everyone(world), day(1), day(14))
    assert {each.waiting.name for each in made.visits if not each.device} == {"鹿苑村0厂", "鹿苑村1厂"}


def test_who_waits_for_two_reasons_is_visited_once_by_a_whole_assessment(world, monkeypatch):
    turn_clock(monkeypatch, "2026-05-20T04:00:00")
    hazard_due(world, FIRST, 5)
    world.carry(world.laptop, world.office)
    turn_clock(monkeypatch, "2026-12-01T04:00:00")
    found = to_visit.overview(world.office).waiting
    both = [*found["hazards"], *found["old"]]
    assert [each.name for each in both] == [FIRST, FIRST]
    for some in (both, both[::-1]):
        (one,) = to_visit.propose(world.office, some, day(1), day(14)).visits
        assert one.type is CHECK
    (guided,) = to_visit.propose(world.office, both, day(1), day(14), GUIDE).visits
    assert guided.type is GUIDE


def orders(made):
    return [
        Order(each.waiting.id, each.device, each.type, date.fromisoformat(each.due))
        for each in made.visits
        if each.device
    ]


def test_a_proposal_is_sent_out_at_once_and_reaches_every_laptop(two):
    world, other = two
    made = to_visit.propose(world.office, everyone(world), day(1), day(14))
    assert len(assignments.send_out(world.office, orders(made))) == 3
    assert waiting(world) == {}
    for db in (world.laptop, other.laptop):
        world.carry(world.office, db)
        mine = {each.waiting.name for each in made.visits if each.device == db.key.device}
        assert {row.name for row in lists.enterprises(db) if row.due} == mine


def test_one_that_cannot_be_sent_keeps_all_back(two):
    world, other = two
    made = to_visit.propose(world.office, everyone(world), day(1), day(14))
    wrong = Order(world.enterprises[FIRST], other.laptop.key.device, VERIFY, day(3))
    before = doctor(world.office).set
    with pytest.raises(errors.NothingToVerify):
        assignments.send_out(world.office, [*orders(made), wrong])
    with pytest.raises(errors.DueTooEarly):
        assignments.send_out(world.office, [*orders(made), wrong._replace(type=CHECK, due=day(-1))])
    assert doctor(world.office).set == before


# -- another one goes --------------------------------------------------------------------------------------------------


def test_another_laptop_goes_instead_and_both_are_told(two):
    world, other = two
    own = send(world, FIRST, days=6)
    world.carry(world.office, world.laptop)
    (moved,) = assignments.reassign(world.office, [own], other.laptop.key.device)
    assert moved != own
    (row,) = assignments.assignments(world.office)
    assert (row.laptop, row.due, row.type) == ("李某的电脑", day(6).isoformat(), CHECK)
    for db, listed in ((world.laptop, []), (other.laptop, [FIRST])):
        world.carry(world.office, db)
        assert [row.name for row in lists.enterprises(db) if row.due] == listed
    before = doctor(world.office).set
    assert assignments.reassign(world.office, [own, moved], other.laptop.key.device) == []
    assert doctor(world.office).set == before


def test_an_overdue_one_is_handed_over_with_a_new_day_only(two, monkeypatch):
    world, other = two
    own = send(world, FIRST, days=1)
    turn_clock(monkeypatch, f"{day(4).isoformat()}T04:00:00")
    with pytest.raises(errors.DueTooEarly):
        assignments.reassign(world.office, [own], other.laptop.key.device)
    assert [each.laptop for each in assignments.assignments(world.office)] == ["张某的电脑"]
    assignments.reassign(world.office, [own], other.laptop.key.device, day(2))
    assert [(each.laptop, each.due) for each in assignments.assignments(world.office)] == [
        ("李某的电脑", day(2).isoformat())
    ]


def test_what_a_double_was_sent_for_is_handed_over_for_the_one_that_stays(two):
    world, other = two
    stays, goes = sorted((world.enterprises[FIRST], world.enterprises[SECOND]))
    names = {own: name for name, own in world.enterprises.items()}
    own = send(world, names[goes], days=6)
    merging.merge_doubles(world.office, stays, goes)
    assert waiting(world) == {"never": [THIRD]}
    assignments.reassign(world.office, [own], other.laptop.key.device)
    (row,) = assignments.assignments(world.office)
    assert (row.enterprise, row.name, row.laptop) == (stays, names[stays], "李某的电脑")


def test_several_are_taken_back_at_once(world):
    both = [send(world, name) for name in (FIRST, SECOND)]
    with pytest.raises(errors.NotFound):
        assignments.withdraw(world.office, *both, ids.new_id())
    assert len(assignments.assignments(world.office)) == 2
    assignments.withdraw(world.office, *both)
    assert assignments.assignments(world.office) == []


def test_only_an_office_sends_out_and_takes_over(two):
    world, other = two
    own = send(world, FIRST)
    world.carry(world.office, world.laptop)
    for act in (
        lambda: assignments.send_out(world.laptop, []),
        lambda: assignments.reassign(world.laptop, [own], other.laptop.key.device),
    ):
        with pytest.raises(errors.WrongRole):
            act()
