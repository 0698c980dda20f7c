"""Goods come back: a new record beside the sale, tied to its stock, its takings and the drawer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, exists, func, select, update

from pos import tables
from pos.balances import unpaid_parts
from pos.catalogue import Catalogue
from pos.checkout import MOST_CLOCK_SKEW
from pos.contacts import forget_served_contact
from pos.events import SaleRefunded
from pos.forms import RefundForm, RefundLineForm
from pos.money import refunded_share
from pos.refusals import Conflict, Forbidden, Message, NotFound
from pos.sale_books import ShiftBook
from pos.stalls import offer_again_at
from pos.statements import sale_lines, unpaid_of
from pos.stock import StockBook
from pos.writer import Batch

Json = dict[str, Any]

NO_CONTENT = ("approval", "reoffered")  # what may differ between two attempts at one refund


class PaidFrom(NamedTuple):
    """Where the money of a refund comes from, as far as the tablet says."""

    till: str | None
    shift: str | None


@dataclass(frozen=True)
class RefundSale:
    """Give money back for some or all pieces of a sale's lines."""

    id: str
    form: RefundForm
    content_hash: str
    till: str | None
    staff: str | None
    approved_by: str | None

    def apply(self, batch: Batch) -> Json:
        """Refund what is left to refund; the server computes the amount."""
        earlier = find_refund(batch.fresh_reader, self.id, self.content_hash)
        if earlier is not None:
            return earlier
        sale = get_sale_row(batch.reader, self.form.sale)
        lines = _with_unpaid(batch.fresh_reader, sale.seq, self._lines(batch.reader, sale))
        whole = _nothing_is_left(batch.reader, sale.seq, lines)
        if self.approved_by is None:
            self._refuse_unless_on_a_cashiers_word(batch.reader, sale, whole=whole)
        rounding = _rounding_back(sale, lines) if whole else 0
        fact = self._fact(batch, sale, lines, rounding)
        seq = batch.record(fact).seq
        self._insert(batch, sale, fact, seq)
        for line in lines:
            self._put_back(batch, sale, line, seq)
        forget_served_contact(batch, sale.id)
        return _answer(
            fact.lines,
            id=self.id,
            number=fact.number,
            amount=fact.amount,
            unpaid=fact.unpaid,
            status="accepted",
            flags=fact.flags,
            seq=seq,
            journal=batch.journal,
        )

    def _lines(self, connection: Connection, sale: Row[Any]) -> list[Json]:
        sold = {line["line"]: line for line in _lines_for_stock(connection, sale.seq)}
        before = _refunded_so_far(connection, sale.seq)
        too_many = [
            asked.line
            for asked in self.form.lines
            if asked.line not in sold
            or before.get(asked.line, 0) + asked.quantity > sold[asked.line]["quantity"]
        ]
        if too_many:
            raise Conflict(
                "nothing_left_to_refund",
                Message(
                    "Jumlah yang dikembalikan melebihi sisa penjualan ini.",
                    "More would come back than is left of this sale.",
                ),
                lines=[
                    {"line": n, "left": sold[n]["quantity"] - before.get(n, 0) if n in sold else 0}
                    for n in too_many
                ],
            )
        return [_refund_line(sold[asked.line], asked, before.get(asked.line, 0)) for asked in self.form.lines]

    def _refuse_unless_on_a_cashiers_word(
        self, connection: Connection, sale: Row[Any], *, whole: bool
    ) -> None:
        """A whole sale that had not left its tablet, or what a server lost and asks for again."""
        received = datetime.fromisoformat(sale.received_at)
        refunded = self.form.refunded_at
        voided = self.form.unsent and whole and refunded and refunded <= received + MOST_CLOCK_SKEW
        if not voided and not was_asked_for(connection, self.form):
            raise approval_required(self.id)

    def _fact(self, batch: Batch, sale: Row[Any], lines: list[Json], rounding: int) -> SaleRefunded:
        till = self.form.till or self.till
        number, flags = _number(batch, self.form.number, till or sale.till)
        shift, flag = batch.book(ShiftBook).shift_of(PaidFrom(till, self.form.shift), sale.stall)
        return SaleRefunded(
            id=self.id,
            number=number,
            sale=sale.id,
            sale_number=sale.number,
            sale_sold_at=sale.sold_at,
            stall=sale.stall,
            stall_name=batch.book(Catalogue).stall_name(sale.stall),
            till=till,
            shift=shift,
            refunded_at=self.form.refunded_at.isoformat() if self.form.refunded_at else batch.now_text,
            received_at=batch.now_text,
            reason=self.form.reason,
            method=self.form.method,
            staff=self.staff,
            approved_by=self.approved_by,
            amount=sum(line["amount"] for line in lines) + rounding,
            rounding=rounding,
            unpaid=sum(line["unpaid"] for line in lines),
            restock=self.form.restock,
            flags=[*flags, *self._notes(flag)],
            lines=[{key: line[key] for key in _FACT_KEYS} for line in lines],
        )

    def _notes(self, flag: str | None) -> list[str]:
        unapproved = "approval_missing" if self.approved_by is None else None
        return [note for note in (flag, unapproved) if note]

    def _insert(self, batch: Batch, sale: Row[Any], fact: SaleRefunded, seq: int) -> None:
        batch.insert(
            tables.refund,
            id=self.id,
            seq=seq,
            number=fact.number,
            content_hash=self.content_hash,
            sale=sale.seq,
            till=fact.till,
            stall=fact.stall,
            shift=fact.shift,
            staff=fact.staff,
            approved_by=fact.approved_by,
            method=fact.method,
            reason=fact.reason,
            refunded_at=fact.refunded_at,
            amount=fact.amount,
            rounding=fact.rounding,
            restock=fact.restock,
            flags=fact.flags,
        )
        for line in fact.lines:
            batch.insert(
                tables.refund_line,
                refund=self.id,
                line=line["line"],
                quantity=line["quantity"],
                amount=line["amount"],
            )
            if line["unpaid"]:
                batch.insert(tables.refund_set_off, refund=self.id, line=line["line"], amount=line["unpaid"])

    def _put_back(self, batch: Batch, sale: Row[Any], line: Json, seq: int) -> None:
        if line["stocked"]:
            stock, sku = batch.book(StockBook), line["sku"]
            for stall, pieces in _where_from(line["taken"], line["before"], line["quantity"]):
                stock.move(sku, stall, pieces, "refunded", seq)
                if not self.form.restock:
                    stock.move(sku, stall, -pieces, "damaged", seq)
        if line["piece"]:
            self._put_back_piece(batch, sale, line)

    def _put_back_piece(self, batch: Batch, sale: Row[Any], line: Json) -> None:
        state = "open" if self.form.restock else "gone"
        other = _other_buyer(batch.fresh_reader, line["piece"], sale.seq)
        batch.connection.execute(
            update(tables.piece)
            .where(tables.piece.c.code == line["piece"], tables.piece.c.sale == sale.seq)
            .values(state=state if other is None else "sold", sale=other)
        )
        batch.book(Catalogue).forget(line["sku"])


