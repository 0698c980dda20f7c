"""Slips of the staff: shift reports, deposits, kuitansi, delivery notes, from the books to the documents."""

from typing import Any

from sqlalchemy import Connection, String, func, select

from exhibition.paper.receipts import Letterhead, local_date, local_time
from pos import tables
from pos.journal import read_entries
from pos.refusals import Message, NotFound
from pos.shifts import get_shift, shift_report
from pos.statements import find_sale
from printers.slips import (
    DeliveryNote,
    Denomination,
    DepositSlip,
    GoodsLine,
    Kuitansi,
    MethodLine,
    ShiftReport,
)

Json = dict[str, Any]


def shift_slip(connection: Connection, shift_id: str, head: Letterhead, printed_at: str) -> ShiftReport:
    """A drawer's X report (open: nothing of what is expected) or Z report (counted)."""
    shift = shift_report(connection, shift_id)
    closed = shift["closed_at"] is not None
    totals = _sold_in(connection, shift_id)
    return ShiftReport(
        **_top(connection, head, shift["stall"]),
        report="Z" if closed else "X",
        number=f"Z-{shift['till']}-{shift['z_number']:03}" if closed else None,
        till=shift["till"],
        opened_at=local_time(shift["opened_at"], head),
        printed_at=local_time(shift["closed_at"] or printed_at, head),
        sales=shift["sales"],
        pieces=totals["pieces"],
        gross=totals["gross"],
        discounts=totals["discounts"],
        refunds=totals["refunds"],
        net=totals["gross"] - totals["discounts"] - totals["refunds"],
        rounding=totals["rounding"],
        methods=_methods(connection, shift),
        opening_float=shift["float"],
        held_cash=shift["held_cash"],
        counted=[
            Denomination(int(value), count)
            for value, count in sorted(shift.get("counted_by_denomination", {}).items(), key=_by_value)
            if count
        ],
        counted_total=shift.get("counted"),
        expected=shift.get("expected"),
        difference=shift.get("difference"),
        late=len(shift["late"]),
        staff=shift["closed_by"] or shift["opened_by"],
    )


def deposit_slip(connection: Connection, movement_id: str, head: Letterhead) -> DepositSlip:
    """Cash that went to the treasurer, with both names."""
    movement = connection.execute(
        select(tables.cash_movement).where(tables.cash_movement.c.id == movement_id)
    ).one()
    shift = get_shift(connection, movement.shift)
    return DepositSlip(
        **_top(connection, head, shift.stall),
        number=f"S-{shift.till}-{movement_id[:6].upper()}",
        handed_at=local_time(movement.at, head),
        amount=movement.amount,
        giver=movement.staff or shift.opened_by or "",
        taker=movement.second or "",
        till=shift.till,
    )


def kuitansi(
    connection: Connection, sale_id: str, head: Letterhead, received_from: str, purpose: str | None
) -> Kuitansi:
    """A sale's formal receipt with the amount in words."""
    sale = find_sale(connection, sale_id)
    if sale is None:
        raise NotFound("sale_unknown", Message("Penjualan tidak ditemukan.", "There is no such sale."))
    given_back = sum(refund["amount"] for refund in sale["refunds"])
    names = ", ".join(dict.fromkeys(line["name"] for line in sale["lines"]))
    return Kuitansi(
        **_top(connection, head, sale["stall"]),
        number=f"K-{sale['number']}",
        received_from=received_from,
        amount=sale["total"] - given_back,
        purpose=purpose or names,
        place=head.venue or head.event,
        date=local_date(sale["sold_at"], head),
        receiver=sale["staff"] or "",
        sale_number=sale["number"],
    )


def delivery_note(connection: Connection, consignment_id: str, head: Letterhead) -> DeliveryNote:
    """Goods that were counted in, for both sides to sign."""
    answer = connection.scalar(
        select(tables.document.c.answer).where(
            tables.document.c.kind == "consignment", tables.document.c.id == consignment_id
        )
    )
    if answer is None:
        raise NotFound(
            "consignment_unknown",
            Message("Surat jalan tidak ditemukan.", "There is no such delivery note."),
        )
    (entry,) = read_entries(connection, answer["seq"] - 1, 1)
    names = _names(connection, [line["sku"] for line in entry.data["lines"]])
    facility = connection.scalar(
        select(tables.facility.c.name).where(tables.facility.c.code == entry.data["facility"])
    )
    return DeliveryNote(
        **_top(connection, head, entry.data["stall"]),
        number=f"M-{consignment_id[:8].upper()}",
        direction="in",
        facility=facility or entry.data["facility"],
        at=local_time(entry.at, head),
        lines=[
            GoodsLine(line["sku"], names[line["sku"]], line["quantity"], expires_on=line.get("expires_on"))
            for line in entry.data["lines"]
        ],
    )


def _top(connection: Connection, head: Letterhead, stall: str) -> Json:
    name = connection.scalar(select(tables.stall.c.name).where(tables.stall.c.no == stall))
    return {
        "event": head.event,
        "venue": head.venue,
        "stall": stall,
        "stall_name": name or stall,
        "language": head.language,
        "demo": head.demo,
    }


def _sold_in(connection: Connection, shift_id: str) -> dict[str, int]:
    """What a shift sold, in time: late sales are in no closed figure."""
    sale, line, refund = tables.sale, tables.sale_line, tables.refund
    mine = (sale.c.shift == shift_id) & ~sale.c.flags.cast(String).contains('"late"')
    row = connection.execute(
        select(
            func.coalesce(func.sum(line.c.quantity), 0).label("pieces"),
            func.coalesce(func.sum(line.c.quantity * line.c.unit_price), 0).label("gross"),
            func.coalesce(func.sum(line.c.discount), 0).label("discounts"),
        )
        .join(sale, sale.c.seq == line.c.sale)
        .where(mine)
    ).one()
    rounding = connection.scalar(select(func.coalesce(func.sum(sale.c.rounding), 0)).where(mine))
    refunds = connection.scalar(
        select(func.coalesce(func.sum(refund.c.amount - refund.c.rounding), 0)).where(
            refund.c.shift == shift_id
        )
    )
    return {
        "pieces": int(row.pieces),
        "gross": int(row.gross),
        "discounts": int(row.discounts),
        "rounding": int(rounding or 0),
        "refunds": int(refunds or 0),
    }


def _methods(connection: Connection, shift: Json) -> list[MethodLine]:
    """How often each way of paying was tapped, and what it came to after corrections."""
    sale, payment = tables.sale, tables.payment
    rows = connection.execute(
        select(payment.c.method, func.count().label("times"))
        .join(sale, sale.c.seq == payment.c.sale)
        .where(sale.c.shift == shift["id"], ~sale.c.flags.cast(String).contains('"late"'))
        .group_by(payment.c.method)
    )
    times = {row.method: row.times for row in rows}
    return [
        MethodLine(line["method"], times.get(line["method"], 0), line["amount"]) for line in shift["payments"]
    ]


def _names(connection: Connection, skus: list[str]) -> dict[str, str]:
    product = tables.product.c
    rows = connection.execute(select(product.sku, product.name).where(product.sku.in_(skus)))
    return {row.sku: row.name for row in rows}


def _by_value(item: tuple[str, int]) -> int:
    return -int(item[0])
