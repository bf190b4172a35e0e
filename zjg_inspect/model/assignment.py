"""An assignment (派单): which laptop visits which enterprise, for what, by when."""

from datetime import date
from typing import Literal

import msgspec

from zjg_inspect.model import deadline
from zjg_inspect.model.inspection import VisitType, visit_types
from zjg_inspect.model.types import DeviceId, Uuid, VisitDate

# What an enterprise can be visited for; 履职检查 is a zone's.
ASSIGNABLE = visit_types(of_zone=False)

State = Literal["open", "soon", "overdue", "done", "withdrawn"]


class Assignment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The office sends a laptop to an enterprise, or a zone, by a day; `withdrawn` once it is no longer wanted.

    It is done by a finished visit of this type there, sealed on or after `since`; that is derived, never stored.
    """

    enterprise: Uuid
    device: DeviceId
    type: VisitType
    since: VisitDate
    due: VisitDate
    note: str = ""
    withdrawn: bool = False


def state_of(due: str, withdrawn: bool, done: str, on: date) -> State:
    """Where an assignment stands on a day; `done` is the day of the visit that did it, or empty. On its day it is in
    time."""
    if withdrawn:
        return "withdrawn"
    if done:
        return "done"
    if deadline.is_past(due, on):
        return "overdue"
    return "soon" if deadline.is_soon(due, on) else "open"
