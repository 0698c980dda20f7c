"""The journal replayed: what it alone says the tables should hold."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from pos.event_settings import CLOSING_PRICES, EVENT_SETTINGS
from pos.events import KINDS
from pos.journal import Entry
from pos.ways_of_paying import way_of

Json = dict[str, Any]
Key = tuple[Any, ...]


class Replay:
    """What the journal alone says about sales, stock, takings, drawers and prices."""

    def __init__(self) -> None:
        self.sales: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.held: dict[str, Json] = {}
        self.stock: Counter[Key] = Counter()
        self.moved: Counter[Key] = Counter()
        self.takings: Counter[Key] = Counter()
        self.prices: dict[str, int] = {}
        self.price_history: dict[Key, int] = {}  # (sku, since)
        self.revoked_tills: set[str] = set()
        self.left_tills: set[str] = set()
        self.shifts: dict[str, Json] = {}
        self.cash: Counter[str | None] = Counter()  # by shift; what is booked on none is nobody's drawer
        self.cash_movements: dict[str, Json] = {}
        self.corrections: dict[str, Json] = {}
        self.put_away: dict[Key, Json] = {}  # (till, document)
        self.deliveries: dict[str, Json] = {}
        self.set_off: Counter[Key] = Counter()  # (refund, line)
        self.handed_over: set[Key] = set()  # (sale, line)
        self.order_capacities: dict[str, int | None] = {}
        self.settings: dict[str, Json] = {}
        self.stall_settings: dict[str, Json] = {}
        self.strange: list[str] = []
        self._apply: dict[str, Callable[[Json], None]] = {
            "event.settings_changed": self._set_event,
            "closing_prices.changed": self._set_closing_prices,
            "stall.settings_changed": self._set_stall,
            "sale.recorded": self._sale,
            "sale.refunded": self._refund,
            "till.enrolled": self._enrol,
            "till.revoked": self._revoke,
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
            "payment.confirmed": self._confirm,
            "refund.approved": self._approve,
            "document.put_away": self._put_away,
            "order.handed_over": self._hand_over,
            "order.capacity_set": self._limit_orders,
        }

    def apply(self, entry: Entry) -> None:
        """Take one entry into account."""
        if entry.name not in KINDS:
            self.strange.append(f"journal: entry {entry.seq} has the unknown name {entry.name}")
            return
        try:
            self._apply.get(entry.name, _leave_out)({**entry.data, "seq": entry.seq, "at": entry.at})
        except (KeyError, TypeError, IndexError) as error:
            self.strange.append(f"journal: entry {entry.seq} fits nothing before it ({error!r})")

    def _sale(self, data: Json) -> None:
        self.sales[data["id"]] = data
        for line in data["lines"]:
            self.takings[line["facility"],] += line["amount"]
            for stall, pieces in line["taken"]:
                self._stock(line["sku"], stall, -pieces, "sold")
        if "late" not in data["flags"]:
            self.cash[data["shift"]] += _cash(data["payments"])

    def _refund(self, data: Json) -> None:
        sale = self.sales[data["sale"]]
        self.refunds[data["id"]] = {**data, "sale": sale["seq"]}
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
        unpaid = data.get("unpaid", 0)  # it came off an order's balance and never was in a drawer
        self.set_off.update(
            {(data["id"], line["line"]): line["unpaid"] for line in data["lines"] if line.get("unpaid")}
        )
        if data["method"] == "cash" and "late" not in data["flags"]:
            self.cash[data["shift"]] -= data["amount"] - unpaid

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
        self.deliveries[data["id"]] = data
        for line in data["lines"]:
            self._stock(line["sku"], data["stall"], line["quantity"], "received")

    def _product(self, data: Json) -> None:
        product = data["product"]
        self._set_price(product["sku"], data["at"], product["price"])
        self.order_capacities[product["sku"]] = product.get("order_capacity")

    def _price(self, data: Json) -> None:
        self._set_price(data["sku"], data["at"], data["new"])

    def _set_price(self, sku: str, since: str, price: int) -> None:
        self.prices[sku] = price
        self.price_history[sku, since] = price

    def _open_shift(self, data: Json) -> None:
        self.shifts[data["shift"]] = {
            "flags": [],
            **data,
            "closed": None,
            "closed_at": None,
            "z_number": None,
        }
        self.cash[data["shift"]] += data["float"]

    def _close_shift(self, data: Json) -> None:
        shift = self.shifts[data["shift"]]
        shift["closed"] = data["figures"]
        shift["counted"] = data.get("counted")
        shift |= {name: data[name] for name in ("closed_at", "z_number")}
        held = (sale for sale in self.held.values() if sale.get("shift") == data["shift"])
        waiting = sum(sale["cash"] for sale in held if sale["decision"] != "accept")
        shift["cash_at_close"] = self.cash[data["shift"]] + waiting

    def _cash(self, data: Json) -> None:
        self.cash_movements[data["id"]] = {"flags": [], **data}
        sign = 1 if data["kind"] == "in" else -1
        self.cash[data["shift"]] += sign * data["amount"]

    def _correct(self, data: Json) -> None:
        sale = self.sales[data["sale"]]
        owed = [each for each in data["deltas"] if not each.get("unexplained")]
        sale.setdefault("deltas", []).extend(owed)
        self.corrections[data["id"]] = {
            "kind": "correction",
            "till": None,
            "flags": [],
            "received": [],
            **data,
            "sale": sale["seq"],
            "cash_delta": _cash(data["deltas"]),
            "paid": by_way([*sale["payments"], *sale["deltas"]]),
        }
        self.cash[data["shift"]] += _cash(data["deltas"])

    def _put_away(self, data: Json) -> None:
        self.put_away[data["till"], data["document_id"]] = data

    def _hand_over(self, data: Json) -> None:
        seq = self.sales[data["sale"]]["seq"]
        for line in data["order_lines"]:
            self.handed_over.discard((seq, line))
            if data["handed_over"]:
                self.handed_over.add((seq, line))

    def _limit_orders(self, data: Json) -> None:
        self.order_capacities[data["sku"]] = data["capacity"]

    def _confirm(self, data: Json) -> None:
        payment = self.sales[data["sale"]]["payments"][data["position"] - 1]
        payment |= {"state": "confirmed", "reference": data["reference"]}

    def _approve(self, data: Json) -> None:
        self.refunds[data["id"]]["approved_by"] = data["approved_by"]

    def _enrol(self, data: Json) -> None:
        self.left_tills.add(data.get("instead_of") or "")

    def _revoke(self, data: Json) -> None:
        self.revoked_tills.add(data["till"])

    def _set_event(self, data: Json) -> None:
        self.settings[EVENT_SETTINGS] = data["settings"]

    def _set_closing_prices(self, data: Json) -> None:
        self.settings[CLOSING_PRICES] = data["closing"]

    def _set_stall(self, data: Json) -> None:
        self.stall_settings[data["stall"]] = data["settings"]

    def sold_pieces(self) -> dict[str, bool]:
        """Every piece a sale has held -> whether one still does."""
        pieces: dict[str, bool] = {}
        for sale in self.sales.values():
            back: Counter[int] = sale.get("refunded", Counter())
            for line in sale["lines"]:
                if line["piece"]:  # one piece, however many were typed: the first that comes back is it
                    pieces[line["piece"]] = pieces.get(line["piece"], False) or not back[line["line"]]
        return pieces

    def _stock(self, sku: str, stall: str, pieces: int, kind: str) -> None:
        self.stock[sku, stall] += pieces
        self.moved[sku, kind] += pieces


def by_way(payments: list[Json]) -> dict[str, int]:
    """What is paid in each way, by the way's name."""
    ways: Counter[str] = Counter()
    for payment in payments:
        ways[way_of(payment)] += payment["amount"]
    return {way: amount for way, amount in sorted(ways.items()) if amount}


def _leave_out(_data: Json) -> None:
    """What moves neither goods nor money."""


def _cash(payments: list[Json]) -> int:
    return sum(payment["amount"] for payment in payments if payment["method"] == "cash")
