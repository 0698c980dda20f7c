"""The drawer: opened with a float, counted blind, and what it should have held."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    Row,
    ScalarSelect,
    String,
    exists,
    func,
    select,
    update,
)

from pos import tables
from pos.corrections import corrected_by_method
from pos.events import CashMoved, ShiftClosed, ShiftOpened
from pos.forms import CashMovementForm, CloseForm, ShiftForm
from pos.refusals import Conflict, Message, NotFound
from pos.repeats import remember, repeated
from pos.sale_books import ShiftBook
from pos.tills import till_stall
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class OpenShift:
    """A till's drawer is opened."""

    id: str
    form: ShiftForm
    content_hash: str
    staff: str | None

    def apply(self, batch: Batch) -> Json:
        """Open it, unless the till has another one open."""
        earlier = repeated(batch, "shift", self.id, self.content_hash)
        if earlier:
            return earlier
        stall = till_stall(batch.reader, self.form.till)
        self._refuse_a_second(batch)
        opened_at = self.form.opened_at.isoformat()
        staff = self.form.staff or self.staff
        entry = batch.record(
            ShiftOpened(
                shift=self.id,
                till=self.form.till,
                stall=stall,
                opened_at=opened_at,
                float=self.form.float,
                staff=staff,
            )
        )
        batch.insert(
            tables.shift,
            id=self.id,
            till=self.form.till,
            stall=stall,
            opened_at=opened_at,
            opened_by=staff,
            float=self.form.float,
        )
        batch.forget(ShiftBook)
        answer = {
            "id": self.id,
            "status": "open",
            "till": self.form.till,
            "opened_at": opened_at,
            "float": self.form.float,
            "seq": entry.seq,
            "journal": batch.journal,
        }
        return remember(batch, "shift", self.id, self.content_hash, answer)

    def _refuse_a_second(self, batch: Batch) -> None:
        other = batch.reader.scalar(
            select(tables.shift.c.id).where(
                tables.shift.c.till == self.form.till, tables.shift.c.closed_at.is_(None)
            )
        )
        if other is not None:
            raise Conflict(
                "shift_already_open",
                Message(
                    "Kasir ini masih terbuka. Tutup dulu, baru buka lagi.",
                    "This till has an open shift. Close it first.",
                ),
                shift=other,
            )


@dataclass(frozen=True)
class CloseShift:
    """A till's drawer is counted; only now does anybody see what was expected."""

    id: str
    form: CloseForm
    content_hash: str
    staff: str | None

    def apply(self, batch: Batch) -> Json:
        """Close it with the count and the difference."""
        earlier = repeated(batch, "shift_close", self.id, self.content_hash)
        if earlier:
            return earlier
        row = _get_open_shift(batch.reader, self.id)
        return self._close(batch, row)

    def _close(self, batch: Batch, row: Row[Any]) -> Json:
        counted = sum(int(value) * pieces for value, pieces in self.form.counted.items())
        expected = drawer(batch.connection, row)
        figures = {**expected, "counted": counted, "difference": counted - expected["expected"]}
        z_number = _next_z(batch.reader, row.till)
        closed_at = self.form.closed_at.isoformat() if self.form.closed_at else batch.now_text
        staff = self.form.staff or self.staff
        entry = batch.record(
            ShiftClosed(
                shift=self.id,
                till=row.till,
                stall=row.stall,
                closed_at=closed_at,
                z_number=z_number,
                figures=figures,
                staff=staff,
                counted=self.form.counted,
            )
        )
        batch.connection.execute(
            update(tables.shift)
            .where(tables.shift.c.id == self.id)
            .values(
                closed_at=closed_at,
                closed_by=staff,
                z_number=z_number,
                counted=self.form.counted,
                figures=figures,
                closed_seq=entry.seq,
            )
        )
        batch.forget(ShiftBook)
        answer = {
            "id": self.id,
            "status": "closed",
            "z_number": z_number,
            "closed_at": closed_at,
            **figures,
            "seq": entry.seq,
            "journal": batch.journal,
        }
        return remember(batch, "shift_close", self.id, self.content_hash, answer)


