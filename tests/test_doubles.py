"""Two entries that are one enterprise: what was done at the one that goes counts for the one that stays, everywhere."""

from collections import defaultdict
from functools import partial

import pytest
from history_maker import Maker, histories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select
from test_standing import after, in_the_table
from test_verdict_rules import approve_all
from two_laptops import body_of
from world import credit_code, small_world

from zjg_inspect import errors
from zjg_inspect.model import clock, ids
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import hazards, lists, merging, survey, verdicts
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.service.known_forms import form_by_hash
from zjg_inspect.service.register_history import history
from zjg_inspect.store import past, tables
from zjg_inspect.store.merge import merge, rederive
from zjg_inspect.store.projection import heads_of, rows_of, uuid_bytes
from zjg_inspect.store.verdicts import cases_of

NAME, OTHER, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"


def the_two(world):
    """The ids of the one that stays and the one that goes, and the name of the latter."""
    stays, goes = sorted((world.enterprises[NAME], world.enterprises[OTHER]))
    return stays, goes, NAME if world.enterprises[NAME] == goes else OTHER


def merged(world):
    stays, goes, _ = the_two(world)
    assert merging.merge_doubles(world.office, stays, goes) == stays
    return stays, goes


def carried(world):
    world.carry(world.laptop, world.office)
    approve_all(world)
    world.carry(world.office, world.laptop)


def body(world, entity):
    return body_of(world.office, "enterprise", entity)


def test_the_approved_visit_of_the_double_is_that_of_the_one_that_stays(world):
    stays, goes, name = the_two(world)
    world.visit(name)
    carried(world)
    assert not verdicts.enterprise_verdict(world.office, stays).standardised
    merged(world)
    assert verdicts.enterprise_verdict(world.office, stays).standardised
    (zone,) = verdicts.zone_verdicts(world.office)
    assert (zone.total, zone.standardised) == (2, 1)
    (yesterday,) = verdicts.zone_verdicts(world.office, clock.today())
    assert (yesterday.total, yesterday.standardised) == (2, 1)
    assert [visit.enterprise for visit in lists.sealed_visits(world.office, stays)] == [stays]
    world.carry(world.office, world.laptop)
    for db in (world.office, world.laptop):
        assert goes not in [row.id for row in lists.enterprises(db)]
        assert doctor(db).ok


def test_an_open_hazard_of_the_double_stays_in_the_way_and_is_closed_at_the_one_that_stays(world):
    stays, _, name = the_two(world)
    world.visit(name, fail=("4-09",))
    carried(world)
    merged(world)
    why = verdicts.enterprise_standing(world.office, stays).verdict.why_not
    assert [each.about for each in why] == ["4-09"]
    world.carry(world.office, world.laptop)
    here = next(own for own, entity in world.enterprises.items() if entity == stays)
    world.visit(here, type=VisitType.REINSPECTION)
    carried(world)
    assert [row.state for row in hazards.hazards_at(world.office, stays)] == ["closed"]
    assert verdicts.enterprise_verdict(world.office, stays).standardised
    assert doctor(world.office).ok


def test_what_the_kept_one_leaves_open_is_taken_from_the_other(world):
    stays, goes, _ = the_two(world)
    with world.office.write() as conn:
        poor = replace(body(world, goes), phone="", code="", facts=replace(body(world, goes).facts, hot_work=None))
        rich = replace(body(world, stays), phone="138", facts=replace(body(world, stays).facts, hot_work=True))
        make(conn, world.office, [Making("enterprise", goes, poor), Making("enterprise", stays, rich)])
    assert merging.merge_doubles(world.office, goes, stays) == stays
    now = body(world, stays)
    assert (now.name, now.phone, now.code) == (poor.name, "138", rich.code)
    assert (now.facts.headcount, now.facts.hot_work) == (poor.facts.headcount, True)
    assert body(world, goes).merged_into == stays
    with pytest.raises(errors.SameEntry):
        merging.merge_doubles(world.office, stays, goes)
    with pytest.raises(errors.WrongRole):
        merging.merge_doubles(world.laptop, stays, goes)


def test_parted_again_both_are_as_they_were_and_what_was_edited_since_stands(world):
    stays, goes, name = the_two(world)
    world.visit(name)
    carried(world)
    before = {own: body(world, own) for own in (stays, goes)}
    merging.merge_doubles(world.office, goes, stays)
    assert [each.name for each in merging.doubles_of(world.office, stays)] == [before[goes].name]
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", stays, replace(body(world, stays), remark="新挂的牌"))])
    merging.part_doubles(world.office, goes)
    assert body(world, goes) == before[goes]
    assert body(world, stays) == replace(before[stays], remark="新挂的牌")
    assert verdicts.enterprise_verdict(world.office, goes).standardised
    assert not verdicts.enterprise_verdict(world.office, stays).standardised
    assert len(history(world.office, "enterprise", goes).changes) == 3
    assert doctor(world.office).ok
    with pytest.raises(errors.NotFound):
        merging.part_doubles(world.office, goes)


