"""One database: a read-only side for everybody, a writing side for the one writer."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, select
from sqlalchemy.exc import OperationalError

from pos import tables
from pos.dialect import create_sqlite_engine, is_mistake_in_sql, lock_for_writing, protect_journal


class Database:
    """The exhibition's database, in a SQLite file or on a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writing_engine, self._reading_engine = _engines(url)

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.writing_engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent, read-only snapshot; it never blocks the writer."""
        with self._reading_engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction of its own: for set-up before a writer runs, nowhere else."""
        with self.writing_engine.connect() as connection, connection.begin():
            lock_for_writing(connection)
            yield connection

    def create(self, *metadatas: MetaData) -> None:
        """Create what is missing and give the journal its identity."""
        with self.writing() as connection:
            for metadata in metadatas or (tables.metadata,):
                metadata.create_all(connection)
            prepare(connection)

    def journal_id(self) -> str:
        """The id that changes when an older copy is restored."""
        with self.reading() as connection:
            return read_journal_id(connection)

    def close(self) -> None:
        """Close every connection."""
        self.writing_engine.dispose()
        self._reading_engine.dispose()


def open_database(place: str | Path) -> Database:
    """Open a database by URL, or a SQLite file by path."""
    text = str(place)
    return Database(text if "://" in text else f"sqlite:///{text}")


def prepare(connection: Connection) -> None:
    """What a new schema needs besides tables: the journal's guards and its identity."""
    protect_journal(connection)
    if connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == "journal")) is None:
        name_journal(connection)


def name_journal(connection: Connection) -> str:
    """Give the journal a new identity; watchers then drop what they knew."""
    identity = secrets.token_hex(8)
    connection.execute(tables.setting.delete().where(tables.setting.c.name == "journal"))
    connection.execute(tables.setting.insert().values(name="journal", value=identity))
    return identity


def read_journal_id(connection: Connection) -> str:
    """The journal's identity."""
    query = select(tables.setting.c.value).where(tables.setting.c.name == "journal")
    return str(connection.execute(query).scalar_one())


def is_disk_trouble(error: BaseException) -> bool:
    """Whether a repeat may help: the disk is full, the file locked, the server gone."""
    return isinstance(error, OperationalError) and not is_mistake_in_sql(error)


def _engines(url: str) -> tuple[Engine, Engine]:
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        return create_sqlite_engine(path, read_only=False), create_sqlite_engine(path, read_only=True)
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    return engine, engine
