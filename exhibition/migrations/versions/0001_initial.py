"""The first shape of the database: selling, printing, and what buyers say."""

import sqlalchemy as sa
from alembic import op

from printers.tables import TRIGGERS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "bookmark",
        sa.Column("follower", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("follower", name=op.f("pk_bookmark")),
    )
    op.create_table(
        "category",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("follower", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("follower", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "kind", name=op.f("pk_document")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("tz_abbr", sa.String(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_table(
        "event_day",
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("date", name=op.f("pk_event_day")),
    )
    op.create_table(
        "held_sale",
        sa.Column("held_id", sa.String(), nullable=False),
        sa.Column("sale", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("till", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("accepted_as", sa.String(), nullable=True),
        sa.CheckConstraint(
            "CAST(cash AS INTEGER) = cash AND cash >= 0", name=op.f("ck_held_sale_cash_is_whole_rupiah")
        ),
        sa.CheckConstraint(
            "CAST(total AS INTEGER) = total AND total >= 0", name=op.f("ck_held_sale_total_is_whole_rupiah")
        ),
        sa.PrimaryKeyConstraint("held_id", name=op.f("pk_held_sale")),
        sa.UniqueConstraint("sale", "content_hash", name=op.f("uq_held_sale_sale_content_hash")),
    )
    with op.batch_alter_table("held_sale", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_sale_sale"), ["sale"], unique=False)

    op.create_table(
        "journal",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "province",
        sa.Column("iso", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_province_region_region")),
        sa.PrimaryKeyConstraint("iso", name=op.f("pk_province")),
    )
    op.create_table(
        "stall",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_stall_region_region")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_stall")),
    )
    op.create_table(
        "facility",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("official_name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("province_iso", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_facility_stall_stall")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_facility")),
    )
    op.create_table(
        "staff",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=True),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_staff_stall_stall")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_staff")),
    )
    op.create_table(
        "stall_setting",
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("qris_static", sa.Text(), nullable=True),
        sa.Column("max_discount_percent", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_stall_setting_stall_stall")),
        sa.PrimaryKeyConstraint("stall", name=op.f("pk_stall_setting")),
    )
    op.create_table(
        "till",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("enrolled_at", sa.String(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_seen", sa.String(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("waiting_amount", sa.BigInteger(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=True),
        sa.Column("battery", sa.Integer(), nullable=True),
        sa.Column("clock_offset_ms", sa.Integer(), nullable=True),
        sa.Column("oldest_waiting_at", sa.String(), nullable=True),
        sa.Column("rejected", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_till_stall_stall")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_till")),
    )
    with op.batch_alter_table("till", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_till_stall"), ["stall"], unique=False)

    op.create_table(
        "credential",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=True),
        sa.Column("till", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_credential_stall_stall")),
        sa.ForeignKeyConstraint(["till"], ["till.code"], name=op.f("fk_credential_till_till")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_credential")),
    )
    op.create_table(
        "product",
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("facility", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("fulfilment", sa.String(), nullable=False),
        sa.Column("stocked", sa.Boolean(), nullable=False),
        sa.Column("unique_piece", sa.Boolean(), nullable=False),
        sa.Column("max_per_buyer", sa.Integer(), nullable=True),
        sa.Column("lead_time_days", sa.Integer(), nullable=True),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("labels_printed_at", sa.String(), nullable=True),
        sa.CheckConstraint(
            "CAST(price AS INTEGER) = price AND price >= 0", name=op.f("ck_product_price_is_whole_rupiah")
        ),
        sa.CheckConstraint(
            "cost IS NULL OR (CAST(cost AS INTEGER) = cost AND cost >= 0)",
            name=op.f("ck_product_cost_is_whole_rupiah"),
        ),
        sa.ForeignKeyConstraint(["category"], ["category.code"], name=op.f("fk_product_category_category")),
        sa.ForeignKeyConstraint(["facility"], ["facility.code"], name=op.f("fk_product_facility_facility")),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_facility"), ["facility"], unique=False)

    op.create_table(
        "sale",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("receipt_code", sa.String(), nullable=False),
        sa.Column("till", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=True),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("sold_at", sa.String(), nullable=False),
        sa.Column("sent_at", sa.String(), nullable=True),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("rounding", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("offered_as", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "CAST(gross AS INTEGER) = gross AND gross >= 0", name=op.f("ck_sale_gross_is_whole_rupiah")
        ),
        sa.CheckConstraint(
            "CAST(rounding AS INTEGER) = rounding", name=op.f("ck_sale_rounding_is_whole_rupiah")
        ),
        sa.CheckConstraint(
            "CAST(total AS INTEGER) = total AND total >= 0", name=op.f("ck_sale_total_is_whole_rupiah")
        ),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_sale_stall_stall")),
        sa.ForeignKeyConstraint(["till"], ["till.code"], name=op.f("fk_sale_till_till")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sale")),
        sa.UniqueConstraint("id", name=op.f("uq_sale_id")),
        sa.UniqueConstraint("number", name=op.f("uq_sale_number")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_sale_receipt_code")),
    )
    with op.batch_alter_table("sale", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sale_shift"), ["shift"], unique=False)

    op.create_table(
        "shift",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("till", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("opened_at", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("float", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.String(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_seq", sa.BigInteger(), nullable=True),
        sa.Column("z_number", sa.Integer(), nullable=True),
        sa.Column("counted", sa.JSON(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "CAST(float AS INTEGER) = float AND float >= 0", name=op.f("ck_shift_float_is_whole_rupiah")
        ),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_shift_stall_stall")),
        sa.ForeignKeyConstraint(["till"], ["till.code"], name=op.f("fk_shift_till_till")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_till"), ["till"], unique=False)

    op.create_table(
        "cash_movement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("second", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "CAST(amount AS INTEGER) = amount AND amount >= 0",
            name=op.f("ck_cash_movement_amount_is_whole_rupiah"),
        ),
        sa.ForeignKeyConstraint(["shift"], ["shift.id"], name=op.f("fk_cash_movement_shift_shift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_movement")),
    )
    with op.batch_alter_table("cash_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cash_movement_shift"), ["shift"], unique=False)

    op.create_table(
        "lot",
        sa.Column("consignment", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["sku"], ["product.sku"], name=op.f("fk_lot_sku_product")),
        sa.PrimaryKeyConstraint("consignment", "line", name=op.f("pk_lot")),
    )
    with op.batch_alter_table("lot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lot_sku"), ["sku"], unique=False)

    op.create_table(
        "payment",
        sa.Column("sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tendered", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint(
            "CAST(amount AS INTEGER) = amount AND amount >= 0", name=op.f("ck_payment_amount_is_whole_rupiah")
        ),
        sa.CheckConstraint(
            "tendered IS NULL OR (CAST(tendered AS INTEGER) = tendered AND tendered >= 0)",
            name=op.f("ck_payment_tendered_is_whole_rupiah"),
        ),
        sa.ForeignKeyConstraint(["sale"], ["sale.seq"], name=op.f("fk_payment_sale_sale")),
        sa.PrimaryKeyConstraint("sale", "position", name=op.f("pk_payment")),
    )
    op.create_table(
        "payment_correction",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift", sa.String(), nullable=True),
        sa.Column("payments", sa.JSON(), nullable=False),
        sa.Column("deltas", sa.JSON(), nullable=False),
        sa.Column("cash_delta", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "CAST(cash_delta AS INTEGER) = cash_delta",
            name=op.f("ck_payment_correction_cash_delta_is_whole_rupiah"),
        ),
        sa.ForeignKeyConstraint(["sale"], ["sale.seq"], name=op.f("fk_payment_correction_sale_sale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_correction")),
    )
    with op.batch_alter_table("payment_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_correction_sale"), ["sale"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_correction_shift"), ["shift"], unique=False)

    op.create_table(
        "piece",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["sale"], ["sale.seq"], name=op.f("fk_piece_sale_sale")),
        sa.ForeignKeyConstraint(["sku"], ["product.sku"], name=op.f("fk_piece_sku_product")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_piece")),
    )
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_sku"), ["sku"], unique=False)

    op.create_table(
        "price",
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "CAST(price AS INTEGER) = price AND price >= 0", name=op.f("ck_price_price_is_whole_rupiah")
        ),
        sa.ForeignKeyConstraint(["sku"], ["product.sku"], name=op.f("fk_price_sku_product")),
        sa.PrimaryKeyConstraint("sku", "since", name=op.f("pk_price")),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("till", sa.String(), nullable=True),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=True),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("refunded_at", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("rounding", sa.BigInteger(), nullable=False),
        sa.Column("restock", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.CheckConstraint("CAST(amount AS INTEGER) = amount", name=op.f("ck_refund_amount_is_whole_rupiah")),
        sa.CheckConstraint(
            "CAST(rounding AS INTEGER) = rounding", name=op.f("ck_refund_rounding_is_whole_rupiah")
        ),
        sa.ForeignKeyConstraint(["sale"], ["sale.seq"], name=op.f("fk_refund_sale_sale")),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_refund_stall_stall")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("number", name=op.f("uq_refund_number")),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refund_sale"), ["sale"], unique=False)

    op.create_table(
        "sale_line",
        sa.Column("sale", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=True),
        sa.Column("piece", sa.String(), nullable=True),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("order", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "CAST(amount AS INTEGER) = amount AND amount >= 0",
            name=op.f("ck_sale_line_amount_is_whole_rupiah"),
        ),
        sa.CheckConstraint(
            "CAST(discount AS INTEGER) = discount AND discount >= 0",
            name=op.f("ck_sale_line_discount_is_whole_rupiah"),
        ),
        sa.CheckConstraint(
            "CAST(unit_price AS INTEGER) = unit_price AND unit_price >= 0",
            name=op.f("ck_sale_line_unit_price_is_whole_rupiah"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_sale_line_quantity_is_positive")),
        sa.CheckConstraint(
            "unit_cost IS NULL OR (CAST(unit_cost AS INTEGER) = unit_cost AND unit_cost >= 0)",
            name=op.f("ck_sale_line_unit_cost_is_whole_rupiah"),
        ),
        sa.ForeignKeyConstraint(["sale"], ["sale.seq"], name=op.f("fk_sale_line_sale_sale")),
        sa.ForeignKeyConstraint(["sku"], ["product.sku"], name=op.f("fk_sale_line_sku_product")),
        sa.PrimaryKeyConstraint("sale", "line", name=op.f("pk_sale_line")),
    )
    op.create_table(
        "stock",
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("on_table", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sku"], ["product.sku"], name=op.f("fk_stock_sku_product")),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_stock_stall_stall")),
        sa.PrimaryKeyConstraint("sku", "stall", name=op.f("pk_stock")),
    )
    op.create_table(
        "stock_movement",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sku"], ["product.sku"], name=op.f("fk_stock_movement_sku_product")),
        sa.ForeignKeyConstraint(["stall"], ["stall.no"], name=op.f("fk_stock_movement_stall_stall")),
        sa.PrimaryKeyConstraint("seq", "position", name=op.f("pk_stock_movement")),
    )
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_movement_sku"), ["sku"], unique=False)

    op.create_table(
        "refund_line",
        sa.Column("refund", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "CAST(amount AS INTEGER) = amount AND amount >= 0",
            name=op.f("ck_refund_line_amount_is_whole_rupiah"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_refund_line_quantity_is_positive")),
        sa.ForeignKeyConstraint(["refund"], ["refund.id"], name=op.f("fk_refund_line_refund_refund")),
        sa.PrimaryKeyConstraint("refund", "line", name=op.f("pk_refund_line")),
    )
    op.create_table(
        "print_event",
        sa.Column(
            "no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_print_event")),
    )
    with op.batch_alter_table("print_event", schema=None) as batch_op:
        batch_op.create_index("print_event_job", ["job", "no"], unique=False)

    op.create_table(
        "print_job",
        sa.Column(
            "no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("stall", sa.String(), nullable=True),
        sa.Column("printer", sa.String(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("hold", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tx_started", sa.Boolean(), nullable=False),
        sa.Column("bytes_total", sa.Integer(), nullable=False),
        sa.Column("bytes_sent", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("released_at", sa.String(), nullable=True),
        sa.Column("expires_at", sa.String(), nullable=True),
        sa.Column("started_at", sa.String(), nullable=True),
        sa.Column("done_at", sa.String(), nullable=True),
        sa.Column("original", sa.String(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("rerouted_from", sa.String(), nullable=True),
        sa.CheckConstraint(
            "evidence IN ('none', 'handed_to_os', 'idle', 'processed', 'completed', 'person')",
            name=op.f("ck_print_job_evidence_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('receipt', 'copy', 'refund', 'drawer', 'label', 'slip', 'test')",
            name=op.f("ck_print_job_kind_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'printed', 'sent', 'unconfirmed', 'failed', 'cancelled', 'superseded')",
            name=op.f("ck_print_job_state_is_known"),
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_print_job")),
        sa.UniqueConstraint("id", name=op.f("uq_print_job_id")),
        sa.UniqueConstraint("request", name=op.f("uq_print_job_request")),
        sa.UniqueConstraint("subject", "kind", "copy", name=op.f("uq_print_job_subject_kind_copy")),
    )
    with op.batch_alter_table("print_job", schema=None) as batch_op:
        batch_op.create_index("print_job_of_stall", ["stall", "no"], unique=False)
        batch_op.create_index("print_job_printer", ["state", "printer", "no"], unique=False)
        batch_op.create_index("print_job_stall", ["state", "stall", "no"], unique=False)

    op.create_table(
        "printer",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stall", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("connection", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("native_qr", sa.Boolean(), nullable=False),
        sa.Column("completion", sa.String(), nullable=False),
        sa.Column("caps", sa.JSON(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("fallback", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("state_since", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('receipt', 'label')", name=op.f("ck_printer_kind_is_known")),
        sa.CheckConstraint(
            "state IN ('unknown', 'ready', 'paper_low', 'paper_out', 'cover_open', 'offline', 'error')",
            name=op.f("ck_printer_state_is_known"),
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_printer")),
    )
    with op.batch_alter_table("printer", schema=None) as batch_op:
        batch_op.create_index("printer_stall", ["stall", "kind", "name"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("price", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_feedback_rating_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_code"), ["code"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
