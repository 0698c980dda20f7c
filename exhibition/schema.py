"""The database's shape: all three rooms' tables, made or brought up to date when it is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from exhibition import tables as program_tables
from exhibition.config import Config, ConfigError
from exhibition.folder import Folder
from pos import tables as selling_tables
from pos.database import Database, open_database, prepare
from printers import tables as printing_tables

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

METADATAS = (selling_tables.metadata, printing_tables.metadata, program_tables.metadata)
MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0005"  # the newest file in migrations/versions


def open_schema(config: Config) -> Database:
    """The exhibition's database, ready for use."""
    folder = Folder(config.data)
    folder.create()
    database = open_database(config.database_url or folder.database)
    bring_up_to_date(database)
    return database


def bring_up_to_date(database: Database) -> None:
    """Make the tables of an empty database, migrate an old one, leave a current one alone."""
    with database.writing() as connection:
        version = current_version(connection)
        if version == HEAD:
            return
        if version is None:
            create_all(connection)
            _stamp(connection)
        else:
            migrate(connection)
        prepare(connection)


def current_version(connection: Connection) -> str | None:
    """Which migration this database has seen; None for one that was never made."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def create_all(connection: Connection) -> None:
    """Today's tables at once: the same as all migrations one after the other, and a test says so."""
    for metadata in METADATAS:
        metadata.create_all(connection)


def migrate(connection: Connection) -> None:
    """Run the migrations this database has not seen, in the caller's transaction. Raises ConfigError."""
    from alembic import command  # noqa: PLC0415 - slow to import, and needed once a release
    from alembic.util import CommandError  # noqa: PLC0415 - as above

    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise ConfigError(f"the database is of another Lapak than this one ({error})") from error


def alembic_config(connection: Connection) -> "AlembicConfig":
    """What Alembic is told."""
    from alembic.config import Config as Settings  # noqa: PLC0415 - as above

    settings = Settings()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings


def _stamp(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": HEAD})
