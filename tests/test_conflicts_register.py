"""The register of an office that was copied and edited twice: fields side by side, merged by a person."""

import msgspec
import pytest
from two_laptops import NAME, body_of, edits, office_forger, site, stored

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.register import Person, Zone
from zjg_inspect.service import people, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.conflicts import Items, conflict, conflicts, merge_conflict
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store.projection import heads_of, uuid_bytes


def facts(world, **changes):
    return {"facts": msgspec.structs.replace(site(world).facts, **changes)}


def test_edits_of_different_fields_are_merged_by_one_click(world):
    both = edits(world, facts(world, headcount=48), {"phone": "13800000000"})
    (listed,) = conflicts(world.office)
    assert (listed.kind, listed.name, listed.may_merge) == ("enterprise", NAME, True)
    shown = conflict(world.office, "enterprise", listed.entity)
    assert shown.one_click
    assert [each.path for each in shown.fields] == [("facts", "headcount"), ("phone",)]
    version = merge_conflict(world.office, "enterprise", listed.entity, shown.versions)
    assert (site(world).facts.headcount, site(world).phone) == (48, "13800000000")
    assert set(stored(world.office, version).parents) == set(both)
    assert conflicts(world.office) == []
    assert doctor(world.office).ok


def test_edits_of_one_field_say_what_follows_and_need_a_choice(world):
    edits(world, facts(world, headcount=48) | {"phone": "1"}, facts(world, headcount=52) | {"address": "新路 2 号"})
    entity = world.enterprises[NAME]
    shown = conflict(world.office, "enterprise", entity)
    assert not shown.one_click
    (follows,) = shown.follows
    assert {(each.enterprise_class, each.total) for each in follows.values} == {("base", 41), ("standardisation", 44)}
    assert all(isinstance(each, Items) for each in follows.values)
    with pytest.raises(errors.ConflictUndecided) as refused:
        merge_conflict(world.office, "enterprise", entity, shown.versions)
    assert refused.value.fields == (("facts", "headcount"),)
    with pytest.raises(errors.SchemaWrong):
        merge_conflict(world.office, "enterprise", entity, shown.versions, {("facts", "headcount"): -1})
    assert conflict(world.office, "enterprise", entity) == shown
    merge_conflict(world.office, "enterprise", entity, shown.versions, {("facts", "headcount"): 50})
    made = site(world)
    assert (made.facts.headcount, made.phone, made.address) == (50, "1", "新路 2 号")


def test_one_version_is_taken_as_it_is(world):
    one, _ = edits(world, {"phone": "1"}, {"address": "新路 2 号"})
    entity = world.enterprises[NAME]
    before = stored(world.office, one).body
    merge_conflict(world.office, "enterprise", entity, conflict(world.office, "enterprise", entity).versions, take=one)
    assert msgspec.to_builtins(site(world)) == before


def test_a_third_edit_that_came_meanwhile_is_not_merged_unseen(world):
    edits(world, {"phone": "1"}, {"address": "新路 2 号"})
    entity = world.enterprises[NAME]
    shown = conflict(world.office, "enterprise", entity)
    with world.office.read() as conn:
        (_, record), *_ = heads_of(conn, "enterprise", [uuid_bytes(entity)])[uuid_bytes(entity)]
        parents = record.version.parents
    office = office_forger(world)
    third = msgspec.structs.replace(site(world), phone="2", address="工业路 18 号")
    office.hand_in(office.version("enterprise", entity, third, parents=parents))
    with pytest.raises(errors.ConflictOutdated):
        merge_conflict(world.office, "enterprise", entity, shown.versions)
    shown = conflict(world.office, "enterprise", entity)
    assert len(shown.heads) == 3
    merge_conflict(world.office, "enterprise", entity, shown.versions, {("phone",): "2"})
    with pytest.raises(errors.ConflictOutdated):
        merge_conflict(world.office, "enterprise", entity, shown.versions, {("phone",): "1"})
    assert (site(world).phone, site(world).address) == ("2", "新路 2 号")


def test_taken_out_of_the_count_by_one_it_counts_until_that_is_settled(world):
    edits(world, {"in_scope": False, "reason": "归园区管"}, {"in_scope": True, "remark": "核实过"})
    entity = world.enterprises[NAME]
    shown = conflict(world.office, "enterprise", entity)
    assert [each.what for each in shown.follows] == ["counted"]
    assert [zone.total for zone in verdicts.zone_verdicts(world.office)] == [3]
    merge_conflict(world.office, "enterprise", entity, shown.versions)
    assert [zone.total for zone in verdicts.zone_verdicts(world.office)] == [2]
    assert (site(world).reason, site(world).remark) == ("归园区管", "核实过")


def test_versions_of_one_body_stand_as_one_side(world):
    edits(world, {"phone": "1"}, {"phone": "1"}, {"phone": "2"})
    entity = world.enterprises[NAME]
    shown = conflict(world.office, "enterprise", entity)
    assert sorted(len(head.versions) for head in shown.heads) == [1, 2]
    assert len(shown.versions) == 3
    merge_conflict(world.office, "enterprise", entity, shown.versions, {("phone",): "1"})
    assert conflicts(world.office) == []


def test_two_versions_that_say_the_same_are_no_conflict_and_the_next_edit_joins_them(world):
    both = edits(world, {"phone": "1"}, {"phone": "1"})
    assert conflicts(world.office) == []
    with pytest.raises(errors.ConflictOutdated):
        merge_conflict(world.office, "enterprise", world.enterprises[NAME], both)
    (third,) = edits(world, {"phone": "2"})
    assert conflict(world.office, "enterprise", world.enterprises[NAME]) is not None
    assert set(conflict(world.office, "enterprise", world.enterprises[NAME]).versions) > {third}


def test_a_person_renamed_and_put_out_of_use(world):
    own = people.put_person(world.office, "钱某")
    edits(world, {"name": "钱某某"}, {"active": False}, kind="person", entity=own)
    shown = conflict(world.office, "person", own)
    assert shown.one_click
    merge_conflict(world.office, "person", own, shown.versions)
    assert body_of(world.office, "person", own) == Person("钱某某", active=False)


def test_a_zone_an_enterprise_moved_to_is_called_by_its_name(world):
    other = ids.zone_id("塘桥镇", "光明村")
    with world.office.write() as conn:
        make(conn, world.office, [Making("zone", other, Zone("塘桥镇", "光明村"))])
    edits(world, {"zone": other}, {"phone": "1"})
    shown = conflict(world.office, "enterprise", world.enterprises[NAME])
    assert shown.names == {world.zone: "永新村", other: "光明村"}


def test_laptops_see_the_registers_conflicts_and_cannot_settle_them(world):
    edits(world, {"phone": "1"}, {"phone": "2"})
    world.carry(world.office, world.laptop)
    (listed,) = conflicts(world.laptop)
    assert not listed.may_merge
    shown = conflict(world.laptop, "enterprise", listed.entity)
    with pytest.raises(errors.NotAuthorised):
        merge_conflict(world.laptop, "enterprise", listed.entity, shown.versions, take=shown.versions[0])
