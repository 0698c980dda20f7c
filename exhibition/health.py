"""/health: whether everything that should run runs."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sqlalchemy import select

from exhibition.program import Program
from pos.database import read_journal_id
from pos.journal import read_head
from printers.tables import printer

MOST_LAG = 1000  # entries a follower may be behind before it is worth a word


def program_version() -> str:
    """The installed version."""
    try:
        return version("lapak")
    except PackageNotFoundError:
        return "0"


def read_health(program: Program) -> dict[str, Any]:
    """The contract's health object."""
    with program.reading() as connection:
        journal, head = read_journal_id(connection), read_head(connection)
        rows = connection.execute(select(printer.c.name, printer.c.state).order_by(printer.c.name))
        printers = [{"name": row.name, "state": row.state} for row in rows]
    followers = program.followers()
    ill = any(follower.get("failing") or follower["lag"] > MOST_LAG for follower in followers)
    return {
        "status": "degraded" if ill or program.aside_fails() else "ok",
        "version": program_version(),
        "database": program.database.kind,
        "journal": journal,
        "journal_seq": head[0],
        "followers": followers,
        "printers": printers,
    }
