"""Assignments from the office to the laptop and back: who visits whom by when, and when it is done."""

import shutil
from datetime import date

import msgspec
import pytest
from assignment_days import day, turn_clock
from hypothesis import given
from hypothesis import strategies as st
from two_laptops import second_laptop
from world import MAJOR, TOWN, credit_code, hazard_due, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.assignment import state_of
from zjg_inspect.model.deadline import SOON_DAYS
from zjg_inspect.model.inspection import Outcome, VisitType
from zjg_inspect.model.register import Enterprise, Grant, Zone
from zjg_inspect.service import assignments, exchange, lists, setup, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables

NAME, OTHER = "甲五金厂", "丙塑料厂"
CHECK, VERIFY, GUIDE = VisitType.ASSESSMENT, VisitType.REINSPECTION, VisitType.GUIDANCE


def assign(world, *names, type=CHECK, days=3, note="", to=None):
    device = (to or world.laptop).key.device
    return assignments.assign(world.office, [world.enterprises[name] for name in names], device, type, day(days), note)


def first(db):
    return lists.enterprises(db)[0]


def states(db, **which):
    return [(each.name, each.state) for each in assignments.assignments(db, **which, open_only=False)]


# -- there and back ----------------------------------------------------------------------------------------------------


def test_what_is_assigned_is_listed_first_on_that_laptop_and_is_done_after_the_visit(world):
    assign(world, OTHER, days=2, note="重点看配电箱")
    world.carry(world.office, world.laptop)
    row = first(world.laptop)
    assert (row.name, row.due, row.assigned, row.note) == (OTHER, day(2).isoformat(), "assessment", "重点看配电箱")
    world.visit(OTHER)
    assert not [row for row in lists.enterprises(world.laptop) if row.due]
    (sealed,) = assignments.assignments(world.laptop, open_only=False)
    assert (sealed.state, sealed.done) == ("done", day(0).isoformat())
    (waiting,) = assignments.assignments(world.office)
    assert (waiting.state, waiting.laptop, waiting.name) == ("soon", "张某的电脑", OTHER)
    world.carry(world.laptop, world.office)
    assert assignments.assignments(world.office) == []
    assert states(world.office) == [(OTHER, "done")]


def test_a_colleague_sees_nothing_of_it_and_may_do_it_all_the_same(world):
    assign(world, NAME)
    colleague = second_laptop(world)
    world.carry(world.office, colleague.laptop)
    assert not [row for row in lists.enterprises(colleague.laptop) if row.due]
    colleague.visit(NAME)
    world.carry(colleague.laptop, world.office)
    assert states(world.office) == [(NAME, "done")]
    world.carry(world.office, world.laptop)
    assert not first(world.laptop).due
    colleague.laptop.close()


def test_an_enterprise_outside_the_laptops_zones_is_shown_all_the_same(world):
    zone = ids.zone_id(TOWN, "鹿苑村")
    far = ids.new_id()
    with world.office.write() as conn:
        body = Enterprise("远处铸造厂", zone, credit_code(77))
        make(conn, world.office, [Making("zone", zone, Zone(TOWN, "鹿苑村")), Making("enterprise", far, body)])
    (own,) = assignments.assign(world.office, [far], world.laptop.key.device, CHECK, day(1))
    world.carry(world.office, world.laptop)
    row = first(world.laptop)
    assert (row.name, row.village, row.due) == ("远处铸造厂", "鹿苑村", day(1).isoformat())
    assert lists.enterprises(world.laptop, "yczz")[0] == row
    assert lists.enterprise(world.laptop, far) == row
    assignments.withdraw(world.office, own)
    world.carry(world.office, world.laptop)
    assert not lists.enterprise(world.laptop, far).due


def test_what_is_taken_back_disappears_with_the_next_bundle(world):
    (own,) = assign(world, NAME)
    world.carry(world.office, world.laptop)
    assert first(world.laptop).due
    assignments.withdraw(world.office, own)
    assert states(world.office) == [(NAME, "withdrawn")]
    world.carry(world.office, world.laptop)
    assert not first(world.laptop).due
    before = doctor(world.office).set
    assignments.withdraw(world.office, own)
    assert doctor(world.office).set == before


def test_the_same_bundle_twice_and_both_orders_change_nothing(world, tmp_path):
    (own,) = assign(world, NAME, days=5)
    early = written_for(world)
    assign(world, NAME, days=2)
    assignments.withdraw(world.office, own)
    late = written_for(world)
    before = shutil.copytree(world.laptop.directory, tmp_path / "before")
    with setup.open_data(before) as other:
        for db, order in ((world.laptop, (early, late, early)), (other, (late, early, late))):
            for file in order:
                (report,) = exchange.import_bundles(db, [file])
                assert report.error is None
            assert states(db) == [(NAME, "withdrawn")]
        assert (report.new, report.held, report.quarantined) == (0, 0, 0)
        health = [doctor(db) for db in (world.laptop, other)]
    assert all(each.ok for each in health)
    assert len({(each.set, each.projections) for each in health}) == 1


