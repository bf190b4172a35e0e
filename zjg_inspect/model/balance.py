"""A balanced proposal: which laptop visits which enterprise by when, so that nobody carries much more than another.

Weights are this project's own estimate, in half hours on the spot; the notice says nothing of them.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from zjg_inspect.model.deadline import shifted
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.inspection import VisitType

# A 核查 walks the whole list, longer where safety standardisation is asked too (§三(一)1); a 复查 looks at the hazards.
ASSESSMENT, LARGER, REINSPECTION, GUIDANCE, DUTY, HAZARD = 4, 2, 1, 3, 4, 1


class Candidate(msgspec.Struct, frozen=True, order=True):
    """An enterprise (or, for a village's own list, a zone) to be visited. `due`: by when at the latest, or empty."""

    zone: str
    place: str
    type: VisitType
    weight: int
    due: str = ""


class Hand(msgspec.Struct, frozen=True):
    """A laptop, the zones that it was granted, and what it has on hand already, in the same weight."""

    device: str
    zones: frozenset[str]
    load: int = 0


class Share(msgspec.Struct, frozen=True):
    """One candidate, the laptop that is to go there, and by which day."""

    candidate: Candidate
    device: str
    due: str


class Proposal(msgspec.Struct, frozen=True):
    """Every candidate once: in `shares`, or in `left` where no laptop was granted its zone."""

    shares: tuple[Share, ...]
    left: tuple[Candidate, ...]


def weight_of(type: VisitType, facts: Facts, hazards: int) -> int:
    """How long a visit there takes, in half hours; `hazards`: how many are open there. Size unknown weighs as large."""
    match type:
        case VisitType.ASSESSMENT:
            return ASSESSMENT + (0 if facts.headcount_class == "base" else LARGER) + HAZARD * hazards
        case VisitType.REINSPECTION:
            return REINSPECTION + HAZARD * hazards
        case VisitType.DUTY:
            return DUTY + HAZARD * hazards
    return GUIDANCE


def propose(candidates: Iterable[Candidate], hands: Iterable[Hand], first: date, last: date) -> Proposal:
    """Share the candidates out among the laptops, each on a day from `first` to `last`.

    A candidate goes to a laptop that was granted its zone. Where one laptop could take over something from another,
    the other one carries at most the largest single weight more; as far as that allows, one laptop takes a whole
    village. The order in which they are given changes nothing.
    """
    sharing = _Sharing(sorted(set(candidates)), sorted(hands, key=lambda hand: hand.device))
    sharing.place_villages()
    sharing.level()
    sharing.join_villages()
    days = _workdays(first, last)
    shares = [
        Share(candidate, device, due)
        for device, held in sharing.by_device()
        for candidate, due in _dated(held, days)
    ]  # fmt: skip
    return Proposal(tuple(shares), tuple(sharing.left))


class _Sharing:
    """Who holds what, while it is shared out: each laptop's part of each village."""

    def __init__(self, candidates: Sequence[Candidate], hands: Sequence[Hand]) -> None:
        self._hands = hands
        self._load = [hand.load for hand in hands]
        self._parts: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
        self._able: dict[str, frozenset[int]] = {}
        self._villages: dict[str, list[Candidate]] = defaultdict(list)
        self.left: list[Candidate] = []
        for each in candidates:
            if each.zone not in self._able:
                self._able[each.zone] = frozenset(at for at, hand in enumerate(hands) if each.zone in hand.zones)
            if self._able[each.zone]:
                self._villages[each.zone].append(each)
            else:
                self.left.append(each)
        self._most = max((each.weight for some in self._villages.values() for each in some), default=0)

    def by_device(self) -> Iterable[tuple[str, list[Candidate]]]:
        held: dict[int, list[Candidate]] = defaultdict(list)
        for (_, at), some in self._parts.items():
            held[at] += some
        return [(self._hands[at].device, held[at]) for at in sorted(held)]

    def place_villages(self) -> None:
        """The heaviest village first, whole, to whoever has least; those that few can take before the others."""
        heaviest = sorted(self._villages, key=lambda zone: (len(self._able[zone]), -_sum(self._villages[zone]), zone))
        for zone in heaviest:
            at = min(self._able[zone], key=lambda at: (self._load[at], at))
            self._parts[zone, at] = list(self._villages[zone])
            self._load[at] += _sum(self._villages[zone])

    def level(self) -> None:
        """Hand over from who carries much to who carries little, until no one carries more than one visit too much.

        Each step brings two loads nearer to each other, so there is an end.
        """
        while (found := self._uneven()) is not None:
            zone, giver, taker = found
            self._hand_over(zone, giver, taker, self._worth_moving(zone, giver, taker))

    def _uneven(self) -> tuple[str, int, int] | None:
        """A part, its holder, and a laptop that should take of it; the greatest difference first."""
        held: dict[int, list[str]] = defaultdict(list)
        for zone, at in self._parts:
            held[at].append(zone)
        for giver in sorted(held, key=lambda at: (-self._load[at], -at)):
            load, taker = min((self._load[at], at) for zone in held[giver] for at in self._able[zone])
            excess = self._load[giver] - load
            if excess > self._most:
                zones = [zone for zone in held[giver] if taker in self._able[zone]]
                return min(zones, key=lambda zone: self._rank(zone, giver, taker, excess)), giver, taker
        return None

    def _rank(self, zone: str, giver: int, taker: int, excess: int) -> tuple[int, int, str]:
        """A whole part that is about half of the difference is best, then a village that both share already."""
        whole = _sum(self._parts[zone, giver])
        if whole < excess:
            return 0, abs(excess - 2 * whole), zone
        return 1 if (zone, taker) in self._parts else 2, -whole, zone

    def _worth_moving(self, zone: str, giver: int, taker: int) -> list[Candidate]:
        """The whole part if that helps, else as many of it as make up half of the difference, one at least."""
        part, excess = self._parts[zone, giver], self._load[giver] - self._load[taker]
        if _sum(part) < excess:
            return list(part)
        moved: list[Candidate] = []
        for each in part:
            if not moved or 2 * (_sum(moved) + each.weight) <= excess:
                moved.append(each)
        return moved

    def join_villages(self) -> None:
        """Put parts of one village together where the loads stay as even as they must be."""
        while (found := self._joinable()) is not None:
            zone, giver, taker = found
            self._hand_over(zone, giver, taker, list(self._parts[zone, giver]))

    def _joinable(self) -> tuple[str, int, int] | None:
        split: dict[str, list[int]] = defaultdict(list)
        for zone, at in self._parts:
            split[zone].append(at)
        for zone in sorted(zone for zone, holders in split.items() if len(holders) > 1):
            holders = sorted(split[zone], key=lambda at: (_sum(self._parts[zone, at]), at))
            for giver in holders:
                for taker in reversed(holders):
                    if giver != taker and self._stays_level(zone, giver, taker):
                        return zone, giver, taker
        return None

    def _stays_level(self, zone: str, giver: int, taker: int) -> bool:
        """Whether nobody could complain of it: only of these two the loads change."""
        moved = _sum(self._parts[zone, giver])
        load = {giver: self._load[giver] - moved, taker: self._load[taker] + moved}

        def carried(at: int) -> int:
            return load.get(at, self._load[at])

        for own, at in self._parts:
            if (own, at) == (zone, giver):
                continue
            if at == taker and any(load[taker] - carried(other) > self._most for other in self._able[own]):
                return False
            if giver in self._able[own] and carried(at) - load[giver] > self._most:
                return False
        return True

    def _hand_over(self, zone: str, giver: int, taker: int, moved: list[Candidate]) -> None:
        going = set(moved)
        stays = [each for each in self._parts[zone, giver] if each not in going]
        self._parts[zone, taker] = sorted([*self._parts[zone, taker], *moved])
        self._parts[zone, giver] = stays
        for at in (giver, taker):
            if not self._parts[zone, at]:
                del self._parts[zone, at]
        self._load[giver] -= _sum(moved)
        self._load[taker] += _sum(moved)


def _sum(some: Iterable[Candidate]) -> int:
    return sum(each.weight for each in some)


def _workdays(first: date, last: date) -> list[str]:
    """Monday to Friday; every day where there is none among them."""
    days = [shifted(first, at) for at in range((last - first).days + 1)] or [first]
    return [day.isoformat() for day in days if day.weekday() < 5] or [day.isoformat() for day in days]


def _dated(held: list[Candidate], days: Sequence[str]) -> list[tuple[Candidate, str]]:
    """One laptop's visits spread over the days by their weight: what is due first, and then village by village.

    None is later than its own day; what is late already comes first, and no faster than one can walk.
    """
    total, before, dated = max(1, _sum(held)), 0, []
    for each in sorted(held, key=lambda each: (each.due == "", each.due, each)):
        before += each.weight
        even = min(len(days) - 1, max(0, before - 1) * len(days) // total)
        dated.append((each, days[min(even, _limit(each, days))]))
    return dated


def _limit(each: Candidate, days: Sequence[str]) -> int:
    """The last of the days that is in time; the very last where none is, or all are."""
    in_time = bisect_right(days, each.due)
    return in_time - 1 if in_time else len(days) - 1
