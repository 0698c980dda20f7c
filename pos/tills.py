"""How the tablets are doing: what each reports, and the list of them all."""

from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase
from typing import Any

from sqlalchemy import Connection, select, update

from pos import tables
from pos.forms import ReportForm
from pos.refusals import Message, NotFound
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


def till_stall(connection: Connection, code: str) -> str:
    """The stall of a till; NotFound if there is no such till."""
    stall = _find_stall(connection, code)
    if stall is None:
        raise _till_unknown(code)
    return stall


def whose_till(connection: Connection, code: str) -> tuple[str, bool]:
    """(stall, whether the till is known); NotFound if not even its code names a stall.

    Of a till enrolled after the backup that was restored only the code is left: its stall and letters.
    """
    known = _find_stall(connection, code)
    if known is not None:
        return known, True
    no = tables.stall.c.no
    named: str | None = connection.scalar(select(no).where(no == code.rstrip(ascii_uppercase)))
    if named is None:
        raise _till_unknown(code)
    return named, False


def _find_stall(connection: Connection, code: str) -> str | None:
    return connection.scalar(select(tables.till.c.stall).where(tables.till.c.code == code))


def _till_unknown(code: str) -> NotFound:
    return NotFound(
        "till_unknown",
        Message(f"Kasir {code} tidak ada.", f"There is no till {code}."),
        fields=[{"field": "till", "problem": f"unknown till {code}"}],
    )


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
