"""Papers of the office and of the stall's staff: kuitansi, shift reports, money and goods handed over."""

from collections.abc import Sequence
from dataclasses import dataclass

from printers.records import Paper, StallPaper

STAMP_DUTY_ABOVE = 5_000_000  # rupiah; above it a kuitansi carries a meterai


@dataclass(frozen=True, kw_only=True)
class Kuitansi(StallPaper):
    """A formal receipt with the amount in words, for offices that must book what they bought.

    In the queue stands only `buyer`, an id: the name is put in when it is printed, and may be gone by then.
    """

    kind = "kuitansi"
    number: str
    received_from: str = ""
    buyer: str | None = None
    amount: int
    purpose: str
    place: str
    date: str
    receiver: str
    sale_number: str | None = None
    replaces: str | None = None  # the number of the one that was written for somebody else


@dataclass(frozen=True)
class MethodLine(Paper):
    """What came in by one method of payment."""

    method: str
    count: int
    amount: int


@dataclass(frozen=True)
class CashLine(Paper):
    """Cash that came into the drawer or left it without a sale; `second` took a deposit."""

    way: str
    at: str
    amount: int
    reason: str = ""
    staff: str | None = None
    second: str | None = None


@dataclass(frozen=True)
class UnconfirmedLine(Paper):
    """A payment that nobody has seen arrive."""

    number: str
    method: str
    amount: int


@dataclass(frozen=True)
class Denomination(Paper):
    """Notes or coins of one value, counted."""

    value: int
    count: int


@dataclass(frozen=True, kw_only=True)
class ShiftReport(StallPaper):
    """X (so far) or Z (closed). The count is blind: an X has no amount from which the drawer's follows."""

    kind = "shift"
    report: str
    till: str
    opened_at: str
    printed_at: str
    sales: int
    pieces: int
    methods: Sequence[MethodLine]
    gross: int | None = None
    net: int | None = None
    opening_float: int = 0
    discounts: int = 0
    refunds: int = 0
    rounding: int = 0
    cash_sales: int | None = None
    cash_refunds: int = 0
    cash_corrections: int = 0
    held_cash: int = 0
    unexplained_cash: int = 0
    moved: Sequence[CashLine] = ()
    unconfirmed: Sequence[UnconfirmedLine] = ()
    counted: Sequence[Denomination] = ()
    counted_total: int | None = None
    expected: int | None = None
    difference: int | None = None
    late: int = 0
    staff: str | None = None
    number: str | None = None  # a Z report's, gap-free for each till


@dataclass(frozen=True, kw_only=True)
class DepositSlip(StallPaper):
    """Cash handed from a stall to the treasurer, counted by both."""

    kind = "deposit"
    number: str
    handed_at: str
    amount: int
    giver: str
    taker: str
    counted: Sequence[Denomination] = ()
    till: str | None = None


@dataclass(frozen=True)
class GoodsLine(Paper):
    """Goods on a note: `quantity` as counted, `announced` as the other side wrote it."""

    sku: str
    name: str
    quantity: int
    announced: int | None = None
    expires_on: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryNote(StallPaper):
    """Goods handed over: `direction` is "in" (to the stall) or "out" (back to the facility)."""

    kind = "delivery"
    number: str
    direction: str
    facility: str
    at: str
    lines: Sequence[GoodsLine]
    giver: str | None = None
    taker: str | None = None
