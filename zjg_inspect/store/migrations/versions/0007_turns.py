"""On which days each enterprise's verdict turned: kept once told, so that every past day's figures are at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "turned",
        sa.Column("entity", sa.LargeBinary(length=16), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity"),
    )