def written_for(world):
    (done,) = exchange.export_bundles(world.office, world.stick)
    return done.path


# -- one for each purpose ----------------------------------------------------------------------------------------------


def test_assigning_again_moves_the_day_instead_of_doubling(world):
    (own,) = assign(world, NAME, days=3)
    assert assign(world, NAME, days=9, note="带上测距仪") == [own]
    (row,) = assignments.assignments(world.office)
    assert (row.id, row.due, row.note) == (own, day(9).isoformat(), "带上测距仪")
    before = doctor(world.office).set
    assert assign(world, NAME, days=9, note=" 带上测距仪 ") == assign(world, NAME, days=9) == [own]
    assert doctor(world.office).set == before, "nothing new is said, so nothing is written"
    assert assign(world, NAME, type=GUIDE) != [own]
    world.carry(world.office, world.laptop)
    row = first(world.laptop)
    assert (row.assigned, row.due) == ("guidance", day(3).isoformat())


def test_once_done_or_taken_back_assigning_again_is_a_new_one(world):
    (taken_back,) = assign(world, NAME)
    assignments.withdraw(world.office, taken_back)
    (own,) = assign(world, NAME)
    assert own != taken_back
    world.carry(world.office, world.laptop)
    world.visit(NAME)
    world.carry(world.laptop, world.office)
    (again,) = assign(world, NAME)
    assert again not in (own, taken_back)
    assert states(world.office, enterprise=world.enterprises[NAME]) == [
        (NAME, "withdrawn"), (NAME, "done"), (NAME, "soon"),
    ]  # fmt: skip


def test_a_visit_of_today_is_no_answer_to_what_is_assigned_after_it(world, monkeypatch):
    world.visit(NAME)
    world.carry(world.laptop, world.office)
    with pytest.raises(errors.DueTooEarly) as refused:
        assign(world, OTHER, NAME, days=0)
    assert (refused.value.names, refused.value.first) == ((NAME,), day(1).isoformat())
    assert assignments.assignments(world.office) == []
    assign(world, NAME, days=1)
    world.carry(world.office, world.laptop)
    assert first(world.laptop).due
    tomorrow = day(1)
    turn_clock(monkeypatch, f"{tomorrow}T02:00:00")
    world.visit(NAME)
    assert states(world.laptop) == [(NAME, "done")]


def test_a_locked_gate_and_a_visit_of_another_type_leave_it_open(world):
    assign(world, NAME)
    world.carry(world.office, world.laptop)
    gate = visit.start_visit(world.laptop, world.enterprises[NAME], CHECK, Outcome.LOCKED)
    head = visit.open_visit(world.laptop, gate).draft.head
    visit.put_head(world.laptop, gate, msgspec.structs.replace(head, inspectors=world.crew))
    visit.add_photo(world.laptop, gate, "", photo(3), "gate.jpg")
    signing.seal(world.laptop, gate)
    assert first(world.laptop).due
    world.visit(NAME, type=GUIDE)
    assert first(world.laptop).due
    world.visit(NAME)
    assert not first(world.laptop).due


def test_two_offices_of_one_backup_make_one_of_it_again(world):
    """An office that was restored knows nothing of what it assigned since, and assigns it once more."""
    (one,) = assign(world, NAME)
    with world.office.read() as conn:
        body = documents.document(conn, "assignment", one).body
    with world.office.write() as conn:
        make(conn, world.office, [Making("assignment", ids.new_id(), body)])
    assert len(assignments.assignments(world.office)) == 2
    world.carry(world.office, world.laptop)
    assert [row.name for row in lists.enterprises(world.laptop) if row.due] == [NAME]
    assert assign(world, NAME, days=4) == [one]
    (left,) = assignments.assignments(world.office)
    assert (left.id, left.due) == (one, day(4).isoformat())


# -- the order on the laptop -------------------------------------------------------------------------------------------


def test_assigned_ones_come_first_by_day_and_a_major_hazard_before_all(tmp_path):
    world = small_world(tmp_path, count=7)
    names = list(world.enterprises)
    hazard_due(world, names[0], 1)
    hazard_due(world, names[1], 9, MAJOR)
    visit.start_visit(world.laptop, world.enterprises[names[2]], CHECK)
    visit.start_visit(world.laptop, world.enterprises[names[5]], CHECK)
    assign(world, names[3], days=6)
    assign(world, names[4], names[5], days=2)
    world.carry(world.laptop, world.office)
    assign(world, names[1], type=VERIFY, days=8)
    world.carry(world.office, world.laptop)
    order = [names[1], *sorted([names[4], names[5]]), names[3], names[0], names[2], names[6]]
    assert [row.name for row in lists.enterprises(world.laptop)] == order
    assert [row.name for row in lists.enterprises(world.laptop, "厂", limit=3)] == order[:3]
    assert [row.name for row in lists.enterprises(world.laptop, zone=world.zone, zones=False)] == order
    assert [row.due for row in lists.enterprises(world.office)] == [""] * 7
    world.close()


