"""Reading a sale back: the whole document with everything that happened to it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Exists, Row, ScalarSelect, exists, func, select

from pos import tables
from pos.database import read_journal_id
from pos.sale_books import SaleAnswer
from pos.ways_of_paying import BALANCE, is_balance

Json = dict[str, Any]


def find_sale(connection: Connection, sale_id: str) -> Json | None:
    """A recorded sale with its lines, payments and refunds."""
    row = connection.execute(select(tables.sale).where(tables.sale.c.id == sale_id)).first()
    return _document(connection, row) if row else None


def first_answer(connection: Connection, sale_id: str, content: str) -> SaleAnswer | None:
    """What this very document was answered when it came first; None if it is new."""
    journal = read_journal_id(connection)
    sale, held = tables.sale, tables.held_sale
    row = connection.execute(
        select(held).where(held.c.sale == sale_id, held.c.content_hash == content)
    ).first()
    if row is not None:
        return SaleAnswer(
            "held", sale_id, row.number, row.seq, journal, held_id=row.held_id, reasons=row.reasons
        )
    row = connection.execute(select(sale).where(sale.c.id == sale_id, sale.c.content_hash == content)).first()
    if row is None:
        return None
    return SaleAnswer("duplicate", sale_id, row.number, row.seq, journal, row.flags, row.receipt_code)


def find_sale_by_receipt(connection: Connection, code: str) -> Json | None:
    """The sale whose receipt carries this code."""
    row = connection.execute(select(tables.sale).where(tables.sale.c.receipt_code == code)).first()
    return _document(connection, row) if row else None


def latest_sales(
    connection: Connection,
    stall: str | None,
    limit: int = 50,
    *,
    number: str | None = None,
    before: int | None = None,
) -> list[Json]:
    """The newest sales without their lines, of a stall or of all; `number` is part of theirs."""
    sale = tables.sale
    query = select(sale, _given_back_of_sale().label("refunded"), _is_unconfirmed().label("unconfirmed"))
    if stall is not None:
        query = query.where(sale.c.stall == stall)
    if number:
        query = query.where(sale.c.number.contains(number.upper(), autoescape=True))
    if before is not None:
        query = query.where(sale.c.seq < before)
    rows = connection.execute(query.order_by(sale.c.seq.desc()).limit(limit))
    return [
        {**_head(row), "refunded": int(row.refunded), "unconfirmed": bool(row.unconfirmed)} for row in rows
    ]


def _given_back_of_sale() -> ScalarSelect[Any]:
    """The money that has gone back for a sale."""
    refund = tables.refund
    return (
        select(func.coalesce(func.sum(refund.c.amount), 0))
        .where(refund.c.sale == tables.sale.c.seq)
        .scalar_subquery()
    )


def _is_unconfirmed() -> Exists:
    """Whether nobody has seen a payment of the sale arrive, nor said how it was really paid."""
    payment, correction = tables.payment, tables.payment_correction
    corrected = exists().where(correction.c.sale == tables.sale.c.seq, correction.c.kind == "correction")
    waiting = payment.c.state == "unconfirmed", func.coalesce(payment.c.reference, "") != BALANCE
    return exists().where(payment.c.sale == tables.sale.c.seq, *waiting, ~corrected).correlate(tables.sale)


def pieces_sold_twice(connection: Connection) -> list[Json]:
    """Unique pieces that more than one sale holds, with these sales: people have to look."""
    line, sale = tables.sale_line, tables.sale
    twice = (
        select(line.c.piece).where(line.c.piece.is_not(None)).group_by(line.c.piece).having(func.count() > 1)
    )
    rows = connection.execute(
        select(line.c.piece, line.c.sku, sale.c.id, sale.c.number, sale.c.stall, sale.c.sold_at)
        .join(sale, sale.c.seq == line.c.sale)
        .where(line.c.piece.in_(twice), ~_given_back())
        .order_by(line.c.piece, sale.c.seq)
    )
    pairs: dict[str, Json] = {}
    for row in rows:
        pair = pairs.setdefault(row.piece, {"piece": row.piece, "sku": row.sku, "sales": []})
        pair["sales"].append({"id": row.id, "number": row.number, "stall": row.stall, "sold_at": row.sold_at})
    return [pair for pair in pairs.values() if len(pair["sales"]) > 1]


def _given_back() -> Exists:
    refund, back = tables.refund, tables.refund_line
    return (
        exists()
        .where(back.c.refund == refund.c.id, refund.c.sale == tables.sale_line.c.sale)
        .where(back.c.line == tables.sale_line.c.line)
        .correlate(tables.sale_line)
    )


def _document(connection: Connection, row: Row[Any]) -> Json:
    return {
        **_head(row),
        "lines": sale_lines(connection, row.seq),
        "payments": _payments(connection, row.seq),
        "refunds": _refunds(connection, row.seq),
        "payment_corrections": corrections_of(connection, row.seq),
    }


def _head(row: Row[Any]) -> Json:
    return {"status": "accepted", **_told(row, _HEAD)}


def sale_lines(connection: Connection, seq: int) -> list[Json]:
    """The lines of a sale with the products' names."""
    rows = connection.execute(
        select(
            tables.sale_line,
            tables.product.c.name,
            tables.product.c.name_en,
            tables.product.c.code,
            tables.product.c.facility,
            tables.facility.c.name.label("facility_name"),
        )
        .join(tables.product, tables.product.c.sku == tables.sale_line.c.sku)
        .join(tables.facility, tables.facility.c.code == tables.product.c.facility)
        .where(tables.sale_line.c.sale == seq)
        .order_by(tables.sale_line.c.line)
    )
    return [_told(row, _LINE) for row in rows]


