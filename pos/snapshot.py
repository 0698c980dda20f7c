"""What a till needs to know: every product with its stock, the open shift, the next number."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from pos import tables
from pos.catalogue import earliest_expiries, prices_on_labels
from pos.checkout import ClosingRule, closing_percent, lower_label_price
from pos.database import read_journal_id
from pos.event_settings import event_settings, rules_in_force
from pos.journal import read_head
from pos.orders.listing import ordered_pieces
from pos.refusals import Conflict, Message, NotFound
from pos.reservations import Reservations
from pos.stalls import offer_again_at, stall_settings

Json = dict[str, Any]

# Named columns only: a product's `facts` are long, and no till needs them.
_PRODUCTS = (
    select(
        tables.product.c.sku,
        tables.product.c.code,
        tables.product.c.name,
        tables.product.c.name_en,
        tables.product.c.facility,
        tables.facility.c.name.label("facility_name"),
        tables.product.c.price,
        tables.facility.c.stall.label("home"),
        tables.product.c.category,
        tables.product.c.unit,
        tables.product.c.fulfilment,
        tables.product.c.stocked,
        tables.product.c.unique_piece.label("unique"),
        tables.product.c.max_per_buyer,
        tables.product.c.lead_time_days,
        tables.product.c.order_capacity,
    )
    .join(tables.facility, tables.facility.c.code == tables.product.c.facility)
    .order_by(tables.facility.c.stall, tables.product.c.sku)
)
_COLUMNS = tuple(_PRODUCTS.selected_columns.keys())


def till_snapshot(
    connection: Connection, stall: str, till: str | None, reserved: Reservations, now: datetime
) -> Json:
    """The till's view of the world, without what printing adds to it."""
    return {
        "seq": read_head(connection)[0],
        "till": till,
        "moved": _has_moved(connection, till),
        "stall": _stall(connection, stall),
        "event": event_facts(connection),
        "next_number": _next_number(connection, till),
        "products": products(connection, stall, reserved, rules_in_force(connection, now)),
        "categories": categories(connection),
        "shift": _open_shift(connection, stall, till),
        "settings": _settings(connection, stall),
        "offer_again_at": offer_again_at(connection),
    }


def fingerprint(
    connection: Connection, stall: str, till: str | None, reserved: Reservations, now: datetime
) -> Json:
    """Everything by which a till's snapshot may differ from the last one; cheap to ask for."""
    return {
        "journal": read_journal_id(connection),
        "seq": read_head(connection)[0],
        "till": till,
        "reserved": reserved.in_carts(),
        "settings": _settings(connection, stall),
        "closing": len(rules_in_force(connection, now)),
        "offer_again_at": offer_again_at(connection),
    }


def event_facts(connection: Connection) -> Json | None:
    """The exhibition: name, place, zone and days."""
    row = connection.execute(select(tables.event)).first()
    if row is None:
        return None
    days = connection.execute(select(tables.event_day).order_by(tables.event_day.c.date))
    return {
        "name": row.name,
        "edition": row.edition,
        "venue": row.venue,
        "timezone": row.timezone,
        "tz_abbr": row.tz_abbr,
        "demo": row.demo,
        "mode": row.mode,
        "days": [{"date": day.date, "opens": day.opens, "closes": day.closes} for day in days],
    }


def products(
    connection: Connection,
    stall: str | None = None,
    reserved: Reservations | None = None,
    closing: Sequence[ClosingRule] = (),
) -> list[Json]:
    """Every product with stock and price; `stock_here` is what lies on the stall's own table."""
    totals = _stock(connection, None)
    here = _stock(connection, stall) if stall else {}
    expiries = earliest_expiries(connection, totals)
    pieces = _pieces(connection, reserved or Reservations())
    ordered = ordered_pieces(connection)
    labels = prices_on_labels(connection)
    return [
        {
            **row,
            "orders_left": _orders_left(row, ordered),
            "stock": totals.get(row["sku"], 0) if row["stocked"] else None,
            "stock_here": here.get(row["sku"], 0) if row["stocked"] and stall else None,
            "expires_on": expiries.get(row["sku"]),
            "pieces": pieces.get(row["sku"], []),
            "label_price": lower_label_price(row["price"], labels.get(row["sku"], set())),
            "discount_percent": closing_percent(closing, row["sku"], row["home"], row["category"]),
        }
        for row in (dict(zip(_COLUMNS, row, strict=True)) for row in connection.execute(_PRODUCTS))
    ]


