"""How the tablets are doing: what each reports, and the list of them all."""

from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase
from typing import Any

from sqlalchemy import Connection, select, update

from pos import tables
from pos.events import DocumentPutAway
from pos.forms import PutAwayForm, ReportForm
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
        return {
            "clock_offset_ms": offset_ms,
            "now": batch.now_text,
            "journal": batch.journal,
            "put_away": sorted(_put_away_ids(batch.fresh_reader).get(self.till, ())),
        }


@dataclass(frozen=True)
class PutAway:
    """The office is done with a document that the server would not take: kept for good, and off the list."""

    till: str
    id: str
    form: PutAwayForm
    by: str | None

    def apply(self, batch: Batch) -> Json:
        """Keep it as the tablet reported it; a repeat changes nothing."""
        if self.id in _put_away_ids(batch.fresh_reader).get(self.till, ()):
            return {"till": self.till, "id": self.id}
        reported = self._reported(batch)
        document = reported.get("document") or {}
        number = reported.get("number") or document.get("number")
        facts: Json = {
            "till": self.till,
            "number": number,
            "code": str(reported.get("code", "")),
            "document": document,
            "reason": self.form.reason,
            "by": self.by,
        }
        batch.record(DocumentPutAway(document_id=self.id, **facts))
        batch.insert(tables.put_away, id=self.id, at=batch.now_text, **facts)
        return {"till": self.till, "id": self.id}

    def _reported(self, batch: Batch) -> Json:
        till = tables.till.c
        rejected = batch.reader.scalar(select(till.rejected).where(till.code == self.till)) or []
        for each in rejected:
            if each.get("id") == self.id:
                return dict(each)
        raise NotFound(
            "document_unknown",
            Message("Dokumen ini tidak ada di laporan tablet.", "The tablet has not reported this document."),
            id=self.id,
        )


def documents_put_away(connection: Connection, stall: str | None = None) -> list[Json]:
    """What the office is done with, the newest first."""
    away, till = tables.put_away, tables.till.c
    query = select(away, till.stall).join(tables.till, till.code == away.c.till).order_by(away.c.at.desc())
    if stall is not None:
        query = query.where(till.stall == stall)
    return [dict(row) for row in connection.execute(query).mappings()]


def _put_away_ids(connection: Connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in connection.execute(select(tables.put_away.c.till, tables.put_away.c.id)):
        found.setdefault(row.till, set()).add(row.id)
    return found


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def till_stall(connection: Connection, code: str) -> str:
    """The stall of a till; NotFound if there is no such till."""
    till = tables.till.c
    stall: str | None = connection.scalar(select(till.stall).where(till.code == code))
    if stall is None:
        raise _till_unknown(code)
    return stall


def whose_till(connection: Connection, code: str) -> tuple[str, bool]:
    """(stall, whether it is held what the till sold); NotFound if not even its code names a stall.

    Of a till enrolled after the backup that was restored only the code is left: its stall and letters.
    """
    till, no = tables.till.c, tables.stall.c.no
    known = connection.execute(select(till.stall, till.state).where(till.code == code)).first()
    if known is not None:
        return known.stall, known.state == "revoked"
    named: str | None = connection.scalar(select(no).where(no == code.rstrip(ascii_uppercase)))
    if named is None:
        raise _till_unknown(code)
    return named, True


def _till_unknown(code: str) -> NotFound:
    return NotFound(
        "till_unknown",
        Message(f"Kasir {code} tidak ada.", f"There is no till {code}."),
        fields=[{"field": "till", "problem": f"unknown till {code}"}],
    )


def all_tills(connection: Connection, stall: str | None = None) -> list[Json]:
    """Every till with its last report; one that has moved away, until its last number has arrived."""
    query = select(tables.till).order_by(tables.till.c.stall, tables.till.c.code)
    if stall is not None:
        query = query.where(tables.till.c.stall == stall)
    done = _put_away_ids(connection)
    return [
        {
            **{name: getattr(row, name) for name in _REPORTED},
            "rejected": [each for each in row.rejected or [] if each.get("id") not in done.get(row.code, ())],
        }
        for row in connection.execute(query)
        if row.state != "moved" or row.waiting or row.last_number < (row.next_number or 1) - 1
    ]


_REPORTED = (
    "code",
    "stall",
    "state",
    "enrolled_at",
    "last_seen",
    "waiting",
    "waiting_amount",
    "oldest_waiting_at",
    "last_number",
    "next_number",
    "battery",
    "clock_offset_ms",
    "version",
)
