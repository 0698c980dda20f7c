"""`lapak check`: the journal is replayed and compared with every table that follows from it."""

import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from exhibition.config import Config, ConfigError
from exhibition.copies import todays_view
from exhibition.folder import Folder
from exhibition.relay import read_bookmark
from pos import tables
from pos.audit import audit
from pos.database import read_journal_id
from pos.journal import read_head
from printers.tables import print_job


def check(config: Config, *, as_json: bool) -> int:
    """Print what disagrees; 0 when nothing does."""
    with todays_view(_existing(config)) as database, database.reading() as connection:
        seq = read_head(connection)[0]
        journal = read_journal_id(connection)
        differences = find_differences(connection)
    if as_json:
        report = {
            "agree": not differences,
            "journal": journal,
            "journal_seq": seq,
            "differences": differences,
        }
        print(json.dumps(report, ensure_ascii=False))
    else:
        print("\n".join([*differences, _verdict(seq, len(differences))]))
    return 1 if differences else 0


def find_differences(connection: Connection) -> list[str]:
    """One sentence for everything that does not agree."""
    return [*audit(connection), *_paper(connection)]


def _existing(config: Config) -> str | Path:
    path = Folder(config.data).database
    if config.database_url is None and not path.exists():
        raise ConfigError(f"there is no exhibition in {config.data}")
    return config.database_url or path


def _verdict(seq: int, count: int) -> str:
    return f"{seq} entries: {'all agree' if count == 0 else f'{count} differences'}"


def _paper(connection: Connection) -> Iterator[str]:
    """Every sale the paper follower has passed has exactly one original job."""
    passed = read_bookmark(connection, "receipts")
    jobs = (
        select(print_job.c.subject, func.count().label("count"))
        .where(print_job.c.kind == "receipt", print_job.c.copy == 0)
        .group_by(print_job.c.subject)
        .subquery()
    )
    rows = connection.execute(
        select(tables.sale.c.number, func.coalesce(jobs.c.count, 0).label("count"))
        .outerjoin(jobs, jobs.c.subject == tables.sale.c.id)
        .where(tables.sale.c.seq <= passed, func.coalesce(jobs.c.count, 0) != 1)
    )
    for row in rows:
        yield f"sale {row.number} has {row.count} original receipts in the print queue instead of 1"
