"""The audit: replay the journal and compare what it says with what stands in the tables."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from pos import tables
from pos.events import KINDS
from pos.journal import Entry, broken_links, read_all

Json = dict[str, Any]
Key = tuple[Any, ...]


class Replay:
    """What the journal alone says about stock, takings, drawers and prices."""

    def __init__(self) -> None:
        self.sales: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.held: dict[str, Json] = {}
        self.stock: Counter[Key] = Counter()
        self.moved: Counter[Key] = Counter()
        self.takings: Counter[Key] = Counter()
        self.prices: dict[str, int] = {}
        self.shifts: dict[str, Json] = {}
        self.cash: Counter[str | None] = Counter()  # by shift; what is booked on none is nobody's drawer
        self.strange: list[str] = []
        self._apply: dict[str, Callable[[Json], None]] = {
            "sale.recorded": self._sale,
            "sale.refunded": self._refund,
            "sale.held": self._hold,
            "held.decided": self._decide,
            "stock.moved": self._move,
            "consignment.received": self._receive,
            "product.added": self._product,
            "price.changed": self._price,
            "shift.opened": self._open_shift,
            "shift.closed": self._close_shift,
            "cash.moved": self._cash,
            "payment.corrected": self._correct,
        }

    def apply(self, entry: Entry) -> None:
        """Take one entry into account."""
        if entry.name not in KINDS:
            self.strange.append(f"journal: entry {entry.seq} has the unknown name {entry.name}")
        elif entry.name in self._apply:
            self._apply[entry.name](entry.data)

    def _sale(self, data: Json) -> None:
        self.sales[data["id"]] = data
        for line in data["lines"]:
            self.takings[line["facility"],] += line["amount"]
            for stall, pieces in line["taken"]:
                self._stock(line["sku"], stall, -pieces, "sold")
        if "late" not in data["flags"]:
            self.cash[data["shift"]] += _cash(data["payments"])

    def _refund(self, data: Json) -> None:
        self.refunds[data["id"]] = data
        sale = self.sales[data["sale"]]
        before: Counter[int] = sale.setdefault("refunded", Counter())
        sold = {line["line"]: line for line in sale["lines"]}
        for line in data["lines"]:
            self.takings[line["facility"],] -= line["amount"]
            places = [stall for stall, n in sold[line["line"]]["taken"] for _ in range(n)]
            start = before[line["line"]]
            for stall in places[start : start + line["quantity"]]:
                self._stock(line["sku"], stall, 1, "refunded")
                if not data["restock"]:
                    self._stock(line["sku"], stall, -1, "damaged")
            before[line["line"]] += line["quantity"]
        if data["method"] == "cash":
            self.cash[data["shift"]] -= data["amount"]

    def _hold(self, data: Json) -> None:
        self.held[data["held_id"]] = {**data, "decision": None}

    def _decide(self, data: Json) -> None:
        self.held[data["held_id"]]["decision"] = data["decision"]

    def _move(self, data: Json) -> None:
        if data["kind"] == "received":
            self._stock(data["sku"], data["stall"], data["quantity"], "received")
            return
        self._stock(data["sku"], data["stall"], -data["quantity"], data["kind"])
        if data["to_stall"]:
            self._stock(data["sku"], data["to_stall"], data["quantity"], "transfer")

    def _receive(self, data: Json) -> None:
        for line in data["lines"]:
            self._stock(line["sku"], data["stall"], line["quantity"], "received")

    def _product(self, data: Json) -> None:
        self.prices[data["product"]["sku"]] = data["product"]["price"]

    def _price(self, data: Json) -> None:
        self.prices[data["sku"]] = data["new"]

    def _open_shift(self, data: Json) -> None:
        self.shifts[data["shift"]] = {"closed": None}
        self.cash[data["shift"]] += data["float"]

    def _close_shift(self, data: Json) -> None:
        shift = self.shifts[data["shift"]]
        shift["closed"] = data["figures"]
        held = (sale for sale in self.held.values() if sale["shift"] == data["shift"])
        waiting = sum(sale["cash"] for sale in held if sale["decision"] != "accept")
        shift["cash_at_close"] = self.cash[data["shift"]] + waiting

    def _cash(self, data: Json) -> None:
        sign = 1 if data["kind"] == "in" else -1
        self.cash[data["shift"]] += sign * data["amount"]

    def _correct(self, data: Json) -> None:
        self.cash[data["shift"]] += _cash(data["deltas"])

    def _stock(self, sku: str, stall: str, pieces: int, kind: str) -> None:
        self.stock[sku, stall] += pieces
        self.moved[sku, kind] += pieces


def audit(connection: Connection) -> list[str]:
    """One sentence for everything on which journal and tables disagree; empty when all agree."""
    replay = Replay()
    differences: list[str] = []

    def watched() -> Iterator[Entry]:
        for entry in read_all(connection):
            replay.apply(entry)
            yield entry

    differences += broken_links(watched())
    differences += replay.strange
    for part in (_sales, _refunds, _held, _stock, _ledger, _prices, _takings, _drawers):
        differences += part(connection, replay)
    return differences


def _cash(payments: list[Json]) -> int:
    return sum(payment["amount"] for payment in payments if payment["method"] == "cash")


def _sales(connection: Connection, replay: Replay) -> Iterator[str]:
    sale, line, payment = tables.sale, tables.sale_line, tables.payment
    lines = dict(_pairs(connection, select(line.c.sale, func.sum(line.c.amount)).group_by(line.c.sale)))
    paid = dict(
        _pairs(connection, select(payment.c.sale, func.sum(payment.c.amount)).group_by(payment.c.sale))
    )
    stored = {row.id: row for row in connection.execute(select(sale))}
    yield from _missing("sale", replay.sales, stored)
    for sale_id in replay.sales.keys() & stored.keys():
        said, row = replay.sales[sale_id], stored[sale_id]
        figures = {
            "number": (said["number"], row.number),
            "gross": (said["gross"], row.gross),
            "total": (said["total"], row.total),
            "lines": (said["gross"], int(lines.get(row.seq, 0))),
            "payments": (said["total"], int(paid.get(row.seq, 0))),
        }
        yield from _unequal(f"sale {row.number}", figures)


def _refunds(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = {row.id: row for row in connection.execute(select(tables.refund))}
    yield from _missing("refund", replay.refunds, stored)
    for refund_id in replay.refunds.keys() & stored.keys():
        said, row = replay.refunds[refund_id], stored[refund_id]
        yield from _unequal(f"refund {row.number}", {"amount": (said["amount"], row.amount)})


def _held(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = {row.held_id: row for row in connection.execute(select(tables.held_sale))}
    yield from _missing("held sale", replay.held, stored)
    for held_id in replay.held.keys() & stored.keys():
        said, row = replay.held[held_id], stored[held_id]
        yield from _unequal(
            f"held sale {held_id}",
            {"total": (said["total"], row.total), "decision": (said["decision"], row.decision)},
        )


def _stock(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = Counter({(row.sku, row.stall): row.on_table for row in connection.execute(select(tables.stock))})
    yield from _compare("stock of {} at stall {}", replay.stock, stored)


def _ledger(connection: Connection, replay: Replay) -> Iterator[str]:
    movement = tables.stock_movement
    rows = connection.execute(
        select(movement.c.sku, movement.c.kind, func.sum(movement.c.quantity)).group_by(
            movement.c.sku, movement.c.kind
        )
    )
    stored = Counter({(sku, kind): int(pieces) for sku, kind, pieces in rows})
    yield from _compare("ledger of {}, {}", replay.moved, stored)


def _prices(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = dict(_pairs(connection, select(tables.product.c.sku, tables.product.c.price)))
    for sku in replay.prices.keys() & stored.keys():
        yield from _unequal(f"product {sku}", {"price": (replay.prices[sku], stored[sku])})


def _takings(connection: Connection, replay: Replay) -> Iterator[str]:
    line, product, back = tables.sale_line, tables.product, tables.refund_line
    stored: Counter[Key] = Counter()
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
    for facility, amount in _pairs(connection, sold):
        stored[facility,] += int(amount)
    for facility, amount in _pairs(connection, refunded):
        stored[facility,] -= int(amount)
    yield from _compare("takings of {}", replay.takings, stored)


def _drawers(connection: Connection, replay: Replay) -> Iterator[str]:
    stored = {row.id: row for row in connection.execute(select(tables.shift))}
    yield from _missing("shift", replay.shifts, stored)
    for shift_id in replay.shifts.keys() & stored.keys():
        said, row = replay.shifts[shift_id], stored[shift_id]
        if said["closed"] is None:
            continue
        figures = row.figures or {}
        yield from _unequal(
            f"drawer of shift {shift_id}",
            {
                "expected": (said["cash_at_close"], figures.get("expected")),
                "counted": (said["closed"]["counted"], figures.get("counted")),
            },
        )


def _pairs(connection: Connection, query: Any) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in connection.execute(query)]


def _missing(what: str, said: dict[str, Any], stored: dict[str, Any]) -> Iterator[str]:
    for key in sorted(said.keys() - stored.keys()):
        yield f"{what} {key} is in the journal but not in the tables"
    for key in sorted(stored.keys() - said.keys()):
        yield f"{what} {key} is in the tables but not in the journal"


def _compare(what: str, said: Counter[Key], stored: Counter[Key]) -> Iterator[str]:
    for key in sorted(said.keys() | stored.keys()):
        yield from _unequal(what.format(*key), {"": (said[key], stored[key])})


def _unequal(what: str, figures: dict[str, tuple[Any, Any]]) -> Iterator[str]:
    for figure, (said, stored) in figures.items():
        if said != stored:
            subject = f"{what} {figure}".strip()
            yield f"{subject}: the journal says {said}, the tables say {stored}"
