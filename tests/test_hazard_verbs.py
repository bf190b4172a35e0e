"""Between two visits: what the enterprise says it has done, extensions, the referral; and what recurs."""

import itertools
import random
import shutil
from datetime import timedelta

import msgspec
import pytest
from forger import Forger
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from two_laptops import a_pair, body_of, corrected, hazard_steps
from world import FILLED, MAJOR, hazard_due, photo

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Someone, Verdict, VisitType
from zjg_inspect.service import due, hazards, setup, signing, verdicts, visit
from zjg_inspect.service.doctor import doctor
from zjg_inspect.store import tables

NAME, ITEM = "甲五金厂", "4-09"
_SEQUENCES = itertools.count(1000, 100)
WANG = Someone("王某", title="车间主任")


def day(days):
    return (today() + timedelta(days=days)).isoformat()


@pytest.fixture
def pair(tmp_path):
    with a_pair(tmp_path) as made:
        yield made


@pytest.fixture
def hazard(world):
    """One open hazard, due in three days, that office and laptop know."""
    hazard_due(world, NAME, 3)
    world.carry(world.laptop, world.office)
    (row,) = due.open_hazards(world.laptop)
    return row.id


def row_of(db, hazard):
    return hazards.hazard_story(db, hazard).row


def rechecks(world, *, fail=(), days=0, pictured=False):
    """A re-inspection, that many days from now."""
    draft = world.answered(NAME, fail=fail, type=VisitType.REINSPECTION)
    return sealed(world, draft, days, pictured)


def visits(world, *, fail=(), days=0):
    return sealed(world, world.answered(NAME, fail=fail), days)


def sealed(world, draft, days, pictured=False):
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, date=day(days)))
    if pictured:
        visit.add_photo(world.laptop, draft, ITEM, photo(5), "b.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    return draft


# -- the enterprise's word -----------------------------------------------------------------------------------------


def test_what_the_enterprise_says_it_has_done_waits_for_an_inspector(world, hazard):
    taken = [hazards.Evidence(photo(3), "改好了.jpg")]
    hazards.record_rectified(world.office, hazard, day(0), WANG, "托盘已清走", taken)
    row = row_of(world.office, hazard)
    assert (row.state, row.date) == ("rectified", day(0))
    assert [each.id for each in due.open_hazards(world.office)] == [hazard]
    found, done = hazards.hazard_story(world.office, hazard).steps
    assert (found.step, found.by) == ("opened", ("张某", "李某"))
    assert (done.step, done.by, done.reason) == ("rectified", ("王某",), "托盘已清走")
    assert (done.visit, done.device) == ("", "塘桥镇安监办")
    assert visit.photo_bytes(world.office, done.photos[0].sha256)

    world.carry(world.office, world.laptop)
    assert visit.photo_bytes(world.laptop, done.photos[0].sha256)
    rechecks(world)
    assert row_of(world.laptop, hazard).state == "closed"
    assert doctor(world.laptop).ok


def test_what_was_said_to_be_rectified_and_is_not_is_open_again(world, hazard):
    hazards.record_rectified(world.laptop, hazard, day(0), WANG, "托盘已清走")
    rechecks(world, fail=(ITEM,))
    assert row_of(world.laptop, hazard).state == "open"
    assert [each.step for each in hazards.hazard_story(world.laptop, hazard).steps] == [
        "opened", "rectified", "reopened",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "note", "date", "refused"),
    [
        (Someone(" "), "托盘已清走", 0, errors.EvidenceMissing),
        (WANG, "  ", 0, errors.EvidenceMissing),
        (WANG, "托盘已清走", 1, errors.RectifiedDateWrong),
        (WANG, "托盘已清走", -1, errors.RectifiedDateWrong),
    ],
)
def test_a_word_without_evidence_or_of_another_day_is_not_recorded(world, hazard, by, note, date, refused):
    before = hazards.hazard_story(world.laptop, hazard)
    with pytest.raises(refused):
        hazards.record_rectified(world.laptop, hazard, day(date), by, note)
    assert hazards.hazard_story(world.laptop, hazard) == before


def test_a_spoilt_photo_records_nothing(world, hazard):
    with pytest.raises(errors.PhotoDamaged):
        hazards.record_rectified(
            world.laptop, hazard, day(0), WANG, "已清走", [hazards.Evidence(photo()[:300], "a.jpg")]
        )
    assert row_of(world.laptop, hazard).state == "open"


# -- more time -----------------------------------------------------------------------------------------------------


