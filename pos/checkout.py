"""The rules of a finished sale: whose table the pieces come from and what people should know about it.

Pure: data in, data out. Nothing here refuses a sale; a flag is a note for the organiser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

QRIS_LIMIT = 10_000_000  # rupiah a transaction, Bank Indonesia since 1 March 2022
MOST_CLOCK_SKEW = timedelta(minutes=5)
RECEIPT_IS_LATE_AFTER = timedelta(minutes=10)


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


def earliest_expiry(lots: Sequence[tuple[int, str | None]], on_table: int) -> str | None:
    """The first best-before date still on the table, if the oldest goods are always sold first.

    `lots` are (pieces, YYYY-MM-DD or None for goods without a date).
    """
    gone = sum(pieces for pieces, _ in lots) - on_table
    for pieces, expires_on in sorted(lots, key=lambda lot: lot[1] or "9999"):
        if gone < pieces:
            return expires_on
        gone -= pieces
    return None


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