def was_asked_for(connection: Connection, form: RefundForm) -> bool:
    """Whether it was made before the tablets were asked for everything: a lead's PIN was there then."""
    asked_at = offer_again_at(connection)
    if not (form.reoffered and form.refunded_at and asked_at):
        return False
    return form.refunded_at <= datetime.fromisoformat(asked_at)


def approval_required(document_id: str) -> Forbidden:
    """The answer that asks for a second person."""
    return Forbidden(
        "approval_required",
        Message(
            "Minta ketua stan memasukkan PIN-nya untuk koreksi ini.",
            "Ask the stall's lead to enter a PIN for this correction.",
        ),
        ask={"method": "POST", "path": "/api/v1/approvals", "for": document_id},
        fields=[{"field": "approval", "problem": "missing, used, expired or for something else"}],
    )


def find_refund(connection: Connection, refund_id: str, content: str) -> Json | None:
    """The first answer to this refund; Conflict if the id belongs to another document."""
    row = connection.execute(select(tables.refund).where(tables.refund.c.id == refund_id)).first()
    if row is None:
        return None
    if row.content_hash != content:
        raise Conflict(
            "id_reused",
            Message(
                "Pengembalian lain sudah memakai id ini. Kirim dengan id baru.",
                "Another refund has used this id. Send it under a new one.",
            ),
            id=refund_id,
        )
    lines = connection.execute(
        select(tables.refund_line)
        .where(tables.refund_line.c.refund == refund_id)
        .order_by(tables.refund_line.c.line)
    )
    told = [{"line": line.line, "quantity": line.quantity, "amount": line.amount} for line in lines]
    journal = (
        connection.scalar(select(tables.setting.c.value).where(tables.setting.c.name == "journal")) or ""
    )
    return _answer(
        told,
        id=refund_id,
        number=row.number,
        amount=row.amount,
        unpaid=unpaid_of(connection, refund_id),
        status="duplicate",
        flags=row.flags,
        seq=row.seq,
        journal=journal,
    )


def get_sale_row(connection: Connection, sale_id: str) -> Row[Any]:
    """A recorded sale's row; NotFound sale_unknown, or Conflict sale_held while somebody has to decide."""
    row = connection.execute(select(tables.sale).where(tables.sale.c.id == sale_id)).first()
    if row is not None:
        return row
    held = connection.scalar(
        select(tables.held_sale.c.held_id).where(
            tables.held_sale.c.sale == sale_id, tables.held_sale.c.decision.is_(None)
        )
    )
    if held is not None:
        raise Conflict(
            "sale_held",
            Message(
                "Penjualan ini masih tertahan. Panitia memutuskan dulu.",
                "This sale is held. An organiser has to decide first.",
            ),
            held_id=held,
        )
    raise NotFound(
        "sale_unknown",
        Message("Penjualan ini belum ada di server.", "The server does not know this sale."),
        sale=sale_id,
    )


