"""The live board: a pure fold of the journal into the figures the hall watches.

`apply` takes entries in order, `snapshot` shows them as the contract's object. Every sale is booked once and
in every direction at once (total, stall, facility, category, hour), so the columns cannot drift apart.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

LATEST = 20
ITEMS_SHOWN = 6  # of one sale in `latest`: a board push stays small whatever is in the cart
METHODS = ("cash", "qris", "card", "transfer")
NO_FACTS: Mapping[str, Any] = {}

Data = Mapping[str, Any]


class Entry(Protocol):
    """What the board needs of a journal entry."""

    @property
    def seq(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def data(self) -> Data: ...


@dataclass(slots=True)
class Figures:
    """One row of any ranking: rupiah after refunds, pieces after refunds, sales made."""

    net: int = 0
    pieces: int = 0
    sales: int = 0

    def add(self, net: int, pieces: int, sales: int = 0) -> None:
        """Book one sale or (negative) one refund."""
        self.net += net
        self.pieces += pieces
        self.sales += sales

    def row(self) -> dict[str, int]:
        """As in the snapshot."""
        return {"net": self.net, "pieces": self.pieces, "sales": self.sales}


@dataclass(slots=True)
class Total:
    """The whole exhibition in rupiah and pieces."""

    gross: int = 0
    refunds: int = 0
    rounding: int = 0
    pieces: int = 0
    sales: int = 0


@dataclass(slots=True)
class Stall:
    """A stall on the ranking."""

    name: str
    figures: Figures = field(default_factory=Figures)


@dataclass(slots=True)
class Facility:
    """A facility on the ranking; sell-through compares only what is stocked with what was brought."""

    name: str
    stall: str | None = None
    figures: Figures = field(default_factory=Figures)
    brought: int = 0
    sold_of_brought: int = 0


@dataclass(slots=True)
class Category:
    """A kind of goods."""

    name: str
    name_en: str
    figures: Figures = field(default_factory=Figures)


class Board:
    """The figures after the entries seen so far. Entries come in order; one seen before changes nothing."""

    VERSION: ClassVar[int] = 1  # of the state; another one is built anew from the journal

    def __init__(self, journal: str = "", timezone: str = "Asia/Jakarta") -> None:
        self.journal = journal
        self.seq = 0
        self.event: dict[str, Any] = {"timezone": timezone, "mode": "live"}
        self.total = Total()
        self.stalls: dict[str, Stall] = {}
        self.facilities: dict[str, Facility] = {}
        self.categories: dict[str, Category] = {}
        self.hours: dict[str, Figures] = {}
        self.payments: dict[str, int] = dict.fromkeys(METHODS, 0)
        self.latest: deque[dict[str, Any]] = deque(maxlen=LATEST)

    def apply(self, entry: Entry) -> bool:
        """Take the next entry; False if the figures stay as they were."""
        if entry.seq <= self.seq:
            return False
        self.seq = entry.seq
        booking = BOOKINGS.get(entry.name)
        if booking is None:
            return False
        booking(self, entry.data)
        return True

    def snapshot(self, as_of: str, tills: Mapping[str, Data] = NO_FACTS) -> dict[str, Any]:
        """The contract's board object; `tills` holds per stall what its tablets reported last."""
        return {
            "seq": self.seq,
            "journal": self.journal,
            "as_of": as_of,
            "event": dict(self.event),
            "total": self._total_row(),
            "stalls": [self._stall_row(no, tills.get(no, NO_FACTS)) for no in sorted(self.stalls)],
            "facilities": [self._facility_row(code) for code in sorted(self.facilities)],
            "categories": [self._category_row(code) for code in sorted(self.categories)],
            "hours": [{"hour": hour, **self.hours[hour].row()} for hour in sorted(self.hours)],
            "payments": [{"method": method, "net": net} for method, net in self.payments.items()],
            "latest": [_latest_row(sale) for sale in self.latest],
        }

    def to_state(self) -> dict[str, Any]:
        """All of it as JSON, to go on from after a restart."""
        return {
            "version": self.VERSION,
            "journal": self.journal,
            "seq": self.seq,
            "event": self.event,
            "total": asdict(self.total),
            "stalls": {no: asdict(stall) for no, stall in self.stalls.items()},
            "facilities": {code: asdict(facility) for code, facility in self.facilities.items()},
            "categories": {code: asdict(category) for code, category in self.categories.items()},
            "hours": {hour: asdict(figures) for hour, figures in self.hours.items()},
            "payments": self.payments,
            "latest": list(self.latest),
        }

    @classmethod
    def from_state(cls, state: Data) -> "Board":
        """The board that `to_state` wrote down."""
        board = cls(journal=state["journal"])
        board.seq = state["seq"]
        board.event = dict(state["event"])
        board.total = Total(**state["total"])
        board.stalls = {no: Stall(**_revived(row)) for no, row in state["stalls"].items()}
        board.facilities = {code: Facility(**_revived(row)) for code, row in state["facilities"].items()}
        board.categories = {code: Category(**_revived(row)) for code, row in state["categories"].items()}
        board.hours = {hour: Figures(**row) for hour, row in state["hours"].items()}
        board.payments = dict(state["payments"])
        board.latest.extend(dict(sale) for sale in state["latest"])
        return board

    # Sales and refunds ------------------------------------------------------------------------------

    def record_sale(self, data: Data) -> None:
        """Book a sale at its stall, its hour and its lines' facilities and categories."""
        lines = data["lines"]
        amount = sum(line["amount"] for line in lines)
        pieces = sum(line["quantity"] for line in lines)
        self.total.gross += amount
        self.total.rounding += data["rounding"]
        self.total.pieces += pieces
        self.total.sales += 1
        self._stall(data["stall"], data.get("stall_name")).figures.add(amount, pieces, 1)
        self._hour(data["sold_at"]).add(amount, pieces, 1)
        self._book_lines(lines, 1)
        self._count_sale(lines)
        for payment in data["payments"]:
            self._pay(payment["method"], payment["amount"])
        self.latest.appendleft(_latest_sale(data, amount))

    def refund_sale(self, data: Data) -> None:
        """Take a refund back where and when its sale was booked."""
        lines = data["lines"]
        amount = sum(line["amount"] for line in lines)
        pieces = sum(line["quantity"] for line in lines)
        self.total.refunds += amount
        self.total.rounding -= data["rounding"]
        self.total.pieces -= pieces
        self._stall(data["stall"], data.get("stall_name")).figures.add(-amount, -pieces)
        self._hour(data["sale_sold_at"]).add(-amount, -pieces)
        self._book_lines(lines, -1)
        unpaid = data.get("unpaid", 0)  # of an order's balance, which was booked as a transfer to come
        self._pay(data["method"], -(amount + data["rounding"] - unpaid))
        if unpaid:
            self._pay("transfer", -unpaid)
        for sale in self.latest:
            if sale["id"] == data["sale"]:
                sale["net"] -= amount

    def correct_payment(self, data: Data) -> None:
        """Money moves from one method to another; what came in beyond the sale pays for nothing."""
        for delta in data["deltas"]:
            if not delta.get("unexplained"):
                self._pay(delta["method"], delta["amount"])

    def _book_lines(self, lines: list[Data], sign: int) -> None:
        for line in lines:
            facility = self._facility(line["facility"], line.get("facility_name"))
            net, pieces = sign * line["amount"], sign * line["quantity"]
            facility.figures.add(net, pieces)
            self._category(line["category"]).figures.add(net, pieces)
            if line.get("stocked", True):
                facility.sold_of_brought += pieces

    def _count_sale(self, lines: list[Data]) -> None:
        """A sale counts once for each facility and each category in it."""
        for code in {line["facility"] for line in lines}:
            self.facilities[code].figures.sales += 1
        for code in {line["category"] for line in lines}:
            self.categories[code].figures.sales += 1

    def _pay(self, method: str, amount: int) -> None:
        self.payments[method] = self.payments.get(method, 0) + amount

    def _hour(self, at: str) -> Figures:
        return self.hours.setdefault(local_hour(at, self.event["timezone"]), Figures())

    # Goods ------------------------------------------------------------------------------------------

    def receive_consignment(self, data: Data) -> None:
        """Count goods in."""
        self._facility(data["facility"]).brought += sum(line["quantity"] for line in data["lines"])

    def move_stock(self, data: Data) -> None:
        """Only what is received adds to what was brought."""
        if data["kind"] == "received":
            self._facility(data["facility"]).brought += data["quantity"]

    # Who takes part ---------------------------------------------------------------------------------

    def configure_event(self, data: Data) -> None:
        """Name, place, zone and days of the exhibition."""
        self.event.update(data["event"])

    def add_stall(self, data: Data) -> None:
        """A stall stands on the ranking before it sells."""
        stall = data["stall"]
        self._stall(stall["no"]).name = stall["name"]

    def add_facility(self, data: Data) -> None:
        """A facility stands on the ranking before anything of it is sold."""
        facts = data["facility"]
        facility = self._facility(facts["code"])
        facility.name, facility.stall = facts["name"], facts["stall"]

    def add_product(self, data: Data) -> None:
        """A product brings its category's names."""
        product = data["product"]
        category = self._category(product["category"])
        category.name = product.get("category_name") or category.name
        category.name_en = product.get("category_name_en") or category.name

    def _stall(self, no: str, name: str | None = None) -> Stall:
        return self.stalls.get(no) or self.stalls.setdefault(no, Stall(name or no))

    def _facility(self, code: str, name: str | None = None) -> Facility:
        return self.facilities.get(code) or self.facilities.setdefault(code, Facility(name or code))

    def _category(self, code: str) -> Category:
        return self.categories.get(code) or self.categories.setdefault(code, Category(code, code))

    # Rows of the snapshot ---------------------------------------------------------------------------

    def _total_row(self) -> dict[str, int]:
        total = self.total
        return {
            "gross": total.gross,
            "refunds": total.refunds,
            "net": total.gross - total.refunds,
            "rounding": total.rounding,
            "pieces": total.pieces,
            "sales": total.sales,
        }

    def _stall_row(self, no: str, till: Data) -> dict[str, Any]:
        stall = self.stalls[no]
        return {
            "no": no,
            "name": stall.name,
            **stall.figures.row(),
            "waiting": till.get("waiting", 0),
            "waiting_amount": till.get("waiting_amount", 0),
            "last_seen": till.get("last_seen"),
        }

    def _facility_row(self, code: str) -> dict[str, Any]:
        facility = self.facilities[code]
        return {
            "code": code,
            "name": facility.name,
            "stall": facility.stall,
            **facility.figures.row(),
            "brought": facility.brought,
            "sell_through": facility.sold_of_brought / facility.brought if facility.brought else None,
        }

    def _category_row(self, code: str) -> dict[str, Any]:
        category = self.categories[code]
        return {"code": code, "name": category.name, "name_en": category.name_en, **category.figures.row()}


