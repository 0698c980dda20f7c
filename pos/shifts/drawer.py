"""One drawer: its row, and what it should hold, line by line."""

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, Row, Select, String, exists, func, select

from pos import tables
from pos.balances import open_balances
from pos.corrections import corrected_by_method
from pos.refusals import Message, NotFound
from pos.ways_of_paying import BALANCE, UNEXPLAINED, is_balance, way_of

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
        "unexplained_cash": _unexplained_cash(connection, row.id) + corrected.pop(UNEXPLAINED, 0),
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
    payment = tables.payment.c
    marked = func.coalesce(payment.reference, "") == BALANCE
    rows = connection.execute(
        select(payment.method, payment.state, marked, func.sum(payment.amount))
        .join(tables.sale, tables.sale.c.seq == payment.sale)
        .where(_sales_of(shift_id))
        .group_by(payment.method, payment.state, marked)
    )
    methods: Counter[str] = Counter()
    for method, state, is_marked, amount in rows:
        reference = BALANCE if is_marked else None
        methods[way_of({"method": method, "state": state, "reference": reference})] += int(amount)
    return methods


def _count_sales(connection: Connection, shift_id: str) -> int:
    return connection.scalar(select(func.count()).select_from(tables.sale).where(_sales_of(shift_id))) or 0


def _unconfirmed(connection: Connection, shift_id: str) -> list[Json]:
    """Money that was not seen to arrive, and balances of orders, which nobody waits for yet."""
    rows = [dict(row) for row in connection.execute(_not_confirmed(shift_id)).mappings()]
    balances = open_balances(connection, [row["seq"] for row in rows if is_balance(row)])
    return [
        {
            "number": row["number"],
            "method": way_of(row),
            "amount": balances[row["seq"]] if is_balance(row) else row["amount"],
        }
        for row in rows
        if (row["seq"] in balances if is_balance(row) else not row["corrected"])
    ]


def _not_confirmed(shift_id: str) -> Select[Any]:
    payment, sale = tables.payment.c, tables.sale.c
    return (
        select(sale.seq, sale.number, payment.method, payment.amount, payment.state, payment.reference)
        .add_columns(_was_corrected().label("corrected"))
        .join(tables.sale, sale.seq == payment.sale)
        .where(_sales_of(shift_id), payment.state == "unconfirmed")
        .order_by(sale.seq, payment.position)
    )


def _cash_refunds(connection: Connection, shift_id: str) -> int:
    """What refunds took out: not what came off an order's balance."""
    refund, part = tables.refund.c, tables.refund_set_off.c
    mine = (refund.shift == shift_id) & (refund.method == "cash")
    amount = connection.scalar(select(func.coalesce(func.sum(refund.amount), 0)).where(mine)) or 0
    unpaid = connection.scalar(
        select(func.coalesce(func.sum(part.amount), 0))
        .join(tables.refund, refund.id == part.refund)
        .where(mine)
    )
    return int(amount) - int(unpaid or 0)


def _was_corrected() -> Exists:
    correction = tables.payment_correction.c
    return exists().where(correction.sale == tables.sale.c.seq, correction.kind == "correction")


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
