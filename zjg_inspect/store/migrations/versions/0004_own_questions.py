"""Of which new items of a checklist that is being made a person said that they ask something of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("form_draft", sa.Column("own_questions", sa.Text(), nullable=False, server_default="[]"))