# -- the edge of the day -----------------------------------------------------------------------------------------------


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(due=DAYS, on=DAYS)
def test_an_open_one_is_late_after_its_day_and_soon_shortly_before(due, on):
    left = (due - on).days
    wanted = "overdue" if left < 0 else "soon" if left <= SOON_DAYS else "open"
    assert state_of(due.isoformat(), False, "", on) == wanted
    assert state_of(due.isoformat(), False, on.isoformat(), on) == "done"
    assert state_of(due.isoformat(), True, on.isoformat(), on) == "withdrawn"


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        ("2027-08-12T15:59:59", "open"),
        ("2027-08-12T16:00:00", "soon"),
        ("2027-08-16T15:59:59", "soon"),
        ("2027-08-16T16:00:00", "overdue"),
    ],
)
def test_it_is_in_time_until_midnight_in_shanghai(world, monkeypatch, instant, state):
    turn_clock(monkeypatch, "2027-08-01T04:00:00")
    assignments.assign(
        world.office, [world.enterprises[NAME]], world.laptop.key.device, CHECK, date.fromisoformat("2027-08-16")
    )
    turn_clock(monkeypatch, instant)
    assert states(world.office) == [(NAME, state)]


def test_the_day_by_which_is_today_at_the_earliest(world, monkeypatch):
    turn_clock(monkeypatch, "2027-08-16T15:59:59")
    the_day = date.fromisoformat("2027-08-16")
    enterprise, device = world.enterprises[NAME], world.laptop.key.device
    assignments.assign(world.office, [enterprise], device, CHECK, the_day)
    turn_clock(monkeypatch, "2027-08-16T16:00:00")
    with pytest.raises(errors.DueTooEarly) as refused:
        assignments.assign(world.office, [enterprise], device, GUIDE, the_day)
    assert (refused.value.due, refused.value.first, refused.value.names) == ("2027-08-16", "2027-08-17", ())


# -- what cannot be assigned -------------------------------------------------------------------------------------------


def test_only_the_office_assigns(world):
    with pytest.raises(errors.WrongRole):
        assignments.assign(world.laptop, [world.enterprises[NAME]], world.laptop.key.device, CHECK, day(1))
    (own,) = assign(world, NAME)
    world.carry(world.office, world.laptop)
    with pytest.raises(errors.WrongRole):
        assignments.withdraw(world.laptop, own)


def test_an_unknown_enterprise_and_an_unknown_assignment_are_named(world):
    with pytest.raises(errors.NotFound) as refused:
        assignments.assign(
            world.office, [world.enterprises[NAME], ids.new_id()], world.laptop.key.device, CHECK, day(1)
        )
    assert refused.value.what == "enterprise"
    assert assignments.assignments(world.office) == []
    with pytest.raises(errors.NotFound):
        assignments.withdraw(world.office, ids.new_id())


def test_a_laptop_goes_only_where_it_is_accepted_and_in_use(world):
    with pytest.raises(errors.NotFound) as refused:
        assign(world, NAME, to=world.office)
    assert refused.value.what == "device"
    for changed in ({"through": 7}, {"retired": True}):
        assert [each.name for each in assignments.assignees(world.office)] == ["张某的电脑"]
        grant = put_grant(world, **changed)
        assert assignments.assignees(world.office) == []
        with pytest.raises(errors.LaptopSuspended) as refused:
            assign(world, NAME)
        assert refused.value.name == "张某的电脑"
        put_grant(world, **msgspec.structs.asdict(grant))


def put_grant(world, **changed):
    """A new version of the laptop's grant; gives what stood there before."""
    entity = ids.grant_id(world.laptop.key.device)
    with world.office.write() as conn:
        before = documents.document(conn, "grant", entity).body
        assert isinstance(before, Grant)
        make(conn, world.office, [Making("grant", entity, msgspec.structs.replace(before, **changed))])
    return before


def test_there_is_nothing_to_verify_where_no_hazard_is_open(world):
    world.visit(NAME, fail=("4-09",))
    world.carry(world.laptop, world.office)
    with pytest.raises(errors.NothingToVerify) as refused:
        assign(world, NAME, "乙机械厂", OTHER, type=VERIFY)
    assert refused.value.names == ("乙机械厂", OTHER)
    assign(world, NAME, type=VERIFY)
    assert [each.open for each in assignments.assignees(world.office)] == [1]


def test_an_enterprise_that_is_named_twice_is_assigned_once(world):
    assert len(assign(world, NAME, NAME, OTHER)) == 2
    with world.office.read() as conn:
        entities = conn.scalars(tables.assignment.select().with_only_columns(tables.assignment.c.entity)).all()
    assert len(entities) == 2
    assert {entity[6] >> 4 for entity in entities} == {7}
