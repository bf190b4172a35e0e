"""Whom a store trusts and how far: roots, grants, keys, suspensions and the alarm “device copied”."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from zjg_inspect.model.form import FormDef
from zjg_inspect.model.register import Tier
from zjg_inspect.model.version import Record, signing_input, stored
from zjg_inspect.store import keys, tables

# Reasons of an office's receipt begin so; they and false signatures are judged before any suspension.
OFFICE = "office: "


class Identity(NamedTuple):
    """Whom this store trusts before it has read a single version: itself and the card that it was given."""

    roots: Mapping[str, Tier]
    forms: Mapping[str, FormDef]


class Trust(NamedTuple):
    """By device: its tier; the n from which on it is suspended; the n up to which a person has looked at its copies."""

    tiers: dict[str, Tier]
    through: dict[str, int]
    cleared: dict[str, int]


def trusted(conn: Connection, identity: Identity) -> Trust:
    """The roots, and what the merged grants say; a grant of another tier limits nobody."""
    trust = Trust(dict(identity.roots), {}, {})
    g = tables.device_grant.c
    for device, tier, through, cleared in conn.execute(select(g.device, g.tier, g.through, g.cleared)):
        own = device.hex()
        if trust.tiers.setdefault(own, tier) == tier:
            trust.cleared[own] = cleared
            if through is not None:
                trust.through[own] = through
    return trust


def known_keys(conn: Connection) -> dict[str, bytes]:
    """The public keys of all devices that were granted or seen, by device id."""
    granted = conn.execute(select(tables.device_grant.c.device, tables.device_grant.c.public_key))
    seen = conn.execute(select(tables.device_key.c.device, tables.device_key.c.public_key))
    return {device.hex(): public_key for device, public_key in (*granted, *seen)}


def first_copy(doubled: Iterable[Record], key: bytes, cleared: int = 0) -> int | None:
    """The smallest n beyond `cleared` that two of a device's versions have; what anybody could have made up does not
    count."""
    seen: Counter[int] = Counter()
    for record in doubled:
        if record.version.n > cleared:
            seen[record.version.n] += keys.is_signed(key, record.signature, signing_input(record.hash))
    return min((n for n, count in seen.items() if count > 1), default=None)


def doubled(conn: Connection) -> dict[str, list[Record]]:
    """By device, the versions that share their n with another."""
    v = tables.version.c
    found: dict[str, list[Record]] = {}
    for device, n in conn.execute(select(tables.device_copied).order_by(tables.device_copied.c.n)).all():
        rows = conn.execute(select(v.raw, v.signature).where(v.device == device, v.n == n))
        found.setdefault(device.hex(), []).extend(stored(raw, signature) for raw, signature in rows)
    return found


def note_copies(conn: Connection, fresh: list[Record]) -> None:
    """Note each n that a device gave to two versions."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for record in fresh:
        numbers[record.version.device].append(record.version.n)
    for device, found in numbers.items():
        own = bytes.fromhex(device)
        for first, last in _runs(found):
            rows = [{"device": own, "n": n} for n in conn.scalars(_twice(), {"own": own, "first": first, "last": last})]
            if rows:
                conn.execute(upsert(tables.device_copied).on_conflict_do_nothing(), rows)


@cache
def _twice() -> Select[Any]:
    v = tables.version.c
    span = v.n.between(bindparam("first"), bindparam("last"))
    return select(v.n).where(v.device == bindparam("own"), span).group_by(v.n).having(func.count() > 1)


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers without a gap: of an honest bundle all is one."""
    for _, run in groupby(enumerate(sorted(set(numbers))), lambda each: each[1] - each[0]):
        some = [number for _, number in run]
        yield some[0], some[-1]


def is_overstepped(conn: Connection, bounds: Mapping[str, int]) -> bool:
    """Whether something beyond its device's bound (the n up to which it may merge) was judged before that was set."""
    v, a = tables.version.c, tables.aside.c
    judged_earlier = (a.state == "quarantined") & (a.reason != "signature") & ~a.reason.startswith(OFFICE)
    for device, bound in bounds.items():
        query = (
            select(v.seq)
            .join(tables.aside, a.hash == v.hash, isouter=True)
            .where(v.device == bytes.fromhex(device), v.n > bound, or_(a.hash.is_(None), judged_earlier))
        )
        if conn.execute(query.limit(1)).first() is not None:
            return True
    return False
