"""What inspectors found, decided at the office: taken in, merged, turned down; and the laptop learns of it."""

import pytest
from msgspec.structs import replace
from pages import Field
from test_verdict_rules import approve_all
from two_laptops import body_of
from world import credit_code, photo

from zjg_inspect import errors
from zjg_inspect.model.proposal import LeaseFound, Proposal
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.rented import Lease
from zjg_inspect.service import lists, merging, proposals, survey, verdicts
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.ui.field.exchange_words import news_words

FOUND, KNOWN = "张家港市新来精密零件有限公司", "甲五金厂"
LEASE = LeaseFound("永新村委", phone="0512-1", address="工业路 18 号", signed="2026-11-02", until="2027-11-01")


CODE = credit_code(501)


def propose(world, name=FOUND, code=CODE, **more):
    picture = survey.take_photo(world.laptop, photo(1), "执照.jpg")
    body = Proposal("2026-11-20", world.crew, Enterprise(name, world.zone, code), photos=(picture,), **more)
    world.enterprises[name] = survey.propose(world.laptop, body)
    return world.enterprises[name]


def propose_lease(world, tenant=KNOWN):
    body = Proposal("2026-11-20", world.crew, tenant=world.enterprises[tenant], lease=LEASE)
    return survey.propose(world.laptop, body)


def to_office(world):
    world.carry(world.laptop, world.office)


def told(world):
    """What the laptop says of the office's next bundle."""
    return news_words(world.carry(world.office, world.laptop).news)


def test_what_was_found_waits_with_all_that_helps_to_decide(world):
    own = propose(world, beside=world.enterprises[KNOWN], lease=LEASE, note="门口没有牌子")
    world.visit(FOUND)
    to_office(world)
    (row,) = proposals.waiting(world.office)
    assert (row.id, row.name, row.village, row.found_by) == (own, FOUND, "永新村", "张某、李某")
    assert (row.photos, row.visits) == (1, 1)
    assert proposals.count(world.office) == 1
    opened = proposals.open_proposal(world.office, own)
    assert (opened.host, opened.village, opened.body.note) == (KNOWN, "永新村", "门口没有牌子")
    with pytest.raises(errors.NotFound):
        proposals.open_proposal(world.office, world.zone)


def test_taken_in_it_counts_with_the_visit_that_was_made_there(world):
    own = propose(world, beside=world.enterprises[KNOWN])
    world.visit(FOUND)
    to_office(world)
    approve_all(world)
    corrected = replace(body_of(world.office, "proposal", own).found, principal="赵某")
    proposals.take_in(world.office, own, corrected)
    now = body_of(world.office, "enterprise", own)
    assert (now.principal, now.beside) == ("赵某", world.enterprises[KNOWN])
    assert verdicts.enterprise_verdict(world.office, own).standardised
    assert (verdicts.zone_verdicts(world.office)[0].total, proposals.waiting(world.office)) == (4, [])
    assert f"你登记的“{FOUND}”镇里收了。" in told(world)
    assert [each.fate for each in proposals.outcomes(world.laptop)] == ["taken"]
    for decide in (proposals.take_in, lambda db, own: proposals.turn_down(db, own, "某")):
        with pytest.raises(errors.ProposalDecided):
            decide(world.office, own)
    assert doctor(world.office).ok


def test_what_cannot_stand_in_the_register_is_not_taken_in(world):
    own = propose(world)
    to_office(world)
    with pytest.raises(errors.EntryFaulty) as caught:
        proposals.take_in(world.office, own, Enterprise("", world.zone, "123"))
    assert caught.value.faults == ("name", "code")
    assert proposals.count(world.office) == 1
    with pytest.raises(errors.WrongRole):
        proposals.take_in(world.laptop, own)


def test_its_lease_waits_among_the_leases_and_a_known_tenants_lease_is_no_enterprise_to_decide_on(world):
    own, leased = propose(world, lease=LEASE), propose_lease(world)
    to_office(world)
    assert [row.id for row in proposals.waiting(world.office)] == [own]
    proposals.take_in(world.office, own)
    now = body_of(world.office, "enterprise", own)
    assert (now.landlord, now.lease_signed, now.facts.rents) == ("永新村委", "2026-11-02", True)
    assert proposals.count(world.office) == 0
    for decide in (proposals.take_in, lambda db, each: proposals.turn_down(db, each, "某")):
        with pytest.raises(errors.NotFound):
            decide(world.office, leased)
    with world.office.write() as conn:
        make(conn, world.office, [Making("lease", leased, Lease(world.enterprises[KNOWN], declined="合同没有签"))])
    assert f"你登记的“{KNOWN}”的租约镇里没有收：合同没有签。" in told(world)
    assert doctor(world.laptop).ok


def test_turned_down_with_a_reason_the_inspector_learns_it_and_loses_no_draft(world):
    own = propose(world)
    draft = world.answered(FOUND)
    to_office(world)
    with pytest.raises(errors.EntryFaulty):
        proposals.turn_down(world.office, own, " ")
    proposals.turn_down(world.office, own, "不在本镇，是邻镇的")
    assert proposals.waiting(world.office) == []
    assert lists.figures(world.office).proposed == 0
    assert FOUND not in [row.name for row in lists.enterprises(world.office)]
    said = told(world)
    assert f"你登记的“{FOUND}”镇里没有收：不在本镇，是邻镇的。已做的检查都还在，没签完的可以接着做。" in said
    assert [row.draft for row in lists.enterprises(world.laptop) if row.name == FOUND] == [draft]
    assert [each.fate for each in proposals.outcomes(world.laptop)] == ["declined"]
    with pytest.raises(errors.ProposalDecided):
        survey.propose(world.laptop, body_of(world.laptop, "proposal", own), own)


def test_merged_with_one_of_the_register_the_inspector_learns_with_which(world):
    own = propose(world, name="甲五金制品厂", code="")
    to_office(world)
    (likely,) = [each for each in proposals.open_proposal(world.office, own).likely if each.name == KNOWN]
    merging.merge_doubles(world.office, likely.id, own)
    assert proposals.waiting(world.office) == []
    (said,) = [line for line in told(world) if line.startswith("你登记的")]
    assert said == f"你登记的“甲五金制品厂”和“{KNOWN}”是同一家，已并到一起，做过的检查都算它的。"
    assert lists.figures(world.laptop).enterprises == 3


def test_what_the_office_decided_is_told_once(world):
    own = propose(world)
    to_office(world)
    proposals.take_in(world.office, own)
    assert any(line.startswith("你登记的") for line in told(world))
    survey.propose(world.laptop, Proposal("2026-11-21", world.crew, Enterprise("丁厂", world.zone)))
    to_office(world)
    assert not any(line.startswith("你登记的") for line in told(world))


def test_the_laptop_goes_on_saying_what_was_decided(qtbot, world):
    own = propose(world)
    to_office(world)
    proposals.turn_down(world.office, own, "不在本镇")
    known = propose(world, name="丁木业厂", code="")
    to_office(world)
    proposals.take_in(world.office, known)
    screen = Field(qtbot, world.laptop).window.home.exchange
    screen.refresh()
    assert screen.decided.isHidden()
    told(world)
    screen.refresh()
    first, second = screen.decided.words().split("\n")
    assert first.startswith(f"你登记的“{FOUND}”镇里没有收：不在本镇。")
    assert second == "你登记的“丁木业厂”镇里收了。"