@dataclass(frozen=True)
class MoveCash:
    """Cash goes in or out of an open drawer, or to the treasurer."""

    id: str
    form: CashMovementForm
    content_hash: str
    staff: str | None

    def apply(self, batch: Batch) -> Json:
        """Book it on the shift."""
        earlier = repeated(batch, "cash_movement", self.id, self.content_hash)
        if earlier:
            return earlier
        _get_open_shift(batch.reader, self.form.shift)
        form = self.form
        entry = batch.record(
            CashMoved(
                id=self.id,
                shift=form.shift,
                kind=form.kind,
                amount=form.amount,
                reason=form.reason,
                staff=self.staff,
                second=form.second,
            )
        )
        batch.insert(
            tables.cash_movement,
            id=self.id,
            shift=form.shift,
            kind=form.kind,
            amount=form.amount,
            reason=form.reason,
            staff=self.staff,
            second=form.second,
            at=form.at.isoformat() if form.at else batch.now_text,
            content_hash=self.content_hash,
        )
        answer = {"id": self.id, "status": "accepted", "seq": entry.seq, "journal": batch.journal}
        return remember(batch, "cash_movement", self.id, self.content_hash, answer)


def get_shift(connection: Connection, shift_id: str) -> Row[Any]:
    """A shift's row; NotFound if there is none."""
    row = connection.execute(select(tables.shift).where(tables.shift.c.id == shift_id)).first()
    if row is None:
        raise NotFound(
            "shift_unknown", Message("Buka kasir ini belum ada.", "There is no such shift."), shift=shift_id
        )
    return row


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


def drawer(connection: Connection, row: Row[Any]) -> Json:
    """What a shift's drawer should hold, line by line.

    expected = float + cash sales - cash refunds + in - out - deposits + corrections + cash of held sales,
    undecided or rejected (unexplained). A late sale (it came after the close) is in no closed figure.
    """
    methods = _sales_by_method(connection, row.id)
    moved = _moved_cash(connection, row.id)
    refunds = _cash_refunds(connection, row.id)
    held = _held_cash(connection, row.id)
    unexplained = _unexplained_cash(connection, row.id)
    cash = methods.get("cash", 0)
    corrected = corrected_by_method(connection, row.id)
    return {
        "float": row.float,
        "cash_sales": cash,
        "cash_refunds": refunds,
        "cash_in": moved.get("in", 0),
        "cash_out": moved.get("out", 0),
        "deposits": moved.get("deposit", 0),
        "held_cash": held,
        "unexplained_cash": unexplained,
        "cash_corrections": corrected["cash"],
        "expected": row.float
        + cash
        - refunds
        + moved.get("in", 0)
        - moved.get("out", 0)
        - moved.get("deposit", 0)
        + held
        + unexplained
        + corrected["cash"],
        "payments": [
            {"method": method, "amount": methods.get(method, 0) + corrected[method]}
            for method in sorted({*methods, *corrected})
        ],
        "sales": _count_sales(connection, row.id),
        "unconfirmed": _unconfirmed(connection, row.id),
    }


def shift_report(connection: Connection, shift_id: str) -> Json:
    """A shift with its figures (of the close, or as they stand) and the sales that came too late."""
    row = get_shift(connection, shift_id)
    report = {
        "id": row.id,
        "till": row.till,
        "stall": row.stall,
        "status": "closed" if row.closed_at else "open",
        "opened_at": row.opened_at,
        "opened_by": row.opened_by,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "z_number": row.z_number,
        "late": [*_late_sales(connection, row), *_late_held(connection, row)],
    }
    if row.closed_at:
        return {**report, **row.figures, "counted_by_denomination": row.counted}
    figures = drawer(connection, row)
    del figures["expected"]  # the count is blind until it is made
    return {**report, **figures}


def _sales_of(shift_id: str) -> Any:
    late = tables.sale.c.flags.cast(String).contains('"late"')
    return (tables.sale.c.shift == shift_id) & ~late


def _sales_by_method(connection: Connection, shift_id: str) -> dict[str, int]:
    rows = connection.execute(
        select(tables.payment.c.method, func.sum(tables.payment.c.amount))
        .join(tables.sale, tables.sale.c.seq == tables.payment.c.sale)
        .where(_sales_of(shift_id))
        .group_by(tables.payment.c.method)
    )
    return {method: int(amount) for method, amount in rows}


