"""Enterprises that moved in: the first day on which they count where they are."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for table in ("enterprise", "standing"):
        op.add_column(table, sa.Column("since", sa.Text(), nullable=False, server_default=""))
    op.drop_index("standing_zone", "standing")
    op.create_index("standing_zone", "standing", ["zone", "in_scope", "gone_from", "since", "standardised"])
    op.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'derive_anew', '0008' WHERE EXISTS (SELECT 1 FROM version)"
    )
