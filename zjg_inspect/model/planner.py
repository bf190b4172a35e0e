"""What would bring a zone over the line, the cheapest first; what nobody has seen yet is told apart (§五(三))."""

from collections.abc import Callable, Iterable
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from zjg_inspect.model.verdict import TARGET, Assessment, Case, Failure, OpenHazard, age, basis_of, lacking

StepKind = Literal["review", "settle", "correct", "reinspect", "reinspect_major", "assess"]
"""In the order of cheapness: a signature that is owed; a conflict to settle; a returned visit to correct; hazards to
re-inspect, and those among which a major one is, which asks for a photo and a review; a 核查, of which nobody knows
how it will turn out."""

_CHEAPEST_FIRST: tuple[StepKind, ...] = get_args(StepKind)


class Step(msgspec.Struct, frozen=True):
    """One thing to do at an enterprise. `about`: the inspection, what is in conflict, or the hazards of one
    re-inspection; of a 核查 the one before that cannot be mended, if any. `items`: those of the hazards."""

    kind: StepKind
    about: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class Way(msgspec.Struct, frozen=True):
    """All that is to be done, in this order, until the enterprise is standardised."""

    enterprise: str
    steps: tuple[Step, ...]

    @property
    def certain(self) -> bool:
        """Whether it needs no 核查; a re-inspection is taken to find what is told as rectified."""
        return all(step.kind != "assess" for step in self.steps)

    @property
    def first_visit(self) -> bool:
        """Whether nobody has made a 核查 there yet; a third party's visit or a try is none."""
        return any(step.kind == "assess" and not step.about for step in self.steps)


class Plan(msgspec.Struct, frozen=True):
    """A zone's ways, the cheapest first. `certain`: of those of which all is known; `unknown`: of those that need a
    核查 first, which is never counted on. `target`: per cent."""

    total: int
    standardised: int
    target: int
    certain: tuple[Way, ...]
    unknown: tuple[Way, ...]

    @property
    def missing(self) -> int:
        return lacking(self.standardised, self.total, self.target)

    @property
    def needed(self) -> tuple[Way, ...]:
        """As many as are missing, where there are so many."""
        return self.certain[: self.missing]

    @property
    def most(self) -> int:
        """How many are standardised once everything known is done."""
        return self.standardised + len(self.certain)

    @property
    def from_unknown(self) -> int:
        """How many of the unknown ones must turn out well besides."""
        return max(0, self.missing - len(self.certain))


def plan(cases: Iterable[tuple[str, Case]], target: int = TARGET) -> Plan:
    """What would bring these enterprises, all that count in a zone, to the target; of equal ways those given first."""
    ways = [Way(enterprise, way(case)) for enterprise, case in cases]
    open_ = sorted((each for each in ways if each.steps), key=lambda each: _cost(each.steps))
    return Plan(
        total=len(ways),
        standardised=len(ways) - len(open_),
        target=target,
        certain=tuple(each for each in open_ if each.certain),
        unknown=tuple(sorted((each for each in open_ if not each.certain), key=lambda each: not each.first_visit)),
    )


def way(case: Case) -> tuple[Step, ...]:
    """The cheapest way to a standardised enterprise; nothing where it is.

    Either what stands in the way of the visit that the verdict rests on is cleared; or another visit is signed first
    and becomes that one, since it has seen a major hazard closed or is the newest; or, where none of it can do, another
    核查 is made.
    """
    if case.verdict.standardised:
        return ()
    anew = _anew(case)
    ways = [_walk(case, begin) for begin in (_first, _verified, _newest)]
    return min(*ways, (anew, *_walk(done(case, anew))), key=_cost)


def _cost(steps: tuple[Step, ...]) -> tuple[tuple[int, ...], int]:
    """The dearest first, so that one visit outweighs any number of signatures."""
    return tuple(sorted((_CHEAPEST_FIRST.index(step.kind) for step in steps), reverse=True)), sum(
        len(step.about) for step in steps
    )


def _walk(case: Case, begin: Callable[[Case], Step | None] = lambda _case: None) -> tuple[Step, ...]:
    """All steps: those that `begin` finds while it finds any, before what is in the way of the verdict."""
    steps = []
    while (step := begin(case) or _first(case)) is not None:
        steps.append(step)
        case = done(case, step)
    return tuple(steps)


