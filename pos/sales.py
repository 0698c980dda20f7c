"""A finished sale enters the books: accepted, known already, or held. It is never refused."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from pos import checkout, tables
from pos.catalogue import Catalogue, ProductFacts
from pos.codes import ALPHABET
from pos.events import SaleHeld, SaleRecorded
from pos.forms import LineForm, SaleForm, instant
from pos.sale_books import HeldBook, SaleAnswer, SalesBook, ShiftBook
from pos.stock import StockBook
from pos.writer import Batch

Json = dict[str, Any]


def content_hash(form: SaleForm) -> str:
    """The identity of what was sold: times as instants, without what differs between two attempts."""
    content = form.model_dump_json(exclude={"sold_at", "sent_at", "reoffered"})
    return hashlib.sha256(f"{instant(form.sold_at)} {content}".encode()).hexdigest()


@dataclass(frozen=True)
class RecordSale:
    """Put a till's finished sale into the books."""

    id: str
    form: SaleForm
    content_hash: str
    stall: str
    revoked: bool = False

    @classmethod
    def prepare(cls, batch: Batch, commands: Sequence[Self]) -> None:
        """Fetch what all sales of the batch need, a query a table."""
        skus = {line.sku for command in commands for line in command.form.lines}
        batch.book(Catalogue).load(skus)
        batch.book(StockBook).load(skus)
        batch.book(SalesBook).load([(command.id, command.form.number) for command in commands])

    def apply(self, batch: Batch) -> SaleAnswer:
        """Answer a repeat, hold what people must look at, record the rest."""
        book = batch.book(SalesBook)
        book.load([(self.id, self.form.number)])
        earlier = batch.book(HeldBook).answer_of(self.id, self.content_hash) or book.answer_of(
            self.id, self.content_hash
        )
        if earlier is not None:
            return earlier
        reasons = hold_reasons(batch, self.id, self.form, revoked=self.revoked)
        if reasons:
            return hold(batch, self, reasons)
        return record(batch, Offer(self.id, self.form, self.content_hash, self.stall))


@dataclass(frozen=True, slots=True)
class Offer:
    """A sale that is about to be recorded, and under which document it first came."""

    id: str
    form: SaleForm
    content_hash: str
    stall: str
    offered_as: Json | None = None
    received_at: datetime | None = None
    shift: tuple[str | None, str | None] | None = None  # settled when it was held: (shift, flag)


def hold_reasons(batch: Batch, sale_id: str | None, form: SaleForm, *, revoked: bool = False) -> list[str]:
    """Why people must look at a sale first; `sale_id` None where the id is already settled."""
    book = batch.book(SalesBook)
    reasons = {
        "id_reused": sale_id is not None and (book.knows(sale_id) or batch.book(HeldBook).knows(sale_id)),
        "number_reused": book.number_is_taken(form.number, sale_id),
        "unknown_product": not all(_is_known(batch.book(Catalogue), line) for line in form.lines),
        "total_mismatch": form.lines_total != form.total,
        "till_revoked": revoked,
    }
    return [reason for reason, applies in reasons.items() if applies]


def _is_known(catalogue: Catalogue, line: LineForm) -> bool:
    product = catalogue.find(line.sku)
    return product is not None and (line.piece is None or line.piece in catalogue.pieces(line.sku))