def test_an_extension_says_why_and_keeps_the_first_deadline(world, hazard):
    hazards.extend(world.laptop, hazard, day(10), "等设备到货")
    hazards.extend(world.laptop, hazard, day(20), "供应商又推迟")
    row = row_of(world.laptop, hazard)
    assert (row.deadline, row.first_deadline, row.extensions, row.state) == (day(20), day(3), 2, "open")
    told = [(each.deadline, each.reason) for each in hazards.hazard_story(world.laptop, hazard).steps]
    assert told == [(day(3), ""), (day(10), "等设备到货"), (day(20), "供应商又推迟")]


@pytest.mark.parametrize("days", [3, 2, -40])
def test_an_extension_leads_to_a_later_day(world, hazard, days):
    with pytest.raises(errors.DeadlineNotLater) as refused:
        hazards.extend(world.laptop, hazard, day(days), "等设备到货")
    assert refused.value.first == day(4)


def test_an_overdue_one_is_not_extended_into_the_past(world):
    hazard_due(world, NAME, -10)
    (row,) = due.open_hazards(world.laptop)
    with pytest.raises(errors.DeadlineNotLater):
        hazards.extend(world.laptop, row.id, day(-1), "等设备到货")
    hazards.extend(world.laptop, row.id, day(0), "今天就改")


@pytest.mark.parametrize(
    "verb", [lambda db, own: hazards.extend(db, own, day(9), " "), lambda db, own: hazards.refer(db, own, "")]
)
def test_extending_and_referring_need_a_reason(world, hazard, verb):
    with pytest.raises(errors.StepReasonMissing):
        verb(world.laptop, hazard)
    assert len(hazards.hazard_story(world.laptop, hazard).steps) == 1


# -- the referral --------------------------------------------------------------------------------------------------


def test_what_was_referred_stays_open_and_marked_until_it_is_closed(world, hazard):
    hazards.refer(world.office, hazard, "两次逾期不改")
    world.carry(world.office, world.laptop)
    assert (row_of(world.laptop, hazard).state, row_of(world.laptop, hazard).referred) == ("open", True)
    hazards.extend(world.laptop, hazard, day(9), "执法同意")
    rechecks(world, fail=(ITEM,))
    assert row_of(world.laptop, hazard).referred
    assert hazards.hazard_story(world.laptop, hazard).verbs == ("rectified", "extended")
    with pytest.raises(errors.HazardStepImpossible):
        hazards.refer(world.laptop, hazard, "再移交一次")
    rechecks(world, days=1)
    assert (row_of(world.laptop, hazard).state, row_of(world.laptop, hazard).referred) == ("closed", False)


def test_nothing_is_said_of_what_is_closed(world, hazard):
    rechecks(world)
    assert hazards.hazard_story(world.laptop, hazard).verbs == ()
    for verb in (
        lambda: hazards.extend(world.laptop, hazard, day(9), "等设备"),
        lambda: hazards.refer(world.laptop, hazard, "不改"),
        lambda: hazards.record_rectified(world.laptop, hazard, day(0), WANG, "已清走"),
    ):
        with pytest.raises(errors.HazardStepImpossible) as refused:
            verb()
        assert refused.value.state == "closed"


def test_a_hazard_that_nobody_knows_is_not_found(world):
    for verb in (hazards.hazard_story, lambda db, own: hazards.refer(db, own, "不改")):
        with pytest.raises(errors.NotFound):
            verb(world.laptop, ids.new_id())


# -- together with visits, corrections, conflicts -------------------------------------------------------------------


def test_an_extension_made_after_a_visit_was_begun_does_not_hide_the_hazard_from_it(world, hazard):
    """The visit is of yesterday; today somebody extended: failing the item must not open it twice."""
    draft = world.answered(NAME)
    head = visit.open_visit(world.laptop, draft).draft.head
    visit.put_head(world.laptop, draft, msgspec.structs.replace(head, date=day(1)))
    hazards.extend(world.laptop, hazard, day(9), "等设备到货")
    assert [each.hazard for each in visit.open_visit(world.laptop, draft).known] == [hazard]


