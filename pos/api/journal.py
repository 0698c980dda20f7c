"""The journal, for those who want to check it themselves."""

from collections.abc import Iterator

from flask import Blueprint, Response

from pos.api.selling import Selling, limit, whole_number
from pos.database import Database
from pos.journal import read_entries

MOST_ENTRIES = 10_000
PAGE = 100  # entries at a time: the next sale waits no longer than for these


def add_routes(api: Blueprint, selling: Selling) -> None:
    """The journal, for those who want to check it themselves."""

    @api.get("/journal")
    def get_journal() -> Response:
        """The journal as NDJSON, from `after` (exclusive)."""
        selling.principal().require("organiser")
        after, most = whole_number("after", 0), limit(1000, MOST_ENTRIES)
        return Response(_journal_lines(selling.database, after, most), mimetype="application/x-ndjson")


def _journal_lines(database: Database, after: int, most: int) -> Iterator[str]:
    while most > 0:
        with database.reading() as connection:
            entries = read_entries(connection, after, min(most, PAGE))
        if not entries:
            return
        yield "".join(entry.line() for entry in entries)
        after, most = entries[-1].seq, most - len(entries)
