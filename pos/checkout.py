"""The rules of a finished sale: whose table the pieces come from and what people should know about it.

Pure: data in, data out. Nothing here refuses a sale; a flag is a note for the organiser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

QRIS_LIMIT = 10_000_000  # rupiah a transaction, Bank Indonesia since 1 March 2022
LEAST_COIN = 500
MOST_CLOCK_SKEW = timedelta(minutes=5)
RECEIPT_IS_LATE_AFTER = timedelta(minutes=10)
_NEVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When the exhibition is open: local date -> (opens, closes) as HH:MM, in the venue's zone."""

    zone: tzinfo
    days: Mapping[str, tuple[str, str]]

    def contain(self, moment: datetime) -> bool:
        """Whether the hall was open then; the closing minute itself still counts."""
        local = moment.astimezone(self.zone)
        opening = self.days.get(local.date().isoformat())
        return opening is not None and opening[0] <= local.strftime("%H:%M") <= opening[1]


def take_from_tables(
    on_table: Mapping[str, int], stall: str, home: str, quantity: int
) -> list[tuple[str, int]]:
    """Where sold pieces come from: the selling stall while it has any, then the product's home stall.

    Returns [(stall, pieces), …]; the home stall may go below zero, nothing that happened is refused.
    """
    here = min(quantity, max(on_table.get(stall, 0), 0))
    if stall == home or here == quantity:
        return [(stall, quantity)]
    rest = [(home, quantity - here)]
    return [(stall, here), *rest] if here else rest


def clock_is_off(sold_at: datetime, sent_at: datetime | None, now: datetime) -> bool:
    """Whether the tablet's clock disagrees with ours; an old sale alone proves nothing."""
    if sent_at is not None and abs(sent_at - now) > MOST_CLOCK_SKEW:
        return True
    return sold_at - now > MOST_CLOCK_SKEW


def receipt_is_late(sold_at: datetime, sent_at: datetime | None, *, reoffered: bool) -> bool:
    """Whether the buyer has long gone (by the tablet's own clock), so that a person decides about paper."""
    return reoffered or (sent_at is not None and sent_at - sold_at > RECEIPT_IS_LATE_AFTER)


def is_over_qris_limit(payments: Sequence[tuple[str, int]]) -> bool:
    """Whether one QRIS payment exceeds what the network carries."""
    return any(method == "qris" and amount > QRIS_LIMIT for method, amount in payments)


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces that came together, and how many of the product had already gone by then."""

    pieces: int
    expires_on: str | None  # YYYY-MM-DD
    gone_before: int = 0


def earliest_expiry(lots: Sequence[Lot], gone: int) -> str | None:
    """The first best-before date still on the table, if of what is there the oldest always goes first.

    `lots` in the order in which they came, `gone` the pieces that have left until now.
    """
    there: dict[str, int] = {}
    taken = 0
    for lot in [*lots, Lot(0, None, gone)]:
        leaving = max(0, lot.gone_before - taken)
        taken += leaving
        _take_the_oldest(there, leaving)
        day = lot.expires_on or _NEVER
        there[day] = there.get(day, 0) + lot.pieces
    earliest = min((day for day, pieces in there.items() if pieces), default=_NEVER)
    return None if earliest == _NEVER else earliest


def _take_the_oldest(there: dict[str, int], leaving: int) -> None:
    for day in sorted(there):
        taken = min(there[day], leaving)
        there[day] -= taken
        leaving -= taken


def has_expired(expires_on: str | None, sold_on: date) -> bool:
    """Whether goods were sold after their best-before day."""
    return expires_on is not None and sold_on.isoformat() > expires_on


def prices_on_labels(history: Sequence[tuple[str, int]], printed_at: str | None) -> set[int]:
    """The prices a product has had since its labels were last printed; `history` is (since, price) by time.

    The price in force at the moment of printing is on the labels; without labels there is none.
    """
    if printed_at is None:
        return set()
    before = [price for since, price in history if since <= printed_at]
    return {*before[-1:], *(price for since, price in history if since > printed_at)}


def lower_label_price(price: int, on_labels: set[int]) -> int | None:
    """The price on a label, if lower than today's: where the two differ, the lower is charged."""
    lowest = min(on_labels, default=price)
    return lowest if lowest < price else None


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """So many percent less on the closing day for all, a stall's goods, a category or a product."""

    scope: str
    code: str | None
    percent: int

    def is_for(self, sku: str, stall: str, category: str) -> bool:
        """Whether a product is meant."""
        return self.code == {"all": None, "stall": stall, "category": category, "product": sku}[self.scope]


def closing_percent(rules: Sequence[ClosingRule], sku: str, stall: str, category: str) -> int:
    """How much less a product costs: the largest of the rules that mean it counts, or 0."""
    return max((rule.percent for rule in rules if rule.is_for(sku, stall, category)), default=0)


def reduced_price(price: int, percent: int) -> int:
    """A price less so many percent, down to whole Rp 500 as people pay them, but never down to nothing."""
    if percent < 1:
        return price
    less = price * (100 - percent) // 100
    return less - less % LEAST_COIN or less
