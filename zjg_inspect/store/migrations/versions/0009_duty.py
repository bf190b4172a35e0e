"""Zones as places to visit; what left the register is told apart within the index that a search looks at."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("enterprise", sa.Column("is_zone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("enterprise_search", "enterprise")
    columns = ["zone", "name", "initials", "code", "entity", "removed"]
    op.create_index("enterprise_search", "enterprise", columns, unique=False)
    op.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'derive_anew', '0009' WHERE EXISTS (SELECT 1 FROM version)"
    )
