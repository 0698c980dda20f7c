"""What is not in the folder is neither backed up from it nor restored into it; old backups are of use."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from shop import Shop, a_shop
from sqlalchemy import text

from exhibition import schema
from exhibition.backup import back_up, restore
from exhibition.check import check
from exhibition.config import Config, ConfigError
from exhibition.folder import Folder
from pos.database import open_database, prepare


@pytest.fixture
def old(tmp_path: Path) -> Config:
    """A fair of the first release, in which something was sold."""
    config = Config(tmp_path / "old")
    Folder(config.data).create()
    path = Folder(config.data).database
    database = open_database(path)
    with database.writing() as connection:
        command.upgrade(schema.alembic_config(connection), "0001")
    with a_shop(tmp_path) as shop:
        a_small_day(shop)
    with closing(sqlite3.connect(path)) as connection:
        copy_rows(connection, tmp_path / "lapak.db")
    with database.writing() as connection:
        prepare(connection)
    database.close()
    return config


def a_small_day(shop: Shop) -> None:
    shift = shop.open_shift()
    sale = shop.sell(("BATIK", 2), shift=shift)
    shop.refund(sale.id, (1, 1))
    shop.correct_payments(shop.sell().id, [{"method": "card", "amount": 150_000}])
    shop.sell(("NO SUCH", 1))
    shop.move_cash(shift, "out", 30_000)
    shop.close_shift(shift, {"100000": 4})


def copy_rows(connection: sqlite3.Connection, source: Path) -> None:
    """Fill the old tables with what today's hold, as far as they have the columns."""
    connection.execute("ATTACH ? AS today", (str(source),))
    tables = [
        name for (name,) in connection.execute("SELECT name FROM today.sqlite_master WHERE type='table'")
    ]
    for table in tables:
        then = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
        columns = ", ".join(f'"{name}"' for name in then)
        if then:
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM today.{table}")  # noqa: S608
    connection.commit()


def version_in(path: Path) -> str | None:
    database = open_database(path)
    try:
        with database.reading() as connection:
            return schema.current_version(connection)
    finally:
        database.close()


def test_a_database_elsewhere_is_left_to_its_own_tools(tmp_path: Path) -> None:
    config = Config(tmp_path / "data", database_url="postgresql://hall/lapak")
    for action in (back_up, restore):
        with pytest.raises(ConfigError, match="pg_dump"):
            action(config, tmp_path / "copy.zip")
    assert not (tmp_path / "data").exists()


def test_a_backup_of_an_older_lapak_is_restored_into_this_one(old: Config, tmp_path: Path) -> None:
    archive = back_up(old, tmp_path / "old.zip")
    fresh = Config(tmp_path / "new")
    Folder(fresh.data).create()
    assert "entries restored" in restore(fresh, archive)
    assert version_in(Folder(fresh.data).database) == schema.HEAD
    assert check(fresh, as_json=False) == 0


def test_an_older_folder_is_checked_and_backed_up_without_being_changed(
    old: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(old, tmp_path / "old.zip")
    assert check(old, as_json=False) == 0
    assert "all agree" in capsys.readouterr().out
    assert version_in(Folder(old.data).database) == "0001"


def test_what_is_wrong_in_an_older_folder_is_found(old: Config, tmp_path: Path) -> None:
    database = open_database(Folder(old.data).database)
    with database.writing() as connection:
        connection.execute(text("UPDATE sale SET total = total + 1"))
    database.close()
    assert check(old, as_json=False) == 1
    with pytest.raises(ConfigError, match="does not agree with its journal"):
        back_up(old, tmp_path / "old.zip")


def test_a_database_that_is_no_exhibition_is_said_to_be_none(tmp_path: Path) -> None:
    config = Config(tmp_path / "data")
    Folder(config.data).create()
    open_database(Folder(config.data).database).close()
    sqlite3.connect(Folder(config.data).database).close()
    with pytest.raises(ConfigError, match="holds no exhibition"):
        check(config, as_json=False)