def _payments(connection: Connection, seq: int) -> list[Json]:
    rows = connection.execute(
        select(tables.payment).where(tables.payment.c.sale == seq).order_by(tables.payment.c.position)
    )
    return [_payment(row) for row in rows]


def _payment(row: Row[Any]) -> Json:
    return _told(row, _PAYMENT)


def _refunds(connection: Connection, seq: int) -> list[Json]:
    rows = connection.execute(
        select(tables.refund).where(tables.refund.c.sale == seq).order_by(tables.refund.c.seq)
    )
    return [
        {
            **_told(row, _REFUND),
            "unpaid": unpaid_of(connection, row.id),
            "lines": _refund_lines(connection, row.id),
        }
        for row in rows
    ]


def _refund_lines(connection: Connection, refund_id: str) -> list[Json]:
    back = tables.refund_line
    rows = connection.execute(select(back).where(back.c.refund == refund_id).order_by(back.c.line))
    return [_told(row, _REFUND_LINE) for row in rows]


def unpaid_of(connection: Connection, refund_id: str) -> int:
    """What of a refund came off an order's balance instead of being paid out."""
    part = tables.refund_set_off.c
    query = select(func.coalesce(func.sum(part.amount), 0)).where(part.refund == refund_id)
    return int(connection.scalar(query) or 0)


def current_payments(connection: Connection, seq: int) -> list[Json]:
    """How a sale counts as paid today."""
    return payments_now(connection, [seq]).get(seq, [])


def payments_now(connection: Connection, sales: Sequence[int]) -> dict[int, list[Json]]:
    """sale -> how it counts as paid today: its last correction, else what the till sent."""
    payment, correction = tables.payment, tables.payment_correction
    found: dict[int, list[Json]] = {}
    for row in connection.execute(
        select(payment).where(payment.c.sale.in_(sales)).order_by(payment.c.sale, payment.c.position)
    ):
        found.setdefault(row.sale, []).append(_payment(row))
    for row in connection.execute(
        select(correction.c.sale, correction.c.kind, correction.c.payments)
        .where(correction.c.sale.in_(sales))
        .order_by(correction.c.seq)
    ):
        kept = _paid(found.get(row.sale, [])) if row.kind != "correction" else []  # perhaps confirmed since
        found[row.sale] = [*kept, *row.payments[len(kept) :]]
    return found


def _paid(payments: list[Json]) -> list[Json]:
    return [payment for payment in payments if not is_balance(payment)]


def corrections_of(connection: Connection, seq: int) -> list[Json]:
    """Every correction of a sale's payments, oldest first."""
    correction = tables.payment_correction
    rows = connection.execute(select(correction).where(correction.c.sale == seq).order_by(correction.c.seq))
    return [_told(row, _CORRECTION) for row in rows]


def _told(row: Row[Any], names: Sequence[str]) -> Json:
    return {name: getattr(row, name) for name in names}


_HEAD = (
    "id",
    "number",
    "seq",
    "till",
    "stall",
    "shift",
    "staff",
    "sold_at",
    "sent_at",
    "received_at",
    "note",
    "gross",
    "rounding",
    "total",
    "flags",
    "offered_as",
    "receipt_code",
)
_LINE = (
    "line",
    "sku",
    "code",
    "name",
    "name_en",
    "facility",
    "facility_name",
    "quantity",
    "unit_price",
    "discount",
    "amount",
    "piece",
    "order",
)
_PAYMENT = ("method", "amount", "tendered", "reference", "state")
_REFUND = ("id", "number", "amount", "method", "reason", "restock", "refunded_at", "approved_by")
_REFUND_LINE = ("line", "quantity", "amount")
_CORRECTION = ("id", "kind", "payments", "received", "flags", "reason", "approved_by", "at")
