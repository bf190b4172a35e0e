"""Leases that inspectors found and leases that stand in the register as text: taken in once a person says so."""

import pytest
from lease_world import ago, let_to, owner, states, works
from msgspec.structs import replace
from two_laptops import body_of
from world import credit_code, small_world

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Landlord, Lease, Premises
from zjg_inspect.service import filings, found_leases, landlords, lease_texts, rented, survey
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.found_leases import Letting

A, B, C = "甲五金厂", "乙机械厂", "丙塑料厂"
NEW = "张家港市新来精密零件有限公司"
LEASE = LeaseFound("永新村委", "0512-58000000", "工业路 18 号 3 号房", "2026-11-02", "2029-11-01")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An inspector found the lease of 甲, and a tenant with its lease that no list has."""
    world = small_world(tmp_path_factory.mktemp("found"))
    tenant = world.enterprises[A]
    survey.propose(world.laptop, Proposal("2026-11-20", world.crew, tenant=tenant, lease=LEASE, note="口头说的"))
    site = Enterprise(NEW, world.zone, credit_code(501))
    world.enterprises[NEW] = survey.propose(world.laptop, Proposal("2026-11-21", world.crew, site, lease=LEASE))
    world.carry(world.laptop, world.office)
    world.close()
    return world


def take_tenant_in(world):
    """The office takes the enterprise that was found into its register."""
    own = world.enterprises[NEW]
    with world.office.write() as conn:
        body = Enterprise(NEW, world.zone, credit_code(501), facts=Facts(rents=True), landlord=LEASE.landlord)
        make(conn, world.office, [Making("enterprise", own, body, ())])


def test_what_was_found_waits_with_what_was_told_of_it(world):
    first, second = found_leases.found_leases(world.office)
    assert (first.name, first.village, first.lease, first.by, first.note) == (
        A, "永新村", LEASE, ("张某", "李某"), "口头说的",
    )  # fmt: skip
    assert (first.tenant_waits, second.name, second.tenant_waits) == (False, NEW, True)
    assert filings.lease_rows(world.office) == [], "it counts nowhere yet"


def test_a_found_lease_is_taken_in_with_a_new_landlord_and_new_works(world):
    first, _ = found_leases.found_leases(world.office)
    new = Landlord(LEASE.landlord, phone=LEASE.phone)
    taking = Letting(new_landlord=new, address=LEASE.address, area=300, signed=LEASE.signed, until=LEASE.until)
    entity = found_leases.take_in(world.office, first.id, taking)
    assert entity == first.id, "a lease that was found keeps the proposal's id"
    (row,) = filings.lease_rows(world.office)
    assert (row.name, row.landlord_name, row.address, row.area, row.signed) == (
        A, LEASE.landlord, LEASE.address, 300, LEASE.signed,
    )  # fmt: skip
    assert [each.name for each in found_leases.found_leases(world.office)] == [NEW]
    with pytest.raises(errors.LeaseDecided):
        found_leases.take_in(world.office, first.id, taking)
    with pytest.raises(errors.LeaseDecided):
        found_leases.turn_down(world.office, first.id, "重复")
    assert doctor(world.office).ok


def test_the_likely_landlord_is_shown_and_its_works_are_chosen(world):
    landlord = owner(world.office, "永新村委")
    other = owner(world.office, "永新村委会", phone="0512-2")
    owner(world.office, "某某物业")
    premises = works(world, landlord)
    likely = landlords.likely_landlords(world.office, LEASE.landlord)
    assert [(each.id, each.same) for each in likely] == [(landlord, True), (other, False)]
    assert likely[0].villages == ("永新村",)
    assert [place.id for place in landlords.places(world.office, landlord, world.zone)] == [premises]
    first, _ = found_leases.found_leases(world.office)
    with pytest.raises(errors.RentedIncomplete):
        found_leases.take_in(world.office, first.id, Letting(landlord=other, premises=premises))
    found_leases.take_in(world.office, first.id, Letting(landlord=landlord, premises=premises, signed=LEASE.signed))
    assert [page.landlord for page in filings.lease_rows(world.office)] == [landlord]
    assert len(landlords.landlords(world.office)) == 3


def test_a_landlord_without_a_name_is_taken_in_by_nobody(world):
    first, _ = found_leases.found_leases(world.office)
    with pytest.raises(errors.RentedIncomplete):
        found_leases.take_in(world.office, first.id, Letting(new_landlord=Landlord(" ")))
    with pytest.raises(errors.RentedIncomplete):
        found_leases.take_in(world.office, first.id, Letting())
    with pytest.raises(errors.LeaseDaysWrong):
        found_leases.take_in(
            world.office, first.id, Letting(new_landlord=Landlord("某"), signed="2026-02-02", until="2026-02-01")
        )
    assert landlords.landlords(world.office) == [], "half of it is not kept"


def test_it_is_turned_down_with_a_reason_and_then_waits_no_more(world):
    first, _ = found_leases.found_leases(world.office)
    with pytest.raises(errors.RentedIncomplete):
        found_leases.turn_down(world.office, first.id, "  ")
    found_leases.turn_down(world.office, first.id, "是转租，合同在别处")
    assert [each.name for each in found_leases.found_leases(world.office)] == [NEW]
    assert body_of(world.office, "lease", first.id).declined == "是转租，合同在别处"
    assert filings.lease_rows(world.office) == []
    assert doctor(world.office).ok


def test_the_lease_of_a_tenant_that_waits_itself_is_taken_in_after_it(world):
    _, second = found_leases.found_leases(world.office)
    taking = Letting(new_landlord=Landlord(LEASE.landlord), address=LEASE.address, signed=LEASE.signed)
    with pytest.raises(errors.TenantNotRegistered):
        found_leases.take_in(world.office, second.id, taking)
    take_tenant_in(world)
    _, second = found_leases.found_leases(world.office)
    assert not second.tenant_waits
    waiting = survey.waiting_at(world.office, world.enterprises[NEW])
    assert [(each.found, each.lease) for each in waiting] == [(None, LEASE)], "its lease waits still"
    found_leases.take_in(world.office, second.id, taking)
    assert survey.waiting_at(world.office, world.enterprises[NEW]) == []
    assert states(world.office) == {NEW: filings.lease_rows(world.office)[0].state}
    assert doctor(world.office).ok


def test_of_a_tenant_that_is_a_double_the_lease_goes_to_the_one_that_stays(world):
    name, stays = min(world.enterprises.items(), key=lambda each: each[1])
    with world.office.write() as conn:
        body = Enterprise(NEW, world.zone, credit_code(501), merged_into=stays)
        make(conn, world.office, [Making("enterprise", world.enterprises[NEW], body, ())])
    _, second = found_leases.found_leases(world.office)
    assert (second.name, second.tenant) == (name, stays)
    found_leases.take_in(world.office, second.id, Letting(new_landlord=Landlord("永新村委")))
    assert [row.name for row in filings.lease_rows(world.office)] == [name]


def test_of_a_tenant_that_was_turned_down_no_lease_waits(world):
    with world.office.write() as conn:
        body = Enterprise(NEW, world.zone, credit_code(501), declined="不在本镇")
        make(conn, world.office, [Making("enterprise", world.enterprises[NEW], body, ())])
    assert [each.name for each in found_leases.found_leases(world.office)] == [A]


@pytest.mark.parametrize("taken", [True, False])
def test_the_laptop_hears_what_became_of_it(world, taken):
    first, _ = found_leases.found_leases(world.office)
    if taken:
        found_leases.take_in(world.office, first.id, Letting(new_landlord=Landlord("永新村委")))
    else:
        found_leases.turn_down(world.office, first.id, "重复")
    world.carry(world.office, world.laptop)
    assert survey.waiting_at(world.laptop, world.enterprises[A]) == []
    assert [each.taken for each in survey.proposals(world.laptop) if each.id == first.id] == [True]
    with pytest.raises(errors.ProposalDecided):
        survey.propose(world.laptop, survey.proposal(world.laptop, first.id), first.id)
    assert doctor(world.laptop).ok


# -- what stands in the register as text -------------------------------------------------------------------------------


@pytest.fixture
def texts(world):
    """甲 and 乙 rent from one whose name is written in two ways, 丙 from nobody named, 丁 does not rent."""
    said = {
        A: {"landlord": "永新村股份经济合作社", "lease_signed": "2026-03-01", "address": "工业路 18 号"},
        B: {"landlord": "永新村 股份经济合作社", "lease_signed": "", "address": "工业路18号"},
        C: {"landlord": "", "facts": Facts(rents=True)},
    }
    makings = []
    for name, change in said.items():
        body = body_of(world.office, "enterprise", world.enterprises[name])
        change = {"facts": Facts(headcount=8, rents=True)} | change
        makings.append(Making("enterprise", world.enterprises[name], replace(body, **change)))
    not_renting = Enterprise("丁厂", world.zone, facts=Facts(rents=False), landlord="自己")
    alike = Enterprise("戊厂", world.zone, landlord="永新村股份合作社")
    makings += [Making("enterprise", ids.new_id(), body, ()) for body in (not_renting, alike)]
    with world.office.write() as conn:
        make(conn, world.office, makings)
    return world


def shown(village):
    return [tenant.id for each in village.landlords for tenant in each.tenants]


def test_the_texts_of_a_village_are_shown_before_anything_is_made(texts):
    (village,) = lease_texts.village_texts(texts.office)
    assert [(each.name, len(each.tenants)) for each in village.landlords] == [
        ("永新村股份经济合作社", 2), ("永新村股份合作社", 1),
    ]  # fmt: skip
    assert (village.tenants, village.silent, village.unsigned) == (3, 1, 2)
    alike = lease_texts.texts_of(texts.office, village.zone).landlords[0].alike
    assert alike == ("永新村股份合作社",), "for a person to look at, not to merge"
    assert lease_texts.texts_of(texts.office, texts.enterprises[A]) is None
    assert filings.lease_rows(texts.office) == []
    assert landlords.landlords(texts.office) == []


def test_one_confirmation_makes_landlords_works_and_leases_and_invents_nothing(texts):
    (village,) = lease_texts.village_texts(texts.office)
    done = lease_texts.take_texts(texts.office, village.zone, shown(village))
    assert (done.landlords, done.premises, done.leases) == (2, 2, 3)
    rows = {row.name: row for row in filings.lease_rows(texts.office)}
    assert {name: row.signed for name, row in rows.items()} == {A: "2026-03-01", B: "", "戊厂": ""}
    assert (rows[A].state, rows[B].state) == ("overdue", "none")
    assert rows[A].premises == rows[B].premises, "one place, written in two ways"
    assert rows["戊厂"].address == ""
    assert lease_texts.village_texts(texts.office) == []
    again = lease_texts.take_texts(texts.office, village.zone, shown(village))
    assert (again.landlords, again.premises, again.leases) == (0, 0, 0)
    assert doctor(texts.office).ok


def test_what_the_register_has_already_is_used(texts):
    landlord = owner(texts.office)
    premises = rented.put_premises(texts.office, Premises(landlord, texts.zone, "工业路18号"))
    (village,) = lease_texts.village_texts(texts.office)
    assert village.landlords[0].known == landlord
    done = lease_texts.take_texts(texts.office, village.zone, shown(village))
    assert (done.landlords, done.premises, done.leases) == (1, 1, 3)
    assert {row.premises for row in filings.lease_rows(texts.office, landlord=landlord)} == {premises}


def test_only_those_that_were_shown_are_made(texts):
    (village,) = lease_texts.village_texts(texts.office)
    done = lease_texts.take_texts(texts.office, village.zone, shown(village)[:1])
    assert (done.landlords, done.leases) == (1, 1)
    (rest,) = lease_texts.village_texts(texts.office)
    assert rest.tenants == 2
    assert rest.landlords[0].known or rest.landlords[1].known


def test_a_name_that_two_landlords_bear_is_left_to_a_person(texts):
    for _ in range(2):
        owner(texts.office)
    (village,) = lease_texts.village_texts(texts.office)
    assert village.unclear == ("永新村股份经济合作社",)
    assert [each.name for each in village.landlords] == ["永新村股份合作社"]


def test_who_has_a_lease_already_is_not_asked_again(texts):
    let_to(texts, 5)
    (village,) = lease_texts.village_texts(texts.office)
    assert texts.enterprises[A] not in shown(village)
    assert states(texts.office) == {A: "open"}
    assert ago(5) == filings.lease_rows(texts.office)[0].signed


def test_only_an_office_takes_them_in(texts):
    texts.carry(texts.office, texts.laptop)
    with pytest.raises(errors.WrongRole):
        lease_texts.take_texts(texts.laptop, texts.zone, [])
    (first, *_) = found_leases.found_leases(texts.laptop)
    with pytest.raises(errors.WrongRole):
        found_leases.turn_down(texts.laptop, first.id, "重复")


def test_what_a_double_rents_is_not_asked_of_the_one_that_stays(texts):
    (_, stays), *_, (double, gone) = sorted(texts.enterprises.items(), key=lambda each: each[1])
    rented.put_lease(texts.office, Lease(gone, works(texts, owner(texts.office, "某某物业"))))
    (village,) = lease_texts.village_texts(texts.office)
    before = set(shown(village))
    with texts.office.write() as conn:
        body = replace(body_of(texts.office, "enterprise", gone), merged_into=stays)
        make(conn, texts.office, [Making("enterprise", gone, body)])
    (village,) = lease_texts.village_texts(texts.office)
    assert stays not in shown(village)
    assert set(shown(village)) == before - {stays}, double
