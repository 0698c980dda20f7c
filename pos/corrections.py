"""What was written down wrongly is put right by a record of its own."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, Row, String, select, update

from pos import tables
from pos.events import PaymentConfirmed, PaymentCorrected, RefundApproved
from pos.forms import ConfirmationForm, PaymentCorrectionForm
from pos.journal import Entry
from pos.refunds import get_sale_row
from pos.refusals import Conflict, Invalid, Message, NotFound
from pos.repeats import StaffDocument
from pos.statements import current_payments
from pos.ways_of_paying import balance_payment, delta, is_balance, up_to, way_of
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class CorrectPayments(StaffDocument[PaymentCorrectionForm]):
    """The buyer paid otherwise than was tapped: the goods stay sold, the drawer changes."""

    kind: ClassVar[str] = "payment_correction"
    approved_by: str

    def book(self, batch: Batch) -> Json:
        """Book the difference by method; the differences add up to nothing."""
        sale = get_sale_row(batch.reader, self.form.sale)
        self._refuse_another_total(sale)
        before = current_payments(batch.fresh_reader, sale.seq)
        payments = self._with_the_balance(before, sale)
        deltas = _deltas(before, payments)
        shift = _shift_to_book_on(batch.reader, sale)
        fact = PaymentCorrected(
            id=self.id,
            sale=sale.id,
            sale_number=sale.number,
            stall=sale.stall,
            shift=shift,
            deltas=deltas,
            reason=self.form.reason,
            staff=self.staff,
            approved_by=self.approved_by,
        )
        entry = write_correction(batch, sale.seq, fact, payments)
        return {
            "id": self.id,
            "status": "accepted",
            "sale": sale.id,
            "payments": current_payments(batch.connection, sale.seq),
            "seq": entry.seq,
            "journal": batch.journal,
        }

    def _refuse_another_total(self, sale: Row[Any]) -> None:
        paid = sum(payment.amount for payment in self.form.payments)
        if paid != sale.total:
            raise _another_total(paid, sale.total)

    def _with_the_balance(self, before: list[Json], sale: Row[Any]) -> list[Json]:
        """How it was paid is put right; what was never paid, still open or cancelled, stays as it was."""
        balance = sum(payment["amount"] for payment in before if is_balance(payment))
        sent = [payment.model_dump() for payment in self.form.payments]
        paid = up_to(sale.total - balance, [payment for payment in sent if not is_balance(payment)])
        payments = [*paid, *([balance_payment(balance)] if balance else [])]
        if (amount := sum(payment["amount"] for payment in payments)) != sale.total:
            raise _another_total(amount, sale.total)
        return payments


def _another_total(paid: int, total: int) -> Invalid:
    return Invalid(
        "invalid_payment_correction",
        Message(
            "Jumlah pembayaran harus tetap sama dengan total penjualan.",
            "The payments must still add up to the sale's total.",
        ),
        fields=[{"field": "payments", "problem": f"add up to {paid}, not to {total}"}],
    )


def _deltas(before: list[Json], after: list[Json]) -> list[Json]:
    difference: Counter[str] = Counter()
    for payment in after:
        difference[way_of(payment)] += payment["amount"]
    for payment in before:
        difference[way_of(payment)] -= payment["amount"]
    return [delta(way, amount) for way, amount in sorted(difference.items()) if amount]


def write_correction(batch: Batch, sale: int, fact: PaymentCorrected, payments: list[Json]) -> Entry:
    """The fact and its row; `payments` are how the sale counts as paid from now on."""
    entry = batch.record(fact)
    batch.insert(
        tables.payment_correction,
        id=fact.id,
        seq=entry.seq,
        sale=sale,
        kind=fact.kind,
        till=fact.till,
        shift=fact.shift,
        payments=payments,
        deltas=fact.deltas,
        cash_delta=sum(each["amount"] for each in fact.deltas if each["method"] == "cash"),
        received=fact.received,
        flags=fact.flags,
        reason=fact.reason,
        staff=fact.staff,
        approved_by=fact.approved_by,
        at=fact.paid_at or batch.now_text,
    )
    return entry


@dataclass(frozen=True)
class ConfirmPayment:
    """Somebody has seen the money of an unconfirmed payment arrive."""

    sale: str
    position: int
    form: ConfirmationForm
    staff: str | None

    def apply(self, batch: Batch) -> Json:
        """Mark it confirmed; a repeat changes nothing."""
        sale = get_sale_row(batch.reader, self.sale)
        key = (tables.payment.c.sale == sale.seq) & (tables.payment.c.position == self.position)
        payment = batch.connection.execute(select(tables.payment).where(key)).mappings().first()
        if payment is None:
            raise NotFound(
                "payment_unknown",
                Message("Pembayaran ini tidak ada.", "There is no such payment."),
                position=self.position,
            )
        if is_balance(dict(payment)):
            raise Conflict(
                "balance_not_paid",
                Message(
                    "Sisa pesanan tidak dikonfirmasi, tetapi dilunasi.",
                    "The balance of an order is not confirmed but paid.",
                ),
                position=self.position,
            )
        if payment["state"] != "confirmed":
            reference = self.form.reference or payment["reference"]
            batch.record(
                PaymentConfirmed(
                    sale=self.sale, position=self.position, reference=reference, staff=self.staff
                )
            )
            batch.connection.execute(
                update(tables.payment).where(key).values(state="confirmed", reference=reference)
            )
        return {"sale": self.sale, "position": self.position, "state": "confirmed"}


@dataclass(frozen=True)
class ApproveRefund:
    """A lead stands by a void that a cashier booked while the tablet was offline."""

    id: str
    approved_by: str

    def apply(self, batch: Batch) -> Json:
        """Put the name beside it, once."""
        key = tables.refund.c.id == self.id
        approved_by = batch.connection.scalar(select(tables.refund.c.approved_by).where(key))
        if approved_by is None:
            approved_by = self.approved_by
            batch.record(RefundApproved(id=self.id, approved_by=approved_by))
            batch.connection.execute(update(tables.refund).where(key).values(approved_by=approved_by))
        return {"id": self.id, "approved_by": approved_by}


def refund_stall(connection: Connection, refund_id: str) -> str:
    """The stall a refund belongs to; NotFound if there is none."""
    stall: str | None = connection.scalar(
        select(tables.refund.c.stall).where(tables.refund.c.id == refund_id)
    )
    if stall is None:
        raise NotFound(
            "refund_unknown",
            Message("Pengembalian ini tidak ada.", "There is no such refund."),
            refund=refund_id,
        )
    return stall


def unapproved_refunds(connection: Connection, stall: str | None = None) -> list[Json]:
    """Voids that wait for a lead's word."""
    refund, sale = tables.refund, tables.sale
    query = (
        select(
            refund.c.id,
            refund.c.number,
            refund.c.amount,
            refund.c.reason,
            refund.c.refunded_at,
            refund.c.stall,
            sale.c.number.label("sale_number"),
            sale.c.id.label("sale"),
        )
        .join(sale, sale.c.seq == refund.c.sale)
        .where(refund.c.approved_by.is_(None), refund.c.flags.cast(String).contains('"approval_missing"'))
        .order_by(refund.c.seq)
    )
    if stall is not None:
        query = query.where(refund.c.stall == stall)
    return [dict(row) for row in connection.execute(query).mappings()]


def corrected_by_method(connection: Connection, shift_id: str) -> Counter[str]:
    """What a shift's corrections added to each way of paying."""
    correction = tables.payment_correction
    changed: Counter[str] = Counter()
    for deltas in connection.scalars(select(correction.c.deltas).where(correction.c.shift == shift_id)):
        for each in deltas:
            changed[way_of(each)] += each["amount"]
    return changed


def _shift_to_book_on(connection: Connection, sale: Row[Any]) -> str | None:
    """The sale's shift while it is open, else the one that is open now at its till or stall."""
    shift = tables.shift
    rows = connection.execute(
        select(shift.c.id, shift.c.till).where(shift.c.stall == sale.stall, shift.c.closed_at.is_(None))
    ).all()
    ranked = sorted(rows, key=lambda row: (row.id != sale.shift, row.till != sale.till))
    if not ranked and sale.shift is not None:
        raise Conflict(
            "no_open_shift",
            Message(
                "Kasir stan ini sudah ditutup. Buka kasir dulu, lalu betulkan.",
                "This stall's shift is closed. Open one, then correct the payment.",
            ),
        )
    return ranked[0].id if ranked else None