def _lines_for_stock(connection: Connection, seq: int) -> list[Json]:
    extra = connection.execute(
        select(
            tables.sale_line.c.line,
            tables.sale_line.c.taken,
            tables.product.c.stocked,
            tables.product.c.category,
        )
        .join(tables.product, tables.product.c.sku == tables.sale_line.c.sku)
        .where(tables.sale_line.c.sale == seq)
    )
    more = {row.line: {"taken": row.taken, "stocked": row.stocked, "category": row.category} for row in extra}
    return [{**line, **more[line["line"]]} for line in sale_lines(connection, seq)]


def _refunded_so_far(connection: Connection, seq: int) -> dict[int, int]:
    rows = connection.execute(
        select(tables.refund_line.c.line, func.sum(tables.refund_line.c.quantity))
        .join(tables.refund, tables.refund.c.id == tables.refund_line.c.refund)
        .where(tables.refund.c.sale == seq)
        .group_by(tables.refund_line.c.line)
    )
    return {line: int(quantity) for line, quantity in rows}


def _refund_line(sold: Json, asked: RefundLineForm, before: int) -> Json:
    after = before + asked.quantity
    amount = refunded_share(sold["amount"], sold["quantity"], after) - refunded_share(
        sold["amount"], sold["quantity"], before
    )
    return {**sold, "quantity": asked.quantity, "amount": amount, "before": before}


def _with_unpaid(connection: Connection, seq: int, lines: list[Json]) -> list[Json]:
    """What of a line was never paid comes off its order's balance: nobody gets back more than was paid."""
    unpaid = unpaid_parts(connection, seq, sale_lines(connection, seq))
    return [{**line, "unpaid": min(line["amount"], unpaid[line["line"]])} for line in lines]


def _other_buyer(connection: Connection, piece: str, sale: int) -> int | None:
    """Another sale of a piece that was sold twice, unless it has been given back too."""
    line, refund, back = tables.sale_line, tables.refund, tables.refund_line
    given_back = (
        exists()
        .where(refund.c.sale == line.c.sale, back.c.refund == refund.c.id, back.c.line == line.c.line)
        .correlate(line)
    )
    other: int | None = connection.scalar(
        select(func.min(line.c.sale)).where(line.c.piece == piece, line.c.sale != sale, ~given_back)
    )
    return other


def _nothing_is_left(connection: Connection, seq: int, lines: list[Json]) -> bool:
    sold: int = sum(line["quantity"] for line in _lines_for_stock(connection, seq))
    back: int = sum(_refunded_so_far(connection, seq).values()) + sum(line["quantity"] for line in lines)
    return back == sold


def _rounding_back(sale: Row[Any], lines: list[Json]) -> int:
    """The sale's rounding goes back with its last goods, but nobody pays for giving something back."""
    goods: int = sum(line["amount"] for line in lines)
    return max(int(sale.rounding), -goods)


def _where_from(taken: list[list[Any]], skip: int, quantity: int) -> list[tuple[str, int]]:
    """The tables that pieces came from, after the first `skip` pieces have already gone back."""
    places = [stall for stall, pieces in taken for _ in range(pieces)][skip : skip + quantity]
    return [(stall, places.count(stall)) for stall in dict.fromkeys(places)]


def _number(batch: Batch, wanted: str | None, till: str) -> tuple[str, list[str]]:
    """(number, flags): the till's own number while it is free, else the next of the server's."""
    refund = tables.refund
    if (
        wanted is not None
        and batch.reader.scalar(select(refund.c.id).where(refund.c.number == wanted)) is None
    ):
        return wanted, []
    prefix = f"{till}-R"
    count = batch.reader.scalar(select(func.count()).where(refund.c.number.startswith(prefix))) or 0
    while batch.reader.scalar(select(refund.c.id).where(refund.c.number == f"{prefix}{count + 1:04}")):
        count += 1
    return f"{prefix}{count + 1:04}", ["number_reused"] if wanted is not None else []


def _answer(lines: list[Json], *, unpaid: int, **told: Any) -> Json:
    said = {"unpaid": unpaid} if unpaid else {}
    kept = [{key: line[key] for key in ("line", "quantity", "amount")} for line in lines]
    return {**told, **said, "lines": kept}


_FACT_KEYS = (
    "line",
    "sku",
    "name",
    "facility",
    "facility_name",
    "category",
    "quantity",
    "amount",
    "unpaid",
    "stocked",
)
