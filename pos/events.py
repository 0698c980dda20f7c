"""The facts of the journal: past tense, frozen, self-contained.

Names are for ever and fields are only added, with defaults: tests/samples/journal-v1.jsonl replays for ever.
Times are ISO 8601 with offset, money is whole rupiah, lines are plain mappings as docs/journal.md lists them.
"""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened."""

    name: ClassVar[str]

    def to_data(self) -> Json:
        """The fact as plain JSON."""
        return {key: getattr(self, key) for key in _keys(type(self))}

    @classmethod
    def from_data(cls, data: Json) -> Self:
        """The fact read back; fields of a later version are left out."""
        return cls(**{key: data[key] for key in _keys(cls) if key in data})


_known_keys: dict[type[Fact], tuple[str, ...]] = {}


def _keys(kind: type[Fact]) -> tuple[str, ...]:
    if kind not in _known_keys:
        _known_keys[kind] = tuple(each.name for each in fields(kind))
    return _known_keys[kind]


@dataclass(frozen=True, kw_only=True)
class EventConfigured(Fact):
    """The exhibition was set up or its days were changed."""

    name: ClassVar[str] = "event.configured"
    event: Json  # name, edition, venue, timezone, tz_abbr, days: [{date, opens, closes}], demo


@dataclass(frozen=True, kw_only=True)
class EventSettingsChanged(Fact):
    """The organiser changed what counts for the whole exhibition."""

    name: ClassVar[str] = "event.settings_changed"
    settings: Json  # all of them: cash_rounding, …
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClosingPricesChanged(Fact):
    """The prices of the closing day were set, turned on or turned off."""

    name: ClassVar[str] = "closing_prices.changed"
    closing: Json  # on, starts_at, ends_at, rules: [{scope, code, percent}]
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class StallAdded(Fact):
    """A region's stall takes part."""

    name: ClassVar[str] = "stall.added"
    stall: Json  # no, name, region, timezone


@dataclass(frozen=True, kw_only=True)
class StallSettingsChanged(Fact):
    """The organiser changed what counts for one stall."""

    name: ClassVar[str] = "stall.settings_changed"
    stall: str
    settings: Json  # all of them: qris_static, max_discount_percent
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class FacilityAdded(Fact):
    """A facility's goods may be sold."""

    name: ClassVar[str] = "facility.added"
    facility: Json  # code, name, official_name, type, stall, city, province


@dataclass(frozen=True, kw_only=True)
class ProductAdded(Fact):
    """A product is in the catalogue."""

    name: ClassVar[str] = "product.added"
    product: Json  # sku, code, name, name_en, facility, category, category_name, category_name_en, price, …


@dataclass(frozen=True, kw_only=True)
class PriceChanged(Fact):
    """A product costs something else from now on."""

    name: ClassVar[str] = "price.changed"
    id: str
    sku: str
    old: int
    new: int
    reason: str
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class TillEnrolled(Fact):
    """A tablet or script may sell at a stall under a code of its own."""

    name: ClassVar[str] = "till.enrolled"
    till: str
    stall: str
    instead_of: str | None = None  # the code the same tablet sold under before


@dataclass(frozen=True, kw_only=True)
class TillRevoked(Fact):
    """A tablet may no longer sell; what it still hands in is held."""

    name: ClassVar[str] = "till.revoked"
    till: str
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class SaleRecorded(Fact):
    """A sale is in the books."""

    name: ClassVar[str] = "sale.recorded"
    id: str
    number: str
    stall: str
    stall_name: str
    till: str
    sold_at: str
    received_at: str
    sent_at: str | None
    staff: str | None
    shift: str | None
    note: str | None
    receipt_code: str
    gross: int
    rounding: int
    total: int
    flags: list[str]
    reoffered: bool
    late: bool
    offered_as: Json | None
    lines: list[Json]
    payments: list[Json]


@dataclass(frozen=True, kw_only=True)
class SaleHeld(Fact):
    """A sale was kept in full, but somebody has to decide about it."""

    name: ClassVar[str] = "sale.held"
    held_id: str
    sale: str
    number: str
    till: str
    stall: str
    total: int
    cash: int
    reasons: list[str]
    document: Json
    received_at: str
    shift: str | None = None


@dataclass(frozen=True, kw_only=True)
class HeldDecided(Fact):
    """Somebody decided about a held sale."""

    name: ClassVar[str] = "held.decided"
    held_id: str
    decision: str
    reason: str
    by: str | None
    accepted_as: str | None


@dataclass(frozen=True, kw_only=True)
class SaleRefunded(Fact):
    """Goods of a sale came back and money was given back. `stall` and `sale_sold_at` are the sale's.

    `unpaid` is the part of the amount that was never paid: it came off the order's balance.
    """

    name: ClassVar[str] = "sale.refunded"
    id: str
    number: str
    sale: str
    sale_number: str
    sale_sold_at: str
    stall: str
    stall_name: str
    till: str | None
    shift: str | None
    refunded_at: str
    received_at: str
    reason: str
    method: str
    staff: str | None
    approved_by: str | None
    amount: int
    rounding: int
    restock: bool
    flags: list[str]
    lines: list[Json]
    unpaid: int = 0


