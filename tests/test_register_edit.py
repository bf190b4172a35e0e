"""An enterprise of the register edited by hand: what is written, its state, where it is; and how it came to be so."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from two_laptops import body_of, edits, site
from world import TOWN, credit_code, small_world

from zjg_inspect import errors
from zjg_inspect.model import clock, ids
from zjg_inspect.model.register import Enterprise, FieldDoubt, Zone
from zjg_inspect.service import figures, merging, register_edit, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.register_history import history

NAME, OTHER, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"
TODAY = clock.today()
BEFORE, DAY = (TODAY - timedelta(days=10)).isoformat(), (TODAY - timedelta(days=3)).isoformat()


def edit(world, entity, **members):
    body, shown = register_edit.enterprise_to_edit(world.office, entity)
    register_edit.edit_enterprise(world.office, entity, replace(body, **members), shown)
    return register_edit.enterprise_to_edit(world.office, entity)[0]


def another_zone(world, village="光明村"):
    zone = ids.zone_id(TOWN, village)
    with world.office.write() as conn:
        make(conn, world.office, [Making("zone", zone, Zone(TOWN, village))])
    return zone


def totals(world, day=None):
    return {zone.village: zone.total for zone in verdicts.zone_verdicts(world.office, day)}


def test_what_is_written_stands_and_an_edit_of_nothing_makes_no_version(world):
    own = world.enterprises[NAME]
    assert edit(world, own, phone=" 0512-58000000 ", industry="五金").phone == "0512-58000000"
    assert len(history(world.office, "enterprise", own).changes) == 2
    edit(world, own, phone="0512-58000000")
    assert len(history(world.office, "enterprise", own).changes) == 2
    assert doctor(world.office).ok


@pytest.mark.parametrize(
    ("members", "faults"),
    [({"name": " "}, ("name",)), ({"code": credit_code(7)[:-1] + "!"}, ("code",)),
     ({"name": "", "code": "123"}, ("name", "code"))],
)  # fmt: skip
def test_what_cannot_stand_is_named_and_nothing_is_changed(world, members, faults):
    own = world.enterprises[NAME]
    before = site(world)
    with pytest.raises(errors.EntryFaulty) as caught:
        edit(world, own, **members)
    assert caught.value.faults == faults
    assert site(world) == before


def test_a_code_is_written_as_the_standard_has_it(world):
    code = credit_code(77)
    assert edit(world, world.enterprises[NAME], code=code.lower() + " ").code == code


def test_a_doubt_goes_once_its_field_is_known(world):
    own = world.enterprises[NAME]
    doubts = (FieldDoubt("phone", "138?", "位数不对"), FieldDoubt("rents", "?", "看不懂"))
    with world.office.write() as conn:
        body = replace(site(world), phone="", doubts=doubts, facts=replace(site(world).facts, rents=None))
        make(conn, world.office, [Making("enterprise", own, body)])
    assert [each.field for each in edit(world, own, phone="13800000000").doubts] == ["rents"]
    assert edit(world, own, facts=replace(site(world).facts, rents=False)).doubts == ()


def test_two_who_edit_different_members_lose_nothing_and_the_same_one_asks_again(world):
    own = world.enterprises[NAME]
    body, shown = register_edit.enterprise_to_edit(world.office, own)
    register_edit.edit_enterprise(world.office, own, replace(body, phone="1"), shown)
    register_edit.edit_enterprise(world.office, own, replace(body, address="新路 1 号"), shown)
    assert (site(world).phone, site(world).address) == ("1", "新路 1 号")
    with pytest.raises(errors.RegisterChanged) as caught:
        register_edit.edit_enterprise(world.office, own, replace(body, phone="2", remark="x"), shown)
    assert caught.value.changed == ("phone",)
    assert site(world).remark == ""


def test_a_laptop_keeps_no_register(world):
    body = Enterprise("丁厂", world.zone)
    with pytest.raises(errors.WrongRole):
        register_edit.new_enterprise(world.laptop, body)
    with pytest.raises(errors.NotAuthorised):
        register_edit.set_scope(world.laptop, world.enterprises[NAME], False, "某")


def test_one_entered_by_hand_has_the_id_that_any_list_would_give_it(world):
    code = credit_code(900)
    own = register_edit.new_enterprise(world.office, Enterprise("丁厂", world.zone, code))
    assert own == ids.enterprise_id(code, world.zone)
    again = register_edit.new_enterprise(world.office, Enterprise("丁厂二车间", world.zone, code))
    assert again != own
    with pytest.raises(errors.EntryFaulty) as caught:
        register_edit.new_enterprise(world.office, Enterprise("", ""))
    assert caught.value.faults == ("name", "zone")


def test_stopped_it_counts_deregistered_it_counts_until_the_day_before(world):
    own = world.enterprises[NAME]
    register_edit.change_state(world.office, own, "stopped", BEFORE)
    assert totals(world) == {"永新村": 3}
    register_edit.change_state(world.office, own, "active", DAY)
    register_edit.change_state(world.office, own, "deregistered", DAY)
    day = TODAY - timedelta(days=3)
    assert totals(world) == totals(world, day) == {"永新村": 2}
    assert totals(world, day - timedelta(days=1)) == {"永新村": 3}
    said = [change.fields[0].path for change in history(world.office, "enterprise", own).changes[:3]]
    assert said == [("state",)] * 3


def test_a_leaving_that_was_no_leaving_is_taken_back(world):
    own = world.enterprises[NAME]
    register_edit.change_state(world.office, own, "stopped", BEFORE)
    register_edit.change_state(world.office, own, "deregistered", DAY)
    with pytest.raises(errors.EntryFaulty):
        register_edit.change_state(world.office, own, "active", DAY)
    register_edit.take_back_leaving(world.office, own)
    assert (site(world).state, site(world).state_date) == ("stopped", BEFORE)
    assert totals(world) == totals(world, TODAY - timedelta(days=2)) == {"永新村": 3}
    with pytest.raises(errors.EntryFaulty):
        register_edit.take_back_leaving(world.office, own)


@pytest.mark.parametrize("day", ["", (TODAY + timedelta(days=1)).isoformat()])
def test_a_state_has_a_day_that_has_come(world, day):
    with pytest.raises(errors.EntryFaulty) as caught:
        register_edit.change_state(world.office, world.enterprises[NAME], "stopped", day)
    assert caught.value.faults == ("state_date",)


def test_moved_to_another_zone_it_counts_in_one_of_them_on_each_day(world):
    own, zone = world.enterprises[NAME], another_zone(world)
    new = register_edit.move_enterprise(world.office, own, zone, DAY)
    body, _ = register_edit.enterprise_to_edit(world.office, new)
    assert (body.name, body.code, body.came_from) == (NAME, credit_code(0), own)
    assert (body.address, body.facts.headcount, body.facts.confined_spaces) == ("", 38, None)
    day = TODAY - timedelta(days=3)
    assert totals(world) == totals(world, day) == {"永新村": 2, "光明村": 1}
    assert totals(world, day - timedelta(days=1)) == {"永新村": 3, "光明村": 0}
    counted = figures.enterprises(world.office, day - timedelta(days=1))
    assert sorted(line.id for line in counted) == sorted(world.enterprises.values())
    world.carry(world.office, world.laptop)
    assert doctor(world.office).ok
    with pytest.raises(errors.EntryFaulty):
        register_edit.move_enterprise(world.office, own, zone, DAY)
    register_edit.take_back_leaving(world.office, own)
    assert totals(world) == {"永新村": 3, "光明村": 0}


def test_entered_in_the_wrong_zone_it_has_always_been_in_the_right_one(world):
    own, zone = world.enterprises[NAME], another_zone(world)
    with pytest.raises(errors.SameZone):
        register_edit.move_enterprise(world.office, own, world.zone, DAY)
    register_edit.correct_zone(world.office, own, zone)
    assert totals(world) == totals(world, TODAY - timedelta(days=30)) == {"永新村": 2, "光明村": 1}


def test_left_out_of_scope_it_has_a_reason(world):
    own = world.enterprises[NAME]
    with pytest.raises(errors.EntryFaulty) as caught:
        register_edit.set_scope(world.office, own, False, " ")
    assert caught.value.faults == ("reason",)
    register_edit.set_scope(world.office, own, False, "镇级园区的大企业")
    assert totals(world) == {"永新村": 2}
    register_edit.set_scope(world.office, own, True)
    assert site(world).reason == ""


def test_those_at_one_address_all_point_to_one(world):
    first, second, third = (world.enterprises[name] for name in (NAME, OTHER, THIRD))

    def beside(*some):
        return [body_of(world.office, "enterprise", own).beside for own in some]

    register_edit.link_beside(world.office, second, first)
    register_edit.link_beside(world.office, third, second)
    assert beside(first, second, third) == ["", first, first]
    other = register_edit.new_enterprise(world.office, Enterprise("丁厂", world.zone))
    register_edit.link_beside(world.office, first, other)
    assert beside(first, second, third) == [other] * 3
    register_edit.link_beside(world.office, third)
    assert beside(third) == [""]


def test_the_history_says_who_when_and_what_field_by_field(world):
    own = world.enterprises[NAME]
    edit(world, own, phone="1", facts=replace(site(world).facts, hot_work=True))
    newest, first = history(world.office, "enterprise", own).changes
    assert [field.path for field in newest.fields] == [("facts", "hot_work"), ("phone",)]
    assert (newest.fields[0].base, *newest.fields[0].values) == (False, True)
    assert (newest.device_name, newest.first, first.first) == ("塘桥镇安监办", False, True)
    assert ("name",) in [field.path for field in first.fields]
    with pytest.raises(errors.NotFound):
        history(world.office, "enterprise", ids.new_id())


def test_while_two_versions_say_different_things_nothing_is_written_over_them(world):
    own = world.enterprises[NAME]
    edits(world, {"phone": "1"}, {"phone": "2"}, entity=own)
    with pytest.raises(errors.EntryInConflict):
        edit(world, own, remark="某")
    with pytest.raises(errors.EntryInConflict):
        register_edit.change_state(world.office, own, "stopped", DAY)
    with pytest.raises(errors.EntryInConflict):
        merging.merge_doubles(world.office, world.enterprises[OTHER], own)


ops = st.lists(st.tuples(st.sampled_from(["move", "move", "leave", "back"]), st.integers(0, 1)), max_size=6)


@given(ops)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_wherever_it_moved_it_counts_in_one_zone_at_most_on_each_day(travelled, some):
    """Held against a plain account of where it was from which day on; the days go up with each thing that was told."""
    world, zones = travelled
    here = register_edit.new_enterprise(world.office, Enterprise("行者厂", zones[0]))
    days = [(TODAY - timedelta(days=40 - 4 * n)).isoformat() for n in range(len(some) + 1)]
    entries, where = [here], [("", zones[0])]
    for day, (what, which) in zip(days, some, strict=False):
        zone, left = where[-1][1], where[-1][1] is None
        if what == "move" and not left:
            to = zones[(zones.index(zone) + 1 + which) % len(zones)]
            if to != zone:
                here = register_edit.move_enterprise(world.office, here, to, day)
                entries.append(here)
                where.append((day, to))
        elif what == "leave" and not left:
            register_edit.change_state(world.office, here, "deregistered", day)
            where.append((day, None))
        elif what == "back" and left:
            register_edit.take_back_leaving(world.office, here)
            where.pop()
    for day in (*days, TODAY.isoformat()):
        expected = [zone for since, zone in where if since <= day][-1]
        bodies = [body_of(world.office, "enterprise", own) for own in entries]
        assert [body.zone for body in bodies if body.counts_on(day)] == ([expected] if expected else [])
        lines = [line.zone for line in figures.enterprises(world.office, date.fromisoformat(day)) if line.id in entries]
        assert lines == ([expected] if expected else [])


@pytest.fixture(scope="module")
def travelled(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("travelled"))
    yield world, [world.zone, another_zone(world), another_zone(world, "红旗村")]
    world.close()
