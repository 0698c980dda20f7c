"""Orders: what was never paid of a refund, what was handed over, where to deliver, and how many can be made."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "refund_set_off",
        sa.Column("refund", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "CAST(amount AS INTEGER) = amount AND amount >= 0",
            name=op.f("ck_refund_set_off_amount_is_whole_rupiah"),
        ),
        sa.ForeignKeyConstraint(["refund"], ["refund.id"], name=op.f("fk_refund_set_off_refund_refund")),
        sa.PrimaryKeyConstraint("refund", "line", name=op.f("pk_refund_set_off")),
    )
    op.create_table(
        "order_handover",
        sa.Column("sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["sale"], ["sale.seq"], name=op.f("fk_order_handover_sale_sale")),
        sa.PrimaryKeyConstraint("sale", "line", name=op.f("pk_order_handover")),
    )
    op.create_table(
        "order_contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sale", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_order_contact_stall_stall")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_contact")),
    )
    op.create_index(op.f("ix_order_contact_sale"), "order_contact", ["sale"])
    op.create_index(
        "ix_sale_line_order",
        "sale_line",
        ["sku"],
        sqlite_where=sa.text('"order" IS NOT NULL'),
        postgresql_where=sa.text('"order" IS NOT NULL'),
    )
    op.add_column("product", sa.Column("order_capacity", sa.Integer(), nullable=True))
    op.add_column(
        "payment_correction", sa.Column("kind", sa.String(), server_default="correction", nullable=False)
    )
    op.add_column("payment_correction", sa.Column("till", sa.String(), nullable=True))
    op.add_column("payment_correction", sa.Column("flags", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("payment_correction", sa.Column("received", sa.JSON(none_as_null=True), nullable=True))
