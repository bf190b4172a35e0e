"""A hazard (隐患): open → rectified → verified closed or reopened; every step is a version of its own."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

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


class HazardBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
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