BOOKINGS: dict[str, Callable[[Board, Data], None]] = {
    "sale.recorded": Board.record_sale,
    "sale.refunded": Board.refund_sale,
    "payment.corrected": Board.correct_payment,
    "consignment.received": Board.receive_consignment,
    "stock.moved": Board.move_stock,
    "event.configured": Board.configure_event,
    "stall.added": Board.add_stall,
    "facility.added": Board.add_facility,
    "product.added": Board.add_product,
}


def local_hour(at: str, timezone: str) -> str:
    """The hour in the event's zone that a moment falls into, as ISO text with its offset."""
    local = datetime.fromisoformat(at).astimezone(_zone(timezone))
    return local.replace(minute=0, second=0, microsecond=0).isoformat()


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _latest_sale(data: Data, amount: int) -> dict[str, Any]:
    return {
        "id": data["id"],
        "at": data["sold_at"],
        "stall": data["stall"],
        "number": data["number"],
        "net": amount,
        "items": [_item(line) for line in data["lines"][:ITEMS_SHOWN]],
    }


def _item(line: Data) -> dict[str, Any]:
    return {
        "name": line["name"],
        "name_en": line.get("name_en"),
        "facility": line.get("facility_name") or line["facility"],
        "quantity": line["quantity"],
    }


def _latest_row(sale: Data) -> dict[str, Any]:
    return {key: value for key, value in sale.items() if key != "id"}


def _revived(row: Data) -> dict[str, Any]:
    return {**row, "figures": Figures(**row["figures"])}
