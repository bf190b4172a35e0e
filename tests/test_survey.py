"""Survey: what no list has is entered on the spot, inspected at once, and waits for the office, counted apart."""

import shutil

import msgspec
import pytest
from forger import Forger
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from two_laptops import second_laptop
from world import VILLAGE, credit_code, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model import authority, creditcode, ids
from zjg_inspect.model.likeness import core, is_alike
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.version import stored
from zjg_inspect.service import lists, review, setup, sheet, survey, verdicts, visit
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables
from zjg_inspect.store.merge import merge, rederive
from zjg_inspect.store.projection import uuid_bytes

FOUND = "张家港市新来精密零件有限公司"
CODE = credit_code(501)


def found(world, **fields):
    return Proposal(
        "2026-11-20", world.crew, Enterprise(**({"name": FOUND, "zone": world.zone, "code": CODE} | fields))
    )


def named(db, text=FOUND):
    return [row for row in lists.enterprises(db, text) if row.name == text]


# -- the inspector's day -----------------------------------------------------------------------------------------------


def test_what_was_found_is_inspected_at_once_and_the_office_sees_both_but_counts_neither(world):
    before = verdicts.zone_verdicts(world.office)
    entity = survey.propose(world.laptop, found(world, address="工业路 20 号"))
    world.enterprises[FOUND] = entity
    inspection, _ = world.visit(FOUND)
    world.carry(world.laptop, world.office)
    (row,) = named(world.office)
    assert (row.id, row.village, row.code, row.last) == (entity, VILLAGE, CODE, inspection)
    (proposed,) = survey.proposals(world.office)
    assert (proposed.name, proposed.subject, proposed.own, proposed.taken) == (FOUND, "enterprise", False, False)
    assert inspection in {each.inspection for each in review.visits_to_review(world.office)}
    assert sheet.sealed_sheet(world.office, inspection).startswith(b"%PDF")
    assert verdicts.zone_verdicts(world.office) == before
    assert doctor(world.office).ok
    assert doctor(world.laptop).ok


def test_the_office_takes_it_in_under_the_same_id_and_what_was_inspected_stays_with_it(world):
    entity = survey.propose(world.laptop, found(world))
    world.enterprises[FOUND] = entity
    inspection, _ = world.visit(FOUND)
    world.carry(world.laptop, world.office)
    body, _ = documents_of(world.office, entity)
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", entity, body)])
    (zone,) = verdicts.zone_verdicts(world.office)
    assert zone.total == 4
    assert survey.proposals(world.office)[0].taken
    world.carry(world.office, world.laptop)
    (row,) = named(world.laptop)
    assert row.last == inspection
    with pytest.raises(errors.ProposalDecided):
        survey.propose(world.laptop, found(world, phone="138"), entity)
    assert doctor(world.office).ok


def documents_of(db, entity):
    with db.read() as conn:
        return documents.enterprise(conn, entity)


def test_a_proposal_is_corrected_until_the_office_has_decided(world):
    entity = survey.propose(world.laptop, found(world))
    assert survey.propose(world.laptop, found(world, name="张家港市新莱精密零件有限公司"), entity) == entity
    assert not named(world.laptop)
    assert named(world.laptop, "张家港市新莱精密零件有限公司")[0].id == entity
    assert len(survey.proposals(world.laptop)) == 1


def test_nothing_that_was_typed_or_photographed_is_lost_before_it_is_entered(world):
    body = survey.new_entry(world.laptop, world.zone)
    licence = survey.take_photo(world.laptop, photo(3), "执照.jpg")
    body = msgspec.structs.replace(body, found=Enterprise("新来", world.zone), photos=(licence,))
    survey.keep_entry(world.laptop, body)
    directory = world.laptop.directory
    world.laptop.close()
    world.laptop = setup.open_data(directory)
    assert survey.entry(world.laptop) == survey.Entry(body)
    assert doctor(world.laptop).ok
    entity = survey.propose(world.laptop, msgspec.structs.replace(body, by=world.crew))
    assert survey.entry(world.laptop) is None
    world.carry(world.laptop, world.office)
    assert survey.proposal(world.office, entity).photos == (licence,)
    assert visit.photo_bytes(world.office, licence.sha256)


def test_a_code_with_a_wrong_check_character_stays_as_a_doubt(world):
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")
    entity = survey.propose(world.laptop, found(world, code=wrong))
    body = survey.proposal(world.laptop, entity).found
    assert body.code == ""
    assert [(doubt.field, doubt.text) for doubt in body.doubts] == [("code", wrong)]


@pytest.mark.parametrize(
    ("fields", "missing"), [({"name": "  "}, "name"), ({"zone": ""}, "zone")], ids=["no name", "no village"]
)  # fmt: skip
def test_what_cannot_be_found_again_is_not_entered(world, fields, missing):
    body = found(world)
    with pytest.raises(errors.SurveyIncomplete) as said:
        survey.propose(world.laptop, msgspec.structs.replace(body, found=msgspec.structs.replace(body.found, **fields)))
    assert said.value.missing == missing
    with pytest.raises(errors.SurveyIncomplete):
        survey.propose(world.laptop, msgspec.structs.replace(body, by=()))
    assert survey.proposals(world.laptop) == []


def test_a_tenant_comes_with_its_landlord_and_a_known_tenants_lease_stands_by_itself(world):
    lease = LeaseFound("永新村委", signed="2026-11-02", address="工业路 18 号 3 号房")
    tenant = survey.propose(world.laptop, msgspec.structs.replace(found(world), lease=lease))
    body = survey.proposal(world.laptop, tenant).found
    assert (body.landlord, body.lease_signed, body.facts.rents) == ("永新村委", "2026-11-02", True)
    known = world.enterprises["甲五金厂"]
    entry = survey.new_entry(world.laptop, tenant=known)
    own = survey.propose(world.laptop, msgspec.structs.replace(entry, by=world.crew, lease=lease))
    world.carry(world.laptop, world.office)
    said = {each.id: (each.subject, each.enterprise, each.name) for each in survey.proposals(world.office)}
    assert said == {tenant: ("tenant", tenant, FOUND), own: ("lease", known, "甲五金厂")}
    with pytest.raises(errors.SurveyIncomplete):
        survey.propose(world.laptop, msgspec.structs.replace(entry, by=world.crew))


