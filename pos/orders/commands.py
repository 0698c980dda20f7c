"""What becomes of an order after it was sold: its balance is paid, its goods are handed over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection, Row, delete, select, update

from pos import tables
from pos.balances import open_balance
from pos.catalogue import Catalogue
from pos.contacts import forget_served_contact
from pos.corrections import write_correction
from pos.events import OrderCapacitySet, OrderHandedOver, PaymentCorrected
from pos.orders.forms import BalancePaymentForm, CapacityForm, HandoverForm
from pos.refunds import get_sale_row
from pos.refusals import Invalid, Message
from pos.repeats import StaffDocument
from pos.sale_books import ShiftBook
from pos.statements import current_payments
from pos.ways_of_paying import balance_payment, delta, is_balance, surplus, up_to
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class PayBalance(StaffDocument[BalancePaymentForm]):
    """The buyer pays the balance of an order; no money leaves, so a cashier does it alone."""

    kind: ClassVar[str] = "balance_payment"

    def book(self, batch: Batch) -> Json:
        """Put what came in where only a promise stood; it is in the drawer of the shift that took it.

        What was taken is taken, whether the balance was paid meanwhile or has shrunk: it is noted.
        """
        sale = get_sale_row(batch.reader, self.form.sale)
        _refuse_without_orders(_ordered_lines(batch.reader, sale.seq))
        received = [payment.model_dump() for payment in self.form.payments]
        due = open_balance(batch.fresh_reader, sale.seq)
        needed = up_to(due, received)
        fact = self._fact(batch, sale, received, needed, due)
        entry = write_correction(batch, sale.seq, fact, _paid_now(batch.fresh_reader, sale.seq, needed))
        return {
            "id": self.id,
            "status": "accepted",
            "sale": sale.id,
            "number": sale.number,
            "amount": _sum(received),
            "flags": fact.flags,
            "seq": entry.seq,
            "journal": batch.journal,
        }

    def _fact(
        self, batch: Batch, sale: Row[Any], received: list[Json], needed: list[Json], due: int
    ) -> PaymentCorrected:
        shift, flag = batch.book(ShiftBook).shift_of(self.form, sale.stall)
        return PaymentCorrected(
            id=self.id,
            kind="balance",
            sale=sale.id,
            sale_number=sale.number,
            stall=sale.stall,
            till=self.form.till,
            shift=shift,
            paid_at=self.form.paid_at.isoformat() if self.form.paid_at else batch.now_text,
            deltas=_deltas(received, needed),
            received=received,
            reason="pelunasan pesanan",
            staff=self.form.staff or self.staff,
            flags=[*([flag] if flag else []), *_notes(_sum(received), due)],
        )


def _sum(payments: list[Json]) -> int:
    return sum(payment["amount"] for payment in payments)


def _notes(paid: int, due: int) -> list[str]:
    notes = {"overpaid": paid > due, "balance_left": paid < due}
    return [note for note, applies in notes.items() if applies]


def _deltas(received: list[Json], needed: list[Json]) -> list[Json]:
    """What took the balance's place, and what came in beyond it."""
    beyond: Counter[str] = Counter()
    for payment in received:
        beyond[payment["method"]] += payment["amount"]
    for payment in needed:
        beyond[payment["method"]] -= payment["amount"]
    return [
        *([delta("balance", -_sum(needed))] if needed else []),
        *(delta(each["method"], each["amount"]) for each in needed),
        *(surplus(method, amount) for method, amount in sorted(beyond.items()) if amount),
    ]


def _paid_now(connection: Connection, seq: int, needed: list[Json]) -> list[Json]:
    """How the sale counts as paid from now on; what was cancelled of the balance stays what it was."""
    before = current_payments(connection, seq)
    left = _sum([payment for payment in before if is_balance(payment)]) - _sum(needed)
    paid = [payment for payment in before if not is_balance(payment)]
    return [*paid, *needed, *([balance_payment(left)] if left else [])]


def _refuse_without_orders(ordered: Sequence[int]) -> None:
    if not ordered:
        raise Invalid(
            "not_an_order",
            Message("Tidak ada pesanan dalam penjualan ini.", "There are no orders in this sale."),
            fields=[{"field": "sale", "problem": "has no orders"}],
            orders=[],
        )


@dataclass(frozen=True)
class HandOver(StaffDocument[HandoverForm]):
    """The buyer has the goods; or the mark was a mistake."""

    kind: ClassVar[str] = "order_handover"

    def book(self, batch: Batch) -> Json:
        """Mark the lines; once all are marked nobody needs to know any longer where they went."""
        sale = get_sale_row(batch.reader, self.form.sale)
        ordered = _ordered_lines(batch.reader, sale.seq)
        _refuse_other_lines(self.form.lines, ordered)
        unpaid = self.form.handed_over and open_balance(batch.fresh_reader, sale.seq) > 0
        flags = ["unpaid"] if unpaid else []
        at = self.form.handed_over_at.isoformat() if self.form.handed_over_at else batch.now_text
        entry = batch.record(
            OrderHandedOver(
                id=self.id,
                sale=sale.id,
                sale_number=sale.number,
                stall=sale.stall,
                order_lines=sorted(set(self.form.lines)),
                handed_over=self.form.handed_over,
                at=at,
                staff=self.form.staff or self.staff,
                flags=flags,
            )
        )
        self._mark(batch, sale, at)
        forget_served_contact(batch, sale.id)
        return {
            "id": self.id,
            "status": "accepted",
            "sale": sale.id,
            "lines": sorted(_handed_over(batch.fresh_reader, sale.seq)),
            "flags": flags,
            "seq": entry.seq,
            "journal": batch.journal,
        }

    def _mark(self, batch: Batch, sale: Row[Any], at: str) -> None:
        mark, lines = tables.order_handover, sorted(set(self.form.lines))
        batch.connection.execute(delete(mark).where(mark.c.sale == sale.seq, mark.c.line.in_(lines)))
        for line in lines if self.form.handed_over else []:
            batch.insert(mark, sale=sale.seq, line=line, at=at, staff=self.form.staff or self.staff)


def _ordered_lines(connection: Connection, seq: int) -> list[int]:
    line = tables.sale_line
    return list(connection.scalars(select(line.c.line).where(line.c.sale == seq, line.c.order.is_not(None))))


def _handed_over(connection: Connection, seq: int) -> list[int]:
    mark = tables.order_handover
    return list(connection.scalars(select(mark.c.line).where(mark.c.sale == seq)))


def _refuse_other_lines(asked: Sequence[int], ordered: Sequence[int]) -> None:
    if not set(asked) <= set(ordered):
        raise Invalid(
            "not_an_order",
            Message("Baris ini bukan pesanan.", "These lines are no orders."),
            fields=[{"field": "lines", "problem": f"{sorted(set(asked) - set(ordered))} are no orders"}],
            orders=list(ordered),
        )


@dataclass(frozen=True)
class SetCapacity:
    """So many pieces of a product may be ordered during the fair."""

    sku: str
    form: CapacityForm
    by: str | None

    def apply(self, batch: Batch) -> Json:
        """Keep it; tills stop before payment, a finished sale is never refused."""
        batch.book(Catalogue).get(self.sku)
        entry = batch.record(OrderCapacitySet(sku=self.sku, capacity=self.form.capacity, by=self.by))
        batch.connection.execute(
            update(tables.product)
            .where(tables.product.c.sku == self.sku)
            .values(order_capacity=self.form.capacity)
        )
        return {
            "sku": self.sku,
            "order_capacity": self.form.capacity,
            "seq": entry.seq,
            "journal": batch.journal,
        }
