"""Cash that moves late, when a held sale was decided, and refused documents that the office is done with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "put_away",
        sa.Column("till", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["till"], ["till.code"], name=op.f("fk_put_away_till_till")),
        sa.PrimaryKeyConstraint("till", "id", name=op.f("pk_put_away")),
    )
    with op.batch_alter_table("cash_movement") as table:
        table.add_column(sa.Column("flags", sa.JSON(none_as_null=True), server_default="[]", nullable=False))
    with op.batch_alter_table("held_sale") as table:
        table.add_column(sa.Column("decided_seq", sa.BigInteger(), nullable=True))
