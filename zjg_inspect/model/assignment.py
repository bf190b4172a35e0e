"""An assignment (派单): which laptop visits which enterprise, for what, by when."""

import msgspec

from zjg_inspect.model.inspection import VisitType
from zjg_inspect.model.types import DeviceId, Uuid, VisitDate


class Assignment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The office sends a laptop to an enterprise by a day; `withdrawn` once it is no longer wanted.

    It is done by a finished visit of this type there, sealed on or after `since`; that is derived, never stored.
    """

    enterprise: Uuid
    device: DeviceId
    type: VisitType
    since: VisitDate
    due: VisitDate
    note: str = ""
    withdrawn: bool = False
