"""Slips of the staff: shift reports, deposits, kuitansi, delivery notes, from the books to the documents."""

from typing import Any

from sqlalchemy import Connection, String, func, select

from exhibition.paper.receipts import Letterhead, local_clock, local_date, local_time
from pos import tables
from pos.balances import open_balance
from pos.journal import read_entries
from pos.refusals import Message, NotFound
from pos.shifts.drawer import get_shift
from pos.shifts.reports import shift_report
from pos.statements import find_sale
from pos.ways_of_paying import BALANCE
from printers.slips import (
    CashLine,
    DeliveryNote,
    Denomination,
    DepositSlip,
    GoodsLine,
    Kuitansi,
    MethodLine,
    ShiftReport,
    UnconfirmedLine,
)

Json = dict[str, Any]


def shift_slip(connection: Connection, shift_id: str, head: Letterhead, printed_at: str) -> ShiftReport:
    """A drawer's X report (open: no amount from which the drawer's follows) or Z report (counted)."""
    shift = shift_report(connection, shift_id)
    closed = shift["closed_at"] is not None
    sold = _sold_in(connection, shift_id)
    methods = _methods(connection, shift)
    return ShiftReport(
        **_top(connection, head, shift["stall"]),
        **(_counted_figures(connection, shift, sold, head) if closed else {}),
        report="Z" if closed else "X",
        till=shift["till"],
        opened_at=local_time(shift["opened_at"], head),
        printed_at=local_time(shift["closed_at"] or printed_at, head),
        sales=shift["sales"],
        pieces=sold["pieces"],
        methods=[line for line in methods if closed or line.method != "cash"],
        opening_float=shift["float"],
        unconfirmed=[
            UnconfirmedLine(payment["number"], payment["method"], payment["amount"])
            for payment in shift.get("unconfirmed", ())
        ],
        late=len(shift["late"]),
        staff=shift["closed_by"] or shift["opened_by"],
    )


def _counted_figures(connection: Connection, shift: Json, sold: Json, head: Letterhead) -> Json:
    """What stands only on a report whose drawer has been counted."""
    piles = sorted(shift["counted_by_denomination"].items(), key=_by_value)
    return {
        "number": f"Z-{shift['till']}-{shift['z_number']:03}",
        "gross": sold["gross"],
        "discounts": sold["discounts"],
        "refunds": sold["refunds"],
        "net": sold["gross"] - sold["discounts"] - sold["refunds"],
        "rounding": sold["rounding"],
        "cash_sales": shift["cash_sales"],
        "cash_refunds": shift["cash_refunds"],
        "cash_corrections": shift["cash_corrections"],
        "held_cash": shift["held_cash"],
        "unexplained_cash": shift["unexplained_cash"],
        "moved": _moved_cash(connection, shift, head),
        "counted": [Denomination(int(value), count) for value, count in piles if count],
        "counted_total": shift["counted"],
        "expected": shift["expected"],
        "difference": shift["difference"],
    }


def _moved_cash(connection: Connection, shift: Json, head: Letterhead) -> list[CashLine]:
    """Cash in, out and deposited before the count, oldest first."""
    movement = tables.cash_movement.c
    rows = connection.execute(
        select(tables.cash_movement)
        .where(movement.shift == shift["id"], ~movement.flags.cast(String).contains('"late"'))
        .order_by(movement.at, movement.id)
    )
    return [
        CashLine(row.kind, local_clock(row.at, head), row.amount, row.reason, row.staff, row.second)
        for row in rows
    ]


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
    connection: Connection, sale_id: str, head: Letterhead, issue: int = 1, purpose: str | None = None
) -> Kuitansi:
    """A sale's formal receipt with the amount in words; a second `issue` replaces the one before it."""
    sale = find_sale(connection, sale_id)
    if sale is None:
        raise NotFound("sale_unknown", Message("Penjualan tidak ditemukan.", "There is no such sale."))
    given_back = sum(refund["amount"] for refund in sale["refunds"])
    names = ", ".join(dict.fromkeys(line["name"] for line in sale["lines"]))
    return Kuitansi(
        **_top(connection, head, sale["stall"]),
        number=_kuitansi_number(sale["number"], issue),
        replaces=_kuitansi_number(sale["number"], issue - 1) if issue > 1 else None,
        buyer=kuitansi_id(sale_id, issue),
        amount=sale["total"] - given_back - open_balance(connection, sale["seq"]),
        purpose=purpose or names,
        place=head.venue or head.event,
        date=local_date(sale["sold_at"], head),
        receiver=sale["staff"] or "",
        sale_number=sale["number"],
    )


