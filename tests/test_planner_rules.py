"""What would bring a zone over the line: the rule itself, tried by doing what it says on enterprises of every kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from zjg_inspect.model.inspection import Grade
from zjg_inspect.model.planner import Step, plan, way
from zjg_inspect.model.verdict import Assessment, Case, Failure, OpenHazard, basis_of, reaches

ITEMS = ("1-01", "3-02", "4-09")
HAZARDS = ("h1", "h2", "h3")
RANKS = ("review", "settle", "correct", "reinspect", "reinspect_major", "assess")

failures = st.tuples(st.sampled_from(ITEMS), st.booleans(), st.booleans(), st.sampled_from(("", *HAZARDS)))
hazards = st.builds(
    OpenHazard,
    hazard=st.sampled_from(HAZARDS),
    item=st.sampled_from(ITEMS),
    grade=st.sampled_from(Grade),
    state=st.sampled_from(["open", "rectified"]),
    in_conflict=st.sampled_from([False, False, True]),
    verified_in=st.sampled_from(["", "", "v0", "v1", "again"]),
)


reviews = st.sampled_from(["none", "approved", "approved", "suspended", "returned", "conflict"])
rechecks = st.builds(
    lambda review, in_conflict: Assessment("again", "again", "2026-02-20", review, in_conflict, 100, 1, ()),
    reviews,
    st.sampled_from([False, False, True]),
)


@st.composite
def visits(draw):
    """Up to three 核查, each a day after the one before."""
    made = []
    for n in range(draw(st.integers(0, 3))):
        failed = {item: Failure(item, *rest) for item, *rest in draw(st.lists(failures, max_size=3))}
        made.append(
            Assessment(
                f"v{n}", f"hash{n}", f"2026-0{n + 1}-10",
                draw(reviews),
                draw(st.sampled_from([False, False, False, True])),
                draw(st.sampled_from([100, 100, 90])), 10, tuple(failed[item] for item in sorted(failed)),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def cases_(draw):
    """What a store may find: only a major hazard waits for the visit that verified it, and only while it is not
    approved; that visit may be a 复查 (“again”)."""
    made, again = draw(visits()), draw(rechecks)
    known = {each.inspection: each for each in (*made, again)}

    def waits(hazard):
        visit = known.get(hazard.verified_in)
        if visit is None or hazard.grade is not Grade.MAJOR:
            return False
        return hazard.in_conflict or visit.in_conflict or visit.review != "approved"

    own = draw(st.lists(hazards, unique_by=lambda each: each.hazard, max_size=2))
    found = tuple(each if waits(each) else replace(each, verified_in="") for each in own)
    others = (again,) if any(each.verified_in == "again" for each in found) else ()
    return Case(made, found, draw(st.sampled_from(["", "third"])), others)


cases = cases_()
targets = st.sampled_from([60, 70, 70, 85, 100])
zones = st.lists(cases, max_size=12).map(lambda some: [(f"e{n:02}", case) for n, case in enumerate(some)])


def happens(case, step):
    """A person does this, if it can be done now: no one signs what was returned or what two have changed."""
    if step.kind == "assess":
        clean = Assessment("new", "new", "2027-01-01", "approved", False, 100, 10, ())
        return replace(case, assessments=(*case.assessments, clean))
    own = tuple(_seen_to(each, step) for each in case.assessments)
    others = tuple(_seen_to(each, step) for each in case.rechecks)
    hazards, closed = [], set(step.about) if step.kind in ("reinspect", "reinspect_major") else set()
    approved = {each.inspection for each in (*own, *others) if each.review == "approved" and not each.in_conflict}
    for hazard in case.hazards:
        if step.kind == "settle" and hazard.hazard in step.about:
            hazard = replace(hazard, in_conflict=False, verified_in="")
        if not hazard.in_conflict and (hazard.hazard in closed or hazard.verified_in in approved):
            closed.add(hazard.hazard)
        else:
            hazards.append(hazard)
    own = tuple(
        replace(visit, failures=tuple(replace(f, closed=f.closed or f.hazard in closed) for f in visit.failures))
        for visit in own
    )
    return replace(case, assessments=own, rechecks=others, hazards=tuple(hazards))


def _seen_to(visit, step):
    if visit.inspection not in step.about:
        return visit
    if step.kind == "settle" and visit.in_conflict:
        known = visit.review in ("approved", "suspended", "conflict")
        return replace(visit, in_conflict=False, review="suspended" if known else "none")
    if step.kind == "settle" and visit.review == "conflict":
        return replace(visit, review="approved")
    if step.kind == "correct" and visit.review == "returned":
        return replace(visit, review="none")
    if step.kind == "review" and visit.review in ("none", "suspended") and not visit.in_conflict:
        return replace(visit, review="approved")
    return visit


def after(case, steps):
    for step in steps:
        case = happens(case, step)
    return case


def reached(zone, ways):
    """How many are standardised once this is done."""
    steps = {each.enterprise: each.steps for each in ways}
    return sum(after(case, steps.get(own, ())).verdict.standardised for own, case in zone)


@given(zones, targets)
@settings(max_examples=200, deadline=None)
def test_what_the_plan_needs_reaches_the_target_and_not_one_fewer(zone, target):
    made, total = plan(zone, target), len(zone)
    assert made.total == made.most + len(made.unknown) == total
    now = reached(zone, [])
    assert now == made.standardised
    if not total:
        return
    if made.from_unknown:
        assert made.needed == made.certain
        assert not reaches(reached(zone, made.certain), total, target)
        some = made.unknown[: made.from_unknown]
        assert reaches(reached(zone, [*made.certain, *some]), total, target)
        assert not reaches(reached(zone, [*made.certain, *some[:-1]]), total, target)
    else:
        assert reached(zone, made.needed) == now + made.missing
        assert reaches(reached(zone, made.needed), total, target)
        assert not made.needed or not reaches(reached(zone, made.needed[:-1]), total, target)


@given(cases)
@settings(max_examples=400, deadline=None)
def test_a_way_leads_there_and_every_step_of_it_is_needed(case):
    steps = way(case)
    assert (not steps) == case.verdict.standardised
    assert after(case, steps).verdict.standardised
    for n in range(len(steps)):
        assert not after(case, steps[:n] + steps[n + 1 :]).verdict.standardised


def could(case):
    """What somebody could do next about the visit that the verdict rests on, the newest one, those that saw a major
    hazard closed, and each hazard."""
    newest = max(case.assessments, key=lambda each: each.date, default=None)
    about = {each.inspection: each for each in (basis_of(case.assessments), newest, *case.rechecks) if each}
    seen = {each.verified_in for each in case.hazards}
    about |= {each.inspection: each for each in case.assessments if each.inspection in seen}
    for visit in about.values():
        if visit.in_conflict or visit.review == "conflict":
            yield Step("settle", (visit.inspection,))
        elif visit.review == "returned":
            yield Step("correct", (visit.inspection,))
        elif visit.review != "approved":
            yield Step("review", (visit.inspection,))
    majors = {each.hazard for each in case.hazards if each.grade is Grade.MAJOR}
    for hazard in case.hazards:
        if hazard.in_conflict:
            yield Step("settle", (hazard.hazard,))
    known = {each.hazard for each in case.hazards} | {f.hazard for v in case.assessments for f in v.failures}
    for hazard in sorted(known - {""}):
        yield Step("reinspect_major" if hazard in majors else "reinspect", (hazard,))


@given(cases)
@settings(max_examples=200, deadline=None)
def test_nothing_cheaper_would_do_whatever_one_tried(case):
    """Everything that could be done without the plan's dearest kind of step, in any order, leads nowhere."""
    steps = way(case)
    if not steps:
        return
    dearest = max(RANKS.index(step.kind) for step in steps)
    seen, pending = {case}, [case]
    while pending:
        now = pending.pop()
        assert not now.verdict.standardised
        for step in could(now):
            then = happens(now, step)
            if RANKS.index(step.kind) < dearest and then not in seen:
                seen.add(then)
                pending.append(then)


