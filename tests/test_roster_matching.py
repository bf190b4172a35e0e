"""Rows of a register find what is there under other circumstances: found on the spot, merged, moved elsewhere."""

import pytest
from msgspec.structs import replace
from roster_book import HEADINGS, a_code, a_row, saved
from world import TOWN, VILLAGE

from zjg_inspect.model import ids
from zjg_inspect.model.proposal import Proposal
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import lists, proposals, register, roster_import, survey
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor


@pytest.fixture
def rehearsed(world, tmp_path):
    """What these rows of the world's village would do at its office."""

    def found(*rows):
        made = [a_row(**({"township": TOWN, "village": VILLAGE} | row)) for row in rows]
        path = saved(tmp_path / "底数表.xlsx", ("底数表", [HEADINGS, *made]))
        return roster_import.rehearse(world.office, roster_import.open_book(path))

    return found


def test_what_an_inspector_found_is_taken_in_under_its_own_id_with_what_was_seen(world, rehearsed):
    host = world.enterprises["甲五金厂"]
    site = Enterprise("新到的厂", world.zone, a_code(91), address="工业路 18 号")
    entity = survey.propose(world.laptop, Proposal("2026-11-20", world.crew, site, beside=host))
    world.carry(world.laptop, world.office)
    assert proposals.count(world.office) == 1
    found = rehearsed({"name": "新到的厂", "code": a_code(91)})
    (change,) = found.matched.new
    assert (change.entity, change.proposed) == (entity, True)
    roster_import.take_in(world.office, found)
    assert proposals.count(world.office) == 0
    body, _ = register.enterprise_details(world.office, entity)
    assert (body.address, body.beside, body.facts.headcount) == ("工业路 18 号", host, 80)
    assert doctor(world.office).ok


def test_what_was_turned_down_and_is_listed_now_is_the_same_enterprise(world, rehearsed):
    entity = survey.propose(
        world.laptop, Proposal("2026-11-20", world.crew, Enterprise("新到的厂", world.zone, a_code(91)))
    )
    world.carry(world.laptop, world.office)
    proposals.turn_down(world.office, entity, "没有这家")
    found = rehearsed({"name": "新到的厂", "code": a_code(91)})
    assert [change.entity for change in found.matched.new] == [entity]
    roster_import.take_in(world.office, found)
    assert register.enterprise_details(world.office, entity)[0].declined == ""
    assert doctor(world.office).conflicts == 0


def test_a_row_of_a_double_finds_the_one_into_which_it_was_merged(world, rehearsed):
    roster_import.take_in(
        world.office, rehearsed({"name": "丁厂", "code": None}, {"name": "丁五金厂", "code": a_code(91)})
    )
    stays, double = (
        next(row.id for row in lists.enterprises(world.office, name) if row.name == name)
        for name in ("丁厂", "丁五金厂")
    )
    body, _ = register.enterprise_details(world.office, double)
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", double, replace(body, merged_into=stays))])
    found = rehearsed({"name": "丁五金厂", "code": a_code(91)}).matched
    assert [change.entity for change in (*found.new, *found.changed, *found.unchanged)] == [stays]
    assert double not in {gone.entity for gone in found.gone}


def test_one_that_is_listed_in_another_village_may_have_moved(world, rehearsed):
    with world.office.write() as conn:
        zone = ids.zone_id(TOWN, "别的村")
        make(conn, world.office, [Making("zone", zone, Zone(TOWN, "别的村"), ())])
    roster_import.take_in(world.office, rehearsed({"name": "丁厂", "code": a_code(91)}))
    found = rehearsed({"name": "丁厂", "code": a_code(91), "village": "别的村"}, {"name": "戊厂", "code": a_code(92)})
    gone = {each.name: each.elsewhere for each in found.matched.gone}
    assert gone["丁厂"] == "别的村"
    assert gone["甲五金厂"] == ""


def test_a_village_itself_is_no_enterprise_that_the_file_does_not_list(world, rehearsed):
    found = rehearsed({"name": "丁厂", "code": a_code(91)})
    assert sorted(gone.name for gone in found.matched.gone) == sorted(world.enterprises)
