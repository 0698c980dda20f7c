"""The orders, line by line: what is to be made, for when, and what of it is still to be paid."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, Row, func, select

from pos import tables
from pos.balances import left_to_pay, open_balances, set_off, share_out
from pos.catalogue import read_hours, require_facility

Json = dict[str, Any]
Place = tuple[int, int]  # (sale, line)

DELIVERY = "Kirim"  # how a pickup text begins when the goods are sent; all else is fetched
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def orders(connection: Connection, stall: str | None = None, facility: str | None = None) -> list[Json]:
    """Every ordered line, the newest sale first."""
    require_facility(connection, facility)
    rows = _ordered(connection, stall, facility)
    zone = read_hours(connection).zone
    sales = sorted({row.sale for row in rows})
    unpaid = _unpaid(connection, sales)
    back = _given_back(connection, sales)
    marks = {(row.sale, row.line): row for row in connection.execute(_handovers(sales))}
    contacts = set(connection.scalars(select(tables.order_contact.c.sale)))
    return [
        {
            **_order(row, zone, unpaid.get(place, 0), back[place]),
            **_state(unpaid.get(place, 0), row.quantity - back[place], marks.get(place)),
            "contact": row.id in contacts,
        }
        for row in rows
        for place in [(row.sale, row.line)]
    ]


def ordered_pieces(connection: Connection) -> Counter[str]:
    """sku -> pieces ordered and not cancelled."""
    line, back, refund = tables.sale_line, tables.refund_line, tables.refund
    ordered: Counter[str] = Counter()
    for sku, pieces in connection.execute(
        select(line.c.sku, func.sum(line.c.quantity)).where(line.c.order.is_not(None)).group_by(line.c.sku)
    ):
        ordered[sku] += int(pieces)
    for sku, pieces in connection.execute(
        select(line.c.sku, func.sum(back.c.quantity))
        .join(refund, refund.c.sale == line.c.sale)
        .join(back, (back.c.refund == refund.c.id) & (back.c.line == line.c.line))
        .where(line.c.order.is_not(None))
        .group_by(line.c.sku)
    ):
        ordered[sku] -= int(pieces)
    return ordered


def _ordered(connection: Connection, stall: str | None, facility: str | None) -> Sequence[Row[Any]]:
    line, sale, product = tables.sale_line, tables.sale, tables.product
    query = (
        select(
            line,
            sale.c.id,
            sale.c.number,
            sale.c.stall,
            sale.c.sold_at,
            product.c.name,
            product.c.name_en,
            product.c.facility,
            product.c.lead_time_days,
            tables.facility.c.name.label("facility_name"),
        )
        .join(sale, sale.c.seq == line.c.sale)
        .join(product, product.c.sku == line.c.sku)
        .join(tables.facility, tables.facility.c.code == product.c.facility)
        .where(line.c.order.is_not(None))
        .order_by(line.c.sale.desc(), line.c.line)
    )
    if stall is not None:
        query = query.where(sale.c.stall == stall)
    if facility is not None:
        query = query.where(product.c.facility == facility)
    return connection.execute(query).all()


def _order(row: Row[Any], zone: tzinfo, unpaid: int, back: int) -> Json:
    return {
        "sale": row.id,
        "number": row.number,
        "line": row.line,
        "stall": row.stall,
        "sold_at": row.sold_at,
        "sku": row.sku,
        "name": row.name,
        "name_en": row.name_en,
        "facility": row.facility,
        "facility_name": row.facility_name,
        "quantity": row.quantity - back,
        "amount": row.amount,
        "deposit": row.order["deposit"],
        "unpaid": unpaid,
        "way": "delivery" if row.order["pickup"].startswith(DELIVERY) else "pickup",
        "pickup": row.order["pickup"],
        "due_on": due_on(row.order["pickup"], row.sold_at, row.lead_time_days, zone),
    }


def due_on(pickup: str, sold_at: str, lead_time_days: int | None, zone: tzinfo) -> str | None:
    """The day that was promised: the date in the text, else as long after the sale as it takes to make."""
    promised = _DATE.search(pickup)
    if promised:
        return promised.group()
    if lead_time_days is None:
        return None
    sold_on = datetime.fromisoformat(sold_at).astimezone(zone).date()
    return (sold_on + timedelta(days=lead_time_days)).isoformat()


def _state(unpaid: int, pieces_left: int, mark: Row[Any] | None) -> Json:
    if pieces_left == 0:
        state = "cancelled"
    elif mark:
        state = "handed_over"
    else:
        state = "open" if unpaid else "paid"
    return {
        "state": state,
        "handed_over_at": mark.at if mark else None,
        "handed_over_by": mark.staff if mark else None,
    }


def _unpaid(connection: Connection, sales: Sequence[int]) -> dict[Place, int]:
    line = tables.sale_line
    before = set_off(connection, sales)
    most: dict[int, list[Place]] = {}
    for row in connection.execute(
        select(line.c.sale, line.c.line, line.c.amount, line.c.order)
        .where(line.c.sale.in_(sales), line.c.order.is_not(None))
        .order_by(line.c.sale, line.c.line)
    ).mappings():
        left = left_to_pay(dict(row)) - before.get(row["sale"], {}).get(row["line"], 0)
        most.setdefault(row["sale"], []).append((row["line"], left))
    return {
        (sale, number): part
        for sale, balance in open_balances(connection, sales).items()
        for number, part in share_out(balance, most[sale]).items()
    }


def _given_back(connection: Connection, sales: Sequence[int]) -> Counter[Place]:
    refund, back = tables.refund, tables.refund_line
    rows = connection.execute(
        select(refund.c.sale, back.c.line, func.sum(back.c.quantity))
        .join(back, back.c.refund == refund.c.id)
        .where(refund.c.sale.in_(sales))
        .group_by(refund.c.sale, back.c.line)
    )
    return Counter({(sale, line): int(pieces) for sale, line, pieces in rows})


def _handovers(sales: Sequence[int]) -> Any:
    return select(tables.order_handover).where(tables.order_handover.c.sale.in_(sales))
