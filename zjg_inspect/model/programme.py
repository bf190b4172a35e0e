"""A programme (方案): its phases with dates, the shares to reach, the report day, the days in which to file.

All of it is data: another programme has other phases and figures, and needs no other program.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec

from zjg_inspect import errors
from zjg_inspect.model import types
from zjg_inspect.model.formfields import is_one_line
from zjg_inspect.model.types import CivilDate, VisitDate

FaultKind = Literal[
    "empty",
    "too_long",
    "not_a_line",
    "number",
    "no_day",
    "ends_first",
    "outside",
    "overlap",
    "none",
    "too_many",
    "code",
]
"""`ends_first`: it ends before it begins; `outside`: a phase is not within its programme; `overlap`: a phase begins
before the one above it has ended; `code`: of a wrong shape, or given twice."""

MAX_PHASES = 20
TITLE, SOURCE, PHASE_TITLE = 60, 300, 30
# Least and greatest of every whole number, as a person may set it.
LIMITS: Final[dict[str, tuple[int, int]]] = {
    "enterprises_in_zone": (1, 100), "zones": (1, 100), "report_day": (1, 31), "lease_days": (1, 365),
    "due_soon": (0, 60),
}  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[1-9][0-9]?")
_DAY = re.compile(types.DAY)

Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]


class Phase(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stretch of the programme, both days included."""

    code: str
    title: str
    starts: VisitDate
    ends: VisitDate
    source: str = ""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts <= day.isoformat() <= self.ends


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whole per cent: of a zone's enterprises, and of the city's zones (双七十, §一)."""

    enterprises_in_zone: Percent
    zones: Percent


class Programme(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`filing_by`: the day by which zones are filed and the survey is handed in, empty where neither is asked.

    `lease_days` after signing a lease is still filed in time; so many days (`due_soon`) before, its filing is due soon.
    """

    id: str
    title: str
    source: str
    starts: VisitDate
    ends: VisitDate
    phases: tuple[Phase, ...]
    targets: Targets
    report_day: Annotated[int, msgspec.Meta(ge=1, le=31)]
    lease_days: Annotated[int, msgspec.Meta(ge=1, le=365)]
    due_soon: Annotated[int, msgspec.Meta(ge=0, le=60)]
    filing_by: CivilDate = ""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts <= day.isoformat() <= self.ends

    def phase_on(self, day: date) -> Phase | None:
        """The phase of a day; None before, after, and in a gap between two."""
        return next((phase for phase in self.phases if day in phase), None)

    def next_phase(self, day: date) -> Phase | None:
        """The first phase that has not begun by this day."""
        return next((phase for phase in self.phases if phase.starts > day.isoformat()), None)


class Fault(NamedTuple):
    """What is wrong with a member, of the programme itself or (`phase`, from 1) of one of its phases."""

    kind: FaultKind
    member: str
    phase: int = 0


def current(programmes: Iterable[Programme], on: date) -> Programme | None:
    """The programme that holds on a day: one whose dates hold then, else one that has begun, else one that will.

    Of several the latest begun (of those to come the first), then the greater id: the same in every store.
    """
    known = sorted(programmes, key=lambda each: (each.starts, each.id))
    begun = [each for each in known if each.starts <= on.isoformat()]
    holding = [each for each in begun if on in each]
    if holding or begun:
        return (holding or begun)[-1]
    return known[0] if known else None


def faults(programme: Programme) -> list[Fault]:
    """All that is wrong, in the order of the page. Gaps between phases are allowed, overlaps are not."""
    found = [*_text_faults("title", programme.title, TITLE), *_text_faults("source", programme.source, SOURCE)]
    if not _ID.fullmatch(programme.id):
        found.append(Fault("code", "id"))
    found += _span_faults(programme.starts, programme.ends)
    if programme.filing_by and not _DAY.fullmatch(programme.filing_by):
        found.append(Fault("no_day", "filing_by"))
    numbers: tuple[Any, ...] = (programme.targets, programme)
    for member, (least, most) in LIMITS.items():
        value = next(getattr(each, member) for each in numbers if hasattr(each, member))
        if type(value) is not int or not least <= value <= most:
            found.append(Fault("number", member))
    if not programme.phases:
        found.append(Fault("none", "phases"))
    if len(programme.phases) > MAX_PHASES:
        found.append(Fault("too_many", "phases"))
    return found + list(_phase_faults(programme))


def check(programme: Programme) -> None:
    """Raises ProgrammeWrong: the first that is wrong, by its member."""
    for fault in faults(programme):
        raise errors.ProgrammeWrong(member=fault.member, phase=fault.phase, fault=fault.kind)


def _phase_faults(programme: Programme) -> Iterator[Fault]:
    codes: set[str] = set()
    before = ""
    for number, phase in enumerate(programme.phases, 1):
        if not _CODE.fullmatch(phase.code) or phase.code in codes:
            yield Fault("code", "code", number)
        codes.add(phase.code)
        yield from (fault._replace(phase=number) for fault in _text_faults("title", phase.title, PHASE_TITLE))
        if phase.source:
            yield from (fault._replace(phase=number) for fault in _text_faults("source", phase.source, SOURCE))
        wrong = _span_faults(phase.starts, phase.ends)
        yield from (fault._replace(phase=number) for fault in wrong)
        if wrong:
            continue
        if before and phase.starts <= before:
            yield Fault("overlap", "starts", number)
        elif programme.starts and phase.starts < programme.starts:
            yield Fault("outside", "starts", number)
        if programme.ends and phase.ends > programme.ends:
            yield Fault("outside", "ends", number)
        before = max(before, phase.ends)


def _text_faults(member: str, text: str, limit: int) -> list[Fault]:
    if not text.strip():
        return [Fault("empty", member)]
    if not is_one_line(text):
        return [Fault("not_a_line", member)]
    return [Fault("too_long", member)] if len(text) > limit else []


def _span_faults(starts: str, ends: str) -> list[Fault]:
    missing = [Fault("no_day", name) for name, day in (("starts", starts), ("ends", ends)) if not _DAY.fullmatch(day)]
    return missing or ([Fault("ends_first", "ends")] if ends < starts else [])
