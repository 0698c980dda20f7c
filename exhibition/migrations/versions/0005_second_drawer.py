"""A till's second drawer is marked; corrections from before orders have no flags and brought in nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change the tables."""
    with op.batch_alter_table("shift") as table:
        table.add_column(sa.Column("flags", sa.JSON(none_as_null=True), server_default="[]", nullable=False))
    op.execute("UPDATE payment_correction SET flags = '[]' WHERE flags IS NULL")
    op.execute("UPDATE payment_correction SET received = '[]' WHERE received IS NULL")
