"""Whole rupiah: how they are written and how they are split."""

from collections.abc import Sequence


def rupiah_text(amount: int) -> str:
    """Rp 150.000, with an ordinary space (printers know no other)."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp {abs(amount):,}".replace(",", ".")


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount in proportion to weights so that the parts add up to it.

    Largest remainder (Hamilton): every part is rounded down, the rupiah left over go to the
    largest remainders, the earlier part first on a tie. Negative amounts are split as their mirror.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        msg = "weights must be non-negative and not all zero"
        raise ValueError(msg)
    if amount < 0:
        return [-part for part in split(-amount, weights)]
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def refunded_share(amount: int, quantity: int, returned: int) -> int:
    """What has been given back of a line after `returned` of `quantity` pieces: the last takes the rest."""
    return amount * returned // quantity
