"""What may make a hazard major at an enterprise: the clauses of the standard that concern it."""

import msgspec

from zjg_inspect.formfile.major import major_standard
from zjg_inspect.model.facts import Facts
from zjg_inspect.model.major import Clause

__all__ = ["Clause", "Clauses", "clauses_for"]


class Clauses(msgspec.Struct, frozen=True):
    """`concerning` are those for this enterprise, `all` the whole list; `in_force` the day from which they hold.

    `later`: the visit was before that day, so that they serve for comparison only.
    """

    concerning: tuple[Clause, ...]
    all: tuple[Clause, ...]
    in_force: str
    later: bool


def clauses_for(facts: Facts, industry: str, visited: str) -> Clauses:
    """By the facts as found, the trade in the register, and the day of the visit. Raises FormUnreadable."""
    standard = major_standard()
    return Clauses(
        tuple(standard.concerning(facts, industry)),
        tuple(standard.clauses()),
        standard.in_force,
        not standard.is_in_force(visited),
    )
