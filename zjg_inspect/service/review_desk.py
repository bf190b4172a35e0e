"""What a reviewer does with a visit before deciding on it: opens it, answers its questions, marks what is to go back.

Kept on this computer by the version that was seen, so that neither a closed program nor a newer version passes for it.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from zjg_inspect.model.clock import utc_now
from zjg_inspect.model.inspection import Someone
from zjg_inspect.model.review import Noted, key_of
from zjg_inspect.service.review import Reviewing
from zjg_inspect.store import review_notes
from zjg_inspect.store.db import Database

__all__ = ["keep_decisions", "note_opened", "noted"]


def noted(db: Database, inspection: str, version: str) -> Noted:
    """What was noted of this version."""
    with db.read() as conn:
        return review_notes.of(conn, inspection, version)


def note_opened(db: Database, shown: Reviewing, reviewer: Someone) -> None:
    """The reviewer has this version of the visit before him."""
    with db.write() as conn:
        before = review_notes.of(conn, shown.inspection, shown.version)
        opened = {**before.opened, key_of(reviewer): utc_now()}
        review_notes.put(conn, shown.inspection, replace(before, opened=opened, asked=shown.asked))


def keep_decisions(
    db: Database,
    inspection: str,
    version: str,
    *,
    returned: Mapping[str, str],
    answers: Mapping[str, str],
    opinion: str,
) -> None:
    """What is marked and written so far, in place of what was kept before."""
    with db.write() as conn:
        before = review_notes.of(conn, inspection, version)
        now = replace(before, returned=dict(returned), answers=dict(answers), opinion=opinion)
        review_notes.put(conn, inspection, now)
