"""Copies of the database, and today's view of one that an older Lapak wrote."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exhibition.config import ConfigError
from exhibition.schema import HEAD, bring_up_to_date, current_version
from pos.database import Database, open_database
from pos.dialect import sqlite_module


def copy_database(source: Path, copy: Path) -> None:
    """VACUUM INTO: one consistent moment, and no writer waits for it."""
    connection = sqlite_module().connect(f"file:{source}?mode=ro", uri=True, timeout=30)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()


@contextmanager
def todays_view(place: str | Path) -> Iterator[Database]:
    """The database, only to be read; of an older Lapak's file a migrated copy. Raises ConfigError."""
    database = open_database(place)
    try:
        if _is_of_today(database):
            yield database
        elif isinstance(place, Path):
            with _migrated_copy(place) as copy:
                yield copy
        else:
            raise ConfigError("the database is of an older Lapak: start `lapak serve` once, then check it")
    finally:
        database.close()


def _is_of_today(database: Database) -> bool:
    with database.reading() as connection:
        version = current_version(connection)
    if version is None:
        raise ConfigError("the database holds no exhibition")
    return version == HEAD


@contextmanager
def _migrated_copy(path: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".lapak-") as place:
        copy = Path(place) / path.name
        copy_database(path, copy)
        database = open_database(copy)
        try:
            bring_up_to_date(database)
            yield database
        finally:
            database.close()