def _first(case: Case) -> Step | None:
    """What to do first about the visit that the verdict rests on, or about a hazard."""
    verdict = case.verdict
    if verdict.standardised:
        return None
    visit = basis_of(case.assessments)
    if visit is None:
        return _anew(case)
    if (step := _for_review(visit)) is not None:
        return step
    why = {each.about: each.kind for each in verdict.why_not}
    in_the_way = [each for each in case.hazards if each.hazard in why]
    for hazard in in_the_way:
        if hazard.in_conflict:
            return Step("settle", (hazard.hazard,), (hazard.item,))
    if (step := _verified(case)) is not None:
        return step
    failed = [each for each in visit.failures if not each.closed and why.get(each.item) in ("item", "key_item")]
    again = Step("reinspect_major" if in_the_way else "reinspect", *_hazards(in_the_way, failed))
    # an item that no hazard closes can only be found met by another 核查
    return again if done(case, again).verdict.standardised else _anew(case)


def _anew(case: Case) -> Step:
    visit = basis_of(case.assessments)
    return Step("assess", () if visit is None else (visit.inspection,))


def _verified(case: Case) -> Step | None:
    """What to do first about a visit that saw a major hazard closed."""
    visits = {each.inspection: each for each in (*case.rechecks, *case.assessments)}
    for hazard in case.hazards:
        if hazard.verified_in and not hazard.in_conflict:
            return _for_review(visits[hazard.verified_in])
    return None


def _newest(case: Case) -> Step | None:
    """What to do first about the newest visit, until it is approved."""
    return _for_review(max(case.assessments, key=age)) if case.assessments else None


def _for_review(visit: Assessment) -> Step | None:
    if visit.in_conflict or visit.review == "conflict":
        return Step("settle", (visit.inspection,))
    if visit.review == "returned":
        return Step("correct", (visit.inspection,))
    return None if visit.review == "approved" else Step("review", (visit.inspection,))


def _hazards(
    hazards: Iterable[OpenHazard], failures: Iterable[Failure]
) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """The hazards of both with their items, in the order of the items."""
    pairs = {(each.item, each.hazard) for each in hazards} | {(each.item, each.hazard) for each in failures}
    closable = sorted(pair for pair in pairs if pair[1])
    return tuple(hazard for _, hazard in closable), tuple(dict.fromkeys(item for item, _ in closable))


def done(case: Case, step: Step) -> Case:
    """What the verdict rests on once this is done, and found rectified or met where a person goes to see.

    What was settled or corrected waits for its review again; a hazard that was settled is taken to be open.
    """
    about = set(step.about)
    if step.kind in ("reinspect", "reinspect_major"):
        return _closed(case, about)
    if step.kind == "assess":
        clean = Assessment("assess", "", "9999-12-31", "approved", False, 100, 1, ())
        return replace(case, assessments=(*case.assessments, clean))

    def seen_to(visits: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
        return tuple(_seen_to(each, step.kind) if each.inspection in about else each for each in visits)

    hazards = tuple(
        replace(each, in_conflict=False, verified_in="") if each.hazard in about else each for each in case.hazards
    )
    own, others = seen_to(case.assessments), seen_to(case.rechecks)
    approved = {each.inspection for each in (*own, *others) if each.review == "approved" and not each.in_conflict}
    seen = {each.hazard for each in hazards if each.verified_in in approved and not each.in_conflict}
    return _closed(replace(case, assessments=own, rechecks=others, hazards=hazards), seen)


def _seen_to(visit: Assessment, kind: StepKind) -> Assessment:
    """A visit once it is signed, corrected or settled; its merged version is another one than was reviewed, while a
    review that is given anew is settled by that."""
    if kind == "settle" and visit.in_conflict:
        return replace(visit, in_conflict=False, review="none" if visit.review in ("none", "returned") else "suspended")
    return replace(visit, review="none" if kind == "correct" else "approved")


def _closed(case: Case, hazards: set[str]) -> Case:
    visits = tuple(
        replace(
            visit,
            failures=tuple(replace(each, closed=each.closed or each.hazard in hazards) for each in visit.failures),
        )
        for visit in case.assessments
    )
    left = tuple(each for each in case.hazards if each.hazard not in hazards)
    return replace(case, assessments=visits, hazards=left)
