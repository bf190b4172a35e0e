"""A visit through the services: from the first tap to the seal, on a re-inspection, and corrected."""

import msgspec
import pytest
from sqlalchemy import select
from world import FILLED, MAJOR, STROKES, photo

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Outcome, Someone, Verdict, VisitType, is_void
from zjg_inspect.service import lists, setup, signing, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents, media, tables


def hazard_steps(world, enterprise):
    with world.laptop.read() as conn:
        rows = conn.execute(select(tables.hazard.c.item, tables.hazard.c.state).order_by(tables.hazard.c.item)).all()
    return [tuple(row) for row in rows]


def test_every_answer_is_there_when_the_laptop_is_opened_again(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    items = visit.open_visit(world.laptop, draft).items
    visit.answer_item(world.laptop, draft, DraftAnswer(items[0].code, Verdict.PASS, "都有"))
    visit.answer_item(world.laptop, draft, DraftAnswer(items[1].code, Verdict.FAIL))
    visit.go_to(world.laptop, draft, items[5].code)
    world.laptop.close()
    world.laptop = setup.open_data(world.laptop.directory)
    again = visit.open_visit(world.laptop, draft).draft
    assert again.item == items[5].code
    assert again.answers[items[0].code].note == "都有"
    assert again.answers[items[1].code].verdict is Verdict.FAIL
    assert visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT) == draft


def test_what_is_owed_is_named_before_anybody_signs(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    shown = visit.open_visit(world.laptop, draft)
    with pytest.raises(errors.StillOwed) as refused:
        signing.begin_signing(world.laptop, draft)
    assert [owed.kind for owed in refused.value.owed] == ["inspector"] + ["answer"] * len(shown.items)
    codes = [item.code for item in shown.items]
    for code in codes[2:]:
        visit.answer_item(world.laptop, draft, DraftAnswer(code, Verdict.PASS))
    visit.answer_item(world.laptop, draft, DraftAnswer(codes[0], Verdict.NOT_APPLICABLE))
    visit.answer_item(world.laptop, draft, DraftAnswer(codes[1], Verdict.FAIL))
    visit.put_head(world.laptop, draft, msgspec.structs.replace(shown.draft.head, inspectors=world.crew))
    assert [(o.kind, o.item) for o in visit.open_visit(world.laptop, draft).owed] == [
        ("reason", codes[0]),
        ("hazard", codes[1]),
    ]
    visit.answer_item(world.laptop, draft, DraftAnswer(codes[0], Verdict.NOT_APPLICABLE, reason="没有这项作业"))
    visit.record_hazard(world.laptop, draft, codes[1], msgspec.structs.replace(FILLED, contingency=""))
    assert [o.kind for o in visit.open_visit(world.laptop, draft).owed] == ["contingency"]
    visit.record_hazard(world.laptop, draft, codes[1], msgspec.structs.replace(MAJOR, criterion=""))
    assert [o.kind for o in visit.open_visit(world.laptop, draft).owed] == ["criterion", "photo"]


def test_a_failed_item_opens_a_hazard_and_a_second_visit_finds_it_still_open(world):
    first, _ = world.visit("甲五金厂", fail=("4-09",))
    assert hazard_steps(world, "甲五金厂") == [("4-09", "open")]
    world.visit("甲五金厂", fail=("4-09", "1-01"))
    assert hazard_steps(world, "甲五金厂") == [("1-01", "open"), ("4-09", "open")]
    with world.laptop.read() as conn:
        body = documents.hazard(conn, ids.hazard_id(first, "4-09"))
    assert body.step == "still_open"


def test_a_reinspection_asks_only_what_is_open_and_closes_it(world):
    world.visit("甲五金厂", fail=("4-09", "1-01"))
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.REINSPECTION)
    assert [item.code for item in visit.open_visit(world.laptop, draft).items] == ["1-01", "4-09"]
    visit.discard_draft(world.laptop, draft)
    world.visit("甲五金厂", fail=("1-01",), type=VisitType.REINSPECTION)
    assert hazard_steps(world, "甲五金厂") == [("1-01", "open"), ("4-09", "closed")]


def test_an_advisory_item_that_fails_opens_nothing_and_owes_nothing(world):
    world.visit("甲五金厂", fail=("4-02",))
    assert hazard_steps(world, "甲五金厂") == []


def test_a_locked_gate_needs_only_its_photo(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT, Outcome.LOCKED)
    shown = visit.open_visit(world.laptop, draft)
    visit.put_head(world.laptop, draft, msgspec.structs.replace(shown.draft.head, inspectors=world.crew))
    with pytest.raises(errors.StillOwed):
        signing.seal(world.laptop, draft)
    visit.add_photo(world.laptop, draft, "", photo(), "gate.jpg")
    signing.seal(world.laptop, draft)
    (row,) = lists.sealed_visits(world.laptop)
    assert (row.outcome, row.photos, row.sent) == ("locked", 1, False)


