"""The office's hazard ledger (隐患台账): where each hazard stands in it, and how its columns add up."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple, get_args

import msgspec

from zjg_inspect.model.deadline import is_past, is_soon
from zjg_inspect.model.hazard import HazardState
from zjg_inspect.model.inspection import Grade

# Each hazard stands in one of these; what a correction has withdrawn is none. `referred`: open, and handed over to
# enforcement. `review`: a major one that an inspector has found rectified, in a visit that is not approved yet: it is
# closed only with a photo and a reviewer.
Stage = Literal["open", "rectified", "referred", "review", "closed"]
UNSETTLED: tuple[Stage, ...] = ("open", "rectified", "referred", "review")
# By when it is to be rectified; `none` where no day was set, or an inspector has found it rectified.
Due = Literal["overdue", "week", "later", "none"]
WEEK = 7
# What is still missing until a major hazard is closed.
ToClose = Literal["recheck", "photo", "review"]


def stage(state: HazardState, grade: Grade, referred: bool, approved: bool) -> Stage | None:
    """`approved`: the visit that found it rectified is approved. None: withdrawn."""
    match state:
        case "open" | "rectified":
            return "referred" if referred else state
        case "closed":
            return "review" if grade is Grade.MAJOR and not approved else "closed"
    return None


def due(deadline: str, state: HazardState, on: date) -> Due:
    """`week`: today and the seven days after it."""
    if not deadline or state not in ("open", "rectified"):
        return "none"
    return "overdue" if is_past(deadline, on) else "week" if is_soon(deadline, on, WEEK) else "later"


def still_to_close(state: HazardState, pictured: bool, approved: bool) -> tuple[ToClose, ...]:
    """What a major hazard still needs to be closed for good; `pictured`: the re-inspection photographed it.

    Once the re-inspection is approved nothing is missing: who reviewed it saw what there was to see.
    """
    if state in ("open", "rectified"):
        return get_args(ToClose)
    if approved:
        return ()
    return ("review",) if pictured else ("photo", "review")


class Choice(msgspec.Struct, frozen=True):
    """What of the ledger is looked at; empty: all of it. `text` is looked for in the enterprise's name, pinyin initials
    and code and in what is wrong."""

    stage: Stage | Literal["unsettled", ""] = "unsettled"
    due: Due | Literal[""] = ""
    grade: Literal["major", "general", ""] = ""
    township: str = ""
    zone: str = ""
    text: str = ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        return UNSETTLED if self.stage == "unsettled" else get_args(Stage) if not self.stage else (self.stage,)


class Cell(NamedTuple):
    """How many hazards stand at the same place."""

    township: str
    zone: str
    stage: Stage
    due: Due
    grade: str
    hazards: int


class Columns(NamedTuple):
    """How many would be listed were the choice another in this one respect and the same in all others."""

    stages: Counter[str]
    dues: Counter[str]
    grades: Counter[str]
    townships: Counter[str]
    zones: Counter[str]
    listed: int


def columns(cells: Iterable[Cell], choice: Choice) -> Columns:
    """The figures beside the choices. So the stages of a choice without a stage add up to all that it lists, and so do
    the due dates, the grades, the townships and the zones."""
    found = Columns(Counter(), Counter(), Counter(), Counter(), Counter(), 0)
    listed = 0
    for cell in cells:
        fits = {
            "stage": cell.stage in choice.stages,
            "due": choice.due in ("", cell.due),
            "grade": choice.grade in ("", cell.grade),
            "place": choice.township in ("", cell.township) and choice.zone in ("", cell.zone),
        }
        but = [name for name, fit in fits.items() if not fit]
        if but in ([], ["stage"]):
            found.stages[cell.stage] += cell.hazards
        if but in ([], ["due"]):
            found.dues[cell.due] += cell.hazards
        if but in ([], ["grade"]):
            found.grades[cell.grade] += cell.hazards
        if but in ([], ["place"]):
            found.townships[cell.township] += cell.hazards
            found.zones[cell.zone] += cell.hazards
        listed += 0 if but else cell.hazards
    return found._replace(listed=listed)
