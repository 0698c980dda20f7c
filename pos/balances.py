"""What of a pre-order is still to be paid.

A sale is booked at its full price. What the buyer has not paid yet is one payment of it, marked as the
balance; what is really paid when the goods are fetched takes its place, and cancelled goods shrink it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from pos import tables
from pos.statements import payments_now
from pos.ways_of_paying import is_balance


def left_to_pay(line: Mapping[str, Any]) -> int:
    """What a line's down payment leaves open."""
    order = line["order"]
    return max(0, line["amount"] - order["deposit"]) if order else 0


def share_out(open_: int, lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """line -> its part of what a sale leaves open; `lines` are (line, the most it can be), in their order."""
    parts: dict[int, int] = {}
    for line, most in lines:
        parts[line] = min(open_, most)
        open_ -= parts[line]
    return parts


def open_balance(connection: Connection, seq: int) -> int:
    """What of a sale is still to be paid."""
    return open_balances(connection, [seq]).get(seq, 0)


def open_balances(connection: Connection, sales: Sequence[int]) -> dict[int, int]:
    """sale -> what is still to be paid of it, of the sales that leave anything open."""
    cancelled = set_off(connection, sales)
    marked = {
        seq: sum(payment["amount"] for payment in payments if is_balance(payment))
        for seq, payments in payments_now(connection, sales).items()
    }
    left = {seq: amount - sum(cancelled.get(seq, {}).values()) for seq, amount in marked.items()}
    return {seq: amount for seq, amount in left.items() if amount > 0}


def set_off(connection: Connection, sales: Sequence[int]) -> dict[int, dict[int, int]]:
    """sale -> line -> what its refunds took off the balance instead of paying it out."""
    refund, part = tables.refund, tables.refund_set_off
    rows = connection.execute(
        select(refund.c.sale, part.c.line, func.sum(part.c.amount))
        .join(refund, refund.c.id == part.c.refund)
        .where(refund.c.sale.in_(sales))
        .group_by(refund.c.sale, part.c.line)
    )
    found: dict[int, dict[int, int]] = {}
    for seq, line, amount in rows:
        found.setdefault(seq, {})[line] = int(amount)
    return found


def unpaid_parts(connection: Connection, seq: int, lines: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """line -> what of it is still to be paid; `lines` are all of the sale."""
    before = set_off(connection, [seq]).get(seq, {})
    most = [(line["line"], left_to_pay(line) - before.get(line["line"], 0)) for line in lines]
    return share_out(open_balance(connection, seq), most)
