"""What counts as standardised, and why not (§五(三), §一 of the notice)."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from zjg_inspect.model.hazard import HazardState
from zjg_inspect.model.inspection import Grade

TARGET = 70
"""Per cent that must be standardised (§一, §五(三)), where the programme sets no other."""

ReviewState = Literal["none", "approved", "suspended", "returned", "conflict"]
"""Of an inspection's only head; `suspended`: an earlier version was approved, the correction waits for its review;
`conflict`: one review approves it, another does not, so it may be the latest approved one."""


class Failure(msgspec.Struct, frozen=True):
    """A required item that failed in a visit; `closed` once its hazard was verified closed since.

    `hazard`: the one that closes it; empty where there is none to be closed.
    """

    item: str
    key: bool
    closed: bool
    hazard: str = ""


class Assessment(msgspec.Struct, frozen=True):
    """One sealed, finished 核查 as far as the verdict needs it; `applicable` counts the required items that apply."""

    inspection: str
    version: str
    date: str
    review: ReviewState
    in_conflict: bool
    pass_rate: int
    applicable: int
    failures: tuple[Failure, ...]


class OpenHazard(msgspec.Struct, frozen=True):
    """What is open or in conflict; `verified_in`: the visit that found a major one closed and is not approved yet."""

    hazard: str
    item: str
    grade: Grade
    state: HazardState
    in_conflict: bool
    verified_in: str = ""


class Case(msgspec.Struct, frozen=True):
    """All that an enterprise's verdict rests on; `guided`: its latest visit of a third party (指导), if any.

    `rechecks`: the visits that are no 核查 of its own and found a major hazard closed that still counts as open, until
    they are approved.
    """

    assessments: tuple[Assessment, ...] = ()
    hazards: tuple[OpenHazard, ...] = ()
    guided: str = ""
    rechecks: tuple[Assessment, ...] = ()

    @property
    def verdict(self) -> "EnterpriseVerdict":
        return enterprise_verdict(self.assessments, self.hazards, self.guided)


WhyKind = Literal[
    "never_assessed", "only_third_party", "not_reviewed", "returned", "suspended", "conflict", "item", "key_item",
    "major_hazard",
]  # fmt: skip


class Why(msgspec.Struct, frozen=True):
    """One thing in the way of an enterprise: kind and what it is about (item code, hazard id, inspection id)."""

    kind: WhyKind
    about: str = ""


class EnterpriseVerdict(msgspec.Struct, frozen=True):
    """`inspection` and `date`: the visit that it rests on, if any."""

    standardised: bool
    why_not: tuple[Why, ...]
    inspection: str = ""
    date: str = ""


_UNREVIEWED: dict[ReviewState, WhyKind] = {"none": "not_reviewed", "returned": "returned", "suspended": "suspended"}


def enterprise_verdict(
    assessments: Iterable[Assessment], hazards: Iterable[OpenHazard], guided: str = ""
) -> EnterpriseVerdict:
    """Whether an enterprise is a 安全生产规范化管理企业 (§五(三)) by its latest approved 核查, and what is in the way.

    A newer visit that is not yet reviewed changes nothing; a correction of the approved one suspends it. While its
    visit, a hazard of it or a review is in conflict it is not standardised. Latest is the greatest (date, hash). Where
    none was ever approved, the latest one tells what is in the way.
    """
    latest = basis_of(assessments)
    if latest is None:
        why = [Why("only_third_party", guided) if guided else Why("never_assessed")]
    else:
        why = [*_of_the_review(latest), *unmet(latest)]
    majors = []
    for hazard in hazards:
        if hazard.grade is Grade.MAJOR and (hazard.state in ("open", "rectified") or hazard.in_conflict):
            majors.append(Why("major_hazard", hazard.hazard))
        elif hazard.in_conflict:
            why.append(Why("conflict", hazard.hazard))
    why += majors
    if latest is None:
        return EnterpriseVerdict(False, tuple(why))
    return EnterpriseVerdict(not why, tuple(why), latest.inspection, latest.date)


def basis_of(assessments: Iterable[Assessment]) -> Assessment | None:
    """The visit that the verdict rests on: the latest approved one, or where none was, the latest."""
    visits = sorted(assessments, key=age)
    approved = [a for a in visits if a.review in ("approved", "suspended", "conflict")]
    return next(reversed(approved or visits), None)


def age(assessment: Assessment) -> tuple[str, str]:
    """By what the latest is told: (date, hash)."""
    return assessment.date, assessment.version


def _of_the_review(visit: Assessment) -> list[Why]:
    if visit.in_conflict or visit.review == "conflict":
        return [Why("conflict", visit.inspection)]
    return [Why(kind, visit.inspection)] if (kind := _UNREVIEWED.get(visit.review)) else []


def unmet(visit: Assessment) -> list[Why]:
    """The items in the way: each key item that is not met, and every other below the form's pass rate."""
    failed = [each for each in visit.failures if not each.closed]
    if not failed:
        return []
    below = 100 * (visit.applicable - len(failed)) < visit.pass_rate * visit.applicable
    keys = [Why("key_item", each.item) for each in failed if each.key]
    return keys + [Why("item", each.item) for each in failed if below and not each.key]


def reaches(part: int, total: int, target: int = TARGET) -> bool:
    """Whether a part is the target's share of the total or more, in whole numbers; of nothing it is not."""
    return total > 0 and 100 * part >= target * total


def lacking(part: int, total: int, target: int = TARGET) -> int:
    """How many more the part needs to be the target's share (“还差 N 家”)."""
    return max(0, -(-target * total // 100) - part)


class Half(NamedTuple):
    """One half of 双七十 (§一): how many of how many, and the per cent that must be reached."""

    reached: int
    total: int
    target: int = TARGET

    @property
    def missing(self) -> int:
        return lacking(self.reached, self.total, self.target)

    @property
    def share(self) -> str:
        return share_cut(self.reached, self.total)

    @property
    def met(self) -> bool:
        return reaches(self.reached, self.total, self.target)

    @property
    def exactly(self) -> bool:
        """Whether the line is met with nothing to spare in the share itself."""
        return self.total > 0 and 100 * self.reached == self.target * self.total


def zone_is_standardised(standardised: int, total: int, target: int = TARGET) -> bool | None:
    """Whether 70 % or more of a zone's enterprises are standardised (§五(三)); None for an empty zone."""
    return None if total == 0 else reaches(standardised, total, target)


def zone_missing(standardised: int, total: int, target: int = TARGET) -> int:
    """How many more enterprises the zone needs to reach its target."""
    return lacking(standardised, total, target)


def share_cut(part: int, total: int) -> str:
    """The share as text with one decimal, cut, never rounded up: 69.96 % reads “69.9%”; empty for no enterprises."""
    if total == 0:
        return ""
    tenths = part * 1000 // total
    return f"{tenths // 10}.{tenths % 10}%"
