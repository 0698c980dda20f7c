"""Unique pieces that lie in somebody's cart: kept in memory, for five minutes, on a best-effort basis.

A reservation prevents a second sale while everybody is online; it never refuses a finished one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pos.refusals import Conflict, Message

KEPT_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Reservation:
    """One piece in one cart."""

    cart: str
    till: str | None
    until: datetime


class Reservations:
    """Who has which piece in the cart right now."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._by_piece: dict[str, Reservation] = {}

    def reserve(self, piece: str, cart: str, till: str | None) -> Reservation:
        """Keep a piece for a cart, or keep it longer; Conflict if another cart has it."""
        other = self.find(piece)
        if other is not None and other.cart != cart:
            raise Conflict(
                "piece_reserved",
                Message(
                    f"Karya ini sedang di keranjang kasir {other.till or 'lain'}.",
                    f"This piece is in the cart of till {other.till or 'another'}.",
                ),
                till=other.till,
                until=other.until.isoformat(),
            )
        self._by_piece[piece] = Reservation(cart, till, self._now() + KEPT_FOR)
        return self._by_piece[piece]

    def release(self, piece: str, cart: str) -> None:
        """Let a piece go, if this cart has it."""
        held = self._by_piece.get(piece)
        if held is not None and held.cart == cart:
            del self._by_piece[piece]

    def in_carts(self) -> list[tuple[str, str]]:
        """(piece, cart) of everything that is reserved now."""
        now = self._now()
        return sorted((piece, held.cart) for piece, held in self._by_piece.items() if held.until > now)

    def find(self, piece: str) -> Reservation | None:
        """Who has a piece, unless the time is over."""
        held = self._by_piece.get(piece)
        if held is not None and held.until <= self._now():
            del self._by_piece[piece]
            return None
        return held
