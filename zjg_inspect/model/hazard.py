"""A hazard (隐患): open → rectified → verified closed or reopened; every step is a version of its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from zjg_inspect.model.deadline import is_past
from zjg_inspect.model.inspection import Grade, Photo, Rectification, Someone
from zjg_inspect.model.types import MaybeUuid, Sha256, Uuid, VisitDate

Step = Literal[
    "opened", "still_open", "rectified", "verified_closed", "reopened", "extended", "referred", "withdrawn"
]  # fmt: skip
# The more open first.
HazardState = Literal["open", "rectified", "closed", "withdrawn"]

_STATE: dict[Step, HazardState] = {
    "opened": "open",
    "still_open": "open",
    "reopened": "open",
    "extended": "open",
    "referred": "open",
    "rectified": "rectified",
    "verified_closed": "closed",
    "withdrawn": "withdrawn",
}

# Whose word a step is: the enterprise's (written down by whoever hears it), an inspector's, the office's.
Party = Literal["enterprise", "inspector", "office"]
_ENTERPRISE: frozenset[Party] = frozenset({"enterprise"})
_ON_A_VISIT: frozenset[Party] = frozenset({"inspector"})
_AT_A_DESK: frozenset[Party] = frozenset({"inspector", "office"})

# Which step may follow in each state, and whose it is. What an inspector saw comes about by a sealed visit or its
# correction (service/hazard_steps.py); what is said at a desk by a verb of its own (service/hazards.py). What arrives
# in a bundle is never measured by this: two who do not know of each other may each take a step that the other's rules
# out, and both are read with care.
LIFE: dict[HazardState, dict[Step, frozenset[Party]]] = {
    "open": {
        "rectified": _ENTERPRISE,
        "verified_closed": _ON_A_VISIT,
        "still_open": _ON_A_VISIT,
        "extended": _AT_A_DESK,
        "referred": _AT_A_DESK,
        "withdrawn": _ON_A_VISIT,
    },
    "rectified": {"verified_closed": _ON_A_VISIT, "reopened": _ON_A_VISIT, "withdrawn": _ON_A_VISIT},
    "closed": {"reopened": _ON_A_VISIT},
    "withdrawn": {"opened": _ON_A_VISIT},
}


class HazardBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A hazard after one step: `inspection` and `item` where it was first found, `visit` where the step was made."""

    enterprise: Uuid
    inspection: Uuid
    item: str
    form: Sha256
    step: Step
    date: VisitDate
    rectification: Rectification
    visit: MaybeUuid = ""
    by: tuple[Someone, ...] = ()
    photos: tuple[Photo, ...] = ()
    reason: str = ""

    @property
    def state(self) -> HazardState:
        return _STATE[self.step]

    @property
    def statement(self) -> tuple[Any, ...]:
        """What this step says, apart from the hazard itself; a version that only amends the words keeps it."""
        return self.step, self.date, self.visit, self.by, self.photos, self.reason


class History(NamedTuple):
    """What all steps of a hazard add up to.

    `found`: the day on which it was opened. `seen`: the last day on which an inspector stood before it.
    `first_deadline`: the one that it had before it was ever extended. `referred`: handed over to enforcement (移交执法)
    and neither closed nor withdrawn since, whatever else was said of it in between.
    """

    found: str
    seen: str
    first_deadline: str
    extensions: int
    referred: bool


class Recurrence(NamedTuple):
    """第 n 次出现: the same was found and verified closed here before, the last time on these days."""

    nth: int
    found: str
    closed: str


def next_steps(state: HazardState, party: Party) -> tuple[Step, ...]:
    """The steps that this party may take of a hazard in this state."""
    return tuple(step for step, parties in LIFE[state].items() if party in parties)


def history(versions: Mapping[str, tuple[HazardBody, Sequence[str]]], heads: Iterable[str]) -> History:
    """What the versions of one hazard add up to; each stands by its hash with its parents, which are there too.

    Of several heads the careful reading holds: referred where one of them is.
    """
    if len(versions) == 1:
        # as all hazards begin; a large import has many of them
        ((body, _),) = versions.values()
        return History(
            found=body.date,
            seen=body.date,
            first_deadline=body.rectification.deadline,
            extensions=int(body.step == "extended"),
            referred=body.step == "referred",
        )
    parents = {own: tuple(above) for own, (_, above) in versions.items()}
    extended: dict[str, frozenset[tuple[Any, ...]]] = {}
    referred: dict[str, bool] = {}
    for own in TopologicalSorter(parents).static_order():
        body = versions[own][0]
        extended[own] = frozenset().union(*(extended[each] for each in parents[own]))
        if body.step == "extended":
            extended[own] |= {body.statement}
        passed_on = body.state not in ("closed", "withdrawn") and any(referred[each] for each in parents[own])
        referred[own] = body.step == "referred" or passed_on
    before = [own for own in versions if not extended[own]]
    followed = {each for own in before for each in parents[own]}
    last_before = [versions[own][0].rectification.deadline for own in before if own not in followed]
    roots = [body.date for body, above in versions.values() if not above]
    visited = [body.date for body, _ in versions.values() if body.visit]
    return History(
        found=min(roots),
        seen=max(visited, default=min(roots)),
        # one that begins with an extension has no other deadline to show
        first_deadline=min(last_before or [body.rectification.deadline for body, _ in versions.values()]),
        extensions=len(frozenset().union(*extended.values())),
        referred=any(referred[head] for head in heads),
    )


def came_before(found: str, closed: str, day: str) -> bool:
    """Whether a hazard found and verified closed on these days was over when the next was found on this day."""
    return closed < day or (closed == day and found < day)


def recurrence(before: Iterable[tuple[str, str]], day: str) -> Recurrence | None:
    """What is found on this day, after these (found, closed) of the same item there; None where it is the first."""
    over = sorted((closed, found) for found, closed in before if came_before(found, closed, day))
    return Recurrence(len(over) + 1, over[-1][1], over[-1][0]) if over else None


def careful_state(hazards: Iterable[HazardBody]) -> HazardState:
    """The state of a hazard of which several heads are in conflict: what one of them leaves open stays open."""
    return min((hazard.state for hazard in hazards), key=get_args(HazardState).index)


def careful_grade(hazards: Iterable[HazardBody]) -> Grade:
    """Major where one of the heads says so."""
    return min((hazard.rectification.grade for hazard in hazards), key=severity)


def is_overdue(deadline: str, state: HazardState, on: date) -> bool:
    """Whether an open hazard's deadline has passed; derived, never stored."""
    return state in ("open", "rectified") and is_past(deadline, on)


def severity(grade: Grade) -> int:
    """Major first everywhere."""
    return 0 if grade is Grade.MAJOR else 1