def hold(batch: Batch, command: RecordSale, reasons: list[str]) -> SaleAnswer:
    """Keep a sale in full for the organiser: no stock moves, no receipt, no takings."""
    form = command.form
    held_id = _held_id(command.id, command.content_hash)
    document = form.model_dump(mode="json")
    shift, _ = batch.book(ShiftBook).shift_of(form, command.stall)
    entry = batch.record(
        SaleHeld(
            held_id=held_id,
            sale=command.id,
            number=form.number,
            till=form.till,
            stall=command.stall,
            total=form.total,
            cash=form.cash,
            reasons=reasons,
            document=document,
            received_at=batch.now_text,
            shift=shift,
        )
    )
    batch.insert(
        tables.held_sale,
        held_id=held_id,
        sale=command.id,
        content_hash=command.content_hash,
        number=form.number,
        till=form.till,
        stall=command.stall,
        shift=shift,
        total=form.total,
        cash=form.cash,
        reasons=reasons,
        document=document,
        seq=entry.seq,
        received_at=batch.now_text,
    )
    answer = SaleAnswer(
        "held", command.id, form.number, entry.seq, batch.journal, held_id=held_id, reasons=reasons
    )
    batch.book(HeldBook).add(command.content_hash, answer)
    batch.book(SalesBook).count(form.number, form.till)
    return answer


def _held_id(sale_id: str, content: str) -> str:
    return hashlib.sha256(f"{sale_id}/{content}".encode()).hexdigest()[:16]


def record(batch: Batch, offer: Offer) -> SaleAnswer:
    """Write a sale: its rows, the stock it took, and the fact."""
    form, catalogue = offer.form, batch.book(Catalogue)
    products = [catalogue.get(line.sku) for line in form.lines]
    seq = batch.head[0] + 1
    lines = _lines(batch, offer, products, seq)
    shift, shift_flag = offer.shift or batch.book(ShiftBook).shift_of(form, offer.stall)
    flags = _flags(batch, offer, products, lines, shift_flag)
    gross = sum(line["amount"] for line in lines)
    fact = SaleRecorded(
        id=offer.id,
        number=form.number,
        stall=offer.stall,
        stall_name=catalogue.stall_name(offer.stall),
        till=form.till,
        sold_at=form.sold_at.isoformat(),
        received_at=batch.now_text,
        sent_at=form.sent_at.isoformat() if form.sent_at else None,
        staff=form.staff,
        shift=shift,
        note=form.note,
        receipt_code=_receipt_code(),
        gross=gross,
        rounding=form.total - gross,
        total=form.total,
        flags=flags,
        reoffered=form.reoffered,
        late=checkout.receipt_is_late(form.sold_at, form.sent_at, reoffered=form.reoffered),
        offered_as=offer.offered_as,
        lines=[{key: value for key, value in line.items() if key != "sold_twice"} for line in lines],
        payments=[payment.model_dump() for payment in form.payments],
    )
    batch.record(fact)
    _insert_sale(batch, seq, fact, offer.content_hash)
    answer = SaleAnswer("accepted", offer.id, form.number, seq, batch.journal, flags, fact.receipt_code)
    batch.book(SalesBook).add(offer.content_hash, answer, form.till)
    return answer


def _lines(batch: Batch, offer: Offer, products: list[ProductFacts], seq: int) -> list[Json]:
    return [
        _line(batch, offer, number, line, product=product, seq=seq)
        for number, (line, product) in enumerate(zip(offer.form.lines, products, strict=True), start=1)
    ]


def _line(
    batch: Batch, offer: Offer, number: int, line: LineForm, *, product: ProductFacts, seq: int
) -> Json:
    piece, sold_twice = _sell_piece(batch, line, product, seq)
    return {
        "line": number,
        "sku": line.sku,
        "code": product.code,
        "name": product.name,
        "name_en": product.name_en,
        "facility": product.facility,
        "facility_name": product.facility_name,
        "category": product.category,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "discount": line.discount,
        "amount": line.amount,
        "unit_cost": product.cost,
        "piece": piece,
        "stocked": product.stocked,
        "taken": _take(batch, offer.stall, line, product, seq),
        "order": line.order.model_dump() if line.order else None,
        "sold_twice": sold_twice,
    }


