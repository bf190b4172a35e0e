"""Sync in both directions: receipts, assignments, suspended devices, what is still wanted."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("enterprise", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("in_conflict", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_index("assignment_enterprise", "assignment", ["enterprise"])
    op.create_table(
        "conflict",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "kind"),
    )
    op.create_table("media_wanted", sa.Column("sha256", sa.LargeBinary(length=32), nullable=False, primary_key=True))
    op.create_table(
        "progress",
        sa.Column("device", sa.LargeBinary(length=16), nullable=False, primary_key=True),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("check", sa.LargeBinary(length=32), nullable=False),
    )
    op.create_table(
        "receipt",
        sa.Column("peer", sa.LargeBinary(length=16), nullable=False, primary_key=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("acknowledged", sa.Integer(), nullable=False),
    )
    op.create_table(
        "receipt_quarantined",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False, primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.add_column("device", sa.Column("recipient", sa.Text(), nullable=False, server_default=""))
    op.add_column("device", sa.Column("recovery", sa.Text(), nullable=False, server_default=""))
    op.add_column("device_grant", sa.Column("recipient", sa.Text(), nullable=False, server_default=""))
    op.add_column("device_grant", sa.Column("through", sa.Integer()))
    op.add_column("device_grant", sa.Column("retired", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("device_grant", sa.Column("cleared", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("bundle_sent", sa.Column("addressee", sa.LargeBinary(length=16)))
    op.add_column("bundle_sent", sa.Column("selection", sa.Text(), nullable=False, server_default=""))
    op.add_column("bundle_sent", sa.Column("acknowledged", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("bundle_received", sa.Column("digest", sa.LargeBinary(length=32)))
    op.add_column("bundle_received", sa.Column("through", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("bundle_received_digest", "bundle_received", ["digest"])
    op.create_index("bundle_received_sender", "bundle_received", ["sender", "sequence"])
    op.execute(
        "INSERT INTO media_wanted SELECT DISTINCT sha256 FROM version_media"
        " WHERE sha256 NOT IN (SELECT sha256 FROM media)"
    )
    _fill_progress()
    _fill_conflict()


def _fill_conflict() -> None:
    """The entities whose heads have different bodies."""
    conn = op.get_bind()
    several = "SELECT entity, kind FROM head GROUP BY entity, kind HAVING count(*) > 1"
    heads = "SELECT v.raw FROM head h JOIN version v ON v.hash = h.hash WHERE h.entity = :entity AND h.kind = :kind"
    for entity, kind in conn.execute(sa.text(several)).all():
        row = {"entity": entity, "kind": kind}
        bodies = [json.loads(raw)["body"] for raw in conn.scalars(sa.text(heads), row)]
        if any(body != bodies[0] for body in bodies):
            conn.execute(sa.text("INSERT INTO conflict VALUES (:entity, :kind)"), row)


def _fill_progress() -> None:
    """By device the n up to which all its versions are here, with the exclusive or of their hashes.

    What is set aside for its signature, for want of a key, or as newer is not proven to be the device's.
    """
    conn = op.get_bind()
    proven = (
        "SELECT v.device, v.n, v.hash FROM version v LEFT JOIN aside a ON a.hash = v.hash"
        " WHERE coalesce(a.reason, '') NOT IN ('unknown_device', 'signature', 'newer') ORDER BY v.device, v.n"
    )
    found: dict[bytes, tuple[int, int]] = {}
    for device, n, hash_ in conn.execute(sa.text(proven)):
        through, check = found.get(device, (0, 0))
        if n in (through, through + 1) and n:
            found[device] = n, check ^ int.from_bytes(hash_)
    for device, (through, check) in found.items():
        row = {"device": device, "through": through, "check": check.to_bytes(32)}
        conn.execute(sa.text("INSERT INTO progress VALUES (:device, :through, :check)"), row)
