"""The rows of the program itself: what buyers say, and who they are. Personal, so they can be deleted."""

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String, primary_key=True),
    Column("code", String, nullable=False, index=True),
    Column("sku", String, nullable=False),
    Column(
        "rating", Integer, CheckConstraint("rating BETWEEN 1 AND 5", name="rating_is_known"), nullable=False
    ),
    Column("price", String),  # cheap, right, dear
    Column("reason", String),
    Column("comment", Text),
    Column("language", String, nullable=False),
    Column("at", String, nullable=False),
)
buyer = Table(
    "buyer",
    metadata,
    Column("id", String, primary_key=True),  # what a kuitansi in the print queue carries instead of the name
    Column("name", String, nullable=False),
    Column("at", String, nullable=False),
)
