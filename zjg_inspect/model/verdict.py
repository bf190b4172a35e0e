"""What counts as standardised, and why not (§五(三), §一 of the notice)."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from zjg_inspect.model.hazard import HazardState
from zjg_inspect.model.inspection import Grade

ReviewState = Literal["none", "approved", "suspended", "returned", "conflict"]
"""Of an inspection's only head; `suspended`: an earlier version was approved, the correction waits for its review;
`conflict`: one review approves it, another does not, so it may be the latest approved one."""


class Failure(msgspec.Struct, frozen=True):
    """A required item that failed in a visit; `closed` once its hazard was verified closed since."""

    item: str
    key: bool
    closed: bool


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
    hazard: str
    item: str
    grade: Grade
    state: HazardState
    in_conflict: bool


class Why(msgspec.Struct, frozen=True):
    """One thing in the way of an enterprise: kind and what it is about (item code, hazard id, inspection id)."""

    kind: Literal["never_assessed", "not_reviewed", "returned", "conflict", "item", "key_item", "major_hazard"]
    about: str = ""


class EnterpriseVerdict(msgspec.Struct, frozen=True):
    standardised: bool
    why_not: tuple[Why, ...]
    inspection: str = ""
    date: str = ""


def enterprise_verdict(assessments: Iterable[Assessment], hazards: Iterable[OpenHazard]) -> EnterpriseVerdict:
    """Whether an enterprise is a 安全生产规范化管理企业 (§五(三)), by its latest approved 核查.

    A newer visit that is not yet reviewed changes nothing; a correction of the approved one suspends it. While its
    visit, a hazard of it or a review is in conflict it is not standardised. Latest is the greatest (date, hash).
    """
    ordered = sorted(assessments, key=lambda a: (a.date, a.version))
    majors = [
        Why("major_hazard", h.hazard)
        for h in hazards
        if h.grade is Grade.MAJOR and (h.state in ("open", "rectified") or h.in_conflict)
    ]
    conflicts = [Why("conflict", h.hazard) for h in hazards if h.in_conflict and h.grade is not Grade.MAJOR]
    approved = [a for a in ordered if a.review in ("approved", "suspended", "conflict")]
    if not approved:
        if not ordered:
            return EnterpriseVerdict(False, (Why("never_assessed"), *majors))
        last = ordered[-1]
        reason: Why = Why("not_reviewed", last.inspection)
        if last.in_conflict:
            reason = Why("conflict", last.inspection)
        elif last.review == "returned":
            reason = Why("returned", last.inspection)
        return EnterpriseVerdict(False, (reason, *majors), last.inspection, last.date)
    latest = approved[-1]
    why = [Why("conflict", latest.inspection)] if latest.in_conflict or latest.review == "conflict" else []
    if latest.review == "suspended":
        why.append(Why("not_reviewed", latest.inspection))
    unmet = [f for f in latest.failures if not f.closed]
    why += [Why("key_item", f.item) for f in unmet if f.key]
    met = latest.applicable - len(unmet)
    if 100 * met < latest.pass_rate * latest.applicable:
        why += [Why("item", f.item) for f in unmet if not f.key]
    why += conflicts + majors
    return EnterpriseVerdict(not why, tuple(why), latest.inspection, latest.date)


def zone_is_standardised(standardised: int, total: int) -> bool | None:
    """Whether 70 % or more of a zone's enterprises are standardised (§五(三)); None for an empty zone."""
    return None if total == 0 else 10 * standardised >= 7 * total


def zone_missing(standardised: int, total: int) -> int:
    """How many more enterprises the zone needs to reach 70 % (“还差 N 家”)."""
    return max(0, -(-7 * total // 10) - standardised)


def share_cut(part: int, total: int) -> str:
    """The share as text with one decimal, cut, never rounded up: 69.96 % reads “69.9%”; empty for no enterprises."""
    if total == 0:
        return ""
    tenths = part * 1000 // total
    return f"{tenths // 10}.{tenths % 10}%"
