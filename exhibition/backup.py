"""`lapak backup` and `lapak restore`: one archive with the database, the keys and the settings."""

import os
import shutil
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from exhibition.access.people import begin_till_series
from exhibition.check import find_differences
from exhibition.config import Config, ConfigError
from exhibition.copies import copy_database, todays_view
from exhibition.folder import Folder
from exhibition.schema import bring_up_to_date
from pos import tables
from pos.database import name_journal, open_database
from pos.dialect import sqlite_module
from pos.journal import read_head
from printers.spool import hold_after_restore

DATABASE = "lapak.db"
BESIDES = ("keys", "certificates", "media", "lapak.toml", "demo-pins.txt")


def back_up(config: Config, dest: Path) -> Path:
    """Write a verified copy; into a folder it gets a name with the time. Raises ConfigError."""
    source = Folder(config.data).database
    _refuse_another_database(config)
    if not source.exists():
        raise ConfigError(f"there is no exhibition in {config.data}")
    target = dest / f"lapak-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip" if dest.is_dir() else dest
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".lapak-") as place:
            copy = Path(place) / DATABASE
            copy_database(source, copy)
            _verify(copy)
            _pack(draft, copy, config.data)
        _to_disk(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def restore(config: Config, source: Path) -> str:
    """Replace the folder's data by a verified copy; the journal gets a new identity. Raises ConfigError."""
    _refuse_another_database(config)
    archive = _newest(source) if source.is_dir() else source
    folder = Folder(config.data)
    with folder.locked(), tempfile.TemporaryDirectory(dir=config.data, prefix=".restore-") as place:
        copy = _unpack(archive, Path(place))
        seq = _verify(copy)
        _begin_anew(copy)
        kept = _set_aside(folder)
        copy.replace(folder.database)
        for name in BESIDES:
            _put_back(Path(place) / name, config.data / name)
    return f"{archive}: {seq} entries restored{f'; what was there before is in {kept}' if kept else ''}"


def _refuse_another_database(config: Config) -> None:
    if config.database_url is not None:
        raise ConfigError("the data is in the database of database_url: use pg_dump and pg_restore")


def _verify(copy: Path) -> int:
    """The copy's newest entry, after SQLite and the journal both found it whole. Raises ConfigError."""
    module = sqlite_module()
    connection = module.connect(str(copy))
    try:
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except module.DatabaseError:
        sound = False
    finally:
        connection.close()
    if not sound:
        raise ConfigError(f"{copy.name} is damaged: nothing was replaced")
    with todays_view(copy) as database, database.reading() as reading:
        differences = find_differences(reading)
        seq = read_head(reading)[0]
    if differences:
        raise ConfigError(f"{copy.name} does not agree with its journal: {differences[0]}")
    return seq


def _pack(target: Path, copy: Path, data: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds keys
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(copy, DATABASE)
        for name in BESIDES:
            for path in sorted([data / name, *(data / name).rglob("*")]):
                if path.is_file():
                    archive.write(path, path.relative_to(data))


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _newest(place: Path) -> Path:
    archives = sorted(place.glob("lapak-*.zip"))
    if not archives:
        raise ConfigError(f"there is no backup in {place}")
    return archives[-1]


def _unpack(archive: Path, place: Path) -> Path:
    try:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(place)  # zipfile strips absolute and parent paths
    except (OSError, zipfile.BadZipFile) as error:
        raise ConfigError(f"{archive} is no backup: {error}") from error
    if not (place / DATABASE).exists():
        raise ConfigError(f"{archive} holds no {DATABASE}")
    return place / DATABASE


def _begin_anew(copy: Path) -> None:
    """Today's tables; watchers drop what they knew, no till code is given twice, nothing prints by itself."""
    database = open_database(copy)
    bring_up_to_date(database)
    with database.writing() as connection:
        name_journal(connection)
        begin_till_series(connection)
        connection.execute(tables.checkpoint.delete())
        hold_after_restore(connection, datetime.now(UTC))
    database.close()


def _set_aside(folder: Folder) -> Path | None:
    """What is replaced is kept: a restore may have been a mistake."""
    if not folder.database.exists():
        return None
    kept = folder.path / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    kept.mkdir()
    for suffix in ("", "-wal", "-shm"):
        path = folder.database.with_name(folder.database.name + suffix)
        if path.exists():
            path.replace(kept / path.name)
    return kept


def _put_back(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        shutil.copy2(source, target)
