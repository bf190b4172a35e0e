"""An office's recovery key: on paper once and then nowhere else; another one where that paper is lost."""

from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from zjg_inspect import errors
from zjg_inspect.model import ids
from zjg_inspect.model.clock import today, utc_now
from zjg_inspect.places import read_back
from zjg_inspect.service.author import description, make, standing_of
from zjg_inspect.store import keys, settings
from zjg_inspect.store.db import Database
from zjg_inspect.store.settings import Standing

# The setting that says when the present key was printed.
PRINTED = "recovery_printed"

Stage = Literal["none", "waiting", "printed", "lost"]


def recovery_stage(db: Database) -> Stage:
    """How this office's recovery key stands: there is none; it waits to be printed; it is on paper; it is gone."""
    with db.read() as conn:
        own = standing_of(conn, db)
        printed = settings.get(conn, PRINTED)
    if not own.recovery:
        return "none"
    if _secret(db, own) is not None:
        return "waiting"
    return "printed" if printed else "lost"


def print_recovery(db: Database, to: Path) -> Path:
    """Write the recovery key's page as PDF and read it back; then the key is on that page alone.

    Raises:
        RecoveryPrinted: this has been done before, and the key is not here any more.
        WrongRole: only an office has one.
        DiskFull, NotWritable: no half page is left, and the key is still here.
    """
    from zjg_inspect.report.recovery import RecoveryPage, render_recovery  # reportlab is heavy

    own = _office(db)
    secret = _secret(db, own)
    if secret is None:
        raise errors.RecoveryPrinted()
    pdf = render_recovery(RecoveryPage(own.name, ids.fingerprint(db.key.public), secret, today()))
    keys.write_secret(to, pdf)
    try:
        read_back(to, pdf)
    except errors.NotWritable:
        with suppress(OSError):
            to.unlink()
        raise
    with db.write() as conn:
        settings.put(conn, PRINTED, utc_now())
    keys.drop_recovery(db.directory)
    return to


def renew_recovery(db: Database) -> None:
    """Make another recovery key: bundles to this office can be opened with it once the laptops know of it.

    The one before still opens the bundles that were written for it.

    Raises:
        WrongRole, NotWritable, DiskFull: the key before stays the one.
    """
    _office(db)
    secret = keys.new_identity()
    # both, until it is sure which of them counts
    keys.write_recovery(db.directory, (secret, *keys.read_recovery(db.directory)))
    with db.write() as conn:
        own = msgspec.structs.replace(standing_of(conn, db), recovery=keys.recipient_of(secret))
        settings.put_standing(conn, own)
        settings.put(conn, PRINTED, "")
        make(conn, db, [description(db, own)])
    keys.write_recovery(db.directory, (secret,))


def _office(db: Database) -> Standing:
    with db.read() as conn:
        own = standing_of(conn, db)
    if own.role != "office":
        raise errors.WrongRole(needed="office")
    return own


def _secret(db: Database, own: Standing) -> str | None:
    """The identity of the key that counts, while it is on no paper."""
    found = keys.read_recovery(db.directory)
    return next((secret for secret in found if keys.recipient_of(secret) == own.recovery), None)
