"""Payments by how they came; one of them, an order's balance, only says what is to come. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

BALANCE = "SISA PESANAN"  # the reference by which a till marks it
UNEXPLAINED = "unexplained"  # cash that lies in a drawer and pays for nothing


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


def up_to(amount: int, payments: Iterable[Mapping[str, Any]]) -> list[Json]:
    """The payments, the first ones first, as far as they are needed for an amount."""
    needed: list[Json] = []
    for payment in payments:
        part = min(amount, payment["amount"])
        amount -= part
        if part or not payment["amount"]:
            needed.append({**payment, "amount": part})
    return needed


def way_of(payment: Mapping[str, Any]) -> str:
    """The way of paying as a drawer tells it: money still to come is no transfer, a surplus pays nothing."""
    if payment.get("unexplained") and payment["method"] == "cash":
        return UNEXPLAINED
    return "balance" if is_balance(payment) else str(payment["method"])


def surplus(method: str, amount: int) -> Json:
    """What a correction adds beyond all that is owed."""
    return {**delta(method, amount), "unexplained": True}


def delta(way: str, amount: int) -> Json:
    """What a correction adds to a way of paying."""
    if way != "balance":
        return {"method": way, "amount": amount}
    marked = balance_payment(amount)
    return {key: marked[key] for key in ("method", "amount", "reference", "state")}
