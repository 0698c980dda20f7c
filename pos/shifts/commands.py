"""A drawer is opened, cash moves in and out of it, it is counted and closed."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, Row, func, select, update

from pos import tables
from pos.events import CashMoved, ShiftClosed, ShiftOpened
from pos.forms import CashMovementForm, CloseForm, ShiftForm
from pos.refusals import Conflict, Message
from pos.repeats import StaffDocument
from pos.sale_books import ShiftBook
from pos.shifts.drawer import drawer, get_shift
from pos.tills import till_stall
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class OpenShift(StaffDocument[ShiftForm]):
    """A till's drawer is opened."""

    kind: ClassVar[str] = "shift"

    def book(self, batch: Batch) -> Json:
        """Open it; beside another open one of the till it is flagged, as it has happened already."""
        form = self.form
        staff = form.staff or self.staff
        facts: Json = {
            "till": form.till,
            "stall": till_stall(batch.reader, form.till),
            "opened_at": form.opened_at.isoformat(),
            "float": form.float,
            "flags": ["second_drawer"] if _has_an_open_drawer(batch.fresh_reader, form.till) else [],
        }
        entry = batch.record(ShiftOpened(shift=self.id, staff=staff, **facts))
        batch.insert(tables.shift, id=self.id, opened_by=staff, **facts)
        batch.forget(ShiftBook)
        told = {name: facts[name] for name in ("till", "opened_at", "float", "flags")}
        return {"id": self.id, "status": "open", **told, "seq": entry.seq, "journal": batch.journal}


def _has_an_open_drawer(connection: Connection, till: str) -> bool:
    shift = tables.shift.c
    query = select(shift.id).where(shift.till == till, shift.closed_at.is_(None))
    return connection.scalar(query) is not None


@dataclass(frozen=True)
class CloseShift(StaffDocument[CloseForm]):
    """A till's drawer is counted; only now does anybody see what was expected."""

    kind: ClassVar[str] = "shift_close"

    def book(self, batch: Batch) -> Json:
        """Close it with the count and the difference."""
        row = _get_open_shift(batch.reader, self.id)
        staff = self.form.staff or self.staff
        facts: Json = {
            "closed_at": self.form.closed_at.isoformat() if self.form.closed_at else batch.now_text,
            "z_number": _next_z(batch.reader, row.till),
            "figures": self._figures(batch.connection, row),
            "counted": self.form.counted,
        }
        fact = ShiftClosed(shift=self.id, till=row.till, stall=row.stall, staff=staff, **facts)
        entry = batch.record(fact)
        batch.connection.execute(
            update(tables.shift)
            .where(tables.shift.c.id == self.id)
            .values(**facts, closed_by=staff, closed_seq=entry.seq)
        )
        batch.forget(ShiftBook)
        told = {"z_number": fact.z_number, "closed_at": fact.closed_at, **fact.figures}
        return {"id": self.id, "status": "closed", **told, "seq": entry.seq, "journal": batch.journal}

    def _figures(self, connection: Connection, row: Row[Any]) -> Json:
        counted = sum(int(value) * pieces for value, pieces in self.form.counted.items())
        expected = drawer(connection, row)
        return {**expected, "counted": counted, "difference": counted - expected["expected"]}


@dataclass(frozen=True)
class MoveCash(StaffDocument[CashMovementForm]):
    """Cash goes in or out of a drawer, or to the treasurer."""

    kind: ClassVar[str] = "cash_movement"

    def book(self, batch: Batch) -> Json:
        """Book it on its shift; after the count it is late, and the counted figures stay."""
        form = self.form
        closed = get_shift(batch.fresh_reader, form.shift).closed_at is not None
        facts: Json = {
            "id": self.id,
            "shift": form.shift,
            "kind": form.kind,
            "amount": form.amount,
            "reason": form.reason,
            "staff": form.staff or self.staff,
            "second": form.second,
            "flags": ["late"] if closed else [],
        }
        entry = batch.record(CashMoved(**facts))
        at = form.at.isoformat() if form.at else batch.now_text
        batch.insert(tables.cash_movement, at=at, content_hash=self.content_hash, **facts)
        told = {"id": self.id, "status": "accepted", "flags": facts["flags"]}
        return {**told, "seq": entry.seq, "journal": batch.journal}


def _get_open_shift(connection: Connection, shift_id: str) -> Row[Any]:
    """A shift's row; Conflict if it is closed."""
    row = get_shift(connection, shift_id)
    if row.closed_at is not None:
        raise Conflict(
            "shift_closed",
            Message("Kasir ini sudah ditutup.", "This shift is closed already."),
            closed_at=row.closed_at,
        )
    return row


def _next_z(connection: Connection, till: str) -> int:
    last = connection.scalar(select(func.max(tables.shift.c.z_number)).where(tables.shift.c.till == till))
    return (last or 0) + 1
