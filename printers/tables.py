"""Tables of the print queue: printers, jobs and the append-only record of what happened to each job."""

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigCounter = BigInteger().with_variant(Integer, "sqlite")

JOB_KINDS = ("receipt", "copy", "refund", "drawer", "label", "slip", "test")
JOB_STATES = ("queued", "sending", "printed", "sent", "unconfirmed", "failed", "cancelled", "superseded")
# none < handed_to_os < idle (polled) < processed (GS r) < completed (GS ( H); person: somebody looked.
EVIDENCE = ("none", "handed_to_os", "idle", "processed", "completed", "person")
PRINTER_KINDS = ("receipt", "label")
PRINTER_STATES = ("unknown", "ready", "paper_low", "paper_out", "cover_open", "offline", "error")


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(
        f"{column} IN ({', '.join(repr(word) for word in words)})", name=f"{column}_is_known"
    )


# Times are ISO 8601 text in UTC with milliseconds, so that they sort as text.
printer = Table(
    "printer",
    metadata,
    Column("name", String, primary_key=True),
    Column("stall", String),
    Column("kind", String, _one_of("kind", PRINTER_KINDS), nullable=False),
    Column("connection", String, nullable=False),
    Column("language", String, nullable=False),
    Column("media", String, nullable=False),
    Column("native_qr", Boolean, nullable=False),
    Column("completion", String, nullable=False),
    Column("caps", JSON, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("fallback", String),
    Column("state", String, _one_of("state", PRINTER_STATES), nullable=False),
    Column("reason", String),
    Column("state_since", String, nullable=False),
    Index("printer_stall", "stall", "kind", "name"),
)

print_job = Table(
    "print_job",
    metadata,
    Column("no", BigCounter, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("subject", String, nullable=False),
    Column("kind", String, _one_of("kind", JOB_KINDS), nullable=False),
    Column("copy", Integer, nullable=False),
    Column("stall", String),
    Column("printer", String),
    Column("document", JSON, nullable=False),
    Column("state", String, _one_of("state", JOB_STATES), nullable=False),
    Column("evidence", String, _one_of("evidence", EVIDENCE), nullable=False),
    Column("hold", String),
    Column("error", String),
    Column("attempt", Integer, nullable=False),
    Column("tx_started", Boolean, nullable=False),
    Column("bytes_total", Integer, nullable=False),
    Column("bytes_sent", Integer, nullable=False),
    Column("created_at", String, nullable=False),
    Column("released_at", String),
    Column("expires_at", String),
    Column("started_at", String),
    Column("done_at", String),
    Column("original", String),
    Column("request", String, unique=True),
    Column("asked_by", String),
    Column("rerouted_from", String),
    UniqueConstraint("subject", "kind", "copy"),
    Index("print_job_printer", "state", "printer", "no"),
    Index("print_job_stall", "state", "stall", "no"),
    Index("print_job_of_stall", "stall", "no"),
)

print_event = Table(
    "print_event",
    metadata,
    Column("no", BigCounter, primary_key=True, autoincrement=True),
    Column("job", String, nullable=False),
    Column("at", String, nullable=False),
    Column("from_state", String),
    Column("to_state", String, nullable=False),
    Column("detail", String),
    Index("print_event_job", "job", "no"),
)

# What happened to a job is never rewritten. Migrations run the same statements.
TRIGGERS = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS print_event_no_{verb.lower()} BEFORE {verb} ON print_event "
        "BEGIN SELECT RAISE(ABORT, 'print_event is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION print_event_append_only() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'print_event is append-only'; END $$""",
        """CREATE OR REPLACE TRIGGER print_event_append_only BEFORE UPDATE OR DELETE ON print_event
           FOR EACH ROW EXECUTE FUNCTION print_event_append_only()""",
    ),
}
for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        _guard = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(print_event, "after_create", _guard.execute_if(dialect=_dialect))