def test_two_who_find_it_by_its_code_are_of_one_mind(world):
    other = second_laptop(world)
    one = survey.propose(world.laptop, found(world))
    two = survey.propose(other.laptop, found(world, phone="138"))
    assert one == two == ids.enterprise_id(CODE, world.zone)
    for laptop in (world.laptop, other.laptop):
        world.carry(laptop, world.office)
    assert len(named(world.office)) == 1
    report = doctor(world.office)
    assert (report.ok, report.conflicts) == (True, 0)
    other.laptop.close()


def test_a_colleague_of_the_zone_hears_of_it(world):
    survey.propose(world.laptop, found(world))
    other = second_laptop(world)
    world.carry(world.laptop, world.office)
    world.carry(world.office, other.laptop)
    assert len(named(other.laptop)) == 1
    assert not survey.proposals(other.laptop)[0].own
    other.laptop.close()


def test_only_a_laptop_proposes(world):
    with pytest.raises(errors.WrongRole):
        survey.propose(world.office, found(world))


# -- likely doubles ----------------------------------------------------------------------------------------------------


def test_likely_doubles_are_shown_the_same_code_first(world):
    own = documents_of(world.laptop, world.enterprises["乙机械厂"])[0]
    shown = survey.likely_doubles(world.laptop, Enterprise("张家港市甲五金有限公司", world.zone, own.code))
    assert [(each.name, each.same_code) for each in shown] == [("乙机械厂", True), ("甲五金厂", False)]
    assert survey.likely_doubles(world.laptop, Enterprise("完全两样的", world.zone)) == []
    assert survey.likely_doubles(world.laptop, Enterprise("", "")) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("张家港市永新五金厂", "永新五金有限公司", True),
        ("江苏苏州张家港永新五金（有限公司）", "永新五金厂", True),
        ("永新精密五金厂", "永新精密五金制品厂", True),
        ("永新五金厂", "永兴塑料厂", False),
        ("厂", "公司", False),
    ],
)
def test_which_names_are_alike(one, other, alike):
    assert is_alike(one, other) is alike
    assert is_alike(other, one) is alike


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_mutual_and_every_name_is_like_itself(one, other):
    assert is_alike(one, one)
    assert is_alike(one, other) == is_alike(other, one)
    assert core(one) or not creditcode.normalise(one)


# -- whatever comes first ----------------------------------------------------------------------------------------------


class _Undo(Exception):
    pass


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """An office that has read nothing yet of these: a proposal, its correction, the register's entry, its edit."""
    world = small_world(tmp_path_factory.mktemp("survey"))
    before = world.root / "before"
    world.office.checkpoint()
    shutil.copytree(world.office.directory, before, ignore=shutil.ignore_patterns("lock"))
    entity = survey.propose(world.laptop, found(world))
    survey.propose(world.laptop, found(world, name="张家港市新莱精密零件有限公司"), entity)
    world.carry(world.laptop, world.office)
    for name in ("新来零件厂", "登记的名称"):
        with world.office.write() as conn:
            make(conn, world.office, [Making("enterprise", entity, Enterprise(name, world.zone))])
    v = tables.version.c
    with world.office.read() as conn:
        rows = conn.execute(select(v.raw, v.signature).where(v.entity == uuid_bytes(entity)).order_by(v.seq)).all()
    office = setup.open_data(before)
    yield office, [stored(row.raw, row.signature) for row in rows]
    office.close()
    world.close()


def derived(conn):
    each = (tables.enterprise, tables.proposal, tables.standing, tables.conflict)
    return [sorted(map(tuple, conn.execute(select(table)))) for table in each]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=3))
def test_in_any_order_and_any_repetition_the_register_has_the_last_word(land, order, again):
    office, records = land
    with pytest.raises(_Undo), office.write() as conn:
        _take_in_and_undo(conn, office, [records[number] for number in (*order, *again)])


def _take_in_and_undo(conn, office, records):
    e = tables.enterprise.c
    who = identity(conn, office)
    for record in records:
        merge(conn, [record], who)
        live = derived(conn)
        rederive(conn, who)
        assert derived(conn) == live
    assert conn.execute(select(e.name, e.proposed).where(e.name == "登记的名称")).all() == [("登记的名称", False)]
    assert len(live[0]) == 5  # with the zone itself
    raise _Undo


def test_an_office_that_proposes_is_quarantined(world):
    forged = Forger(world, key=world.office.key, db=world.office)
    record = forged.version("proposal", ids.new_id(), found(world))
    with world.office.write() as conn:
        done = merge(conn, [record], identity(conn, world.office))
    assert {each.state for each in done.fresh.values()} == {"quarantined"}


@pytest.mark.parametrize(
    "body",
    [
        Proposal("2026-11-20", ()),
        Proposal("2026-11-20", (), tenant=ids.new_id()),
        Proposal("2026-11-20", (), found=Enterprise("甲", ids.new_id()), tenant=ids.new_id()),
    ],
    ids=["nothing", "a tenant without a lease", "both"],
)
def test_a_proposal_that_contradicts_itself_fits_no_schema(world, body):
    record = Forger(world).version("proposal", ids.new_id(), body)
    with pytest.raises(errors.SchemaWrong):
        authority.body_of(record.version)
