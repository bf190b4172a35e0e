"""How a zone gets over the line, as the office reads it; and that doing it gets it there."""

from datetime import date, timedelta

import msgspec
import pytest
from history_maker import DAYS, Maker, histories
from hypothesis import HealthCheck, given, settings
from test_standing import after
from test_verdict_rules import approve_all
from world import MAJOR, STROKES, hazard_due, photo, small_world

from zjg_inspect import errors
from zjg_inspect.model import clock, ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Outcome, Someone, Verdict, VisitType
from zjg_inspect.model.review import ItemRemark
from zjg_inspect.service import people, planning, review, signing, verdicts, visit

FIRST, SECOND, THIRD = "甲五金厂", "乙机械厂", "丙塑料厂"


def the_plan(world, on=None, target=None):
    return planning.zone_plan(world.office, world.zone, on, target=target)


def said(rows):
    return [(each.name, [step.kind for step in each.steps]) for each in rows]


def is_reached(world):
    (zone,) = [z for z in verdicts.zone_verdicts(world.office) if z.id == world.zone]
    return zone.standardised_zone


@pytest.fixture
def names(world):
    return list(world.enterprises)


def test_nobody_was_there_yet_so_nothing_is_promised(world):
    plan = the_plan(world)
    assert (plan.total, plan.standardised, plan.missing, plan.most) == (3, 0, 3, 0)
    assert (plan.needed, plan.spare, plan.unseen, plan.from_unknown) == ((), (), 3, 3)
    assert {step.kind for each in plan.unknown for step in each.steps} == {"assess"}


def test_a_third_partys_visit_and_a_locked_gate_are_no_visit(world, names):
    helper = Someone("钱某", people.put_person(world.office, "钱某", "某安全技术公司"), "某安全技术公司")
    crew, world.crew = world.crew, (helper, helper)
    world.visit(names[0])
    world.crew = crew
    a_locked_gate(world, names[1])
    world.carry(world.laptop, world.office)
    approve_all(world)
    plan = the_plan(world)
    assert (plan.unseen, plan.needed) == (3, ())
    assert [why.kind for each in plan.unknown for why in each.verdict.why_not].count("only_third_party") == 1


def a_locked_gate(world, name):
    gate = visit.start_visit(world.laptop, world.enterprises[name], VisitType.ASSESSMENT, Outcome.LOCKED)
    head = visit.open_visit(world.laptop, gate).draft.head
    visit.put_head(world.laptop, gate, msgspec.structs.replace(head, inspectors=world.crew))
    visit.add_photo(world.laptop, gate, "", photo(), "门锁.jpg")
    signing.seal(world.laptop, gate)


def test_a_signature_comes_before_a_visit_and_doing_both_reaches_the_line(world, names):
    """Three enterprises: one waits for its review, one has a hazard that was reviewed, one was sent back."""
    waiting, open_, returned = names
    for name, fail in ((open_, ("4-09",)), (returned, ()), (waiting, ())):
        world.visit(name, fail=fail)
    world.carry(world.laptop, world.office)
    rows = {each.name: each for each in review.visits_to_review(world.office)}
    review.approve(
        world.office, rows[open_].inspection, version(world, rows[open_]), world.reviewer, STROKES, ""
    )  # fmt: skip
    remark = (ItemRemark("1-01", "请补照片"),)
    shown = rows[returned]
    review.send_back(world.office, shown.inspection, version(world, shown), world.reviewer, "", remark)
    plan = the_plan(world)
    assert said(plan.needed) == [(waiting, ["review"]), (returned, ["correct", "review"]), (open_, ["reinspect"])]
    assert plan.needed[2].steps[0].items == ("4-09",)
    (visit,) = [plan.visits[about] for about in plan.needed[0].steps[0].about]
    assert (visit.type, visit.date) == ("assessment", clock.today().isoformat())
    # two of three are enough for 60 %: the dearest is spared
    assert [said(each) for each in (the_plan(world, target=60).needed, the_plan(world, target=60).spare)] == [
        said(plan.needed[:2]),
        said(plan.needed[2:]),
    ]
    correct(world, shown.inspection)
    world.visit(open_, type=VisitType.REINSPECTION)
    world.carry(world.laptop, world.office)
    assert said(the_plan(world).needed) == [(name, ["review"]) for name in sorted((waiting, returned))]
    approve_all(world)
    assert is_reached(world)
    assert the_plan(world).missing == 0


def version(world, row):
    return review.open_review(world.office, row.inspection).version


def correct(world, inspection):
    draft = visit.correct(world.laptop, inspection, reason="写错了")
    visit.answer_item(world.laptop, draft, DraftAnswer("1-01", Verdict.PASS, "照片已补"))
    world.sign_all(draft)
    signing.seal(world.laptop, draft)


def test_a_major_hazard_needs_going_there_and_then_a_signature(world, names):
    hazard_due(world, names[0], 3, MAJOR)
    world.carry(world.laptop, world.office)
    approve_all(world)
    (row,) = the_plan(world).needed
    assert said([row]) == [(names[0], ["reinspect_major"])]
    again = world.answered(names[0], type=VisitType.REINSPECTION)
    visit.add_photo(world.laptop, again, "4-09", photo(1), "b.jpg")
    world.sign_all(again)
    signing.seal(world.laptop, again)
    world.carry(world.laptop, world.office)
    (row,) = the_plan(world).needed
    assert said([row]) == [(names[0], ["review"])]
    assert the_plan(world).visits[row.steps[0].about[0]].type == "reinspection"
    approve_all(world)
    assert the_plan(world).standardised == 1


def test_a_past_day_has_the_plan_of_that_day(world, names):
    world.visit(names[0])
    world.carry(world.laptop, world.office)
    approve_all(world)
    today = clock.today()
    assert the_plan(world).standardised == the_plan(world, today).standardised == 1
    before = the_plan(world, today - timedelta(days=1))
    assert (before.standardised, before.unseen) == (0, 3)


def test_a_zone_that_is_not_there_has_no_plan(world):
    with pytest.raises(errors.NotFound):
        planning.zone_plan(world.office, ids.new_id())


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    world = small_world(tmp_path_factory.mktemp("plans"))
    yield Maker(world)
    world.close()


class _NoTransaction:
    """The store as the transaction that is under way sees it."""

    def __init__(self, db, conn):
        self._db, self._conn = db, conn

    def __getattr__(self, name):
        return getattr(self._db, name)

    def read(self):
        return self

    def __enter__(self):
        return self._conn

    def __exit__(self, *_what):
        return None


@given(histories)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_plan_counts_whom_the_verdicts_count_today_and_on_any_day(maker, history):
    """Whatever happened: so many are there, and everybody else is planned for."""
    world = maker.world

    def look(conn):
        view = _NoTransaction(world.office, conn)
        for day in (None, date.fromisoformat(DAYS[3]), clock.today()):
            (zone,) = [z for z in verdicts.zone_verdicts(view, day) if z.id == world.zone]
            plan = planning.zone_plan(view, world.zone, day)
            assert (plan.total, plan.standardised, plan.missing) == (zone.total, zone.standardised, zone.missing)
            planned = (*plan.needed, *plan.spare, *plan.unknown)
            assert len(planned) == len({each.enterprise for each in planned}) == plan.total - plan.standardised
        return True

    assert after(maker, [made.record for made in maker.write(history)], look)
