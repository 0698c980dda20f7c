"""What an organiser decides about a held sale: it becomes an ordinary one, or its cash is unexplained."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, select, update

from pos import tables
from pos.contacts import forget_served_contact
from pos.events import HeldDecided, TillEnrolled, TillRevoked
from pos.forms import DecisionForm, SaleForm
from pos.refusals import Conflict, Invalid, Message, NotFound
from pos.sale_books import SaleAnswer, SalesBook, ShiftBook
from pos.sales import Offer, content_hash, hold_reasons, record
from pos.writer import Batch

Json = dict[str, Any]


@dataclass(frozen=True)
class DecideHeld:
    """Accept or reject a held sale, once. A repeat of the same decision returns the first result."""

    held_id: str
    form: DecisionForm
    by: str | None
    new_id: str

    def apply(self, batch: Batch) -> Json:
        """Decide and tell what became of it."""
        held = _get_held(batch.reader, self.held_id)
        if held.decision is not None:
            return self._first_decision(batch, held)
        accepted = self._accept(batch, held) if self.form.decision == "accept" else None
        entry = batch.record(
            HeldDecided(
                held_id=self.held_id,
                decision=self.form.decision,
                reason=self.form.reason,
                by=self.by,
                accepted_as=accepted.id if accepted else None,
            )
        )
        self._write(batch, accepted, entry.seq)
        forget_served_contact(batch, held.sale)
        return _answer(batch, self.held_id)

    def _first_decision(self, batch: Batch, held: Row[Any]) -> Json:
        if held.decision != self.form.decision:
            raise Conflict(
                "already_decided",
                Message("Penjualan ini sudah diputuskan.", "This sale has been decided already."),
                decision=held.decision,
            )
        return _answer(batch, self.held_id)

    def _accept(self, batch: Batch, held: Row[Any]) -> SaleAnswer:
        form = self._corrected(held, self.form.number or _free_number(batch, held.number))
        batch.book(SalesBook).load_number(form.number)
        reasons = hold_reasons(batch, None, form)
        if reasons:
            raise Conflict("still_not_acceptable", _WHAT_IS_WRONG[reasons[0]], reasons=reasons)
        self._make_till_known(batch, held)
        sale_id = self.new_id if _id_is_taken(batch.reader, held.sale) else held.sale
        offer = Offer(
            sale_id,
            form,
            content_hash(form),
            held.stall,
            offered_as={"held_id": held.held_id, "id": held.sale, "number": held.number},
            received_at=datetime.fromisoformat(held.received_at),
            shift=batch.book(ShiftBook).shift_of(form, held.stall) if held.shift else (None, "no_shift"),
        )
        return record(batch, offer)

    def _make_till_known(self, batch: Batch, held: Row[Any]) -> None:
        """A till enrolled after the backup that was restored: its code is taken, and it sells no more."""
        till = tables.till
        if batch.fresh_reader.scalar(select(till.c.code).where(till.c.code == held.till)) is not None:
            return
        unheard: Json = {"last_number": 0, "waiting": 0, "waiting_amount": 0}
        batch.insert(
            till, code=held.till, stall=held.stall, state="revoked", enrolled_at=batch.now_text, **unheard
        )
        batch.record(TillEnrolled(till=held.till, stall=held.stall))
        batch.record(TillRevoked(till=held.till, by=self.by))

    def _corrected(self, held: Row[Any], number: str) -> SaleForm:
        document = {**held.document, "number": number, "reoffered": True, "shift": held.shift}
        if self.form.lines is not None:
            document["lines"] = [line.model_dump(mode="json") for line in self.form.lines]
        try:
            return SaleForm.model_validate(document, strict=False)
        except ValueError as error:
            raise Invalid(
                "invalid_sale",
                Message("Dengan perubahan ini bukan penjualan yang sah.", "With this change it is no sale."),
                problem=str(error),
            ) from error

    def _write(self, batch: Batch, accepted: SaleAnswer | None, seq: int) -> None:
        batch.connection.execute(
            update(tables.held_sale)
            .where(tables.held_sale.c.held_id == self.held_id)
            .values(
                decision=self.form.decision,
                decided_at=batch.now_text,
                decided_by=self.by,
                reason=self.form.reason,
                accepted_as=accepted.id if accepted else None,
                decided_seq=seq,
            )
        )


def held_sales(connection: Connection, *, undecided_only: bool = False) -> list[Json]:
    """Held sales, the newest first."""
    query = select(tables.held_sale).order_by(tables.held_sale.c.seq.desc())
    if undecided_only:
        query = query.where(tables.held_sale.c.decision.is_(None))
    return [
        {"id": row.sale, **{name: getattr(row, name) for name in _TOLD}} for row in connection.execute(query)
    ]


def held_by_the_till_alone(connection: Connection, till: str) -> list[str]:
    """Undecided sales that are held only for who sold them, oldest first: nothing in them needs mending."""
    held = tables.held_sale
    rows = connection.execute(
        select(held.c.held_id, held.c.reasons)
        .where(held.c.till == till, held.c.decision.is_(None))
        .order_by(held.c.seq)
    )
    return [row.held_id for row in rows if row.reasons == ["till_revoked"]]


_TOLD = (
    "held_id",
    "number",
    "till",
    "stall",
    "total",
    "cash",
    "reasons",
    "received_at",
    "decision",
    "decided_at",
    "decided_by",
    "reason",
    "accepted_as",
    "document",
)


def _get_held(connection: Connection, held_id: str) -> Row[Any]:
    row = connection.execute(select(tables.held_sale).where(tables.held_sale.c.held_id == held_id)).first()
    if row is None:
        raise NotFound(
            "held_unknown",
            Message("Penjualan tertahan ini tidak ada.", "There is no such held sale."),
            held_id=held_id,
        )
    return row


def _id_is_taken(connection: Connection, sale_id: str) -> bool:
    return connection.scalar(select(tables.sale.c.seq).where(tables.sale.c.id == sale_id)) is not None


def _free_number(batch: Batch, number: str) -> str:
    """The number it was offered under, or where that is taken the same with a counter: 07A-0123-2."""
    book, candidate = batch.book(SalesBook), number
    for n in count(2):
        book.load_number(candidate)
        if not book.number_is_taken(candidate, None):
            break
        candidate = f"{number}-{n}"
    return candidate


def _answer(batch: Batch, held_id: str) -> Json:
    """What became of it: the sale with its own seq, or the seq of the decision where there is no sale."""
    held = _get_held(batch.fresh_reader, held_id)
    sale = tables.sale
    row = batch.reader.execute(select(sale.c.number, sale.c.seq).where(sale.c.id == held.accepted_as)).first()
    return {
        "held_id": held_id,
        "decision": held.decision,
        "id": held.accepted_as,
        "number": row.number if row else None,
        "seq": row.seq if row else held.decided_seq,
        "journal": batch.journal,
    }


_WHAT_IS_WRONG = {
    "number_reused": Message(
        "Nomor ini sudah dipakai. Kirim keputusan dengan `number` yang baru.",
        "This number is taken. Send the decision with a new `number`.",
    ),
    "unknown_product": Message(
        "Ada produk yang tidak dikenal. Kirim keputusan dengan `lines` yang benar.",
        "A product is unknown. Send the decision with the right `lines`.",
    ),
    "total_mismatch": Message(
        "Jumlah baris tidak sama dengan total. Kirim keputusan dengan `lines` yang benar.",
        "The lines do not add up to the total. Send the decision with the right `lines`.",
    ),
}
