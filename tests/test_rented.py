"""Landlords, premises and leases: kept by the office, known to the laptops of the zone; and who left the register."""

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from two_laptops import body_of, edits, site
from world import small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service import lists, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables
from zjg_inspect.store.projection import uuid_bytes

NAME, OTHER = "甲五金厂", "丙塑料厂"


def let(world, tenant, **lease):
    """Premises in the zone that this enterprise rents; gives the ids of landlord, premises, lease."""
    own = landlord, works, leased = ids.new_id(), ids.new_id(), ids.new_id()
    with world.office.write() as conn:
        make(
            conn,
            world.office,
            [
                Making("landlord", landlord, Landlord("某某村股份经济合作社", phone="0512-1")),
                Making("premises", works, Premises(landlord, world.zone, "工业路 3 号", 1200)),
                Making("lease", leased, Lease(world.enterprises[tenant], works, **lease)),
            ],
        )
    return own


def rows(db, table):
    with db.read() as conn:
        return conn.execute(select(table)).all()


def test_a_lease_and_what_it_is_of_reach_the_laptop_of_the_zone(world):
    landlord, works, leased = let(world, NAME, signed="2026-03-01")
    world.carry(world.office, world.laptop)
    (row,) = rows(world.laptop, tables.lease)
    assert (row.entity, row.tenant) == (uuid_bytes(leased), uuid_bytes(world.enterprises[NAME]))
    assert (row.premises, row.signed, row.filed) == (uuid_bytes(works), "2026-03-01", "")
    assert [row.address for row in rows(world.laptop, tables.premises)] == ["工业路 3 号"]
    assert next(row.initials for row in rows(world.laptop, tables.landlord)).startswith("mmc")
    assert body_of(world.laptop, "landlord", landlord).phone == "0512-1"
    with world.office.write() as conn:
        filed = Lease(world.enterprises[NAME], works, "2026-03-01", filed="2026-03-30", filed_by="owner")
        make(conn, world.office, [Making("lease", leased, filed)])
    world.carry(world.office, world.laptop)
    assert [row.filed for row in rows(world.laptop, tables.lease)] == ["2026-03-30"]
    assert doctor(world.laptop).ok
    assert doctor(world.office).ok


@pytest.mark.parametrize("kind", ["landlord", "premises", "lease"])
def test_a_laptop_may_not_write_what_is_let(world, kind):
    own = ids.new_id()
    body = {"landlord": Landlord("某"), "premises": Premises(own, own, "某路"), "lease": Lease(own, own)}[kind]
    with pytest.raises(errors.NotAuthorised), world.laptop.write() as conn:
        make(conn, world.laptop, [Making(kind, own, body)])
    assert rows(world.laptop, getattr(tables, kind)) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [("lease", Lease(ids.new_id())), ("enterprise", None)],
)
def test_a_body_that_contradicts_itself_is_not_kept(world, kind, body):
    own = ids.new_id()
    body = body or Enterprise("丁厂", world.zone, merged_into=own)
    with pytest.raises(errors.SchemaWrong), world.office.write() as conn:
        make(conn, world.office, [Making(kind, own, body)])


@pytest.mark.parametrize("left", [{"declined": "不在本镇"}, {"merged_into": OTHER}])
def test_who_left_the_register_stands_in_no_list_and_counts_nowhere(world, left):
    before = verdicts.zone_verdicts(world.office)[0].total
    own = world.enterprises[NAME]
    change = {key: world.enterprises.get(value, value) for key, value in left.items()}
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", own, replace(site(world), **change))])
    world.carry(world.office, world.laptop)
    for db in (world.office, world.laptop):
        assert NAME not in [row.name for row in lists.enterprises(db)]
        assert lists.figures(db).enterprises == len(world.enterprises) - 1
    assert verdicts.zone_verdicts(world.office)[0].total == before - 1


def test_a_visit_that_was_begun_there_is_still_found(world):
    draft = world.answered(NAME)
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", world.enterprises[NAME], replace(site(world), declined="撤销"))])
    world.carry(world.office, world.laptop)
    assert [row.draft for row in lists.enterprises(world.laptop) if row.name == NAME] == [draft]


def test_in_conflict_it_counts_while_one_of_the_two_says_so(tmp_path):
    world = small_world(tmp_path)
    own = world.enterprises[NAME]
    edits(world, {"declined": "不在本镇"}, {"phone": "1"}, entity=own)
    with world.office.read() as conn:
        row = conn.execute(select(tables.enterprise).where(tables.enterprise.c.entity == uuid_bytes(own))).one()
    assert (row.removed, row.in_scope, row.in_conflict) == (False, True, True)
    world.close()
