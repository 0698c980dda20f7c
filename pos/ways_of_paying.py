"""Payments by how they came; one of them, an order's balance, only says what is to come. Pure."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

BALANCE = "SISA PESANAN"  # the reference by which a till marks it


def is_balance(payment: Mapping[str, Any]) -> bool:
    """Whether a payment only says what is still to come."""
    marks = (payment["method"], payment.get("state"), payment.get("reference"))
    return marks == ("transfer", "unconfirmed", BALANCE)


def balance_payment(amount: int) -> Json:
    """The payment that stands for money still to come."""
    return {
        "method": "transfer",
        "amount": amount,
        "tendered": None,
        "reference": BALANCE,
        "state": "unconfirmed",
    }


def way_of(payment: Mapping[str, Any]) -> str:
    """The way of paying as a drawer tells it: money still to come is no transfer."""
    return "balance" if is_balance(payment) else str(payment["method"])


def delta(way: str, amount: int) -> Json:
    """What a correction adds to a way of paying."""
    if way != "balance":
        return {"method": way, "amount": amount}
    marked = balance_payment(amount)
    return {key: marked[key] for key in ("method", "amount", "reference", "state")}
