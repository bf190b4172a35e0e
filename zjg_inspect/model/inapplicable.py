"""When a visit uses 不适用 so much more than others do that its reviewer is asked about it.

The wording asked for is “far more than elsewhere”; the figures are this project's choice.
"""

from collections.abc import Iterable
from typing import NamedTuple

LEAST = 5
"""Items 不适用 in one visit below which nobody is asked."""

TIMES = 3
"""How many times the mean of the others it must be."""

OTHERS = 5
"""Other visits below which there is no elsewhere to compare with."""

RECENT = 1000
"""The latest visits of the store, of any form, among which the others are looked for; so asking costs the same in any
store, and what was usual years ago does not count."""


class Used(NamedTuple):
    """By one crew: in how many visits, and how many items 不适用 in all of them."""

    inspectors: str
    visits: int
    items: int


class Elsewhere(NamedTuple):
    """What others did with the same form: how many visits, and how many items 不适用 in all of them."""

    visits: int
    items: int

    @property
    def tenths(self) -> int:
        """The mean in tenths of an item, cut."""
        return 10 * self.items // self.visits if self.visits else 0


def elsewhere(crews: Iterable[Used], own: str) -> Elsewhere:
    """What the crews did that have nobody in common with this one; a crew is its names, joined by 、."""
    visits = items = 0
    for crew in crews:
        if not _names(crew.inspectors) & _names(own):
            visits, items = visits + crew.visits, items + crew.items
    return Elsewhere(visits, items)


def stands_out(own: int, others: Elsewhere) -> bool:
    """Whether so many items 不适用 in one visit are far more than the others have on the mean, in whole numbers."""
    return own >= LEAST and others.visits >= OTHERS and own * others.visits >= TIMES * others.items


def _names(crew: str) -> frozenset[str]:
    return frozenset(crew.split("、"))
