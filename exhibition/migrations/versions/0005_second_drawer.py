"""A till's second drawer, opened while another one was still open, is marked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("shift") as table:
        table.add_column(sa.Column("flags", sa.JSON(none_as_null=True), server_default="[]", nullable=False))
