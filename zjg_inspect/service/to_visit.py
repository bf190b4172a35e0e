"""Whom to visit where nobody was sent yet, what each laptop has on hand, and a balanced proposal of who goes where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Select, func, select

from zjg_inspect.model import balance
from zjg_inspect.model.balance import Candidate, Hand
from zjg_inspect.model.clock import today
from zjg_inspect.model.deadline import is_past, is_soon, months_earlier
from zjg_inspect.model.facts import Facts, facts_from_json
from zjg_inspect.model.inspection import VisitType
from zjg_inspect.store import tables, to_visit
from zjg_inspect.store.db import Database
from zjg_inspect.store.projection import uuid_bytes, uuid_text
from zjg_inspect.store.rows import KEYS, among
from zjg_inspect.store.to_visit import Sent, Site

Reason = Literal["never", "old", "hazards", "duty"]
"""没核查过, 很久没核查, 隐患没改好; 村 whose 履职检查 is owed."""

MONTHS = 6  # two visits a year are the least that is planned for (domain)
SHOWN_DONE = 3
"""Months that what was done is counted and listed for."""


class Waiting(msgspec.Struct, frozen=True):
    """An enterprise or a zone where nobody was sent for this. `last`: the day of the office's own last 核查, of a zone
    that of the last 履职检查, or empty; `deadline`: the earliest of its open hazards."""

    id: str
    name: str
    zone: str
    village: str
    reason: Reason
    last: str
    open: int
    majors: int
    deadline: str

    @property
    def type(self) -> VisitType:
        if self.reason == "duty":
            return VisitType.DUTY
        return VisitType.REINSPECTION if self.reason == "hazards" else VisitType.ASSESSMENT


class InHand(msgspec.Struct, frozen=True):
    """What a laptop has to do; `done` of those that were due in the last months. `in_use`: it may be sent somewhere."""

    device: str
    name: str
    letters: str
    zones: tuple[str, ...]
    in_use: bool
    open: int
    soon: int
    overdue: int
    done: int

    @property
    def all_open(self) -> int:
        return self.open + self.soon + self.overdue


class Overview(msgspec.Struct, frozen=True):
    """Who waits, by reason, the most urgent first and then village by village; and the laptops by letters."""

    waiting: Mapping[Reason, tuple[Waiting, ...]]
    hands: tuple[InHand, ...]


class Proposed(msgspec.Struct, frozen=True):
    """One visit of a proposal. `device` is empty where no laptop was granted the village."""

    waiting: Waiting
    type: VisitType
    device: str
    due: str
    weight: int


class Proposal(msgspec.Struct, frozen=True):
    """`loads`: what each laptop that may be sent has on hand without it, in half hours."""

    visits: tuple[Proposed, ...]
    loads: Mapping[str, int]


def overview(db: Database, months: int = MONTHS) -> Overview:
    """As it stands today; a 核查 or 履职检查 is old after so many months. A place may wait for two reasons.

    Who was sent there for a 核查 sees to the hazards too; who was sent for a 复查 does not make a 核查.
    """
    day = today()
    since = months_earlier(day, months).isoformat()
    with db.read() as conn:
        sites, sent = to_visit.sites(conn, day, since), to_visit.sent(conn)
        zones, villages = to_visit.zones(conn, since), _villages(conn)
        hands = _hands(conn, sent, day)
    whole = VisitType.ASSESSMENT, VisitType.DUTY
    assessing = {each.place for each in sent if each.type in whole}
    going = assessing | {each.place for each in sent if each.type == VisitType.REINSPECTION}
    found: dict[Reason, list[Waiting]] = {"never": [], "old": [], "hazards": [], "duty": []}
    for site in (*sites, *zones):
        if site.assessed < since and site.entity not in assessing:
            own: Reason = "old" if site.assessed else "never"
            reason: Reason = "duty" if site.entity == site.zone else own
            found[reason].append(_waiting(site, reason, villages))
        if site.open and site.entity not in going:
            found["hazards"].append(_waiting(site, "hazards", villages))
    return Overview({reason: tuple(sorted(some, key=_urgency)) for reason, some in found.items()}, hands)


def _waiting(site: Site, reason: Reason, villages: Mapping[bytes, str]) -> Waiting:
    return Waiting(
        uuid_text(site.entity), site.name, uuid_text(site.zone), villages.get(site.zone, ""), reason,
        site.assessed, site.open, site.majors, site.deadline,
    )  # fmt: skip


def _urgency(each: Waiting) -> tuple[Any, ...]:
    """Those with a major hazard first, then by deadline; or the oldest first. By village and name after that."""
    if each.reason == "hazards":
        return not each.majors, each.deadline == "", each.deadline, each.village, each.name, each.id
    return (each.last, each.village, each.name, each.id)


def _villages(conn: Connection) -> dict[bytes, str]:
    z = tables.zone.c
    return dict(conn.execute(select(z.entity, z.village)).tuples().all())


def _hands(conn: Connection, sent: Iterable[Sent], day: date) -> tuple[InHand, ...]:
    """The accepted laptops, and those that are out of use as long as something is open there."""
    g = tables.device_grant.c
    since = months_earlier(day, SHOWN_DONE).isoformat()
    states: dict[bytes, Counter[str]] = defaultdict(Counter)
    for each in sent:
        states[each.device][_state(each.due, day)] += 1
        states[each.device]["recent"] += each.due >= since
    recent = to_visit.due_since(conn, since)
    rows = conn.execute(select(tables.device_grant).where(g.tier == "field").order_by(g.letters)).all()
    found = []
    for row in rows:
        counted, in_use = states[row.device], row.through is None and not row.retired
        done = recent.get(row.device, 0) - counted["recent"]
        hand = InHand(
            row.device.hex(), row.name, row.letters, tuple(row.zones.split()), in_use,
            counted["open"], counted["soon"], counted["overdue"], done,
        )  # fmt: skip
        if in_use or hand.all_open:
            found.append(hand)
    return tuple(found)


def _state(due: str, day: date) -> str:
    return "overdue" if is_past(due, day) else "soon" if is_soon(due, day) else "open"


def propose(
    db: Database, waiting: Iterable[Waiting], first: date, last: date, type: VisitType | None = None
) -> Proposal:
    """Who should go where by when, from the first day to the last; nothing is written.

    `type`: for this instead of what each waits for. An enterprise that waits for two reasons is visited once, for the
    greater one: a 核查 asks for its open hazards too.
    """
    chosen: dict[str, Waiting] = {}
    for each in waiting:
        there = chosen.get(each.id)
        if there is None or there.reason == "hazards":
            chosen[each.id] = each
    with db.read() as conn:
        sent = to_visit.sent(conn)
        hands = [hand for hand in _hands(conn, sent, first) if hand.in_use]
        facts = _facts(conn, {*map(uuid_bytes, chosen), *(each.place for each in sent)})
    loads = {hand.device: 0 for hand in hands}
    for each_sent in sent:
        device = each_sent.device.hex()
        if device in loads:
            loads[device] += _weight(VisitType(each_sent.type), facts.get(each_sent.place))
    candidates: dict[Candidate, Waiting] = {}
    for each in chosen.values():
        kind = type or each.type
        # a 核查 and a 指导 have no day of their own
        due = each.deadline if kind is VisitType.REINSPECTION else ""
        weight = _weight(kind, facts.get(uuid_bytes(each.id)))
        candidates[Candidate(each.zone, each.id, kind, weight, due)] = each
    made = balance.propose(
        candidates, [Hand(each.device, frozenset(each.zones), loads[each.device]) for each in hands], first, last
    )
    visits = [
        Proposed(candidates[each.candidate], each.candidate.type, each.device, each.due, each.candidate.weight)
        for each in made.shares
    ]
    visits += [Proposed(candidates[each], each.type, "", last.isoformat(), each.weight) for each in made.left]
    return Proposal(tuple(visits), loads)


def _weight(type: VisitType, known: tuple[Facts, int] | None) -> int:
    facts, hazards = known or (Facts(), 0)
    return balance.weight_of(type, facts, hazards)


def _facts(conn: Connection, enterprises: Iterable[bytes]) -> dict[bytes, tuple[Facts, int]]:
    """Each one's facts, and how many hazards are open there."""
    return {row.entity: (facts_from_json(row.facts), row.open) for row in among(conn, _facts_of(), sorted(enterprises))}


@cache
def _facts_of() -> Select[Any]:
    e, h = tables.enterprise.c, tables.hazard.c
    opened = select(func.count()).where(h.enterprise == e.entity, tables.hazard_is_open)
    open_ = opened.correlate(tables.enterprise).scalar_subquery().label("open")
    return select(e.entity, e.facts, open_).where(e.entity.in_(KEYS))