@given(zones, targets)
@settings(max_examples=100, deadline=None)
def test_the_cheapest_come_first_and_nobody_is_bothered_who_is_there_already(zone, target):
    made = plan(zone, target)
    assert made == plan(list(zone), target)
    kinds = [max(RANKS.index(step.kind) for step in each.steps) for each in made.certain]
    assert kinds == sorted(kinds)
    there = {own for own, case in zone if case.verdict.standardised}
    assert not there & {each.enterprise for each in (*made.certain, *made.unknown)}
    never = {own for own, case in zone if not case.assessments}
    assert {each.enterprise for each in made.unknown if each.first_visit} == never
    assert [each.first_visit for each in made.unknown] == sorted((e.first_visit for e in made.unknown), reverse=True)


def visit(name="v", date="2026-11-20", review="approved", failures=(), in_conflict=False):
    return Assessment(name, name, date, review, in_conflict, 100, 40, tuple(failures))


def failed(item="4-09", hazard="h"):
    return Failure(item, False, False, hazard)


def major(hazard="h", verified_in=""):
    state = "rectified" if verified_in else "open"
    return OpenHazard(hazard, "5-02", Grade.MAJOR, state, False, verified_in)


def seen(review, in_conflict=False):
    """A 复查 found the major hazard closed."""
    again = visit("again", "2026-11-24", review, in_conflict=in_conflict)
    return Case((visit(),), (major(verified_in="again"),), rechecks=(again,))


