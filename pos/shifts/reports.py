"""Drawers as people read them: one with its figures and what came too late, and all of them at a glance."""

from typing import Any

from sqlalchemy import Connection, Exists, Row, ScalarSelect, String, exists, func, select

from pos import tables
from pos.shifts.drawer import drawer, get_shift
from pos.statements import unpaid_of

Json = dict[str, Any]
MOST = 200

# From each of these the expected sum could be worked out, one way or another, before the count.
_OF_THE_DRAWER = (
    "cash_sales",
    "cash_refunds",
    "cash_in",
    "cash_out",
    "deposits",
    "held_cash",
    "unexplained_cash",
    "cash_corrections",
)


def shift_report(connection: Connection, shift_id: str, *, blind: bool = False) -> Json:
    """A shift with its figures (of the close, or as they stand) and what came too late.

    An open drawer's report never tells what is expected; `blind`, for whoever is going to count it, it
    tells nothing of the cash either.
    """
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
        "flags": row.flags,
        "late": _late(connection, row),
    }
    if row.closed_at:
        return {**report, **row.figures, "counted_by_denomination": row.counted}
    figures = drawer(connection, row)
    del figures["expected"]  # the count is blind until it is made
    return {**report, **(_without_cash(figures) if blind else figures)}


def _without_cash(figures: Json) -> Json:
    kept = {name: value for name, value in figures.items() if name not in _OF_THE_DRAWER}
    return {**kept, "payments": [line for line in kept["payments"] if line["method"] != "cash"]}


def recent_shifts(connection: Connection, stall: str | None = None) -> list[Json]:
    """Open shifts first, then the closed ones, newest first; an open one does not tell what is expected."""
    shift = tables.shift.c
    query = select(tables.shift).order_by(shift.closed_at.is_not(None), shift.opened_at.desc()).limit(MOST)
    if stall is not None:
        query = query.where(shift.stall == stall)
    return [
        {
            **{name: getattr(row, name) for name in _AT_A_GLANCE},
            "counted": row.figures["counted"] if row.figures else None,
            "difference": row.figures["difference"] if row.figures else None,
        }
        for row in connection.execute(query)
    ]


_AT_A_GLANCE = (
    "id",
    "till",
    "stall",
    "opened_at",
    "opened_by",
    "float",
    "closed_at",
    "closed_by",
    "z_number",
    "flags",
)


# What came after the count: `cash` is what it adds to the drawer beyond the closed figures ------------


def _late(connection: Connection, row: Row[Any]) -> list[Json]:
    if row.closed_seq is None:
        return []
    return [
        {"document": document, "at": line["sold_at"], **line}  # `sold_at` for those who read it so far
        for document, lines in (
            ("sale", _late_sales(connection, row)),
            ("held", _late_held(connection, row)),
            ("refund", _late_refunds(connection, row)),
            ("balance_payment", _late_balance_payments(connection, row)),
            ("cash_movement", _late_movements(connection, row)),
        )
        for line in lines
    ]


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


def _late_refunds(connection: Connection, row: Row[Any]) -> list[Json]:
    refund = tables.refund
    rows = connection.execute(
        select(refund)
        .where(refund.c.shift == row.id, refund.c.flags.cast(String).contains('"late"'))
        .order_by(refund.c.seq)
    )
    return [
        {
            "id": late.id,
            "number": late.number,
            "status": "accepted",
            "total": -late.amount,
            "cash": unpaid_of(connection, late.id) - late.amount if late.method == "cash" else 0,
            "sold_at": late.refunded_at,
        }
        for late in rows
    ]


def _late_balance_payments(connection: Connection, row: Row[Any]) -> list[Json]:
    paid, sale = tables.payment_correction, tables.sale
    rows = connection.execute(
        select(paid, sale.c.number)
        .join(sale, sale.c.seq == paid.c.sale)
        .where(paid.c.shift == row.id, paid.c.flags.cast(String).contains('"late"'))
        .order_by(paid.c.seq)
    )
    return [
        {
            "id": late.id,
            "number": late.number,
            "status": "accepted",
            "total": sum(payment["amount"] for payment in late.received),
            "cash": late.cash_delta,
            "sold_at": late.at,
        }
        for late in rows
    ]


def _late_movements(connection: Connection, row: Row[Any]) -> list[Json]:
    movement = tables.cash_movement
    rows = connection.execute(
        select(movement)
        .where(movement.c.shift == row.id, movement.c.flags.cast(String).contains('"late"'))
        .order_by(movement.c.at, movement.c.id)
    )
    return [
        {
            "id": late.id,
            "number": None,
            "status": "accepted",
            "kind": late.kind,
            "reason": late.reason,
            "total": late.amount if late.kind == "in" else -late.amount,
            "cash": late.amount if late.kind == "in" else -late.amount,
            "sold_at": late.at,
        }
        for late in rows
    ]
