"""Where versions are in conflict the careful reading holds: what is open stays open, nobody is standardised by it."""

import msgspec
import pytest
from forger import Forger, resealed
from sqlalchemy import select
from test_verdict_rules import approve_all, assessment
from world import FILLED, MAJOR, STROKES, photo

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Signature, VisitType
from zjg_inspect.model.register import Enterprise
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.verdict import Why, enterprise_verdict
from zjg_inspect.service import due, lists, signing, verdicts, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables

NAME = "甲五金厂"


def why(world):
    return [each.kind for each in verdicts.enterprise_verdict(world.office, world.enterprises[NAME]).why_not]


def hazard_of(world):
    with world.office.read() as conn:
        return conn.execute(select(tables.hazard)).one()


@pytest.mark.parametrize("shown", ["closed", "open"])
def test_a_hazard_that_one_laptop_closed_and_another_found_open_is_open(world, shown):
    """Whichever of the two heads is the current one by its depth and hash."""
    inspection, _ = world.visit(NAME, fail=("4-09",))
    world.carry(world.laptop, world.office)
    approve_all(world)
    mine = Forger(world)
    (opened,) = [record for record in mine.honest() if record.version.kind == "hazard"]
    body = msgspec.convert(opened.version.body, HazardBody)
    steps = {"closed": "verified_closed", "open": "still_open"}
    parent = opened
    for step in ("extended", steps[shown]):  # the deeper one is the current one
        parent = mine.version(
            "hazard", opened.version.entity, msgspec.structs.replace(body, step=step), parents=[parent.hash.hex()]
        )
        mine.hand_in(parent)
    (other,) = set(steps.values()) - {steps[shown]}
    mine.hand_in(
        mine.version(
            "hazard", opened.version.entity, msgspec.structs.replace(body, step=other), parents=[opened.hash.hex()]
        )
    )
    row = hazard_of(world)
    assert (row.state, row.in_conflict) == ("open", True)
    assert [each.id for each in due.open_hazards(world.office)] == [ids.hazard_id(inspection, "4-09")]
    assert lists.figures(world.office).open_hazards == 1
    assert why(world) == ["item", "conflict"]
    assert doctor(world.office).ok


def test_a_hazard_closed_in_two_ways_is_a_conflict_all_the_same(world):
    world.visit(NAME, fail=("4-09",))
    world.carry(world.laptop, world.office)
    approve_all(world)
    mine = Forger(world)
    (opened,) = [record for record in mine.honest() if record.version.kind == "hazard"]
    body = msgspec.structs.replace(msgspec.convert(opened.version.body, HazardBody), step="verified_closed")
    for reason in ("已清走", "已划线"):
        closed = msgspec.structs.replace(body, reason=reason)
        mine.hand_in(mine.version("hazard", opened.version.entity, closed, parents=[opened.hash.hex()]))
    assert (hazard_of(world).state, hazard_of(world).in_conflict) == ("closed", True)
    assert why(world) == ["item", "conflict"]


def test_a_hazard_is_major_where_one_head_says_so(world):
    world.visit(NAME, fail=("4-09",))
    world.carry(world.laptop, world.office)
    mine = Forger(world)
    (opened,) = [record for record in mine.honest() if record.version.kind == "hazard"]
    body = msgspec.convert(opened.version.body, HazardBody)
    for filled in (FILLED, MAJOR):
        made = msgspec.structs.replace(body, rectification=filled, reason="复核")
        mine.hand_in(mine.version("hazard", opened.version.entity, made, parents=[opened.hash.hex()]))
    assert hazard_of(world).grade == "major"


def test_a_review_in_conflict_does_not_fall_back_on_an_older_approval(world):
    older, newer = assessment(), assessment("b", "2026-11-21", "conflict")
    assert enterprise_verdict([older, newer], []).why_not == (Why("conflict", "b"),)
    inspection, version = world.visit(NAME)
    world.carry(world.laptop, world.office)
    approve_all(world)
    assert why(world) == []
    office = Forger(world, key=world.office.key, db=world.office)
    hash_ = Forger(world).body(inspection).content_hash
    at = "2026-11-23T02:03:04Z"
    strokes = tuple(tuple(stroke) for stroke in STROKES)
    signature = Signature("reviewer", world.reviewer, "pad", hash_, at, strokes)
    second = ReviewBody(inspection, version, hash_, "returned", world.reviewer, at, "请补照片", signature=signature)
    office.hand_in(office.version("review", ids.review_id(version), second))
    assert why(world) == ["conflict"]


def test_a_visit_corrected_on_two_computers_is_not_standardised_even_if_one_correction_is_approved(world):
    inspection, version = world.visit(NAME)
    mine = Forger(world)
    body = mine.body(inspection)
    two = [mine.inspection(resealed(body, remark=remark), parents=[version]) for remark in ("甲", "乙")]
    mine.hand_in(*mine.honest(), *two)
    approve_all(world)
    assert why(world) == ["conflict"]


def test_an_enterprise_that_one_head_counts_is_counted(world):
    entity = world.enterprises[NAME]
    office = Forger(world, key=world.office.key, db=world.office)
    (before,) = [record for record in office.honest() if record.version.entity == entity]
    body = msgspec.convert(before.version.body, Enterprise)
    for scope in (True, False):
        made = msgspec.structs.replace(body, in_scope=scope, remark=str(scope))
        office.hand_in(office.version("enterprise", entity, made, parents=[before.hash.hex()]))
    assert [zone.total for zone in verdicts.zone_verdicts(world.office)] == [3]


def test_a_failure_is_not_closed_by_another_items_hazard(world):
    """A visit may name any hazard as still open; only the same item's there counts."""
    inspection, _ = world.visit(NAME, fail=("4-09", "1-01"))
    draft = world.answered(NAME, fail=("1-01",), type=VisitType.REINSPECTION)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    mine = Forger(world)
    body = mine.body(inspection)
    closed = ids.hazard_id(inspection, "4-09")
    named = tuple(msgspec.structs.replace(each, hazard=closed, still_open=True) for each in body.content.hazards)
    again = resealed(body, new=True, hazards=named, date="2027-01-01")
    mine.hand_in(*mine.honest(), mine.inspection(again))
    approve_all(world)
    assert [each.about for each in verdicts.enterprise_verdict(world.office, world.enterprises[NAME]).why_not] == [
        "1-01"
    ]


# -- major hazards -------------------------------------------------------------------------------------------------


def major_found(world):
    draft = world.answered(NAME, fail=("4-09",))
    visit.add_photo(world.laptop, draft, "4-09", photo(), "a.jpg")
    visit.record_hazard(world.laptop, draft, "4-09", MAJOR)
    world.sign_all(draft)
    signing.seal(world.laptop, draft)


def test_closing_a_major_hazard_owes_a_photo_and_its_reviewer(world):
    major_found(world)
    world.carry(world.laptop, world.office)
    approve_all(world)
    assert why(world) == ["item", "major_hazard"]
    draft = world.answered(NAME, type=VisitType.REINSPECTION)
    with pytest.raises(errors.StillOwed) as refused:
        signing.begin_signing(world.laptop, draft)
    assert [(owed.kind, owed.item) for owed in refused.value.owed] == [("photo", "4-09")]
    visit.add_photo(world.laptop, draft, "4-09", photo(1), "b.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    assert why(world) == ["item", "major_hazard"]
    approve_all(world)
    assert why(world) == []