def test_a_proposal_that_is_one_of_the_register_brings_its_visits_along(world):
    found = Enterprise("甲五金制品厂", world.zone, credit_code(800), principal="赵某")
    own = survey.propose(world.laptop, Proposal("2026-11-20", world.crew, found))
    world.enterprises["甲五金制品厂"] = own
    world.visit("甲五金制品厂")
    carried(world)
    known = world.enterprises[NAME]
    stays = merging.merge_doubles(world.office, known, own)
    assert body(world, stays).name == NAME
    assert verdicts.enterprise_verdict(world.office, stays).standardised
    assert lists.figures(world.office).proposed == 0
    merging.part_doubles(world.office, ({known, own} - {stays}).pop())
    assert (body(world, known).name, body(world, own).name) == (NAME, "甲五金制品厂")
    assert verdicts.enterprise_verdict(world.office, own).standardised
    assert doctor(world.office).ok


def test_merged_into_one_of_a_zone_elsewhere_its_visits_go_to_that_zones_laptop(world):
    stays, goes, name = the_two(world)
    world.visit(name, fail=("4-09",))
    carried(world)
    with world.office.write() as conn:
        away = replace(body(world, goes), zone=ids.zone_id("塘桥镇", "光明村"))
        zone = Making("zone", away.zone, Zone("塘桥镇", "光明村"))
        make(conn, world.office, [zone, Making("enterprise", goes, away)])
    world.carry(world.office, world.laptop)
    merged(world)
    world.carry(world.office, world.laptop)
    assert len(hazards.hazards_at(world.laptop, stays)) == 1
    assert doctor(world.laptop).ok


def test_a_double_is_never_merged_into_a_greater_one(world):
    stays, goes, _ = the_two(world)
    with pytest.raises(errors.SchemaWrong), world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", stays, replace(body(world, stays), merged_into=goes))])


# -- against a naive model -------------------------------------------------------------------------------------------


class Merging(Maker):
    """Histories in which enterprises are merged and parted as well."""

    def _merge(self, which, into, from_first):
        entity, stays = sorted((self.own[which % len(self.own)], self.own[into % len(self.own)]), reverse=True)
        self._linked(entity, "" if entity == stays else stays, from_first)

    def _linked(self, entity, into, from_first):
        versions = self.edits[entity]
        before = versions[0 if from_first else -1]
        body = {**before.version.body, "remark": f"{len(self.made)}"}
        body.pop("merged_into", None)
        made = body | ({"merged_into": into} if into else {})
        versions.append(self._version(self.office, "enterprise", entity, made, "", [before]))


number = st.integers(0, 7)
merges = st.tuples(st.just("merge"), number, number, st.booleans())
some = st.tuples(histories, st.lists(merges, min_size=1, max_size=4)).flatmap(
    lambda both: st.permutations([*both[0], *both[1]])
)


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("doubles"))
    yield Merging(world)
    world.close()


def naively(conn, db):
    """The verdicts told from all versions at once: whatever names a double is taken for the one it ends at."""
    heads = defaultdict(dict)
    for entity, kind in conn.execute(select(tables.head.c.entity, tables.head.c.kind).distinct()):
        heads[kind] |= heads_of(conn, kind, [entity])
    rows = [
        (kind, rows_of(entity, each, lambda form: form_by_hash(conn, db, form)))
        for kind in ("enterprise", "inspection", "hazard", "review")
        for entity, each in heads[kind].items()
    ]
    into = {}
    for kind, made in rows:
        for _, row in made if kind == "enterprise" else ():
            if row["removed"] and row["merged_into"]:
                into[row["entity"]] = row["merged_into"]

    def end(own):
        return end(into[own]) if own in into else own

    visits, failures, hazards_, reviews = [], [], {}, []
    for kind, made in rows:
        if kind == "inspection":
            for visit, failed in past.finished(made):
                visits.append(visit._replace(enterprise=end(visit.enterprise)))
                failures += failed
        elif kind == "review":
            reviews += past.reviewed(made)
        elif kind == "hazard":
            hazards_ |= {row["entity"]: row | {"enterprise": end(row["enterprise"])} for _, row in made}
    found = cases_of(past.assembled(visits, failures, hazards_, reviews))
    return {own: found[own].verdict for own in found}


@given(some, st.randoms(use_true_random=False), st.integers(1, 9))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merged_and_parted_in_any_order_the_verdicts_are_those_of_the_naive_model(maker, wanted, chance, size):
    records = [made.record for made in maker.write(wanted)]
    chance.shuffle(records)
    office = maker.world.office

    def look(conn):
        for start in range(0, len(records), size):
            merge(conn, records[start : start + size], identity(conn, office))
        assert not conn.execute(select(tables.aside)).first()
        told, naive = in_the_table(conn), naively(conn, office)
        assert {own: told[own] for own in naive} == naive
        assert all(told[own].why_not[0].kind == "never_assessed" for own in told.keys() - naive.keys())
        form_of = partial(form_by_hash, conn, office)
        today = {own: case.verdict for own, case in past.cases_on(conn, list(told), clock.today(), form_of)}
        assert today == told
        every = (tables.inspection, tables.hazard, tables.enterprise, tables.standing)
        before = [sorted(map(tuple, conn.execute(select(table)))) for table in every]
        rederive(conn, identity(conn, office))
        return before == [sorted(map(tuple, conn.execute(select(table)))) for table in every]

    assert after(maker, [], look)


def test_the_naive_model_sees_what_a_person_does(world):
    """The model itself, held against a plain case."""
    stays, _, name = the_two(world)
    world.visit(name)
    carried(world)
    merged(world)
    with world.office.read() as conn:
        found = naively(conn, world.office)
    assert {own for own, verdict in found.items() if verdict.standardised} == {uuid_bytes(stays)}
