"""Errors in the life of a hazard (model/hazard.LIFE)."""

from zjg_inspect.errors.base import ZjgError

__all__ = [
    "DeadlineNotLater",
    "EvidenceMissing",
    "HazardError",
    "HazardInConflict",
    "HazardStepImpossible",
    "NothingToRectify",
    "RectifiedDateWrong",
    "StepReasonMissing",
]


class HazardError(ZjgError):
    pass


class HazardStepImpossible(HazardError):
    """This step does not follow in the state that the hazard is in."""

    step: str
    state: str


class HazardInConflict(HazardError):
    """Two people have written different things of this hazard; that is to be settled first."""

    hazard: str


class DeadlineNotLater(HazardError):
    """An extension to a day that is not after the present deadline, or gone by; `first` would do."""

    deadline: str
    first: str


class StepReasonMissing(HazardError):
    """Extending and referring need a reason."""

    step: str


class EvidenceMissing(HazardError):
    """Whoever says that a hazard is rectified says who he is and what was done, or shows a photo of it."""


class RectifiedDateWrong(HazardError):
    """A hazard is rectified between the day on which it was found and today."""

    date: str
    first: str
    last: str


class NothingToRectify(HazardError):
    """No hazard is open there, so there is no rectification notice."""

    enterprise: str
