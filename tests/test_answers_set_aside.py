"""现场情况 is amended after answers were given: what no longer applies is kept, apart, and counts nowhere."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import FILLED, photo

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import ids
from zjg_inspect.model.draft import Draft, DraftAnswer, DraftHead, DraftPhoto, content_of
from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.form import applies, items_for
from zjg_inspect.model.inspection import Outcome, Photo, Verdict, VisitType, content_hash
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import due, lists, review, signing, verdicts, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import documents

FORM = shipped_form("enterprise")
CODES = tuple(FORM.by_code)
NAME = "甲五金厂"
PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE


# -- laws ----------------------------------------------------------------------------------------------------------


def a_draft(facts):
    head = DraftHead("0" * 64, VisitType.ASSESSMENT, "2026-11-25", "2026-11-25T01:00:00Z", FORM.hash, facts)
    return Draft(ids.new_id(), ids.new_id(), head)


def content(draft):
    return content_of(draft, Enterprise("甲五金厂", ids.zone_id("镇", "村")), Zone("镇", "村"), FORM, ())


fact_values = st.one_of(
    st.tuples(st.just("headcount"), st.none() | st.integers(0, 120)),
    st.tuples(st.sampled_from(FACT_NAMES[1:]), st.sampled_from([True, False, None])),
)
answers = st.builds(
    DraftAnswer,
    st.sampled_from(CODES),
    st.sampled_from([*Verdict, None]),
    note=st.sampled_from(["", "缺两张"]),
    reason=st.sampled_from(["", "没有这类设备"]),
    at=st.dates().map(lambda day: f"{day:%Y-%m-%d}T02:00:00Z"),
)
taps = st.lists(fact_values.map(lambda fact: ("fact", fact)) | answers.map(lambda answer: ("answer", answer)))


def tapped(draft, tap):
    kind, value = tap
    if kind == "fact":
        facts = msgspec.structs.replace(draft.head.facts, **dict([value]))
        return msgspec.structs.replace(draft, head=msgspec.structs.replace(draft.head, facts=facts))
    number = len(draft.photos)
    taken = DraftPhoto(number, value.item, Photo(f"{number:064x}"))
    hazards = draft.hazards | {value.item: FILLED} if value.verdict is FAIL else draft.hazards
    given = draft.answers | {value.item: value}
    return msgspec.structs.replace(draft, answers=given, hazards=hazards, photos=(*draft.photos, taken))


@given(taps)
def test_whatever_is_tapped_every_answer_given_is_in_the_content_once(done):
    draft = a_draft(Facts())
    for tap in done:
        draft = tapped(draft, tap)
        said = content(draft)
        kept = {answer.item: answer for answer in (*said.answers, *said.aside)}
        given_ones = {code: answer for code, answer in draft.answers.items() if answer.verdict}
        assert len(kept) == len(said.answers) + len(said.aside)
        assert {c: (a.verdict, a.note, a.reason) for c, a in kept.items()} == {
            c: (a.verdict, a.note, a.reason) for c, a in given_ones.items()
        }
        assert all(answer.photos == draft.photos_at(answer.item) for answer in kept.values())
        facts = draft.head.facts
        assert all(applies(FORM.item(answer.item), facts) for answer in said.answers)
        assert not any(applies(FORM.item(answer.item), facts) for answer in said.aside)
        assert {hazard.item for hazard in said.hazards} <= {answer.item for answer in said.answers}


@given(taps, taps.map(lambda some: [tap for tap in some if tap[0] == "fact"]))
def test_facts_changed_back_restore_exactly_what_stood_before(done, amended):
    draft = a_draft(Facts())
    for tap in done:
        draft = tapped(draft, tap)
    before = content_hash(content(draft))
    facts = draft.head.facts
    for tap in amended:
        draft = tapped(draft, tap)
    for name in FACT_NAMES:
        draft = tapped(draft, ("fact", (name, getattr(facts, name))))
    assert content_hash(content(draft)) == before


def test_a_visit_in_which_nothing_is_set_aside_has_the_hash_that_it_always_had():
    draft = a_draft(Facts())
    for code in CODES:
        draft = tapped(draft, ("answer", DraftAnswer(code, PASS, at="2026-11-25T02:00:00Z")))
    assert b'"aside"' not in msgspec.json.encode(content(draft))


def test_a_try_sets_nothing_aside():
    draft = tapped(a_draft(Facts(hot_work=False)), ("answer", DraftAnswer("3-03", PASS)))
    assert content(draft).aside
    head = msgspec.structs.replace(draft.head, outcome=Outcome.REFUSED)
    assert content(msgspec.structs.replace(draft, head=head)).aside == ()


# -- a day ---------------------------------------------------------------------------------------------------------


def amend(world, draft, **facts):
    head = visit.open_visit(world.laptop, draft).draft.head
    changed = msgspec.structs.replace(head.facts, **facts)
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, facts=changed))


@pytest.fixture
def draft(world):
    """Answered as if there were hot work: 3-03 failed there, with a photo and its hazard. Then: there is none."""
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], VisitType.ASSESSMENT)
    amend(world, draft, hot_work=True)
    draft = world.answered(NAME, fail=("3-03",))
    visit.add_photo(world.laptop, draft, "3-03", photo(1), "a.jpg")
    amend(world, draft, hot_work=False)
    return draft


@pytest.fixture
def sealed(world, draft):
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    world.carry(world.laptop, world.office)
    return draft


def test_the_answer_travels_to_the_office_with_its_photo_and_nothing_counts_it(world, sealed):
    shown = review.open_review(world.office, sealed)
    aside = next(answer for answer in shown.body.content.aside if answer.verdict is FAIL)
    assert (aside.item, aside.verdict, len(aside.photos)) == ("3-03", FAIL, 1)
    assert visit.photo_bytes(world.office, aside.photos[0].sha256) is not None
    assert "3-03" not in shown.body.content.items
    (row,) = review.visits_to_review(world.office)
    asked = len(items_for(FORM, shown.body.content.facts))
    assert (row.passed, row.failed, row.not_applicable, row.majors, row.photos) == (asked, 0, 0, 0, 1)
    assert due.open_hazards(world.office) == [] == due.open_hazards(world.laptop)
    assert lists.figures(world.office).open_hazards == 0
    assert doctor(world.office).ok


def test_it_is_not_in_the_way_of_the_verdict(world, sealed):
    shown = review.open_review(world.office, sealed)
    review.approve(world.office, sealed, shown.version, world.reviewer, [[0, 0, 900, 900]], "")
    assert verdicts.enterprise_verdict(world.office, world.enterprises[NAME]).standardised


def test_facts_put_right_again_bring_back_the_answer_and_its_hazard(world, draft):
    amend(world, draft, hot_work=True)
    said = visit.open_visit(world.laptop, draft).content
    assert said.aside == ()
    assert [(hazard.item, hazard.rectification) for hazard in said.hazards] == [("3-03", FILLED)]


def test_a_correction_brings_the_answer_and_its_photo_back_into_the_draft(world, sealed):
    again = visit.correct(world.laptop, sealed, reason="写错了")
    shown = visit.open_visit(world.laptop, again)
    assert shown.draft.answers["3-03"].verdict is FAIL
    assert len(shown.draft.photos_at("3-03")) == 1
    assert "3-03" in {answer.item for answer in shown.content.aside}


def test_a_correction_of_the_facts_withdraws_the_hazard_and_the_next_one_opens_it_as_it_was(world):
    inspection, _ = world.visit(NAME, fail=("1-06",))
    own = ids.hazard_id(inspection, "3-03")

    def corrected(**facts):
        draft = visit.correct(world.laptop, inspection, reason="写错了")
        amend(world, draft, **facts)
        for owed in visit.open_visit(world.laptop, draft).owed:
            visit.answer_item(world.laptop, draft, DraftAnswer(owed.item, FAIL if owed.item == "3-03" else PASS))
            visit.record_hazard(world.laptop, draft, "3-03", FILLED)
        world.sign_all(draft)
        signing.seal(world.laptop, draft)
        with world.laptop.read() as conn:
            return documents.hazard(conn, own)

    assert corrected(hot_work=True).state == "open"
    assert corrected(hot_work=False).state == "withdrawn"
    back = corrected(hot_work=True)
    assert (back.state, back.rectification) == ("open", FILLED)
    assert doctor(world.laptop).ok
