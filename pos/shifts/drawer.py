"""One drawer: its row, and what it should hold, line by line."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, Row, String, exists, func, select

from pos import tables
from pos.corrections import corrected_by_method
from pos.refusals import Message, NotFound

Json = dict[str, Any]


def get_shift(connection: Connection, shift_id: str) -> Row[Any]:
    """A shift's row; NotFound if there is none."""
    row = connection.execute(select(tables.shift).where(tables.shift.c.id == shift_id)).first()
    if row is None:
        raise NotFound(
            "shift_unknown", Message("Buka kasir ini belum ada.", "There is no such shift."), shift=shift_id
        )
    return row


def drawer(connection: Connection, row: Row[Any]) -> Json:
    """What a shift's drawer should hold, line by line.

    expected = float + cash sales - cash refunds + in - out - deposits + corrections + cash of held sales,
    undecided or rejected (unexplained). What came after the close is in no closed figure.
    """
    methods = _sales_by_method(connection, row.id)
    moved = _moved_cash(connection, row.id)
    corrected = corrected_by_method(connection, row.id)
    cash = {
        "float": row.float,
        "cash_sales": methods.get("cash", 0),
        "cash_refunds": _cash_refunds(connection, row.id),
        "cash_in": moved.get("in", 0),
        "cash_out": moved.get("out", 0),
        "deposits": moved.get("deposit", 0),
        "held_cash": _held_cash(connection, row.id),
        "unexplained_cash": _unexplained_cash(connection, row.id),
        "cash_corrections": corrected["cash"],
    }
    return {
        **cash,
        "expected": sum(-amount if name in _TAKEN_OUT else amount for name, amount in cash.items()),
        "payments": [
            {"method": method, "amount": methods.get(method, 0) + corrected[method]}
            for method in sorted({*methods, *corrected})
        ],
        "sales": _count_sales(connection, row.id),
        "unconfirmed": _unconfirmed(connection, row.id),
    }


_TAKEN_OUT = ("cash_refunds", "cash_out", "deposits")


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