def test_a_change_after_a_signature_voids_it_and_it_is_asked_again(world):
    draft = world.answered("甲五金厂")
    world.sign_all(draft)
    visit.answer_item(world.laptop, draft, DraftAnswer("1-01", Verdict.PASS, "改了一个字"))
    with pytest.raises(errors.StillOwed) as refused:
        signing.seal(world.laptop, draft)
    assert {owed.kind for owed in refused.value.owed} == {"signature", "enterprise_person"}
    after = signing.begin_signing(world.laptop, draft)
    assert all(is_void(one, after.content_hash) for one in after.signatures)
    world.sign_all(draft)
    assert signing.seal(world.laptop, draft)


def test_nobody_signs_what_was_not_shown_to_them(world):
    draft = world.answered("甲五金厂")
    shown = signing.begin_signing(world.laptop, draft).content_hash
    visit.answer_item(world.laptop, draft, DraftAnswer("1-01", Verdict.PASS, "改了"))
    with pytest.raises(errors.ContentChanged):
        signing.sign(world.laptop, draft, role="inspector", person=world.crew[0], shown=shown, strokes=STROKES)


def test_an_empty_pad_is_no_signature(world):
    draft = world.answered("甲五金厂")
    shown = signing.begin_signing(world.laptop, draft).content_hash
    for strokes in (None, [], [[]], [[5]]):
        with pytest.raises(errors.EmptySignature):
            signing.sign(world.laptop, draft, role="inspector", person=world.crew[0], shown=shown, strokes=strokes)


def test_a_refusal_with_reason_and_witness_finishes_the_visit(world):
    draft = world.answered("甲五金厂")
    shown = signing.begin_signing(world.laptop, draft).content_hash
    for person in world.crew:
        signing.sign(world.laptop, draft, role="inspector", person=person, shown=shown, strokes=STROKES)
    with pytest.raises(errors.EmptySignature):
        signing.sign(world.laptop, draft, role="enterprise", person=Someone("王某"), shown=shown, kind="refused")
    after = signing.sign(
        world.laptop, draft, role="enterprise", person=Someone("王某"), shown=shown, kind="refused", reason="不认可"
    )
    assert [(o.kind, o.person) for o in after.owed] == [("signature", "witness")]
    signing.sign(world.laptop, draft, role="witness", person=Someone("村干部赵某"), shown=shown, strokes=STROKES)
    signing.seal(world.laptop, draft)


def test_sheet_numbers_carry_office_year_letters_and_count(world):
    world.visit("甲五金厂")
    world.visit("乙机械厂")
    numbers = sorted(row.number for row in lists.sealed_visits(world.laptop))
    year = today().year
    assert numbers == [f"张塘核〔{year}〕A07-0001", f"张塘核〔{year}〕A07-0002"]


def test_a_sealed_visit_is_not_changed_but_corrected(world):
    sealed, version = world.visit("甲五金厂", fail=("4-09",))
    with pytest.raises(errors.Sealed):
        visit.answer_item(world.laptop, sealed, DraftAnswer("1-01", Verdict.FAIL))
    number = lists.sealed_visits(world.laptop)[0].number
    draft = visit.correct(world.laptop, sealed, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("4-09", Verdict.PASS, "看错了"))
    world.sign_all(draft)
    corrected = signing.seal(world.laptop, draft)
    with world.laptop.read() as conn:
        body, record = documents.inspection(conn, sealed)
    assert record.version.parents == (version,)
    assert record.hash.hex() == corrected
    assert body.content.number == number
    assert hazard_steps(world, "甲五金厂") == [("4-09", "withdrawn")]
    assert doctor(world.laptop).ok


def test_a_correction_of_a_reinspection_can_take_a_closing_back(world):
    world.visit("甲五金厂", fail=("4-09",))
    again, _ = world.visit("甲五金厂", type=VisitType.REINSPECTION)
    assert hazard_steps(world, "甲五金厂") == [("4-09", "closed")]
    draft = visit.correct(world.laptop, again, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("4-09", Verdict.FAIL, "还没改"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    assert hazard_steps(world, "甲五金厂") == [("4-09", "open")]


def test_a_photo_is_on_the_disk_before_its_row_and_goes_only_when_nothing_names_it(world):
    draft = visit.start_visit(world.laptop, world.enterprises["甲五金厂"], VisitType.ASSESSMENT)
    added = visit.add_photo(world.laptop, draft, "1-01", photo(), "IMG_1.jpg")
    assert added.photo.taken_at == "2026-11-20T10:42:00"
    assert visit.photo_bytes(world.laptop, added.photo.sha256)
    undated = visit.add_photo(world.laptop, draft, "1-01", photo(1, taken=""), "wechat.jpg")
    assert undated.photo.taken_at == ""
    with pytest.raises(errors.PhotoError):
        visit.add_photo(world.laptop, draft, "1-01", photo()[:500], "broken.jpg")
    visit.remove_photo(world.laptop, draft, undated.id)
    with world.laptop.read() as conn:
        assert media.used(conn) == {added.photo.sha256}
    files = [path.stem for path in (world.laptop.directory / "media").rglob("*") if path.is_file()]
    assert sorted(files) == sorted([added.photo.sha256, undated.photo.sha256])


def test_a_laptop_without_letters_cannot_number_a_sheet(world, tmp_path):
    draft = world.answered("甲五金厂")
    with world.laptop.write() as conn:
        conn.execute(tables.device_grant.delete())
    with pytest.raises(errors.NoSheetLetters):
        signing.begin_signing(world.laptop, draft)
