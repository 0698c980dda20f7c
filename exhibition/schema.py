"""The database's shape: all three rooms' tables, created or brought up to date when it is opened."""

from exhibition import tables as program_tables
from exhibition.config import Config
from exhibition.folder import Folder
from pos import tables as selling_tables
from pos.database import Database, open_database
from printers import tables as printing_tables

METADATAS = (selling_tables.metadata, printing_tables.metadata, program_tables.metadata)


def open_schema(config: Config) -> Database:
    """The exhibition's database, ready for use."""
    folder = Folder(config.data)
    folder.create()
    database = open_database(config.database_url or folder.database)
    database.create(*METADATAS)
    return database