def kuitansi_id(sale_id: str, issue: int) -> str:
    """What a sale's kuitansi is called in the queue, and the buyer's name among the names."""
    return f"kuitansi/{sale_id}" if issue == 1 else f"kuitansi/{sale_id}/{issue}"


def _kuitansi_number(sale_number: str, issue: int) -> str:
    return f"KW-{sale_number}" if issue == 1 else f"KW-{sale_number}/{issue}"


def delivery_note(connection: Connection, consignment_id: str, head: Letterhead) -> DeliveryNote:
    """Goods that were counted in, for both sides to sign."""
    lot = tables.lot.c
    seq = connection.scalar(select(func.min(lot.seq)).where(lot.consignment == consignment_id))
    if seq is None:
        raise NotFound(
            "consignment_unknown",
            Message("Surat jalan tidak ditemukan.", "There is no such delivery note."),
        )
    (entry,) = read_entries(connection, seq - 1, 1)
    names = _names(connection, [line["sku"] for line in entry.data["lines"]])
    facility = connection.scalar(
        select(tables.facility.c.name).where(tables.facility.c.code == entry.data["facility"])
    )
    return DeliveryNote(
        **_top(connection, head, entry.data["stall"]),
        number=f"TB-{consignment_id[:8].upper()}",
        direction="in",
        facility=facility or entry.data["facility"],
        at=local_time(entry.at, head),
        lines=[
            GoodsLine(line["sku"], names[line["sku"]], line["quantity"], expires_on=line.get("expires_on"))
            for line in entry.data["lines"]
        ],
    )


def return_note(
    connection: Connection, facility: str, stall: str, head: Letterhead, *, identity: str, printed_at: str
) -> DeliveryNote:
    """Goods that a stall has given back to their facility until now, for both sides to sign."""
    name = connection.scalar(select(tables.facility.c.name).where(tables.facility.c.code == facility))
    pieces = _returned(connection, facility, stall)
    if name is None or not pieces:
        raise NotFound(
            "nothing_returned",
            Message(
                "Belum ada barang yang dikembalikan ke UPT ini dari stan ini.",
                "Nothing has gone back to this facility from this stall yet.",
            ),
        )
    names = _names(connection, list(pieces))
    return DeliveryNote(
        **_top(connection, head, stall),
        number=f"KB-{identity[:8].upper()}",
        direction="out",
        facility=name,
        at=local_time(printed_at, head),
        lines=[GoodsLine(sku, names[sku], quantity) for sku, quantity in sorted(pieces.items())],
    )


def _returned(connection: Connection, facility: str, stall: str) -> dict[str, int]:
    """sku -> pieces that went home from a stall."""
    movement = tables.stock_movement.c
    rows = connection.execute(
        select(movement.sku, -func.sum(movement.quantity))
        .join(tables.product, tables.product.c.sku == movement.sku)
        .where(movement.kind == "returned", movement.stall == stall, tables.product.c.facility == facility)
        .group_by(movement.sku)
    )
    return {sku: int(quantity) for sku, quantity in rows}


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
        .where((payment.c.state == "confirmed") | (func.coalesce(payment.c.reference, "") != BALANCE))
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