def _orders_left(product: Json, ordered: Counter[str]) -> int | None:
    """How many pieces may still be ordered; None where there is no limit."""
    capacity: int | None = product["order_capacity"]
    return None if capacity is None else max(0, capacity - ordered[product["sku"]])


def stalls(connection: Connection) -> list[Json]:
    """Every stall with its region."""
    rows = connection.execute(select(tables.stall).order_by(tables.stall.c.no))
    return [{"no": row.no, "name": row.name, "region": row.region} for row in rows]


def require_open_piece(connection: Connection, code: str) -> None:
    """Conflict if a unique piece has been sold, NotFound if there is none."""
    state = connection.scalar(select(tables.piece.c.state).where(tables.piece.c.code == code))
    if state is None:
        raise NotFound(
            "piece_unknown", Message(f"Karya {code} tidak ada.", f"There is no piece {code}."), piece=code
        )
    if state != "open":
        raise Conflict(
            "piece_sold",
            Message(f"Karya {code} sudah terjual.", f"Piece {code} has been sold."),
            piece=code,
            state=state,
        )


def _settings(connection: Connection, stall: str) -> Json:
    return {**stall_settings(connection, stall), **event_settings(connection)}


def _stall(connection: Connection, no: str) -> Json | None:
    row = connection.execute(select(tables.stall).where(tables.stall.c.no == no)).first()
    return {"no": row.no, "name": row.name} if row else None


def categories(connection: Connection) -> list[Json]:
    """The kinds of goods."""
    rows = connection.execute(select(tables.category).order_by(tables.category.c.name))
    return [{"code": row.code, "name": row.name, "name_en": row.name_en} for row in rows]


def _has_moved(connection: Connection, till: str | None) -> bool:
    """Whether the tablet sells at another address now; what waits under this code is taken in."""
    state = connection.scalar(select(tables.till.c.state).where(tables.till.c.code == till))
    return bool(state == "moved")


def _next_number(connection: Connection, till: str | None) -> int | None:
    if till is None:
        return None
    last = connection.scalar(select(tables.till.c.last_number).where(tables.till.c.code == till))
    return None if last is None else last + 1


def _stock(connection: Connection, stall: str | None) -> dict[str, int]:
    query = select(tables.stock.c.sku, func.sum(tables.stock.c.on_table)).group_by(tables.stock.c.sku)
    if stall:
        query = query.where(tables.stock.c.stall == stall)
    return {sku: int(pieces) for sku, pieces in connection.execute(query)}


def _pieces(connection: Connection, reserved: Reservations) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for row in connection.execute(select(tables.piece).order_by(tables.piece.c.code)):
        piece = {"code": row.code, "state": row.state}
        holder = reserved.find(row.code) if row.state == "open" else None
        if holder is not None:
            piece |= {"state": "reserved", "cart": holder.cart}
        found.setdefault(row.sku, []).append(piece)
    return found


def _open_shift(connection: Connection, stall: str, till: str | None) -> Json | None:
    rows = connection.execute(
        select(tables.shift).where(tables.shift.c.stall == stall, tables.shift.c.closed_at.is_(None))
    ).all()
    if not rows:
        return None
    newest_first = sorted(rows, key=lambda shift: datetime.fromisoformat(shift.opened_at), reverse=True)
    row = min(newest_first, key=lambda shift: shift.till != till)
    return {"id": row.id, "till": row.till, "opened_at": row.opened_at, "float": row.float}