@dataclass(frozen=True, kw_only=True)
class RefundApproved(Fact):
    """A lead stood by a void that was booked without one."""

    name: ClassVar[str] = "refund.approved"
    id: str
    approved_by: str


@dataclass(frozen=True, kw_only=True)
class PaymentCorrected(Fact):
    """A sale was paid otherwise than was tapped; `deltas` by method add up to nothing.

    As a `balance` it is the balance of an order: `received` came in for what was only promised. What
    came in beyond that is in `deltas` too, marked `unexplained`.
    """

    name: ClassVar[str] = "payment.corrected"
    id: str
    sale: str
    sale_number: str
    stall: str
    shift: str | None
    deltas: list[Json]
    reason: str
    staff: str | None = None
    approved_by: str | None = None
    kind: str = "correction"
    till: str | None = None
    paid_at: str | None = None
    flags: list[str] = field(default_factory=list)
    received: list[Json] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PaymentConfirmed(Fact):
    """The money of an unconfirmed payment was seen to arrive."""

    name: ClassVar[str] = "payment.confirmed"
    sale: str
    position: int
    reference: str | None = None
    staff: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderHandedOver(Fact):
    """The buyer has the ordered goods of these lines; or, taken back, after all does not.

    `unpaid` flags what was handed over while the sale had a balance.
    """

    name: ClassVar[str] = "order.handed_over"
    id: str
    sale: str
    sale_number: str
    stall: str
    order_lines: list[int]
    handed_over: bool
    at: str
    staff: str | None = None
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OrderCapacitySet(Fact):
    """So many pieces of a product may be ordered during the fair; None is no limit."""

    name: ClassVar[str] = "order.capacity_set"
    sku: str
    capacity: int | None
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftOpened(Fact):
    """A till's drawer was opened with a float; `second_drawer` flags one opened beside another."""

    name: ClassVar[str] = "shift.opened"
    shift: str
    till: str
    stall: str
    opened_at: str
    float: int
    staff: str | None = None
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ShiftClosed(Fact):
    """A till's drawer was counted; the difference is part of the fact."""

    name: ClassVar[str] = "shift.closed"
    shift: str
    till: str
    stall: str
    closed_at: str
    z_number: int
    figures: Json
    staff: str | None = None
    counted: Json | None = None  # denomination -> pieces


@dataclass(frozen=True, kw_only=True)
class CashMoved(Fact):
    """Cash went into or out of a drawer without a sale."""

    name: ClassVar[str] = "cash.moved"
    id: str
    shift: str
    kind: str
    amount: int
    reason: str
    staff: str | None = None
    second: str | None = None
    flags: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DocumentPutAway(Fact):
    """The office is done with a document that the server would not take; it is kept as the tablet had it."""

    name: ClassVar[str] = "document.put_away"
    till: str
    document_id: str
    number: str | None
    code: str
    reason: str
    document: Json
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ConsignmentReceived(Fact):
    """A delivery note was counted in."""

    name: ClassVar[str] = "consignment.received"
    id: str
    facility: str
    stall: str
    lines: list[Json]


@dataclass(frozen=True, kw_only=True)
class StockMoved(Fact):
    """Pieces came to or left the tables without a sale."""

    name: ClassVar[str] = "stock.moved"
    id: str
    kind: str
    sku: str
    facility: str
    quantity: int
    stall: str
    reason: str
    to_stall: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProductDescribed(Fact):
    """Facts of a product were filled in or mended: composition, net weight, permit, shelf life …"""

    name: ClassVar[str] = "product.described"
    id: str
    sku: str
    changes: Json
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class LabelsPrinted(Fact):
    """Labels with today's price were sent to paper."""

    name: ClassVar[str] = "label.printed"
    batch: str
    skus: list[str] = field(default_factory=list)


KINDS: dict[str, type[Fact]] = {
    kind.name: kind
    for kind in (
        EventConfigured,
        EventSettingsChanged,
        ClosingPricesChanged,
        StallAdded,
        StallSettingsChanged,
        FacilityAdded,
        ProductAdded,
        PriceChanged,
        TillEnrolled,
        TillRevoked,
        SaleRecorded,
        SaleHeld,
        HeldDecided,
        SaleRefunded,
        RefundApproved,
        PaymentCorrected,
        PaymentConfirmed,
        OrderHandedOver,
        OrderCapacitySet,
        ShiftOpened,
        ShiftClosed,
        CashMoved,
        DocumentPutAway,
        ConsignmentReceived,
        StockMoved,
        ProductDescribed,
        LabelsPrinted,
    )
}


def read_fact(name: str, data: Json) -> Fact:
    """The fact that a journal entry holds."""
    return KINDS[name].from_data(data)
