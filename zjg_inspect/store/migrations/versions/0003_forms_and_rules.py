"""Forms and rules: what is derived of a store of an earlier release is derived anew when it is next opened."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _hazards()
    _programmes()
    _forms()
    _verdicts()
    op.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'derive_anew', '0003' WHERE EXISTS (SELECT 1 FROM version)"
    )


def _hazards() -> None:
    """What a hazard's steps add up to, and the closed ones by enterprise and item, for what recurs."""
    for name in ("found", "seen", "date", "first_deadline"):
        op.add_column("hazard", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("hazard", sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("hazard", sa.Column("referred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "hazard_closed",
        "hazard",
        ["enterprise", "item"],
        unique=False,
        sqlite_where=sa.text("state = 'closed'"),
        postgresql_where=sa.text("state = 'closed'"),
    )


def _programmes() -> None:
    op.create_table(
        "programme",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("in_conflict", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )


def _forms() -> None:
    """Checklists that are being made, what was released here, and which form a visit was made with."""
    op.create_table(
        "form_draft",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False, primary_key=True),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("same_meaning", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("touched_at", sa.Text(), nullable=False),
    )
    op.create_table(
        "form_release",
        sa.Column("form_hash", sa.LargeBinary(length=32), nullable=False, primary_key=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("same_meaning", sa.Text(), nullable=False),
    )
    op.add_column("inspection", sa.Column("form", sa.LargeBinary(length=32)))


def _verdicts() -> None:
    """Each enterprise's verdict as a row; whether it counts depends on the day, so it is no column of its own."""
    op.drop_table("enterprise")
    op.create_table(
        "enterprise",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("zone", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=False),
        sa.Column("gone_from", sa.Text(), nullable=False),
        sa.Column("in_conflict", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_index("enterprise_search", "enterprise", ["zone", "name", "initials", "code", "entity"])
    op.create_table(
        "standing",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zone", sa.LargeBinary(length=16), nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=False),
        sa.Column("gone_from", sa.Text(), nullable=False),
        sa.Column("standardised", sa.Boolean(), nullable=False),
        sa.Column("inspection", sa.LargeBinary(length=16)),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_index("standing_zone", "standing", ["zone", "in_scope", "gone_from", "standardised"])
