"""Survey: what inspectors found that no list has, and the enterprises that stand for it until the office decides."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("enterprise", sa.Column("proposed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "proposal",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("enterprise", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device", sa.LargeBinary(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )
    # what an earlier release held for being newer than itself is judged when the store is next opened
    op.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'derive_anew', '0005' "
        "WHERE EXISTS (SELECT 1 FROM aside WHERE reason = 'newer')"
    )
