"""The rows of selling. Money is whole rupiah in INTEGER columns whose CHECK refuses fractions and text."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import JSON as _JSON

from pos.dialect import whole_number

JSON = _JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _money(name: str, *, signed: bool = False, nullable: bool = False) -> list[Column[int] | CheckConstraint]:
    """A column of whole rupiah with its CHECK."""
    rule = whole_number(name) + ("" if signed else f" AND {name} >= 0")
    if nullable:
        rule = f"{name} IS NULL OR ({rule})"
    return [
        Column(name, BigInteger, nullable=nullable),
        CheckConstraint(rule, name=f"{name}_is_whole_rupiah"),
    ]


setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# The exhibition -------------------------------------------------------------------------------------

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),  # one row: this database is one exhibition
    Column("name", String, nullable=False),
    Column("edition", Integer),
    Column("venue", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("tz_abbr", String, nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("mode", String, nullable=False, default="live"),
)
event_day = Table(
    "event_day",
    metadata,
    Column("date", String, primary_key=True),  # local date, YYYY-MM-DD
    Column("opens", String, nullable=False),  # local time, HH:MM
    Column("closes", String, nullable=False),
)
region = Table(
    "region",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("timezone", String, nullable=False),
)
province = Table(
    "province",
    metadata,
    Column("iso", String, primary_key=True),  # ISO 3166-2; the national code systems contradict each other
    Column("name", String, nullable=False),
    Column("region", ForeignKey("region.code"), nullable=False),
    Column("timezone", String, nullable=False),
)
stall = Table(
    "stall",
    metadata,
    Column("no", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("region", ForeignKey("region.code"), nullable=False),
)
facility = Table(
    "facility",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("official_name", String, nullable=False),
    Column("type", String, nullable=False),
    Column("stall", ForeignKey("stall.no"), nullable=False),
    Column("city", String, nullable=False),
    Column("province", String, nullable=False),
    Column("province_iso", String, nullable=False),
    Column("aliases", JSON, nullable=False, default=list),
)
category = Table(
    "category",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False),
)
product = Table(
    "product",
    metadata,
    Column("sku", String, primary_key=True),
    Column("code", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("name_en", String, nullable=False),
    Column("facility", ForeignKey("facility.code"), nullable=False, index=True),
    Column("category", ForeignKey("category.code"), nullable=False),
    *_money("price"),
    *_money("cost", nullable=True),
    Column("unit", String, nullable=False),
    Column("fulfilment", String, nullable=False),  # bawa (brought), pesan (to order), kegiatan (activity)
    Column("stocked", Boolean, nullable=False),
    Column("unique_piece", Boolean, nullable=False),
    Column("max_per_buyer", Integer),
    Column("lead_time_days", Integer),
    Column("shelf_life_days", Integer),
    Column("facts", JSON, nullable=False, default=dict),  # story, material, technique, size, food facts …
    Column("labels_printed_at", String),
    Column("order_capacity", Integer),  # pieces that may be ordered during the fair
)
piece = Table(
    "piece",
    metadata,
    Column("code", String, primary_key=True),
    Column("sku", ForeignKey("product.sku"), nullable=False, index=True),
    Column("state", String, nullable=False),  # open, sold, gone
    Column("sale", ForeignKey("sale.seq")),
)
price = Table(
    "price",
    metadata,
    Column("sku", ForeignKey("product.sku"), primary_key=True),
    Column("since", String, primary_key=True),
    *_money("price"),
)

stall_setting = Table(
    "stall_setting",
    metadata,
    Column("stall", ForeignKey("stall.no"), primary_key=True),
    Column("qris_static", Text),
    Column("max_discount_percent", Integer),
)

# Tills and people -----------------------------------------------------------------------------------

till = Table(
    "till",
    metadata,
    Column("code", String, primary_key=True),
    Column("stall", ForeignKey("stall.no"), nullable=False, index=True),
    Column("state", String, nullable=False),  # active, moved, revoked
    Column("enrolled_at", String, nullable=False),
    Column("last_number", Integer, nullable=False, default=0),
    Column("last_seen", String),
    Column("waiting", Integer, nullable=False, default=0),
    Column("waiting_amount", BigInteger, nullable=False, default=0),
    Column("next_number", Integer),
    Column("battery", Integer),
    Column("clock_offset_ms", Integer),
    Column("oldest_waiting_at", String),
    Column("rejected", JSON, nullable=False, default=list),  # documents the server would not take
    Column("version", String),
)
staff = Table(
    "staff",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("stall", ForeignKey("stall.no")),
    Column("pin_hash", String, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
)
credential = Table(
    "credential",
    metadata,
    Column("hash", String, primary_key=True),  # SHA-256 of the token; the token itself is never stored
    Column("kind", String, nullable=False),  # token, tablet, screen
    Column("role", String, nullable=False),
    Column("stall", ForeignKey("stall.no")),
    Column("till", ForeignKey("till.code")),
    Column("created_at", String, nullable=False),
    Column("revoked_at", String),
)

# Sales ----------------------------------------------------------------------------------------------

sale = Table(
    "sale",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("id", String, nullable=False, unique=True),
    Column("number", String, nullable=False, unique=True),
    Column("content_hash", String, nullable=False),
    Column("receipt_code", String, nullable=False, unique=True),
    Column("till", ForeignKey("till.code"), nullable=False),
    Column("stall", ForeignKey("stall.no"), nullable=False),
    Column("shift", String, index=True),
    Column("staff", String),
    Column("sold_at", String, nullable=False),
    Column("sent_at", String),
    Column("received_at", String, nullable=False),
    Column("note", Text),
    *_money("gross"),
    *_money("rounding", signed=True),
    *_money("total"),
    Column("flags", JSON, nullable=False),
    Column("offered_as", JSON),
)
sale_line = Table(
    "sale_line",
    metadata,
    Column("sale", ForeignKey("sale.seq"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("sku", ForeignKey("product.sku"), nullable=False),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity_is_positive"), nullable=False),
    *_money("unit_price"),
    *_money("discount"),
    *_money("amount"),
    *_money("unit_cost", nullable=True),
    Column("piece", String),
    Column("taken", JSON, nullable=False),  # [[stall, quantity], …]: whose table the pieces came from
    Column("order", JSON),
)
Index(
    "ix_sale_line_order",
    sale_line.c.sku,
    sqlite_where=sale_line.c.order.is_not(None),
    postgresql_where=sale_line.c.order.is_not(None),
)
payment = Table(
    "payment",
    metadata,
    Column("sale", ForeignKey("sale.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("method", String, nullable=False),
    *_money("amount"),
    *_money("tendered", nullable=True),
    Column("reference", String),
    Column("state", String, nullable=False),
)
held_sale = Table(
    "held_sale",
    metadata,
    Column("held_id", String, primary_key=True),
    Column("sale", String, nullable=False, index=True),  # the id it was offered under
    Column("content_hash", String, nullable=False),
    Column("number", String, nullable=False),
    Column("till", String, nullable=False),
    Column("stall", String, nullable=False),
    Column("shift", String),
    *_money("total"),
    *_money("cash"),
    Column("reasons", JSON, nullable=False),
    Column("document", JSON, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("received_at", String, nullable=False),
    Column("decision", String),
    Column("decided_at", String),
    Column("decided_by", String),
    Column("reason", String),
    Column("accepted_as", String),
    Column("decided_seq", BigInteger),  # of the journal entry that decided
    UniqueConstraint("sale", "content_hash"),
)
put_away = Table(  # documents the server would not take, once the office is done with them
    "put_away",
    metadata,
    Column("till", ForeignKey("till.code"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("number", String),
    Column("code", String, nullable=False),
    Column("document", JSON, nullable=False),
    Column("reason", String, nullable=False),
    Column("by", String),
    Column("at", String, nullable=False),
)
payment_correction = Table(
    "payment_correction",
    metadata,
    Column("id", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("sale", ForeignKey("sale.seq"), nullable=False, index=True),
    Column("shift", String, index=True),
    Column("payments", JSON, nullable=False),
    Column("deltas", JSON, nullable=False),
    *_money("cash_delta", signed=True),
    Column("reason", String, nullable=False),
    Column("staff", String),
    Column("approved_by", String),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False, server_default="correction"),  # or balance: an order's is paid
    Column("till", String),
    Column("flags", JSON),
    Column("received", JSON),  # what a balance payment brought in
)
refund = Table(
    "refund",
    metadata,
    Column("id", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("number", String, nullable=False, unique=True),
    Column("content_hash", String, nullable=False),
    Column("sale", ForeignKey("sale.seq"), nullable=False, index=True),
    Column("till", String),
    Column("stall", ForeignKey("stall.no"), nullable=False),
    Column("shift", String),
    Column("staff", String),
    Column("approved_by", String),
    Column("method", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("refunded_at", String, nullable=False),
    *_money("amount", signed=True),  # the rounding may be larger than the last piece
    *_money("rounding", signed=True),
    Column("restock", Boolean, nullable=False),
    Column("flags", JSON, nullable=False),
)
refund_line = Table(
    "refund_line",
    metadata,
    Column("refund", ForeignKey("refund.id"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("quantity", Integer, CheckConstraint("quantity > 0", name="quantity_is_positive"), nullable=False),
    *_money("amount"),
)
refund_set_off = Table(  # what of a refunded line had never been paid: it came off the order's balance
    "refund_set_off",
    metadata,
    Column("refund", ForeignKey("refund.id"), primary_key=True),
    Column("line", Integer, primary_key=True),
    *_money("amount"),
)
order_handover = Table(
    "order_handover",
    metadata,
    Column("sale", ForeignKey("sale.seq"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("staff", String),
)
order_contact = Table(  # buyers' personal data: in no journal, in no sale, deleted when it has served
    "order_contact",
    metadata,
    Column("id", String, primary_key=True),
    Column("sale", String, nullable=False, index=True),  # its id; the sale itself may still be on its way
    Column("stall", ForeignKey("stall.no"), nullable=False),
    Column("name", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", String, nullable=False),
)
shift = Table(
    "shift",
    metadata,
    Column("id", String, primary_key=True),
    Column("till", ForeignKey("till.code"), nullable=False, index=True),
    Column("stall", ForeignKey("stall.no"), nullable=False),
    Column("opened_at", String, nullable=False),
    Column("opened_by", String),
    *_money("float"),
    Column("closed_at", String),
    Column("closed_by", String),
    Column("closed_seq", BigInteger),  # of the journal entry that closed it: what comes later is late
    Column("z_number", Integer),
    Column("counted", JSON),
    Column("figures", JSON),
    Column("flags", JSON, nullable=False, default=list, server_default="[]"),
)
cash_movement = Table(
    "cash_movement",
    metadata,
    Column("id", String, primary_key=True),
    Column("shift", ForeignKey("shift.id"), nullable=False, index=True),
    Column("kind", String, nullable=False),  # in, out, deposit
    *_money("amount"),
    Column("reason", String, nullable=False),
    Column("staff", String),
    Column("second", String),
    Column("at", String, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("flags", JSON, nullable=False, default=list, server_default="[]"),
)

# Goods ----------------------------------------------------------------------------------------------

stock = Table(
    "stock",
    metadata,
    Column("sku", ForeignKey("product.sku"), primary_key=True),
    Column("stall", ForeignKey("stall.no"), primary_key=True),
    Column("on_table", Integer, nullable=False),
)
stock_movement = Table(
    "stock_movement",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # of the journal entry that moved it
    Column("position", Integer, primary_key=True),
    Column("sku", ForeignKey("product.sku"), nullable=False, index=True),
    Column("stall", ForeignKey("stall.no"), nullable=False),
    Column("kind", String, nullable=False),  # sold, refunded, received, returned, damaged, missing, …
    Column("quantity", Integer, nullable=False),  # signed: what it adds to the table
)
lot = Table(
    "lot",
    metadata,
    Column("consignment", String, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False),  # of the journal entry that brought it
    Column("sku", ForeignKey("product.sku"), nullable=False, index=True),
    Column("quantity", Integer, nullable=False),
    Column("expires_on", String),
)
document = Table(
    "document",
    metadata,
    Column("id", String, primary_key=True),  # client-made id of a consignment, movement, price change …
    Column("kind", String, primary_key=True),
    Column("content_hash", String, nullable=False),
    Column("answer", JSON, nullable=False),
)

# The journal and those who follow it ----------------------------------------------------------------

journal = Table(
    "journal",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("at", String, nullable=False),
    Column("data", Text, nullable=False),  # canonical JSON, exactly as hashed
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
bookmark = Table(
    "bookmark",
    metadata,
    Column("follower", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("follower", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("state", JSON, nullable=False),
)
