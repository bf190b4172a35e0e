"""The earlier versions of a visit: each stays as it was signed, with its review, after it was corrected."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from zjg_inspect.model import authority, ids
from zjg_inspect.model.clock import local
from zjg_inspect.model.inspection import InspectionBody
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.threeway import Difference, compare
from zjg_inspect.model.version import Record
from zjg_inspect.service.conflict_facts import device_names, names_in
from zjg_inspect.store import documents
from zjg_inspect.store.ancestry import ancestors
from zjg_inspect.store.db import Database

__all__ = ["Earlier", "Reviewed", "earlier_versions", "reviewed_before"]


class Earlier(msgspec.Struct, frozen=True):
    """A version of a visit before its correction. `made_at` is the civil time; `review` None where it had none."""

    version: str
    made_at: str
    device_name: str
    body: InspectionBody
    review: ReviewBody | None


class Reviewed(msgspec.Struct, frozen=True):
    """The earlier version that was reviewed last, and what is changed since; `names` of ids and item codes in it."""

    earlier: Earlier
    changes: tuple[Difference, ...]
    names: Mapping[str, str]


def earlier_versions(db: Database, inspection: str) -> list[Earlier]:
    """The nearest first; none of a visit that was never corrected, or that the office did not accept."""
    with db.read() as conn:
        found = documents.document(conn, "inspection", inspection)
        return [] if found is None else _earlier(conn, found.record)


def reviewed_before(conn: Connection, db: Database, record: Record) -> Reviewed | None:
    """Of a corrected visit's version: what had been reviewed before, and what is changed since."""
    found = next((each for each in _earlier(conn, record) if each.review is not None), None)
    before = None if found is None else documents.version(conn, found.version)
    if found is None or before is None:
        return None
    changes = compare(before.body, [record.body])
    bodies = (found.body, authority.body_of(record.version))
    return Reviewed(found, tuple(changes), names_in(conn, db, bodies, changes))


def _earlier(conn: Connection, record: Record) -> list[Earlier]:
    records = ancestors(conn, record)
    names = device_names(conn, {each.version.device for each in records})
    found = []
    for each in records:
        body = authority.body_of(each.version)
        review = documents.review(conn, ids.review_id(each.hash.hex()))
        if isinstance(body, InspectionBody):
            found.append(
                Earlier(
                    version=each.hash.hex(),
                    made_at=f"{local(each.version.made_at):%Y-%m-%d %H:%M}",
                    device_name=names.get(each.version.device, each.version.device[:12]),
                    body=body,
                    review=review[0] if review else None,
                )
            )
    return found
