"""What differs between SQLite and PostgreSQL, in one place: everything else is SQLAlchemy."""

import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

# SQLite 3.7.0-3.51.2 can corrupt the database when a WAL is reset by one of two connections
# (sqlite.org/wal.html#walresetbug); these older releases carry the fix back.
FIRST_SAFE_SQLITE = (3, 51, 3)
BACKPORTED_SQLITE = ((3, 44, 6), (3, 50, 7))
SQLITE_ERROR = 1  # "SQL error or missing database": no such table, too many variables …

_APPEND_ONLY = ("journal",)


def whole_number(column: str) -> str:
    """The CHECK that keeps fractions and text out of an integer column (SQLite would take them)."""
    return f"CAST({column} AS INTEGER) = {column}"


def sqlite_module() -> ModuleType:
    """The SQLite library Lapak ships, or Python's own where there is none for the platform."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - a choice made at run time
    except ImportError:
        return sqlite3
    module: ModuleType = dbapi2
    return module


def sqlite_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug."""
    if version >= FIRST_SAFE_SQLITE:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in BACKPORTED_SQLITE)


def create_sqlite_engine(path: str, *, read_only: bool) -> Engine:
    """An engine on one file: WAL, synchronous FULL, foreign keys, BEGIN written by us."""
    module = sqlite_module()
    options: dict[str, Any] = {} if not read_only else {"pool_size": 8, "max_overflow": 32}
    if not read_only:
        options["poolclass"] = NullPool
    engine = create_engine(
        f"sqlite:///{path}",
        module=module,
        connect_args={"check_same_thread": False, "timeout": 10},
        hide_parameters=True,  # a failed statement must not tell the log PIN hashes and receipt codes
        **options,
    )
    event.listen(engine, "connect", _configure_reader if read_only else _configure_writer)
    event.listen(engine, "begin", _begin_read if read_only else _begin_write)
    return engine


def _configure_writer(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
    _pragmas(connection, "wal_autocheckpoint=1000", "cache_size=-65536")
    settings = [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")
    ]
    if settings != [2, 1] or connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        msg = (
            "SQLite does not keep the settings that make a sale durable (WAL, synchronous FULL, foreign keys)"
        )
        raise RuntimeError(msg)


def _configure_reader(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _pragmas(connection, "query_only=ON", "busy_timeout=10000", "wal_autocheckpoint=0")


def _pragmas(connection: Any, *pragmas: str) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_read(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def lock_for_writing(connection: Connection) -> None:
    """On PostgreSQL: one writer at a time across processes, so that seq is commit order."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7012018)"))


def is_mistake_in_sql(error: DBAPIError) -> bool:
    """Whether a statement was wrong: SQLite files that under the same class as trouble with the disk."""
    return getattr(error.orig, "sqlite_errorcode", None) == SQLITE_ERROR


def protect_journal(connection: Connection) -> None:
    """Triggers that refuse to change or remove what has been written."""
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            for statement in _refusing_trigger(connection.dialect.name, table, verb):
                connection.execute(text(statement))


def _refusing_trigger(dialect: str, table: str, verb: str) -> list[str]:
    name = f"{table}_refuses_{verb.lower()}"
    reason = f"the {table} is append-only"
    if dialect == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        return [f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} {body}"]
    body = f"$$ BEGIN RAISE EXCEPTION '{reason}'; END $$"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
