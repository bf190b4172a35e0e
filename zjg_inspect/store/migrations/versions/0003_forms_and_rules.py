"""Forms and rules: what is derived of a store of an earlier release is derived anew when it is next opened."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        "INSERT OR REPLACE INTO setting (name, value) SELECT 'derive_anew', '0003' WHERE EXISTS (SELECT 1 FROM version)"
    )
