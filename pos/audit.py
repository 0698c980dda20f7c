"""The audit: replay the journal and compare what it says with what stands in the tables."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from pos import tables
from pos.event_settings import CLOSING_PRICES, EVENT_SETTINGS
from pos.journal import Entry, broken_links, read_all
from pos.replay import Json, Key, Replay, by_way

_SALE = (
    "seq",
    "number",
    "receipt_code",
    "till",
    "stall",
    "shift",
    "sold_at",
    "gross",
    "rounding",
    "total",
    "flags",
)
_LINE = (
    "line",
    "sku",
    "quantity",
    "unit_price",
    "discount",
    "amount",
    "unit_cost",
    "piece",
    "taken",
    "order",
)
_PAYMENT = ("method", "amount", "tendered", "state", "reference")
_REFUND = (
    "seq",
    "sale",
    "number",
    "till",
    "stall",
    "shift",
    "method",
    "amount",
    "rounding",
    "restock",
    "approved_by",
    "flags",
)
_REFUND_LINE = ("line", "quantity", "amount")
_HELD = ("seq", "sale", "number", "till", "stall", "total", "cash", "reasons", "document", "decision")
_LOT = ("sku", "quantity", "expires_on")
_SHIFT = ("till", "stall", "float", "opened_at", "flags", "closed_at", "z_number")
_CASH_MOVEMENT = ("shift", "kind", "amount", "flags")
_STALL_SETTINGS = ("qris_static", "max_discount_percent")
_CORRECTION = ("seq", "sale", "kind", "till", "shift", "deltas", "received", "flags", "cash_delta")
_PUT_AWAY = ("number", "code", "reason", "document", "by")


def audit(connection: Connection) -> list[str]:
    """One sentence for everything on which journal and tables disagree; empty when all agree."""
    replay = Replay()
    differences = list(broken_links(_replayed(connection, replay)))
    differences += replay.strange
    for part in (
        _sales,
        _refunds,
        _held,
        _deliveries,
        _stock,
        _pieces,
        _ledger,
        _prices,
        _takings,
        _drawers,
        _orders,
        _put_away,
        _tills,
        _settings,
    ):
        differences += part(connection, replay)
    return differences


def _replayed(connection: Connection, replay: Replay) -> Iterator[Entry]:
    try:
        for entry in read_all(connection):
            replay.apply(entry)
            yield entry
    except ValueError as error:
        replay.strange.append(f"journal: an entry cannot be read ({error})")


def _sales(connection: Connection, replay: Replay) -> Iterator[str]:
    lines = _grouped(connection, tables.sale_line, "sale", "line")
    payments = _grouped(connection, tables.payment, "sale", "position")
    stored = _stored(connection, tables.sale, "id")
    yield from _missing("sale", replay.sales, stored)
    for said, row in _both(replay.sales, stored):
        name = f"sale {row.number}"
        yield from _unequal(name, said, row, _SALE)
        yield from _unequal_rows(f"{name} lines", said["lines"], lines.get(row.seq, []), _LINE)
        yield from _unequal_rows(f"{name} payments", said["payments"], payments.get(row.seq, []), _PAYMENT)


def _refunds(connection: Connection, replay: Replay) -> Iterator[str]:
    lines = _grouped(connection, tables.refund_line, "refund", "line")
    stored = _stored(connection, tables.refund, "id")
    yield from _missing("refund", replay.refunds, stored)
    for said, row in _both(replay.refunds, stored):
        name = f"refund {row.number}"
        yield from _unequal(name, said, row, _REFUND)
        in_order = sorted(said["lines"], key=lambda line: int(line["line"]))
        yield from _unequal_rows(f"{name} lines", in_order, lines.get(row.id, []), _REFUND_LINE)


def _held(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = _stored(connection, tables.held_sale, "held_id")
    yield from _missing("held sale", replay.held, stored)
    for said, row in _both(replay.held, stored):
        yield from _unequal(f"held sale {row.held_id}", said, row, _HELD)


def _deliveries(connection: Connection, replay: Replay) -> Iterator[str]:
    lots = _grouped(connection, tables.lot, "consignment", "line")
    yield from _missing("consignment", replay.deliveries, lots)
    for said, rows in _both(replay.deliveries, lots):
        yield from _unequal_rows(f"consignment {said['id']}", said["lines"], rows, _LOT)


def _stock(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = Counter({(row.sku, row.stall): row.on_table for row in connection.execute(select(tables.stock))})
    yield from _unequal_sums("stock of {} at stall {}", replay.stock, stored)


def _ledger(connection: Connection, replay: Replay) -> Iterator[str]:
    movement = tables.stock_movement
    rows = connection.execute(
        select(movement.c.sku, movement.c.kind, func.sum(movement.c.quantity)).group_by(
            movement.c.sku, movement.c.kind
        )
    )
    stored = Counter({(sku, kind): int(pieces) for sku, kind, pieces in rows})
    yield from _unequal_sums("ledger of {}, {}", replay.moved, stored)


def _prices(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = _stored(connection, tables.product, "sku")
    for said, row in _both(replay.prices, stored):
        yield from _unequal(f"product {row.sku}", {"price": said}, row, ("price",))
    history = {(row.sku, row.since): row.price for row in connection.execute(select(tables.price))}
    history = {key: price for key, price in history.items() if key[0] in replay.prices}
    yield from _unequal_sums("price of {} since {}", Counter(replay.price_history), Counter[Key](history))


def _pieces(connection: Connection, replay: Replay) -> Iterator[str]:
    sold = replay.sold_pieces()
    for row in connection.execute(select(tables.piece).order_by(tables.piece.c.code)):
        if sold.get(row.code, False) != (row.state == "sold"):
            yield _sentence(f"piece {row.code}", "sold" if sold.get(row.code) else "not sold", row.state)


def _tills(connection: Connection, replay: Replay) -> Iterator[str]:
    for row in connection.execute(select(tables.till)):
        state = "revoked" if row.code in replay.revoked_tills else "active"
        state = "moved" if state == "active" and row.code in replay.left_tills else state
        if row.state != state:
            yield _sentence(f"till {row.code}", state, row.state)


def _settings(connection: Connection, replay: Replay) -> Iterator[str]:
    rows = connection.execute(
        select(tables.setting).where(tables.setting.c.name.in_([EVENT_SETTINGS, CLOSING_PRICES]))
    )
    stored = {row.name: json.loads(row.value) for row in rows}
    for name in sorted(replay.settings.keys() | stored.keys()):
        if replay.settings.get(name) != stored.get(name):
            yield _sentence(name, replay.settings.get(name), stored.get(name))
    of_stalls = _stored(connection, tables.stall_setting, "stall")
    for no in sorted(replay.stall_settings.keys() - of_stalls.keys()):
        yield f"settings of stall {no} are in the journal but not in the tables"
    for said, row in _both(replay.stall_settings, of_stalls):
        yield from _unequal(f"stall {row.stall}", said, row, _STALL_SETTINGS)


def _takings(connection: Connection, replay: Replay) -> Iterator[str]:
    line, product, back = tables.sale_line, tables.product, tables.refund_line
    sold = (
        select(product.c.facility, func.sum(line.c.amount))
        .join(product, product.c.sku == line.c.sku)
        .group_by(product.c.facility)
    )
    refunded = (
        select(product.c.facility, func.sum(back.c.amount))
        .select_from(back)
        .join(tables.refund, tables.refund.c.id == back.c.refund)
        .join(line, (line.c.sale == tables.refund.c.sale) & (line.c.line == back.c.line))
        .join(product, product.c.sku == line.c.sku)
        .group_by(product.c.facility)
    )
    stored: Counter[Key] = Counter()
    for facility, amount in connection.execute(sold):
        stored[facility,] += int(amount)
    for facility, amount in connection.execute(refunded):
        stored[facility,] -= int(amount)
    yield from _unequal_sums("takings of {}", replay.takings, stored)


def _drawers(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = _stored(connection, tables.shift, "id")
    yield from _missing("shift", replay.shifts, stored)
    for said, row in _both(replay.shifts, stored):
        name = f"drawer of shift {row.id}"
        yield from _unequal(name, said, row, _SHIFT)
        if said["closed"] != row.figures:
            yield _sentence(f"{name} figures", said["closed"], row.figures)
        elif said.get("counted") not in (None, row.counted):
            yield _sentence(f"{name} counted", said["counted"], row.counted)
        elif said["closed"] and said["closed"]["expected"] != said["cash_at_close"]:
            yield _sentence(f"{name} expected", said["cash_at_close"], row.figures["expected"])
    for what, replayed, table, columns in (
        ("cash movement", replay.cash_movements, tables.cash_movement, _CASH_MOVEMENT),
        ("payment correction", replay.corrections, tables.payment_correction, _CORRECTION),
    ):
        rows = _stored(connection, table, "id")
        yield from _missing(what, replayed, rows)
        for said, row in _both(replayed, rows):
            yield from _unequal(f"{what} {row.id}", said, row, columns)
    yield from _paid_since(connection, replay)


def _paid_since(connection: Connection, replay: Replay) -> Iterator[str]:
    """What each correction left of the ways in which its sale is paid."""
    for said, row in _both(replay.corrections, _stored(connection, tables.payment_correction, "id")):
        paid = by_way(row.payments)
        if said["paid"] != paid:
            yield _sentence(f"payment correction {row.id} payments", said["paid"], paid)


def _put_away(connection: Connection, replay: Replay) -> Iterator[str]:
    rows = connection.execute(select(tables.put_away))
    stored = {(row.till, row.id): row for row in rows}
    yield from _missing("document put away", replay.put_away, stored)
    for said, row in _both(replay.put_away, stored):
        yield from _unequal(f"document put away {row.id}", said, row, _PUT_AWAY)


def _orders(connection: Connection, replay: Replay) -> Iterator[str]:
    parts = connection.execute(select(tables.refund_set_off))
    stored = Counter[Key]({(row.refund, row.line): row.amount for row in parts})
    yield from _unequal_sums("what refund {}, line {} took off a balance", replay.set_off, stored)
    marks = {(row.sale, row.line) for row in connection.execute(select(tables.order_handover))}
    for sale, line in sorted(replay.handed_over ^ marks):
        said = (sale, line) in replay.handed_over
        yield _sentence(f"order of sale {sale}, line {line}, handed over", said, not said)
    for said, row in _both(replay.order_capacities, _stored(connection, tables.product, "sku")):
        yield from _unequal(f"product {row.sku}", {"order_capacity": said}, row, ("order_capacity",))


def _stored(connection: Connection, table: Table, key: str) -> dict[Any, Row[Any]]:
    return {getattr(row, key): row for row in connection.execute(select(table))}


def _grouped(connection: Connection, table: Table, key: str, order: str) -> dict[Any, list[Row[Any]]]:
    found: dict[Any, list[Row[Any]]] = {}
    for row in connection.execute(select(table).order_by(table.c[order])):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _both(said: dict[Any, Any], stored: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    return ((said[key], stored[key]) for key in sorted(said.keys() & stored.keys()))


def _missing(what: str, said: dict[Any, Any], stored: dict[Any, Any]) -> Iterator[str]:
    for key in sorted(said.keys() - stored.keys()):
        yield f"{what} {key} is in the journal but not in the tables"
    for key in sorted(stored.keys() - said.keys()):
        yield f"{what} {key} is in the tables but not in the journal"


def _unequal(name: str, said: Json, row: Row[Any], columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        if said[column] != getattr(row, column):
            yield _sentence(f"{name} {column}", said[column], getattr(row, column))


def _unequal_rows(name: str, said: list[Json], rows: list[Row[Any]], columns: Sequence[str]) -> Iterator[str]:
    if len(said) != len(rows):
        yield _sentence(name, f"there are {len(said)}", len(rows))
    for number, (each, row) in enumerate(zip(said, rows, strict=False), start=1):
        yield from _unequal(f"{name} {number}", each, row, columns)


def _unequal_sums(name: str, said: Counter[Key], stored: Counter[Key]) -> Iterator[str]:
    for key in sorted(said.keys() | stored.keys()):
        if said[key] != stored[key]:
            yield _sentence(name.format(*key), said[key], stored[key])


def _sentence(subject: str, said: object, stored: object) -> str:
    return f"{subject}: the journal says {said}, the tables say {stored}"