def _count_sales(connection: Connection, shift_id: str) -> int:
    return connection.scalar(select(func.count()).select_from(tables.sale).where(_sales_of(shift_id))) or 0


def _unconfirmed(connection: Connection, shift_id: str) -> list[Json]:
    rows = connection.execute(
        select(tables.sale.c.number, tables.payment.c.method, tables.payment.c.amount)
        .join(tables.sale, tables.sale.c.seq == tables.payment.c.sale)
        .where(_sales_of(shift_id), tables.payment.c.state == "unconfirmed", ~_was_corrected())
        .order_by(tables.sale.c.seq)
    )
    return [{"number": row.number, "method": row.method, "amount": row.amount} for row in rows]


def _cash_refunds(connection: Connection, shift_id: str) -> int:
    return int(
        connection.scalar(
            select(func.coalesce(func.sum(tables.refund.c.amount), 0)).where(
                tables.refund.c.shift == shift_id, tables.refund.c.method == "cash"
            )
        )
        or 0
    )


def _was_corrected() -> Exists:
    return exists().where(tables.payment_correction.c.sale == tables.sale.c.seq)


def _moved_cash(connection: Connection, shift_id: str) -> dict[str, int]:
    movement = tables.cash_movement
    rows = connection.execute(
        select(movement.c.kind, func.sum(movement.c.amount))
        .where(movement.c.shift == shift_id)
        .group_by(movement.c.kind)
    )
    return {kind: int(amount) for kind, amount in rows}


def _held_cash(connection: Connection, shift_id: str) -> int:
    return _cash_of_held(connection, tables.held_sale.c.shift == shift_id, decision=None)


def _unexplained_cash(connection: Connection, shift_id: str) -> int:
    return _cash_of_held(connection, tables.held_sale.c.shift == shift_id, decision="reject")


def _cash_of_held(connection: Connection, which: ColumnElement[bool], decision: str | None) -> int:
    held = tables.held_sale
    query = select(func.coalesce(func.sum(held.c.cash), 0)).where(
        which, held.c.decision.is_not_distinct_from(decision)
    )
    return int(connection.scalar(query) or 0)


def _late_sales(connection: Connection, row: Row[Any]) -> list[Json]:
    sale = tables.sale
    rows = connection.execute(
        select(sale, _cash_of_sale().label("cash"), _was_counted(row.closed_seq).label("was_counted"))
        .where(sale.c.shift == row.id, sale.c.flags.cast(String).contains('"late"'))
        .order_by(sale.c.seq)
    )
    return [
        {
            "id": late.id,
            "number": late.number,
            "status": "accepted",
            "total": late.total,
            "cash": 0 if late.was_counted else late.cash,  # beyond what the closed figures hold
            "sold_at": late.sold_at,
        }
        for late in rows
    ]


def _cash_of_sale() -> ScalarSelect[Any]:
    payment = tables.payment
    return (
        select(func.coalesce(func.sum(payment.c.amount), 0))
        .where(payment.c.sale == tables.sale.c.seq, payment.c.method == "cash")
        .scalar_subquery()
    )


def _was_counted(closed_seq: int | None) -> Exists:
    """Whether the sale was held when the drawer was counted: then its cash is in the closed figures."""
    held = tables.held_sale
    return exists().where(held.c.accepted_as == tables.sale.c.id, held.c.seq < (closed_seq or 0))


def _late_held(connection: Connection, row: Row[Any]) -> list[Json]:
    if row.closed_seq is None:
        return []
    held = tables.held_sale
    rows = connection.execute(
        select(held)
        .where(held.c.shift == row.id, held.c.seq > row.closed_seq, held.c.accepted_as.is_(None))
        .order_by(held.c.seq)
    )
    return [
        {
            "id": late.sale,
            "number": late.number,
            "status": "rejected" if late.decision else "held",
            "total": late.total,
            "cash": late.cash,
            "sold_at": late.document["sold_at"],
        }
        for late in rows
    ]


def _next_z(connection: Connection, till: str) -> int:
    last = connection.scalar(select(func.max(tables.shift.c.z_number)).where(tables.shift.c.till == till))
    return (last or 0) + 1
