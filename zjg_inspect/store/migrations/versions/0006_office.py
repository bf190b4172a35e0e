"""The office: rented works and their leases; filings and watch of zones; enterprises that left the register."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _id(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(length=16), nullable=False)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _common() -> list[sa.Column[bool]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in ("removed", "in_conflict")]


def upgrade() -> None:
    for name in ("filed", "watch"):
        op.add_column("zone", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("enterprise", sa.Column("state", sa.Text(), nullable=False, server_default="active"))
    op.add_column("enterprise", sa.Column("beside", sa.LargeBinary(length=16)))
    op.add_column("enterprise", sa.Column("merged_into", sa.LargeBinary(length=16)))
    op.add_column("enterprise", sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, column in (("enterprise_beside", "beside"), ("enterprise_merged", "merged_into")):
        some = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "enterprise", [column], unique=False, sqlite_where=some, postgresql_where=some)
    op.create_table(
        "landlord",
        _id("entity"),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        *_text("name", "initials", "code"),
        sa.Column("manager", sa.Boolean(), nullable=False),
        *_text("phone"),
        *_common(),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_table(
        "premises",
        _id("entity"),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        _id("landlord"),
        _id("zone"),
        *_text("address"),
        sa.Column("area", sa.Integer(), nullable=False),
        *_common(),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_index("premises_landlord", "premises", ["landlord"], unique=False)
    op.create_table(
        "lease",
        _id("entity"),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        _id("tenant"),
        sa.Column("premises", sa.LargeBinary(length=16)),
        *_text("signed", "until", "filed", "number", "ended"),
        *_common(),
        sa.PrimaryKeyConstraint("entity"),
    )
    op.create_index("lease_tenant", "lease", ["tenant"], unique=False)
    # each enterprise's state becomes a column, and what an earlier release held for being newer than itself is judged
    op.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'derive_anew', '0006' WHERE EXISTS (SELECT 1 FROM version)"
    )
