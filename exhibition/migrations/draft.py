"""`python -m exhibition.migrations.draft "Say what changes"`: writes the next migration down, for you to read.

Alembic compares the tables of the code with those that the migrations make. It leaves out the CHECKs of columns;
`tests/exhibition/test_schema.py` names what is missing.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from exhibition.schema import HEAD, alembic_config
from pos.database import open_database


def draft(message: str) -> str:
    """Write the file after `HEAD` and return its revision."""
    revision = f"{int(HEAD) + 1:04}"
    with tempfile.TemporaryDirectory() as place:
        database = open_database(Path(place) / "lapak.db")
        with database.writing() as connection:
            settings = alembic_config(connection)
            command.upgrade(settings, "head")
            command.revision(settings, message, autogenerate=True, rev_id=revision)
        database.close()
    return revision


if __name__ == "__main__":
    print(f"migration {draft(' '.join(sys.argv[1:]))}: read it, then set HEAD in exhibition/schema.py to it")
