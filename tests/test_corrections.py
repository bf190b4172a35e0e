"""A correction changes what its own visit said, and nothing that others have said since."""

import msgspec
import pytest
from sqlalchemy import select
from world import FILLED, STROKES, photo

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.hazard import HazardBody
from zjg_inspect.model.inspection import Outcome, Verdict, VisitType
from zjg_inspect.service import lists, register, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, tables

NAME = "甲五金厂"


def hazards(world):
    with world.laptop.read() as conn:
        h = tables.hazard.c
        return dict(conn.execute(select(h.item, h.state).order_by(h.item)).tuples().all())


TYPO = DraftAnswer("1-02", Verdict.PASS, "改一个字")


def correct(world, inspection, answer=TYPO):
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.answer_item(world.laptop, draft, answer)
    world.sign_all(draft)
    return signing.seal(world.laptop, draft)


def content(world, inspection):
    with world.laptop.read() as conn:
        return documents.inspection(conn, inspection)[0].content


def test_correcting_an_earlier_visit_closes_nothing_that_a_later_one_found(world):
    first, _ = world.visit(NAME)
    world.visit(NAME, fail=("4-09",))
    correct(world, first)
    assert hazards(world) == {"4-09": "open"}
    assert content(world, first).closed == ()


def test_correcting_the_visit_that_opened_it_does_not_open_again_what_was_closed_since(world):
    first, _ = world.visit(NAME, fail=("4-09",))
    again, _ = world.visit(NAME, type=VisitType.REINSPECTION)
    correct(world, first)
    assert hazards(world) == {"4-09": "closed"}
    # what the hazard is about may be put right all the same
    draft = visit.correct(world.laptop, first, reason="写错了")
    visit.record_hazard(world.laptop, draft, "4-09", msgspec.structs.replace(FILLED, where="一号车间"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    with world.laptop.read() as conn:
        body = documents.hazard(conn, ids.hazard_id(first, "4-09"))
    assert (body.step, body.visit, body.rectification.where) == ("verified_closed", again, "一号车间")
    assert doctor(world.laptop).ok


def test_a_visit_that_found_it_still_open_names_it_also_when_corrected_after_the_closing(world):
    first, _ = world.visit(NAME, fail=("4-09",))
    second, _ = world.visit(NAME, fail=("4-09",))
    world.visit(NAME, type=VisitType.REINSPECTION)
    correct(world, second)
    (named,) = content(world, second).hazards
    assert (named.hazard, named.still_open) == (ids.hazard_id(first, "4-09"), True)
    assert hazards(world) == {"4-09": "closed"}


def test_what_another_visit_found_again_is_not_withdrawn(world):
    first, _ = world.visit(NAME, fail=("4-09",))
    world.visit(NAME, fail=("4-09",))
    correct(world, first, DraftAnswer("4-09", Verdict.PASS, "看错了"))
    assert hazards(world) == {"4-09": "open"}


def test_a_closing_that_a_correction_no_longer_says_is_taken_back(world):
    world.visit(NAME, fail=("4-09",))
    again, _ = world.visit(NAME, type=VisitType.REINSPECTION)
    correct(world, again, DraftAnswer("4-09", Verdict.NOT_APPLICABLE, reason="当天没有开工"))
    assert hazards(world) == {"4-09": "open"}


def test_a_visit_corrected_into_a_locked_gate_withdraws_its_hazards(world):
    first, _ = world.visit(NAME, fail=("4-09",))
    draft = visit.correct(world.laptop, first, reason="写错了")
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, outcome=Outcome.LOCKED))
    visit.add_photo(world.laptop, draft, "", photo(), "gate.jpg")
    signing.seal(world.laptop, draft)
    assert hazards(world) == {"4-09": "withdrawn"}


def test_a_corrected_reinspection_asks_what_it_had_asked(world):
    world.visit(NAME, fail=("4-09", "1-01"))
    again, _ = world.visit(NAME, fail=("1-01",), type=VisitType.REINSPECTION)
    world.visit(NAME, fail=("4-01",))
    correct(world, again, DraftAnswer("4-09", Verdict.PASS, "改一个字"))
    assert content(world, again).items == ("1-01", "4-09")
    assert hazards(world) == {"1-01": "closed", "4-09": "closed", "4-01": "open"}


def test_two_open_hazards_of_one_item_are_closed_by_one_look(world):
    """Two laptops found the same thing on the same day without knowing of each other."""
    first, _ = world.visit(NAME, fail=("4-09",))
    with world.laptop.write() as conn:
        body = documents.hazard(conn, ids.hazard_id(first, "4-09"))
        other = ids.new_id()
        twin = msgspec.structs.replace(body, inspection=other, visit=other)
        make(conn, world.laptop, [Making("hazard", ids.hazard_id(other, "4-09"), twin)])
    assert lists.figures(world.laptop).open_hazards == 2
    world.visit(NAME, type=VisitType.REINSPECTION)
    assert lists.figures(world.laptop).open_hazards == 0
    assert isinstance(body, HazardBody)


def test_a_visit_is_not_corrected_while_another_is_open_there(world):
    first, _ = world.visit(NAME)
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], VisitType.REINSPECTION)
    with pytest.raises(errors.DraftOpen) as refused:
        visit.correct(world.laptop, first, reason="写错了")
    assert refused.value.name == NAME
    visit.discard_draft(world.laptop, draft)
    assert visit.correct(world.laptop, first, reason="写错了") == first
    assert visit.correct(world.laptop, first, reason="写错了") == first


def test_what_was_signed_stays_signed_when_the_register_changes_meanwhile(world):
    """The sheet names the version of the enterprise that the visit began with."""
    draft = world.answered(NAME)
    world.sign_all(draft)
    entity = world.enterprises[NAME]
    site, _ = register.enterprise_details(world.office, entity)
    with world.office.write() as conn:
        make(conn, world.office, [Making("enterprise", entity, msgspec.structs.replace(site, name="甲五金有限公司"))])
    world.carry(world.office, world.laptop)
    signing.seal(world.laptop, draft)
    sealed = content(world, draft)
    with world.laptop.read() as conn:
        assert documents.enterprise_at(conn, entity, sealed.enterprise_version).name == sealed.name == NAME
    correct(world, draft)
    assert content(world, draft).name == NAME


def test_two_inspectors_of_one_name_sign_each(world):
    namesake = msgspec.structs.replace(world.crew[0], id=ids.new_id())
    world.crew = (world.crew[0], namesake)
    draft = world.answered(NAME)
    shown = signing.begin_signing(world.laptop, draft).content_hash
    person = visit.open_visit(world.laptop, draft).draft.head.enterprise_person
    signing.sign(world.laptop, draft, role="enterprise", person=person, shown=shown, strokes=STROKES)
    after = signing.sign(world.laptop, draft, role="inspector", person=world.crew[0], shown=shown, strokes=STROKES)
    assert [owed.kind for owed in after.owed] == ["signature"]
    after = signing.sign(world.laptop, draft, role="inspector", person=namesake, shown=shown, strokes=STROKES)
    assert (after.owed, len(after.signatures)) == ([], 3)
    after = signing.take_back(world.laptop, draft, "inspector", namesake)
    assert len(after.signatures) == 2