def test_a_correction_of_the_words_leaves_an_extended_deadline(world):
    inspection, _ = world.visit(NAME, fail=(ITEM,))
    own = ids.hazard_id(inspection, ITEM)
    hazards.extend(world.laptop, own, "2027-03-01", "等设备到货")
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.record_hazard(world.laptop, draft, ITEM, msgspec.structs.replace(FILLED, where="三号车间"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
    now = body_of(world.laptop, "hazard", own)
    assert (now.rectification.where, now.rectification.deadline) == ("三号车间", "2027-03-01")
    row = row_of(world.laptop, own)
    assert (row.deadline, row.first_deadline, row.extensions) == ("2027-03-01", FILLED.deadline, 1)


def test_what_a_correction_takes_back_is_withdrawn_though_it_was_extended(world):
    inspection, _ = world.visit(NAME, fail=(ITEM,))
    own = ids.hazard_id(inspection, ITEM)
    hazards.extend(world.laptop, own, "2027-03-01", "等设备到货")
    corrected(world, inspection, DraftAnswer(ITEM, Verdict.PASS))
    assert row_of(world.laptop, own).state == "withdrawn"


def test_of_what_is_in_conflict_nothing_is_said_before_it_is_settled(pair):
    one, two = pair
    own = hazard_steps(
        one, two, {"step": "verified_closed", "reason": "已清走"}, {"step": "referred", "reason": "不改"}
    )
    row = row_of(one.laptop, own)
    assert (row.state, row.in_conflict, row.referred) == ("open", True, True)
    assert hazards.hazard_story(one.laptop, own).verbs == ()
    with pytest.raises(errors.HazardInConflict):
        hazards.extend(one.laptop, own, "2027-03-01", "等设备到货")
    told = [each.step for each in hazards.hazard_story(one.office, own).steps]
    assert sorted(told) == ["opened", "referred", "verified_closed"]


def test_what_arrives_is_never_refused_for_being_an_impossible_step(pair):
    one, two = pair
    own = hazard_steps(one, two, {"step": "verified_closed", "reason": "已清走"}, {"reason": "看过"})
    maker = Forger(one, db=one.laptop)
    maker._sequence = 500
    heads = [r for r in maker.honest() if r.version.entity == own]
    closed = next(r for r in heads if r.version.body["step"] == "verified_closed")
    after = msgspec.structs.replace(body_of(one.laptop, "hazard", own), step="rectified", reason="后来又说")
    report = maker.hand_in(maker.version("hazard", own, after, parents=[closed.hash.hex()]))
    assert (report.new, report.quarantined, report.held) == (1, 0, 0)


# -- any order gives the same ---------------------------------------------------------------------------------------


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_steps_of_any_devices_in_any_order_of_import_give_the_same(pair, data):
    """Steps by the rules and against them, each following what its writer knew."""
    one, two = pair
    own = ids.hazard_id(one.sealed[0], ITEM)
    first = body_of(one.office, "hazard", own)
    makers = [Forger(one), Forger(one, db=two.laptop), Forger(one, key=one.office.key, db=one.office)]
    makers[0]._sequence = next(_SEQUENCES)
    opened = next(r for r in makers[0].honest() if r.version.entity == own)
    made = [opened]
    steps = ("still_open", "rectified", "verified_closed", "reopened", "extended", "referred", "withdrawn")
    for number in range(data.draw(st.integers(2, 6))):
        maker = data.draw(st.sampled_from(makers))
        parents = data.draw(st.sets(st.sampled_from(range(len(made))), min_size=1, max_size=2))
        step = data.draw(st.sampled_from(steps))
        deadline = f"2027-0{data.draw(st.integers(1, 9))}-01"
        at = "" if step in ("extended", "referred", "rectified") else first.visit
        body = msgspec.structs.replace(
            first, step=step, reason=str(number), visit=at,
            rectification=msgspec.structs.replace(FILLED, deadline=deadline),
        )  # fmt: skip
        made.append(maker.version("hazard", own, body, parents=[made[each].hash.hex() for each in parents]))
    shown = set()
    for seed in range(2):
        order = made[1:]
        random.Random(seed).shuffle(order)
        copy = one.root / f"copy-{ids.new_id()}"
        one.office.checkpoint()
        shutil.copytree(one.office.directory, copy, ignore=shutil.ignore_patterns("lock"))
        with setup.open_data(copy) as office:
            for at in range(0, len(order), 2):
                makers[0].hand_in(*order[at : at + 2], office=office)
            with office.read() as conn:
                shown.add(tuple(conn.execute(select(tables.hazard).where(tables.hazard.c.item == ITEM)).all()))
            health = doctor(office)
            assert health.ok, health.problems
            verdict = verdicts.enterprise_verdict(office, one.enterprises[NAME])
            assert not verdict.standardised
    (rows,) = shown
    assert [row.extensions for row in rows] == [sum(r.version.body["step"] == "extended" for r in made)]


def test_a_major_one_is_closed_with_a_photo_also_after_all_this(world):
    hazard_due(world, NAME, 3, MAJOR)
    (row,) = due.open_hazards(world.laptop)
    hazards.extend(world.laptop, row.id, day(9), "等设备到货")
    hazards.record_rectified(world.laptop, row.id, day(0), WANG, "", [hazards.Evidence(photo(2), "c.jpg")])
    with pytest.raises(errors.StillOwed):
        rechecks(world)
    draft = visit.start_visit(world.laptop, world.enterprises[NAME], VisitType.REINSPECTION)
    sealed(world, draft, 0, pictured=True)
    assert due.open_hazards(world.laptop) == []