def _sell_piece(batch: Batch, line: LineForm, product: ProductFacts, seq: int) -> tuple[str | None, bool]:
    """(the piece that was sold, whether it had been sold before)."""
    if not product.unique_piece:
        return line.piece, False
    catalogue = batch.book(Catalogue)
    pieces = catalogue.pieces(product.sku)
    open_pieces = [code for code, state in pieces.items() if state == "open"]
    candidates = open_pieces or list(pieces)
    piece = line.piece or (candidates[0] if len(candidates) == 1 else None)
    if piece is None:
        return None, not open_pieces and bool(pieces)
    sold_before = pieces[piece] != "open"
    catalogue.mark_piece(product.sku, piece, "sold")
    batch.book(SalesBook).sell_piece(piece, seq)
    return piece, sold_before


def _take(batch: Batch, stall: str, line: LineForm, product: ProductFacts, seq: int) -> list[list[Any]]:
    if not product.stocked:
        return []
    stock = batch.book(StockBook)
    taken = checkout.take_from_tables(stock.on_table(line.sku), stall, product.home, line.quantity)
    for place, pieces in taken:
        stock.move(line.sku, place, -pieces, "sold", seq)
    return [[place, pieces] for place, pieces in taken]


def _flags(
    batch: Batch, offer: Offer, products: list[ProductFacts], lines: list[Json], shift_flag: str | None
) -> list[str]:
    form, now = offer.form, offer.received_at or batch.now
    hours = batch.book(Catalogue).hours()
    flags = {
        "stock_negative": any(p.stocked and batch.book(StockBook).total(p.sku) < 0 for p in products),
        "piece_sold_twice": any(line["sold_twice"] for line in lines),
        "price_differs": any(_price_differs(p, line) for p, line in zip(products, form.lines, strict=True)),
        "outside_hours": not hours.contain(form.sold_at),
        "clock_skew": checkout.clock_is_off(form.sold_at, form.sent_at, now),
        "expired_goods": any(_has_expired(batch, offer, product, lines) for product in products),
        "over_qris_limit": checkout.is_over_qris_limit([(p.method, p.amount) for p in form.payments]),
        "no_shift": shift_flag == "no_shift",
        "late": shift_flag == "late",
    }
    return [flag for flag, applies in flags.items() if applies]


def _price_differs(product: ProductFacts, line: LineForm) -> bool:
    return line.unit_price != product.price and line.unit_price not in product.label_prices


def _has_expired(batch: Batch, offer: Offer, product: ProductFacts, lines: list[Json]) -> bool:
    if not product.dated:
        return False
    sold = sum(line["quantity"] for line in lines if line["sku"] == product.sku)
    before = batch.book(StockBook).total(product.sku) + sold
    expires_on = batch.book(Catalogue).earliest_expiry(product, before)
    sold_on = offer.form.sold_at.astimezone(batch.book(Catalogue).hours().zone).date()
    return checkout.has_expired(expires_on, sold_on)


def _receipt_code() -> str:
    """80 random bits that nobody can guess, in sixteen characters a QR code packs densely."""
    number = secrets.randbits(80)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 80, 5))


def _insert_sale(batch: Batch, seq: int, fact: SaleRecorded, content: str) -> None:
    batch.insert(
        tables.sale,
        seq=seq,
        id=fact.id,
        number=fact.number,
        content_hash=content,
        receipt_code=fact.receipt_code,
        till=fact.till,
        stall=fact.stall,
        shift=fact.shift,
        staff=fact.staff,
        sold_at=fact.sold_at,
        sent_at=fact.sent_at,
        received_at=fact.received_at,
        note=fact.note,
        gross=fact.gross,
        rounding=fact.rounding,
        total=fact.total,
        flags=fact.flags,
        offered_as=fact.offered_as,
    )
    for line in fact.lines:
        batch.insert(tables.sale_line, sale=seq, **{key: line[key] for key in _LINE_COLUMNS})
    for position, payment in enumerate(fact.payments, start=1):
        batch.insert(tables.payment, sale=seq, position=position, **payment)


_LINE_COLUMNS = tuple(column.name for column in tables.sale_line.columns if column.name != "sale")
