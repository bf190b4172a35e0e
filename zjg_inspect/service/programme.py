"""The programme that the office works by: phases, shares to reach, report day, days in which to file."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

import msgspec
from sqlalchemy import Connection

from zjg_inspect import errors
from zjg_inspect.formfile import shipped_programme
from zjg_inspect.model import ids, lease
from zjg_inspect.model.programme import LIMITS, Fault, Phase, Programme, Targets, check, current, faults
from zjg_inspect.service.author import Making, make, standing_of
from zjg_inspect.store import programmes as store
from zjg_inspect.store.db import Database

__all__ = [
    "LIMITS", "Fault", "Known", "Phase", "Programme", "Targets", "another", "faults", "filing_due", "programme",
    "programme_on", "programmes", "programmes_by_day", "publish",
]  # fmt: skip


class Known(msgspec.Struct, frozen=True):
    """A programme as it stands here. Without `versions` it is the shipped one, which nobody has published anew."""

    programme: Programme
    versions: tuple[str, ...] = ()
    in_conflict: bool = False


def programmes(db: Database) -> list[Known]:
    """All that this store knows, the latest to begin first."""
    with db.read() as conn:
        return _known(conn)


def programme(db: Database, on: date) -> Programme:
    """The programme that holds on a day; where none does, the one that began last."""
    with db.read() as conn:
        return programme_on(conn, on)


def programme_on(conn: Connection, on: date) -> Programme:
    """The same, inside another verb's transaction."""
    found = current((known.programme for known in _known(conn)), on)
    return shipped_programme() if found is None else found


def programmes_by_day(conn: Connection) -> Callable[[date], Programme]:
    """The same for many days of one list: what is stored is read once."""
    known = [each.programme for each in _known(conn)]

    @cache
    def on(day: date) -> Programme:
        found = current(known, day)
        return shipped_programme() if found is None else found

    return on


def filing_due(db: Database, signed: str) -> str:
    """The last day on which a lease signed on a day is filed in time, by the programme of that day; empty for none."""
    return lease.filing_due(signed, programme(db, date.fromisoformat(signed)).lease_days) if signed else ""


def publish(db: Database, body: Programme, over: Iterable[str] = ()) -> str:
    """Publish a programme, or a new version of it over those (`over`) that the person had before him; gives its hash.

    What came in meanwhile is not overwritten: it stands beside this version as a conflict. Nothing is made where
    nothing was changed.

    Raises:
        ProgrammeWrong: a member is not what it should be.
        WrongRole: a laptop publishes none.
    """
    check(body)
    parents = tuple(sorted(over))
    with db.write() as conn:
        if standing_of(conn, db).role == "field":
            raise errors.WrongRole(needed="office")
        known = next((each for each in _known(conn) if each.programme.id == body.id), Known(body))
        if known.programme == body and known.versions == parents and len(parents) == 1:
            return parents[0]
        (record,) = make(conn, db, [Making("programme", ids.programme_entity(body.id), body, parents)])
    return record.hash.hex()


def another(of: Programme) -> Programme:
    """A programme of its own, begun as a copy of this one: its name and all days are still to be written."""
    phases = tuple(msgspec.structs.replace(each, starts="", ends="", source="") for each in of.phases)
    own = "p_" + ids.new_id().replace("-", "_")
    return msgspec.structs.replace(of, id=own, title="", source="", starts="", ends="", phases=phases, filing_by="")


def _known(conn: Connection) -> list[Known]:
    held = [Known(each.programme, each.heads, each.in_conflict) for each in store.programmes(conn)]
    own = shipped_programme()
    if all(each.programme.id != own.id for each in held):
        held.append(Known(own))
    return sorted(held, key=lambda each: (each.programme.starts, each.programme.id), reverse=True)
