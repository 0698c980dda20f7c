"""How the tablets are doing: what each reports, and the list of them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from pos import tables
from pos.forms import ReportForm
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class ReportTill:
    """A tablet says how many sales wait on it; its clock is compared with ours."""

    till: str
    form: ReportForm

    def apply(self, batch: Batch) -> Json:
        """Keep the newest report."""
        offset = self.form.sent_at - batch.now
        offset_ms = round(offset.total_seconds() * 1000)
        values: Json = {
            "last_seen": batch.now_text,
            "waiting": self.form.waiting,
            "waiting_amount": self.form.waiting_amount,
            "next_number": self.form.next_number,
            "battery": self.form.battery,
            "clock_offset_ms": offset_ms,
            "oldest_waiting_at": _text(self.form.oldest_waiting_at),
            "version": self.form.version,
        }
        if self.form.rejected is not None:
            values["rejected"] = self.form.rejected
        batch.connection.execute(update(tables.till).where(tables.till.c.code == self.till).values(**values))
        return {"clock_offset_ms": offset_ms, "now": batch.now_text, "journal": batch.journal}


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def all_tills(connection: Connection, stall: str | None = None) -> list[Json]:
    """Every till with its last report."""
    query = select(tables.till).order_by(tables.till.c.stall, tables.till.c.code)
    if stall is not None:
        query = query.where(tables.till.c.stall == stall)
    return [
        {
            "code": row.code,
            "stall": row.stall,
            "state": row.state,
            "enrolled_at": row.enrolled_at,
            "last_seen": row.last_seen,
            "waiting": row.waiting,
            "waiting_amount": row.waiting_amount,
            "oldest_waiting_at": row.oldest_waiting_at,
            "last_number": row.last_number,
            "next_number": row.next_number,
            "battery": row.battery,
            "clock_offset_ms": row.clock_offset_ms,
            "rejected": row.rejected or [],
            "version": row.version,
        }
        for row in connection.execute(query)
    ]
