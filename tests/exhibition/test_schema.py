"""The tables as they are, and as the migrations make them: the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from exhibition import schema
from exhibition.config import ConfigError
from pos.database import Database, open_database, prepare


def shape(database: Database) -> dict[str, Any]:
    """What distinguishes one schema from another: columns, checks, indexes, triggers."""
    with database.reading() as connection:
        look = inspect(connection)
        tables = {name: _table(look, name) for name in look.get_table_names() if name != "alembic_version"}
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {"tables": tables, "triggers": sorted(map(tuple, triggers))}


def _table(look: Any, name: str) -> dict[str, Any]:
    return {
        "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)],
        "checks": sorted((c["name"], c["sqltext"]) for c in look.get_check_constraints(name)),
        "indexes": sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in look.get_indexes(name)),
        "uniques": sorted(tuple(u["column_names"]) for u in look.get_unique_constraints(name)),
        "keys": sorted(
            (tuple(k["constrained_columns"]), k["referred_table"]) for k in look.get_foreign_keys(name)
        ),
        "primary": look.get_pk_constraint(name)["constrained_columns"],
    }


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str, Callable[[Connection], None]], Database]:
    def build(name: str, fill: Callable[[Connection], None]) -> Database:
        database = open_database(tmp_path / f"{name}.db")
        with database.writing() as connection:
            fill(connection)
            prepare(connection)
        return database

    return build


def test_the_migrations_make_exactly_todays_tables(make: Any) -> None:
    migrated, created = shape(make("migrated", schema.migrate)), shape(make("created", schema.create_all))
    assert migrated["triggers"] == created["triggers"]
    assert migrated["tables"].keys() == created["tables"].keys()
    for name, table in created["tables"].items():
        assert migrated["tables"][name] == table, name


def test_alembic_finds_nothing_left_to_migrate(make: Any) -> None:
    database = make("migrated", schema.migrate)
    with database.reading() as connection:
        options = {"target_metadata": list(schema.METADATAS)}
        assert (
            compare_metadata(MigrationContext.configure(connection, opts=options), list(schema.METADATAS))
            == []
        )


def test_the_head_is_the_newest_migration() -> None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(settings).get_heads() == [schema.HEAD]


def test_a_current_database_is_left_alone(tmp_path: Path) -> None:
    database = open_database(tmp_path / "lapak.db")
    schema.bring_up_to_date(database)
    journal = database.journal_id()
    schema.bring_up_to_date(database)
    assert database.journal_id() == journal
    with database.reading() as connection:
        assert schema.current_version(connection) == schema.HEAD


def test_a_database_of_a_newer_lapak_is_left_alone_and_said_so(tmp_path: Path) -> None:
    database = open_database(tmp_path / "lapak.db")
    schema.bring_up_to_date(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match="another Lapak"):
        schema.bring_up_to_date(database)


def test_the_journal_refuses_to_be_rewritten(tmp_path: Path) -> None:
    database = open_database(tmp_path / "lapak.db")
    schema.bring_up_to_date(database)
    with database.writing() as connection:
        connection.execute(text("INSERT INTO journal VALUES (1, 'x', 'now', '{}', '0', '1')"))
    for statement in ("UPDATE journal SET name = 'y'", "DELETE FROM journal"):
        with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
            connection.execute(text(statement))
