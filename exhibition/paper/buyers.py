"""Names of buyers on kuitansi: in one table, put in at print time, so that none is left in the queue."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from exhibition.tables import buyer
from pos.writer import Batch
from printers.tables import print_job

Json = dict[str, Any]


@dataclass(frozen=True)
class ForgetBuyers:
    """The names are no longer needed: their purpose ended with the paper."""

    def apply(self, batch: Batch) -> int:
        """Delete all; gives their number."""
        return batch.connection.execute(delete(buyer)).rowcount + _forget_in_queue(batch.connection)


def _forget_in_queue(connection: Connection) -> int:
    """Names that stand in kuitansi queued before names had a table of their own."""
    kinds = print_job.c.kind.in_(["slip", "copy"])
    rows = connection.execute(select(print_job.c.id, print_job.c.document).where(kinds)).all()
    named = [row for row in rows if row.document.get("received_from")]
    for row in named:
        nameless = row.document | {"received_from": ""}
        connection.execute(update(print_job).where(print_job.c.id == row.id).values(document=nameless))
    return len(named)


def keep_buyer(batch: Batch, identity: str, name: str) -> None:
    """Keep a name under the id that the document carries."""
    batch.connection.execute(delete(buyer).where(buyer.c.id == identity))
    batch.insert(buyer, id=identity, name=name, at=batch.now_text)


def find_buyer(connection: Connection, identity: str) -> str | None:
    """The name kept under this id, while it is kept."""
    return connection.scalar(select(buyer.c.name).where(buyer.c.id == identity))


def count_buyers(connection: Connection) -> Json:
    """How many names are kept, and since when."""
    count, oldest = connection.execute(select(func.count(), func.min(buyer.c.at)).select_from(buyer)).one()
    return {"kept": count, "oldest": oldest}


def naming_buyers(
    reading: Callable[[], AbstractContextManager[Connection]],
) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """How the queue's documents get their buyer's name, while there is one."""

    def name_buyer(document: Mapping[str, Any]) -> Mapping[str, Any]:
        if not document.get("buyer"):
            return document
        with reading() as connection:
            name = find_buyer(connection, document["buyer"])
        return {**document, "received_from": name or ""}

    return name_buyer
