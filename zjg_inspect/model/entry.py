"""What may stand in an entry of the register that a person writes: rules of single members, no wording."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from zjg_inspect.model import creditcode
from zjg_inspect.model.facts import FACT_NAMES
from zjg_inspect.model.form import Facts
from zjg_inspect.model.register import Enterprise, State, Zone

# What is written in the form; state, scope, zone and the links between enterprises are changed by verbs of their own.
WRITTEN: Final = (
    "name", "code", "address", "industry", "legal_person", "principal", "phone", "landlord", "lease_signed", "remark",
)  # fmt: skip
# Facts of the place, not of the enterprise: it may have left them behind when it moved.
OF_THE_PLACE: Final = (
    "flammable_tanks", "toxic_tanks", "chemical_store", "confined_spaces", "projects", "rents", "lets",
)  # fmt: skip


def tidy(body: Enterprise) -> Enterprise:
    """Without blanks around what was typed; the code as GB 32100 writes it."""
    texts = {name: getattr(body, name).strip() for name in WRITTEN}
    return msgspec.structs.replace(body, **texts | {"code": creditcode.normalise(body.code)})


def faults(body: Enterprise) -> tuple[str, ...]:
    """The written members that cannot stand: no name, a code whose check character is wrong."""
    wrong = [] if body.name else ["name"]
    if body.code and not creditcode.check_character_ok(body.code):
        wrong.append("code")
    return tuple(wrong)


def zone_faults(body: Zone) -> tuple[str, ...]:
    """The members of a zone that cannot stand: out of scope, warned or listed without the day or the reason; a team
    without a name."""
    wrong = [name for name in ("township", "village") if not getattr(body, name)]
    if not body.in_scope and not body.reason:
        wrong.append("reason")
    if body.team is not None and not body.team.name:
        wrong.append("team")
    if body.watch:
        wrong += [name for name in ("watch_date", "watch_reason") if not getattr(body, name)]
    return tuple(wrong)


def changed(base: Enterprise, edited: Enterprise) -> dict[str, Any]:
    """The written members and facts in which an edit differs from what it began from, each with its new value."""
    members = {name: getattr(edited, name) for name in WRITTEN if getattr(edited, name) != getattr(base, name)}
    facts = {name: getattr(edited.facts, name) for name in FACT_NAMES}
    return members | {name: value for name, value in facts.items() if value != getattr(base.facts, name)}


def with_changes(body: Enterprise, changes: Mapping[str, Any]) -> Enterprise:
    """The body with these members and facts; a doubt about one that is known by now is settled."""
    facts = {name: value for name, value in changes.items() if name in FACT_NAMES}
    members = {name: value for name, value in changes.items() if name not in FACT_NAMES}
    made = msgspec.structs.replace(body, facts=msgspec.structs.replace(body.facts, **facts), **members)
    left = tuple(each for each in body.doubts if each.field not in changes and not _known(made, each.field))
    return msgspec.structs.replace(made, doubts=left, kept=tuple(each for each in body.kept if each.field not in facts))


def _known(body: Enterprise, field: str) -> bool:
    if field in FACT_NAMES:
        return getattr(body.facts, field) is not None
    return bool(getattr(body, field, ""))


def next_states(state: State) -> tuple[State, ...]:
    """What an enterprise may become: one that left the count comes back by taking that back, not by a new day."""
    if state == "active":
        return "stopped", "deregistered", "moved"
    return ("active", "deregistered", "moved") if state == "stopped" else ()


def moved_in(body: Enterprise, before: str, zone: str, day: str) -> Enterprise:
    """The entry of an enterprise at the zone that it moved to on a day; `before`: its entry at the old one.

    What is of the place (address, lease, tanks, confined spaces) is not known there yet.
    """
    facts: Facts = msgspec.structs.replace(body.facts, **dict.fromkeys(OF_THE_PLACE))
    return msgspec.structs.replace(
        body, zone=zone, state="active", state_date="", since=day, came_from=before, address="", landlord="",
        lease_signed="", beside="", facts=facts, doubts=(), kept=(),
    )  # fmt: skip