@pytest.mark.parametrize(
    ("case", "steps"),
    [
        (Case((visit(),)), []),
        (Case((visit(review="none"),)), [Step("review", ("v",))]),
        (Case((visit(review="suspended"),)), [Step("review", ("v",))]),
        (Case((visit(review="conflict"),)), [Step("settle", ("v",))]),
        (Case((visit(in_conflict=True),)), [Step("settle", ("v",)), Step("review", ("v",))]),
        (Case((visit(review="returned"),)), [Step("correct", ("v",)), Step("review", ("v",))]),
        (Case((visit(failures=[failed()]),)), [Step("reinspect", ("h",), ("4-09",))]),
        # one re-inspection sees to all that is open there
        (
            Case((visit(failures=[failed(), failed("3-02", "g")]),)),
            [Step("reinspect", ("g", "h"), ("3-02", "4-09"))],
        ),
        (Case((visit(),), (major(),)), [Step("reinspect_major", ("h",), ("5-02",))]),
        # the re-inspection was made, only its review is owed
        (seen("none"), [Step("review", ("again",))]),
        (seen("returned"), [Step("correct", ("again",)), Step("review", ("again",))]),
        (seen("conflict"), [Step("settle", ("again",))]),
        (seen("none", True), [Step("settle", ("again",)), Step("review", ("again",))]),
        # the newest visit is clean and waits: signing is cheaper than going there
        (Case((visit(failures=[failed()]), visit("w", "2026-11-25", "none"))), [Step("review", ("w",))]),
        # it is as bad as the one before: going there is enough
        (
            Case((visit(failures=[failed()]), visit("w", "2026-11-25", "none", [failed()]))),
            [Step("reinspect", ("h",), ("4-09",))],
        ),
        # nobody made a 核查 there: a third party or a locked gate is none
        (Case(), [Step("assess")]),
        (Case(guided="third"), [Step("assess")]),
        (Case(hazards=(major(),)), [Step("assess"), Step("reinspect_major", ("h",), ("5-02",))]),
        # what was found has no hazard any more that could be closed: only another 核查 can tell
        (Case((visit(failures=[failed(hazard="")]),)), [Step("assess", ("v",))]),
    ],
)
def test_what_is_to_be_done_at_one_enterprise(case, steps):
    assert list(way(case)) == steps


def test_where_the_known_ones_are_too_few_it_says_how_many_of_the_unseen_must_do():
    zone = [("a", Case((visit(),))), ("b", Case((visit(review="none"),)))] + [(f"c{n}", Case()) for n in range(8)]
    made = plan(zone)
    assert (made.missing, made.most, made.from_unknown, len(made.unknown)) == (6, 2, 5, 8)
    assert [each.enterprise for each in made.needed] == ["b"]
